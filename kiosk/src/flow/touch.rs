//! Fingers: which taps count.
//!
//! When a second finger lands, the toolkit releases the first one, and when one of the two lifts, it presses again
//! with the one that stays. Neither is something a person did: a palm on one face and a finger on another must give
//! one answer, the intended one, or none. So a tap counts only when the same finger went down and up alone, on a
//! screen that was there long enough to be read when it went down, and that still is when it goes up.

/// How long a screen must have been there before a tap on it counts, in milliseconds:
/// nobody reads faster, and the second half of a double tap belongs to the screen before.
pub const SETTLE_MS: u64 = 200;

/// The fingers on the glass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fingers(State);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// None that we know of.
    #[default]
    None,
    /// One alone.
    One { finger: i32, serial: u64, settled: bool },
    /// A second one has landed on the first.
    Crowd,
    /// One of a crowd is left.
    Last { finger: i32 },
}

impl Fingers {
    /// A finger goes down on screen `serial`, which has been there for `age` milliseconds.
    /// Says whether it is alone, on a settled screen: then a key under it types at once.
    pub fn down(&mut self, finger: i32, serial: u64, age: u64) -> bool {
        self.0 = match self.0 {
            State::None => State::One {
                finger,
                serial,
                settled: age >= SETTLE_MS,
            },
            State::Crowd => State::Last { finger },
            // A press without a release before it: lost events. Only the same finger may begin anew.
            State::One { finger: held, .. } | State::Last { finger: held } if held == finger => State::One {
                finger,
                serial,
                settled: age >= SETTLE_MS,
            },
            State::One { .. } | State::Last { .. } => State::Crowd,
        };
        matches!(self.0, State::One { settled: true, .. })
    }

    /// A finger goes up while screen `serial` is shown. Says whether that was a tap.
    pub fn up(&mut self, finger: i32, serial: u64) -> bool {
        let (next, tap) = match self.0 {
            State::None => (State::None, false),
            State::One {
                finger: held,
                serial: began,
                settled,
            } if held == finger => (State::None, settled && began == serial),
            // Released in another finger's name: that one has just landed.
            State::One { .. } => (State::Crowd, false),
            State::Crowd => (State::None, false),
            State::Last { finger: held } if held == finger => (State::None, false),
            State::Last { .. } => (State::Crowd, false),
        };
        self.0 = next;
        tap
    }

    /// The touch was taken away: it slid off, or the system took it.
    pub fn cancel(&mut self) {
        if matches!(self.0, State::One { .. }) {
            self.0 = State::None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_finger_taps() {
        let mut fingers = Fingers::default();
        fingers.down(1, 7, 500);
        assert!(fingers.up(1, 7));
    }

    #[test]
    fn a_finger_that_lands_on_a_palm_gives_nothing_whichever_lifts_first() {
        for (second, stays) in [(2, 1), (2, 2)] {
            let mut fingers = Fingers::default();
            fingers.down(1, 7, 500);
            assert!(!fingers.up(second, 7), "released by the second finger");
            fingers.down(stays, 7, 600);
            assert!(!fingers.up(stays, 7), "the one that stays lifts");
            fingers.down(1, 7, 900);
            assert!(fingers.up(1, 7), "and then a tap counts again");
        }
    }

    #[test]
    fn a_third_finger_gives_nothing_either() {
        let mut fingers = Fingers::default();
        fingers.down(1, 7, 500);
        assert!(!fingers.up(2, 7));
        fingers.down(1, 7, 600);
        assert!(!fingers.up(3, 7));
        fingers.down(3, 7, 700);
        assert!(!fingers.up(3, 7));
        fingers.down(1, 7, 900);
        assert!(fingers.up(1, 7));
    }

    #[test]
    fn a_tap_that_began_on_another_screen_does_not_count() {
        let mut fingers = Fingers::default();
        fingers.down(1, 7, 500);
        assert!(!fingers.up(1, 8));
    }

    #[test]
    fn the_second_half_of_a_double_tap_does_not_count() {
        let mut fingers = Fingers::default();
        fingers.down(1, 8, SETTLE_MS - 1);
        assert!(!fingers.up(1, 8));
        fingers.down(1, 8, SETTLE_MS);
        assert!(fingers.up(1, 8));
    }
}
