//! How each thing happens.

use std::fs;
use std::process::Command;

use rand::RngExt;
use trykk_tests::hospital::Said;
use trykk_tests::network::Weather;
use trykk_tests::sheets::Answerer;

use super::{DATABASE, HEADCOUNT, Op, Story};
use crate::support::*;

impl Story {
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
            Op::EnrolledAgain { tablet } => self.enrol_again(tablet),
            Op::ClosedAndExtended { tablet } => {
                self.hospital.round("close", &[]).done();
                self.seats[tablet].kiosk.sync().done();
                let why = self.hospital.round("close-unread", &[]).refused();
                assert!(why.contains("is not closed for good"), "{why}");
                self.hospital.round("extend", &["--closes", "2099-01-01"]).done();
                // Until it hears of that, the tablet takes nothing more.
                self.seats[tablet].kiosk.sync().done();
            }
            Op::TabletClock { tablet, time } => match time {
                Some(time) => self.seats[tablet].kiosk.set_clock(time),
                None => self.seats[tablet].kiosk.set_clock_right(),
            },
            Op::HubClock { tablet, time } => {
                self.hospital.serve_with(&["--clock", time]);
                restart(&mut self.hospital, &self.network);
                self.seats[tablet].kiosk.sync().done();
                self.hospital.serve_with(&[]);
                restart(&mut self.hospital, &self.network);
            }
            Op::TooMany { tablet } => self.feed_too_many(tablet),
            Op::Copied { tablet } => self.copied(tablet),
            Op::OnAStick { tablet, taken_in } => self.on_a_stick(tablet, taken_in),
        }
    }

    fn on_a_stick(&mut self, tablet: usize, taken_in: u32) {
        let stick = self.hospital.path("stick");
        let _ = fs::remove_dir_all(&stick);
        fs::create_dir(&stick).unwrap();
        let kiosk = &self.seats[tablet].kiosk;
        kiosk.run(&["export", stick.to_str().unwrap()]).done();
        let file = fs::read_dir(&stick).unwrap().next().unwrap().unwrap().path();
        for _ in 0..taken_in {
            self.hospital.hub(&["import", file.to_str().unwrap()]).done();
        }
    }

    fn lines(&mut self, tablet: usize, sheets: usize) -> Vec<String> {
        let seat = &mut self.seats[tablet];
        seat.left -= sheets;
        let people = &mut self.people[seat.of];
        (0..sheets).map(|_| people.line(self.rng.random_range(3..=5))).collect()
    }

    pub(super) fn feed(&mut self, tablet: usize, sheets: usize) {
        let lines = self.lines(tablet, sheets);
        Said::of(&self.feeding(tablet, &lines).output().unwrap()).done();
    }

    /// The command that feeds these sheets, each with a code where one is needed.
    fn feeding(&mut self, tablet: usize, lines: &[String]) -> Command {
        let seat = &mut self.seats[tablet];
        let file = seat.kiosk.feed_file(lines);
        let mut command = seat.kiosk.command(&["feed", file.to_str().unwrap()]);
        if self.layout.codes {
            let list = seat.kiosk.data.with_extension("codes");
            let mut codes = seat.codes.split_off(seat.codes.len() - lines.len());
            codes.sort_unstable();
            fs::write(&list, codes.join("\n")).unwrap();
            command.arg("--codes").arg(list);
        }
        command
    }

    fn feed_killed(&mut self, tablet: usize, sheets: usize, call: &str, nth: u32) {
        let lines = self.lines(tablet, sheets);
        let (before, _) = waiting_and_delivered(&self.seats[tablet].kiosk);
        let mut feeding = self.feeding(tablet, &lines);
        let lived = killed_before(&feeding, call, nth);
        if waiting_and_delivered(&self.seats[tablet].kiosk).0 == before {
            assert!(!lived);
            Said::of(&feeding.output().unwrap()).done();
        }
    }

    fn feed_too_many(&mut self, tablet: usize) {
        let seat = &self.seats[tablet];
        let wards = self.layout.boxes[seat.of].split('+').count();
        let mut strangers = Answerer::new(&deck(self.layout.deck), self.layout.mode, 7);
        let lines: Vec<String> = (0..=HEADCOUNT as usize * wards).map(|_| strangers.line(5)).collect();
        let before = waiting_and_delivered(&seat.kiosk);
        let why = seat.kiosk.feed(&lines).refused();
        let reason = if self.layout.codes {
            "one unused code"
        } else {
            "has room for"
        };
        assert!(why.contains(reason), "{why}");
        assert_eq!(waiting_and_delivered(&seat.kiosk), before);
    }

    fn enrol_again(&mut self, tablet: usize) {
        let (ward, ..) = self.layout.tablets[tablet];
        let link = self.hospital.link(ward, Some(self.network.address()));
        let enrol = ["enrol", link["link"].as_str().unwrap()];
        self.seats[tablet].kiosk.run(&enrol).done();
    }

    fn copied(&mut self, tablet: usize) {
        let kiosk = &self.seats[tablet].kiosk;
        let copy = kiosk.copied_as(&self.hospital, "card");
        for _ in 0..2 {
            kiosk.sync().done();
            copy.sync().done();
        }
        self.enrol_again(tablet);
        self.seats[tablet].kiosk.sync().done();
        let why = copy.sync().refused();
        assert!(why.contains("does not know this tablet"), "{why}");
        fs::remove_dir_all(&copy.data).unwrap();
    }

    pub(super) fn restore(&mut self, tablet: usize) {
        let file = self.backup();
        self.hospital.kill();
        self.hospital.hub(&["restore", file.to_str().unwrap()]).done();
        fs::remove_file(&file).unwrap();
        self.network.retarget(self.hospital.serve());
        let why = self.seats[tablet].kiosk.sync().refused();
        assert!(why.contains("restored from a backup"), "{why}");
        self.hospital.hub(&["review", "--confirm"]).done();
    }
}
