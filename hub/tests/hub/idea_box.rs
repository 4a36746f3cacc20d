//! The idea box, pure: what is told of a measure has neither names nor dates, and is shown once all three agree.

use proptest::prelude::*;
use trykk_hub::organisation::Role;
use trykk_hub::plan::Wrong;
use trykk_hub::plan::idea_box::{AGREEING, Idea, IdeaRow, WrittenIdea, list_names, read_idea};

fn names() -> Vec<String> {
    [
        "Kirurgisk sengepost 1",
        "Kirurgi",
        "leder@example.org",
        "Nordmann",
        "Åse",
    ]
    .map(str::to_owned)
    .into()
}

fn faults(what: &str) -> Vec<(String, Wrong)> {
    let written = WrittenIdea {
        theme: "busyness".to_owned(),
        what: what.to_owned(),
        how: "Alle har spist".to_owned(),
    };
    match read_idea(&written, |theme| theme == "busyness", &names()) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.into_iter().map(|fault| (fault.field, fault.wrong)).collect(),
    }
}

#[test]
fn a_name_is_refused_however_it_is_written_and_a_part_of_a_word_is_none() {
    for named in [
        "På kirurgisk  SENGEPOST 1 fikk alle pause",
        "Kirurgi.",
        "Spør leder@example.org",
        "nordmann tok telefonen",
        "A\u{30a}se tok telefonen",
        "«Åse» tok den",
    ] {
        assert_eq!(faults(named), [("idea_what".to_owned(), Wrong::Names)], "{named}");
    }
    for good in [
        "Sengeposten ved siden av tok telefonen",
        "Kirurgien hjalp oss",
        "En leder tok den",
    ] {
        assert_eq!(faults(good), [], "{good}");
    }
    assert_eq!(list_names("Kari Nordmann"), ["Kari", "Nordmann"]);
    for role in ["Ansvarshavende", "Ansvarshavende sykepleier", "leder og verneombud", ""] {
        assert_eq!(list_names(role), [""; 0], "{role}");
    }
}

#[test]
fn a_date_or_a_year_is_refused_and_a_time_of_day_or_an_amount_is_none() {
    for dated in [
        "Fra 3. mars fikk alle pause",
        "Fra 3.3. fikk alle pause",
        "Fra 03.03.2026 fikk alle pause",
        "Since 2026-03-03 everybody had a break",
        "I 2026 fikk alle pause",
        "From May 3 on",
        "Vi begynte (12.11) med det",
    ] {
        assert_eq!(faults(dated), [("idea_what".to_owned(), Wrong::Dated)], "{dated}");
    }
    for good in [
        "Pause fra 10.30 til 11.00",
        "To av 20 pauser falt bort",
        "You may ask a colleague",
        "I mars hver vår",
        "Telefon 1234 5678",
        "Ring 22 33 44 55.",
        "Tre uker 30 minutter",
    ] {
        assert_eq!(faults(good), [], "{good}");
    }
}

proptest! {
    /// Whatever stands around it, a name that stands there as words of its own is found, at its field; a theme that is not there is refused.
    #[test]
    fn a_name_between_other_words_is_found(before in "[a-zæøå ]{0,20}", after in "[a-zæøå ]{0,20}", which in 0..5_usize, known: bool) {
        let written = WrittenIdea {
            theme: if known { "busyness".to_owned() } else { "other".to_owned() },
            what: "Pauser".to_owned(),
            how: format!("{before} {} {after}", names()[which]),
        };
        let faults = read_idea(&written, |theme| theme == "busyness", &names()).unwrap_err();
        let has = |field: &str, wrong| faults.iter().any(|fault| fault.field == field && fault.wrong == wrong);
        prop_assert!(has("idea_how", Wrong::Names));
        prop_assert!(!has("idea_what", Wrong::Names));
        prop_assert_eq!(has("theme", Wrong::NotChosen), !known);
    }

    /// Two of three are not all, and a role that is none of the three counts for nobody.
    #[test]
    fn it_is_shown_once_all_three_agree(agreed in prop::sample::subsequence(Role::ALL.to_vec(), 0..=Role::ALL.len())) {
        let row = IdeaRow {
            measure: 1,
            revision: 1,
            idea: Idea { theme: "busyness".to_owned(), what: "Pausevakt".to_owned(), how: "Alle har spist".to_owned() },
            agreed: agreed.clone(),
        };
        let all = AGREEING.iter().all(|role| agreed.contains(role));
        prop_assert_eq!((row.is_shown(), row.missing().is_empty()), (all, all));
        prop_assert!(row.missing().iter().all(|role| AGREEING.contains(role) && !agreed.contains(role)));
    }
}
