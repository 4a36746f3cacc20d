//! Figures, bands and knowledge in words, as pages, reports and files show them alike: no page, no file and no store in here.

pub(crate) mod bands;
pub(crate) mod chart;
pub(crate) mod knowledge;
pub(crate) mod published;
