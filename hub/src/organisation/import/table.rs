//! A table as spreadsheets write it: which separator, which letters, which columns, and on which line each row stands. Pure.

use std::collections::BTreeMap;

use super::{Column, Kind, LineFault, MOST_ROWS, Wrong};
use crate::written::fold_name;

/// A row with something in it.
pub(super) struct Row {
    /// The line it begins on, from 1.
    pub line: u64,
    cells: BTreeMap<Column, String>,
}

impl Row {
    /// What stands in a column, without blanks around it; nothing where there is nothing.
    pub fn cell(&self, column: Column) -> &str {
        self.cells.get(&column).map_or("", String::as_str)
    }
}

/// A table that was read.
pub(super) struct Table {
    /// What it lists.
    pub kind: Kind,
    /// Its columns, as its first line calls them.
    pub headings: BTreeMap<Column, String>,
    /// Its rows.
    pub rows: Vec<Row>,
}

impl Table {
    /// Something that is wrong on a row, in a column.
    pub fn fault(&self, row: &Row, column: Column, wrong: Wrong) -> LineFault {
        LineFault {
            line: Some(row.line),
            column: self.headings.get(&column).cloned(),
            wrong,
        }
    }
}

/// What columns are called, in small letters. Excel writes what people call them.
const HEADINGS: &[(&str, Column)] = &[
    ("avdeling", Column::Department),
    ("department", Column::Department),
    ("enhet", Column::Ward),
    ("eining", Column::Ward),
    ("ward", Column::Ward),
    ("ansatte", Column::Headcount),
    ("tilsette", Column::Headcount),
    ("antall ansatte", Column::Headcount),
    ("tal på tilsette", Column::Headcount),
    ("people", Column::Headcount),
    ("headcount", Column::Headcount),
    ("e-post", Column::Email),
    ("epost", Column::Email),
    ("e-postadresse", Column::Email),
    ("email", Column::Email),
    ("e-mail", Column::Email),
    ("rolle", Column::Role),
    ("role", Column::Role),
    ("språk", Column::Language),
    ("language", Column::Language),
    ("navn", Column::Name),
    ("namn", Column::Name),
    ("name", Column::Name),
];

impl Kind {
    fn columns(self) -> &'static [Column] {
        match self {
            Kind::Wards => &[Column::Department, Column::Ward, Column::Headcount],
            Kind::People => &[
                Column::Email,
                Column::Role,
                Column::Department,
                Column::Ward,
                Column::Language,
                Column::Name,
            ],
        }
    }

    fn needed(self) -> &'static [Column] {
        match self {
            Kind::Wards => self.columns(),
            Kind::People => &[Column::Email, Column::Role],
        }
    }
}

/// The text of a file. Excel writes CSV with a byte-order mark, in the letters of Windows without one, or as UTF-16.
pub fn decode(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        let units = rest.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        return char::decode_utf16(units)
            .map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
    }
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(plain) {
        Ok(text) => text.to_owned(),
        Err(_) => plain.iter().map(|byte| read_windows(*byte)).collect(),
    }
}

/// A sign of Windows-1252. Below 0x80 and from 0xA0 on it is Unicode's own; what Windows leaves out is a sign that stands for none.
fn read_windows(byte: u8) -> char {
    const BETWEEN: [char; 32] = [
        '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}',
        '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => BETWEEN[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

/// The separator that the first line with something on it has most of.
fn find_separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let many = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    // Of as many, the one that Norwegian Excel writes.
    [b'\t', b',', b';']
        .into_iter()
        .max_by_key(|separator| many(*separator))
        .unwrap_or(b';')
}

/// Reads a table; `text` may have any line ends.
pub(super) fn read_table(text: &str) -> Result<Table, Vec<LineFault>> {
    let text = text
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(find_separator(&text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = Vec::new();
    for record in reader.records() {
        // It is text already, and rows may have any length: nothing is left to go wrong.
        let Ok(record) = record else { continue };
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            records.push((find_line(&text, &record), cells));
        }
    }
    let mut records = records.into_iter();
    let Some((line, headings)) = records.next() else {
        return Err(vec![LineFault::of_all(Wrong::Nothing)]);
    };
    let columns = read_headings(line, &headings)?;
    let kind = match columns.iter().flatten().any(|column| *column == Column::Email) {
        true => Kind::People,
        false => Kind::Wards,
    };
    let named = columns.iter().zip(&headings);
    let named: BTreeMap<Column, String> = named
        .filter_map(|(column, heading)| Some(((*column)?, heading.clone())))
        .collect();
    let strange = named.iter().filter(|(column, _)| !kind.columns().contains(column));
    let mut faults: Vec<LineFault> = strange
        .map(|(_, heading)| LineFault {
            line: Some(line),
            column: Some(heading.clone()),
            wrong: Wrong::NotInThisList(kind),
        })
        .collect();
    let missing = kind.needed().iter().filter(|column| !named.contains_key(column));
    faults.extend(missing.map(|column| LineFault {
        line: Some(line),
        column: None,
        wrong: Wrong::NoColumn(*column),
    }));
    if records.len() > MOST_ROWS {
        faults.push(LineFault::of_all(Wrong::TooManyRows));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut table = Table {
        kind,
        headings: named,
        rows: Vec::new(),
    };
    for (line, cells) in records {
        let mut row = Row {
            line,
            cells: BTreeMap::new(),
        };
        for (nth, cell) in cells.into_iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let Some(column) = columns.get(nth).copied().flatten() else {
                faults.push(LineFault {
                    line: Some(line),
                    column: None,
                    wrong: Wrong::BesideColumns(cell),
                });
                continue;
            };
            if cell.contains('\n') {
                faults.push(table.fault(&row, column, Wrong::SeveralLines));
            }
            row.cells.insert(column, cell);
        }
        table.rows.push(row);
    }
    match faults.is_empty() {
        true => Ok(table),
        false => Err(faults),
    }
}

/// The line that a row begins on. What reads it counts the empty lines before it as its own.
fn find_line(text: &str, record: &csv::StringRecord) -> u64 {
    let Some(position) = record.position() else { return 0 };
    let begins = usize::try_from(position.byte()).unwrap_or(0);
    let empty = text.bytes().skip(begins).take_while(|byte| *byte == b'\n').count();
    position.line() + empty as u64
}

/// The columns in their order; None where a heading is empty.
fn read_headings(line: u64, headings: &[String]) -> Result<Vec<Option<Column>>, Vec<LineFault>> {
    let (mut columns, mut faults) = (Vec::new(), Vec::new());
    for heading in headings {
        let folded = fold_name(heading);
        let found = HEADINGS
            .iter()
            .find(|(name, _)| *name == folded)
            .map(|(_, column)| *column);
        let wrong = match found {
            None if !heading.is_empty() => Some(Wrong::UnknownColumn),
            Some(_) if columns.contains(&found) => Some(Wrong::ColumnTwice),
            _ => None,
        };
        faults.extend(wrong.map(|wrong| LineFault {
            line: Some(line),
            column: Some(heading.clone()),
            wrong,
        }));
        columns.push(found);
    }
    match faults.is_empty() {
        true => Ok(columns),
        false => Err(faults),
    }
}
