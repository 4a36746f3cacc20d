//! What a roll-up is made of, read from the store: releases, and how far the boxes have come.

use super::{BoxesAlike, Progress, Rollup, Scope, group_boxes, roll_up};
use crate::figures::release::Release;
use crate::store::{BoxRow, Store, StoreError};

/// A round in one scope.
#[derive(Debug)]
pub struct Gathered {
    /// How far it has come.
    pub progress: Progress,
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
    let boxes: Vec<&BoxRow> = boxes.iter().filter(|ballot_box| ballot_box.round == round).collect();
    let alike: Vec<BoxesAlike> = boxes.iter().map(|ballot_box| BoxesAlike::from(*ballot_box)).collect();
    let Some(progress) = Progress::of(&alike, scope, now) else {
        return Ok(None);
    };
    if progress.waiting > 0 {
        return Ok(Some(Gathered { progress, rollup: None }));
    }
    let mut releases: Vec<Vec<Release>> = Vec::new();
    for group in group_boxes(boxes, scope) {
        let found: Result<Vec<_>, _> = group.iter().map(|ballot_box| store.release(ballot_box.id)).collect();
        releases.push(found?.into_iter().flatten().collect());
    }
    let releases: Vec<Vec<&Release>> = releases.iter().map(|group| group.iter().collect()).collect();
    Ok(Some(Gathered {
        progress,
        rollup: Some(roll_up(&releases)),
    }))
}
