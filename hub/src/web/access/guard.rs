//! Before every page: who is it, may they open this page, in which language do they read.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, RawPathParams, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use tokio::time::timeout;
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;

use crate::figures::rollup::{self, Scope};
use crate::people::browsers::name_browser;
use crate::secrets::{draw_secret, hash_secret};
use crate::store::{REVIEW, SECONDS_OF_DAY};
use crate::web::access::permissions::{self, OPEN_PAGE, Who};
use crate::web::access::return_to::{ReturnTo, page_of};
use crate::web::error::PageError;
use crate::web::gathering::FOLLOWING;
use crate::web::page::render_error;
use crate::web::visit::Visit;
use crate::web::{
    DECK_FILE, DECK_FILE_BYTES, FORM_BYTES, LIST, LIST_BYTES, LIST_MADE, Pages, SORTING, SORTING_FIND, SORTING_NOTE,
    TABLET_FILE, TABLET_FILE_BYTES,
};

/// The cookie with a visitor's token. `__Host-` ties it to this very host and to HTTPS. Most browsers count loopback as
/// safe too, so that it works on `--web-listen` without a certificate; Safari does not, and is told so
/// ([`PageError::NoCookie`]). A cookie without `Secure` for loopback alone is no way out: the hub cannot tell a browser on this machine
/// from a proxy that names it.
const COOKIE: &str = "__Host-trykk";
/// The cookie with the language.
const LANGUAGE: &str = "lang";
/// What a page may load and do: our own style and type, our own forms, nothing else. No script at all.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";
/// The same on the page on which notes are sorted: our own script file as well, for the keyboard.
const POLICY_WITH_KEYS: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; \
                                form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// The same on pages that follow a gathering: our own script file, and our own stream of events.
const POLICY_FOLLOWING: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; \
                                img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// How long a form may take to come.
const FORM_PATIENCE: Duration = Duration::from_secs(60);

/// Permits the visit, or refuses; then dresses the answer.
pub async fn admit(
    State(pages): State<Arc<Pages>>,
    path: MatchedPath,
    params: RawPathParams,
    mut request: Request,
    next: Next,
) -> Response {
    // First: what a visitor may do is asked when all that is asked for is there, not when its first line came.
    let is_open = path.as_str() == OPEN_PAGE;
    let brought = cookie(request.headers(), COOKIE)
        .filter(|_| !is_open)
        .map(str::to_owned);
    let complete = match may_bring(&pages, most_bytes(path.as_str()), brought.as_deref()).await {
        Ok(true) => read_body(&mut request, most_bytes(path.as_str())).await,
        Ok(false) => Err(PageError::LogIn),
        Err(refusal) => Err(refusal),
    };
    let headers = request.headers();
    let asked = asked_language(request.uri().query().unwrap_or(""));
    let mut visit = Visit {
        token: String::new(),
        visitor: None,
        language: asked.unwrap_or_else(|| language(headers)),
        ballot_box: None,
        scope: None,
        path: request.uri().path().to_owned(),
    };
    let return_to = ReturnTo::from_request(request.method().as_str(), path.as_str(), request.uri().path());
    // A refused form cannot be opened in another language: its page, or the front page, can.
    let is_forms = request.method() == Method::GET
        && permissions::find("GET", path.as_str()).is_none()
        && permissions::find("POST", path.as_str()).is_some();
    let page_path = match (request.method(), path.as_str()) {
        (&Method::GET | &Method::HEAD, _) if !is_forms => visit.path.clone(),
        (_, "/log-out") => "/".to_owned(),
        (_, route) => page_of(route, &visit.path).to_owned(),
    };
    let new_token = brought.is_none();
    visit.token = brought.unwrap_or_else(|| draw_secret(&mut pages.rng()));
    let permitted = match complete {
        Ok(()) => permit_visit(&pages, &mut visit, request.method(), &path, &params, asked.is_some()).await,
        Err(refusal) => Err(refusal),
    };
    note_use(&pages, &visit, request.headers()).await;
    let mut response = match permitted {
        Ok(()) => {
            request.extensions_mut().insert(visit.clone());
            next.run(request).await
        }
        // Who loads the address of a form again is led to the page that it stood on.
        Err(PageError::NotFound) if is_forms => Redirect::to(&page_path).into_response(),
        Err(refusal) => refusal.into_response(),
    };
    if let Some(refusal) = response.extensions_mut().remove::<PageError>() {
        visit.path = page_path;
        response = match refusal {
            PageError::LogIn => Redirect::to(&return_to.log_in()).into_response(),
            refusal => render_error(&visit, refusal),
        };
    }
    let headers = response.headers_mut();
    if new_token && !is_open && !headers.contains_key(header::SET_COOKIE) {
        headers.append(header::SET_COOKIE, token_cookie(&visit.token));
    }
    if let Some(language) = asked.filter(|_| !is_open) {
        let cookie = format!("{LANGUAGE}={language}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax");
        headers.extend(HeaderValue::try_from(cookie).map(|value| (header::SET_COOKIE, value)));
    }
    let policy = match path.as_str() {
        SORTING | SORTING_NOTE | SORTING_FIND => POLICY_WITH_KEYS,
        route if FOLLOWING.contains(&route) => POLICY_FOLLOWING,
        _ => POLICY,
    };
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // An invitation's address is a secret: no other site shall hear it.
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The largest form for a path.
fn most_bytes(path: &str) -> usize {
    match path {
        DECK_FILE => DECK_FILE_BYTES,
        LIST | LIST_MADE => LIST_BYTES,
        TABLET_FILE => TABLET_FILE_BYTES,
        _ => FORM_BYTES,
    }
}

/// Whether as much may be brought: more than a form takes only by somebody who is logged in, so that no stranger fills the memory.
async fn may_bring(pages: &Arc<Pages>, most: usize, token: Option<&str>) -> Result<bool, PageError> {
    let (Some(token), true) = (token, most > FORM_BYTES) else {
        return Ok(most <= FORM_BYTES);
    };
    let (token, now) = (hash_secret(token.as_bytes()), pages.now());
    pages.read(move |store| Ok(store.visitor(&token, now)?.is_some())).await
}

/// Waits for all of a form. Whoever was blocked meanwhile is refused; a form that takes longer than anybody's line is none.
async fn read_body(request: &mut Request, most: usize) -> Result<(), PageError> {
    if request.method() != Method::POST {
        return Ok(());
    }
    let body = std::mem::take(request.body_mut());
    let read = timeout(FORM_PATIENCE, to_bytes(body, most)).await;
    let body = read.map_err(|_| PageError::Form)?.map_err(|_| PageError::Form)?;
    *request.body_mut() = Body::from(body);
    Ok(())
}

/// Once a day, for the account's own page.
async fn note_use(pages: &Arc<Pages>, visit: &Visit, headers: &HeaderMap) {
    let now = pages.now();
    let used = visit.visitor.as_ref().map(|visitor| visitor.last_day);
    if used.is_none_or(|day| day == now / SECONDS_OF_DAY) {
        return;
    }
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let (browser, token) = (name_browser(agent.unwrap_or("")), hash_secret(visit.token.as_bytes()));
    if pages
        .write(move |store| store.note_session(&token, &browser, now))
        .await
        .is_err()
    {
        tracing::warn!("the use of a session could not be noted");
    }
}

async fn permit_visit(
    pages: &Arc<Pages>,
    visit: &mut Visit,
    method: &Method,
    path: &MatchedPath,
    params: &RawPathParams,
    language_chosen: bool,
) -> Result<(), PageError> {
    let (token, now) = (hash_secret(visit.token.as_bytes()), pages.now());
    let named = params
        .iter()
        .find(|(name, _)| *name == "box")
        .map(|(_, id)| id.parse::<BoxId>().map_err(|_| PageError::NotFound));
    let box_id = named.transpose();
    let scope = read_scope(params);
    let rolls = scope.is_some();
    let (in_review, visitor, place) = pages
        .read(move |store| {
            let in_review = store.setting(REVIEW)?.is_some();
            let visitor = store.visitor(&token, now)?;
            let place = match (&visitor, &box_id) {
                (Some(known), Ok(Some(id))) => {
                    // A box elsewhere looks the same as one that does not exist.
                    Some((store.box_within(&known.places, *id)?, None))
                }
                (Some(_), _) if rolls => Some((None, Some(store.organisation_above()?))),
                _ => None,
            };
            Ok((in_review, visitor, place))
        })
        .await?;
    if in_review {
        return Err(PageError::InReview);
    }
    if let Some(visitor) = &visitor
        && language_chosen
    {
        let (email, language) = (visitor.email.clone(), visit.language);
        pages.write(move |store| store.set_language(&email, language)).await?;
    } else if let Some(language) = visitor.as_ref().and_then(|visitor| visitor.language) {
        visit.language = language;
    }
    visit.visitor = visitor;
    let permission = permissions::find(method.as_str(), path.as_str()).ok_or(PageError::NotFound)?;
    if !permission
        .who
        .admits(visit.visitor.as_ref().map(|visitor| visitor.role))
    {
        return Err(if visit.visitor.is_none() && permission.who != Who::Anyone {
            PageError::LogIn
        } else {
            PageError::Forbidden
        });
    }
    let is_unproven = visit.visitor.as_ref().is_some_and(|visitor| visitor.unproven);
    if is_unproven && permissions::waits_for_proof(method.as_str(), path.as_str()) {
        return Err(PageError::NotProven);
    }
    if let Some(scope) = scope {
        let places = &visit.visitor()?.places;
        let organisation = place.and_then(|(_, plan)| plan).ok_or(PageError::NotFound)?;
        if !rollup::scopes(&organisation, places).contains(&scope) {
            return Err(PageError::NotFound);
        }
        visit.scope = Some(scope);
    } else if params.iter().any(|(name, _)| name == "box") {
        let ballot_box = place.and_then(|(found, _)| found).ok_or(PageError::NotFound)?;
        if ballot_box.is_counted() && permissions::is_for_readers_of_the_count(path.as_str()) {
            let (id, email) = (ballot_box.id, visit.visitor()?.email.clone());
            if !pages.read(move |store| store.may_read_count(id, &email)).await? {
                return Err(PageError::Forbidden);
            }
        }
        visit.ballot_box = Some(Arc::new(ballot_box));
    }
    Ok(())
}

/// What a path wants rolled up: a round, in a department if it names one.
fn read_scope(params: &RawPathParams) -> Option<Scope> {
    let named = |wanted| params.iter().find(|(name, _)| *name == wanted).map(|(_, id)| id);
    named("round")?;
    Some(named("department").map_or(Scope::Organisation, |id| Scope::Department(id.to_owned())))
}

/// The `Set-Cookie` header for a token.
pub fn token_cookie(token: &str) -> HeaderValue {
    HeaderValue::try_from(format!("{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax"))
        .expect("a token is written in letters, digits, - and _")
}

/// Whether a visitor's token came with a request.
pub(super) fn has_token(headers: &HeaderMap) -> bool {
    cookie(headers, COOKIE).is_some()
}

/// The value of a cookie that came with a request.
pub(super) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split("; "))
        .filter_map(|pair| pair.split_once('='))
        // A token of ours has 43 letters; anything else is not kept up.
        .find(|(key, value)| *key == name && (name != COOKIE || value.len() == 43))
        .map(|(_, value)| value)
}

fn asked_language(query: &str) -> Option<Language> {
    let (_, code) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "lang")?;
    code.parse().ok()
}

/// The language of a visitor who has not chosen one: the cookie's, or the first of the browser's that we speak.
fn language(headers: &HeaderMap) -> Language {
    if let Some(language) = cookie(headers, LANGUAGE).and_then(|code| code.parse().ok()) {
        return language;
    }
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let codes = accepted.unwrap_or("").split(',').map(|part| part.trim().get(..2));
    codes
        .filter_map(|code| match code? {
            "nb" | "no" | "da" | "sv" => Some(Language::Nb),
            "nn" => Some(Language::Nn),
            "en" => Some(Language::En),
            _ => None,
        })
        .next()
        .unwrap_or(Language::Nb)
}
