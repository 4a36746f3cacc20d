//! Notes are unlocked once a sitting and sorted into categories, by whoever unlocked them and for nobody else.

use axum::body::Body;
use axum::http::{Request, header};
use trykk_hub::secrets::hash_secret;
use trykk_shared::ids::BoxId;

use crate::counting::{Desk, PASSPHRASE, a_desk};
use crate::house::{NOW, Page, field};

const GUIDE: &str = "guide@example.org";
const ROUND: &str = "2026-autumn";
const SCRIPT: &str = "<script src=\"/static/sorting.js\" defer></script>";

/// A desk with a counted box: nine people answered, and each wrote a note.
async fn a_counted_desk() -> (Desk, BoxId) {
    let mut desk = a_desk().await;
    let id = desk.answered("med-1").await;
    desk.close(id, "tablet-med-1").await;
    let counted = desk.step(id, "count", &format!("passphrase={PASSPHRASE}")).await;
    assert_eq!(counted.status, 303);
    (desk, id)
}

async fn unlock(desk: &Desk, id: BoxId) {
    let unlocked = desk.step(id, "sorting", &format!("passphrase={PASSPHRASE}")).await;
    assert_eq!(
        (unlocked.status.as_u16(), unlocked.location),
        (303, format!("/rounds/{id}/sorting"))
    );
}

async fn sorting(desk: &Desk, id: BoxId) -> Page {
    desk.house.get(&format!("/rounds/{id}/sorting")).await
}

fn is_locked(page: &Page) -> bool {
    page.body.contains("name=\"passphrase\"") && !page.body.contains("name=\"seen\"")
}

/// Sorts the note that a page shows.
async fn sort(desk: &Desk, id: BoxId, page: &Page, chosen: &str) -> Page {
    let (note, seen) = (field(page, "note"), field(page, "seen").replace('+', "%2B"));
    desk.step(id, "sorting/note", &format!("do=save&note={note}&seen={seen}{chosen}"))
        .await
}

fn shares(page: &Page, name: &str) -> (String, String) {
    let (_, rest) = page
        .body
        .split_once(name)
        .unwrap_or_else(|| panic!("no {name}: {}", page.body));
    let mut cells = rest
        .split("<td class=\"n\">")
        .skip(1)
        .map(|cell| cell.split('<').next().unwrap().to_owned());
    (cells.next().unwrap(), cells.next().unwrap())
}

#[tokio::test]
async fn every_note_is_sorted_one_form_a_note_and_what_they_come_to_is_shown() {
    let (desk, id) = a_counted_desk().await;
    assert!(is_locked(&sorting(&desk, id).await));
    let wrong = desk.step(id, "sorting", "passphrase=feil+ord+her").await;
    assert!(wrong.status == 422 && is_locked(&wrong));
    unlock(&desk, id).await;
    let mut page = sorting(&desk, id).await;
    assert!(page.body.contains("0 av 9 lapper er sortert.") && page.body.contains("lapp fra tablet-med-1"));
    assert!(page.body.contains("<kbd>t</kbd>") && page.body.contains("Hvor trykker skoen hos oss"));
    let mut seen = std::collections::BTreeSet::new();
    for nth in 0..9 {
        assert!(seen.insert(field(&page, "note")), "each comes once");
        let chosen = match nth {
            0..3 => "&category=tone&category=cooperation",
            3..5 => "&category=tone&category=nowhere&pass-on=yes",
            5..6 => "",
            _ => "&category=demands",
        };
        page = sort(&desk, id, &page, chosen).await;
        assert_eq!(page.status, 200, "{}", page.body);
    }
    assert!(page.body.contains("Alle lappene er sortert.") && !page.body.contains("name=\"seen\""));
    let counts = desk.house.get(&format!("/rounds/{id}/sorting/counts")).await;
    let shares = |name: &str| shares(&counts, &format!(">{name}<"));
    assert_eq!(shares("Tonen mellom oss"), ("5".to_owned(), "56 %".to_owned()));
    assert_eq!(shares("Samarbeid"), ("3".to_owned(), "33 %".to_owned()));
    assert_eq!(
        shares("Samarbeid og klima"),
        ("5".to_owned(), "56 %".to_owned()),
        "each note once"
    );
    assert_eq!(shares("Arbeidsmengde"), ("3".to_owned(), "33 %".to_owned()));
    assert_eq!(shares("Passer ikke noe sted"), ("1".to_owned(), "11 %".to_owned()));
    let passed_on = desk.step(id, "sorting/find", "given=pass-on").await;
    assert!(passed_on.body.contains("Fant 2.") && passed_on.body.contains("Tonen mellom oss · Skal vises videre"));
}

#[tokio::test]
async fn the_last_steps_are_taken_back_and_a_note_can_be_left() {
    let (desk, id) = a_counted_desk().await;
    unlock(&desk, id).await;
    let first = sorting(&desk, id).await;
    let skipped = desk
        .step(
            id,
            "sorting/note",
            &format!("do=skip&note={}&seen=-", field(&first, "note")),
        )
        .await;
    assert_ne!(field(&skipped, "note"), field(&first, "note"));
    assert!(skipped.body.contains("0 av 9") && !skipped.body.contains("Angre den siste"));
    let third = sort(&desk, id, &skipped, "&category=tone").await;
    let fourth = sort(&desk, id, &third, "&category=roles&pass-on=yes").await;
    assert!(fourth.body.contains("2 av 9") && fourth.body.contains("Angre den siste"));
    let back = desk.step(id, "sorting/note", "do=undo").await;
    assert!(back.body.contains("Det siste er tatt tilbake") && back.body.contains("1 av 9"));
    assert_eq!(
        (field(&back, "note"), field(&back, "seen").as_str()),
        (field(&third, "note"), "-")
    );
    let back = desk.step(id, "sorting/note", "do=undo").await;
    assert_eq!(field(&back, "note"), field(&skipped, "note"));
    let nothing = desk.step(id, "sorting/note", "do=undo").await;
    assert!(nothing.status == 422 && nothing.body.contains("Det er ingenting å angre."));
}

#[tokio::test]
async fn a_note_that_was_sorted_in_another_window_is_not_sorted_over_and_what_was_chosen_stays() {
    let (desk, id) = a_counted_desk().await;
    unlock(&desk, id).await;
    let page = sorting(&desk, id).await;
    sort(&desk, id, &page, "&category=tone").await;
    let stale = sort(&desk, id, &page, "&category=roles&pass-on=yes").await;
    assert!(stale.status == 422 && stale.body.contains("sortert på nytt i et annet vindu"));
    assert_eq!(
        (field(&stale, "note"), field(&stale, "seen").as_str()),
        (field(&page, "note"), "+tone")
    );
    assert!(stale.body.contains("value=\"roles\" data-key=\"r\" checked"));
    assert!(!stale.body.contains("value=\"tone\" data-key=\"t\" checked"));
    // The step is taken back only if the note is as it was left.
    let again = sort(&desk, id, &stale, "&category=roles").await;
    assert_eq!(again.status, 200);
    assert_eq!(desk.step(id, "sorting/note", "do=undo").await.status, 200);
    let restored = desk.step(id, "sorting/find", "given=in:tone").await;
    assert!(restored.body.contains("Fant 1."));
    let gone = desk
        .step(
            id,
            "sorting/note",
            "do=save&note=00000000000000000000000000000000&seen=-",
        )
        .await;
    assert!(gone.status == 422 && gone.body.contains("Den lappen finnes ikke lenger."));
}

/// The key is in the memory of the running hub, and belongs to a session.
#[tokio::test]
async fn notes_are_locked_again_at_every_end_of_a_sitting() {
    let (mut desk, id) = a_counted_desk().await;
    let is_shut = async |desk: &Desk| is_locked(&sorting(desk, id).await);
    unlock(&desk, id).await;
    assert!(!is_shut(&desk).await);
    // The same account, logged in elsewhere.
    let (other, now) = ("B".repeat(43), NOW);
    desk.house
        .store
        .begin_session(GUIDE, &hash_secret(other.as_bytes()), now + 3600, now)
        .unwrap();
    let request = Request::get(format!("/rounds/{id}/sorting")).header(header::COOKIE, format!("__Host-trykk={other}"));
    let elsewhere = desk.house.ask(request.body(Body::empty()).unwrap()).await;
    assert!(elsewhere.status == 200 && is_locked(&elsewhere));
    // Another guide, in the same browser.
    desk.house.restart();
    assert!(is_shut(&desk).await, "the hub was started anew");
    unlock(&desk, id).await;
    assert_eq!(desk.step(id, "sorting/lock", "").await.status, 303);
    assert!(is_shut(&desk).await, "locked by hand");
    unlock(&desk, id).await;
    assert_eq!(desk.post("/log-out", "").await.status, 303);
    desk.house.enter(GUIDE);
    assert!(is_shut(&desk).await, "logged out");
    unlock(&desk, id).await;
    assert_eq!(desk.post("/account/log-out-everywhere", "").await.status, 303);
    desk.house.enter(GUIDE);
    assert!(is_shut(&desk).await, "logged out everywhere");
    unlock(&desk, id).await;
    let another = format!("old={PASSPHRASE}&passphrase=en+helt+annen+frase+her&again=en+helt+annen+frase+her");
    assert_eq!(
        desk.post("/passphrase", &another).await.location,
        "/passphrase?done=set"
    );
    assert!(is_shut(&desk).await, "another passphrase was chosen");
    assert_eq!(
        desk.house.get(&format!("/rounds/{id}/sorting/counts")).await.location,
        format!("/rounds/{id}/sorting")
    );
}

#[tokio::test]
async fn what_was_chosen_when_the_notes_were_locked_is_there_again_after_unlocking() {
    let (desk, id) = a_counted_desk().await;
    unlock(&desk, id).await;
    let page = sorting(&desk, id).await;
    desk.step(id, "sorting/lock", "").await;
    let late = sort(&desk, id, &page, "&category=tone&category=roles&pass-on=yes&words=lapp").await;
    assert!(
        late.status == 422 && is_locked_with_what_was_chosen(&late),
        "{}",
        late.body
    );
    let fields = format!(
        "passphrase={PASSPHRASE}&note={}&seen=-&category=tone&category=roles&pass-on=yes&words=lapp",
        field(&page, "note")
    );
    let wrong = desk
        .step(id, "sorting", &fields.replace(PASSPHRASE, "feil+ord+her"))
        .await;
    assert!(wrong.status == 422 && is_locked_with_what_was_chosen(&wrong));
    let open = desk.step(id, "sorting", &fields).await;
    assert_eq!(
        (open.status.as_u16(), field(&open, "note")),
        (200, field(&page, "note"))
    );
    for ticked in [
        "value=\"tone\" data-key=\"t\" checked",
        "value=\"roles\" data-key=\"r\" checked",
        "data-key=\"v\" checked",
    ] {
        assert!(open.body.contains(ticked), "{ticked}");
    }
    assert!(open.body.contains("0 av 9"), "nothing is saved yet");
}

fn is_locked_with_what_was_chosen(page: &Page) -> bool {
    page.body.contains("name=\"passphrase\"")
        && page.body.contains("type=\"hidden\" name=\"category\" value=\"roles\"")
        && page.body.contains("type=\"hidden\" name=\"words\" value=\"lapp\"")
}

/// What is sought for stands in no address, and neither it nor what was sorted stands in the database's files.
#[tokio::test]
async fn words_and_categories_are_in_no_address_and_in_no_file() {
    let (mut desk, id) = a_counted_desk().await;
    unlock(&desk, id).await;
    let found = desk.step(id, "sorting/find", "given=anything&words=FRA+tablet").await;
    assert!(found.body.contains("Fant 9.") && found.body.contains("value=\"FRA tablet\""));
    let none = desk
        .step(id, "sorting/find", "given=anything&words=sjeldentordher")
        .await;
    assert!(none.body.contains("Ingen lapper passer."));
    for page in [&found, &none] {
        assert!(page.location.is_empty());
        for begins in ["href=\"", "action=\""] {
            for address in page
                .body
                .split(begins)
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap())
            {
                assert!(
                    !address.contains("sjeldentordher") && !address.contains("words"),
                    "{address}"
                );
            }
        }
    }
    let wanted = format!("note={}", field(&found, "note"));
    let one = desk
        .step(id, "sorting/find", &format!("{wanted}&given=anything&words=lapp"))
        .await;
    let back = desk
        .step(
            id,
            "sorting/note",
            &format!("do=save&{wanted}&seen=-&category=busyness&given=anything&words=lapp"),
        )
        .await;
    assert!(
        one.body.contains("name=\"seen\" value=\"-\"") && back.body.contains("Fant 9."),
        "back at what was found"
    );
    let folder = desk.house.data.database().parent().unwrap().to_owned();
    for file in ["hub.db", "hub.db-wal"] {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        for word in ["sjeldentordher", "FRA tablet"] {
            assert!(
                !bytes.windows(word.len()).any(|part| part == word.as_bytes()),
                "{word} in {file}"
            );
        }
    }
    let sealed = desk.house.store.sorting(id, GUIDE).unwrap().unwrap();
    assert!(!sealed.windows(8).any(|part| part == b"busyness"));
    // It dies with the notes.
    desk.house.publish_counted(ROUND, "med-1");
    desk.house.store.tidy(NOW + 2000).unwrap();
    assert_eq!(desk.house.store.sorting(id, GUIDE).unwrap(), None);
    let late = desk
        .step(id, "sorting/note", &format!("do=save&{wanted}&seen=-&category=tone"))
        .await;
    assert!(late.status == 422 && late.body.contains("Ingen lapper her som du kan lese."));
    desk.step(id, "sorting/lock", "").await;
    let over = sorting(&desk, id).await;
    assert!(
        over.body.contains("men de er slettet for tidlig") && !is_locked(&over),
        "{}",
        over.body
    );
}

/// The one script there is stands on the page that sorts, comes from a file of ours, and may run there alone.
#[tokio::test]
async fn the_keyboard_has_one_script_of_its_own_and_no_other_page_may_run_one() {
    let (desk, id) = a_counted_desk().await;
    unlock(&desk, id).await;
    let page = sorting(&desk, id).await;
    assert_eq!(page.body.matches("<script").count(), page.body.matches(SCRIPT).count());
    assert_eq!(page.body.matches(SCRIPT).count(), 1);
    let policy = |page: &Page| page.headers["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy(&page).starts_with("default-src 'none'; script-src 'self';") && !policy(&page).contains("unsafe"));
    let next = sort(&desk, id, &page, "&category=tone").await;
    assert!(next.body.contains(SCRIPT) && policy(&next).contains("script-src 'self'"));
    for other in [
        format!("/rounds/{id}/notes"),
        format!("/rounds/{id}/sorting/counts"),
        "/rounds".to_owned(),
    ] {
        let page = desk.house.get(&other).await;
        assert!(
            page.status == 200 && !policy(&page).contains("script-src") && !page.body.contains("<script"),
            "{other}"
        );
    }
    let request = Request::get("/static/sorting.js").body(Body::empty()).unwrap();
    let script = desk.house.ask(request).await;
    assert_eq!(script.headers["content-type"], "text/javascript; charset=utf-8");
    // Each key presses something that is there without it too.
    for key in trykk_hub::analysis::codebook::Codebook::built_in()
        .categories()
        .map(|one| one.key)
    {
        assert!(page.body.contains(&format!("data-key=\"{key}\"")), "{key}");
    }
    for key in ["n", "j", "v"] {
        assert_eq!(page.body.matches(&format!("data-key=\"{key}\"")).count(), 1, "{key}");
    }
    assert!(next.body.contains("data-key=\"u\""));
    for sends in [
        "fetch(",
        "XMLHttpRequest",
        "localStorage",
        "sessionStorage",
        "cookie",
        "innerHTML",
        "eval(",
    ] {
        assert!(!script.body.contains(sends), "{sends}");
    }
}

/// The hospital's own categories take the place of those that come with Trykk.
#[tokio::test]
async fn the_hospitals_own_codebook_wins_and_a_note_whose_category_is_gone_is_sorted_anew() {
    let (mut desk, id) = a_counted_desk().await;
    unlock(&desk, id).await;
    let page = sorting(&desk, id).await;
    sort(&desk, id, &page, "&category=tone").await;
    let own = trykk_hub::analysis::codebook::BUILT_IN.replace("id = \"tone\"", "id = \"manners\"");
    let own = own.replace("Tonen mellom oss", "Folkeskikk");
    let file = desk.house.data.database().with_file_name("codebook.toml");
    std::fs::write(&file, own).unwrap();
    desk.house.restart();
    unlock(&desk, id).await;
    let anew = sorting(&desk, id).await;
    assert!(anew.body.contains("Folkeskikk") && anew.body.contains("0 av 9"));
    assert_eq!(field(&anew, "note"), field(&page, "note"), "it comes up again");
    let next = sort(&desk, id, &anew, "&category=manners").await;
    assert!(next.status == 200 && next.body.contains("1 av 9"), "{}", next.body);
    std::fs::write(&file, "id = 3").unwrap();
    desk.house.restart();
    desk.house.enter("admin@example.org");
    let operation = desk.house.get("/operation").await.body;
    assert!(
        operation.contains("codebook.toml") && operation.contains("line 1:"),
        "{operation}"
    );
}
