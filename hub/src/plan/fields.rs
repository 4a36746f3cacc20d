//! Fields as they were typed, read one by one: everything that is wrong is said, at its field.

use crate::organisation::times::read_day;
use crate::written::read_text;

/// No day is further away than this.
const MOST_DAYS: i64 = 5 * 366;

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// There is nothing in it.
    Missing,
    /// It is longer than so many characters.
    TooLong(usize),
    /// It is not one of what can be chosen.
    NotChosen,
    /// It is no day, or one too far away.
    NoDay,
    /// The day is over.
    Past,
    /// The day lies before the deadline.
    BeforeDeadline,
    /// There are more than so many.
    TooMany(usize),
    /// There is a sign in it that nobody can see.
    Unseen,
    /// Neither a question is chosen nor anything written by which it would be noticed.
    NoSign,
    /// A ward, a department or a person is named in it.
    Names,
    /// A date or a year stands in it.
    Dated,
    /// Nothing is changed while the process rests.
    Resting,
}

/// A field, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field's name.
    pub field: String,
    /// What is wrong.
    pub wrong: Wrong,
}

impl Fault {
    /// That the process rests: the fault of no field.
    pub fn resting() -> Self {
        Fault {
            field: String::new(),
            wrong: Wrong::Resting,
        }
    }
}

/// Whether nothing is written that anybody can see.
pub(super) fn is_blank(written: &str) -> bool {
    read_text(written).is_ok_and(|read| read.is_empty())
}

/// Reads fields and notes what is wrong with them.
#[derive(Default)]
pub(crate) struct Fields(Vec<Fault>);

impl Fields {
    /// Notes a fault.
    pub fn refuse(&mut self, field: &str, wrong: Wrong) {
        self.0.push(Fault {
            field: field.to_owned(),
            wrong,
        });
    }

    /// Words that must be there.
    pub fn words(&mut self, field: &str, written: &str, longest: usize) -> String {
        let words = self.some_words(field, written, longest);
        if words.is_empty() && !self.is_refused(field) {
            self.refuse(field, Wrong::Missing);
        }
        words
    }

    /// Words that may be there, as they are kept: see [`read_text`].
    pub fn some_words(&mut self, field: &str, written: &str, longest: usize) -> String {
        let Ok(words) = read_text(written) else {
            self.refuse(field, Wrong::Unseen);
            return String::new();
        };
        if words.chars().count() > longest {
            self.refuse(field, Wrong::TooLong(longest));
        }
        words
    }

    /// A day that must be there, and to come, unless it is the one that was there before.
    pub fn day_to_come(&mut self, field: &str, written: &str, before: Option<i64>, today: i64) -> i64 {
        let day = self.day(field, written, today);
        if day < today && Some(day) != before {
            self.refuse(field, Wrong::Past);
        }
        day
    }

    /// A day that must be there.
    pub fn day(&mut self, field: &str, written: &str, today: i64) -> i64 {
        let near = |day: &i64| (today - MOST_DAYS..=today + MOST_DAYS).contains(day);
        let wrong = match read_day(written).filter(near) {
            Some(day) => return day,
            None if written.trim().is_empty() => Wrong::Missing,
            None => Wrong::NoDay,
        };
        self.refuse(field, wrong);
        today
    }

    /// One of what can be chosen.
    pub fn choice<T>(&mut self, field: &str, found: Option<T>, otherwise: T) -> T {
        found.unwrap_or_else(|| {
            self.refuse(field, Wrong::NotChosen);
            otherwise
        })
    }

    /// Whether a field was refused.
    pub fn is_refused(&self, field: &str) -> bool {
        self.0.iter().any(|fault| fault.field == field)
    }

    /// What was read, if nothing is wrong.
    pub fn done<T>(self, read: T) -> Result<T, Vec<Fault>> {
        match self.0.is_empty() {
            true => Ok(read),
            false => Err(self.0),
        }
    }
}
