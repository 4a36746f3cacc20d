//! What a tablet knows of the hub's time, whatever becomes of its own clock: a clock is set right, loses its battery, or is set
//! wrong, and none of it may close a round that people can answer, or keep one open.
//!
//! Heard from the hub, time goes on as the system's own count of seconds does, which nobody can set. That count ends when the system
//! starts anew; then what the tablet's clock shows is either as wrong as it was, or right by now. Of the two, the earlier one is it
//! that is not before what was known already. A clock that shows neither has begun anew.

use serde::{Deserialize, Serialize};
use trykk_shared::clock::{MOST_BEHIND, SAME_SECONDS};

/// How long a tablet may have been off, in seconds, where only a clock says so that was wrong before: two months. Longer than that, it
/// is rather wrong in another way now.
const LONGEST_OFF: i64 = 60 * 24 * 3600;
/// How often the time is noted although nothing happened, in seconds.
const NOTE_EVERY: i64 = 3600;

/// What the tablet's clocks show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Its own time, in seconds since 1970-01-01 UTC: anybody may set it.
    pub own: i64,
    /// The seconds since the system started, those included in which it slept: nobody can set them.
    pub passed: i64,
    /// Which start of the system that was.
    pub start: String,
}

/// What is known of the hub's time, as it was when it was noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HubTime {
    /// The hub's time then, in seconds since 1970-01-01 UTC.
    pub seconds: i64,
    /// How many seconds that was ahead of the tablet's own clock.
    pub ahead: i64,
    /// The seconds since the system had started.
    pub passed: i64,
    /// Which start of the system that was; none where it was not kept.
    pub start: Option<String>,
    /// The tablet's clock had begun anew: it is this late or later, and nobody here knows how much.
    pub or_later: bool,
}

impl HubTime {
    /// The hub has just said what time it is.
    pub fn heard(seconds: i64, reading: &Reading) -> Self {
        HubTime {
            seconds,
            ahead: seconds.saturating_sub(reading.own),
            passed: reading.passed,
            start: Some(reading.start.clone()),
            or_later: false,
        }
    }

    /// What is known once the tablet's clocks show `reading`. Never before what was known already.
    #[must_use]
    pub fn go_on(&self, reading: &Reading) -> Self {
        let goes_on = self.start.as_ref() == Some(&reading.start) && reading.passed >= self.passed;
        let (seconds, or_later) = if goes_on {
            self.count_on(reading)
        } else {
            self.start_anew(reading.own)
        };
        HubTime {
            or_later,
            ..HubTime::heard(seconds, reading)
        }
    }

    /// The system has been on all the time. The tablet's clock is looked at only where it had begun anew and was set since.
    fn count_on(&self, reading: &Reading) -> (i64, bool) {
        let gone = reading.passed - self.passed;
        let seconds = self.seconds.saturating_add(gone);
        let goes_on_at = seconds.saturating_sub(self.ahead);
        let was_set = reading.own.abs_diff(goes_on_at) > SAME_SECONDS;
        if self.or_later && was_set && reading.own >= seconds {
            (reading.own, false)
        } else {
            (seconds, self.or_later)
        }
    }

    /// The system was off, nobody knows how long.
    fn start_anew(&self, own: i64) -> (i64, bool) {
        let possible = |seconds: &i64| *seconds >= self.seconds.saturating_sub(MOST_BEHIND);
        let as_wrong = Some(own.saturating_add(self.ahead))
            .filter(possible)
            .filter(|seconds| *seconds <= self.seconds.saturating_add(LONGEST_OFF));
        let right = Some(own).filter(possible);
        match (as_wrong, right) {
            (Some(as_wrong), Some(right)) if right <= as_wrong => (right.max(self.seconds), false),
            (None, Some(right)) => (right.max(self.seconds), false),
            (Some(as_wrong), _) => (as_wrong.max(self.seconds), self.or_later),
            (None, None) => (self.seconds, true),
        }
    }

    /// Whether `later`, which follows from this, says something that is lost with the process: the tablet's clock was set, the system
    /// started anew, or an hour has gone.
    pub fn is_worth_noting(&self, later: &HubTime) -> bool {
        self.start != later.start
            || self.or_later != later.or_later
            || self.ahead.abs_diff(later.ahead) > SAME_SECONDS
            || later.seconds.saturating_sub(self.seconds) >= NOTE_EVERY
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOUR: i64 = 3600;
    const DAY: i64 = 24 * HOUR;
    /// How far off a clock is that begins anew.
    const ANEW: i64 = -40 * 365 * DAY;
    /// When the stories begin.
    const BEGIN: i64 = 1_790_000_000;

    /// What happens to a tablet, and what time it is meanwhile.
    #[derive(Clone, Debug)]
    enum Step {
        /// It is on for so long.
        Runs(i64),
        /// Its clock is set to be so far off.
        IsSet(i64),
        /// It hears the hub.
        Syncs,
        /// It notes the time, and its process ends and begins again, on a system that stays on.
        Restarts,
        /// It is off for so long, and its clock is so far off afterwards; or as it was.
        IsOff(i64, Option<i64>),
    }

    fn off() -> impl Strategy<Value = i64> {
        prop_oneof![
            Just(0),
            -60 * DAY..60 * DAY,
            -50 * 365 * DAY..50 * 365 * DAY,
            -HOUR..HOUR
        ]
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0..40 * DAY).prop_map(Step::Runs),
            off().prop_map(Step::IsSet),
            Just(Step::Syncs),
            Just(Step::Restarts),
            (0..40 * DAY, proptest::option::of(off())).prop_map(|(gone, set)| Step::IsOff(gone, set)),
        ]
    }

    /// A tablet, and the truth.
    struct Story {
        hub: i64,
        off: i64,
        passed: i64,
        starts: u32,
        known: HubTime,
    }

    impl Story {
        fn begin(off: i64) -> Self {
            let mut story = Story {
                hub: BEGIN,
                off,
                passed: 100,
                starts: 0,
                known: HubTime {
                    seconds: 0,
                    ahead: 0,
                    passed: 0,
                    start: None,
                    or_later: false,
                },
            };
            story.known = HubTime::heard(BEGIN, &story.reading());
            story
        }

        fn reading(&self) -> Reading {
            Reading {
                own: self.hub + self.off,
                passed: self.passed,
                start: self.starts.to_string(),
            }
        }

        fn time(&self) -> i64 {
            self.known.go_on(&self.reading()).seconds
        }

        fn note(&mut self) {
            self.known = self.known.go_on(&self.reading());
        }

        fn take(&mut self, step: &Step) {
            match step {
                Step::Runs(gone) => {
                    self.hub += gone;
                    self.passed += gone;
                    self.note();
                }
                Step::IsSet(off) => {
                    self.off = *off;
                    self.note();
                }
                Step::Syncs => self.known = HubTime::heard(self.hub, &self.reading()),
                Step::Restarts => {
                    let text = serde_json::to_string(&self.known).unwrap();
                    self.known = serde_json::from_str(&text).unwrap();
                }
                Step::IsOff(gone, set) => {
                    self.hub += gone;
                    self.off = set.unwrap_or(self.off);
                    self.passed = 3;
                    self.starts += 1;
                    self.note();
                }
            }
        }
    }

    proptest! {
        /// As long as the system has been on since the hub was heard, no step of the tablet's clock moves the hub's time at all.
        #[test]
        fn no_step_of_a_running_tablets_clock_moves_the_hubs_time(first in off(), steps in proptest::collection::vec(step(), 0..12)) {
            let mut story = Story::begin(first);
            for step in steps.iter().filter(|step| !matches!(step, Step::IsOff(..))) {
                story.take(step);
                prop_assert_eq!(story.time(), story.hub);
                prop_assert!(!story.known.or_later);
            }
        }

        /// Whatever happens, time does not go back between two words of the hub.
        #[test]
        fn time_never_goes_back(first in off(), steps in proptest::collection::vec(step(), 0..12)) {
            let mut story = Story::begin(first);
            let mut before = story.time();
            for step in &steps {
                story.take(step);
                prop_assert!(story.time() >= before || matches!(step, Step::Syncs));
                before = story.time();
            }
        }

        /// A clock that is as wrong as before, was set right or began anew, while the tablet was on or off, never closes a round
        /// early, however often that happens.
        #[test]
        fn a_clock_that_is_set_right_or_begins_anew_closes_no_round_early(
            first in prop_oneof![Just(0), -60 * DAY..60 * DAY, Just(ANEW), Just(-50 * 365 * DAY), Just(50 * 365 * DAY)],
            steps in proptest::collection::vec((step(), 0..3_u8), 0..12),
        ) {
            let mut story = Story::begin(first);
            for (step, how) in steps {
                let step = match (step, how) {
                    (Step::IsSet(_), 0..=1) => Step::IsSet(0),
                    (Step::IsSet(_), _) => Step::IsSet(ANEW),
                    (Step::IsOff(gone, _), 0) => Step::IsOff(gone, None),
                    (Step::IsOff(gone, _), 1) => Step::IsOff(gone, Some(0)),
                    (Step::IsOff(gone, _), _) => Step::IsOff(gone, Some(ANEW)),
                    (other, _) => other,
                };
                story.take(&step);
                prop_assert!(story.time() <= story.hub, "{} s early", story.time() - story.hub);
            }
        }

        /// A clock that is right, and was when the tablet went off, closes a round when it ends, however long the tablet was off; one
        /// that was set right meanwhile does so where the tablet was off for a shorter time than its clock was wrong, or was ahead.
        #[test]
        fn a_right_clock_keeps_no_round_open(wrong in off(), gone in 0..40 * DAY, on in 0..DAY) {
            let mut story = Story::begin(wrong);
            story.take(&Step::Runs(on));
            story.take(&Step::IsOff(gone, Some(0)));
            let shown = story.time();
            if wrong <= 0 || gone + MOST_BEHIND < wrong {
                prop_assert!(shown.abs_diff(story.hub) <= MOST_BEHIND.unsigned_abs(), "{} s off", shown - story.hub);
            }
            prop_assert!(shown <= story.hub);
        }

        /// A tablet without a battery, whose clock is set over the network once it is on, knows the time again by that.
        #[test]
        fn a_clock_that_began_anew_is_believed_once_it_is_set(gone in 0..40 * DAY, on in 10..DAY) {
            let mut story = Story::begin(0);
            story.take(&Step::IsOff(gone, Some(-50 * 365 * DAY)));
            prop_assert_eq!(story.time(), BEGIN);
            story.take(&Step::Runs(on));
            prop_assert_eq!(story.time(), BEGIN + on);
            story.take(&Step::IsSet(0));
            prop_assert_eq!(story.time(), story.hub);
            // And by no other step after that.
            story.take(&Step::IsSet(90 * DAY));
            prop_assert_eq!(story.time(), story.hub);
        }
    }

    #[test]
    fn a_clock_of_21_days_ago_that_is_set_right_closes_nothing() {
        for restart in [Step::Runs(0), Step::Restarts, Step::IsOff(60, None)] {
            let mut story = Story::begin(-21 * DAY);
            story.take(&restart);
            story.take(&Step::IsSet(0));
            assert_eq!(story.time(), story.hub, "{restart:?}, then set");
            let mut story = Story::begin(-21 * DAY);
            story.take(&Step::IsOff(60, Some(0)));
            story.take(&restart);
            assert_eq!(story.time(), story.hub, "set while off, then {restart:?}");
        }
    }

    #[test]
    fn the_time_is_noted_once_an_hour_and_when_something_has_happened() {
        let mut story = Story::begin(0);
        let noted = story.known.clone();
        let is_worth = |story: &Story| noted.is_worth_noting(&story.known.go_on(&story.reading()));
        story.take(&Step::Runs(HOUR - 1));
        assert!(!is_worth(&story));
        story.off = 3;
        assert!(is_worth(&story), "the clock was set");
        story.off = 0;
        story.take(&Step::Runs(1));
        assert!(is_worth(&story), "an hour has gone");
        let mut story = Story::begin(0);
        story.take(&Step::IsOff(5, None));
        assert!(is_worth(&story), "the system started anew");
    }
}
