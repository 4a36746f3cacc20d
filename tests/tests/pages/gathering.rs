//! A whole gathering in ten browsers at once: a guide, the big screen and eight tables, sixty ideas, a hub that is killed in the middle and a
//! guide whose browser is gone. Nothing is lost, every screen follows, and what lies on the disk tells nothing of who wrote what.

use std::fs;
use std::path::Path;
use std::thread;

use trykk_hub::data::DataFolder;
use trykk_hub::gathering::{Canvas, keeping};
use trykk_hub::process::method::Method;
use trykk_hub::secrets::hash_secret;
use trykk_hub::signing::Needs;
use trykk_tests::browser::Browser;
use trykk_tests::hospital::{GUIDE, Hospital, plan};

use crate::hand::says;
use crate::programs;
use crate::scene::PASSWORD;

/// The round does not matter here.
const ROUND: &str = "wards = [\"w1\"]\nopens = \"2098-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
const SECOND_GUIDE: &str = "vikar@example.org";
const AT: &str = "/process/w1/gatherings/1";
const TABLES: usize = 8;
const IDEAS: usize = 60;
/// How many tables sort, weigh and fill in cards.
const GROUPS: usize = 3;
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
/// What stands in every idea, and nowhere else.
const MARK: &str = "til pausen vår";

fn idea(table: usize, nth: usize) -> String {
    format!("Idé {table}-{nth} {MARK}")
}

/// How many ideas a table writes.
fn many(table: usize) -> usize {
    (0..IDEAS).filter(|nth| nth % TABLES == table).count()
}

/// A hub whose ward has begun its process, and that is at the same address when it is started anew.
fn a_hospital() -> (Hospital, String) {
    let guide = format!("[[account]]\nemail = \"{SECOND_GUIDE}\"\nrole = \"guide\"\ndepartments = [\"d\"]\n");
    let mut hospital = Hospital::new(programs(), &(plan(1, 40, "station", "drop-in", ROUND) + &guide));
    fs::write(hospital.path("password"), PASSWORD).unwrap();
    let file = hospital.path("password");
    for email in [GUIDE, SECOND_GUIDE] {
        let arguments = ["account", "password", "--email", email, "--password-file"];
        hospital
            .hub(&[&arguments[..], &[file.to_str().unwrap()]].concat())
            .done();
    }
    let (_, mut store) = DataFolder::open(&hospital.data()).unwrap();
    let wards = ["w1".to_owned()];
    store.start_process(&wards, Needs::One, &Method::four(), 0).unwrap();
    drop(store);
    hospital.set_clock("2026-10-12T08:00:00Z");
    hospital.log_to("hub.log");
    hospital.serve_with(&["--web-listen", "127.0.0.1:0"]);
    hospital.serve();
    let web = hospital.web().to_string();
    hospital.serve_with(&["--web-listen", &web]);
    hospital.serve();
    (hospital, format!("http://{web}"))
}

fn start(many: usize) -> Vec<Browser> {
    thread::scope(|scope| {
        let starting: Vec<_> = (0..many).map(|_| scope.spawn(Browser::start)).collect();
        starting.into_iter().map(|browser| browser.join().unwrap()).collect()
    })
}

/// Lets every table do something at the same time.
fn at_once<T: Send>(tables: &mut [Browser], work: impl Fn(usize, &Browser) -> T + Sync) -> Vec<T> {
    let work = &work;
    thread::scope(|scope| {
        let tables = tables.iter_mut().enumerate();
        let working: Vec<_> = tables
            .map(|(nth, table)| scope.spawn(move || work(nth, table)))
            .collect();
        working.into_iter().map(|done| done.join().unwrap()).collect()
    })
}

fn write_idea(table: &Browser, text: &str) {
    table.write("idea", text);
    table.press("form[action$='/ideas'] button");
    says(table, "Ideen er lagret");
}

/// Sorts the ideas that stand in this group's third of the list, by keyboard alone.
fn sort_by_keyboard(table: &Browser, group: usize) {
    table.run(
        "document.querySelector('form.bundling input[type=checkbox]').focus()",
        &[],
    );
    for nth in 0..IDEAS {
        if nth * GROUPS / IDEAS == group {
            table.key(" ");
        }
        table.key(TAB);
    }
    // Past the list of bundles, into the name of a new one.
    table.key(TAB);
    table.key(&format!("Bunke {group}"));
    table.key_to_leave(ENTER);
    says(table, &format!("Flyttet: {}.", IDEAS / GROUPS));
}

fn choose(table: &Browser, field: &str, value: &str) {
    table.tick(&format!("select[name='{field}'] option[value='{value}']"));
}

fn set_day(browser: &Browser, field: &str, day: &str) {
    let script = "document.querySelector(`[name=${arguments[0]}]`).value = arguments[1]";
    browser.run(script, &[field.into(), day.into()]);
}

/// The names of the files below a folder that hold these bytes.
fn holding(folder: &Path, bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, bytes));
        } else if fs::read(&path).unwrap().windows(bytes.len()).any(|part| part == bytes) {
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found
}

/// The guide prepares and begins the gathering; gives its code.
fn prepare(guide: &Browser, web: &str) -> String {
    guide.goto(&format!("{web}/log-in?lang=nb"));
    guide.log_in(GUIDE, PASSWORD);
    guide.goto("/process/w1/gatherings/new/prepare");
    set_day(guide, "day", "2026-10-12");
    guide.write("areas", "Pauser\nSamarbeid");
    guide.write("tables", "8");
    guide.press("form.card-form button");
    let code = guide.run("return document.querySelector('#join .big').innerText", &[]);
    guide.press("button[value=begin]");
    code.as_str().unwrap().to_owned()
}

#[test]
fn ten_browsers_go_through_a_gathering_and_nothing_is_lost_when_the_hub_and_a_guides_browser_are_killed() {
    let (mut hospital, web) = a_hospital();
    let mut tables = start(TABLES + 2);
    let (screen, guide) = (tables.pop().unwrap(), tables.pop().unwrap());
    let code = prepare(&guide, &web);

    // Everybody joins by the code, and writes once the guide opens the step.
    screen.goto(&format!("{web}/gathering/{}/screen?lang=nb", code.replace(' ', "")));
    at_once(&mut tables, |_, table| {
        table.goto(&format!("{web}/gathering?lang=nb"));
        table.write("code", &code);
        table.press("main form button");
        says(table, "Steget er stengt");
    });
    guide.press("button[value=open]");
    at_once(&mut tables, |nth, table| {
        table.wait_until("return !!document.querySelector('[name=idea]')");
        for one in 0..many(nth) / 2 {
            write_idea(table, &idea(nth, one));
        }
        table.write("idea", &idea(nth, many(nth) / 2));
    });
    screen.wait_until("return document.body.innerText.includes('Skriv ideer i stillhet')");

    // The hub goes while each table has an idea in its field, and sends it; then the guide's browser goes.
    hospital.kill();
    at_once(&mut tables, |_, table| {
        table.press("form[action$='/ideas'] button");
        assert!(!table.text().contains("Ideen er lagret"));
    });
    drop(guide);
    hospital.serve();
    let tokens = at_once(&mut tables, |nth, table| {
        table.reload();
        says(table, "Ideen er lagret");
        for one in many(nth) / 2 + 1..many(nth) {
            write_idea(table, &idea(nth, one));
        }
        table.cookie("__Host-trykk")
    });
    // All of it lies in one file, which tells neither order nor table, and nothing else on the disk or in the log knows of it.
    let (folder, store) = DataFolder::open(&hospital.data()).unwrap();
    let id = store.gathering("w1", 1).unwrap().id;
    drop(store);
    let canvas = keeping::read(&folder, &id).unwrap();
    let mut written: Vec<&str> = canvas.ideas.values().map(|idea| &idea.text[..]).collect();
    written.sort_unstable();
    let mut expected: Vec<String> = (0..TABLES)
        .flat_map(|table| (0..many(table)).map(move |nth| idea(table, nth)))
        .collect();
    expected.sort_unstable();
    assert_eq!(written, expected, "each idea once");
    let mut backwards = Canvas::default();
    for (id, idea) in canvas.ideas.iter().rev() {
        backwards.write(*id, idea.area, idea.text.clone()).unwrap();
    }
    let kept = folder.kept_gathering(&id).unwrap().unwrap();
    assert_eq!(backwards.to_bytes()[..], kept[..], "another order gives the same bytes");
    assert_eq!(holding(&hospital.data(), MARK.as_bytes()), [id.as_str()]);
    let log = || fs::read_to_string(hospital.path("hub.log")).unwrap();
    assert!(!log().contains(MARK) && !log().contains("/gathering"), "{}", log());
    for token in &tokens {
        for bytes in [token.as_bytes(), &hash_secret(token.as_bytes())] {
            assert_eq!(holding(&hospital.data(), bytes), Vec::<String>::new());
        }
    }

    // A second guide takes over, in a browser of their own.
    let guide = Browser::start();
    guide.goto(&format!("{web}/log-in?lang=nb"));
    guide.log_in(SECOND_GUIDE, PASSWORD);
    guide.goto(AT);
    guide.press("button[value=close]");
    at_once(&mut tables, |_, table| {
        table.wait_until("return document.body.innerText.includes('Steget er stengt')")
    });
    let read = guide.run("return document.querySelectorAll('#to-read [name=idea]').length", &[]);
    assert_eq!(read, IDEAS);
    guide.press("button[value=reveal]");
    screen.wait_until("return document.body.innerText.includes('Les ideene')");
    guide.press("button[value=forward]");

    // Three tables sort at the same time, by keyboard, from the same page.
    at_once(&mut tables, |_, table| {
        table.wait_until("return !!document.querySelector('form.bundling')")
    });
    at_once(&mut tables[..GROUPS], |nth, table| sort_by_keyboard(table, nth));
    guide.press("button[value=forward]");
    // No page of this step loads itself again by itself: it was told.
    at_once(&mut tables[..GROUPS], |nth, table| {
        table.wait_until("return !!document.querySelector('#estimates a.button')");
        table.press("#estimates a.button");
        choose(table, "bundle", &(nth + 1).to_string());
        table.write("what", &format!("Forslag {nth}"));
        for (field, figure) in [("gain", 5), ("ease", nth + 1), ("quality", 4), ("cost", 2)] {
            choose(table, field, &figure.to_string());
        }
        table.press("form.card-form button");
    });
    guide.press("button[value=forward]");
    at_once(&mut tables[..GROUPS], |nth, table| {
        table.wait_until("return !!document.querySelector('#cards a.button')");
        let rings = table.run("return document.querySelectorAll('.priorities .ring').length", &[]);
        assert_eq!(rings, GROUPS);
        table.press("#cards a.button");
        choose(table, "bundle", &(nth + 1).to_string());
        for (field, text) in [
            ("what", "Pausevakt"),
            ("first_step", "Spør"),
            ("owner", "Ansvarshavende"),
            ("indicator", "Alle har spist"),
        ] {
            table.write(field, &format!("{text} {nth}"));
        }
        set_day(table, "by", "2026-12-01");
        table.press("form.card-form button");
    });
    guide.press("button[value=forward]");
    guide.press("form[action$='/hand-over'] button");
    says(&guide, "Overlevert");
    at_once(&mut tables, |_, table| {
        table.wait_until("return document.body.innerText.includes('Samlingen er over')")
    });
    screen.wait_until("return document.body.innerText.includes('Takk for innsatsen')");

    // Nothing was lost on the way into the plan, and nothing tells of a table.
    let (_, store) = DataFolder::open(&hospital.data()).unwrap();
    let handed = store.gathering("w1", 1).unwrap().handed.unwrap();
    let mut in_plan: Vec<&str> = handed
        .bundles
        .iter()
        .flat_map(|bundle| &bundle.ideas)
        .map(|idea| &idea.text[..])
        .collect();
    in_plan.sort_unstable();
    assert_eq!(in_plan, expected);
    for bundle in &handed.bundles {
        assert_eq!(
            (bundle.ideas.len(), bundle.estimates.len(), bundle.cards.len()),
            (IDEAS / GROUPS, 1, 1)
        );
    }
    let (plan, _) = store.plan("w1").unwrap();
    assert_eq!((plan.bundles.len(), plan.proposals.len()), (GROUPS, GROUPS));
    for token in &tokens {
        for bytes in [token.as_bytes(), &hash_secret(token.as_bytes())] {
            assert_eq!(holding(&hospital.data(), bytes), Vec::<String>::new());
        }
    }
    assert!(!log().contains(MARK) && !log().contains("/gathering"));
    for browser in tables.iter().chain([&screen, &guide]) {
        let complaints = browser.complaints();
        assert!(
            !complaints.iter().any(|line| line.contains("Content Security Policy")),
            "{complaints:?}"
        );
    }
}
