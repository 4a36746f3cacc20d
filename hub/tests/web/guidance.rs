//! Guidance: each role reads its own, before anything has begun, in the words of the file that is in force.

use trykk_hub::organisation::Role;
use trykk_hub::process::method::{Method, OWN_FILE};

use crate::house::planned;
use crate::house::the_plan;

const GUIDE: &str = "guide@example.org";
const LEADER: &str = "leader@example.org";

#[tokio::test]
async fn each_role_reads_its_own_and_a_guide_all_of_it() {
    let mut house = planned(&the_plan());
    let method = Method::four();
    house.enter(LEADER);
    assert_eq!(house.get("/guidance").await.location, "/guidance/leader");
    let page = house.get("/guidance/leader").await.body;
    for phase in &method.phases {
        assert!(page.contains(phase.roles.leader.get(trykk_shared::language::Language::Nb)));
    }
    for (reader, status) in [
        ("participant", 200),
        ("safety-rep", 404),
        ("guide", 404),
        ("admin", 404),
        ("nobody", 404),
    ] {
        assert_eq!(
            house.get(&format!("/guidance/{reader}")).await.status,
            status,
            "{reader}"
        );
    }
    house.enter(GUIDE);
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Admin) {
        assert_eq!(
            house.get(&format!("/guidance/{}", role.name())).await.status,
            200,
            "{role:?}"
        );
    }
    let home = house.get("/wards").await.body;
    assert!(home.contains("href=\"/guidance\""));
}

#[tokio::test]
async fn the_hospitals_own_file_wins_and_a_faulty_one_is_said_to_be_so() {
    let mut house = planned(&the_plan());
    let own = house.data.database().with_file_name(OWN_FILE);
    let seven = Method::built_in("seven").unwrap();
    std::fs::write(&own, seven.replacen("Forankre og planlegge", "Komme i gang", 1)).unwrap();
    house.restart();
    house.enter(GUIDE);
    let page = house.get("/guidance/guide").await.body;
    assert!(page.contains("1. Komme i gang") && page.contains("7. ") && !page.contains("kan ikke leses"));
    std::fs::write(&own, seven.replacen("checkpoint", "chekpoint", 1)).unwrap();
    house.restart();
    let page = house.get("/guidance/guide").await.body;
    assert!(page.contains("1. Forankre og planlegge") && !page.contains("7. "));
    assert!(page.contains("method.toml, kan ikke leses") && page.contains("chekpoint"));
    house.enter(LEADER);
    assert!(!house.get("/guidance/leader").await.body.contains("chekpoint"));
    house.enter("admin@example.org");
    assert!(house.get("/operation").await.body.contains("trykk-hub method --check"));
}
