//! Silence in words, and the page on which a guide says what was made of a result.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use trykk_shared::ids::BoxId;
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

/// A result that nobody has followed up.
pub struct SilentResult {
    id: BoxId,
    /// The wards that it is about.
    pub wards: Vec<String>,
    missing: Missing,
    /// The day that it has been silent since, in days since 1970-01-01.
    day: i64,
}

/// The same in words.
pub struct Silent {
    /// With the wards.
    pub said: String,
    /// Where a guide says what was made of it.
    pub href: String,
    /// For the senior leader: who there is not, of those who are to follow it up.
    pub unheard: Option<&'static str>,
}

/// A list of them: a country's oldest are put into words, and the others only counted.
#[derive(Default)]
pub struct SilentList {
    /// Those that have been silent longest.
    pub oldest: Vec<Silent>,
    /// How many there are.
    pub all: usize,
}

/// How many are put into words.
const SAID: usize = 100;

impl SilentResult {
    /// Where a guide says what was made of it.
    pub fn href(&self) -> String {
        format!("/rounds/{}/follow-up", self.id)
    }

    /// In words, where the ward stands beside it.
    pub fn say_short(&self, language: Language) -> String {
        let texts = FollowUpTexts::of(language);
        let text = match self.missing {
            Missing::Report => texts.report_owed,
            Missing::Plan => texts.plan_owed,
        };
        fill(text, &[&say(language, self.day)])
    }

    fn describe(&self, organisation: &Organisation, hearers: Option<&Hearers<'_>>, language: Language) -> Silent {
        let texts = FollowUpTexts::of(language);
        let text = match self.missing {
            Missing::Report => texts.no_report,
            Missing::Plan => texts.no_plan,
        };
        Silent {
            said: fill(text, &[&organisation.ward_names(&self.wards), &say(language, self.day)]),
            href: self.href(),
            unheard: hearers
                .and_then(|hearers| hearers.find_unheard(&self.wards))
                .map(|nobody| match nobody {
                    Unheard::NoLeader => texts.no_leader,
                    Unheard::NoGuide => texts.no_guide,
                    Unheard::Nobody => texts.nobody_there,
                }),
        }
    }
}

impl SilentList {
    /// Of these, of which that which has been silent longest comes first. `raised`: the senior leader reads it, who is told who there is not.
    pub fn of(silent: &[SilentResult], organisation: &Organisation, raised: bool, language: Language) -> Self {
        let hearers = raised.then(|| Hearers::of(organisation));
        let oldest = silent.iter().take(SAID);
        SilentList {
            oldest: oldest
                .map(|silent| silent.describe(organisation, hearers.as_ref(), language))
                .collect(),
            all: silent.len(),
        }
    }
}

/// What nobody has followed up at somebody's wards. `raised`: only what has been silent for so long that the senior leader hears of it.
///
/// # Errors
/// See [`StoreError`].
pub fn find_silent(
    store: &Store,
    organisation: &Organisation,
    method: &Method,
    places: &Places,
    raised: bool,
    now: i64,
) -> Result<Vec<SilentResult>, StoreError> {
    let today = day_of(now, &organisation.zone());
    // A day more than is spoken of, since a day of the organisation's is not one of the clock's.
    let since = now - (SPOKEN_OF_DAYS + 1) * 86_400;
    let silent = |FollowedUp { id, wards, follow_up }| {
        let silence = find_silence(&follow_up, method, today).filter(|silence| silence.raised || !raised);
        silence.map(|Silence { missing, .. }| SilentResult {
            id,
            wards,
            missing,
            day: match missing {
                Missing::Report => follow_up.published,
                Missing::Plan => follow_up.report.unwrap_or(follow_up.published),
            },
        })
    };
    Ok(store
        .follow_ups(places, since)?
        .into_iter()
        .filter_map(silent)
        .collect())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_country_the_oldest_are_put_into_words_and_all_are_counted() {
        let silent = |nth: u8| SilentResult {
            id: BoxId([nth; 16]),
            wards: vec![format!("w-{nth}")],
            missing: Missing::Report,
            day: 20_000,
        };
        let silent: Vec<SilentResult> = (0..150).map(silent).collect();
        let list = SilentList::of(&silent, &Organisation::default(), false, Language::Nb);
        assert_eq!((list.oldest.len(), list.all), (SAID, 150));
        assert!(list.oldest[0].said.starts_with("w-0: resultatet ble publisert"));
        assert_eq!(list.oldest[99].href, silent[99].href());
        assert_eq!(SilentList::default().all, 0);
    }
}
