//! Notes of a counted box: sealed anew to each guide, opened by one.

use rand::CryptoRng;
use trykk_shared::ids::BoxId;
use trykk_shared::kind::MAX_ID_BYTES;
use trykk_shared::kind::MAX_NOTE_BYTES;
use trykk_shared::seal::{self, SealingKey};

use crate::keys::opening::OpeningKey;
use crate::rounds::count::OpenedNote;
use crate::store::NoteRow;

/// How long every note is before it is sealed to a guide: the longest item's id, the longest text, and their lengths.
const PLAIN_BYTES: usize = MAX_ID_BYTES + MAX_NOTE_BYTES + 8;

/// What a note sealed to a guide is bound to.
fn note_info() -> Vec<u8> {
    seal::join_parts(&[b"trykk/1", b"note"])
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
        plain.extend_from_slice(&seal::join_parts(&[note.item.as_bytes(), note.text.as_bytes()]));
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
    let (info, aad) = (note_info(), seal::aad(box_id));
    let read = |row: &NoteRow| {
        let plain = key.open(&info, &aad, &row.sealed).ok()?;
        let (length, rest) = plain.split_first_chunk::<4>()?;
        let (item, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let text = rest.get(..usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        let text = zeroize::Zeroizing::new(String::from_utf8(text.to_vec()).ok()?);
        Some(OpenedNote {
            item: String::from_utf8(item.to_vec()).ok()?,
            text,
        })
    };
    rows.iter().filter_map(read).collect()
}
