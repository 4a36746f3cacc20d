//! How much of what is not finished is kept: so many drafts of each guide, of so many letters; what was written is never lost by it.

use trykk_hub::certificates::Ca;
use trykk_hub::organisation::deck_drafts::MOST_TEXT_CHARS;
use trykk_hub::organisation::drafts::MOST_DRAFTS;

use crate::house::{House, planned, the_plan};

const GUIDE: &str = "guide@example.org";

async fn a_house() -> (House, String) {
    let mut house = planned(&the_plan());
    Ca::create(&house.data).unwrap();
    let check = house.check().await;
    house.enter(GUIDE);
    (house, check)
}

#[tokio::test]
async fn a_guide_begins_so_many_rounds_and_no_more_and_keeps_what_was_written() {
    let (house, check) = a_house().await;
    for nth in 0..MOST_DRAFTS {
        let kept = house
            .post("/rounds/new", &format!("check={check}&name=Utkast+{nth}"))
            .await;
        assert_eq!(kept.status, 303, "{nth}");
    }
    let refused = house
        .post("/rounds/new", &format!("check={check}&name=Ett+for+mye&ward=med-2"))
        .await;
    assert_eq!(refused.status, 422);
    for kept in [
        "Du har begynt på 40 utkast",
        "value=\"Ett for mye\"",
        "value=\"med-2\" checked",
    ] {
        assert!(refused.body.contains(kept), "{kept}");
    }
    let spring = house.ballot_box("2026-spring", "surg-1").id;
    let copied = house
        .post(&format!("/rounds/{spring}/copy"), &format!("check={check}"))
        .await;
    assert!(
        copied.status == 422 && copied.body.contains("value=\"surg-1\" checked"),
        "{}",
        copied.body
    );
    let drafts = house.store.drafts().unwrap();
    assert_eq!(drafts.len() as u64, MOST_DRAFTS);
    // One deleted makes room for one.
    let deleted = house
        .post(&format!("/drafts/{}/delete", drafts[0].id), &format!("check={check}"))
        .await;
    assert_eq!(deleted.status, 303);
    assert_eq!(
        house
            .post("/rounds/new", &format!("check={check}&name=Igjen"))
            .await
            .status,
        303
    );
}

#[tokio::test]
async fn a_round_that_is_still_written_has_texts_of_a_page_and_no_more() {
    let (house, check) = a_house().await;
    let draft = house.post("/rounds/new", &format!("check={check}&name=Kort")).await;
    let (page, _) = draft.location.split_once('?').unwrap();
    let long = "å".repeat(2001);
    for (field, text, most) in [
        ("urgent-nb", &long[..], 2000),
        ("name", &long[..402], 200),
        ("floor", &long[..402], 200),
    ] {
        let form = format!("check={check}&revision=1&ward=med-1&{field}={text}");
        let chars = text.chars().count();
        for form_page in [page, "/rounds/new"] {
            let refused = house.post(form_page, &form).await;
            assert_eq!(refused.status, 422, "{field}");
            assert!(refused.body.contains(&format!(
                "Teksten er på {chars} tegn. Et utkast tar vare på høyst {most}."
            )));
            assert!(
                refused.body.contains(text) && refused.body.contains("value=\"med-1\" checked"),
                "{field}"
            );
        }
    }
    let kept = house.store.drafts().unwrap();
    assert_eq!(
        (kept.len(), kept[0].draft.name.as_str(), kept[0].revision),
        (1, "Kort", 1)
    );
    let fits = format!("check={check}&revision=1&urgent-nb={}", &long[2..]);
    assert_eq!(house.post(page, &fits).await.status, 303);
}

#[tokio::test]
async fn a_guide_begins_so_many_decks_and_no_text_of_one_is_longer_than_a_screen_could_ever_show() {
    let (house, check) = a_house().await;
    let check = format!("check={check}");
    let draft = crate::deck_drafts::one_of_each(&house, check.strip_prefix("check=").unwrap()).await;
    let long = "å".repeat(MOST_TEXT_CHARS + 1);
    let seen = crate::house::field(&house.get(&draft).await, "seen");
    let refused = house
        .post(&draft, &format!("{check}&seen={seen}&language=nb&title-nb={long}"))
        .await;
    assert!(refused.status == 422 && refused.body.contains("lengre enn 1000 tegn") && refused.body.contains(&long));
    let item = format!("{draft}/items/2");
    let seen = crate::house::field(&house.get(&item).await, "seen");
    let refused = house
        .post(
            &item,
            &format!("{check}&seen={seen}&shown=card&kind=card&text-nb={long}"),
        )
        .await;
    assert!(refused.status == 422 && refused.body.contains("lengre enn 1000 tegn") && refused.body.contains(&long));
    assert!(
        !format!("{:?}", house.store.deck_drafts().unwrap()).contains("ååå"),
        "nothing of it is kept"
    );
    let kept = house
        .post(
            &item,
            &format!("{check}&seen={seen}&shown=card&kind=card&text-nb={}", &long[2..]),
        )
        .await;
    assert_eq!(kept.status, 303, "{}", kept.body);

    for nth in 1..MOST_DRAFTS {
        assert_eq!(house.post("/decks/new", &check).await.status, 303, "{nth}");
    }
    let deck = crate::decks::first_deck(&house).await;
    for (page, form) in [
        ("/decks/new".to_owned(), check.clone()),
        (format!("/decks/{deck}/copy"), check.clone()),
    ] {
        let refused = house.post(&page, &form).await;
        assert!(
            refused.status == 422 && refused.body.contains("Du har begynt på 40 utkast"),
            "{page}: {}",
            refused.status
        );
    }
    assert_eq!(house.store.deck_drafts().unwrap().len() as u64, MOST_DRAFTS);
}
