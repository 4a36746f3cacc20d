//! The guide's pages.

mod anonymity;
pub(super) mod codes;
pub(super) mod decks;
pub(super) mod drafts;
pub(super) mod figures;
pub(super) mod notes;
pub(super) mod overview;
pub(super) mod passphrase;
pub(super) mod planned;
pub(super) mod poster;
pub(super) mod round;
mod round_form;
mod round_tablets;
pub(super) mod rounds;
pub(super) mod steps;
pub(super) mod summary;
pub(super) mod ward;
