//! Gatherings of a ward, by how far each is.

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::data::DataFolder;
use trykk_hub::gathering::{Canvas, Handed, IdeaId, Position, Prepared, Showing, Stage, Step};
use trykk_hub::plan::proposals::{Proposal, Rating};
use trykk_tests::hospital::Hospital;

use super::CLOSED_SECONDS;

/// What tables join the gatherings with, by how far each is.
pub const CODES: [&str; 6] = [
    "AAAAAAAAAA",
    "BBBBBBBBBB",
    "CCCCCCCCCC",
    "DDDDDDDDDD",
    "EEEEEEEEEE",
    "FFFFFFFFFF",
];

/// What people write at the tables: short, long, in one word.
const IDEAS: [&str; 8] = [
    "Egen pausevakt på kveld",
    "Fast lunsj",
    "Ro i pausen",
    "Telefonen blir liggende igjen på vaktrommet når vi spiser, og naboenheten tar den i tjue minutter hver vei",
    "Turnusplanleggingsverktøyopplæringsdag",
    "Stille time etter rapporten",
    "Kari roper over hele gangen",
    "Felles kaffe på fredag",
];

/// Gatherings: prepared, open, with ideas that the guide reads, sorted, with measure cards, handed over.
pub(super) fn add_gatherings(hospital: &Hospital) {
    let (folder, mut store) = DataFolder::open(&hospital.data()).unwrap();
    let day = CLOSED_SECONDS / 86_400;
    let at = |step, open| Stage::At { step, open };
    let stages = [
        Stage::Prepared,
        at(Step::Ideas, true),
        at(Step::Ideas, false),
        at(Step::Sort, true),
        at(Step::Concretise, true),
        at(Step::HandOver, false),
    ];
    for (nth, (code, stage)) in CODES.iter().zip(stages).enumerate() {
        let prepared = Prepared {
            day: day + 7 * nth as i64,
            areas: vec!["Pauser og hviletid på kveldsvakt".to_owned(), "Samarbeid".to_owned()],
            tables: 6,
        };
        let id = format!("{nth:032}");
        let drawn = (id.clone(), code.parse().unwrap());
        let number = store.prepare_gathering("surg-1", None, 0, &prepared, drawn).unwrap();
        if stage == Stage::Prepared {
            continue;
        }
        let canvas = some_canvas(stage, nth as u64);
        folder.keep_gathering(&id, &canvas.to_bytes()).unwrap();
        let position = Position {
            stage,
            area: 0,
            until: None,
        };
        store.lead_gathering("surg-1", number, 1, position).unwrap();
        if stage == at(Step::HandOver, false) {
            let handed = Handed::of(&canvas, &prepared, day, "guide@example.org");
            store
                .hand_over_gathering("surg-1", number, 2, &handed, CLOSED_SECONDS)
                .unwrap();
        }
    }
}

/// What is written once a gathering is there.
fn some_canvas(stage: Stage, seed: u64) -> Canvas {
    let mut canvas = Canvas::default();
    let mut rng = StdRng::seed_from_u64(seed);
    for (nth, text) in IDEAS.iter().enumerate() {
        canvas
            .write(IdeaId::draw(&mut rng), nth % 2, (*text).to_owned())
            .unwrap();
    }
    let Stage::At { step, open } = stage else { return canvas };
    if step == Step::Ideas && open {
        return canvas;
    }
    canvas.gather();
    let named = canvas.ideas.iter().find(|(_, idea)| idea.text.contains("Kari"));
    let named = *named.unwrap().0;
    canvas.hold(&[named].into());
    if step == Step::Ideas {
        return canvas;
    }
    canvas.reveal();
    let bundles = ["Bedre pauser", "Ro"].map(|title| canvas.find_bundle(title).unwrap());
    let shown: Vec<IdeaId> = canvas.seen(Showing::Shown).map(|(id, _)| *id).collect();
    let left = if step == Step::Sort { 3 } else { 0 };
    for (nth, id) in shown.iter().enumerate().skip(left) {
        canvas.sort(&[(*id, None)], Some(bundles[nth % 2])).unwrap();
    }
    let rating = Rating {
        gain: 5,
        ease: 4,
        quality: 3,
        cost: 2,
    };
    let proposal = Proposal {
        area: "Pauser og hviletid på kveldsvakt".to_owned(),
        what: "Naboenheten tar vakttelefonen i tjue minutter".to_owned(),
        first_step: "Spør naboenheten".to_owned(),
        owner: "Ansvarshavende sykepleier".to_owned(),
        by: CLOSED_SECONDS / 86_400 + 60,
        indicator: "Pauselista er full".to_owned(),
        instead: "Pausen på vaktrommet".to_owned(),
    };
    for bundle in bundles {
        let what = format!("Pausevakt {bundle}");
        canvas.save_estimate(None, 0, bundle, (what, rating)).unwrap();
        canvas.save_card(None, 0, bundle, &proposal).unwrap();
    }
    canvas
}
