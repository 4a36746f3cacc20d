//! A signed plan on its way to another system that fails twice, with a hub that is killed and started anew in between: it arrives, and a
//! receiver that keeps ids counts it once.

use std::collections::BTreeSet;
use std::fs;

use trykk_hub::analysis::areas::AreaKind;
use trykk_hub::audit::Who;
use trykk_hub::data::DataFolder;
use trykk_hub::organisation::Role;
use trykk_hub::plan::measures::{Measure, Risk};
use trykk_hub::process::method::Method;
use trykk_hub::signing::{Answer, Kind, Needs, NewSignature, Post};
use trykk_hub::store::Store;
use trykk_hub::webhook::is_signed;
use trykk_tests::hospital::{GUIDE, Hospital, plan};
use trykk_tests::receiver::Receiver;

use crate::programs;

/// The round does not matter here.
const ROUND: &str = "wards = [\"w1\"]\nopens = \"2098-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
const SECRET: &str = "a secret of thirty-two characters";
/// 3 November 2026.
const TODAY: i64 = 20_760;
const NOW: i64 = 1_793_696_400;

fn store(hospital: &Hospital) -> Store {
    let (_, mut store) = DataFolder::open(&hospital.data()).unwrap();
    store.act_as(Who::Account(GUIDE.to_owned()), NOW);
    store
}

/// Saves a measure and has the plan signed, on paper.
fn sign(hospital: &Hospital, what: &str) {
    let mut store = store(hospital);
    let measure = Measure {
        proposal: None,
        aim: AreaKind::Improve,
        area: "Pauser".to_owned(),
        what: what.to_owned(),
        responsible: "Kari Nordmann".to_owned(),
        deadline: TODAY + 30,
        indicator: "Pauselista er full".to_owned(),
        item: None,
        evaluation: TODAY + 90,
        risks: vec![Risk {
            wrong: "Ingen svarer".to_owned(),
            prevention: "Naboen svarer".to_owned(),
            then: "Lederen svarer".to_owned(),
        }],
        help: None,
    };
    store.save_measure("w1", None, 0, &measure, NOW).unwrap();
    store.ask_plan("w1", NOW).unwrap();
    let (asked, _) = store.signing(Kind::Plan, "w1").unwrap();
    store.set_password(GUIDE, b"kept").unwrap();
    let proved = store.log_in_of(GUIDE).unwrap().unwrap();
    for role in [Role::Leader, Role::SafetyRep, Role::UnionRep] {
        let new = NewSignature {
            post: Post {
                ward: "w1".to_owned(),
                role,
            },
            version: asked.version,
            answer: Answer::OnPaper,
            words: "Kari Nordmann".to_owned(),
            holder: None,
        };
        assert_eq!(store.sign(Kind::Plan, "w1", &new, &proved, NOW).unwrap(), Ok(()));
    }
}

#[test]
fn a_plan_arrives_once_at_a_system_that_fails_twice_while_the_hub_is_killed_in_between() {
    let mut hospital = Hospital::new(programs(), &plan(1, 40, "station", "drop-in", ROUND));
    let mut begun = store(&hospital);
    begun
        .start_process(&["w1".to_owned()], Needs::One, &Method::four(), NOW)
        .unwrap();
    drop(begun);
    // What was signed before anybody listened is not sent.
    sign(&hospital, "Egen pausevakt");
    let receiver = Receiver::start(&[500, 500, 204]);
    fs::write(hospital.data().join("webhook-secret"), SECRET).unwrap();
    let settings = format!(
        "[webhook]\nurl = \"http://{}/trykk\"\nsecret_file = \"webhook-secret\"\n",
        receiver.address
    );
    fs::write(hospital.data().join("hub.toml"), settings).unwrap();
    hospital.set_clock("2026-11-03T09:00:00Z");
    hospital.serve();
    let began = || store(&hospital).setting("webhook-since").unwrap().is_some();
    while !began() {
        std::thread::yield_now();
    }
    hospital.kill();
    sign(&hospital, "Felles lunsj");

    let mut requests = Vec::new();
    // Each start is later: what failed waits, and a hub that was killed knows what it owes.
    for time in ["2026-11-03T10:00:00Z", "2026-11-03T11:00:00Z", "2026-11-03T12:00:00Z"] {
        hospital.set_clock(time);
        hospital.serve();
        requests.push(receiver.next());
        if time.contains("T12") {
            let arrived = || store(&hospital).webhook_summary().unwrap().arrived;
            while arrived() == 0 {
                std::thread::yield_now();
            }
        } else {
            let tried = |hospital: &Hospital| {
                let due = store(hospital).due_deliveries(i64::MAX).unwrap();
                due[0].tries
            };
            while tried(&hospital) != u32::try_from(requests.len()).unwrap() {
                std::thread::yield_now();
            }
        }
        hospital.kill();
    }
    hospital.set_clock("2026-11-04T12:00:00Z");
    hospital.serve();
    // A receiver that keeps ids counts one plan.
    let ids: BTreeSet<&str> = requests.iter().map(|one| one.header("trykk-delivery")).collect();
    assert_eq!(ids.len(), 1);
    assert!(
        requests.iter().all(|one| one.body == requests[0].body),
        "a repeat is the same"
    );
    for one in &requests {
        assert!(is_signed(SECRET, one.header("trykk-signature"), &one.body));
        assert!(!is_signed(
            "another secret of many characters",
            one.header("trykk-signature"),
            &one.body
        ));
    }
    let body: serde_json::Value = serde_json::from_str(&requests[2].body).unwrap();
    assert_eq!((&body["event"], &body["version"]), (&"plan-signed".into(), &2.into()));
    assert_eq!(body["delivery"], requests[2].header("trykk-delivery"));
    assert_eq!(body["plan"]["measures"][1]["what"], "Felles lunsj");
    assert_eq!(body["plan"]["risks"][0]["prevention"], "Naboen svarer");
    assert_eq!(body["wards"][0], "w1");
    // Another version is another delivery: it is the next thing that comes.
    hospital.kill();
    sign(&hospital, "Stille time");
    hospital.serve();
    let next = receiver.next();
    assert!(!ids.contains(next.header("trykk-delivery")) && next.body.contains("Stille time"));
    assert!(!receiver.has_more());
}

#[test]
fn an_older_plan_never_comes_after_a_newer_one() {
    let mut hospital = Hospital::new(programs(), &plan(1, 40, "station", "drop-in", ROUND));
    let mut begun = store(&hospital);
    begun
        .start_process(&["w1".to_owned()], Needs::One, &Method::four(), NOW)
        .unwrap();
    begun.begin_webhook(NOW).unwrap();
    drop(begun);
    sign(&hospital, "Egen pausevakt");
    // The first is refused, the second taken while the first still waits; later ones are taken.
    let receiver = Receiver::start(&[500, 204]);
    fs::write(hospital.data().join("webhook-secret"), SECRET).unwrap();
    let settings = format!(
        "[webhook]\nurl = \"http://{}/trykk\"\nsecret_file = \"webhook-secret\"\n",
        receiver.address
    );
    fs::write(hospital.data().join("hub.toml"), settings).unwrap();
    let version = |body: &str| -> u64 {
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        body["version"].as_u64().unwrap()
    };
    let arrived = |hospital: &Hospital, many| {
        while store(hospital).webhook_summary().unwrap().arrived < many {
            std::thread::yield_now();
        }
    };
    hospital.set_clock("2026-11-03T10:00:00Z");
    hospital.serve();
    let first = receiver.next();
    hospital.kill();
    // Both are due: the one that was refused is past.
    sign(&hospital, "Felles lunsj");
    hospital.set_clock("2026-11-03T12:00:00Z");
    hospital.serve();
    let second = receiver.next();
    arrived(&hospital, 1);
    assert_eq!([version(&first.body), version(&second.body)], [1, 2]);
    assert!(store(&hospital).due_deliveries(i64::MAX).unwrap().is_empty());
    // Nor does it come a month later, or before the next one.
    hospital.kill();
    sign(&hospital, "Stille time");
    hospital.set_clock("2026-12-04T12:00:00Z");
    hospital.serve();
    assert_eq!(version(&receiver.next().body), 3);
    arrived(&hospital, 2);
    assert!(!receiver.has_more());
}
