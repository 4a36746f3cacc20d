//! Honest tablets are never called copies: whatever is lost on the way, wherever they are moved, whatever day the hub is put back to.

use std::path::PathBuf;

use rand::RngExt;
use rand::rngs::StdRng;
use rusqlite::Connection;
use trykk_hub::contacts::Contact;
use trykk_hub::data::DataFolder;
use trykk_hub::secrets::hash_secret;
use trykk_hub::store::{Copied, NewCode, NewTablet, Store, TabletState, Ticket};
use trykk_hub::tablets as care;

use crate::given::a_rng;
use crate::tablets::a_hub;

const NOW: i64 = 1_790_000_000;

fn hash(text: &str) -> [u8; 32] {
    hash_secret(text.as_bytes())
}

/// A tablet as it knows itself: its token, and what it shows next.
#[derive(Clone, Default)]
struct Tablet {
    token: String,
    shown: Option<Contact>,
}

/// A hub and one honest tablet.
struct Play {
    folder: DataFolder,
    store: Store,
    database: PathBuf,
    tablet: Tablet,
    asked: Vec<Tablet>,
    copies: Vec<PathBuf>,
    drawn: u64,
    told: Vec<&'static str>,
}

impl Play {
    /// A request of a tablet that arrives; gives what the reply says, unless the hub does not know it.
    fn hear(&mut self, tablet: &Tablet) -> Option<Contact> {
        self.drawn += 1;
        let mut drawn = [0; 16];
        drawn[..8].copy_from_slice(&self.drawn.to_be_bytes());
        let token = hash(&tablet.token);
        self.store.end_token_before(&token).unwrap();
        let row = self.store.tablet_by_token(&token).unwrap()?;
        let heard = self
            .store
            .hear_tablet(&row.id, &token, tablet.shown.as_ref(), drawn, NOW);
        Some(heard.unwrap())
    }

    /// It is enrolled, or enrolled again; the reply may be lost.
    fn enrol(&mut self, arrives: bool) {
        self.drawn += 1;
        let nth = self.drawn;
        let code = NewCode {
            ticket_hash: hash(&format!("ticket {nth}")),
            proof_key: hash(&format!("proof {nth}")),
            ward: "med-1".to_owned(),
            expires: NOW + 1000,
            tablets: 1,
            made_by: None,
        };
        self.store.add_code(&code).unwrap();
        let token = format!("token {nth}");
        let new = NewTablet {
            id: format!("tablet-{nth}"),
            token_hash: hash(&token),
        };
        let known = (!self.tablet.token.is_empty()).then(|| hash(&self.tablet.token));
        let ticket = Ticket(code.ticket_hash);
        care::enrol(&mut self.store, &self.folder, &ticket, &new, known.as_ref(), NOW)
            .unwrap()
            .unwrap();
        if arrives {
            self.tablet = Tablet { token, shown: None };
        }
    }

    fn put_back(&mut self, to: PathBuf, from: &PathBuf) {
        std::fs::copy(from, &to).unwrap();
        self.store = Store::open_existing(&to).unwrap();
        care::settle_restored(&mut self.store, &self.folder).unwrap();
        self.database = to;
    }

    fn is_called_a_copy(&self) -> bool {
        let connection = Connection::open(&self.database).unwrap();
        let sql = "SELECT EXISTS (SELECT 1 FROM tablet WHERE contacts LIKE '%\"copied\":true%')";
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    fn happens(&mut self, place: &std::path::Path, rng: &mut StdRng) {
        let (what, tablet) = (rng.random_range(0..9), self.tablet.clone());
        match what {
            0..3 => {
                self.told.push("a contact");
                self.asked.push(tablet.clone());
                if let Some(next) = self.hear(&tablet) {
                    self.tablet.shown = Some(next);
                }
            }
            3 => {
                self.told.push("a reply is lost");
                self.asked.push(tablet.clone());
                self.hear(&tablet);
            }
            4 => {
                let arrives = rng.random_range(0..3) > 0;
                self.told.push(if arrives {
                    "enrolled again"
                } else {
                    "enrolled again, and the reply is lost"
                });
                self.enrol(arrives);
            }
            5 if !self.asked.is_empty() => {
                self.told.push("a request comes once more");
                let late = self.asked[rng.random_range(0..self.asked.len())].clone();
                if late.token == tablet.token {
                    self.hear(&late);
                }
            }
            6 => {
                self.told.push("a backup");
                let to = place.join(format!("backup-{}.db", self.told.len()));
                self.store.back_up(&to, Copied::WithoutAnswers, NOW).unwrap();
                self.copies.push(to);
            }
            7 if !self.copies.is_empty() => {
                self.told.push("put back");
                let from = self.copies[rng.random_range(0..self.copies.len())].clone();
                self.put_back(place.join(format!("put-back-{}.db", self.told.len())), &from);
            }
            _ => {
                let row = self.store.tablet_by_token(&hash(&tablet.token)).unwrap();
                if let Some(row) = row.filter(|row| row.state == TabletState::Active) {
                    self.told.push("taken out of use");
                    care::set_state(&mut self.store, &self.folder, &row.id, TabletState::Retired).unwrap();
                }
            }
        }
    }
}

#[test]
fn an_honest_tablet_is_never_called_a_copy() {
    for seed in 0..60 {
        let (place, folder, store) = a_hub();
        let mut rng = a_rng(seed);
        let mut play = Play {
            database: folder.database(),
            folder,
            store,
            tablet: Tablet::default(),
            asked: Vec::new(),
            copies: Vec::new(),
            drawn: 0,
            told: Vec::new(),
        };
        play.enrol(true);
        for _ in 0..45 {
            play.happens(place.path(), &mut rng);
            assert!(!play.is_called_a_copy(), "seed {seed}: {:?}", play.told);
        }
    }
}

/// And a copy of it is: the two go on from the same contact, and both are heard.
#[test]
fn a_copy_shows_itself_also_after_the_tablet_was_enrolled_again() {
    let (_place, folder, store) = a_hub();
    let mut play = Play {
        database: folder.database(),
        folder,
        store,
        tablet: Tablet::default(),
        asked: Vec::new(),
        copies: Vec::new(),
        drawn: 0,
        told: Vec::new(),
    };
    play.enrol(true);
    play.enrol(true);
    let first = play.tablet.clone();
    play.tablet.shown = play.hear(&first);
    let mut copy = play.tablet.clone();
    for _ in 0..3 {
        let tablet = play.tablet.clone();
        play.tablet.shown = play.hear(&tablet);
        copy.shown = play.hear(&copy.clone());
    }
    assert!(play.is_called_a_copy());
}
