//! What a report says, in one language: made of a frozen version, and of nothing else. Page, PDF and slides show this.

use trykk_shared::deck::Deck;
use trykk_shared::language::Language;

use crate::analysis::areas::{Area, AreaKind, Evidence};
use crate::analysis::bands::Bands;
use crate::figures::bounds::{BoundedQuestion, bound_questions};
use crate::figures::release::fewest_to_publish;
use crate::report::frozen::{BandsSince, Frozen};
use crate::shown::bands::{BandsView, say_band};
use crate::shown::chart::{Chart, chart};
use crate::shown::knowledge::CardView;
use crate::shown::published::Published;
use crate::texts::{AreaTexts, BandTexts, ReportTexts, Texts, fill, say_period};

/// An area with what it rests on.
pub struct AreaPart {
    /// What it is called.
    pub title: String,
    /// What the guide says of it.
    pub sentence: String,
    /// The questions it rests on.
    pub charts: Vec<Chart>,
    /// What notes mention of it: category, band and prompt in words.
    pub mentions: Vec<String>,
    /// What research says of its themes, in general.
    pub knowledge: Vec<CardView>,
}

/// The areas of one kind.
pub struct AreasPart {
    /// What they are called together.
    pub name: &'static str,
    /// The areas.
    pub areas: Vec<AreaPart>,
}

/// What a report says.
pub struct Content {
    /// The language it is in.
    pub language: Language,
    /// The texts of published results.
    pub texts: &'static Texts,
    /// The texts of reports.
    pub report_texts: &'static ReportTexts,
    /// The texts of areas.
    pub area_texts: &'static AreaTexts,
    /// The organisation's name.
    pub organisation: String,
    /// The wards' names.
    pub wards: String,
    /// What the round is called.
    pub title: String,
    /// From when to when.
    pub period: String,
    /// "Version 2", with its mark.
    pub version: String,
    /// How many took part, in words.
    pub took_part: String,
    /// What is published: what works, what must improve, cards, every question.
    pub published: Published,
    /// What is published of notes, where it is.
    pub bands: Option<BandsView>,
    /// That what it said of notes was withdrawn, in words.
    pub withdrawn: Option<&'static str>,
    /// Areas to keep, areas to improve; none of a kind of which there is none.
    pub areas: Vec<AreasPart>,
    /// That questions are left out, in words.
    pub left_out: Option<String>,
}

impl Content {
    /// What a frozen version says in a language. `since`: bands that were withdrawn are said to be, and not shown.
    pub fn of(frozen: &Frozen, since: BandsSince, language: Language) -> Self {
        let (texts, report_texts, area_texts) =
            (Texts::of(language), ReportTexts::of(language), AreaTexts::of(language));
        let (around, release) = (&frozen.around, &frozen.release);
        let zone = around.zone();
        let published = Published::of(&frozen.deck, release, around.floor, language, texts);
        let people = match published.people {
            1 => format!("1 {}", texts.people_one),
            many => format!("{many} {}", texts.people),
        };
        let questions = bound_questions(release);
        let bands = frozen.bands.as_ref().filter(|_| since == BandsSince::Stand);
        let areas = AreaKind::ALL.into_iter().map(|kind| {
            let of_kind = frozen.areas.iter().filter(|area| area.kind == kind);
            AreasPart {
                name: area_texts.kinds(kind),
                areas: of_kind
                    .map(|area| show_area(frozen, area, (&questions, bands), language))
                    .collect(),
            }
        });
        Content {
            language,
            texts,
            report_texts,
            area_texts,
            organisation: around.organisation.clone(),
            wards: around.wards.clone(),
            title: frozen.deck.title.get(language).to_owned(),
            period: say_period(texts.period, language, &zone, around.opens, around.closes),
            version: fill(report_texts.version, &[&frozen.version, &frozen.mark()]),
            took_part: match &published.tables {
                Some(tables) => format!("{people} {tables}"),
                None => people,
            },
            areas: areas.filter(|part| !part.areas.is_empty()).collect(),
            withdrawn: (frozen.bands.is_some() && since == BandsSince::Withdrawn)
                .then_some(report_texts.bands_withdrawn),
            bands: bands
                .filter(|bands| !bands.prompts.is_empty())
                .map(|bands| BandsView::of(bands, &frozen.deck, language)),
            left_out: match frozen.left_out.len() {
                0 => None,
                1 => Some(report_texts.left_out_one.to_owned()),
                many => Some(fill(report_texts.left_out, &[&many])),
            },
            published,
        }
    }
}

fn show_area(
    frozen: &Frozen,
    area: &Area,
    (questions, bands): (&[BoundedQuestion], Option<&Bands>),
    language: Language,
) -> AreaPart {
    let (deck, fewest) = (&frozen.deck, fewest_to_publish(frozen.around.floor));
    let rests = questions.iter().filter(|question| area.rests_on(&question.id));
    let mentions = area.evidence.iter().filter_map(|one| match one {
        Evidence::Category { prompt, category } => say_mention(deck, bands?, (prompt, category), language),
        Evidence::Item(_) => None,
    });
    AreaPart {
        title: area.title.clone(),
        sentence: area.sentence.clone(),
        charts: rests
            .map(|question| chart(deck, question, fewest, language, Texts::of(language)))
            .collect(),
        mentions: mentions.collect(),
        knowledge: frozen
            .knowledge
            .iter()
            .filter(|card| area.leads_to(card, deck, bands))
            .map(|card| CardView::of(card, language))
            .collect(),
    }
}

/// A category that an area rests on, in words; nothing where bands do not have it.
pub fn say_mention(deck: &Deck, bands: &Bands, (prompt, category): (&str, &str), language: Language) -> Option<String> {
    let one = bands.find(prompt, category)?;
    let asked = deck.item(prompt).map_or("", |item| item.text.get(language));
    let texts = BandTexts::of(language);
    let said = [one.name.get(language), say_band(texts, one.band), asked];
    Some(fill(texts.mention, &[&said[0], &said[1], &said[2]]))
}
