//! Notes of a counted box: sealed anew to each guide, opened by one; and what a guide sorted them into.

use rand::CryptoRng;
use trykk_shared::ids::BoxId;
use trykk_shared::kind::MAX_ID_BYTES;
use trykk_shared::kind::MAX_NOTE_BYTES;
use trykk_shared::parts::join_parts;
use trykk_shared::seal::{self, SealingKey};
use trykk_shared::slip::NotePlace;

use crate::analysis::sorting::{NoteId, Sorting};
use crate::keys::opening::OpeningKey;
use crate::rounds::count::OpenedNote;
use crate::store::NoteRow;

/// How long every note is before it is sealed to a guide: the longest item's id, the longest text, its place, and their lengths.
const PLAIN_BYTES: usize = MAX_ID_BYTES + MAX_NOTE_BYTES + 1 + 12;
const FIRST: u8 = 1;
const FURTHER: u8 = 2;

/// What a note sealed to a guide is bound to.
fn note_info() -> Vec<u8> {
    join_parts(&[b"trykk/1", b"note"])
}

/// Which of a sheet's notes it is; nothing where nobody knows, as in what was sealed before there was a mark.
fn write_place(place: NotePlace) -> &'static [u8] {
    match place {
        NotePlace::Unmarked => &[],
        NotePlace::First => &[FIRST],
        NotePlace::Further => &[FURTHER],
    }
}

/// The place that follows a note's text.
fn read_place(rest: &[u8]) -> NotePlace {
    match rest {
        [0, 0, 0, 1, FIRST, ..] => NotePlace::First,
        [0, 0, 0, 1, FURTHER, ..] => NotePlace::Further,
        _ => NotePlace::Unmarked,
    }
}

pub(super) fn seal_notes(
    box_id: BoxId,
    notes: Vec<OpenedNote>,
    guides: &[(String, SealingKey)],
    rng: &mut impl CryptoRng,
) -> Vec<NoteRow> {
    let (info, aad) = (note_info(), seal::aad(box_id));
    let mut rows = Vec::new();
    for note in notes {
        let mut plain = zeroize::Zeroizing::new(Vec::with_capacity(PLAIN_BYTES));
        plain.extend_from_slice(&join_parts(&[
            note.item.as_bytes(),
            note.text.as_bytes(),
            write_place(note.place),
        ]));
        // A sealed note must not tell how long it is.
        let length = PLAIN_BYTES.max(plain.len());
        plain.resize(length, 0);
        for (email, key) in guides {
            let mut id = [0; 16];
            rng.fill_bytes(&mut id);
            rows.push(NoteRow {
                email: email.clone(),
                id,
                sealed: key.seal(&info, &aad, &plain, rng),
            });
        }
    }
    rows
}

/// The notes of a counted box, opened with a guide's counting key, in random order.
pub fn open_notes(key: &OpeningKey, box_id: BoxId, rows: &[NoteRow]) -> Vec<OpenedNote> {
    rows.iter().filter_map(open_note(key, box_id)).collect()
}

/// Opens notes of a box one by one.
pub fn open_note(key: &OpeningKey, box_id: BoxId) -> impl Fn(&NoteRow) -> Option<OpenedNote> {
    let (info, aad) = (note_info(), seal::aad(box_id));
    move |row| {
        let plain = key.open(&info, &aad, &row.sealed).ok()?;
        let (length, rest) = plain.split_first_chunk::<4>()?;
        let (item, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let (text, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        let place = read_place(rest);
        let text = zeroize::Zeroizing::new(String::from_utf8(text.to_vec()).ok()?);
        Some(OpenedNote {
            item: String::from_utf8(item.to_vec()).ok()?,
            text,
            place,
        })
    }
}

/// What a sorting sealed to a guide is bound to.
fn sorting_info() -> Vec<u8> {
    join_parts(&[b"trykk/1", b"sorting"])
}

/// Seals what the notes of a box were sorted into to the guide whose counting key this is.
pub fn seal_sorting(
    key: &OpeningKey,
    box_id: BoxId,
    sorting: &Sorting,
    notes: &[NoteId],
    rng: &mut impl CryptoRng,
) -> Vec<u8> {
    let plain = sorting.to_bytes(notes);
    key.sealing_key().seal(&sorting_info(), &seal::aad(box_id), &plain, rng)
}

/// Opens it again; nothing when it was sealed to a key that the guide has given up.
pub fn open_sorting(key: &OpeningKey, box_id: BoxId, sealed: &[u8]) -> Option<Sorting> {
    let plain = key.open(&sorting_info(), &seal::aad(box_id), sealed).ok()?;
    Sorting::from_bytes(&plain)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;
    use crate::analysis::sorting::Marks;

    /// What was sorted can be read with the guide's counting key, of the box it was sorted in, and by its length nobody sees how much.
    #[test]
    fn a_sorting_is_sealed_as_its_notes_are() {
        let mut rng = StdRng::seed_from_u64(3);
        let (key, box_id) = (OpeningKey::draw(&mut rng), BoxId([4; 16]));
        let notes = [[1; 16], [2; 16], [3; 16]];
        let empty = seal_sorting(&key, box_id, &Sorting::default(), &notes, &mut rng);
        let mut sorting = Sorting::default();
        let marks = Marks {
            categories: Some(["tone", "cooperation"].map(str::to_owned).into()),
            pass_on: true,
        };
        sorting.give(notes[1], "-", marks).unwrap();
        let sealed = seal_sorting(&key, box_id, &sorting, &notes, &mut rng);
        assert_eq!(sealed.len(), empty.len());
        for plain in [&b"tone"[..], b"cooperation", &notes[1]] {
            assert!(!sealed.windows(plain.len()).any(|part| part == plain));
        }
        assert_eq!(open_sorting(&key, box_id, &sealed), Some(sorting));
        assert_eq!(open_sorting(&key, BoxId([5; 16]), &sealed), None);
        assert_eq!(open_sorting(&OpeningKey::draw(&mut rng), box_id, &sealed), None);
        let rows = sealed_note(&key, box_id, NotePlace::First, "Vi ler mye", &mut rng);
        assert_eq!(
            open_sorting(&key, box_id, &rows[0].sealed),
            None,
            "a note is no sorting"
        );
    }

    fn sealed_note(key: &OpeningKey, box_id: BoxId, place: NotePlace, text: &str, rng: &mut StdRng) -> Vec<NoteRow> {
        let note = OpenedNote {
            item: "note-keep".to_owned(),
            text: text.to_owned().into(),
            place,
        };
        let guides = [("guide@example.org".to_owned(), key.sealing_key())];
        seal_notes(box_id, vec![note], &guides, rng)
    }

    #[test]
    fn a_note_comes_back_with_its_place_and_its_length_tells_neither() {
        let mut rng = StdRng::seed_from_u64(4);
        let (key, box_id) = (OpeningKey::draw(&mut rng), BoxId([4; 16]));
        let longest = "x".repeat(MAX_NOTE_BYTES);
        let mut lengths = std::collections::BTreeSet::new();
        for place in [NotePlace::Unmarked, NotePlace::First, NotePlace::Further] {
            for text in ["Vi ler mye", longest.as_str(), ""] {
                let rows = sealed_note(&key, box_id, place, text, &mut rng);
                let opened = open_notes(&key, box_id, &rows).remove(0);
                assert_eq!((opened.text.as_str(), opened.place), (text, place));
                lengths.insert(rows[0].sealed.len());
            }
        }
        assert_eq!(lengths.len(), 1, "{lengths:?}");
    }

    /// As hubs sealed notes that knew no place.
    #[test]
    fn a_note_that_was_sealed_before_there_was_a_mark_has_none() {
        let mut rng = StdRng::seed_from_u64(5);
        let (key, box_id) = (OpeningKey::draw(&mut rng), BoxId([4; 16]));
        let mut plain = join_parts(&[b"note-keep", b"Vi ler mye"]);
        plain.resize(MAX_ID_BYTES + MAX_NOTE_BYTES + 8, 0);
        let row = NoteRow {
            email: "guide@example.org".to_owned(),
            id: [1; 16],
            sealed: key
                .sealing_key()
                .seal(&note_info(), &seal::aad(box_id), &plain, &mut rng),
        };
        let opened = open_notes(&key, box_id, &[row]).remove(0);
        assert_eq!(
            (opened.text.as_str(), opened.place),
            ("Vi ler mye", NotePlace::Unmarked)
        );
    }
}
