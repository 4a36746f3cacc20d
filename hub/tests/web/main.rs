//! The pages, in one process: who comes in, who may open what, and what a page may tell.

mod account;
mod anonymity;
mod areas;
mod audit;
mod bands;
mod before;
mod counting;
mod deck_drafts;
mod decks;
mod draft_limits;
mod drafts;
mod files;
mod follow_up;
mod gathering;
mod guidance;
mod guide;
mod heat_map;
mod house;
mod imports;
mod inside;
mod kept_reports;
mod log_in;
mod numbers;
mod operation;
mod overview;
mod palette;
mod people;
mod pipe;
mod plan;
mod plan_signed;
mod plan_words;
mod preview;
mod process;
mod reach;
mod reports;
mod rights;
mod samples;
mod senior;
mod signing;
mod sorting;
mod tablets;
mod tokens;

/// Keeps tablets nowhere but in the store.
pub const KEEP_NOWHERE: fn(&trykk_hub::store::KeptTablet) -> Result<(), trykk_hub::store::StoreError> = |_| Ok(());
