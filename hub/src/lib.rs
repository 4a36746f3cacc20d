//! The hub: it receives envelopes from many wards' tablets, counts boxes, and publishes releases.
//!
//! [`rounds`] says what may be done with a box and does it; [`figures`] are pure, [`analysis`] is what guides make of them; [`store`] keeps; [`tablets`] are enrolled, moved and taken out of
//! use;
//! [`api`] talks to tablets, [`web`] to people; [`cli`] are the commands.

pub mod analysis;
pub mod api;
pub mod audit;
pub mod backups;
pub mod board;
pub mod calendar;
pub mod certificates;
pub mod cli;
pub mod clock;
pub mod contacts;
pub mod data;
pub mod enrolment;
pub mod figures;
pub mod gathering;
pub mod keys;
pub mod limits;
pub mod mail;
pub mod operation;
pub mod organisation;
pub mod patience;
pub mod people;
pub mod plan;
pub mod process;
pub mod reminders;
pub mod report;
pub mod rounds;
pub mod secrets;
pub mod settings;
pub(crate) mod shown;
pub mod signing;
pub mod store;
pub mod tablet_files;
pub mod tablets;
pub(crate) mod texts;
pub mod web;
pub mod webhook;
pub mod written;
