//! Speed, as ratios to the bare thing in the same run.

fn main() {}
