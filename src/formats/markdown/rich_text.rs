//! Runs of words as Markdown: emphasis, links, and the marks of notes.

use crate::text::markdown::{Around, escape_between};
use crate::text::rich::{Marks, RichText, StyledRun};

/// Words as one line of Markdown. `before` is the character that stands before them on their line;
/// `names` are those of the notes.
pub fn write(text: &RichText, before: Option<char>, names: &[String]) -> String {
    let mut writer = RichTextWriter { out: String::new(), before, names, is_highlighted: false };
    for (at, run) in text.runs.iter().enumerate() {
        let after = text.runs[at + 1..].iter().find_map(|run| run.text.chars().next());
        writer.run(
            run,
            Neighbours { after, shares_notes: text.runs.get(at + 1).is_some_and(|next| goes_on(run, next)) },
        );
    }
    writer.out.trim_end().to_string()
}

/// Tells whether the words of `next` are under the same notes as those of `run`.
fn goes_on(run: &StyledRun, next: &StyledRun) -> bool {
    is_highlight(run)
        && is_highlight(next)
        && run.marks.notes == next.marks.notes
        && !run.text.is_empty()
        && !next.text.trim().is_empty()
}

/// The surroundings of a run.
#[derive(Clone, Copy)]
struct Neighbours {
    after: Option<char>,
    /// True if the next run is under the same notes.
    shares_notes: bool,
}

/// Tells whether words stand between `==` and `==`.
fn is_highlight(run: &StyledRun) -> bool {
    run.marks.highlight || !run.marks.notes.is_empty()
}

struct RichTextWriter<'a> {
    out: String,
    before: Option<char>,
    names: &'a [String],
    /// True if a highlight is open, over words with other marks.
    is_highlighted: bool,
}

impl RichTextWriter<'_> {
    /// Delimiters must cling to words: white space at a run's ends stands outside of them.
    fn run(&mut self, run: &StyledRun, next: Neighbours) {
        let words = run.text.trim();
        let start = run.text.find(words).unwrap_or_default();
        let (lead, tail) = (&run.text[..start], &run.text[start + words.len()..]);
        self.push(lead);
        if is_highlight(run) && !words.is_empty() && !self.is_highlighted && can_open(words, self.last()) {
            self.push("==");
            self.is_highlighted = true;
        }
        let is_closed = is_highlight(run) && !next.shares_notes;
        let after = if is_closed { Some('=') } else { tail.chars().next().or(next.after) };
        self.words(&run.marks, words, after);
        if !next.shares_notes {
            self.notes(run);
        }
        self.push(tail);
    }

    fn words(&mut self, marks: &Marks, words: &str, after: Option<char>) {
        let delimiters = Delimiters::for_marks(marks, words, Around { before: self.last(), after });
        let around = match delimiters.is_any() || self.is_highlighted {
            true => Around { before: Some('*'), after: Some('*') },
            false => Around { before: self.last(), after },
        };
        self.push(&format!("{}{}{}", delimiters.open, escape_between(words, around), delimiters.close));
    }

    /// Closes the highlight and names its notes.
    fn notes(&mut self, run: &StyledRun) {
        if std::mem::take(&mut self.is_highlighted) {
            self.push("==");
        }
        let notes: String = run.marks.notes.iter().map(|&note| format!("[^{}]", self.names[note])).collect();
        self.push(&notes);
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn last(&self) -> Option<char> {
        self.out.chars().next_back().or(self.before)
    }
}

/// The delimiters around a run.
#[derive(Default)]
struct Delimiters {
    open: String,
    close: String,
}

impl Delimiters {
    fn for_marks(marks: &Marks, words: &str, around: Around) -> Delimiters {
        let mut delimiters = Delimiters::default();
        if words.is_empty() {
            return delimiters;
        }
        if let Some(href) = marks.link.as_deref().filter(|href| is_plain_address(href)) {
            delimiters.wrap("[", &format!("]({href})"));
        }
        let closes = marks.link.is_some() || can_close(words, around.after);
        if can_open(words, around.before) && closes {
            delimiters.wrap(if marks.strong { "**" } else { "" }, if marks.strong { "**" } else { "" });
            delimiters.wrap(if marks.emphasis { "*" } else { "" }, if marks.emphasis { "*" } else { "" });
        }
        delimiters
    }

    /// Adds a pair inside those there are.
    fn wrap(&mut self, open: &str, close: &str) {
        self.open.push_str(open);
        self.close.insert_str(0, close);
    }

    fn is_any(&self) -> bool {
        !self.open.is_empty()
    }
}

/// Markdown opens emphasis before a sign of punctuation only after a space or another such sign.
fn can_open(words: &str, before: Option<char>) -> bool {
    words.starts_with(char::is_alphanumeric) || before.is_none_or(|c| !c.is_alphanumeric())
}

fn can_close(words: &str, after: Option<char>) -> bool {
    words.ends_with(char::is_alphanumeric) || after.is_none_or(|c| !c.is_alphanumeric())
}

fn is_plain_address(href: &str) -> bool {
    !href.is_empty() && !href.contains(|c: char| c.is_whitespace() || c.is_control() || "()<>\\".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, marks: Marks) -> StyledRun {
        StyledRun { text: text.into(), marks }
    }

    #[test]
    fn marks_cling_to_words() {
        let strong = Marks { strong: true, ..Marks::default() };
        let noted = Marks { notes: vec![0, 1], ..Marks::default() };
        let linked = Marks { link: Some("https://a.example/b".into()), emphasis: true, ..Marks::default() };
        let text = RichText {
            runs: vec![
                run("We ", Marks::default()),
                run(" bet ", strong.clone()),
                run("it all", noted),
                run("(", strong),
                run("x) ", linked),
                run("", Marks { notes: vec![1], ..Marks::default() }),
            ],
        };
        let names = ["fact:bet".to_string(), "n".to_string()];
        assert_eq!(
            write(&text, Some(' '), &names),
            "We  **bet** ==it all==[^fact:bet][^n]([*x)*](https://a.example/b) [^n]"
        );
    }
}
