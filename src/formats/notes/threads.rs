//! Replies: part of the note that they reply to, since a note on a page is about the page.

use std::collections::HashMap;

use super::ImportedAnnotation;
use crate::formats::transcript::Tally;
use crate::text::markdown::{MarkdownContext, escape};

/// Adds each reply to the end of the note that its thread began with, the oldest first.
pub fn join(annotations: Vec<ImportedAnnotation>, left_out: &mut Tally) -> Vec<ImportedAnnotation> {
    let places: HashMap<String, usize> =
        annotations.iter().enumerate().map(|(at, annotation)| (annotation.id.clone(), at)).collect();
    let parents: Vec<Option<usize>> =
        annotations.iter().map(|annotation| parent(annotation, &places)).collect();
    let mut replies: Vec<(usize, ImportedAnnotation)> = Vec::new();
    let mut kept: Vec<Option<ImportedAnnotation>> = Vec::new();
    for (at, annotation) in annotations.into_iter().enumerate() {
        let is_reply = annotation.targets.is_empty() && !annotation.replies_to.is_empty();
        kept.push(None);
        match first(at, &parents) {
            Some(first) if first != at => replies.push((first, annotation)),
            _ if is_reply => left_out.add("replies to what is not in the file", annotation.comment),
            _ => kept[at] = Some(annotation),
        }
    }
    replies.sort_by(|(_, a), (_, b)| a.created.cmp(&b.created));
    for (first, reply) in replies {
        match &mut kept[first] {
            // What was written for few must not come to all with the note of another.
            Some(note) if reply.is_private && !note.is_private => {
                left_out.add("private replies to public annotations", reply.comment);
            }
            Some(note) => add(note, &reply),
            None => {}
        }
    }
    kept.into_iter().flatten().collect()
}

/// The annotation that another one replies to, if it is there; words of its own make it a note of its own.
fn parent(annotation: &ImportedAnnotation, places: &HashMap<String, usize>) -> Option<usize> {
    let is_reply = annotation.targets.is_empty();
    annotation.replies_to.iter().find_map(|id| places.get(id)).copied().filter(|_| is_reply)
}

/// The annotation with which the thread of number `at` began; none when it goes round in a circle.
fn first(at: usize, parents: &[Option<usize>]) -> Option<usize> {
    let mut first = at;
    for _ in 0..parents.len().min(LONGEST_THREAD) {
        match parents[first] {
            Some(parent) => first = parent,
            None => return Some(first),
        }
    }
    None
}

/// Nobody replies to a reply more often.
const LONGEST_THREAD: usize = 1000;

fn add(note: &mut ImportedAnnotation, reply: &ImportedAnnotation) {
    let date = reply.date().map(|date| date.to_string());
    let by = reply.by.as_deref().map(|by| format!("**{}**", escape(by, MarkdownContext::Middle)));
    let head: Vec<String> = by.into_iter().chain(date).collect();
    let head = if head.is_empty() { String::new() } else { format!("{}:\n\n", head.join(", ")) };
    if !reply.comment.is_empty() {
        note.comment = format!("{}\n\n{head}{}", note.comment, reply.comment).trim_start().to_string();
    }
}
