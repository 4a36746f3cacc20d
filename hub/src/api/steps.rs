//! Replies in steps: what a batch held does not show in how long its reply takes.

use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::{Instant, sleep_until};

/// Replies to batches leave at whole multiples of this time from the request's beginning.
const STEP: Duration = Duration::from_millis(100);

/// How long after its beginning a request is answered that was done after `done`: at the next step.
fn step_after(done: Duration) -> Duration {
    let steps = done.as_nanos().div_ceil(STEP.as_nanos()).max(1);
    STEP * u32::try_from(steps).unwrap_or(u32::MAX)
}

/// Lets a reply leave at the next step: fifty sheets that are stored and none take as long.
pub async fn reply_in_steps(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let reply = next.run(request).await;
    sleep_until(begun + step_after(begun.elapsed())).await;
    reply
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::post;
    use axum::{Router, middleware};
    use tower::ServiceExt;

    use super::*;

    /// How long a request takes whose work takes `work`, by a clock of the test's own.
    async fn takes(work: Duration) -> Duration {
        let handler = move || async move { tokio::time::sleep(work).await };
        let routes = Router::new()
            .route("/", post(handler))
            .layer(middleware::from_fn(reply_in_steps));
        let begun = Instant::now();
        let request = Request::post("/").body(Body::empty()).expect("a request");
        let reply = routes.oneshot(request).await.expect("a reply");
        assert_eq!(reply.status(), 200);
        begun.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn no_sheet_and_fifty_take_as_long() {
        let ms = Duration::from_millis;
        for (work, reply) in [
            (0, 100),
            (10, 100),
            (28, 100),
            (99, 100),
            (100, 100),
            (101, 200),
            (640, 700),
        ] {
            let took = takes(ms(work)).await;
            // Tokio's timer counts whole milliseconds.
            assert!((ms(reply)..=ms(reply + 1)).contains(&took), "{work}: {took:?}");
        }
    }

    #[test]
    fn steps_are_multiples_and_never_nothing() {
        for nanos in [0, 1, 99_999_999, 100_000_000, 100_000_001, 12_345_678_901] {
            let done = Duration::from_nanos(nanos);
            let step = step_after(done);
            assert!(step >= done && step > Duration::ZERO && step.as_nanos().is_multiple_of(STEP.as_nanos()));
            assert!(step - done < STEP || done.is_zero());
        }
    }
}
