//! Before every page: who is it, may they open this page, in which language do they read.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, RawPathParams, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;

use crate::figures::rollup::{self, Scope};
use crate::people::browsers::name_browser;
use crate::secrets::{draw_secret, hash_secret};
use crate::store::{REVIEW, SECONDS_OF_DAY, Visitor};
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
    let brings = may_bring(&pages, request.method(), path.as_str(), brought.as_deref()).await;
    let is_shut = brings.is_err();
    // The turn ends with the answer: as long as that the form lies in memory.
    let (complete, _turn) = match brings {
        Ok(turn) => (read_body(&mut request, most_bytes(path.as_str())).await, turn),
        Err(refusal) => (Err(refusal), None),
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
    // Whose form was not even read is told so as anybody else who is refused: as who they are, in their language.
    let permitted = if complete.is_ok() || is_shut {
        let permitted = permit_visit(&pages, &mut visit, request.method(), &path, &params, asked.is_some()).await;
        permitted.and(complete)
    } else {
        complete
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

/// Whether as much may be brought as a path takes: more than a form only by somebody who may send it there, so that nobody else fills the
/// memory, and in their turn. Gives the turn; none where none is needed. What they may do is asked again once all of it is there.
async fn may_bring(
    pages: &Arc<Pages>,
    method: &Method,
    path: &str,
    token: Option<&str>,
) -> Result<Option<OwnedSemaphorePermit>, PageError> {
    // Nothing else is read.
    if method != Method::POST || most_bytes(path) <= FORM_BYTES {
        return Ok(None);
    }
    let (token, now) = (token.map(|token| hash_secret(token.as_bytes())), pages.now());
    let visitor = match token {
        Some(token) => pages.read(move |store| store.visitor(&token, now)).await?,
        None => None,
    };
    permit_role(visitor.as_ref(), method.as_str(), path)?;
    take_turn(pages).await.map(Some)
}

/// Waits for a turn to bring a large form, as long as a form may take to come.
async fn take_turn(pages: &Arc<Pages>) -> Result<OwnedSemaphorePermit, PageError> {
    let turn = timeout(FORM_PATIENCE, Arc::clone(&pages.large_forms).acquire_owned()).await;
    turn.map_err(|_| PageError::Unavailable)?
        .map_err(|_| PageError::Unavailable)
}

/// Whether a visitor's role may do something at a path, and what they have shown of themselves: what is asked whatever the path names.
fn permit_role(visitor: Option<&Visitor>, method: &str, path: &str) -> Result<(), PageError> {
    let permission = permissions::find(method, path).ok_or(PageError::NotFound)?;
    if !permission.who.admits(visitor.map(|visitor| visitor.role)) {
        return Err(if visitor.is_none() && permission.who != Who::Anyone {
            PageError::LogIn
        } else {
            PageError::Forbidden
        });
    }
    let is_unproven = visitor.is_some_and(|visitor| visitor.unproven);
    if is_unproven && permissions::waits_for_proof(method, path) {
        return Err(PageError::NotProven);
    }
    Ok(())
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
    permit_role(visit.visitor.as_ref(), method.as_str(), path.as_str())?;
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

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::future::poll_fn;
    use std::pin::{Pin, pin};
    use std::task::{Context, Poll};

    use axum::body::Bytes;
    use futures_core::Stream;
    use tokio::sync::oneshot;
    use tower::ServiceExt;
    use trykk_shared::clock::Clock;

    use super::*;
    use crate::clock::HubClock;
    use crate::data::DataFolder;
    use crate::organisation::{Account, Places, Role, changes};
    use crate::store::BoxIds;
    use crate::store::writer::Writer;
    use crate::web::{MOST_LARGE_FORMS, routes};

    const ADMIN: &str = "admin@example.org";
    const TOKEN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    const NOW: i64 = 1_790_000_000;

    /// Pages, and an admin who is logged in.
    fn pages(folder: &tempfile::TempDir) -> Arc<Pages> {
        let (data, mut store) = DataFolder::create(&folder.path().join("hub")).unwrap();
        let from = store.organisation().unwrap();
        let mut to = from.clone();
        let account = Account {
            role: Role::Admin,
            places: Places::new(Vec::new(), Vec::new()),
            blocked: false,
            has_counting_key: false,
        };
        to.accounts.insert(ADMIN.to_owned(), account);
        let steps = changes(&from, &to).unwrap();
        store.change(&from, &steps, &BoxIds::new(b"a test")).unwrap();
        let token = hash_secret(TOKEN.as_bytes());
        store.begin_session(ADMIN, &token, NOW + 3600, NOW).unwrap();
        let clock = HubClock::confirmed(Clock::starting_at(NOW));
        Arc::new(Pages::new(Writer::start(store, clock.clone()), data, clock))
    }

    /// A body that says when it begins to be read, and ends when it is let go.
    struct Held {
        begun: Option<oneshot::Sender<()>>,
        held: oneshot::Receiver<()>,
    }

    impl Stream for Held {
        type Item = Result<Bytes, Infallible>;

        fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            if let Some(begun) = self.begun.take() {
                let _ = begun.send(());
            }
            Pin::new(&mut self.held).poll(context).map(|_| None)
        }
    }

    #[tokio::test]
    async fn a_large_form_has_its_turn_until_it_is_answered() {
        let folder = tempfile::tempdir().unwrap();
        let pages = pages(&folder);
        let (begun, beginning) = oneshot::channel();
        let (let_go, held) = oneshot::channel();
        let body = Body::from_stream(Held {
            begun: Some(begun),
            held,
        });
        let request = axum::http::Request::post(LIST).header(header::COOKIE, format!("{COOKIE}={TOKEN}"));
        let answering = routes(Arc::clone(&pages)).oneshot(request.body(body).unwrap());
        let client = tokio::spawn(answering);
        beginning.await.unwrap();
        assert_eq!(pages.large_forms.available_permits(), MOST_LARGE_FORMS - 1);
        let_go.send(()).unwrap();
        client.await.unwrap().unwrap();
        assert_eq!(pages.large_forms.available_permits(), MOST_LARGE_FORMS);
    }

    #[tokio::test]
    async fn a_third_large_form_waits_until_one_of_two_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let pages = pages(&folder);
        let mut turns = Vec::new();
        for _ in 0..MOST_LARGE_FORMS {
            turns.push(take_turn(&pages).await.unwrap());
        }
        let mut third = pin!(take_turn(&pages));
        let waits = poll_fn(|context| Poll::Ready(third.as_mut().poll(context).is_pending())).await;
        assert!(waits);
        drop(turns.pop());
        assert!(third.await.is_ok());
    }
}
