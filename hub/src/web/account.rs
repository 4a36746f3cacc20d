//! Somebody's own page: language, password, and where they are logged in.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::tz::TimeZone;
use zeroize::Zeroizing;

use crate::organisation::Role;
use crate::organisation::times::day_of;
use crate::people::passwords::hash_password;
use crate::reminders::REMINDED;
use crate::secrets::{MIN_SECRET_CHARS, draw_secret, hash_secret};
use crate::store::SECONDS_OF_DAY;
use crate::texts::{AccountTexts, CalendarTexts, GuideTexts, MailTexts, Texts, fill, say_date, say_day};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::access::guard::token_cookie;
use crate::web::access::invitation::explain_password;
use crate::web::access::log_in::begin;
use crate::web::access::own_password::Proof;
use crate::web::admin::people::say_invitation;
use crate::web::error::PageError;
use crate::web::host::find_pages;
use crate::web::page::{Page, respond};
use crate::web::signing::SIGNING_ROLES;
use crate::web::visit::Visit;

/// The routes.
pub(super) fn routes() -> Router<Arc<Pages>> {
    Router::new()
        .route("/account", get(show))
        .route("/account/password", post(change_password))
        .route("/account/log-out", post(end_one))
        .route("/account/log-out-everywhere", post(end_all))
        .route("/account/reminders", post(set_reminders))
        .route("/account/calendar", post(make_calendar))
        .route("/account/calendar/end", post(end_calendar))
}

/// Where somebody is logged in.
struct Session {
    /// What its form names it by.
    id: String,
    browser: String,
    last_used: String,
    /// Whether it is the one that shows the page.
    present: bool,
}

/// A calendar of somebody's own.
struct CalendarView {
    /// That they have its address, in words.
    have: Option<String>,
}

/// What the page says of what was done on it.
#[derive(Default)]
struct Said {
    fault: Option<&'static str>,
    done: Option<&'static str>,
    made: Option<String>,
}

impl Said {
    fn fault(fault: &'static str) -> Self {
        Said {
            fault: Some(fault),
            ..Said::default()
        }
    }
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    page: Page,
    texts: &'static AccountTexts,
    email: String,
    places: String,
    is_guide: bool,
    /// Whether others come in by what is made here.
    may_invite: bool,
    shortest: usize,
    sessions: Vec<Session>,
    /// An invitation to this very account, in words.
    invited: Option<String>,
    /// Whether they want reminders, where there are any for them.
    is_reminded: Option<bool>,
    /// Their calendar, where there is one for them.
    calendar: Option<CalendarView>,
    calendar_texts: &'static CalendarTexts,
    mail_texts: &'static MailTexts,
    /// The address of a calendar that was made just now.
    made: Option<String>,
    fault: Option<&'static str>,
    done: Option<&'static str>,
}

/// The page, and what was done on it last.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let (texts, query) = (AccountTexts::of(visit.language), query.unwrap_or_default());
    let done = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "done");
    let done = match done.as_ref().map(|(_, what)| what.as_ref()) {
        Some("password") => Some(texts.changed),
        Some("out") => Some(texts.ended),
        Some("reminders") => Some(MailTexts::of(visit.language).switched),
        Some("calendar") => Some(CalendarTexts::of(visit.language).ended),
        _ => None,
    };
    let said = Said {
        done,
        ..Said::default()
    };
    render_account(&pages, &visit, said).await
}

async fn render_account(pages: &Arc<Pages>, visit: &Visit, said: Said) -> Result<Response, PageError> {
    let is_refused = said.fault.is_some();
    let (visitor, language, texts) = (
        visit.visitor()?.clone(),
        visit.language,
        AccountTexts::of(visit.language),
    );
    let (now, present) = (pages.now(), hash_secret(visit.token.as_bytes()));
    let mut frame = visit.page(texts.mine);
    frame.path = "/account".to_owned();
    let template = pages
        .read(move |store| {
            let organisation = store.organisation_within(&visitor.places)?;
            let sessions = store.sessions(&visitor.email, now)?.into_iter().map(|session| Session {
                browser: match session.browser.as_str() {
                    "" => texts.unknown_browser.to_owned(),
                    browser => browser.to_owned(),
                },
                last_used: match session.last_day == now / SECONDS_OF_DAY {
                    true => texts.today.to_owned(),
                    false => say_day(language, &TimeZone::UTC, session.last_day * SECONDS_OF_DAY),
                },
                present: session.token_hash == present,
                id: session.id(),
            });
            let is_reminded = match REMINDED.contains(&visitor.role) {
                true => Some(store.is_reminded(&visitor.email)?),
                false => None,
            };
            let calendar = match SIGNING_ROLES.contains(&visitor.role) {
                true => Some(CalendarView {
                    have: store
                        .feed_since(&visitor.email)?
                        .map(|day| fill(CalendarTexts::of(language).have, &[&say_date(language, day)])),
                }),
                false => None,
            };
            Ok(AccountPage {
                is_reminded,
                calendar,
                calendar_texts: CalendarTexts::of(language),
                mail_texts: MailTexts::of(language),
                made: said.made,
                page: frame,
                texts,
                places: organisation.place_names(&visitor.places),
                is_guide: visitor.role == Role::Guide,
                may_invite: visitor.role == Role::Admin,
                invited: store
                    .open_invitation_of(&visitor.email, now)?
                    .map(|invitation| say_invitation(language, &organisation, &invitation)),
                email: visitor.email,
                shortest: MIN_SECRET_CHARS,
                sessions: sessions.collect(),
                fault: said.fault,
                done: said.done,
            })
        })
        .await?;
    respond(&template, is_refused)
}

/// Another password. Whoever is logged in with the account elsewhere is logged out.
pub async fn change_password(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let (texts, own) = (Texts::of(visit.language), AccountTexts::of(visit.language));
    let email = visit.visitor()?.email.clone();
    if form.get("password") != form.get("again") {
        return render_account(&pages, &visit, Said::fault(texts.passwords_differ)).await;
    }
    let proved = match pages.ask_own_password(&email, form.get("old")).await? {
        Proof::Right(proved) => proved,
        Proof::Wrong => return render_account(&pages, &visit, Said::fault(own.wrong_old)).await,
        Proof::TooMany => {
            let too_many = GuideTexts::of(visit.language).too_many;
            return render_account(&pages, &visit, Said::fault(too_many)).await;
        }
    };
    let (new, mut rng) = (Zeroizing::new(form.get("password").to_owned()), pages.rng());
    let fault = match pages.run_exclusive(move || hash_password(&new, &mut rng)).await? {
        Ok(hashed) => {
            let asked = email.clone();
            let changed = pages
                .write_as(&visit, move |store| store.change_password(&asked, &proved, &hashed))
                .await?;
            if !changed {
                return Err(PageError::LogIn);
            }
            pages.sittings().forget_guide(&email);
            let begun = begin(&pages, email, None, "/account?done=password").await?;
            return begun.ok_or(PageError::LogIn);
        }
        Err(error) => explain_password(texts, &error),
    };
    render_account(&pages, &visit, Said::fault(fault)).await
}

/// Switches reminders on or off.
pub async fn set_reminders(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Redirect, PageError> {
    let (email, wants) = (visit.visitor()?.email.clone(), form.get("remind") == "yes");
    pages
        .write_as(&visit, move |store| store.set_reminded(&email, wants))
        .await?;
    Ok(Redirect::to("/account?done=reminders"))
}

/// Makes the address of a calendar, in the place of the one before, and shows it this once.
pub async fn make_calendar(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    headers: HeaderMap,
    _: Form,
) -> Result<Response, PageError> {
    let (email, now) = (visit.visitor()?.email.clone(), pages.now());
    let secret = draw_secret(&mut pages.rng());
    let hash = hash_secret(secret.as_bytes());
    pages
        .write_as(&visit, move |store| {
            let day = day_of(now, &store.time_zone()?);
            store.make_feed(&email, &hash, day)
        })
        .await?;
    let said = Said {
        made: Some(format!(
            "{}/calendar/{secret}",
            find_pages(&pages, &headers).unwrap_or_default()
        )),
        ..Said::default()
    };
    render_account(&pages, &visit, said).await
}

/// Ends it.
pub async fn end_calendar(State(pages): State<Arc<Pages>>, visit: Visit, _: Form) -> Result<Redirect, PageError> {
    let email = visit.visitor()?.email.clone();
    pages.write_as(&visit, move |store| store.end_feed(&email)).await?;
    Ok(Redirect::to("/account?done=calendar"))
}

/// Logs out in one place. One that is over already is no fault.
pub async fn end_one(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Redirect, PageError> {
    let (email, now, id) = (
        visit.visitor()?.email.clone(),
        pages.now(),
        form.get("session").to_owned(),
    );
    let ended = pages
        .write_as(&visit, move |store| {
            let mut sessions = store.sessions(&email, now)?.into_iter();
            let found = sessions.find(|session| session.id() == id);
            if let Some(session) = &found {
                store.end_session(&session.token_hash)?;
            }
            Ok(found.map(|session| session.token_hash))
        })
        .await?;
    if let Some(session) = ended {
        pages.sittings().forget(&session);
    }
    Ok(Redirect::to("/account?done=out"))
}

/// Logs out everywhere, here too.
pub async fn end_all(State(pages): State<Arc<Pages>>, visit: Visit, _: Form) -> Result<Response, PageError> {
    let email = visit.visitor()?.email.clone();
    let guide = email.clone();
    pages.write_as(&visit, move |store| store.end_sessions(&email)).await?;
    pages.sittings().forget_guide(&guide);
    let token = draw_secret(&mut pages.rng());
    Ok(([(header::SET_COOKIE, token_cookie(&token))], Redirect::to("/log-in")).into_response())
}
