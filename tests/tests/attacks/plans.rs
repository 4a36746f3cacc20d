//! `apply`: doing it twice changes nothing, and what would lose data is refused, by name, with nothing changed.

use trykk_tests::hospital::{GUIDE, Hospital, deck_path};

use crate::programs;
use crate::scene::{OPEN, Ward, answered_on, closed, drop_in, says, serving, states};

/// Applies a changed plan to a round that is open: it must be refused with these words, and nothing is changed.
#[track_caller]
fn refused(hospital: &Hospital, plan: &str, changed: &str, words: &[&str]) {
    assert_ne!(plan, changed);
    let said = hospital.apply(changed).refused();
    says(&said, "nothing was changed");
    for words in words {
        says(&said, words);
    }
    says(&hospital.apply(plan).done(), "Everything is as in the file already");
}

#[test]
fn an_opened_round_stays_as_it_was_frozen() {
    let plan = drop_in(2);
    let hospital = serving(&plan);
    let change = |from: &str, to: &str| plan.replace(from, to);
    refused(
        &hospital,
        &plan,
        &change("floor = 7", "floor = 8"),
        &["its floor cannot change any more"],
    );
    refused(
        &hospital,
        &plan,
        &change("closes = \"2099-01-01\"", "closes = \"2098-01-01\""),
        &["its times cannot change any more", "trykk-hub round extend or close"],
    );
    refused(
        &hospital,
        &plan,
        &change("opens = \"2020-01-01\"", "opens = \"2021-01-01\""),
        &["its times cannot change any more"],
    );
    refused(
        &hospital,
        &plan,
        &change("Ring verneombudet.", "Ring noen andre."),
        &["its urgent route cannot change any more"],
    );
    refused(
        &hospital,
        &plan,
        &change("wards = [\"w1\", \"w2\"]", "wards = [\"w1\"]"),
        &["its wards cannot change any more"],
    );
    refused(
        &hospital,
        &plan,
        &change("wards = [\"w1\", \"w2\"]", "pooled = [[\"w1\", \"w2\"]]"),
        &["its wards cannot change any more"],
    );
    refused(
        &hospital,
        &plan,
        &change("decks/station.toml", "decks/table.toml"),
        &["its deck cannot change any more"],
    );
    refused(
        &hospital,
        &plan,
        &change("station.toml\"\nmode = \"drop-in\"", "table.toml\"\nmode = \"table\""),
        &["its deck cannot change", "its mode cannot change"],
    );
    refused(
        &hospital,
        &plan,
        &change("codes = false\n", ""),
        &["its use of start codes cannot change any more. Write codes = false for it"],
    );
    assert_eq!(states(&hospital), ["open", "open"]);
}

#[test]
fn a_word_of_an_opened_rounds_deck_cannot_change_either() {
    let plan = drop_in(1);
    let hospital = serving(&plan);
    let file = hospital.path("decks").join("station.toml");
    let deck = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, deck.replacen("Working together", "Working side by side", 1)).unwrap();
    let said = hospital.apply(&plan).refused();
    says(&said, "its deck cannot change any more");
    std::fs::copy(deck_path("station.toml"), &file).unwrap();
    says(&hospital.apply(&plan).done(), "as in the file already");
}

#[test]
fn rounds_wards_and_guides_that_answers_depend_on_cannot_be_left_out() {
    let plan = drop_in(2);
    let hospital = serving(&plan);
    let without_round = plan.split("[[round]]").next().unwrap();
    refused(
        &hospital,
        &plan,
        without_round,
        &["was confirmed or opened and cannot be left out"],
    );
    let ward = "[[ward]]\nid = \"w2\"\nname = \"Ward 2\"\ndepartment = \"d\"\nheadcount = 40\n";
    let without_ward = plan.replace(ward, "").replace("\"w1\", \"w2\"", "\"w1\"");
    refused(
        &hospital,
        &plan,
        &without_ward,
        &["ward \"w2\" has a round that was confirmed or opened, and cannot be left out"],
    );
    let guide = format!("[[account]]\nemail = \"{GUIDE}\"\nrole = \"guide\"\ndepartments = [\"d\"]\n");
    let words = "would be left without a guide who can count it";
    refused(&hospital, &plan, &plan.replace(&guide, ""), &[words, "in w1", "in w2"]);
    refused(
        &hospital,
        &plan,
        &plan.replace("role = \"guide\"", "role = \"leader\""),
        &[words],
    );
}

#[test]
fn a_guide_who_came_after_the_opening_does_not_stand_in_for_one_who_has_a_share() {
    let plan = drop_in(1);
    let hospital = serving(&plan);
    let both = plan.replace(
        "[[round]]",
        "[[account]]\nemail = \"late@example.org\"\nrole = \"guide\"\nwards = [\"w1\"]\n[[round]]",
    );
    hospital.apply(&both).done();
    let file = hospital.path("passphrase");
    let set = [
        "guide",
        "passphrase",
        "--guide",
        "late@example.org",
        "--passphrase-file",
    ];
    hospital.hub(&[&set[..], &[file.to_str().unwrap()]].concat()).done();
    let guide = format!("[[account]]\nemail = \"{GUIDE}\"\nrole = \"guide\"\ndepartments = [\"d\"]\n");
    says(
        &hospital.apply(&both.replace(&guide, "")).refused(),
        "would be left without a guide who can count it",
    );
}

#[test]
fn once_released_a_round_binds_no_guide() {
    let ward = closed(8);
    ward.hospital.count(&[]).done();
    ward.hospital.round("release", &[]).done();
    let other = drop_in(1).replace(GUIDE, "next@example.org");
    ward.hospital.apply(&other).done();
}

#[test]
fn applying_twice_changes_nothing_and_invites_nobody_twice() {
    let plan = drop_in(2);
    let hospital = Hospital::new(programs(), &plan);
    let json = |plan: &str| {
        std::fs::write(hospital.path("again.toml"), plan).unwrap();
        hospital
            .hub(&[
                "apply",
                "--confirm",
                "--json",
                hospital.path("again.toml").to_str().unwrap(),
            ])
            .json()
    };
    let nothing = serde_json::json!({ "changes": [], "invitations": [] });
    assert_eq!(json(&plan), nothing);
    let more = plan.replace("headcount = 40", "headcount = 44")
        + "[[account]]\nemail = \"leader@example.org\"\nrole = \"leader\"\nwards = [\"w1\"]\n";
    let changed = json(&more);
    assert_eq!(changed["changes"].as_array().unwrap().len(), 3);
    assert_eq!(changed["invitations"].as_array().unwrap().len(), 1);
    assert_eq!(changed["invitations"][0]["email"], "leader@example.org");
    assert_eq!(json(&more), nothing);
}

#[test]
fn an_older_file_is_shown_and_not_applied_until_it_is_confirmed() {
    let plan = drop_in(2);
    let hospital = Hospital::new(programs(), &plan);
    let file = hospital.path("printed.toml");
    let printed = hospital.hub(&["plan"]).done();
    std::fs::write(&file, &printed).unwrap();
    let again = |more: &[&str]| hospital.hub(&[&["apply"], more, &[file.to_str().unwrap()]].concat());
    says(&again(&[]).done(), "Everything is as in the file already");
    hospital.apply(&plan.replace("headcount = 40", "headcount = 44")).done();
    let today = hospital.hub(&["plan"]).done();
    let refused = again(&[]).refused();
    says(&refused, "headcount \"44\" becomes \"40\"");
    says(&refused, "apply it with --confirm");
    assert_eq!(hospital.hub(&["plan"]).done(), today);
    again(&["--confirm"]).done();
    assert_eq!(hospital.hub(&["plan"]).done(), printed);
}

#[test]
fn what_loses_nothing_is_carried_out_while_a_round_is_open() {
    let plan = drop_in(1);
    let ward = answered_on(serving(&plan), 8);
    let changed = plan
        .replace("name = \"Ward 1\"", "name = \"Ward One\"")
        .replace("headcount = 40", "headcount = 30")
        .replace("Test hospital", "Renamed hospital")
        + "[[ward]]\nid = \"w9\"\nname = \"Ward 9\"\ndepartment = \"d\"\nheadcount = 12\n";
    ward.hospital.apply(&changed).done();
    ward.tablet.sync().done();
    let name = |ward: &Ward| crate::scene::settings(&ward.tablet).manifest.unwrap().ward.name;
    assert_eq!(name(&ward), "Ward One");
    // A ward that never answered may go again.
    let gone = changed.split("[[ward]]\nid = \"w9\"").next().unwrap().to_owned();
    ward.hospital.apply(&gone).done();
    ward.close();
    ward.hospital.count(&[]).done();
    ward.is_exact(0);
}

#[test]
fn a_planned_round_may_still_change_and_go() {
    let times = OPEN.replace("2020-01-01", "2098-01-01");
    let plan = drop_in(1).replace(OPEN, &times);
    let hospital = serving(&plan);
    hospital.apply(&plan.replace("floor = 7", "floor = 9")).done();
    hospital
        .apply(&plan.replace("wards = [\"w1\"]", "wards = [\"w1\"]\npooled = []"))
        .done();
    let without = plan.split("[[round]]").next().unwrap();
    hospital.apply(without).done();
    assert!(states(&hospital).is_empty());
}

#[test]
fn faults_of_a_plan_are_named_all_at_once() {
    let hospital = Hospital::new(programs(), &drop_in(1));
    let faulty = drop_in(1)
        .replace("floor = 7", "floor = 4")
        .replace("headcount = 40", "headcount = 0")
        .replace("closes = \"2099-01-01\"", "closes = \"soon\"");
    let said = hospital.apply(&faulty).refused();
    says(&said, "has floor 4; it can be 5 or more");
    says(&said, "headcount 0");
    says(&said, "\"soon\" is not a time");
    says(&said, "plan.toml");
    says(&hospital.apply(&drop_in(1)).done(), "as in the file already");
}

/// A deck that asks one statement twice, best at the end and best in the middle, would publish that nobody chose one side. It comes in by
/// no way, a plan's file among them.
#[test]
fn a_deck_that_asks_twice_comes_into_no_plan() {
    let hospital = serving(&drop_in(1));
    let deck = std::fs::read_to_string(deck_path("station.toml")).unwrap();
    let begin = deck.find("[[item]]\nid = \"workload\"").unwrap();
    let end = begin + deck[begin..].find("\n\n").unwrap();
    let twice = deck[begin..end]
        .replace("id = \"workload\"", "id = \"workload-again\"")
        .replace("favourable = \"middle\"", "favourable = \"last\"")
        .replace('\u{e5}', "a\u{30a}");
    let deck = format!("{deck}\n{twice}\n").replace("id = \"station\"", "id = \"twice\"");
    std::fs::write(hospital.path("twice.toml"), deck).unwrap();
    let plan = drop_in(1)
        + "[[round]]\nid = \"later\"\ndeck = \"twice.toml\"\nmode = \"drop-in\"\ncodes = false\nwards = [\"w1\"]\n\
           opens = \"2099-06-01\"\ncloses = \"2099-07-01\"\nurgent = { nb = \"Ring verneombudet.\" }\n";
    let said = hospital.apply(&plan).refused();
    says(
        &said,
        "round \"later\": its deck asks \"workload-again\" in the same words as \"workload\"",
    );
}
