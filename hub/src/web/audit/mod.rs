//! The audit log, for admins and for the safety reps of the wards that it concerns.

mod words;

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Html;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use trykk_shared::written_time::WrittenTime;

use crate::audit::Head;
use crate::organisation::{Organisation, Role};
use crate::store::{AuditFilter, Followed, Store, StoreError, Visitor};
use crate::texts::{AuditTexts, fill};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::visit::Visit;
use crate::written::{fold_email, fold_name};
use words::{Line, Words};

/// How many entries stand on a page.
const ON_A_PAGE: u32 = 50;

/// What is asked for in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    ward: String,
    account: String,
    day: String,
    before: Option<i64>,
    /// A head that somebody noted.
    head: String,
}

impl Asked {
    fn read(query: &str) -> Self {
        let mut asked = Asked::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.trim().to_owned();
            match &*name {
                "ward" => asked.ward = value,
                "account" => asked.account = value,
                "day" => asked.day = value,
                "before" => asked.before = value.parse().ok(),
                "head" => asked.head = value,
                _ => {}
            }
        }
        asked
    }

    /// What of it is to stay in an address, `before` aside.
    fn filters(&self) -> String {
        let fields = [("ward", &self.ward), ("account", &self.account), ("day", &self.day)];
        let mut kept = form_urlencoded::Serializer::new(String::new());
        kept.extend_pairs(fields.into_iter().filter(|(_, value)| !value.is_empty()));
        kept.finish()
    }

    /// What stays of it in a link to another language.
    fn keep(&self) -> String {
        let mut keep = match self.filters() {
            filters if filters.is_empty() => String::new(),
            filters => format!("&{filters}"),
        };
        if let Some(before) = self.before {
            keep.push_str(&format!("&before={before}"));
        }
        keep
    }
}

/// The seconds from which to before which a day lasts.
fn read_day(written: &str, zone: &TimeZone) -> Option<(i64, i64)> {
    let Ok(WrittenTime::Day(day)) = written.parse() else {
        return None;
    };
    let begins = |day: Date| Some(day.to_zoned(zone.clone()).ok()?.timestamp().as_second());
    Some((begins(day)?, begins(day.tomorrow().ok()?)?))
}

/// The wards that somebody is for.
fn wards_of(organisation: &Organisation, visitor: &Visitor) -> Vec<String> {
    let known = organisation.wards.keys().cloned();
    let mut wards: Vec<String> = known
        .filter(|ward| organisation.covers(&visitor.places, std::slice::from_ref(ward)))
        .collect();
    // One that is gone since.
    wards.extend(visitor.places.wards.iter().cloned());
    wards
}

/// The log's head, as pages show it.
pub struct ShownHead {
    /// Which entry's it is, in words.
    pub said: String,
    /// Its digits.
    pub digits: String,
}

impl ShownHead {
    /// The head of the log as it stands; nothing where it is empty.
    ///
    /// # Errors
    /// When the store fails.
    pub fn read(store: &Store, texts: &AuditTexts) -> Result<Option<Self>, StoreError> {
        let head = store.audit_head()?;
        Ok((head.number > 0).then(|| ShownHead {
            said: fill(texts.head_now, &[&head.number]),
            digits: head.to_string(),
        }))
    }
}

/// What became of a head that somebody noted: whether all is well, and in words.
fn compare(store: &Store, texts: &AuditTexts, noted: &str) -> Result<(bool, String), StoreError> {
    let Ok(noted) = Head::read_digits(noted) else {
        return Ok((false, texts.not_a_number.to_owned()));
    };
    Ok(match store.follow_audit()? {
        Err(broken) => (false, fill(texts.broken, &[&broken.number])),
        Ok(followed) => say_found(&followed, texts, &noted),
    })
}

fn say_found(followed: &Followed, texts: &AuditTexts, noted: &str) -> (bool, String) {
    if let Some(head) = followed.find(noted) {
        let first = followed.heads.first().map_or(0, |start| start.number) + 1;
        return (true, fill(texts.found, &[&head.number, &first]));
    }
    match followed.replaced.iter().find(|(_, replaced)| replaced == noted) {
        Some((number, _)) => (false, fill(texts.replaced, &[number])),
        None => (false, texts.not_found.to_owned()),
    }
}

struct WardChoice {
    id: String,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    page: Page,
    texts: &'static AuditTexts,
    lead: &'static str,
    asked: Asked,
    is_admin: bool,
    filtered: bool,
    fault: Option<String>,
    wards: Vec<WardChoice>,
    lines: Vec<Line>,
    older: Option<String>,
    newest: Option<String>,
    head: Option<ShownHead>,
    compared: Option<(bool, String)>,
}

/// The log, or what of it is asked for.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, PageError> {
    let (visitor, language, texts) = (visit.visitor()?.clone(), visit.language, AuditTexts::of(visit.language));
    let asked = Asked::read(query.as_deref().unwrap_or(""));
    let mut frame = visit.page(texts.log);
    frame.keep = asked.keep();
    let own = Arc::clone(&pages);
    let page = pages
        .read(move |store| {
            let organisation = store.organisation()?;
            let is_admin = visitor.role == Role::Admin;
            let mine = (!is_admin).then(|| wards_of(&organisation, &visitor));
            let day = match &asked.day[..] {
                "" => None,
                written => Some(read_day(written, &organisation.zone())),
            };
            let fault = day.is_some_and(|day| day.is_none());
            let day = day.flatten();
            // Nobody asks for what is not theirs.
            let ward = Some(&asked.ward).filter(|ward| is_admin && !ward.is_empty());
            let account = Some(&asked.account).filter(|account| is_admin && !account.is_empty());
            let filter = AuditFilter {
                wards: mine.clone().or_else(|| ward.map(|ward| vec![ward.clone()])),
                account: account.map(|account| fold_email(account)),
                from: day.map(|(from, _)| from),
                until: day.map(|(_, until)| until),
                before: asked.before,
            };
            // One more tells whether there are older ones.
            let mut entries = store.audit(&filter, ON_A_PAGE + 1)?;
            let more = entries.len() > ON_A_PAGE as usize;
            entries.truncate(ON_A_PAGE as usize);
            let words = Words {
                organisation: &organisation,
                method: &own.method.method,
                language,
                only: mine.as_deref(),
            };
            let lines: Vec<Line> = entries.iter().map(|entry| words.line(entry)).collect();
            let filters = asked.filters();
            let older = lines.last().filter(|_| more).map(|last| {
                let between = if filters.is_empty() { "" } else { "&" };
                format!("/audit?{filters}{between}before={}", last.number)
            });
            let mut wards: Vec<WardChoice> = organisation
                .wards
                .iter()
                .map(|(id, ward)| WardChoice {
                    chosen: *id == asked.ward,
                    id: id.clone(),
                    name: ward.name.clone(),
                })
                .collect();
            wards.sort_by_key(|ward| fold_name(&ward.name));
            let compared = match &asked.head[..] {
                "" => None,
                noted => Some(compare(store, texts, noted)?),
            };
            Ok(AuditPage {
                page: frame,
                texts,
                lead: if is_admin { texts.lead } else { texts.lead_ward },
                is_admin,
                filtered: !filters.is_empty(),
                fault: fault.then(|| fill(texts.not_a_day, &[&asked.day])),
                wards,
                lines,
                older,
                newest: asked.before.map(|_| format!("/audit?{filters}")),
                head: ShownHead::read(store, texts)?,
                compared,
                asked,
            })
        })
        .await?;
    render(&page)
}
