//! Keys that open: of boxes, of guides, of the organisation's recovery; how they are split, wrapped and printed.
//!
//! None of these types can be shown by `Debug` or serialised; all are wiped when dropped.

pub mod opening;
pub mod passphrase;
pub mod recovery;
pub mod shares;
pub mod sitting;
