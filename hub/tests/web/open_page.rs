//! The open page of a ward: who switches it on, who reads it, and what it never shows.

use axum::body::Body;
use axum::http::{Request, header};
use trykk_hub::board::{OpenPage, list_own_published};
use trykk_hub::figures::tally::Sheets;
use trykk_hub::people::attempts::ATTEMPTS;
use trykk_hub::store::BoxRow;
use trykk_shared::ids::BoxId;
use trykk_shared::kind::Unit;

use crate::house::{House, NOW, Page};
use crate::plan::{ELSEWHERE, GUIDE, LEADER, MEASURE, Room, SENIOR, TV, VO};

const MANAGE: &str = "/process/med-1/open-page";

/// What stands between the quotes behind `before`.
fn quoted(page: &str, before: &str) -> String {
    let (_, rest) = page
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before} in {page}"));
    rest.split('"').next().unwrap().to_owned()
}

/// Where the page is, as its own page of settings says.
async fn address(room: &mut Room) -> String {
    quoted(&room.read(LEADER, MANAGE).await, "class=\"roomy\" href=\"")
}

async fn seen(room: &mut Room) -> String {
    quoted(&room.read(LEADER, MANAGE).await, "name=\"seen\" value=\"")
}

async fn change(room: &mut Room, who: &str, what: &str) -> Page {
    let seen = seen(room).await;
    room.post(who, MANAGE, &format!("seen={seen}&{what}")).await
}

/// Somebody without any cookie.
async fn read(house: &House, path: &str) -> Page {
    house.ask(Request::get(path).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_leader_or_guide_switches_it_on_draws_it_anew_and_switches_it_off() {
    let mut room = Room::new().await;
    assert!(room.read(LEADER, "/process/med-1").await.contains("Siden er slått av"));
    for who in [VO, TV] {
        assert!(
            room.read(who, MANAGE)
                .await
                .contains("Lederen eller en prosessveileder")
        );
        assert_eq!(room.post(who, MANAGE, "seen=&do=on").await.status, 403, "{who}");
    }
    for who in [ELSEWHERE, SENIOR] {
        assert!(
            [403, 404].contains(&room.get(who, MANAGE).await.status.as_u16()),
            "{who}"
        );
    }
    assert_eq!(change(&mut room, LEADER, "do=on").await.status, 303);
    let first = address(&mut room).await;
    assert_eq!(first.len(), "/open/".len() + 26);
    let page = room.read(GUIDE, MANAGE).await;
    assert!(page.contains(&format!("https://trykk.example.org{first}")) && page.contains("class=\"qr\""));
    assert_eq!(read(&room.house, &first).await.status, 200);
    // The same form once more: somebody else was faster.
    let late = room.post(GUIDE, MANAGE, "seen=&do=on").await;
    assert!(late.status == 422 && late.body.contains("Noen andre endret siden"));
    assert_eq!(address(&mut room).await, first);
    assert_eq!(change(&mut room, GUIDE, "do=draw").await.status, 303);
    let second = address(&mut room).await;
    assert_ne!(first, second);
    let gone = read(&room.house, &first).await;
    assert!(gone.status == 404 && gone.body.contains("Her er det ingen side"));
    assert_eq!(read(&room.house, &second).await.status, 200);
    assert_eq!(
        read(&room.house, &second.to_ascii_uppercase().replace("/OPEN/", "/open/"))
            .await
            .status,
        200
    );
    assert_eq!(change(&mut room, GUIDE, "do=off").await.status, 303);
    assert_eq!(read(&room.house, &second).await.status, 404);
    let log = room.read(VO, "/audit").await;
    assert!(log.contains("Slo på den åpne siden") && log.contains("Slo av den åpne siden"));
    assert!(
        !log.contains(&first[6..]) && !log.contains(&second[6..]),
        "the log keeps no address"
    );
}

#[tokio::test]
async fn it_takes_no_cookie_gives_none_and_is_kept_nowhere() {
    let mut room = Room::new().await;
    assert_eq!(change(&mut room, LEADER, "do=on").await.status, 303);
    let path = address(&mut room).await;
    for path in [path.clone(), format!("{path}?lang=en"), "/open/aaaa?lang=nn".to_owned()] {
        let page = read(&room.house, &path).await;
        let told = |name: &str| {
            page.headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .unwrap_or("")
        };
        assert!(!page.headers.contains_key(header::SET_COOKIE), "{path}");
        assert_eq!(
            (told("cache-control"), told("referrer-policy")),
            ("no-store", "no-referrer")
        );
        assert!(
            told("x-robots-tag").contains("noindex")
                && told("content-security-policy").starts_with("default-src 'none'")
        );
    }
    assert!(
        read(&room.house, &format!("{path}?lang=en"))
            .await
            .body
            .contains("You said, we do")
    );
    // Whoever is logged in reads what everybody reads.
    let anyone = read(&room.house, &path).await.body;
    assert_eq!(room.read(LEADER, &path).await, anyone);
    assert!(!anyone.contains("example.org\"") && !anyone.contains("/log-out"));
}

#[tokio::test]
async fn guesses_run_out_and_the_right_address_is_answered_all_the_same() {
    let mut room = Room::new().await;
    assert_eq!(change(&mut room, LEADER, "do=on").await.status, 303);
    let path = address(&mut room).await;
    for nth in 0..ATTEMPTS {
        assert_eq!(read(&room.house, &format!("/open/guess{nth}")).await.status, 404);
    }
    let refused = read(&room.house, "/open/one-more").await;
    assert!(refused.status == 429 && refused.body.contains("Vent et kvarter"));
    assert_eq!(read(&room.house, &path).await.status, 200);
}

#[tokio::test]
async fn it_shows_the_signed_plan_in_its_words_and_no_name_and_turns_overdue() {
    let mut room = Room::new().await;
    assert_eq!(change(&mut room, LEADER, "do=on").await.status, 303);
    let path = address(&mut room).await;
    let page = read(&room.house, &path).await.body;
    assert!(page.contains("Det er ikke publisert noe å vise her ennå") && !page.contains("Dette gjør vi</h2>"));
    room.save(VO, "/measures/new", &format!("revision=0&{MEASURE}")).await;
    room.save(GUIDE, "/ask", "").await;
    assert!(
        !read(&room.house, &path).await.body.contains("Egen pausevakt"),
        "nobody has signed it"
    );
    for (who, role) in [(LEADER, "leader"), (VO, "safety-rep"), (TV, "union-rep")] {
        room.sign(who, role).await;
    }
    room.save(
        TV,
        "/bundles/new",
        "revision=0&title=Stille+time&answer_by=2026-10-12&verdict=&reason=",
    )
    .await;
    let page = read(&room.house, &path).await.body;
    assert!(
        page.contains("Egen pausevakt") && page.contains("Ikke begynt. Frist: 1.\u{a0}november 2026."),
        "{page}"
    );
    assert!(page.contains("Stille time") && page.contains("Svar innen 12.\u{a0}oktober 2026."));
    for hidden in [
        "Kari Nordmann",
        "vikar",
        "Ingen svarer",
        "Alle har spist",
        LEADER,
        GUIDE,
    ] {
        assert!(!page.contains(hidden), "{hidden}");
    }
    // What somebody changed since is not signed.
    let changed = MEASURE.replace("Egen+pausevakt", "Andre+ord");
    room.save(LEADER, "/measures/1", &format!("revision=1&{changed}")).await;
    let page = read(&room.house, &path).await.body;
    assert!(page.contains("Egen pausevakt") && !page.contains("Andre ord"));
    room.house.restart_at(NOW + 90 * 86_400);
    let page = read(&room.house, &path).await.body;
    assert!(page.contains("Over fristen, som var 1.\u{a0}november 2026."));
    assert!(page.contains("Svaret skulle vært her 12.\u{a0}oktober 2026."));
}

#[tokio::test]
async fn the_result_stands_there_only_where_the_ward_chose_so_and_is_what_was_published() {
    let mut room = Room::new().await;
    let sheets = Sheets {
        participant: 30,
        table: 0,
    };
    let published = room.house.publish("2026-autumn", "med-1", sheets, |question| {
        assert_eq!(question.unit, Unit::Participant);
        let (first, last) = (
            *question.counts.keys().next().unwrap(),
            *question.counts.keys().last().unwrap(),
        );
        question.counts.insert(last, 28);
        question.counts.insert(first, 2);
    });
    assert_eq!(change(&mut room, LEADER, "do=on").await.status, 303);
    let path = address(&mut room).await;
    assert!(!read(&room.house, &path).await.body.contains("Det som er publisert"));
    assert_eq!(change(&mut room, LEADER, "do=save&results=yes").await.status, 303);
    assert_eq!(address(&mut room).await, path, "the address stays");
    let page = read(&room.house, &path).await.body;
    assert!(page.contains("Det som er publisert") && page.contains("<strong>30</strong>"));
    // Every figure on it stands on the leader's page too.
    let leaders = room.read(LEADER, &format!("/results/{}", published.id)).await;
    let mut figures = 0;
    for part in page.split("<p class=\"figure\">").skip(1) {
        let figure = part.split("</p>").next().unwrap();
        figures += 1;
        assert!(leaders.contains(figure), "{figure}");
    }
    assert!(figures > 0);
    // A form from before the leader switched the result off does not switch it on again.
    let before = seen(&mut room).await;
    assert_eq!(change(&mut room, LEADER, "do=save").await.status, 303);
    assert!(!read(&room.house, &path).await.body.contains("Det som er publisert"));
    let stale = room
        .post(GUIDE, MANAGE, &format!("seen={before}&do=save&results=yes"))
        .await;
    assert!(stale.status == 422 && stale.body.contains("Noen andre endret siden"));
    assert!(!read(&room.house, &path).await.body.contains("Det som er publisert"));
}

/// What a ward chose to show is the result that there was, and not the next one; nor one that it was asked together with another ward.
#[tokio::test]
async fn a_result_is_chosen_for_itself() {
    let mut room = Room::new().await;
    let sheets = Sheets {
        participant: 30,
        table: 0,
    };
    let published = room.house.publish("2026-autumn", "med-1", sheets, |question| {
        let last = *question.counts.keys().last().unwrap();
        question.counts.insert(last, 30);
    });
    assert_eq!(change(&mut room, LEADER, "do=on&results=yes").await.status, 303);
    let path = address(&mut room).await;
    assert!(read(&room.house, &path).await.body.contains("Det som er publisert"));
    let wards = |ward: &[&str]| ward.iter().map(|ward| (*ward).to_owned()).collect::<Vec<_>>();
    let boxes = room.house.store.boxes_of(&wards(&["med-1"])).unwrap();
    let own = |boxes: &[BoxRow], of: &[&str]| {
        list_own_published(boxes, &wards(of))
            .iter()
            .map(|one| one.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(own(&boxes, &["med-1"]), [published.id]);
    let pooled: Vec<BoxRow> = boxes
        .iter()
        .map(|one| BoxRow {
            wards: wards(&["med-1", "med-2"]),
            ..one.clone()
        })
        .collect();
    assert!(own(&pooled, &["med-1"]).is_empty());
    assert_eq!(own(&pooled, &["med-1", "med-2"]), [published.id]);
    // Another one is published: the page shows it once somebody chooses it.
    let open = room.house.store.open_page("med-1").unwrap().unwrap();
    let earlier = OpenPage {
        results: Some(BoxId([9; 16])),
        ..open.clone()
    };
    room.house
        .store
        .change_open_page("med-1", Some(&open), Some(&earlier))
        .unwrap();
    assert!(!read(&room.house, &path).await.body.contains("Det som er publisert"));
    assert_eq!(change(&mut room, GUIDE, "do=save&results=yes").await.status, 303);
    assert!(read(&room.house, &path).await.body.contains("Det som er publisert"));
}
