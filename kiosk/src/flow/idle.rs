//! When nobody touches the tablet: the countdown, and what is forgotten after it.

use super::{Backend, Comfort, Flow, MENU_MS, Stage, TYPING_IN_IDLE_MS};
use crate::tablet::{Standing, TAKE_BACK_SECONDS};

/// How long nobody may touch the tablet before the countdown shows, in milliseconds.
pub const IDLE_MS: u64 = 45_000;
/// The same while a table talks over what it answers together: talking is what the method is for.
pub const TABLE_IDLE_MS: u64 = 5 * 60_000;
/// The same while somebody writes: words take longer than faces.
pub const WRITING_IDLE_MS: u64 = 2 * 60_000;
/// The same for somebody who asked for more time, until they are done.
pub const UNHURRIED_IDLE_MS: u64 = 4 * 60_000;
/// How long the countdown runs, in milliseconds: nobody who reads slowly is thrown out by it.
pub const COUNTDOWN_MS: u64 = 20_000;
/// How long a delivery can be taken back, in milliseconds.
pub const TAKE_BACK_MS: u64 = TAKE_BACK_SECONDS.unsigned_abs() * 1000;
/// How long the last page stays, in milliseconds.
pub const THANKS_MS: u64 = 60_000;

impl<U: Backend> Flow<U> {
    /// The idle time after which the countdown shows, where there is something to forget.
    fn patience(&self) -> Option<u64> {
        let patience = self.usual_patience()?;
        Some(if self.unhurried {
            patience.max(UNHURRIED_IDLE_MS)
        } else {
            patience
        })
    }

    fn usual_patience(&self) -> Option<u64> {
        match &self.stage {
            Stage::Home if self.standing == Standing::NotEnrolled => self.has_typed().then_some(TABLE_IDLE_MS),
            // A language or larger letters that someone chose and left behind: nothing to count down for.
            // Nor for somebody who read the board.
            Stage::Home | Stage::Board | Stage::AboutRound | Stage::Thanks { .. } | Stage::TakenBack { .. } => None,
            // Nothing in them is lost: they leave without a word.
            Stage::Pin(_) | Stage::Menu(_) | Stage::LeftBehind => None,
            Stage::TypingIn(sheet) => (!sheet.is_untouched()).then_some(TYPING_IN_IDLE_MS),
            Stage::How | Stage::Code(_) => Some(IDLE_MS),
            Stage::Session { session, .. } if session.is_common() => Some(TABLE_IDLE_MS),
            Stage::Session { session, .. } if session.typing => Some(WRITING_IDLE_MS),
            Stage::Session { .. } => Some(IDLE_MS),
        }
    }

    fn idle(&self) -> u64 {
        self.now - self.touched
    }

    /// Seconds left to take a delivery back.
    pub(super) fn take_back_seconds(&self) -> Option<u64> {
        let Stage::Thanks {
            receipt: Some(_), at, ..
        } = &self.stage
        else {
            return None;
        };
        Some((at + TAKE_BACK_MS).saturating_sub(self.now).div_ceil(1000))
    }

    pub(super) fn countdown(&self) -> Option<u64> {
        let over = self.idle().checked_sub(self.patience()?)?;
        Some(COUNTDOWN_MS.saturating_sub(over).div_ceil(1000))
    }

    pub(super) fn expire(&mut self) {
        let now = self.now;
        if let Stage::Thanks { receipt, at, .. } = &mut self.stage
            && now >= *at + TAKE_BACK_MS
            && receipt.take().is_some()
        {
            self.backend.forget_receipt();
        }
        let expired = match &self.stage {
            Stage::Home => {
                (self.comfort != Comfort::default()
                    || self.unhurried
                    || self.board_page > 0
                    || self.language != self.first_language())
                    && self.idle() >= IDLE_MS + COUNTDOWN_MS
                    && self.patience().is_none()
            }
            Stage::Board | Stage::AboutRound => self.idle() >= IDLE_MS + COUNTDOWN_MS,
            Stage::Thanks { at, .. } => now >= *at + THANKS_MS,
            Stage::TakenBack { .. } => self.idle() >= THANKS_MS,
            Stage::Pin(entering) => entering.looked_at.is_none() && self.idle() >= MENU_MS,
            Stage::Menu(menu) => !menu.moving && self.idle() >= MENU_MS,
            Stage::TypingIn(sheet) => sheet.is_untouched() && self.idle() >= TYPING_IN_IDLE_MS,
            Stage::LeftBehind => self.idle() >= TYPING_IN_IDLE_MS,
            _ => false,
        };
        // Whoever comes back to a pile must hear which sheet is not in it.
        let is_left_behind = matches!(&self.stage, Stage::TypingIn(sheet) if !sheet.is_untouched());
        if expired
            || self
                .patience()
                .is_some_and(|patience| self.idle() >= patience + COUNTDOWN_MS)
        {
            self.forget();
            if is_left_behind {
                self.touched = now;
                self.stage = Stage::LeftBehind;
            }
        }
    }
}
