//! The process of a ward on pages: guidance for each role.

pub(super) mod guidance;
