//! Stage 2: text in, documents out. Pure, and never fails: what is wrong is said in diagnostics.
//!
//! A file's text goes through front matter, Markdown, times, speakers and turns, and anchors, in
//! this order; each step is a file of its own.

mod anchors;
mod attribution;
mod checks;
mod front;
mod label;
mod leftovers;
mod markdown;
mod notes;
mod record;
mod roster;
mod shortcodes;
mod standoff;
mod times;
mod title;
mod transcript;

use self::markdown::{Body, Braces, Piece};
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::model::Document;
use crate::source::{Source, SourceId, Sources};

pub use self::record::{permalink_record, write_permalink_record};
pub use self::standoff::stand_off;

/// Parses the Markdown file `id` into a document.
pub fn document(sources: &Sources, id: SourceId, config: &Config) -> (Document, Diagnostics) {
    source(sources.get(id), id, config)
}

/// Parses the Markdown file `source`, whose number is `id`.
pub fn source(source: &Source, id: SourceId, config: &Config) -> (Document, Diagnostics) {
    let path = source.path.strip_prefix("content/").unwrap_or(&source.path);
    let (mut front, start, mut diagnostics) = front::split(id, &source.text);
    let (lowered, found) =
        markdown::lower(Body { source: id, text: &source.text, start, braces: Braces::Attributes }, config);
    diagnostics.append(found);

    let (mut pieces, mut notes) = (lowered.pieces, lowered.notes);
    diagnostics.extend(front::take_quoted(&mut pieces, &mut front));
    diagnostics.append(shortcodes::drop(&mut pieces));
    pieces.iter_mut().for_each(mark_times);
    notes.iter_mut().flat_map(|note| &mut note.blocks).for_each(times::mark_block);

    let title = title::take(&mut pieces, &front, path);
    let (divided, found) =
        transcript::divide(pieces, transcript::Context { source: id, path, front: &front, config });
    diagnostics.append(found);
    let mut document = Document {
        source: id,
        path: path.to_string(),
        front,
        title,
        speakers: divided.speakers,
        sections: divided.sections.into(),
        notes,
        marks: lowered.marks,
        former: Vec::new(),
        unplaced: Vec::new(),
    };
    diagnostics.append(anchors::assign(&mut document, &divided.explicit_ids));
    diagnostics.append(leftovers::check(&document, &source.text, &lowered.labels));
    diagnostics.append(checks::check(&document));
    (document, diagnostics)
}

fn mark_times(piece: &mut Piece) {
    match piece {
        Piece::Heading(heading) => times::mark(&mut heading.inlines),
        Piece::Block(block) => times::mark_block(block),
    }
}
