//! What a guide makes of a published result: areas to keep and to improve, and what research says about their themes. Pure, and
//! made of releases alone.

pub mod areas;
pub mod knowledge;
