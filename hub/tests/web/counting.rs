//! The guide's count with everything that can be amiss: a forgotten passphrase, a lost disk, a stolen tablet.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::keys::opening::OpeningKey;
use trykk_hub::keys::recovery;
use trykk_hub::organisation::Organisation;
use trykk_hub::store::{ArrivedEnvelope, CountingKey, Delivery, NewCode, NewTablet, RECOVERY_KEY, TabletState, Ticket};
use trykk_shared::answers::{Answer, Answers, Sheet};
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::{BoxHealth, BoxState, Health};
use trykk_shared::seal::{Address, Envelope, SealingKey};
use trykk_shared::slip::{NoteFormat, split};

use crate::house::{House, NOW, Page, kept_password, planned, the_plan};

const GUIDE: &str = "guide@example.org";
const ROUND: &str = "2026-autumn";
pub const PASSPHRASE: &str = "skoen+trykker+litt+overalt";
const OTHER: &str = "en+helt+annen+frase+her";
const PASSWORD: &str = "passordet+jeg+logger+inn+med";
/// When the tablets have said their last.
pub const LATER: i64 = NOW + 3600;

/// A guide at a hub with a recovery sheet.
pub struct Desk {
    pub house: House,
    /// The line of the recovery sheet, as a form carries it.
    pub sheet: String,
    pub check: String,
    rng: StdRng,
}

fn line(key: &OpeningKey) -> String {
    let sheet = recovery::sheet(key);
    let line = sheet.lines().find(|line| line.starts_with("TRYKK-1")).unwrap();
    line.replace(' ', "+")
}

/// A guide who has a passphrase, and no round open yet.
pub async fn a_desk() -> Desk {
    a_desk_at(&the_plan()).await
}

/// The same, at a hospital with this plan.
pub async fn a_desk_at(plan: &Organisation) -> Desk {
    let mut house = planned(plan);
    let mut rng = StdRng::seed_from_u64(8);
    let key = OpeningKey::draw(&mut rng);
    let public = data_encoding::BASE64.encode(&key.sealing_key().to_bytes());
    house.store.set_setting(RECOVERY_KEY, &public).unwrap();
    let password = kept_password(&PASSWORD.replace('+', " "));
    house.store.set_password(GUIDE, &password).unwrap();
    let check = house.check().await;
    house.enter(GUIDE);
    let mut desk = Desk {
        check,
        sheet: line(&key),
        house,
        rng,
    };
    // The first desk sets the passphrase on the page; the others have the key that it wrapped.
    static KEY: OnceLock<CountingKey> = OnceLock::new();
    if let Some(key) = KEY.get() {
        desk.house
            .store
            .set_counting_key(GUIDE, &key.public, &key.wrapped)
            .unwrap();
        desk.house.store.tidy(NOW).unwrap();
        return desk;
    }
    let set = format!("passphrase={PASSPHRASE}&again={PASSPHRASE}");
    assert_eq!(desk.post("/passphrase", &set).await.location, "/passphrase?done=set");
    let _ = KEY.set(desk.house.store.counting_key(GUIDE).unwrap().unwrap());
    desk
}

/// The id of a printing, on the page with its slips.
pub fn find_printing(page: &str) -> String {
    page.split("name=\"printing\" value=\"").nth(1).unwrap()[..32].to_owned()
}

impl Desk {
    pub async fn post(&self, path: &str, fields: &str) -> Page {
        self.house.post(path, &format!("check={}&{fields}", self.check)).await
    }

    pub async fn step(&self, box_id: BoxId, name: &str, fields: &str) -> Page {
        self.post(&format!("/rounds/{box_id}/{name}"), fields).await
    }

    /// Counts with these fields, which is refused with `reason`.
    pub async fn refused(&self, box_id: BoxId, fields: &str, reason: &str) {
        let page = self.step(box_id, "count", fields).await;
        assert_eq!(page.status, 422, "{fields}");
        assert!(page.body.contains(reason), "{fields}: {reason}");
        let boxes = self.house.store.boxes().unwrap();
        let ballot_box = boxes.into_iter().find(|ballot_box| ballot_box.id == box_id).unwrap();
        assert_eq!(ballot_box.state_at(LATER), Some(BoxState::Closed), "nothing was done");
    }

    /// Prints slips for a tablet, and says that they are printed.
    pub async fn print_slips(&self, box_id: BoxId, tablet: &str, slips: u32) {
        let page = self
            .step(box_id, "codes", &format!("tablet={tablet}&slips={slips}&spares=0"))
            .await;
        let fields = format!("tablet={tablet}&printing={}", find_printing(&page.body));
        assert_eq!(self.step(box_id, "codes/confirm", &fields).await.status, 303);
    }

    pub fn enrol(&mut self, id: &str, ward: &str) {
        let hash = |part: &str| trykk_hub::secrets::hash_secret(format!("{part} {id}").as_bytes());
        let code = NewCode {
            ticket_hash: hash("ticket"),
            proof_key: hash("proof"),
            ward: ward.to_owned(),
            expires: NOW + 100,
            tablets: 1,
            made_by: None,
        };
        self.house.store.add_code(&code).unwrap();
        let tablet = NewTablet {
            id: id.to_owned(),
            token_hash: hash("token"),
        };
        let redeemed = self
            .house
            .store
            .redeem(&Ticket(hash("ticket")), &tablet, None, NOW, crate::KEEP_NOWHERE);
        redeemed.unwrap().unwrap();
    }

    /// People answer on a tablet; each leaves a note.
    pub fn deliver(&mut self, tablet: &str, box_id: BoxId, people: usize) {
        self.deliver_saying(tablet, box_id, people, &format!("lapp fra {tablet}"));
    }

    /// The same, and this is what they write.
    pub fn deliver_saying(&mut self, tablet: &str, box_id: BoxId, people: usize, note: &str) {
        let envelopes = self.seal(tablet, box_id, people, note);
        self.hand_in(tablet, box_id, envelopes);
    }

    /// These people answer on a tablet.
    pub fn deliver_answers(&mut self, tablet: &str, box_id: BoxId, people: Vec<Answers>) {
        let envelopes = self.seal_answers(tablet, box_id, people);
        self.hand_in(tablet, box_id, envelopes);
    }

    fn hand_in(&mut self, tablet: &str, box_id: BoxId, envelopes: Vec<Envelope>) {
        let envelopes = envelopes.into_iter().map(|envelope| {
            Ok(ArrivedEnvelope {
                kind: envelope.kind(),
                id: envelope.id(),
                sealed: envelope.into_sealed(),
            })
        });
        let delivery = Delivery {
            token_hash: trykk_hub::secrets::hash_secret(format!("token {tablet}").as_bytes()),
            box_id: Some(box_id),
            envelopes: envelopes.collect(),
        };
        let store = &mut self.house.store;
        store.store_deliveries(&[delivery], NOW).unwrap().remove(0).unwrap();
    }

    /// What so many people answer on a tablet that was given the box's key, sealed.
    pub fn seal(&mut self, tablet: &str, box_id: BoxId, people: usize, note: &str) -> Vec<Envelope> {
        let answer = |nth: usize| {
            let mut answers = Answers::new();
            answers.put("card-silence", Answer::Card(nth.is_multiple_of(2)));
            answers.put_notes("note-improve", [note]);
            answers
        };
        self.seal_answers(tablet, box_id, (0..people).map(answer).collect())
    }

    /// What these people answer, sealed.
    fn seal_answers(&mut self, tablet: &str, box_id: BoxId, people: Vec<Answers>) -> Vec<Envelope> {
        let store = &mut self.house.store;
        let row = store
            .tablets()
            .unwrap()
            .into_iter()
            .find(|row| row.id == tablet)
            .unwrap();
        let handed = store.boxes_for_tablet(&row, true, NOW).unwrap();
        let ballot_box = handed
            .into_iter()
            .map(|handed| handed.ballot_box)
            .find(|handed| handed.id == box_id)
            .unwrap();
        let address = Address {
            round: ballot_box.round.clone(),
            box_id: ballot_box.id,
            key: SealingKey::from_bytes(&ballot_box.key.unwrap()).unwrap(),
        };
        let deck = store.round(&ballot_box.round).unwrap().deck;
        let mut envelopes = Vec::new();
        for answers in people {
            for slip in split(&Sheet::DropIn(answers), &deck, NoteFormat::FirstMarked) {
                envelopes.push(Envelope::seal(&slip, &address, &mut self.rng));
            }
        }
        envelopes
    }

    /// A tablet says after closing that nothing waits.
    pub fn clear(&mut self, tablet: &str, box_id: BoxId) {
        let tablets = self.house.store.tablets().unwrap();
        let row = tablets.into_iter().find(|row| row.id == tablet).unwrap();
        let health = Health {
            boxes: vec![BoxHealth {
                box_id,
                waits: false,
                why: None,
                troubles: BTreeSet::new(),
            }],
            checks: Vec::new(),
            condition: None,
        };
        self.house
            .store
            .note_health(&row, &[0; 32], &health, None, LATER)
            .unwrap();
    }

    /// A ward's box: opened, nine people answered on one tablet, closed. Gives its id.
    pub async fn answered(&mut self, ward: &str) -> BoxId {
        let id = self.house.ballot_box(ROUND, ward).id;
        assert_eq!(self.step(id, "open", "").await.status, 303);
        let tablet = format!("tablet-{ward}");
        self.enrol(&tablet, ward);
        self.deliver(&tablet, id, 9);
        id
    }

    pub async fn close(&mut self, id: BoxId, tablet: &str) {
        assert_eq!(self.step(id, "close-for-good", "").await.status, 303);
        self.clear(tablet, id);
    }

    fn participants(&self, id: BoxId) -> u64 {
        self.house.store.tally(id).unwrap().unwrap().sheets.participant
    }
}

#[tokio::test]
async fn what_a_stolen_tablet_sent_is_taken_or_left_whole_and_nothing_is_counted_before() {
    for (decision, participants) in [("take", 12), ("leave", 9)] {
        let mut desk = a_desk().await;
        let id = desk.answered("med-1").await;
        desk.enrol("stolen", "med-1");
        let row = desk.house.store.tablets().unwrap();
        let row = row.into_iter().find(|row| row.id == "stolen").unwrap();
        desk.house.store.boxes_for_tablet(&row, true, NOW).unwrap();
        desk.house
            .store
            .set_tablet_state("stolen", TabletState::Stolen, crate::KEEP_NOWHERE)
            .unwrap();
        desk.deliver("stolen", id, 3);
        desk.close(id, "tablet-med-1").await;
        let page = desk.house.get(&format!("/rounds/{id}")).await.body;
        assert!(page.matches("type=\"radio\" name=\"quarantine stolen\"").count() == 2);
        assert!(!page.contains("lapp fra"), "unseen");
        let passphrase = format!("passphrase={PASSPHRASE}");
        let undecided = "Velg hva som skal skje";
        desk.refused(id, &passphrase, undecided).await;
        let both = format!("{passphrase}&quarantine+stolen=take&quarantine+stolen=leave");
        desk.refused(id, &both, undecided).await;
        let decided = format!("{passphrase}&quarantine+stolen={decision}");
        assert_eq!(desk.step(id, "count", &decided).await.status, 303);
        assert_eq!(desk.participants(id), participants, "{decision}");
    }
}

#[tokio::test]
async fn the_recovery_sheet_counts_without_the_passphrase_and_mends_a_lost_disk_with_it() {
    let mut desk = a_desk().await;
    let (first, second) = (desk.answered("med-1").await, desk.answered("med-2").await);
    desk.close(first, "tablet-med-1").await;
    desk.close(second, "tablet-med-2").await;
    let sheet = desk.sheet.clone();
    desk.refused(first, "", "Skriv telleordet, eller bruk").await;
    desk.refused(first, "passphrase=+&sheet=++", "Skriv telleordet, eller bruk")
        .await;
    for wrong in ["hva+som+helst", &sheet[..sheet.len() - 3]] {
        desk.refused(first, &format!("sheet={wrong}"), "gruppe for gruppe")
            .await;
    }
    let other = line(&OpeningKey::draw(&mut StdRng::seed_from_u64(9)));
    desk.refused(first, &format!("sheet={other}"), "et annet Trykk").await;
    let counted = desk
        .step(first, "count", &format!("sheet={}", sheet.to_lowercase()))
        .await;
    assert_eq!(counted.status, 303, "typed by hand, in small letters");
    assert_eq!(desk.participants(first), 9);

    desk.house.data.destroy_share(second).unwrap();
    let alone = "både telleordet og gjenopprettingsarket";
    desk.refused(second, &format!("passphrase={PASSPHRASE}"), alone).await;
    desk.refused(second, &format!("sheet={sheet}"), alone).await;
    let both = format!("passphrase={PASSPHRASE}&sheet={sheet}");
    assert_eq!(desk.step(second, "count", &both).await.status, 303);
}

#[tokio::test]
async fn a_new_counting_key_gives_up_what_the_page_says_and_no_more() {
    let mut desk = a_desk().await;
    let (counted, open) = (desk.answered("med-1").await, desk.answered("med-2").await);
    desk.close(counted, "tablet-med-1").await;
    let passphrase = format!("passphrase={PASSPHRASE}");
    assert_eq!(desk.step(counted, "count", &passphrase).await.status, 303);
    let notes = desk.step(counted, "notes", &passphrase).await.body;
    assert_eq!(notes.matches("lapp fra").count(), 9);

    let key = desk.house.store.counting_key(GUIDE).unwrap();
    let new = format!("passphrase={OTHER}&again={OTHER}");
    for (fields, reason) in [
        (format!("{new}&password={PASSWORD}"), "Kryss av for"),
        (
            format!("{new}&sure=yes&password=feil+passord+her"),
            "logger inn med, stemmer ikke",
        ),
        (format!("{new}&sure=yes"), "logger inn med, stemmer ikke"),
        (
            format!("passphrase={OTHER}&again=noe+annet&sure=yes&password={PASSWORD}"),
            "ikke like",
        ),
        (
            format!("passphrase=kort&again=kort&sure=yes&password={PASSWORD}"),
            "for kort",
        ),
    ] {
        let page = desk.post("/passphrase/new-key", &fields).await;
        assert_eq!(page.status, 422, "{fields}");
        assert!(page.body.contains(reason), "{fields}");
        assert!(page.body.contains("<details open>"), "the form stays in sight");
        assert_eq!(desk.house.store.counting_key(GUIDE).unwrap(), key);
    }
    let page = desk
        .post("/passphrase/new-key", &format!("{new}&sure=yes&password={PASSWORD}"))
        .await;
    assert_eq!(
        (page.status.as_u16(), page.location.as_str()),
        (303, "/passphrase?done=new")
    );
    let made = desk.house.store.counting_key(GUIDE).unwrap();
    for _ in 0..2 {
        let page = desk.house.get(&page.location).await;
        assert!(page.body.contains("Det nye telleordet er lagret og prøvd."));
    }
    assert_eq!(
        desk.house.store.counting_key(GUIDE).unwrap(),
        made,
        "loaded again, nothing is done again"
    );
    let old = desk.step(counted, "notes", &passphrase).await;
    assert_eq!(old.status, 422, "the old passphrase is worth nothing");

    // Notes that were counted before are lost to this guide, and the page says so.
    let new = format!("passphrase={OTHER}");
    let lost = desk.step(counted, "notes", &new).await.body;
    assert!(lost.contains("låst med et telleord du har gitt opp: 9."));
    assert!(!lost.contains("lapp fra"));
    // A share that was sealed to the old key is no share.
    assert_eq!(desk.house.store.shares(open).unwrap().guides, []);
    // A round that was open is not counted with the passphrase, but with the sheet; its notes can be read.
    desk.close(open, "tablet-med-2").await;
    desk.refused(open, &new, "Denne kan ikke telles opp med telleordet ditt")
        .await;
    let sheet = format!("sheet={}", desk.sheet);
    // Whoever has a new passphrase is like one who came later, and says so.
    desk.refused(open, &sheet, "har telleord nå, så de gule lappene").await;
    let sheet = format!("{sheet}&let-in={GUIDE}");
    assert_eq!(desk.step(open, "count", &sheet).await.status, 303);
    let notes = desk.step(open, "notes", &new).await.body;
    assert_eq!(notes.matches("lapp fra").count(), 9);
    assert!(!notes.contains("gitt opp"));
}
