//! Reports rest on the release alone: two counts of which the same is published give the same report, to the last byte, and no later
//! version shows more.

use std::collections::BTreeSet;

use proptest::prelude::*;
use trykk_hub::analysis::areas::{Area, AreaKind, Evidence, list_candidates};
use trykk_hub::figures::bounds::bound_questions;
use trykk_hub::figures::release::{Release, cuts, release};
use trykk_hub::figures::tally::{Sheets, Tally, blank};
use trykk_hub::report::frozen::{Around, Frozen};
use trykk_hub::report::page::write_body;
use trykk_shared::deck::{Deck, Mode, Question};
use trykk_shared::language::Language;

pub fn deck() -> Deck {
    Deck::read(include_str!("../../../assets/decks/station.toml")).unwrap()
}

pub fn a_tally() -> impl Strategy<Value = Tally> {
    let blank = blank(&deck(), Mode::DropIn);
    let values = blank.iter().map(|question| question.counts.len()).sum::<usize>();
    prop::collection::vec(0..12_u64, values).prop_map(|counts| tally_of(&counts))
}

/// A tally with these counts, question by question.
pub fn tally_of(counts: &[u64]) -> Tally {
    let mut counts = counts.iter().copied();
    let mut questions = blank(&deck(), Mode::DropIn);
    for count in questions.iter_mut().flat_map(|question| question.counts.values_mut()) {
        *count = counts.next().unwrap();
    }
    Tally {
        sheets: Sheets {
            participant: 60,
            table: 0,
        },
        questions,
        unreadable: 0,
        answered: None,
    }
}

/// Another tally of which the same is published: on each side of the cuts people chose other values, and of few it is others who said yes.
pub fn twin(tally: &Tally) -> Tally {
    let (deck, mut twin) = (deck(), tally.clone());
    for question in &mut twin.questions {
        let n: u64 = question.counts.values().sum();
        let asked = &deck.item(&question.id).unwrap().question;
        let Some((low_to, high_from)) = cuts(asked) else {
            let yes = question.counts[&1];
            let other = match yes {
                0..=3 => 3 - yes,
                most if n - most <= 3 => n - (3 - (n - most)),
                exact => exact,
            };
            // Where too few answered, nothing is published of it at all.
            let other = if n < 7 { n - yes } else { other };
            question.counts = [(0, n - other), (1, other)].into();
            continue;
        };
        for side in [i16::MIN..=low_to, low_to + 1..=high_from - 1, high_from..=i16::MAX] {
            let values: Vec<i16> = question.counts.range(side).map(|(value, _)| *value).collect();
            let counts: Vec<u64> = values.iter().rev().map(|value| question.counts[value]).collect();
            question.counts.extend(values.into_iter().zip(counts));
        }
    }
    twin
}

fn publish(tally: &Tally) -> Release {
    release("2026-autumn", &["med-1".to_owned()], 7, &deck(), tally)
}

fn around() -> Around {
    Around {
        organisation: "Fjordvik sykehus".to_owned(),
        wards: "Medisinsk sengepost 1".to_owned(),
        time_zone: "Europe/Oslo".to_owned(),
        opens: 1_790_000_000,
        closes: 1_791_000_000,
        floor: 7,
    }
}

/// An area of each candidate.
fn areas(release: &Release) -> Vec<Area> {
    let candidates = list_candidates(&deck(), &bound_questions(release));
    let areas = candidates.into_iter().map(|one| Area {
        kind: one.kind,
        title: one.theme.unwrap_or_default(),
        sentence: "Vi holder på det.".to_owned(),
        evidence: one.items.into_iter().map(Evidence::Item).collect(),
    });
    areas.collect()
}

pub fn freeze(tally: &Tally) -> Frozen {
    let published = publish(tally);
    let areas = areas(&published);
    Frozen::following(None, around(), &deck(), &published, &BTreeSet::new(), &areas)
}

/// The mutant: a report that also says how many chose the first face of the first statement.
fn freeze_leaking(tally: &Tally) -> Frozen {
    let mut frozen = freeze(tally);
    let first = tally
        .questions
        .iter()
        .find(|question| question.counts.len() == 5)
        .unwrap();
    frozen.areas.push(Area {
        kind: AreaKind::Improve,
        title: "Lekk".to_owned(),
        sentence: format!("Det var {}.", first.counts[&1]),
        evidence: vec![Evidence::Item(first.id.clone())],
    });
    frozen
}

/// Whether a tally and its twin can be told apart by what becomes of them.
fn tells_apart(make: impl Fn(&Tally) -> Frozen, tally: &Tally) -> bool {
    let (one, other) = (tally, twin(tally));
    assert_eq!(publish(one), publish(&other), "they publish the same");
    let (one, other) = (make(one), make(&other));
    let bodies = |frozen: &Frozen| Language::ALL.map(|language| write_body(frozen, language).unwrap());
    one != other || one.digest().unwrap() != other.digest().unwrap() || bodies(&one) != bodies(&other)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn two_counts_of_which_the_same_is_published_give_the_same_report(tally in a_tally()) {
        prop_assert!(!tells_apart(freeze, &tally));
    }

    /// However often it is corrected, no version shows a question that the one before did not, and each area rests on what is shown.
    #[test]
    fn no_later_version_shows_more(tally in a_tally(), wishes in prop::collection::vec(prop::collection::btree_set(0..12_usize, 0..6), 1..5)) {
        let published = publish(&tally);
        let areas = areas(&published);
        let mut before: Option<Frozen> = None;
        for wish in wishes {
            let wish: BTreeSet<String> = wish.iter().map(|at| published.questions[at % published.questions.len()].id.clone()).collect();
            let next = Frozen::following(before.as_ref(), around(), &deck(), &published, &wish, &areas);
            prop_assert!(next.may_follow(before.as_ref()));
            prop_assert!(wish.is_subset(&next.left_out));
            let shown: Vec<&str> = next.release.questions.iter().map(|question| question.id.as_str()).collect();
            prop_assert_eq!(shown.len() + next.left_out.len(), published.questions.len());
            prop_assert!(next.areas.iter().all(|area| area.evidence.iter().all(|Evidence::Item(id)| shown.contains(&id.as_str()))));
            for text in next.left_out.iter().map(|id| deck().item(id).unwrap().text.get(Language::Nb).to_owned()) {
                prop_assert!(!write_body(&next, Language::Nb).unwrap().contains(&text), "{}", text);
            }
            if let Some(before) = &before {
                prop_assert!(shown.iter().all(|id| before.release.questions.iter().any(|question| question.id == *id)));
                // What would show more is refused.
                let more = Frozen { left_out: BTreeSet::new(), release: published.clone(), ..next.clone() };
                prop_assert_eq!(more.may_follow(Some(before)), before.left_out.is_empty());
            }
            before = Some(next);
        }
    }
}

#[test]
fn a_report_that_read_one_cell_of_a_count_would_be_found_out() {
    let values: usize = blank(&deck(), Mode::DropIn)
        .iter()
        .map(|question| question.counts.len())
        .sum();
    let counts: Vec<u64> = (0..values as u64).map(|nth| nth % 11 + 1).collect();
    let tally = tally_of(&counts);
    assert_ne!(twin(&tally), tally);
    assert!(!tells_apart(freeze, &tally));
    assert!(tells_apart(freeze_leaking, &tally));
}

/// What a report says when hardly anybody answered: that, and no figure.
#[test]
fn where_nothing_is_published_a_report_says_so() {
    let none = tally_of(&[0; 42][..blank(&deck(), Mode::DropIn).iter().map(|one| one.counts.len()).sum()]);
    let frozen = freeze(&none);
    assert!(frozen.areas.is_empty());
    let body = write_body(&frozen, Language::Nb).unwrap();
    assert!(body.contains("For få svarte til at tallene kan vises") && body.contains("Det er ikke valgt noen områder"));
    assert!(
        !body.contains("class=\"certain\" width=\"40\""),
        "no key to bars that are not there"
    );
    let asked = deck()
        .items
        .into_iter()
        .filter(|item| !matches!(item.question, Question::Note { .. }));
    assert_eq!(
        body.matches("<figure").count(),
        asked.count(),
        "every question stands with its reason"
    );
}

/// Reports as PDF. A feature leaves them out while one works elsewhere.
#[cfg(feature = "pdf")]
mod set {
    use std::path::Path;
    use std::process::Command;

    use trykk_hub::figures::bounds::Bounds;
    use trykk_hub::report::pdf::{Shape, write_pdf};

    use super::*;

    const SHAPES: [Shape; 2] = [Shape::Report, Shape::Slides];

    fn values() -> usize {
        blank(&deck(), Mode::DropIn)
            .iter()
            .map(|question| question.counts.len())
            .sum()
    }

    fn a_full_tally() -> Tally {
        let counts: Vec<u64> = (0..values() as u64).map(|nth| nth % 11 + 1).collect();
        tally_of(&counts)
    }

    /// What a program of poppler says of a PDF.
    fn ask(program: &str, pdf: &[u8], arguments: &[&str]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.pdf");
        std::fs::write(&path, pdf).unwrap();
        let end: &[&str] = if program == "pdftotext" { &["-"] } else { &[] };
        let said = Command::new(program)
            .args(arguments)
            .arg(&path)
            .args(end)
            .output()
            .unwrap();
        assert!(
            said.status.success(),
            "{program}: {}",
            String::from_utf8_lossy(&said.stderr)
        );
        String::from_utf8(said.stdout).unwrap()
    }

    /// Words as they were written, whatever lines they were broken into.
    fn flow(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// In every language and shape, of full counts and of none; typst's own checker finds nothing inaccessible. With `TRYKK_PDFS` in the
    /// environment they are left there to be looked at.
    #[test]
    fn a_report_is_set_in_every_language_and_shape_and_can_be_read_back() {
        let full = freeze(&a_full_tally());
        let none = freeze(&tally_of(&vec![0; values()]));
        assert!(full.areas.len() > 3);
        for (name, frozen) in [("full", &full), ("none", &none)] {
            for language in Language::ALL {
                for shape in SHAPES {
                    let case = format!("{name}-{language}-{shape:?}");
                    let pdf = write_pdf(frozen, language, shape).unwrap();
                    if let Some(folder) = std::env::var_os("TRYKK_PDFS") {
                        std::fs::write(Path::new(&folder).join(format!("{case}.pdf")), &pdf).unwrap();
                    }
                    let about = ask("pdfinfo", &pdf, &[]);
                    assert!(
                        about.contains("Tagged:          yes") && about.contains("Medisinsk sengepost 1"),
                        "{case}: {about}"
                    );
                    assert!(!about.contains("CreationDate"), "{case} says when it was set");
                    let fonts = ask("pdffonts", &pdf, &[]);
                    let fonts: Vec<&str> = fonts.lines().skip(2).collect();
                    assert!(
                        !fonts.is_empty()
                            && fonts
                                .iter()
                                .all(|font| font.contains("Inter") && font.contains(" yes yes")),
                        "{case}: {fonts:?}"
                    );
                    let text = flow(&ask("pdftotext", &pdf, &["-layout"]));
                    assert!(
                        text.contains("Fjordvik sykehus") && text.contains("Medisinsk sengepost 1"),
                        "{case}"
                    );
                    for area in &frozen.areas {
                        assert!(
                            text.contains(&area.title) && text.contains(&area.sentence),
                            "{case} misses {}",
                            area.title
                        );
                    }
                }
            }
        }
    }

    /// Every exact figure that is published stands in the report.
    #[test]
    fn a_report_to_read_has_every_published_figure() {
        let frozen = freeze(&a_full_tally());
        let text = flow(&ask(
            "pdftotext",
            &write_pdf(&frozen, Language::En, Shape::Report).unwrap(),
            &["-layout"],
        ));
        let mut seen = 0;
        for question in bound_questions(&frozen.release) {
            let json = serde_json::to_value(question.figure).unwrap();
            for part in json.as_object().into_iter().flat_map(|figure| figure.values()) {
                let parts: Vec<Bounds> = match part.get("least") {
                    Some(_) => vec![bounds(part)],
                    None => part
                        .as_object()
                        .into_iter()
                        .flat_map(|parts| parts.values())
                        .filter(|part| part.is_object())
                        .map(bounds)
                        .collect(),
                };
                for Bounds { least, .. } in parts.into_iter().filter(|part| part.least == part.most) {
                    assert!(
                        text.contains(&format!("{least} of {}", question.n)),
                        "{} {least}",
                        question.id
                    );
                    seen += 1;
                }
            }
        }
        assert!(seen > 8, "only {seen} figures were looked for");
    }

    fn bounds(json: &serde_json::Value) -> Bounds {
        let at = |key: &str| json[key].as_u64().unwrap();
        Bounds {
            least: at("least"),
            most: at("most"),
        }
    }

    #[test]
    fn two_counts_of_which_the_same_is_published_give_the_same_pdfs() {
        let tally = a_full_tally();
        let set = |make: fn(&Tally) -> Frozen, tally: &Tally| {
            SHAPES.map(|shape| write_pdf(&make(tally), Language::Nb, shape).unwrap())
        };
        assert!(set(freeze, &tally) == set(freeze, &twin(&tally)), "to the last byte");
        let (one, other) = (set(freeze_leaking, &tally), set(freeze_leaking, &twin(&tally)));
        assert!(
            one[0] != other[0] && one[1] != other[1],
            "a report that read one cell is found out"
        );
    }
}
