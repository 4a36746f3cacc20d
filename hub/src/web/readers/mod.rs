//! Pages of those who read what is published: leader, safety rep, union rep, senior leader.

pub(super) mod before;
pub(super) mod fingerprints;
pub(super) mod newest;
pub(super) mod pulse;
pub(super) mod result;
pub(super) mod roll_ups;
