//! The table, for the terminal and for docs/benchmarks.md.

use std::fmt;
use std::fs;
use std::path::Path;

use trykk_shared::clock::Clock;

use crate::disk::Fsync;
use crate::pairs::Pair;

/// Where the table goes in docs/benchmarks.md.
const BEGIN: &str = "<!-- figures: written by cargo bench -p trykk-tests -- --write -->";
const END: &str = "<!-- end of figures -->";

/// One line of the table.
struct Line {
    what: String,
    bare: String,
    ours: String,
    ratio: String,
    goal: String,
}

/// What a run found.
pub struct Report {
    machine: String,
    fsync: String,
    lines: Vec<Line>,
}

impl Report {
    /// An empty one for this machine.
    pub fn new(folder: &Path) -> Self {
        Report {
            machine: machine(folder),
            fsync: String::new(),
            lines: Vec::new(),
        }
    }

    /// The disk's fsync latency.
    pub fn fsync(&mut self, fsync: Fsync) {
        let (median, p99) = (fsync.median.as_secs_f64(), fsync.p99.as_secs_f64());
        self.fsync = format!("median {}, p99 {}", milliseconds(median), milliseconds(p99));
        println!("fsync: {}", self.fsync);
    }

    fn push(&mut self, line: Line) {
        println!(
            "{}: {} / {} = {} ({})",
            line.what, line.ours, line.bare, line.ratio, line.goal
        );
        self.lines.push(line);
    }

    /// Rates beside each other; a goal is the least ratio.
    pub fn rates(&mut self, what: &str, unit: &str, pair: Pair, goal: Option<f64>) {
        self.push(Line {
            what: what.to_owned(),
            bare: format!("{} {unit}", thousands(pair.bare)),
            ours: format!("{} {unit}", thousands(pair.ours)),
            ratio: percent(pair.ratio),
            goal: goal.map_or_else(String::new, |goal| {
                format!("at least {}: {}", percent(goal), reached(pair.ratio >= goal))
            }),
        });
    }

    /// A figure with nothing bare beside it, and the limit it should keep.
    pub fn limit(&mut self, what: &str, figure: &str, limit: &str, kept: bool) {
        self.push(Line {
            what: what.to_owned(),
            bare: String::new(),
            ours: figure.to_owned(),
            ratio: String::new(),
            goal: format!("{limit}: {}", reached(kept)),
        });
    }

    /// The count on all cores beside the count on one.
    pub fn scaling(&mut self, cores: usize, pair: Pair) {
        self.push(Line {
            what: format!("Counting, all {cores} cores, beside one core"),
            bare: format!("{} envelopes/s", thousands(pair.bare)),
            ours: format!("{} envelopes/s", thousands(pair.ours)),
            ratio: format!("{:.2} times", pair.ratio),
            goal: "uses every core".to_owned(),
        });
    }

    /// A tablet's delivery, in fsyncs. Times in seconds.
    pub fn delivery(&mut self, fsync: f64, write: f64, delivery: f64) {
        let mut push = |what: &str, time: f64, goal: String| {
            self.push(Line {
                what: what.to_owned(),
                bare: format!("fsync {}", milliseconds(fsync)),
                ours: milliseconds(time),
                ratio: format!("{:.1} fsyncs", time / fsync),
                goal,
            });
        };
        let goal = format!("at most 15: {}", reached(delivery / fsync <= 15.0));
        push("A sheet of 13 into a tablet's store of 5,000", delivery, goal);
        push("Of it: writing the file's bytes durably", write, String::new());
    }

    /// Puts the figures into docs/benchmarks.md, between their marks.
    pub fn write(&self) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/benchmarks.md");
        let text = fs::read_to_string(&path).expect("docs/benchmarks.md");
        let (before, rest) = text.split_once(BEGIN).expect("the mark before the figures");
        let (_, after) = rest.split_once(END).expect("the mark after the figures");
        fs::write(&path, format!("{before}{BEGIN}\n\n{self}\n{END}{after}"))
            .expect("docs/benchmarks.md can be written");
        println!("written to docs/benchmarks.md");
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}.\nfsync latency: {}.\n", self.machine, self.fsync)?;
        writeln!(f, "| what | bare | Trykk | ratio | goal |\n|---|--:|--:|--:|---|")?;
        for line in &self.lines {
            let Line {
                what,
                bare,
                ours,
                ratio,
                goal,
            } = line;
            writeln!(f, "| {what} | {bare} | {ours} | {ratio} | {goal} |")?;
        }
        Ok(())
    }
}

fn reached(reached: bool) -> &'static str {
    if reached { "reached" } else { "**not reached**" }
}

fn percent(ratio: f64) -> String {
    format!("{:.0} %", ratio * 100.0)
}

/// A time, given in seconds.
pub fn milliseconds(seconds: f64) -> String {
    format!("{:.2} ms", seconds * 1000.0)
}

/// A rate with its thousands set off, three digits exact.
fn thousands(rate: f64) -> String {
    let digits = format!("{rate:.0}");
    let mut written = String::new();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// Date, processor, cores, system and file system, in a line.
fn machine(folder: &Path) -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let date = jiff::Timestamp::from_second(Clock::system().now()).expect("a time of today");
    let date = date.to_zoned(jiff::tz::TimeZone::UTC).date();
    let cpu = read("/proc/cpuinfo");
    let cpu = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown processor", |(_, name)| name);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let (kernel, mounts) = (read("/proc/sys/kernel/osrelease"), read("/proc/mounts"));
    let folder = folder.canonicalize().unwrap_or_default();
    let file_system = mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            let (_, at, kind) = (words.next()?, words.next()?, words.next()?);
            folder.starts_with(at).then_some((at.len(), kind))
        })
        .max()
        .map_or("unknown file system", |(_, kind)| kind);
    let memory = read("/proc/meminfo");
    let memory: u64 = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:")?.trim().strip_suffix(" kB")?.parse().ok())
        .unwrap_or(0);
    format!(
        "{date}; {cpu}, {cores} cores, {} GiB; Linux {}; {file_system}",
        memory / 1024 / 1024,
        kernel.trim()
    )
}
