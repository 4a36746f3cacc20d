//! Silence in words, and the page on which a guide says what was made of a result.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use trykk_shared::language::Language;

use crate::organisation::times::{day_of, read_day, write_day};
use crate::organisation::{Organisation, Places};
use crate::process::method::Method;
use crate::process::silence::{FollowUp, Hearers, Missing, SPOKEN_OF_DAYS, Silence, Unheard, find_silence};
use crate::store::{FollowedUp, Store, StoreError};
use crate::texts::{FollowUpTexts, fill};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, is_done, respond};
use crate::web::signing::say;
use crate::web::visit::Visit;

/// What nobody has followed up.
pub struct Silent {
    /// In words, with the wards.
    pub said: String,
    /// The same where the ward stands beside it.
    pub short: String,
    /// Where a guide says what was made of it.
    pub href: String,
    /// The wards that it is about.
    pub wards: Vec<String>,
    /// For the senior leader: who there is not, of those who are to follow it up.
    pub unheard: Option<&'static str>,
}

/// What nobody has followed up at somebody's wards. `raised`: only what has been silent for so long that the senior leader hears of it.
///
/// # Errors
/// See [`StoreError`].
pub fn list_silent(
    store: &Store,
    organisation: &Organisation,
    method: &Method,
    places: &Places,
    raised: bool,
    language: Language,
    now: i64,
) -> Result<Vec<Silent>, StoreError> {
    let (texts, today) = (FollowUpTexts::of(language), day_of(now, &organisation.zone()));
    let hearers = raised.then(|| Hearers::of(organisation));
    // A day more than is spoken of, since a day of the organisation's is not one of the clock's.
    let since = now - (SPOKEN_OF_DAYS + 1) * 86_400;
    let mut found = Vec::new();
    for FollowedUp { id, wards, follow_up } in store.follow_ups(places, since)? {
        let silence = find_silence(&follow_up, method, today).filter(|silence| silence.raised || !raised);
        let Some(Silence { missing, .. }) = silence else {
            continue;
        };
        let names = organisation.ward_names(&wards);
        let (text, short, day) = match missing {
            Missing::Report => (texts.no_report, texts.report_owed, follow_up.published),
            Missing::Plan => (
                texts.no_plan,
                texts.plan_owed,
                follow_up.report.unwrap_or(follow_up.published),
            ),
        };
        let day = say(language, day);
        found.push(Silent {
            said: fill(text, &[&names, &day]),
            short: fill(short, &[&day]),
            href: format!("/rounds/{id}/follow-up"),
            unheard: hearers
                .as_ref()
                .and_then(|hearers| hearers.find_unheard(&wards))
                .map(|nobody| match nobody {
                    Unheard::NoLeader => texts.no_leader,
                    Unheard::NoGuide => texts.no_guide,
                    Unheard::Nobody => texts.nobody_there,
                }),
            wards,
        });
    }
    Ok(found)
}

#[derive(Template)]
#[template(path = "follow_up.html")]
struct FollowUpPage {
    page: Page,
    texts: &'static FollowUpTexts,
    wards: String,
    published: String,
    report: String,
    plan: String,
    fault: Option<&'static str>,
    done: bool,
}

async fn write(
    pages: &Arc<Pages>,
    visit: &Visit,
    typed: Option<(String, String)>,
    done: bool,
) -> Result<Response, PageError> {
    let (ballot_box, texts) = (visit.ballot_box()?, FollowUpTexts::of(visit.language));
    let (id, wards) = (ballot_box.id, ballot_box.wards.clone());
    let (organisation, follow_up) = pages
        .read(move |store| Ok((store.organisation_of(&wards)?, store.follow_up(id)?)))
        .await?;
    let follow_up = follow_up.ok_or(PageError::NotFound)?;
    let day = |day: Option<i64>| day.map_or(String::new(), write_day);
    let refused = typed.is_some();
    let (report, plan) = typed.unwrap_or_else(|| (day(follow_up.report), day(follow_up.plan)));
    let mut frame = visit.page(texts.follow_up);
    frame.path = format!("/rounds/{id}/follow-up");
    let template = FollowUpPage {
        page: frame,
        texts,
        wards: organisation.ward_names(&ballot_box.wards),
        published: fill(texts.published_on, &[&say(visit.language, follow_up.published)]),
        report,
        plan,
        fault: refused.then_some(texts.fault_day),
        done,
    };
    let is_refused = refused;
    respond(&template, is_refused)
}

/// The page.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let done = is_done(query.as_ref());
    write(&pages, &visit, None, done).await
}

/// Says when the report was given, and the plan made.
pub async fn save(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let (id, now) = (visit.ballot_box()?.id, pages.now());
    let typed = (form.get("report").trim().to_owned(), form.get("plan").trim().to_owned());
    let (report, plan) = typed.clone();
    let saved = pages
        .write_as(&visit, move |store| {
            let today = day_of(now, &store.time_zone()?);
            let before = store.follow_up(id)?;
            let before = before.ok_or_else(|| StoreError::NotFound("published box", id.to_string()))?;
            let read = |written: &str| match written {
                "" => Some(None),
                written => read_day(written).map(Some),
            };
            let days = read(&report).zip(read(&plan));
            let days = days.filter(|(report, plan)| {
                let told = FollowUp {
                    published: before.published,
                    report: report.or(before.report),
                    plan: plan.or(before.plan),
                };
                told.is_in_order(today)
            });
            let Some((report, plan)) = days else { return Ok(false) };
            store.note_follow_up(id, report, plan).map(|()| true)
        })
        .await?;
    match saved {
        true => Ok(Redirect::to(&format!("/rounds/{id}/follow-up?done=saved")).into_response()),
        false => write(&pages, &visit, Some(typed), false).await,
    }
}
