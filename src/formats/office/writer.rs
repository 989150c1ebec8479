//! Paragraphs of an office document as Markdown.

use super::{OfficeBlock, OfficeDocument};
use crate::formats::markdown::rich_text;
use crate::formats::transcript::ImportedNote;
use crate::text::rich::RichText;

/// The document as a page of Markdown, with what is known of it above.
pub fn markdown(document: &OfficeDocument) -> String {
    let names: Vec<String> = (1..=document.notes.len()).map(|number| number.to_string()).collect();
    let mut out = String::new();
    if let Some(title) = &document.title {
        out = format!("+++\ntitle = {}\n+++\n", toml::Value::from(title.as_str()));
    }
    for (at, block) in document.blocks.iter().enumerate() {
        if is_mark_of_a_service(block) {
            // Nobody says it: it is left out, and counted as comments are.
            out.push_str(&format!("\n<!-- {} -->\n", block.text.to_plain().replace("--", "-")));
            continue;
        }
        let written = rich_text::write(&plain_label(block), None, &names);
        let before = match (block.heading, block.is_list_item) {
            (0, true) if at > 0 && document.blocks[at - 1].is_list_item => "- ".to_string(),
            (0, true) => "\n- ".to_string(),
            (0, false) => "\n".to_string(),
            (level, _) => format!("\n{} ", "#".repeat(level)),
        };
        out.push_str(&format!("{before}{written}\n"));
    }
    for (note, name) in document.notes.iter().zip(&names) {
        out.push_str(&written_note(note, name));
    }
    out
}

/// Tells whether a paragraph says which service made the transcript.
fn is_mark_of_a_service(block: &OfficeBlock) -> bool {
    let plain = block.text.to_plain().to_lowercase();
    plain.starts_with("transcribed by http") || plain.starts_with("transcribed by otter")
}

/// A heading's words without marks; a paragraph whose words are all bold or italic, such as a name of its own, keeps them.
fn plain_label(block: &OfficeBlock) -> RichText {
    let mut text = block.text.clone();
    if block.heading > 0 {
        for run in &mut text.runs {
            (run.marks.strong, run.marks.emphasis) = (false, false);
        }
    }
    text
}

/// `[^1]: {by="Ann"} Words.`, its further paragraphs indented.
fn written_note(note: &ImportedNote, name: &str) -> String {
    let paragraphs: Vec<String> = note.text.iter().map(|text| rich_text::write(text, None, &[])).collect();
    let by =
        note.by.as_ref().map_or(String::new(), |by| format!("{{by=\"{}\"}} ", by.replace(['"', '}'], "'")));
    format!("\n[^{name}]: {by}{}\n", paragraphs.join("\n\n    "))
}
