//! Who may decide what cannot be taken back: those who can count a box, and who have shown that they are who they were.

use super::RoundError;
use crate::data::DataFolder;
use crate::store::{BoxRow, GuideShare, Store, StoreError};

/// Whether there is a confirming that a guide may take back: in the database, or only in the record beside it, which one from before
/// knows nothing of.
///
/// # Errors
/// See [`RoundError`].
pub fn may_unconfirm(store: &Store, folder: &DataFolder, ballot_box: &BoxRow, email: &str) -> Result<bool, RoundError> {
    if ballot_box.state.is_some() || folder.was_opened(ballot_box.id) {
        return Ok(false);
    }
    Ok(match folder.opening(ballot_box.id)? {
        Some(record) => is_holder(store, &record.guide_shares, email)?,
        None => ballot_box.is_confirmed() && holds_share(store, ballot_box, email)?,
    })
}

/// Whether a guide is one of those who can count a box with what they know.
///
/// # Errors
/// When the store fails.
pub fn holds_share(store: &Store, ballot_box: &BoxRow, email: &str) -> Result<bool, StoreError> {
    is_holder(store, &store.shares(ballot_box.id)?.guides, email)
}

/// Refuses what cannot be taken back to a guide who came after a box was confirmed, while another can count it. Nobody in
/// particular may: that is the command line.
///
/// # Errors
/// [`RoundError::MayNotDecide`], [`RoundError::NotProven`], or when the store fails.
pub fn check_decider(store: &Store, ballot_box: &BoxRow, by: Option<&str>) -> Result<(), RoundError> {
    let Some(email) = by else { return Ok(()) };
    if !ballot_box.is_confirmed() && ballot_box.state.is_none() {
        return Ok(());
    }
    refuse_unproven(store, email)?;
    if holds_share(store, ballot_box, email)? {
        return Ok(());
    }
    let organisation = store.organisation_of(&ballot_box.wards)?;
    for other in organisation.guides_of(&ballot_box.wards) {
        if holds_share(store, ballot_box, other)? {
            return Err(RoundError::MayNotDecide(email.to_owned()));
        }
    }
    Ok(())
}

pub(super) fn refuse_unproven(store: &Store, email: &str) -> Result<(), RoundError> {
    match store.is_unproven(email)? {
        true => Err(RoundError::NotProven(email.to_owned())),
        false => Ok(()),
    }
}

pub(super) fn is_holder(store: &Store, holders: &[GuideShare], email: &str) -> Result<bool, StoreError> {
    let known = store.counting_key(email)?;
    Ok(known.is_some_and(|known| holders.iter().any(|share| share.is_held_by(email, &known.public))))
}
