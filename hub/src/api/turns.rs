//! Deliveries in turn: of a crowd of tablets that comes back at once, most wait with their bodies unread.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::token_hash;

/// How many deliveries are read and stored at once. The others wait, unread, in what their connections hold of them.
const AT_ONCE: usize = 96;
/// How long a delivery may take before another one's turn comes beside it: a line as thin as a modem's holds up nobody.
const LONGEST_TURN: Duration = Duration::from_secs(10);
/// From how many tablets' turns on those are forgotten that nobody waits for.
const MANY: usize = 4096;

type Own = HashMap<[u8; 32], Weak<Semaphore>>;

/// The turns of deliveries: each tablet has one at a time, or one of them could keep all others waiting.
#[derive(Clone)]
pub struct Turns {
    shared: Arc<Semaphore>,
    own: Arc<Mutex<Own>>,
}

impl Turns {
    /// As many as are taken at once.
    pub fn new() -> Self {
        Turns {
            shared: Arc::new(Semaphore::new(AT_ONCE)),
            own: Arc::default(),
        }
    }

    /// The turn of whoever shows this token.
    fn of(&self, token: [u8; 32]) -> Arc<Semaphore> {
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = own.get(&token).and_then(Weak::upgrade) {
            return turn;
        }
        if own.len() >= MANY {
            own.retain(|_, turn| turn.strong_count() > 0);
        }
        let turn = Arc::new(Semaphore::new(1));
        own.insert(token, Arc::downgrade(&turn));
        turn
    }
}

/// Lets a delivery wait for its turn before its body is read.
pub async fn take_in_turn(State(turns): State<Turns>, request: Request, next: Next) -> Response {
    let token = match token_hash(request.headers()) {
        Ok(token) => token,
        Err(error) => return error.into_response(),
    };
    // The tablet's own first: what waits for it stands in nobody's way.
    let own = turns.of(token).acquire_owned().await;
    let shared = turns.shared.acquire_owned().await;
    let mut taken = std::pin::pin!(next.run(request));
    match timeout(LONGEST_TURN, &mut taken).await {
        Ok(reply) => reply,
        Err(_) => {
            drop((own, shared));
            taken.await
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::post;
    use axum::{Router, middleware};
    use tokio::time::Instant;
    use tower::ServiceExt;
    use trykk_shared::protocol::PROTOCOL_HEADER;
    use trykk_shared::protocol_version::OLDEST_PROTOCOL;

    use super::*;

    /// When each of these tablets' deliveries that come at once is answered, each taking `work`, by a clock of the test's own; in the order
    /// in which they came.
    async fn answered(tablets: impl Iterator<Item = usize>, work: Duration) -> Vec<u64> {
        let handler = move || async move { tokio::time::sleep(work).await };
        let layer = middleware::from_fn_with_state(Turns::new(), take_in_turn);
        let routes = Router::new().route("/", post(handler)).layer(layer);
        let begun = Instant::now();
        let mut sent = Vec::new();
        for tablet in tablets {
            let routes = routes.clone();
            sent.push(tokio::spawn(async move {
                let request = Request::post("/")
                    .header(PROTOCOL_HEADER, OLDEST_PROTOCOL.to_string())
                    .header(axum::http::header::AUTHORIZATION, format!("Bearer {tablet}"));
                let request = request.body(Body::empty()).expect("a request");
                assert_eq!(routes.oneshot(request).await.expect("a reply").status(), 200);
                begun.elapsed().as_secs()
            }));
            tokio::task::yield_now().await;
        }
        let mut times = Vec::new();
        for delivery in sent {
            times.push(delivery.await.expect("it ends"));
        }
        times
    }

    #[tokio::test(start_paused = true)]
    async fn a_crowd_comes_in_turn() {
        let times = answered(0..2 * AT_ONCE + 1, Duration::from_secs(2)).await;
        let by = |seconds: u64| times.iter().filter(|time| **time <= seconds).count();
        assert_eq!((by(2), by(4), by(6)), (AT_ONCE, 2 * AT_ONCE, 2 * AT_ONCE + 1));
    }

    #[tokio::test(start_paused = true)]
    async fn thin_lines_hold_up_nobody_for_longer_than_their_turn() {
        let times = answered(0..=AT_ONCE, Duration::from_secs(600)).await;
        assert_eq!(times[AT_ONCE], 610);
    }

    /// Somebody with one tablet's token opens as many connections as they like.
    #[tokio::test(start_paused = true)]
    async fn one_tablet_keeps_no_other_waiting() {
        let crowd = std::iter::repeat_n(7, 20 * AT_ONCE).chain([8]);
        let times = answered(crowd, Duration::from_secs(600)).await;
        assert_eq!(times[20 * AT_ONCE], 600, "at once");
        assert_eq!(times[..3], [600, 610, 620], "its own come one by one");
    }
}
