//! From a plan that is signed to the break room: a real hub, a real tablet, and then no hub for a week.

use trykk_hub::analysis::areas::AreaKind;
use trykk_hub::audit::Who;
use trykk_hub::organisation::Role;
use trykk_hub::plan::measures::Measure;
use trykk_hub::process::method::Method;
use trykk_hub::signing::{Answer, Kind, Needs, NewSignature, Post};
use trykk_hub::store::Store;
use trykk_kiosk::flow::{BoardKind, Page};
use trykk_tests::hospital::{Hospital, plan};

use crate::hands::Hands;
use crate::programs;

const LATER: &str = "opens = \"2098-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
const PEOPLE: [(&str, Role); 3] = [
    ("leder@example.org", Role::Leader),
    ("vo@example.org", Role::SafetyRep),
    ("tv@example.org", Role::UnionRep),
];
const DAY: i64 = 86_400;

/// The ward's plan: one measure, due in three days, signed by all three.
fn sign_a_plan(hospital: &Hospital, now: i64) {
    let mut store = Store::open_existing(&hospital.data().join("hub.db")).unwrap();
    let wards = ["w1".to_owned()];
    store.act_as(Who::Account(PEOPLE[0].0.to_owned()), now);
    store.start_process(&wards, Needs::One, &Method::four(), now).unwrap();
    let measure = Measure {
        proposal: None,
        aim: AreaKind::Improve,
        area: "Pausene".to_owned(),
        what: "En fast person tar telefonen mens de andre spiser.".to_owned(),
        responsible: "Kari Nordmann".to_owned(),
        deadline: now / DAY + 3,
        indicator: "Alle har spist".to_owned(),
        item: None,
        evaluation: now / DAY + 90,
        risks: Vec::new(),
        help: None,
    };
    store.save_measure("w1", None, 0, &measure, now).unwrap();
    assert!(store.ask_plan("w1", now).unwrap());
    for (email, role) in PEOPLE {
        store.set_password(email, email.as_bytes()).unwrap();
        store.act_as(Who::Account(email.to_owned()), now);
        let (asked, _) = store.signing(Kind::Plan, "w1").unwrap();
        let new = NewSignature {
            post: Post {
                ward: "w1".to_owned(),
                role,
            },
            version: asked.version,
            answer: Answer::Signed,
            words: String::new(),
            holder: None,
        };
        let proved = store.log_in_of(email).unwrap().unwrap();
        assert_eq!(store.sign(Kind::Plan, "w1", &new, &proved, now).unwrap(), Ok(()));
    }
}

/// What the tablet's twin shows of the one measure.
fn state(hands: &Hands) -> BoardKind {
    let Page::Board(page) = hands.twin().view().page else {
        panic!("no board: {:?}", hands.twin().view().page)
    };
    let mut lines = page.columns.iter().flatten().filter(|line| !line.kind.is_heading());
    let line = lines.next().unwrap();
    assert!(line.text.contains("En fast person"), "{line:?}");
    line.kind
}

#[test]
fn a_signed_plan_reaches_the_break_room_and_turns_overdue_there_while_the_hub_is_gone() {
    let roles = ["leader", "safety-rep", "union-rep"];
    let people: String = PEOPLE
        .iter()
        .zip(roles)
        .map(|((email, _), role)| format!("[[account]]\nemail = \"{email}\"\nrole = \"{role}\"\nwards = [\"w1\"]\n"))
        .collect();
    let plan = plan(1, 60, "station", "drop-in", &format!("wards = [\"w1\"]\n{LATER}")) + &people;
    let mut hospital = Hospital::new(programs(), &plan);
    hospital.serve();
    let mut tablet = hospital.tablet("t1", "w1", None);
    let now = tablet.clock().now();
    tablet.sync().done();
    sign_a_plan(&hospital, now);
    tablet.sync().done();

    let hands = Hands::at(&tablet, 1280, 800);
    assert_eq!(state(&hands), BoardKind::NotBegun);
    hands.see();
    hands.kill();

    hospital.kill();
    let week = jiff::Timestamp::from_second(now + 8 * DAY).unwrap();
    tablet.set_clock(&week.to_string());
    let hands = Hands::at(&tablet, 800, 1280);
    assert_eq!(state(&hands), BoardKind::Overdue);
    hands.see();
    hands.kill();
    let kept = std::fs::read_to_string(tablet.data.join("tablet.json")).unwrap();
    assert!(
        kept.contains("En fast person") && !kept.contains("Kari"),
        "no name leaves the hub"
    );
}
