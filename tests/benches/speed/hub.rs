//! A real hub with an open round and enrolled tablets, for one measurement.

use trykk_kiosk::settings::Settings;
use trykk_shared::ids::BoxId;
use trykk_tests::hospital::{Hospital, Programs, plan};

use crate::load::Connection;

/// So many people that no tablet reaches its cap.
const HEADCOUNT: u32 = 1_000_000;

/// A hub, and a connection for each of its tablets.
pub struct Hub {
    /// The hub; it ends when dropped.
    hospital: Hospital,
    /// The box that everything goes to.
    pub box_id: BoxId,
    /// The tablets' tokens.
    pub tokens: Vec<String>,
    /// A connection each.
    pub connections: Vec<Connection>,
}

/// The programs, built beside the bench.
pub fn programs() -> Programs {
    Programs {
        hub: env!("CARGO_BIN_EXE_trykk-hub-for-tests").into(),
        kiosk: env!("CARGO_BIN_EXE_trykk-kiosk-for-tests").into(),
    }
}

/// A serving hub with one ward of so many people and an open round.
pub fn open_hospital(headcount: u32) -> Hospital {
    serve(headcount, &[])
}

/// A serving hub with one ward, started with these arguments too.
pub fn open_hospital_with(arguments: &[&str]) -> Hospital {
    serve(40, arguments)
}

fn serve(headcount: u32, arguments: &[&str]) -> Hospital {
    let round = "wards = [\"w1\"]\nopens = \"2020-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
    let mut hospital = Hospital::new(programs(), &plan(1, headcount, "station", "drop-in", round));
    hospital.serve_with(arguments);
    hospital.serve();
    hospital
}

impl Hub {
    /// Sets a hub up, opens its round and enrols `tablets` tablets, all by the real programs.
    pub fn with_tablets(tablets: usize) -> Self {
        let hospital = open_hospital(HEADCOUNT);
        let address = hospital.address();
        let mut box_id = None;
        let tokens = (1..=tablets)
            .map(|nth| {
                let tablet = hospital.tablet(&format!("tablet-{nth}"), "w1", None);
                if box_id.is_none() {
                    tablet.sync().done();
                }
                let (settings, _) = Settings::open(&tablet.data).expect("a tablet's settings");
                if let Some(manifest) = settings.manifest {
                    box_id = Some(manifest.boxes[0].id);
                }
                settings.enrolment.expect("an enrolled tablet").token.0.clone()
            })
            .collect();
        Hub {
            hospital,
            box_id: box_id.expect("an open round"),
            tokens,
            connections: (0..tablets).map(|_| Connection::open(address)).collect(),
        }
    }

    /// How many envelopes lie in its database.
    pub fn stored(&self) -> usize {
        let database = rusqlite::Connection::open(self.hospital.data().join("hub.db")).expect("the database");
        database
            .query_row("SELECT count(*) FROM envelope", [], |row| row.get(0))
            .expect("a count")
    }
}
