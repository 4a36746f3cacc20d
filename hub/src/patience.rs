//! How long a connection may ask nothing. One that has never asked is given up soon: a thousand of them would shut everybody else out.
//! One that has asked may be kept for longer: a proxy keeps its connections for a minute, and would send its next request into
//! one that has just ended.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum_server::accept::Accept;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};
use tower::Service;

use crate::limits::SILENCE;

/// How long a connection that has asked something may be kept until all of its next request's header is there. Longer than the
/// 60 and 75 seconds that proxies keep theirs.
pub const KEPT: Duration = Duration::from_secs(80);

/// The most that is read ahead on a connection, in bytes. Two thousand tablets that deliver at once hold as much of the hub's memory each.
const READ_AHEAD: usize = 64 * 1024;

/// Lets a server's connections stay for [`KEPT`] between two requests, and read no more ahead than [`READ_AHEAD`].
pub fn keep_connections(builder: &mut Builder<TokioExecutor>) {
    let mut http = builder.http1();
    http.timer(TokioTimer::new())
        .header_read_timeout(KEPT)
        .max_buf_size(READ_AHEAD);
}

/// Gives up connections on which all of a first request's header has not come in [`SILENCE`].
#[derive(Clone, Debug)]
pub struct Patient<A>(pub A);

impl<A, I, S> Accept<I, S> for Patient<A>
where
    A: Accept<I, S>,
    A::Future: Send + 'static,
{
    type Stream = Unasked<A::Stream>;
    type Service = Asking<A::Service>;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send>>;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        let accepted = self.0.accept(stream, service);
        Box::pin(async move {
            let (stream, service) = accepted.await?;
            Ok(watch(stream, service))
        })
    }
}

/// A connection and what answers on it, which tells the connection that something was asked.
fn watch<I, S>(stream: I, service: S) -> (Unasked<I>, Asking<S>) {
    let asked = Arc::new(AtomicBool::new(false));
    let unasked = Unasked {
        stream,
        asked: Arc::clone(&asked),
        patience: Some(Box::pin(sleep(SILENCE))),
    };
    (unasked, Asking { service, asked })
}

/// A connection that ends unless something is asked on it in time.
#[derive(Debug)]
pub struct Unasked<I> {
    stream: I,
    asked: Arc<AtomicBool>,
    /// How long it is waited for; nothing once something was asked.
    patience: Option<Pin<Box<Sleep>>>,
}

impl<I: AsyncRead + Unpin> AsyncRead for Unasked<I> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.asked.load(Ordering::Relaxed) {
            self.patience = None;
        }
        if let Some(patience) = &mut self.patience
            && patience.as_mut().poll(cx).is_ready()
        {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Unasked<I> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// What answers on a connection.
#[derive(Clone, Debug)]
pub struct Asking<S> {
    service: S,
    asked: Arc<AtomicBool>,
}

impl<S: Service<R>, R> Service<R> for Asking<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.service.poll_ready(cx)
    }

    fn call(&mut self, request: R) -> Self::Future {
        self.asked.store(true, Ordering::Relaxed);
        self.service.call(request)
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::get;
    use hyper_util::rt::TokioIo;
    use hyper_util::service::TowerToHyperService;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
    use tokio::time::Instant;

    use super::*;

    /// A server that answers each request after `takes`, and the other end of a connection to it.
    fn connect(takes: Duration) -> DuplexStream {
        let (near, far) = duplex(4096);
        let routes = Router::new().route("/", get(async move || sleep(takes).await));
        let (stream, service) = watch(far, routes);
        let mut builder = Builder::new(TokioExecutor::new()).http1_only();
        keep_connections(&mut builder);
        tokio::spawn(async move {
            let service = TowerToHyperService::new(service);
            let _ = builder.serve_connection(TokioIo::new(stream), service).await;
        });
        near
    }

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: hub\r\n\r\n";

    /// Asks, and says whether an answer came.
    async fn ask(line: &mut DuplexStream) -> bool {
        let mut answer = [0; 1024];
        line.write_all(REQUEST).await.is_ok() && matches!(line.read(&mut answer).await, Ok(read) if read > 0)
    }

    /// How long it is until the other side ends a connection.
    async fn wait_for_end(line: &mut DuplexStream) -> Duration {
        let begun = Instant::now();
        let mut rest = Vec::new();
        let _ = line.read_to_end(&mut rest).await;
        begun.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_nothing_is_given_up_after_twenty_seconds() {
        let mut line = connect(Duration::ZERO);
        let waited = wait_for_end(&mut line).await;
        assert!(
            waited >= SILENCE && waited < SILENCE + Duration::from_secs(2),
            "{waited:?}"
        );
    }

    /// A letter now and then is no request.
    #[tokio::test(start_paused = true)]
    async fn who_trickles_a_first_header_is_given_up_too() {
        let mut line = connect(Duration::ZERO);
        let begun = Instant::now();
        for letter in REQUEST.iter().cycle().filter(|letter| letter.is_ascii_uppercase()) {
            if line.write_all(&[*letter]).await.is_err() {
                break;
            }
            sleep(Duration::from_secs(3)).await;
        }
        let lasted = begun.elapsed();
        assert!(
            lasted >= SILENCE && lasted < SILENCE + Duration::from_secs(6),
            "{lasted:?}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_asked_is_kept_for_over_seventy_five_seconds_and_not_for_ever() {
        let mut line = connect(Duration::ZERO);
        for _ in 0..3 {
            assert!(ask(&mut line).await);
            sleep(Duration::from_secs(76)).await;
        }
        assert!(ask(&mut line).await);
        let waited = wait_for_end(&mut line).await;
        assert!(waited >= KEPT && waited < KEPT + Duration::from_secs(2), "{waited:?}");
    }

    /// An answer that takes long is waited for.
    #[tokio::test(start_paused = true)]
    async fn a_slow_answer_ends_no_connection() {
        let mut line = connect(SILENCE * 3);
        assert!(ask(&mut line).await);
        assert!(ask(&mut line).await);
    }
}
