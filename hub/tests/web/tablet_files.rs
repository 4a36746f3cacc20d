//! What a tablet wrote on a stick comes in on a page: once, whatever else brings it, and never more is said than that it is in.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::{Request, header};
use futures_core::Stream;
use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::certificates::Ca;
use trykk_hub::organisation::{Account, Places, Role};
use trykk_hub::store::{AuditFilter, TabletState};

use trykk_shared::exported::Exported;
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::{Batch, SentEnvelope};
use trykk_shared::seal::{Envelope, SealingKey};

use crate::counting::{Desk, a_desk_at};
use crate::house::{NOW, Page, TOKEN, the_plan};

const OTHER: &str = "other@example.org";
const ADMIN: &str = "admin@example.org";
const GUIDE: &str = "guide@example.org";
const LEADER: &str = "leader@example.org";
const UNION_REP: &str = "tv@example.org";
const SENIOR: &str = "senior@example.org";
const BOUNDARY: &str = "----trykk-boundary";

/// A guide at a hub of which a round is open in med-1, answered on a tablet there; and a guide of another ward.
async fn a_desk() -> (Desk, BoxId) {
    let mut plan = the_plan();
    let other = Account {
        role: Role::Guide,
        places: Places::new(vec!["surg-1".to_owned()], Vec::new()),
        blocked: false,
        has_counting_key: false,
    };
    plan.accounts.insert(OTHER.to_owned(), other);
    let mut desk = a_desk_at(&plan).await;
    Ca::create(&desk.house.data).unwrap();
    let box_id = desk.answered("med-1").await;
    (desk, box_id)
}

fn hub_key(desk: &Desk) -> SealingKey {
    Ca::open(&desk.house.data).unwrap().file_key().sealing_key()
}

fn seal_file(token: &str, box_id: BoxId, envelopes: &[Envelope], key: &SealingKey) -> Vec<u8> {
    let batch = Batch {
        box_id: Some(box_id),
        envelopes: envelopes.iter().map(SentEnvelope::from).collect(),
    };
    let exported = Exported {
        token: token.to_owned(),
        batches: vec![batch],
    };
    exported.seal(key, &mut StdRng::seed_from_u64(3))
}

/// The file of a tablet on which so many more people have answered.
fn a_file(desk: &mut Desk, tablet: &str, box_id: BoxId, people: usize) -> Vec<u8> {
    let envelopes = desk.seal(tablet, box_id, people, "en lapp");
    seal_file(&format!("token {tablet}"), box_id, &envelopes, &hub_key(desk))
}

async fn upload(desk: &Desk, file: &[u8]) -> Page {
    let part = |head: &str, bytes: &[u8]| {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n");
        [head.as_bytes(), bytes, b"\r\n"].concat()
    };
    let body = [
        part("name=\"check\"", desk.check.as_bytes()),
        part(
            "name=\"file\"; filename=\"trykk-t.trykk\"\r\nContent-Type: application/octet-stream",
            file,
        ),
        format!("--{BOUNDARY}--\r\n").into_bytes(),
    ];
    let request = Request::post("/tablets/import")
        .header(header::COOKIE, format!("__Host-trykk={TOKEN}"))
        .header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary={BOUNDARY}"),
        );
    desk.house.ask(request.body(Body::from(body.concat())).unwrap()).await
}

/// How many envelopes the hub holds of a tablet, counted and set aside.
fn held(desk: &mut Desk, tablet: &str, box_id: BoxId) -> (u64, u64) {
    let database = rusqlite::Connection::open(desk.house.data.database()).unwrap();
    let count = |sql: &str| database.query_row(sql, [box_id.0], |row| row.get(0)).unwrap();
    let aside = count("SELECT count(*) FROM quarantine WHERE box = ?1");
    assert!(desk.house.store.tablets().unwrap().iter().any(|row| row.id == tablet));
    (count("SELECT count(*) FROM envelope WHERE box = ?1"), aside)
}

#[tokio::test]
async fn a_file_that_comes_twice_counts_once_and_the_page_never_says_how_much_was_new() {
    let (mut desk, box_id) = a_desk().await;
    let (before, _) = held(&mut desk, "tablet-med-1", box_id);
    let file = a_file(&mut desk, "tablet-med-1", box_id, 6);
    let first = upload(&desk, &file).await;
    assert_eq!(first.status, 200, "{}", first.body);
    assert!(
        first
            .body
            .contains("Alt i fila fra nettbrettet tablet-med-1 er tatt imot")
    );
    let (after, _) = held(&mut desk, "tablet-med-1", box_id);
    assert_eq!(after - before, before / 9 * 6, "nine had answered before");
    let again = upload(&desk, &file).await;
    assert_eq!(again.body, first.body, "whether anything was new is told to nobody");
    assert_eq!(held(&mut desk, "tablet-med-1", box_id).0, after);
    // An empty one looks the same.
    let empty = a_file(&mut desk, "tablet-med-1", box_id, 0);
    assert_eq!(empty.len(), file.len());
    assert_eq!(upload(&desk, &empty).await.body, first.body);
    // Who brought it is written down.
    let log = desk.house.store.audit(&AuditFilter::default(), 10).unwrap();
    assert!(format!("{log:?}").contains("tablet-file-taken"), "{log:?}");
}

#[tokio::test]
async fn what_is_no_whole_file_of_this_hub_is_refused_in_words_and_nothing_comes_in() {
    let (mut desk, box_id) = a_desk().await;
    let before = held(&mut desk, "tablet-med-1", box_id);
    let file = a_file(&mut desk, "tablet-med-1", box_id, 3);
    let mut changed = file.clone();
    *changed.last_mut().unwrap() ^= 1;
    let mut head_changed = file.clone();
    head_changed[39] ^= 1;
    let strange = trykk_hub::keys::opening::OpeningKey::draw(&mut StdRng::seed_from_u64(9)).sealing_key();
    let envelopes = desk.seal("tablet-med-1", box_id, 1, "en lapp");
    let elsewhere = seal_file("token tablet-med-1", box_id, &envelopes, &strange);
    let unknown = seal_file("token of nobody", box_id, &envelopes, &hub_key(&desk));
    for (file, said) in [
        (&file[..file.len() / 2], "Slutten av fila mangler"),
        (&changed, "Fila er blitt endret på veien"),
        (&head_changed, "Slutten av fila mangler"),
        (&elsewhere, "til en annen Trykk-server"),
        (&unknown, "kjenner ikke nettbrettet igjen"),
        (&b"Dette er et brev"[..], "ikke fra et nettbrett i Trykk"),
        (b"", "Velg en fil"),
    ] {
        let page = upload(&desk, file).await;
        assert_eq!(page.status, 422, "{said}");
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert_eq!(held(&mut desk, "tablet-med-1", box_id), before);
    // The hub's database, which a thief may have, has no token: its hash makes no file.
    let hash = data_encoding::HEXLOWER.encode(&trykk_hub::secrets::hash_secret(b"token tablet-med-1"));
    let forged = seal_file(&hash, box_id, &envelopes, &hub_key(&desk));
    assert!(upload(&desk, &forged).await.body.contains("kjenner ikke nettbrettet"));
}

#[tokio::test]
async fn a_stolen_tablets_file_lies_aside_and_a_retired_ones_is_taken() {
    let (mut desk, box_id) = a_desk().await;
    let before = held(&mut desk, "tablet-med-1", box_id).0;
    let file = a_file(&mut desk, "tablet-med-1", box_id, 1);
    let more = a_file(&mut desk, "tablet-med-1", box_id, 2);
    desk.house
        .store
        .set_tablet_state("tablet-med-1", TabletState::Retired, crate::KEEP_NOWHERE)
        .unwrap();
    assert_eq!(upload(&desk, &file).await.status, 200);
    let retired = held(&mut desk, "tablet-med-1", box_id);
    assert_eq!(retired, (before + before / 9, 0));
    desk.house
        .store
        .set_tablet_state("tablet-med-1", TabletState::Stolen, crate::KEEP_NOWHERE)
        .unwrap();
    let page = upload(&desk, &more).await;
    assert!(page.body.contains("er lagt til side"), "{}", page.body);
    assert_eq!(held(&mut desk, "tablet-med-1", box_id), (retired.0, before / 9 * 2));
}

#[tokio::test]
async fn what_comes_after_the_count_is_said_to_be_too_late() {
    let (mut desk, box_id) = a_desk().await;
    let file = a_file(&mut desk, "tablet-med-1", box_id, 2);
    desk.close(box_id, "tablet-med-1").await;
    let count = format!("passphrase={}", crate::counting::PASSPHRASE);
    assert_eq!(desk.step(box_id, "count", &count).await.status, 303);
    let page = upload(&desk, &file).await;
    assert_eq!(page.status, 422);
    assert!(page.body.contains("ble ikke tatt imot") && page.body.contains("Kartleggingen er telt opp"));
}

/// It lies in the order of its arrival, and the hub may be killed right after the commit.
#[tokio::test]
async fn what_comes_after_the_closing_owes_a_tidying_until_that_is_done() {
    let (mut desk, box_id) = a_desk().await;
    let early = a_file(&mut desk, "tablet-med-1", box_id, 1);
    let late = a_file(&mut desk, "tablet-med-1", box_id, 2);
    assert_eq!(upload(&desk, &early).await.status, 200);
    assert!(!desk.house.store.owes_tidying().unwrap(), "it came while it was open");
    desk.close(box_id, "tablet-med-1").await;
    assert!(!desk.house.store.owes_tidying().unwrap());
    assert_eq!(upload(&desk, &late).await.status, 200);
    assert!(desk.house.store.owes_tidying().unwrap());
    desk.house.store.tidy(NOW).unwrap();
    assert!(!desk.house.store.owes_tidying().unwrap());
    assert_eq!(upload(&desk, &late).await.status, 200);
    assert!(!desk.house.store.owes_tidying().unwrap(), "nothing came");
}

#[tokio::test]
async fn a_guide_of_another_ward_takes_nothing_in_and_an_admin_does() {
    let (mut desk, box_id) = a_desk().await;
    let before = held(&mut desk, "tablet-med-1", box_id).0;
    let file = a_file(&mut desk, "tablet-med-1", box_id, 1);
    desk.house.enter(OTHER);
    let page = upload(&desk, &file).await;
    assert!(
        page.status == 403 || page.body.contains("en enhet du ikke har"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("tablet-med-1"));
    assert_eq!(held(&mut desk, "tablet-med-1", box_id).0, before);
    desk.house.enter(ADMIN);
    assert_eq!(upload(&desk, &file).await.status, 200);
    assert_eq!(held(&mut desk, "tablet-med-1", box_id).0, before + before / 9);
}

/// A body that says whether anybody began to read it.
struct Told(Arc<AtomicBool>);

impl Stream for Told {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.store(true, Ordering::Relaxed);
        Poll::Ready(None)
    }
}

/// Sends a body to where large ones are taken. What was answered, and whether it was read.
async fn send_told(desk: &Desk, path: &str) -> (Page, bool) {
    let read = Arc::new(AtomicBool::new(false));
    let request = Request::post(path)
        .header(header::COOKIE, format!("__Host-trykk={TOKEN}"))
        .header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary={BOUNDARY}"),
        )
        .body(Body::from_stream(Told(Arc::clone(&read))))
        .unwrap();
    let page = desk.house.ask(request).await;
    (page, read.load(Ordering::Relaxed))
}

/// Where more is taken than a form, and who may send it.
const LARGE: [(&str, &[&str]); 4] = [
    ("/tablets/import", &[GUIDE, ADMIN]),
    ("/decks/import", &[GUIDE]),
    ("/organisation/import", &[ADMIN]),
    ("/organisation/import/make", &[ADMIN]),
];

/// What is larger than a form is read of nobody who is not logged in: strangers could fill the memory with it.
#[tokio::test]
async fn a_strangers_large_file_is_not_even_read() {
    let (mut desk, _) = a_desk().await;
    for (path, who) in LARGE {
        desk.house.leave();
        let (page, read) = send_told(&desk, path).await;
        assert!(
            page.status == 303 && page.location.starts_with("/log-in"),
            "{path}: {}",
            page.status
        );
        assert!(!read, "{path} was read");
        for email in who {
            desk.house.enter(email);
            let (_, read) = send_told(&desk, path).await;
            assert!(read, "{path} is read of {email}");
        }
    }
}

/// Nor of anybody who is logged in and may not send it: a role that has nothing to do there, or a guide who shows first who they are.
#[tokio::test]
async fn a_large_file_of_somebody_who_may_not_send_it_is_not_even_read() {
    let (mut desk, _) = a_desk().await;
    for (path, who) in LARGE {
        let others = [LEADER, UNION_REP, SENIOR, GUIDE, ADMIN];
        for email in others.into_iter().filter(|email| !who.contains(email)) {
            desk.house.enter(email);
            let (page, read) = send_told(&desk, path).await;
            assert_eq!(page.status, 403, "{path} by {email}");
            assert!(!read, "{path} was read of {email}");
        }
    }
    // Whoever made the new invitation may sit there.
    let secret = trykk_hub::secrets::hash_secret(b"invited anew");
    let store = &mut desk.house.store;
    store.set_invitation(GUIDE, &secret, NOW + 100, None).unwrap();
    store.accept_invitation(&secret, b"another", NOW).unwrap();
    desk.house.enter(GUIDE);
    for path in ["/tablets/import", "/decks/import"] {
        let (page, read) = send_told(&desk, path).await;
        assert_eq!(page.status, 422, "{path}");
        assert!(page.body.contains("Vis at det er deg"), "{path}: {}", page.body);
        assert!(!read, "{path} was read before the proof");
    }
}
