//! The thread that checks one site after every change, and tells the editor.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lsp_server::{Message, Notification};
use lsp_types::{MessageType, PublishDiagnosticsParams, ShowMessageParams};

use super::analysis::Analysis;
use super::documents::OpenDocument;
use super::positions::ColumnUnit;
use super::problems::ProblemWriter;
use super::sites::{ChangedFiles, CheckTask, SiteState};
use super::uris::uri_from_path;
use crate::check::{self, CheckedPages};
use crate::config::Edition;
use crate::diag::Diagnostic;
use crate::load;
use crate::pipeline::{self, Drafts, PageMemory, Request, Trust};
use crate::render;
use crate::resolve::DraftNotes;

/// Sends a message to the editor.
pub(super) type Outbox = Arc<dyn Fn(Message) + Send + Sync>;

/// A check gives way to newer texts, but not for longer than this: who types without a pause still sees diagnostics.
const LONGEST_SILENCE: Duration = Duration::from_millis(1000);

/// Checks one site again and again.
pub(super) struct SiteChecker {
    state: Arc<SiteState>,
    request: Request,
    memory: PageMemory,
    checked: CheckedPages,
    unit: ColumnUnit,
    outbox: Outbox,
    /// The diagnostics that the editor has, by the path of their file.
    published: BTreeMap<String, Vec<Diagnostic>>,
    /// The files that changed since the editor got diagnostics.
    unpublished: ChangedFiles,
    last_result: Instant,
    last_refusal: Option<String>,
}

impl SiteChecker {
    pub(super) fn new(state: Arc<SiteState>, unit: ColumnUnit, outbox: Outbox) -> SiteChecker {
        let request = Request {
            root: state.root.clone(),
            base_url: None,
            theme: None,
            // Whoever writes wants to know what is wrong with a draft.
            drafts: Drafts::Build,
            draft_notes: DraftNotes::Leave,
            trust: Trust::Full,
            options: render::Options { preview: true, ..render::Options::default() },
            edition: Edition::archive(),
        };
        SiteChecker {
            state,
            request,
            memory: PageMemory::default(),
            checked: CheckedPages::default(),
            unit,
            outbox,
            published: BTreeMap::new(),
            unpublished: ChangedFiles::Any,
            last_result: Instant::now(),
            last_refusal: None,
        }
    }

    /// Checks until the site is closed.
    pub(super) fn run(mut self) {
        while let Some(task) = self.state.next_task() {
            let number = task.number;
            match self.check(task) {
                Ok(None) => continue,
                Ok(Some(analysis)) => {
                    self.last_refusal = None;
                    self.state.finish(number, Ok(Arc::new(analysis)));
                }
                Err(reason) => {
                    self.refuse(&reason);
                    self.state.finish(number, Err(reason));
                }
            }
            self.last_result = Instant::now();
        }
    }

    /// Checks the site with the texts of `task`; none if newer ones came meanwhile.
    fn check(&mut self, task: CheckTask) -> Result<Option<Analysis>, String> {
        let CheckTask { number, open, changed } = task;
        self.unpublished.append(changed.clone());
        let folder = load::open(&self.request.root).map_err(|error| error.to_string())?;
        let unsaved = open.iter().map(|(path, document)| (path.clone(), Arc::clone(&document.text)));
        let folder = folder.with_unsaved(unsaved.collect());
        if let ChangedFiles::Only(paths) = changed {
            self.memory.only_changed(paths);
        }
        let mut resolved = pipeline::resolve_again(&self.request, folder, &mut self.memory);
        if resolved.loaded.config.is_none() {
            // No page was read: the next check must not rely on what was read before this one.
            self.memory = PageMemory::default();
        }
        if self.gives_way(number) {
            return Ok(None);
        }
        check::look_closer(&mut resolved, &mut self.checked);
        if self.gives_way(number) {
            return Ok(None);
        }
        pipeline::check_output(&self.request, &mut resolved);
        resolved.diagnostics.sort(&resolved.loaded.sources);
        if self.gives_way(number) {
            return Ok(None);
        }
        let analysis = Analysis { resolved };
        self.publish(&analysis, &open);
        Ok(Some(analysis))
    }

    fn gives_way(&self, number: u64) -> bool {
        self.state.is_superseded(number) && self.last_result.elapsed() < LONGEST_SILENCE
    }

    /// Says why there is no check, once.
    fn refuse(&mut self, reason: &str) {
        if self.last_refusal.as_deref() == Some(reason) {
            return;
        }
        self.last_refusal = Some(reason.to_string());
        let message = format!("Postil cannot check this site: {reason}");
        let params = ShowMessageParams { typ: MessageType::ERROR, message };
        (self.outbox)(Notification::new("window/showMessage".into(), params).into());
    }

    /// Sends the diagnostics of the files in which they changed.
    fn publish(&mut self, analysis: &Analysis, open: &BTreeMap<String, OpenDocument>) {
        let sources = &analysis.resolved.loaded.sources;
        let mut by_file: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
        for found in analysis.resolved.diagnostics.limited() {
            by_file.entry(ProblemWriter::path_of(&found, sources)).or_default().push(found);
        }
        // Files whose problems are gone are told so, and open texts without any that they were checked.
        let mut files = by_file.clone();
        let changed = open.keys().filter(|path| self.unpublished.contains(path));
        for path in self.published.keys().chain(changed) {
            files.entry(path.clone()).or_default();
        }
        let mut writer = ProblemWriter::new(sources, self.unit, &self.state.root, open);
        for (path, found) in &files {
            // A problem that is the same is at another position when the lines above it changed.
            if self.published.get(path) == Some(found) && !self.unpublished.contains(path) {
                continue;
            }
            let document = open.get(path);
            let uri = document.map(|document| document.uri.clone());
            let Some(uri) = uri.or_else(|| uri_from_path(&self.state.root.join(path))) else { continue };
            let diagnostics = found.iter().map(|found| writer.write(found)).collect();
            let version = document.map(|document| document.version);
            let params = PublishDiagnosticsParams { uri, diagnostics, version };
            (self.outbox)(Notification::new("textDocument/publishDiagnostics".into(), params).into());
        }
        self.published = by_file;
        self.unpublished = ChangedFiles::default();
    }
}
