//! The review in the browser: each note whose words are in doubt as a card, old beside new.
//!
//! Anybody on this machine may look; decisions are written only with `--write`.

use axum::body::{Body, to_bytes};
use axum::http::{Request as HttpRequest, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use super::write::{LARGEST_REQUEST, WriteAccess};
use crate::edit::{EditError, FileEdit};
use crate::pipeline::Request;
use crate::resolve::PassageText;
use crate::review::{NoteDecision, Review, ReviewItem, WordSpan, compare};
use crate::text::html_escape::{push_attribute, push_text};

/// The address of the page, and of the decisions that are sent to it.
pub(super) const ADDRESS: &str = "/__postil/review";
/// The number of notes that are shown at once; the next ones come when these are decided.
const SHOWN: usize = 50;

/// The pages of the review, for one site.
#[derive(Clone, Debug)]
pub(super) struct ReviewPages {
    pub(super) request: Request,
    pub(super) access: Option<WriteAccess>,
}

/// A decision as the page sends it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SentDecision {
    /// The item.
    id: String,
    /// The quotation of the candidate that is taken, as it was shown; none when the note stays an orphan.
    quotation: Option<String>,
}

impl ReviewPages {
    /// The page with the notes that wait.
    pub(super) fn page(&self) -> Response {
        match Review::new(&self.request) {
            Ok(review) => Html(self.write_page(&review)).into_response(),
            Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
        }
    }

    fn write_page(&self, review: &Review) -> String {
        let mut cards = String::new();
        let items: Vec<ReviewItem> = review.items().take(SHOWN).collect();
        for (at, item) in items.iter().enumerate() {
            let card =
                CardWriter { item, kind: review.kind_name(&item.kind), can_write: self.access.is_some() };
            card.write(at + 1, &mut cards);
        }
        let count = match (review.len(), items.len()) {
            (0, _) => "No note waits for a decision.".to_string(),
            (1, _) => "1 note to look at.".to_string(),
            (all, shown) if shown < all => format!("{all} notes to look at; these are the first {shown}."),
            (all, _) => format!("{all} notes to look at."),
        };
        let token = self.access.as_ref().map_or("", WriteAccess::token);
        let mode = if self.access.is_some() { "can-write" } else { "read-only" };
        include_str!("review.html")
            .replace("MODE", mode)
            .replace("TOKEN", token)
            .replace("COUNT", &count)
            .replace("CARDS", &cards)
    }

    /// Writes a decision that a page of this server sent.
    pub(super) async fn decide(&self, request: HttpRequest<Body>) -> Response {
        let Some(access) = &self.access else { return StatusCode::METHOD_NOT_ALLOWED.into_response() };
        if let Err(forbidden) = access.check(request.headers()) {
            return forbidden.into_response();
        }
        let Ok(body) = to_bytes(request.into_body(), LARGEST_REQUEST).await else {
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        };
        let Ok(sent) = serde_json::from_slice::<SentDecision>(&body) else {
            return (StatusCode::BAD_REQUEST, "This is no decision\n").into_response();
        };
        tokio::task::block_in_place(|| self.write(&sent))
    }

    fn write(&self, sent: &SentDecision) -> Response {
        let changed = "The text or the note changed meanwhile: load the page again\n";
        let review = match Review::new(&self.request) {
            Ok(review) => review,
            Err(error) => return (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
        };
        let Some(item) = review.items().find(|item| item.id == sent.id) else {
            return (StatusCode::CONFLICT, changed).into_response();
        };
        let taken = sent.quotation.as_ref().map(|wanted| {
            item.candidates.iter().position(|candidate| candidate.quotation.as_ref() == Some(wanted))
        });
        let decision = match taken {
            None => NoteDecision::KeepAsOrphan,
            Some(Some(number)) => NoteDecision::Take(number),
            Some(None) => return (StatusCode::CONFLICT, changed).into_response(),
        };
        let Some(fix) = review.fix(&item, decision) else {
            return (StatusCode::CONFLICT, changed).into_response();
        };
        match FileEdit::new(review.source_of(&item), &[&fix]).apply(&review.folder) {
            Ok(()) => StatusCode::NO_CONTENT.into_response(),
            Err(error @ EditError::Changed(_)) => {
                (StatusCode::CONFLICT, format!("{error}\n")).into_response()
            }
            Err(error @ EditError::Disk(..)) => {
                (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response()
            }
        }
    }
}

/// Answers what is sent to the review's address.
pub(super) async fn answer(pages: ReviewPages, request: HttpRequest<Body>) -> Response {
    match *request.method() {
        axum::http::Method::POST => pages.decide(request).await,
        _ => tokio::task::block_in_place(|| pages.page()),
    }
}

/// Writes the card of one note.
struct CardWriter<'a> {
    item: &'a ReviewItem,
    kind: &'a str,
    can_write: bool,
}

impl CardWriter<'_> {
    fn write(&self, number: usize, out: &mut String) {
        let item = self.item;
        out.push_str("<article class=\"review\" tabindex=\"-1\"");
        push_attribute(out, "data-id", &item.id);
        push_attribute(out, "aria-labelledby", &format!("note-{number}"));
        out.push_str(">\n<header><h2");
        push_attribute(out, "id", &format!("note-{number}"));
        out.push('>');
        let by = if item.author.is_empty() { String::new() } else { format!(", by {}", item.author) };
        push_text(out, &format!("Note {}, {}{by}", item.number, self.kind));
        out.push_str("</h2><a");
        push_attribute(out, "href", &format!("/{}", item.address));
        out.push('>');
        push_text(out, &item.title);
        out.push_str("</a></header>\n<p class=\"reason\">");
        push_text(out, item.reason_text());
        out.push_str(" <span class=\"file\">");
        push_text(out, &format!("{}:{}", item.path, item.line));
        out.push_str("</span></p>\n<div class=\"two\">\n");
        self.write_old(out);
        self.write_new(out);
        out.push_str("</div>\n<div class=\"comment\">");
        for line in item.comment.lines().filter(|line| !line.is_empty()) {
            element(out, "p", line);
        }
        out.push_str("</div>\n");
        self.buttons(out);
        out.push_str("</article>\n");
    }

    fn write_old(&self, out: &mut String) {
        out.push_str("<div><h3>When the note was written</h3>\n<p>");
        let first = self.item.candidates.first().map_or(&self.item.old, |candidate| &candidate.passage);
        let (old, _) = compare(&self.item.old.words, &first.words);
        passage(out, &self.item.old, &old, "del");
        out.push_str("</p></div>\n");
    }

    fn write_new(&self, out: &mut String) {
        out.push_str("<div><h3>In the text now</h3>\n");
        if self.item.candidates.is_empty() {
            out.push_str("<p class=\"nothing\">No passage has these words.</p>");
        }
        let is_choice = self.item.candidates.len() > 1;
        out.push_str(if is_choice { "<ol>\n" } else { "" });
        for candidate in &self.item.candidates {
            let (_, new) = compare(&self.item.old.words, &candidate.passage.words);
            out.push_str(if is_choice { "<li>" } else { "" });
            out.push_str("<p>");
            passage(out, &candidate.passage, &new, "ins");
            if !candidate.place.is_empty() {
                out.push_str(" <span class=\"place\">");
                push_text(out, &candidate.place);
                out.push_str("</span>");
            }
            out.push_str("</p>\n");
            out.push_str(if is_choice { "</li>\n" } else { "" });
        }
        out.push_str(if is_choice { "</ol>" } else { "" });
        out.push_str("</div>\n");
    }

    fn buttons(&self, out: &mut String) {
        out.push_str("<div class=\"acts\">");
        let is_choice = self.item.candidates.len() > 1;
        for (at, candidate) in self.item.candidates.iter().enumerate() {
            let Some(quotation) = candidate.quotation.as_ref().filter(|_| self.can_write) else { continue };
            let (key, name) = match is_choice {
                true => ((at + 1).to_string(), format!("Take passage {}", at + 1)),
                false => ("t".to_string(), "Take the new words".to_string()),
            };
            button(out, &key, &name, Some(quotation));
        }
        if self.can_write {
            button(out, "o", "Keep without a place", None);
        }
        out.push_str("<button type=\"button\" data-key=\"s\">Skip <kbd>s</kbd></button>");
        out.push_str("<span class=\"outcome\" role=\"status\"></span>");
        if let Some(share) = self.share() {
            element(out, "small", &share);
        }
        out.push_str("</div>\n");
    }

    /// The number of words that are in the first candidate, in a sentence.
    fn share(&self) -> Option<String> {
        let words = |spans: &[WordSpan]| -> (usize, usize) {
            let count = |is_wanted: &dyn Fn(&WordSpan) -> bool| {
                let mut count = 0;
                for span in spans.iter().filter(|span| is_wanted(span)) {
                    crate::resolve::for_each_word(&span.text, &mut |_| count += 1);
                }
                count
            };
            (count(&|span| span.is_shared), count(&|_| true))
        };
        let candidate = self.item.candidates.first()?;
        let (shared, all) = words(&compare(&self.item.old.words, &candidate.passage.words).0);
        Some(format!("{shared} of {all} words match"))
    }
}

fn button(out: &mut String, key: &str, name: &str, quotation: Option<&str>) {
    out.push_str("<button type=\"button\"");
    push_attribute(out, "data-key", key);
    if let Some(quotation) = quotation {
        push_attribute(out, "data-quotation", quotation);
    }
    out.push('>');
    push_text(out, name);
    out.push_str(" <kbd>");
    push_text(out, key);
    out.push_str("</kbd></button>");
}

fn element(out: &mut String, name: &str, text: &str) {
    out.push_str(&format!("<{name}>"));
    push_text(out, text);
    out.push_str(&format!("</{name}>"));
}

/// A passage with what stands around it; words of one side alone are in an element `changed`.
fn passage(out: &mut String, passage: &PassageText, words: &[WordSpan], changed: &str) {
    push_text(out, &passage.before);
    out.push_str("<mark>");
    for span in words {
        match span.is_shared {
            true => push_text(out, &span.text),
            false => element(out, changed, &span.text),
        }
    }
    out.push_str("</mark>");
    push_text(out, &passage.after);
}
