//! What notes are about is published once, in bands, of a whole sorting; it is withdrawn as a whole, and stays when the notes go.

use trykk_hub::store::{AuditFilter, BandsRow};
use trykk_shared::ids::BoxId;

use crate::counting::{Desk, PASSPHRASE, a_desk};
use crate::house::{NOW, Page, field};

const GUIDE: &str = "guide@example.org";
const LEADER: &str = "leader@example.org";
const ROUND: &str = "2026-autumn";

/// A desk with a counted box, whose nine notes are unlocked.
async fn an_unlocked_desk() -> (Desk, BoxId) {
    let mut desk = a_desk().await;
    let id = desk.answered("med-1").await;
    desk.close(id, "tablet-med-1").await;
    let passphrase = format!("passphrase={PASSPHRASE}");
    assert_eq!(desk.step(id, "count", &passphrase).await.status, 303);
    assert_eq!(desk.step(id, "sorting", &passphrase).await.status, 303);
    (desk, id)
}

/// Sorts so many of the notes that are left into these categories.
async fn sort(desk: &Desk, id: BoxId, many: usize, categories: &[&str]) {
    let chosen: String = categories.iter().map(|one| format!("&category={one}")).collect();
    for _ in 0..many {
        let page = desk.house.get(&format!("/rounds/{id}/sorting")).await;
        let fields = format!("do=save&note={}&seen=-{chosen}", field(&page, "note"));
        assert_eq!(desk.step(id, "sorting/note", &fields).await.status, 200);
    }
}

async fn bands(desk: &Desk, id: BoxId) -> Page {
    desk.house.get(&format!("/rounds/{id}/sorting/bands")).await
}

async fn result(desk: &mut Desk, id: BoxId, who: &str) -> String {
    desk.house.enter(who);
    let page = desk.house.get(&format!("/results/{id}")).await;
    desk.house.enter(GUIDE);
    assert_eq!(page.status, 200);
    page.body
}

#[tokio::test]
async fn bands_are_looked_over_and_published_once_for_those_who_read_the_result() {
    let (mut desk, id) = an_unlocked_desk().await;
    sort(&desk, id, 3, &["tone", "cooperation"]).await;
    sort(&desk, id, 2, &["tone"]).await;
    assert!(bands(&desk, id).await.body.contains("Publiser tallene først."));
    desk.house.publish_counted(ROUND, "med-1");
    let waits = bands(&desk, id).await;
    assert!(waits.body.contains("4 lapper er ikke sortert ennå.") && !waits.body.contains("name=\"seen\""));
    let refused = desk.step(id, "sorting/bands", "sure=yes&seen=").await;
    assert!(refused.status == 200 && desk.house.store.bands(id).unwrap().is_none());
    sort(&desk, id, 4, &["demands"]).await;
    let ready = bands(&desk, id).await;
    for said in [
        "Tonen mellom oss: nevnt av minst halvparten",
        "Arbeidsmengde: nevnt av minst en tredel",
    ] {
        assert!(ready.body.contains(said), "{said}: {}", ready.body);
    }
    // Three wrote of it: nobody is told.
    assert!(!ready.body.contains("Samarbeid:"), "{}", ready.body);
    let seen = field(&ready, "seen");
    let unsure = desk.step(id, "sorting/bands", &format!("seen={seen}")).await;
    assert!(unsure.status == 422 && unsure.body.contains("Kryss av for at du har sett over det."));
    let stale = desk.step(id, "sorting/bands", "sure=yes&seen=00").await;
    assert!(stale.status == 422 && stale.body.contains("Noe er sortert på nytt"));
    assert!(!result(&mut desk, id, LEADER).await.contains("Hva lappene handler om"));
    assert_eq!(
        desk.step(id, "sorting/bands", &format!("sure=yes&seen={seen}"))
            .await
            .status,
        303
    );
    let read = result(&mut desk, id, LEADER).await;
    assert!(read.contains("Hva lappene handler om") && read.contains("Tonen mellom oss: nevnt av minst halvparten"));
    let (_, section) = read.split_once("<section class=\"bands\">").unwrap();
    let (section, _) = section.split_once("</section>").unwrap();
    assert!(
        !section.contains(|sign: char| sign.is_ascii_digit() && sign != '2' && sign != '3'),
        "{section}"
    );
    assert!(!section.contains("lapp fra") && !section.contains("Samarbeid:"));
    // Another sorting moves nothing any more.
    let found = desk.step(id, "sorting/find", "given=in:demands").await;
    let (note, _) = found
        .body
        .split_once("<button class=\"quiet\" name=\"note\" value=\"")
        .map(|(_, rest)| rest.split_once('"').unwrap())
        .unwrap();
    let fields = format!("do=save&note={note}&seen=%2Bdemands&category=roles");
    assert_eq!(desk.step(id, "sorting/note", &fields).await.status, 200);
    let again = desk.step(id, "sorting/bands", &format!("sure=yes&seen={seen}")).await;
    assert!(again.status == 200 && again.body.contains("Leder, verneombud og tillitsvalgt ser dette"));
    assert_eq!(result(&mut desk, id, LEADER).await, read);
}

#[tokio::test]
async fn bands_stay_when_the_notes_go_and_are_withdrawn_as_a_whole_for_good() {
    let (mut desk, id) = an_unlocked_desk().await;
    sort(&desk, id, 9, &["tone"]).await;
    desk.house.publish_counted(ROUND, "med-1");
    let seen = field(&bands(&desk, id).await, "seen");
    let publish = format!("sure=yes&seen={seen}");
    assert_eq!(desk.step(id, "sorting/bands", &publish).await.status, 303);
    desk.house.store.tidy(NOW + 2000).unwrap();
    assert!(
        desk.house.store.notes(id, GUIDE).unwrap().is_empty() && desk.house.store.sorting(id, GUIDE).unwrap().is_none()
    );
    assert!(matches!(
        desk.house.store.bands(id).unwrap(),
        Some(BandsRow::Published(_))
    ));
    assert!(
        result(&mut desk, id, LEADER)
            .await
            .contains("Tonen mellom oss: nevnt av minst halvparten")
    );
    desk.step(id, "sorting/lock", "").await;
    let shown = bands(&desk, id).await;
    assert!(
        shown.status == 200 && shown.body.contains("Trekk alt tilbake"),
        "without any note, too"
    );
    assert_eq!(desk.step(id, "sorting/bands/withdraw", "sure=yes").await.status, 303);
    assert_eq!(
        desk.step(id, "sorting/bands/withdraw", "sure=yes").await.status,
        303,
        "twice is once"
    );
    assert!(!result(&mut desk, id, LEADER).await.contains("Hva lappene handler om"));
    let over = bands(&desk, id).await;
    assert!(over.body.contains("Det kan ikke publiseres på nytt.") && !over.body.contains("name=\"seen\""));
    assert_eq!(desk.step(id, "sorting/bands", &publish).await.status, 200);
    assert_eq!(desk.house.store.bands(id).unwrap(), Some(BandsRow::Withdrawn));
    let entries = desk.house.store.audit(&AuditFilter::default(), 100).unwrap();
    let deeds: Vec<String> = entries
        .into_iter()
        .map(|entry| entry.deed)
        .filter(|deed| deed.starts_with("bands"))
        .collect();
    assert_eq!(deeds, ["bands-withdrawn", "bands-published"]);
}

/// Bands are published after the figures, and never twice, whoever asks.
#[tokio::test]
async fn the_store_keeps_bands_of_published_boxes_alone_and_once() {
    let (mut desk, id) = an_unlocked_desk().await;
    let made = |version| trykk_hub::analysis::bands::Bands {
        codebook: "trykk".to_owned(),
        version,
        prompts: Vec::new(),
    };
    assert!(desk.house.store.publish_bands(id, &made(1), GUIDE, NOW).is_err());
    desk.house.publish_counted(ROUND, "med-1");
    assert!(desk.house.store.publish_bands(id, &made(1), GUIDE, NOW).unwrap());
    assert!(
        !desk
            .house
            .store
            .publish_bands(id, &made(2), "other@example.org", NOW)
            .unwrap()
    );
    assert_eq!(desk.house.store.bands(id).unwrap(), Some(BandsRow::Published(made(1))));
    desk.house.store.withdraw_bands(id).unwrap();
    assert!(!desk.house.store.publish_bands(id, &made(2), GUIDE, NOW).unwrap());
    assert_eq!(desk.house.store.bands(id).unwrap(), Some(BandsRow::Withdrawn));
}

/// A year later the notes are deleted; what is published of them then is nothing, for good.
#[tokio::test]
async fn no_bands_are_made_of_notes_that_are_gone() {
    let (mut desk, id) = an_unlocked_desk().await;
    desk.house.publish_counted(ROUND, "med-1");
    desk.house.store.tidy(NOW + 2000).unwrap();
    assert!(desk.house.store.notes(id, GUIDE).unwrap().is_empty());
    desk.step(id, "sorting", &format!("passphrase={PASSPHRASE}")).await;
    let page = desk.house.get(&format!("/rounds/{id}/sorting/bands")).await;
    if page.body.contains("name=\"seen\"") {
        let seen = field(&page, "seen");
        desk.step(id, "sorting/bands", &format!("sure=yes&seen={seen}")).await;
    }
    let row = desk.house.store.bands(id).unwrap();
    desk.house.enter(LEADER);
    let read = desk.house.get(&format!("/results/{id}")).await.body;
    let section = read
        .split_once("<section class=\"bands\">")
        .map(|(_, rest)| rest.split_once("</section>").unwrap().0.to_owned());
    assert!(row.is_none(), "{row:?}: the leader reads {section:?}");
}

/// What cannot be taken back takes a tick.
#[tokio::test]
async fn withdrawing_for_good_takes_a_tick() {
    let (mut desk, id) = an_unlocked_desk().await;
    desk.house.publish_counted(ROUND, "med-1");
    let made = trykk_hub::analysis::bands::Bands {
        codebook: "trykk".to_owned(),
        version: 1,
        prompts: Vec::new(),
    };
    desk.house.store.publish_bands(id, &made, GUIDE, NOW).unwrap();
    let done = desk.step(id, "sorting/bands/withdraw", "").await;
    assert_eq!(done.status, 422);
    assert_ne!(desk.house.store.bands(id).unwrap(), Some(BandsRow::Withdrawn));
}

/// Notes that are read on their page make an entry first; so does a sitting, once a box.
#[tokio::test]
async fn notes_that_are_read_by_sorting_are_in_the_log() {
    let (desk, id) = an_unlocked_desk().await;
    let all = desk.step(id, "sorting/find", "given=anything").await;
    assert!(
        all.body.matches("lapp fra tablet-med-1").count() >= 9,
        "all nine are read"
    );
    let entries = desk.house.store.audit(&AuditFilter::default(), 100).unwrap();
    let deeds: Vec<String> = entries.into_iter().map(|entry| entry.deed).collect();
    assert!(
        deeds.iter().filter(|deed| *deed == "notes-opened").count() == 1,
        "{deeds:?}"
    );
}

/// What a file of a result says of notes, in a language.
async fn notes_in_json(desk: &Desk, id: BoxId) -> serde_json::Value {
    let file = desk.house.get(&format!("/results/{id}/file/json")).await;
    let json: serde_json::Value = serde_json::from_str(&file.body).unwrap();
    json["notes"].clone()
}

/// The sheets of a result's workbook.
async fn sheets(desk: &Desk, id: BoxId) -> Vec<String> {
    use calamine::Reader;
    let file = desk.house.get(&format!("/results/{id}/file/xlsx")).await;
    let book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(file.bytes)).unwrap();
    book.sheet_names()
}

async fn freeze(desk: &Desk, id: BoxId) -> Page {
    let seen = field(&desk.house.get(&format!("/rounds/{id}/report")).await, "seen");
    desk.step(id, "report", &format!("do=freeze&seen={seen}")).await
}

/// A report that was frozen with bands shows them until they are withdrawn; from then on it says that they were, and no later version has them.
#[tokio::test]
async fn bands_are_in_report_and_files_until_they_are_withdrawn() {
    let (mut desk, id) = an_unlocked_desk().await;
    sort(&desk, id, 9, &["tone"]).await;
    desk.house.publish_counted(ROUND, "med-1");
    let (make, read) = (format!("/rounds/{id}/report"), format!("/reports/{id}"));
    let late = "kommer det heller ikke med i en senere versjon";
    assert!(desk.house.get(&make).await.body.contains(late));
    assert_eq!(notes_in_json(&desk, id).await, serde_json::json!([]));
    let seen = field(&bands(&desk, id).await, "seen");
    assert_eq!(
        desk.step(id, "sorting/bands", &format!("sure=yes&seen={seen}"))
            .await
            .status,
        303
    );

    // What most mention is proposed, and an area may rest on it alone.
    let areas = desk.house.get(&format!("/rounds/{id}/areas")).await.body;
    assert!(
        areas.contains("Dette skal bli bedre") && areas.contains("Tonen mellom oss"),
        "{areas}"
    );
    let form = desk.house.get(&format!("/rounds/{id}/areas/new?from=0")).await.body;
    assert!(
        form.contains("name=\"mention\" value=\"note-improve:tone\" checked"),
        "{form}"
    );
    let area =
        "kind=improve&title=Tonen&sentence=Vi+vil+snakke+penere.&mention=note-improve%3Atone&mention=note-keep%3Atone";
    assert_eq!(desk.step(id, "areas/new", area).await.status, 303);
    let preview = desk.house.get(&make).await.body;
    assert!(!preview.contains(late) && preview.contains("På lappene:"));
    assert_eq!(freeze(&desk, id).await.status, 303);
    let said = "Tonen mellom oss: nevnt av minst halvparten";
    desk.house.enter(LEADER);
    let page = desk.house.get(&read).await.body;
    assert!(
        page.contains(said) && page.contains("Vi vil snakke penere.") && page.contains("Ufin oppførsel"),
        "{page}"
    );
    let notes = notes_in_json(&desk, id).await;
    assert_eq!(notes.as_array().unwrap().len(), 1);
    for (key, value) in [
        ("category", "tone"),
        ("band", "most"),
        ("question", "note-improve"),
        ("area", "Samarbeid og klima"),
    ] {
        assert_eq!(notes[0][key], value, "{notes}");
    }
    assert_eq!(sheets(&desk, id).await, ["Tall", "Spørsmål", "Lapper", "Om filen"]);
    let csv = desk.house.get(&format!("/results/{id}/file/csv")).await.body;
    assert!(!csv.contains("Tonen mellom oss"), "the table of figures");

    desk.house.enter(GUIDE);
    assert_eq!(desk.step(id, "sorting/bands/withdraw", "sure=yes").await.status, 303);
    let version = desk.house.store.report(id).unwrap().unwrap().mark();
    desk.house.enter(LEADER);
    let page = desk.house.get(&read).await.body;
    assert!(
        !page.contains("nevnt av") && page.contains("er trukket tilbake av prosessveilederen"),
        "{page}"
    );
    assert!(page.contains(&version), "it is the version that was signed");
    assert_eq!(notes_in_json(&desk, id).await, serde_json::json!([]));
    assert_eq!(sheets(&desk, id).await, ["Tall", "Spørsmål", "Om filen"]);

    desk.house.enter(GUIDE);
    assert!(
        desk.house
            .get(&make)
            .await
            .body
            .contains("Rapporten viser dem ikke lenger.")
    );
    assert_eq!(freeze(&desk, id).await.status, 303);
    let frozen = desk.house.store.report(id).unwrap().unwrap();
    assert!(
        frozen.version == 2 && frozen.bands.is_none() && frozen.areas.is_empty(),
        "the area rested on nothing else"
    );
    desk.house.enter(LEADER);
    let page = desk.house.get(&read).await.body;
    assert!(!page.contains("trukket tilbake") && !page.contains("Vi vil snakke penere."));
}

/// A command about the round of these tests.
fn command(desk: &Desk, arguments: &[&str]) -> (String, bool) {
    // Long after the count, as far as a wall clock would say: the time is given.
    let of = [
        "--round",
        ROUND,
        "--ward",
        "med-1",
        "--clock",
        "2026-09-21T16:00:00Z",
        "--confirm-clock",
    ];
    desk.house.command(&[arguments, &of].concat())
}

/// The same from the shell: sorted by words, looked over, published once, frozen, and signed by somebody with their own password.
#[tokio::test]
async fn the_command_line_sorts_publishes_and_signs_by_the_same_rules() {
    let (mut desk, id) = an_unlocked_desk().await;
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let passphrase = file("passphrase", &(PASSPHRASE.replace('+', " ") + "\n"));
    let proof = ["--guide", GUIDE, "--passphrase-file", &passphrase];
    let notes = |desk: &Desk, rest: &[&str]| command(desk, &[&["notes"], rest, &proof].concat());
    let wrong = file("wrong", "[categories]\nnowhere = [\"lapp\"]\n");
    let (said, done) = notes(&desk, &["sort", "--words", &wrong]);
    assert!(!done && said.contains("no category \"nowhere\""), "{said}");
    let words = file(
        "words",
        "[categories]\ntone = [\"Lapp fra\"]\ndemands = [\"kveldsvakt\"]\n",
    );
    let (said, done) = notes(&desk, &["sort", "--words", &words]);
    assert!(
        done && said.contains("9 of 9 notes are sorted") && !said.contains("lapp fra"),
        "{said}"
    );
    let (said, done) = notes(&desk, &["publish"]);
    assert!(!done && said.contains("publish the figures first"), "{said}");
    desk.house.publish_counted(ROUND, "med-1");
    let (said, done) = notes(&desk, &["publish"]);
    assert!(
        done && said.contains("mentioned by at least half") && said.contains("Nothing is published yet."),
        "{said}"
    );
    assert!(desk.house.store.bands(id).unwrap().is_none());
    assert!(notes(&desk, &["publish", "--sure"]).1);
    let (said, done) = notes(&desk, &["publish", "--sure"]);
    assert!(!done && said.contains("published once"), "{said}");

    let areas = file(
        "areas",
        "[[area]]\nkind = \"improve\"\ntitle = \"Tonen\"\nsentence = \"Penere.\"\nmentions = [\"note-improve:tone\"]\n",
    );
    let (said, done) = command(&desk, &["report", "freeze", "--guide", GUIDE, "--areas", &areas]);
    assert!(done, "{said}");
    let mark = desk.house.store.report(id).unwrap().unwrap().mark();
    assert!(said.contains(&mark));
    use rand::SeedableRng;
    let mut rng = rand::rngs::StdRng::seed_from_u64(6);
    let kept = trykk_hub::people::passwords::hash_password("fire vanlige ord her", &mut rng).unwrap();
    for email in [LEADER, "leder2@example.org", GUIDE] {
        desk.house.store.set_password(email, &kept).unwrap();
    }
    let sign = |desk: &Desk, email: &str, password: &str, mark: &str| {
        let password = file("password", password);
        let who = ["report", "sign", "--email", email, "--password-file", &password];
        command(desk, &[&who[..], &["--mark", mark, "--remark", "Lest."]].concat())
    };
    let right = "fire vanlige ord her\n";
    for (email, password, of, why) in [
        (LEADER, "fire andre ord her", mark.as_str(), "not the password"),
        (LEADER, right, "00000000", "read that, and give its mark"),
        (
            "leder2@example.org",
            right,
            mark.as_str(),
            "nothing to do with this report",
        ),
        (GUIDE, right, mark.as_str(), "cannot sign it"),
    ] {
        let (said, done) = sign(&desk, email, password, of);
        assert!(!done && said.contains(why), "{email}: {said}");
    }
    let (said, done) = sign(&desk, LEADER, right, &mark);
    assert!(done, "{said}");
    desk.house.enter(LEADER);
    let page = desk.house.get(&format!("/reports/{id}")).await.body;
    assert!(page.contains("Signert") && page.contains("Lest.") && page.contains("Penere."));
}
