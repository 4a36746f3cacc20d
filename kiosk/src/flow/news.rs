//! Whether anything on the glass is another than before: asked twice a second and with every finger, so it looks at a few
//! numbers and builds nothing.

use super::backend::{Backend, EnrolmentProgress};
use super::{Flow, Stage};

/// What time and the backend change on the glass while nobody does anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct News {
    serial: u64,
    countdown: Option<u64>,
    take_back: Option<u64>,
    offline: bool,
    damaged: bool,
    looking: bool,
    enrolment: EnrolmentProgress,
}

impl<U: Backend> Flow<U> {
    /// Counts up whenever the view may be another one than before. Where it stays, nothing needs to be shown again.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The screen's number and since when it is shown, without its view.
    pub fn screen(&self) -> (u64, u64) {
        (self.serial, self.since)
    }

    /// Counts up when something was done, or when time and the backend brought something.
    pub(super) fn note_news(&mut self, done: bool) {
        let news = News {
            serial: self.serial,
            countdown: self.countdown(),
            take_back: self.take_back_seconds(),
            offline: self.offline,
            damaged: self.damaged,
            looking: matches!(&self.stage, Stage::Code(coding) if coding.looked_at.is_some()),
            enrolment: self.backend.enrolment(),
        };
        if done || self.news != Some(news) {
            self.news = Some(news);
            self.revision += 1;
        }
    }
}
