//! Reports rest on release and bands alone: two counts, and the notes beside them, of which the same is published give the same report, to
//! the last byte, and no later version shows more.

use std::collections::BTreeSet;

use proptest::prelude::*;
use trykk_hub::analysis::areas::{Area, AreaKind, Evidence, list_candidates};
use trykk_hub::analysis::bands::{BandNote, Bands, find_band, make_bands};
use trykk_hub::analysis::codebook::Codebook;
use trykk_hub::analysis::sorting::Marks;
use trykk_hub::figures::bounds::bound_questions;
use trykk_hub::figures::release::{Release, cuts, release};
use trykk_hub::figures::tally::{Sheets, Tally, blank};
use trykk_hub::report::frozen::{Around, BandsSince, Frozen};
use trykk_hub::report::page::write_body;
use trykk_shared::deck::{Deck, Mode, Question};
use trykk_shared::language::Language;
use trykk_shared::slip::NotePlace;

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

/// How many wrote notes under a prompt, how many of them of which category, and how many further notes there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    writers: u64,
    mentions: Vec<u64>,
    further: usize,
}

/// What was counted, and what its notes were sorted into.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    tally: Tally,
    written: Written,
}

const PROMPT: &str = "note-improve";
/// Nothing is published of fewer.
const FEWEST: u64 = 7;

impl Written {
    /// The notes: who wrote of what begins at `turn`, and further notes are of every category.
    fn notes(&self, turn: u64) -> Vec<BandNote<'static>> {
        let codebook = Codebook::built_in();
        let ids: Vec<&String> = codebook
            .categories()
            .map(|one| &one.id)
            .take(self.mentions.len())
            .collect();
        let note = |place, categories: Vec<&String>| BandNote {
            item: PROMPT,
            place,
            marks: Marks {
                categories: Some(categories.into_iter().cloned().collect()),
                pass_on: turn > 0,
            },
        };
        let firsts = (0..self.writers).map(|writer| {
            let place = (writer + turn) % self.writers;
            let of = ids.iter().zip(&self.mentions).filter(|(_, many)| place < **many);
            note(NotePlace::First, of.map(|(id, _)| *id).collect())
        });
        let further = (0..self.further).map(|nth| note(NotePlace::Further, ids[nth % ids.len()..].to_vec()));
        firsts.chain(further).collect()
    }

    fn bands(&self, turn: u64) -> Bands {
        make_bands(&Codebook::built_in(), &[PROMPT], &self.notes(turn), 60, FEWEST).unwrap()
    }

    /// Others of which the same is published: of each category the other end of its band, written by others, and more notes beside.
    fn twin(&self) -> Written {
        let other = |with: &u64| {
            let band = find_band(*with, self.writers, FEWEST);
            let same: Vec<u64> = (0..=self.writers)
                .filter(|other| find_band(*other, self.writers, FEWEST) == band)
                .collect();
            let (first, last) = (same[0], *same.last().unwrap());
            if *with == last { first } else { last }
        };
        Written {
            writers: self.writers,
            mentions: self.mentions.iter().map(other).collect(),
            further: self.further + 3,
        }
    }
}

impl Counted {
    pub fn twin(&self) -> Counted {
        Counted {
            tally: twin(&self.tally),
            written: self.written.twin(),
        }
    }
}

fn some_written() -> impl Strategy<Value = Written> {
    let mentions = prop::collection::vec(any::<prop::sample::Index>(), 7);
    (5..30_u64, mentions, 0..9_usize).prop_map(|(writers, mentions, further)| Written {
        writers,
        mentions: mentions
            .iter()
            .map(|at| at.index(usize::try_from(writers).unwrap() + 1) as u64)
            .collect(),
        further,
    })
}

pub fn some_counted() -> impl Strategy<Value = Counted> {
    (a_tally(), some_written()).prop_map(|(tally, written)| Counted { tally, written })
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
fn areas(release: &Release, bands: &Bands) -> Vec<Area> {
    let candidates = list_candidates(&deck(), &bound_questions(release), Some(bands));
    let areas = candidates.into_iter().map(|one| {
        let items = one.items.into_iter().map(Evidence::Item);
        let mentions = one.mentions.into_iter();
        let mentions = mentions.map(|(prompt, category)| Evidence::Category { prompt, category });
        Area {
            kind: one.kind,
            title: one.theme.unwrap_or_default(),
            sentence: "Vi holder på det.".to_owned(),
            evidence: items.chain(mentions).collect(),
        }
    });
    areas.collect()
}

fn freeze_of(published: &Release, bands: &Bands) -> Frozen {
    let areas = areas(published, bands);
    Frozen::following(
        None,
        around(),
        &deck(),
        (published, Some(bands)),
        &BTreeSet::new(),
        &areas,
    )
}

pub fn freeze(counted: &Counted) -> Frozen {
    freeze_of(&publish(&counted.tally), &counted.written.bands(0))
}

/// The same of notes that others wrote, in another order.
fn freeze_turned(counted: &Counted) -> Frozen {
    freeze_of(&publish(&counted.tally), &counted.written.bands(3))
}

/// A mutant: it publishes the exact number of yes to the first card where it is "at most three".
fn freeze_of_another_rule(counted: &Counted) -> Frozen {
    use trykk_hub::figures::release::{Cell, Figure};
    let mut published = publish(&counted.tally);
    for question in &mut published.questions {
        let asked = counted
            .tally
            .questions
            .iter()
            .find(|one| one.id == question.id)
            .unwrap();
        if let Figure::Yes(cell @ Cell::AtMost(_)) = &mut question.figure {
            *cell = Cell::Exactly(asked.counts[&1]);
        }
    }
    freeze_of(&published, &counted.written.bands(0))
}

/// A mutant: bands of notes instead of writers.
fn freeze_of_notes(counted: &Counted) -> Frozen {
    let mut notes = counted.written.notes(0);
    notes.iter_mut().for_each(|note| note.place = NotePlace::First);
    let bands = make_bands(&Codebook::built_in(), &[PROMPT], &notes, 60, FEWEST).unwrap();
    freeze_of(&publish(&counted.tally), &bands)
}

/// The mutant: a report that also says how many chose the first face of the first statement.
fn freeze_leaking(counted: &Counted) -> Frozen {
    let mut frozen = freeze(counted);
    let first = counted
        .tally
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

/// Whether what was counted and its twin can be told apart by what becomes of them.
fn tells_apart(make: impl Fn(&Counted) -> Frozen, counted: &Counted) -> bool {
    let (one, other) = (counted, counted.twin());
    assert_eq!(publish(&one.tally), publish(&other.tally), "they publish the same");
    assert_eq!(one.written.bands(0), other.written.bands(3), "of their notes too");
    let (one, other) = (make(one), make(&other));
    let body = |frozen: &Frozen, language| write_body(frozen, BandsSince::Stand, language).unwrap();
    let bodies = |frozen: &Frozen| Language::ALL.map(|language| body(frozen, language));
    one != other || one.digest().unwrap() != other.digest().unwrap() || bodies(&one) != bodies(&other)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn two_counts_of_which_the_same_is_published_give_the_same_report(counted in some_counted()) {
        prop_assert!(!tells_apart(freeze, &counted));
        prop_assert_eq!(freeze(&counted), freeze_turned(&counted.twin()));
    }

    /// Bands come into no version that the first one did not have, and leave with their prompt and with the guide's withdrawal.
    #[test]
    fn bands_only_ever_leave_a_report(
        counted in some_counted(), had in any::<bool>(), steps in prop::collection::vec(0..3_usize, 1..5),
    ) {
        let (published, bands) = (publish(&counted.tally), counted.written.bands(0));
        let areas = areas(&published, &bands);
        let mut before: Option<Frozen> = None;
        let mut stays = had;
        for (nth, step) in steps.into_iter().enumerate() {
            let out: BTreeSet<String> = if step == 1 { [PROMPT.to_owned()].into() } else { BTreeSet::new() };
            let now = if step == 2 || (nth == 0 && !had) { None } else { Some(&bands) };
            let next = Frozen::following(before.as_ref(), around(), &deck(), (&published, now), &out, &areas);
            stays = stays && now.is_some() && step != 1;
            prop_assert!(next.may_follow(before.as_ref()));
            prop_assert_eq!(next.bands.iter().flat_map(|bands| &bands.prompts).count(), usize::from(stays));
            let body = write_body(&next, BandsSince::Stand, Language::Nb).unwrap();
            prop_assert_eq!(body.contains("Hva lappene handler om"), stays);
            let rests = next.areas.iter().flat_map(|area| &area.evidence);
            let rests = rests.filter(|one| matches!(one, Evidence::Category { .. })).count();
            prop_assert!(stays || rests == 0);
            if let Some(before) = &before {
                let had: Vec<_> = before.bands.iter().flat_map(|bands| &bands.prompts).collect();
                let more = Frozen { bands: Some(bands.clone()), ..next.clone() };
                prop_assert_eq!(more.may_follow(Some(before)), !had.is_empty());
            }
            before = Some(next);
        }
    }

    /// What was withdrawn is in no view of what was frozen before; which version it is, and what was signed, stays.
    #[test]
    fn withdrawn_bands_are_in_no_view_of_a_frozen_report(counted in some_counted()) {
        let frozen = freeze(&counted);
        for language in Language::ALL {
            let body = write_body(&frozen, BandsSince::Withdrawn, language).unwrap();
            let texts = ["nevnt av minst", "nemnt av minst", "mentioned by at least"];
            prop_assert!(texts.iter().all(|text| !body.contains(text)), "{}", body);
            prop_assert!(body.contains("aside withdrawn"));
        }
    }

    /// However often it is corrected, no version shows a question that the one before did not, and each area rests on what is shown.
    #[test]
    fn no_later_version_shows_more(tally in a_tally(), wishes in prop::collection::vec(prop::collection::btree_set(0..12_usize, 0..6), 1..5)) {
        let published = publish(&tally);
        let none = Written { writers: 0, mentions: vec![0; 7], further: 0 }.bands(0);
        let areas = areas(&published, &none);
        let mut before: Option<Frozen> = None;
        for wish in wishes {
            let wish: BTreeSet<String> = wish.iter().map(|at| published.questions[at % published.questions.len()].id.clone()).collect();
            let next = Frozen::following(before.as_ref(), around(), &deck(), (&published, None), &wish, &areas);
            prop_assert!(next.may_follow(before.as_ref()));
            prop_assert!(wish.is_subset(&next.left_out));
            let shown: Vec<&str> = next.release.questions.iter().map(|question| question.id.as_str()).collect();
            prop_assert_eq!(shown.len() + next.left_out.len(), published.questions.len());
            prop_assert!(next.areas.iter().all(|area| area.evidence.iter().all(|one| matches!(one, Evidence::Item(id) if shown.contains(&id.as_str())))));
            for text in next.left_out.iter().map(|id| deck().item(id).unwrap().text.get(Language::Nb).to_owned()) {
                prop_assert!(!write_body(&next, BandsSince::Stand, Language::Nb).unwrap().contains(&text), "{}", text);
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

/// Counts that make every kind of figure, and notes that make every band.
fn a_full_count() -> Counted {
    let values: usize = blank(&deck(), Mode::DropIn)
        .iter()
        .map(|question| question.counts.len())
        .sum();
    let counts: Vec<u64> = (0..values as u64).map(|nth| nth % 11 + 1).collect();
    Counted {
        tally: tally_of(&counts),
        written: Written {
            writers: 20,
            mentions: vec![12, 8, 5, 2, 0, 20, 4],
            further: 2,
        },
    }
}

#[test]
fn a_report_that_read_one_cell_of_a_count_would_be_found_out() {
    let counted = a_full_count();
    assert_ne!(counted.twin(), counted);
    assert!(!tells_apart(freeze, &counted));
    assert!(tells_apart(freeze_leaking, &counted));
    assert!(tells_apart(freeze_of_notes, &counted));
    let few_said_yes = Counted {
        tally: {
            let mut tally = counted.tally.clone();
            for question in tally.questions.iter_mut().filter(|question| question.counts.len() == 2) {
                question.counts = [(0, 30), (1, 1)].into();
            }
            tally
        },
        ..counted
    };
    assert!(!tells_apart(freeze, &few_said_yes));
    assert!(tells_apart(freeze_of_another_rule, &few_said_yes));
}

/// What was frozen and signed before reports had bands is the same text, with the same mark.
#[test]
fn a_report_without_bands_is_written_as_it_always_was() {
    let published = publish(&a_full_count().tally);
    let frozen = Frozen::following(None, around(), &deck(), (&published, None), &BTreeSet::new(), &[]);
    let text = serde_json::to_string(&frozen).unwrap();
    assert!(!text.contains("bands"), "{text}");
    assert_eq!(serde_json::from_str::<Frozen>(&text).unwrap(), frozen);
    let names: Vec<&str> = ["version", "around", "deck", "release", "left_out", "areas", "knowledge"].into();
    let places: Vec<usize> = names
        .iter()
        .map(|name| text.find(&format!("\"{name}\":")).unwrap())
        .collect();
    assert!(places.is_sorted(), "in this order, which the mark is made of");
}

/// What a report says when hardly anybody answered: that, and no figure.
#[test]
fn where_nothing_is_published_a_report_says_so() {
    let none = tally_of(&[0; 42][..blank(&deck(), Mode::DropIn).iter().map(|one| one.counts.len()).sum()]);
    let nobody = Written {
        writers: 0,
        mentions: vec![0; 7],
        further: 0,
    };
    let frozen = freeze_of(&publish(&none), &nobody.bands(0));
    assert!(frozen.areas.is_empty());
    let body = write_body(&frozen, BandsSince::Stand, Language::Nb).unwrap();
    assert!(body.contains("For få skrev, eller de skrev om ulike ting."));
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

    fn nobody() -> Frozen {
        let nobody = Written {
            writers: 0,
            mentions: vec![0; 7],
            further: 0,
        };
        freeze_of(&publish(&tally_of(&vec![0; values()])), &nobody.bands(0))
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
        let full = freeze(&a_full_count());
        let none = nobody();
        assert!(full.areas.len() > 3);
        for (name, frozen) in [("full", &full), ("none", &none)] {
            for language in Language::ALL {
                for shape in SHAPES {
                    let case = format!("{name}-{language}-{shape:?}");
                    let pdf = write_pdf(frozen, BandsSince::Stand, language, shape).unwrap();
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
                    let says_bands = text.contains("nevnt av minst halvparten")
                        || text.contains("nemnt av minst halvparten")
                        || text.contains("mentioned by at least half");
                    assert_eq!(says_bands, name == "full", "{case}");
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

    /// The pages as a printer without colours gives them: how many of their dots are as dark as ink, how many are grey.
    fn print_in_grey(pdf: &[u8]) -> Vec<(usize, usize, usize)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.pdf");
        std::fs::write(&path, pdf).unwrap();
        let printed = Command::new("pdftoppm")
            .args(["-gray", "-r", "40"])
            .arg(&path)
            .arg(folder.path().join("page"))
            .status();
        assert!(printed.unwrap().success());
        let mut pages: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|file| file.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "pgm"))
            .collect();
        pages.sort();
        let count = |path: &std::path::PathBuf| {
            let page = std::fs::read(path).unwrap();
            // P5, width and height, the lightest value, and a dot a byte.
            let head = page.splitn(4, |byte| *byte == b'\n').collect::<Vec<_>>();
            let dots = head[3];
            let dark = dots.iter().filter(|dot| **dot < 110).count();
            let grey = dots.iter().filter(|dot| (110..230).contains(*dot)).count();
            (dots.len(), dark, grey)
        };
        pages.iter().map(count).collect()
    }

    /// Printed in grey no page is empty or a dark sheet, and what stands on it is told from the paper.
    #[test]
    fn a_report_reads_where_it_is_printed_in_grey() {
        let full = freeze(&a_full_count());
        for shape in SHAPES {
            let pdf = write_pdf(&full, BandsSince::Stand, Language::Nb, shape).unwrap();
            let pages = print_in_grey(&pdf);
            let many: usize = ask("pdfinfo", &pdf, &[])
                .lines()
                .find_map(|line| line.strip_prefix("Pages:"))
                .unwrap()
                .trim()
                .parse()
                .unwrap();
            assert_eq!(pages.len(), many, "{shape:?}");
            for (nth, (dots, dark, grey)) in pages.into_iter().enumerate() {
                let page = format!("{shape:?} {}: {dots}, {dark} dark, {grey} grey", nth + 1);
                assert!(dark * 1_000 > dots && dark * 3 < dots && grey > 0, "{page}");
            }
        }
    }

    /// Every exact figure that is published stands in the report.
    #[test]
    fn a_report_to_read_has_every_published_figure() {
        let frozen = freeze(&a_full_count());
        let text = flow(&ask(
            "pdftotext",
            &write_pdf(&frozen, BandsSince::Stand, Language::En, Shape::Report).unwrap(),
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

    /// Both PDFs of what is made of a count.
    fn print(frozen: &Frozen, since: BandsSince) -> [Vec<u8>; 2] {
        SHAPES.map(|shape| write_pdf(frozen, since, Language::Nb, shape).unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2))]

        #[test]
        fn two_counts_of_which_the_same_is_published_give_the_same_pdfs(counted in some_counted()) {
            let (one, other) = (freeze(&counted), freeze_turned(&counted.twin()));
            prop_assert!(print(&one, BandsSince::Stand) == print(&other, BandsSince::Stand), "to the last byte");
        }
    }

    #[test]
    fn a_pdf_that_read_one_cell_of_a_count_would_be_found_out() {
        let counted = a_full_count();
        for make in [freeze_leaking, freeze_of_notes] {
            let (one, other) = (make(&counted), make(&counted.twin()));
            let (one, other) = (print(&one, BandsSince::Stand), print(&other, BandsSince::Stand));
            assert!(one[0] != other[0] && one[1] != other[1]);
        }
    }

    #[test]
    fn withdrawn_bands_are_in_no_pdf_and_it_says_so() {
        let frozen = freeze(&a_full_count());
        for pdf in print(&frozen, BandsSince::Withdrawn) {
            let text = flow(&ask("pdftotext", &pdf, &["-layout"]));
            assert!(
                !text.contains("nevnt av") && text.contains("er trukket tilbake av prosessveilederen"),
                "{text}"
            );
        }
    }
}
