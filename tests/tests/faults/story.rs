//! What can happen to a hospital with three wards and four tablets, one thing at a time.

use std::fs;
use std::path::PathBuf;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use trykk_shared::deck::Mode;
use trykk_tests::hospital::{Hospital, Kiosk, plan};
use trykk_tests::network::{Network, Weather};
use trykk_tests::sheets::Answerer;

use crate::programs;
use crate::support::*;

/// One thing that happens. Tablets count from 0.
#[derive(Clone, Debug)]
pub enum Op {
    /// Some sheets are filled in on a tablet.
    Feed { tablet: usize, sheets: usize },
    /// A tablet is killed with -9 while sheets are fed; what it did not take is fed again.
    FeedKilled {
        tablet: usize,
        sheets: usize,
        call: &'static str,
        nth: u32,
    },
    /// A tablet talks to the hub.
    Sync { tablet: usize },
    /// A tablet is killed with -9 while it talks to the hub.
    SyncKilled {
        tablet: usize,
        call: &'static str,
        nth: u32,
    },
    /// A tablet talks to the hub in bad weather: nobody gets through, replies are lost, or its request is cut.
    SyncIn { tablet: usize, weather: Weather },
    /// The hub is killed with -9 and started again.
    HubKilled,
    /// The hub is killed with -9 once a tablet has sent so many bytes, and started again.
    HubKilledAt { tablet: usize, bytes: u64 },
    /// The hub is killed with -9, its database is copied, log and all, and it is started again.
    Copy,
    /// The hub is killed with -9, and the copied files take the place of its own.
    PutCopyBack,
    /// A backup is written while the hub runs.
    Backup,
    /// The hub is killed with -9, restored from the backup, refuses a tablet in review, and is confirmed.
    Restore { tablet: usize },
    /// A tablet's store says that it is another format: all of it has to be taken up, and nothing is lost.
    Damaged { tablet: usize },
    /// A tablet is enrolled once more, at the same ward.
    EnrolledAgain { tablet: usize },
    /// The round is closed, a tablet talks to the hub, and the round is opened again.
    ClosedAndExtended { tablet: usize },
}

impl Op {
    /// What kind of thing it is.
    pub fn name(&self) -> String {
        let whole = format!("{self:?}");
        whole.split([' ', '{']).next().unwrap_or_default().to_owned()
    }
}

/// How a hospital is laid out: which boxes it has, and where its tablets stand.
pub struct Layout {
    /// The deck's name.
    pub deck: &'static str,
    /// How people answer.
    pub mode: Mode,
    /// The round's wards as in a plan.
    pub wards: &'static str,
    /// The boxes, as results name them.
    pub boxes: &'static [&'static str],
    /// Per tablet: its ward, its box, how many sheets are filled in on it.
    pub tablets: &'static [(&'static str, usize, usize)],
}

struct Seat {
    kiosk: Kiosk,
    /// Its box.
    of: usize,
    /// How many sheets are still to come.
    left: usize,
    /// Whether its store was damaged: then nobody knows that all of it was counted.
    damaged: bool,
}

/// A hospital to which things happen.
pub struct Story {
    layout: &'static Layout,
    hospital: Hospital,
    network: Network,
    seats: Vec<Seat>,
    people: Vec<Answerer>,
    rng: StdRng,
}

/// The files of the hub's database.
const DATABASE: [&str; 3] = ["hub.db", "hub.db-wal", "hub.db-shm"];

impl Story {
    /// A hospital in good order. The same seed lets the same things happen.
    pub fn new(layout: &'static Layout, seed: u64) -> Self {
        let round = format!("{}\n{OPEN}", layout.wards);
        let plan = plan(3, 40, layout.deck, layout.mode.name(), &round);
        let mut hospital = Hospital::new(programs(), &plan);
        let network = Network::to(hospital.serve());
        let seat = |(nth, (ward, of, left)): (usize, &(&str, usize, usize))| Seat {
            kiosk: hospital.tablet(&format!("t{nth}"), ward, Some(network.address())),
            of: *of,
            left: *left,
            damaged: false,
        };
        let seats = layout.tablets.iter().enumerate().map(seat).collect();
        let deck = deck(layout.deck);
        let people = (0..layout.boxes.len() as u64).map(|nth| Answerer::new(&deck, layout.mode, 10 * seed + nth));
        Story {
            layout,
            seats,
            people: people.collect(),
            rng: StdRng::seed_from_u64(seed),
            hospital,
            network,
        }
    }

    fn copy(&self) -> PathBuf {
        self.hospital.path("copy")
    }

    fn backup(&self) -> PathBuf {
        self.hospital.path("backup.db")
    }

    /// Draws what happens next: always something that can happen now.
    pub fn draw(&mut self) -> Op {
        let tablet = self.rng.random_range(0..self.seats.len());
        let left = self.seats[tablet].left;
        let sheets = self.rng.random_range(1..=5).min(left);
        match self.rng.random_range(0..19) {
            0..4 if left > 0 => Op::Feed { tablet, sheets },
            4 if left > 0 => {
                let call = ["write", "fsync", "rename", "utimensat"][self.rng.random_range(0..4)];
                let nth = self.rng.random_range(1..=2);
                Op::FeedKilled {
                    tablet,
                    sheets,
                    call,
                    nth,
                }
            }
            5 => {
                let call = ["write", "writev", "fsync", "rename"][self.rng.random_range(0..4)];
                let nth = self.rng.random_range(1..=9);
                Op::SyncKilled { tablet, call, nth }
            }
            6..9 => {
                let weather = [Weather::LoseReplies, Weather::CutRequests, Weather::Down];
                let weather = weather[self.rng.random_range(0..3)];
                Op::SyncIn { tablet, weather }
            }
            9 => Op::HubKilled,
            10 | 11 => {
                let bytes = self.rng.random_range(1..=268_000);
                Op::HubKilledAt { tablet, bytes }
            }
            12 if !self.copy().exists() => Op::Copy,
            13 if self.copy().exists() => Op::PutCopyBack,
            14 if !self.backup().exists() => Op::Backup,
            15 if self.backup().exists() => Op::Restore { tablet },
            16 if self.seats[tablet].left < self.layout.tablets[tablet].2 => Op::Damaged { tablet },
            17 => Op::EnrolledAgain { tablet },
            18 => Op::ClosedAndExtended { tablet },
            _ => Op::Sync { tablet },
        }
    }

    /// Lets it happen.
    pub fn happens(&mut self, op: &Op) {
        match *op {
            Op::Feed { tablet, sheets } => self.feed(tablet, sheets),
            Op::FeedKilled {
                tablet,
                sheets,
                call,
                nth,
            } => self.feed_killed(tablet, sheets, call, nth),
            Op::Sync { tablet } => drop(self.seats[tablet].kiosk.sync().done()),
            Op::SyncKilled { tablet, call, nth } => {
                killed_before(&self.seats[tablet].kiosk.command(&["sync", "--now"]), call, nth);
            }
            Op::SyncIn { tablet, weather } => {
                self.network.set(weather);
                let why = self.seats[tablet].kiosk.sync().refused();
                assert!(why.contains("answers stay on the tablet"), "{why}");
                self.network.set(Weather::Fair);
            }
            Op::HubKilled => restart(&mut self.hospital, &self.network),
            Op::HubKilledAt { tablet, bytes } => {
                let pid = self.hospital.pid();
                self.network.when_sent(self.network.sent() + bytes, move || kill(pid));
                // Whether it comes through depends on how much there is to send; nothing else may depend on it.
                self.seats[tablet].kiosk.sync();
                self.network.forget_when();
                restart(&mut self.hospital, &self.network);
            }
            Op::Copy => {
                self.hospital.kill();
                fs::create_dir(self.copy()).unwrap();
                for file in DATABASE.map(|name| self.hospital.data().join(name)) {
                    if file.exists() {
                        fs::copy(&file, self.copy().join(file.file_name().unwrap())).unwrap();
                    }
                }
                self.network.retarget(self.hospital.serve());
            }
            Op::PutCopyBack => {
                self.hospital.kill();
                for name in DATABASE {
                    let (copy, file) = (self.copy().join(name), self.hospital.data().join(name));
                    let _ = fs::remove_file(&file);
                    if copy.exists() {
                        fs::copy(copy, file).unwrap();
                    }
                }
                fs::remove_dir_all(self.copy()).unwrap();
                self.network.retarget(self.hospital.serve());
            }
            Op::Backup => {
                let file = self.backup();
                self.hospital.hub(&["backup", file.to_str().unwrap()]).done();
            }
            Op::Restore { tablet } => self.restore(tablet),
            Op::Damaged { tablet } => {
                let store = self.seats[tablet].kiosk.data.join("envelopes.db");
                let mut bytes = fs::read(&store).unwrap();
                bytes[63] = 0xee;
                fs::write(&store, bytes).unwrap();
                self.seats[tablet].damaged = true;
            }
            Op::EnrolledAgain { tablet } => {
                let (ward, ..) = self.layout.tablets[tablet];
                let link = self.hospital.link(ward, Some(self.network.address()));
                let enrol = ["enrol", link["link"].as_str().unwrap()];
                self.seats[tablet].kiosk.run(&enrol).done();
            }
            Op::ClosedAndExtended { tablet } => {
                self.hospital.round("close", &[]).done();
                self.seats[tablet].kiosk.sync().done();
                self.hospital.round("extend", &["--closes", "2099-01-01"]).done();
                // Until it hears of that, the tablet takes nothing more.
                self.seats[tablet].kiosk.sync().done();
            }
        }
    }

    fn lines(&mut self, tablet: usize, sheets: usize) -> Vec<String> {
        let seat = &mut self.seats[tablet];
        seat.left -= sheets;
        let people = &mut self.people[seat.of];
        (0..sheets).map(|_| people.line(self.rng.random_range(3..=5))).collect()
    }

    fn feed(&mut self, tablet: usize, sheets: usize) {
        let lines = self.lines(tablet, sheets);
        self.seats[tablet].kiosk.feed(&lines).done();
    }

    fn feed_killed(&mut self, tablet: usize, sheets: usize, call: &str, nth: u32) {
        let lines = self.lines(tablet, sheets);
        let kiosk = &self.seats[tablet].kiosk;
        let (before, _) = waiting_and_delivered(kiosk);
        let file = kiosk.feed_file(&lines);
        let lived = killed_before(&kiosk.command(&["feed", file.to_str().unwrap()]), call, nth);
        if waiting_and_delivered(kiosk).0 == before {
            assert!(!lived);
            kiosk.feed(&lines).done();
        }
    }

    fn restore(&mut self, tablet: usize) {
        let file = self.backup();
        self.hospital.kill();
        self.hospital.hub(&["restore", file.to_str().unwrap()]).done();
        fs::remove_file(&file).unwrap();
        self.network.retarget(self.hospital.serve());
        let why = self.seats[tablet].kiosk.sync().refused();
        assert!(why.contains("restored from a backup"), "{why}");
        self.hospital.hub(&["review", "--confirm"]).done();
    }

    /// The weather clears up, the last sheets are filled in, the round is closed and counted: every figure is exact.
    /// Then, should there be a backup from before the count, the hub is set back to it and counts again.
    pub fn ends_well(&mut self) {
        for tablet in 0..self.seats.len() {
            let left = self.seats[tablet].left;
            if left > 0 {
                self.feed(tablet, left);
            }
        }
        self.counts_exactly();
        if self.backup().exists() {
            self.seats.iter().for_each(|seat| drop(seat.kiosk.sync().done()));
            self.restore(0);
            self.counts_exactly();
        }
    }

    fn counts_exactly(&self) {
        let tablets: Vec<&Kiosk> = self.seats.iter().map(|seat| &seat.kiosk).collect();
        close_and_count(&self.hospital, &tablets);
        let boxes: Vec<(&str, &Answerer)> = self.layout.boxes.iter().copied().zip(&self.people).collect();
        assert_exact(&self.hospital, &boxes);
        // And every tablet sees for itself that all of its answers are among them.
        for seat in &self.seats {
            seat.kiosk.sync().done();
            let found = &seat.kiosk.status()["counted"];
            assert!(found.is_string(), "{found}");
            assert_eq!(found == "missing", seat.damaged, "{found}");
        }
    }

    /// How many sheets were filled in so far.
    pub fn sheets(&self) -> u64 {
        self.people.iter().map(|people| people.people + people.tables).sum()
    }
}
