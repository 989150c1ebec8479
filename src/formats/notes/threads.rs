//! Replies: notes of their own behind the note that their thread began with.

use std::collections::HashMap;

use super::ImportedAnnotation;
use crate::formats::transcript::Tally;

/// Nobody replies to a reply more often.
const LONGEST_THREAD: usize = 1000;

/// Puts each reply behind the note that its thread began with, the oldest first, and leaves it the ID of what it
/// replies to.
pub fn join(annotations: Vec<ImportedAnnotation>, left_out: &mut Tally) -> Vec<ImportedAnnotation> {
    let places: HashMap<String, usize> =
        annotations.iter().enumerate().map(|(at, annotation)| (annotation.id.clone(), at)).collect();
    let parents: Vec<Option<usize>> =
        annotations.iter().map(|annotation| parent(annotation, &places)).collect();
    let ids: Vec<String> = annotations.iter().map(|annotation| annotation.id.clone()).collect();
    let mut replies: Vec<(usize, ImportedAnnotation)> = Vec::new();
    let mut kept: Vec<Option<ImportedAnnotation>> = Vec::new();
    for (at, mut annotation) in annotations.into_iter().enumerate() {
        let is_reply = annotation.targets.is_empty() && !annotation.replies_to.is_empty();
        annotation.replies_to = parents[at].map(|parent| ids[parent].clone()).into_iter().collect();
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
            Some(_) if reply.comment.is_empty() => left_out.add("replies that say nothing", ""),
            Some(note) => note.replies.push(reply),
            None => {}
        }
    }
    kept.into_iter().flatten().collect()
}

/// The annotation that another one replies to, if it is there; words of its own make it a note of its own.
fn parent(annotation: &ImportedAnnotation, places: &HashMap<String, usize>) -> Option<usize> {
    let is_reply = annotation.targets.is_empty();
    // Hypothesis names the whole thread, the nearest last.
    annotation.replies_to.iter().rev().find_map(|id| places.get(id)).copied().filter(|_| is_reply)
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
