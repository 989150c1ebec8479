//! `postil check --review`: one note after the other, one key for each decision.

use std::collections::HashMap;
use std::io::{self, IsTerminal};

use console::{Key, Term, style};

use super::args::CheckArgs;
use super::build::site_request;
use super::{Exit, refuse, safe, say};
use crate::edit::{EditError, FileEditor};
use crate::resolve::PassageText;
use crate::review::{NoteDecision, Review, ReviewItem, WordSpan, compare};

const NEEDS_TERMINAL: &str = "--review asks for one key after the other, and this is no terminal; \
    `postil serve --write` has the same in the browser, and `postil check` lists the notes";

pub(super) fn run(args: &CheckArgs) -> Exit {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return refuse(NEEDS_TERMINAL);
    }
    let review = match Review::new(&site_request(&args.site)) {
        Ok(review) => review,
        Err(error) => return refuse(error),
    };
    if review.is_empty() {
        say::result("No note waits for a decision");
        return Exit::Good;
    }
    let mut session = Session { review: &review, editors: HashMap::new(), term: Term::stdout(), decided: 0 };
    match session.run() {
        Ok(seen) => {
            let left = review.len() - session.decided;
            say::result(format!(
                "{seen} of {} seen, {} decided, {left} to do",
                review.len(),
                session.decided
            ));
            if left == 0 { Exit::Good } else { Exit::Content }
        }
        Err(SessionError::Edit(error)) => refuse(error),
        Err(SessionError::Terminal(error)) => refuse(error),
    }
}

/// The reason why a review ended early.
enum SessionError {
    Edit(EditError),
    Terminal(io::Error),
}

/// A review on a terminal.
struct Session<'a> {
    review: &'a Review,
    /// The files that are written, by their paths.
    editors: HashMap<String, FileEditor>,
    term: Term,
    decided: usize,
}

/// An answer to one note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Decide(NoteDecision),
    Skip,
    Quit,
}

impl Session<'_> {
    /// Shows each note until there is none left or no more is wanted; the number of those seen.
    fn run(&mut self) -> Result<usize, SessionError> {
        for (at, item) in self.review.items().enumerate() {
            say::result(card(&item, self.review.kind_name(&item.kind), at + 1, self.review.len()));
            loop {
                let Some(answer) = answer(&self.term.read_key().map_err(SessionError::Terminal)?) else {
                    continue;
                };
                match answer {
                    Answer::Quit => return Ok(at + 1),
                    Answer::Skip => {}
                    Answer::Decide(decision) if !self.decide(&item, decision)? => continue,
                    Answer::Decide(_) => {}
                }
                break;
            }
        }
        Ok(self.review.len())
    }

    /// Writes a decision at once; false when the note has no such choice.
    fn decide(&mut self, item: &ReviewItem, decision: NoteDecision) -> Result<bool, SessionError> {
        let Some(fix) = self.review.fix(item, decision) else { return Ok(false) };
        let source = self.review.source_of(item);
        let editor = self.editors.entry(item.path.clone()).or_insert_with(|| FileEditor::new(source));
        editor.write(fix, &self.review.folder).map_err(SessionError::Edit)?;
        self.decided += 1;
        let done = match decision {
            NoteDecision::Take(_) => "quoted again in",
            NoteDecision::KeepAsOrphan => "marked as an orphan in",
        };
        say::result(style(format!("{done} {}", safe::message(&item.path))).dim());
        Ok(true)
    }
}

fn answer(key: &Key) -> Option<Answer> {
    match key {
        Key::Enter | Key::Char('t' | 'T') => Some(Answer::Decide(NoteDecision::Take(0))),
        Key::Char(digit @ '1'..='9') => {
            Some(Answer::Decide(NoteDecision::Take(*digit as usize - '1' as usize)))
        }
        Key::Char('o' | 'O') => Some(Answer::Decide(NoteDecision::KeepAsOrphan)),
        Key::Char('s' | 'S' | ' ') => Some(Answer::Skip),
        Key::Char('q' | 'Q') | Key::Escape | Key::CtrlC => Some(Answer::Quit),
        _ => None,
    }
}

/// A note as it is shown: old beside new, what it says, and the keys.
fn card(item: &ReviewItem, kind: &str, number: usize, count: usize) -> String {
    let by = if item.author.is_empty() { String::new() } else { format!(", by {}", item.author) };
    let title = format!("Note {}, {kind}{by}: {}", item.number, item.title);
    let place = format!("{}:{}, {number} of {count}", item.path, item.line);
    let mut lines = vec![
        String::new(),
        style(safe::message(&title)).bold().to_string(),
        style(safe::message(&place)).dim().to_string(),
        item.reason_text().to_string(),
        String::new(),
        style("When the note was written").bold().to_string(),
    ];
    let first = item.candidates.first().map(|candidate| candidate.passage.words.as_str());
    let (old, _) = compare(&item.old.words, first.unwrap_or(&item.old.words));
    lines.push(format!("     {}", passage(&item.old, &old, Side::Old)));
    if !item.candidates.is_empty() {
        lines.push(style("In the text now").bold().to_string());
    }
    for (at, candidate) in item.candidates.iter().enumerate() {
        let (_, new) = compare(&item.old.words, &candidate.passage.words);
        let place = match candidate.place.as_str() {
            "" => String::new(),
            place => style(format!("{}: ", safe::message(place))).dim().to_string(),
        };
        let key = if candidate.quotation.is_some() { (at + 1).to_string() } else { "-".to_string() };
        lines.push(format!(
            "  {}  {place}{}",
            style(key).bold(),
            passage(&candidate.passage, &new, Side::New)
        ));
    }
    lines.push(style("The note").bold().to_string());
    lines.extend(item.comment.lines().take(12).map(|line| format!("     {}", safe::message(line))));
    lines.push(String::new());
    lines.push(keys(item));
    lines.join("\n")
}

/// The keys that a note has.
fn keys(item: &ReviewItem) -> String {
    let choices: Vec<usize> =
        (0..item.candidates.len()).filter(|&at| item.candidates[at].quotation.is_some()).collect();
    let mut keys: Vec<String> = Vec::new();
    if choices.contains(&0) {
        keys.push("t take".to_string());
    }
    if item.candidates.len() > 1 && !choices.is_empty() {
        keys.push(format!("1-{} choose", item.candidates.len()));
    }
    keys.extend(["o keep as orphan", "s skip", "q quit"].map(str::to_string));
    style(keys.join("   ")).dim().to_string()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

/// The words of a passage in brackets, those of one side alone marked, with what stands around them.
fn passage(passage: &PassageText, words: &[WordSpan], side: Side) -> String {
    let mark = |span: &WordSpan| {
        let text = safe::message(&span.text);
        match (span.is_shared, side) {
            (true, _) => text,
            (false, Side::Old) => style(text).red().strikethrough().to_string(),
            (false, Side::New) => style(text).green().underlined().to_string(),
        }
    };
    let words: String = words.iter().map(mark).collect();
    let [before, after] = [&passage.before, &passage.after].map(|text| style(safe::message(text)).dim());
    format!("{before}[{words}]{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answer_has_one_key() {
        assert_eq!(answer(&Key::Char('t')), Some(Answer::Decide(NoteDecision::Take(0))));
        assert_eq!(answer(&Key::Char('3')), Some(Answer::Decide(NoteDecision::Take(2))));
        assert_eq!(answer(&Key::Char('o')), Some(Answer::Decide(NoteDecision::KeepAsOrphan)));
        assert_eq!(answer(&Key::Char('q')), Some(Answer::Quit));
        assert_eq!(answer(&Key::Char('0')), None);
    }
}
