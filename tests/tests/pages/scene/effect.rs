//! A ward that follows its measures up: they name questions of the winter's result, a pulse asked these again, the plan is signed, and the
//! summer's result is published.

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::audit::Who;
use trykk_hub::data::DataFolder;
use trykk_hub::figures::change::Change as Word;
use trykk_hub::figures::pulse::{Pulse, PulseResult, PulseWord};
use trykk_hub::figures::tally::Sheets;
use trykk_hub::organisation::pulse::make_pulse_deck;
use trykk_hub::organisation::{Change, Organisation};
use trykk_hub::plan::effect::NamedItem;
use trykk_hub::process::method::Method;
use trykk_hub::signing::{Answer, Kind, Needs, NewSignature, Post, SIGNERS};
use trykk_hub::store::{BoxRow, Store};
use trykk_shared::deck::Deck;
use trykk_tests::hospital::{GUIDE, Hospital};
use trykk_tests::made_up::{publish_box, publish_pulse};

const WARD: &str = "rehab";
/// The measures: the question of each, its area, what is done, and within how many days.
const MEASURES: [(&str, &str, &str, i64); 3] = [
    (
        "recognition",
        "Anerkjennelse",
        "Vi sier fra til hverandre når noe er godt gjort, i rapporten ved vaktskiftet.",
        30,
    ),
    (
        "card-silence",
        "Vi tier om problemer, også når alle på vakta har sett det samme",
        "Avdelingssykepleieren åpner hvert personalmøte med spørsmålet om hva som har vært vanskelig siden sist, og svarer på det \
         som ble tatt opp på det forrige. Det som ikke kan løses i møtet, får en ansvarlig og en dato, og står på tavla på \
         pauserommet til det er gjort. Den som ikke vil si noe høyt, kan gi det videre til verneombudet, som tar det opp uten navn. \
         Nyansatte får høre om dette den første dagen, og en erfaren kollega spør dem etter fire uker hva de har lagt merke til.",
        300,
    ),
    ("recognition", "Anerkjennelse", "Felles kaffe på fredag.", 20),
];

/// What the pulse says of the questions.
fn said() -> Pulse {
    let said = [
        ("recognition", Some(Word::More)),
        ("card-silence", Some(Word::CannotTell)),
    ];
    let results = said.map(|(item, word)| PulseResult {
        item: item.to_owned(),
        said: word.map(|word| PulseWord { word, about: 15 }),
    });
    Pulse {
        results: results.into(),
        more_than_people: false,
    }
}

/// Measures that name questions of a result of `day`, signed ten days later: on paper, which the guide writes down.
fn sign_measures(store: &mut Store, (result, asked): (&BoxRow, &Deck), day: i64) {
    for (item, area, what, days) in MEASURES {
        let measure = serde_json::json!({
            "proposal": null, "aim": "improve", "area": area, "what": what, "responsible": "Ansvarshavende",
            "deadline": day + days, "indicator": "", "evaluation": day + 300, "risks": [], "help": null,
            "item": NamedItem {
                result: result.id,
                opened: result.opens / 86_400,
                deck: asked.id.clone(),
                version: asked.version,
                id: item.to_owned(),
                words: asked.item(item).unwrap().text.clone(),
                day,
            },
        });
        let measure = serde_json::from_value(measure).unwrap();
        store.save_measure(WARD, None, 0, &measure, day * 86_400).unwrap();
    }
    let at = (day + 10) * 86_400;
    assert!(store.ask_plan(WARD, at).unwrap());
    store.act_as(Who::Account(GUIDE.to_owned()), at);
    let proved = store.log_in_of(GUIDE).unwrap().unwrap();
    let (asked, _) = store.signing(Kind::Plan, WARD).unwrap();
    for (role, name) in SIGNERS.into_iter().zip(["Gro Li", "Ane Moe", "Per Dal"]) {
        let on_paper = NewSignature {
            post: Post {
                ward: WARD.to_owned(),
                role,
            },
            version: asked.version,
            answer: Answer::OnPaper,
            words: name.to_owned(),
            holder: None,
        };
        let signed = store.sign(Kind::Plan, WARD, &on_paper, &proved, at).unwrap();
        assert_eq!(signed, Ok(()), "{role:?}");
    }
}

/// All of it, from the winter to the summer.
pub(super) fn add_effect(hospital: &Hospital) {
    let (folder, mut store) = DataFolder::open(&hospital.data()).unwrap();
    let (ward, winter, summer) = (WARD.to_owned(), "rehab-winter", "rehab-summer");
    let wards = std::slice::from_ref(&ward);
    let mut pulse = store.organisation().unwrap().rounds[winter].clone();
    let items = ["recognition", "card-silence"].map(str::to_owned);
    pulse.deck = make_pulse_deck(&pulse.deck, &items.into());
    pulse.plan.pulse_of = Some(winter.to_owned());
    pulse.plan.floor = 10;
    (pulse.plan.opens, pulse.plan.closes) = (pulse.plan.closes + 30 * 86_400, pulse.plan.closes + 33 * 86_400);
    let put = |_: &Organisation| Ok::<_, std::convert::Infallible>(vec![Change::PutRound("puls".to_owned(), pulse)]);
    store
        .change_organisation(&folder.box_ids().unwrap(), put)
        .unwrap()
        .unwrap();
    let boxes = store.boxes_of(wards).unwrap();
    let of = |round: &str| boxes.iter().find(|ballot_box| ballot_box.round == round).unwrap();
    let sheets = Sheets {
        participant: 18,
        table: 0,
    };
    let mut rng = StdRng::seed_from_u64(5);
    publish_box(&mut store, of(winter), sheets, &mut rng);
    publish_pulse(&mut store, of("puls"), &said(), &mut rng);
    publish_box(&mut store, of(summer), sheets, &mut rng);
    let day = of(winter).closes / 86_400 + 10;
    store
        .start_process(wards, Needs::One, &Method::four(), day * 86_400)
        .unwrap();
    let asked = store.round(winter).unwrap().deck;
    sign_measures(&mut store, (of(winter), &asked), day);
}
