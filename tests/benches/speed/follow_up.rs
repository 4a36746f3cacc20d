//! What wards have once a result is published: a process, a plan with measures, a gathering with ideas, a report, an open page.

use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::json;
use trykk_hub::board::OpenPage;
use trykk_hub::data::DataFolder;
use trykk_hub::gathering::{Canvas, IdeaId, Position, Prepared, Stage, Step};
use trykk_hub::plan::measures::Measure;
use trykk_hub::process::goals::Goals;
use trykk_hub::process::meetings::{MeetingKind, Minutes, Part};
use trykk_hub::process::method::Method;
use trykk_hub::signing::Needs;
use trykk_hub::store::Store;
use trykk_shared::clock::Clock;
use trykk_shared::ids::BoxId;
use trykk_tests::hospital::{GUIDE, Hospital};

/// How many measures each ward's plan has.
const MEASURES: i64 = 6;
/// How many ideas were written at a gathering.
const IDEAS: usize = 60;

/// How the pages of the first ward are found without logging in.
pub struct Followed {
    /// Of its open page.
    pub token: String,
    /// Of its gathering.
    pub code: String,
}

impl Followed {
    /// Its open page, with this result on it.
    pub fn open_page(&self, result: BoxId) -> OpenPage {
        OpenPage {
            process: "w0".to_owned(),
            token: self.token.parse().expect("a token"),
            pages: "https://trykk.example.org".to_owned(),
            results: Some(result),
        }
    }
}

/// Each ward has its process, with goals, minutes and a plan; the first one has a gathering too, and a report of its newest result.
pub fn follow_up(hospital: &Hospital, store: &mut Store, wards: usize) -> Followed {
    let (method, now) = (Method::four(), Clock::system().now());
    let today = now / 86_400;
    let goals = Goals {
        goals: vec!["Alle skal få tatt pausen sin".to_owned()],
        how: "Vi spør på personalmøtet.".to_owned(),
        look: today + 120,
    };
    let minutes = Minutes {
        kind: MeetingKind::Introductory,
        day: today,
        parts: vec![Part::Leader, Part::SafetyRep, Part::UnionRep, Part::Guide],
        decided: "Lederen setter av to timer.".to_owned(),
        next: Some(today + 28),
        none_needed: None,
    };
    for ward in (0..wards).map(|nth| format!("w{nth}")) {
        let started = store.start_process(std::slice::from_ref(&ward), Needs::One, &method, now);
        started.expect("a process");
        store.save_goals(&ward, 0, &goals, &method, now).expect("goals");
        store.save_meeting(&ward, None, 0, &minutes, true).expect("minutes");
        for nth in 0..MEASURES {
            let measure: Measure = serde_json::from_value(json!({
                "proposal": null, "aim": "improve", "area": format!("Pauser {nth}"),
                "what": "En fast person tar telefonen mens de andre spiser.", "responsible": "Ansvarshavende",
                "deadline": today + 30 + nth, "indicator": "Alle har spist før klokka 13", "evaluation": today + 90,
                "risks": [], "help": null,
            }))
            .expect("a measure");
            store.save_measure(&ward, None, 0, &measure, now).expect("kept");
        }
    }
    gather(hospital, store, today);
    let newest = store.boxes_of(&["w0".to_owned()]).expect("the boxes");
    let newest = newest
        .iter()
        .filter(|ballot_box| ballot_box.round.starts_with("round-"));
    let newest = newest.max_by_key(|ballot_box| ballot_box.opens).expect("a result");
    let freeze = [
        "report",
        "freeze",
        "--round",
        &newest.round,
        "--ward",
        "w0",
        "--guide",
        GUIDE,
    ];
    hospital.hub(&freeze).done();
    Followed {
        token: "abcdefghijklmnopqrstuvwxya".to_owned(),
        code: CODE.to_owned(),
    }
}

/// What tables join with.
const CODE: &str = "AAAAAAAAAA";

/// The first ward gathers: its ideas are revealed and wait to be sorted.
fn gather(hospital: &Hospital, store: &mut Store, today: i64) {
    let (folder, _) = DataFolder::open(&hospital.data()).expect("the folder");
    let prepared = Prepared {
        day: today,
        areas: vec!["Pauser".to_owned(), "Samarbeid".to_owned()],
        tables: 6,
    };
    let id = format!("{:032}", 1);
    let drawn = (id.clone(), CODE.parse().expect("a code"));
    let number = store
        .prepare_gathering("w0", None, 0, &prepared, drawn)
        .expect("prepared");
    let (mut canvas, mut rng) = (Canvas::default(), StdRng::seed_from_u64(3));
    for nth in 0..IDEAS {
        let text = format!("Egen pausevakt på kveld, forslag {nth}");
        canvas.write(IdeaId::draw(&mut rng), nth % 2, text).expect("an idea");
    }
    canvas.gather();
    canvas.reveal();
    folder.keep_gathering(&id, &canvas.to_bytes()).expect("kept");
    let position = Position {
        stage: Stage::At {
            step: Step::Sort,
            open: true,
        },
        area: 0,
        until: None,
    };
    store.lead_gathering("w0", number, 1, position).expect("led");
}
