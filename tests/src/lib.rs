//! What whole-system tests are written with: a real hub process, real kiosk processes, a network that fails,
//! a real browser, a touchscreen with fingers on it.

pub mod browser;
pub mod hospital;
pub mod made_up;
pub mod mail;
pub mod memory;
pub mod network;
pub mod paper;
pub mod picture;
pub mod receiver;
pub mod sheets;
pub mod touchscreen;
pub mod trusting;
pub mod twin;
