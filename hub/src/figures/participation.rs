//! Participation, coarsely: while a box is open nobody sees more.

use serde::Serialize;

/// From the floor on, participation is told in steps of so many.
const FIVES: u64 = 5;

/// How many have answered, coarsely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Participation {
    /// Fewer than the floor, down to nobody.
    FewerThan(u64),
    /// At least this many; the next step is five more.
    AtLeast(u64),
}

impl Participation {
    /// The coarse form of `count` with this floor: fewer than the floor, then in fives from there, so that every number shown stands
    /// for five.
    pub fn of(count: u64, floor: u64) -> Self {
        if count < floor {
            Participation::FewerThan(floor)
        } else {
            Participation::AtLeast(floor + (count - floor) / FIVES * FIVES)
        }
    }

    /// The part of `headcount` that has answered for sure, in hundredths, for a bar: nothing below the floor. From the coarse
    /// form alone, so that it tells no more than that does.
    pub fn part_of(self, headcount: u64) -> u64 {
        match self {
            Participation::FewerThan(_) => 0,
            Participation::AtLeast(count) => (count * 100).checked_div(headcount).unwrap_or(100).min(100),
        }
    }

    /// How many of `headcount` people may still answer, at most: as many as have not for sure. From the coarse form alone, so
    /// that it tells no more than that does.
    pub fn rest_of(self, headcount: u32) -> u64 {
        match self {
            Participation::FewerThan(_) => headcount.into(),
            Participation::AtLeast(count) => u64::from(headcount).saturating_sub(count),
        }
    }

    /// Whether as many may have answered as the `headcount` people who work there: from the coarse form alone, too.
    pub fn may_be_all(self, headcount: u32) -> bool {
        match self {
            Participation::FewerThan(_) => false,
            Participation::AtLeast(count) => count + FIVES > u64::from(headcount),
        }
    }

    /// Whether more have answered than the `headcount` people who work there: somebody has answered more than once, or
    /// the headcount is wrong. Seen from the coarse form alone, so that it tells no more than that does.
    pub fn exceeds(self, headcount: u32) -> bool {
        match self {
            Participation::FewerThan(_) => false,
            Participation::AtLeast(count) => count > u64::from(headcount),
        }
    }
}

impl std::fmt::Display for Participation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Participation::FewerThan(floor) => write!(f, "fewer than {floor}"),
            Participation::AtLeast(count) => write!(f, "{count} or more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_sheets_than_people_are_seen_as_soon_as_the_coarse_number_shows_them_and_never_sooner() {
        let exceeds = |count, headcount| Participation::of(count, 7).exceeds(headcount);
        assert!(!exceeds(6, 5), "below the floor nothing is told");
        assert!(exceeds(7, 6) && !exceeds(7, 7));
        assert!(!exceeds(21, 20), "shown as 17 or more");
        assert!(exceeds(22, 20) && exceeds(22, 21) && !exceeds(22, 22));
        for count in 0..60 {
            for headcount in 1..50 {
                assert!(!exceeds(count, headcount) || count > u64::from(headcount));
            }
        }
    }

    #[test]
    fn nobody_who_has_not_answered_is_left_without_room() {
        for count in 0..60_u64 {
            for headcount in 1..50_u32 {
                let rest = Participation::of(count, 7).rest_of(headcount);
                assert!(rest >= u64::from(headcount).saturating_sub(count) && rest <= headcount.into());
                assert!(count < 7 || rest <= u64::from(headcount).saturating_sub(count) + 4);
            }
        }
    }

    #[test]
    fn below_the_floor_every_number_looks_the_same_and_above_it_goes_in_fives() {
        let of = |count| Participation::of(count, 7).to_string();
        assert_eq!([of(0), of(6)], ["fewer than 7", "fewer than 7"]);
        assert_eq!(
            [of(7), of(11), of(12), of(16), of(17)],
            ["7 or more", "7 or more", "12 or more", "12 or more", "17 or more"]
        );
        for floor in 5..30 {
            let shown = |count| Participation::of(count, floor);
            for count in floor..100 {
                let alike = (0..100).filter(|other| shown(*other) == shown(count)).count();
                assert!(
                    alike == 5 || count > 94,
                    "{count} of floor {floor} is shown for {alike}"
                );
            }
        }
    }
}
