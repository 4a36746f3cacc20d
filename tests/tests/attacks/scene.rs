//! What the attacks are set in: wards that have answered, and the tools of someone who speaks to the hub directly.

use std::fs;
use std::path::{Path, PathBuf};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::Value;
use trykk_hub::data::DataFolder;
use trykk_hub::store::BoxRow;
use trykk_hub::store::Store;
use trykk_kiosk::hub::{Hub, HubError};
use trykk_kiosk::settings::{Enrolment, Settings};
use trykk_kiosk::store::{EnvelopeStore, Kept};
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::feed;
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::{BATCH_BYTES, Batch, BatchReply, BoxInfo, Outcome, SentEnvelope, paths};
use trykk_shared::seal::{Address, Envelope};
use trykk_shared::slip::{self, NoteFormat};
use trykk_tests::hospital::{Hospital, Kiosk, ROUND, deck_path, plan};
use trykk_tests::sheets::{Answerer, counted};

use crate::programs;

/// Times and floor of a round that is open now.
pub const OPEN: &str = "opens = \"2020-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";

/// The station deck.
pub fn station() -> Deck {
    Deck::read(&fs::read_to_string(deck_path("station.toml")).unwrap()).unwrap()
}

/// The table deck.
pub fn table() -> Deck {
    Deck::read(&fs::read_to_string(deck_path("table.toml")).unwrap()).unwrap()
}

/// A drop-in plan for `wards` wards in boxes of their own, of 40 people each.
pub fn drop_in(wards: usize) -> String {
    let ids: Vec<String> = (1..=wards).map(|ward| format!("\"w{ward}\"")).collect();
    plan(
        wards,
        40,
        "station",
        "drop-in",
        &format!("wards = [{}]\n{OPEN}", ids.join(", ")),
    )
}

/// A hospital with this plan, serving.
pub fn serving(plan: &str) -> Hospital {
    let mut hospital = Hospital::new(programs(), plan);
    hospital.serve();
    hospital
}

/// Someone who answers the station deck.
pub fn people(seed: u64) -> Answerer {
    Answerer::new(&station(), Mode::DropIn, seed)
}

/// The feed lines of `count` people.
pub fn lines(people: &mut Answerer, count: usize) -> Vec<String> {
    (0..count).map(|_| people.line(1)).collect()
}

/// A ward where people answered on one tablet, delivered, and closed: it can be counted.
pub struct Ward {
    pub hospital: Hospital,
    pub tablet: Kiosk,
    pub people: Answerer,
}

/// One ward where `count` people answered and delivered; the round is still open.
pub fn answered(count: usize) -> Ward {
    answered_on(serving(&drop_in(1)), count)
}

/// The same in a hospital that is there already.
pub fn answered_on(hospital: Hospital, count: usize) -> Ward {
    let tablet = hospital.tablet("t1", "w1", None);
    let mut people = people(1);
    tablet.feed(&lines(&mut people, count)).done();
    tablet.sync().done();
    Ward {
        hospital,
        tablet,
        people,
    }
}

/// One ward where `count` people answered, delivered and closed.
pub fn closed(count: usize) -> Ward {
    let ward = answered(count);
    ward.close();
    ward
}

impl Ward {
    /// Closes the round; the tablet then says that nothing waits.
    pub fn close(&self) {
        self.hospital.round("close", &["--for-good"]).done();
        self.tablet.sync().done();
    }

    /// The guide's results are exactly what was answered, and so many envelopes could not be read.
    #[track_caller]
    pub fn is_exact(&self, unreadable: u64) {
        let results = self.hospital.results();
        assert_eq!(counted(&results, "w1"), self.people.expected);
        assert_eq!(results["wards"][0]["sheets"]["participant"], self.people.people);
        assert_eq!(results["wards"][0]["unreadable"], unreadable);
    }
}

/// The state of every box, as the hub's command shows it.
pub fn states(hospital: &Hospital) -> Vec<String> {
    let status = hospital.hub(&["round", "status", "--json"]).json();
    let boxes = status["boxes"].as_array().unwrap();
    boxes
        .iter()
        .map(|one| one["state"].as_str().unwrap().to_owned())
        .collect()
}

/// Opens a hub's folder as its operator, or a thief, would.
pub fn opened(folder: &Path) -> (DataFolder, Store) {
    DataFolder::open(folder).unwrap()
}

/// The only box of a hub's database.
pub fn only_box(store: &Store) -> BoxRow {
    let mut boxes = store.boxes().unwrap();
    assert_eq!(boxes.len(), 1);
    boxes.remove(0)
}

/// What a tablet remembers.
pub fn settings(kiosk: &Kiosk) -> Settings {
    Settings::open(&kiosk.data).unwrap().0
}

/// What a tablet keeps.
pub fn kept(kiosk: &Kiosk) -> Vec<Kept> {
    EnvelopeStore::open(&kiosk.data).unwrap().0.kept().cloned().collect()
}

/// What the hub told a tablet of the round's box.
pub fn box_info(kiosk: &Kiosk) -> BoxInfo {
    let manifest = settings(kiosk).manifest.unwrap();
    manifest.boxes.into_iter().find(|info| info.round == ROUND).unwrap()
}

/// Where envelopes for the round go.
pub fn address(kiosk: &Kiosk) -> Address {
    let info = box_info(kiosk);
    Address {
        round: info.round,
        box_id: info.id,
        key: info.key,
    }
}

/// Fresh randomness that is the same in every run.
pub fn rng(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

/// The envelopes of feed lines at the station, sealed to `address`.
pub fn sealed(lines: &[String], address: &Address, seed: u64) -> Vec<Envelope> {
    sealed_at(lines, (&station(), Mode::DropIn), address, seed)
}

/// The envelopes of feed lines of any deck, sealed to `address`.
pub fn sealed_at(lines: &[String], (deck, mode): (&Deck, Mode), address: &Address, seed: u64) -> Vec<Envelope> {
    let mut rng = rng(seed);
    let mut envelopes = Vec::new();
    for line in lines {
        let sheet = feed::read_line(line, deck, mode).unwrap();
        envelopes.extend(
            slip::split(&sheet, deck, NoteFormat::FirstMarked)
                .iter()
                .map(|slip| Envelope::seal(slip, address, &mut rng)),
        );
    }
    envelopes
}

/// An envelope of the same kind whose bytes were changed.
pub fn altered(envelope: &Envelope, change: impl FnOnce(&mut [u8])) -> Envelope {
    let mut bytes = envelope.sealed().to_vec();
    change(&mut bytes);
    Envelope::from_sealed(envelope.kind(), bytes).unwrap()
}

/// Bytes that look like envelopes of these kinds from outside, and hold nothing.
pub fn garbage(like: &[Envelope], seed: u64) -> Vec<Envelope> {
    let mut rng = rng(seed);
    like.iter()
        .map(|one| altered(one, |bytes| rng.fill_bytes(bytes)))
        .collect()
}

/// Runs one exchange to its end.
pub fn now<R>(exchange: impl Future<Output = R>) -> R {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(exchange)
}

/// Someone with a tablet's token who sends what no tablet would.
pub struct Sender {
    pub enrolment: Enrolment,
    hub: Hub,
}

impl Sender {
    /// With the token of this tablet.
    pub fn with_token_of(kiosk: &Kiosk) -> Self {
        let enrolment = settings(kiosk).enrolment.unwrap();
        let hub = Hub::pinned(&enrolment.address, enrolment.fingerprint.parse().unwrap()).unwrap();
        Sender { enrolment, hub }
    }

    /// Sends one batch.
    pub fn send(&self, box_id: BoxId, envelopes: &[Envelope]) -> Vec<Outcome> {
        self.send_raw(box_id, envelopes.iter().map(SentEnvelope::from).collect())
            .unwrap()
    }

    /// Sends one batch of entries as they are.
    pub fn send_raw(&self, box_id: BoxId, envelopes: Vec<SentEnvelope>) -> Result<Vec<Outcome>, HubError> {
        let batch = Batch {
            box_id: Some(box_id),
            envelopes,
        };
        let post = self
            .hub
            .post::<BatchReply>(paths::ENVELOPES, Some(&self.enrolment.token), &batch, BATCH_BYTES);
        now(post).map(|reply| reply.results)
    }
}

/// Every file under a folder with its bytes.
pub fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
    found
}

/// Copies a folder, as a thief or an operator would.
pub fn copy_folder(from: &Path, to: &Path) {
    for (path, bytes) in files(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
}

/// Where bytes occur in other bytes.
pub fn find(needle: &[u8], hay: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|window| window == needle)
}

/// The files under a folder that hold any of these bytes.
pub fn holding(folder: &Path, needles: &[Vec<u8>]) -> Vec<PathBuf> {
    let holds = |bytes: &[u8]| needles.iter().any(|needle| find(needle, bytes).is_some());
    files(folder)
        .into_iter()
        .filter(|(_, bytes)| holds(bytes))
        .map(|(path, _)| path)
        .collect()
}

/// A text as UTF-8 and as UTF-16 in both byte orders.
pub fn spellings(text: &str) -> Vec<Vec<u8>> {
    let units = || text.encode_utf16();
    vec![
        text.as_bytes().to_vec(),
        units().flat_map(u16::to_le_bytes).collect(),
        units().flat_map(u16::to_be_bytes).collect(),
    ]
}

/// Whether what was said contains a text.
#[track_caller]
pub fn says(said: &str, expected: &str) {
    assert!(said.contains(expected), "{said:?} does not say {expected:?}");
}

/// How many envelopes a tablet says wait and were delivered.
pub fn envelopes(status: &Value) -> (u64, u64) {
    let count = |name: &str| status["envelopes"][name].as_u64().unwrap();
    (count("waiting"), count("delivered"))
}

/// Lets days pass, of the week before a box is closed unread, in the database and beside it. The hub stands still meanwhile.
pub fn pass_unread_days(hospital: &Hospital, days: i64) {
    let (_, store) = opened(&hospital.data());
    let ballot_box = only_box(&store);
    let at = ballot_box.unread_at.unwrap() - days * 86400;
    drop(store);
    let connection = rusqlite::Connection::open(hospital.data().join("hub.db")).unwrap();
    connection.execute("UPDATE box SET unread_at = ?1", [at]).unwrap();
    let record = hospital.data().join("openings").join(ballot_box.id.to_string());
    let mut kept: serde_json::Value = serde_json::from_slice(&std::fs::read(&record).unwrap()).unwrap();
    kept["unread_at"] = at.into();
    std::fs::write(&record, kept.to_string()).unwrap();
}
