//! The count against what was really answered, with everything in the box that does not belong there.

use std::num::NonZero;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use trykk_hub::figures::release::{Figure, release};
use trykk_hub::figures::tally::{Sheets, Tally, blank};
use trykk_hub::keys::opening::OpeningKey;
use trykk_hub::rounds::count::{Opened, SealedSlip, Subject, count};
use trykk_shared::answers::{Answer, Answers, Sheet};
use trykk_shared::deck::{Deck, Mode, Question};
use trykk_shared::ids::BoxId;
use trykk_shared::kind::{EnvelopeKind, Unit};
use trykk_shared::seal::{Address, Envelope, sealed_bytes};
use trykk_shared::slip::{NoteFormat, NotePlace, Slip, split};

use crate::given::{a_deck, a_rng, note, score, statement};

const ROUND: &str = "autumn";
const BOX: BoxId = BoxId([9; 16]);

/// What one participant or one table said, in the order of [`the_deck`]; `None` is a skip.
#[derive(Clone, Debug)]
struct Said {
    card: Option<bool>,
    face: Option<u8>,
    score: Option<i16>,
    notes: Vec<String>,
}

fn the_deck() -> Deck {
    a_deck([
        ("card", Question::Card),
        ("face", statement(5)),
        ("score", score()),
        ("note", note(2)),
    ])
}

fn a_saying() -> impl Strategy<Value = Said> {
    let notes = vec("[a-zæøå]{1,20}", 0..=2);
    let marks = (
        any::<Option<bool>>(),
        prop::option::of(1..=5_u8),
        prop::option::of(1..=10_i16),
    );
    (marks, notes).prop_map(|((card, face, score), notes)| Said {
        card,
        face,
        score,
        notes,
    })
}

/// A whole box: who said what, and what else lies in it.
#[derive(Clone, Debug)]
struct Case {
    mode: Mode,
    people: Vec<Said>,
    tables: Vec<Said>,
    strangers: Vec<Stranger>,
    seed: u64,
}

/// Something in a box that is no answer in it.
#[derive(Clone, Copy, Debug)]
enum Stranger {
    Garbage,
    Truncated,
    SealedToAnotherBox,
    SealedToAnotherKey,
    SealedInAnotherRound,
    PutUnderAnotherKind,
    AnswersAnotherDeck,
}

fn a_case() -> impl Strategy<Value = Case> {
    use Stranger::*;
    let strangers = vec![
        Garbage,
        Truncated,
        SealedToAnotherBox,
        SealedToAnotherKey,
        SealedInAnotherRound,
        PutUnderAnotherKind,
        AnswersAnotherDeck,
    ];
    let mode = select(vec![Mode::DropIn, Mode::Table]);
    let people = vec(a_saying(), 0..14);
    let tables = vec(a_saying(), 0..5);
    (mode, people, tables, vec(select(strangers), 0..8), any::<u64>()).prop_map(
        |(mode, people, tables, strangers, seed)| Case {
            // Each table has at least one member, and drop-in mode has none.
            tables: match mode {
                Mode::DropIn => Vec::new(),
                Mode::Table => tables.into_iter().take(people.len()).collect(),
            },
            mode,
            people,
            // Where sheets have marks of one unit, what a mark is called takes nothing away.
            strangers: strangers
                .into_iter()
                .filter(|stranger| mode == Mode::Table || !matches!(stranger, PutUnderAnotherKind))
                .collect(),
            seed,
        },
    )
}

impl Case {
    fn answers(&self, said: &Said, unit: Unit) -> Answers {
        let mut answers = Answers::new();
        let mine = |item: &str| the_deck().item(item).unwrap().unit(self.mode) == unit;
        let marks = [
            ("card", said.card.map(Answer::Card)),
            ("face", said.face.map(Answer::Face)),
            ("score", said.score.map(Answer::Score)),
        ];
        for (item, answer) in marks {
            if let (true, Some(answer)) = (mine(item), answer) {
                answers.put(item, answer);
            }
        }
        if mine("note") {
            answers.put_notes("note", said.notes.iter().map(String::as_str));
        }
        answers
    }

    fn sheets(&self) -> Vec<Sheet> {
        let person = |said: &Said| self.answers(said, Unit::Participant);
        if self.mode == Mode::DropIn {
            return self.people.iter().map(|said| Sheet::DropIn(person(said))).collect();
        }
        let tables = self.tables.iter().enumerate().map(|(nth, table)| {
            let members = self.people.iter().skip(nth).step_by(self.tables.len());
            Sheet::Table {
                table: self.answers(table, Unit::Table),
                members: members.map(person).collect(),
            }
        });
        tables.collect()
    }

    /// Those whose answers are in the box. Without a table nobody sits at one.
    fn counted_people(&self) -> &[Said] {
        match (self.mode, self.tables.len()) {
            (Mode::Table, 0) => &[],
            _ => &self.people,
        }
    }

    fn box_of(&self, key: &OpeningKey, rng: &mut StdRng) -> Vec<SealedSlip> {
        let address = address(key);
        let deck = the_deck();
        let slips = self
            .sheets()
            .into_iter()
            .flat_map(|sheet| split(&sheet, &deck, NoteFormat::FirstMarked));
        let mut envelopes: Vec<SealedSlip> = slips.map(|slip| sealed(&slip, &address, rng)).collect();
        envelopes.extend(self.strangers.iter().map(|stranger| stranger.envelope(&address, rng)));
        envelopes.shuffle(rng);
        envelopes
    }
}

fn address(key: &OpeningKey) -> Address {
    Address {
        round: ROUND.to_owned(),
        box_id: BOX,
        key: key.sealing_key(),
    }
}

fn sealed(slip: &Slip, address: &Address, rng: &mut StdRng) -> SealedSlip {
    SealedSlip {
        kind: slip.kind(),
        sealed: Envelope::seal(slip, address, rng).into_sealed(),
    }
}

impl Stranger {
    fn envelope(self, address: &Address, rng: &mut StdRng) -> SealedSlip {
        let mut answers = Answers::new();
        answers.put("face", Answer::Face(1));
        let slip = |deck: &Deck| {
            let slips = split(&Sheet::DropIn(answers), deck, NoteFormat::Unmarked);
            slips
                .into_iter()
                .find(|slip| slip.kind() == EnvelopeKind::ParticipantMark)
                .unwrap()
        };
        let face = slip(&a_deck([("face", statement(5))]));
        let mut address = address.clone();
        match self {
            Stranger::Garbage => {
                let mut bytes = vec![0; sealed_bytes(EnvelopeKind::ParticipantMark)];
                rng.fill_bytes(&mut bytes);
                return SealedSlip {
                    kind: EnvelopeKind::ParticipantMark,
                    sealed: bytes,
                };
            }
            Stranger::Truncated => {
                let mut whole = sealed(&face, &address, rng);
                whole.sealed.truncate(47);
                return whole;
            }
            Stranger::PutUnderAnotherKind => {
                let whole = sealed(&face, &address, rng);
                return SealedSlip {
                    kind: EnvelopeKind::TableMark,
                    ..whole
                };
            }
            Stranger::AnswersAnotherDeck => {
                let other = split(
                    &Sheet::DropIn(Answers::new()),
                    &a_deck([("other", statement(5))]),
                    NoteFormat::FirstMarked,
                );
                return sealed(&other[0], &address, rng);
            }
            Stranger::SealedToAnotherBox => address.box_id = BoxId([8; 16]),
            Stranger::SealedToAnotherKey => address.key = OpeningKey::draw(rng).sealing_key(),
            Stranger::SealedInAnotherRound => address.round.push('2'),
        }
        sealed(&face, &address, rng)
    }
}

fn opened(case: &Case, key: &OpeningKey, envelopes: &[SealedSlip], cores: usize) -> Opened {
    let subject = Subject {
        round: ROUND,
        box_id: BOX,
        deck: &the_deck(),
        mode: case.mode,
    };
    count(
        subject,
        key,
        envelopes,
        NonZero::new(cores).unwrap(),
        &mut a_rng(case.seed),
    )
}

/// Item and text of each note, in alphabetical order.
fn notes(opened: &Opened) -> Vec<(String, String)> {
    let mut notes: Vec<_> = opened
        .notes
        .iter()
        .map(|note| (note.item.clone(), note.text.to_string()))
        .collect();
    notes.sort();
    notes
}

/// How many of those who said something said this.
fn saying<V: PartialEq>(said: &[Said], value: impl Fn(&Said) -> Option<V>, this: &V) -> u64 {
    said.iter().filter(|said| value(said).as_ref() == Some(this)).count() as u64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn the_count_is_what_was_answered_on_one_two_or_three_cores(case in a_case()) {
        let mut rng = a_rng(case.seed);
        let key = OpeningKey::draw(&mut rng);
        let envelopes = case.box_of(&key, &mut rng);
        let (people, tables) = (case.counted_people(), &case.tables[..]);
        let asked = if case.mode == Mode::Table { tables } else { people };
        let mut expected_notes: Vec<_> = people
            .iter()
            .flat_map(|said| said.notes.iter().map(|text| ("note".to_owned(), text.clone())))
            .collect();
        expected_notes.sort();
        for cores in 1..=3 {
            let opened = opened(&case, &key, &envelopes, cores);
            let tally = &opened.tally;
            prop_assert_eq!(tally.unreadable, case.strangers.len() as u64);
            let sheets = Sheets { participant: people.len() as u64, table: tables.len() as u64 };
            prop_assert_eq!(tally.sheets, sheets);
            prop_assert_eq!(notes(&opened), expected_notes.clone());
            let firsts = opened.notes.iter().filter(|note| note.place == NotePlace::First).count();
            let writers = people.iter().filter(|said| !said.notes.is_empty()).count();
            prop_assert_eq!(firsts, writers);
            let ids: Vec<&str> = tally.questions.iter().map(|question| question.id.as_str()).collect();
            prop_assert_eq!(ids, ["card", "face", "score"]);
            for question in &tally.questions {
                let expected = |value: i16| match question.id.as_str() {
                    "card" => saying(asked, |said| said.card, &(value == 1)),
                    "face" => saying(people, |said| said.face.map(i16::from), &value),
                    _ => saying(asked, |said| said.score, &value),
                };
                let scale = match question.id.as_str() { "card" => 0..=1, "face" => 1..=5, _ => 1..=10 };
                let expected = scale.map(|value| (value, expected(value))).collect();
                prop_assert_eq!(&question.counts, &expected, "{}", question.id);
            }
        }
    }

    /// A bit that flips in the kind beside an envelope loses nobody's answer.
    #[test]
    fn what_an_envelope_is_called_changes_nothing_where_its_size_says_what_it_is(case in a_case(), flips: u64) {
        let case = Case { mode: Mode::DropIn, tables: Vec::new(), strangers: Vec::new(), ..case };
        let mut rng = a_rng(case.seed);
        let key = OpeningKey::draw(&mut rng);
        let envelopes = case.box_of(&key, &mut rng);
        let mut flipped = envelopes.clone();
        for (nth, envelope) in flipped.iter_mut().enumerate() {
            if envelope.kind == EnvelopeKind::ParticipantMark && flips >> (nth % 64) & 1 == 1 {
                envelope.kind = EnvelopeKind::TableMark;
            }
        }
        let (all, same) = (opened(&case, &key, &envelopes, 2), opened(&case, &key, &flipped, 2));
        prop_assert_eq!(all.tally, same.tally);
        prop_assert!(same.unreadable.is_empty());
    }

    /// A sheet of which an envelope is missing is no whole sheet, but its other answers count.
    #[test]
    fn a_sheet_counts_only_whole(case in a_case(), lost in any::<prop::sample::Index>()) {
        prop_assume!(case.mode == Mode::DropIn && !case.people.is_empty());
        let mut rng = a_rng(case.seed);
        let key = OpeningKey::draw(&mut rng);
        let mut envelopes = Case { strangers: Vec::new(), ..case.clone() }.box_of(&key, &mut rng);
        let all = opened(&case, &key, &envelopes, 2);
        envelopes.remove(lost.index(envelopes.len()));
        let fewer = opened(&case, &key, &envelopes, 2);
        prop_assert_eq!(all.tally.sheets.participant, case.people.len() as u64);
        prop_assert_eq!(fewer.tally.sheets.participant, case.people.len() as u64 - 1);
        let answers = |opened: &Opened| -> u64 {
            let marks: u64 = opened.tally.questions.iter().map(trykk_hub::figures::tally::QuestionTally::n).sum();
            marks + opened.notes.len() as u64
        };
        prop_assert!(answers(&all) - answers(&fewer) <= 1);
    }
}

#[test]
fn an_empty_box_counts_to_nothing() {
    let case = Case {
        mode: Mode::Table,
        people: Vec::new(),
        tables: Vec::new(),
        strangers: Vec::new(),
        seed: 1,
    };
    let opened = opened(&case, &OpeningKey::draw(&mut a_rng(1)), &[], 3);
    assert_eq!(opened.tally.sheets, Sheets::default());
    assert!(opened.notes.is_empty());
    assert!(opened.tally.questions.iter().all(|question| question.n() == 0));
}

/// Sheets without an answer are nobody: a table's figure is published when enough people have answered something.
#[test]
fn a_tables_figure_is_not_published_because_of_sheets_without_an_answer() {
    for (answered, published) in [(6, false), (7, true)] {
        let deck = a_deck([("card", Question::Card)]);
        let mut questions = blank(&deck, Mode::Table);
        questions[0].counts.insert(1, 6);
        let tally = Tally {
            sheets: Sheets {
                participant: 30,
                table: 6,
            },
            answered: Some(Sheets {
                participant: answered,
                table: 6,
            }),
            questions,
            unreadable: 0,
        };
        let release = release("round", &["ward".to_owned()], 7, &deck, &tally);
        assert_eq!(release.questions[0].figure != Figure::Hidden, published, "{answered}");
        assert_eq!(release.participants, answered);
    }
}
