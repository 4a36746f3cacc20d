//! A link that is carried on a stick: the file that the hub's page gives, put there as it is. The stick may be anybody's, so nothing of a file
//! is shown or logged, whatever stands in it: it may be the code.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags, open};
use trykk_shared::enrolment::{LINK_FILE, Link};
use zeroize::Zeroizing;

use crate::sticks::find_sticks;

/// The largest file that is read, in bytes: a link has some two hundred.
const MOST_BYTES: u64 = 8 * 1024;
/// How many names of a stick are looked at.
const MOST_NAMES: usize = 10_000;

/// Why no link was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CarriedError {
    /// No stick is in.
    #[error("no stick is in")]
    NoStick,
    /// There is no such file on any, or it cannot be read.
    #[error("no file with a link is on it")]
    NoFile,
    /// What stands in the file is no link.
    #[error("the file holds no link")]
    NoLink,
    /// There are several, and none is the one that is meant.
    #[error("there are several links")]
    Several,
}

/// The link on the sticks that are mounted in one of these places.
///
/// # Errors
/// When there is none, or more than one.
pub fn find_link(places: &[PathBuf]) -> Result<Link, CarriedError> {
    let sticks = find_sticks(places);
    if sticks.is_empty() {
        return Err(CarriedError::NoStick);
    }
    find_in(sticks.iter().map(|stick| stick.folder.as_path()))
}

/// The one link in these folders; the same one twice is one.
fn find_in<'f>(folders: impl IntoIterator<Item = &'f Path>) -> Result<Link, CarriedError> {
    let files: Vec<PathBuf> = folders.into_iter().flat_map(list).collect();
    let texts: Vec<Zeroizing<String>> = files.iter().filter_map(|file| read(file).ok()).collect();
    if texts.is_empty() {
        return Err(CarriedError::NoFile);
    }
    let mut links: Vec<Link> = Vec::new();
    for text in &texts {
        let link = read_link(text)?;
        if !links.contains(&link) {
            links.push(link);
        }
    }
    match links.pop() {
        Some(link) if links.is_empty() => Ok(link),
        _ => Err(CarriedError::Several),
    }
}

/// The files of links in a folder: called as the hub calls them, or as a browser does that has one already.
fn list(folder: &Path) -> Vec<PathBuf> {
    let (begins, ends) = LINK_FILE.rsplit_once('.').unwrap_or((LINK_FILE, ""));
    let is_link = |name: &str| {
        let name = name.to_ascii_lowercase();
        let rest = name.strip_suffix(ends).and_then(|rest| rest.strip_suffix('.'));
        rest.is_some_and(|rest| rest.starts_with(begins))
    };
    let names = fs::read_dir(folder).into_iter().flatten().flatten().take(MOST_NAMES);
    let files = names.filter(|entry| entry.file_name().to_str().is_some_and(is_link));
    files.map(|entry| entry.path()).collect()
}

/// What stands in a file, if it is a small plain one: whoever prepared the stick chose what has that name.
fn read(path: &Path) -> io::Result<Zeroizing<String>> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = File::from(open(path, flags, Mode::empty())?);
    let is_small_file = file
        .metadata()
        .map(|found| found.is_file() && found.len() <= MOST_BYTES)?;
    if !is_small_file {
        return Err(io::ErrorKind::InvalidData.into());
    }
    // Room for all of it: a text that grows leaves copies of itself behind.
    let mut text = Zeroizing::new(String::with_capacity(MOST_BYTES as usize + 1));
    file.take(MOST_BYTES).read_to_string(&mut text)?;
    Ok(text)
}

/// The link in a text: the one line that looks like one, or else all of it.
fn read_link(text: &str) -> Result<Link, CarriedError> {
    let lines = || text.lines().map(|line| line.trim_start_matches('\u{feff}').trim());
    let mut whole = lines().filter(|line| line.starts_with("trykk://"));
    let mut typed = lines().filter(|line| !line.is_empty());
    let (first, next) = match whole.next() {
        Some(first) => (Some(first), whole.find(|line| *line != first)),
        None => (typed.next(), typed.next()),
    };
    match (first, next) {
        (Some(line), None) => line.parse().map_err(|_| CarriedError::NoLink),
        (Some(first), Some(_)) if first.starts_with("trykk://") => Err(CarriedError::Several),
        _ => Err(CarriedError::NoLink),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LINK: &str =
        "trykk://hub.example.org:8443/med-1?ca=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&code=7K3M-Q2XA-90TD-VW4F";
    const OTHER: &str =
        "trykk://hub.example.org:8443/med-2?ca=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&code=7K3M-Q2XA-90TD-VW4G";

    fn stick(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        folder
    }

    fn found(files: &[(&str, &[u8])]) -> Result<Link, CarriedError> {
        let stick = stick(files);
        find_in([stick.path()])
    }

    #[test]
    fn a_link_is_found_as_the_hub_wrote_it_and_as_an_editor_left_it() {
        let link: Link = LINK.parse().unwrap();
        for text in [
            LINK.to_owned(),
            format!("{LINK}\n"),
            format!("\u{feff}{LINK}\r\n"),
            format!("Til post 1\r\n\r\n  {LINK}  \r\nSlett fila etterpå.\r\n"),
            format!("{LINK}\n{LINK}\n"),
        ] {
            assert_eq!(found(&[(LINK_FILE, text.as_bytes())]).as_ref(), Ok(&link), "{text:?}");
        }
        // As a disk of old letters, or a browser, calls it.
        for name in ["TRYKK-LINK.TXT", "trykk-link (1).txt"] {
            assert_eq!(found(&[(name, LINK.as_bytes())]), Ok(link.clone()), "{name}");
        }
        let typed = found(&[(LINK_FILE, b"\nhub.example.org/7K3M-Q2XA-90TD-VW4F\n")]).unwrap();
        assert_eq!((typed.code, typed.fingerprint), (link.code.clone(), None));
        // The same file on two sticks.
        let (one, other) = (
            stick(&[(LINK_FILE, LINK.as_bytes())]),
            stick(&[(LINK_FILE, LINK.as_bytes())]),
        );
        assert_eq!(find_in([one.path(), other.path()]), Ok(link));
    }

    #[test]
    fn whatever_else_a_stick_holds_is_no_link() {
        let several = format!("{LINK}\n{OTHER}\n");
        let large = [b" ".repeat(9000), LINK.into()].concat();
        let cut = &LINK.as_bytes()[..60];
        let typed_after_words = b"hei\nhub.example.org/7K3M-Q2XA-90TD-VW4F".as_slice();
        /// Names and what is in them.
        type Files<'f> = Vec<(&'static str, &'f [u8])>;
        let cases: Vec<(Files<'_>, CarriedError)> = vec![
            (vec![], CarriedError::NoFile),
            (vec![("link.txt", LINK.as_bytes())], CarriedError::NoFile),
            (vec![("trykk-link.exe", LINK.as_bytes())], CarriedError::NoFile),
            (vec![(LINK_FILE, large.as_slice())], CarriedError::NoFile),
            (vec![(LINK_FILE, [0xff, 0xfe, 0x00].as_slice())], CarriedError::NoFile),
            (vec![(LINK_FILE, b"".as_slice())], CarriedError::NoLink),
            (vec![(LINK_FILE, typed_after_words)], CarriedError::NoLink),
            (vec![(LINK_FILE, cut)], CarriedError::NoLink),
            (vec![(LINK_FILE, several.as_bytes())], CarriedError::Several),
            (
                vec![(LINK_FILE, LINK.as_bytes()), ("trykk-link (1).txt", OTHER.as_bytes())],
                CarriedError::Several,
            ),
        ];
        for (files, why) in cases {
            assert_eq!(found(&files), Err(why), "{files:?}");
        }
        let folder = stick(&[("elsewhere", LINK.as_bytes())]);
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), folder.path().join(LINK_FILE)).unwrap();
        assert_eq!(
            find_in([folder.path()]),
            Err(CarriedError::NoFile),
            "a link to a file is no file"
        );
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(LINK_FILE)).unwrap();
        assert_eq!(find_in([folder.path()]), Err(CarriedError::NoFile));
        assert_eq!(find_link(&[folder.path().join("nothing")]), Err(CarriedError::NoStick));
    }

    proptest! {
        /// No file says of itself what stands in it.
        #[test]
        fn nothing_of_a_file_is_said_again(text in "\\PC{0,80}|trykk://[a-z]{0,8}/[A-Z0-9-]{0,19}") {
            if let Err(why) = read_link(&text) {
                let said = why.to_string();
                prop_assert!(text.trim().len() < 4 || !said.contains(text.trim()), "{}", said);
            }
        }
    }
}
