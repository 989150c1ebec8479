//! Renders in idle time the pages that no browser has asked for, to report the errors of their templates.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::Observer;
use super::builder::BuildReporter;
use super::stored::StoredFiles;
use crate::diag::Diagnostics;
use crate::pipeline::Outcome;

/// The idle time to wait for, so that browsers and authors come first.
const PAUSE: Duration = Duration::from_millis(500);

/// Looks at a site until it is dropped.
pub(super) struct Rest {
    dropped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Rest {
    /// Looks at `site`, of which `outcome` is known, on a thread of its own.
    pub(super) fn look_at<O: Observer + 'static>(
        site: Arc<StoredFiles>,
        outcome: Outcome,
        reporter: Arc<BuildReporter<O>>,
    ) -> Self {
        let dropped = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&dropped);
        let look = move || {
            let started = Instant::now();
            let go_on = || !flag.load(Ordering::Relaxed);
            while go_on() && started.elapsed() < PAUSE {
                thread::park_timeout(PAUSE);
            }
            let found = site.problems_of_the_rest(go_on);
            if go_on() && !found.is_empty() {
                let diagnostics = Diagnostics::from_iter(found);
                reporter.bad(Ok(&Outcome { diagnostics, ..outcome }), started.elapsed());
            }
        };
        Rest { dropped, thread: Some(thread::spawn(look)) }
    }
}

impl Drop for Rest {
    fn drop(&mut self) {
        self.dropped.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // A thread that panicked has nothing left to be ended.
            let _ = thread.join();
        }
    }
}
