//! What a guide is told of words that stand in a note too: from the notes that are unlocked in the sitting, shown and kept nowhere.

use std::sync::Arc;

use zeroize::Zeroizing;

use crate::analysis::areas::Area;
use crate::analysis::repeats::find_repeats;
use crate::texts::{AreaTexts, fill};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::guide::sorting_page::open;
use crate::web::visit::Visit;

/// The notes of a box that a guide has unlocked.
pub struct Notes(Vec<Zeroizing<String>>);

/// The notes of the box that the path names; nothing where the guide's sitting does not go on.
///
/// # Errors
/// When they cannot be opened, or it cannot be written down that they were.
pub async fn read_notes(pages: &Arc<Pages>, visit: &Visit) -> Result<Option<Notes>, PageError> {
    let opened = open(pages, visit).await?;
    Ok(opened.map(|opened| Notes(opened.notes.into_iter().map(|note| note.text).collect())))
}

/// What areas repeat of notes, in words.
pub fn list_repeats<'a>(
    areas: impl Iterator<Item = &'a Area>,
    notes: Option<&Notes>,
    texts: &AreaTexts,
) -> Vec<String> {
    let Some(Notes(notes)) = notes else {
        return Vec::new();
    };
    let repeats = areas.flat_map(|area| {
        let found = find_repeats(
            [area.title.as_str(), area.sentence.as_str()],
            notes.iter().map(|note| note.as_str()),
        );
        found
            .into_iter()
            .map(|words| fill(texts.repeats, &[&area.title, &words]))
    });
    repeats.collect()
}
