//! The recovery sheet: the organisation's recovery key on paper, kept by the chief safety rep.

use data_encoding::BASE32_NOPAD;
use ring::digest;
use zeroize::Zeroizing;

use crate::keys::opening::OpeningKey;
use crate::written::strip_invisible;

const MARK: &str = "TRYKK-1";

/// Why a recovery sheet does not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoverySheetError {
    /// No key was found in it.
    #[error("there is no recovery key in this file; it is the line that begins with {MARK}")]
    NoKey,
    /// A sign was mistyped or is missing.
    #[error("the recovery key is mistyped somewhere: its last group does not fit the rest; compare it with the sheet")]
    Mistyped,
    /// It is the key of another organisation, or of another setting-up of the hub.
    #[error("this recovery sheet belongs to another hub")]
    OtherHub,
}

/// The key as it is printed: groups of four, the last one a check.
fn write_code(key: &OpeningKey) -> Zeroizing<String> {
    let secret = key.expose();
    let mut bytes = Zeroizing::new(secret.to_vec());
    bytes.extend_from_slice(&check(&secret[..]));
    let text = Zeroizing::new(BASE32_NOPAD.encode(&bytes));
    let groups: Vec<&str> = (0..text.len())
        .step_by(4)
        .map(|at| &text[at..text.len().min(at + 4)])
        .collect();
    Zeroizing::new(format!("{MARK} {}", groups.join(" ")))
}

fn check(secret: &[u8]) -> [u8; 3] {
    let digest = digest::digest(&digest::SHA256, secret);
    *digest.as_ref().first_chunk().expect("SHA-256 has 32 bytes")
}

/// The whole sheet, to be printed once.
pub fn sheet(key: &OpeningKey) -> Zeroizing<String> {
    Zeroizing::new(format!(
        "GJENOPPRETTINGSARK FOR TRYKK / RECOVERY SHEET\n\
         \n\
         Skriv ut dette arket og gi det til hovedverneombudet. Slett så filen.\n\
         Arket låser ikke opp svar alene. Sammen med Trykk-serveren eller en\n\
         prosessveileder kan det telle opp en kartlegging når et telleord er glemt\n\
         eller en disk er tapt.\n\
         \n\
         Print this sheet and give it to the chief safety rep. Then delete the file.\n\
         Alone it unlocks no answers. Together with the Trykk server or a process guide\n\
         it can count a round when a counting passphrase is lost or a disk is gone.\n\
         \n\
         {}\n",
        *write_code(key)
    ))
}

/// Reads the key from a sheet's text.
///
/// # Errors
/// When there is none, or it is mistyped.
pub fn read(text: &str) -> Result<OpeningKey, RecoverySheetError> {
    let text = strip_invisible(text);
    let line = text
        .lines()
        .filter_map(|line| line.trim().split_at_checked(MARK.len()))
        .find_map(|(mark, line)| mark.eq_ignore_ascii_case(MARK).then_some(line))
        .ok_or(RecoverySheetError::NoKey)?;
    let letters: Zeroizing<String> = Zeroizing::new(
        line.chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect(),
    );
    let bytes = Zeroizing::new(
        BASE32_NOPAD
            .decode(letters.as_bytes())
            .map_err(|_| RecoverySheetError::Mistyped)?,
    );
    let (secret, checked) = bytes.split_first_chunk::<32>().ok_or(RecoverySheetError::Mistyped)?;
    if checked != check(secret) {
        return Err(RecoverySheetError::Mistyped);
    }
    OpeningKey::from_bytes(secret).map_err(|_| RecoverySheetError::Mistyped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn a_key_comes_back_from_its_sheet_and_a_slip_of_the_hand_is_noticed() {
        let key = OpeningKey::draw(&mut rand::rngs::StdRng::seed_from_u64(5));
        let sheet = sheet(&key);
        assert_eq!(read(&sheet).unwrap().expose(), key.expose());
        let line = sheet.lines().find(|line| line.starts_with(MARK)).unwrap().to_owned();
        assert_eq!(read(&line.to_lowercase()).unwrap().expose(), key.expose());
        // As an editor saves it, or a page lets it be copied.
        let copied = format!("\u{feff}{}\r\n", line.replace(' ', "\u{200b}\u{a0}"));
        assert_eq!(read(&copied).unwrap().expose(), key.expose());
        for at in MARK.len() + 1..line.len() {
            let mut wrong = line.clone().into_bytes();
            if wrong[at] == b' ' {
                continue;
            }
            wrong[at] = if wrong[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(
                read(std::str::from_utf8(&wrong).unwrap()).unwrap_err(),
                RecoverySheetError::Mistyped
            );
        }
        assert_eq!(read("no key here").unwrap_err(), RecoverySheetError::NoKey);
    }
}
