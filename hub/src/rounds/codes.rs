//! Start codes: printed on slips, one for each sheet, and known to one tablet.
//!
//! A code lives only once its printing is confirmed; a spare only once the guide wakes it. The hub keeps hashes: nobody
//! can read a code again, and nothing says whose it is.

use rand::seq::index;
use rand::{CryptoRng, RngExt};
use serde::{Deserialize, Serialize};
use trykk_shared::plural::plural;
use trykk_shared::start_code::{CODE_PLACES, CodeList, HASH_BYTES, SALT_BYTES, StartCode};
use trykk_shared::stretching::Memory;

use crate::store::StoreError;

/// How far a code has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeState {
    /// Shown to be printed, and not confirmed: dead.
    Printed,
    /// Good for one sheet. A spare that was woken is no other: a place that says so would name whoever was given it.
    #[serde(alias = "woken")]
    Live,
    /// In reserve: dead until the guide wakes it.
    Spare,
}

/// A code of a tablet: never its digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptCode {
    /// Where its hash stands: 0 to 511, drawn at random, so that places say nothing of the order of printing.
    pub place: usize,
    /// How far it has come.
    pub state: CodeState,
    /// The number printed on a sleeping spare's slip, counted from 1.
    pub spare: Option<u32>,
}

/// All codes of one tablet for one box.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TabletCodes {
    /// The salt of the hashes.
    pub salt: [u8; SALT_BYTES],
    /// A hash for each of the 512 places.
    pub hashes: Vec<[u8; HASH_BYTES]>,
    /// The places that have a code.
    pub codes: Vec<KeptCode>,
    /// How many spares were woken.
    #[serde(default)]
    pub woken: u32,
    /// What is shown in the place of codes that do not live follows from it, and from nothing that a tablet has.
    #[serde(default)]
    pub filler: [u8; FILLER_BYTES],
}

/// How long a list's filler is, in bytes.
pub const FILLER_BYTES: usize = 16;

impl std::fmt::Debug for TabletCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TabletCodes({} codes)", self.codes.len())
    }
}

/// Codes to be printed, in the order in which they were drawn. They are seen this once.
#[derive(Debug)]
pub struct CodeSlips {
    /// Names this printing, and says nothing of its codes.
    pub printing: String,
    /// One for each person.
    pub slips: Vec<StartCode>,
    /// In reserve, each with its number.
    pub spares: Vec<(u32, StartCode)>,
}

/// How many codes of each sort a tablet has for a box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodeCounts {
    /// Slips that are handed out, or can be.
    pub slips: u64,
    /// Spares that nobody has woken.
    pub spares: u64,
    /// Spares that were woken: as many people at most may have answered twice.
    pub woken: u64,
    /// Codes whose printing nobody has confirmed.
    pub printed: u64,
}

/// Why there are no codes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodesError {
    /// The round does not ask for codes.
    #[error("round {0:?} asks for no start codes")]
    NotAsked(String),
    /// The box is not confirmed, or over.
    #[error("round {round:?} in {wards} is {state}; slips are printed from the confirming to the closing")]
    WrongTime {
        /// The round.
        round: String,
        /// The box's wards.
        wards: String,
        /// Where it stands.
        state: &'static str,
    },
    /// There is no such tablet at the box's wards.
    #[error("{tablet} is not a tablet in use at {wards}; those are: {known}")]
    NotATablet {
        /// What was named.
        tablet: String,
        /// The box's wards.
        wards: String,
        /// The tablets there.
        known: String,
    },
    /// More slips than people.
    #[error(
        "{wards} has {}, and {} printed for them: {} too many. Correct the headcount in the plan, or wake a spare for a lost slip",
        plural(*.headcount, "person", "people"), plural(*.printed, "slip is", "slips are"), plural(*.more, "more is", "more are")
    )]
    TooMany {
        /// The box's wards.
        wards: String,
        /// How many people work there.
        headcount: u32,
        /// How many slips there are.
        printed: u64,
        /// How many were asked for.
        more: usize,
    },
    /// The tablet's list is full.
    #[error("one tablet takes {CODE_PLACES} codes, spares included; use a second tablet")]
    ListFull,
    /// There is no such spare, or it was woken.
    #[error("{tablet} has no sleeping spare number {spare}; those are: {known}")]
    NoSuchSpare {
        /// The tablet.
        tablet: String,
        /// What was named.
        spare: u32,
        /// The sleeping ones.
        known: String,
    },
    /// Nothing waits for being confirmed, or something else.
    #[error("these slips of {0} do not wait for being confirmed: others were printed since. Print them again")]
    NothingPrinted(String),
}

impl TabletCodes {
    /// No codes yet.
    pub fn empty(rng: &mut impl CryptoRng) -> Self {
        TabletCodes {
            salt: rng.random(),
            hashes: (0..CODE_PLACES).map(|_| rng.random()).collect(),
            codes: Vec::new(),
            woken: 0,
            filler: rng.random(),
        }
    }

    /// As it is kept now: earlier versions noted beside a place that a spare was woken there, and its number.
    pub fn without_traces(mut self) -> Self {
        for code in self.codes.iter_mut().filter(|code| code.state == CodeState::Live) {
            if code.spare.take().is_some() {
                self.woken += 1;
            }
        }
        self
    }

    /// What the tablet is told: a hash for each place, of which only those of living codes can be found.
    ///
    /// # Errors
    /// When the kept hashes are not as many as there are places.
    pub fn to_list(&self) -> Result<CodeList, StoreError> {
        let mut shown: Vec<[u8; HASH_BYTES]> = self.hashes.iter().map(|hash| self.hide(hash)).collect();
        for code in self.codes.iter().filter(|code| code.state == CodeState::Live) {
            if let (Some(shown), Some(hash)) = (shown.get_mut(code.place), self.hashes.get(code.place)) {
                *shown = *hash;
            }
        }
        CodeList::new(self.salt, shown).ok_or_else(|| StoreError::Damaged("a list of start codes".into()))
    }

    /// What a tablet sees in the place of a code that does not live: the same at every time, and nothing that it could compare a
    /// code with.
    fn hide(&self, hash: &[u8; HASH_BYTES]) -> [u8; HASH_BYTES] {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &self.filler);
        let named = trykk_shared::parts::join_parts(&[b"trykk/1", b"no code", hash]);
        let tag = ring::hmac::sign(&key, &named);
        *tag.as_ref().first_chunk().expect("a tag has 32 bytes")
    }

    /// How many there are of each sort.
    pub fn counts(&self) -> CodeCounts {
        let mut counts = CodeCounts::default();
        for code in &self.codes {
            *match code.state {
                CodeState::Printed => &mut counts.printed,
                CodeState::Live => &mut counts.slips,
                CodeState::Spare => &mut counts.spares,
            } += 1;
        }
        counts.woken = u64::from(self.woken);
        counts.slips = counts.slips.saturating_sub(counts.woken);
        counts
    }

    /// How many sheets the tablet may deliver.
    pub fn live(&self) -> u64 {
        let counts = self.counts();
        counts.slips + counts.woken
    }

    /// The numbers of the spares that nobody has woken.
    pub fn sleeping_spares(&self) -> Vec<u32> {
        let spares = self.codes.iter().filter(|code| code.state == CodeState::Spare);
        let mut spares: Vec<u32> = spares.filter_map(|code| code.spare).collect();
        spares.sort_unstable();
        spares
    }

    /// Draws codes to be printed. What was printed before and not confirmed is void by it.
    pub(super) fn print(
        &mut self,
        slips: usize,
        spares: usize,
        mut taken: impl FnMut(&StartCode, &mut Memory) -> bool,
        rng: &mut impl CryptoRng,
    ) -> Result<CodeSlips, CodesError> {
        for code in self.codes.iter().filter(|code| code.state == CodeState::Printed) {
            self.hashes[code.place] = rng.random();
        }
        self.codes.retain(|code| code.state != CodeState::Printed);
        let free: Vec<usize> = (0..CODE_PLACES)
            .filter(|place| self.codes.iter().all(|code| code.place != *place))
            .collect();
        let wanted = slips.saturating_add(spares);
        if wanted > free.len() {
            return Err(CodesError::ListFull);
        }
        // Numbers are given one after the other, and none is given twice.
        let asleep = self.codes.iter().filter(|code| code.state == CodeState::Spare).count();
        let first_spare = u32::try_from(asleep).unwrap_or(u32::MAX) + self.woken + 1;
        let mut drawn = CodeSlips {
            printing: String::new(),
            slips: Vec::new(),
            spares: Vec::new(),
        };
        let mut memory = Memory::new();
        for (nth, at) in index::sample(rng, free.len(), wanted).into_iter().enumerate() {
            let (code, hash) = loop {
                let code = StartCode::draw(rng);
                let hash = code.hash_in(&mut memory, &self.salt);
                if !self.hashes.contains(&hash) && !taken(&code, &mut memory) {
                    break (code, hash);
                }
            };
            let place = free[at];
            self.hashes[place] = hash;
            let spare = nth.checked_sub(slips).and_then(|nth| u32::try_from(nth).ok());
            let spare = spare.map(|nth| first_spare + nth);
            self.codes.push(KeptCode {
                place,
                state: CodeState::Printed,
                spare,
            });
            match spare {
                Some(number) => drawn.spares.push((number, code)),
                None => drawn.slips.push(code),
            }
        }
        self.codes.sort_by_key(|code| code.place);
        drawn.printing = self.printing();
        Ok(drawn)
    }

    /// Names what is printed and not confirmed: another printing has another name.
    fn printing(&self) -> String {
        let printed = self.codes.iter().filter(|code| code.state == CodeState::Printed);
        let hashes: Vec<&[u8]> = printed.map(|code| &self.hashes[code.place][..]).collect();
        let named = trykk_shared::parts::join_parts(&[&[b"trykk/1".as_slice(), b"printing"], &hashes[..]].concat());
        let digest = ring::digest::digest(&ring::digest::SHA256, &named);
        data_encoding::HEXLOWER.encode(&digest.as_ref()[..16])
    }

    /// A printing is confirmed: its slips live, its spares sleep. Says whether it is the one that waits for that: somebody
    /// else may have printed since, and made it void.
    pub(super) fn confirm(&mut self, printing: &str) -> bool {
        if self.printing() != printing {
            return false;
        }
        let printed = self.codes.iter_mut().filter(|code| code.state == CodeState::Printed);
        let mut any = false;
        for code in printed {
            any = true;
            code.state = match code.spare {
                Some(_) => CodeState::Spare,
                None => CodeState::Live,
            };
        }
        any
    }

    /// Wakes a spare by the number on its slip. Says whether it slept.
    pub(super) fn wake(&mut self, spare: u32) -> bool {
        let sleeping = |code: &&mut KeptCode| code.state == CodeState::Spare && code.spare == Some(spare);
        match self.codes.iter_mut().find(sleeping) {
            Some(code) => {
                code.state = CodeState::Live;
                code.spare = None;
                self.woken += 1;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    fn printed(slips: usize, spares: usize) -> (TabletCodes, CodeSlips) {
        let mut rng = StdRng::seed_from_u64(11);
        let mut codes = TabletCodes::empty(&mut rng);
        let drawn = codes.print(slips, spares, |_, _| false, &mut rng).unwrap();
        (codes, drawn)
    }

    #[test]
    fn codes_are_dead_until_their_printing_is_confirmed_and_spares_until_they_are_woken() {
        let (mut codes, drawn) = printed(3, 2);
        let opens = |codes: &TabletCodes, code: &StartCode| codes.to_list().unwrap().find(code).is_some();
        assert!(drawn.slips.iter().all(|code| !opens(&codes, code)));
        assert!(!codes.confirm("another printing"));
        assert!(codes.confirm(&drawn.printing));
        assert!(!codes.confirm(&drawn.printing), "once");
        assert!(drawn.slips.iter().all(|code| opens(&codes, code)));
        assert!(drawn.spares.iter().all(|(_, code)| !opens(&codes, code)));
        assert_eq!(codes.live(), 3);
        assert_eq!(codes.sleeping_spares(), [1, 2]);
        assert!(codes.wake(2));
        assert!(!codes.wake(2) && !codes.wake(3));
        assert!(opens(&codes, &drawn.spares[1].1) && !opens(&codes, &drawn.spares[0].1));
        assert_eq!(codes.live(), 4);
        let kept = serde_json::to_string(&codes.codes).unwrap();
        assert_eq!(
            kept.matches("\"live\"").count(),
            4,
            "nothing names the one that was woken"
        );
        let more = codes.print(0, 1, |_, _| false, &mut StdRng::seed_from_u64(12)).unwrap();
        assert_eq!(more.spares[0].0, 3, "no number is printed twice");
        let mut rng = StdRng::seed_from_u64(13);
        codes.print(0, 0, |_, _| false, &mut rng).unwrap();
        assert_eq!(
            codes.counts(),
            CodeCounts {
                slips: 3,
                spares: 1,
                woken: 1,
                printed: 0
            }
        );
    }

    #[test]
    fn printing_again_voids_what_was_not_confirmed_and_nothing_else() {
        let (mut codes, first) = printed(2, 1);
        codes.confirm(&first.printing);
        let mut rng = StdRng::seed_from_u64(12);
        let torn = codes.print(2, 1, |_, _| false, &mut rng).unwrap();
        let again = codes.print(2, 1, |_, _| false, &mut rng).unwrap();
        assert!(
            !codes.confirm(&torn.printing),
            "whoever printed first must not wake the other's slips"
        );
        assert!(codes.confirm(&again.printing));
        let list = codes.to_list().unwrap();
        assert!(
            first
                .slips
                .iter()
                .chain(&again.slips)
                .all(|code| list.find(code).is_some())
        );
        assert!(torn.slips.iter().all(|code| list.find(code).is_none()));
        assert_eq!(again.spares[0].0, 2, "a number is printed once");
        assert_eq!(codes.live(), 4);
    }

    #[test]
    fn places_stay_while_codes_come_to_life_and_say_nothing_of_their_order() {
        let (mut codes, drawn) = printed(40, 0);
        codes.confirm(&drawn.printing);
        let list = codes.to_list().unwrap();
        let places: Vec<usize> = drawn.slips.iter().map(|code| list.find(code).unwrap().place).collect();
        assert!(!places.is_sorted(), "{places:?}");
        let more = codes
            .print(10, 0, |_, _| false, &mut StdRng::seed_from_u64(13))
            .unwrap();
        assert!(codes.confirm(&more.printing));
        let later = codes.to_list().unwrap();
        let after: Vec<usize> = drawn.slips.iter().map(|code| later.find(code).unwrap().place).collect();
        assert_eq!(places, after, "what is spent is a bit at that place");
    }

    #[test]
    fn a_list_takes_so_many_and_no_more() {
        let mut rng = StdRng::seed_from_u64(14);
        let mut codes = TabletCodes::empty(&mut rng);
        let refused = codes.print(CODE_PLACES, 1, |_, _| false, &mut rng).unwrap_err();
        assert_eq!(refused, CodesError::ListFull);
    }
}
