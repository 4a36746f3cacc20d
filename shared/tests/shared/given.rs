//! Valid decks and sheets: the two real decks, and strategies that build arbitrary ones.
//!
//! Sheets are drawn as plain lists, because the real types show nothing of themselves when a test fails.

use std::sync::LazyLock;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::string::string_regex;
use trykk_shared::answers::{Answer, Answers, MAX_MEMBERS, Sheet};
use trykk_shared::deck::{
    About, Deck, Favourable, GoodSide, Item, MAX_FACE_CHARS, MAX_NOTE_CHARS, MAX_NOTES, MAX_TEXT_CHARS,
    MAX_THEME_CHARS, MAX_TITLE_CHARS, Mode, Question, Theme,
};
use trykk_shared::kind::MAX_ID_BYTES;
use trykk_shared::kind::{MAX_NOTE_BYTES, Unit};
use trykk_shared::language::{Language, Texts};
use trykk_shared::note;

pub const STATION_TOML: &str = include_str!("../../../assets/decks/station.toml");
pub const TABLE_TOML: &str = include_str!("../../../assets/decks/table.toml");

static STATION: LazyLock<Deck> = LazyLock::new(|| Deck::read(STATION_TOML).expect("the station deck has no fault"));
static TABLE: LazyLock<Deck> = LazyLock::new(|| Deck::read(TABLE_TOML).expect("the table deck has no fault"));

pub fn station_deck() -> Deck {
    STATION.clone()
}

pub fn table_deck() -> Deck {
    TABLE.clone()
}

/// One answer, in the open.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plain {
    Card(bool),
    Face(u8),
    Score(i16),
    Note(String),
}

impl Plain {
    pub fn seal_in(&self) -> Answer {
        match self {
            Plain::Card(yes) => Answer::Card(*yes),
            Plain::Face(face) => Answer::Face(*face),
            Plain::Score(score) => Answer::Score(*score),
            Plain::Note(text) => Answer::note(text),
        }
    }
}

impl From<&Answer> for Plain {
    fn from(answer: &Answer) -> Self {
        match answer {
            Answer::Card(yes) => Plain::Card(*yes),
            Answer::Face(face) => Plain::Face(*face),
            Answer::Score(score) => Plain::Score(*score),
            Answer::Note(text) => Plain::Note(text.to_string()),
        }
    }
}

/// Items and what was answered to each: nothing when skipped, several only for notes.
pub type PlainAnswers = Vec<(String, Vec<Plain>)>;

/// A sheet in the open: what the table answered, and what each person did (one person in drop-in mode).
#[derive(Clone, Debug)]
pub struct PlainSheet {
    pub mode: Mode,
    pub table: PlainAnswers,
    pub people: Vec<PlainAnswers>,
}

impl PlainSheet {
    pub fn sheet(&self) -> Sheet {
        match self.mode {
            Mode::DropIn => Sheet::DropIn(answers(&self.people[0])),
            Mode::Table => Sheet::Table {
                table: answers(&self.table),
                members: self.people.iter().map(answers).collect(),
            },
        }
    }

    /// A sheet of as many people on which every question is skipped.
    pub fn blank(mode: Mode, people: usize) -> Self {
        PlainSheet {
            mode,
            table: Vec::new(),
            people: vec![Vec::new(); people],
        }
    }

    /// A sheet of as many people with every question answered, each as long as it may be.
    pub fn full(deck: &Deck, mode: Mode, people: usize) -> Self {
        let part = |unit| -> PlainAnswers {
            let items = deck.items.iter().filter(|item| item.unit(mode) == unit);
            items.map(|item| (item.id.clone(), fullest(item))).collect()
        };
        PlainSheet {
            mode,
            table: part(Unit::Table),
            people: vec![part(Unit::Participant); people],
        }
    }
}

pub fn answers(plain: &PlainAnswers) -> Answers {
    let mut answers = Answers::new();
    for (item, given) in plain {
        match given.as_slice() {
            [] => answers.skip(item),
            [one] => answers.put(item, one.seal_in()),
            notes => answers.put_notes(
                item,
                notes.iter().map(|note| match note {
                    Plain::Note(text) => text.as_str(),
                    other => panic!("{other:?} is not a note"),
                }),
            ),
        }
    }
    answers
}

fn fullest(item: &Item) -> Vec<Plain> {
    match &item.question {
        Question::Card => vec![Plain::Card(true)],
        Question::Statement { faces, .. } => vec![Plain::Face(u8::try_from(faces.len()).unwrap())],
        Question::Score { max, .. } => vec![Plain::Score(*max)],
        Question::Note {
            max_chars, max_notes, ..
        } => vec![Plain::Note("å".repeat(usize::from(*max_chars))); usize::from(*max_notes)],
    }
}

/// A deck, a mode and a sheet for them.
#[derive(Clone, Debug)]
pub struct Case {
    pub deck: Deck,
    pub sheet: PlainSheet,
}

impl Case {
    pub fn mode(&self) -> Mode {
        self.sheet.mode
    }
}

pub fn a_mode() -> impl Strategy<Value = Mode> {
    select(vec![Mode::DropIn, Mode::Table])
}

/// Any deck in any mode, with any sheet for them.
pub fn a_case() -> impl Strategy<Value = Case> {
    let members = prop_oneof![6 => 1..=4_usize, 1 => Just(MAX_MEMBERS)];
    (a_deck(), a_mode(), members).prop_flat_map(|(deck, mode, members)| {
        let people = match mode {
            Mode::DropIn => 1,
            Mode::Table => members,
        };
        let table = some_answers(&deck, mode, Unit::Table);
        let people = vec(some_answers(&deck, mode, Unit::Participant), people);
        (Just(deck), table, people).prop_map(move |(deck, table, people)| Case {
            deck,
            sheet: PlainSheet { mode, table, people },
        })
    })
}

fn some_answers(deck: &Deck, mode: Mode, unit: Unit) -> impl Strategy<Value = PlainAnswers> + use<> {
    let items = deck.items.iter().filter(|item| item.unit(mode) == unit);
    let given: Vec<_> = items
        .map(|item| (Just(item.id.clone()), some_answers_to(&item.question)))
        .collect();
    given
}

fn some_answers_to(question: &Question) -> BoxedStrategy<Vec<Plain>> {
    match question {
        Question::Card => vec(any::<bool>().prop_map(Plain::Card), 0..=1).boxed(),
        Question::Statement { faces, .. } => {
            let most = u8::try_from(faces.len()).unwrap();
            vec((1..=most).prop_map(Plain::Face), 0..=1).boxed()
        }
        Question::Score { min, max, .. } => vec((*min..=*max).prop_map(Plain::Score), 0..=1).boxed(),
        Question::Note {
            max_chars, max_notes, ..
        } => vec(a_note(*max_chars).prop_map(Plain::Note), 0..=usize::from(*max_notes)).boxed(),
    }
}

/// Any text that a note of `max_chars` takes as it is, the longest ones too.
pub fn a_note(max_chars: u16) -> impl Strategy<Value = String> {
    let most = usize::from(max_chars);
    let chars = prop_oneof![
        4 => vec(any::<char>(), 1..=most.min(12)),
        1 => vec(any::<char>(), most),
        1 => vec(select(vec!['a', 'å', '\u{200d}', '\n', '👟']), most),
    ];
    chars.prop_map(|mut chars| {
        for c in &mut chars {
            if *c != '\n' && !note::is_letter(*c) {
                *c = 'ø';
            }
        }
        while chars.iter().map(|c| c.len_utf8()).sum::<usize>() > MAX_NOTE_BYTES {
            chars.pop();
        }
        if note::is_blank(&chars.iter().collect::<String>()) {
            chars[0] = '.';
        }
        chars.into_iter().collect()
    })
}

/// Any deck that `Deck::read` takes.
pub fn a_deck() -> impl Strategy<Value = Deck> {
    let languages = subsequence(Language::ALL.to_vec(), 1..=Language::ALL.len()).prop_shuffle();
    languages.prop_flat_map(|languages| {
        let themes = btree_map(an_id(), a_text(&languages, MAX_THEME_CHARS), 1..4).prop_map(|themes| {
            themes
                .into_iter()
                .map(|(id, name)| Theme { id, name })
                .collect::<Vec<_>>()
        });
        let title = a_text(&languages, MAX_TITLE_CHARS);
        (themes, title).prop_flat_map(move |(themes, title)| {
            let theme_ids: Vec<_> = themes.iter().map(|theme| theme.id.clone()).collect();
            let items = btree_map(an_id(), an_item(&languages, &theme_ids), 1..10).prop_map(|items| {
                let items = items.into_iter().map(|(id, item)| Item { id, ..item });
                items.collect::<Vec<_>>()
            });
            let head = (an_id(), 1..=trykk_shared::deck::MAX_VERSION, Just(languages.clone()));
            (head, Just(title), Just(themes), items.prop_shuffle()).prop_map(
                |((id, version, languages), title, themes, items)| Deck {
                    id,
                    version,
                    languages,
                    title,
                    themes,
                    items,
                },
            )
        })
    })
}

fn an_item(languages: &[Language], themes: &[String]) -> impl Strategy<Value = Item> + use<> {
    let theme = select(themes.to_vec());
    let factor = proptest::option::of(an_id());
    let text = a_text(languages, MAX_TEXT_CHARS);
    (a_question(languages), theme, factor, text).prop_map(|(question, theme, factor, text)| Item {
        id: String::new(),
        theme: (!matches!(question, Question::Note { .. })).then_some(theme),
        factor,
        text,
        question,
    })
}

fn a_question(languages: &[Language]) -> impl Strategy<Value = Question> + use<> {
    let faces = vec(a_text(languages, MAX_FACE_CHARS), 3..=7);
    let statement = (faces, any::<bool>()).prop_map(|(faces, middle)| Question::Statement {
        favourable: match middle && faces.len() % 2 == 1 {
            true => Favourable::Middle,
            false => Favourable::Last,
        },
        faces,
    });
    let side = select(vec![GoodSide::High, GoodSide::Low, GoodSide::Middle]);
    let score =
        (0..98_i16, 2..=20_i16, proptest::option::of(side)).prop_map(|(min, steps, favourable)| Question::Score {
            min,
            max: (min + steps).min(100),
            favourable,
        });
    let about = select(vec![About::Keep, About::Improve]);
    let note = (about, 1..=MAX_NOTE_CHARS, 1..=MAX_NOTES).prop_map(|(about, max_chars, max_notes)| Question::Note {
        about,
        max_chars,
        max_notes,
    });
    prop_oneof![Just(Question::Card), statement, score, note]
}

/// Any id, the longest ones too.
fn an_id() -> SBoxedStrategy<String> {
    static IDS: LazyLock<SBoxedStrategy<String>> = LazyLock::new(|| {
        let longest = string_regex("[a-z0-9-]{40}").unwrap();
        assert_eq!(MAX_ID_BYTES, 40);
        prop_oneof![4 => string_regex("[a-z0-9-]{1,40}").unwrap(), 1 => longest].sboxed()
    });
    IDS.clone()
}

/// Any text in all of `languages`, of at most `max_chars` characters and with no word too long for a line.
fn a_text(languages: &[Language], max_chars: usize) -> impl Strategy<Value = Texts> + use<> {
    static WORDS: LazyLock<SBoxedStrategy<String>> = LazyLock::new(|| {
        let short = string_regex("[a-zæøåA-ZÆØÅ\"'\\\\{}=#漢👟\u{2013}]{1,4}").unwrap();
        let word = "[a-zæøåA-ZÆØÅ0-9.,?!\"'\\\\]{1,26}";
        let long = string_regex(&format!("{word}( {word}){{3,5}}")).unwrap();
        prop_oneof![9 => short, 1 => long].sboxed()
    });
    let text = WORDS
        .clone()
        .prop_map(move |text| text.chars().take(max_chars).collect());
    let texts: Vec<_> = languages
        .iter()
        .map(|language| (Just(*language), text.clone()))
        .collect();
    texts.prop_map(|texts| Texts(texts.into_iter().collect()))
}
