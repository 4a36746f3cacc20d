//! A delivery on the tablet, in units of the disk's fsync.

use std::path::Path;
use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_kiosk::durable;
use trykk_kiosk::store::{EnvelopeStore, FILE};
use trykk_shared::ids::BoxId;

use crate::FOLDER;
use crate::disk::append_and_sync;
use crate::made::{self, SHEET};
use crate::pairs::median;
use crate::report::Report;

const BOX: BoxId = BoxId([5; 16]);
/// How many envelopes lie in the store already.
const STORED: usize = 5000;
/// How many deliveries are timed, at the most.
const DELIVERIES: usize = 200;
/// For how long, at the most.
const LONGEST: Duration = Duration::from_secs(8);

/// Measures deliveries of one sheet, each beside an fsync and beside a bare durable write of the same file.
pub fn measure(report: &mut Report) {
    let folder = tempfile::tempdir_in(Path::new(FOLDER)).expect("the folder can be written");
    let mut rng = StdRng::seed_from_u64(7);
    let (mut store, damaged) = EnvelopeStore::open(folder.path()).expect("a store");
    assert!(damaged.is_empty());
    store.add(BOX, made::envelopes(STORED, &mut rng), &[]).expect("stored");
    let mut file = tempfile::tempfile_in(folder.path()).expect("a file");
    let copy = folder.path().join("copy");
    let (mut fsyncs, mut writes, mut deliveries) = (Vec::new(), Vec::new(), Vec::new());
    let begun = Instant::now();
    while deliveries.len() < DELIVERIES && begun.elapsed() < LONGEST {
        let sheet = made::envelopes(SHEET, &mut rng);
        let ids = sheet.iter().map(|envelope| envelope.id()).collect();
        let bytes = std::fs::read(folder.path().join(FILE)).expect("the store's file");
        fsyncs.push(append_and_sync(&mut file).as_secs_f64());
        writes.push(timed(|| durable::replace(&copy, &bytes).expect("written")));
        deliveries.push(timed(|| store.add(BOX, sheet, &[]).expect("stored")));
        store.remove(&ids, None).expect("removed");
    }
    let [fsync, write, delivery] = [fsyncs, writes, deliveries].map(|times| median(times.into_iter()));
    report.delivery(fsync, write, delivery);
}

fn timed(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64()
}
