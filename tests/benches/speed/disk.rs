//! How long the disk takes to make a write durable.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// How many times, at the most.
const TIMES: usize = 1000;
/// How long, at the most.
const LONGEST: Duration = Duration::from_secs(3);

/// The latency of one fsync.
#[derive(Clone, Copy, Debug)]
pub struct Fsync {
    /// Half of them take less.
    pub median: Duration,
    /// One in a hundred takes more.
    pub p99: Duration,
}

/// Appends 4 KiB to a file and syncs it, again and again.
pub fn fsync_latency(folder: &Path) -> Fsync {
    let mut file = tempfile::tempfile_in(folder).expect("the folder can be written");
    let begun = Instant::now();
    let mut times = Vec::new();
    while times.len() < TIMES && begun.elapsed() < LONGEST {
        times.push(append_and_sync(&mut file));
    }
    times.sort_unstable();
    Fsync {
        median: times[times.len() / 2],
        p99: times[times.len() * 99 / 100],
    }
}

/// Appends 4 KiB and syncs: the least that a durable write costs.
pub fn append_and_sync(file: &mut File) -> Duration {
    let begun = Instant::now();
    file.write_all(&[7; 4096]).expect("the disk has room");
    file.sync_all().expect("the disk syncs");
    begun.elapsed()
}
