//! Paper for a gathering, as the template of the PDF reads it: empty but for what was prepared.

use serde::Serialize;

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sheet {
    /// The measures canvas, on A3: a page an area.
    Canvas,
    /// Slips for ideas, to cut: a page an area.
    Slips,
    /// Measure cards, to cut: two on a page.
    Cards,
}

impl Sheet {
    /// Each, in the order in which it is needed.
    pub const ALL: [Sheet; 3] = [Sheet::Canvas, Sheet::Slips, Sheet::Cards];

    /// As addresses and names of files carry it.
    pub fn name(self) -> &'static str {
        match self {
            Sheet::Canvas => "canvas",
            Sheet::Slips => "slips",
            Sheet::Cards => "cards",
        }
    }

    /// The sheet of this name.
    pub fn find(name: &str) -> Option<Self> {
        Sheet::ALL.into_iter().find(|sheet| sheet.name() == name)
    }

    /// The height of its heading, in points.
    pub fn heading(self) -> u8 {
        match self {
            Sheet::Canvas => 30,
            Sheet::Slips | Sheet::Cards => 14,
        }
    }
}

/// What stands on it.
#[derive(Clone, Serialize)]
pub struct PaperWords {
    /// What the sheet is called.
    pub title: &'static str,
    /// That it is cut along its lines.
    pub cut: &'static str,
    /// The steps of the canvas: what each is called, and what is done.
    pub steps: [(String, &'static str); 4],
    /// An idea, and what is asked of it.
    pub idea: &'static str,
    /// See `idea`.
    pub idea_hint: &'static str,
    /// A line of what could be done.
    pub proposal: &'static str,
    /// The axes of the priority diagram.
    pub gain: &'static str,
    /// See `gain`.
    pub ease: &'static str,
    /// The four figures of a proposal, in their order.
    pub figures: [&'static str; 4],
    /// What 1 and 5 mean.
    pub scale: &'static str,
    /// A measure card, and its fields.
    pub card: &'static str,
    /// See `card`.
    pub bundle: &'static str,
    /// See `card`.
    pub area: &'static str,
    /// See `card`.
    pub what: &'static str,
    /// See `card`.
    pub first_step: &'static str,
    /// See `card`.
    pub owner: &'static str,
    /// See `card`.
    pub by: &'static str,
    /// See `card`.
    pub indicator: &'static str,
    /// See `card`.
    pub instead: &'static str,
}

/// Paper ready to be set.
#[derive(Clone, Serialize)]
pub struct PrintedPaper {
    /// What is printed.
    pub sheet: Sheet,
    /// The height of its heading, in points.
    pub heading: u8,
    /// The language's code.
    pub language: &'static str,
    /// The organisation's name.
    pub organisation: String,
    /// The wards' names.
    pub wards: String,
    /// The day of the gathering, in words.
    pub day: String,
    /// Its areas.
    pub areas: Vec<String>,
    /// What stands on it.
    pub words: PaperWords,
}
