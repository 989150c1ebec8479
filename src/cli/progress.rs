//! A bar that shows how far a build has come, on a terminal and only when it takes a while.

use std::io::{self, IsTerminal};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::Progress;

/// The time a build may take before progress is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// Draws the bar on standard error.
pub(super) struct Bar {
    started: Instant,
    bar: ProgressBar,
    shown: Mutex<bool>,
}

impl Bar {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style =
            ProgressStyle::with_template("{bar:30} {pos}/{len} pages").expect("the template is right");
        Bar {
            started: Instant::now(),
            bar: bar.with_style(style),
            shown: Mutex::new(!io::stderr().is_terminal()),
        }
    }

    /// Takes the bar away, so that what follows stands on a clean line.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }

    fn show_when_late(&self) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if !*shown && self.started.elapsed() > PATIENCE {
            *shown = true;
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Progress for Bar {
    fn start(&self, total: usize) {
        self.bar.set_length(total as u64);
    }

    fn step(&self) {
        self.bar.inc(1);
        self.show_when_late();
    }
}
