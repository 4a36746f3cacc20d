//! What becomes of tablets: enrolled, moved, taken out of use. Each is kept beside the database first, so that one from before
//! knows its tablets, where they stand, and which of them are out of use.

use std::collections::BTreeMap;

use crate::data::{DataError, DataFolder};
use crate::organisation::Role;
use crate::rounds::{RoundError, check_decider};
use crate::store::{KeptTablet, NewTablet, RedeemError, Store, StoreError, TabletRow, TabletState, Ticket, Visitor};

/// Uses a code up and enrols a tablet. One that shows its token from before (`known`: its hash) and was not reported stolen is
/// moved, and in use again if it was not: its id, its codes and what it was handed stay its own. Its token is a new one; the one
/// before is good until that is shown.
///
/// # Errors
/// When disk or store fail; a code that does not do is the inner error.
pub fn enrol(
    store: &mut Store,
    folder: &DataFolder,
    ticket: &Ticket,
    tablet: &NewTablet,
    known: Option<&[u8; 32]>,
    now: i64,
) -> Result<Result<TabletRow, RedeemError>, DataError> {
    let mut written = None;
    let enrolled = store.redeem(ticket, tablet, known, now, |kept| {
        written = Some(kept.id.clone());
        folder.keep_tablet(kept)
    });
    put_right(store, folder, enrolled.is_err().then_some(written).flatten());
    enrolled
}

/// Takes a tablet out of use, or notes that it was stolen.
///
/// # Errors
/// When there is no such tablet; [`StaysStolen`](crate::store::StoreError::StaysStolen) when it was reported stolen, and would be trusted again; when the
/// disk fails.
pub fn set_state(store: &mut Store, folder: &DataFolder, tablet: &str, state: TabletState) -> Result<(), DataError> {
    let done = store.set_tablet_state(tablet, state, |kept| folder.keep_tablet(kept));
    put_right(store, folder, done.is_err().then(|| tablet.to_owned()));
    done
}

/// Whether somebody may report a tablet stolen: what it brings waits in quarantine from then on, and the count waits for it no more.
/// An administrator may; a guide where all boxes that it can still bring something for are theirs to decide on.
///
/// # Errors
/// When the store fails.
pub fn may_report_stolen(store: &Store, tablet: &str, by: &Visitor) -> Result<bool, StoreError> {
    if by.role == Role::Admin {
        return Ok(true);
    }
    let organisation = store.organisation()?;
    for handed in store.handed_boxes()?.iter().filter(|handed| handed.tablet == tablet) {
        let ballot_box = store.ballot_box(handed.box_id)?;
        let decides = match check_decider(store, &ballot_box, Some(&by.email)) {
            Ok(()) => true,
            Err(RoundError::Store(error)) => return Err(error),
            Err(_) => false,
        };
        if !decides || !organisation.covers(&by.places, &ballot_box.wards) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What was written beside the database and did not come to be in it is written back, as far as the disk lets: nothing happens at the
/// next start that was refused now.
fn put_right(store: &Store, folder: &DataFolder, tablet: Option<String>) {
    let Some(id) = tablet else { return };
    let known = store
        .kept_tablets()
        .map(|known| known.into_iter().find(|known| known.id == id));
    let done = match known {
        Ok(Some(kept)) => folder.keep_tablet(&kept),
        Ok(None) => folder.drop_tablet(&id),
        Err(error) => Err(error.into()),
    };
    if let Err(error) = done {
        tracing::error!(tablet = id, %error, "what was refused could not be taken back beside the database");
    }
}

/// Brings database and folder to the newer of what each knows: one of the two may have been put back, or a kill may have come
/// between. Gives the tablets of which the database has learnt something. A record that cannot be read says nothing.
///
/// # Errors
/// When disk or store fail.
pub fn settle(store: &mut Store, folder: &DataFolder) -> Result<Vec<String>, DataError> {
    let mut learnt = Vec::new();
    let known = store.kept_tablets()?;
    let beside = folder.tablets()?;
    let known_by_id: BTreeMap<&str, &KeptTablet> = known.iter().map(|kept| (kept.id.as_str(), kept)).collect();
    let beside_by_id: BTreeMap<&str, &KeptTablet> = beside.iter().map(|kept| (kept.id.as_str(), kept)).collect();
    let mut is_older = false;
    for kept in &beside {
        let before = known_by_id.get(kept.id.as_str());
        // Of two that have changed as often, a copy from before records were kept is the older one.
        let differs = |before: &&KeptTablet| (&before.ward, before.state) != (&kept.ward, kept.state);
        if before
            .is_none_or(|before| before.changes < kept.changes || before.changes == kept.changes && differs(before))
        {
            // One step ahead may be a kill between the record and the database.
            is_older |= !learnt.is_empty() || before.map_or(0, |before| before.changes) + 1 != kept.changes;
            store.take_up_tablet(kept)?;
            tracing::warn!(
                tablet = kept.id,
                ward = kept.ward,
                state = kept.state.name(),
                "the database was from before this tablet came to be what it is"
            );
            learnt.push(kept.id.clone());
        }
    }
    if !learnt.is_empty() {
        if is_older {
            store.note_older()?;
        }
        wait_for_all(store, folder)?;
    }
    for kept in &known {
        let before = beside_by_id.get(kept.id.as_str());
        if before.is_none_or(|before| before.changes < kept.changes) {
            folder.keep_tablet(kept)?;
        }
    }
    Ok(learnt)
}

/// The same for a database that was just put back from a copy: every tablet that it had in use may hold answers of the boxes where it
/// has stood, also one that is out of use by now.
///
/// # Errors
/// When disk or store fail.
pub fn settle_restored(store: &mut Store, folder: &DataFolder) -> Result<(), DataError> {
    wait_for_all(store, folder)?;
    settle(store, folder)?;
    wait_for_all(store, folder)
}

/// Waits for every tablet that may hold something of a box that is open, or was before the database was put back.
fn wait_for_all(store: &mut Store, folder: &DataFolder) -> Result<(), DataError> {
    for ballot_box in store.boxes()? {
        if ballot_box.state.is_some() || folder.was_opened(ballot_box.id) {
            store.wait_for_active(ballot_box.id)?;
        }
    }
    Ok(())
}
