//! The thread that builds: at once, and again after every change.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch::Sender;

use super::Observer;
use super::rest::Rest;
use super::snapshot::Snapshot;
use super::stored::StoredFiles;
use super::watch::Watch;
use crate::pipeline::{self, BuildError, Outcome, PageMemory, Prepared, Request};

/// Builds one site, over and over.
pub(super) struct Builder<O> {
    request: Request,
    memory: PageMemory,
    reporter: Arc<BuildReporter<O>>,
}

/// Tells of builds: the observer, and through snapshots the open pages.
pub(super) struct BuildReporter<O> {
    observer: Mutex<O>,
    publish: Sender<Arc<Snapshot>>,
}

impl<O: Observer + 'static> Builder<O> {
    pub(super) fn new(request: Request, observer: O, publish: Sender<Arc<Snapshot>>) -> Self {
        let reporter = BuildReporter { observer: Mutex::new(observer), publish };
        Builder { request, memory: PageMemory::default(), reporter: Arc::new(reporter) }
    }

    /// Builds until nobody watches any longer.
    pub(super) fn run(mut self, mut watch: Watch) {
        loop {
            let rest = self.build();
            if watch.wait_for_change().is_err() {
                return;
            }
            drop(rest);
        }
    }

    /// Builds once; what is left to be looked at is looked at until the value returned is dropped.
    fn build(&mut self) -> Option<Rest> {
        let started = Instant::now();
        match pipeline::prepare(&self.request, &mut self.memory) {
            Ok(Prepared { output: Some(output), outcome }) => {
                let site = Arc::new(StoredFiles::new(output));
                self.reporter.good(&outcome, Arc::clone(&site), started.elapsed());
                Some(Rest::look_at(site, outcome, Arc::clone(&self.reporter)))
            }
            Ok(Prepared { output: None, outcome }) => {
                self.reporter.bad(Ok(&outcome), started.elapsed());
                None
            }
            Err(error) => {
                self.reporter.bad(Err(&error), started.elapsed());
                None
            }
        }
    }
}

impl<O: Observer> BuildReporter<O> {
    /// Tells of a build that ended well.
    fn good(&self, outcome: &Outcome, site: Arc<StoredFiles>, took: Duration) {
        self.publish.send_modify(|snapshot| *snapshot = Arc::new(snapshot.with_site(site)));
        self.observe(Ok(outcome), took);
    }

    /// Tells of what is wrong; the last good site stays.
    pub(super) fn bad(&self, result: Result<&Outcome, &BuildError>, took: Duration) {
        let text = self.observe(result, took);
        self.publish.send_modify(|snapshot| *snapshot = Arc::new(snapshot.with_problems(text)));
    }

    fn observe(&self, result: Result<&Outcome, &BuildError>, took: Duration) -> String {
        self.observer.lock().unwrap_or_else(PoisonError::into_inner).built(result, took)
    }
}
