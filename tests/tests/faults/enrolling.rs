//! Enrolments whose replies are lost: no place of a link is used up twice, and no tablet is in the list that never comes back.

use std::sync::Arc;

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_kiosk::enrol::{Attempt, Attempts};
use trykk_kiosk::hub::HubError;
use trykk_shared::enrolment::Link;
use trykk_tests::hospital::Hospital;
use trykk_tests::network::{Network, Weather};

use crate::programs;
use crate::support::{OPEN, station_plan};

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
