//! A report as the body of a page.

use askama::Template;
use trykk_shared::language::Language;

use crate::report::content::Content;
use crate::report::frozen::{BandsSince, Frozen};

#[derive(Template)]
#[template(path = "report_body.html")]
struct Body {
    content: Content,
}

/// What a report says, as HTML without the page around it.
///
/// # Errors
/// When it cannot be written.
pub fn write_body(frozen: &Frozen, since: BandsSince, language: Language) -> Result<String, askama::Error> {
    let content = Content::of(frozen, since, language);
    Body { content }.render()
}
