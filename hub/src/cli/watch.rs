//! Tasks that run beside the writer for as long as the hub does: one that breaks off does not end unseen.

use std::time::Duration;

/// How long after it broke off a task begins again: what broke it may do so again at once.
const BEGINS_AGAIN_AFTER: Duration = Duration::from_secs(60);

/// Does what `begin` makes. Where a fault of the program ends it, the log says so, and it begins again.
pub(super) async fn keep_doing<F>(name: &'static str, mut begin: impl FnMut() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    while let Err(error) = tokio::spawn(begin()).await {
        if error.is_cancelled() {
            // The hub is stopping.
            return;
        }
        tracing::error!(task = name, "a task of the hub broke off; it begins again");
        tokio::time::sleep(BEGINS_AGAIN_AFTER).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_task_that_breaks_off_begins_again_and_not_at_once() {
        let (begun, started) = (Arc::new(AtomicU32::new(0)), Instant::now());
        let counted = Arc::clone(&begun);
        keep_doing("test", move || {
            let counted = Arc::clone(&counted);
            async move {
                let nth = counted.fetch_add(1, Ordering::SeqCst);
                assert!(nth == 2, "a fault of the program");
            }
        })
        .await;
        assert_eq!(begun.load(Ordering::SeqCst), 3);
        assert!(started.elapsed() >= 2 * BEGINS_AGAIN_AFTER);
    }
}
