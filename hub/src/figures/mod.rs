//! Figures: what was counted, and what of it may be published. Pure, but for reading what a roll-up is made of.

pub mod before;
pub mod bounds;
pub mod change;
pub mod csv;
pub mod export;
pub mod file;
pub mod findings;
pub mod participation;
pub mod pulse;
pub mod release;
pub mod rollup;
pub mod share;
pub mod summary;
pub mod tally;
