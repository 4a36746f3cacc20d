//! Screens follow the guide: when the stream says that something changed, what it says, and what it never tells.

use std::pin::Pin;
use std::task::{Context, Waker};

use axum::body::{Body, BodyDataStream};
use axum::http::Request;
use futures_core::Stream;
use tower::ServiceExt;

use crate::gathering::{AT, Gathered};
use crate::plan::GUIDE;

/// The address of a page's stream.
fn stream_of(page: &str) -> String {
    let (_, rest) = page.split_once("data-changes=\"").expect("a page that follows");
    rest.split('"').next().unwrap().to_owned()
}

/// Begins to follow.
async fn follow(gathered: &Gathered, address: &str) -> BodyDataStream {
    let request = Request::get(address).body(Body::empty()).unwrap();
    let response = gathered.room.house.app.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200);
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/event-stream");
    assert_eq!(
        (header("cache-control"), header("x-accel-buffering")),
        ("no-store".to_owned(), "no".to_owned())
    );
    response.into_body().into_data_stream()
}

/// Whether nothing was said so far. What is said is said before the request that makes it so is answered.
fn is_silent(stream: &mut BodyDataStream) -> bool {
    let mut context = Context::from_waker(Waker::noop());
    Pin::new(stream).poll_next(&mut context).is_pending()
}

/// All that is said from now on, by a clock that does not keep anybody waiting.
async fn read_all(stream: &mut BodyDataStream) -> String {
    tokio::time::pause();
    let mut said = Vec::new();
    while let Some(part) = std::future::poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await {
        said.extend(part.unwrap());
    }
    tokio::time::resume();
    String::from_utf8(said).unwrap()
}

const CHANGED: &str = "event: changed\ndata: changed\n\n";

/// The table's page, the big screen and another guide's page are told of each step in the same bytes, however much was written; who writes tells
/// nobody that it was, nor does a guide who holds an idea back.
#[tokio::test]
async fn screens_are_told_that_the_guide_went_on_and_nothing_else() {
    let mut gathered = Gathered::prepared().await;
    gathered.lead("pace", "do=begin").await;
    for written in [5, 9] {
        let table = stream_of(&gathered.at_table("").await);
        let screen = stream_of(&gathered.at_table("/screen").await);
        let guide = stream_of(&gathered.room.read(GUIDE, AT).await);
        assert!(table == screen && table == guide, "what they show is the same");
        let mut streams = Vec::new();
        for address in [&table, &screen, &guide] {
            streams.push(follow(&gathered, address).await);
        }
        assert!(streams.iter_mut().all(is_silent));
        gathered.lead("pace", "do=open&minutes=").await;
        for stream in &mut streams {
            assert_eq!(read_all(stream).await, CHANGED);
        }
        // Whoever comes with what stood there before is told at once.
        let mut late = follow(&gathered, &table).await;
        assert_eq!(read_all(&mut late).await, CHANGED);

        let open = stream_of(&gathered.at_table("").await);
        let mut following = follow(&gathered, &open).await;
        for nth in 0..written {
            gathered.idea(&format!("Hemmelig {written} {nth}")).await;
            assert!(is_silent(&mut following), "an idea tells nobody that it was written");
            assert_eq!(stream_of(&gathered.at_table("").await), open, "nor does its page");
        }
        gathered.lead("pace", "do=close").await;
        assert_eq!(read_all(&mut following).await, CHANGED);

        // The guide reads and holds back: nobody else sees that.
        let closed = stream_of(&gathered.at_table("").await);
        let mut following = follow(&gathered, &closed).await;
        let page = gathered.room.read(GUIDE, AT).await;
        let idea = page
            .split("name=\"idea\" value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        gathered.lead("unseen", &format!("do=hold&idea={idea}")).await;
        gathered.lead("unseen", &format!("do=let-go&idea={idea}")).await;
        assert!(is_silent(&mut following));
        assert_eq!(stream_of(&gathered.at_table("").await), closed);
        gathered.lead("unseen", "do=reveal").await;
        assert_eq!(read_all(&mut following).await, CHANGED);
    }
}

/// What stands in a form again because it was refused is not loaded away, and what is over has nothing to follow.
#[tokio::test]
async fn what_was_refused_is_not_loaded_away_and_what_is_over_is_not_followed() {
    let mut gathered = Gathered::sorting().await;
    let table = gathered.table.clone();
    let follows = |page: &str| page.contains("data-changes=");
    let page = gathered.room.get_unknown(&table).await;
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("script-src 'self'; connect-src 'self';") && !policy.contains("unsafe"));
    assert!(
        follows(&page.body)
            && page
                .body
                .contains("<script src=\"/static/following.js\" defer></script>")
    );
    let refused = gathered.send("/sort", "do=move&title=").await;
    assert!(refused.status == 422 && !follows(&refused.body) && !refused.body.contains("<script"));
    let wrong = gathered.room.get_unknown("/gathering/AAAAAAAAAA/changes").await;
    assert_eq!(wrong.status, 404);
    gathered.lead("pace", "do=give-up&sure=yes").await;
    for rest in ["", "/screen"] {
        assert!(!follows(&gathered.at_table(rest).await));
    }
    assert!(!follows(&gathered.room.read(GUIDE, AT).await));
}
