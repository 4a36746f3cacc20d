//! The tablet's pages, as compiled from the files beside this one. A crate of its own, since what Slint makes of them is so large that
//! it would be compiled again with every change of the kiosk, and once more for the kiosk's own tests.

#![allow(
    missing_docs,
    clippy::all,
    reason = "generated from *.slint, where the names are explained"
)]

slint::include_modules!();
