//! Feeding sheets from a file: paper answers, load tests.

use std::path::Path;

use rand::CryptoRng;
use trykk_shared::answers::Sheet;
use trykk_shared::feed::{LineError, read_line};
use zeroize::Zeroizing;

use crate::tablet::{DeliverError, RoundOutcome, Standing, Tablet};

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
    /// The tablet does not take it.
    #[error("{0}. Nothing of the file was taken")]
    Deliver(#[from] DeliverError),
}

/// Delivers every sheet of a file as if tapped: all of them or none. Says how many.
///
/// # Errors
/// Names the first bad line and why; nothing is stored then.
pub fn feed(tablet: &mut Tablet, file: &Path, rng: &mut impl CryptoRng) -> Result<usize, FeedError> {
    let name = file.display().to_string();
    let round = match tablet.standing() {
        Standing::Open(round) => round,
        Standing::Closed {
            outcome: RoundOutcome::Waiting,
            ..
        } => return Err(DeliverError::Closed.into()),
        Standing::KeyChanged { .. } => return Err(DeliverError::KeyChanged.into()),
        _ => return Err(DeliverError::NoRound.into()),
    };
    let text = std::fs::read_to_string(file)
        .map(Zeroizing::new)
        .map_err(|error| FeedError::File(name.clone(), error))?;
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
    tablet.deliver_all(&sheets, rng)?;
    Ok(sheets.len())
}
