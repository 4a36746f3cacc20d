//! Bands are of writers: whoever sends a sheet of their own with several first notes is not several.

use std::collections::BTreeSet;
use std::num::NonZero;

use trykk_hub::analysis::bands::{BandNote, make_bands};
use trykk_hub::analysis::codebook::Codebook;
use trykk_hub::analysis::sorting::Marks;
use trykk_hub::keys::opening::OpeningKey;
use trykk_hub::rounds::count::{SealedSlip, Subject, count};
use trykk_shared::answers::{Answer, Answers, Sheet};
use trykk_shared::deck::{Mode, Question};
use trykk_shared::ids::BoxId;
use trykk_shared::kind::EnvelopeKind;
use trykk_shared::seal::{Address, Envelope};
use trykk_shared::slip::{NoteFormat, Slip, split};

use crate::given::{a_deck, a_rng, note};

/// What a leader reads of notes where one of eight sheets was forged: its three notes are each marked as the first. The others wrote
/// `written`, one a sheet, the rest of them nothing, on tablets that write this format.
fn read_beside(silent: NoteFormat, written: &[&str]) -> bool {
    let (deck, mut rng) = (a_deck([("card", Question::Card), ("note", note(3))]), a_rng(5));
    let key = OpeningKey::draw(&mut rng);
    let address = Address {
        round: "autumn".to_owned(),
        box_id: BoxId([9; 16]),
        key: key.sealing_key(),
    };
    let sheet = |text: Option<&str>| -> Vec<Slip> {
        let mut answers = Answers::new();
        answers.put("card", Answer::Card(true));
        let format = if text.is_some() {
            NoteFormat::FirstMarked
        } else {
            silent
        };
        if let Some(text) = text {
            answers.put_notes("note", [text]);
        }
        split(&Sheet::DropIn(answers), &deck, format)
    };
    let mut slips: Vec<Slip> = Vec::new();
    for nth in 0..7 {
        slips.extend(sheet(written.get(nth).copied()));
    }
    // The forged one: one mark, three first notes.
    slips.extend(
        sheet(None)
            .into_iter()
            .filter(|slip| slip.kind() == EnvelopeKind::ParticipantMark),
    );
    for _ in 0..3 {
        slips.extend(
            sheet(Some("tone"))
                .into_iter()
                .filter(|slip| slip.kind() == EnvelopeKind::ParticipantNote)
                .take(1),
        );
    }
    let envelopes: Vec<SealedSlip> = slips
        .iter()
        .map(|slip| SealedSlip {
            kind: slip.kind(),
            sealed: Envelope::seal(slip, &address, &mut rng).into_sealed(),
        })
        .collect();
    let subject = Subject {
        round: "autumn",
        box_id: BoxId([9; 16]),
        deck: &deck,
        mode: Mode::DropIn,
    };
    let opened = count(subject, &key, &envelopes, NonZero::<usize>::MIN, &mut rng);
    assert_eq!(
        (opened.unreadable.len(), opened.tally.sheets.participant),
        (0, 8),
        "nothing shows"
    );
    let notes: Vec<BandNote<'_>> = opened
        .notes
        .iter()
        .map(|note| BandNote {
            item: &note.item,
            place: note.place,
            marks: Marks {
                categories: Some(BTreeSet::from([note.text.to_string()])),
                pass_on: false,
            },
        })
        .collect();
    let bands = make_bands(
        &Codebook::built_in(),
        &["note"],
        &notes,
        opened.tally.sheets.participant,
        7,
    )
    .unwrap();
    bands.prompts[0]
        .areas
        .iter()
        .any(|area| area.categories.iter().any(|one| one.id == "tone"))
}

fn read_with_one_forged_sheet(written: &[&str]) -> bool {
    read_beside(NoteFormat::FirstMarked, written)
}

/// A sheet that was filled in on a tablet that marks nothing makes no room for a forged one.
#[test]
fn silent_sheets_without_a_mark_make_no_room_for_a_forged_one() {
    assert!(!read_beside(
        NoteFormat::Unmarked,
        &["tone", "tone", "tone", "tone", "tone"]
    ));
}

/// One sheet of one's own, on a tablet of one's own: what is published says whether anybody else at all wrote of it.
#[test]
fn one_forged_sheet_does_not_tell_whether_one_other_wrote_of_it() {
    let nobody = read_with_one_forged_sheet(&["demands", "demands", "demands", "demands", "demands"]);
    let one = read_with_one_forged_sheet(&["demands", "demands", "tone", "demands", "demands"]);
    assert_eq!(nobody, one, "absent: none of the five wrote of it; mentioned: one did");
}
