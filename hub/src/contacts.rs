//! Whether two devices answer to one tablet's name: a tablet shows at each contact what it was given at the last one, which only it
//! can know. A copy of it knows it too, once; from then on the two go different ways, and the second contact on a way that was left
//! shows that both are alive.
//!
//! A lost reply, a kill, a request that comes twice or late, and a hub that was put back make no copy: in none of these a tablet ever
//! shows what it was given on a way that it had left. Pure; nothing here follows from how much a tablet has delivered.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use crate::secrets::hash_secret;

/// How many of the contacts that were given and not shown yet are remembered: each is one reply that was lost on the way.
const REMEMBERED: usize = 16;

/// What a tablet shows: how many contacts came before, and what only the last reply told. As text `3-` and 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    nth: u64,
    secret: [u8; 16],
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Contact({}, ..)", self.nth)
    }
}

impl fmt::Display for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.nth, HEXLOWER.encode(&self.secret))
    }
}

/// The text is not a contact's.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a contact")]
pub struct ContactError;

impl FromStr for Contact {
    type Err = ContactError;

    fn from_str(text: &str) -> Result<Self, ContactError> {
        let (nth, secret) = text.split_once('-').ok_or(ContactError)?;
        let secret = HEXLOWER.decode(secret.as_bytes()).map_err(|_| ContactError)?;
        Ok(Contact {
            nth: nth.parse().ok().filter(|nth| *nth < u64::MAX).ok_or(ContactError)?,
            secret: secret.try_into().map_err(|_| ContactError)?,
        })
    }
}

impl Contact {
    /// What is kept of it: whoever reads the database cannot show it.
    fn mark(&self) -> Mark {
        Mark {
            nth: self.nth,
            hash: HEXLOWER.encode(&hash_secret(&self.secret)[..16]),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    nth: u64,
    hash: String,
}

/// What the hub remembers of a tablet's contacts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contacts {
    /// The token that they were shown with, hashed, as hexadecimal digits: a tablet that is enrolled again begins anew.
    token: String,
    /// The newest one that was shown.
    last: Option<Mark>,
    /// What was given to whoever showed that one.
    given: Vec<Mark>,
    /// What was given to whoever showed an older one, or none; and what was given beside the newest one.
    given_astray: Vec<Mark>,
    /// Whether two have shown that they are alive.
    copied: bool,
}

/// Where a contact stands among those that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// The newest one, again: the reply was lost.
    Last,
    /// The one after it; or a later one, and this hub is from before.
    Next,
    /// An older one: a request that came late, or a copy.
    Astray,
    /// One that was given to whoever had shown an older one, or beside the newest one: a copy is alive.
    FurtherAstray,
}

impl Contacts {
    /// Those that go with a token: where they were of another, none yet. Whoever has a copy of a tablet that was enrolled again since has a
    /// token that is good no more.
    pub fn with_token(self, token_hash: &[u8; 32]) -> Self {
        let token = HEXLOWER.encode(&token_hash[..16]);
        if self.token == token {
            return self;
        }
        Contacts {
            token,
            ..Contacts::default()
        }
    }

    fn find(&self, shown: Option<&Contact>) -> Standing {
        match (shown.map(Contact::mark), &self.last) {
            (None, None) => Standing::Last,
            (None, Some(_)) => Standing::Astray,
            (Some(mark), _) if self.given_astray.contains(&mark) => Standing::FurtherAstray,
            (Some(mark), _) if self.given.contains(&mark) => Standing::Next,
            (Some(mark), Some(last)) if mark == *last => Standing::Last,
            (Some(mark), last) if last.as_ref().is_none_or(|last| mark.nth > last.nth) => Standing::Next,
            (Some(_), _) => Standing::Astray,
        }
    }

    /// A tablet shows this at a contact, or nothing at its first; gives what it has to show at its next one, of what was `drawn`.
    pub fn hear(&mut self, shown: Option<&Contact>, drawn: [u8; 16]) -> Contact {
        let next = Contact {
            nth: shown.map_or(0, |shown| shown.nth) + 1,
            secret: drawn,
        };
        let standing = self.find(shown);
        if standing == Standing::Next {
            self.last = shown.map(Contact::mark);
            let given = std::mem::take(&mut self.given);
            if let Some(last) = self.last.as_ref().filter(|last| given.contains(last)) {
                // One of what was given to the same is shown: who shows another of it is another.
                self.given_astray
                    .extend(given.iter().filter(|given| *given != last).cloned());
            }
        }
        self.copied |= standing == Standing::FurtherAstray;
        match standing {
            Standing::Last | Standing::Next => self.given.push(next.mark()),
            Standing::Astray | Standing::FurtherAstray => self.given_astray.push(next.mark()),
        }
        for given in [&mut self.given, &mut self.given_astray] {
            given.drain(..given.len().saturating_sub(REMEMBERED));
        }
        next
    }

    /// Whether what a tablet says of itself can be believed that shows this: it is the one that was last heard, and there is no other.
    /// A tablet that has never shown any is of a program from before.
    pub fn believes(&self, shown: Option<&Contact>) -> bool {
        let is_known = match shown.map(Contact::mark) {
            None => self.last.is_none(),
            Some(mark) => self.given.contains(&mark) || self.last.as_ref() == Some(&mark),
        };
        is_known && !self.copied
    }

    /// Whether two devices answer to this tablet's name.
    pub fn is_copied(&self) -> bool {
        self.copied
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What happens between tablets and a hub.
    #[derive(Clone, Copy, Debug)]
    enum Event {
        /// A contact whose reply arrives and is kept.
        Whole,
        /// One whose reply is lost, or the tablet is killed before it keeps it.
        Lost,
        /// A request from before comes once more, and nobody hears the reply.
        Late(usize),
        /// The hub is put back to an earlier day.
        PutBack(usize),
    }

    fn events() -> impl Strategy<Value = Vec<Event>> {
        let event = prop_oneof![
            6 => Just(Event::Whole),
            3 => Just(Event::Lost),
            3 => any::<usize>().prop_map(Event::Late),
            1 => any::<usize>().prop_map(Event::PutBack),
        ];
        proptest::collection::vec(event, 0..80)
    }

    struct Play {
        hub: Contacts,
        before: Vec<Contacts>,
        asked: Vec<Option<Contact>>,
        drawn: u128,
    }

    impl Play {
        fn new() -> Self {
            Play {
                hub: Contacts::default(),
                before: vec![Contacts::default()],
                asked: vec![None],
                drawn: 0,
            }
        }

        fn ask(&mut self, shown: Option<Contact>) -> Contact {
            self.drawn += 1;
            // As it is kept: what is forgotten on the way through the database would be noticed.
            let kept = serde_json::to_string(&self.hub).unwrap();
            self.hub = serde_json::from_str(&kept).unwrap();
            let next = self.hub.hear(shown.as_ref(), self.drawn.to_be_bytes());
            self.before.push(self.hub.clone());
            self.asked.push(shown);
            next
        }

        fn run(&mut self, tablet: &mut Option<Contact>, event: Event) {
            match event {
                Event::Whole => *tablet = Some(self.ask(*tablet)),
                Event::Lost => drop(self.ask(*tablet)),
                Event::Late(nth) => drop(self.ask(self.asked[nth % self.asked.len()])),
                Event::PutBack(nth) => self.hub = self.before[nth % self.before.len()].clone(),
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn nothing_makes_an_honest_tablet_a_copy(events in events()) {
            let (mut play, mut tablet) = (Play::new(), None);
            for event in events {
                play.run(&mut tablet, event);
                prop_assert!(!play.hub.is_copied(), "{event:?}");
            }
            play.run(&mut tablet, Event::Whole);
            prop_assert!(play.hub.believes(tablet.as_ref()), "it is believed at its next contact");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(250))]

        #[test]
        fn two_that_are_alive_are_noticed(before in events(), first in events(), second in events()) {
            let (mut play, mut tablet) = (Play::new(), None);
            for event in before {
                play.run(&mut tablet, event);
            }
            let mut copy = tablet;
            for (tablet, events) in [(&mut tablet, first), (&mut copy, second)] {
                for event in events.into_iter().filter(|event| !matches!(event, Event::PutBack(_))) {
                    play.run(tablet, event);
                }
            }
            for _ in 0..2 {
                play.run(&mut tablet, Event::Whole);
                play.run(&mut copy, Event::Whole);
            }
            prop_assert!(play.hub.is_copied());
            prop_assert!(!play.hub.believes(tablet.as_ref()) && !play.hub.believes(copy.as_ref()));
        }

        #[test]
        fn a_contact_is_the_same_through_its_text(nth in 0..u64::MAX, secret: [u8; 16]) {
            let contact = Contact { nth, secret };
            prop_assert_eq!(contact.to_string().parse(), Ok(contact));
        }
    }

    #[test]
    fn whoever_has_a_token_and_no_contact_is_not_believed() {
        let mut contacts = Contacts::default();
        assert!(contacts.believes(None), "a program from before");
        let first = contacts.hear(None, [1; 16]);
        let second = contacts.hear(Some(&first), [2; 16]);
        assert!(contacts.believes(Some(&second)) && contacts.believes(Some(&first)));
        assert!(!contacts.believes(None));
        for nth in [0, 1, 2, 9] {
            assert!(!contacts.believes(Some(&Contact { nth, secret: [7; 16] })));
        }
        // The hub cannot tell a contact that is made up from one of a later day that it has forgotten. The tablet's next ones tell.
        let made_up = contacts.hear(
            Some(&Contact {
                nth: 90,
                secret: [7; 16],
            }),
            [8; 16],
        );
        assert!(contacts.believes(Some(&made_up)));
        let third = contacts.hear(Some(&second), [3; 16]);
        assert!(!contacts.believes(Some(&third)));
        contacts.hear(Some(&third), [4; 16]);
        assert!(contacts.is_copied() && !contacts.believes(Some(&made_up)));
    }

    #[test]
    fn what_is_no_contact_is_refused() {
        for text in [
            "",
            "3",
            "3-",
            "3-00",
            "-1-00112233445566778899aabbccddeeff",
            "18446744073709551615-00112233445566778899aabbccddeeff",
        ] {
            assert_eq!(text.parse::<Contact>(), Err(ContactError), "{text}");
        }
    }
}
