//! Whether anything on the glass is another than before: asked twice a second and with every finger, so it looks at a few
//! numbers and builds nothing.

use super::backend::{Backend, EnrolmentProgress};
use super::{Flow, Stage, Task};
use crate::panel::Levels;
use crate::tablet::Standing;

/// What time and the backend change on the glass while nobody does anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct News {
    serial: u64,
    countdown: Option<u64>,
    take_back: Option<u64>,
    offline: bool,
    damaged: bool,
    looking: bool,
    task: Task,
    levels: Levels,
    dark: bool,
    moved: (i8, i8),
    enrolment: EnrolmentProgress,
    /// Whether the tablet moves to another ward, and whether the menu says how that ended.
    moving: (bool, bool),
    /// Whether a tablet that belongs nowhere yet is on a network.
    networked: bool,
    reading: bool,
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
            looking: match &self.stage {
                Stage::Code(coding) => coding.looked_at.is_some(),
                Stage::Pin(entering) => entering.looked_at.is_some(),
                Stage::TypingIn(sheet) => sheet.is_looking(),
                _ => false,
            },
            task: self.backend.task(),
            levels: self.shown_levels(),
            dark: self.is_dark(),
            moved: self.place_of_picture(),
            enrolment: self.backend.enrolment(),
            moving: self.shown_move(),
            networked: self.standing == Standing::NotEnrolled && !self.backend.address().is_empty(),
            reading: self.reading_since.is_some(),
        };
        if done || self.news != Some(news) {
            self.news = Some(news);
            self.revision += 1;
        }
    }
}
