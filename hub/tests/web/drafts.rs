//! A guide makes a round on pages: as a draft, then as a round of the plan, changed and taken away until it is confirmed.

use trykk_hub::certificates::Ca;
use trykk_hub::organisation::{Account, Change, Organisation, Places, Role};
use trykk_hub::rounds::open_due;
use trykk_hub::store::BoxIds;
use trykk_shared::language::Language;

use crate::counting::a_desk_at;
use crate::house::{House, NOW, Page, planned, the_plan};

const GUIDE: &str = "guide@example.org";
/// A guide of one ward alone.
const OTHER: &str = "other@example.org";
/// 1 to 14 February 2027, answered in two wards that are counted together, and in one that is not.
const WRITTEN: &str = "name=Vinteren+2027&mode=drop-in&codes=yes&language=nb&language=nn&floor=9\
    &ward=med-2&group+med-2=1&ward=med-3&group+med-3=1&ward=surg-1&group+surg-1=\
    &opens-day=2027-02-01&opens-time=&closes-day=2027-02-14&closes-time=16:00\
    &urgent-nb=Ring+%C2%AB5555%C2%BB.%0D%0AEller+kom.&urgent-nn=&urgent-en=";

fn a_plan() -> Organisation {
    let mut plan = the_plan();
    let places = Places::new(vec!["med-1".to_owned()], Vec::new());
    let other = Account {
        role: Role::Guide,
        places,
        blocked: false,
        has_counting_key: false,
    };
    plan.accounts.insert(OTHER.to_owned(), other);
    plan
}

async fn a_house() -> (House, String) {
    let mut house = planned(&a_plan());
    Ca::create(&house.data).unwrap();
    let check = house.check().await;
    house.enter(GUIDE);
    (house, check)
}

fn plan(house: &House) -> Organisation {
    house.store.organisation().unwrap()
}

/// The deck that the form proposes.
async fn deck(house: &House) -> String {
    let page = house.get("/rounds/new").await.body;
    let (_, rest) = page.split_once("<select id=\"deck\"").unwrap();
    let (_, chosen) = rest.split_once("<option value=\"").unwrap();
    chosen.split('"').next().unwrap().to_owned()
}

/// Saves a new draft with these fields; its page.
async fn save(house: &House, check: &str, fields: &str) -> String {
    let form = format!("check={check}&deck={}&{fields}", deck(house).await);
    let done = house.post("/rounds/new", &form).await;
    let (page, saved) = done.location.split_once('?').expect("saved");
    assert_eq!((done.status.as_u16(), saved), (303, "done=saved"));
    page.to_owned()
}

/// The mark of the round that the form at a page was made from.
async fn seen_at(house: &House, page: &str) -> String {
    let page = house.get(page).await.body;
    // What cannot be changed has no form.
    let rest = page.split_once("name=\"seen\" value=\"").map_or("", |(_, rest)| rest);
    rest.split('"').next().unwrap().to_owned()
}

async fn post(house: &House, check: &str, page: &str, fields: &str, revision: u32) -> Page {
    let seen = match page.strip_suffix("/change") {
        Some(_) if !fields.contains("&seen=") => format!("&seen={}", seen_at(house, page).await),
        _ => String::new(),
    };
    let form = format!(
        "check={check}&revision={revision}{seen}&deck={}&{fields}",
        deck(house).await
    );
    house.post(page, &form).await
}

#[tokio::test]
async fn a_draft_is_kept_says_what_is_missing_and_becomes_a_round_that_apply_finds_as_it_is() {
    let (house, check) = a_house().await;
    let before = plan(&house);
    let half = save(
        &house,
        &check,
        "name=Vinter&ward=med-3&opens-day=2027-02-01&urgent-nb=Ring+5555.",
    )
    .await;
    assert_eq!(plan(&house), before, "a draft is no round");
    let page = house.get(&half).await;
    assert_eq!(page.status, 200);
    for said in [
        "value=\"Vinter\"",
        "value=\"med-3\" checked",
        "value=\"2027-02-01\"",
        "Åpner 1.\u{a0}februar 2027 kl.\u{a0}00:00.",
        "Velg dagen den stenger.",
        "Velg minst ett språk.",
        "\nRing 5555.</textarea>",
        "Tåler den å åpnes?",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    // Planned too early it says so, and keeps what was written last.
    let refused = post(
        &house,
        &check,
        &format!("{half}/plan"),
        &WRITTEN.replace("2027-02-14", "2027-01-14"),
        1,
    )
    .await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Den stenger før den åpner") && refused.body.contains("value=\"2027-01-14\""));
    assert!(
        house.get(&half).await.body.contains("value=\"2027-01-14\""),
        "it is saved"
    );
    assert_eq!(plan(&house), before);

    // A text that no tablet could show is said at its field.
    let long = WRITTEN.replace("urgent-nb=", &format!("urgent-nb={}", "abcd+".repeat(60)));
    assert_ne!(long, WRITTEN);
    let refused = post(&house, &check, &format!("{half}/plan"), &long, 2).await;
    assert!(
        refused.status == 422 && refused.body.contains("Skriv høyst 240"),
        "{}",
        refused.body
    );

    let done = post(&house, &check, &format!("{half}/plan"), WRITTEN, 3).await;
    assert_eq!(done.location, "/rounds?done=planned", "{}", done.body);
    let list = house.get(&done.location).await.body;
    assert!(
        list.contains("Neste skritt er å bekrefte den") && !list.contains(&half),
        "the draft is gone"
    );
    assert_eq!(house.get(&half).await.status, 404);
    let after = plan(&house);
    let round = &after.rounds["vinteren-2027"];
    assert_eq!(round.plan.floor, 9);
    assert_eq!(round.deck.languages, [Language::Nb, Language::Nn]);
    assert_eq!(round.plan.urgent.get(Language::Nb), "Ring «5555».\nEller kom.");
    let wards: Vec<String> = round.boxes.iter().map(|(wards, _)| wards.join("+")).collect();
    assert_eq!(wards, ["med-2+med-3", "surg-1"]);

    // What `plan` prints of it, applied, changes nothing: what the file says is what the page made.
    let (printed, ok) = house.command(&["plan"]);
    assert!(ok && printed.contains("id = \"vinteren-2027\"") && printed.contains("floor = 9"));
    let file = house.data.database().with_file_name("printed.toml");
    std::fs::write(&file, printed).unwrap();
    let (said, ok) = house.command(&["apply", file.to_str().unwrap()]);
    assert!(ok && !said.contains("vinteren-2027"), "{said}");
    assert_eq!(plan(&house), after);
}

#[tokio::test]
async fn a_deck_that_is_gone_is_not_replaced_in_silence() {
    let (house, check) = a_house().await;
    let done = house
        .post("/rounds/new", &format!("check={check}&{WRITTEN}&deck=0123456789abcdef"))
        .await;
    let page = house.get(&done.location).await.body;
    assert!(page.contains("Velg en kortstokk.") && page.contains("<option value=\"\" selected>Velg</option>"));
    assert!(!house.get("/rounds/new").await.body.contains(">Velg</option>"));
}

#[tokio::test]
async fn a_mode_or_a_language_that_there_is_not_is_refused_and_nothing_is_made_of_it() {
    let (house, check) = a_house().await;
    for wrong in [
        WRITTEN.replace("mode=drop-in", "mode=tabel"),
        format!("{WRITTEN}&language=xx"),
    ] {
        let refused = house.post("/rounds/new", &format!("check={check}&{wrong}")).await;
        assert_eq!(refused.status, 403, "{wrong}");
    }
    assert!(house.store.drafts().unwrap().is_empty());
}

#[tokio::test]
async fn a_draft_never_opens_by_itself() {
    let (mut house, check) = a_house().await;
    let half = save(&house, &check, WRITTEN).await;
    let rounds = |house: &House| house.store.boxes().unwrap().len();
    let boxes = rounds(&house);
    let in_february = NOW + 140 * 24 * 3600;
    let mut rng = <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(1);
    open_due(&mut house.store, &house.data, in_february, &mut rng).unwrap();
    assert_eq!(rounds(&house), boxes);
    house.restart_at(in_february);
    house.enter_until(GUIDE, in_february + 100);
    let page = house.get(&half).await;
    assert!(page.status == 200 && page.body.contains("Åpningen er passert"));
}

#[tokio::test]
async fn a_planned_round_is_changed_and_taken_away_until_it_is_confirmed() {
    let (mut house, check) = a_house().await;
    let draft = save(&house, &check, WRITTEN).await;
    post(&house, &check, &format!("{draft}/plan"), WRITTEN, 1).await;
    let one = house.ballot_box("vinteren-2027", "surg-1").id;
    let page = house.get(&format!("/rounds/{one}")).await.body;
    assert!(page.contains(&format!("href=\"/rounds/{one}/change\"")));
    let form = house.get(&format!("/rounds/{one}/change")).await.body;
    for kept in [
        "value=\"med-2\" checked",
        "value=\"1\" selected",
        "value=\"16:00\"",
        "value=\"9\"",
        "\nRing «5555».\nEller kom.</textarea>",
    ] {
        assert!(form.contains(kept), "{kept}");
    }
    let now = plan(&house);
    let same = post(&house, &check, &format!("/rounds/{one}/change"), WRITTEN, 0).await;
    assert_eq!(same.location, "/rounds?done=saved");
    assert_eq!(plan(&house), now, "saved as it stands nothing changes");
    let wrong = WRITTEN.replace("floor=9", "floor=3");
    let refused = post(&house, &check, &format!("/rounds/{one}/change"), &wrong, 0).await;
    assert!(
        refused.status == 422 && refused.body.contains("Skriv 7 eller mer") && refused.body.contains("value=\"3\"")
    );
    assert_eq!(plan(&house), now);
    let fewer = "ward=med-3&mode=drop-in&language=nb&floor=8&opens-day=2027-02-02&closes-day=2027-02-20&urgent-nb=Kom.";
    let done = post(&house, &check, &format!("/rounds/{one}/change"), fewer, 0).await;
    let one = house.ballot_box("vinteren-2027", "med-3").id;
    assert_eq!(done.location, format!("/rounds/{one}?done=saved"));
    assert!(house.get(&done.location).await.body.contains("Lagret."));
    assert!(!plan(&house).rounds["vinteren-2027"].plan.codes);

    // A form that was made from the round as it was: nothing is lost, neither what stands there nor what was written.
    let now = plan(&house);
    let seen = form.split("name=\"seen\" value=\"").nth(1).unwrap();
    let late = format!("{WRITTEN}&seen={}", &seen[..32]);
    let changed = post(&house, &check, &format!("/rounds/{one}/change"), &late, 0).await;
    assert!(changed.status == 422 && changed.body.contains("Noen andre har endret kartleggingen imens"));
    assert!(changed.body.contains("Eller kom.</textarea>") && !changed.body.contains(&seen[..32]));
    let away = post(&house, &check, &format!("/rounds/{one}/take-away"), &late, 0).await;
    assert_eq!(away.status, 422);
    assert_eq!(plan(&house), now);
    let blind = house
        .post(&format!("/rounds/{one}/take-away"), &format!("check={check}"))
        .await;
    assert_eq!(blind.status, 422, "a form without a mark is an old one");
    let now_seen = seen_at(&house, &format!("/rounds/{one}/change")).await;
    let away = house
        .post(
            &format!("/rounds/{one}/take-away"),
            &format!("check={check}&seen={now_seen}"),
        )
        .await;
    assert_eq!(away.location, "/rounds?done=away");
    assert!(
        house
            .get(&away.location)
            .await
            .body
            .contains("Kartleggingen er tatt bort.")
    );
    assert!(!plan(&house).rounds.contains_key("vinteren-2027"));

    // What is open stays as it is; its page offers neither.
    let open = house.ballot_box("2026-autumn", "med-1");
    house.open(&open);
    let page = house.get(&format!("/rounds/{}", open.id)).await.body;
    assert!(!page.contains("/change\"") && page.contains("/copy\""));
    let now = plan(&house);
    for step in ["change", "take-away"] {
        let refused = post(&house, &check, &format!("/rounds/{}/{step}", open.id), fewer, 0).await;
        assert!(
            refused.status == 422 && refused.body.contains("er bekreftet eller åpnet"),
            "{step}"
        );
    }
    assert_eq!(plan(&house), now);
}

#[tokio::test]
async fn only_guides_of_all_its_wards_see_a_draft_or_change_a_round() {
    let (mut house, check) = a_house().await;
    let draft = save(&house, &check, WRITTEN).await;
    let shared = save(&house, &check, "name=Felles&ward=med-1").await;
    let empty = save(&house, &check, "name=Tom").await;
    let autumn = house.ballot_box("2026-autumn", "med-1").id;
    let now = plan(&house);
    house.enter(OTHER);
    let list = house.get("/rounds").await.body;
    assert!(list.contains(&shared) && !list.contains(&draft) && !list.contains(&empty));
    assert_eq!(house.get(&shared).await.status, 200);
    for page in [&draft, &empty] {
        assert_eq!(house.get(page).await.status, 404);
        for step in ["", "/plan", "/delete"] {
            let done = house
                .post(
                    &format!("{page}{step}"),
                    &format!("check={check}&revision=1&ward=med-1"),
                )
                .await;
            // One that is not there looks the same.
            let gone = house
                .post(
                    &format!("/drafts/nothing{step}"),
                    &format!("check={check}&revision=1&ward=med-1"),
                )
                .await;
            assert_eq!(done.status, gone.status, "{step}");
            assert!(
                done.status.is_client_error() && !done.body.contains("Vinteren"),
                "{step}"
            );
        }
    }
    assert!(
        house.store.draft(draft.trim_start_matches("/drafts/")).is_ok(),
        "nothing came of it"
    );
    // The autumn's round is in a ward of this guide, and in another one.
    assert_eq!(house.get(&format!("/rounds/{autumn}/change")).await.status, 404);
    for step in ["change", "take-away"] {
        let done = house
            .post(
                &format!("/rounds/{autumn}/{step}"),
                &format!("check={check}&ward=med-1"),
            )
            .await;
        assert_eq!(done.status, 404, "{step}");
    }
    // A ward of others is not taken, neither into a new draft nor into one that is there.
    for path in ["/rounds/new", &shared] {
        let form = format!("check={check}&revision=1&name=Frekk&ward=med-1&ward=surg-1");
        let refused = house.post(path, &form).await;
        assert_eq!(refused.status, 422, "{path}");
        assert!(
            refused
                .body
                .contains("Du er ikke prosessveileder i Kirurgisk sengepost 1")
        );
        assert!(refused.body.contains("value=\"Frekk\"") && !refused.body.contains("value=\"surg-1\""));
    }
    let copied = house
        .post(&format!("/rounds/{autumn}/copy"), &format!("check={check}"))
        .await;
    let copied = house.get(&copied.location).await.body;
    assert!(copied.contains("value=\"med-1\" checked") && !copied.contains("value=\"med-2\""));
    house.enter("admin@example.org");
    for page in [&draft, &shared, "/rounds/new"] {
        assert_eq!(house.get(page).await.status, 403);
    }
    assert_eq!(plan(&house), now);
}

#[tokio::test]
async fn two_who_write_the_same_draft_do_not_overwrite_each_other_in_silence() {
    let (house, check) = a_house().await;
    let draft = save(&house, &check, WRITTEN).await;
    assert_eq!(
        post(&house, &check, &draft, &WRITTEN.replace("2027&", "en&"), 1)
            .await
            .status,
        303
    );
    let late = post(&house, &check, &draft, &WRITTEN.replace("2027&", "to&"), 1).await;
    assert_eq!(late.status, 422);
    assert!(late.body.contains("Noen andre har lagret utkastet imens") && late.body.contains("value=\"Vinteren to\""));
    assert!(late.body.contains("name=\"revision\" value=\"2\""));
    assert!(house.get(&draft).await.body.contains("value=\"Vinteren en\""));
    assert_eq!(
        post(&house, &check, &draft, &WRITTEN.replace("2027&", "to&"), 2)
            .await
            .status,
        303
    );
    assert!(house.get(&draft).await.body.contains("value=\"Vinteren to\""));
    // Once it is gone, what was written can still be kept.
    house.post(&format!("{draft}/delete"), &format!("check={check}")).await;
    for step in ["", "/plan"] {
        let late = post(
            &house,
            &check,
            &format!("{draft}{step}"),
            &WRITTEN.replace("2027&", "tre&"),
            3,
        )
        .await;
        assert_eq!(late.status, 422, "{step}");
        assert!(late.body.contains("planlagt eller slettet") && late.body.contains("value=\"Vinteren tre\""));
        assert!(late.body.contains("action=\"/rounds/new\""));
    }
}

#[tokio::test]
async fn a_draft_is_checked_for_anonymity_and_meets_no_other_round_in_three_languages() {
    let mut plan = a_plan();
    plan.wards.get_mut("med-3").unwrap().headcount = 5;
    let mut house = planned(&plan);
    Ca::create(&house.data).unwrap();
    let check = house.check().await;
    house.enter(GUIDE);
    let fields =
        "name=A&ward=med-3&ward=med-1&language=nb&floor=7&opens-day=2026-12-01&closes-day=2026-12-24&urgent-nb=Kom.";
    let draft = save(&house, &check, fields).await;
    for (language, weak, meets) in [
        (
            "nb",
            "5 arbeider her, og 7 må svare før noe",
            "har en annen kartlegging åpen på samme tid",
        ),
        (
            "nn",
            "5 arbeider her, og 7 må svare før noko",
            "har ei anna kartlegging open på same tid",
        ),
        (
            "en",
            "5 work here, and 7 have to answer",
            "has another round open at the same time",
        ),
    ] {
        let page = house.get(&format!("{draft}?lang={language}")).await.body;
        assert!(page.contains(weak), "{language}");
        let said = format!("Medisinsk sengepost 1 {meets}");
        assert_eq!(page.matches(&said).count(), 1, "{language}");
    }
    let gone = house.post(&format!("{draft}/delete"), &format!("check={check}")).await;
    assert_eq!(gone.location, "/rounds?done=deleted");
    assert_eq!(house.get(&draft).await.status, 404);
}

/// A round was ended before its time, for a wrong deck say: its ward has the next one in what was to be its own period.
#[tokio::test]
async fn a_ward_whose_round_was_ended_early_has_the_next_one() {
    let mut desk = a_desk_at(&the_plan()).await;
    Ca::create(&desk.house.data).unwrap();
    let fields =
        "name=A&ward=med-1&language=nb&floor=7&opens-day=2026-12-01&closes-day=2026-12-24&urgent-nb=Kom.&deck=ward-day";
    let id = desk.answered("med-1").await;
    let draft = save(&desk.house, &desk.check, fields).await;
    const MEETS: &str = "har en annen kartlegging åpen på samme tid";
    assert!(desk.house.get(&draft).await.body.contains(MEETS));
    desk.close(id, "tablet-med-1").await;
    assert!(!desk.house.get(&draft).await.body.contains(MEETS));
}

#[tokio::test]
async fn with_an_account_go_its_drafts_for_no_ward_and_whoever_comes_next_finds_the_others() {
    let (mut house, check) = a_house().await;
    let mut kept = Vec::new();
    for (fields, stays) in [(WRITTEN, true), ("name=Tom", false), ("name=Felles&ward=med-1", true)] {
        let page = save(&house, &check, fields).await;
        kept.push((page.trim_start_matches("/drafts/").to_owned(), stays));
    }
    let current = plan(&house);
    let gone = [Change::RemoveAccount(GUIDE.to_owned())];
    house.store.change(&current, &gone, &BoxIds::new(b"a test")).unwrap();
    for (draft, stays) in kept {
        assert_eq!(house.store.draft(&draft).is_ok(), stays, "{draft}");
    }
    house.enter(OTHER);
    assert!(
        house.get("/rounds").await.body.contains("Felles"),
        "a colleague goes on with it"
    );
}
