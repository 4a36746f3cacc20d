//! The export to a stick beside the window, and how whatever is done beside it ends.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use trykk_shared::randomness::system_rng;

use super::TabletBackend;
use crate::export::{ExportError, export};
use crate::flow::{StickFault, Task};
use crate::sticks::find_sticks;

impl TabletBackend {
    /// Writes what may leave on the stick that is in, beside the window.
    pub(super) fn begin_export(&self, places: &[PathBuf]) {
        let sticks = find_sticks(places);
        let (Some(tablet), [stick]) = (self.tablet.clone(), &sticks[..]) else {
            let fault = match sticks.len() {
                0 => StickFault::NoStick,
                1 => StickFault::NoKey,
                _ => StickFault::Several,
            };
            return set(&self.task, Task::NotExported(fault));
        };
        set(&self.task, Task::Exporting);
        let (task, stick) = (Arc::clone(&self.task), stick.clone());
        let begun = std::thread::Builder::new().name("export".into()).spawn(move || {
            // A thread that does not come to its end locks nobody out.
            let mut ending = Ending {
                shown: task,
                becomes: Task::NotExported(StickFault::Failed),
            };
            let done = export(&tablet, &stick, &mut system_rng());
            ending.becomes = done.map_or_else(|error| Task::NotExported(explain_stick(&error)), |_| Task::Exported);
        });
        if begun.is_err() {
            set(&self.task, Task::NotExported(StickFault::Failed));
        }
    }
}

fn explain_stick(error: &ExportError) -> StickFault {
    match error {
        ExportError::NotEnrolled | ExportError::NoKey => StickFault::NoKey,
        ExportError::NotAFolder(_) => StickFault::NoStick,
        ExportError::ReadOnly(_) => StickFault::ReadOnly,
        ExportError::Full(_) => StickFault::Full,
        ExportError::WouldReplace(_) => StickFault::WouldReplace,
        ExportError::Failed(..) | ExportError::Differs(_) | ExportError::Store(_) => StickFault::Failed,
    }
}

pub(super) fn set<T>(shared: &Mutex<T>, to: T) {
    *shared.lock().unwrap_or_else(PoisonError::into_inner) = to;
}

/// What is shown of something done beside the window once it ends, however that comes.
pub(super) struct Ending<T: Copy> {
    pub(super) shown: Arc<Mutex<T>>,
    pub(super) becomes: T,
}

impl<T: Copy> Drop for Ending<T> {
    fn drop(&mut self) {
        set(&self.shown, self.becomes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::{EnrolmentError, EnrolmentProgress};

    #[test]
    fn an_enrolment_that_ends_half_way_is_told_of() {
        let shown = Arc::new(Mutex::new(EnrolmentProgress::Running));
        let ending = Ending {
            shown: Arc::clone(&shown),
            becomes: EnrolmentProgress::Failed(EnrolmentError::Failed),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        // The runtime ends under it.
        runtime.spawn(async move {
            std::future::pending::<()>().await;
            drop(ending);
        });
        runtime.block_on(tokio::task::yield_now());
        assert_eq!(*shown.lock().unwrap(), EnrolmentProgress::Running);
        drop(runtime);
        let failed = EnrolmentProgress::Failed(EnrolmentError::Failed);
        assert_eq!(*shown.lock().unwrap(), failed);
    }

    #[test]
    fn an_export_that_ends_half_way_is_told_of() {
        let task = Arc::new(Mutex::new(Task::Exporting));
        let exporting = Ending {
            shown: Arc::clone(&task),
            becomes: Task::NotExported(StickFault::Failed),
        };
        let thread = std::thread::spawn(move || {
            let _exporting = exporting;
            panic!("on purpose");
        });
        assert!(thread.join().is_err());
        assert_eq!(*task.lock().unwrap(), Task::NotExported(StickFault::Failed));
    }
}
