//! Bare thing and Trykk in turn, so that whatever else the machine does meets both.

/// Medians over the rounds.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// Of the bare thing.
    pub bare: f64,
    /// Of Trykk.
    pub ours: f64,
    /// Of Trykk to the bare thing, round by round.
    pub ratio: f64,
}

/// Measures one after the other, `rounds` times; a first time is for warming up and does not count.
pub fn in_turn(rounds: usize, mut bare: impl FnMut() -> f64, mut ours: impl FnMut() -> f64) -> Pair {
    let (_, _) = (bare(), ours());
    let figures: Vec<(f64, f64)> = (0..rounds).map(|_| (bare(), ours())).collect();
    Pair {
        bare: median(figures.iter().map(|(bare, _)| *bare)),
        ours: median(figures.iter().map(|(_, ours)| *ours)),
        ratio: median(figures.iter().map(|(bare, ours)| ours / bare)),
    }
}

/// The median.
pub fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_unstable_by(f64::total_cmp);
    figures[figures.len() / 2]
}
