//! Enrolments whose replies are lost: no place of a link is used up twice, and no tablet is in the list that never comes back.

use std::fs::{self, File};
use std::os::fd::AsRawFd;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_kiosk::enrol::{Attempt, Attempts};
use trykk_kiosk::flow::{Backend, EnrolmentError, EnrolmentProgress};
use trykk_kiosk::hub::HubError;
use trykk_kiosk::settings::Enrolment;
use trykk_kiosk::sync::pass;
use trykk_kiosk::tablet::{SharedTablet, Tablet};
use trykk_kiosk::window::TabletBackend;
use trykk_shared::clock::Clock;
use trykk_shared::deck::Mode;
use trykk_shared::enrolment::{LINK_FILE, Link};
use trykk_shared::feed::read_line;
use trykk_tests::hospital::Hospital;
use trykk_tests::network::{Network, Weather};
use trykk_tests::sheets::{Answerer, counted};

use crate::programs;
use crate::support::{OPEN, sheets, station, station_plan};

/// A tablet as its window has it, without the window and without the loop that syncs.
struct Wall {
    runtime: tokio::runtime::Runtime,
    tablet: SharedTablet,
    backend: TabletBackend,
}

impl Wall {
    fn new(folder: &Path) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let tablet = SharedTablet::new(Tablet::open(folder, Clock::default()).unwrap());
        let backend = TabletBackend::over(Some(tablet.clone())).with_runtime(runtime.handle().clone());
        Wall {
            runtime,
            tablet,
            backend,
        }
    }

    /// How what was asked for ended.
    fn ended(&self) -> Result<(), EnrolmentError> {
        self.runtime.block_on(async {
            loop {
                match self.backend.enrolment() {
                    EnrolmentProgress::Running => tokio::time::sleep(Duration::from_millis(5)).await,
                    EnrolmentProgress::Idle => return Ok(()),
                    EnrolmentProgress::Failed(error) => return Err(error),
                }
            }
        })
    }

    fn enrol(&mut self, link: &Link) -> Result<(), EnrolmentError> {
        self.backend.enrol(link.clone());
        self.ended()
    }

    /// By a stick on which this stands: a folder that lies in another file system than the one around it.
    fn enrol_by_stick(&mut self, text: &str, decided: Option<&str>) -> Result<(), EnrolmentError> {
        let stick = tempfile::tempdir().unwrap();
        fs::write(stick.path().join(LINK_FILE), text).unwrap();
        let open = File::open(stick.path()).unwrap();
        let place = format!("/proc/self/fd/{}", open.as_raw_fd());
        self.backend.enrol_by_stick(&[place.into()], decided);
        self.ended()
    }

    fn sync(&self) {
        let mut rng = StdRng::seed_from_u64(19);
        self.runtime.block_on(pass(&self.tablet, true, &mut rng)).unwrap();
    }

    fn answer(&self, people: &mut Answerer, how_many: usize) {
        let lines = sheets(people, how_many);
        let sheets: Vec<_> = lines
            .iter()
            .map(|line| read_line(line, &station(), Mode::DropIn).unwrap())
            .collect();
        let mut rng = StdRng::seed_from_u64(people.people);
        self.tablet.lock().deliver_all(&sheets, &[], &mut rng).unwrap();
    }

    fn enrolment(&self) -> Enrolment {
        self.tablet.lock().settings().enrolment.clone().unwrap()
    }
}

/// A link for this many tablets, through this address.
fn link_for(hospital: &Hospital, ward: &str, tablets: &str, network: &Network) -> String {
    let address = network.address().to_string();
    let made = hospital.hub(&[
        "enrol",
        "--ward",
        ward,
        "--json",
        "--tablets",
        tablets,
        "--address",
        &address,
    ]);
    made.json()["link"].as_str().unwrap().to_owned()
}

fn tablets(hospital: &Hospital) -> Vec<String> {
    let listed = hospital.hub(&["tablet", "list", "--json"]).json();
    let tablets = listed["tablets"].as_array().unwrap().iter();
    tablets
        .map(|tablet| tablet["tablet"].as_str().unwrap().to_owned())
        .collect()
}

/// By a link that names the hub's certificate, and by one that is typed: its code is used up when the reply is asked for again, and proves no hub any more.
#[test]
fn an_enrolment_whose_replies_are_lost_uses_one_place_of_its_link() {
    let mut hospital = Hospital::new(programs(), &station_plan(1, 400, OPEN));
    let hub = hospital.serve();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut rng = StdRng::seed_from_u64(13);
    let mut known: Vec<String> = Vec::new();
    for typed in [false, true] {
        // A line of its own: the end of a connection from before would count as the next one's beginning.
        let network = Arc::new(Network::to(hub));
        let fresh = hospital.link("w1", Some(network.address()));
        let mut link: Link = fresh["link"].as_str().unwrap().parse().unwrap();
        network.set(Weather::LoseEveryReply);
        if typed {
            link.fingerprint = None;
            // The hub's proof comes through; what is asked over the next connection does not.
            network.set(Weather::Fair);
            let behind = Arc::clone(&network);
            network.when_sent(network.sent() + 1, move || behind.set(Weather::LoseEveryReply));
        }
        let mut attempts = Attempts::default();
        let mut attempt = attempts.take(&link, &mut rng);
        for _ in 0..2 {
            let lost = runtime.block_on(attempt.redeem(&link, None, &mut rng));
            assert!(matches!(lost, Err(HubError::Offline(_))), "{lost:?}");
            assert_eq!(tablets(&hospital).len(), known.len() + 1, "the hub has enrolled it");
            attempts.keep(attempt);
            attempt = attempts.take(&link, &mut rng);
        }
        network.set(Weather::Fair);
        let (enrolment, enrolled) = runtime.block_on(attempt.redeem(&link, None, &mut rng)).unwrap();
        assert_eq!(enrolled.ward.id, "w1");
        known.push(enrolment.tablet);
        // Whoever comes with the same link and another token finds it used up.
        link.fingerprint = Some(enrolment.fingerprint.parse().unwrap());
        let late = runtime.block_on(Attempt::at(&link, &mut rng).redeem(&link, None, &mut rng));
        assert!(matches!(late, Err(HubError::Refused(_))), "{late:?}");
    }
    known.sort();
    let mut listed = tablets(&hospital);
    listed.sort();
    assert_eq!(listed, known);
}

/// A link that names the hub, and then the same code typed by hand: the hub that has the token is asked again, and needs no proof. Another hub, where
/// the code is good too, hears nothing of the token.
#[test]
fn a_code_that_is_typed_after_its_link_goes_to_the_hub_of_the_link_and_to_nobody_else() {
    let mut hospital = Hospital::new(programs(), &station_plan(1, 400, OPEN));
    let network = Network::to(hospital.serve());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut rng = StdRng::seed_from_u64(15);
    let fresh = hospital.link("w1", Some(network.address()));
    let link: Link = fresh["link"].as_str().unwrap().parse().unwrap();
    network.set(Weather::LoseEveryReply);
    let mut attempts = Attempts::default();
    let mut attempt = attempts.take(&link, &mut rng);
    let lost = runtime.block_on(attempt.redeem(&link, None, &mut rng));
    assert!(matches!(lost, Err(HubError::Offline(_))), "{lost:?}");
    let known = tablets(&hospital);
    assert_eq!(known.len(), 1, "the hub has enrolled it");
    network.set(Weather::Fair);
    // Somebody in the middle: another hub, which could prove any code that it is given.
    let mut other = Hospital::new(programs(), &station_plan(1, 400, OPEN));
    let mut typed: Link = link.clone();
    typed.fingerprint = None;
    typed.address = other.serve().to_string();
    attempts.keep(attempt);
    let mut attempt = attempts.take(&typed, &mut rng);
    let refused = runtime.block_on(attempt.redeem(&typed, None, &mut rng));
    assert!(matches!(refused, Err(HubError::WrongCertificate)), "{refused:?}");
    // The right one, typed.
    typed.address.clone_from(&link.address);
    attempts.keep(attempt);
    let mut attempt = attempts.take(&typed, &mut rng);
    let (enrolment, _) = runtime.block_on(attempt.redeem(&typed, None, &mut rng)).unwrap();
    assert_eq!(known, [enrolment.tablet]);
    assert_eq!(tablets(&hospital), known);
}

/// A link whose hub is another one than stands there was never shown the token: the code typed by hand is good.
#[test]
fn a_link_that_names_a_wrong_hub_does_not_bind_the_code_that_is_typed_after_it() {
    let mut hospital = Hospital::new(programs(), &station_plan(1, 400, OPEN));
    hospital.serve();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut rng = StdRng::seed_from_u64(16);
    let right: Link = hospital.link("w1", None)["link"].as_str().unwrap().parse().unwrap();
    let other = Hospital::new(programs(), &station_plan(1, 400, OPEN));
    let wrong: Link = other.link("w1", Some(hospital.address()))["link"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let mut link = right.clone();
    link.fingerprint = wrong.fingerprint;
    let mut attempts = Attempts::default();
    let mut attempt = attempts.take(&link, &mut rng);
    let refused = runtime.block_on(attempt.redeem(&link, None, &mut rng));
    assert!(matches!(refused, Err(HubError::WrongCertificate)), "{refused:?}");
    link.fingerprint = None;
    attempts.keep(attempt);
    let mut attempt = attempts.take(&link, &mut rng);
    let (enrolment, _) = runtime.block_on(attempt.redeem(&link, None, &mut rng)).unwrap();
    assert_eq!(tablets(&hospital), [enrolment.tablet]);
}

/// One that was taken out of use as lost, before it asked again, is enrolled anew and not in the old one's name.
#[test]
fn a_tablet_that_was_retired_before_it_heard_of_its_enrolment_is_another_one() {
    let mut hospital = Hospital::new(programs(), &station_plan(1, 400, OPEN));
    let network = Network::to(hospital.serve());
    let address = network.address().to_string();
    let fresh = hospital.hub(&[
        "enrol",
        "--ward",
        "w1",
        "--json",
        "--tablets",
        "2",
        "--address",
        &address,
    ]);
    let link: Link = fresh.json()["link"].as_str().unwrap().parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut rng = StdRng::seed_from_u64(14);
    let mut attempt = Attempt::at(&link, &mut rng);
    network.set(Weather::LoseEveryReply);
    assert!(runtime.block_on(attempt.redeem(&link, None, &mut rng)).is_err());
    let lost = tablets(&hospital);
    assert_eq!(lost.len(), 1);
    hospital.hub(&["tablet", "retire", "--tablet", &lost[0]]).done();
    network.set(Weather::Fair);
    let (enrolment, _) = runtime.block_on(attempt.redeem(&link, None, &mut rng)).unwrap();
    assert!(!lost.contains(&enrolment.tablet));
    assert_eq!(tablets(&hospital).len(), 2);
}

/// The first link's reply is lost, and the hub has a tablet that never comes back. The second link enrols it, people answer, and it moves with the first:
/// it is the tablet that it was, and what it holds arrives.
#[test]
fn a_tablet_that_moves_by_a_link_whose_reply_was_lost_before_stays_the_one_it_is() {
    let mut hospital = Hospital::new(programs(), &station_plan(2, 400, OPEN));
    let network = Network::to(hospital.serve());
    let case = link_for(&hospital, "w1", "3", &network);
    let mut wall = Wall::new(&hospital.path("t1"));
    network.set(Weather::LoseEveryReply);
    assert_eq!(wall.enrol(&case.parse().unwrap()), Err(EnrolmentError::NoAnswer));
    let lost = tablets(&hospital);
    assert_eq!(lost.len(), 1, "the hub has enrolled it");
    network.set(Weather::Fair);
    let other: Link = link_for(&hospital, "w2", "1", &network).parse().unwrap();
    assert_eq!(wall.enrol(&other), Ok(()));
    let own = wall.enrolment().tablet;
    assert!(!lost.contains(&own));
    wall.sync();
    let mut people = Answerer::new(&station(), Mode::DropIn, 1);
    wall.answer(&mut people, 8);
    assert_eq!(wall.enrol_by_stick(&case, None), Ok(()));
    assert_eq!(wall.backend.enrolled_ward(), "Ward 1");
    assert_eq!((wall.enrolment().tablet, wall.enrolment().ward), (own, "w1".to_owned()));
    assert_eq!(tablets(&hospital).len(), 2);
    hospital.round("close", &["--ward", "w2", "--for-good"]).done();
    wall.sync();
    assert_eq!(wall.tablet.lock().waiting_and_sent().0, 0);
    hospital.count(&["--ward", "w2"]).done();
    assert_eq!(counted(&hospital.results(), "w2"), people.expected);
}

/// A move whose reply is lost: the hub has moved the tablet, which knows nothing of it. It answers and delivers on what it has, and the same stick
/// moves it without another place of the link.
#[test]
fn a_move_by_a_stick_whose_reply_is_lost_loses_nothing_and_uses_one_place() {
    let mut hospital = Hospital::new(programs(), &station_plan(2, 400, OPEN));
    let network = Network::to(hospital.serve());
    let mut wall = Wall::new(&hospital.path("t1"));
    wall.enrol(&link_for(&hospital, "w1", "1", &network).parse().unwrap())
        .unwrap();
    let own = wall.enrolment();
    wall.sync();
    let mut first = Answerer::new(&station(), Mode::DropIn, 1);
    wall.answer(&mut first, 8);
    let next = link_for(&hospital, "w2", "1", &network);
    network.set(Weather::LoseEveryReply);
    assert_eq!(wall.enrol_by_stick(&next, None), Err(EnrolmentError::NoAnswer));
    assert_eq!(wall.enrolment(), own);
    network.set(Weather::Fair);
    assert_eq!(wall.enrol_by_stick(&next, None), Ok(()));
    let moved = wall.enrolment();
    assert_eq!((&moved.tablet, moved.ward.as_str()), (&own.tablet, "w2"));
    assert_eq!(tablets(&hospital), [own.tablet]);
    wall.sync();
    let mut second = Answerer::new(&station(), Mode::DropIn, 2);
    wall.answer(&mut second, 7);
    hospital.round("close", &["--for-good"]).done();
    wall.sync();
    hospital.count(&[]).done();
    let results = hospital.results();
    assert_eq!(counted(&results, "w1"), first.expected);
    assert_eq!(counted(&results, "w2"), second.expected);
    // Its one place is used.
    assert_eq!(wall.enrol_by_stick(&next, None), Err(EnrolmentError::Spent));
}

/// Somebody between the tablet and its hub, who prepared a stick with a code that another hub knows: a tablet in use is asked of its own hub alone, also
/// where the link names no certificate.
#[test]
fn a_stick_moves_a_tablet_to_no_other_hub_that_stands_at_its_address() {
    let mut hospital = Hospital::new(programs(), &station_plan(1, 400, OPEN));
    let network = Network::to(hospital.serve());
    let mut wall = Wall::new(&hospital.path("t1"));
    wall.enrol(&link_for(&hospital, "w1", "1", &network).parse().unwrap())
        .unwrap();
    let own = wall.enrolment();
    let mut other = Hospital::new(programs(), &station_plan(1, 400, OPEN));
    network.retarget(other.serve());
    let link = link_for(&other, "w1", "1", &network);
    assert_eq!(wall.enrol_by_stick(&link, None), Err(EnrolmentError::OtherHub));
    let code = link.parse::<Link>().unwrap().code.to_text();
    let typed = format!("{}/{code}", network.address());
    assert_eq!(wall.enrol_by_stick(&typed, None), Err(EnrolmentError::NotProven));
    assert_eq!(wall.enrolment(), own);
    assert_eq!(tablets(&other), Vec::<String>::new());
    // Its own hub again, and the link is still good there.
    network.retarget(hospital.address());
    let code = link_for(&hospital, "w1", "1", &network).parse::<Link>().unwrap().code;
    let typed = format!("{}/{}", network.address(), code.to_text());
    assert_eq!(wall.enrol_by_stick(&typed, None), Ok(()));
    assert_eq!(tablets(&hospital), [own.tablet]);
}

/// Whoever decided where the hub is wrote another name of it than whoever made the link.
#[test]
fn a_link_on_a_stick_is_redeemed_where_the_hub_is_decided_to_be() {
    let mut hospital = Hospital::new(programs(), &station_plan(1, 400, OPEN));
    let direct = hospital.serve().to_string();
    let network = Network::to(hospital.address());
    let mut wall = Wall::new(&hospital.path("t1"));
    let nobody = "127.0.0.1:9";
    assert_eq!(
        wall.enrol_by_stick(&link_for(&hospital, "w1", "1", &network), Some(nobody)),
        Err(EnrolmentError::NoAnswer),
        "it is asked there and nowhere else"
    );
    assert_eq!(
        wall.enrol_by_stick(&link_for(&hospital, "w1", "1", &network), Some(&direct)),
        Ok(())
    );
    assert_eq!(wall.enrolment().address, direct);
}
