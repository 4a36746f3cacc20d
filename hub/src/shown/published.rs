//! What is published, as pages and reports show it. Nothing but the cells of a release or a roll-up goes into it.

use trykk_shared::deck::Deck;
use trykk_shared::language::Language;

use crate::figures::bounds::{BoundedQuestion, bound_questions};
use crate::figures::findings::findings;
use crate::figures::release::{Release, fewest_to_publish};
use crate::shown::chart::{Chart, chart};
use crate::texts::Texts;

/// The questions of one theme.
pub struct Group {
    /// What the theme is called.
    pub name: String,
    /// Its questions.
    pub charts: Vec<Chart>,
}

/// A release as pages show it.
pub struct Published {
    /// How many people answered.
    pub people: u64,
    /// At how many tables, if there were any, in words.
    pub tables: Option<String>,
    /// What is said when not a single figure can be shown.
    pub too_few: String,
    /// What works well.
    pub well: Vec<Chart>,
    /// What must improve.
    pub improve: Vec<Chart>,
    /// Cards, by how many recognised them.
    pub cards: Vec<Chart>,
    /// Every question, by theme.
    pub groups: Vec<Group>,
    /// What is said of the cards.
    pub cards_lead: &'static str,
    /// What happens next.
    pub next: [&'static str; 3],
    /// What the reader cannot see, and why.
    pub unseen: Vec<&'static str>,
}

impl Published {
    /// Shows a release. Takes nothing else that came from an answer.
    /// `floor`: the fewest people whose answers were counted at all.
    pub fn of(deck: &Deck, release: &Release, floor: u32, language: Language, texts: &'static Texts) -> Self {
        let tables = texts.at_tables(release.tables);
        Self::of_questions(
            deck,
            &bound_questions(release),
            release.participants,
            tables,
            fewest_to_publish(floor),
            language,
            texts,
        )
    }

    /// Shows questions with what is published of them. `fewest`: how many participants must have answered for a figure.
    pub fn of_questions(
        deck: &Deck,
        questions: &[BoundedQuestion],
        people: u64,
        tables: Option<String>,
        fewest: u64,
        language: Language,
        texts: &'static Texts,
    ) -> Self {
        let draw = |question: &&BoundedQuestion| chart(deck, question, fewest, language, texts);
        let found = findings(deck, questions);
        let theme_of = |id: &str| deck.item(id).and_then(|item| item.theme.clone());
        let mut groups: Vec<Group> = Vec::new();
        let themes = deck
            .themes
            .iter()
            .map(|theme| (Some(&theme.id), theme.name.get(language)));
        for (theme, name) in themes.chain([(None, texts.other_questions)]) {
            let charts: Vec<Chart> = questions
                .iter()
                .filter(|question| theme_of(&question.id).as_ref() == theme)
                .map(|question| chart(deck, question, fewest, language, texts))
                .collect();
            if !charts.is_empty() {
                groups.push(Group {
                    name: name.to_owned(),
                    charts,
                });
            }
        }
        let cards_lead = match tables {
            Some(_) => texts.cards_lead_tables,
            None => texts.cards_lead,
        };
        Published {
            people,
            tables,
            too_few: texts.too_few.to_owned(),
            well: found.well.iter().map(draw).collect(),
            improve: found.improve.iter().map(draw).collect(),
            cards: found.cards.iter().map(draw).collect(),
            groups,
            cards_lead,
            next: [texts.next_1, texts.next_2, texts.next_3],
            unseen: vec![texts.unseen_1, texts.unseen_2, texts.unseen_3],
        }
    }
}

impl Published {
    /// Whether there is a figure at all.
    pub fn has_figures(&self) -> bool {
        let mut charts = self.groups.iter().flat_map(|group| &group.charts);
        charts.any(|chart| !chart.rows.is_empty())
    }
}
