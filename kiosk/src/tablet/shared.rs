//! One tablet, worked on by the window and by the sync loop.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Tablet;

/// A tablet that several threads work with, one at a time.
#[derive(Clone, Debug)]
pub struct SharedTablet(Arc<Mutex<Tablet>>);

impl SharedTablet {
    /// Shares a tablet.
    pub fn new(tablet: Tablet) -> Self {
        SharedTablet(Arc::new(Mutex::new(tablet)))
    }

    /// Waits for the tablet. A panic elsewhere leaves it as it was: every change is whole or not at all.
    pub fn lock(&self) -> MutexGuard<'_, Tablet> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
