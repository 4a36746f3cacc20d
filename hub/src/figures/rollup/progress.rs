//! How far a round has come in a scope, without reading a figure: what a list of many rounds says of each.

use std::collections::BTreeMap;

use trykk_shared::protocol::BoxState;

use super::{Scope, keep_summable};
use crate::store::BoxRow;

/// Boxes of one round that stand alike in all that a list of sums says of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxesAlike {
    /// Their round.
    pub round: String,
    /// The departments of their wards.
    pub departments: Vec<String>,
    /// What is stored of their state; `None` while they are planned.
    pub state: Option<BoxState>,
    /// Whether they have a key: asked of those that are planned, the others wait for none.
    pub has_key: bool,
    /// Whether they are a pulse's, which publishes no figure.
    pub are_pulses: bool,
    /// When the first of them opens or opened, seconds since 1970-01-01 UTC.
    pub opens: i64,
    /// When the last of them closes, likewise.
    pub closes: i64,
    /// How many they are.
    pub boxes: usize,
}

impl From<&BoxRow> for BoxesAlike {
    fn from(ballot_box: &BoxRow) -> Self {
        BoxesAlike {
            round: ballot_box.round.clone(),
            departments: ballot_box.departments.clone(),
            state: ballot_box.state,
            has_key: ballot_box.key.is_some(),
            are_pulses: ballot_box.pulse_of.is_some(),
            opens: ballot_box.opens,
            closes: ballot_box.closes,
            boxes: 1,
        }
    }
}

impl BoxesAlike {
    /// Whether a roll-up must wait for them: they are not released or closed unread, and still can be.
    pub fn are_waited_for(&self, now: i64) -> bool {
        match self.state {
            // A confirmed one can still be opened, with another closing time: until somebody takes the confirming back.
            None => self.has_key || now < self.closes,
            Some(BoxState::Released | BoxState::ClosedUnread) => false,
            Some(_) => true,
        }
    }

    /// Whether they have published results with figures.
    pub fn have_release(&self) -> bool {
        self.state == Some(BoxState::Released) && !self.are_pulses
    }

    /// The department that they count in; `None` where they are pooled across several. See [`super::group_boxes`].
    fn department(&self) -> Option<&str> {
        match &self.departments[..] {
            [department] => Some(department),
            _ => None,
        }
    }

    /// Whether a scope takes them.
    pub fn are_in(&self, scope: &Scope) -> bool {
        match scope {
            Scope::Organisation => true,
            Scope::Department(id) => self.department() == Some(id),
        }
    }
}

/// How far a round has come in one scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many boxes there are.
    pub boxes: usize,
    /// How many of them are not over yet.
    pub waiting: usize,
    /// When the first of them opens or opened, seconds since 1970-01-01 UTC.
    pub opens: i64,
    /// When the last of them closes, likewise.
    pub closes: i64,
    /// Whether enough of them have published results to be summed.
    pub is_enough: bool,
}

impl Progress {
    /// Of one round's boxes; `None` when none of them in this scope has published a result.
    pub fn of(boxes: &[BoxesAlike], scope: &Scope, now: i64) -> Option<Self> {
        let inside = || boxes.iter().filter(|alike| alike.are_in(scope));
        let mut released: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        for alike in inside().filter(|alike| alike.have_release()) {
            *released.entry(alike.department()).or_default() += alike.boxes;
        }
        if released.is_empty() {
            return None;
        }
        let groups: Vec<Vec<()>> = released.into_values().map(|boxes| vec![(); boxes]).collect();
        let waiting = inside().filter(|alike| alike.are_waited_for(now));
        Some(Progress {
            boxes: inside().map(|alike| alike.boxes).sum(),
            waiting: waiting.map(|alike| alike.boxes).sum(),
            opens: inside().map(|alike| alike.opens).min().unwrap_or(now),
            closes: inside().map(|alike| alike.closes).max().unwrap_or(now),
            is_enough: !keep_summable(groups).is_empty(),
        })
    }
}
