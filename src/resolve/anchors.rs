//! The anchors that a page has.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Document, Inline, NoteId, NoteRef, PassageTarget};
use crate::source::Span;
use crate::text::hash::hash64;
use serde::{Deserialize, Serialize};

/// The anchors of a page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Anchors {
    /// The hashes of their names, sorted: a site may have millions.
    hashes: Vec<u64>,
}

impl Anchors {
    /// Those of the page of `document`.
    pub fn from_document(document: &Document) -> Self {
        let mut hashes = Vec::new();
        for_each_anchor(document, |anchor| hashes.push(hash64(anchor)));
        hashes.sort_unstable();
        Anchors { hashes }
    }

    /// Returns true if a link may lead to `anchor`. The top of a page is always a valid target.
    pub fn contain(&self, anchor: &str) -> bool {
        anchor.is_empty() || anchor == "top" || self.hashes.binary_search(&hash64(anchor)).is_ok()
    }

    /// Reports the key points of `document`, for which these are, that lead to nothing.
    pub fn check_points(&self, document: &Document) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        for passage in document.front.points.iter().filter_map(|point| point.passage.as_ref()) {
            match &passage.value {
                PassageTarget::Anchor(anchor) if !self.contain(anchor) => {
                    diagnostics.push(missing(anchor, document, passage.span).in_settings());
                }
                time if document.anchor_of(time).is_none() => {
                    let message = "nothing is said at that time: no turn before it has one";
                    diagnostics
                        .push(Diagnostic::new(Code::BrokenAnchor, message).at(passage.span).in_settings());
                }
                _ => {}
            }
        }
        diagnostics
    }
}

/// Says that what stands at `span` leads to an anchor that the page of `document` does not have.
pub fn missing(anchor: &str, document: &Document, span: Span) -> Diagnostic {
    let mut names = Vec::new();
    for_each_anchor(document, |name| names.push(name.to_string()));
    names.sort_unstable();
    Diagnostic::new(Code::BrokenAnchor, format!("there is no permalink `{anchor}` on that page"))
        .at(span)
        .did_you_mean(anchor, names.iter().map(String::as_str))
}

/// Visits every anchor that the page of `document` has.
fn for_each_anchor(document: &Document, mut visit: impl FnMut(&str)) {
    for section in &document.sections {
        let headings = section.heading.iter().map(|heading| (&heading.anchor, &heading.previous_ids));
        for (anchor, previous_ids) in
            headings.chain(section.turns.iter().map(|turn| (&turn.anchor, &turn.previous_ids)))
        {
            visit(anchor);
            previous_ids.iter().for_each(|anchor| visit(anchor));
        }
        for ids in &section.lead_ids {
            visit(&ids.anchor);
            ids.previous_ids.iter().for_each(|anchor| visit(anchor));
        }
    }
    document.previous_ids.iter().for_each(|anchor| visit(anchor));
    for note in &document.notes {
        visit(&note.anchor());
        let reference = |occurrence| NoteRef { note: NoteId(0), occurrence, mark: None };
        (1..=note.references).for_each(|n| visit(&reference(n).anchor(&note.name)));
    }
    document.marks.iter().for_each(|mark| visit(&mark.anchor));
    document.for_each_run(&mut |inlines| for_each_named_place(inlines, &mut visit));
    for note in &document.notes {
        note.blocks.iter().for_each(|block| {
            block.for_each_inlines(&mut |inlines| for_each_named_place(inlines, &mut visit));
        });
    }
}

fn for_each_named_place(inlines: &[Inline], visit: &mut dyn FnMut(&str)) {
    for inline in inlines {
        match inline {
            Inline::Anchor(name) => visit(name),
            Inline::PageBreak(page) if !page.anchor.is_empty() => visit(&page.anchor),
            nested => for_each_named_place(nested.children().unwrap_or_default(), visit),
        }
    }
}
