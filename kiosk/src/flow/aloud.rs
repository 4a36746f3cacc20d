//! Reading a screen aloud: when it is offered, and when it ends.

use super::{Backend, Flow, Stage};
use crate::aloud::Voice;

/// No screen takes so long to be read, in milliseconds: a program that hangs keeps nobody's answers on the glass.
pub const LONGEST_READING_MS: u64 = 3 * 60_000;

impl<U: Backend> Flow<U> {
    /// The voice in which this screen can be read: on every screen of a sheet, where the tablet has one.
    pub(super) fn voice(&self) -> Option<Voice> {
        match self.stage {
            Stage::Session { .. } | Stage::Thanks { .. } | Stage::TakenBack { .. } => self.backend.voice(self.language),
            _ => None,
        }
    }

    /// Reads the words of this screen, or stops where it reads.
    pub(super) fn read_or_stop(&mut self, words: &str) {
        if self.reading_since.is_some() {
            self.stop_reading();
        } else if self.voice().is_some() {
            self.backend.read_aloud(self.language, words);
            self.reading_since = self.backend.is_reading().then_some(self.now);
        }
    }

    pub(super) fn stop_reading(&mut self) {
        if self.reading_since.take().is_some() {
            self.backend.stop_reading();
        }
    }

    /// Whoever is read to is there: the countdown waits, and begins anew once it is quiet.
    pub(super) fn look_at_reading(&mut self) {
        let Some(since) = self.reading_since else { return };
        if !self.backend.is_reading() {
            self.reading_since = None;
            self.touched = self.now;
        } else if self.now - since >= LONGEST_READING_MS {
            self.stop_reading();
        } else {
            self.touched = self.now;
        }
    }
}
