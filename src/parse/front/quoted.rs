//! Metadata that feed converters write above a text: quotations such as `> link: https://…`, and a line
//! `_Published on Sat, 16 Aug 2025 04:21:39 GMT_`.

use jiff::civil::Date;

use crate::diag::{Code, Diagnostic};
use crate::model::{Block, BlockKind, FrontMatter, Inline, plain_text};
use crate::parse::markdown::TopLevelPart;

/// Takes such lines out of the top of `pieces` and what they say into `front`.
///
/// Only what stands before the first words of the text is looked at.
pub fn take(pieces: &mut Vec<TopLevelPart>, front: &mut FrontMatter) -> Option<Diagnostic> {
    let mut taken = Vec::new();
    let mut at = 0;
    let mut first_span = None;
    while let Some(piece) = pieces.get(at) {
        match piece {
            TopLevelPart::Heading(_) => at += 1,
            TopLevelPart::Block(block) => {
                let Some(pair) = metadata(block) else { break };
                first_span.get_or_insert(block.span);
                apply(&pair, front);
                taken.push(pair.0);
                pieces.remove(at);
            }
        }
    }
    let message = format!("lines above the text are taken as front matter: {}", taken.join(", "));
    first_span.map(|span| Diagnostic::new(Code::QuotedFrontMatter, message).at(span))
}

/// The key and value of a line that is metadata.
fn metadata(block: &Block) -> Option<(String, String)> {
    match &block.kind {
        BlockKind::Quote(blocks) => match blocks.as_slice() {
            [Block { kind: BlockKind::Paragraph(inlines), .. }] => quoted_pair(inlines),
            _ => None,
        },
        BlockKind::Paragraph(inlines) => match inlines.as_slice() {
            [Inline::Emphasis(children)] => published_on(&plain_text(children)),
            _ => None,
        },
        _ => None,
    }
}

fn quoted_pair(inlines: &[Inline]) -> Option<(String, String)> {
    let text = plain_text(inlines);
    let (key, value) = text.split_once(':')?;
    let known = ["id", "link", "title", "date", "source", "url", "author", "published"];
    known.contains(&key).then(|| (key.to_string(), value.trim().to_string()))
}

fn published_on(text: &str) -> Option<(String, String)> {
    let date = text.strip_prefix("Published on ")?;
    parse_date(date).map(|_| ("date".to_string(), date.to_string()))
}

/// A title given here is a feed's, often cut short: the text's own heading is the better one.
fn apply((key, value): &(String, String), front: &mut FrontMatter) {
    match key.as_str() {
        "link" | "url" | "source" => {
            front.source.url.get_or_insert_with(|| value.clone());
        }
        "date" | "published" => front.date = front.date.or_else(|| parse_date(value)),
        "author" => {
            front.source.publisher.get_or_insert_with(|| value.clone());
        }
        _ => {}
    }
}

/// A day in RFC 2822, `Sat, 16 Aug 2025 04:21:39 GMT`, or in ISO 8601.
fn parse_date(text: &str) -> Option<Date> {
    let rfc2822 = jiff::fmt::rfc2822::parse(text).ok().map(|time| time.date());
    rfc2822.or_else(|| text.get(..10)?.parse().ok())
}
