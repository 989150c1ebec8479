//! Inlines of a paragraph as HTML.

use super::{HtmlWriter, Setting};
use crate::model::{Href, Inline, Mark, MarkId, Note, NoteRef, PageBreak, WithheldPassage};
use crate::render::address::is_web_address;
use crate::text::formula::FormulaPlace;
use crate::text::html_escape::{push_attribute, push_markup, push_text, push_words};
use crate::text::script_runs::{ScriptClass, ScriptRun, script_runs};
use crate::text::timecode::Timecode;

/// The end of a reference's markup; if another follows directly, the theme separates the two.
const SIGN_END: &str = "</sup></a>";

/// The attributes of a link that leads out of the site.
const EXTERNAL: &str = " rel=\"external noopener\"";

impl<'a> HtmlWriter<'a> {
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text { text, .. } => self.words(text),
            Inline::Code(code) => self.text_element("<code>", code, "</code>"),
            Inline::RawHtml(html) => self.text_element("<code class=\"raw\">", html, "</code>"),
            Inline::Gap(gap) => self.text_element("<span class=\"gap\">", gap, "</span>"),
            Inline::Emphasis(children) => {
                let before = std::mem::replace(&mut self.in_emphasis, true);
                self.element("em", children);
                self.in_emphasis = before;
            }
            Inline::Strong(children) => self.element("strong", children),
            Inline::Strike(children) => self.element("s", children),
            Inline::Subscript(children) => self.element("sub", children),
            Inline::Superscript(children) => self.element("sup", children),
            Inline::Link { href, title, children, .. } => self.link(href, title, children),
            Inline::Image { src, alt, title, look, .. } => self.image(src, alt, title, look.as_deref()),
            Inline::Formula { latex, is_display: true } => self.formula(latex, FormulaPlace::Display),
            Inline::Formula { latex, is_display: false } => self.formula(latex, FormulaPlace::Inline),
            Inline::Ruby { children, reading } => self.ruby(children, reading),
            Inline::HardBreak => self.void("<br"),
            Inline::SoftBreak => self.out.push('\n'),
            Inline::Mark { mark, first, children } => self.mark(*mark, *first, children),
            Inline::NoteRef(reference) => self.note_ref(reference),
            Inline::Citation(citation) => self.citation(citation),
            Inline::Time { time, written } => self.time(*time, written),
            Inline::Anchor(name) => self.named_place(name),
            Inline::Withheld { passage, children } => self.withheld(passage, children),
            Inline::PageBreak(page) => self.page_break(page),
        }
    }

    /// Words that are withheld, or that this edition alone shows.
    fn withheld(&mut self, passage: &WithheldPassage, children: &'a [Inline]) {
        let is_said = !passage.is_shown || children.is_empty();
        self.out.push_str(match (passage.is_shown, is_said) {
            (false, _) => "<span class=\"withheld\"",
            (true, true) => "<span class=\"withheld tag\"",
            (true, false) => "<span class=\"withheld shown\"",
        });
        if !is_said {
            push_attribute(&mut self.out, "title", &passage.label);
        }
        self.out.push('>');
        match is_said {
            true => push_text(&mut self.out, &passage.label),
            false => self.inlines(children),
        }
        self.out.push_str("</span>");
    }

    /// A place for links from within the site; two texts on one page might have the same.
    fn named_place(&mut self, name: &str) {
        if matches!(self.context.setting, Setting::Page | Setting::Book(_)) {
            self.out.push_str("<span");
            push_attribute(&mut self.out, "id", name);
            self.out.push_str("></span>");
        }
    }

    /// The number of a page of the printed source. It is no word of the text: a style sheet shows it, so that it is neither
    /// found nor copied among the words.
    fn page_break(&mut self, page: &PageBreak) {
        let name = self.context.strings.fill("printed_page", &page.number);
        match self.context.setting {
            Setting::Book(_) => {
                self.out.push_str("<span epub:type=\"pagebreak\" role=\"doc-pagebreak\"");
                if !page.anchor.is_empty() {
                    push_attribute(&mut self.out, "id", &page.anchor);
                }
                push_attribute(&mut self.out, "aria-label", &name);
                self.out.push_str("></span>");
            }
            Setting::Page => {
                let is_link = self.held.is_none() && !page.anchor.is_empty();
                let element = if is_link { "a" } else { "span" };
                push_markup(&mut self.out, format_args!("<{element} class=\"printed-page\""));
                if !page.anchor.is_empty() {
                    push_attribute(&mut self.out, "id", &page.anchor);
                }
                match is_link {
                    true => {
                        push_attribute(&mut self.out, "href", &self.context.setting.address(&page.anchor))
                    }
                    false => self.out.push_str(" role=\"doc-pagebreak\""),
                }
                push_attribute(&mut self.out, "data-page", &page.number);
                push_attribute(&mut self.out, "aria-label", &name);
                push_markup(&mut self.out, format_args!("></{element}>"));
            }
            Setting::Elsewhere(_) | Setting::Beside(_) => {}
        }
    }

    /// Words in another script say which language they are in, where that is clear, and run their own way.
    pub(super) fn words(&mut self, text: &str) {
        for ScriptRun { text, language, is_right_to_left } in script_runs(text, self.script) {
            if language.is_none() && !is_right_to_left {
                self.words_at_home(text);
                continue;
            }
            self.out.push_str("<span");
            language.into_iter().for_each(|tag| push_attribute(&mut self.out, "lang", tag));
            if is_right_to_left {
                self.out.push_str(" dir=\"rtl\"");
            }
            self.out.push('>');
            push_words(&mut self.out, text);
            self.out.push_str("</span>");
        }
    }

    /// Latin words in a Chinese or Japanese text say so where they would be set in its way: an apostrophe would take the
    /// width of a character, and emphasis dots would stand below letters.
    fn words_at_home(&mut self, text: &str) {
        if self.script != ScriptClass::EastAsian || self.context.setting.is_book() {
            return push_words(&mut self.out, text);
        }
        let mut rest = text;
        while let Some((start, end)) = latin_words(rest, self.in_emphasis) {
            push_words(&mut self.out, &rest[..start]);
            self.out.push_str("<span lang=\"und-Latn\">");
            push_words(&mut self.out, &rest[start..end]);
            self.out.push_str("</span>");
            rest = &rest[end..];
        }
        push_words(&mut self.out, rest);
    }

    pub(super) fn text_element(&mut self, open: &str, text: &str, close: &str) {
        self.out.push_str(open);
        push_text(&mut self.out, text);
        self.out.push_str(close);
    }

    fn element(&mut self, name: &str, children: &'a [Inline]) {
        push_markup(&mut self.out, format_args!("<{name}>"));
        self.inlines(children);
        push_markup(&mut self.out, format_args!("</{name}>"));
    }

    fn link(&mut self, href: &Href, title: &str, children: &'a [Inline]) {
        let address = self.context.setting.resolve(href, self.context.root, self.context.site);
        let Some(address) = address.filter(|_| self.held.is_none()) else {
            return self.inlines(children);
        };
        self.out.push_str("<a");
        push_attribute(&mut self.out, "href", &address);
        if matches!(href, Href::External(_)) {
            self.out.push_str(EXTERNAL);
        }
        self.title(title);
        self.out.push('>');
        self.held = Some(String::new());
        self.inlines(children);
        self.out.push_str("</a>");
        let held = self.held.take().unwrap_or_default();
        self.out.push_str(&held);
    }

    pub(super) fn title(&mut self, title: &str) {
        if !title.is_empty() {
            push_attribute(&mut self.out, "title", title);
        }
    }

    /// Highlighted words name the notes on them, so that a reader of either finds the other.
    fn mark(&mut self, id: MarkId, first: bool, children: &'a [Inline]) {
        let mark = &self.document.marks[id.0 as usize];
        let class = if mark.is_key_quote() { "span quote" } else { "span" };
        push_markup(&mut self.out, format_args!("<mark class=\"{class}\""));
        if first && self.context.setting.is_alone() {
            push_attribute(&mut self.out, "id", &mark.anchor);
        }
        self.mark_details(mark);
        self.out.push('>');
        self.inlines(children);
        self.out.push_str("</mark>");
    }

    /// `aria-details` may name one element only; scripts find all of them in `data-notes`.
    fn mark_details(&mut self, mark: &Mark) {
        let notes: Vec<&Note> = mark.notes.iter().map(|&note| self.document.note(note)).collect();
        let Some(first) = notes.first() else { return };
        self.kind(first);
        if !self.context.setting.is_alone() {
            return;
        }
        push_attribute(&mut self.out, "aria-details", &first.anchor());
        if notes.len() > 1 {
            let anchors: Vec<String> = notes.iter().map(|note| note.anchor()).collect();
            push_attribute(&mut self.out, "data-notes", &anchors.join(" "));
        }
    }

    fn note_ref(&mut self, reference: &NoteRef) {
        self.waiting.push_back(reference.note);
        match self.held.take() {
            Some(held) => {
                let linked = std::mem::replace(&mut self.out, held);
                self.note_reference(reference);
                self.held = Some(std::mem::replace(&mut self.out, linked));
            }
            None => self.note_reference(reference),
        }
    }

    /// The note's number. It carries the reference's anchor unless the highlight before it does.
    fn note_reference(&mut self, reference: &NoteRef) {
        let note = self.document.note(reference.note);
        let anchor = reference.anchor(&note.name);
        let mark = reference.mark.map(|mark| &self.document.marks[mark.0 as usize]);
        let is_next = self.out.ends_with(SIGN_END);
        self.out.push_str(if is_next { "<a class=\"note-ref next\"" } else { "<a class=\"note-ref\"" });
        if self.context.setting.is_book() {
            self.out.push_str(" epub:type=\"noteref\"");
        }
        if self.context.setting.is_alone() && mark.is_none_or(|mark| mark.anchor != anchor) {
            push_attribute(&mut self.out, "id", &anchor);
        }
        push_attribute(&mut self.out, "href", &self.context.setting.note_address(&note.anchor()));
        self.kind(note);
        let number = note.number.to_string();
        let name = self.note_name(note);
        push_attribute(&mut self.out, "aria-label", &name);
        push_markup(&mut self.out, format_args!(" role=\"doc-noteref\"><sup>{number}{SIGN_END}"));
    }

    /// A time leads into the recording, where there is one.
    pub(super) fn time(&mut self, time: Timecode, written: &str) {
        let recording = self.context.recording.filter(|_| self.held.is_none());
        match recording {
            Some(recording) => {
                self.out.push_str("<a class=\"time\"");
                let href = format!("{}{}{}", recording.before, time.0 / 1000, recording.after);
                push_attribute(&mut self.out, "href", &href);
                push_attribute(&mut self.out, "data-start", &time.seconds());
                if is_web_address(&recording.before) {
                    self.out.push_str(EXTERNAL);
                }
                self.out.push('>');
                self.time_element(time, written);
                self.out.push_str("</a>");
            }
            None => self.time_element(time, written),
        }
    }

    fn time_element(&mut self, time: Timecode, written: &str) {
        push_markup(&mut self.out, format_args!("<time datetime=\"{}\">", time.iso()));
        push_text(&mut self.out, written);
        self.out.push_str("</time>");
    }
}

/// The place of the first run of Latin words of `text` that has a typographic apostrophe between two letters, or the
/// first of all such runs if `any`.
fn latin_words(text: &str, any: bool) -> Option<(usize, usize)> {
    let is_latin = |c: char| c.is_ascii_alphanumeric() || ('\u{c0}'..='\u{24f}').contains(&c);
    let is_inside = |c: char| is_latin(c) || matches!(c, ' ' | '\'' | '’' | '-' | '.' | ',');
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_alphabetic()).map(|at| from + at) {
        let stop = text[start..].find(|c| !is_inside(c)).map_or(text.len(), |at| start + at);
        let words = text[start..stop].trim_end_matches(|c| !is_latin(c));
        let apostrophe = words.find('’').map(|at| &words[at + '’'.len_utf8()..]);
        if any || apostrophe.is_some_and(|behind| behind.starts_with(is_latin)) {
            return Some((start, start + words.len()));
        }
        from = stop.max(start + 1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::latin_words;

    #[test]
    fn latin_words_are_found_where_they_need_a_language() {
        let found = |text: &'static str, any| latin_words(text, any).map(|(start, end)| &text[start..end]);
        assert_eq!(found("他说 don’t ask, I said，然后", false), Some("don’t ask, I said"));
        assert_eq!(found("GPT-5 发布“之后”", false), None);
        assert_eq!(found("用 GPT-5 做", true), Some("GPT-5"));
        assert_eq!(found("他说‘好’", false), None);
    }
}
