//! The hub's rules and its store, tested from outside.

mod anonymity;
mod audit;
mod bands;
mod board;
mod calendar;
mod copies;
mod counting;
mod deck_drafts;
mod disclosure;
mod drafts;
mod edits;
mod effect;
mod first_notes;
mod gathering;
mod gathering_kept;
mod given;
mod idea_box;
mod import;
mod keys;
mod loosened;
mod openapi;
mod organisation;
mod phase;
mod plan;
mod plan_file;
mod plan_kept;
mod plan_print;
mod plan_versions;
mod process;
mod reach;
mod reminders;
mod reminders_kept;
mod report;
mod rollup;
mod rounds_compared;
mod signing;
mod signing_refused;
mod silence;
mod story;
mod tablets;
mod tally_rooms;
mod times;
mod upgrade;
mod written;

/// Keeps tablets nowhere but in the store.
pub const KEEP_NOWHERE: fn(&trykk_hub::store::KeptTablet) -> Result<(), trykk_hub::store::StoreError> = |_| Ok(());
