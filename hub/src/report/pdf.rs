//! Reports, plans and a gathering's paper as PDF, set by typst as a library: A4 to read, slides, A3 to lay on a table. Templates and type are built in; nothing is read from disk,
//! network or system. The same report gives the same bytes.

use std::sync::LazyLock;

use serde::Serialize;
use trykk_shared::language::Language;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::report::content::Content;
use crate::report::deck_paper::PrintedDeck;
use crate::report::frozen::{BandsSince, Frozen};
use crate::report::paper::PrintedPaper;
use crate::report::plan::PrintedPlan;
use crate::report::print::Printed;

/// In which shape a report is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A4, to read.
    Report,
    /// 16:9, for a meeting of the staff.
    Slides,
}

/// What is set.
#[derive(Clone, Copy)]
enum Work {
    Report(Shape),
    Plan,
    Paper,
    Deck,
}

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// What the report says cannot be written for the template.
    #[error("{0}")]
    Data(#[from] serde_json::Error),
    /// The template cannot be set, or is not accessible.
    #[error("{0}")]
    Setting(String),
}

/// What every report is set with.
struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    charts: Source,
    report: Source,
    slides: Source,
    plan: Source,
    paper: Source,
    deck: Source,
    data: FileId,
}

/// The name of a file of ours, always the same.
fn name_file(path: &str) -> FileId {
    let path = VirtualPath::new(path).unwrap_or_else(|_| unreachable!("the name of a file of ours"));
    RootedPath::new(VirtualRoot::Project, path).intern()
}

static SHOP: LazyLock<Shop> = LazyLock::new(|| {
    let fonts: [&'static [u8]; 2] = [
        include_bytes!("../../../assets/fonts/Inter-Regular.otf"),
        include_bytes!("../../../assets/fonts/Inter-SemiBold.otf"),
    ];
    let fonts: Vec<Font> = fonts
        .into_iter()
        .flat_map(|font| Font::iter(Bytes::new(font)))
        .collect();
    let source = |path, text: &str| Source::new(name_file(path), text.to_owned());
    Shop {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        charts: source("/charts.typ", include_str!("../../../assets/report/charts.typ")),
        report: source("/report.typ", include_str!("../../../assets/report/report.typ")),
        slides: source("/slides.typ", include_str!("../../../assets/report/slides.typ")),
        plan: source("/plan.typ", include_str!("../../../assets/report/plan.typ")),
        paper: source("/paper.typ", include_str!("../../../assets/report/paper.typ")),
        deck: source("/deck.typ", include_str!("../../../assets/report/deck.typ")),
        data: name_file("/report.json"),
    }
});

/// A report on the table: its data beside the templates.
struct Table {
    work: Work,
    data: Bytes,
}

impl Table {
    fn template(&self) -> &'static Source {
        match self.work {
            Work::Report(Shape::Report) => &SHOP.report,
            Work::Report(Shape::Slides) => &SHOP.slides,
            Work::Plan => &SHOP.plan,
            Work::Paper => &SHOP.paper,
            Work::Deck => &SHOP.deck,
        }
    }
}

impl World for Table {
    fn library(&self) -> &LazyHash<Library> {
        &SHOP.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHOP.book
    }

    fn main(&self) -> FileId {
        self.template().id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let mut known = [&SHOP.charts, self.template()].into_iter();
        let found = known.find(|source| source.id() == id);
        found.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id == SHOP.data {
            true => Ok(self.data.clone()),
            false => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHOP.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        // A report does not change with the day on which it is set.
        None
    }
}

/// What went wrong, without the words of the report that typst quotes: a log is read by others than a report.
fn say(errors: impl IntoIterator<Item = SourceDiagnostic>) -> PdfError {
    let said = errors.into_iter().map(|error| {
        let message = error.message.to_string();
        let plain = message.split(['"', '`', '\u{201c}', ':']).next().unwrap_or_default();
        plain.trim().to_owned()
    });
    PdfError::Setting(said.collect::<Vec<_>>().join("; "))
}

/// What stands in the place of a sign that the type of reports does not have: an emoji, say, or another script. A file with a sign that
/// cannot be shown would not be accessible, and a frozen report would have none.
const STAND_IN: char = '\u{fffd}';

/// The same text with signs that the type has.
fn with_signs_of_the_type(text: &str) -> String {
    let has = |sign: char| {
        SHOP.fonts
            .iter()
            .all(|font| font.info().coverage.contains(u32::from(sign)))
    };
    let stand_in = if has(STAND_IN) { STAND_IN } else { '?' };
    let shown = text
        .chars()
        .map(|sign| if sign.is_ascii() || has(sign) { sign } else { stand_in });
    shown.collect()
}

fn set(frozen: &Frozen, since: BandsSince, language: Language, shape: Shape) -> Result<PagedDocument, PdfError> {
    let content = Content::of(frozen, since, language);
    set_data(&Printed::of(&content), Work::Report(shape))
}

fn set_data(data: &impl Serialize, work: Work) -> Result<PagedDocument, PdfError> {
    let data = with_signs_of_the_type(&serde_json::to_string(data)?);
    let table = Table {
        work,
        data: Bytes::from_string(data),
    };
    typst::compile::<PagedDocument>(&table).output.map_err(say)
}

/// A signed plan as a PDF/UA-1 file. `ident`: what tells it from every other file.
///
/// # Errors
/// When it cannot be set.
pub fn write_plan_pdf(plan: &PrintedPlan<'_>, ident: &str) -> Result<Vec<u8>, PdfError> {
    write(&set_data(plan, Work::Plan)?, ident)
}

/// Paper for a gathering as a PDF/UA-1 file. `ident`: what tells it from every other file.
///
/// # Errors
/// When it cannot be set.
pub fn write_paper_pdf(paper: &PrintedPaper, ident: &str) -> Result<Vec<u8>, PdfError> {
    write(&set_data(paper, Work::Paper)?, ident)
}

/// A sheet of a deck as a PDF/UA-1 file. `ident`: what tells it from every other file.
///
/// # Errors
/// When it cannot be set.
pub fn write_deck_pdf(deck: &PrintedDeck, ident: &str) -> Result<Vec<u8>, PdfError> {
    write(&set_data(deck, Work::Deck)?, ident)
}

/// A report as a PDF/UA-1 file; what typst's own checker finds inaccessible is an error.
///
/// # Errors
/// When it cannot be set.
pub fn write_pdf(frozen: &Frozen, since: BandsSince, language: Language, shape: Shape) -> Result<Vec<u8>, PdfError> {
    let ident = format!("trykk {} {since:?} {shape:?} {language}", frozen.mark());
    write(&set(frozen, since, language, shape)?, &ident)
}

fn write(document: &PagedDocument, ident: &str) -> Result<Vec<u8>, PdfError> {
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| PdfError::Setting(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(ident.to_owned()),
        creator: Smart::Custom(Some("Trykk".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    let written = typst_pdf::pdf(document, &options).map_err(say);
    // A hub sets few reports, and keeps none of them in memory.
    typst::comemo::evict(0);
    written
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use trykk_shared::deck::{Deck, Question};
    use trykk_shared::kind::Unit;
    use typst::layout::{Frame, FrameItem};

    use super::*;
    use crate::analysis::areas::{Area, AreaKind, Evidence};
    use crate::analysis::bands::{AreaBands, Band, Bands, CategoryBand, PromptBands};
    use crate::analysis::codebook::Codebook;
    use crate::figures::release::{Cell, Figure, Release, ReleasedQuestion};
    use crate::report::deck_paper::{Around as DeckAround, DeckSheet};
    use crate::report::frozen::Around;
    use crate::report::paper::Sheet;
    use crate::web::gathering::paper_words as words;

    /// A report with long words in it.
    fn a_report() -> Frozen {
        let deck = Deck::read(include_str!("../../../assets/decks/table.toml")).unwrap();
        let asked = deck
            .items
            .iter()
            .filter(|item| !matches!(item.question, Question::Note { .. }));
        let questions = asked.map(|item| ReleasedQuestion {
            id: item.id.clone(),
            unit: Unit::Table,
            n: 40,
            figure: match item.question {
                Question::Card => Figure::Yes(Cell::AllButAtMost(3)),
                _ => Figure::Ends {
                    low_to: 2,
                    low: Cell::AtMost(3),
                    high_from: 4,
                    high: Cell::Exactly(30),
                },
            },
        });
        let release = Release {
            round: "r".to_owned(),
            wards: vec!["w".to_owned()],
            participants: 160,
            tables: 40,
            questions: questions.collect(),
        };
        let codebook = Codebook::built_in();
        let areas = codebook.areas.iter().map(|area| AreaBands {
            name: area.name.clone(),
            band: Band::Most,
            categories: area
                .categories
                .iter()
                .map(|category| CategoryBand {
                    id: category.id.clone(),
                    name: category.name.clone(),
                    band: Band::Most,
                })
                .collect(),
        });
        let areas: Vec<AreaBands> = areas.collect();
        // Every category under both prompts: more than a slide has room for.
        let bands = Bands {
            codebook: codebook.id.clone(),
            version: codebook.version,
            prompts: ["note-keep", "note-improve"]
                .map(|item| PromptBands {
                    item: item.to_owned(),
                    areas: areas.clone(),
                })
                .into(),
        };
        let area = Area {
            kind: AreaKind::Keep,
            title: "Avdelingssykepleierkoordineringsansvarlige og kompetanseutviklingsplaner".to_owned(),
            sentence:
                "Arbeidsmiljøutvalgsrepresentantene samarbeider tverrfaglig om helsepersonellovens bestemmelser. "
                    .repeat(3),
            evidence: release
                .questions
                .iter()
                .take(6)
                .map(|one| Evidence::Item(one.id.clone()))
                .chain(bands.mentioned().take(3).map(|(prompt, one)| Evidence::Category {
                    prompt: prompt.to_owned(),
                    category: one.id.clone(),
                }))
                .collect(),
        };
        let around = Around {
            organisation: "Universitetssykehuset".to_owned(),
            wards: "Nevrologisk sengepost og slagenhet + Dagkirurgisk poliklinikk og ambulatorium".to_owned(),
            time_zone: "Europe/Oslo".to_owned(),
            opens: 1_790_000_000,
            closes: 1_791_000_000,
            floor: 7,
        };
        Frozen::following(None, around, &deck, (&release, Some(&bands)), &BTreeSet::new(), &[area])
    }

    /// The sizes of all type in a frame, in tenths of a point, and how far to the right it reaches.
    fn look(frame: &Frame, left: f64, sizes: &mut BTreeSet<i64>, right: &mut f64) {
        for (at, item) in frame.items() {
            match item {
                FrameItem::Group(group) => look(&group.frame, left + at.x.to_pt(), sizes, right),
                FrameItem::Text(text) => {
                    #[expect(clippy::cast_possible_truncation, reason = "sizes of type are small")]
                    sizes.insert((text.size.to_pt() * 10.0).round() as i64);
                    *right = right.max(left + at.x.to_pt() + text.width().to_pt());
                }
                _ => {}
            }
        }
    }

    /// How far down anything in a frame reaches.
    fn reach_down(frame: &Frame) -> f64 {
        let items = frame.items().map(|(at, item)| {
            let inside = match item {
                FrameItem::Group(group) => reach_down(&group.frame).max(group.frame.height().to_pt()),
                FrameItem::Shape(shape, _) => shape.bbox(false).max.y.to_pt(),
                _ => 0.0,
            };
            at.y.to_pt() + inside
        });
        items.fold(0.0, f64::max)
    }

    #[test]
    fn slides_have_no_type_smaller_than_24_points_and_nothing_runs_out_of_the_page() {
        let report = a_report();
        for (shape, least) in [(Shape::Report, 89), (Shape::Slides, 240)] {
            for language in Language::ALL {
                let document = set(&report, BandsSince::Stand, language, shape).unwrap();
                let mut sizes = BTreeSet::new();
                for page in document.pages() {
                    let mut right = 0.0;
                    look(&page.frame, 0.0, &mut sizes, &mut right);
                    assert!(
                        right <= page.frame.width().to_pt(),
                        "{shape:?} {language}: type at {right}"
                    );
                }
                assert!(
                    sizes.first().is_some_and(|size| *size >= least),
                    "{shape:?} {language}: {sizes:?}"
                );
            }
        }
    }

    /// Whatever guides paste into their words, and hospitals into names, the files are made, and by typst's own checker accessible.
    #[test]
    fn signs_that_the_type_does_not_have_keep_no_report_from_being_a_file() {
        let odd = "\u{1f642} \u{2705} \u{2610} \u{f0b7} \u{fffd} \u{ffff} \u{645}\u{631}\u{62d}\u{628}\u{627} \u{6f22}\u{5b57} \u{e2a}\u{e27} \u{200b} \u{ad} e\u{301}";
        let mut report = a_report();
        report.areas[0].title = odd.to_owned();
        report.areas[0].sentence = format!("{odd} {odd}");
        report.around.wards = odd.to_owned();
        report.around.organisation = odd.to_owned();
        for shape in [Shape::Report, Shape::Slides] {
            let pdf = write_pdf(&report, BandsSince::Stand, Language::Nb, shape);
            assert!(pdf.is_ok_and(|pdf| pdf.starts_with(b"%PDF")), "{shape:?}");
        }
        assert_eq!(
            with_signs_of_the_type("Ærlig talt: čáhppes, œuvre, 10 – 12 %"),
            "Ærlig talt: čáhppes, œuvre, 10 – 12 %"
        );
    }

    /// Long words, and signs that the type does not have: each sheet has the pages that it is to have, and nothing runs out of them or is too
    /// small to be read on a table.
    #[test]
    fn a_gatherings_paper_fits_its_pages() {
        let areas = [
            "Avdelingssykepleierkoordineringsansvarlige og kompetanseutviklingsplaner ".repeat(2),
            "Ro \u{1f642}".to_owned(),
        ];
        for sheet in Sheet::ALL {
            for language in Language::ALL {
                let paper = PrintedPaper {
                    sheet,
                    heading: sheet.heading(),
                    language: language.code(),
                    organisation: "Universitetssykehuset".to_owned(),
                    wards: "Nevrologisk sengepost og slagenhet + Dagkirurgisk poliklinikk og ambulatorium".to_owned(),
                    day: "Tiltakssamling 1. oktober 2026".to_owned(),
                    areas: areas.to_vec(),
                    words: words(sheet, language),
                };
                let document = set_data(&paper, Work::Paper).unwrap();
                let (mut sizes, pages) = (BTreeSet::new(), if sheet == Sheet::Cards { 1 } else { 2 });
                assert_eq!(document.pages().len(), pages, "{sheet:?} {language}");
                for page in document.pages() {
                    let mut right = 0.0;
                    look(&page.frame, 0.0, &mut sizes, &mut right);
                    assert!(
                        right <= page.frame.width().to_pt(),
                        "{sheet:?} {language}: type at {right}"
                    );
                    let (low, height) = (reach_down(&page.frame), page.frame.height().to_pt());
                    assert!(low <= height, "{sheet:?} {language}: {low} of {height}");
                    let [long, short] = [page.frame.width().to_pt(), page.frame.height().to_pt()];
                    let is_a3 = (long.round(), short.round()) == (1191.0, 842.0);
                    assert_eq!(is_a3, sheet == Sheet::Canvas, "{long} {short}");
                }
                assert!(
                    sizes.first().is_some_and(|size| *size >= 90),
                    "{sheet:?} {language}: {sizes:?}"
                );
                assert!(write_paper_pdf(&paper, "a test").is_ok_and(|pdf| pdf.starts_with(b"%PDF")));
            }
        }
    }

    /// The longest texts that a deck may have, and every scale: each sheet is set, nothing runs out of it, and all can be read on a table.
    #[test]
    fn a_deck_on_paper_fits_its_pages() {
        let mut deck = Deck::read(include_str!("../../../assets/decks/table-3.toml")).unwrap();
        let long = "Anestesiogintensivsykepleier skal få beskjed i god tid når turnusen endres, og da blir vi spurt om hva som passer best.";
        for (nth, item) in deck.items.iter_mut().enumerate() {
            if nth % 3 == 0 {
                item.text.0.values_mut().for_each(|text| long.clone_into(text));
            }
            match &mut item.question {
                Question::Statement { faces, .. } if nth % 2 == 0 => {
                    let mut longest = faces[0].clone();
                    longest
                        .0
                        .values_mut()
                        .for_each(|label| "Nesten aldri eller sjeld".clone_into(label));
                    faces.resize(7, longest);
                }
                Question::Score { min, max, .. } => (*min, *max) = (0, 20),
                _ => {}
            }
        }
        for sheet in DeckSheet::of(&deck, None) {
            for language in Language::ALL {
                let around = DeckAround {
                    organisation: "Universitetssykehuset".to_owned(),
                    wards: "Nevrologisk sengepost og slagenhet + Dagkirurgisk poliklinikk og ambulatorium".to_owned(),
                    round: "kartlegging-2026-hoest".to_owned(),
                    period: "5.–16. oktober 2026".to_owned(),
                };
                let printed = PrintedDeck::of(&deck, sheet, language, around);
                let document = set_data(&printed, Work::Deck).unwrap();
                let mut sizes = BTreeSet::new();
                for page in document.pages() {
                    let mut right = 0.0;
                    look(&page.frame, 0.0, &mut sizes, &mut right);
                    assert!(
                        right <= page.frame.width().to_pt(),
                        "{sheet:?} {language}: type at {right}"
                    );
                    let (low, height) = (reach_down(&page.frame), page.frame.height().to_pt());
                    assert!(low <= height, "{sheet:?} {language}: {low} of {height}");
                    assert_eq!((page.frame.width().to_pt().round(), height.round()), (595.0, 842.0));
                }
                let pages = document.pages().len();
                match sheet {
                    DeckSheet::Notes => assert_eq!(pages, 2, "a page a prompt"),
                    DeckSheet::Cards => assert_eq!(pages, 3, "eight a page"),
                    _ => assert!(pages <= 5, "{sheet:?} {language}: {pages}"),
                }
                assert!(
                    sizes.first().is_some_and(|size| *size >= 90),
                    "{sheet:?} {language}: {sizes:?}"
                );
                assert!(write_deck_pdf(&printed, "a test").is_ok_and(|pdf| pdf.starts_with(b"%PDF")));
            }
        }
    }

    #[test]
    fn a_template_reaches_nothing_but_what_is_built_in() {
        let table = Table {
            work: Work::Report(Shape::Report),
            data: Bytes::new(Vec::new()),
        };
        for path in ["/etc/passwd", "/slides.typ", "/other.json"] {
            assert!(
                table.file(name_file(path)).is_err() && table.source(name_file(path)).is_err(),
                "{path}"
            );
        }
        assert!(table.file(name_file("/report.json")).is_ok());
        assert!(table.today(None).is_none(), "a report does not change with the day");
    }
}
