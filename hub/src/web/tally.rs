//! The guide's own figures and notes. The only page that names a tally; what the leader would see stands beside it,
//! made by the release rule.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use rand::seq::SliceRandom;
use trykk_shared::deck::Deck;
use trykk_shared::language::Language;
use trykk_shared::protocol::BoxState;

use super::Rooms;
use super::chart::{Chart, Row, Tone, chart, face};
use super::counting::fault;
use super::form::Form;
use super::glance::{GlanceLines, lines};
use super::guard::Visit;
use super::home::ward_names;
use super::page::{Page, Refusal, show as page};
use super::result::{self, Published};
use super::words::{GuideWords, Words, decimal, fill};
use crate::glance::glance;
use crate::keys::passphrase::Passphrase;
use crate::release::release;
use crate::rounds::{open_notes, unwrap_counting_key};
use crate::store::{BoxRow, BoxStore, OrganisationStore};
use crate::tally::QuestionTally;
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
                tables: (tally.sheets.table > 0).then(|| fill(w.tables_at, &[&tally.sheets.table])),
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

/// The notes under one prompt.
struct Prompt {
    text: String,
    notes: Vec<String>,
}

#[derive(Template)]
#[template(path = "notes.html")]
struct NotesPage {
    page: Page,
    g: &'static GuideWords,
    id: String,
    wards: String,
    fault: Option<&'static str>,
    /// What could not be opened, in words.
    lost: Option<String>,
    prompts: Option<Vec<Prompt>>,
}

/// The form that asks for the passphrase.
pub async fn ask_notes(State(rooms): State<Arc<Rooms>>, visit: Visit) -> Result<Response, Refusal> {
    notes_page(&rooms, &visit, Err(None)).await
}

async fn notes_page(
    rooms: &Arc<Rooms>,
    visit: &Visit,
    opened: Result<(Vec<Prompt>, usize), Option<&'static str>>,
) -> Result<Response, Refusal> {
    let (one, g) = (visit.one()?, GuideWords::of(visit.language));
    if !matches!(one.state, Some(BoxState::Counted | BoxState::Released)) {
        return Err(Refusal::NotFound);
    }
    let (fault, prompts, lost) = match opened {
        Ok((prompts, lost)) => (None, Some(prompts), lost),
        Err(fault) => (fault, None, 0),
    };
    let named: Arc<BoxRow> = Arc::clone(&one);
    let template = NotesPage {
        page: visit.page(g.notes),
        g,
        id: one.id.to_string(),
        wards: rooms
            .read(move |store| Ok(ward_names(&store.organisation()?, &named)))
            .await?,
        fault,
        lost: (lost > 0).then(|| fill(g.notes_lost, &[&lost])),
        prompts,
    };
    let status = if fault.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok((status, page(&template)?).into_response())
}

/// The notes, after the passphrase, in shuffled order.
pub async fn notes(State(rooms): State<Arc<Rooms>>, visit: Visit, form: Form) -> Result<Response, Refusal> {
    let (one, language, mut rng) = (visit.one()?, visit.language, rooms.rng()?);
    let (g, email) = (GuideWords::of(language), visit.visitor()?.email.clone());
    if !rooms.may_try_passphrase(&email) {
        return notes_page(&rooms, &visit, Err(Some(g.too_many))).await;
    }
    let passphrase = Passphrase::new(form.get("passphrase"));
    let guide = email.clone();
    let opened = rooms
        .act(move |store, _| {
            let key = unwrap_counting_key(store, &guide, &passphrase)?;
            let sealed = store.notes(one.id, &guide)?;
            let mut notes = open_notes(&key, one.id, &sealed);
            // Sealed to a key that this guide has given up.
            let lost = sealed.len() - notes.len();
            notes.shuffle(&mut rng);
            let deck = store.round(&one.round)?.deck;
            let asked = deck
                .items
                .iter()
                .filter(|item| matches!(item.question, Question::Note { .. }));
            let prompts = asked.map(|item| Prompt {
                text: item.text.get(language).to_owned(),
                notes: notes
                    .iter()
                    .filter(|(id, _)| *id == item.id)
                    .map(|(_, text)| text.to_string())
                    .collect(),
            });
            Ok((prompts.collect(), lost))
        })
        .await?;
    match opened {
        Ok(opened) => {
            rooms.passphrase_was_right(&email);
            notes_page(&rooms, &visit, Ok(opened)).await
        }
        Err(error) => notes_page(&rooms, &visit, Err(Some(fault(g, &error)))).await,
    }
}
