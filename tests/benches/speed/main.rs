//! Speed, as ratios to the bare thing, measured in the same run on the same disk.
//!
//! `cargo bench -p trykk-tests` prints the table; `-- --write` also writes it into docs/benchmarks.md;
//! `-- ingest`, `-- sealing`, `-- tablet`, `-- window`, `-- pages`, `-- printing` or `-- gathering` runs that part alone; `-- national --wards 300 --rounds 4`
//! makes a hub of that size and holds it against one of fifty wards; `-- storm` lets a country's tablets come at once.

mod bare;
mod disk;
mod follow_up;
mod gathering;
mod hub;
mod ingest;
mod load;
mod made;
mod national;
mod pages;
mod pairs;
mod printing;
mod process;
mod report;
mod sealing;
mod storm;
mod tablet;
mod window;

use std::path::Path;

use report::Report;

/// Everything that is measured lies here: one disk, and one that is a disk.
const FOLDER: &str = env!("CARGO_TARGET_TMPDIR");

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let given = |name: &str| arguments.iter().any(|argument| argument == name);
    if !given("--bench") {
        println!("nothing is timed here; run cargo bench -p trykk-tests");
        return;
    }
    let parts = [
        "ingest",
        "sealing",
        "tablet",
        "window",
        "pages",
        "printing",
        "gathering",
        "national",
        "storm",
    ];
    let all = !parts.into_iter().any(given);
    tempfile::env::override_temp_dir(Path::new(FOLDER)).expect("nothing has chosen a folder before");
    let mut report = Report::new(Path::new(FOLDER));
    report.fsync(disk::fsync_latency(Path::new(FOLDER)));
    if all || given("ingest") {
        ingest::measure(&mut report);
    }
    if all || given("sealing") {
        sealing::measure(&mut report);
    }
    if all || given("tablet") {
        tablet::measure(&mut report);
    }
    if all || given("window") {
        window::measure(&mut report);
    }
    if all || given("pages") {
        pages::measure(&mut report);
    }
    if all || given("printing") {
        printing::measure(&mut report);
    }
    if all || given("gathering") {
        gathering::measure(&mut report);
    }
    // A hub of its own size, asked for by name: its lines stand in docs/scale.md.
    if given("national") {
        national::measure(&mut report, national::Size::read(&arguments));
    }
    // Minutes of one hub's work, asked for by name too.
    if given("storm") {
        storm::measure(&mut report);
    }
    print!("\n{report}");
    if given("--write") {
        if all {
            report.write();
        } else {
            println!("docs/benchmarks.md is written by a whole run only");
        }
    }
}
