//! The anonymity check on the page of a round that is still to open.

use trykk_shared::language::Language;

use crate::organisation::Organisation;
use crate::organisation::anonymity::find_weak;
use crate::store::BoxRow;
use crate::texts::say_weak;

/// What of a box is weak, in words; nothing once it has opened and cannot be mended.
pub fn list_weak(organisation: &Organisation, ballot_box: &BoxRow, language: Language) -> Vec<String> {
    let round = organisation.rounds.get(&ballot_box.round);
    let planned = round.filter(|_| ballot_box.state.is_none());
    let weak = planned.map(|round| find_weak(organisation, round, &ballot_box.wards));
    let weak = weak.unwrap_or_default().into_iter();
    weak.map(|weak| say_weak(language, organisation, &weak)).collect()
}
