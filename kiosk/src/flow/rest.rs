//! The screen while nobody is there: dark in quiet hours, and never the same picture for days.

use super::{Backend, Flow, Stage};

/// How long nobody may have touched the tablet before its screen goes dark in quiet hours, in milliseconds.
pub const DARK_AFTER_MS: u64 = 60_000;
/// How long nothing is pressed on a screen that was dark and whose light is not back yet, in milliseconds. A panel that takes longer locks nobody out.
pub const UNLIT_MS: u64 = 1000;
/// How long the picture stands still before it begins to move, in milliseconds.
pub const STILL_MS: u64 = 5 * 60_000;
/// How long it stays at each place then, in milliseconds.
pub const STEP_MS: u64 = 60_000;
/// The places, one after the other, in steps to the right and down: no more than nobody sees.
const PLACES: [(i8, i8); 8] = [(0, 0), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1)];

/// Where the picture stands after so many milliseconds without a touch.
pub fn find_place(idle: u64) -> (i8, i8) {
    let steps = idle.checked_sub(STILL_MS).map_or(0, |over| over / STEP_MS + 1);
    PLACES[usize::try_from(steps % PLACES.len() as u64).unwrap_or(0)]
}

impl<U: Backend> Flow<U> {
    /// Whether nobody is there: nothing is begun that could be left.
    fn rests(&self) -> bool {
        matches!(self.stage, Stage::Home | Stage::Board | Stage::AboutRound)
    }

    /// Whether the screen is dark. A touch that wakes it does nothing else.
    pub(super) fn is_dark(&self) -> bool {
        let quiet = || {
            let hours = self.managed.quiet_hours.as_ref()?;
            Some(hours.covers(self.backend.minute_of_day()?))
        };
        self.rests() && self.now - self.touched >= DARK_AFTER_MS && quiet().unwrap_or(false)
    }

    /// Whether the light of a screen that was dark is still to come: nobody sees what lies under a finger.
    pub(super) fn is_unlit(&self) -> bool {
        self.lit_since
            .is_some_and(|since| self.now - since < UNLIT_MS && !self.backend.is_lit())
    }

    /// Tells the panel once when the screen goes dark, and once when it is light again.
    pub(super) fn look_at_dark(&mut self) {
        let is_dark = self.is_dark();
        if is_dark != self.was_dark {
            self.was_dark = is_dark;
            self.lit_since = (!is_dark).then_some(self.now);
            self.backend.darken(is_dark);
        }
    }

    /// Where the picture stands.
    pub(super) fn place_of_picture(&self) -> (i8, i8) {
        match self.rests() {
            true => find_place(self.now - self.touched),
            false => (0, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_picture_stands_still_while_somebody_may_read_and_then_visits_every_place() {
        assert_eq!(find_place(STILL_MS - 1), (0, 0));
        let visited: BTreeSet<(i8, i8)> = (0..8).map(|step| find_place(STILL_MS + step * STEP_MS)).collect();
        assert_eq!(visited.len(), PLACES.len());
    }

    proptest! {
        #[test]
        fn it_never_jumps(idle in 0_u64..1_000_000_000) {
            let (one, other) = (find_place(idle), find_place(idle + STEP_MS));
            let apart = (one.0 - other.0).abs().max((one.1 - other.1).abs());
            prop_assert!(apart <= 1 && one.0.abs() <= 1 && one.1.abs() <= 1);
        }
    }
}
