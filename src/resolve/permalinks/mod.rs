//! Published permalinks kept: what `postil permalinks` recorded is brought to the turns, sections and notes that
//! a page has now.

mod claims;
mod history;
mod keep;
mod notes;
mod paragraphs;
mod record;
mod sections;
mod sketch;
mod turns;

use std::collections::{BTreeMap, HashSet};

pub use self::history::History;
pub use self::keep::keep_turns_and_sections;
pub use self::notes::{NoteIds, keep_note_ids, note_name};
pub use self::record::{RECORDED_AROUND, record};
use self::sketch::RunHashes;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Document, Page, PermalinkRecord, PermalinkTarget, RecordedWords, Turn};
use crate::resolve::anchoring::{PageWords, PartKind};
use crate::source::Span;

/// A page that has this share of a record's turns may be the one that the record is about.
const SAME_PAGE: f64 = 0.5;

/// The records of a run, by the page they are about.
pub type Records = BTreeMap<String, PermalinkRecord>;

/// Names the records whose page is gone, with the page that it may have become.
pub fn check_addresses(pages: &[Page], records: &Records) -> Diagnostics {
    let addresses: HashSet<&str> = pages.iter().map(|page| page.address.as_str()).collect();
    let aliases: HashSet<String> = pages.iter().flat_map(previous_addresses).collect();
    let mut diagnostics = Diagnostics::new();
    for record in records.values() {
        if !addresses.contains(record.address.as_str()) && !aliases.contains(&record.address) {
            diagnostics.push(address_gone(record, pages));
        }
    }
    diagnostics
}

fn previous_addresses(page: &Page) -> impl Iterator<Item = String> {
    page.document.front.aliases.iter().map(|alias| format!("{}/", alias.value.trim_matches('/')))
}

fn address_gone(record: &PermalinkRecord, pages: &[Page]) -> Diagnostic {
    let message = format!("there is no page at /{} any more, which was published", record.address);
    let diagnostic = Diagnostic::new(Code::AddressGone, message).at(Span::new(record.source, 0, 0));
    let heir = pages
        .iter()
        .map(|page| (resemblance(record, &page.open().document), page))
        .filter(|(share, _)| *share > SAME_PAGE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    match heir {
        Some((_, page)) => diagnostic.help(format!(
            "content/{} has its words: add aliases = [\"/{}\"] to its front matter and move the record to {}",
            page.document.path,
            record.address,
            record_path(&page.document.path)
        )),
        None => diagnostic
            .help("add its address to the aliases of the page that took its place, or delete the record"),
    }
}

/// The share of a record's turns whose words a document has unchanged.
fn resemblance(record: &PermalinkRecord, document: &Document) -> f64 {
    let new = PageWords::new(document);
    let mut hashes: HashSet<u32> =
        document.turns().map(|turn| RunHashes::new(&turn.blocks).whole()).collect();
    let turns = (0..new.parts.len()).filter(|&part| matches!(new.parts[part].kind, PartKind::Turn(_)));
    hashes.extend(turns.map(|part| new.row.slice(new.words_of(part)).version()));
    let (mut all, mut found) = (0u32, 0u32);
    for permalink in &record.permalinks {
        let PermalinkTarget::Turn { words, .. } = &permalink.target else { continue };
        all += 1;
        found += u32::from(hashes.contains(&whole(words)));
    }
    f64::from(found) / f64::from(all.max(1))
}

/// A hash of all recorded words of a turn.
fn whole(words: &RecordedWords) -> u32 {
    match words {
        RecordedWords::Row(row) => row.version(),
        RecordedWords::Sketch(sketch) => sketch.whole,
    }
}

/// The path of the record of the page at `path` below `content/`.
pub fn record_path(path: &str) -> String {
    format!("anchors/{}.txt", path.strip_suffix(".md").unwrap_or(path))
}

/// The IDs of a turn's speakers, joined by `+`.
fn speakers(turn: &Turn, document: &Document) -> String {
    let ids: Vec<&str> = turn.speakers.iter().map(|&id| document.speaker(id).id.as_str()).collect();
    ids.join("+")
}
