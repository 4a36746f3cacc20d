//! A hub with the wards of a country: what its pages cost, how soon it listens, and how much memory it takes, beside the same with fifty
//! wards. The hub is made here: one round is counted for real in one ward, and the others are made as that one is.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand::rngs::StdRng;
use rusqlite::{Connection, params};
use trykk_hub::rounds::NOTES_SECONDS;
use trykk_hub::store::{BoxRow, Ending, Store};
use trykk_shared::clock::Clock;
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::BoxState;
use trykk_tests::hospital::{GUIDE, Hospital, ROUND};
use trykk_tests::made_up::publish_box;

use crate::follow_up::{Followed, follow_up};
use crate::hub::programs;
use crate::pages::{EVERYBODY, get, session};
use crate::process::resident_kilobytes;
use crate::report::{Report, milliseconds};

/// The size that the larger one is held against.
const FEW: usize = 50;
/// How many wards a department has.
const TOGETHER: usize = 20;
/// How often each page is asked for.
const REQUESTS: usize = 120;
/// A round is published in every quarter of a year, the newest a quarter ago.
const QUARTER_SECONDS: i64 = 91 * 86_400;
/// What a reader's pages may cost more with all wards than with fifty.
const MAY_GROW: f64 = 1.5;

/// How large it is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// How many wards.
    pub wards: usize,
    /// How many rounds are published everywhere.
    pub rounds: usize,
}

impl Size {
    /// As the arguments say: `--wards 1500 --rounds 40` is a country after ten years.
    pub fn read(arguments: &[String]) -> Self {
        let given = |name: &str, usual: usize| {
            let value = arguments.iter().skip_while(|argument| *argument != name).nth(1);
            value.map_or(usual, |value| value.parse().expect("a number"))
        };
        Size {
            wards: given("--wards", 300),
            rounds: given("--rounds", 4),
        }
    }
}

/// What was found of one hub.
struct Found {
    /// Who asks for what: median and p99.
    pages: Vec<(String, Duration, Duration)>,
    listens: Duration,
    opens: Duration,
    resident: u64,
    idle: f64,
}

/// Measures both.
pub fn measure(report: &mut Report, size: Size) {
    let few = look_at(Size { wards: FEW, ..size });
    let many = look_at(size);
    let boxes = size.wards * size.rounds;
    for ((page, _, before), (_, median, p99)) in few.pages.iter().zip(&many.pages) {
        let of_all = page.starts_with("all:");
        let growth = p99.as_secs_f64() / before.as_secs_f64();
        let (most, limit) = if of_all {
            (50, "p99 at most 50 ms")
        } else {
            (10, "p99 at most 10 ms, 1.5 times at the most")
        };
        report.limit(
            &format!("{} wards, {boxes} boxes published: {page}", size.wards),
            &format!(
                "p99 {} (median {}); {growth:.2} times {FEW} wards'",
                milliseconds(p99.as_secs_f64()),
                milliseconds(median.as_secs_f64())
            ),
            limit,
            *p99 <= Duration::from_millis(most) && (of_all || growth <= MAY_GROW),
        );
    }
    let seconds = |took: Duration| format!("{:.2} s", took.as_secs_f64());
    report.limit(
        "From exec until it listens, a round due everywhere",
        &format!("{} ({FEW} wards: {})", seconds(many.listens), seconds(few.listens)),
        "at most 1 s",
        many.listens <= Duration::from_secs(1),
    );
    report.limit(
        "Until that round is open everywhere",
        &format!("{} ({FEW} wards: {})", seconds(many.opens), seconds(few.opens)),
        "at most 5 minutes",
        many.opens <= Duration::from_secs(300),
    );
    report.limit(
        "Resident after all of that",
        &format!(
            "{:.1} MB ({FEW} wards: {:.1} MB)",
            many.resident as f64 / 1024.0,
            few.resident as f64 / 1024.0
        ),
        "at most 150 MB; 80 MB with fifty wards",
        many.resident <= 150 * 1024 && few.resident <= 80 * 1024,
    );
    report.limit(
        "Of a core, when nobody asks for anything",
        &format!("{:.2} % ({FEW} wards: {:.2} %)", many.idle * 100.0, few.idle * 100.0),
        "under 1 %",
        many.idle < 0.01,
    );
}

fn look_at(size: Size) -> Found {
    let mut hospital = Hospital::new(programs(), &plan(size));
    hospital.serve_with(&["--web-listen", "127.0.0.1:0"]);
    let mut store = Store::open_existing(&hospital.data().join("hub.db")).expect("the database");
    years(&hospital, &mut store, size);
    let followed = follow_up(&hospital, &mut store, size.wards);
    let begun = Instant::now();
    hospital.serve();
    let listens = begun.elapsed();
    while !store.boxes_in(None).expect("the boxes").is_empty() {
        std::thread::sleep(Duration::from_millis(20));
    }
    let opens = begun.elapsed();
    let pid = hospital.pid();
    let pinned = Command::new("taskset")
        .args(["-a", "-c", "-p", "0", &pid.to_string()])
        .stdout(Stdio::null())
        .status();
    assert!(pinned.expect("taskset is installed").success());
    let web = hospital.web();
    let pages = time_pages(web, &mut store, size, &followed);
    let resident = resident_kilobytes(pid);
    let before = cpu_ticks(pid);
    let quiet = Duration::from_secs(65);
    std::thread::sleep(quiet);
    let idle = (cpu_ticks(pid) - before) as f64 / 100.0 / quiet.as_secs_f64();
    Found {
        pages,
        listens,
        opens,
        resident,
        idle,
    }
}

fn time_pages(
    web: SocketAddr,
    store: &mut Store,
    size: Size,
    followed: &Followed,
) -> Vec<(String, Duration, Duration)> {
    let boxes = store.boxes().expect("the boxes");
    let of = |round: &str| {
        let mut boxes = boxes.iter().filter(|ballot_box| ballot_box.round == round);
        boxes.find(|ballot_box| ballot_box.wards == ["w0"]).expect("a box").id
    };
    let (open, past) = (of(ROUND), of("round-0"));
    let last = of(&format!("round-{}", size.rounds - 1));
    store
        .change_open_page("w0", None, Some(&followed.open_page(last)))
        .expect("an open page");
    let (leader, guide, senior) = ("leader@example.org", "guide20@example.org", "senior20@example.org");
    let pages = [
        ("leader", leader, "/".to_owned()),
        ("leader", leader, format!("/results/{past}")),
        ("leader", leader, format!("/results/{last}/before")),
        ("leader", leader, format!("/reports/{last}")),
        ("leader", leader, "/process/w0".to_owned()),
        ("leader", leader, "/process/w0/plan".to_owned()),
        ("leader", leader, "/process/w0/plan/measures/1".to_owned()),
        ("leader", leader, "/process/w0/meetings/1".to_owned()),
        ("safety rep", "vo@example.org", "/".to_owned()),
        ("guide of 20", guide, "/wards".to_owned()),
        ("guide of 20", guide, "/rounds".to_owned()),
        ("guide of 20", guide, format!("/rounds/{open}")),
        ("guide of 20", guide, format!("/rounds/{last}/areas")),
        ("guide of 20", guide, format!("/rounds/{last}/report")),
        ("guide of 20", guide, format!("/rounds/{last}/sorting")),
        ("guide of 20", guide, format!("/rounds/{last}/figures/before")),
        ("guide of 20", guide, "/process/w0/gatherings/1".to_owned()),
        ("guide of 20", guide, "/passed-on".to_owned()),
        ("nobody logged in", "", format!("/open/{}", followed.token)),
        ("nobody logged in", "", format!("/gathering/{}/screen", followed.code)),
        ("guide of 20", guide, "/figures".to_owned()),
        ("guide of 20", guide, "/tablets".to_owned()),
        ("senior leader of 20", senior, "/".to_owned()),
        ("all: guide", GUIDE, "/wards".to_owned()),
        ("all: guide", GUIDE, "/rounds".to_owned()),
        ("all: senior leader", "senior@example.org", "/".to_owned()),
    ];
    let timed = (0..).zip(pages).map(|(seed, (who, email, path))| {
        let token = (!email.is_empty()).then(|| session(store, email, seed));
        let mut times: Vec<Duration> = (0..REQUESTS).map(|_| get(web, &path, token.as_deref())).collect();
        times.sort_unstable();
        let named = path
            .replace(&open.to_string(), "{open}")
            .replace(&past.to_string(), "{box}")
            .replace(&last.to_string(), "{newest}")
            .replace(&followed.token, "{token}")
            .replace(&followed.code, "{code}");
        let (median, p99) = (times[REQUESTS / 2], times[REQUESTS * 99 / 100]);
        println!("{who} {named}: median {median:?}, p99 {p99:?}");
        (format!("{who}, `{named}`"), median, p99)
    });
    timed.collect()
}

/// Keeps beside the database that these boxes ended as this one did, as a hub that published them would have.
fn keep_endings<'b>(hospital: &Hospital, store: &Store, like: BoxId, boxes: impl Iterator<Item = &'b BoxRow>) {
    let ending = Ending {
        state: BoxState::Released,
        release: store.release(like).expect("a release"),
        pulse: None,
        notes_until: None,
        round: None,
        departments: None,
        count: None,
        readers: store.readers(like).expect("readers"),
    };
    let text = serde_json::to_vec_pretty(&ending).expect("JSON");
    let folder = hospital.data().join("endings");
    std::fs::create_dir_all(&folder).expect("the folder");
    for ballot_box in boxes {
        std::fs::write(folder.join(ballot_box.id.to_string()), &text).expect("an ending");
    }
}

/// Ticks of a hundredth of a second that a process has used.
fn cpu_ticks(pid: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("a running process");
    let behind = stat.rsplit(')').next().expect("a name in brackets");
    let fields: Vec<&str> = behind.split_whitespace().collect();
    let ticks = |nth: usize| fields[nth].parse::<u64>().expect("ticks");
    ticks(11) + ticks(12)
}

fn plan(size: Size) -> String {
    let mut plan = "[organisation]\nname = \"A country\"\n".to_owned();
    let mut wards = Vec::new();
    for department in 0..size.wards.div_ceil(TOGETHER) {
        let _ = write!(
            plan,
            "[[department]]\nid = \"d{department}\"\nname = \"D{department}\"\n"
        );
    }
    for ward in 0..size.wards {
        wards.push(format!("\"w{ward}\""));
        let _ = write!(
            plan,
            "[[ward]]\nid = \"w{ward}\"\nname = \"Sengepost {ward}\"\ndepartment = \"d{}\"\nheadcount = 60\n",
            ward / TOGETHER
        );
        if ward > 0 {
            let _ = write!(
                plan,
                "[[account]]\nemail = \"leader{ward}@example.org\"\nrole = \"leader\"\nwards = [\"w{ward}\"]\n"
            );
        }
    }
    let all: Vec<String> = (0..size.wards.div_ceil(TOGETHER))
        .map(|nth| format!("\"d{nth}\""))
        .collect();
    let all = format!("departments = [{}]", all.join(", "));
    for (email, role, places) in [
        (GUIDE, "guide", all.as_str()),
        ("guide20@example.org", "guide", "departments = [\"d0\"]"),
        ("leader@example.org", "leader", "wards = [\"w0\"]"),
        ("vo@example.org", "safety-rep", "wards = [\"w0\"]"),
        ("senior@example.org", "senior-leader", all.as_str()),
        ("senior20@example.org", "senior-leader", "departments = [\"d0\"]"),
    ] {
        let _ = write!(plan, "[[account]]\nemail = \"{email}\"\nrole = \"{role}\"\n{places}\n");
    }
    let past = (0..size.rounds).map(|nth| {
        let (year, month) = (2014 + nth / 4, 3 * (nth % 4) + 1);
        let day = |day: u32| format!("{year}-{month:02}-{day:02}");
        (format!("round-{nth}"), day(1), day(20))
    });
    // Due as soon as the hub looks.
    let open = (ROUND.to_owned(), "2026-01-01".to_owned(), "2099-01-01".to_owned());
    for (id, opens, closes) in past.chain([open]) {
        let _ = write!(
            plan,
            "[[round]]\nid = \"{id}\"\ndeck = \"decks/station.toml\"\nmode = \"drop-in\"\ncodes = false\nwards = [{}]\nopens = \"{opens}\"\n\
             closes = \"{closes}\"\nfloor = 7\nurgent = {{ nb = \"Ring verneombudet.\" }}\n",
            wards.join(", ")
        );
    }
    plan
}

/// Every past round is published in every ward: in one it is counted, and the others hold what that one does.
fn years(hospital: &Hospital, store: &mut Store, size: Size) {
    let boxes = store.boxes().expect("the boxes");
    let raw = Connection::open(hospital.data().join("hub.db")).expect("the database");
    let mut rng = StdRng::seed_from_u64(11);
    let now = Clock::system().now();
    for nth in 0..size.rounds {
        let round = format!("round-{nth}");
        let mut of_round = boxes.iter().filter(|ballot_box| ballot_box.round == round);
        let ballot_box = of_round.find(|ballot_box| ballot_box.wards == ["w0"]).expect("a box");
        publish_box(store, ballot_box, EVERYBODY, &mut rng);
        raw.execute(
            "UPDATE box SET (state, count_number, public_key, closed_for_good) =
                 (SELECT state, count_number, public_key, 1 FROM box WHERE id = ?1), departments =
                 (SELECT json_group_array(department) FROM ward JOIN box_ward ON box_ward.ward = ward.id WHERE box_ward.box = box.id)
             WHERE round = ?2 AND id <> ?1",
            params![ballot_box.id.0, round],
        )
        .expect("published");
        let published = now - QUARTER_SECONDS * i64::try_from(size.rounds - nth).expect("so many");
        let sql = "UPDATE box SET notes_until = ?1 WHERE round = ?2";
        raw.execute(sql, params![published + NOTES_SECONDS, round])
            .expect("the day it was published");
        raw.execute(
            "INSERT INTO figures SELECT box.id, kind, packed FROM box CROSS JOIN figures
             WHERE figures.box = ?1 AND round = ?2 AND box.id <> ?1",
            params![ballot_box.id.0, round],
        )
        .expect("figures");
        let of_round = boxes.iter().filter(|ballot_box| ballot_box.round == round);
        keep_endings(hospital, store, ballot_box.id, of_round);
        for guide in [GUIDE, "guide20@example.org"] {
            let sql = "INSERT OR IGNORE INTO box_guide (box, email) SELECT id, ?2 FROM box WHERE round = ?1";
            raw.execute(sql, [&round, guide]).expect("read");
        }
    }
}
