//! Numbers that people compare: digits in groups of four.

use std::fmt;

/// How many digits one group has.
const GROUP_DIGITS: usize = 4;

/// The last `digits` decimal digits of a digest's first half.
pub fn last_digits(digest: &[u8], digits: u32) -> u128 {
    let number = u128::from_be_bytes(*digest.first_chunk().expect("a digest has 16 bytes and more"));
    number % 10_u128.pow(digits)
}

/// Writes a number with so many digits, in groups with a hard blank between them: the groups stay in one line.
///
/// # Errors
/// Those of the formatter.
pub fn write_groups(f: &mut fmt::Formatter<'_>, number: u128, digits: u32) -> fmt::Result {
    let written = format!("{number:0width$}", width = digits as usize);
    for (nth, digit) in written.chars().enumerate() {
        if nth > 0 && nth % GROUP_DIGITS == 0 {
            write!(f, "\u{a0}")?;
        }
        write!(f, "{digit}")?;
    }
    Ok(())
}
