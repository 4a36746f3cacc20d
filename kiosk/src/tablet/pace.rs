//! Whether sheets are delivered faster than people can answer: somebody may be answering more than once. Nobody is delayed by it,
//! and nothing says whose sheets they were, or when.

/// How long somebody takes who reads what is answered, at the least, in seconds for each answer.
const MIN_SECONDS_PER_ANSWER: i64 = 1;
/// So many sheets' time may be missing: colleagues who press through it one after the other are no reason to suspect anybody.
const SHEETS_AHEAD: i64 = 4;

/// How far the sheets of a round are ahead of the clock.
#[derive(Clone, Copy, Default)]
pub struct Pace {
    /// How much time is missing, in seconds.
    ahead: i64,
    /// How long the longest sheet takes, in seconds.
    longest: i64,
    /// When the last one was delivered, in seconds since the start. Forgotten with the process.
    last: i64,
}

// When somebody delivered belongs into no log.
impl std::fmt::Debug for Pace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pace(..)")
    }
}

impl Pace {
    /// Notes a sheet with so many answers, delivered `now` (in seconds since the start). Says whether it and those before it came
    /// faster than people can answer.
    pub fn note(&mut self, answers: usize, now: i64) -> bool {
        let needed = i64::try_from(answers).unwrap_or(i64::MAX / 8) * MIN_SECONDS_PER_ANSWER;
        let passed = (now - self.last).max(0);
        self.ahead = (self.ahead - passed).max(0) + needed;
        self.longest = self.longest.max(needed);
        self.last = now;
        self.ahead > SHEETS_AHEAD * self.longest
    }

    /// Forgets a sheet that was taken back.
    pub fn take_back(&mut self, answers: usize) {
        let needed = i64::try_from(answers).unwrap_or(0) * MIN_SECONDS_PER_ANSWER;
        self.ahead = (self.ahead - needed).max(0);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// How many of `sheets` sheets, `seconds` apart, pass before one is noticed.
    fn noticed_after(sheets: i64, answers: usize, seconds: i64) -> Option<i64> {
        let mut pace = Pace::default();
        (1..=sheets).find(|nth| pace.note(answers, 1000 + nth * seconds))
    }

    #[test]
    fn one_who_presses_sheet_after_sheet_is_noticed_at_the_fifth() {
        assert_eq!(noticed_after(50, 12, 0), Some(5));
        assert_eq!(noticed_after(50, 12, 1), Some(5));
        assert_eq!(noticed_after(50, 12, 6), Some(8), "in half the time it takes to read");
        assert_eq!(noticed_after(4, 12, 0), None);
    }

    #[test]
    fn a_sheet_that_is_taken_back_counts_for_nothing() {
        let mut pace = Pace::default();
        for _ in 0..20 {
            assert!(!pace.note(12, 1000));
            pace.take_back(12);
        }
    }

    proptest! {
        #[test]
        fn people_who_read_are_never_suspected(answers in prop::collection::vec(1_usize..40, 1..60), slack in 0_i64..30) {
            let mut pace = Pace::default();
            let mut now = 0;
            for answers in answers {
                now += answers as i64 + slack;
                prop_assert!(!pace.note(answers, now));
            }
        }
    }
}
