//! How fast a gathering's tables may write together: a page that anybody with the code can open.

use std::collections::HashMap;

/// How many writes a gathering gets in a span of time. Fifteen tables that write an idea every five seconds stay below.
pub const WRITES: u32 = 240;
/// The span of time, in seconds.
pub const WRITES_SECONDS: i64 = 60;

/// Writes at gatherings, counted in memory: by gathering, never by table or browser.
#[derive(Debug, Default)]
pub struct Rush {
    since: i64,
    writes: HashMap<String, u32>,
}

impl Rush {
    /// Whether one more write is allowed at the gathering with this id at `now`; it is then counted.
    pub fn allow(&mut self, id: &str, now: i64) -> bool {
        if now < self.since || now >= self.since + WRITES_SECONDS {
            *self = Rush {
                since: now,
                writes: HashMap::new(),
            };
        }
        let written = self.writes.entry(id.to_owned()).or_default();
        if *written >= WRITES {
            return false;
        }
        *written += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_gathering_in_a_rush_keeps_no_other_waiting_and_a_minute_later_it_goes_on() {
        let mut rush = Rush::default();
        assert!((0..WRITES).all(|_| rush.allow("a", 1_000)));
        assert!(!rush.allow("a", 1_059) && rush.allow("b", 1_059));
        assert!(rush.allow("a", 1_060));
    }
}
