//! The guide's counting passphrase: the first one, another one, and a new key when it is forgotten.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use zeroize::Zeroizing;

use crate::keys::passphrase::Passphrase;
use crate::people::passwords::{hash_password, is_password};
use crate::rounds::{self, GivenAt, PassphraseOrder, PassphraseSet, RoundError};
use crate::secrets::MIN_SECRET_CHARS;
use crate::store::StoreError;
use crate::texts::GuideTexts;
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::access::invitation::explain_password;
use crate::web::access::log_in::begin;
use crate::web::error::PageError;
use crate::web::guide::steps::{SecretOutcome, explain, judge_secret};
use crate::web::page::{Page, respond};
use crate::web::visit::Visit;

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
    guide_texts: &'static GuideTexts,
    has_key: bool,
    /// Whether it is not known that this is the guide who chose it.
    unproven: bool,
    /// The fewest characters of a password.
    shortest: usize,
    said: Said,
}

/// The form for the counting passphrase, and what was done with it last: loading the page again does nothing.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let (guide_texts, query) = (GuideTexts::of(visit.language), query.unwrap_or_default());
    let done = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "done");
    let said = Said {
        done: match done.as_ref().map(|(_, what)| what.as_ref()) {
            Some("set") => Some(guide_texts.passphrase_set),
            Some("new") => Some(guide_texts.new_key_set),
            Some("proved") => Some(guide_texts.proved),
            _ => None,
        },
        ..Said::default()
    };
    render_passphrase(&pages, &visit, said).await
}

async fn render_passphrase(pages: &Arc<Pages>, visit: &Visit, said: Said) -> Result<Response, PageError> {
    let (guide_texts, email) = (GuideTexts::of(visit.language), visit.visitor()?.email.clone());
    let is_refused = said.fault.is_some();
    let (has_key, unproven) = pages
        .read(move |store| Ok((store.counting_key(&email)?.is_some(), store.is_unproven(&email)?)))
        .await?;
    let mut frame = visit.page(guide_texts.passphrase);
    frame.path = "/passphrase".to_owned();
    let template = PassphrasePage {
        page: frame,
        guide_texts,
        has_key,
        unproven,
        shortest: MIN_SECRET_CHARS,
        said,
    };
    respond(&template, is_refused)
}

/// Sets the counting passphrase, or another one in place of the present one.
pub async fn set(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let guide_texts = GuideTexts::of(visit.language);
    let (email, mut rng) = (visit.visitor()?.email.clone(), pages.rng());
    let refused = |fault: &str| Said {
        fault: Some(fault.to_owned()),
        ..Said::default()
    };
    if form.get("passphrase") != form.get("again") {
        return render_passphrase(&pages, &visit, refused(guide_texts.passphrase_differ)).await;
    }
    if !pages.may_try_passphrase(&email) {
        return render_passphrase(&pages, &visit, refused(guide_texts.too_many)).await;
    }
    let new = Passphrase::new(form.get("passphrase"));
    let old = (!form.get("old").is_empty()).then(|| Passphrase::new(form.get("old")));
    let guide = email.clone();
    let now = pages.now();
    let done = pages
        .run_action(&visit, move |store, _| {
            let order = PassphraseOrder {
                email: &guide,
                new: &new,
                old: old.as_ref(),
                new_key: false,
                given_at: GivenAt::Page,
            };
            rounds::set_passphrase(store, order, now, &mut rng)
        })
        .await?;
    say(&pages, &visit, &email, done, false).await
}

/// Shows that it is the guide who came in by a new invitation: by the passphrase, and with a password that nobody else knows.
pub async fn prove(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let (guide_texts, email) = (GuideTexts::of(visit.language), visit.visitor()?.email.clone());
    let refused = |fault: &str| Said {
        fault: Some(fault.to_owned()),
        ..Said::default()
    };
    if form.get("password") != form.get("again") {
        return render_passphrase(&pages, &visit, refused(visit.texts().passwords_differ)).await;
    }
    if !pages.may_try_passphrase(&email) {
        return render_passphrase(&pages, &visit, refused(guide_texts.too_many)).await;
    }
    let asked = email.clone();
    let kept = pages.read(move |store| store.log_in_of(&asked)).await?;
    let (password, mut rng) = (Zeroizing::new(form.get("password").to_owned()), pages.rng());
    let hashed = pages
        .run_exclusive(move || {
            let same = is_password(kept.as_ref().map(|kept| &kept.password[..]), &password);
            (same, hash_password(&password, &mut rng))
        })
        .await?;
    let hashed = match hashed {
        (true, _) => return render_passphrase(&pages, &visit, refused(guide_texts.same_password)).await,
        (false, Ok(hashed)) => hashed,
        (false, Err(error)) => {
            return render_passphrase(&pages, &visit, refused(explain_password(visit.texts(), &error))).await;
        }
    };
    let (guide, passphrase) = (email.clone(), Passphrase::new(form.get("passphrase")));
    let done = pages
        .run_action(&visit, move |store, _| {
            rounds::prove_guide(store, &guide, &passphrase, &hashed)
        })
        .await?;
    pages.note_passphrase_outcome(&email, judge_secret(&done));
    match done {
        Ok(()) => {
            pages.sittings().forget_guide(&email);
            let begun = begin(&pages, email, None, "/passphrase?done=proved").await?;
            begun.ok_or(PageError::LogIn)
        }
        Err(error) => render_passphrase(&pages, &visit, refused(&explain(guide_texts, &error))).await,
    }
}

/// Makes a new counting key under a new passphrase, because the present one is forgotten. What is sealed to the
/// present key stays shut, so whoever asks must be sure, and know the account's password: a page that was left open
/// is not enough.
pub async fn new_key(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let guide_texts = GuideTexts::of(visit.language);
    let (email, mut rng) = (visit.visitor()?.email.clone(), pages.rng());
    let refused = |fault: &str| Said {
        fault: Some(fault.to_owned()),
        forgotten: true,
        ..Said::default()
    };
    if form.get("sure") != "yes" {
        return render_passphrase(&pages, &visit, refused(guide_texts.say_sure)).await;
    }
    if form.get("passphrase") != form.get("again") {
        return render_passphrase(&pages, &visit, refused(guide_texts.passphrase_differ)).await;
    }
    if !pages.may_try_own_password(&email) {
        return render_passphrase(&pages, &visit, refused(guide_texts.too_many)).await;
    }
    let asked = email.clone();
    let kept = pages.read(move |store| store.log_in_of(&asked)).await?;
    let password = Zeroizing::new(form.get("password").to_owned());
    let proved = pages
        .run_exclusive(move || {
            let right = is_password(kept.as_ref().map(|kept| &kept.password[..]), &password);
            kept.filter(|_| right)
        })
        .await?;
    let Some(proved) = proved else {
        return render_passphrase(&pages, &visit, refused(guide_texts.wrong_log_in)).await;
    };
    pages.forget_own_password(&email);
    let new = Passphrase::new(form.get("passphrase"));
    let guide = email.clone();
    let now = pages.now();
    let done = pages
        .run_action(&visit, move |store, _| {
            // The password may have been changed while it was compared.
            if store.log_in_of(&guide)? != Some(proved) {
                return Err(StoreError::ChangedMeanwhile("the account").into());
            }
            let order = PassphraseOrder {
                email: &guide,
                new: &new,
                old: None,
                new_key: true,
                given_at: GivenAt::Page,
            };
            rounds::set_passphrase(store, order, now, &mut rng)
        })
        .await?;
    say(&pages, &visit, &email, done, true).await
}

async fn say(
    pages: &Arc<Pages>,
    visit: &Visit,
    email: &str,
    done: Result<PassphraseSet, RoundError>,
    forgotten: bool,
) -> Result<Response, PageError> {
    let guide_texts = GuideTexts::of(visit.language);
    let what = judge_secret(&done);
    // A new key asks for the account's password, and guesses no passphrase.
    if !forgotten {
        pages.note_passphrase_outcome(email, what);
    }
    let error = match done {
        Ok(_) => {
            // Who gives a passphrase up wants nothing to be open that it has opened.
            pages.sittings().forget_guide(email);
            let what = if forgotten { "new" } else { "set" };
            return Ok(Redirect::to(&format!("/passphrase?done={what}")).into_response());
        }
        Err(error) => error,
    };
    let said = Said {
        fault: Some(match what {
            SecretOutcome::Wrong => guide_texts.wrong_old.to_owned(),
            _ => explain(guide_texts, &error),
        }),
        forgotten,
        ..Said::default()
    };
    render_passphrase(pages, visit, said).await
}
