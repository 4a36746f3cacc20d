//! How the server is doing, and a backup at the press of a button.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::backups::{self, BackupError};
use crate::operation::{Lasts, Room, is_backup_late, lasts};
use crate::store::{BACKED_UP, CLOCK, Store, StoreError};
use crate::texts::{AuditTexts, MailTexts, OperationTexts, fill, moment, say_day, say_size};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "operation.html")]
struct OperationPage {
    page: Page,
    texts: &'static OperationTexts,
    /// What wants a look.
    needs: Vec<String>,
    /// Why the clock is not believed, if it is not.
    clock_doubt: Option<String>,
    /// What each is called, and how it stands.
    facts: Vec<(&'static str, String)>,
    back_up_where: String,
    done: Option<String>,
    fault: Option<String>,
}

/// Everything about the server that an admin looks after.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, PageError> {
    let done = query.is_some_and(|query| {
        let mut fields = form_urlencoded::parse(query.as_bytes());
        fields.any(|(name, value)| name == "done" && value == "backup")
    });
    write(&pages, &visit, done, None).await
}

/// Makes a backup, and says where it lies.
pub async fn back_up(State(pages): State<Arc<Pages>>, visit: Visit, _: Form) -> Result<Response, PageError> {
    let (texts, now) = (OperationTexts::of(visit.language), pages.now());
    let made = pages.run_action(&visit, move |store, folder| {
        Ok(backups::make(store, &folder.backups(), now))
    });
    let fault = match made.await? {
        Ok(Ok(_)) => return Ok(Redirect::to("/operation?done=backup").into_response()),
        Ok(Err(BackupError::JustMade)) => texts.just_made.to_owned(),
        Ok(Err(BackupError::Store(error))) => {
            tracing::error!(%error, "no backup was made");
            fill(texts.failed, &[&pages.folder.backups().display()])
        }
        Err(error) => {
            tracing::error!(%error, "no backup was made");
            fill(texts.failed, &[&pages.folder.backups().display()])
        }
    };
    let page = write(&pages, &visit, false, Some(fault)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn write(
    pages: &Arc<Pages>,
    visit: &Visit,
    done: bool,
    fault: Option<String>,
) -> Result<Html<String>, PageError> {
    let (texts, frame) = (
        OperationTexts::of(visit.language),
        visit.page(OperationTexts::of(visit.language).operation),
    );
    let (asked, language, names) = (Arc::clone(pages), visit.language, visit.texts());
    let template = pages
        .read(move |store| {
            let zone = store.time_zone()?;
            let backups = asked.folder.backups();
            let made = match done {
                true => backups::newest(&backups).ok().flatten(),
                false => None,
            };
            let clock_doubt = asked.clock.doubt().map(|doubt| {
                let [shows, latest] = [doubt.shows, doubt.latest].map(|time| moment(language, &zone, time));
                fill(names.clock_doubted, &[&shows, &latest])
            });
            let look = Look {
                pages: &asked,
                store,
                texts,
                say: &|time| moment(language, &zone, time),
                say_day: &|time| say_day(language, &zone, time),
                say_size: &|bytes| say_size(language, bytes),
                audit: AuditTexts::of(language),
                mail: MailTexts::of(language),
            };
            let (facts, needs) = look.gather()?;
            Ok(OperationPage {
                page: frame,
                texts,
                needs,
                clock_doubt,
                facts,
                back_up_where: fill(texts.back_up_where, &[&backups.display()]),
                done: made.map(|made| fill(texts.made, &[&made.display()])),
                fault,
            })
        })
        .await?;
    render(&template)
}

/// What is looked at, and how it is said.
struct Look<'l> {
    pages: &'l Pages,
    store: &'l Store,
    texts: &'static OperationTexts,
    audit: &'static AuditTexts,
    mail: &'static MailTexts,
    say: &'l dyn Fn(i64) -> String,
    say_day: &'l dyn Fn(i64) -> String,
    say_size: &'l dyn Fn(u64) -> String,
}

/// What each is called, and how it stands; and what wants a look.
type Found = (Vec<(&'static str, String)>, Vec<String>);

impl Look<'_> {
    fn time(&self, key: &str) -> Result<Option<i64>, StoreError> {
        Ok(self.store.setting(key)?.and_then(|time| time.parse().ok()))
    }

    fn gather(&self) -> Result<Found, StoreError> {
        let (texts, now) = (self.texts, self.pages.now());
        let mut facts = vec![(texts.version, env!("CARGO_PKG_VERSION").to_owned())];
        let mut needs = Vec::new();
        let room = Room::measure(&self.pages.folder).ok();
        let size = |bytes: Option<u64>| bytes.map_or_else(|| texts.unknown.to_owned(), self.say_size);
        let database = room.map(|room| fill(texts.at_most, &[&(self.say_size)(room.database)]));
        facts.push((texts.database, database.unwrap_or_else(|| texts.unknown.to_owned())));
        facts.push((texts.free, size(room.map(|room| room.free))));
        if room.is_some_and(Room::is_low) {
            needs.push(texts.low.to_owned());
        }
        let backed_up = self.time(BACKED_UP)?;
        facts.push((
            texts.last_backup,
            backed_up.map_or_else(|| texts.never.to_owned(), self.say),
        ));
        if is_backup_late(backed_up, now) {
            needs.push(texts.late.to_owned());
        }
        self.add_certificates(&mut facts, &mut needs);
        let clock = match self.pages.clock.doubt() {
            None => fill(texts.clock_sure, &[&(self.say)(now)]),
            Some(_) => fill(texts.clock_doubted, &[&(self.say)(now)]),
        };
        facts.push((texts.clock, clock));
        facts.extend(self.time(CLOCK)?.map(|latest| (texts.latest, (self.say)(latest))));
        let connections = self.pages.running.connections().map(|count| count.to_string());
        facts.extend(connections.map(|count| (texts.connections, count)));
        let log = match self.store.follow_audit()? {
            Ok(followed) => match followed.heads.last().filter(|head| head.number > 0) {
                Some(head) => fill(texts.log_whole, &[&head.number]),
                None => texts.log_empty.to_owned(),
            },
            Err(broken) => {
                let said = fill(self.audit.broken, &[&broken.number]);
                needs.insert(0, said.clone());
                said
            }
        };
        facts.push((texts.log, log));
        self.add_mail(&mut facts, &mut needs)?;
        if let Some(fault) = &self.pages.method.fault {
            needs.push(fill(texts.method_faulty, &[fault]));
        }
        if let Some(fault) = &self.pages.codebook.fault {
            needs.push(fill(texts.codebook_faulty, &[fault]));
        }
        Ok((facts, needs))
    }

    fn add_mail(&self, facts: &mut Vec<(&'static str, String)>, needs: &mut Vec<String>) -> Result<(), StoreError> {
        let (texts, connected) = (self.mail, self.pages.running.connected());
        let (last, failed) = self.store.mail_summary(self.pages.now())?;
        facts.push((
            texts.mail,
            match (&connected.mail, last) {
                (None, _) => texts.mail_none.to_owned(),
                (Some(server), None) => fill(texts.mail_never, &[server]),
                (Some(server), Some(last)) => fill(texts.mail_last, &[server, &(self.say)(last)]),
            },
        ));
        let plans = self.store.webhook_summary()?;
        facts.push((
            texts.hook,
            match connected.webhook {
                false => texts.hook_none.to_owned(),
                true => fill(texts.hook_stands, &[&plans.arrived, &plans.waiting]),
            },
        ));
        needs.extend(connected.webhook_fault.map(|why| fill(texts.hook_fails, &[&why])));
        if plans.given_up > 0 {
            needs.push(fill(texts.hook_given_up, &[&plans.given_up]));
        }
        let exposed = connected.exposed.iter();
        needs.extend(exposed.map(|file| fill(texts.secret_exposed, &[file, file])));
        needs.extend(connected.mail_fault.map(|why| fill(texts.mail_fails, &[&why])));
        if failed > 0 {
            needs.push(fill(texts.mail_failed_some, &[&failed]));
        }
        Ok(())
    }

    fn add_certificates(&self, facts: &mut Vec<(&'static str, String)>, needs: &mut Vec<String>) {
        let texts = self.texts;
        let Some(ends) = self.pages.running.ends() else { return };
        // The system's clock is what browsers and tablets go by, whatever the hub believes.
        let now = self.pages.clock.shows();
        let people = match ends.people {
            Some(ends) => fill(texts.until, &[&(self.say_day)(ends)]),
            None => texts.same.to_owned(),
        };
        facts.push((texts.people_certificate, people));
        facts.push((
            texts.tablets_certificate,
            fill(texts.renews, &[&(self.say_day)(ends.tablets)]),
        ));
        facts.push((texts.issuer, fill(texts.until, &[&(self.say_day)(ends.issuer)])));
        let shown = [
            (texts.people_certificate, ends.people),
            (texts.tablets_certificate, Some(ends.tablets)),
            (texts.issuer, Some(ends.issuer)),
        ];
        for (name, end) in shown.into_iter().filter_map(|(name, end)| Some((name, end?))) {
            let text = match lasts(end, now) {
                Lasts::Long => continue,
                Lasts::EndsSoon => texts.certificate_soon,
                Lasts::Ended => texts.certificate_ended,
            };
            needs.push(fill(text, &[&name, &(self.say_day)(end)]));
        }
    }
}
