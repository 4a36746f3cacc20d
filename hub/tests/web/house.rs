//! A hub's pages over a temporary folder, with one released round.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use rand::SeedableRng;
use rand::rngs::StdRng;
use tower::ServiceExt;
use trykk_hub::data::DataFolder;
use trykk_hub::enrolment::hash;
use trykk_hub::keys::opening::OpeningKey;
use trykk_hub::organisation::{Organisation, changes};
use trykk_hub::release::release;
use trykk_hub::store::sqlite::SqliteStore;
use trykk_hub::store::{BoxRow, BoxStore, Counted, Opening, OrganisationStore, PeopleStore};
use trykk_hub::tally::{Sheets, Tally, blank};
use trykk_hub::web::{self, Rooms};
use trykk_hub::writer::Writer;
use trykk_shared::clock::Clock;

/// The hub's time in these tests.
pub const NOW: i64 = 1_790_000_000;
/// A token as a browser would bring it.
pub const TOKEN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

pub struct House {
    _folder: tempfile::TempDir,
    pub data: DataFolder,
    pub store: SqliteStore,
    pub app: Router,
    /// The released box, of ward surg-1.
    pub released: BoxRow,
}

/// What a page answered.
pub struct Page {
    pub status: StatusCode,
    pub location: String,
    pub cookie: String,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

/// `yes`: how many of eleven tables said yes to every card; `high`: how many of forty chose the last face.
pub fn house(yes: u64, high: u64) -> House {
    let folder = tempfile::tempdir().unwrap();
    let (data, mut store) = DataFolder::create(&folder.path().join("hub")).unwrap();
    let mut rng = StdRng::seed_from_u64(4);
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/demo/hospital.toml");
    let plan = trykk_hub::apply::read(&plan).unwrap();
    let empty = Organisation::default();
    store
        .change(
            &store.organisation().unwrap(),
            &changes(&empty, &plan).unwrap(),
            &mut rng,
        )
        .unwrap();
    let one = store
        .boxes()
        .unwrap()
        .into_iter()
        .find(|one| one.round == "2026-spring")
        .unwrap();
    let opening = Opening {
        key: OpeningKey::draw(&mut rng).sealing_key(),
        guide_shares: Vec::new(),
        recovery_share: Vec::new(),
    };
    store.open_box(one.id, &opening, one.opens).unwrap();
    let round = store.round("2026-spring").unwrap();
    let mut tally = Tally {
        sheets: Sheets {
            participant: 40,
            table: 11,
        },
        questions: blank(&round.deck, round.mode),
        unreadable: 0,
    };
    for question in &mut tally.questions {
        let n = if question.unit == trykk_shared::slip::Unit::Table {
            11
        } else {
            40
        };
        let chosen = if n == 11 { yes } else { high };
        let (first, last) = (
            *question.counts.keys().next().unwrap(),
            *question.counts.keys().last().unwrap(),
        );
        question.counts.insert(last, chosen);
        question.counts.insert(first, n - chosen);
    }
    let published = release(&one.round, &one.wards, one.floor, &round.deck, &tally);
    let counted = store.count_box(one.id, NOW, &[], &[], &mut |_, _| {
        Some(Counted {
            tally: tally.clone(),
            notes: Vec::new(),
        })
    });
    assert!(counted.unwrap());
    store.publish(one.id, &published, NOW + 1000).unwrap();
    let writer = Writer::start(
        SqliteStore::open_existing(&data.database()).unwrap(),
        Clock::starting_at(NOW),
    );
    let rooms = Rooms::new(writer, data.clone(), Clock::starting_at(NOW));
    let released = store
        .boxes()
        .unwrap()
        .into_iter()
        .find(|other| other.id == one.id)
        .unwrap();
    House {
        _folder: folder,
        data,
        store,
        app: web::routes(Arc::new(rooms)),
        released,
    }
}

impl House {
    /// Logs an account in with [`TOKEN`].
    pub fn enter(&mut self, email: &str) {
        let token = hash(TOKEN.as_bytes());
        self.store.end_session(&token).unwrap();
        self.store.begin_session(email, &token, NOW + 3600, NOW).unwrap();
    }

    pub fn leave(&mut self) {
        self.store.end_session(&hash(TOKEN.as_bytes())).unwrap();
    }

    pub async fn get(&self, path: &str) -> Page {
        self.ask(
            Request::get(path)
                .header(header::COOKIE, format!("__Host-trykk={TOKEN}"))
                .body(Body::empty())
                .unwrap(),
        )
        .await
    }

    pub async fn post(&self, path: &str, form: &str) -> Page {
        let request = Request::post(path).header(header::COOKIE, format!("__Host-trykk={TOKEN}"));
        self.ask(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    /// The check that our own forms carry for [`TOKEN`].
    pub async fn check(&self) -> String {
        let page = self.app.clone();
        let request = Request::get("/log-in").header(header::COOKIE, format!("__Host-trykk={TOKEN}"));
        let page = read(page.oneshot(request.body(Body::empty()).unwrap()).await.unwrap()).await;
        let (_, rest) = page.body.split_once("name=\"check\" value=\"").expect("a form");
        rest.split('"').next().unwrap().to_owned()
    }

    async fn ask(&self, request: Request<Body>) -> Page {
        read(self.app.clone().oneshot(request).await.unwrap()).await
    }
}

async fn read(response: Response<Body>) -> Page {
    let (parts, body) = response.into_parts();
    let text = |name| {
        let value = parts
            .headers
            .get(name)
            .map(|value: &axum::http::HeaderValue| value.to_str().unwrap());
        value.unwrap_or("").to_owned()
    };
    Page {
        status: parts.status,
        location: text(header::LOCATION),
        cookie: text(header::SET_COOKIE),
        body: String::from_utf8(axum::body::to_bytes(body, 1 << 22).await.unwrap().to_vec()).unwrap(),
        headers: parts.headers,
    }
}
