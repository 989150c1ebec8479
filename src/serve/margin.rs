//! The author's margin: pages of this server write notes and correct the text that they show.
//!
//! Every change is an edit of [`crate::edit`], of the file of the page that the request comes from; a request names no
//! path. What was changed can be taken back while the server runs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request as HttpRequest, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch::Receiver;

use super::editor::Editor;
use super::margin_page::{MarginPage, SentUnit, SentWords, language_of};
use super::snapshot::Snapshot;
use super::stored::StoredFiles;
use super::write::WriteAccess;
use crate::config::NewNotes;
use crate::edit::{
    EditError, EditHistory, EditRefusal, EditablePage, FileEdit, NewNote, SpeakerScope, change_speaker,
    correct_words, edit_markdown, join_turn, key_quote, note_in_file, note_in_page, set_time, split_turn,
    unit_range,
};
use crate::load;
use crate::model::Href;
use crate::parse;
use crate::source::{Source, Sources, line_column};
use crate::text::timecode::Timecode;

/// The address to which pages send what is to be written.
pub(super) const ADDRESS: &str = "/__postil/margin";
/// The most bytes of a request: a long turn twice, as it is shown and as it is written.
const LARGEST_REQUEST: usize = 1 << 20;

/// The names of the interface texts that the script of a page shows.
const TEXTS: [&str; 37] = [
    "export_md",
    "kind_note",
    "notes_unsigned",
    "reader_better",
    "reader_discard",
    "reader_edit",
    "reader_note",
    "search_kind",
    "write_by",
    "write_choose",
    "write_choosing",
    "write_correct",
    "write_everywhere",
    "write_from",
    "write_join",
    "write_no_answer",
    "write_nothing",
    "write_now",
    "write_open",
    "write_opened",
    "write_over",
    "write_paragraphs",
    "write_place",
    "write_plain",
    "write_player",
    "write_preview",
    "write_quote",
    "write_save",
    "write_speaker",
    "write_split",
    "write_time",
    "write_time_form",
    "write_tools",
    "write_undo",
    "write_undone",
    "write_words",
    "write_written",
];

/// Writes for the pages of one server.
#[derive(Clone)]
pub(super) struct AuthorMargin {
    current: Receiver<Arc<Snapshot>>,
    access: Option<WriteAccess>,
    editor: Option<Editor>,
    history: Arc<Mutex<EditHistory>>,
}

/// A request of a page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SentRequest {
    /// The path of the page's address.
    page: String,
    action: SentAction,
}

/// An action of the author.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum SentAction {
    /// The Markdown of a part of the page.
    Source { unit: SentUnit },
    /// The markup of a note that is being written.
    Preview { comment: String },
    /// A note on words, which may be in several parts.
    Note { words: Vec<SentWords>, kind: String, by: String, date: String, comment: String },
    /// A highlight without a note.
    Quote { words: SentWords },
    /// Other words in place of some.
    Correct { words: SentWords, text: String },
    /// Other Markdown in place of `before`.
    Edit { unit: SentUnit, before: String, markdown: String },
    /// Another speaker, here or in all turns of the same one.
    Speaker { unit: SentUnit, name: String, everywhere: bool },
    /// A new turn that begins at the words.
    Split { words: SentWords, name: String, seconds: Option<f64> },
    /// The words of a turn as those of the one before it.
    Join { unit: SentUnit },
    /// The time at which a turn begins.
    Time { unit: SentUnit, seconds: f64 },
    /// The author's editor.
    Open { unit: SentUnit },
    /// The files as they were before the last change.
    Undo {},
}

/// A reason why a request has not done what it asked for.
enum MarginError {
    /// The edit would not be what was asked for.
    Refused(EditRefusal),
    /// The text is no longer what was edited: this is what it is now.
    Conflict(String),
    /// A file changed, or could not be written.
    File(EditError),
    /// Another reason.
    Other(StatusCode, String),
}

impl From<EditRefusal> for MarginError {
    fn from(refusal: EditRefusal) -> Self {
        MarginError::Refused(refusal)
    }
}

impl MarginError {
    /// The answer, with the reason in the language that `text` gives interface texts in.
    fn answer(self, text: impl Fn(&str) -> String) -> Response {
        let (status, answer) = match self {
            MarginError::Refused(refusal) => {
                let status = match refusal {
                    EditRefusal::Changed => StatusCode::CONFLICT,
                    _ => StatusCode::UNPROCESSABLE_ENTITY,
                };
                let (name, value) = refusal.text();
                (status, json!({ "reason": text(name).replacen("{}", value, 1) }))
            }
            MarginError::Conflict(now) => {
                (StatusCode::CONFLICT, json!({ "reason": text("write_conflict"), "now": now }))
            }
            MarginError::File(EditError::Changed(_)) => {
                (StatusCode::CONFLICT, json!({ "reason": text("write_conflict") }))
            }
            MarginError::File(error) => {
                (StatusCode::INTERNAL_SERVER_ERROR, json!({ "reason": format!("{error}.") }))
            }
            MarginError::Other(status, reason) => (status, json!({ "reason": reason })),
        };
        answer_json(status, &answer)
    }
}

/// An answer that no browser keeps.
fn answer_json(status: StatusCode, answer: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, answer.to_string()).into_response()
}

/// Answers what is sent to the margin's address.
pub(super) async fn answer(margin: AuthorMargin, request: HttpRequest<Body>) -> Response {
    match *request.method() {
        Method::POST => margin.act(request).await,
        _ => margin.settings(request.headers(), request.uri().query().unwrap_or_default()),
    }
}

impl AuthorMargin {
    pub(super) fn new(
        current: Receiver<Arc<Snapshot>>,
        access: Option<WriteAccess>,
        editor: Option<Editor>,
    ) -> Self {
        AuthorMargin { current, access, editor, history: Arc::default() }
    }

    /// Everything that the script of the page at `address` needs to know. Pages of other sites cannot read it.
    fn settings(&self, headers: &HeaderMap, address: &str) -> Response {
        let Some(access) = &self.access else { return StatusCode::NOT_FOUND.into_response() };
        let origin = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
        let site = self.current.borrow().site.clone();
        let Some(site) = site.filter(|_| origin.is_none_or(|origin| origin == "same-origin")) else {
            return StatusCode::FORBIDDEN.into_response();
        };
        let config = &site.output().site().config;
        let language = language_of(&site, address);
        let texts: BTreeMap<&str, &str> =
            TEXTS.map(|name| (name, site.output().interface_text(language, name))).into();
        let answer = json!({
            "token": access.token(),
            "texts": texts,
            "kinds": kinds(&site, language),
            "people": config.people.iter().map(|(id, person)| json!([id, person.name])).collect::<Vec<_>>(),
            "editor": self.editor.is_some(),
            "undo": self.history().len(),
        });
        answer_json(StatusCode::OK, &answer)
    }

    async fn act(&self, request: HttpRequest<Body>) -> Response {
        let Some(access) = &self.access else { return StatusCode::METHOD_NOT_ALLOWED.into_response() };
        if let Err(forbidden) = access.check(request.headers()) {
            return forbidden.into_response();
        }
        let Ok(body) = to_bytes(request.into_body(), LARGEST_REQUEST).await else {
            let reason = "This is more than a page may send at once".to_string();
            return answer_json(StatusCode::PAYLOAD_TOO_LARGE, &json!({ "reason": reason }));
        };
        let sent = match serde_json::from_slice::<SentRequest>(&body) {
            Ok(sent) => sent,
            Err(error) => {
                let reason = format!("This is no request: {error}");
                return answer_json(StatusCode::BAD_REQUEST, &json!({ "reason": reason }));
            }
        };
        match tokio::task::block_in_place(|| self.answer_to(&sent)) {
            Ok(answer) => answer_json(StatusCode::OK, &answer),
            Err(error) => error.answer(|name| self.text(&sent.page, name)),
        }
    }

    /// The interface text called `name`, in the language of the page at `address`.
    fn text(&self, address: &str, name: &str) -> String {
        let site = self.current.borrow().site.clone();
        site.map_or(name.to_string(), |site| {
            site.output().interface_text(language_of(&site, address), name).to_string()
        })
    }

    fn history(&self) -> std::sync::MutexGuard<'_, EditHistory> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer_to(&self, sent: &SentRequest) -> Result<Value, MarginError> {
        let unready =
            || MarginError::Other(StatusCode::SERVICE_UNAVAILABLE, "There is no good site yet".into());
        let site = self.current.borrow().site.clone().ok_or_else(unready)?;
        // One change is read and written before the next is looked at.
        let mut history = self.history();
        if let SentAction::Undo {} = sent.action {
            let undone = history.undo(site.output().folder()).map_err(MarginError::File)?;
            return Ok(json!({ "path": undone, "undo": history.len() }));
        }
        let page = MarginPage::read(site, &sent.page)
            .map_err(|reason| MarginError::Other(StatusCode::NOT_FOUND, reason))?;
        if let SentAction::Preview { comment } = &sent.action {
            return Ok(json!({ "html": preview(&page, comment) }));
        }
        let editable = page.editable();
        editable.check_edition()?;
        let edit = match &sent.action {
            SentAction::Source { unit } => return source(&page, &editable, unit),
            SentAction::Open { unit } => return self.open(&page, &editable, unit),
            action => edit(&page, &editable, action)?,
        };
        let path = edit.path.clone();
        let lines: Vec<usize> = edit.changes.iter().map(|change| change.line).collect();
        history.write(edit, page.site.output().folder()).map_err(MarginError::File)?;
        Ok(json!({ "path": path, "lines": lines, "undo": history.len() }))
    }

    fn open(
        &self,
        page: &MarginPage,
        editable: &EditablePage,
        unit: &SentUnit,
    ) -> Result<Value, MarginError> {
        let other = |reason: String| MarginError::Other(StatusCode::UNPROCESSABLE_ENTITY, reason);
        let none = "No editor is known: set VISUAL, or start the server with --editor";
        let editor = self.editor.as_ref().ok_or_else(|| other(none.into()))?;
        let range = unit_range(editable, page.unit(editable, unit)?)?;
        let (line, _) = line_column(page.source.text(), range.start);
        let path = page.site.output().folder().path().join(&page.source.path);
        editor.open(&path, line).map_err(other)?;
        Ok(json!({ "path": page.source.path, "lines": [line] }))
    }
}

/// The IDs of the kinds of notes, each with its name in `language`.
fn kinds(site: &StoredFiles, language: &str) -> Vec<Value> {
    let output = site.output();
    let mut ids: Vec<&String> = output.site().config.kinds.keys().collect();
    ids.sort_by_key(|id| id.as_str() != "note");
    ids.into_iter().map(|id| json!([id, output.kind_name(language, id)])).collect()
}

/// The Markdown of a part of a page, with its place.
fn source(page: &MarginPage, editable: &EditablePage, unit: &SentUnit) -> Result<Value, MarginError> {
    let range = unit_range(editable, page.unit(editable, unit)?)?;
    let (line, _) = line_column(page.source.text(), range.start);
    let markdown = page.source.text()[range].replace("\r\n", "\n");
    Ok(json!({ "markdown": markdown, "path": page.source.path, "line": line }))
}

/// The edit that an action asks for.
fn edit(page: &MarginPage, editable: &EditablePage, action: &SentAction) -> Result<FileEdit, MarginError> {
    let turn = |unit: &SentUnit| match page.unit(editable, unit)? {
        crate::edit::UnitPlace::Turn(number) => Ok(number),
        _ => Err(EditRefusal::NoLabel),
    };
    Ok(match action {
        SentAction::Note { .. } => note(page, editable, action)?,
        SentAction::Quote { words } => key_quote(editable, &page.words(editable, words)?)?,
        SentAction::Correct { words, text } => correct_words(editable, &page.words(editable, words)?, text)?,
        SentAction::Edit { unit, before, markdown } => {
            let place = page.unit(editable, unit)?;
            let now = page.source.text()[unit_range(editable, place)?].replace("\r\n", "\n");
            if now.trim_end() != before.replace("\r\n", "\n").trim_end() {
                return Err(MarginError::Conflict(now));
            }
            edit_markdown(editable, place, markdown)?
        }
        SentAction::Speaker { unit, name, everywhere } => {
            let scope = if *everywhere { SpeakerScope::Page } else { SpeakerScope::Turn };
            change_speaker(editable, turn(unit)?, name, scope)?
        }
        SentAction::Split { words, name, seconds } => {
            split_turn(editable, &page.words(editable, words)?, name, seconds.and_then(timecode))?
        }
        SentAction::Join { unit } => join_turn(editable, turn(unit)?)?,
        SentAction::Time { unit, seconds } => {
            let time = timecode(*seconds).ok_or(EditRefusal::NothingSelected)?;
            set_time(editable, turn(unit)?, time)?
        }
        SentAction::Source { .. }
        | SentAction::Preview { .. }
        | SentAction::Open { .. }
        | SentAction::Undo {} => return Err(EditRefusal::SameAsBefore.into()),
    })
}

/// Whole seconds, since a page shows no parts of them.
fn timecode(seconds: f64) -> Option<Timecode> {
    (seconds.is_finite() && (0.0..=1e7).contains(&seconds)).then(|| Timecode(seconds as u64 * 1000))
}

/// The edit that writes a note: into the page or beside it, as the site has it.
fn note(page: &MarginPage, editable: &EditablePage, action: &SentAction) -> Result<FileEdit, MarginError> {
    let SentAction::Note { words, kind, by, date, comment } = action else {
        return Err(EditRefusal::NothingSelected.into());
    };
    let config = editable.config();
    let is_known = config.kinds.contains_key(kind);
    let note = NewNote {
        kind: if is_known { kind.clone() } else { String::new() },
        by: Some(by.trim().to_string()).filter(|by| !by.is_empty()),
        date: date.parse::<Date>().ok(),
        comment: comment.replace("\r\n", "\n"),
    };
    if note.comment.trim().is_empty() {
        return Err(EditRefusal::BadComment.into());
    }
    let selected =
        words.iter().map(|sent| page.words(editable, sent)).collect::<Result<Vec<_>, EditRefusal>>()?;
    if config.new_notes == NewNotes::Inline {
        let [one] = selected.as_slice() else { return Err(EditRefusal::SeveralParagraphs.into()) };
        return Ok(note_in_page(editable, one, &note)?);
    }
    let stem = page.source.path.strip_suffix(".md").unwrap_or(&page.source.path);
    let path = format!("{stem}.notes.md");
    let file = existing(page, &path)?;
    Ok(note_in_file(editable, &selected, &note, (&path, file.as_ref()))?)
}

/// The file at `path`; none when there is no such file.
fn existing(page: &MarginPage, path: &str) -> Result<Option<Source>, MarginError> {
    let folder = page.site.output().folder();
    match folder.handle().info(path) {
        Ok(None) => Ok(None),
        Ok(Some(_)) => {
            let limits = page.site.output().site().config.limits;
            let read = load::read(folder, &Source::new(path, ""), limits);
            let unread = |_| MarginError::Other(StatusCode::CONFLICT, format!("{path} cannot be read"));
            read.map(Some).map_err(unread)
        }
        Err(error) => Err(MarginError::File(EditError::Disk(folder.path().join(path), error))),
    }
}

/// The markup of a note with the text `comment`.
fn preview(page: &MarginPage, comment: &str) -> String {
    let mut sources = Sources::default();
    let id = sources.add("content/preview.notes.md", format!("> Words\n\n{comment}\n"));
    let output = page.site.output();
    let (mut file, _) = parse::stand_off(&sources, id, &output.site().config);
    let Some(note) = file.notes.first_mut() else { return String::new() };
    for block in &mut note.blocks {
        block.for_each_href_mut(&mut |href, _, _| {
            if let Href::Raw(written) = href
                && ["https://", "http://", "mailto:"].iter().any(|scheme| written.starts_with(scheme))
            {
                *href = Href::External(written.clone());
            }
        });
    }
    output.note_preview(&page.page, &note.blocks)
}
