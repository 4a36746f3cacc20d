//! Start codes: which ones are good here, which are spent, and how guessing is slowed down.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::HEXLOWER;
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::{BoxInfo, Manifest, TabletTrouble};
use trykk_shared::start_code::{CodeList, CodePlace, StartCode};

use super::Tablet;
use crate::store::{EnvelopeStore, SpentCodes, StoreError};

/// So many wrong codes cost nothing: people mistype.
const FREE_TRIES: u8 = 3;
/// The longest wait before a code is looked at, in milliseconds.
pub const LONGEST_WAIT_MS: u64 = 10_000;

/// So many wrong codes, less what was forgiven since, are more than mistyping: the guide is told.
const MANY_WRONG_CODES: u8 = 20;

/// Wrong codes are forgotten at most as often, in seconds.
const MIN_FORGIVING_SECONDS: i64 = 600;

/// Whether people need a start code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodesNeeded {
    /// They answer without one.
    None,
    /// They type one before the first question.
    Each,
    /// They would, but no slips were printed for this tablet yet.
    NotPrinted,
}

/// Why a start code does not open the sheet. A wrong one, a used one and another tablet's are not told apart.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// It is none of this tablet's codes, or it is used.
    #[error("the code is not one of this tablet's, or it is used")]
    Refused,
    /// There is no open round that asks for codes.
    #[error("no round that asks for a start code is open on this tablet")]
    NoRound,
    /// The disk did not take the note of a wrong code.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How long a tablet waits before it looks at a code, after so many wrong ones, in milliseconds. It keeps no time:
/// whoever starts the tablet anew waits as long.
pub fn wait_before_code(wrong_codes: u8) -> u64 {
    match wrong_codes.checked_sub(FREE_TRIES) {
        None => 0,
        Some(more) => LONGEST_WAIT_MS.min(1000 << more.min(4)),
    }
}

/// A box that once asked for codes asks for ever: whoever can write the hub's database cannot turn them off. Without a list
/// nobody begins.
pub(super) fn keep_asking(manifest: &mut Manifest, asked: &mut BTreeSet<BoxId>) {
    for info in &mut manifest.boxes {
        if info.asks_for_code {
            asked.insert(info.id);
        } else if asked.contains(&info.id) {
            info.asks_for_code = true;
        }
    }
}

/// Whether people need a code for this box.
pub(super) fn codes_needed(info: &BoxInfo) -> CodesNeeded {
    match (info.asks_for_code, &info.codes) {
        (false, _) => CodesNeeded::None,
        (true, Some(_)) => CodesNeeded::Each,
        (true, None) => CodesNeeded::NotPrinted,
    }
}

/// Notes every list of codes that a manifest has and the store knows nothing of. `known` is what the tablet heard before:
/// a list that it had, and whose spent codes it cannot read any more, counts as spent, all of it; so does one that another had
/// `replaced`.
pub(super) fn take_lists(
    store: &mut EnvelopeStore,
    known: Option<&Manifest>,
    replaced: &Replaced,
    manifest: &Manifest,
) -> Result<(), StoreError> {
    for info in manifest.boxes.iter().filter(|info| !info.state.is_over()) {
        let Some(list) = &info.codes else { continue };
        let noted = store.spent_codes(info.id).map(|spent| spent.salt);
        if noted == Some(*list.salt()) {
            continue;
        }
        let had = known.and_then(|known| find_list(known, info.id));
        // Another list's note in its place is what a kill left that came between a new list's note and its manifest.
        let lost = had.is_some_and(|had| had.salt() == list.salt()) || was_replaced(replaced, info.id, list);
        let spent = match lost {
            true => SpentCodes::all(info.id, *list.salt()),
            false => SpentCodes::none(info.id, *list.salt()),
        };
        store.put_spent_codes(spent)?;
    }
    Ok(())
}

/// The salts of lists that others have replaced, by box.
pub(super) type Replaced = BTreeMap<BoxId, BTreeSet<String>>;

fn was_replaced(replaced: &Replaced, box_id: BoxId, list: &CodeList) -> bool {
    let salts = replaced.get(&box_id);
    salts.is_some_and(|salts| salts.contains(&HEXLOWER.encode(list.salt())))
}

/// The lists that will have been replaced once the tablet has taken a manifest's up: those whose spent codes are forgotten by it too.
pub(super) fn find_replaced(store: &EnvelopeStore, replaced: &Replaced, manifest: &Manifest) -> Replaced {
    let mut replaced = replaced.clone();
    for info in &manifest.boxes {
        let noted = store.spent_codes(info.id).map(|spent| spent.salt);
        if let (Some(noted), Some(list)) = (noted, &info.codes)
            && noted != *list.salt()
        {
            replaced.entry(info.id).or_default().insert(HEXLOWER.encode(&noted));
        }
    }
    replaced
}

fn find_list(manifest: &Manifest, box_id: BoxId) -> Option<&CodeList> {
    let info = manifest.boxes.iter().find(|info| info.id == box_id)?;
    info.codes.as_ref()
}

impl Tablet {
    /// How long to wait before the next code is looked at, in milliseconds.
    pub fn wait_before_code(&self) -> u64 {
        wait_before_code(self.settings.wrong_codes)
    }

    /// Where a code stands that is good for one sheet in this box, now. A wrong one is noted before this returns.
    ///
    /// # Errors
    /// When it opens no sheet.
    pub fn check_code(&mut self, box_id: BoxId, code: &StartCode) -> Result<CodePlace, CodeError> {
        if self.find_list(box_id).is_none() {
            return Err(CodeError::NoRound);
        }
        match self.find_unspent(box_id, code) {
            Some(place) => Ok(place),
            None => {
                self.change_settings(|settings| {
                    settings.wrong_codes = settings.wrong_codes.saturating_add(1);
                    if settings.wrong_codes >= MANY_WRONG_CODES {
                        let troubles = settings.troubles.entry(box_id).or_default();
                        troubles.insert(TabletTrouble::ManyWrongCodes);
                    }
                })?;
                Err(CodeError::Refused)
            }
        }
    }

    fn find_list(&self, box_id: BoxId) -> Option<&CodeList> {
        let manifest = self.settings.manifest.as_ref()?;
        find_list(manifest, box_id)
    }

    /// Where a code stands in this tablet's list for a box, if it does and is not spent.
    pub(super) fn find_unspent(&self, box_id: BoxId, code: &StartCode) -> Option<CodePlace> {
        let place = self.find_list(box_id)?.find(code)?;
        let spent = self.store.spent_codes(box_id)?;
        (spent.salt == place.salt && !spent.is_spent(place.place)).then_some(place)
    }

    /// Forgets half of the wrong codes, once in each slot's time: also while no hub answers, and not more often when
    /// somebody delivers by hand.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn forgive_wrong_codes(&mut self) -> Result<(), StoreError> {
        let seconds = self
            .settings
            .manifest
            .as_ref()
            .map_or(0, |manifest| manifest.slot_seconds);
        let slot = self.clock.now() / i64::from(seconds).max(MIN_FORGIVING_SECONDS);
        if self.settings.wrong_codes == 0 || self.settings.forgiven_in == slot {
            return Ok(());
        }
        self.change_settings(|settings| {
            settings.wrong_codes /= 2;
            settings.forgiven_in = slot;
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::store::UsedCode;

    #[test]
    fn guessing_gets_slow_and_people_who_mistype_do_not_wait() {
        let waits: Vec<u64> = (0..10).map(wait_before_code).collect();
        assert_eq!(waits, [0, 0, 0, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
        assert_eq!(wait_before_code(u8::MAX), LONGEST_WAIT_MS);
    }

    fn manifest(salt: u8) -> Manifest {
        let mut info: BoxInfo = serde_json::from_value(serde_json::json!({
            "id": BoxId([5; 16]), "round": "autumn", "state": "open", "wards": [], "mode": "drop-in", "opens": 0, "closes": 9,
            "key": trykk_shared::seal::SealingKey::from_bytes(&[9; 32]).unwrap(), "floor": 7, "urgent": {}, "held": 0, "left_out": false,
        }))
        .unwrap();
        info.asks_for_code = true;
        info.codes = CodeList::new([salt; 16], vec![[0; 16]; 512]);
        let mut manifest: Manifest = serde_json::from_value(serde_json::json!({
            "protocol": 3, "incarnation": "first", "now": 0, "ward": {"id": "w", "name": "W"}, "tablet": "t", "time_zone": "UTC",
            "slot_seconds": 3600, "boxes": [],
        }))
        .unwrap();
        manifest.boxes.push(info);
        manifest
    }

    /// A new list comes, and a kill after its spent codes were noted and before its manifest was: at the next start the old
    /// list's codes are not all good again.
    #[test]
    fn a_kill_between_a_new_lists_note_and_its_manifest_frees_no_code() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = EnvelopeStore::open(folder.path()).unwrap().0;
        let (old, new) = (manifest(1), manifest(2));
        let none = Replaced::new();
        take_lists(&mut store, None, &none, &old).unwrap();
        take_lists(&mut store, Some(&old), &none, &new).unwrap();
        // Killed here: the tablet still knows the old manifest.
        take_lists(&mut store, Some(&old), &none, &old).unwrap();
        let spent = store.spent_codes(BoxId([5; 16])).unwrap();
        assert_eq!(spent.salt, [1; 16]);
        assert!((0..512).all(|place| spent.is_spent(place)));
        // The new one comes again, and nobody has used a code of it.
        take_lists(&mut store, Some(&old), &none, &new).unwrap();
        let spent = store.spent_codes(BoxId([5; 16])).unwrap();
        assert!((0..512).all(|place| !spent.is_spent(place)));
    }

    proptest! {
        /// Lists come and go, in whatever order, with a start of the tablet at any time: a code that opened a sheet opens no other one.
        #[test]
        fn a_used_code_opens_no_other_sheet_whatever_lists_come_between(
            steps in proptest::collection::vec((0_u8..4, 0_usize..3, any::<bool>()), 1..20),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut store = EnvelopeStore::open(folder.path()).unwrap().0;
            let box_id = BoxId([5; 16]);
            let (mut known, mut replaced) = (None, Replaced::new());
            let mut used: BTreeSet<([u8; 16], usize)> = BTreeSet::new();
            for (salt, place, is_killed) in steps {
                let mut next = manifest(salt);
                if salt == 0 {
                    next.boxes[0].codes = None;
                }
                replaced = find_replaced(&store, &replaced, &next);
                take_lists(&mut store, known.as_ref(), &replaced, &next).unwrap();
                if is_killed {
                    if let Some(known) = &known {
                        take_lists(&mut store, Some(known), &replaced, known).unwrap();
                    }
                } else {
                    known = Some(next);
                }
                let list = known.as_ref().and_then(|known| find_list(known, box_id));
                let Some(salt) = list.map(|list| *list.salt()) else { continue };
                let spent = store.spent_codes(box_id).unwrap();
                prop_assert_eq!(spent.salt, salt);
                for (of, place) in &used {
                    prop_assert!(*of != salt || spent.is_spent(*place));
                }
                if !spent.is_spent(place) {
                    let code = UsedCode { box_id, place: CodePlace { salt, place } };
                    store.add(box_id, Vec::new(), &[code]).unwrap();
                    used.insert((salt, place));
                }
            }
        }
    }

    #[test]
    fn a_box_that_has_asked_for_codes_asks_on() {
        let mut asked = BTreeSet::new();
        keep_asking(&mut manifest(1), &mut asked);
        let mut off = manifest(1);
        (off.boxes[0].asks_for_code, off.boxes[0].codes) = (false, None);
        assert_eq!(codes_needed(&off.boxes[0]), CodesNeeded::None);
        keep_asking(&mut off, &mut asked);
        assert_eq!(codes_needed(&off.boxes[0]), CodesNeeded::NotPrinted);
    }

    /// A day of guessing without a pause, on a tablet that halves its memory of it every hour.
    #[test]
    fn a_day_of_guessing_tries_less_than_one_in_a_hundred_codes() {
        let (mut wrong, mut tries) = (0_u8, 0_u64);
        for _hour in 0..24 {
            let mut spent_ms = 0;
            while spent_ms < 3_600_000 {
                spent_ms += wait_before_code(wrong) + 100;
                wrong = wrong.saturating_add(1);
                tries += 1;
            }
            wrong /= 2;
        }
        assert!(tries < 10_000, "{tries}");
    }
}
