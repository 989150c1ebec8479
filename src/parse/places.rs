//! The places where a page names speakers and notes, for editors: each with the exact bytes of the name.

use super::declaration_help::DeclarationHelp;
use super::markdown::{self, MarkdownBody, note_key};
use super::syntax::{Braces, MarkdownSyntax};
use super::{LabelledText, front};
use crate::config::Config;
use crate::model::{PageDefaults, Speaker, SpeakerId};
use crate::source::{Source, SourceId, Span};
use crate::transcript::labels::{LabelKind, clean_name, split_joint};

/// A label of a turn, or the part of it that names one of several speakers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelPlace {
    /// The name in the source.
    pub span: Span,
    /// The name as it is written, without escapes.
    pub written: String,
    /// The speaker; none where a label names nobody whom the page knows.
    pub speaker: Option<Speaker>,
}

/// The labels of the page `source`, whose number is `id`, in reading order.
pub fn label_places(
    source: &Source,
    id: SourceId,
    config: &Config,
    defaults: &PageDefaults,
) -> Vec<LabelPlace> {
    let path = source.path.strip_prefix("content/").unwrap_or(&source.path);
    let (mut front, start, _) = front::split(id, source.text());
    let declaration = DeclarationHelp::new(source.text(), &front);
    front.complete(defaults, path);
    let LabelledText { reading, mut table, .. } =
        LabelledText::read(source.text(), start, &front, path, config);
    table.add_labelled(&reading.labels, id, declaration);
    let mut found = Vec::new();
    for label in reading.labels.iter().filter(|label| label.kind == LabelKind::Speaker) {
        let ids = table.resolve(&label.name);
        let (from, to) = label.name_range;
        let written = &source.text()[from..to];
        let parts = if ids.len() > 1 { split_joint(written) } else { vec![written] };
        let mut at = from;
        for (part, id_of_part) in parts.iter().zip(ids.iter().map(Some).chain(std::iter::repeat(None))) {
            // The parts are slices of the name, one after the other.
            let Some(offset) = source.text()[at..to].find(part) else { continue };
            let span = Span::new(id, at + offset, at + offset + part.len());
            at = span.end as usize;
            let written = clean_name(part).into_owned();
            found.push((LabelPlace { span, written, speaker: None }, id_of_part.copied()));
        }
    }
    let (speakers, _) = table.finish();
    let named = |(place, id): (LabelPlace, Option<SpeakerId>)| LabelPlace {
        speaker: id.and_then(|id| speakers.get(usize::from(id.0)).cloned()),
        ..place
    };
    found.into_iter().map(named).collect()
}

/// The places where the page `source`, whose number is `id`, defines notes and refers to them by name.
pub fn note_places(
    source: &Source,
    id: SourceId,
    config: &Config,
    defaults: &PageDefaults,
) -> Vec<NoteNamePlace> {
    let path = source.path.strip_prefix("content/").unwrap_or(&source.path);
    let (mut front, start, _) = front::split(id, source.text());
    front.complete(defaults, path);
    let labelled = LabelledText::read(source.text(), start, &front, path, config);
    let syntax = MarkdownSyntax::from_page(&front, labelled.reading.labels.is_empty());
    let cut = &labelled.cut;
    let body = MarkdownBody { source: id, text: source.text(), cut, braces: Braces::Attributes, syntax };
    markdown::lower(body, config).0.note_places
}

/// A place where the name of a note is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteNamePlace {
    /// The name, as [`note_key`] makes it.
    pub key: String,
    /// The name in the source, without its brackets.
    pub span: Span,
    /// True if the note is defined here, and false for a reference.
    pub is_definition: bool,
}

impl NoteNamePlace {
    /// The place of the name within the reference or definition at `span`; none where `text` does not have its brackets:
    /// inside an inline note, the exact place is not known.
    pub(super) fn find(text: &str, key: &str, span: Span, is_definition: bool) -> Option<NoteNamePlace> {
        let written = &text[span.range()];
        let (start, end) = written.find("[^").zip(written.find(']'))?;
        let name = written.get(start + 2..end).filter(|name| note_key(name) == key)?;
        let at = span.start as usize + start + 2;
        let span = Span::new(span.source, at, at + name.len());
        Some(NoteNamePlace { key: key.to_string(), span, is_definition })
    }
}
