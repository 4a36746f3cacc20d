//! Deliveries in turn: a crowd of tablets that comes back at once fills no memory.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// How many deliveries are read and stored at once. The others wait, unread, in what their connections hold of them.
const AT_ONCE: usize = 96;
/// How long a delivery may take before another one's turn comes beside it: a line as thin as a modem's holds up nobody.
const LONGEST_TURN: Duration = Duration::from_secs(10);

/// The turns of deliveries.
#[derive(Clone)]
pub struct Turns(Arc<Semaphore>);

impl Turns {
    /// As many as are taken at once.
    pub fn new() -> Self {
        Turns(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

/// Lets a delivery wait for its turn before its body is read.
pub async fn take_in_turn(State(turns): State<Turns>, request: Request, next: Next) -> Response {
    let turn = turns.0.acquire_owned().await;
    let mut taken = std::pin::pin!(next.run(request));
    match timeout(LONGEST_TURN, &mut taken).await {
        Ok(reply) => reply,
        Err(_) => {
            drop(turn);
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

    use super::*;

    /// When each of so many deliveries that come at once is answered, each taking `work`, by a clock of the test's own.
    async fn answered(deliveries: usize, work: Duration) -> Vec<Duration> {
        let handler = move || async move { tokio::time::sleep(work).await };
        let layer = middleware::from_fn_with_state(Turns::new(), take_in_turn);
        let routes = Router::new().route("/", post(handler)).layer(layer);
        let begun = Instant::now();
        let sent = (0..deliveries).map(|_| {
            let routes = routes.clone();
            tokio::spawn(async move {
                let request = Request::post("/").body(Body::empty()).expect("a request");
                assert_eq!(routes.oneshot(request).await.expect("a reply").status(), 200);
                begun.elapsed()
            })
        });
        let sent: Vec<_> = sent.collect();
        let mut times = Vec::new();
        for delivery in sent {
            times.push(delivery.await.expect("it ends"));
        }
        times.sort_unstable();
        times
    }

    #[tokio::test(start_paused = true)]
    async fn a_crowd_comes_in_turn() {
        let times = answered(2 * AT_ONCE + 1, Duration::from_secs(2)).await;
        let by = |seconds: u64| times.iter().filter(|time| time.as_secs() <= seconds).count();
        assert_eq!((by(2), by(4), by(6)), (AT_ONCE, 2 * AT_ONCE, 2 * AT_ONCE + 1));
    }

    #[tokio::test(start_paused = true)]
    async fn thin_lines_hold_up_nobody_for_longer_than_their_turn() {
        let times = answered(AT_ONCE + 1, Duration::from_secs(600)).await;
        assert_eq!(times[AT_ONCE].as_secs(), 610);
    }
}
