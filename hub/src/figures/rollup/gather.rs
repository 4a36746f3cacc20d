//! What a roll-up is made of, read from the store: releases, and how far the boxes have come.

use super::{Rollup, Scope, group_boxes, is_waited_for, roll_up};
use crate::figures::release::Release;
use crate::store::{BoxRow, Store, StoreError};

/// A round in one scope.
#[derive(Debug)]
pub struct Gathered {
    /// How many boxes there are.
    pub boxes: usize,
    /// How many of them are not over yet.
    pub waiting: usize,
    /// When the first of them opens or opened.
    pub opens: i64,
    /// When the last of them closes.
    pub closes: i64,
    /// The sum, once nothing is waited for.
    pub rollup: Option<Rollup>,
}

/// Rolls a round up, of all the hub's boxes. `None` when the round has no released box there.
///
/// # Errors
/// When the store fails.
pub fn gather(
    store: &Store,
    boxes: &[BoxRow],
    round: &str,
    scope: &Scope,
    now: i64,
) -> Result<Option<Gathered>, StoreError> {
    let groups = group_boxes(boxes.iter().filter(|ballot_box| ballot_box.round == round), scope);
    let inside: Vec<_> = groups.iter().flatten().collect();
    let mut releases: Vec<Vec<Release>> = Vec::new();
    for group in &groups {
        let found: Result<Vec<_>, _> = group.iter().map(|ballot_box| store.release(ballot_box.id)).collect();
        releases.push(found?.into_iter().flatten().collect());
    }
    if releases.iter().all(Vec::is_empty) {
        return Ok(None);
    }
    let waiting = inside
        .iter()
        .filter(|ballot_box| is_waited_for(ballot_box, now))
        .count();
    let releases: Vec<Vec<&Release>> = releases.iter().map(|group| group.iter().collect()).collect();
    Ok(Some(Gathered {
        boxes: inside.len(),
        waiting,
        opens: inside.iter().map(|ballot_box| ballot_box.opens).min().unwrap_or(now),
        closes: inside.iter().map(|ballot_box| ballot_box.closes).max().unwrap_or(now),
        rollup: (waiting == 0).then(|| roll_up(&releases)),
    }))
}
