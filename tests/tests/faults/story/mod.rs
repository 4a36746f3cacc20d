//! What can happen to a hospital with three wards and four tablets, one thing at a time.

mod happens;

use std::path::PathBuf;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use trykk_shared::deck::Mode;
use trykk_tests::hospital::{GUIDE, Hospital, Kiosk, ROUND, plan};
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
    /// The round is closed, a tablet talks to the hub, nobody can close it unread, and the round is opened again.
    ClosedAndExtended { tablet: usize },
    /// A tablet's clock shows another time from now on, or the right one again.
    TabletClock { tablet: usize, time: Option<&'static str> },
    /// The hub is killed with -9, and started with a clock that nobody believes; a tablet talks to it; then its clock is right again.
    HubClock { tablet: usize, time: &'static str },
    /// More sheets are fed at once than a box has people, or without a code for each: nothing of it is taken.
    TooMany { tablet: usize },
    /// A tablet's memory card is copied, both talk to the hub in turn, and the first one is enrolled again.
    Copied { tablet: usize },
    /// What may leave a tablet is written on a stick, which is taken in so often at the hub: not at all, once, or twice.
    OnAStick { tablet: usize, taken_in: u32 },
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
    /// Whether each sheet needs a start code.
    pub codes: bool,
}

struct Seat {
    kiosk: Kiosk,
    /// Its box.
    of: usize,
    /// How many sheets are still to come.
    left: usize,
    /// The start codes that nobody has used yet.
    codes: Vec<String>,
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

/// How many people each ward has.
const HEADCOUNT: u32 = 40;

/// The files of the hub's database.
const DATABASE: [&str; 3] = ["hub.db", "hub.db-wal", "hub.db-shm"];

/// Prints as many slips for a tablet as sheets are to be filled in on it, and reads their codes.
fn print_slips(hospital: &Hospital, seat: &Seat) -> Vec<String> {
    let (tablet, slips) = (seat.kiosk.id(), seat.left.to_string());
    let printed = hospital.hub(&[
        "codes", "print", "--round", ROUND, "--tablet", &tablet, "--slips", &slips,
    ]);
    let printed = printed.done();
    let codes: Vec<String> = printed
        .lines()
        .filter(|line| line.len() == 7)
        .map(str::to_owned)
        .collect();
    assert_eq!(codes.len(), seat.left, "{printed}");
    codes
}

impl Story {
    /// A hospital in good order. The same seed lets the same things happen.
    pub fn new(layout: &'static Layout, seed: u64) -> Self {
        let round = format!("codes = {}\n{}\n{OPEN}", layout.codes, layout.wards);
        let plan = plan(3, HEADCOUNT, layout.deck, layout.mode.name(), &round);
        let mut hospital = Hospital::new(programs(), &plan);
        let network = Network::to(hospital.serve());
        let seat = |(nth, (ward, of, left)): (usize, &(&str, usize, usize))| Seat {
            kiosk: hospital.tablet(&format!("t{nth}"), ward, Some(network.address())),
            of: *of,
            left: *left,
            codes: Vec::new(),
            damaged: false,
        };
        let mut seats: Vec<Seat> = layout.tablets.iter().enumerate().map(seat).collect();
        if layout.codes {
            hospital.round("confirm", &[]).done();
            seats
                .iter_mut()
                .for_each(|seat| seat.codes = print_slips(&hospital, seat));
            hospital.round("open", &[]).done();
            seats.iter().for_each(|seat| drop(seat.kiosk.sync().done()));
        }
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
        match self.rng.random_range(0..24) {
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
            19 => {
                let times = [
                    None,
                    Some("1970-01-01T00:10:00Z"),
                    Some("2011-11-11T11:11:11Z"),
                    Some("2031-05-17T12:00:00Z"),
                ];
                let time = times[self.rng.random_range(0..4)];
                Op::TabletClock { tablet, time }
            }
            20 => {
                let time = ["2003-03-03T03:03:03Z", "2140-06-01T12:00:00Z"][self.rng.random_range(0..2)];
                Op::HubClock { tablet, time }
            }
            21 => Op::TooMany { tablet },
            22 => Op::Copied { tablet },
            23 => {
                let taken_in = self.rng.random_range(0..=2);
                Op::OnAStick { tablet, taken_in }
            }
            _ => Op::Sync { tablet },
        }
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
        self.closes_for_good();
        if self.rng.random() {
            self.is_nearly_closed_unread();
        }
        self.counts_exactly();
        if self.backup().exists() {
            self.seats.iter().for_each(|seat| drop(seat.kiosk.sync().done()));
            self.restore(0);
            self.closes_for_good();
            self.counts_exactly();
        }
    }

    fn closes_for_good(&self) {
        let tablets: Vec<&Kiosk> = self.seats.iter().map(|seat| &seat.kiosk).collect();
        close_for_good(&self.hospital, &tablets);
    }

    fn counts_exactly(&self) {
        self.hospital.count(&[]).done();
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

    /// Nobody destroys by one command what enough have answered; with a guide's proof it is to be in a week, and is taken back.
    fn is_nearly_closed_unread(&mut self) {
        let why = self.hospital.round("close-unread", &[]).refused();
        assert!(why.contains("Give --ward, --guide and --passphrase-file"), "{why}");
        let passphrase = self.hospital.path("passphrase");
        let (ward, ..) = self.layout.tablets[self.rng.random_range(0..self.seats.len())];
        let proof = [
            "--ward",
            ward,
            "--guide",
            GUIDE,
            "--passphrase-file",
            passphrase.to_str().unwrap(),
        ];
        self.hospital.round("close-unread", &proof).done();
        restart(&mut self.hospital, &self.network);
        self.hospital.round("keep-answers", &[]).done();
    }

    /// How many sheets were filled in so far.
    pub fn sheets(&self) -> u64 {
        self.people.iter().map(|people| people.people + people.tables).sum()
    }
}
