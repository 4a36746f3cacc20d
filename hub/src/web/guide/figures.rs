//! The guide's own figures, for the guides of that count; what the leader would see stands beside them, made by the
//! release rule.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::language::Language;

use crate::audit::Reader;
use crate::figures::release::{fewest_to_publish, release};
use crate::figures::summary::summarise;
use crate::shown::chart::{Chart, Row, Tone, chart, face};
use crate::shown::published::Published;
use crate::store::BoxRow;
use crate::texts::{BeforeTexts, GuideTexts, Texts, decimal, fill};
use crate::web::Pages;
use crate::web::before::find_before;
use crate::web::error::PageError;
use crate::web::files::{Downloads, file_name, hand_out};
use crate::web::guide::summary::{SummaryLines, describe_summary};
use crate::web::page::{Page, render};
use crate::web::readers::result;
use crate::web::result_files::{Kept, Shown, result_file};
use crate::web::visit::Visit;

use crate::figures::tally::{QuestionTally, Tally};
use trykk_shared::deck::Question;
use trykk_shared::kind::Unit;

/// What the guide sees of a question, and what the leader sees.
struct Pair {
    yours: Chart,
    theirs: Chart,
    mean: Option<String>,
}

/// What was counted of a question, as bars: one for each answer.
pub fn chart_tally(deck: &Deck, question: &QuestionTally, language: Language, texts: &'static Texts) -> Chart {
    let item = deck.item(&question.id);
    let n = question.n();
    let rows = question.counts.iter().filter_map(|(value, count)| {
        let asked = &item?.question;
        let label = match asked {
            Question::Card if *value == 0 => return None,
            Question::Card => texts.recognise.to_owned(),
            Question::Statement { faces, .. } => {
                let place = usize::try_from(value - 1).unwrap_or(usize::MAX);
                faces.get(place).map_or("", |label| label.get(language)).to_owned()
            }
            _ => value.to_string(),
        };
        let face = face(asked, *value);
        Some(Row {
            tone: face.as_ref().map_or(Tone::Plain, |face| face.tone),
            faces: face.into_iter().collect(),
            label,
            least: *count,
            most: *count,
            n,
            figure: fill(texts.exactly, &[count, &n]),
            meaning: "",
            derived: false,
        })
    });
    Chart {
        id: question.id.clone(),
        text: item.map_or("", |item| item.text.get(language)).to_owned(),
        answered: texts.answered_of(question.unit, n),
        boxes: String::new(),
        unit: texts.unit_name(question.unit),
        n: n.to_string(),
        rows: if n == 0 { Vec::new() } else { rows.collect() },
        hidden: texts.hidden_nobody,
        unanswered: n == 0,
    }
}

#[derive(Template)]
#[template(path = "tally.html")]
struct TallyPage {
    page: Page,
    guide_texts: &'static GuideTexts,
    id: String,
    wards: String,
    people: u64,
    tables: Option<String>,
    unreadable: Option<String>,
    /// That parts of sheets are missing, in words.
    in_part: Option<String>,
    /// What its scores are called.
    scores: &'static str,
    summary: SummaryLines,
    pairs: Vec<Pair>,
    downloads: Downloads,
    /// Whether a count of the same wards came before that this guide reads.
    has_before: bool,
    before_texts: &'static BeforeTexts,
}

/// Whether this guide reads what was counted: who came later does not, and is told so on the round's page.
///
/// # Errors
/// When the store fails.
pub async fn may_read(pages: &Arc<Pages>, visit: &Visit) -> Result<bool, PageError> {
    let (id, email) = (visit.ballot_box()?.id, visit.visitor()?.email.clone());
    pages.read(move |store| store.may_read_count(id, &email)).await
}

/// Back to the round's page, which says why.
pub fn lead_back(visit: &Visit) -> Result<Response, PageError> {
    Ok(Redirect::to(&format!("/rounds/{}", visit.ballot_box()?.id)).into_response())
}

/// The figures of a counted box.
pub async fn show(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Response, PageError> {
    if visit.ballot_box()?.is_counted() && !may_read(&pages, &visit).await? {
        return lead_back(&visit);
    }
    let (ballot_box, language) = (visit.ballot_box()?, visit.language);
    let email = visit.visitor()?.email.clone();
    let (guide_texts, texts) = (GuideTexts::of(language), visit.texts());
    let frame = visit.page(guide_texts.tally);
    let template = pages
        .read(move |store| {
            // What the path named may be older than a count that ran meanwhile.
            if !store.may_read_count(ballot_box.id, &email)? {
                return Ok(None);
            }
            let Some(tally) = store.tally(ballot_box.id)? else {
                return Ok(None);
            };
            let (organisation, round) = (
                store.organisation_of(&ballot_box.wards)?,
                store.round(&ballot_box.round)?,
            );
            let published = release(
                &ballot_box.round,
                &ballot_box.wards,
                ballot_box.floor,
                &round.deck,
                &tally,
            );
            let fewest = fewest_to_publish(ballot_box.floor);
            let pairs = tally
                .questions
                .iter()
                .zip(&published.questions)
                .map(|(mine, open)| Pair {
                    yours: chart_tally(&round.deck, mine, language, texts),
                    theirs: chart(&round.deck, &open.into(), fewest, language, texts),
                    mean: mean_of(&round.deck, mine).map(|mean| fill(guide_texts.mean, &[&decimal(language, mean)])),
                });
            let read = |other: BoxRow| Ok(store.may_read_count(other.id, &email)?.then_some(()));
            let has_before = find_before(store, &ballot_box, read)?.is_some();
            let summary = summarise(&round.deck, &tally);
            Ok(Some(TallyPage {
                page: frame,
                guide_texts,
                id: ballot_box.id.to_string(),
                wards: organisation.ward_names(&ballot_box.wards),
                people: tally.took_part(Unit::Participant),
                tables: texts.at_tables(tally.took_part(Unit::Table)),
                in_part: tell_missing_parts(guide_texts, &tally),
                scores: match round.mode {
                    Mode::Table => guide_texts.table_scores,
                    Mode::DropIn => guide_texts.scores,
                },
                unreadable: (tally.unreadable > 0).then(|| fill(guide_texts.unreadable, &[&tally.unreadable])),
                summary: describe_summary(&round.deck, &summary, language, texts, guide_texts.mean),
                pairs: pairs.collect(),
                has_before,
                before_texts: BeforeTexts::of(language),
                downloads: Downloads::of(&format!("/rounds/{}/figures", ballot_box.id), true, language),
            }))
        })
        .await?;
    Ok(render(&template.ok_or(PageError::NotFound)?)?.into_response())
}

/// The mean of a score; of nothing else.
fn mean_of(deck: &Deck, question: &QuestionTally) -> Option<f64> {
    let item = deck.item(&question.id);
    item.filter(|item| matches!(item.question, Question::Score { .. }))
        .and_then(|_| question.mean())
}

/// The figures as a file.
pub async fn file(
    State(pages): State<Arc<Pages>>,
    Path((_, format)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, PageError> {
    if visit.ballot_box()?.is_counted() && !may_read(&pages, &visit).await? {
        return lead_back(&visit);
    }
    let (ballot_box, language, texts) = (visit.ballot_box()?, visit.language, visit.texts());
    let email = visit.visitor()?.email.clone();
    let format = format.parse()?;
    let found = pages
        .read(move |store| {
            if !store.may_read_count(ballot_box.id, &email)? {
                return Ok(None);
            }
            let Some(tally) = store.tally(ballot_box.id)? else {
                return Ok(None);
            };
            let deck = store.round(&ballot_box.round)?.deck;
            let frame = result::Frame::of(store, &ballot_box, &deck, language, texts)?;
            let about = frame.about(tally.took_part(Unit::Participant), tally.took_part(Unit::Table));
            let charts = tally.questions.iter().map(|question| {
                // As the page rounds it.
                let mean = mean_of(&deck, question).and_then(|mean| decimal(Language::En, mean).parse().ok());
                (chart_tally(&deck, question, language, texts), mean)
            });
            let charts: Vec<_> = charts.collect();
            let shown = charts.iter().map(|(chart, mean)| Shown { chart, mean: *mean });
            let shown: Vec<Shown<'_>> = shown.collect();
            let name = file_name(&ballot_box.round, &ballot_box.wards, true);
            Ok(Some((result_file(&deck, &about, &shown, Kept::Exact, language), name)))
        })
        .await?;
    let file = found.ok_or(PageError::NotFound)?;
    hand_out(&pages, &visit, Reader::Guide, &file, format).await
}

/// The leader's page as it would be, or is.
pub async fn preview(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Response, PageError> {
    if visit.ballot_box()?.is_counted() && !may_read(&pages, &visit).await? {
        return lead_back(&visit);
    }
    let (ballot_box, language, texts) = (visit.ballot_box()?, visit.language, visit.texts());
    let email = visit.visitor()?.email.clone();
    let found = pages
        .read(move |store| {
            // What the path named may be older than a count that ran meanwhile.
            if !store.may_read_count(ballot_box.id, &email)? {
                return Ok(None);
            }
            let Some(tally) = store.tally(ballot_box.id)? else {
                return Ok(None);
            };
            let round = store.round(&ballot_box.round)?;
            let published = release(
                &ballot_box.round,
                &ballot_box.wards,
                ballot_box.floor,
                &round.deck,
                &tally,
            );
            let frame = result::Frame::of(store, &ballot_box, &round.deck, language, texts)?;
            Ok(Some((
                frame,
                Published::of(&round.deck, &published, ballot_box.floor, language, texts),
            )))
        })
        .await?;
    let (frame, published) = found.ok_or(PageError::NotFound)?;
    Ok(result::write(&visit, frame, published, true)?.into_response())
}

/// What is said where more people answered than whole sheets came in.
fn tell_missing_parts(guide_texts: &GuideTexts, tally: &Tally) -> Option<String> {
    let people = tally.took_part(Unit::Participant);
    let whole = tally.sheets.participant;
    (people > whole).then(|| fill(guide_texts.in_part, &[&people, &whole]))
}
