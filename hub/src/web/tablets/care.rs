//! Which tablets need care. Pure; nothing here follows from how much a tablet has delivered, or when.

use crate::store::{BoxRow, SECONDS_OF_DAY, TabletRow, TabletState};
use std::collections::BTreeSet;

use trykk_shared::protocol::{BoxState, Condition, Level, TabletTrouble};
use trykk_shared::version::is_older;

/// How long a tablet may be silent while people answer on it, in seconds: one that is on talks to the hub every hour.
pub const SILENT_AFTER: i64 = 2 * SECONDS_OF_DAY;
/// A clock that is wrong by so many minutes is to be set: a certificate may seem not to hold by it.
const WRONG_CLOCK_MINUTES: u64 = 5;
/// How long a tablet may take for its last delivery once a round has closed for good, in seconds.
const LAST_DELIVERY: i64 = 3 * 3600;

/// What a tablet needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Care {
    /// Something is wrong with it that somebody has to see to.
    Troubled(TabletTrouble),
    /// It has not been heard of for so many days, and a round needs it.
    Silent(i64),
    /// A round is closed for good, and it has not said that nothing waits.
    Waits,
    /// Its battery runs low.
    Battery,
    /// There is little room on its disk.
    Disk,
    /// Its clock is behind the hub's by so many minutes; less than nothing: ahead.
    Clock(i64),
    /// The hub's program is newer.
    Outdated,
}

/// Whether answers wait on a tablet, as far as it is said of all its boxes together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswersWait {
    /// No round needs it.
    NoRound,
    /// People answer: whether anything waits is not said.
    NotSaid,
    /// A round has closed, and it has not said that nothing waits.
    Yes,
    /// It has said since closing that nothing waits.
    No,
}

/// A box that is neither counted nor over, as one tablet stands to it.
#[derive(Clone, Debug)]
pub struct Needed<'b> {
    /// The box.
    pub ballot_box: &'b BoxRow,
    /// Whether the tablet was given its key.
    pub handed: bool,
    /// Whether it has said since closing that nothing waits.
    pub said_nothing_waits: bool,
    /// What has troubled it since the box opened, as it says itself.
    pub troubles: BTreeSet<TabletTrouble>,
}

/// Why slips that are printed for a tablet now would be of no use on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCodes {
    /// It has not been heard of for so many days, and hears of codes only when it talks to the hub.
    Silent(i64),
    /// It has never been heard of.
    NeverHeard,
    /// It no longer knows which codes are used, and takes none.
    Unreadable,
}

/// Whether slips can be printed for a tablet with some use, by what is known of it at `now`.
///
/// # Errors
/// See [`NoCodes`].
pub fn check_codes(last_seen: Option<i64>, troubles: &BTreeSet<TabletTrouble>, now: i64) -> Result<(), NoCodes> {
    if troubles.contains(&TabletTrouble::CodesUnreadable) {
        return Err(NoCodes::Unreadable);
    }
    match now - last_seen.ok_or(NoCodes::NeverHeard)? {
        silent if silent >= SILENT_AFTER => Err(NoCodes::Silent(silent / SECONDS_OF_DAY)),
        _ => Ok(()),
    }
}

/// Whether answers wait on a tablet, of all its boxes.
pub fn answers_wait(needed: &[Needed<'_>], now: i64) -> AnswersWait {
    let handed = || needed.iter().filter(|needed| needed.handed);
    let closed = |needed: &&Needed<'_>| needed.ballot_box.state_at(now) == Some(BoxState::Closed);
    if handed().filter(closed).any(|needed| !needed.said_nothing_waits) {
        AnswersWait::Yes
    } else if needed
        .iter()
        .any(|needed| needed.ballot_box.state_at(now) == Some(BoxState::Open))
    {
        AnswersWait::NotSaid
    } else if handed().any(|needed| closed(&needed)) {
        AnswersWait::No
    } else {
        AnswersWait::NoRound
    }
}

/// What a tablet needs at `now`, if anything.
pub fn care(tablet: &TabletRow, needed: &[Needed<'_>], now: i64) -> Option<Care> {
    if tablet.state != TabletState::Active {
        return None;
    }
    // That sheets came too fast is said of the round, and of no tablet.
    let troubles = needed.iter().flat_map(|needed| &needed.troubles);
    if let Some(trouble) = troubles.filter(|trouble| **trouble != TabletTrouble::TooFast).min() {
        return Some(Care::Troubled(*trouble));
    }
    let is_needed = matches!(answers_wait(needed, now), AnswersWait::NotSaid | AnswersWait::Yes);
    let silent = now - tablet.last_seen.unwrap_or(now);
    if is_needed && silent >= SILENT_AFTER {
        return Some(Care::Silent(silent / SECONDS_OF_DAY));
    }
    let late = needed.iter().any(|needed| {
        let ballot_box = needed.ballot_box;
        needed.handed
            && !needed.said_nothing_waits
            && ballot_box.is_closed_for_good(now)
            && now >= ballot_box.closes + LAST_DELIVERY
    });
    if late {
        return Some(Care::Waits);
    }
    // What it said of itself days ago may have been seen to.
    let condition = tablet.condition.as_ref().filter(|_| silent < SILENT_AFTER)?;
    find_lack(condition, env!("CARGO_PKG_VERSION"))
}

/// What a tablet lacks that is like this, at a hub of this version. What keeps it from working first.
fn find_lack(condition: &Condition, hub_version: &str) -> Option<Care> {
    if condition.battery == Some(Level::Low) {
        return Some(Care::Battery);
    }
    if condition.disk == Some(Level::Low) {
        return Some(Care::Disk);
    }
    if condition.minutes_behind.unsigned_abs() >= WRONG_CLOCK_MINUTES {
        return Some(Care::Clock(condition.minutes_behind));
    }
    is_older(&condition.version, hub_version).then_some(Care::Outdated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_offered_for_no_tablet_that_cannot_hear_of_them() {
        let none = BTreeSet::new();
        let troubled = BTreeSet::from([TabletTrouble::CodesUnreadable]);
        let others = BTreeSet::from([TabletTrouble::ManyWrongCodes, TabletTrouble::TooFast]);
        let now = 40 * SECONDS_OF_DAY;
        assert_eq!(check_codes(Some(now - SILENT_AFTER + 1), &others, now), Ok(()));
        assert_eq!(
            check_codes(Some(now - SILENT_AFTER), &none, now),
            Err(NoCodes::Silent(2))
        );
        assert_eq!(check_codes(None, &none, now), Err(NoCodes::NeverHeard));
        assert_eq!(check_codes(Some(now), &troubled, now), Err(NoCodes::Unreadable));
        assert_eq!(
            check_codes(Some(now + 60), &none, now),
            Ok(()),
            "a clock that went back"
        );
    }

    #[test]
    fn what_a_tablet_lacks_is_said_one_thing_at_a_time() {
        let fine = Condition {
            version: "1.2.3".to_owned(),
            battery: Some(Level::Fine),
            disk: None,
            minutes_behind: 4,
        };
        assert_eq!(find_lack(&fine, "1.2.3"), None);
        assert_eq!(find_lack(&fine, "1.10.0"), Some(Care::Outdated));
        let late = Condition {
            minutes_behind: -5,
            ..fine
        };
        assert_eq!(find_lack(&late, "1.10.0"), Some(Care::Clock(-5)));
        let full = Condition {
            disk: Some(Level::Low),
            ..late
        };
        assert_eq!(find_lack(&full, "1.10.0"), Some(Care::Disk));
        let empty = Condition {
            battery: Some(Level::Low),
            ..full
        };
        assert_eq!(find_lack(&empty, "1.10.0"), Some(Care::Battery));
    }
}
