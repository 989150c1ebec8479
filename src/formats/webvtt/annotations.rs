//! The notes of OHMS: a list of `<annotation ref="1">` in a comment at the end of the file, and `<c.1>`
//! around the words that each is about.

use std::collections::HashMap;

use crate::formats::html::{fragment, tokens::attribute};
use crate::formats::transcript::{ImportedNote, ImportedTranscript, Tally};

/// The notes of a file by their names, and which of them the words have met.
#[derive(Default)]
pub struct Annotations {
    by_ref: HashMap<String, ImportedNote>,
    /// The place among the script's notes of each that was met.
    met: HashMap<String, usize>,
    /// The comments that are about something else.
    pub comments: Vec<String>,
}

impl Annotations {
    /// Takes the notes out of a file's comments.
    pub fn from_comments(comments: &[String], left_out: &mut Tally) -> Self {
        let mut found = Annotations::default();
        let mut by = None;
        for comment in comments {
            if let Some(head) = comment.strip_prefix("ANNOTATIONS BEGIN") {
                by = head.lines().find_map(|line| head_line(line, left_out));
            }
            match comment.contains("<annotation") {
                true => found.read(comment, by.as_deref()),
                false if is_boundary(comment) => {}
                false => found.comments.push(comment.clone()),
            }
        }
        found
    }

    fn read(&mut self, comment: &str, by: Option<&str>) {
        for part in comment.split("<annotation").skip(1) {
            let Some((attributes, body)) = part.split_once('>') else { continue };
            let body = body.split("</annotation>").next().unwrap_or_default();
            let Some(name) = attribute(attributes, "ref") else { continue };
            let by = by.map(str::to_string);
            let note = ImportedNote { by, text: fragment(body), ..ImportedNote::default() };
            self.by_ref.entry(name).or_insert(note);
        }
    }

    /// The place among `notes` of the note that a class names; it is put there when it is met first.
    pub fn number(&mut self, class: &str, notes: &mut Vec<ImportedNote>) -> Option<usize> {
        let note = self.by_ref.get(class).filter(|note| !note.text.is_empty())?;
        let number = self.met.entry(class.to_string()).or_insert_with(|| {
            notes.push(note.clone());
            notes.len() - 1
        });
        Some(*number)
    }

    /// Counts what no words refer to, and what is no note.
    pub fn report(&self, script: &mut ImportedTranscript) {
        let mut unmet: Vec<&String> =
            self.by_ref.keys().filter(|name| !self.met.contains_key(*name)).collect();
        unmet.sort();
        for name in unmet {
            let text = self.by_ref[name].text.first().map(|text| text.to_plain());
            script.left_out.add("annotations that no words refer to", text.unwrap_or_default());
        }
        self.comments.iter().for_each(|comment| script.left_out.add("comments", comment.as_str()));
    }
}

/// `Annotation Set Creator: Ann Lee` names who wrote them; other lines stay behind.
fn head_line(line: &str, left_out: &mut Tally) -> Option<String> {
    let (key, value) = line.split_once(':')?;
    match key.trim() {
        "Annotation Set Creator" => Some(value.trim().to_string()).filter(|name| !name.is_empty()),
        _ => {
            left_out.add("lines about a set of annotations", line.trim());
            None
        }
    }
}

/// The words with which OHMS sets the parts of a file apart.
fn is_boundary(comment: &str) -> bool {
    let first = comment.lines().next().unwrap_or_default().trim();
    ["TRANSCRIPTION BEGIN", "TRANSCRIPTION END", "ANNOTATIONS BEGIN", "ANNOTATIONS END"].contains(&first)
}
