//! The guide's own figures. The only page that names a tally; what the leader would see stands beside it,
//! made by the release rule.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::language::Language;

use super::Rooms;
use super::chart::{Chart, Row, Tone, chart, face};
use super::glance::{GlanceLines, lines};
use super::guard::Visit;
use super::home::ward_names;
use super::page::{Page, Refusal, show as page};
use super::result::{self, Published};
use super::words::{GuideWords, Words, decimal, fill};
use crate::figures::release::release;
use crate::figures::summary::glance;

use crate::figures::tally::QuestionTally;
use trykk_shared::deck::Question;

/// What the guide sees of a question, and what the leader sees.
struct Pair {
    yours: Chart,
    theirs: Chart,
    mean: Option<String>,
}

fn yours(deck: &Deck, question: &QuestionTally, language: Language, w: &'static Words) -> Chart {
    let item = deck.item(&question.id);
    let n = question.n();
    let rows = question.counts.iter().filter_map(|(value, count)| {
        let asked = &item?.question;
        let label = match asked {
            Question::Card if *value == 0 => return None,
            Question::Card => w.recognise.to_owned(),
            Question::Statement { faces, .. } => {
                let place = usize::try_from(value - 1).unwrap_or(usize::MAX);
                faces.get(place).map_or("", |label| label.get(language)).to_owned()
            }
            _ => value.to_string(),
        };
        let face = face(asked, *value);
        Some(Row {
            tone: match face.map(|face| face.colour) {
                Some(1 | 2) => Tone::Warm,
                Some(4 | 5) => Tone::Cool,
                _ => Tone::Plain,
            },
            faces: face.into_iter().collect(),
            label,
            least: *count,
            most: *count,
            n,
            figure: fill(w.exactly, &[count, &n]),
            meaning: "",
            derived: false,
        })
    });
    Chart {
        id: question.id.clone(),
        text: item.map_or("", |item| item.text.get(language)).to_owned(),
        answered: w.answered_of(question.unit, n),
        boxes: String::new(),
        unit: w.unit_name(question.unit),
        n: n.to_string(),
        rows: rows.collect(),
    }
}

#[derive(Template)]
#[template(path = "tally.html")]
struct TallyPage {
    page: Page,
    g: &'static GuideWords,
    id: String,
    wards: String,
    people: u64,
    tables: Option<String>,
    unreadable: Option<String>,
    /// What its scores are called.
    scores: &'static str,
    glance: GlanceLines,
    pairs: Vec<Pair>,
}

/// The figures of a counted box.
pub async fn show(State(rooms): State<Arc<Rooms>>, visit: Visit) -> Result<Html<String>, Refusal> {
    let (one, language) = (visit.one()?, visit.language);
    let (g, w) = (GuideWords::of(language), visit.words());
    let frame = visit.page(g.tally);
    let template = rooms
        .read(move |store| {
            let Some(tally) = store.tally(one.id)? else {
                return Ok(None);
            };
            let (organisation, round) = (store.organisation()?, store.round(&one.round)?);
            let published = release(&one.round, &one.wards, one.floor, &round.deck, &tally);
            let pairs = tally
                .questions
                .iter()
                .zip(&published.questions)
                .map(|(mine, open)| Pair {
                    yours: yours(&round.deck, mine, language, w),
                    theirs: chart(&round.deck, &open.into(), language, w),
                    mean: round
                        .deck
                        .item(&mine.id)
                        .filter(|item| matches!(item.question, Question::Score { .. }))
                        .and_then(|_| mine.mean())
                        .map(|mean| fill(g.mean, &[&decimal(language, mean)])),
                });
            let glance = glance(&round.deck, &tally);
            Ok(Some(TallyPage {
                page: frame,
                g,
                id: one.id.to_string(),
                wards: ward_names(&organisation, &one),
                people: tally.sheets.participant,
                tables: w.at_tables(tally.sheets.table),
                scores: match round.mode {
                    Mode::Table => g.table_scores,
                    Mode::DropIn => g.scores,
                },
                unreadable: (tally.unreadable > 0).then(|| fill(g.unreadable, &[&tally.unreadable])),
                glance: lines(&round.deck, &glance, language, w, g.mean),
                pairs: pairs.collect(),
            }))
        })
        .await?;
    page(&template.ok_or(Refusal::NotFound)?)
}

/// The leader's page as it would be, or is.
pub async fn preview(State(rooms): State<Arc<Rooms>>, visit: Visit) -> Result<Html<String>, Refusal> {
    let (one, language, w) = (visit.one()?, visit.language, visit.words());
    let found = rooms
        .read(move |store| {
            let Some(tally) = store.tally(one.id)? else {
                return Ok(None);
            };
            let round = store.round(&one.round)?;
            let published = release(&one.round, &one.wards, one.floor, &round.deck, &tally);
            let frame = result::Frame::of(store, &one, &round.deck, language, w)?;
            Ok(Some((frame, Published::of(&round.deck, &published, language, w))))
        })
        .await?;
    let (frame, published) = found.ok_or(Refusal::NotFound)?;
    result::write(&visit, frame, published, true)
}
