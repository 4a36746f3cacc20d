//! Reports are kept beside the database too: a hub that is put back to an earlier day shows no version that was corrected since, and its
//! corrections go on from the newest one.

use std::collections::BTreeSet;

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
    // A newer version that the database does not know was corrected for a reason: what follows, follows that.
    if let Some(beside) = read_beside(folder, box_id) {
        store.take_up_report(box_id, &beside)?;
    }
    let frozen = store.freeze_report(box_id, &kept, || folder.keep_report(box_id, &kept));
    if frozen.is_err() {
        // What was refused must not come into force at the next start; what another has frozen meanwhile stays.
        let put_right = match store.newest_report(box_id)? {
            Some(newest) => folder.keep_report(box_id, &newest),
            None => folder.drop_report(box_id),
        };
        if let Err(error) = put_right {
            tracing::error!(%error, "a report that was refused could not be taken back beside the database");
        }
    }
    frozen
}

/// What lies beside the database of a report. A file that cannot be read says nothing.
fn read_beside(folder: &DataFolder, box_id: BoxId) -> Option<KeptReport> {
    folder.kept_report(box_id).unwrap_or_else(|error| {
        tracing::warn!(%error, "what is kept of a report cannot be read");
        None
    })
}

/// Takes up what lies beside the database of reports that it does not know, and keeps beside it what it alone knows. What is damaged keeps
/// its own box from it, and no other. Gives the boxes of which the database was from before.
///
/// # Errors
/// When disk or store fail as a whole.
pub fn settle(store: &mut Store, folder: &DataFolder) -> Result<Vec<BoxId>, DataError> {
    let mut learnt = Vec::new();
    // Of most boxes that ever were there is a report neither here nor there.
    let beside = folder.boxes_with_reports()?.into_iter();
    let known = store.box_ids()?;
    let boxes = beside
        .chain(store.boxes_with_reports()?)
        .filter(|id| known.contains(id));
    for box_id in boxes.collect::<BTreeSet<BoxId>>() {
        match settle_box(store, folder, box_id) {
            Ok(true) => learnt.push(box_id),
            Ok(false) => {}
            Err(error) => tracing::error!(%box_id, %error, "the report beside the database could not be taken up"),
        }
    }
    Ok(learnt)
}

fn settle_box(store: &mut Store, folder: &DataFolder, box_id: BoxId) -> Result<bool, DataError> {
    let beside = read_beside(folder, box_id);
    if let Some(kept) = &beside
        && store.take_up_report(box_id, kept)?
    {
        tracing::warn!(%box_id, version = kept.frozen.version, "the database was from before this report");
        return Ok(true);
    }
    let known = beside.map_or(0, |kept| kept.frozen.version);
    if let Some(newest) = store.newest_report(box_id)?
        && newest.frozen.version > known
    {
        folder.keep_report(box_id, &newest)?;
    }
    Ok(false)
}
