//! The guide's steps on pages: what is done, and what is refused without anything changing.

use rand::SeedableRng;
use trykk_hub::keys::opening::OpeningKey;
use trykk_hub::store::{BoxStore, OrganisationStore, RECOVERY_KEY};
use trykk_shared::protocol::BoxState;

use crate::house::{House, NOW, house};

const GUIDE: &str = "guide@example.org";
const PASSPHRASE: &str = "passphrase=skoen+trykker+litt+overalt";

fn state(house: &House, id: &str) -> Option<BoxState> {
    let boxes = house.store.boxes().unwrap();
    let one = boxes.iter().find(|one| one.id.to_string() == id).unwrap();
    // The hub's clock goes on during the test; an hour later is after "close now" and long before the new closing time.
    one.state_at(NOW + 3600)
}

#[tokio::test]
async fn a_guide_opens_moves_closes_and_gives_up_a_round() {
    let mut house = house(6, 20);
    let recovery = OpeningKey::draw(&mut rand::rngs::StdRng::seed_from_u64(9)).sealing_key();
    let recovery = data_encoding::BASE64.encode(&recovery.to_bytes());
    house.store.set_setting(RECOVERY_KEY, &recovery).unwrap();
    let check = house.check().await;
    house.enter(GUIDE);
    let id = house.one("2026-autumn", "med-1").id.to_string();
    let step = async |house: &House, name: &str, fields: &str| {
        let page = house
            .post(&format!("/rounds/{id}/{name}"), &format!("check={check}&{fields}"))
            .await;
        page.status.as_u16()
    };
    assert_eq!(step(&house, "open", "").await, 422, "nobody could count it yet");
    assert_eq!(state(&house, &id), None);
    let short = house
        .post("/passphrase", &format!("check={check}&passphrase=kort&again=kort"))
        .await;
    assert_eq!(short.status, 422);
    let set = format!("check={check}&{PASSPHRASE}&again=skoen+trykker+litt+overalt");
    assert_eq!(house.post("/passphrase", &set).await.status, 200);
    assert!(house.store.counting_key(GUIDE).unwrap().is_some());
    let other = format!("check={check}&passphrase=noe+helt+annet+her&again=noe+helt+annet+her");
    assert_eq!(
        house.post("/passphrase", &other).await.status,
        422,
        "not without the old one"
    );

    assert_eq!(step(&house, "open", "").await, 303);
    assert_eq!(state(&house, &id), Some(BoxState::Open));
    for past in ["", "closes=soon", "closes=2020-01-01T10:00"] {
        assert_eq!(step(&house, "extend", past).await, 422, "{past}");
    }
    assert_eq!(step(&house, "extend", "closes=2027-01-15T10%3A00").await, 303);
    assert_eq!(
        step(&house, "count", PASSPHRASE).await,
        422,
        "an open round is not counted"
    );
    assert_eq!(step(&house, "close", "").await, 303);
    assert_eq!(state(&house, &id), Some(BoxState::Closed));
    assert_eq!(step(&house, "count", "passphrase=feil+ord+her").await, 422);
    assert_eq!(step(&house, "count", PASSPHRASE).await, 422, "nobody has answered");
    assert_eq!(state(&house, &id), Some(BoxState::Closed));
    for path in ["figures", "preview"] {
        let page = house.get(&format!("/rounds/{id}/{path}")).await;
        assert_eq!(page.status, 404, "{path} of a round that is not counted");
    }
    assert_eq!(
        step(&house, "close-unread", "").await,
        422,
        "only when the guide is sure"
    );
    assert_eq!(step(&house, "close-unread", "sure=yes").await, 303);
    assert_eq!(state(&house, &id), Some(BoxState::ClosedUnread));
}
