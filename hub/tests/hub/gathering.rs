//! What is written at a gathering, pure: ideas without a trace, shown in sets, sorted by several at once, handed over whole.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::Index;
use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::gathering::{
    BLOCK_BYTES, Canvas, CanvasError, Handed, IdeaId, LONGEST_IDEA, MOST_IDEAS, Prepared, SET, Showing, read_estimate,
    read_idea, read_title,
};
use trykk_hub::plan::Wrong;
use trykk_hub::plan::proposals::{Proposal, Rating};

/// What is written down is written under drawn ids.
fn ids(many: usize) -> Vec<IdeaId> {
    let mut rng = StdRng::seed_from_u64(7);
    (0..many).map(|_| IdeaId::draw(&mut rng)).collect()
}

fn canvas_of(ids: &[IdeaId]) -> Canvas {
    let mut canvas = Canvas::default();
    for (nth, id) in ids.iter().enumerate() {
        canvas.write(*id, nth % 2, format!("idé {nth}")).unwrap();
    }
    canvas
}

/// A canvas whose ideas are all shown.
fn shown(many: usize) -> (Canvas, Vec<IdeaId>) {
    let ids = ids(many);
    let mut canvas = canvas_of(&ids);
    canvas.gather();
    canvas.reveal();
    (canvas, ids)
}

pub fn proposal() -> Proposal {
    Proposal {
        area: "Pauser".to_owned(),
        what: "Egen pausevakt".to_owned(),
        first_step: "Spør naboenheten".to_owned(),
        owner: "Ansvarshavende".to_owned(),
        by: 20_060,
        indicator: "Alle har spist".to_owned(),
        instead: String::new(),
    }
}

const RATING: Rating = Rating {
    gain: 5,
    ease: 4,
    quality: 3,
    cost: 2,
};

fn prepared() -> Prepared {
    Prepared {
        day: 20_000,
        areas: vec!["Pauser".to_owned(), "Samarbeid".to_owned()],
        tables: 6,
    }
}

proptest! {
    /// The same ideas under the same ids give the same bytes, whatever order they came in, and the bytes tell no number.
    #[test]
    fn two_orders_of_the_same_ideas_give_the_same_bytes(order in Just((0..40).collect::<Vec<usize>>()).prop_shuffle(), many in 0..40_usize) {
        let ids = ids(40);
        let mut one = Canvas::default();
        let mut other = Canvas::default();
        let written = |nth: usize| (ids[nth], nth % 3, format!("idé {nth}"));
        for nth in 0..many {
            let (id, area, text) = written(nth);
            one.write(id, area, text).unwrap();
        }
        for nth in order.into_iter().filter(|nth| *nth < many) {
            let (id, area, text) = written(nth);
            other.write(id, area, text).unwrap();
        }
        let bytes = one.to_bytes();
        prop_assert_eq!(&bytes, &other.to_bytes());
        prop_assert_eq!(bytes.len(), BLOCK_BYTES);
        prop_assert_eq!(Canvas::from_bytes(&bytes), Ok(one));
    }

    /// However often a guide closes the step, and whatever is held back or shown in between: what comes to be read at one time is
    /// nothing, or five and more; nothing is lost, and what was shown stays shown.
    #[test]
    fn ideas_come_to_be_read_in_sets(steps in proptest::collection::vec((0..12_usize, any::<bool>(), any::<Index>()), 1..12)) {
        let ids = ids(200);
        let mut next = ids.iter();
        let mut canvas = Canvas::default();
        for (writes, reveals, which) in steps {
            for id in next.by_ref().take(writes) {
                canvas.write(*id, 0, "en idé".to_owned()).unwrap();
            }
            let unread = |canvas: &Canvas| canvas.seen(Showing::Waiting).count();
            let before = (unread(&canvas), canvas.ideas.len());
            let is_first = before.0 == before.1;
            canvas.gather();
            let read = before.0 - unread(&canvas);
            prop_assert!(read == 0 || read >= SET);
            prop_assert!(unread(&canvas) < SET);
            prop_assert!(is_first || read.is_multiple_of(SET));
            prop_assert_eq!(canvas.ideas.len(), before.1);
            // Read ones can be held back; others cannot.
            let shown = canvas.seen(Showing::Shown).count();
            if !canvas.ideas.is_empty() {
                let one = *canvas.ideas.keys().nth(which.index(canvas.ideas.len())).unwrap();
                let was = canvas.ideas[&one].showing;
                canvas.hold(&BTreeSet::from([one]));
                prop_assert_eq!(canvas.ideas[&one].showing == Showing::Held, matches!(was, Showing::Read | Showing::Held));
            }
            prop_assert_eq!(canvas.seen(Showing::Shown).count(), shown);
            if reveals {
                canvas.reveal();
                prop_assert!(!canvas.has(Showing::Read));
            }
        }
    }

    /// Whatever two tables move at the same time: every idea is in one place, and each that was not where it was seen is left alone.
    #[test]
    fn nobody_moves_what_somebody_else_has_moved(
        moves in proptest::collection::vec((0..12_usize, proptest::option::of(1..4_u32), proptest::option::of(1..4_u32)), 0..40),
    ) {
        let (mut canvas, ids) = shown(12);
        for title in ["Pauser", "Vaktskifte", "Samarbeid"] {
            canvas.find_bundle(title).unwrap();
        }
        for (nth, seen, to) in moves {
            let was = canvas.ideas[&ids[nth]].bundle;
            let sorted = canvas.sort(&[(ids[nth], seen)], to).unwrap();
            let now = canvas.ideas[&ids[nth]].bundle;
            match (was == to, was == seen) {
                (true, _) => prop_assert_eq!((now, sorted.moved.len(), sorted.elsewhere), (was, 0, 0)),
                (false, true) => prop_assert_eq!((now, sorted.moved, sorted.elsewhere), (to, vec![(ids[nth], was)], 0)),
                (false, false) => prop_assert_eq!((now, sorted.moved.len(), sorted.elsewhere), (was, 0, 1)),
            }
        }
        prop_assert_eq!(canvas.ideas.len(), 12);
    }

    /// A move that is undone leaves the canvas as it was.
    #[test]
    fn undoing_puts_everything_back(chosen in proptest::collection::btree_set(0..9_usize, 1..9), first in 0..9_usize) {
        let (mut canvas, ids) = shown(9);
        let (one, two) = (canvas.find_bundle("Pauser").unwrap(), canvas.find_bundle("Samarbeid").unwrap());
        canvas.sort(&[(ids[first], None)], Some(one)).unwrap();
        let before = canvas.clone();
        let moves: Vec<_> = chosen.iter().map(|nth| (ids[*nth], canvas.ideas[&ids[*nth]].bundle)).collect();
        let sorted = canvas.sort(&moves, Some(two)).unwrap();
        prop_assert_eq!(sorted.moved.len(), chosen.len());
        let undone = canvas.undo(&sorted.moved, Some(two));
        prop_assert_eq!(undone.moved.len(), chosen.len());
        prop_assert_eq!(canvas, before);
    }
}

#[test]
fn an_idea_is_short_and_under_an_area_and_there_is_room_for_a_thousand() {
    let wrong = |area: &str, text: &str| {
        let faults = read_idea(area, text, 2).unwrap_err();
        faults
            .into_iter()
            .map(|fault| (fault.field, fault.wrong))
            .collect::<Vec<_>>()
    };
    assert_eq!(wrong("0", " \u{200b}\n"), [("idea".to_owned(), Wrong::Missing)]);
    let long = "å".repeat(LONGEST_IDEA + 1);
    assert_eq!(
        wrong("2", &long),
        [
            ("idea".to_owned(), Wrong::TooLong(LONGEST_IDEA)),
            ("area".to_owned(), Wrong::NotChosen)
        ]
    );
    assert_eq!(
        read_idea("1", " Egen\r\n pausevakt ", 2),
        Ok((1, "Egen pausevakt".to_owned()))
    );
    assert!(read_idea("0", &long[2..], 2).is_ok());
    let ids = ids(MOST_IDEAS + 1);
    let mut canvas = canvas_of(&ids[..MOST_IDEAS]);
    assert_eq!(
        canvas.write(ids[MOST_IDEAS], 0, "en til".to_owned()),
        Err(CanvasError::Full)
    );
    let text = format!("{canvas:?}");
    assert!(!text.contains("idé") && !text.contains(&ids[0].to_string()));
    // The same id twice never takes the place of an idea.
    let mut canvas = canvas_of(&ids[..1]);
    assert!(canvas.write(ids[0], 1, "en annen".to_owned()).is_err());
    assert_eq!(canvas, canvas_of(&ids[..1]));
}

#[test]
fn what_is_held_back_is_let_go_only_with_others() {
    let ids = ids(6);
    let mut canvas = canvas_of(&ids);
    canvas.gather();
    let one = BTreeSet::from([ids[2]]);
    canvas.hold(&one);
    canvas.let_go(&one);
    assert!(!canvas.has(Showing::Held));
    canvas.hold(&one);
    canvas.reveal();
    canvas.let_go(&one);
    assert!(
        canvas.has(Showing::Held),
        "alone, everybody would know which one it was"
    );
    assert_eq!(canvas.seen(Showing::Shown).count(), 5);
    // What nobody is shown is not sorted either.
    let bundle = canvas.find_bundle("Pauser").unwrap();
    let sorted = canvas.sort(&[(ids[2], None)], Some(bundle)).unwrap();
    assert_eq!((sorted.moved.len(), sorted.elsewhere), (0, 1));
    assert_eq!(canvas.sort(&[], Some(9)), Err(CanvasError::NotThere));
}

#[test]
fn bundles_lines_and_cards_are_not_written_over_by_who_has_not_seen_them() {
    let (mut canvas, _) = shown(5);
    let bundle = canvas.find_bundle("Pauser").unwrap();
    assert_eq!(canvas.find_bundle(" pauser "), Ok(bundle));
    let other = canvas.find_bundle("Ro").unwrap();
    assert_eq!(canvas.rename_bundle(other, "Ro", "PAUSER"), Err(CanvasError::Titled));
    assert_eq!(canvas.rename_bundle(other, "Ro", "Ro på vakta"), Ok(()));
    assert_eq!(
        canvas.rename_bundle(other, "Ro", "Stillhet"),
        Err(CanvasError::Meanwhile)
    );
    assert_eq!(canvas.rename_bundle(9, "Ro", "Stillhet"), Err(CanvasError::NotThere));
    assert!(read_title(" ").is_err() && read_title(&"a".repeat(121)).is_err());

    let line = |what: &str| (what.to_owned(), RATING);
    assert_eq!(canvas.save_estimate(None, 0, bundle, line("Pausevakt")), Ok(1));
    assert_eq!(
        canvas.save_estimate(None, 0, bundle, line("Pausevakt")),
        Ok(1),
        "sent twice"
    );
    assert_eq!(canvas.save_estimate(None, 0, bundle, line("Felles lunsj")), Ok(2));
    assert_eq!(canvas.save_estimate(Some(1), 1, bundle, line("Egen pausevakt")), Ok(1));
    assert_eq!(
        canvas.save_estimate(Some(1), 1, bundle, line("Ingen")),
        Err(CanvasError::Meanwhile)
    );
    assert_eq!(
        canvas.save_estimate(Some(1), u32::MAX, bundle, line("Ingen")),
        Err(CanvasError::Meanwhile)
    );
    assert_eq!(
        canvas.save_estimate(Some(3), 1, bundle, line("Ingen")),
        Err(CanvasError::NotThere)
    );
    assert_eq!(
        canvas.save_estimate(None, 0, 9, line("Ingen")),
        Err(CanvasError::NotThere)
    );
    let faults = read_estimate(" ", ["5", "0", "", "2"]).unwrap_err();
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["what", "ease", "quality"]);

    let mut rewritten = proposal();
    rewritten.owner = "Lederen".to_owned();
    assert_eq!(canvas.save_card(None, 0, bundle, &proposal()), Ok(1));
    assert_eq!(canvas.save_card(Some(1), 1, bundle, &rewritten), Ok(1));
    assert_eq!(
        canvas.save_card(Some(1), 1, bundle, &proposal()),
        Err(CanvasError::Meanwhile)
    );
    assert_eq!(canvas.cards[0].proposal, rewritten);
}

#[test]
fn what_is_handed_over_is_all_that_is_shown_and_nothing_else() {
    let (mut canvas, written) = shown(6);
    assert_eq!(Canvas::default().find_obstacle(true), Some(CanvasError::Empty));
    assert_eq!(canvas.find_obstacle(true), Some(CanvasError::Unsorted));
    let bundle = canvas.find_bundle("Pauser").unwrap();
    canvas.find_bundle("En tom bunke").unwrap();
    let moves: Vec<_> = written.iter().map(|id| (*id, None)).collect();
    canvas.sort(&moves, Some(bundle)).unwrap();
    assert_eq!(canvas.find_obstacle(false), None);
    canvas.save_card(None, 0, bundle, &proposal()).unwrap();
    let late = IdeaId::draw(&mut StdRng::seed_from_u64(99));
    canvas.write(late, 0, "for sent ute".to_owned()).unwrap();
    assert_eq!(canvas.find_obstacle(false), Some(CanvasError::Unseen));
    assert_eq!(canvas.find_obstacle(true), None);
    let handed = Handed::of(&canvas, &prepared(), 20_001, "guide@example.org");
    assert_eq!(handed.bundles.len(), 1);
    assert_eq!(handed.bundles[0].ideas.len(), 6);
    assert_eq!(
        handed.bundles[0].ideas[0].area,
        if canvas.ideas.values().next().unwrap().area == 0 {
            "Pauser"
        } else {
            "Samarbeid"
        }
    );
    let text = serde_json::to_string(&handed).unwrap();
    assert!(!text.contains("for sent ute") && text.contains("Egen pausevakt"));
    let mut other = handed.clone();
    other.bundles[0].title = "Paus".to_owned();
    assert_ne!(handed.number(), other.number());
    canvas.forget_unseen();
    assert_eq!(canvas.ideas.len(), 6);
}

#[test]
fn a_damaged_file_says_nothing_of_what_stood_in_it() {
    let mut bytes = shown(5).0.to_bytes();
    bytes[10] = b'!';
    let error = Canvas::from_bytes(&bytes).unwrap_err();
    assert_eq!(error.to_string(), "the file of a gathering cannot be read");
}
