//! How many of something there are, in words: "1 sheet", "2 sheets".

use std::fmt::Display;

/// A number with the words for one or for several.
pub fn plural<N: Display + PartialEq + From<u8>>(number: N, one: &str, several: &str) -> String {
    let words = if number == N::from(1) { one } else { several };
    format!("{number} {words}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_said_as_one_and_none_as_several() {
        let said = [0_u32, 1, 2, 21].map(|number| plural(number, "sheet", "sheets"));
        assert_eq!(said, ["0 sheets", "1 sheet", "2 sheets", "21 sheets"]);
    }
}
