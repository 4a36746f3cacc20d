//! The organisation: departments, wards, accounts, rounds as planned.

pub mod anonymity;
pub mod check;
pub mod edit;
pub mod file;
mod plan;
pub mod print;
pub mod times;
mod undo;

pub use plan::*;
pub use undo::undone;
