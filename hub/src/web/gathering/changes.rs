//! Screens follow the guide: a stream of events that says "changed", once, and ends. The page is then loaded as always.
//!
//! What it says is the same for everybody, in the same bytes and at the same moment, and it says so only when what tables see has changed by what
//! a guide did: never because somebody wrote something, nor for what the guide alone sees. So it tells nobody how many ideas there are, nor when one
//! was written.

use std::collections::HashMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};
use trykk_shared::parts::join_parts;

use super::{Joined, Opened, open, read_canvas};
use crate::data::DataFolder;
use crate::gathering::{Canvas, Gathering, Showing};
use crate::operation::Running;
use crate::store::{Store, StoreError};
use crate::web::Pages;
use crate::web::error::PageError;

/// The most who follow one gathering: four telephones at each of sixty tables.
const MOST_OF_ONE: usize = 240;
/// The most who follow any.
const MOST: usize = 1_000;
/// A screen is told nothing sooner than this after it began to follow: it loads its page once a second at the most.
const PAUSE: Duration = Duration::from_secs(1);
/// How often something is sent where nothing happens: a proxy hangs up on a connection that is silent for a minute.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Who follows which gathering. In memory alone: by gathering, never by table or browser.
#[derive(Debug, Default)]
pub struct Changes(Mutex<HashMap<String, watch::Sender<()>>>);

impl Changes {
    /// Begins to follow the gathering with this id; nothing where enough do.
    fn follow(&self, id: &str) -> Option<watch::Receiver<()>> {
        let mut followed = self.0.lock().ok()?;
        followed.retain(|_, one| one.receiver_count() > 0);
        let all: usize = followed.values().map(watch::Sender::receiver_count).sum();
        let of_one = followed.get(id).map_or(0, watch::Sender::receiver_count);
        if all >= MOST || of_one >= MOST_OF_ONE {
            return None;
        }
        let one = followed.entry(id.to_owned()).or_insert_with(|| watch::channel(()).0);
        Some(one.subscribe())
    }

    /// Tells all who follow the gathering with this id.
    pub fn tell(&self, id: &str) {
        if let Ok(followed) = self.0.lock()
            && let Some(one) = followed.get(id)
        {
            one.send_replace(());
        }
    }
}

/// What tables see of how far a gathering is, in a word that only says whether it is the same: nothing of what the guide alone sees is in it, and
/// nothing of an idea that is not shown.
pub fn mark_of(gathering: &Gathering, canvas: &Canvas) -> String {
    let shown = canvas.seen(Showing::Shown).count();
    let seen = format!("{:?} {shown}", gathering.position);
    let parts = join_parts(&[b"trykk/1", b"gathering seen", seen.as_bytes()]);
    let digest = ring::digest::digest(&ring::digest::SHA256, &parts);
    data_encoding::HEXLOWER.encode(&digest.as_ref()[..8])
}

/// The id of a gathering of a process, and what tables see of how far it is.
pub fn look(store: &Store, folder: &DataFolder, process: &str, number: u32) -> Result<(String, String), StoreError> {
    let gathering = store.gathering(process, number)?;
    // What cannot be read can be given up all the same.
    let canvas = read_canvas(folder, &gathering).unwrap_or_default();
    let mark = mark_of(&gathering, &canvas);
    Ok((gathering.id, mark))
}

/// Where a page of a gathering follows it from what it shows.
pub fn address(gathering: &Gathering, canvas: &Canvas) -> String {
    let (code, mark) = (gathering.code.as_str(), mark_of(gathering, canvas));
    format!("/gathering/{code}/changes?seen={mark}")
}

/// What one wait brings, and then nothing more.
struct Once(Option<Pin<Box<dyn Future<Output = Option<Event>> + Send>>>);

impl Stream for Once {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(wait) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let told = ready!(wait.as_mut().poll(cx));
        self.0 = None;
        Poll::Ready(told.map(Ok))
    }
}

/// Waits until there is something to tell; nothing where the hub ends.
async fn wait(mut followed: watch::Receiver<()>, has_changed: bool, since: Instant, running: Running) -> Option<Event> {
    if !has_changed {
        tokio::select! {
            changed = followed.changed() => changed.ok()?,
            () = running.ended() => return None,
        }
    }
    tokio::select! { () = sleep_until(since + PAUSE) => {}, () = running.ended() => return None }
    Some(Event::default().event("changed").data("changed"))
}

async fn read(pages: &Arc<Pages>, code: &str) -> Result<Joined, PageError> {
    match open(pages, code).await? {
        Opened::Joined(joined) => Ok(*joined),
        Opened::Wrong | Opened::TooMany => Err(PageError::NotFound),
    }
}

/// The stream. `seen` in the address is what the page shows; where that is not what stands there any more, it is told at once.
pub async fn follow(
    State(pages): State<Arc<Pages>>,
    Path(code): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let since = Instant::now();
    let id = read(&pages, &code).await?.gathering.id;
    let Some(followed) = pages.changes.follow(&id) else {
        return Ok(StatusCode::SERVICE_UNAVAILABLE.into_response());
    };
    // Read again: what changes from here on is told.
    let joined = read(&pages, &code).await?;
    let query = query.unwrap_or_default();
    let seen = query.split('&').find_map(|field| field.strip_prefix("seen="));
    let has_changed = seen != Some(&mark_of(&joined.gathering, &joined.canvas));
    let wait = wait(followed, has_changed, since, pages.running.clone());
    let stream = Sse::new(Once(Some(Box::pin(wait)))).keep_alive(KeepAlive::new().interval(HEARTBEAT));
    let mut response = stream.into_response();
    // A proxy that gathers up what it passes on would tell it when it is over.
    let unbuffered = HeaderName::from_static("x-accel-buffering");
    response
        .headers_mut()
        .insert(unbuffered, HeaderValue::from_static("no"));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_follows_is_counted_and_who_has_left_makes_room() {
        let changes = Changes::default();
        let mut one: Vec<_> = (0..MOST_OF_ONE).map(|_| changes.follow("a").unwrap()).collect();
        assert!(
            changes.follow("a").is_none(),
            "one gathering takes no room of the others"
        );
        let mut others: Vec<_> = (0..MOST - MOST_OF_ONE)
            .filter_map(|nth| changes.follow(&(nth % 9).to_string()))
            .collect();
        assert_eq!(one.len() + others.len(), MOST);
        assert!(changes.follow("b").is_none());
        one.pop();
        assert!(changes.follow("a").is_some());
        others.clear();
        one.clear();
        assert!(changes.follow("b").is_some());
        assert_eq!(changes.0.lock().unwrap().len(), 1, "what nobody follows is not kept");
    }

    #[test]
    fn only_who_follows_a_gathering_is_told_of_it() {
        let changes = Changes::default();
        let (one, other) = (changes.follow("a").unwrap(), changes.follow("b").unwrap());
        changes.tell("a");
        changes.tell("nobody follows it");
        assert!(one.has_changed().unwrap() && !other.has_changed().unwrap());
    }

    #[tokio::test(start_paused = true)]
    async fn a_screen_is_told_once_not_within_a_second_and_not_by_a_hub_that_ends() {
        let changes = Changes::default();
        for has_changed in [true, false] {
            let since = Instant::now();
            let followed = changes.follow("a").unwrap();
            changes.tell("a");
            changes.tell("a");
            let mut stream = Once(Some(Box::pin(wait(followed, has_changed, since, Running::default()))));
            let told = std::future::poll_fn(|cx| Pin::new(&mut stream).poll_next(cx)).await;
            assert!(told.is_some() && since.elapsed() >= PAUSE);
            let told = std::future::poll_fn(|cx| Pin::new(&mut stream).poll_next(cx)).await;
            assert!(told.is_none());
        }
        let running = Running::default();
        running.end();
        let followed = changes.follow("a").unwrap();
        assert!(wait(followed, false, Instant::now(), running.clone()).await.is_none());
        let followed = changes.follow("a").unwrap();
        assert!(wait(followed, true, Instant::now(), running).await.is_none());
    }
}
