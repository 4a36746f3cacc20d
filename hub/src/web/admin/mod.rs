//! The administrator's pages.

pub(super) mod accounts;
