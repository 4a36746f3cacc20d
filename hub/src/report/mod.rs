//! Reports: what is published of a box, the areas that a guide made of it, and what research says of their themes, frozen together.
//! Pure but for `keeping`: a release goes in, never a count. Pages and files are views of one [`content::Content`].

pub mod content;
pub mod deck_paper;
pub mod frozen;
pub mod keeping;
pub mod page;
pub mod paper;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod plan;
#[cfg(feature = "pdf")]
mod print;
