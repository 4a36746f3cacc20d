//! A year of people, one after the other: what the window holds in memory does not grow. By command: `scripts/soak window`.

use std::fs;

use slint::ComponentHandle;
use trykk_kiosk::flow::{Ask, Page};
use trykk_kiosk::window::ui;

use crate::by_hand::station_stage;
use crate::glass::tap;

/// How many sheets are answered, if `TRYKK_SOAK_SHEETS` does not say.
const SHEETS: usize = 10_000;
/// After so many everything that is kept once is kept.
const WARM: usize = 500;

/// What the system has given this process and not got back, in bytes.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 1024
}

#[test]
#[ignore = "takes long: scripts/soak window"]
fn ten_thousand_sheets_leave_the_memory_as_it_was() {
    let sheets = std::env::var("TRYKK_SOAK_SHEETS").map_or(SHEETS, |sheets| sheets.parse().unwrap());
    assert!(sheets > WARM, "nothing is told by fewer than {WARM} sheets");
    let stage = station_stage();
    let mut warm = 0;
    for sheet in 0..sheets {
        loop {
            let name = match stage.window.view().page {
                Page::Welcome(_) => "Begynn".to_owned(),
                Page::Question(question) => match question.ask {
                    Ask::Face { labels, .. } => labels[sheet % labels.len()].clone(),
                    Ask::Card { .. } => "Nei".to_owned(),
                    Ask::Score { .. } => "5".to_owned(),
                },
                Page::Note(_) if sheet % 10 == 0 => {
                    let note = stage.app().global::<ui::Note>();
                    note.invoke_write();
                    for word in ["Vi ", "ler ", "mye ", "på ", "vakt"] {
                        note.invoke_type(format!("{word}{sheet} ").into());
                        stage.pass(1);
                    }
                    note.invoke_done();
                    stage.pass(1000);
                    stage.app().global::<ui::Go>().invoke_next();
                    stage.pass(1000);
                    continue;
                }
                Page::Note(_) => "Hopp over".to_owned(),
                Page::Overview(_) => "Lever".to_owned(),
                Page::Thanks { .. } => "Ferdig".to_owned(),
                page => panic!("{page:?}"),
            };
            let is_last = name == "Ferdig";
            tap(&stage, &name);
            // Everything is drawn, as on a glass.
            drop(stage.app().window().take_snapshot().unwrap());
            if is_last {
                break;
            }
        }
        let delivered = stage
            .window
            .with_backend(|backend| std::mem::take(&mut backend.delivered));
        assert_eq!(delivered.len(), 1);
        if sheet + 1 == WARM {
            warm = resident();
        }
        if (sheet + 1) % 500 == 0 {
            eprintln!("{} sheets: {:.1} MB", sheet + 1, resident() as f64 / f64::from(1 << 20));
        }
    }
    let end = resident();
    assert!(
        end < warm + warm / 20,
        "{warm} bytes after {WARM} sheets, {end} after {sheets}"
    );
}
