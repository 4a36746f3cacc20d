//! How people come in: passwords, sessions, and how often somebody may try.

pub mod attempts;
pub mod browsers;
pub mod passwords;
