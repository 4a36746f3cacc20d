//! What a guide makes of a result. Areas to keep and to improve and what research says about their themes are made of releases alone;
//! what notes are sorted into is the guide's, and counted for the guide; whether a guide's words repeat a note is said to the guide. Pure.

pub mod areas;
pub mod bands;
pub mod codebook;
pub mod knowledge;
pub mod repeats;
pub mod sorting;
pub mod sought;
