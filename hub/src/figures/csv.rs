//! Cells, and tables of them as CSV.

use trykk_shared::months::begins_month;

use crate::organisation::times::write_day;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Nothing,
    /// Words, never anything that a spreadsheet reckons.
    Text(String),
    /// A day that the hub itself writes, counted from 1970-01-01: a date wherever it is opened, and nobody typed it.
    Day(i64),
    /// A whole number.
    Integer(i64),
    /// A number with decimals.
    Decimal(f64),
}

impl Value {
    /// Words; nothing when there are none.
    pub fn text(text: impl Into<String>) -> Self {
        match text.into() {
            text if text.is_empty() => Value::Nothing,
            text => Value::Text(text),
        }
    }

    /// A count.
    pub fn count(count: u64) -> Self {
        Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// A cell of a table that was written as text: a whole number where it reads like one.
    pub fn read(text: String) -> Self {
        match text.parse::<i64>() {
            Ok(number) if number.to_string() == text => Value::Integer(number),
            _ => Value::text(text),
        }
    }
}

/// How a CSV file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Csv {
    /// For programs: commas, and every text as it is.
    Commas,
    /// Commas, and no text that a spreadsheet would take for a formula, a date or a number.
    GuardedCommas,
    /// For Excel where the comma is in decimals, as in Norway: semicolons, a byte-order mark so that it reads UTF-8, and no
    /// text that it would take for a formula, a date or a number.
    Excel,
}

impl Csv {
    /// Writes a table, the names of its columns first.
    pub fn write<'n>(
        self,
        names: impl IntoIterator<Item = &'n str>,
        rows: impl IntoIterator<Item = Vec<Value>>,
    ) -> String {
        let names = names.into_iter().map(Value::text).collect();
        let (before, separator, end) = match self {
            Csv::Commas | Csv::GuardedCommas => ("", ',', "\n"),
            Csv::Excel => ("\u{feff}", ';', "\r\n"),
        };
        let mut text = before.to_owned();
        for row in std::iter::once(names).chain(rows) {
            let cells: Vec<String> = row.into_iter().map(|cell| self.write_cell(cell, separator)).collect();
            text += &cells.join(&separator.to_string());
            text += end;
        }
        text
    }

    fn write_cell(self, cell: Value, separator: char) -> String {
        match cell {
            Value::Nothing => String::new(),
            Value::Integer(number) => number.to_string(),
            Value::Day(day) => write_day(day),
            Value::Decimal(number) if self == Csv::Excel => number.to_string().replace('.', ","),
            Value::Decimal(number) => quote(number.to_string(), separator),
            Value::Text(text) if self == Csv::Commas => quote(text, separator),
            // An apostrophe before it makes it text.
            Value::Text(text) if is_reckoned(&text) => quote(format!("'{}", guard_inside(&text)), separator),
            Value::Text(text) => quote(guard_inside(&text), separator),
        }
    }
}

fn quote(cell: String, separator: char) -> String {
    if cell.contains([separator, '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

/// Signs that begin a formula, also in the wide form that East Asian keyboards write.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What separates cells somewhere: a file may be opened where another of them does than the one it was written with.
const SEPARATORS: [char; 5] = [',', ';', '\t', '\n', '\r'];

/// A text in which nothing is a formula wherever it is cut into cells: an apostrophe stands before what would begin one.
fn guard_inside(text: &str) -> String {
    let (mut guarded, mut begins) = (String::with_capacity(text.len()), false);
    for sign in text.chars() {
        if begins && FORMULA.contains(&sign) {
            guarded.push('\'');
        }
        // A quote or a blank before it hides nothing.
        begins = SEPARATORS.contains(&sign) || begins && (sign == '"' || sign.is_whitespace() || sign.is_control());
        guarded.push(sign);
    }
    guarded
}

/// Days of the week in Norwegian and English, as spreadsheets know them, also shortened to three letters and more, as months are.
const DAYS: [&str; 18] = [
    "mandag",
    "tirsdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lørdag",
    "søndag",
    "måndag",
    "tysdag",
    "laurdag",
    "sundag",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// What may stand beside figures in a time, an amount or a number.
const BESIDE: [&str; 16] = [
    "am", "pm", "a", "p", "e", "kl", "kr", "nok", "eur", "usd", "t", "z", "st", "nd", "rd", "th",
];

/// Whether a spreadsheet could take a text for something else: a formula, a date, a time, a number, a truth.
fn is_reckoned(text: &str) -> bool {
    let begins = |sign: char| FORMULA.contains(&sign) || sign.is_control();
    let bare = text.trim_start_matches(|sign: char| sign.is_whitespace() && !sign.is_control());
    if text.starts_with(begins) || bare.starts_with(begins) {
        return true;
    }
    let lower = text.to_lowercase();
    if ["true", "false", "sann", "sant", "usann"].contains(&lower.trim()) {
        return true;
    }
    // A long dash stands in no date: "1–4" stays as it is.
    let is_word = |sign: char| sign.is_alphabetic() || ['–', '—'].contains(&sign);
    let mut words = lower.split(|sign| !is_word(sign)).filter(|word| !word.is_empty());
    lower.contains(|sign: char| sign.is_numeric())
        && words.all(|word| {
            let is_named = begins_month(word) || DAYS.iter().any(|day| day.starts_with(word));
            let is_day = word.chars().count() >= 3 && is_named;
            is_day || BESIDE.contains(&word)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The cells of a file, as a spreadsheet takes it apart.
    fn read(text: &str, separator: char) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
        let mut signs = text.trim_start_matches('\u{feff}').chars().peekable();
        while let Some(sign) = signs.next() {
            match sign {
                '"' if quoted && signs.peek() == Some(&'"') => cell.extend(signs.next()),
                '"' => quoted = !quoted,
                sign if quoted => cell.push(sign),
                '\r' if signs.peek() == Some(&'\n') => {}
                '\n' => {
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                sign if sign == separator => row.push(std::mem::take(&mut cell)),
                sign => cell.push(sign),
            }
        }
        rows
    }

    proptest! {
        #[test]
        fn whatever_a_cell_holds_it_comes_back_and_is_never_reckoned(
            cells in prop::collection::vec("[=+@a-z0-9;,./:\"' \t\r\n-]{0,6}", 3),
        ) {
            for (csv, separator) in [(Csv::Commas, ','), (Csv::GuardedCommas, ','), (Csv::Excel, ';')] {
                let row = cells.iter().cloned().map(Value::text).collect();
                let rows = read(&csv.write(["a", "b", "c"], [row]), separator);
                prop_assert_eq!(rows.len(), 2);
                prop_assert_eq!(&rows[0], &["a", "b", "c"]);
                for (read, written) in rows[1].iter().zip(&cells) {
                    let guarded = guard_inside(written);
                    let (plain, known) = (csv == Csv::Commas && read == written, *read == guarded);
                    prop_assert!(plain || known || *read == format!("'{guarded}"), "{:?}", read);
                    let begins = read.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
                    prop_assert!(csv == Csv::Commas || !begins, "{:?}", read);
                    // Without a letter, figures are a number, a date, a time or a fraction.
                    let bare = read.contains(|sign: char| sign.is_ascii_digit())
                        && !read.contains(|sign: char| sign.is_alphabetic() || sign == '\'');
                    prop_assert!(csv == Csv::Commas || !bare, "{:?}", read);
                }
            }
        }

        /// Whichever separator a spreadsheet goes by.
        #[test]
        fn no_cell_is_a_formula_where_another_separator_is_used(
            cells in prop::collection::vec("[=+@a;, \t-]{0,8}", 3),
        ) {
            for csv in [Csv::GuardedCommas, Csv::Excel] {
                let row = cells.iter().cloned().map(Value::text).collect();
                let text = csv.write(["a", "b", "c"], [row]);
                for separator in [',', ';', '\t'] {
                    for cell in read(&text, separator).into_iter().flatten() {
                        prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{:?} by {:?}: {:?}", text, separator, cell);
                    }
                }
            }
        }

        #[test]
        fn a_number_is_a_number_also_one_below_zero(number in any::<i64>(), tenths in -1000..1000_i32) {
            let decimal = f64::from(tenths) / 10.0;
            let row = vec![Value::Integer(number), Value::Decimal(decimal)];
            for (csv, separator) in [(Csv::GuardedCommas, ','), (Csv::Excel, ';')] {
                let rows = read(&csv.write(["a", "b"], [row.clone()]), separator);
                prop_assert_eq!(rows[1][0].parse::<i64>().unwrap(), number);
                prop_assert_eq!(rows[1][1].replace(',', ".").parse::<f64>().unwrap(), decimal);
                prop_assert!(csv != Csv::Excel || !rows[1][1].contains('.'));
            }
        }
    }

    /// What somebody typed is no date; what the hub writes as a day is one.
    #[test]
    fn a_day_of_the_hubs_own_has_no_apostrophe_and_a_typed_one_has() {
        for (csv, separator) in [(Csv::Commas, ','), (Csv::GuardedCommas, ','), (Csv::Excel, ';')] {
            let rows = read(
                &csv.write(["a", "b"], [vec![Value::Day(20_758), Value::text("2026-11-01")]]),
                separator,
            );
            let typed = if csv == Csv::Commas {
                "2026-11-01"
            } else {
                "'2026-11-01"
            };
            assert_eq!(rows[1], ["2026-11-01", typed]);
        }
    }

    #[test]
    fn what_a_spreadsheet_would_turn_into_a_date_is_known_and_words_are_left_alone() {
        for date in [
            "2026-10",
            "1/2",
            "3-4",
            "10.12",
            "12:30",
            "5. mai",
            "1 okt 26",
            "MAR 2026",
            "okt. 2026",
            "7",
            "1e5",
            "50 %",
            "8 AM",
            "(3)",
            "søn 4",
            "January 2",
            " =1",
            "\u{a0}@x",
            "TRUE",
            "SANN",
            "usann",
            "¼",
        ] {
            assert!(is_reckoned(date), "{date}");
        }
        for words in [
            "1–4",
            "8–10",
            "2026-autumn",
            "med-1",
            "Nesten aldri",
            "Tenk på de siste 3 månedene",
            "5. oktober til 16. oktober 2026",
            "Mars",
            "Vi ler sammen på jobb.",
            "",
            "Trykk 2",
        ] {
            assert!(!is_reckoned(words), "{words}");
        }
    }
}
