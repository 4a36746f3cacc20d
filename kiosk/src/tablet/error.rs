//! Why a tablet cannot be opened, or takes no sheet.

use std::io;
use std::path::PathBuf;

use trykk_shared::answers::SheetError;

use crate::store::StoreError;

/// Why the data folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process works with it.
    #[error("another trykk-kiosk is working with {0}; stop it first, or wait until it is done")]
    InUse(PathBuf),
    /// The folder cannot be used.
    #[error("the data folder {0} cannot be used: {1}")]
    Folder(PathBuf, io::Error),
    /// The envelope store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a sheet was not delivered. Nothing of it was stored.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    /// There is no open round.
    #[error("no round is open on this tablet")]
    NoRound,
    /// The round has closed, and can be opened again.
    #[error(
        "the round has closed; where paper is to count still, let the process guide give the round a later closing time, sync this tablet, and feed again"
    )]
    Closed,
    /// The round is closed for good, or over.
    #[error(
        "the round is closed for good, and nothing can be added to it; keep the paper out of it, and tell the process guide"
    )]
    Over,
    /// Nobody answered anything on it.
    #[error("the sheet has no answer, so there is nothing to deliver")]
    Blank,
    /// The tablet takes no more sheets for this box.
    #[error(
        "this tablet takes no more sheets than people work here, and has room for {0}; let the headcount in the hub's plan be corrected"
    )]
    Full(u64),
    /// The box has another key than the tablet pinned.
    #[error(
        "the round has another key or other questions than when this tablet first saw it; nothing is taken or sent. Tell the safety rep and the process guide"
    )]
    KeyChanged,
    /// It was taken out of use.
    #[error("this tablet was taken out of use: it delivers what it holds, and takes no more; use another one")]
    OutOfUse,
    /// The round asks for a start code for each sheet.
    #[error("the round asks for a start code for each sheet; give one unused code a sheet (feed --codes FILE)")]
    NoCode,
    /// The round asks for start codes, and this tablet has none.
    #[error("this tablet has no start codes yet; let the process guide print slips for it")]
    NoCodesYet,
    /// One of the codes is none of this tablet's, or it is used, or stands twice.
    #[error("code {0} of the list is not one of this tablet's, or it is used, or stands twice; take another slip")]
    WrongCode(usize),
    /// The sheet does not fit the round.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The disk did not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
}
