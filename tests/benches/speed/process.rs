//! What a running program takes.

use std::fs;

/// Its resident memory, in KiB.
pub fn resident_kilobytes(pid: u32) -> u64 {
    kilobytes(pid, "VmRSS:")
}

/// The most that was ever resident of it, in KiB.
pub fn most_resident_kilobytes(pid: u32) -> u64 {
    kilobytes(pid, "VmHWM:")
}

fn kilobytes(pid: u32, named: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("a running process");
    let line = status.lines().find_map(|line| line.strip_prefix(named));
    let figure = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
    figure.expect("resident memory in kB")
}
