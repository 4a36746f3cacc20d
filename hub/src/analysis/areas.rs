//! Areas to keep and to improve: a guide's own words over what is published. Candidates follow from what stands out, by the one rule of
//! [`findings`], and from what at least a third of those who wrote a note mention.

use serde::{Deserialize, Serialize};
use trykk_shared::deck::{About, Deck, Question};

use crate::analysis::bands::{Band, Bands};
use crate::analysis::knowledge::{KnowledgeCard, find_cards};
use crate::figures::bounds::{BoundedFigure, BoundedQuestion};
use crate::figures::findings::findings;
use crate::written::{WrittenError, read_name};

/// The longest title of an area, in characters.
pub const MAX_TITLE_CHARS: usize = 60;
/// The longest sentence of an area, in characters: one or two sentences.
pub const MAX_SENTENCE_CHARS: usize = 300;
/// More areas of a kind than a ward can work with.
pub const MANY_OF_A_KIND: usize = 3;
/// The most areas of a result.
pub const MOST_AREAS: usize = 20;

/// What is to become of an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AreaKind {
    /// It works well and is to be kept.
    Keep,
    /// It is to be improved.
    Improve,
}

impl AreaKind {
    /// Both, in the order in which they are shown.
    pub const ALL: [AreaKind; 2] = [AreaKind::Keep, AreaKind::Improve];

    /// As forms write it.
    pub fn name(self) -> &'static str {
        match self {
            AreaKind::Keep => "keep",
            AreaKind::Improve => "improve",
        }
    }

    /// The kind of this name.
    pub fn find(name: &str) -> Option<Self> {
        AreaKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What an area rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// A question with a published figure, by its id.
    Item(String),
    /// A category of notes that is published as mentioned.
    Category {
        /// The prompt's item.
        prompt: String,
        /// The category.
        category: String,
    },
}

/// What stands between prompt and category in a form. No id has it.
const BETWEEN: char = ':';

/// A category under a prompt, as forms carry it.
pub fn write_mention(prompt: &str, category: &str) -> String {
    format!("{prompt}{BETWEEN}{category}")
}

/// An area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// What is to become of it.
    pub kind: AreaKind,
    /// What it is called.
    pub title: String,
    /// What the guide says of it, in a sentence or two.
    pub sentence: String,
    /// What it rests on, questions in the deck's order, then categories in the codebook's; never empty.
    pub evidence: Vec<Evidence>,
}

impl Area {
    /// Whether it rests on this question.
    pub fn rests_on(&self, id: &str) -> bool {
        let is_it = |one: &Evidence| matches!(one, Evidence::Item(item) if item == id);
        self.evidence.iter().any(is_it)
    }

    /// The categories it rests on, each once.
    pub fn categories(&self) -> impl Iterator<Item = &str> + Clone {
        self.evidence.iter().filter_map(|one| match one {
            Evidence::Category { category, .. } => Some(category.as_str()),
            Evidence::Item(_) => None,
        })
    }

    /// Whether a card is about something that it rests on.
    pub fn leads_to(&self, card: &KnowledgeCard, deck: &Deck) -> bool {
        let mut items = deck.items.iter().filter(|item| self.rests_on(&item.id));
        items.any(|item| card.is_about(item)) || self.categories().any(|category| card.is_about_category(category))
    }

    /// What research says about the themes of what it rests on.
    pub fn find_knowledge(&self, deck: &Deck) -> Vec<&'static KnowledgeCard> {
        find_cards(|card| self.leads_to(card, deck))
    }
}

/// What stands out about one theme: an area that could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// To keep, or to improve.
    pub kind: AreaKind,
    /// The theme, if the questions have one; of a candidate that rests on notes alone the category, which may be no theme of the deck.
    pub theme: Option<String>,
    /// The questions that stand out, the clearest first.
    pub items: Vec<String>,
    /// The categories that stand out: prompt and category.
    pub mentions: Vec<(String, String)>,
}

/// What stands out, by theme, the clearest first. A card has no good side, so it makes no candidate. Of notes stands out what at least a
/// third mention; whether it is to be kept or to be improved, their prompt asked.
pub fn list_candidates(deck: &Deck, questions: &[BoundedQuestion], bands: Option<&Bands>) -> Vec<Candidate> {
    let found = findings(deck, questions);
    let mut candidates: Vec<Candidate> = Vec::new();
    for (kind, questions) in [(AreaKind::Keep, found.well), (AreaKind::Improve, found.improve)] {
        for question in questions {
            let theme = deck.item(&question.id).and_then(|item| item.theme.clone());
            let known = candidates.iter_mut().find(|one| one.kind == kind && one.theme == theme);
            match known {
                Some(known) => known.items.push(question.id.clone()),
                None => candidates.push(Candidate {
                    kind,
                    theme,
                    items: vec![question.id.clone()],
                    mentions: Vec::new(),
                }),
            }
        }
    }
    for (prompt, one) in bands.into_iter().flat_map(Bands::mentioned) {
        let asked = deck.item(prompt).map(|item| &item.question);
        let kind = match asked {
            Some(Question::Note { about: About::Keep, .. }) => AreaKind::Keep,
            Some(Question::Note {
                about: About::Improve, ..
            }) => AreaKind::Improve,
            _ => continue,
        };
        if one.band < Band::Often {
            continue;
        }
        let mention = (prompt.to_owned(), one.id.clone());
        let is_its = |known: &&mut Candidate| known.kind == kind && known.theme.as_ref() == Some(&one.id);
        match candidates.iter_mut().find(is_its) {
            Some(known) => known.mentions.push(mention),
            None => candidates.push(Candidate {
                kind,
                theme: Some(one.id.clone()),
                items: Vec::new(),
                mentions: vec![mention],
            }),
        }
    }
    candidates.sort_by_key(|one| one.kind);
    candidates
}

/// The questions that an area can rest on: those with a figure.
pub fn list_supports(questions: &[BoundedQuestion]) -> impl Iterator<Item = &BoundedQuestion> {
    questions
        .iter()
        .filter(|question| question.figure != BoundedFigure::Hidden)
}

/// A field of the form of an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaField {
    /// Keep or improve.
    Kind,
    /// The title.
    Title,
    /// The sentence.
    Sentence,
    /// What it rests on.
    Evidence,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaFault {
    /// Nothing is chosen or written.
    Missing,
    /// It stands on more than one line.
    Lines,
    /// It holds a sign that cannot be seen.
    Unseen,
    /// It has so many characters, and may have so many.
    Long(usize, usize),
}

/// What was written into the form of an area.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Keep or improve, as the form says it.
    pub kind: String,
    /// The title.
    pub title: String,
    /// The sentence.
    pub sentence: String,
    /// The questions it rests on, by id.
    pub items: Vec<String>,
    /// The categories it rests on, as [`write_mention`] writes them.
    pub mentions: Vec<String>,
}

impl From<Area> for Written {
    fn from(area: Area) -> Self {
        let (mut items, mut mentions) = (Vec::new(), Vec::new());
        for one in area.evidence {
            match one {
                Evidence::Item(id) => items.push(id),
                Evidence::Category { prompt, category } => mentions.push(write_mention(&prompt, &category)),
            }
        }
        Written {
            kind: area.kind.name().to_owned(),
            title: area.title,
            sentence: area.sentence,
            items,
            mentions,
        }
    }
}

/// The area that was written.
///
/// # Errors
/// Every field that is wrong, with what is wrong with it.
pub fn read_area(
    written: &Written,
    questions: &[BoundedQuestion],
    bands: Option<&Bands>,
) -> Result<Area, Vec<(AreaField, AreaFault)>> {
    let mut faults = Vec::new();
    let kind = AreaKind::find(&written.kind);
    if kind.is_none() {
        faults.push((AreaField::Kind, AreaFault::Missing));
    }
    let mut read = |field, text: &str, most| {
        let read = read_line(text, most);
        if let Err(fault) = read {
            faults.push((field, fault));
        }
        read.unwrap_or_default()
    };
    let title = read(AreaField::Title, &written.title, MAX_TITLE_CHARS);
    // A sentence may be typed over several lines; it is one text.
    let sentence = written.sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = read(AreaField::Sentence, &sentence, MAX_SENTENCE_CHARS);
    let items = list_supports(questions)
        .filter(|question| written.items.contains(&question.id))
        .map(|question| Evidence::Item(question.id.clone()));
    let mentions = bands.into_iter().flat_map(Bands::mentioned);
    let mentions = mentions
        .filter(|(prompt, one)| written.mentions.contains(&write_mention(prompt, &one.id)))
        .map(|(prompt, one)| Evidence::Category {
            prompt: prompt.to_owned(),
            category: one.id.clone(),
        });
    let evidence: Vec<Evidence> = items.chain(mentions).collect();
    if evidence.is_empty() {
        faults.push((AreaField::Evidence, AreaFault::Missing));
    }
    match kind {
        Some(kind) if faults.is_empty() => Ok(Area {
            kind,
            title,
            sentence,
            evidence,
        }),
        _ => Err(faults),
    }
}

fn read_line(text: &str, most: usize) -> Result<String, AreaFault> {
    let line = read_name(text).map_err(|error| match error {
        WrittenError::Empty => AreaFault::Missing,
        WrittenError::Lines => AreaFault::Lines,
        WrittenError::Control(_) => AreaFault::Unseen,
    })?;
    match line.chars().count() {
        chars if chars > most => Err(AreaFault::Long(chars, most)),
        _ => Ok(line),
    }
}

/// What a guide is warned of; nothing of it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaWarning {
    /// There are areas to improve, and none to keep.
    OnlyImprove,
    /// There are more of a kind than a ward can work with: so many.
    Many(AreaKind, usize),
}

/// What areas are weak in together.
pub fn warn(kinds: &[AreaKind]) -> Vec<AreaWarning> {
    let count = |kind| kinds.iter().filter(|one| **one == kind).count();
    let only = count(AreaKind::Keep) == 0 && count(AreaKind::Improve) > 0;
    let many = AreaKind::ALL.into_iter().filter_map(|kind| match count(kind) {
        many if many > MANY_OF_A_KIND => Some(AreaWarning::Many(kind, many)),
        _ => None,
    });
    only.then_some(AreaWarning::OnlyImprove)
        .into_iter()
        .chain(many)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use trykk_shared::deck::{Deck, Question};
    use trykk_shared::kind::Unit;

    use super::*;
    use crate::figures::bounds::Bounds;

    fn deck() -> Deck {
        Deck::read(include_str!("../../../assets/decks/table.toml")).unwrap()
    }

    /// Published figures of every question of the deck, some hidden.
    fn some_questions() -> impl Strategy<Value = Vec<BoundedQuestion>> {
        let deck = deck();
        let asked: Vec<_> = deck
            .items
            .into_iter()
            .filter(|item| !matches!(item.question, Question::Note { .. }))
            .collect();
        prop::collection::vec((0..12_u64, 0..12_u64, 0..12_u64, any::<bool>()), asked.len()).prop_map(move |drawn| {
            let questions = asked.iter().zip(drawn).map(|(item, (low, rest, high, hidden))| {
                let exact = |many| Bounds {
                    least: many,
                    most: many,
                };
                let figure = match item.question {
                    _ if hidden => BoundedFigure::Hidden,
                    Question::Card => BoundedFigure::Yes(exact(high)),
                    _ => BoundedFigure::Ends {
                        low_to: 2,
                        low: exact(low),
                        high_from: 4,
                        high: exact(high),
                    },
                };
                BoundedQuestion {
                    id: item.id.clone(),
                    unit: Unit::Participant,
                    n: low + rest + high,
                    figure,
                }
            });
            questions.collect()
        })
    }

    proptest! {
        /// Candidates are the findings of the result's page, each once, and each can be an area as it is proposed.
        #[test]
        fn candidates_are_what_stands_out_and_nothing_else(questions in some_questions()) {
            let deck = deck();
            let candidates = list_candidates(&deck, &questions, None);
            for kind in AreaKind::ALL {
                let mut proposed: Vec<&str> =
                    candidates.iter().filter(|one| one.kind == kind).flat_map(|one| &one.items).map(String::as_str).collect();
                let found = findings(&deck, &questions);
                let found = if kind == AreaKind::Keep { found.well } else { found.improve };
                let mut stands: Vec<&str> = found.iter().map(|question| question.id.as_str()).collect();
                proposed.sort_unstable();
                stands.sort_unstable();
                prop_assert_eq!(proposed, stands);
            }
            for one in &candidates {
                let written = Written {
                    kind: one.kind.name().to_owned(),
                    title: "Samarbeid".to_owned(),
                    sentence: "Det går godt.".to_owned(),
                    items: one.items.clone(),
                    mentions: Vec::new(),
                };
                let area = read_area(&written, &questions, None).unwrap();
                prop_assert_eq!(area.evidence.len(), one.items.len());
                prop_assert!(one.items.iter().all(|id| deck.item(id).unwrap().theme == one.theme));
            }
        }

        /// Whatever is asked for, an area rests on published figures alone.
        #[test]
        fn an_area_rests_on_questions_with_a_figure_alone(questions in some_questions(), asked in prop::collection::vec(any::<prop::sample::Index>(), 0..6)) {
            let mut items: Vec<String> = asked.iter().map(|at| at.get(&questions).id.clone()).collect();
            items.push("nowhere".to_owned());
            let hidden = |id: &str| questions.iter().all(|question| question.id != id || question.figure == BoundedFigure::Hidden);
            let written = Written { kind: "keep".into(), title: "A".into(), sentence: "B.".into(), items: items.clone(), mentions: vec!["note-improve:tone".into()] };
            match read_area(&written, &questions, None) {
                Ok(area) => {
                    for one in &area.evidence {
                        prop_assert!(matches!(one, Evidence::Item(id) if !hidden(id)), "{one:?}");
                    }
                    prop_assert!(items.iter().all(|id| hidden(id) || area.rests_on(id)));
                }
                Err(faults) => {
                    prop_assert_eq!(faults, vec![(AreaField::Evidence, AreaFault::Missing)]);
                    prop_assert!(items.iter().all(|id| hidden(id)));
                }
            }
        }

        #[test]
        fn a_warning_says_what_is_there(kinds in prop::collection::vec(prop::sample::select(&AreaKind::ALL[..]), 0..12)) {
            let (keep, improve): (Vec<AreaKind>, Vec<AreaKind>) = kinds.iter().partition(|kind| **kind == AreaKind::Keep);
            let warned = warn(&kinds);
            prop_assert_eq!(warned.contains(&AreaWarning::OnlyImprove), keep.is_empty() && !improve.is_empty());
            prop_assert_eq!(warned.contains(&AreaWarning::Many(AreaKind::Keep, keep.len())), keep.len() > 3);
            prop_assert_eq!(warned.contains(&AreaWarning::Many(AreaKind::Improve, improve.len())), improve.len() > 3);
        }
    }

    #[test]
    fn every_field_that_is_wrong_is_named_with_what_is_wrong() {
        let written = Written {
            kind: "praise".to_owned(),
            title: "to\nlinjer".to_owned(),
            sentence: "x".repeat(MAX_SENTENCE_CHARS + 1),
            items: Vec::new(),
            mentions: Vec::new(),
        };
        let faults = read_area(&written, &[], None).unwrap_err();
        assert_eq!(
            faults,
            [
                (AreaField::Kind, AreaFault::Missing),
                (AreaField::Title, AreaFault::Lines),
                (
                    AreaField::Sentence,
                    AreaFault::Long(MAX_SENTENCE_CHARS + 1, MAX_SENTENCE_CHARS)
                ),
                (AreaField::Evidence, AreaFault::Missing),
            ]
        );
    }

    #[test]
    fn a_sentence_over_several_lines_is_one_text() {
        let question = BoundedQuestion {
            id: "recognition".to_owned(),
            unit: Unit::Participant,
            n: 20,
            figure: BoundedFigure::Yes(Bounds { least: 9, most: 9 }),
        };
        let written = Written {
            kind: "keep".to_owned(),
            title: "\u{feff} Å bli sett ".to_owned(),
            sentence: "Det går godt.\r\n\r\n  Hold på det.".to_owned(),
            items: vec!["recognition".to_owned()],
            mentions: Vec::new(),
        };
        let area = read_area(&written, &[question], None).unwrap();
        assert_eq!(
            (area.title.as_str(), area.sentence.as_str()),
            ("Å bli sett", "Det går godt. Hold på det.")
        );
        assert_eq!(Written::from(area.clone()).items, ["recognition"]);
        assert!(
            area.find_knowledge(&deck()).is_empty(),
            "the slides cite nobody on recognition"
        );
    }

    fn bands(of: &[(&str, &str, Band)]) -> Bands {
        use crate::analysis::bands::{AreaBands, CategoryBand, PromptBands};
        let prompts = ["note-keep", "note-improve"].map(|item| PromptBands {
            item: item.to_owned(),
            areas: of
                .iter()
                .filter(|(prompt, ..)| *prompt == item)
                .map(|(_, id, band)| AreaBands {
                    name: deck().themes[0].name.clone(),
                    band: *band,
                    categories: vec![CategoryBand {
                        id: (*id).to_owned(),
                        name: deck().themes[0].name.clone(),
                        band: *band,
                    }],
                })
                .collect(),
        });
        Bands {
            codebook: "trykk".to_owned(),
            version: 1,
            prompts: prompts.into(),
        }
    }

    /// What few mention is nothing to begin with; what was praised is kept, what pinches is improved, and a theme of the deck is one area.
    #[test]
    fn what_a_third_mention_is_a_candidate_of_the_kind_that_its_prompt_asks_for() {
        let bands = bands(&[
            ("note-keep", "cooperation", Band::Most),
            ("note-keep", "tone", Band::Mentioned),
            ("note-improve", "cooperation", Band::Often),
            ("note-improve", "leadership", Band::Often),
        ]);
        let question = BoundedQuestion {
            id: "score-cooperation".to_owned(),
            unit: Unit::Table,
            n: 20,
            figure: BoundedFigure::Ends {
                low_to: 4,
                low: Bounds { least: 0, most: 3 },
                high_from: 8,
                high: Bounds { least: 17, most: 20 },
            },
        };
        let found = list_candidates(&deck(), &[question], Some(&bands));
        let found: Vec<_> = found
            .iter()
            .map(|one| {
                (
                    one.kind,
                    one.theme.as_deref().unwrap(),
                    one.items.len(),
                    one.mentions.len(),
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                (AreaKind::Keep, "cooperation", 1, 1),
                (AreaKind::Improve, "cooperation", 0, 1),
                (AreaKind::Improve, "leadership", 0, 1),
            ]
        );
    }

    /// An area may rest on notes alone, on those that are published as mentioned, and leads to what research says of them.
    #[test]
    fn an_area_rests_on_categories_that_are_published_as_mentioned_and_on_no_others() {
        let bands = bands(&[("note-improve", "tone", Band::Mentioned)]);
        let written = |mentions: &[&str]| Written {
            kind: "improve".to_owned(),
            title: "Tonen".to_owned(),
            sentence: "Vi snakker ikke alltid pent.".to_owned(),
            items: Vec::new(),
            mentions: mentions.iter().map(|one| (*one).to_owned()).collect(),
        };
        let sent = written(&["note-improve:tone", "note-keep:tone", "note-improve:leadership", "tone"]);
        let area = read_area(&sent, &[], Some(&bands)).unwrap();
        let only = Evidence::Category {
            prompt: "note-improve".to_owned(),
            category: "tone".to_owned(),
        };
        assert_eq!(area.evidence, [only]);
        assert_eq!(Written::from(area.clone()).mentions, ["note-improve:tone"]);
        let cards: Vec<&str> = area
            .find_knowledge(&deck())
            .iter()
            .map(|card| card.id.as_str())
            .collect();
        assert_eq!(cards, ["incivility"]);
        for (mentions, bands) in [(&["note-keep:tone"], Some(&bands)), (&["note-improve:tone"], None)] {
            let faults = read_area(&written(mentions), &[], bands).unwrap_err();
            assert_eq!(faults, [(AreaField::Evidence, AreaFault::Missing)]);
        }
    }
}
