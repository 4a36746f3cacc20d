//! The idea box, pure: what is told of a measure has neither names nor dates, and is shown once all three agree.

use proptest::prelude::*;
use trykk_hub::organisation::Role;
use trykk_hub::plan::Wrong;
use trykk_hub::plan::idea_box::{
    AGREEING, Idea, IdeaRow, Seen, WrittenIdea, list_address_names, list_names, read_idea,
};

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
    faults_with(&names(), what)
}

fn faults_with(names: &[String], what: &str) -> Vec<(String, Wrong)> {
    faults_of((names, &[]), what)
}

fn faults_of((names, far): (&[String], &[String]), what: &str) -> Vec<(String, Wrong)> {
    let written = WrittenIdea {
        theme: "busyness".to_owned(),
        what: what.to_owned(),
        how: "Alle har spist".to_owned(),
    };
    match read_idea(&written, |theme| theme == "busyness", (names, far)) {
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
fn names_are_found_beside_what_somebody_is_and_beside_others() {
    for (responsible, names) in [
        (
            "Kari Nordmann og Per Hansen",
            &["Kari", "Nordmann", "Per", "Hansen"][..],
        ),
        ("Kari Nordmann, leder", &["Kari", "Nordmann"]),
        ("Kari Nordmann (VO)", &["Kari", "Nordmann"]),
        ("leder (Kari Nordmann)", &["Kari", "Nordmann"]),
        ("Avdelingsleder Kari A. Nordmann", &["Kari", "Nordmann"]),
        ("Nordmann, Anne-Marie", &["Nordmann", "Anne", "Marie"]),
        ("Ansvarshavende Nordmann", &["Nordmann"]),
        ("Leder, Verneombud og Tillitsvalgt", &[]),
        ("Kari og Per", &[]),
        ("Ansvarshavende på Dagvakt", &[]),
    ] {
        assert_eq!(list_names(responsible), names, "{responsible}");
    }
    for (address, names) in [
        ("kari.nordmann@example.org", &["kari nordmann", "kari", "nordmann"][..]),
        ("k.nordmann2@example.org", &["k nordmann", "nordmann"]),
        (
            "anne-marie_berg@example.org",
            &["anne marie berg", "anne", "marie", "berg"],
        ),
        ("leder@example.org", &[]),
        ("", &[]),
    ] {
        assert_eq!(list_address_names(address), names, "{address}");
    }
}

/// Of a whole hospital almost every word is a part of an address.
#[test]
fn a_single_word_from_elsewhere_is_a_name_with_a_capital_letter_only() {
    let mut far = list_address_names("vakt.fjellanger@example.org");
    far.extend(["Mottak".to_owned(), "Kirurgisk avdeling".to_owned()]);
    for named in [
        "Spør Fjellanger",
        "Fjellangers idé",
        "vakt fjellanger tok den",
        "Vi ringte Mottak",
        "På kirurgisk avdeling virket det",
    ] {
        let found = faults_of((&[], &far), named);
        assert_eq!(found, [("idea_what".to_owned(), Wrong::Names)], "{named}");
    }
    for good in ["En vakt tok den", "Et mottak for nye", "Avdelingen har den"] {
        assert_eq!(faults_of((&[], &far), good), [], "{good}");
    }
    assert_ne!(faults_of((&far, &[]), "En vakt tok den"), [], "near by, it is a name");
}

#[test]
fn a_name_is_found_as_whose_something_is_and_an_everyday_word_is_none_without_a_capital() {
    for named in [
        "Nordmanns idé",
        "Nordmann's idea",
        "ÅSES idé",
        "Leder@example.orgs idé",
        "nordmanns vakt",
    ] {
        assert_eq!(faults(named), [("idea_what".to_owned(), Wrong::Names)], "{named}");
    }
    let mut names = list_address_names("dag.berg@example.org");
    names.extend(list_names("Mai Bo og Per Vår"));
    for named in [
        "Da tok Dag den",
        "dag berg tok den",
        "Pers vakt",
        "Vi spurte Mai",
        "Spør Bo",
        "Dags vakt",
    ] {
        let found = faults_with(&names, named);
        assert_eq!(found, [("idea_what".to_owned(), Wrong::Names)], "{named}");
    }
    for good in [
        "To per vakt hver dag",
        "Om dagen og i mai",
        "De som bor her",
        "Hver vår",
        "Midt på dags tid",
        "I berget",
    ] {
        assert_eq!(faults_with(&names, good), [], "{good}");
    }
}

fn row(revision: u32, words: Option<(&str, &str)>) -> IdeaRow {
    let idea = words.map(|(what, how)| Idea {
        theme: "busyness".to_owned(),
        what: what.to_owned(),
        how: how.to_owned(),
    });
    IdeaRow {
        measure: 1,
        revision,
        idea,
        agreed: Vec::new(),
    }
}

#[test]
fn what_a_form_has_seen_are_the_words_and_not_only_how_often_they_were_saved() {
    let rows = [
        row(1, Some(("Pausevakt", "Alle spiste"))),
        row(2, Some(("Pausevakt", "Alle spiste"))),
        row(1, Some(("PausevaktAlle", " spiste"))),
        row(1, None),
        row(2, None),
    ];
    let mut seen: Vec<Seen> = rows.iter().map(|row| Seen::of(Some(row))).collect();
    seen.push(Seen::of(None));
    for (nth, one) in seen.iter().enumerate() {
        assert_eq!(
            Seen::read(&one.to_string()).as_ref(),
            Some(one),
            "as a form brings it back"
        );
        assert!(seen.iter().skip(nth + 1).all(|other| other != one), "{one}");
    }
    for never in ["", "-", "x", "-1", "4294967296"] {
        assert_eq!(Seen::read(never), None, "{never}");
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
        "Fra 12/3 fikk alle pause",
        "Siden 3-3-26 har alle fått pause",
        "Since 3/15/26 everybody had a break",
        "Siden 26-03-15 har alle fått pause",
        "Siden 12.3. har alle fått pause",
        "Prøvd 12/3–15/3.",
        "Prøvd 12.3.-15.3.",
        "Fra 12/3-26",
        "3 feb. var det første",
        "Den 3. mar begynte det",
        "Fra 3. apr.",
        "3. jun fikk alle pause",
        "3. jul fikk alle pause",
        "From Jul 3 on",
        "Fra aug 3",
        "Fra 3. sep",
        "Fra 3. sept.",
        "Fra 3. okt.",
        "Fra 3. nov.",
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
        "Til jul 2 ekstra vakter",
        "Døgnet rundt, 24/7",
        "1/2 vakt og 3/4 stilling",
        "2-3 ganger i uka",
        "Pause 12.10-12.40",
        "Pause fra 10-10.30",
        "13/14 og/eller 50/50",
        "Vi gjorde det i feb og mar",
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
        let faults = read_idea(&written, |theme| theme == "busyness", (&names(), &[])).unwrap_err();
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
            idea: Some(Idea { theme: "busyness".to_owned(), what: "Pausevakt".to_owned(), how: "Alle har spist".to_owned() }),
            agreed: agreed.clone(),
        };
        prop_assert!(!IdeaRow { idea: None, ..row.clone() }.is_shown(), "withdrawn");
        let all = AGREEING.iter().all(|role| agreed.contains(role));
        prop_assert_eq!((row.is_shown(), row.missing().is_empty()), (all, all));
        prop_assert!(row.missing().iter().all(|role| AGREEING.contains(role) && !agreed.contains(role)));
    }
}
