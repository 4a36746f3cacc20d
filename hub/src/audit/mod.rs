//! The audit log: who did what, and when. Append-only and chained, so that a later rewriting shows to whoever noted a head.
//! Pure; `store/audit.rs` keeps it.

mod deed;
mod summary;

use std::fmt;

use ring::digest;
use trykk_shared::digits::{last_digits, write_groups};
use trykk_shared::parts::join_parts;

pub use deed::{Deed, Reader};

/// How long an entry is kept, in seconds: two years.
pub const KEPT_SECONDS: i64 = 2 * 365 * 24 * 3600;
/// Times are kept to so many seconds.
pub const COARSE_SECONDS: i64 = 60;
const SHELL: &str = "shell";
const HUB: &str = "hub";
/// How many digits a head is shown with.
pub const HEAD_DIGITS: u32 = 24;

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody who was logged in with this account.
    Account(String),
    /// A command on the hub's own machine.
    Shell,
    /// The hub by itself, when the time came.
    Hub,
}

impl Who {
    /// How it is kept. An address has an @, so that nobody is called like the others.
    pub fn name(&self) -> &str {
        match self {
            Who::Account(email) => email,
            Who::Shell => SHELL,
            Who::Hub => HUB,
        }
    }

    /// Who is meant by what is kept.
    pub fn from_name(name: &str) -> Self {
        match name {
            SHELL => Who::Shell,
            HUB => Who::Hub,
            email => Who::Account(email.to_owned()),
        }
    }
}

/// In whose hand something is done, and when.
#[derive(Clone, Debug)]
pub struct Hand {
    /// Who does it.
    pub who: Who,
    /// When, seconds since 1970-01-01 UTC. Nothing: at the latest time that the database knows.
    pub at: Option<i64>,
}

/// An entry, as it is kept and as the chain covers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// 1, 2, 3, without a gap.
    pub number: i64,
    /// When, to the minute, seconds since 1970-01-01 UTC.
    pub at: i64,
    /// See [`Who::name`].
    pub who: String,
    /// The wards that it concerns, as JSON.
    pub wards: String,
    /// See [`Deed::write`].
    pub deed: String,
    /// See [`Deed::write`].
    pub about: String,
}

impl Entry {
    /// The entry for a deed. `wards`: those that it concerns.
    pub fn new(number: i64, at: i64, who: &Who, wards: &[String], deed: &Deed) -> Self {
        let (word, about) = deed.write();
        Entry {
            number,
            at: at.div_euclid(COARSE_SECONDS) * COARSE_SECONDS,
            who: who.name().to_owned(),
            wards: serde_json::Value::from(wards.to_vec()).to_string(),
            deed: word,
            about,
        }
    }

    /// The hash that chains it to the one before, whose hash is `before`.
    pub fn hash(&self, before: &[u8; 32]) -> [u8; 32] {
        let covered = join_parts(&[
            b"trykk/1",
            b"audit",
            before,
            &self.number.to_be_bytes(),
            &self.at.to_be_bytes(),
            self.who.as_bytes(),
            self.wards.as_bytes(),
            self.deed.as_bytes(),
            self.about.as_bytes(),
        ]);
        let digest = digest::digest(&digest::SHA256, &covered);
        *digest.as_ref().first_chunk().expect("SHA-256 has 32 bytes")
    }
}

/// The end of a chain, or its start: the entry's number and its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The last entry's number; 0 where there is none.
    pub number: i64,
    /// Its hash.
    pub hash: [u8; 32],
}

impl Head {
    /// What people note down and compare: six groups of four digits. Another history with the same ones takes about 2^79 tries.
    pub fn digits(&self) -> String {
        let digits = last_digits(&self.hash, HEAD_DIGITS);
        format!("{digits:0width$}", width = HEAD_DIGITS as usize)
    }

    /// The digits of a head that somebody noted, however they are grouped.
    ///
    /// # Errors
    /// [`NoHead`] when they are none.
    pub fn read_digits(noted: &str) -> Result<String, NoHead> {
        let noted: String = noted.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let is_head = noted.len() == HEAD_DIGITS as usize && noted.bytes().all(|digit| digit.is_ascii_digit());
        if is_head { Ok(noted) } else { Err(NoHead) }
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_groups(f, last_digits(&self.hash, HEAD_DIGITS), HEAD_DIGITS)
    }
}

/// The text is no head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a head has {HEAD_DIGITS} digits")]
pub struct NoHead;

/// Where a chain is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "entry {number} does not follow from what stands before it: it, or something before it, was changed, taken out or put in"
)]
pub struct Broken {
    /// The first entry that does not fit.
    pub number: i64,
}

/// Goes along a chain from `start`; gives every head on its way, the start first.
///
/// # Errors
/// [`Broken`]
pub fn follow(start: Head, entries: &[(Entry, [u8; 32])]) -> Result<Vec<Head>, Broken> {
    let mut heads = vec![start];
    let mut last = start;
    for (entry, kept) in entries {
        let next = Head {
            number: last.number + 1,
            hash: entry.hash(&last.hash),
        };
        if entry.number != next.number || *kept != next.hash {
            return Err(Broken { number: entry.number });
        }
        heads.push(next);
        last = next;
    }
    Ok(heads)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: Head = Head {
        number: 0,
        hash: [0; 32],
    };

    fn chain(deeds: &[(i64, String, String)]) -> Vec<(Entry, [u8; 32])> {
        let mut last = START;
        let mut entries = Vec::new();
        for (at, who, round) in deeds {
            let deed = Deed::Released { round: round.clone() };
            let who = Who::from_name(who);
            let entry = Entry::new(last.number + 1, *at, &who, std::slice::from_ref(round), &deed);
            last = Head {
                number: entry.number,
                hash: entry.hash(&last.hash),
            };
            entries.push((entry, last.hash));
        }
        entries
    }

    fn deeds() -> impl Strategy<Value = Vec<(i64, String, String)>> {
        let deed = (0..4_000_000_000_i64, "[a-z@.]{1,12}", "[a-z0-9-]{0,8}");
        proptest::collection::vec(deed, 2..20)
    }

    proptest! {
        /// Whatever is changed, taken out, swapped or put in, without making every hash after it anew, is found.
        #[test]
        fn a_change_shows(deeds in deeds(), at: prop::sample::Index, field in 0..9_u8) {
            let whole = chain(&deeds);
            let heads = follow(START, &whole).unwrap();
            prop_assert_eq!(heads.len(), whole.len() + 1);
            let mut other = whole.clone();
            let at = at.index(whole.len());
            let entry = &mut other[at].0;
            match field {
                0 => entry.number += 1,
                1 => entry.at += 60,
                2 => entry.who.push('x'),
                3 => entry.wards = r#"["elsewhere-00"]"#.to_owned(),
                4 => entry.deed.push('x'),
                5 => entry.about.push(' '),
                6 => other[at].1[at % 32] ^= 1,
                7 => other.insert(at, whole[at].clone()),
                _ if at + 1 < whole.len() => other.swap(at, at + 1),
                _ => { other.remove(0); }
            }
            prop_assert!(follow(START, &other).is_err());
        }

        /// Whoever makes every hash anew, or cuts the end off, has another head: who noted it sees that.
        #[test]
        fn a_history_written_anew_has_another_head(deeds in deeds(), at: prop::sample::Index) {
            let head = *follow(START, &chain(&deeds)).unwrap().last().unwrap();
            let mut other = deeds.clone();
            other[at.index(deeds.len())].2.push_str("-other");
            let shorter = &deeds[..deeds.len() - 1];
            for rewritten in [&other[..], shorter] {
                let heads = follow(START, &chain(rewritten)).unwrap();
                prop_assert!(heads.iter().all(|other| other.digits() != head.digits()));
            }
            prop_assert_eq!(Head::read_digits(&head.to_string()), Ok(head.digits()));
            prop_assert_eq!(Head::read_digits(&head.digits()[1..]), Err(NoHead));
        }
    }

    /// What moves a sign from one field to the next is not the same entry.
    #[test]
    fn fields_do_not_run_into_each_other() {
        let entry = |who: &str, wards: &str| Entry {
            number: 1,
            at: 0,
            who: who.to_owned(),
            wards: wards.to_owned(),
            deed: String::new(),
            about: String::new(),
        };
        assert_ne!(entry("ab", "c").hash(&[0; 32]), entry("a", "bc").hash(&[0; 32]));
    }

    #[test]
    fn an_entry_is_frozen_and_tells_the_minute() {
        let entry = Entry::new(1, 1_790_000_059, &Who::Hub, &["med-1".to_owned()], &Deed::LoggedIn {});
        assert_eq!(entry.at, 1_790_000_040);
        let head = Head {
            number: 1,
            hash: entry.hash(&START.hash),
        };
        // Noted on paper: it never changes.
        assert_eq!(head.to_string(), FROZEN);
    }

    const FROZEN: &str = "4728\u{a0}2164\u{a0}0464\u{a0}0990\u{a0}2741\u{a0}5777";
}
