//! A session with an editor: messages in, and what they ask for.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    FoldingRangeProviderCapability, HoverProviderCapability, InitializeParams, LogMessageParams, MessageType,
    OneOf, PublishDiagnosticsParams, RenameOptions, ServerCapabilities, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, Uri, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::checker::{Outbox, SiteChecker};
use super::completion::TRIGGERS;
use super::documents::OpenDocuments;
use super::positions::ColumnUnit;
use super::requests::{METHODS, TextRequest, error};
use super::sites::{SiteState, site_root};
use super::transport;
use super::uris::path_from_uri;

/// The way in which a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerEnd {
    /// The editor shut the server down, or went away.
    Orderly,
    /// The editor ended the server without shutting it down first.
    Abrupt,
}

/// Serves one editor, whose messages are read from `input`, until it ends the session.
///
/// # Errors
/// The output cannot be written to.
pub fn run(
    input: impl BufRead + Send + 'static,
    output: impl Write + Send + 'static,
) -> io::Result<ServerEnd> {
    let (connection, writer) = transport::start(input, output);
    let end = {
        let Connection { sender, receiver } = connection;
        // An editor that went away reads nothing; the receiver then ends, too.
        let outbox: Outbox = Arc::new(move |message| drop(sender.send(message)));
        let mut session = EditorSession::new(outbox);
        let mut end = ServerEnd::Orderly;
        for message in receiver {
            if let Some(found) = session.handle(message) {
                end = found;
                break;
            }
        }
        session.close();
        end
    };
    match writer.join() {
        Ok(Err(error)) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(end),
    }
}

/// The part of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SessionState {
    New,
    Running,
    ShutDown,
}

struct EditorSession {
    state: SessionState,
    outbox: Outbox,
    unit: ColumnUnit,
    /// True if the editor watches files when it is asked to.
    can_watch: bool,
    documents: OpenDocuments,
    sites: BTreeMap<PathBuf, RunningSite>,
    /// The requests that are being answered.
    pending: Arc<Mutex<HashSet<RequestId>>>,
    answers: Vec<JoinHandle<()>>,
    /// The folders without a site that were spoken of.
    siteless: HashSet<PathBuf>,
}

struct RunningSite {
    state: Arc<SiteState>,
    thread: JoinHandle<()>,
}

impl EditorSession {
    fn new(outbox: Outbox) -> EditorSession {
        EditorSession {
            state: SessionState::New,
            outbox,
            unit: ColumnUnit::default(),
            can_watch: false,
            documents: OpenDocuments::default(),
            sites: BTreeMap::new(),
            pending: Arc::default(),
            answers: Vec::new(),
            siteless: HashSet::new(),
        }
    }

    /// Handles a message; the end of the session if it is one.
    fn handle(&mut self, message: Message) -> Option<ServerEnd> {
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(found) if found.method == "exit" => {
                let is_orderly = self.state == SessionState::ShutDown;
                return Some(if is_orderly { ServerEnd::Orderly } else { ServerEnd::Abrupt });
            }
            Message::Notification(found) if self.state == SessionState::Running => self.notice(found),
            // Answers to the requests of this server need nothing done.
            Message::Notification(_) | Message::Response(_) => {}
        }
        None
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let answer = match (self.state, method.as_str()) {
            (SessionState::New, "initialize") => self.initialize(params),
            (SessionState::New, _) => {
                Err(error(ErrorCode::ServerNotInitialized, "the session has not begun: send `initialize`"))
            }
            (SessionState::ShutDown, _) => Err(error(ErrorCode::InvalidRequest, "the server was shut down")),
            (SessionState::Running, "initialize") => {
                Err(error(ErrorCode::InvalidRequest, "the session has begun already"))
            }
            (SessionState::Running, "shutdown") => {
                self.state = SessionState::ShutDown;
                Ok(Value::Null)
            }
            (SessionState::Running, known) if METHODS.contains(&known) => {
                return self.answer_later(id, method, params);
            }
            (SessionState::Running, _) => {
                Err(error(ErrorCode::MethodNotFound, &format!("there is no method {method}")))
            }
        };
        self.send(Response { id, response_result: answer });
    }

    fn initialize(&mut self, params: Value) -> Result<Value, ResponseError> {
        let params: InitializeParams = serde_json::from_value(params)
            .map_err(|problem| error(ErrorCode::InvalidParams, &problem.to_string()))?;
        let general = params.capabilities.general.and_then(|general| general.position_encodings);
        self.unit = ColumnUnit::negotiate(&general.unwrap_or_default());
        let watch = params.capabilities.workspace.and_then(|found| found.did_change_watched_files);
        self.can_watch = watch.and_then(|watch| watch.dynamic_registration) == Some(true);
        self.state = SessionState::Running;
        let info = json!({ "name": "postil", "version": env!("CARGO_PKG_VERSION") });
        Ok(json!({ "capabilities": capabilities(self.unit), "serverInfo": info }))
    }

    fn notice(&mut self, notice: Notification) {
        match notice.method.as_str() {
            "initialized" if self.can_watch => self.watch_files(),
            "textDocument/didOpen" => {
                let Some(params) = read::<DidOpenTextDocumentParams>(notice.params) else { return };
                let document = params.text_document;
                let Some(path) = path_from_uri(&document.uri) else { return };
                self.documents.open(path.clone(), document.uri, document.version, &document.text);
                self.text_changed(&path);
            }
            "textDocument/didChange" => {
                let Some(params) = read::<DidChangeTextDocumentParams>(notice.params) else { return };
                let Some(path) = path_from_uri(&params.text_document.uri) else { return };
                let version = params.text_document.version;
                self.documents.change(&path, version, params.content_changes, self.unit);
                self.text_changed(&path);
            }
            "textDocument/didClose" => {
                let Some(params) = read::<DidCloseTextDocumentParams>(notice.params) else { return };
                if let Some(path) = path_from_uri(&params.text_document.uri) {
                    self.close_text(&path, &params.text_document.uri);
                }
            }
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.sites.values().for_each(|site| site.state.disk_changed());
            }
            "$/cancelRequest" => {
                let id = notice.params.get("id").cloned().and_then(read::<RequestId>);
                if let Some(id) = id.filter(|id| self.take_pending(id)) {
                    let cancelled = error(ErrorCode::RequestCanceled, "the editor cancelled the request");
                    self.send(Response { id, response_result: Err(cancelled) });
                }
            }
            _ => {}
        }
    }

    /// Asks the editor to tell of files that change on the disk.
    fn watch_files(&self) {
        let folders = ["site.toml", "content/**", "static/**", "anchors/**", "i18n/**", "themes/**"];
        let watchers: Vec<Value> =
            folders.iter().map(|glob| json!({ "globPattern": format!("**/{glob}") })).collect();
        let registration = json!({
            "id": "postil-files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": watchers },
        });
        let params = json!({ "registrations": [registration] });
        let id = RequestId::from("postil-watch".to_string());
        self.send(Request::new(id, "client/registerCapability".into(), params));
    }

    /// Has the site of a text checked with the text as it is now.
    fn text_changed(&mut self, path: &Path) {
        let document = self.documents.get(path).cloned();
        let Some((site, below)) = self.site_of(path) else { return };
        site.set_text(&below, document);
    }

    /// Forgets a text that the editor closed. Its file is what counts now.
    fn close_text(&mut self, path: &Path, uri: &Uri) {
        self.documents.close(path);
        match self.site_of(path) {
            Some((site, below)) => site.set_text(&below, None),
            None => self.notify(
                "textDocument/publishDiagnostics",
                PublishDiagnosticsParams { uri: uri.clone(), diagnostics: Vec::new(), version: None },
            ),
        }
    }

    /// The site of the file at `path`, and the path of the file in it. The first text of a site starts its checker.
    fn site_of(&mut self, path: &Path) -> Option<(Arc<SiteState>, String)> {
        let Some(root) = site_root(path) else {
            self.say_siteless(path);
            return None;
        };
        let site = self.sites.entry(root.to_path_buf()).or_insert_with(|| {
            let state = Arc::new(SiteState::new(root.to_path_buf()));
            let checker = SiteChecker::new(Arc::clone(&state), self.unit, Arc::clone(&self.outbox));
            RunningSite { state, thread: thread::spawn(move || checker.run()) }
        });
        let below = site.state.below(path)?;
        Some((Arc::clone(&site.state), below))
    }

    /// Says once for each folder that its texts are in no site.
    fn say_siteless(&mut self, path: &Path) {
        let folder = path.parent().unwrap_or(path);
        if self.siteless.insert(folder.to_path_buf()) {
            let message = format!(
                "{} is in no site: no folder around it has a site.toml. Start one with `postil init`.",
                path.display()
            );
            self.notify("window/logMessage", LogMessageParams { typ: MessageType::INFO, message });
        }
    }

    /// Answers a request about a text in a thread of its own: it may have to wait for a check.
    fn answer_later(&mut self, id: RequestId, method: String, params: Value) {
        let uri = params.pointer("/textDocument/uri").cloned().and_then(read::<Uri>);
        let Some(uri) = uri else {
            let problem = error(ErrorCode::InvalidParams, "the request names no text document");
            return self.send(Response { id, response_result: Err(problem) });
        };
        let path = path_from_uri(&uri);
        let found = path.as_ref().and_then(|path| self.site_of(path));
        let Some(((site, below), path)) = found.zip(path) else {
            return self.send(Response::new_ok(id, Value::Null));
        };
        let text = self.documents.get(&path).map(|document| Arc::clone(&document.text));
        let request = TextRequest { method, params, site, path: below, text, unit: self.unit };
        let (outbox, pending) = (Arc::clone(&self.outbox), Arc::clone(&self.pending));
        lock(&pending).insert(id.clone());
        self.answers.retain(|thread| !thread.is_finished());
        self.answers.push(thread::spawn(move || {
            // A request that is never answered would leave the editor waiting.
            let answer = catch_unwind(AssertUnwindSafe(|| request.answer()));
            let failed = |_| Err(error(ErrorCode::InternalError, "the server failed on this request"));
            let answer = answer.unwrap_or_else(failed);
            if lock(&pending).remove(&id) {
                outbox(Response { id, response_result: answer }.into());
            }
        }));
    }

    fn take_pending(&self, id: &RequestId) -> bool {
        lock(&self.pending).remove(id)
    }

    fn send(&self, message: impl Into<Message>) {
        (self.outbox)(message.into());
    }

    fn notify(&self, method: &str, params: impl Serialize) {
        self.send(Notification::new(method.into(), params));
    }

    /// Ends all threads.
    fn close(self) {
        self.sites.values().for_each(|site| site.state.close());
        for site in self.sites.into_values() {
            drop(site.thread.join());
        }
        for answer in self.answers {
            drop(answer.join());
        }
    }
}

fn lock(pending: &Mutex<HashSet<RequestId>>) -> std::sync::MutexGuard<'_, HashSet<RequestId>> {
    pending.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The value of a message, if it has the form that it should have: what has not is no use to anybody.
fn read<T: DeserializeOwned>(value: Value) -> Option<T> {
    serde_json::from_value(value).ok()
}

/// The abilities of this server.
fn capabilities(unit: ColumnUnit) -> ServerCapabilities {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(lsp_types::TextDocumentSyncSaveOptions::Supported(true)),
        ..TextDocumentSyncOptions::default()
    };
    let folders = WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: None };
    let fixes = CodeActionOptions {
        code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
        ..CodeActionOptions::default()
    };
    ServerCapabilities {
        position_encoding: Some(unit.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(TRIGGERS.iter().map(ToString::to_string).collect()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        inlay_hint_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(fixes)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: Default::default(),
        })),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(folders),
            file_operations: None,
        }),
        ..ServerCapabilities::default()
    }
}
