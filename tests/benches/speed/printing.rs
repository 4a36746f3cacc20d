//! A report as files: what `report write` takes, from exec until the files are on disk.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use trykk_tests::hospital::{GUIDE, Hospital, ROUND, plan};

use crate::hub::programs;
use crate::report::{Report, milliseconds};

/// How often each is written.
const TIMES: usize = 20;
/// What a whole report may take.
const MOST: Duration = Duration::from_millis(150);

/// Measures the demo's spring report: at tables, with three areas that improve or keep.
pub fn measure(report: &mut Report) {
    let hospital = frozen();
    let (pdf, slides) = (hospital.path("report.pdf"), hospital.path("slides.pdf"));
    let [pdf, slides] = [&pdf, &slides].map(|path| path.to_str().expect("a path"));
    for (what, arguments) in [
        ("the report, A4", &["--pdf", pdf][..]),
        ("the slides", &["--slides", slides]),
        ("both", &["--pdf", pdf, "--slides", slides]),
    ] {
        let write = [&["report", "write", "--round", ROUND], arguments].concat();
        let mut times: Vec<Duration> = (0..TIMES)
            .map(|_| {
                let begun = Instant::now();
                hospital.hub(&write).done();
                begun.elapsed()
            })
            .collect();
        times.sort_unstable();
        report.limit(
            &format!("A report as a file, the program's start included: {what}"),
            &format!(
                "{} (worst of {TIMES}: {})",
                milliseconds(times[TIMES / 2].as_secs_f64()),
                milliseconds(times[TIMES - 1].as_secs_f64())
            ),
            "at most 150 ms",
            times[TIMES / 2] <= MOST,
        );
    }
}

/// A hub with a ward whose report is frozen.
fn frozen() -> Hospital {
    let round = "wards = [\"w1\"]\nopens = \"2020-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
    let mut hospital = Hospital::new(programs(), &plan(1, 60, "table", "table", round));
    hospital.serve();
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/demo");
    let answers = fs::read_to_string(assets.join("surg-1.jsonl")).expect("the demo's answers");
    let tablet = hospital.tablet("t1", "w1", None);
    let lines: Vec<String> = answers.lines().map(str::to_owned).collect();
    tablet.feed(&lines).done();
    tablet.sync().done();
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    hospital.count(&[]).done();
    hospital.round("release", &[]).done();
    let areas = assets.join("spring-areas.toml");
    let areas = areas.to_str().expect("a path");
    let freeze = ["report", "freeze", "--round", ROUND, "--guide", GUIDE, "--areas", areas];
    hospital.hub(&freeze).done();
    hospital
}
