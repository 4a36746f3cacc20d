//! Feeding sheets from a file: paper answers, load tests.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use rand::CryptoRng;
use trykk_shared::answers::Sheet;
use trykk_shared::feed::{LineError, read_line};
use trykk_shared::plural::plural;
use trykk_shared::start_code::{StartCode, StartCodeError};
use zeroize::Zeroizing;

use crate::tablet::{CodesNeeded, DeliverError, Tablet};

/// Why nothing of the file was taken.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// The file cannot be read.
    #[error("{0} cannot be read: {1}")]
    File(String, std::io::Error),
    /// A line is not a sheet of this round.
    #[error("{file}, line {line}: {fault}. Nothing of the file was taken")]
    Line {
        /// The file.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        fault: LineError,
    },
    /// There is nothing in it.
    #[error("{0} has no sheets; write one sheet a line")]
    Empty(String),
    /// Nobody answered anything.
    #[error("{0} has no sheet with an answer; there is nothing to deliver")]
    AllBlank(String),
    /// The round asks for start codes, and there are not as many as sheets.
    #[error(
        "the round asks for start codes: give one unused code for each sheet with --codes FILE ({} here for {}). Nothing of the file was taken",
        plural(*.codes, "code", "codes"), plural(*.sheets, "sheet", "sheets")
    )]
    Codes {
        /// How many sheets there are.
        sheets: usize,
        /// How many codes there are.
        codes: usize,
    },
    /// A line is no code.
    #[error("{0}, code {1}: {2}. Nothing was taken")]
    Code(String, usize, StartCodeError),
    /// The codes stand in another order than that of their digits.
    #[error(
        "{0}: write the codes in the order of their digits, so that they do not say which sheet is whose. Nothing was taken"
    )]
    CodesNotSorted(String),
    /// It was taken, and could not be destroyed.
    #[error("all of {0} was taken, but it cannot be destroyed ({1}): destroy it by hand, and do not feed it again")]
    NotDestroyed(String, io::Error),
    /// The tablet does not take it.
    #[error("{0}. Nothing of the file was taken")]
    Deliver(DeliverError),
}

impl From<DeliverError> for FeedError {
    fn from(error: DeliverError) -> Self {
        FeedError::Deliver(error)
    }
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fed {
    /// How many sheets were delivered.
    pub delivered: usize,
    /// How many had no answer, and were left out.
    pub blank: usize,
}

/// Delivers every sheet of a file as if tapped: all of them or none; those without an answer are left out. Where the round
/// asks for start codes, `codes` is a file with one for each sheet, in the order of their digits: in any other one they would
/// say whose sheet is whose. All of them are used up: a form without an answer was somebody's one sheet too.
///
/// # Errors
/// Names the first bad line and why; nothing is stored then.
pub fn feed(
    tablet: &mut Tablet,
    file: &Path,
    codes: Option<&Path>,
    rng: &mut impl CryptoRng,
) -> Result<Fed, FeedError> {
    let name = file.display().to_string();
    let round = tablet.open_round()?;
    let text = read_text(file)?;
    let mut sheets: Vec<Sheet> = Vec::new();
    for (nth, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let sheet = read_line(line, &round.deck, round.mode);
        sheets.push(sheet.map_err(|fault| FeedError::Line {
            file: name.clone(),
            line: nth + 1,
            fault,
        })?);
    }
    if sheets.is_empty() {
        return Err(FeedError::Empty(name));
    }
    let codes = match codes {
        Some(codes) => read_codes(codes)?,
        None => Vec::new(),
    };
    if round.codes != CodesNeeded::None && codes.len() != sheets.len() {
        return Err(FeedError::Codes {
            sheets: sheets.len(),
            codes: codes.len(),
        });
    }
    let read = sheets.len();
    sheets.retain(|sheet| !sheet.is_blank());
    if sheets.is_empty() {
        return Err(FeedError::AllBlank(name));
    }
    tablet.deliver_all(&sheets, &codes, rng)?;
    Ok(Fed {
        delivered: sheets.len(),
        blank: read - sheets.len(),
    })
}

/// Destroys a file that was taken: overwritten, then removed. It holds answers in plain text, and nothing that a tablet could keep
/// to know it again by would be silent to whoever guesses what is in it: without start codes a file that is fed twice counts twice.
///
/// # Errors
/// When the disk does not let it; what was taken stays taken.
pub fn destroy(file: &Path) -> Result<(), FeedError> {
    let overwrite = || -> io::Result<()> {
        let mut open = OpenOptions::new().write(true).open(file)?;
        let zeros = usize::try_from(open.metadata()?.len()).unwrap_or(usize::MAX);
        open.write_all(&vec![0; zeros])?;
        open.sync_all()?;
        fs::remove_file(file)
    };
    overwrite().map_err(|error| FeedError::NotDestroyed(file.display().to_string(), error))
}

/// A file's text, without the mark that some editors put before it.
fn read_text(file: &Path) -> Result<Zeroizing<String>, FeedError> {
    let mut text = std::fs::read_to_string(file)
        .map(Zeroizing::new)
        .map_err(|error| FeedError::File(file.display().to_string(), error))?;
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Ok(text)
}

/// Reads start codes, one a line, in the order of their digits.
fn read_codes(file: &Path) -> Result<Vec<StartCode>, FeedError> {
    let name = file.display().to_string();
    let text = read_text(file)?;
    let lines: Vec<Zeroizing<String>> = text
        .lines()
        .map(|line| Zeroizing::new(line.split_whitespace().collect()))
        .filter(|line: &Zeroizing<String>| !line.is_empty())
        .collect();
    if !lines.is_sorted_by(|one, next| one.as_str() <= next.as_str()) {
        return Err(FeedError::CodesNotSorted(name));
    }
    let codes = lines.iter().map(|line| line.parse()).enumerate();
    codes
        .map(|(nth, code)| code.map_err(|error| FeedError::Code(name.clone(), nth + 1, error)))
        .collect()
}
