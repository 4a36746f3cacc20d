//! Who may open which page, and how people come in.

pub(super) mod form;
pub(super) mod guard;
pub(super) mod invitation;
mod known_browser;
pub(super) mod log_in;
mod multipart;
pub(super) mod own_password;
pub mod permissions;
mod return_to;
