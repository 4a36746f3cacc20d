//! What cannot be set, in the log: each kind once.

use std::io;

/// What may fail again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The light was not set.
    Light,
    /// The volume was not set.
    Volume,
    /// The brightness that was chosen was not kept.
    Keeping,
}

impl Failure {
    /// Says it in the log.
    pub(super) fn log(self, error: &io::Error) {
        match self {
            Failure::Light => {
                tracing::warn!(%error, "the panel's brightness was not set; it is not said again until the program is started anew");
            }
            Failure::Volume => {
                tracing::warn!(%error, "the volume was not set; it is not said again until the program is started anew");
            }
            Failure::Keeping => {
                tracing::warn!(%error, "the panel's brightness was not kept; it is not said again until the program is started anew");
            }
        }
    }
}

/// Says each kind of failure once. A light that fails in quiet hours is tried again in a rhythm: a line that is out of it would tell to the second
/// when somebody woke the tablet.
pub(super) struct Once<S: FnMut(Failure, &io::Error)> {
    said: Vec<Failure>,
    say: S,
}

impl<S: FnMut(Failure, &io::Error)> Once<S> {
    pub(super) fn new(say: S) -> Self {
        Once { said: Vec::new(), say }
    }

    pub(super) fn tell(&mut self, failure: Failure, error: &io::Error) {
        if !self.said.contains(&failure) {
            self.said.push(failure);
            (self.say)(failure, error);
        }
    }
}
