//! Random walks through the flow, beside a plain record of what was tapped.

use std::collections::BTreeMap;

use proptest::prelude::*;
use trykk_kiosk::flow::{Ask, Comfort, Event, Flow, Given, IDLE_MS, Page, Sent, TABLE_IDLE_MS, View};
use trykk_shared::answers::{Answer, Answers, Sheet};
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::language::Language;

use crate::rehearsal::{Rehearsal, around_the_table, station};

/// One thing that happens: someone does something, or time passes.
#[derive(Clone, Debug)]
enum Op {
    /// Someone does this, so many milliseconds later.
    Do(Event, u64),
    /// Nobody does anything for so long.
    Wait(u64),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        12 => (0u8..8).prop_map(Event::Face),
        10 => any::<bool>().prop_map(Event::Card),
        6 => (-1i16..22).prop_map(Event::Score),
        6 => Just(Event::Skip),
        8 => Just(Event::Next),
        6 => Just(Event::Back),
        4 => Just(Event::Start),
        6 => (0usize..14).prop_map(Event::Members),
        2 => (0usize..20).prop_map(Event::Change),
        3 => Just(Event::Write),
        8 => "[a-zæøå ]{1,3}".prop_map(Event::Type),
        2 => Just(Event::Erase),
        1 => Just(Event::Done),
        3 => Just(Event::AnotherNote),
        6 => Just(Event::TakeTablet),
        8 => Just(Event::Deliver),
        1 => Just(Event::TakeBack),
        1 => Just(Event::Finish),
        1 => Just(Event::Leave),
        2 => Just(Event::Stay),
        1 => Just(Event::Forget),
        1 => Just(Event::How),
        1 => prop::sample::select(Language::ALL.to_vec()).prop_map(Event::Language),
        1 => Just(Event::Contrast),
        1 => Just(Event::Letters),
        1 => Just(Event::Low),
        1 => Just(Event::Touched),
    ]
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let op = prop_oneof![
        60 => (event(), 0u64..3000).prop_map(|(event, later)| Op::Do(event, later)),
        1 => (0u64..80_000).prop_map(Op::Wait),
    ];
    prop::collection::vec(op, 1..220)
}

/// What was tapped, part by part: the table's or the only participant's first, then each member's.
#[derive(Default)]
struct Record {
    parts: BTreeMap<usize, BTreeMap<String, Tapped>>,
    part: usize,
    members: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum Tapped {
    Mark(Answer),
    Notes(BTreeMap<usize, String>),
}

impl Record {
    fn now(&mut self) -> &mut BTreeMap<String, Tapped> {
        self.parts.entry(self.part).or_default()
    }

    /// What the page before says the event means.
    fn note_down(&mut self, before: &Page, event: &Event) {
        match (before, event) {
            (Page::HowMany { least, most }, Event::Members(count)) if (least..=most).contains(&count) => {
                self.members = *count;
            }
            (Page::Question(question), event) => {
                let answer = match (&question.ask, event) {
                    (Ask::Face { labels, .. }, Event::Face(face))
                        if (1..=labels.len()).contains(&usize::from(*face)) =>
                    {
                        Some(Answer::Face(*face))
                    }
                    (Ask::Card { .. }, Event::Card(yes)) => Some(Answer::Card(*yes)),
                    (Ask::Score { min, max, .. }, Event::Score(score)) if (min..=max).contains(&score) => {
                        Some(Answer::Score(*score))
                    }
                    _ => None,
                };
                if let Some(answer) = answer {
                    self.now().insert(question.text.clone(), Tapped::Mark(answer));
                } else if *event == Event::Skip {
                    self.now().remove(&question.text);
                }
            }
            (Page::Note(note), Event::Skip) => {
                self.now().remove(&note.prompt);
            }
            (Page::Note(note), Event::Type(text)) => {
                let text: String = text.chars().take(note.left).collect();
                if let Tapped::Notes(notes) = self
                    .now()
                    .entry(note.prompt.clone())
                    .or_insert(Tapped::Notes(BTreeMap::new()))
                {
                    notes.entry(note.nth).or_default().push_str(&text);
                }
            }
            (Page::Note(note), Event::Erase) => {
                if let Some(Tapped::Notes(notes)) = self.now().get_mut(&note.prompt)
                    && let Some(text) = notes.get_mut(&note.nth)
                {
                    text.pop();
                }
            }
            _ => {}
        }
    }

    fn answers(&self, part: usize, deck: &Deck) -> Answers {
        let mut answers = Answers::new();
        for (text, tapped) in self.parts.get(&part).into_iter().flatten() {
            let item = deck
                .items
                .iter()
                .find(|item| Language::ALL.iter().any(|l| item.text.get(*l) == text))
                .unwrap();
            match tapped {
                Tapped::Mark(answer) => answers.put(&item.id, answer.clone()),
                Tapped::Notes(notes) => {
                    let texts: Vec<_> = notes
                        .values()
                        .map(|text| text.trim())
                        .filter(|text| !text.is_empty())
                        .collect();
                    if !texts.is_empty() {
                        answers.put_notes(&item.id, texts);
                    }
                }
            }
        }
        answers
    }

    fn sheet(&self, deck: &Deck, mode: Mode) -> Sheet {
        match mode {
            Mode::DropIn => Sheet::DropIn(self.answers(0, deck)),
            Mode::Table => Sheet::Table {
                table: self.answers(0, deck),
                members: (1..=self.members).map(|part| self.answers(part, deck)).collect(),
            },
        }
    }

    /// Whether the page shows the answers of the part that is answering, and no others.
    fn matches(&self, page: &Page) -> bool {
        let none = BTreeMap::new();
        let part = self.parts.get(&self.part).unwrap_or(&none);
        match page {
            Page::Question(question) => {
                let given = match question.ask {
                    Ask::Face { given, .. } => given.map(Answer::Face),
                    Ask::Card { given } => given.map(Answer::Card),
                    Ask::Score { given, .. } => given.map(Answer::Score),
                };
                given.map(Tapped::Mark) == part.get(&question.text).cloned()
            }
            Page::Note(note) => match part.get(&note.prompt) {
                Some(Tapped::Notes(notes)) => notes.get(&note.nth).map_or("", String::as_str) == *note.text,
                _ => note.text.is_empty(),
            },
            Page::Overview(overview) => overview
                .rows
                .iter()
                .all(|row| match (&row.answer, part.get(&row.text)) {
                    (Given::Skipped, None) => true,
                    (Given::Skipped, Some(Tapped::Notes(notes))) => notes.values().all(|text| text.trim().is_empty()),
                    (Given::Face { nth, .. }, Some(Tapped::Mark(Answer::Face(face)))) => *nth == usize::from(*face),
                    (Given::Card(yes), Some(Tapped::Mark(Answer::Card(said)))) => yes == said,
                    (Given::Score(a), Some(Tapped::Mark(Answer::Score(b)))) => a == b,
                    (Given::Notes(count), Some(Tapped::Notes(notes))) => {
                        *count == notes.values().filter(|text| !text.trim().is_empty()).count()
                    }
                    _ => false,
                }),
            _ => true,
        }
    }
}

fn is_forward(event: &Event) -> bool {
    matches!(
        event,
        Event::Face(_)
            | Event::Card(_)
            | Event::Score(_)
            | Event::Skip
            | Event::Next
            | Event::TakeTablet
            | Event::Members(_)
            | Event::Deliver
    )
}

fn is_home(page: &Page) -> bool {
    matches!(page, Page::Welcome(_) | Page::How { .. })
}

fn fraction(view: &View) -> Option<f64> {
    view.progress.map(|(done, of)| done as f64 / of as f64)
}

fn walk(deck: &Deck, mode: Mode, ops: &[Op]) -> Result<(), TestCaseError> {
    let mut flow = Flow::new(Rehearsal::open(deck.clone(), mode), 0);
    let mut record = Record::default();
    let (mut now, mut delivered) = (0, 0);
    // Most walks should get somewhere: begin at once.
    let start = [Op::Do(Event::Start, 0)];
    for op in start.iter().chain(ops) {
        let before = flow.view();
        match op {
            Op::Wait(long) => {
                now += long;
                flow.tick(now);
            }
            Op::Do(event, later) => {
                now += later;
                flow.tick(now);
                let before = flow.view();
                // While the countdown shows, a touch says "I am here" and nothing else.
                if before.countdown.is_none() {
                    record.note_down(&before.page, event);
                }
                flow.handle(event.clone(), now);
                let after = flow.view();
                if let (true, Some(was), Some(is)) = (is_forward(event), fraction(&before), fraction(&after)) {
                    prop_assert!(is >= was, "{event:?} went from {was} to {is}");
                }
            }
        }
        let after = flow.view();
        // What is shown is what stands on the glass, and a new screen has a new number.
        if std::mem::discriminant(&before.page) != std::mem::discriminant(&after.page) {
            prop_assert_ne!(before.serial, after.serial);
        }
        if let Some((done, of)) = after.progress {
            prop_assert_eq!(
                done == of,
                matches!(after.page, Page::Thanks { .. }),
                "{} of {}",
                done,
                of
            );
        }
        match &after.page {
            Page::Cover { member, .. } => record.part = *member,
            Page::Overview(_) | Page::Question(_) | Page::HowMany { .. } | Page::Note(_)
                if mode == Mode::Table
                    && matches!(before.page, Page::Cover { member: 1, .. })
                    && is_common(&after.page) =>
            {
                record.part = 0;
            }
            _ => {}
        }
        let sheets = flow.backend().delivered.len();
        if sheets > delivered {
            delivered = sheets;
            let sheet = &flow.backend().delivered[sheets - 1].1;
            prop_assert!(sheet.check(deck, mode).is_ok());
            prop_assert!(!sheet.is_blank(), "nobody answered anything on it");
            prop_assert!(*sheet == record.sheet(deck, mode), "the sheet is not what was tapped");
        }
        if is_home(&after.page) || matches!(after.page, Page::Thanks { .. }) {
            record = Record::default();
            prop_assert_eq!(flow.backend().answering, None);
        }
        prop_assert!(
            record.matches(&after.page),
            "{:?} shows something else than was tapped",
            after.page
        );
    }
    // Whatever stands there, walking away forgets it.
    flow.tick(now + TABLE_IDLE_MS + IDLE_MS + 60_000);
    prop_assert!(matches!(flow.view().page, Page::Welcome(_)));
    prop_assert_eq!(flow.view().language, Language::Nb);
    prop_assert_eq!(flow.view().comfort, Comfort::default());
    prop_assert_eq!(flow.view().sent, None);
    Ok(())
}

fn is_common(page: &Page) -> bool {
    match page {
        Page::HowMany { .. } => true,
        Page::Question(question) => question.common,
        Page::Overview(overview) => overview.whose == trykk_kiosk::flow::Whose::Table,
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_walk_at_a_station_keeps_every_promise(ops in ops()) {
        walk(&station(), Mode::DropIn, &ops)?;
    }

    #[test]
    fn a_walk_around_a_table_keeps_every_promise(ops in ops()) {
        walk(&short_table(), Mode::Table, &ops)?;
    }

    #[test]
    fn a_long_deck_at_a_station_keeps_every_promise(ops in ops()) {
        walk(&around_the_table(), Mode::DropIn, &ops)?;
    }

    #[test]
    fn back_and_forward_keeps_answers(faces in prop::collection::vec(1u8..=5, 6), steps in 1usize..6) {
        let mut flow = Flow::new(Rehearsal::open(station(), Mode::DropIn), 0);
        flow.handle(Event::Start, 0);
        for face in &faces {
            flow.handle(Event::Face(*face), 0);
        }
        let here = flow.view();
        for _ in 0..steps {
            flow.handle(Event::Back, 0);
        }
        for _ in 0..steps {
            flow.handle(Event::Next, 0);
        }
        prop_assert_eq!(flow.view().page, here.page);
    }
}

/// Around a table too: every member looked, nobody answered, and a note holds only blanks.
#[test]
fn a_table_on_which_nobody_answered_delivers_nothing() {
    let mut flow = Flow::new(Rehearsal::open(short_table(), Mode::Table), 0);
    flow.handle(Event::Start, 0);
    flow.handle(Event::Members(2), 0);
    for _ in 0..200 {
        let event = match flow.view().page {
            Page::AllDone { blank, .. } => {
                assert!(blank);
                break;
            }
            Page::Note(note) if note.text.is_empty() => Event::Type("  ".into()),
            Page::Note(_) | Page::Question(_) => Event::Skip,
            Page::Overview(overview) if overview.whose == trykk_kiosk::flow::Whose::Table => Event::Next,
            Page::Cover { .. } => Event::TakeTablet,
            _ => Event::Deliver,
        };
        flow.handle(event, 0);
    }
    assert!(matches!(flow.view().page, Page::AllDone { .. }));
    flow.handle(Event::Deliver, 0);
    assert!(is_home(&flow.view().page));
    assert!(flow.backend().delivered.is_empty());
}

/// Found by a random walk: the first answer has nothing before it, so going back from it must not look there.
#[test]
fn back_from_changing_the_first_answer_is_the_overview_again() {
    let mut flow = Flow::new(Rehearsal::open(station(), Mode::DropIn), 0);
    flow.handle(Event::Start, 0);
    while !matches!(flow.view().page, Page::Overview(_)) {
        flow.handle(Event::Skip, 0);
    }
    let overview = flow.view().page;
    flow.handle(Event::Change(0), 0);
    assert!(matches!(flow.view().page, Page::Question(_)));
    flow.handle(Event::Back, 0);
    assert_eq!(flow.view().page, overview);
}

#[test]
fn a_card_leaves_when_it_is_answered_and_only_then() {
    let mut flow = Flow::new(Rehearsal::open(station(), Mode::DropIn), 0);
    flow.handle(Event::Start, 0);
    let card = |flow: &Flow<Rehearsal>| match flow.view().page {
        Page::Question(question) => matches!(question.ask, Ask::Card { .. }).then_some(question.text),
        _ => None,
    };
    while card(&flow).is_none() {
        flow.handle(Event::Skip, 0);
        assert_eq!(flow.view().sent, None);
    }
    let text = card(&flow).unwrap();
    flow.handle(Event::Card(true), 0);
    assert_eq!(flow.view().sent, Some(Sent { text, yes: true }));
    flow.handle(Event::Skip, 0);
    assert_eq!(flow.view().sent, None);
    // Asked whether to stop, nobody answers a card, and the countdown that follows sends none away.
    flow.handle(Event::Leave, 0);
    flow.handle(Event::Card(false), 0);
    flow.tick(IDLE_MS + 1000);
    assert!(flow.view().countdown.is_some());
    assert_eq!(flow.view().sent, None);
}

/// Few enough questions that random walks reach the end of a table.
fn short_table() -> Deck {
    let mut deck = around_the_table();
    let mut seen = Vec::new();
    deck.items.retain(|item| {
        let kind = std::mem::discriminant(&item.question);
        let first = !seen.contains(&kind);
        seen.push(kind);
        first
    });
    deck
}
