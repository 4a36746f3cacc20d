//! A hub's pages over a temporary folder, with boxes counted to made-up figures.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use rand::SeedableRng;
use rand::rngs::StdRng;
use tower::ServiceExt;
use trykk_hub::clock::HubClock;
use trykk_hub::data::DataFolder;
use trykk_hub::figures::pulse::Pulse;
use trykk_hub::figures::release::release;
use trykk_hub::figures::tally::{QuestionTally, Sheets, Tally, blank};
use trykk_hub::keys::opening::OpeningKey;
use trykk_hub::organisation::{Organisation, changes};
use trykk_hub::people::passwords::hash_password;
use trykk_hub::secrets::hash_secret;
use trykk_hub::store::Store;
use trykk_hub::store::writer::Writer;
use trykk_hub::store::{BoxRow, CountStep, Counted, CountedFigures, Opening};
use trykk_hub::web::{self, Pages};
use trykk_shared::clock::Clock;
use trykk_shared::counted::CountedList;
use trykk_shared::kind::Unit;

/// The hub's time in these tests.
pub const NOW: i64 = 1_790_000_000;
/// A token as a browser would bring it.
pub const TOKEN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

pub struct House {
    _folder: tempfile::TempDir,
    pub data: DataFolder,
    pub store: Store,
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
    /// As text, and as it came.
    pub body: String,
    pub bytes: Vec<u8>,
}

/// What is kept of a password. Made once for all tests: two thirds of their time went into stretching the same ones again.
pub fn kept_password(password: &str) -> Vec<u8> {
    static KEPT: Mutex<BTreeMap<String, Vec<u8>>> = Mutex::new(BTreeMap::new());
    let mut kept = KEPT.lock().unwrap();
    let hash = || hash_password(password, &mut StdRng::seed_from_u64(4)).unwrap();
    kept.entry(password.to_owned()).or_insert_with(hash).clone()
}

/// The demo's plan, without start codes.
pub fn the_plan() -> Organisation {
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/demo/hospital.toml");
    let mut plan = trykk_hub::organisation::file::read(&plan).unwrap();
    for round in plan.rounds.values_mut() {
        round.plan.codes = false;
    }
    plan
}

fn pages(data: &DataFolder, clock: HubClock) -> Router {
    let store = Store::open_existing(&data.database()).unwrap();
    let writer = Writer::start(store, clock.clone());
    web::routes(Arc::new(Pages::new(writer, data.clone(), clock)))
}

/// A clock that is right.
fn right(now: i64) -> HubClock {
    HubClock::confirmed(Clock::starting_at(now))
}

/// A key that nobody has.
fn a_key() -> Opening {
    Opening {
        key: OpeningKey::draw(&mut StdRng::seed_from_u64(5)).sealing_key(),
        guide_shares: Vec::new(),
        recovery_share: Vec::new(),
        round: None,
        departments: None,
    }
}

/// A hub with this plan; nothing is open yet.
pub fn planned(plan: &Organisation) -> House {
    let folder = tempfile::tempdir().unwrap();
    let (data, mut store) = DataFolder::create(&folder.path().join("hub")).unwrap();
    let changes = changes(&Organisation::default(), plan).unwrap();
    store
        .change(
            &store.organisation().unwrap(),
            &changes,
            &trykk_hub::store::BoxIds::new(b"a test"),
        )
        .unwrap();
    let app = pages(&data, right(NOW));
    let boxes = store.boxes().unwrap();
    let released = boxes
        .into_iter()
        .find(|ballot_box| ballot_box.round == "2026-spring")
        .unwrap();
    House {
        _folder: folder,
        data,
        store,
        app,
        released,
    }
}

/// `yes`: how many of eleven tables said yes to every card; `high`: how many of forty chose the last face.
pub fn house(yes: u64, high: u64) -> House {
    let mut house = planned(&the_plan());
    let sheets = Sheets {
        participant: 40,
        table: 11,
    };
    house.released = house.publish("2026-spring", "surg-1", sheets, |question| {
        let (n, chosen) = match question.unit {
            Unit::Table => (11, yes),
            Unit::Participant => (40, high),
        };
        let (first, last) = (
            *question.counts.keys().next().unwrap(),
            *question.counts.keys().last().unwrap(),
        );
        question.counts.insert(last, chosen);
        question.counts.insert(first, n - chosen);
    });
    house
}

impl House {
    /// The pages count from now on what reading costs them, in steps of SQLite's machine.
    pub fn count_steps(&mut self) -> Arc<AtomicU64> {
        let (steps, clock) = (Arc::new(AtomicU64::new(0)), right(NOW));
        let store = Store::open_existing(&self.data.database()).unwrap();
        let pages = Pages::new(Writer::start(store, clock.clone()), self.data.clone(), clock);
        self.app = web::routes(Arc::new(pages.counting(Arc::clone(&steps))));
        steps
    }

    /// Starts the pages anew: what they kept in memory is gone.
    pub fn restart(&mut self) {
        self.restart_at(NOW);
    }

    /// The same, at another time.
    pub fn restart_at(&mut self, now: i64) {
        self.app = pages(&self.data, right(now));
    }

    /// The same, with a clock that shows `shows` to a hub that knows that it is about [`NOW`].
    pub fn restart_with_clock(&mut self, shows: i64) {
        right(NOW).confirm(&mut self.store).unwrap();
        let clock = HubClock::read(Clock::starting_at(shows), &self.store).unwrap();
        self.app = pages(&self.data, clock);
    }

    /// The box that a ward is in.
    pub fn ballot_box(&self, round: &str, ward: &str) -> BoxRow {
        let boxes = self.store.boxes().unwrap();
        let mut here = boxes.into_iter().filter(|ballot_box| ballot_box.round == round);
        here.find(|ballot_box| ballot_box.wards.iter().any(|id| id == ward))
            .unwrap()
    }

    /// Opens a box, to a key that nobody has.
    pub fn open(&mut self, ballot_box: &BoxRow) {
        self.store.open_box(ballot_box.id, &a_key(), ballot_box.opens).unwrap();
    }

    /// Confirms a box, with a key that nobody has.
    pub fn confirm(&mut self, ballot_box: &BoxRow) {
        self.store.confirm_box(ballot_box.id, &a_key(), |_| true).unwrap();
    }

    /// Opens a box and counts it to what `answer` makes of every question, which is blank before.
    pub fn count(&mut self, round: &str, ward: &str, sheets: Sheets, mut answer: impl FnMut(&mut QuestionTally)) {
        let ballot_box = self.ballot_box(round, ward);
        self.open(&ballot_box);
        self.store.close_for_good(ballot_box.id, NOW).unwrap();
        let round = self.store.round(round).unwrap();
        let mut questions = blank(&round.deck, round.mode);
        questions.iter_mut().for_each(&mut answer);
        let tally = Tally {
            sheets,
            questions,
            unreadable: 0,
            answered: None,
        };
        let organisation = self.store.organisation().unwrap();
        let readers: Vec<String> = organisation.guides_of(&ballot_box.wards).cloned().collect();
        let counted = self.store.count_box(ballot_box.id, NOW, &[], &[], &mut |_, _, _| {
            CountStep::Counted(Box::new(Counted {
                list: CountedList::hide([], 1, &mut StdRng::seed_from_u64(1)),
                figures: CountedFigures::Tally(tally.clone()),
                notes: Vec::new(),
                guides: readers.clone(),
                added: Vec::new(),
                notes_until: i64::MAX,
            }))
        });
        assert!(counted.unwrap());
    }

    /// Counts a box like [`House::count`] and publishes it.
    pub fn publish(
        &mut self,
        round: &str,
        ward: &str,
        sheets: Sheets,
        answer: impl FnMut(&mut QuestionTally),
    ) -> BoxRow {
        self.count(round, ward, sheets, answer);
        self.publish_counted(round, ward)
    }

    /// Opens a pulse's box, counts it to these words and publishes them.
    pub fn publish_pulse(&mut self, round: &str, ward: &str, pulse: &Pulse) -> BoxRow {
        let ballot_box = self.ballot_box(round, ward);
        self.open(&ballot_box);
        self.store.close_for_good(ballot_box.id, NOW).unwrap();
        let counted = self.store.count_box(ballot_box.id, NOW, &[], &[], &mut |_, _, _| {
            CountStep::Counted(Box::new(Counted {
                list: CountedList::hide([], 1, &mut StdRng::seed_from_u64(1)),
                figures: CountedFigures::Pulse(pulse.clone()),
                notes: Vec::new(),
                guides: Vec::new(),
                added: Vec::new(),
                notes_until: i64::MAX,
            }))
        });
        assert!(counted.unwrap());
        self.store.publish_pulse(ballot_box.id).unwrap();
        self.ballot_box(round, ward)
    }

    /// Publishes a box that is counted.
    pub fn publish_counted(&mut self, round: &str, ward: &str) -> BoxRow {
        let (ballot_box, asked) = (self.ballot_box(round, ward), self.store.round(round).unwrap());
        let tally = self.store.tally(ballot_box.id).unwrap().unwrap();
        let published = release(round, &ballot_box.wards, ballot_box.floor, &asked.deck, &tally);
        self.store.publish(ballot_box.id, &published, NOW + 1000).unwrap();
        self.ballot_box(round, ward)
    }

    /// What a command of the program prints about this hub; and whether it succeeded.
    pub fn command(&self, arguments: &[&str]) -> (String, bool) {
        let folder = self.data.database().parent().unwrap().to_owned();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_trykk-hub"));
        let done = command.args(arguments).arg("--data").arg(folder).output().unwrap();
        let said = if done.status.success() {
            done.stdout
        } else {
            done.stderr
        };
        (String::from_utf8(said).unwrap(), done.status.success())
    }

    /// Logs an account in with [`TOKEN`].
    pub fn enter(&mut self, email: &str) {
        self.enter_until(email, NOW + 3600);
    }

    /// The same, with a session that ends at a time of its own.
    pub fn enter_until(&mut self, email: &str, until: i64) {
        let token = hash_secret(TOKEN.as_bytes());
        self.store.end_session(&token).unwrap();
        self.store.begin_session(email, &token, until, NOW).unwrap();
    }

    pub fn leave(&mut self) {
        self.store.end_session(&hash_secret(TOKEN.as_bytes())).unwrap();
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

    /// The same from a browser that says this of itself.
    pub async fn get_as(&self, browser: &str, path: &str) -> Page {
        let request = Request::get(path).header(header::COOKIE, format!("__Host-trykk={TOKEN}"));
        let request = request.header(header::USER_AGENT, browser);
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, form: &str) -> Page {
        let request = Request::post(path).header(header::COOKIE, format!("__Host-trykk={TOKEN}"));
        let request = request.header(header::HOST, "trykk.example.org");
        self.ask(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    /// The same with one more cookie.
    pub async fn post_with(&self, cookie: &str, path: &str, form: &str) -> Page {
        let cookies = format!("__Host-trykk={TOKEN}; {cookie}");
        let request = Request::post(path).header(header::COOKIE, cookies);
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

    pub async fn ask(&self, request: Request<Body>) -> Page {
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
    let bytes = axum::body::to_bytes(body, 1 << 22).await.unwrap().to_vec();
    Page {
        status: parts.status,
        location: text(header::LOCATION),
        cookie: text(header::SET_COOKIE),
        body: String::from_utf8_lossy(&bytes).into_owned(),
        bytes,
        headers: parts.headers,
    }
}

/// What a hidden field of a page holds.
pub fn field(page: &Page, name: &str) -> String {
    let begins = format!("name=\"{name}\" value=\"");
    let (_, rest) = page
        .body
        .split_once(&begins)
        .unwrap_or_else(|| panic!("no {name}: {}", page.body));
    rest.split_once('"').unwrap().0.to_owned()
}
