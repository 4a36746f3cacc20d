//! How fast a gathering's tables may write together: a page that anybody with the code can open.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use rand::{Rng, RngExt};

/// How many writes that change something a gathering gets in a span of time. Fifteen tables that write an idea every five seconds stay below.
/// Drawn anew for each span: whoever writes until it is too fast would know by a fixed number how many the others wrote.
pub const WRITES: RangeInclusive<u32> = 200..=280;
/// How many writes it gets at all, those that change nothing among them: each takes a turn of the hub's one writer.
pub const TRIES: RangeInclusive<u32> = 1500..=2500;
/// The span of time, in seconds.
pub const WRITES_SECONDS: i64 = 60;

/// What a gathering has left in a span.
#[derive(Clone, Copy, Debug)]
struct Left {
    writes: u32,
    tries: u32,
}

/// Writes at gatherings, counted in memory: by gathering, never by table or browser.
#[derive(Debug, Default)]
pub struct Rush {
    since: i64,
    left: HashMap<String, Left>,
}

impl Rush {
    /// Whether one more write is allowed at the gathering with this id at `now`; it is then tried.
    pub fn allows(&mut self, id: &str, now: i64, rng: &mut impl Rng) -> bool {
        if now < self.since || now >= self.since + WRITES_SECONDS {
            *self = Rush {
                since: now,
                left: HashMap::new(),
            };
        }
        let left = self.left.entry(id.to_owned()).or_insert_with(|| Left {
            writes: rng.random_range(WRITES),
            tries: rng.random_range(TRIES),
        });
        if left.writes == 0 || left.tries == 0 {
            return false;
        }
        left.tries -= 1;
        true
    }

    /// Counts a write that changed something. What was sent once more changes nothing, and would use the others' room up unseen.
    pub fn count(&mut self, id: &str) {
        if let Some(left) = self.left.get_mut(id) {
            left.writes = left.writes.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn one_gathering_in_a_rush_keeps_no_other_waiting_and_a_minute_later_it_goes_on() {
        let (mut rush, mut rng) = (Rush::default(), StdRng::seed_from_u64(1));
        let mut writes = 0;
        while rush.allows("a", 1_000, &mut rng) {
            rush.count("a");
            writes += 1;
        }
        assert!(WRITES.contains(&writes), "{writes}");
        assert!(!rush.allows("a", 1_059, &mut rng) && rush.allows("b", 1_059, &mut rng));
        assert!(rush.allows("a", 1_060, &mut rng));
    }

    #[test]
    fn what_changes_nothing_ends_too_and_far_later() {
        let (mut rush, mut rng) = (Rush::default(), StdRng::seed_from_u64(3));
        let mut tries = 0;
        while rush.allows("a", 1_000, &mut rng) {
            tries += 1;
        }
        assert!(TRIES.contains(&tries), "{tries}");
    }

    #[test]
    fn where_it_ends_is_not_to_be_known() {
        let mut rng = StdRng::seed_from_u64(2);
        let mut ends = BTreeSet::new();
        for minute in 1..200 {
            let mut rush = Rush::default();
            let mut writes = 0;
            while rush.allows("a", minute * 60, &mut rng) {
                rush.count("a");
                writes += 1;
            }
            ends.insert(writes);
        }
        assert!(ends.len() > 60, "{ends:?}");
    }
}
