//! What every fault needs: decks, an account of who answered what, and a kill between any two steps.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use trykk_hub::data::DataFolder;
use trykk_hub::keys::passphrase::Passphrase;
use trykk_hub::rounds::{GivenAt, open_notes, unwrap_counting_key};
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::kind::EnvelopeKind;
use trykk_tests::hospital::{GUIDE, Hospital, Kiosk, PASSPHRASE, ROUND, deck_path, plan};
use trykk_tests::network::Network;
use trykk_tests::sheets::{Answerer, counted};

use crate::programs;

/// A round that has been open for long and stays open until somebody closes it.
pub const OPEN: &str = "opens = \"2020-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";

/// The deck for ninety seconds, in drop-in mode.
pub fn station() -> Deck {
    deck("station")
}

/// A deck of our own.
pub fn deck(name: &str) -> Deck {
    Deck::read(&fs::read_to_string(deck_path(&format!("{name}.toml"))).unwrap()).unwrap()
}

/// How many envelopes a participant's sheet gives at the station.
pub fn envelopes_a_sheet() -> u64 {
    let shape = station().shape(Mode::DropIn);
    EnvelopeKind::ALL.into_iter().map(|kind| shape.of(kind) as u64).sum()
}

/// The ids `w1`.. of so many wards, as a list in a plan.
pub fn ward_list(wards: usize) -> String {
    let names: Vec<String> = (1..=wards).map(|nth| format!("\"w{nth}\"")).collect();
    names.join(", ")
}

/// A plan with so many wards that all answer at the station, in a round that is written as `when`.
pub fn station_plan(wards: usize, headcount: u32, when: &str) -> String {
    let round = format!("wards = [{}]\n{when}", ward_list(wards));
    plan(wards, headcount, "station", "drop-in", &round)
}

/// A hub with one ward at the station, serving; its one tablet; who answered.
pub fn one_ward() -> (Hospital, Kiosk, Answerer) {
    let (hospital, tablet, _, people) = one_ward_behind_a_network();
    (hospital, tablet, people)
}

/// The same with the network between tablet and hub.
pub fn one_ward_behind_a_network() -> (Hospital, Kiosk, Network, Answerer) {
    let mut hospital = Hospital::new(programs(), &station_plan(1, 400, OPEN));
    let network = Network::to(hospital.serve());
    let tablet = hospital.tablet("t1", "w1", Some(network.address()));
    (hospital, tablet, network, Answerer::new(&station(), Mode::DropIn, 1))
}

/// The feed lines of so many participants.
pub fn sheets(people: &mut Answerer, how_many: usize) -> Vec<String> {
    (0..how_many).map(|_| people.line(1)).collect()
}

/// How many envelopes wait on a tablet, and how many of those it keeps the hub holds.
pub fn waiting_and_delivered(tablet: &Kiosk) -> (u64, u64) {
    let status = tablet.status();
    let count = |what: &str| status["envelopes"][what].as_u64().unwrap();
    (count("waiting"), count("delivered"))
}

/// Kills the hub with -9 and starts it again; the network leads to it.
pub fn restart(hospital: &mut Hospital, network: &Network) {
    hospital.kill();
    network.retarget(hospital.serve());
}

/// Kills a process with -9.
pub fn kill(pid: u32) {
    let killed = Command::new("kill").args(["-9", &pid.to_string()]).status();
    assert!(killed.unwrap().success(), "process {pid} could not be killed");
}

/// Closes the round for good, and lets the tablets deliver the rest.
pub fn close_for_good(hospital: &Hospital, tablets: &[&Kiosk]) {
    hospital.round("close", &["--for-good"]).done();
    for tablet in tablets {
        tablet.sync().done();
    }
}

/// The same, and counts.
pub fn close_and_count(hospital: &Hospital, tablets: &[&Kiosk]) {
    close_for_good(hospital, tablets);
    hospital.count(&[]).done();
}

/// Every figure, every sheet and every note of these boxes is there once.
#[track_caller]
pub fn assert_exact(hospital: &Hospital, boxes: &[(&str, &Answerer)]) {
    let results = hospital.results();
    let entries = results["wards"].as_array().unwrap();
    assert_eq!(entries.len(), boxes.len(), "{results}");
    let mut notes = notes(hospital);
    for (ward, people) in boxes {
        assert_eq!(counted(&results, ward), people.expected, "{ward}");
        let entry = entries.iter().find(|entry| entry["ward"] == *ward).unwrap();
        assert_eq!(entry["sheets"]["participant"], people.people, "{ward}");
        assert_eq!(entry["sheets"]["table"], people.tables, "{ward}");
        assert_eq!(entry["unreadable"], 0, "{ward}");
        let mut written = people.notes.clone();
        written.sort();
        let mut read = notes.remove(*ward).unwrap_or_default();
        read.sort();
        assert_eq!(read, written, "{ward}");
    }
}

/// The notes of every box of the round, as its guide reads them.
pub fn notes(hospital: &Hospital) -> BTreeMap<String, Vec<String>> {
    let (_, store) = DataFolder::open(&hospital.data()).unwrap();
    let key = unwrap_counting_key(&store, GUIDE, &Passphrase::new(PASSPHRASE), GivenAt::CommandLine).unwrap();
    let boxes = store.boxes().unwrap().into_iter().filter(|one| one.round == ROUND);
    boxes
        .map(|one| {
            let rows = store.notes(one.id, GUIDE).unwrap();
            let texts: Vec<String> = open_notes(&key, one.id, &rows)
                .iter()
                .map(|note| note.text.to_string())
                .collect();
            assert_eq!(texts.len(), rows.len(), "a note cannot be read");
            (one.wards.join("+"), texts)
        })
        .collect()
}

/// The system calls that leave something behind, on the disk or on the network. Before and after every one of them
/// a process may be killed.
const CALLS: [&str; 12] = [
    "write",
    "pwrite64",
    "writev",
    "fsync",
    "fdatasync",
    "rename",
    "renameat",
    "unlink",
    "ftruncate",
    "utimensat",
    "mkdir,mkdirat",
    "unlinkat,renameat2,pwritev,fallocate,sendto,sendmsg",
];

/// Kills between any two steps of a command, one kill for each time it is run: before the first of its calls of one
/// kind, before the second, and so on; then in growing strides.
pub struct Kills {
    /// How many of each kind have their turn one by one.
    dense: u32,
    call: usize,
    nth: u32,
    stride: u32,
    /// How often the command was killed.
    pub kills: u32,
}

impl Kills {
    /// Every step of each kind up to the `dense`th is killed before.
    pub fn new(dense: u32) -> Self {
        Kills {
            dense,
            call: 0,
            nth: 1,
            stride: 0,
            kills: 0,
        }
    }

    /// Whether every step has had its turn.
    pub fn done(&self) -> bool {
        self.call == CALLS.len()
    }

    /// Runs a command that is killed before the step whose turn it is. Says whether it lived to its end.
    pub fn run(&mut self, command: &Command) -> bool {
        let lived = killed_before(command, CALLS[self.call], self.nth);
        if lived {
            (self.call, self.nth, self.stride) = (self.call + 1, 1, 0);
        } else {
            self.kills += 1;
            if self.nth >= self.dense {
                self.stride += 1 + self.stride / 2;
            }
            self.nth += 1 + self.stride;
        }
        lived
    }
}

/// Runs a command that is killed with -9 when it is about to make its `nth` system call of a kind.
/// Says whether it lived to its end.
pub fn killed_before(command: &Command, call: &str, nth: u32) -> bool {
    let mut traced = Command::new("strace");
    traced
        .args(["-f", "-o", "/dev/null", "-e", "signal=none"])
        .arg("-e")
        .arg(format!("trace={call}"))
        .arg("-e")
        .arg(format!("inject={call}:signal=SIGKILL:when={nth}"))
        .arg(command.get_program())
        .args(command.get_args());
    let output = traced
        .output()
        .expect("strace is needed to kill a process between two steps");
    // Without an exit code it ended by a signal: killed.
    match output.status.code() {
        None => false,
        Some(0) => true,
        Some(code) => panic!("ended with {code}: {}", String::from_utf8_lossy(&output.stderr)),
    }
}
