//! The organisation: departments, wards, accounts, rounds as planned.

pub mod file;
mod plan;
pub mod times;

pub use plan::*;
