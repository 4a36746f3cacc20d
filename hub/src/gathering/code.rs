//! What a table joins with: ten letters and digits on the big screen. There are 2^50 of them: nobody guesses one.

use std::fmt;
use std::str::FromStr;

use rand::{CryptoRng, RngExt};

/// What a code is written with: nothing that is read as something else.
const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// How many signs a code has.
const CODE_SIGNS: usize = 10;
/// How many signs stand together.
const GROUP_SIGNS: usize = 5;

/// What a table joins with. `Debug` never shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct JoinCode(String);

/// What was typed is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code has {CODE_SIGNS} letters and digits")]
pub struct JoinCodeError;

impl fmt::Debug for JoinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JoinCode(..)")
    }
}

impl FromStr for JoinCode {
    type Err = JoinCodeError;

    /// Reads a code, however it is spaced, in small letters or large ones.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let typed = text.chars().filter(|sign| !sign.is_whitespace() && *sign != '-');
        let code: String = typed.map(|sign| sign.to_ascii_uppercase()).collect();
        let is_code = code.len() == CODE_SIGNS && code.bytes().all(|sign| SIGNS.contains(&sign));
        is_code.then_some(JoinCode(code)).ok_or(JoinCodeError)
    }
}

impl JoinCode {
    /// Draws a code.
    pub fn draw(rng: &mut impl CryptoRng) -> Self {
        let signs = (0..CODE_SIGNS).map(|_| char::from(SIGNS[rng.random_range(0..SIGNS.len())]));
        JoinCode(signs.collect())
    }

    /// As addresses carry it, and as it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As people read it: in two groups.
    pub fn to_groups(&self) -> String {
        let (first, second) = self.0.split_at(GROUP_SIGNS);
        format!("{first} {second}")
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn a_code_is_read_as_people_write_it_and_nothing_else_is_one() {
        let code = JoinCode::draw(&mut StdRng::seed_from_u64(3));
        assert_ne!(code, JoinCode::draw(&mut StdRng::seed_from_u64(4)));
        for written in [
            code.to_groups(),
            code.as_str().to_lowercase(),
            code.to_groups().replace(' ', "-"),
        ] {
            assert_eq!(written.parse(), Ok(code.clone()));
        }
        for written in ["", "ABCDE", "ABCDEFGHJKL", "ABCDE-FGHI0", "ABCDEFGHJå"] {
            assert_eq!(written.parse::<JoinCode>(), Err(JoinCodeError), "{written}");
        }
        assert!(!format!("{code:?}").contains(code.as_str()));
    }
}
