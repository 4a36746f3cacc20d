//! The data folder: database, the CA's key, and files per box for the hub's share, its record, its codes, its count
//! its ending and its report, one per tablet, and one per gathering.

mod files;
mod folder;
mod gatherings;
mod openings;
mod reports;
mod tablets;

pub use files::{destroy, destroy_file, destroy_unfinished, read, remove, sync_folder, unfinished, write};
pub use folder::{DataError, DataFolder, EndingGlance, FolderLock};
