//! The hub: it receives envelopes from many wards' tablets, counts boxes, and publishes releases.
//!
//! [`rounds`] says what may be done with a box and does it; [`count`] and [`release`] are pure; [`store`] keeps;
//! [`api`] talks to tablets, [`web`] to people; [`cli`] are the commands.

pub mod accounts;
pub mod api;
pub mod apply;
pub mod certificates;
pub mod cli;
pub mod count;
pub mod data;
pub mod enrolment;
pub mod findings;
pub mod glance;
pub mod keys;
pub mod organisation;
pub mod participation;
pub mod release;
pub mod results;
pub mod rollup;
pub mod rounds;
pub mod spans;
pub mod store;
pub mod tally;
pub mod web;
pub mod writer;
