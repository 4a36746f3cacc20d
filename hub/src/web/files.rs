//! Files to download: their forms, their links, and handing them out.

use std::str::FromStr;
use std::sync::Arc;

use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use trykk_shared::language::Language;

use crate::audit::{Deed, Reader};
use crate::figures::csv::Csv;
use crate::figures::file::ResultFile;
use crate::texts::FileTexts;
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::visit::Visit;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A workbook.
    Xlsx,
    /// CSV that Norwegian Excel opens right.
    CsvExcel,
    /// CSV for other programs.
    Csv,
    /// JSON.
    Json,
}

impl Format {
    /// Every form, in the order of the links.
    const ALL: [Format; 4] = [Format::Xlsx, Format::CsvExcel, Format::Csv, Format::Json];

    /// As addresses write it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Xlsx => "xlsx",
            Format::CsvExcel => "csv-excel",
            Format::Csv => "csv",
            Format::Json => "json",
        }
    }
}

impl FromStr for Format {
    type Err = PageError;

    fn from_str(name: &str) -> Result<Self, PageError> {
        let found = Format::ALL.into_iter().find(|format| format.name() == name);
        found.ok_or(PageError::NotFound)
    }
}

/// A link to a file.
pub struct Link {
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub name: &'static str,
}

/// What a page says of its files.
pub struct Downloads {
    /// The texts.
    pub texts: &'static FileTexts,
    /// What is in them.
    pub what: &'static str,
    /// One link for each form.
    pub links: Vec<Link>,
}

impl Downloads {
    /// The files of a page with figures at `page`.
    pub fn of(page: &str, is_exact: bool, language: Language) -> Self {
        let texts = FileTexts::of(language);
        let what = if is_exact {
            texts.exact_only
        } else {
            texts.published_only
        };
        Self::at(page, what, language)
    }

    /// The same, with a PDF before them, where the program was built with it.
    #[must_use]
    pub fn with_pdf(mut self, page: &str, name: &'static str) -> Self {
        if cfg!(feature = "pdf") {
            let href = format!("{page}/file/pdf");
            self.links.insert(0, Link { href, name });
        }
        self
    }

    /// The files of a page at `page`, and what is in them.
    pub fn at(page: &str, what: &'static str, language: Language) -> Self {
        let texts = FileTexts::of(language);
        let link = |format: Format| Link {
            href: format!("{page}/file/{}", format.name()),
            name: match format {
                Format::Xlsx => texts.xlsx,
                Format::CsvExcel => texts.csv_excel,
                Format::Csv => texts.csv,
                Format::Json => texts.json,
            },
        };
        Downloads {
            texts,
            what,
            links: Format::ALL.map(link).into(),
        }
    }
}

/// What can be written in every form.
pub trait InForms {
    /// Its first table as CSV.
    fn to_csv(&self, csv: Csv) -> String;

    /// All of it as JSON, under the names that programs know.
    fn to_json(&self) -> serde_json::Value;

    /// All of it as a workbook: the same bytes whenever it is made.
    ///
    /// # Errors
    /// When a text is longer than a cell may be.
    fn to_xlsx(&self) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError>;
}

impl InForms for ResultFile {
    fn to_csv(&self, csv: Csv) -> String {
        ResultFile::to_csv(self, csv)
    }

    fn to_json(&self) -> serde_json::Value {
        ResultFile::to_json(self)
    }

    fn to_xlsx(&self) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
        ResultFile::to_xlsx(self)
    }
}

/// Hands a PDF out, set from what is published; the audit log says so first.
///
/// # Errors
/// When it cannot be noted.
#[cfg(feature = "pdf")]
pub async fn hand_out_pdf(
    pages: &Arc<Pages>,
    visit: &Visit,
    format: &str,
    (pdf, name): (Vec<u8>, String),
) -> Result<Response, PageError> {
    note_export(pages, visit, Reader::Leader, format).await?;
    Ok(attach("application/pdf", &name, "pdf", pdf))
}

/// Writes down that a file of the box that the path names is handed out: what cannot be written down is not.
async fn note_export(pages: &Arc<Pages>, visit: &Visit, reader: Reader, format: &str) -> Result<(), PageError> {
    let ballot_box = visit.ballot_box()?;
    let deed = Deed::Exported {
        round: ballot_box.round.clone(),
        reader,
        format: format.to_owned(),
    };
    pages
        .write_as(visit, move |store| store.note_deed(&ballot_box.wards, &deed))
        .await
}

/// Bytes to be kept as a file.
pub fn attach(kind: &str, name: &str, ending: &str, bytes: Vec<u8>) -> Response {
    // Ids of rounds and wards are small letters, digits and dashes.
    let headers: [(HeaderName, String); 2] = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.{ending}\""),
        ),
    ];
    (headers, bytes).into_response()
}

/// Hands the file out, as `reader` sees the box that the path names; the audit log says so first: what cannot be written down is not
/// handed out.
///
/// # Errors
/// When it cannot be written, or noted.
pub async fn hand_out(
    pages: &Arc<Pages>,
    visit: &Visit,
    reader: Reader,
    (file, name): &(ResultFile, String),
    format: Format,
) -> Result<Response, PageError> {
    note_export(pages, visit, reader, format.name()).await?;
    send(file, format, name)
}

/// Hands a roll-up of a round out; the audit log says so first.
///
/// # Errors
/// When it cannot be written, or noted.
pub async fn hand_out_rollup(
    pages: &Arc<Pages>,
    visit: &Visit,
    round: String,
    (file, name): &(ResultFile, String),
    format: Format,
) -> Result<Response, PageError> {
    let deed = Deed::Exported {
        round,
        reader: Reader::SeniorLeader,
        format: format.name().to_owned(),
    };
    // No ward is named: nothing of a single one is in it.
    pages.write_as(visit, move |store| store.note_deed(&[], &deed)).await?;
    send(file, format, name)
}

/// The file, to be kept under a name that begins with `name`.
///
/// # Errors
/// When it cannot be written.
pub fn send(file: &impl InForms, format: Format, name: &str) -> Result<Response, PageError> {
    let unwritten = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "a result could not be written as a file");
        PageError::Unavailable
    };
    let (kind, ending, bytes) = match format {
        Format::Xlsx => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
            file.to_xlsx().map_err(|error| unwritten(&error))?,
        ),
        Format::CsvExcel => ("text/csv; charset=utf-8", "csv", file.to_csv(Csv::Excel).into_bytes()),
        Format::Csv => (
            "text/csv; charset=utf-8",
            "csv",
            file.to_csv(Csv::GuardedCommas).into_bytes(),
        ),
        Format::Json => (
            "application/json",
            "json",
            serde_json::to_vec_pretty(&file.to_json()).map_err(|error| unwritten(&error))?,
        ),
    };
    Ok(attach(kind, name, ending, bytes))
}

/// How many wards a file is called by.
const MOST_NAMED: usize = 3;

/// What the file of a box is called, without its ending.
pub fn file_name(round: &str, wards: &[String], is_exact: bool) -> String {
    let exact = if is_exact { "-exact" } else { "" };
    // Small wards may have answered together, more than a file's name has room for.
    let named = wards.len().min(MOST_NAMED);
    let rest = match wards.len() - named {
        0 => String::new(),
        rest => format!("-and-{rest}"),
    };
    format!("trykk-{round}-{}{rest}{exact}", wards[..named].join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_says_the_round_and_the_wards_and_is_never_too_long_to_be_kept() {
        let wards = |many: usize| -> Vec<String> { (0..many).map(|nth| format!("{nth:040}")).collect() };
        assert_eq!(file_name("autumn", &["med-1".to_owned()], false), "trykk-autumn-med-1");
        assert!(file_name("autumn", &wards(5), true).ends_with("-and-2-exact"));
        for many in 1..40 {
            assert!(file_name(&"r".repeat(40), &wards(many), true).len() < 240, "{many}");
        }
    }
}
