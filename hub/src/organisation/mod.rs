//! The organisation: departments, wards, accounts, rounds as planned.

pub mod anonymity;
mod changes;
pub mod check;
pub mod deck_drafts;
pub mod decks;
pub mod drafts;
pub mod edit;
pub mod file;
pub mod import;
mod lengths;
pub mod library;
pub mod planned;
pub mod planning;
pub mod print;
pub mod pulse;
pub mod times;
mod types;
mod undo;

pub use changes::{Change, ChangesError, Frozen, Refusal, changes, find_new_faults};
pub use types::*;
pub use undo::undone;
