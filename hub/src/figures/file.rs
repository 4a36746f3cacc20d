//! A result as a file: the same typed rows as CSV, XLSX and JSON. What goes into the rows is the page's affair.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use serde_json::{Map, Value as Json, json};

use crate::figures::csv::{Csv, Value};
use crate::organisation::times::write_day;

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// What programs call it.
    pub key: &'static str,
    /// What the reader calls it.
    pub name: &'static str,
    /// How wide a spreadsheet shows it, in characters.
    pub width: u8,
}

/// A table. Every row has a cell for every column.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// What the reader calls it.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Value>>,
}

/// A result, ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultFile {
    /// The figures: a row for each that stands on the page.
    pub figures: Grid,
    /// The questions: text, who answered, how many.
    pub questions: Grid,
    /// What is published of notes, in bands: a row for each category that is mentioned. The guide's exact figures have none.
    pub notes: Option<Grid>,
    /// What the file is about: one row.
    pub about: Grid,
}

impl ResultFile {
    /// The figures as CSV.
    pub fn to_csv(&self, csv: Csv) -> String {
        let names = self.figures.columns.iter().map(|column| column.name);
        csv.write(names, self.figures.rows.clone())
    }

    /// All of it as JSON, under the names that programs know.
    pub fn to_json(&self) -> Json {
        let about = self
            .about
            .rows
            .first()
            .map(|row| write_object(&self.about.columns, row));
        let mut json =
            json!({ "about": about, "questions": list_json(&self.questions), "figures": list_json(&self.figures) });
        if let (Json::Object(parts), Some(notes)) = (&mut json, &self.notes) {
            parts.insert("notes".to_owned(), Json::Array(list_json(notes)));
        }
        json
    }

    /// All of it as a workbook, a sheet for each table that has a row: words as text, numbers as numbers, no formula. The same bytes
    /// whenever it is made.
    ///
    /// # Errors
    /// When a text is longer than a cell may be.
    pub fn to_xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let notes = self.notes.as_ref().filter(|notes| !notes.rows.is_empty());
        let grids = [Some(&self.figures), Some(&self.questions), notes, Some(&self.about)];
        write_workbook(&grids.into_iter().flatten().collect::<Vec<_>>())
    }
}

/// The rows of a table as JSON, under the names that programs know.
pub fn list_json(grid: &Grid) -> Vec<Json> {
    let rows = grid.rows.iter();
    rows.map(|row| write_object(&grid.columns, row)).collect()
}

/// The day that a workbook says it was made on, 1980-01-01, in seconds since 1970-01-01 UTC: when it is fetched makes it no other file.
const MADE: i64 = 315_532_800;

/// Tables as a workbook, a sheet each: words as text, numbers as numbers, no formula. The same tables are the same bytes.
///
/// # Errors
/// When a text is longer than a cell may be.
pub fn write_workbook(grids: &[&Grid]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_timestamp(MADE)?);
    workbook.set_properties(&properties);
    for grid in grids {
        write_sheet(workbook.add_worksheet(), grid)?;
    }
    workbook.save_to_buffer()
}

fn write_object(columns: &[Column], row: &[Value]) -> Json {
    let cells = columns.iter().zip(row).map(|(column, cell)| {
        let cell = match cell {
            Value::Nothing => Json::Null,
            Value::Text(text) => json!(text),
            Value::Day(day) => json!(write_day(*day)),
            Value::Integer(number) => json!(number),
            Value::Decimal(number) => json!(number),
        };
        (column.key.to_owned(), cell)
    });
    Json::Object(cells.collect::<Map<_, _>>())
}

fn write_sheet(sheet: &mut Worksheet, grid: &Grid) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let words = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let number = Format::new().set_align(FormatAlign::Top);
    sheet.set_name(grid.name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (at, column) in (0_u16..).zip(&grid.columns) {
        sheet.set_column_width(at, f64::from(column.width))?;
        sheet.write_string_with_format(0, at, column.name, &head)?;
    }
    for (line, row) in (1_u32..).zip(&grid.rows) {
        for (at, cell) in (0_u16..).zip(row) {
            match cell {
                Value::Nothing => {}
                Value::Text(text) => {
                    sheet.write_string_with_format(line, at, text, &words)?;
                }
                Value::Day(day) => {
                    sheet.write_string_with_format(line, at, write_day(*day), &words)?;
                }
                Value::Integer(count) => {
                    #[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^52")]
                    sheet.write_number_with_format(line, at, *count as f64, &number)?;
                }
                Value::Decimal(value) => {
                    sheet.write_number_with_format(line, at, *value, &number)?;
                }
            }
        }
    }
    let (last, columns) = (grid.rows.len(), grid.columns.len());
    if let (Ok(last), Ok(columns)) = (u32::try_from(last), u16::try_from(columns))
        && columns > 0
    {
        sheet.autofilter(0, 0, last, columns - 1)?;
    }
    Ok(())
}
