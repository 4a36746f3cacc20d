//! What a stranger can use up, and how much of it there is: open files, and the patience with unfinished requests.

use std::time::Duration;

use axum::Router;
use rustix::process::{Resource, getrlimit, setrlimit};
use tower_http::timeout::RequestBodyTimeoutLayer;

/// How long a connection may be silent, before it asks anything and in the middle of a body. A thin line is not silent: whoever
/// sends anything in this time goes on.
pub const SILENCE: Duration = Duration::from_secs(20);

/// Lets this process open as many files as the system allows it: each connection is one, and a service is started with a
/// thousand.
///
/// # Errors
/// When the system refuses.
pub fn raise_file_limit() -> std::io::Result<()> {
    let mut files = getrlimit(Resource::Nofile);
    files.current = files.maximum;
    setrlimit(Resource::Nofile, files)?;
    Ok(())
}

/// Ends requests whose body stays away: an unfinished one would hold its connection for ever.
pub fn end_unfinished(routes: Router) -> Router {
    routes.layer(RequestBodyTimeoutLayer::new(SILENCE))
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, Bytes};
    use axum::extract::Request;
    use axum::http::StatusCode;
    use axum::routing::post;
    use tokio::time::{Instant, sleep};
    use tower::ServiceExt;

    use super::*;

    /// Sends a body of so many parts, one every `pause`, of which the last never comes where `ends` is not set.
    async fn answer(parts: u32, pause: Duration, ends: bool) -> (StatusCode, Duration) {
        let (sender, receiver) = tokio::sync::mpsc::channel::<Bytes>(1);
        tokio::spawn(async move {
            for _ in 0..parts {
                sleep(pause).await;
                if sender.send(Bytes::from_static(b"x")).await.is_err() {
                    return;
                }
            }
            if !ends {
                std::future::pending::<()>().await;
            }
        });
        let body = Body::from_stream(futures_of(receiver));
        let routes = end_unfinished(Router::new().route("/", post(async |_: Bytes| "read")));
        let begun = Instant::now();
        let request = Request::post("/").body(body).expect("a request");
        let reply = routes.oneshot(request).await.expect("a reply");
        (reply.status(), begun.elapsed())
    }

    fn futures_of(
        receiver: tokio::sync::mpsc::Receiver<Bytes>,
    ) -> impl futures_core::Stream<Item = Result<Bytes, std::io::Error>> {
        struct Parts(tokio::sync::mpsc::Receiver<Bytes>);
        impl futures_core::Stream for Parts {
            type Item = Result<Bytes, std::io::Error>;
            fn poll_next(
                mut self: std::pin::Pin<&mut Self>,
                context: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Self::Item>> {
                self.0.poll_recv(context).map(|part| part.map(Ok))
            }
        }
        Parts(receiver)
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_stops_coming_is_given_up_and_a_thin_line_is_not() {
        let (status, took) = answer(3, Duration::from_secs(1), false).await;
        assert!(status.is_client_error() && took < SILENCE * 2, "{status} {took:?}");
        // A part every nineteen seconds, for twenty minutes.
        let (status, _) = answer(64, Duration::from_secs(19), true).await;
        assert_eq!(status, StatusCode::OK);
    }

    #[test]
    fn as_many_files_can_be_opened_as_the_system_allows() {
        raise_file_limit().unwrap();
        let files = getrlimit(Resource::Nofile);
        assert_eq!(files.current, files.maximum);
    }
}
