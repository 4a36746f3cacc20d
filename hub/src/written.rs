//! What people write, in the one form in which it is kept and compared. The same letters reach the hub in different bytes:
//! å as one sign or as a with a ring, a blank that a keyboard made unbreakable, a mark that an editor put before the text.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// Why a text cannot be a name, a password or a passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrittenError {
    /// There is a line break in it.
    #[error("it has more than one line; write it on one")]
    Lines,
    /// There is a sign in it that nobody can see or type.
    #[error("it has a control character (U+{:04X}); write it anew, without", u32::from(*.0))]
    Control(char),
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
}

/// A secret that a person wrote, on one line: composed (NFC), every blank a plain one, without blanks around it and
/// without what cannot be seen. This is the profile OpaqueString of RFC 8265, but for the blanks around it.
///
/// # Errors
/// When it has several lines, or control characters.
pub fn read_secret(text: &str) -> Result<Zeroizing<String>, WrittenError> {
    let seen = strip_invisible(text);
    // NFC is at most three times as long in UTF-8: nothing of a secret is left behind by growing.
    let mut secret = Zeroizing::new(String::with_capacity(3 * seen.len()));
    for sign in seen.trim().nfc() {
        match sign {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => return Err(WrittenError::Lines),
            sign if sign.is_whitespace() => secret.push(' '),
            sign if sign.is_control() => return Err(WrittenError::Control(sign)),
            sign => secret.push(sign),
        }
    }
    Ok(secret)
}

/// A name that a person wrote, like a secret; never empty.
///
/// # Errors
/// When it is empty, has several lines, or control characters.
pub fn read_name(text: &str) -> Result<String, WrittenError> {
    let name = read_secret(text)?.to_string();
    if name.is_empty() {
        return Err(WrittenError::Empty);
    }
    Ok(name)
}

/// A text that a person wrote, on one line or several; perhaps empty. Composed (NFC), without blanks around it, and without what cannot be
/// seen: what is left is what others read.
///
/// # Errors
/// When it has control characters.
pub fn read_text(text: &str) -> Result<String, WrittenError> {
    let seen = strip_invisible(text).replace("\r\n", "\n");
    let mut read = String::with_capacity(seen.len());
    for sign in seen.nfc() {
        match sign {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => read.push('\n'),
            // The blank of Braille is no blank to Unicode.
            sign if sign.is_whitespace() || sign == '\u{2800}' => read.push(' '),
            sign if sign.is_control() => return Err(WrittenError::Control(sign)),
            sign => read.push(sign),
        }
    }
    Ok(read.trim().to_owned())
}

/// The text is not an email address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an email address; write one like kari@example.org, and nothing beside it")]
pub struct EmailError(pub String);

/// An email address as accounts are kept under it: small letters, composed.
///
/// # Errors
/// When it is none.
pub fn read_email(text: &str) -> Result<String, EmailError> {
    let email = fold_email(text);
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\"\\".contains(c);
    let is_host = |host: &str| host.contains('.') && host.split('.').all(|part| !part.is_empty());
    let parts = email.split_once('@').filter(|(name, host)| {
        let whole = !name.is_empty() && is_host(host) && !host.contains('@');
        whole && email.chars().all(is_plain)
    });
    match parts {
        Some(_) => Ok(email),
        None => Err(EmailError(text.to_owned())),
    }
}

/// What two spellings of one name have in common.
pub fn fold_name(text: &str) -> String {
    let plain = read_secret(text).unwrap_or_else(|_| Zeroizing::new(text.trim().to_owned()));
    plain.chars().flat_map(char::to_lowercase).nfc().collect()
}

/// What two spellings of one email address have in common, also where it is none.
pub fn fold_email(text: &str) -> String {
    let small: String = strip_invisible(text)
        .trim()
        .nfc()
        .flat_map(char::to_lowercase)
        .collect();
    small.nfc().collect()
}

/// Of addresses that are kept, the one that this is, however its letters are put together; where two are, the one that
/// is written in the same way.
pub fn find_spelling<'k>(kept: impl Iterator<Item = &'k String> + Clone, written: &str) -> Option<&'k String> {
    let folded = fold_email(written);
    let exact = kept.clone().find(|email| **email == folded);
    exact.or_else(|| kept.clone().find(|email| fold_email(email) == folded))
}

/// Takes away what cannot be seen, as an editor or a copied page brings it along: the mark of the byte order, blanks of
/// no width, marks for the direction and the choice of a picture, soft hyphens. These are the signs that Unicode calls
/// default ignorable.
pub fn strip_invisible(text: &str) -> Zeroizing<String> {
    let mut seen = Zeroizing::new(String::with_capacity(text.len()));
    seen.extend(text.chars().filter(|sign| !is_invisible(*sign)));
    seen
}

fn is_invisible(sign: char) -> bool {
    matches!(sign,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}
