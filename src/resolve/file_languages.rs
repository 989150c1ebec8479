//! File names whose ending is read as a language that nothing on the page supports.

use super::addresses::PublishedAddress;
use super::stats;
use crate::diag::{Code, Diagnostic};
use crate::model::{Document, plain_text};
use crate::source::Span;
use crate::text::language::is_in_other_script;

/// Reports the language of a file's name if it is a part of the title, as in `HVG.hu`, or if the text has another script.
pub fn check(document: &Document) -> Option<Diagnostic> {
    if document.front.language.is_some() {
        return None;
    }
    let language = PublishedAddress::parse(&document.path).language?;
    let title = plain_text(&document.title);
    let last = title.split_whitespace().last().unwrap_or_default();
    let ending = format!(".{}", language.to_lowercase());
    let reason = if last.len() > ending.len() && last.to_lowercase().ends_with(&ending) {
        format!("it is part of the title: `{last}`")
    } else if is_in_other_script(&stats::sample(document), &language) {
        "the text is in another script".to_string()
    } else {
        return None;
    };
    let message = format!("the ending `.{language}` of the file name is read as the language, but {reason}");
    let help = format!(
        "give the language in front matter, `language = \"…\"`, or rename the file: its address ends in `{}/` now",
        language.to_lowercase()
    );
    Some(Diagnostic::new(Code::DoubtfulLanguage, message).at(Span::new(document.source, 0, 0)).help(help))
}
