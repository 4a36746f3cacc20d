//! The address of a ward's open page: 128 bits that nobody guesses, in letters that people can type.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE32_NOPAD;
use rand::CryptoRng;
use trykk_shared::ids::BoxId;

use crate::store::BoxRow;

/// How many bytes a token has.
const TOKEN_BYTES: usize = 16;
/// How many letters and digits they are.
const TOKEN_SIGNS: usize = 26;

/// What opens a ward's open page. `Debug` never shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenToken(String);

/// What came is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an address has {TOKEN_SIGNS} letters and digits")]
pub struct OpenTokenError;

impl fmt::Debug for OpenToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpenToken(..)")
    }
}

impl FromStr for OpenToken {
    type Err = OpenTokenError;

    /// Reads a token, in small letters or large ones.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let upper = text.to_ascii_uppercase();
        let bytes = BASE32_NOPAD.decode(upper.as_bytes()).map_err(|_| OpenTokenError)?;
        match bytes.len() == TOKEN_BYTES {
            true => Ok(OpenToken(upper.to_ascii_lowercase())),
            false => Err(OpenTokenError),
        }
    }
}

impl OpenToken {
    /// Draws a token.
    pub fn draw(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; TOKEN_BYTES];
        rng.fill_bytes(&mut bytes);
        OpenToken(BASE32_NOPAD.encode(&bytes).to_ascii_lowercase())
    }

    /// As addresses carry it, and as it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A ward's open page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPage {
    /// Whose: the process of the wards.
    pub process: String,
    /// What opens it.
    pub token: OpenToken,
    /// Where this hub's pages are: as its administrator said it, or as whoever switched it on reached them.
    pub pages: String,
    /// The box of which it shows what is published, if of any. It was chosen for that one, and not for those that come later.
    pub results: Option<BoxId>,
}

impl OpenPage {
    /// What a form says that it has seen of it.
    pub fn mark(&self) -> String {
        let results = self.results.map(|id| id.to_string());
        format!("{}.{}", self.token.as_str(), results.unwrap_or_default())
    }

    /// Its path on this hub.
    pub fn path(&self) -> String {
        format!("/open/{}", self.token.as_str())
    }

    /// Its address.
    pub fn address(&self) -> String {
        format!("{}{}", self.pages, self.path())
    }
}

/// The published boxes that these wards had to themselves, the newest last: what they were asked together with others is not theirs alone
/// to show.
pub fn list_own_published<'b>(boxes: &'b [BoxRow], wards: &[String]) -> Vec<&'b BoxRow> {
    let is_own =
        |ballot_box: &&BoxRow| ballot_box.has_release() && ballot_box.wards.iter().all(|ward| wards.contains(ward));
    let mut own: Vec<&BoxRow> = boxes.iter().filter(is_own).collect();
    own.sort_by_key(|ballot_box| (ballot_box.closes, ballot_box.id));
    own
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn a_token_has_128_bits_and_is_read_as_it_is_typed_and_nothing_else_is_one() {
        let token = OpenToken::draw(&mut StdRng::seed_from_u64(1));
        assert_ne!(token, OpenToken::draw(&mut StdRng::seed_from_u64(2)));
        assert_eq!(token.as_str().len(), TOKEN_SIGNS);
        assert_eq!(token.as_str().parse(), Ok(token.clone()));
        assert_eq!(token.as_str().to_ascii_uppercase().parse(), Ok(token.clone()));
        let longer = format!("{}a", token.as_str());
        for written in ["", "abc", &token.as_str()[1..], &longer, "aaaaaaaaaaaaaaaaaaaaaaaaa1"] {
            assert_eq!(written.parse::<OpenToken>(), Err(OpenTokenError), "{written}");
        }
        assert!(!format!("{token:?}").contains(token.as_str()));
    }
}
