//! Every deed has words: in each language, with what it was done to, and none like another's.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// Each deed as it is kept, what its words say of it in every language, and what its line in the shell says. A deed that reads differently
/// by how it was done stands here once for each way.
const DEEDS: &[(&str, &str, &[&str], &[&str])] = &[
    ("logged-in", "{}", &[], &[]),
    ("password-set", r#"{"account":"ada@q"}"#, &["ada@q"], &["ada@q"]),
    ("invited", r#"{"account":"ada@q"}"#, &["ada@q"], &["ada@q"]),
    ("invitation-withdrawn", r#"{"account":"ada@q"}"#, &["ada@q"], &["ada@q"]),
    (
        "logged-out-everywhere",
        r#"{"account":"ada@q"}"#,
        &["ada@q"],
        &["ada@q"],
    ),
    (
        "account-put",
        r#"{"account":"ada@q","role":"leader","places":{"wards":["ward-q"],"departments":[]},"blocked":false}"#,
        &["ada@q"],
        &["ada@q", "ward-q"],
    ),
    (
        "account-put",
        r#"{"account":"ada@q","role":"leader","places":{"wards":["ward-q"],"departments":[]},"blocked":true}"#,
        &["ada@q"],
        &["ada@q", "blocked"],
    ),
    ("account-removed", r#"{"account":"ada@q"}"#, &["ada@q"], &["ada@q"]),
    ("counting-key-set", r#"{"account":"ada@q"}"#, &["ada@q"], &["ada@q"]),
    ("organisation-named", r#"{"name":"Name-q"}"#, &["Name-q"], &["Name-q"]),
    (
        "department-put",
        r#"{"department":"dep-q","name":"Name-q"}"#,
        &["Name-q"],
        &["dep-q", "Name-q"],
    ),
    (
        "department-removed",
        r#"{"department":"dep-q"}"#,
        &["dep-q"],
        &["dep-q"],
    ),
    (
        "ward-put",
        r#"{"ward":"ward-q","name":"Name-q","department":"dep-q","headcount":77,"closed":false}"#,
        &["Name-q", "77"],
        &["ward-q", "Name-q", "dep-q", "77"],
    ),
    (
        "ward-put",
        r#"{"ward":"ward-q","name":"Name-q","department":"dep-q","headcount":77,"closed":true}"#,
        &["Name-q"],
        &["ward-q", "closed"],
    ),
    ("ward-removed", r#"{"ward":"ward-q"}"#, &["ward-q"], &["ward-q"]),
    ("round-planned", r#"{"round":"round-q"}"#, &["round-q"], &["round-q"]),
    ("round-taken-away", r#"{"round":"round-q"}"#, &["round-q"], &["round-q"]),
    (
        "deck-finished",
        r#"{"deck":"deck-q","version":77}"#,
        &["deck-q-77"],
        &["deck-q-77"],
    ),
    (
        "deck-removed",
        r#"{"deck":"deck-q","version":77}"#,
        &["deck-q-77"],
        &["deck-q-77"],
    ),
    ("round-confirmed", r#"{"round":"round-q"}"#, &["round-q"], &["round-q"]),
    (
        "round-unconfirmed",
        r#"{"round":"round-q"}"#,
        &["round-q"],
        &["round-q"],
    ),
    ("round-opened", r#"{"round":"round-q"}"#, &["round-q"], &["round-q"]),
    (
        "closing-set",
        r#"{"round":"round-q","closes":1792188000}"#,
        &["round-q", "2026"],
        &["round-q", "2026"],
    ),
    // Closed now: no time is said but the entry's own.
    (
        "closing-set",
        r#"{"round":"round-q","closes":1000}"#,
        &["round-q"],
        &["round-q"],
    ),
    ("closed-for-good", r#"{"round":"round-q"}"#, &["round-q"], &["round-q"]),
    (
        "counted",
        r#"{"round":"round-q","left_out":["left-q"],"taken":["taken-q"],"let_in":["let@q"],"number":"1234 5678"}"#,
        &["round-q", "left-q", "taken-q", "let@q", "1234 5678"],
        &["round-q", "left-q", "taken-q", "let@q"],
    ),
    ("released", r#"{"round":"round-q"}"#, &["round-q"], &["round-q"]),
    ("areas-changed", r#"{"round":"round-q"}"#, &["round-q"], &["round-q"]),
    ("bands-published", r#"{"round":"round-q"}"#, &["round-q"], &["round-q"]),
    ("bands-withdrawn", r#"{"round":"round-q"}"#, &["round-q"], &["round-q"]),
    (
        "report-frozen",
        r#"{"round":"round-q","version":77}"#,
        &["round-q", "77"],
        &["round-q", "77"],
    ),
    ("unread-planned", r#"{"round":"round-q"}"#, &["round-q"], &["round-q"]),
    ("answers-kept", r#"{"round":"round-q"}"#, &["round-q"], &["round-q"]),
    ("closed-unread", r#"{"round":"round-q"}"#, &["round-q"], &["round-q"]),
    (
        "exported",
        r#"{"round":"round-q","reader":"guide","format":"form-q"}"#,
        &["round-q", "form-q"],
        &["round-q", "form-q"],
    ),
    (
        "exported",
        r#"{"round":"round-q","reader":"leader","format":"form-q"}"#,
        &["round-q", "form-q"],
        &["round-q", "form-q"],
    ),
    (
        "exported",
        r#"{"round":"round-q","reader":"leader","format":"report-pdf"}"#,
        &["round-q"],
        &["round-q", "report-pdf"],
    ),
    (
        "exported",
        r#"{"round":"round-q","reader":"leader","format":"report-slides"}"#,
        &["round-q"],
        &["round-q", "report-slides"],
    ),
    ("notes-opened", r#"{"round":"round-q"}"#, &["round-q"], &["round-q"]),
    ("token-made", "{}", &[], &[]),
    ("token-ended", "{}", &[], &[]),
    (
        "codes-printed",
        r#"{"round":"round-q","tablet":"tab-q"}"#,
        &["round-q", "tab-q"],
        &["round-q", "tab-q"],
    ),
    ("enrolment-link-made", r#"{"ward":"ward-q"}"#, &[], &["ward-q"]),
    (
        "enrolment-link-for-several-made",
        r#"{"ward":"ward-q","tablets":77}"#,
        &["77"],
        &["ward-q", "77"],
    ),
    (
        "tablet-enrolled",
        r#"{"tablet":"tab-q","ward":"ward-q"}"#,
        &["tab-q"],
        &["tab-q", "ward-q"],
    ),
    ("tablet-retired", r#"{"tablet":"tab-q"}"#, &["tab-q"], &["tab-q"]),
    ("tablet-stolen", r#"{"tablet":"tab-q"}"#, &["tab-q"], &["tab-q"]),
    ("staff-pin-set", r#"{"ward":"ward-q","is_set":true}"#, &[], &["ward-q"]),
    ("staff-pin-set", r#"{"ward":"ward-q","is_set":false}"#, &[], &["ward-q"]),
    ("tablet-file-taken", r#"{"tablet":"tab-q"}"#, &["tab-q"], &["tab-q"]),
    (
        "tablet-named",
        r#"{"tablet":"tab-q","name":"Name-q"}"#,
        &["tab-q", "Name-q"],
        &["tab-q", "Name-q"],
    ),
    (
        "tablet-named",
        r#"{"tablet":"tab-q","name":""}"#,
        &["tab-q"],
        &["tab-q"],
    ),
    ("clock-confirmed", "{}", &[], &[]),
    ("backed-up", "{}", &[], &[]),
    (
        "restored",
        r#"{"copy_of":1792188000,"replaced":"head-q"}"#,
        &["2026", "head-q"],
        &["2026", "head-q"],
    ),
    ("review-confirmed", "{}", &[], &[]),
    (
        "signatures-asked",
        r#"{"kind":"checkpoint","thing":"thing-q"}"#,
        &[],
        &["thing-q"],
    ),
    (
        "signatures-asked",
        r#"{"kind":"report","thing":"thing-q"}"#,
        &[],
        &["thing-q"],
    ),
    (
        "signatures-asked",
        r#"{"kind":"plan","thing":"thing-q"}"#,
        &[],
        &["thing-q"],
    ),
    (
        "signature-given",
        r#"{"kind":"plan","thing":"thing-q","role":"leader","answer":"signed"}"#,
        &[],
        &["thing-q"],
    ),
    (
        "signature-given",
        r#"{"kind":"plan","thing":"thing-q","role":"leader","answer":"refused"}"#,
        &[],
        &["thing-q"],
    ),
    (
        "signature-given",
        r#"{"kind":"plan","thing":"thing-q","role":"leader","answer":"on-paper"}"#,
        &[],
        &["thing-q"],
    ),
    (
        "signature-given",
        r#"{"kind":"plan","thing":"thing-q","role":"leader","answer":"gone-on"}"#,
        &[],
        &["thing-q"],
    ),
    ("process-started", r#"{"process":"proc-q"}"#, &[], &["proc-q"]),
    (
        "goals-saved",
        r#"{"process":"proc-q","version":77}"#,
        &["77"],
        &["proc-q", "77"],
    ),
    (
        "phase-begun",
        r#"{"process":"proc-q","phase":"phase-q","unsigned":false}"#,
        &["phase-q"],
        &["proc-q", "phase-q"],
    ),
    (
        "phase-begun",
        r#"{"process":"proc-q","phase":"phase-q","unsigned":true}"#,
        &["phase-q"],
        &["proc-q", "phase-q"],
    ),
    (
        "open-page-changed",
        r#"{"process":"proc-q","open":true,"results":false,"pages":"https://q"}"#,
        &[],
        &["proc-q"],
    ),
    (
        "open-page-changed",
        r#"{"process":"proc-q","open":true,"results":true,"pages":"https://q"}"#,
        &[],
        &["proc-q"],
    ),
    (
        "open-page-changed",
        r#"{"process":"proc-q","open":false,"results":false,"pages":""}"#,
        &[],
        &["proc-q"],
    ),
    (
        "meeting-saved",
        r#"{"process":"proc-q","number":77}"#,
        &["77"],
        &["proc-q", "77"],
    ),
    (
        "meeting-closed",
        r#"{"process":"proc-q","number":77}"#,
        &["77"],
        &["proc-q", "77"],
    ),
    ("proposals-changed", r#"{"process":"proc-q"}"#, &[], &["proc-q"]),
    (
        "measure-saved",
        r#"{"process":"proc-q","number":77}"#,
        &["77"],
        &["proc-q", "77"],
    ),
    (
        "measure-status-set",
        r#"{"process":"proc-q","number":77}"#,
        &["77"],
        &["proc-q", "77"],
    ),
    (
        "idea-changed",
        r#"{"process":"proc-q","number":77}"#,
        &["77"],
        &["proc-q", "77"],
    ),
    (
        "idea-withdrawn",
        r#"{"process":"proc-q","number":77}"#,
        &["77"],
        &["proc-q", "77"],
    ),
    (
        "gathering-prepared",
        r#"{"process":"proc-q","number":77}"#,
        &["77"],
        &["proc-q", "77"],
    ),
    (
        "gathering-led",
        r#"{"process":"proc-q","number":77}"#,
        &["77"],
        &["proc-q", "77"],
    ),
    (
        "gathering-handed-over",
        r#"{"process":"proc-q","number":77}"#,
        &["77"],
        &["proc-q", "77"],
    ),
    (
        "gathering-given-up",
        r#"{"process":"proc-q","number":77}"#,
        &["77"],
        &["proc-q", "77"],
    ),
    (
        "help-answered",
        r#"{"process":"proc-q","number":77}"#,
        &["77"],
        &["proc-q", "77"],
    ),
    (
        "plan-exported",
        r#"{"process":"proc-q","format":"form-q"}"#,
        &["form-q"],
        &["proc-q", "form-q"],
    ),
    ("reminder-asked", r#"{"process":"proc-q"}"#, &[], &["proc-q"]),
    ("calendar-made", "{}", &[], &[]),
    ("calendar-ended", "{}", &[], &[]),
    ("follow-up-noted", r#"{"round":"round-q"}"#, &["round-q"], &["round-q"]),
    ("passed-on-changed", "{}", &[], &[]),
    ("process-rested", r#"{"process":"proc-q"}"#, &[], &["proc-q"]),
    ("process-taken-up", r#"{"process":"proc-q"}"#, &[], &["proc-q"]),
];

fn read(word: &str, about: &str) -> Deed {
    Deed::read(word, about).unwrap_or_else(|| panic!("{word} {about}"))
}

/// What the type itself says that there is: a deed that is added and stands not above is found.
#[test]
fn no_deed_is_forgotten_here() {
    let unknown = serde_json::json!({ "deed": "flew-away", "about": {} });
    let said = serde_json::from_value::<Deed>(unknown).unwrap_err().to_string();
    let (_, known) = said.split_once("expected one of").expect("the names of all deeds");
    let known: BTreeSet<&str> = known.split('`').skip(1).step_by(2).collect();
    assert!(known.len() > 70, "{said}");
    assert_eq!(known, DEEDS.iter().map(|(word, ..)| *word).collect());
}

#[test]
fn every_deed_is_said_in_each_language_with_what_it_was_done_to_and_like_no_other() {
    let (organisation, method) = (Organisation::default(), Method::four());
    let mut all: BTreeMap<String, Vec<Language>> = BTreeMap::new();
    for language in Language::ALL {
        let words = Words {
            organisation: &organisation,
            method: &method,
            language,
            only: None,
        };
        let mut said = BTreeMap::new();
        for (word, about, names, _) in DEEDS {
            let entry = Entry {
                number: 1,
                at: 1_790_000_000,
                who: Who::Shell.name().to_owned(),
                deed: (*word).to_owned(),
                about: (*about).to_owned(),
                wards: "[]".to_owned(),
            };
            let what = words.line(&entry).what;
            assert!(
                !what.trim().is_empty() && !what.contains(['{', '}']),
                "{language:?} {word}: {what}"
            );
            for name in *names {
                assert!(what.contains(name), "{language:?} {word}: {name} in {what}");
            }
            assert!(what != fill(AuditTexts::of(language).unknown, &[word]), "{word}");
            if let Some(other) = said.insert(what.clone(), (word, about)) {
                panic!("{language:?}: {other:?} and {word} {about} are both {what:?}");
            }
            all.entry(what).or_default().push(language);
        }
    }
    // Bokmål and nynorsk share a sentence here and there, English none with them.
    let shared: Vec<_> = all
        .iter()
        .filter(|(_, of)| of.contains(&Language::En) && of.len() > 1)
        .collect();
    assert!(shared.is_empty(), "{shared:?}");
}

#[test]
fn every_deed_has_a_line_in_the_shell_and_comes_back_as_it_was_kept() {
    for (word, about, _, names) in DEEDS {
        let deed = read(word, about);
        assert_eq!(deed.write().0, *word);
        let (kept, again) = deed.write();
        assert_eq!(Deed::read(&kept, &again), Some(deed.clone()));
        let line = deed.summary();
        assert!(!line.is_empty() && !line.contains('{'), "{word}: {line}");
        for name in *names {
            assert!(line.contains(name), "{word}: {name} in {line}");
        }
    }
}
