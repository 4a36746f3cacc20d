//! What whole-system tests are written with: a real hub process, real kiosk processes, a network that fails,
//! a real browser.

pub mod browser;
pub mod hospital;
pub mod network;
pub mod sheets;
