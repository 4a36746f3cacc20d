//! Who can count a box, and who is let in to read what is counted.

use trykk_shared::protocol::BoxState;

use crate::organisation::Organisation;
use crate::rounds::find_later_guides;
use crate::store::{BoxRow, Store, StoreError};
use crate::texts::{GuideTexts, fill};
use crate::web::guide::round::Typed;

/// A guide who came after the confirming.
pub(super) struct LaterGuide {
    /// Who it is.
    pub email: String,
    /// Whether this guide is to be let in.
    pub let_in: bool,
}

/// The guides who can count a box that is not counted yet: those who hold a share of its key, or would if it were confirmed
/// now.
pub(super) fn say_who_can_count(
    organisation: &Organisation,
    ballot_box: &BoxRow,
    guide_texts: &GuideTexts,
) -> Option<String> {
    if ballot_box
        .state
        .is_some_and(|state| state.is_over() || ballot_box.is_counted())
    {
        return None;
    }
    let holders = organisation
        .keepers
        .iter()
        .find(|keepers| keepers.round == ballot_box.round && keepers.wards == ballot_box.wards);
    let would_hold = || {
        let guides = organisation.guides_of(&ballot_box.wards);
        let with_key = guides.filter(|email| {
            let account = organisation.accounts.get(*email);
            account.is_some_and(|account| account.has_counting_key)
        });
        with_key.cloned().collect()
    };
    let guides = match (ballot_box.key, holders) {
        (None, _) => would_hold(),
        (Some(_), Some(keepers)) => keepers.guides.clone(),
        (Some(_), None) => Vec::new(),
    };
    let named = if guides.is_empty() {
        guide_texts.nobody_can.to_owned()
    } else {
        guides.join(", ")
    };
    Some(fill(guide_texts.can_count, &[&named]))
}

/// The guides who may be let in to read what is counted.
pub(super) fn list_later_guides(
    store: &Store,
    ballot_box: &BoxRow,
    typed: &Typed,
    now: i64,
) -> Result<Vec<LaterGuide>, StoreError> {
    if ballot_box.state_at(now) != Some(BoxState::Closed) {
        return Ok(Vec::new());
    }
    let later = find_later_guides(store, ballot_box)?.into_iter();
    let shown = later.map(|email| LaterGuide {
        let_in: typed.let_in.contains(&email),
        email,
    });
    Ok(shown.collect())
}

/// Those who were let in, and by whom.
pub(super) fn list_added(
    store: &Store,
    ballot_box: &BoxRow,
    guide_texts: &GuideTexts,
) -> Result<Vec<String>, StoreError> {
    let added = store.added_guides(ballot_box.id)?;
    let said = added
        .iter()
        .map(|added| fill(guide_texts.was_let_in, &[&added.email, &added.added_by]));
    Ok(said.collect())
}
