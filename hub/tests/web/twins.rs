//! Two hubs that counted other answers, and sorted other notes, of which the same is published: every page, report and file of theirs is the
//! same to the last byte. A hub that published one cell of its count more is found out.

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::analysis::bands::{BandNote, Bands, make_bands};
use trykk_hub::analysis::codebook::Codebook;
use trykk_hub::analysis::sorting::Marks;
use trykk_hub::figures::release::{Cell, Figure, Release, cuts, release};
use trykk_hub::figures::tally::{Sheets, Tally};
use trykk_shared::deck::Deck;
use trykk_shared::slip::NotePlace;

use crate::counting::{Desk, a_desk_at};
use crate::house::{NOW, field, the_plan};
use crate::numbers::answers;

const ROUND: &str = "2026-spring";
const WARD: &str = "surg-1";
const LEADER: &str = "leder2@example.org";
const SHEETS: Sheets = Sheets {
    participant: 40,
    table: 11,
};

fn published(deck: &Deck, tally: &Tally) -> Release {
    release(ROUND, &[WARD.to_owned()], 7, deck, tally)
}

/// Other answers of which the same is published: of each card another number of yes, of the rest other values on each side of the cuts.
fn twin(deck: &Deck, tally: &Tally) -> Tally {
    let (mut twin, same) = (tally.clone(), published(deck, tally));
    for at in 0..twin.questions.len() {
        let question = twin.questions[at].clone();
        let asked = &deck.item(&question.id).unwrap().question;
        if let Some((low_to, high_from)) = cuts(asked) {
            for side in [i16::MIN..=low_to, low_to + 1..=high_from - 1, high_from..=i16::MAX] {
                let values: Vec<i16> = question.counts.range(side).map(|(value, _)| *value).collect();
                let counts: Vec<u64> = values.iter().rev().map(|value| question.counts[value]).collect();
                twin.questions[at].counts.extend(values.into_iter().zip(counts));
            }
            continue;
        }
        let n: u64 = question.counts.values().sum();
        for yes in 0..=n {
            twin.questions[at].counts = [(0, n - yes), (1, yes)].into();
            if yes != question.counts[&1] && published(deck, &twin) == same {
                break;
            }
            twin.questions[at].counts = question.counts.clone();
        }
    }
    assert_eq!(published(deck, &twin), same);
    twin
}

/// Twelve wrote: of so many of whom each category is, and so many further notes.
fn bands(mentions: [u64; 3], further: usize) -> Bands {
    let codebook = Codebook::built_in();
    let ids: Vec<&str> = codebook.categories().map(|one| one.id.as_str()).take(3).collect();
    let note = |place, has: &dyn Fn(usize) -> bool| BandNote {
        item: "note-improve",
        place,
        marks: Marks {
            categories: Some((0..3).filter(|at| has(*at)).map(|at| ids[at].to_owned()).collect()),
            pass_on: false,
        },
    };
    let firsts = (0..12).map(|nth| note(NotePlace::First, &|at| nth < mentions[at]));
    let further = (0..further).map(|_| note(NotePlace::Further, &|_| true));
    let notes: Vec<BandNote<'_>> = firsts.chain(further).collect();
    make_bands(&codebook, &["note-keep", "note-improve"], &notes, 40, 7).unwrap()
}

/// A hub that has counted this, published what `publish` makes of it, and bands of such notes; with a frozen report.
async fn a_hub(tally: &Tally, publish: fn(&Deck, &Tally) -> Release, bands: &Bands) -> Desk {
    let mut desk = a_desk_at(&the_plan()).await;
    desk.house.count(ROUND, WARD, tally.sheets, |question| {
        let counted = tally.questions.iter().find(|one| one.id == question.id);
        question.counts = counted.unwrap().counts.clone();
    });
    let one = desk.house.ballot_box(ROUND, WARD);
    let deck = desk.house.store.round(ROUND).unwrap().deck;
    desk.house
        .store
        .publish(one.id, &publish(&deck, tally), NOW + 1000)
        .unwrap();
    assert!(
        desk.house
            .store
            .publish_bands(one.id, bands, "guide@example.org", NOW)
            .unwrap()
    );
    desk.house.enter("guide@example.org");
    let release = published(&deck, tally);
    let mut shown = release.questions.iter().filter(|one| one.figure != Figure::Hidden);
    let item = &shown.next().unwrap().id;
    let area =
        format!("kind=improve&title=Samarbeid&sentence=Vi+hjelper.&item={item}&mention=note-improve%3Acooperation");
    assert_eq!(desk.step(one.id, "areas/new", &area).await.status, 303);
    let seen = field(&desk.house.get(&format!("/rounds/{}/report", one.id)).await, "seen");
    assert_eq!(
        desk.step(one.id, "report", &format!("do=freeze&seen={seen}"))
            .await
            .status,
        303
    );
    desk.house.released = desk.house.ballot_box(ROUND, WARD);
    desk
}

/// Everything that others than the guide read of it, by its address.
async fn views(desk: &mut Desk, with_pdf: bool) -> BTreeMap<String, Vec<u8>> {
    desk.house.enter(LEADER);
    let id = desk.house.released.id;
    let mut views = BTreeMap::new();
    let mut paths = Vec::new();
    for language in ["nb", "nn", "en"] {
        paths.push(format!("/results/{id}?lang={language}"));
        paths.push(format!("/reports/{id}?lang={language}"));
    }
    for format in ["json", "csv", "csv-excel", "xlsx"] {
        paths.push(format!("/results/{id}/file/{format}"));
    }
    if with_pdf && cfg!(feature = "pdf") {
        paths.extend(["pdf", "slides"].map(|format| format!("/reports/{id}/file/{format}")));
    }
    for path in paths {
        let page = desk.house.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        views.insert(path, page.bytes);
    }
    views
}

/// The addresses under which two hubs show something else.
fn differences(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    assert!(one.keys().eq(other.keys()));
    one.keys().filter(|path| one[*path] != other[*path]).cloned().collect()
}

/// The mutant: "at most three" is the number itself.
fn publish_one_cell_more(deck: &Deck, tally: &Tally) -> Release {
    let mut release = published(deck, tally);
    for question in &mut release.questions {
        let asked = tally.questions.iter().find(|one| one.id == question.id).unwrap();
        if let Figure::Yes(cell @ (Cell::AtMost(_) | Cell::AllButAtMost(_))) = &mut question.figure {
            *cell = Cell::Exactly(asked.counts[&1]);
        }
    }
    release
}

fn some_tally(deck: &Deck, seed: u64) -> Tally {
    let mut questions = trykk_hub::figures::tally::blank(deck, trykk_shared::deck::Mode::Table);
    questions
        .iter_mut()
        .for_each(answers(SHEETS, &mut StdRng::seed_from_u64(seed)));
    Tally {
        sheets: SHEETS,
        questions,
        unreadable: 0,
        answered: None,
    }
}

#[tokio::test]
async fn two_hubs_that_publish_the_same_show_the_same_to_the_last_byte() {
    let deck = the_plan().rounds[ROUND].deck.clone();
    let (notes, other_notes) = (bands([7, 5, 2], 0), bands([12, 4, 0], 9));
    assert_eq!(notes, other_notes);
    for seed in 0..3 {
        let tally = some_tally(&deck, seed);
        let other = twin(&deck, &tally);
        assert_ne!(other, tally);
        let mut hubs = [
            a_hub(&tally, published, &notes).await,
            a_hub(&other, published, &other_notes).await,
        ];
        let [one, two] = &mut hubs;
        let (one, two) = (views(one, seed == 0).await, views(two, seed == 0).await);
        assert_eq!(differences(&one, &two), Vec::<String>::new());
    }
}

/// It is found out on every page and in every file.
#[tokio::test]
async fn a_hub_that_publishes_one_cell_more_is_found_out() {
    let deck = the_plan().rounds[ROUND].deck.clone();
    let mut tally = some_tally(&deck, 0);
    for question in tally.questions.iter_mut().filter(|question| question.counts.len() == 2) {
        question.counts = [(0, 10), (1, 1)].into();
    }
    let notes = bands([7, 5, 2], 0);
    let mut hubs = [
        a_hub(&tally, publish_one_cell_more, &notes).await,
        a_hub(&twin(&deck, &tally), publish_one_cell_more, &notes).await,
    ];
    let [one, two] = &mut hubs;
    let (one, two) = (views(one, false).await, views(two, false).await);
    assert_eq!(differences(&one, &two).len(), one.len());
}
