//! Attributes in braces behind a heading, or at the beginning of a turn: `{topics="family, strike"}`.

use super::attribution::pairs;
use super::page_breaks;
use crate::diag::{Code, Diagnostic};
use crate::model::{Block, BlockKind, Inline};
use crate::source::{Located, SourceId, Span};

/// The key of topics in braces.
pub const TOPICS: &str = "topics";

/// The topics that `value` lists, parted by commas, or by semicolons where a topic has a comma; each once, and all at
/// `span`.
pub fn split_topics(value: &str, span: Span) -> Vec<Located<String>> {
    let marks: &[char] = if value.contains([';', '；']) { &[';', '；'] } else { &[',', '，', '、'] };
    let mut topics: Vec<Located<String>> = Vec::new();
    for topic in value.split(marks).map(str::trim).filter(|topic| !topic.is_empty()) {
        if topics.iter().all(|known| known.value != topic) {
            topics.push(Located::new(topic.to_string(), span));
        }
    }
    topics
}

/// The topics that a heading's attributes list.
pub fn topics_in(pairs: &[(String, String)], span: Span) -> Vec<Located<String>> {
    let values = pairs.iter().filter(|(key, _)| key == TOPICS);
    values.flat_map(|(_, value)| split_topics(value, span)).collect()
}

/// The attributes of a heading that have no meaning; all but its ID and topics.
pub fn unknown_in(classes: &[String], pairs: &[(String, String)]) -> impl Iterator<Item = String> {
    let classes = classes.iter().map(|class| format!(".{class}"));
    classes.chain(pairs.iter().map(|(key, _)| key).filter(|key| *key != TOPICS).cloned())
}

/// The attributes at the beginning of a turn.
pub struct TurnAttributes {
    /// The topics of the turn.
    pub topics: Vec<Located<String>>,
    /// Attributes that a turn cannot have.
    pub unknown: Vec<Diagnostic>,
}

/// Takes `{topics=…}` off the beginning of a turn's first paragraph. Braces that do not begin with a known key are words
/// of the turn: transcribers write `{laughs}`.
pub fn take(block: &mut Block, source: SourceId) -> Option<TurnAttributes> {
    let BlockKind::Paragraph(inlines) = &mut block.kind else { return None };
    let first = page_breaks::opening(inlines);
    let first = first + usize::from(matches!(inlines.get(first), Some(Inline::Time { .. })));
    let Some(Inline::Text { text, at }) = inlines.get_mut(first) else { return None };
    let inside = text.trim_start().strip_prefix('{')?;
    let (braces, rest) = inside.split_once('}')?;
    let is_key = |after: &str| after.trim_start().starts_with('=');
    braces.trim_start().strip_prefix(TOPICS).filter(|after| is_key(after))?;
    let rest = rest.trim_start();
    let span = Span::new(source, *at as usize, *at as usize + text.len() - rest.len());
    let found = read(braces, span);
    *at += (text.len() - rest.len()) as u32;
    *text = rest.to_string();
    if text.is_empty() {
        inlines.remove(first);
        if matches!(inlines.get(first), Some(Inline::SoftBreak)) {
            inlines.remove(first);
        }
    }
    Some(found)
}

fn read(braces: &str, span: Span) -> TurnAttributes {
    let mut found = TurnAttributes { topics: Vec::new(), unknown: Vec::new() };
    for (key, value) in pairs(braces) {
        match key.as_str() {
            TOPICS => found.topics.extend(split_topics(&value, span)),
            _ => {
                let message = format!("the attribute `{key}` has no meaning here and is not used");
                let diagnostic = Diagnostic::new(Code::UnknownAttribute, message).at(span);
                found.unknown.push(diagnostic.help("a turn can have topics, `{topics=\"…\"}`"));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_of_a_turn_are_attributes_only_if_they_begin_with_a_known_key() {
        let taken = |text: &str| {
            let inlines = vec![Inline::Text { text: text.to_string(), at: 7 }];
            let span = Span::new(SourceId(1), 0, 0);
            let mut block = Block { kind: BlockKind::Paragraph(inlines), span };
            let found = take(&mut block, SourceId(1));
            let topics =
                found.map(|found| found.topics.into_iter().map(|topic| topic.value).collect::<Vec<_>>());
            (topics.unwrap_or_default().join("|"), block.plain_text())
        };
        assert_eq!(taken("{topics=strike} We were out."), ("strike".into(), "We were out.".into()));
        assert_eq!(taken("{topics=\"a b, c, a b\"} x"), ("a b|c".into(), "x".into()));
        assert_eq!(taken("{topics=\"Kinlaw, the town;\"} x"), ("Kinlaw, the town".into(), "x".into()));
        for words in ["{laughs} Yes.", "{topics} are braces", "{topics=open", "We {topics=late}"] {
            assert_eq!(taken(words), (String::new(), words.to_string()));
        }
    }
}
