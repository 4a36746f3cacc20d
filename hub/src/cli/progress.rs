//! How far a step over many boxes is, and stopping it between two of them.

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// From how many boxes on it is said how far it is.
const MANY: usize = 20;
/// How often that is said where nobody watches a terminal, in boxes.
const SAY_EVERY: usize = 50;
/// What a program that was interrupted ends with.
const INTERRUPTED: i32 = 130;

/// How far it is.
pub(super) struct Progress {
    all: usize,
    done: usize,
    /// Whether a line is written over itself on the terminal.
    line: bool,
    stopped: Arc<AtomicBool>,
}

impl Progress {
    /// Of so many boxes so many were done before. From here on an interrupt (Ctrl-C) ends it after the box that it is at; a second one ends it
    /// at once, as a kill would.
    pub(super) fn begin(all: usize, before: usize) -> Self {
        let stopped = Arc::new(AtomicBool::new(false));
        if all > 1 {
            let asked = Arc::clone(&stopped);
            std::thread::spawn(move || wait_for_interrupts(&asked));
        }
        let progress = Progress {
            all,
            done: before,
            line: all >= MANY && std::io::stderr().is_terminal() && !std::io::stdout().is_terminal(),
            stopped,
        };
        if before > 0 {
            eprintln!("{before} of {all} were done before.");
        }
        progress
    }

    /// Whether somebody wants it to end.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Says what became of a box. Where nobody reads any more, it goes on all the same: half a round would be done.
    pub(super) fn say(&self, line: &str) {
        let _ = writeln!(std::io::stdout().lock(), "{line}");
    }

    /// One box more.
    pub(super) fn step(&mut self) {
        self.done += 1;
        let said = format!("{} of {}", self.done, self.all);
        if self.line {
            eprint!("\r{said}");
        } else if self.all >= MANY && (self.done.is_multiple_of(SAY_EVERY) || self.done == self.all) {
            eprintln!("{said}");
        }
    }

    /// What is said at the end, if it was stopped.
    pub(super) fn end(&self) -> Option<String> {
        if self.line {
            eprintln!();
        }
        let left = self.all - self.done;
        (self.is_stopped() && left > 0).then(|| {
            format!(
                "stopped after {} of {}; the same command goes on with the others",
                self.done, self.all
            )
        })
    }
}

fn wait_for_interrupts(stopped: &AtomicBool) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Ok(runtime) = runtime else { return };
    runtime.block_on(async {
        for second in [false, true] {
            if tokio::signal::ctrl_c().await.is_err() {
                return;
            }
            if second {
                std::process::exit(INTERRUPTED);
            }
            stopped.store(true, Ordering::Relaxed);
        }
    });
}
