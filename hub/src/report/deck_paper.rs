//! A deck on paper, as the template of the PDF reads it: what a table answers together, what each answers alone, slips for notes, cards to
//! cut. On a sheet stands nothing that tells it from another one: no number of its own, no name, nothing of who sat at which table.

use serde::Serialize;
use trykk_shared::deck::{About, Deck, Item, Mode, Question};
use trykk_shared::face::{Face, STROKE, face};
use trykk_shared::kind::Unit;
use trykk_shared::language::Language;

use crate::texts::DeckPaperTexts;

/// Letters of somebody's hand that fit on a line, about.
const CHARS_A_LINE: u16 = 45;

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DeckSheet {
    /// What a table answers together.
    Table,
    /// What each member of a table answers alone.
    Member,
    /// All of it, for one person: where people answer one by one.
    Single,
    /// Slips for notes, to cut: a page a prompt.
    Notes,
    /// The cards, to cut: eight on a page.
    Cards,
}

impl DeckSheet {
    /// Each, in the order in which it is needed.
    pub const ALL: [DeckSheet; 5] = [
        DeckSheet::Table,
        DeckSheet::Member,
        DeckSheet::Single,
        DeckSheet::Notes,
        DeckSheet::Cards,
    ];

    /// As addresses and names of files carry it.
    pub fn name(self) -> &'static str {
        match self {
            DeckSheet::Table => "table",
            DeckSheet::Member => "member",
            DeckSheet::Single => "single",
            DeckSheet::Notes => "notes",
            DeckSheet::Cards => "cards",
        }
    }

    /// The sheet of this name.
    pub fn find(name: &str) -> Option<Self> {
        DeckSheet::ALL.into_iter().find(|sheet| sheet.name() == name)
    }

    /// The sheets that a deck has something for: where people answer like this, or in either way.
    pub fn of(deck: &Deck, mode: Option<Mode>) -> Vec<Self> {
        let has = |sheet: &DeckSheet| match (sheet, mode) {
            (DeckSheet::Table | DeckSheet::Member | DeckSheet::Cards, Some(Mode::DropIn))
            | (DeckSheet::Single, Some(Mode::Table)) => false,
            (sheet, _) => !sheet.items(deck).is_empty(),
        };
        DeckSheet::ALL.into_iter().filter(has).collect()
    }

    /// The items on it, each with the number that it has on the sheet that is typed in.
    fn items(self, deck: &Deck) -> Vec<(usize, &Item)> {
        let of_unit = |mode: Mode, unit: Unit| (1..).zip(deck.items.iter().filter(move |item| item.unit(mode) == unit));
        match self {
            DeckSheet::Table => of_unit(Mode::Table, Unit::Table).collect(),
            DeckSheet::Member => of_unit(Mode::Table, Unit::Participant).collect(),
            DeckSheet::Single => of_unit(Mode::DropIn, Unit::Participant).collect(),
            DeckSheet::Notes => of_unit(Mode::Table, Unit::Participant)
                .filter(|(_, item)| matches!(item.question, Question::Note { .. }))
                .collect(),
            DeckSheet::Cards => of_unit(Mode::Table, Unit::Table)
                .filter(|(_, item)| item.question == Question::Card)
                .collect(),
        }
    }

    /// What it is called.
    pub fn title(self, texts: &DeckPaperTexts) -> &'static str {
        match self {
            DeckSheet::Table => texts.table,
            DeckSheet::Member => texts.member,
            DeckSheet::Single => texts.single,
            DeckSheet::Notes => texts.notes,
            DeckSheet::Cards => texts.cards,
        }
    }

    fn how(self, texts: &DeckPaperTexts) -> &'static str {
        match self {
            DeckSheet::Table => texts.table_how,
            DeckSheet::Member => texts.member_how,
            DeckSheet::Single => texts.single_how,
            DeckSheet::Notes => texts.notes_how,
            DeckSheet::Cards => texts.cards_how,
        }
    }
}

/// For whom it is printed: nothing of it is known where a deck is printed by itself.
#[derive(Clone, Default)]
pub struct Around {
    /// The organisation's name.
    pub organisation: String,
    /// The wards' names.
    pub wards: String,
    /// The round's id, as the staff menu names it. It is not printed.
    pub round: String,
    /// When people answer, in words.
    pub period: String,
}

#[derive(Serialize)]
struct PrintedFace {
    svg: String,
    label: String,
}

#[derive(Serialize)]
struct PrintedItem {
    number: usize,
    kind: &'static str,
    eyebrow: &'static str,
    text: String,
    faces: Vec<PrintedFace>,
    numbers: Vec<i32>,
    /// How many lines there are to write on.
    lines: u16,
    keep: bool,
}

#[derive(Serialize)]
struct Words {
    title: &'static str,
    how: &'static str,
    circle: &'static str,
    no_names: &'static str,
    who_reads: &'static str,
    yes: &'static str,
    no: &'static str,
    card: &'static str,
}

/// A deck ready to be set.
#[derive(Serialize)]
pub struct PrintedDeck {
    sheet: DeckSheet,
    language: &'static str,
    deck: String,
    organisation: String,
    wards: String,
    round: String,
    period: String,
    words: Words,
    items: Vec<PrintedItem>,
}

impl PrintedDeck {
    /// A deck on this sheet, in a language that it has.
    pub fn of(deck: &Deck, sheet: DeckSheet, language: Language, around: Around) -> Self {
        let texts = DeckPaperTexts::of(language);
        PrintedDeck {
            sheet,
            language: language.code(),
            deck: deck.title.get(language).to_owned(),
            organisation: around.organisation,
            wards: around.wards,
            round: around.round,
            period: around.period,
            words: Words {
                title: sheet.title(texts),
                how: sheet.how(texts),
                circle: texts.circle,
                no_names: texts.no_names,
                who_reads: texts.who_reads,
                yes: texts.yes,
                no: texts.no,
                card: texts.card,
            },
            items: sheet
                .items(deck)
                .into_iter()
                .map(|(number, item)| print_item(number, item, language, texts))
                .collect(),
        }
    }
}

fn print_item(number: usize, item: &Item, language: Language, texts: &'static DeckPaperTexts) -> PrintedItem {
    let mut printed = PrintedItem {
        number,
        kind: "card",
        eyebrow: texts.card,
        text: item.text.get(language).to_owned(),
        faces: Vec::new(),
        numbers: Vec::new(),
        lines: 0,
        keep: false,
    };
    match &item.question {
        Question::Card => {}
        Question::Statement { faces, favourable } => {
            (printed.kind, printed.eyebrow) = ("statement", texts.statement);
            let faces = faces
                .iter()
                .enumerate()
                .map(|(place, label)| (place, faces.len(), label));
            printed.faces = faces
                .map(|(place, of, label)| PrintedFace {
                    svg: draw_face(&face(place + 1, of, *favourable)),
                    label: label.get(language).to_owned(),
                })
                .collect();
        }
        Question::Score { min, max, .. } => {
            (printed.kind, printed.eyebrow) = ("score", texts.score);
            printed.numbers = (i32::from(*min)..=i32::from(*max)).collect();
        }
        Question::Note { about, max_chars, .. } => {
            printed.kind = "note";
            printed.keep = *about == About::Keep;
            printed.eyebrow = match about {
                About::Keep => texts.note_keep,
                About::Improve => texts.note_improve,
            };
            printed.lines = max_chars.div_ceil(CHARS_A_LINE).clamp(3, 7);
        }
    }
    printed
}

/// A face that reads in print, also in grey: mouth and brow carry the meaning.
fn draw_face(face: &Face) -> String {
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100"><path d="{}" fill="#{:06x}"/><path d="{}" fill="#{line:06x}"/><path d="{}" fill="none" stroke="#{line:06x}" stroke-width="{STROKE}" stroke-linecap="round"/></svg>"##,
        face.head,
        face.ground,
        face.eyes,
        face.strokes,
        line = face.line,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decks() -> [Deck; 2] {
        [
            include_str!("../../../assets/decks/table-3.toml"),
            include_str!("../../../assets/decks/station-2.toml"),
        ]
        .map(|text| Deck::read(text).unwrap())
    }

    /// A table's sheets have every question once, with the number under which it is typed in; so has the sheet of one person.
    #[test]
    fn every_question_stands_on_one_sheet_under_its_number() {
        for deck in decks() {
            for (mode, sheets) in [
                (Mode::Table, &[DeckSheet::Table, DeckSheet::Member][..]),
                (Mode::DropIn, &[DeckSheet::Single]),
            ] {
                let mut printed = Vec::new();
                for sheet in sheets {
                    let items = sheet.items(&deck);
                    let numbers: Vec<usize> = items.iter().map(|(number, _)| *number).collect();
                    assert_eq!(numbers, (1..=items.len()).collect::<Vec<_>>());
                    printed.extend(items.iter().map(|(_, item)| item.id.clone()));
                }
                let mut asked: Vec<String> = deck.items.iter().map(|item| item.id.clone()).collect();
                printed.sort();
                asked.sort();
                assert_eq!(printed, asked, "{mode:?}");
            }
        }
    }

    #[test]
    fn a_round_gets_the_sheets_of_its_way_of_answering_and_no_empty_ones() {
        use DeckSheet::{Cards, Member, Notes, Single, Table};
        let [mut deck, _] = decks();
        assert_eq!(DeckSheet::of(&deck, Some(Mode::Table)), [Table, Member, Notes, Cards]);
        assert_eq!(DeckSheet::of(&deck, Some(Mode::DropIn)), [Single, Notes]);
        assert_eq!(DeckSheet::of(&deck, None), DeckSheet::ALL);
        deck.items
            .retain(|item| matches!(item.question, Question::Statement { .. }));
        assert_eq!(DeckSheet::of(&deck, None), [Member, Single]);
    }
}
