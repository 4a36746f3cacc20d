//! Enrolling tablets: a link that works once for each tablet that it was made for, shown to whoever made it, as long as it can be used.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use trykk_shared::address::HubAddress;
use trykk_shared::enrolment::{LINK_FILE, Link};

use super::keeps;
use super::qr::{Qr, draw};
use crate::certificates::Ca;
use crate::enrolment::{ADDRESS, CODE_HOURS, LinkOrder, MOST_TABLETS, make_link};
use crate::organisation::Role;
use crate::secrets::{draw_secret, hash_secret};
use crate::store::StoreError;
use crate::texts::{TabletTexts, fill, moment};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::files::attach;
use crate::web::page::{Page, refreshing, render};
use crate::web::visit::Visit;

/// How many links that can still be used one account has at most: nobody enrols more tablets in a day.
const MOST_OPEN_LINKS: u64 = 20;
/// How often the page of a link looks whether it is used, in seconds.
const LOOK_SECONDS: u64 = 10;
/// How many links are remembered at most, by everybody together.
const MOST: usize = 500;

/// Links that can be shown again, by what their pages are called. Only in memory: the hub keeps hashes.
#[derive(Default)]
pub struct ShownLinks(HashMap<String, ShownLink>);

/// A link, and who made it.
#[derive(Clone)]
struct ShownLink {
    by: String,
    link: Arc<Link>,
    ticket_hash: [u8; 32],
    ward: String,
    expires: i64,
}

impl ShownLinks {
    fn keep(&mut self, id: String, link: ShownLink, now: i64) {
        self.0.retain(|_, link| link.expires > now);
        if self.0.len() >= MOST {
            let first = self.0.iter().min_by_key(|(_, link)| link.expires);
            let first = first.map(|(id, _)| id.clone());
            first.and_then(|id| self.0.remove(&id));
        }
        self.0.insert(id, link);
    }
}

/// Why no link can be made.
enum NoLink {
    /// Nobody has said how tablets reach the hub, or it cannot be read.
    Address,
    /// There is no such ward among the visitor's.
    Ward,
    /// The ward is closed.
    Closed,
    /// It is for no tablet, or for more than one link enrols.
    Tablets,
    /// The visitor has made so many that nobody has used.
    TooMany,
    /// The hub's own certificate cannot be read.
    Certificate,
}

#[derive(Template)]
#[template(path = "no_link.html")]
struct NoLinkPage {
    page: Page,
    texts: &'static TabletTexts,
    text: &'static str,
}

#[derive(Template)]
#[template(path = "tablet_link.html")]
struct LinkPage {
    page: Page,
    texts: &'static TabletTexts,
    /// The first line over what is done on the tablet, or on each; and the last of it.
    lead: &'static str,
    last: &'static str,
    id: String,
    left: String,
    until: String,
    /// What there is to show, while the link can be used.
    shown: Option<Shown>,
    /// Whether it is used up.
    used: bool,
    /// How often the code works, and how many of several tablets have used it, in words.
    once: String,
    so_far: Option<String>,
    /// What is said once it is used up.
    used_said: &'static str,
    /// Whether the page looks by itself whether the code is used, and what it says of that.
    looks: bool,
    looks_said: String,
    /// Whether QR code and link are unfolded.
    unfolded: bool,
    /// The page looking no more, looking once again, and with the QR code large.
    still: String,
    again: String,
    large: String,
}

/// What there is to write or scan.
struct Shown {
    address: String,
    code: String,
    link: String,
    qr: Option<Qr>,
}

/// Makes a link for a ward.
pub async fn make(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let texts = TabletTexts::of(visit.language);
    let (visitor, ward, now, mut rng) = (
        visit.visitor()?.clone(),
        form.get("ward").to_owned(),
        pages.now(),
        pages.rng(),
    );
    // A form from before there was a choice is for one.
    let tablets = match form.get("tablets") {
        "" => Some(1),
        typed => typed
            .parse()
            .ok()
            .filter(|tablets| (1..=MOST_TABLETS).contains(tablets)),
    };
    let (by, is_admin) = (visitor.email.clone(), visitor.role == Role::Admin);
    let folder = pages.folder.clone();
    let made = pages
        .write_as(&visit, move |store| {
            let organisation = store.organisation_of(std::slice::from_ref(&ward))?;
            let Some(known) = organisation
                .wards
                .get(&ward)
                .filter(|_| keeps(&organisation, &visitor, &ward))
            else {
                return Ok(Err(NoLink::Ward));
            };
            if known.closed {
                return Ok(Err(NoLink::Closed));
            }
            let Some(tablets) = tablets else {
                return Ok(Err(NoLink::Tablets));
            };
            if store.count_open_codes(&visitor.email, now)? >= MOST_OPEN_LINKS {
                return Ok(Err(NoLink::TooMany));
            }
            let address = store
                .setting(ADDRESS)?
                .and_then(|address| address.parse::<HubAddress>().ok());
            let Some(address) = address else {
                return Ok(Err(NoLink::Address));
            };
            let ca = match Ca::open(&folder) {
                Ok(ca) => ca,
                Err(error) => {
                    tracing::error!(%error, "no enrolment link can be made");
                    return Ok(Err(NoLink::Certificate));
                }
            };
            let order = LinkOrder {
                address: &address,
                ward: &ward,
                hours: CODE_HOURS,
                tablets,
                made_by: Some(&visitor.email),
            };
            let link = make_link(store, order, ca.fingerprint(), now, &mut rng)?;
            Ok(Ok((link, ward)))
        })
        .await?;
    let why = match made {
        Ok((link, ward)) => {
            let id = draw_secret(&mut pages.rng());
            let shown = ShownLink {
                by,
                ticket_hash: hash_secret(&link.code.ticket()),
                link: Arc::new(link),
                ward,
                expires: now + CODE_HOURS * 3600,
            };
            if let Ok(mut links) = pages.links.lock() {
                links.keep(id.clone(), shown, now);
            }
            return Ok(Redirect::to(&format!("/tablets/links/{id}")).into_response());
        }
        Err(why) => why,
    };
    let mut frame = visit.page(texts.no_link);
    frame.path = "/tablets".to_owned();
    let template = NoLinkPage {
        page: frame,
        texts,
        text: match why {
            NoLink::Address if is_admin => texts.no_address_admin,
            NoLink::Address => texts.no_address,
            NoLink::Ward => texts.no_such_ward,
            NoLink::Closed => texts.closed_ward,
            NoLink::Tablets => texts.wrong_tablets,
            NoLink::TooMany => texts.too_many_codes,
            NoLink::Certificate => return Err(PageError::Unavailable),
        },
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&template)?).into_response())
}

/// A link of the visitor's own. One that somebody else made, or that nobody remembers, looks like one that is not there.
fn find(pages: &Pages, visit: &Visit, id: &str) -> Result<ShownLink, PageError> {
    let links = pages.links.lock().map_err(|_| PageError::Unavailable)?;
    let link = links
        .0
        .get(id)
        .filter(|link| visit.visitor().is_ok_and(|visitor| visitor.email == link.by));
    link.cloned().ok_or(PageError::NotFound)
}

/// The link, while it can be used; then what became of it.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let query = query.unwrap_or_default();
    let asks =
        |name: &str| form_urlencoded::parse(query.as_bytes()).any(|(field, value)| field == name && value == "yes");
    let (unfolded, still) = (asks("large"), asks("still"));
    let address = |unfolded: bool, still: bool| {
        let [large, still] = [unfolded, still].map(|yes| if yes { "yes" } else { "no" });
        format!("/tablets/links/{id}?large={large}&still={still}")
    };
    let addresses = [address(unfolded, true), address(unfolded, still), address(true, still)];
    let (texts, language, now) = (TabletTexts::of(visit.language), visit.language, pages.now());
    let (link, visitor) = (find(&pages, &visit, &id)?, visit.visitor()?.clone());
    let mut frame = visit.page("");
    frame.keep = match (unfolded, still) {
        (false, false) => String::new(),
        _ => format!(
            "&{}",
            address(unfolded, still).split_once('?').map_or("", |(_, query)| query)
        ),
    };
    let template = pages
        .read(move |store| {
            let organisation = store.organisation_of(std::slice::from_ref(&link.ward))?;
            if !keeps(&organisation, &visitor, &link.ward) {
                return Err(StoreError::NotFound("link", String::new()));
            }
            let code = store.find_code(&link.ticket_hash)?;
            let used = code.as_ref().is_some_and(|code| code.used);
            let (tablets, enrolled) = code.as_ref().map_or((1, 0), |code| (code.tablets, code.enrolled));
            let good = code.is_some_and(|code| !code.used && code.expires > now);
            let ward = organisation.ward_names(std::slice::from_ref(&link.ward));
            frame.title = match tablets {
                1 => fill(texts.link_for, &[&ward]),
                several => fill(texts.link_for_several, &[&several, &ward]),
            };
            let [lead, last] = match tablets {
                1 => [texts.steps_lead, texts.step_done],
                _ => [texts.steps_lead_each, texts.step_done_each],
            };
            let [still_at, again, large] = addresses;
            let hours = (link.expires - now + 3599) / 3600;
            Ok(LinkPage {
                page: frame,
                texts,
                lead,
                last,
                id,
                left: match hours {
                    1 => texts.hour_left.to_owned(),
                    hours => fill(texts.hours_left, &[&hours]),
                },
                until: moment(language, &organisation.zone(), link.expires),
                shown: good.then(|| Shown {
                    address: link.link.address.clone(),
                    code: link.link.code.to_text(),
                    qr: draw(&link.link.to_string()),
                    link: link.link.to_string(),
                }),
                used,
                once: match tablets {
                    1 => texts.once.to_owned(),
                    many => fill(texts.once_each, &[&many]),
                },
                so_far: (tablets > 1).then(|| fill(texts.so_far, &[&enrolled, &tablets])),
                used_said: if tablets > 1 { texts.used_up } else { texts.used },
                looks: good && !still,
                looks_said: fill(texts.looks, &[&LOOK_SECONDS]),
                unfolded,
                still: still_at,
                again,
                large,
            })
        })
        .await?;
    let page = render(&template)?;
    Ok(match template.looks {
        true => refreshing(page, LOOK_SECONDS),
        false => page.into_response(),
    })
}

/// The link as a file for a stick, by which tablets are enrolled and moved: as long as the page shows it.
pub async fn hand_out(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
) -> Result<Response, PageError> {
    let (link, visitor, now) = (find(&pages, &visit, &id)?, visit.visitor()?.clone(), pages.now());
    let text = pages
        .read(move |store| {
            let organisation = store.organisation_of(std::slice::from_ref(&link.ward))?;
            let code = store.find_code(&link.ticket_hash)?;
            let is_good = code.is_some_and(|code| !code.used && code.expires > now);
            Ok((is_good && keeps(&organisation, &visitor, &link.ward)).then(|| format!("{}\r\n", link.link)))
        })
        .await?;
    let (name, ending) = LINK_FILE.rsplit_once('.').unwrap_or((LINK_FILE, "txt"));
    match text {
        Some(text) => Ok(attach("text/plain; charset=utf-8", name, ending, text.into_bytes())),
        None => Err(PageError::NotFound),
    }
}

/// Makes a link void: one of the visitor's own, by its page; or another one of a ward that the visitor looks after, by its handle.
pub async fn withdraw(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    _: Form,
) -> Result<Redirect, PageError> {
    let own = find(&pages, &visit, &id).ok();
    let (visitor, now) = (visit.visitor()?.clone(), pages.now());
    let is_there = pages
        .write_as(&visit, move |store| {
            let organisation = store.organisation()?;
            let others = store.open_codes(now)?.into_iter();
            let mut others = others.filter(|code| keeps(&organisation, &visitor, &code.ward));
            let other = others.find(|code| code.handle() == id).map(|code| code.ticket_hash);
            let Some(ticket_hash) = own.map(|link| link.ticket_hash).or(other) else {
                return Ok(false);
            };
            store.withdraw_code(&ticket_hash).map(|()| true)
        })
        .await?;
    match is_there {
        true => Ok(Redirect::to("/tablets")),
        false => Err(PageError::NotFound),
    }
}
