//! Reports are kept beside the database too: a hub that is put back to an earlier day shows no version that was corrected since, and its
//! corrections go on from the newest one.

use trykk_shared::ids::BoxId;

use crate::data::{DataError, DataFolder};
use crate::report::frozen::Frozen;
use crate::store::{KeptReport, Store};

/// Freezes a report, beside the database first.
///
/// # Errors
/// Those of [`Store::freeze_report`], and of the disk; then the version before stands.
pub fn freeze(
    store: &mut Store,
    folder: &DataFolder,
    box_id: BoxId,
    frozen: &Frozen,
    by: &str,
    now: i64,
) -> Result<(), DataError> {
    let kept = KeptReport {
        frozen: frozen.clone(),
        made_by: by.to_owned(),
        at: now,
    };
    let before = folder.kept_report(box_id)?;
    let frozen = store.freeze_report(box_id, &kept, || folder.keep_report(box_id, &kept));
    if frozen.is_err() {
        // What was refused must not come into force at the next start.
        let put_right = match &before {
            Some(before) => folder.keep_report(box_id, before),
            None => folder.drop_report(box_id),
        };
        if let Err(error) = put_right {
            tracing::error!(%error, "a report that was refused could not be taken back beside the database");
        }
    }
    frozen
}

/// Takes up what lies beside the database of reports that it does not know, or keeps beside it what it alone knows. A file that cannot be
/// read says nothing. Gives the boxes of which the database was from before.
///
/// # Errors
/// When disk or store fail.
pub fn settle(store: &mut Store, folder: &DataFolder) -> Result<Vec<BoxId>, DataError> {
    let mut learnt = Vec::new();
    for box_id in folder.boxes_with_reports()? {
        let kept = match folder.kept_report(box_id) {
            Ok(Some(kept)) => kept,
            Ok(None) => continue,
            Err(error) => {
                tracing::warn!(%error, "what is kept of a report cannot be read");
                continue;
            }
        };
        if store.take_up_report(box_id, &kept)? {
            tracing::warn!(box_id = %box_id, version = kept.frozen.version, "the database was from before this report");
            learnt.push(box_id);
        }
    }
    for ballot_box in store.boxes()? {
        if folder.kept_report(ballot_box.id).ok().flatten().is_none()
            && let Some(kept) = store.newest_report(ballot_box.id)?
        {
            folder.keep_report(ballot_box.id, &kept)?;
        }
    }
    Ok(learnt)
}
