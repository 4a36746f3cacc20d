//! The process of a ward, or of the wards that are counted together: where it is, what is next, who owes what. Pure;
//! `store/processes.rs` keeps it. `method.rs` is what the phases are.

pub mod method;
