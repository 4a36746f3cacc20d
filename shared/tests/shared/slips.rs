//! Slips: nothing but their kind shows, and each reads back to exactly what was answered.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use trykk_shared::answers::{Answer, AnswerError, Sheet, SheetError};
use trykk_shared::deck::{Deck, Mode, Question};
use trykk_shared::kind::MAX_ID_BYTES;
use trykk_shared::kind::{EnvelopeKind, MARK_BYTES, MAX_NOTE_BYTES, NOTE_BYTES, PerKind, Unit};
use trykk_shared::protocol_version::{OLDEST_PROTOCOL, PROTOCOL, PROTOCOL_WITH_FIRST_NOTES, PROTOCOL_WITH_TROUBLES};
use trykk_shared::slip::{self, NoteFormat, NotePlace, Slip, SlipError};

use crate::given::{Case, Plain, PlainAnswers, PlainSheet, a_case, a_mode, answers, station_deck, table_deck};

/// In the first format.
fn split(sheet: &Sheet, deck: &Deck) -> Vec<Slip> {
    slip::split(sheet, deck, NoteFormat::Unmarked)
}

/// Format 1, written a second time: waiting envelopes become unreadable when it changes.
fn written(item: &str, answer: Option<&Plain>) -> Vec<u8> {
    let mut bytes = vec![1, u8::try_from(item.len()).unwrap()];
    bytes.extend(item.as_bytes());
    match answer {
        None => bytes.push(0),
        Some(Plain::Card(yes)) => bytes.extend([1, u8::from(*yes)]),
        Some(Plain::Face(face)) => bytes.extend([2, *face]),
        Some(Plain::Score(score)) => {
            bytes.push(3);
            bytes.extend(score.to_be_bytes());
        }
        Some(Plain::Note(text)) => {
            bytes.push(4);
            bytes.extend(u16::try_from(text.len()).unwrap().to_be_bytes());
            bytes.extend(text.as_bytes());
        }
    }
    bytes
}

fn padded(mut bytes: Vec<u8>, kind: EnvelopeKind) -> Vec<u8> {
    assert!(bytes.len() <= kind.slip_bytes());
    bytes.resize(kind.slip_bytes(), 0);
    bytes
}

fn outline(slips: &[Slip]) -> Vec<(EnvelopeKind, usize)> {
    slips.iter().map(|slip| (slip.kind(), slip.plain().len())).collect()
}

fn count(slips: &[Slip], kind: EnvelopeKind) -> usize {
    slips.iter().filter(|slip| slip.kind() == kind).count()
}

/// What a slip says, in the open: item and answer.
type Said = (String, Option<Plain>);

/// Everything that a sheet's slips should say, sorted: each question of each person, skipped ones too.
fn expected(case: &Case) -> Vec<Said> {
    let mut said = Vec::new();
    let mut part = |given: &PlainAnswers, unit| {
        for item in case.deck.items.iter().filter(|item| item.unit(case.mode()) == unit) {
            let given = given.iter().find(|(id, _)| *id == item.id);
            let given = given.map_or(&[][..], |(_, given)| given.as_slice());
            let slips = match item.question {
                Question::Note { max_notes, .. } => usize::from(max_notes),
                _ => 1,
            };
            said.extend((0..slips).map(|nth| (item.id.clone(), given.get(nth).cloned())));
        }
    };
    if case.mode() == Mode::Table {
        part(&case.sheet.table, Unit::Table);
    }
    case.sheet
        .people
        .iter()
        .for_each(|person| part(person, Unit::Participant));
    said.sort();
    said
}

fn read(plain: &[u8], kind: EnvelopeKind, deck: &Deck, mode: Mode) -> Result<Said, SlipError> {
    Slip::read(plain, kind, deck, mode).map(|(item, answer)| (item.id.clone(), answer.as_ref().map(Plain::from)))
}

proptest! {
    #[test]
    fn sheets_give_the_same_slips_from_outside_whatever_was_answered(case in a_case()) {
        let people = case.sheet.people.len();
        let slips = split(&case.sheet.sheet(), &case.deck);
        for other in [
            PlainSheet::blank(case.mode(), people),
            PlainSheet::full(&case.deck, case.mode(), people),
        ] {
            prop_assert_eq!(outline(&slips), outline(&split(&other.sheet(), &case.deck)));
        }
        for slip in &slips {
            prop_assert_eq!(slip.plain().len(), slip.kind().slip_bytes());
        }
    }

    #[test]
    fn every_valid_sheet_passes_its_check_and_no_other_modes(case in a_case()) {
        let sheet = case.sheet.sheet();
        prop_assert_eq!(sheet.mode(), case.mode());
        prop_assert_eq!(sheet.participants(), case.sheet.people.len());
        prop_assert_eq!(sheet.check(&case.deck, case.mode()), Ok(()));
        let other = match case.mode() {
            Mode::DropIn => Mode::Table,
            Mode::Table => Mode::DropIn,
        };
        prop_assert_eq!(sheet.check(&case.deck, other), Err(SheetError::WrongMode(other)));
    }

    #[test]
    fn the_slips_of_a_sheet_say_exactly_what_was_answered(case in a_case()) {
        let slips = split(&case.sheet.sheet(), &case.deck);
        let mut said = Vec::new();
        for slip in &slips {
            said.push(read(slip.plain(), slip.kind(), &case.deck, case.mode()).unwrap());
        }
        said.sort();
        prop_assert_eq!(said, expected(&case));
    }

    #[test]
    fn every_slip_is_written_in_format_1(case in a_case()) {
        let mut plain: Vec<Vec<u8>> =
            split(&case.sheet.sheet(), &case.deck).iter().map(|slip| slip.plain().to_vec()).collect();
        let mut frozen: Vec<Vec<u8>> = expected(&case).iter().map(|(id, answer)| {
            let kind = case.deck.item(id).unwrap().envelope_kind(case.mode());
            padded(written(id, answer.as_ref()), kind)
        }).collect();
        plain.sort();
        frozen.sort();
        prop_assert_eq!(plain, frozen);
    }

    /// The third format is the first one, but for the format's number on slips of notes, and the tag of the first slip, written or not.
    #[test]
    fn every_slip_of_a_note_is_written_in_format_3_and_no_other_slip(case in a_case()) {
        let first = split(&case.sheet.sheet(), &case.deck);
        let second = slip::split(&case.sheet.sheet(), &case.deck, NoteFormat::FirstMarked);
        prop_assert_eq!(outline(&first), outline(&second));
        let mut before = String::new();
        let mut nth = 0;
        for (one, other) in first.iter().zip(&second) {
            let mut frozen = one.plain().to_vec();
            if one.kind() == EnvelopeKind::ParticipantNote {
                let (id, answer) = read(one.plain(), one.kind(), &case.deck, case.mode()).unwrap();
                let notes = case.deck.item(&id).unwrap().slips();
                nth = if id == before { (nth + 1) % notes } else { 0 };
                let is_first = nth == 0;
                let tag = 2 + id.len();
                frozen[0] = 3;
                frozen[tag] = match (is_first, answer.is_some()) {
                    (true, true) => 5,
                    (true, false) => 6,
                    (false, _) => frozen[tag],
                };
                let place = if is_first { NotePlace::First } else { NotePlace::Further };
                let found = Slip::read_with_place(other.plain(), other.kind(), &case.deck, case.mode()).unwrap();
                prop_assert_eq!((found.1.as_ref().map(Plain::from), found.2), (answer, place));
                before = id;
            }
            prop_assert_eq!(&frozen[..], other.plain());
            let (item, answer, place) = Slip::read_with_place(one.plain(), one.kind(), &case.deck, case.mode()).unwrap();
            prop_assert_eq!(place, NotePlace::Unmarked, "{:?} {:?}", item.id, answer);
        }
    }

    /// As many slips of a prompt are marked as there are people, and as many notes among them as there are people who wrote one.
    #[test]
    fn first_slips_count_people_and_first_notes_writers(case in a_case()) {
        let slips = slip::split(&case.sheet.sheet(), &case.deck, NoteFormat::FirstMarked);
        for item in case.deck.items.iter().filter(|item| matches!(item.question, Question::Note { .. })) {
            let firsts: Vec<bool> = slips.iter().filter_map(|slip| {
                let (of, note, place) = Slip::read_with_place(slip.plain(), slip.kind(), &case.deck, case.mode()).unwrap();
                (of.id == item.id && place == NotePlace::First).then_some(note.is_some())
            }).collect();
            let writers = case.sheet.people.iter().filter(|given| given.iter().any(|(id, notes)| *id == item.id && !notes.is_empty()));
            prop_assert_eq!(firsts.len(), case.sheet.people.len());
            prop_assert_eq!(firsts.into_iter().filter(|written| *written).count(), writers.count());
        }
    }

    /// Only notes have formats of their own, and only those have marks: the second of written notes, which says nothing of places any more,
    /// the third of every first slip.
    #[test]
    fn a_mark_in_another_format_and_a_notes_format_of_anything_else_are_no_slip(case in a_case()) {
        for slip in slip::split(&case.sheet.sheet(), &case.deck, NoteFormat::FirstMarked) {
            let mut plain = slip.plain().to_vec();
            let tag = plain[2 + usize::from(plain[1])];
            let is_note = slip.kind() == EnvelopeKind::ParticipantNote;
            for format in [1, 2, 3, 4] {
                plain[0] = format;
                let is_slip = match format {
                    1 => !is_note || ![5, 6].contains(&tag),
                    2 => is_note && tag != 6,
                    3 => is_note,
                    _ => false,
                };
                let found = Slip::read_with_place(&plain, slip.kind(), &case.deck, case.mode());
                prop_assert_eq!(found.is_ok(), is_slip, "format {}, tag {}", format, tag);
                if format < 3 && let Ok((_, _, place)) = found {
                    prop_assert_eq!(place, NotePlace::Unmarked);
                }
            }
        }
    }

    #[test]
    fn a_split_never_mixes_units(case in a_case()) {
        for slip in split(&case.sheet.sheet(), &case.deck) {
            let (item, _) = Slip::read(slip.plain(), slip.kind(), &case.deck, case.mode()).unwrap();
            let of_table = case.mode() == Mode::Table
                && matches!(item.question, Question::Card | Question::Score { .. });
            prop_assert_eq!(slip.kind() == EnvelopeKind::TableMark, of_table);
            prop_assert_eq!(slip.kind().unit() == Unit::Table, of_table);
            prop_assert_eq!(
                slip.kind() == EnvelopeKind::ParticipantNote,
                matches!(item.question, Question::Note { .. })
            );
        }
    }

    #[test]
    fn a_tables_answers_stand_once_however_many_sit_at_it(case in a_case()) {
        let people = case.sheet.people.len();
        let slips = split(&case.sheet.sheet(), &case.deck);
        let shape = case.deck.shape(case.mode());
        prop_assert_eq!(count(&slips, EnvelopeKind::ParticipantMark), shape.participant_marks * people);
        prop_assert_eq!(count(&slips, EnvelopeKind::ParticipantNote), shape.participant_notes * people);
        prop_assert_eq!(count(&slips, EnvelopeKind::TableMark), shape.table_marks);
        for kind in EnvelopeKind::ALL {
            let of_kind = case.deck.items.iter().filter(|item| item.envelope_kind(case.mode()) == kind);
            prop_assert_eq!(shape.of(kind), of_kind.map(|item| item.slips()).sum::<usize>());
        }
    }

    #[test]
    fn sheets_are_counted_from_envelopes_and_one_missing_costs_one_sheet(case in a_case()) {
        let people = case.sheet.people.len() as u64;
        let slips = split(&case.sheet.sheet(), &case.deck);
        let shape = case.deck.shape(case.mode());
        let all = |kind| count(&slips, kind) as u64;
        for (unit, sheets) in [(Unit::Participant, people), (Unit::Table, 1)] {
            let kinds = EnvelopeKind::ALL.into_iter().filter(|kind| kind.unit() == unit && shape.of(*kind) > 0);
            let kinds: Vec<_> = kinds.collect();
            prop_assert_eq!(shape.sheets(unit, &PerKind::from_fn(all)), if kinds.is_empty() { 0 } else { sheets });
            for missing in kinds {
                let one_less = |kind| all(kind) - u64::from(kind == missing);
                prop_assert_eq!(shape.sheets(unit, &PerKind::from_fn(one_less)), sheets - 1);
            }
        }
    }

    #[test]
    fn padding_that_is_not_zero_is_refused(case in a_case(), at in any::<Index>(), value in 1..=u8::MAX) {
        for slip in split(&case.sheet.sheet(), &case.deck) {
            let (id, answer) = read(slip.plain(), slip.kind(), &case.deck, case.mode()).unwrap();
            let used = written(&id, answer.as_ref()).len();
            let padding = slip.plain().len() - used;
            if padding > 0 {
                let mut plain = slip.plain().to_vec();
                plain[used + at.index(padding)] = value;
                prop_assert_eq!(
                    read(&plain, slip.kind(), &case.deck, case.mode()),
                    Err(SlipError::Malformed)
                );
            }
        }
    }

    #[test]
    fn bytes_of_another_size_are_refused(case in a_case(), size in 0..2 * NOTE_BYTES) {
        for slip in split(&case.sheet.sheet(), &case.deck) {
            let mut plain = slip.plain().to_vec();
            plain.resize(size, 0);
            let known = read(slip.plain(), slip.kind(), &case.deck, case.mode());
            let expected = if size == slip.kind().slip_bytes() { known } else { Err(SlipError::Malformed) };
            prop_assert_eq!(read(&plain, slip.kind(), &case.deck, case.mode()), expected);
        }
    }

    #[test]
    fn damaged_slips_read_as_what_they_then_say_or_not_at_all(
        case in a_case(),
        slip in any::<Index>(),
        damages in vec(a_damage(), 1..4),
        kind in select(EnvelopeKind::ALL.to_vec()),
        mode in a_mode(),
    ) {
        let mut slips = split(&case.sheet.sheet(), &case.deck);
        slips.extend(slip::split(&case.sheet.sheet(), &case.deck, NoteFormat::FirstMarked));
        prop_assume!(!slips.is_empty());
        let slip = &slips[slip.index(slips.len())];
        let mut plain = slip.plain().to_vec();
        damages.iter().for_each(|damage| damage.work_on(&mut plain));
        reads_consistently(&plain, slip.kind(), &case.deck, case.mode())?;
        reads_consistently(&plain, kind, &case.deck, mode)?;
    }

    #[test]
    fn half_right_slips_read_as_what_they_say_or_not_at_all(
        case in a_case(),
        item in any::<Index>(),
        tag in 0..8_u8,
        format in 1..=3_u8,
        value in vec(prop_oneof![0..3_u8, any::<u8>()], 0..6),
        id_length in prop_oneof![3 => Just(None), 1 => any::<u8>().prop_map(Some)],
    ) {
        let item = &case.deck.items[item.index(case.deck.items.len())];
        let kind = item.envelope_kind(case.mode());
        let mut plain = vec![format, u8::try_from(item.id.len()).unwrap()];
        plain[1] = id_length.unwrap_or(plain[1]);
        plain.extend(item.id.as_bytes());
        plain.push(tag);
        plain.extend(value);
        reads_consistently(&padded(plain, kind), kind, &case.deck, case.mode())?;
    }

    #[test]
    fn random_bytes_are_no_slip(mark in vec(any::<u8>(), MARK_BYTES), note in vec(any::<u8>(), NOTE_BYTES)) {
        let deck = station_deck();
        for kind in EnvelopeKind::ALL {
            for bytes in [&mark, &note] {
                prop_assert_eq!(read(bytes, kind, &deck, Mode::DropIn), Err(SlipError::Malformed));
            }
        }
    }

    #[test]
    fn nothing_that_debug_shows_of_sheets_and_slips_follows_from_the_answers(case in a_case()) {
        let blank = PlainSheet::blank(case.mode(), case.sheet.people.len()).sheet();
        let sheet = case.sheet.sheet();
        prop_assert_eq!(format!("{:?}", sheet), format!("{:?}", blank));
        prop_assert_eq!(format!("{:#?}", sheet), format!("{:#?}", blank));
        let (slips, blank) = (split(&sheet, &case.deck), split(&blank, &case.deck));
        prop_assert_eq!(format!("{:?}", slips), format!("{:?}", blank));
        prop_assert_eq!(format!("{:#?}", slips), format!("{:#?}", blank));
        for (_, given) in case.sheet.people.iter().flatten() {
            for answer in given {
                prop_assert_eq!(format!("{:?}", answer.seal_in()), "Answer(..)");
            }
        }
    }

    #[test]
    fn no_debug_or_fault_holds_the_text_of_a_note(secret in "zq[a-zæøå]{6,40}") {
        let (deck, table) = (station_deck(), table_deck());
        let too_long = [secret.as_str(); 60].join(" ");
        let mut shown = String::new();
        for text in [secret.as_str(), too_long.as_str()] {
            let answer = Answer::note(text);
            let given = answers(&vec![("note-improve".to_owned(), vec![Plain::Note(text.to_owned())])]);
            let sheet = Sheet::DropIn(given.clone());
            shown += &format!("{answer:?} {answer:#?} {given:?} {given:#?} {sheet:?} {sheet:#?}");
            match sheet.check(&deck, Mode::DropIn) {
                Ok(()) => {
                    let slips = split(&sheet, &deck);
                    shown += &format!("{slips:?} {slips:#?}");
                    let last = slips.last().unwrap();
                    let read_there = Slip::read(last.plain(), last.kind(), &table, Mode::Table);
                    let other = read(last.plain(), EnvelopeKind::TableMark, &deck, Mode::DropIn).unwrap_err();
                    shown += &format!("{read_there:?} {other:?} {other}");
                }
                Err(fault) => shown += &format!("{fault:?} {fault}"),
            }
        }
        prop_assert!(shown.contains("characters long"), "the long note was refused");
        prop_assert!(!shown.contains("zq"), "{}", shown);
    }
}

/// Something that may befall bytes.
#[derive(Clone, Debug)]
enum Damage {
    /// One bit is the other way round.
    Flip(Index, u8),
    /// The bytes end early.
    Cut(Index),
    /// Some bytes are others.
    Overwrite(Index, Vec<u8>),
    /// The bytes are cut and filled up with zeros again.
    CutAndPad(Index),
}

fn a_damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        4 => (any::<Index>(), 0..8_u8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        1 => any::<Index>().prop_map(Damage::Cut),
        2 => (any::<Index>(), vec(any::<u8>(), 1..8)).prop_map(|(at, bytes)| Damage::Overwrite(at, bytes)),
        2 => any::<Index>().prop_map(Damage::CutAndPad),
    ]
}

impl Damage {
    fn work_on(&self, plain: &mut Vec<u8>) {
        // Half the time in the first bytes, where the meaning stands.
        let place = |at: &Index, len: usize| at.index(if at.index(2) == 0 { len.min(50) } else { len });
        if plain.is_empty() {
            return;
        }
        let len = plain.len();
        match self {
            Damage::Flip(at, bit) => plain[place(at, len)] ^= 1 << bit,
            Damage::Cut(at) => plain.truncate(place(at, len)),
            Damage::Overwrite(at, bytes) => {
                let start = place(at, len);
                plain
                    .iter_mut()
                    .skip(start)
                    .zip(bytes)
                    .for_each(|(old, new)| *old = *new);
            }
            Damage::CutAndPad(at) => plain[place(at, len)..].fill(0),
        }
    }
}

/// What reads is an item of the deck in its kind of envelope, with an answer it takes, and there is no other way to
/// write the same.
fn reads_consistently(plain: &[u8], kind: EnvelopeKind, deck: &Deck, mode: Mode) -> Result<(), TestCaseError> {
    if let Ok((item, answer)) = Slip::read(plain, kind, deck, mode) {
        prop_assert_eq!(deck.item(&item.id), Some(item));
        prop_assert_eq!(item.envelope_kind(mode), kind);
        if let Some(answer) = &answer {
            prop_assert_eq!(answer.check(item), Ok(()));
        }
        let says_nothing = answer.is_none() && plain[2 + item.id.len()] == 4;
        let says_nothing = says_nothing || answer.is_none() && plain[0] >= 2 && plain[2 + item.id.len()] == 5;
        let mut again = written(&item.id, answer.as_ref().map(Plain::from).as_ref());
        if plain[0] >= 2 {
            prop_assert_eq!(kind, EnvelopeKind::ParticipantNote);
            again[0] = plain[0];
            let tag = 2 + item.id.len();
            again[tag] = match plain[tag] {
                5 => 5,
                6 if plain[0] == 3 => 6,
                _ => again[tag],
            };
        }
        prop_assert!(says_nothing || padded(again, kind) == plain);
    }
    Ok(())
}

/// The station deck with one item renamed.
fn renamed(from: &str, to: &str) -> Deck {
    let mut deck = station_deck();
    deck.items.iter_mut().find(|item| item.id == from).unwrap().id = to.to_owned();
    deck
}

fn one_answer(item: &str, answer: Plain) -> Sheet {
    Sheet::DropIn(answers(&vec![(item.to_owned(), vec![answer])]))
}

/// A hub that could not read a format is never sent it.
#[test]
fn notes_are_written_in_the_format_that_the_hub_has_said_it_reads() {
    for (newest, format) in [
        (0, NoteFormat::Unmarked),
        (OLDEST_PROTOCOL, NoteFormat::Unmarked),
        (PROTOCOL_WITH_TROUBLES, NoteFormat::Unmarked),
        (PROTOCOL_WITH_FIRST_NOTES, NoteFormat::FirstMarked),
        (PROTOCOL, NoteFormat::FirstMarked),
        (PROTOCOL + 1, NoteFormat::FirstMarked),
    ] {
        assert_eq!(NoteFormat::of_protocol(newest), format, "{newest}");
    }
}

#[test]
fn the_bytes_of_format_3_stay_as_they_are() {
    let deck = table_deck();
    let notes = vec![Plain::Note("Vi ler".to_owned()), Plain::Note("Ro".to_owned())];
    let member = vec![("note-keep".to_owned(), notes)];
    let sheet = PlainSheet {
        mode: Mode::Table,
        table: Vec::new(),
        people: vec![member],
    };
    let slips = slip::split(&sheet.sheet(), &deck, NoteFormat::FirstMarked);
    let notes: Vec<&[u8]> = slips
        .iter()
        .filter(|slip| slip.kind() == EnvelopeKind::ParticipantNote)
        .map(|slip| slip.plain())
        .collect();
    let begins = [
        &b"\x03\x09note-keep\x05\x00\x06Vi ler"[..],
        b"\x03\x09note-keep\x04\x00\x02Ro",
        b"\x03\x09note-keep\x00",
        b"\x03\x0cnote-improve\x06",
        b"\x03\x0cnote-improve\x00",
        b"\x03\x0cnote-improve\x00",
    ];
    assert_eq!(notes.len(), begins.len());
    for (plain, begins) in notes.iter().zip(begins) {
        assert_eq!(plain.len(), NOTE_BYTES);
        assert_eq!(&plain[..begins.len()], begins);
        assert!(plain[begins.len()..].iter().all(|byte| *byte == 0));
    }
}

#[test]
fn the_bytes_of_format_1_stay_as_they_are() {
    let deck = table_deck();
    let sheet = PlainSheet {
        mode: Mode::Table,
        table: vec![
            ("card-silence".to_owned(), vec![Plain::Card(true)]),
            ("score-cooperation".to_owned(), vec![Plain::Score(7)]),
        ],
        people: vec![vec![
            ("recognition".to_owned(), vec![Plain::Face(4)]),
            ("note-keep".to_owned(), vec![Plain::Note("Grøt".to_owned())]),
        ]],
    };
    let slips = split(&sheet.sheet(), &deck);
    for (kind, start) in [
        (EnvelopeKind::TableMark, &b"\x01\x0ccard-silence\x01\x01"[..]),
        (EnvelopeKind::TableMark, b"\x01\x0ccard-corners\x00"),
        (EnvelopeKind::TableMark, b"\x01\x11score-cooperation\x03\x00\x07"),
        (EnvelopeKind::ParticipantMark, b"\x01\x0brecognition\x02\x04"),
        (EnvelopeKind::ParticipantMark, b"\x01\x08workload\x00"),
        (
            EnvelopeKind::ParticipantNote,
            b"\x01\x09note-keep\x04\x00\x05Gr\xc3\xb8t",
        ),
        (EnvelopeKind::ParticipantNote, b"\x01\x0cnote-improve\x00"),
    ] {
        let bytes = padded(start.to_vec(), kind);
        let found = slips.iter().any(|slip| slip.kind() == kind && slip.plain() == bytes);
        assert!(found, "no slip of the sheet is {:?}", String::from_utf8_lossy(start));
    }
    assert_eq!((MARK_BYTES, NOTE_BYTES), (64, 1024));
}

#[test]
fn the_longest_note_under_the_longest_id_fits_its_slip_to_the_last_byte() {
    let id = "n".repeat(MAX_ID_BYTES);
    let mut deck = renamed("note-improve", &id);
    let Question::Note { max_chars, .. } = &mut deck.items.last_mut().unwrap().question else {
        panic!("the station deck ends with its note");
    };
    *max_chars = trykk_shared::deck::MAX_NOTE_CHARS;
    let longest = "👟".repeat(MAX_NOTE_BYTES / 4) + &"x".repeat(MAX_NOTE_BYTES % 4);
    assert_eq!(longest.len(), MAX_NOTE_BYTES);
    let sheet = one_answer(&id, Plain::Note(longest.clone()));
    assert_eq!(sheet.check(&deck, Mode::DropIn), Ok(()));
    let slips = split(&sheet, &deck);
    let note = slips
        .iter()
        .find(|slip| slip.kind() == EnvelopeKind::ParticipantNote)
        .unwrap();
    assert_eq!(note.plain().len(), NOTE_BYTES);
    assert_eq!(note.plain().last(), Some(&b'x'), "not one byte of padding is left");
    let said = read(note.plain(), note.kind(), &deck, Mode::DropIn);
    assert_eq!(said, Ok((id.clone(), Some(Plain::Note(longest.clone())))));

    let too_long = one_answer(&id, Plain::Note(longest + "x"));
    let fault = AnswerError::NoteTooManyBytes(MAX_NOTE_BYTES + 1);
    assert_eq!(too_long.check(&deck, Mode::DropIn), Err(SheetError::Answer(id, fault)));
}

#[test]
fn as_many_norwegian_letters_as_a_deck_may_allow_fit_a_note() {
    assert!("å".repeat(usize::from(trykk_shared::deck::MAX_NOTE_CHARS)).len() <= MAX_NOTE_BYTES);
}

#[test]
fn the_longest_id_fits_every_mark() {
    let id = "i".repeat(MAX_ID_BYTES);
    for (item, answer) in [("card-silence", Plain::Card(true)), ("recognition", Plain::Face(5))] {
        let deck = renamed(item, &id);
        let slips = split(&one_answer(&id, answer.clone()), &deck);
        let said: Vec<_> = slips
            .iter()
            .map(|slip| read(slip.plain(), slip.kind(), &deck, Mode::DropIn).unwrap())
            .collect();
        assert!(said.contains(&(id.clone(), Some(answer))));
    }
    assert!(written(&id, Some(&Plain::Score(i16::MIN))).len() <= MARK_BYTES);
}

#[test]
fn a_slip_reads_only_in_its_kind_its_mode_and_its_deck() {
    let (deck, kind) = (station_deck(), EnvelopeKind::ParticipantMark);
    let card = padded(written("card-silence", Some(&Plain::Card(true))), kind);
    let said = ("card-silence".to_owned(), Some(Plain::Card(true)));
    assert_eq!(read(&card, kind, &deck, Mode::DropIn), Ok(said.clone()));
    assert_eq!(read(&card, EnvelopeKind::TableMark, &deck, Mode::Table), Ok(said));
    let wrong = Err(SlipError::WrongQuestion);
    assert_eq!(read(&card, EnvelopeKind::TableMark, &deck, Mode::DropIn), wrong);
    assert_eq!(read(&card, kind, &deck, Mode::Table), wrong);
    assert_eq!(
        read(&card, kind, &renamed("card-silence", "card-other"), Mode::DropIn),
        wrong
    );
}

#[test]
fn each_way_of_not_being_a_slip_is_refused() {
    let (deck, kind) = (station_deck(), EnvelopeKind::ParticipantMark);
    let refused = |start: &[u8]| read(&padded(start.to_vec(), kind), kind, &deck, Mode::DropIn).unwrap_err();
    for (what, start) in [
        ("nothing at all", &b""[..]),
        ("an unknown format", b"\x02\x0brecognition\x02\x01"),
        ("an unknown tag", b"\x01\x0brecognition\x05\x01"),
        ("an id longer than the slip", b"\x01\xffrecognition\x02\x01"),
        ("an id up to the slip's end", b"\x01\x3erecognition\x02\x01"),
        ("an id that is not UTF-8", b"\x01\x0brecogniti\xffn\x02\x01"),
        ("a card neither yes nor no", b"\x01\x0ccard-silence\x01\x02"),
        ("a skip with an answer behind it", b"\x01\x0ccard-silence\x00\x01"),
        ("a note longer than the slip", b"\x01\x0cnote-improve\x04\x03\xff"),
        ("a note that is not UTF-8", b"\x01\x0cnote-improve\x04\x00\x02\xff\xff"),
    ] {
        assert_eq!(refused(start), SlipError::Malformed, "{what}");
    }
    for (what, start) in [
        ("an empty id", &b"\x01\x00\x00"[..]),
        ("no item of the deck", b"\x01\x0brecognitiox\x02\x01"),
        ("an item of another kind of envelope", b"\x01\x0cnote-improve\x00"),
    ] {
        assert_eq!(refused(start), SlipError::WrongQuestion, "{what}");
    }
    for (what, start) in [
        ("face 0", &b"\x01\x0brecognition\x02\x00"[..]),
        ("face 6 of 5", b"\x01\x0brecognition\x02\x06"),
        ("yes to a statement", b"\x01\x0brecognition\x01\x01"),
        ("a score on a card", b"\x01\x0ccard-silence\x03\x00\x01"),
    ] {
        assert_eq!(refused(start), SlipError::WrongAnswer, "{what}");
    }
}

#[test]
fn notes_that_no_tablet_takes_do_not_read() {
    let (deck, kind) = (station_deck(), EnvelopeKind::ParticipantNote);
    for text in ["", "  \n", &"a".repeat(281)] {
        let note = padded(written("note-improve", Some(&Plain::Note(text.to_owned()))), kind);
        assert_eq!(
            read(&note, kind, &deck, Mode::DropIn),
            Err(SlipError::WrongAnswer),
            "{text:?}"
        );
    }
}

/// What tablets of before took for a note although nobody sees it counts as a skipped prompt, and takes no other answer along.
#[test]
fn a_note_of_what_nobody_sees_says_nothing() {
    let (deck, kind) = (station_deck(), EnvelopeKind::ParticipantNote);
    for text in ["\0", "\u{200b}\u{ad}", "\u{f700}\u{f701}", "\u{202e}"] {
        let note = padded(written("note-improve", Some(&Plain::Note(text.to_owned()))), kind);
        let (item, answer) = read(&note, kind, &deck, Mode::DropIn).unwrap();
        assert_eq!((item, answer), ("note-improve".to_owned(), None), "{text:?}");
    }
}
