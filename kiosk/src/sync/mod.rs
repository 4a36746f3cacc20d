//! Talking to the hub: at slots drawn beforehand the tablet asks for the manifest, delivers what is due, and says whether
//! something waits.

mod batches;
mod pass;
mod run;
mod schedule;

pub(crate) use batches::pack_batches;
pub use pass::{Pass, SyncError, pass};
pub use run::{Bell, run};
pub use schedule::{draw_first_slot, draw_retry_pause, draw_slot_after, slot_has_come};
