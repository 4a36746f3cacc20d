//! Drafts of decks: what they become, what is said of them, and which question keeps its id.

use std::collections::BTreeSet;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use trykk_hub::organisation::deck_drafts::{Act, DeckDraft, DraftItem, Head, Kind, asks_same, finish};
use trykk_hub::organisation::decks::{in_languages, name, named, offered};
use trykk_hub::organisation::file::{read_text, read_with_decks};
use trykk_hub::organisation::library::{DeckFile, ForgottenDeck, LibraryError, Origin, library, take_in};
use trykk_hub::organisation::print::print;
use trykk_hub::organisation::{Organisation, changes};
use trykk_shared::deck::{Deck, MAX_ITEMS, Part};
use trykk_shared::language::{Language, Texts};

fn the_plan() -> Organisation {
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/demo/hospital.toml");
    trykk_hub::organisation::file::read(Path::new(plan)).unwrap()
}

fn own(nth: usize) -> Deck {
    offered(&Organisation::default())[nth].deck.clone()
}

fn texts(text: &str) -> Texts {
    Texts(
        Language::ALL
            .map(|language| (language, format!("{text} {language}")))
            .into(),
    )
}

/// A plan whose library has two versions of a deck that was finished here.
fn with_versions() -> Organisation {
    let mut plan = the_plan();
    let mut first = own(1);
    first.id = "own".to_owned();
    first.version = 1;
    let mut second = first.clone();
    second.version = 2;
    second.items.remove(0);
    plan.decks = vec![first, second];
    plan
}

#[test]
fn a_copy_and_a_next_version_say_what_the_deck_says() {
    let plan = with_versions();
    for one in library(&plan) {
        for next in [false, true] {
            let made = finish(&plan, &DeckDraft::from_deck(&one.deck, next)).unwrap();
            let expected = Deck {
                id: made.id.clone(),
                version: made.version,
                ..one.deck.clone()
            };
            assert_eq!(made, expected);
            assert!(
                !library(&plan)
                    .iter()
                    .any(|known| (&known.deck.id, known.deck.version) == (&made.id, made.version))
            );
            match next {
                true => assert_eq!(made.id, one.deck.id),
                false => assert_eq!(made.version, 1),
            }
            assert_eq!(Deck::read_new(&made.to_toml()).unwrap(), made);
        }
    }
}

#[test]
fn another_question_has_another_id_that_no_version_has_had() {
    let plan = with_versions();
    let second = &plan.decks[1];
    let mut draft = DeckDraft::from_deck(second, true);
    // Written back as it was in the first version, and another question.
    let gone = plan.decks[0].items[0].clone();
    let number = draft.act(Act::Add(Kind::Card)).unwrap();
    let theme = draft.themes[0].number;
    let card = |text: &Texts| DraftItem {
        theme: Some(theme),
        text: text.clone(),
        ..DraftItem::default()
    };
    draft.put_item(number, card(&gone.text));
    let changed = draft.items.iter().position(|item| item.kind == Kind::Card).unwrap();
    let was = draft.items[changed].clone();
    let mut other = was.clone();
    other.text.0.insert(Language::Nb, "Noe helt annet.".to_owned());
    draft.put_item(was.number, other);
    let made = finish(&plan, &draft).unwrap();
    assert_eq!(made.version, 3);
    let earlier: BTreeSet<&String> = plan
        .decks
        .iter()
        .flat_map(|deck| deck.items.iter().map(|item| &item.id))
        .collect();
    assert_eq!(made.items[changed].id, "noe-helt-annet");
    assert!(!earlier.contains(&made.items.last().unwrap().id));
    let kept = made
        .items
        .iter()
        .zip(&second.items)
        .filter(|(new, old)| new.id == old.id);
    assert_eq!(kept.count(), second.items.len() - 1);
    // A language more is the same question.
    let nb = in_languages(second, &[Language::Nb]);
    assert!(
        nb.items
            .iter()
            .zip(&second.items)
            .all(|(one, other)| asks_same(one, other))
    );
}

#[test]
fn what_is_missing_is_said_at_its_place() {
    let mut draft = DeckDraft::new();
    let head = Head {
        languages: vec![Language::Nb, Language::Nn],
        title: Texts([(Language::Nb, "Vår".to_owned())].into()),
        themes: vec![
            (0, Texts([(Language::Nb, "Støtte".to_owned())].into())),
            (0, Texts::default()),
        ],
    };
    draft.put_head(&head);
    assert_eq!(draft.themes.len(), 1, "a blank theme is none");
    for kind in Kind::ALL {
        draft.act(Act::Add(kind)).unwrap();
    }
    let mut score = draft.items[2].clone();
    score.min = "mange".to_owned();
    draft.put_item(score.number, score);
    let faults = finish(&the_plan(), &draft).unwrap_err();
    let found: BTreeSet<(Part, &str)> = faults.iter().map(|fault| (fault.part, fault.field)).collect();
    for place in [
        (Part::Deck, "title"),
        (Part::Theme(0), "name"),
        (Part::Item(0), "text"),
        (Part::Item(0), "theme"),
        (Part::Item(0), "faces"),
        (Part::Item(1), "text"),
        (Part::Item(2), "min"),
        (Part::Item(3), "about"),
    ] {
        assert!(found.contains(&place), "{place:?} in {found:?}");
    }
    let none = finish(
        &the_plan(),
        &DeckDraft {
            languages: Vec::new(),
            ..draft
        },
    )
    .unwrap_err();
    assert!(none.iter().any(|fault| fault.field == "languages"));
    let empty = finish(&the_plan(), &DeckDraft::new()).unwrap_err();
    assert!(
        empty
            .iter()
            .any(|fault| (fault.part, fault.field) == (Part::Deck, "item"))
    );
}

#[test]
fn a_file_is_taken_in_once_and_never_over_another_deck() {
    let mut plan = with_versions();
    let mut third = plan.decks[1].clone();
    third.version = 3;
    let taken = take_in(&plan, &[], DeckFile::read(&third.to_toml())).unwrap();
    assert_eq!(taken, third);
    plan.decks.push(taken);
    for one in library(&plan) {
        assert_eq!(
            take_in(&plan, &[], DeckFile::read(&one.deck.to_toml())),
            Err(LibraryError::There(one.key.clone()))
        );
        let mut other = one.deck.clone();
        other.title = texts("En annen");
        assert_eq!(
            take_in(&plan, &[], DeckFile::read(&other.to_toml())),
            Err(LibraryError::Another(Some(one.key)))
        );
    }
    let Err(LibraryError::Faults(faults)) = take_in(&plan, &[], DeckFile::read("id = \"a\"\nversion = 0\n")) else {
        panic!("it is no deck")
    };
    assert!(faults.iter().any(|fault| fault.line == 2));
}

/// A version that came from elsewhere, in between, or in more languages.
#[test]
fn a_file_turns_no_question_round_and_takes_no_number_of_a_forgotten_deck() {
    let plan = with_versions();
    let second = plan.decks[1].clone();
    let taken = |plan: &Organisation, forgotten: &[ForgottenDeck], deck: &Deck| {
        take_in(plan, forgotten, DeckFile::read(&deck.to_toml()))
    };
    let mut ninth = Deck {
        version: 9,
        ..second.clone()
    };
    ninth.items[0]
        .text
        .0
        .insert(Language::Nb, "Kantina er dårlig.".to_owned());
    let Err(LibraryError::AsksOtherwise(item, _)) = taken(&plan, &[], &ninth) else {
        panic!("it asks something else")
    };
    assert_eq!(item, second.items[0].id);
    ninth.items[0].id = "canteen".to_owned();
    assert_eq!(taken(&plan, &[], &ninth).unwrap(), ninth);
    let gone = ForgottenDeck {
        id: ninth.id.clone(),
        version: 9,
        key: "another".to_owned(),
    };
    assert_eq!(
        taken(&plan, std::slice::from_ref(&gone), &ninth),
        Err(LibraryError::Another(None))
    );
    let key = trykk_hub::organisation::decks::key(&ninth);
    assert_eq!(taken(&plan, &[ForgottenDeck { key, ..gone }], &ninth).unwrap(), ninth);
    // What a round has kept of it, after the hub was put back: in the languages that the round was in.
    let mut plan = the_plan();
    let round = plan.rounds.values_mut().next().unwrap();
    round.deck = in_languages(&second, &[Language::Nb]);
    assert_eq!(taken(&plan, &[], &second).unwrap(), second);
}

/// A file of many faults is read in the time of one look at it.
#[test]
fn a_file_of_nothing_but_faults_is_refused_at_once() {
    let file = "[[item]]\n".repeat(20_000);
    let Err(LibraryError::Faults(faults)) = take_in(&with_versions(), &[], DeckFile::read(&file)) else {
        panic!("it is no deck")
    };
    assert_eq!(faults.len(), 50);
}

/// A round may name a deck that was finished here, and what is printed of it needs no such name.
#[test]
fn a_plan_names_a_deck_of_the_hub_and_its_own_deck_comes_first() {
    let plan = with_versions();
    let file = print(&plan);
    let before = read_text(&file, "plan.toml", Path::new("nowhere")).unwrap();
    assert!(
        changes(&plan, &before).unwrap().is_empty(),
        "decks that no round uses are nothing a plan changes"
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.toml");
    let round = "[[round]]\nid = \"ny\"\ndeck = \"own-2\"\nmode = \"table\"\nwards = [\"med-1\"]\n\
                 opens = \"2030-01-01\"\ncloses = \"2030-01-09\"\n";
    let rest = file.split("[[round]]").next().unwrap();
    std::fs::write(&path, format!("{rest}{round}")).unwrap();
    let read = |path| read_with_decks(path, &named(&plan));
    assert_eq!(read(&path).unwrap().rounds["ny"].deck, plan.decks[1]);
    assert!(
        trykk_hub::organisation::file::read(&path).is_err(),
        "without the hub there is no such deck"
    );
    // A file of that name, and a deck in the plan itself, hold as they always did.
    let mut other = plan.decks[1].clone();
    other.title = texts("Fra en fil");
    std::fs::write(folder.path().join("own-2"), other.to_toml()).unwrap();
    assert_eq!(read(&path).unwrap().rounds["ny"].deck, other);
    let mut inside = other.clone();
    inside.title = texts("I planen");
    std::fs::write(&path, format!("{rest}{round}\n{}", inside.to_toml_in("deck.own-2"))).unwrap();
    assert_eq!(read(&path).unwrap().rounds["ny"].deck, inside);
}

#[test]
fn a_deck_that_was_finished_here_is_offered_and_goes_only_unused() {
    let mut plan = with_versions();
    let keys: Vec<String> = offered(&plan).into_iter().map(|one| name(&one.deck)).collect();
    assert!(keys.contains(&"own-1".to_owned()) && keys.contains(&"own-2".to_owned()));
    let find = |plan: &Organisation| {
        library(plan)
            .into_iter()
            .find(|one| name(&one.deck) == "own-2")
            .unwrap()
    };
    assert!(find(&plan).can_go() && find(&plan).origin == Origin::Here);
    let used = in_languages(&plan.decks[1], &[Language::Nn]);
    plan.rounds.values_mut().next().unwrap().deck = used;
    assert!(!find(&plan).can_go(), "one in fewer languages is in use too");
    assert!(
        library(&plan)
            .iter()
            .filter(|one| one.origin != Origin::Here)
            .all(|one| !one.can_go())
    );
}

fn a_text() -> impl Strategy<Value = Texts> {
    let text = prop_oneof![
        "[A-ZÆØÅa-zæøå\"\\\\ ]{0,40}",
        "[a-z]{20,40}",
        Just("\u{7}\n".to_owned())
    ];
    proptest::collection::btree_map(select(Language::ALL.to_vec()), text, 0..=3).prop_map(Texts)
}

fn an_item() -> impl Strategy<Value = DraftItem> {
    let number = || prop_oneof![Just(String::new()), "[0-9]{1,3}", "-?[0-9a-z. ]{1,4}"];
    let numbers = [number().boxed(), number().boxed(), number().boxed(), number().boxed()];
    (
        select(Kind::ALL.to_vec()),
        a_text(),
        vec(a_text(), 0..9),
        numbers,
        0..6_u32,
        any::<bool>(),
        "[a-z- Æ]{0,6}",
    )
        .prop_map(
            |(kind, text, faces, [min, max, max_chars, max_notes], theme, middle, factor)| DraftItem {
                kind,
                text,
                faces,
                min,
                max,
                max_chars,
                max_notes,
                theme: Some(theme),
                middle,
                factor,
                ..DraftItem::default()
            },
        )
}

#[derive(Clone, Debug)]
enum Step {
    Act(Act),
    Item(usize, Box<DraftItem>),
    Head(Vec<Language>, Texts, Vec<(u32, Texts)>),
}

fn a_step() -> impl Strategy<Value = Step> {
    let number = 0..40_u32;
    let act = (select(Kind::ALL.to_vec()), number, 0..4_u8).prop_map(|(kind, number, which)| match which {
        0 => Act::Add(kind),
        1 => Act::Up(number),
        2 => Act::Down(number),
        _ => Act::Remove(number),
    });
    let languages = proptest::sample::subsequence(Language::ALL.to_vec(), 0..=3);
    let themes = vec((0..6_u32, a_text()), 0..4);
    prop_oneof![
        4 => act.prop_map(Step::Act),
        3 => (0..40_usize, an_item()).prop_map(|(place, item)| Step::Item(place, Box::new(item))),
        1 => (languages, a_text(), themes).prop_map(|(languages, title, themes)| Step::Head(languages, title, themes)),
    ]
}

proptest! {
    /// Whatever is done to a draft: numbers stay distinct, the checker's faults stand at places that there are, and what is finished
    /// is a deck that can be read, in which no id of an earlier version stands for another question.
    #[test]
    fn whatever_is_written_becomes_a_sound_deck_or_is_refused_at_its_places(
        from in 0..4_usize,
        steps in vec(a_step(), 0..24),
    ) {
        let plan = with_versions();
        let decks = library(&plan);
        let mut draft = match decks.get(from) {
            Some(one) => DeckDraft::from_deck(&one.deck, true),
            None => DeckDraft::new(),
        };
        for step in steps {
            match step {
                Step::Act(act) => {
                    draft.act(act);
                }
                Step::Item(place, item) => {
                    if let Some(number) = draft.items.get(place).map(|item| item.number) {
                        draft.put_item(number, *item);
                    }
                }
                Step::Head(languages, title, themes) => draft.put_head(&Head { languages, title, themes }),
            }
            let numbers: BTreeSet<u32> = draft.items.iter().map(|item| item.number).collect();
            prop_assert_eq!(numbers.len(), draft.items.len());
            prop_assert!(draft.items.len() <= MAX_ITEMS);
        }
        let kept: DeckDraft = serde_json::from_str(&serde_json::to_string(&draft).unwrap()).unwrap();
        prop_assert_eq!(&kept, &draft);
        match finish(&plan, &draft) {
            Ok(made) => {
                prop_assert_eq!(Deck::read_new(&made.to_toml()).unwrap(), made.clone());
                prop_assert!(!decks.iter().any(|one| (&one.deck.id, one.deck.version) == (&made.id, made.version)));
                for known in decks.iter().filter(|one| one.deck.id == made.id) {
                    for item in &made.items {
                        if let Some(earlier) = known.deck.item(&item.id) {
                            prop_assert!(asks_same(earlier, item), "{:?}", item);
                        }
                    }
                }
            }
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                for fault in faults {
                    let is_there = match fault.part {
                        Part::Deck => true,
                        Part::Theme(nth) => nth < draft.themes.len(),
                        Part::Item(nth) => nth < draft.items.len(),
                    };
                    prop_assert!(is_there && !fault.field.is_empty() && fault.field != "id", "{:?}", fault);
                }
            }
        }
    }

    #[test]
    fn up_and_down_again_is_as_before(places in vec(0..30_usize, 1..12)) {
        let mut draft = DeckDraft::from_deck(&own(1), true);
        for place in places {
            let before = draft.clone();
            let Some(number) = draft.items.get(place).map(|item| item.number) else { continue };
            draft.act(Act::Up(number));
            let at = draft.item(number).unwrap().0;
            prop_assert_eq!(at, place.saturating_sub(1));
            if place > 0 {
                let mut back = draft.clone();
                back.act(Act::Down(number));
                prop_assert_eq!(back, before);
            }
        }
    }
}
