//! What root reads of a running process: everything it can write to, as `/proc/PID/mem` shows it.

use std::collections::HashSet;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;

/// Of 32 bytes that were drawn by chance so many are different, and so many no letters, but for one case in ten thousand. Pictures and texts
/// have fewer.
const FEWEST_DIFFERENT: usize = 23;
const FEWEST_HIGH: usize = 6;

/// The memory of a process that it can write to, as it was at one moment.
pub struct Memory {
    regions: Vec<(String, Vec<u8>)>,
}

impl Memory {
    /// Reads the memory of a process.
    ///
    /// # Panics
    /// When it may not be read.
    pub fn of(process: u32) -> Self {
        let maps = fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
        let memory = File::open(format!("/proc/{process}/mem")).unwrap();
        let mut regions = Vec::new();
        for line in maps.lines() {
            let mut words = line.split_whitespace();
            let (Some(range), Some(rights)) = (words.next(), words.next()) else {
                continue;
            };
            if !rights.starts_with("rw") {
                continue;
            }
            let (from, to) = range.split_once('-').unwrap();
            let [from, to] = [from, to].map(|end| u64::from_str_radix(end, 16).unwrap());
            let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
            // What belongs to a device, or has gone meanwhile, cannot be read.
            if memory.read_exact_at(&mut bytes, from).is_ok() {
                regions.push((words.nth(3).unwrap_or("unnamed").to_owned(), bytes));
            }
        }
        assert!(regions.iter().any(|(name, _)| name == "[stack]"), "{maps}");
        Memory { regions }
    }

    /// Where these bytes stand: the region's name, and how far from its end.
    pub fn find(&self, bytes: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        for (name, region) in &self.regions {
            let mut from = 0;
            while let Some(at) = region[from..].iter().position(|byte| *byte == bytes[0]) {
                let at = from + at;
                if region[at..].starts_with(bytes) {
                    found.push(format!("{name}, {} bytes before its end", region.len() - at));
                }
                from = at + 1;
            }
        }
        found
    }

    /// All 32 bytes that may have been drawn by chance, at whatever place they begin.
    pub fn drawn(&self) -> HashSet<[u8; 32]> {
        self.regions.iter().flat_map(|(_, region)| Drawn::new(region)).collect()
    }
}

/// Slides over bytes and counts the different ones among 32.
struct Drawn<'m> {
    bytes: &'m [u8],
    at: usize,
    counts: [u8; 256],
    different: usize,
    /// How many are 128 or more.
    high: usize,
}

impl<'m> Drawn<'m> {
    fn new(bytes: &'m [u8]) -> Self {
        let mut drawn = Drawn {
            bytes,
            at: 0,
            counts: [0; 256],
            different: 0,
            high: 0,
        };
        for byte in &bytes[..bytes.len().min(32)] {
            drawn.enter(*byte);
        }
        drawn
    }

    fn enter(&mut self, byte: u8) {
        let count = &mut self.counts[usize::from(byte)];
        self.different += usize::from(*count == 0);
        *count += 1;
        self.high += usize::from(byte >= 128);
    }

    fn leave(&mut self, byte: u8) {
        let count = &mut self.counts[usize::from(byte)];
        *count -= 1;
        self.different -= usize::from(*count == 0);
        self.high -= usize::from(byte >= 128);
    }
}

impl Iterator for Drawn<'_> {
    type Item = [u8; 32];

    fn next(&mut self) -> Option<[u8; 32]> {
        while let Some(window) = self.bytes[self.at..].first_chunk::<32>() {
            let is_drawn = self.different >= FEWEST_DIFFERENT && self.high >= FEWEST_HIGH;
            self.leave(window[0]);
            if let Some(byte) = self.bytes.get(self.at + 32) {
                self.enter(*byte);
            }
            self.at += 1;
            if is_drawn {
                return Some(*window);
            }
        }
        None
    }
}
