//! The guide's counting passphrase: the first one, another one, and a new key when it is forgotten.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use zeroize::Zeroizing;

use super::Rooms;
use super::counting::{Tried, fault, tried};
use super::form::Form;
use super::guard::Visit;
use super::page::{Page, Refusal, show as page};
use super::words::GuideWords;
use crate::keys::passphrase::Passphrase;
use crate::people::passwords::is_password;
use crate::rounds::{self, PassphraseSet, RoundError};

/// What the page says of what was asked.
#[derive(Default)]
struct Said {
    fault: Option<String>,
    done: Option<&'static str>,
    /// Whether it was about a forgotten passphrase.
    forgotten: bool,
}

#[derive(Template)]
#[template(path = "passphrase.html")]
struct PassphrasePage {
    page: Page,
    g: &'static GuideWords,
    has_key: bool,
    said: Said,
}

/// The form for the counting passphrase, and what was done with it last: loading the page again does nothing.
pub async fn show(
    State(rooms): State<Arc<Rooms>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let (g, query) = (GuideWords::of(visit.language), query.unwrap_or_default());
    let done = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "done");
    let said = Said {
        done: match done.as_ref().map(|(_, what)| what.as_ref()) {
            Some("set") => Some(g.passphrase_set),
            Some("new") => Some(g.new_key_set),
            _ => None,
        },
        ..Said::default()
    };
    written(&rooms, &visit, said).await
}

async fn written(rooms: &Arc<Rooms>, visit: &Visit, said: Said) -> Result<Response, Refusal> {
    let (g, email) = (GuideWords::of(visit.language), visit.visitor()?.email.clone());
    let status = if said.fault.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let mut frame = visit.page(g.passphrase);
    frame.path = "/passphrase".to_owned();
    let template = PassphrasePage {
        page: frame,
        g,
        has_key: rooms
            .read(move |store| Ok(store.counting_key(&email)?.is_some()))
            .await?,
        said,
    };
    Ok((status, page(&template)?).into_response())
}

/// Sets the counting passphrase, or another one in place of the present one.
pub async fn set(State(rooms): State<Arc<Rooms>>, visit: Visit, form: Form) -> Result<Response, Refusal> {
    let g = GuideWords::of(visit.language);
    let (email, mut rng) = (visit.visitor()?.email.clone(), rooms.rng()?);
    let refused = |fault: &str| Said {
        fault: Some(fault.to_owned()),
        ..Said::default()
    };
    if form.get("passphrase") != form.get("again") {
        return written(&rooms, &visit, refused(g.passphrase_differ)).await;
    }
    if !rooms.may_try_passphrase(&email) {
        return written(&rooms, &visit, refused(g.too_many)).await;
    }
    let new = Passphrase::new(form.get("passphrase"));
    let old = (!form.get("old").is_empty()).then(|| Passphrase::new(form.get("old")));
    let guide = email.clone();
    let done = rooms
        .act(move |store, _| rounds::set_passphrase(store, &guide, &new, old.as_ref(), false, &mut rng))
        .await?;
    say(&rooms, &visit, &email, done, false).await
}

/// Makes a new counting key under a new passphrase, because the present one is forgotten. What is sealed to the
/// present key stays shut, so whoever asks must be sure, and know the account's password: a page that was left open
/// is not enough.
pub async fn new_key(State(rooms): State<Arc<Rooms>>, visit: Visit, form: Form) -> Result<Response, Refusal> {
    let g = GuideWords::of(visit.language);
    let (email, mut rng) = (visit.visitor()?.email.clone(), rooms.rng()?);
    let refused = |fault: &str| Said {
        fault: Some(fault.to_owned()),
        forgotten: true,
        ..Said::default()
    };
    if form.get("sure") != "yes" {
        return written(&rooms, &visit, refused(g.say_sure)).await;
    }
    if form.get("passphrase") != form.get("again") {
        return written(&rooms, &visit, refused(g.passphrase_differ)).await;
    }
    if !rooms.may_try_passphrase(&email) {
        return written(&rooms, &visit, refused(g.too_many)).await;
    }
    let asked = email.clone();
    let kept = rooms.read(move |store| store.password(&asked)).await?;
    let password = Zeroizing::new(form.get("password").to_owned());
    if !rooms.hash(move || is_password(kept.as_deref(), &password)).await? {
        return written(&rooms, &visit, refused(g.wrong_log_in)).await;
    }
    let new = Passphrase::new(form.get("passphrase"));
    let guide = email.clone();
    let done = rooms
        .act(move |store, _| rounds::set_passphrase(store, &guide, &new, None, true, &mut rng))
        .await?;
    say(&rooms, &visit, &email, done, true).await
}

async fn say(
    rooms: &Arc<Rooms>,
    visit: &Visit,
    email: &str,
    done: Result<PassphraseSet, RoundError>,
    forgotten: bool,
) -> Result<Response, Refusal> {
    let g = GuideWords::of(visit.language);
    let what = tried(&done);
    // A new key asks for the account's password, which was right; what comes after it guesses nothing.
    rooms.passphrase_tried(email, if forgotten { Tried::Right } else { what });
    let error = match done {
        Ok(_) => {
            let what = if forgotten { "new" } else { "set" };
            return Ok(Redirect::to(&format!("/passphrase?done={what}")).into_response());
        }
        Err(error) => error,
    };
    let said = Said {
        fault: Some(match what {
            Tried::Wrong => g.wrong_old.to_owned(),
            _ => fault(g, &error),
        }),
        forgotten,
        ..Said::default()
    };
    written(rooms, visit, said).await
}
