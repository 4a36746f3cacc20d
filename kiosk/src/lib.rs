//! The tablet: it seals answers, keeps the envelopes through weeks without a network, and delivers them.
//!
//! [`tablet::Tablet`] holds what is on the disk and what may be done now; [`sync`] is the one loop that talks
//! to the hub; the commands of the program are thin. [`flow`] is how people answer, [`window`] how they see it.

pub mod advice;
pub mod aloud;
pub mod carried;
pub mod cli;
pub mod condition;
pub mod doctor;
pub mod durable;
pub mod enrol;
pub mod export;
pub mod feed;
pub mod flow;
pub mod hub;
pub mod hub_time;
pub mod managed;
pub mod panel;
pub mod settings;
pub mod status;
pub mod sticks;
pub mod store;
pub mod sync;
pub mod tablet;
pub mod wifi;
pub mod window;
