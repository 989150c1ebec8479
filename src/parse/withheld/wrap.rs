//! Withheld words in the tree that Markdown was made of.

use super::WithheldMarks;
use crate::config::Edition;
use crate::model::{Block, Document, Inline, Note, WithheldPassage, WithheldScope};
use crate::parse::markdown::TopLevelPart;

impl WithheldMarks {
    /// Puts the marks in the place of their signs in a text and its notes.
    pub fn wrap(&self, pieces: &mut [TopLevelPart], notes: &mut [Note]) {
        if self.list.is_empty() {
            return;
        }
        for piece in pieces {
            match piece {
                TopLevelPart::Heading(heading) => {
                    self.run(&mut heading.inlines);
                    trim_end(&mut heading.inlines);
                    heading.access = self.section_at(heading.span);
                    if heading.access.is_some() {
                        heading.id = None;
                    }
                }
                TopLevelPart::Block(block) => self.block(block),
            }
        }
        notes.iter_mut().flat_map(|note| &mut note.blocks).for_each(|block| self.block(block));
    }

    fn block(&self, block: &mut Block) {
        block.for_each_inlines_mut(&mut |inlines| self.run(inlines));
    }

    fn run(&self, inlines: &mut Vec<Inline>) {
        let mut wrapper = RunWrapper { marks: self, open: None, whole: None };
        let mut out = wrapper.wrap(std::mem::take(inlines));
        if let Some(mark) = wrapper.whole {
            let time = usize::from(matches!(out.first(), Some(Inline::Time { .. })));
            let words = out.split_off(time);
            match (self.list[mark].is_shown, self.list[mark].scope) {
                (false, _) => out.push(self.inline(mark, Vec::new())),
                (true, WithheldScope::Paragraph) => out.push(self.inline(mark, words)),
                (true, WithheldScope::Section) => {
                    out.extend(words);
                    out.push(self.inline(mark, Vec::new()));
                }
                (true, _) => {
                    out.push(self.inline(mark, Vec::new()));
                    out.extend(words);
                }
            }
        }
        *inlines = out;
    }

    fn inline(&self, mark: usize, children: Vec<Inline>) -> Inline {
        let mark = &self.list[mark];
        let passage = WithheldPassage {
            access: mark.access.clone(),
            is_shown: mark.is_shown,
            label: String::new(),
            at: mark.span.start,
        };
        Inline::Withheld { passage: Box::new(passage), children }
    }

    /// The mark of words whose sign at byte `at` of the file is `c`: of those with the same sign, the nearest.
    fn words_at(&self, c: char, at: u32) -> Option<usize> {
        let (remainder, signs) = self.signs.position(c)?;
        let near = self.words.partition_point(|&mark| self.list[mark].span.start < at);
        let around = near.saturating_sub(signs)..(near + signs).min(self.words.len());
        let same = around.filter(|number| number % signs == remainder).map(|number| self.words[number]);
        same.min_by_key(|&mark| self.list[mark].span.start.abs_diff(at))
    }

    fn braces_at(&self, at: u32) -> Option<usize> {
        let first = self.list.partition_point(|mark| mark.span.start < at);
        let mark = self.list.get(first).filter(|mark| mark.span.start == at)?;
        (mark.scope != WithheldScope::Words).then_some(first)
    }

    /// Tells if braces of a block end at byte `at` of the file.
    fn ends_braces(&self, at: u32) -> bool {
        let after = self.list.partition_point(|mark| mark.span.start < at);
        let mark = self.list[..after].last();
        mark.is_some_and(|mark| mark.scope != WithheldScope::Words && mark.span.end == at)
    }
}

/// The sign of an omission in a quotation.
const OMISSION: &str = "[…]";

/// Wraps the words of one run.
struct RunWrapper<'m> {
    marks: &'m WithheldMarks,
    /// The mark that is open.
    open: Option<usize>,
    /// The mark that the run belongs to as a whole.
    whole: Option<usize>,
}

impl RunWrapper<'_> {
    fn wrap(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        let mut out = Vec::new();
        for mut inline in inlines {
            match &mut inline {
                Inline::Text { text, at } => self.text(text, *at, &mut out),
                Inline::Image { alt, title, look, .. } => {
                    let caption = look.as_deref_mut().map(|look| &mut look.caption);
                    [alt, title].into_iter().chain(caption).for_each(|text| self.clean(text));
                    self.push(&mut out, inline);
                }
                Inline::Formula { latex, .. } => {
                    self.clean(latex);
                    self.push(&mut out, inline);
                }
                _ => match inline.children_mut() {
                    Some(children) => {
                        let wrapped = self.wrap(std::mem::take(children));
                        *children = wrapped;
                        out.push(inline);
                    }
                    None => self.push(&mut out, inline),
                },
            }
        }
        out
    }

    /// Takes the signs out of a text that can have no marks in it. Two of a mark without words between them become an
    /// ellipsis, so that the text does not seem to be whole.
    fn clean(&self, text: &mut String) {
        let is_sign = |c: char| self.marks.signs.position(c).is_some();
        let (mut out, mut before) = (String::with_capacity(text.len()), None);
        for c in text.chars().filter(|c| !self.marks.signs.is_filler(*c)) {
            match is_sign(c) {
                true if before == Some(c) => out.push_str(OMISSION),
                true => {}
                false => out.push(c),
            }
            before = Some(c);
        }
        *text = out;
    }

    fn text(&mut self, text: &str, at: u32, out: &mut Vec<Inline>) {
        let mut from = 0;
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            let place = at + start as u32;
            let is_filler = self.marks.signs.is_filler(c);
            if is_filler || c == '{' {
                self.whole = self.marks.braces_at(place).or(self.whole);
            }
            if is_filler {
                self.push_text(out, &text[from..start], at + from as u32);
                from = start + c.len_utf8();
                // White space behind braces goes with them.
                let ends = chars.peek().is_some_and(|(_, next)| !self.marks.signs.is_filler(*next));
                if ends && self.marks.ends_braces(place + 1) {
                    from += text[from..].len() - text[from..].trim_start().len();
                    while chars.next_if(|(at, _)| *at < from).is_some() {}
                }
            } else if let Some(mark) = self.marks.words_at(c, place) {
                self.push_text(out, &text[from..start], at + from as u32);
                from = start + c.len_utf8();
                self.toggle(mark, out);
            }
        }
        self.push_text(out, &text[from..], at + from as u32);
    }

    fn toggle(&mut self, mark: usize, out: &mut Vec<Inline>) {
        if self.open.take() != Some(mark) {
            self.open = Some(mark);
            if !self.marks.list[mark].is_shown {
                out.push(self.marks.inline(mark, Vec::new()));
            }
        }
    }

    fn push_text(&self, out: &mut Vec<Inline>, text: &str, at: u32) {
        if !text.is_empty() {
            self.push(out, Inline::Text { text: text.to_string(), at });
        }
    }

    /// Adds an inline to the open mark. Words that are withheld go: they should have been taken out of the text before.
    fn push(&self, out: &mut Vec<Inline>, inline: Inline) {
        let Some(mark) = self.open else { return out.push(inline) };
        if !self.marks.list[mark].is_shown {
            return;
        }
        let at = self.marks.list[mark].span.start;
        match out.last_mut() {
            Some(Inline::Withheld { passage, children }) if passage.at == at => children.push(inline),
            _ => out.push(self.marks.inline(mark, vec![inline])),
        }
    }
}

/// Takes white space off the end of a run, before the sign that may stand there.
fn trim_end(inlines: &mut [Inline]) {
    let last = inlines.iter_mut().rfind(|inline| !matches!(inline, Inline::Withheld { .. }));
    if let Some(Inline::Text { text, .. }) = last {
        text.truncate(text.trim_end().len());
    }
}

/// Takes the words that are withheld from some out of a document for as long as `name` names its parts: permalinks are
/// the same in all editions, and stay when the words are opened.
pub fn without_words<T>(document: &mut Document, name: impl FnOnce(&mut Document) -> T) -> T {
    let mut taken = Vec::new();
    let mut take = |inlines: &mut Vec<Inline>| take_words(inlines, &mut taken);
    document.for_each_run_mut(&mut take);
    let named = name(document);
    let mut taken = taken.into_iter();
    document.for_each_run_mut(&mut |inlines: &mut Vec<Inline>| give_back(inlines, &mut taken));
    named
}

fn take_words(inlines: &mut [Inline], taken: &mut Vec<Vec<Inline>>) {
    for inline in inlines {
        match inline {
            Inline::Withheld { children, .. } => taken.push(std::mem::take(children)),
            other => other.children_mut().into_iter().for_each(|children| take_words(children, taken)),
        }
    }
}

fn give_back(inlines: &mut [Inline], taken: &mut impl Iterator<Item = Vec<Inline>>) {
    for inline in inlines {
        match inline {
            Inline::Withheld { children, .. } => *children = taken.next().unwrap_or_default(),
            other => other.children_mut().into_iter().for_each(|children| give_back(children, taken)),
        }
    }
}

/// Makes words that are open to everybody words like all others.
pub fn release(document: &mut Document, edition: &Edition) {
    let mut open = |inlines: &mut Vec<Inline>| release_words(inlines, edition);
    open(&mut document.title);
    document.for_each_run_mut(&mut open);
    for block in document.notes.iter_mut().flat_map(|note| &mut note.blocks) {
        block.for_each_inlines_mut(&mut open);
    }
    let is_open = |access: &mut crate::config::Access| access.is_open_on(edition.date);
    for section in &mut document.sections {
        section.heading.iter_mut().for_each(|heading| drop(heading.access.take_if(is_open)));
        section.turns.iter_mut().for_each(|turn| drop(turn.access.take_if(is_open)));
    }
    document.withheld.retain(|entry| !entry.access.is_open_on(edition.date));
}

fn release_words(inlines: &mut Vec<Inline>, edition: &Edition) {
    for inline in inlines.iter_mut() {
        inline.children_mut().into_iter().for_each(|children| release_words(children, edition));
    }
    let is_open = |inline: &Inline| matches!(inline, Inline::Withheld { passage, .. } if passage.access.is_open_on(edition.date));
    if inlines.iter().any(is_open) {
        let opened = std::mem::take(inlines).into_iter().flat_map(|inline| match inline {
            Inline::Withheld { children, passage } if passage.access.is_open_on(edition.date) => children,
            other => vec![other],
        });
        *inlines = opened.collect();
    }
}
