//! How people come in: passwords, invitations, sessions, and how often somebody may try.

pub mod attempts;
pub mod browsers;
pub mod invitations;
pub mod passwords;
pub mod tokens;
