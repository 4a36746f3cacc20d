//! Participation, coarsely: while a box is open nobody sees more.

use serde::Serialize;

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
    /// The coarse form of `count` with this floor: fewer than the floor, then in fives.
    pub fn of(count: u64, floor: u64) -> Self {
        if count < floor {
            Participation::FewerThan(floor)
        } else {
            Participation::AtLeast(floor.max(count - count % 5))
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
    fn below_the_floor_every_number_looks_the_same_and_above_it_goes_in_fives() {
        let of = |count| Participation::of(count, 7).to_string();
        assert_eq!([of(0), of(6)], ["fewer than 7", "fewer than 7"]);
        assert_eq!(
            [of(7), of(9), of(10), of(14), of(15)],
            ["7 or more", "7 or more", "10 or more", "10 or more", "15 or more"]
        );
    }
}
