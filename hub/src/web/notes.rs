//! The guide's yellow notes, behind the counting passphrase.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rand::seq::SliceRandom;
use trykk_shared::deck::Question;
use trykk_shared::protocol::BoxState;

use super::Rooms;
use super::counting::{fault, tried};
use super::form::Form;
use super::guard::Visit;
use super::home::ward_names;
use super::page::{Page, Refusal, show as page};
use super::words::{GuideWords, fill};
use crate::keys::passphrase::Passphrase;
use crate::rounds::{open_notes, unwrap_counting_key};

/// Whose the notes of a counted box are, for one guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    /// Some are sealed to this guide.
    Yours,
    /// They are sealed to others only: to those who had a counting key at the count.
    Others,
    /// Their time is over.
    Deleted,
    /// Nobody wrote any.
    Nobodys,
}

/// Whose they are: `yours` are sealed to this guide, `all` to anybody; they are deleted at `until`.
fn kept(yours: u64, all: u64, until: Option<i64>, now: i64) -> Kept {
    match (yours, all) {
        (0, 0) if until.is_some_and(|until| until <= now) => Kept::Deleted,
        (0, 0) => Kept::Nobodys,
        (0, _) => Kept::Others,
        _ => Kept::Yours,
    }
}

/// The notes under one prompt.
struct Prompt {
    text: String,
    notes: Vec<String>,
}

/// What the page holds.
enum Shown {
    /// The form that asks for the passphrase, and why it asks again.
    Form(Option<String>),
    /// The notes, and how many could not be opened.
    Notes(Vec<Prompt>, usize),
}

#[derive(Template)]
#[template(path = "notes.html")]
struct NotesPage {
    page: Page,
    g: &'static GuideWords,
    id: String,
    wards: String,
    /// Why there is nothing to open.
    none: Option<&'static str>,
    fault: Option<String>,
    /// What could not be opened, in words.
    lost: Option<String>,
    prompts: Option<Vec<Prompt>>,
}

/// The form that asks for the passphrase.
pub async fn ask(State(rooms): State<Arc<Rooms>>, visit: Visit) -> Result<Response, Refusal> {
    let kept = whose(&rooms, &visit).await?;
    written(&rooms, &visit, kept, Shown::Form(None)).await
}

async fn whose(rooms: &Arc<Rooms>, visit: &Visit) -> Result<Kept, Refusal> {
    let (one, now, email) = (visit.one()?, rooms.now(), visit.visitor()?.email.clone());
    if !matches!(one.state, Some(BoxState::Counted | BoxState::Released)) {
        return Err(Refusal::NotFound);
    }
    rooms
        .read(move |store| {
            let yours = store.notes(one.id, &email)?.len() as u64;
            let (all, until) = store.notes_kept(one.id)?;
            Ok(kept(yours, all, until, now))
        })
        .await
}

async fn written(rooms: &Arc<Rooms>, visit: &Visit, kept: Kept, shown: Shown) -> Result<Response, Refusal> {
    let (one, g) = (visit.one()?, GuideWords::of(visit.language));
    let id = one.id.to_string();
    let (fault, prompts, lost) = match shown {
        Shown::Form(fault) => (fault, None, 0),
        Shown::Notes(prompts, lost) => (None, Some(prompts), lost),
    };
    let status = if fault.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let template = NotesPage {
        page: visit.page(g.notes),
        g,
        id,
        wards: rooms
            .read(move |store| Ok(ward_names(&store.organisation()?, &one)))
            .await?,
        none: match kept {
            Kept::Yours => None,
            Kept::Others => Some(g.notes_others),
            Kept::Deleted => Some(g.notes_deleted),
            Kept::Nobodys => Some(g.notes_nobody),
        },
        fault,
        lost: (lost > 0).then(|| fill(g.notes_lost, &[&lost])),
        prompts,
    };
    Ok((status, page(&template)?).into_response())
}

/// The notes, after the passphrase, in shuffled order.
pub async fn show(State(rooms): State<Arc<Rooms>>, visit: Visit, form: Form) -> Result<Response, Refusal> {
    let (one, language, mut rng) = (visit.one()?, visit.language, rooms.rng()?);
    let (g, email) = (GuideWords::of(language), visit.visitor()?.email.clone());
    let kept = whose(&rooms, &visit).await?;
    if kept != Kept::Yours {
        return written(&rooms, &visit, kept, Shown::Form(None)).await;
    }
    if !rooms.may_try_passphrase(&email) {
        return written(&rooms, &visit, kept, Shown::Form(Some(g.too_many.to_owned()))).await;
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
    rooms.passphrase_tried(&email, tried(&opened));
    let shown = match opened {
        Ok((prompts, lost)) => Shown::Notes(prompts, lost),
        Err(error) => Shown::Form(Some(fault(g, &error))),
    };
    written(&rooms, &visit, kept, shown).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_a_guides_own_or_others_or_gone_or_were_never_written() {
        assert_eq!(kept(3, 6, None, 10), Kept::Yours);
        assert_eq!(kept(3, 6, Some(5), 10), Kept::Yours, "not deleted yet");
        assert_eq!(kept(0, 3, None, 10), Kept::Others);
        assert_eq!(kept(0, 3, Some(20), 10), Kept::Others);
        assert_eq!(kept(0, 0, Some(10), 10), Kept::Deleted);
        assert_eq!(kept(0, 0, Some(11), 10), Kept::Nobodys);
        assert_eq!(kept(0, 0, None, 10), Kept::Nobodys);
    }
}
