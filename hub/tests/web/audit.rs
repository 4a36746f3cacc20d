//! The audit log on pages: who reads what of it, and what becomes of a number that somebody wrote down.

use trykk_hub::audit::{Deed, Who};
use trykk_hub::store::AuditFilter;

use crate::house::{House, NOW, house};

const VO: &str = "vo@example.org";
const ADMIN: &str = "admin@example.org";

/// The rows of the log on a page.
fn rows(page: &str) -> Vec<&str> {
    let (_, table) = page.split_once("<table class=\"stacks audit\"").unwrap_or_default();
    let (_, body) = table.split_once("<tbody").unwrap_or_default();
    let (body, _) = body.split_once("</tbody>").unwrap_or_default();
    body.split("<tr ").skip(1).collect()
}

fn head(house: &House) -> String {
    house.store.audit_head().unwrap().digits()
}

#[tokio::test]
async fn a_safety_rep_reads_of_their_own_wards_and_of_no_other() {
    let mut house = house(6, 20);
    house.store.act_as(Who::Account("turid@example.org".to_owned()), NOW);
    for ward in ["med-1", "surg-1"] {
        let deed = Deed::EnrolmentLinkMade { ward: ward.to_owned() };
        house.store.note_deed(&[ward.to_owned()], &deed).unwrap();
    }
    let both = ["med-1", "surg-1"].map(str::to_owned);
    let round = "2026-spring".to_owned();
    house.store.note_deed(&both, &Deed::RoundTakenAway { round }).unwrap();
    house.enter(VO);
    let page = house.get("/audit").await.body;
    let mine = rows(&page);
    let surgical = house.store.organisation().unwrap().wards["surg-1"].name.clone();
    assert!(mine.len() > 3);
    assert!(
        mine[0].contains("ut av planen") && !mine[0].contains(&surgical),
        "{}",
        mine[0]
    );
    assert!(mine[1].contains("turid@example.org") && mine[1].contains("melde inn et nettbrett"));
    assert!(mine.iter().any(|row| row.contains("Planla ")), "{}", mine[2]);
    assert!(!page.contains(&surgical) && !page.contains("Logget inn"));
    // Asking for others by hand gives nothing more.
    for path in ["/audit?ward=surg-1", "/audit?account=turid@example.org"] {
        assert_eq!(rows(&house.get(path).await.body).len(), mine.len());
    }
    for (email, status) in [
        ("leder2@example.org", 403),
        ("guide@example.org", 403),
        ("senior@example.org", 403),
        (ADMIN, 200),
    ] {
        house.enter(email);
        assert_eq!(house.get("/audit").await.status, status, "{email}");
        assert!(!house.get("/").await.body.contains("check-number"), "{email}");
    }
    house.leave();
    assert_eq!(house.get("/audit").await.location, "/log-in?to=%2Faudit");
}

#[tokio::test]
async fn an_admin_reads_all_of_it_by_ward_account_and_day_page_by_page() {
    let mut house = house(6, 20);
    house.enter(ADMIN);
    let first = house.get("/audit").await.body;
    assert!(rows(&first)[0].contains("Logget inn") && rows(&first)[0].contains(ADMIN));
    let count = async |query: &str| rows(&house.get(&format!("/audit?{query}")).await.body).len();
    let mine = house.store.audit(
        &AuditFilter {
            account: Some(ADMIN.to_owned()),
            ..AuditFilter::default()
        },
        50,
    );
    assert_eq!(count("account=ADMIN%40example.org").await, mine.unwrap().len());
    assert!(count("ward=surg-1").await > 0);
    assert_eq!(count("ward=nowhere").await, 0);
    // The hub's time in these tests is 21 September 2026, in Oslo.
    assert_eq!(count("day=2026-09-21&account=admin@example.org").await, 1);
    assert_eq!(count("day=2026-09-22").await, 0);
    let refused = house.get("/audit?day=i+dag").await.body;
    assert!(refused.contains("«i dag» er ikke en dag") && !rows(&refused).is_empty());
    // A round that is closed at once is said to be closed.
    house.store.act_as(Who::Account("guide@example.org".to_owned()), NOW);
    for closes in [NOW, NOW + 24 * 3600] {
        let round = "2026-spring".to_owned();
        house.store.note_deed(&[], &Deed::ClosingSet { round, closes }).unwrap();
    }
    let page = house.get("/audit").await.body;
    assert!(rows(&page)[0].contains("Satte stengetid for") && rows(&page)[0].contains("22.\u{a0}september 2026"));
    assert!(rows(&page)[1].contains("Stengte «"));
    for nth in 0..120 {
        let name = format!("Ny avdeling {nth}");
        let deed = Deed::OrganisationNamed { name };
        house.store.note_deed(&[], &deed).unwrap();
    }
    // Every entry stands on one page, and on one only.
    let (mut path, mut seen) = ("/audit".to_owned(), Vec::new());
    loop {
        let page = house.get(&path).await.body;
        seen.extend(rows(&page).iter().map(|row| (*row).to_owned()));
        let Some((before, _)) = page.split_once("\">Eldre</a>") else {
            break;
        };
        path = before
            .rsplit("href=\"")
            .next()
            .unwrap()
            .replace("&amp;", "&")
            .replace("&#38;", "&");
    }
    let all = house.store.audit(&AuditFilter::default(), 10_000).unwrap();
    assert_eq!(seen.len(), all.len());
    assert_eq!(seen.iter().filter(|row| row.contains("Ny avdeling")).count(), 120);
}

#[tokio::test]
async fn a_number_on_paper_is_found_again_until_somebody_rewrites_what_it_covers() {
    let mut house = house(6, 20);
    house.enter(VO);
    let noted = head(&house);
    let home = house.get("/").await.body;
    let grouped: Vec<String> = noted
        .as_bytes()
        .chunks(4)
        .map(|four| String::from_utf8_lossy(four).into_owned())
        .collect();
    assert!(
        home.contains(&grouped.join("\u{a0}")),
        "the number stands on the first page"
    );
    house.store.note_deed(&[], &Deed::BackedUp {}).unwrap();
    let compare = async |noted: String| house.get(&format!("/audit?head={noted}")).await.body;
    assert!(compare(grouped.join("+")).await.contains("Tallet stemmer"));
    assert!(
        compare("1234".to_owned())
            .await
            .contains("Et kontrolltall har 24 siffer")
    );
    assert!(compare("0".repeat(24)).await.contains("Tallet finnes ikke i loggen"));
    let connection = rusqlite::Connection::open(house.data.database()).unwrap();
    connection
        .execute_batch("DROP TRIGGER audit_never_changes; UPDATE audit SET who = 'hub' WHERE number = 3")
        .unwrap();
    assert!(compare(noted).await.contains("Loggen henger ikke sammen: innførsel 3"));
}
