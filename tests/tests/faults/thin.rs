//! Thin lines: what is slow is not silent.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use trykk_kiosk::hub::{Hub, HubError, Patience};
use trykk_kiosk::settings::{Enrolment, Settings};
use trykk_shared::protocol::{BATCH_BYTES, Batch, BatchReply, Manifest, paths};
use trykk_tests::hospital::Kiosk;

use crate::support::one_ward_behind_a_network;

/// Everything goes so many times as fast, so that the tests take seconds.
const FASTER: u32 = 20;
/// What a line of 24 kbit/s carries in a second, in bytes.
const MODEM: u32 = 3000;

fn patience() -> Patience {
    let real = Patience::default();
    Patience {
        silence: real.silence / FASTER,
        thinnest: real.thinnest * FASTER,
    }
}

fn enrolment(tablet: &Kiosk) -> Enrolment {
    let (settings, _) = Settings::open(&tablet.data).unwrap();
    settings.enrolment.unwrap()
}

fn hub(enrolment: &Enrolment) -> Hub {
    Hub::pinned_with(&enrolment.address, enrolment.fingerprint.parse().unwrap(), patience()).unwrap()
}

fn wait<R>(future: impl Future<Output = R>) -> R {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(future)
}

/// A batch takes 87 seconds over 24 kbit/s: longer than the hub may be silent.
#[test]
fn a_batch_leaves_over_a_line_as_thin_as_a_modems() {
    let (_hospital, tablet, network, _) = one_ward_behind_a_network();
    let enrolment = enrolment(&tablet);
    network.carry_a_second(u64::from(MODEM * FASTER));
    let batch = Batch {
        box_id: None,
        envelopes: Vec::new(),
    };
    let begun = Instant::now();
    let hub = hub(&enrolment);
    let reply: Result<BatchReply, HubError> =
        wait(hub.post(paths::ENVELOPES, Some(&enrolment.token), &batch, BATCH_BYTES));
    assert!(reply.unwrap().results.is_empty());
    let on_its_way = Duration::from_secs(BATCH_BYTES as u64) / (MODEM * FASTER);
    assert!(on_its_way > patience().silence, "that would be no thin line");
    assert!(begun.elapsed() > patience().silence);
}

/// Whoever is silent is given up: one who takes a connection and says nothing, and a line that dies between two requests.
#[test]
fn a_hub_that_says_nothing_is_given_up() {
    let (_hospital, tablet, network, _) = one_ward_behind_a_network();
    let mut enrolment = enrolment(&tablet);
    let hub_behind = hub(&enrolment);
    wait(async {
        let manifest = hub_behind.get::<Manifest>(paths::MANIFEST, Some(&enrolment.token));
        manifest.await.unwrap();
        network.carry_a_second(1);
        let manifest = hub_behind.get::<Manifest>(paths::MANIFEST, Some(&enrolment.token));
        assert!(matches!(manifest.await, Err(HubError::Offline(_))));
    });
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    enrolment.address = mute.local_addr().unwrap().to_string();
    let manifest = wait(hub(&enrolment).get::<Manifest>(paths::MANIFEST, Some(&enrolment.token)));
    assert!(matches!(manifest, Err(HubError::Offline(_))));
}
