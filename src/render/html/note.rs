//! Notes, written behind the block that first refers to them.

use super::{HtmlWriter, Setting};
use crate::config::{NoteKind, NotePlace};
use crate::model::{LostWords, Note, NoteId, PEOPLE, TOPICS, TimeRange};
use crate::text::html_escape::{push_attribute, push_markup, push_text};

/// A note with more references than this folds their list.
const FOLD_REFERENCES_ABOVE: u32 = 6;

/// The kind of a note that has none of its own: its number says enough.
const PLAIN_KIND: &str = "note";

impl<'a> HtmlWriter<'a> {
    /// Writes the notes of the block that has just ended, where they stand with their words.
    pub(super) fn notes_of_block(&mut self) {
        if self.context.setting == Setting::Page && self.place() == NotePlace::Block {
            self.waiting_notes();
        }
    }

    /// Writes the notes of the section that has just ended, where they stand at its end.
    pub(super) fn notes_of_section(&mut self) {
        let is_wanted = self.context.setting == Setting::Page && self.place() == NotePlace::Section;
        if is_wanted && !self.waiting.is_empty() {
            self.out.push_str("<div class=\"apparatus\">\n");
            self.waiting_notes();
            self.out.push_str("</div>\n");
        }
    }

    fn place(&self) -> NotePlace {
        self.context.site.config.theme.notes
    }

    /// Writes the notes that stand at the text's end.
    pub(super) fn notes_at_end(&mut self) {
        if !self.waiting.is_empty() {
            self.void("<hr");
            self.waiting_notes();
        }
    }

    /// Writes the notes that were referred to and not written yet, and the notes these refer to.
    fn waiting_notes(&mut self) {
        while let Some(id) = self.waiting.pop_front() {
            if !std::mem::replace(&mut self.written[id.0 as usize], true) {
                self.note(id);
            }
        }
    }

    /// Writes the notes on the page as a whole, under a heading of their own.
    pub(super) fn page_notes(&mut self) {
        self.notes_without_words(&self.document.page_notes, "page-notes", "notes_whole_page");
    }

    /// Writes the notes whose words are not on the page, under a heading of their own.
    pub(super) fn unplaced_notes(&mut self) {
        self.notes_without_words(&self.document.unplaced, "unplaced", "notes_unplaced");
    }

    fn notes_without_words(&mut self, notes: &[NoteId], class: &str, title: &str) {
        if notes.is_empty() {
            return;
        }
        push_markup(&mut self.out, format_args!("<section class=\"section {class}\">\n<h2>"));
        push_text(&mut self.out, self.context.strings.get(title));
        self.out.push_str("</h2>\n");
        self.waiting.extend(notes);
        self.waiting_notes();
        self.out.push_str("</section>\n");
    }

    fn note(&mut self, id: NoteId) {
        let note = self.document.note(id);
        self.out.push_str("<aside class=\"note\"");
        push_attribute(&mut self.out, "id", &note.anchor());
        self.kind(note);
        if let Some(by) = &note.attribution.by {
            push_attribute(&mut self.out, "data-by", &by.value);
        }
        let name = self.note_name(note);
        push_attribute(&mut self.out, "aria-label", &name);
        self.out.push_str(match self.context.setting.is_book() {
            true => " epub:type=\"footnote\" role=\"doc-footnote\">\n",
            false => " role=\"note\">\n",
        });
        self.note_head(note);
        if let Some(lost) = &note.lost {
            self.lost_words(lost);
        }
        self.blocks(&note.blocks);
        self.note_foot(note);
        self.out.push_str("</aside>\n");
    }

    /// The number, which leads back to the words, and what kind of note it is.
    fn note_head(&mut self, note: &Note) {
        self.out.push_str("<p class=\"note-head\">");
        if note.references > 0 {
            self.note_number(note);
        }
        self.out.push_str("<span class=\"note-kind\"");
        if let Some(sign) = self.note_kind(note).and_then(|kind| kind.sign.as_ref()) {
            push_attribute(&mut self.out, "data-sign", sign);
        }
        self.out.push('>');
        push_text(&mut self.out, self.context.strings.kind(&note.kind, &self.context.site.config));
        self.out.push_str("</span>");
        if let Some(TimeRange { at, to }) = note.time {
            self.out.push(' ');
            self.time(at, &at.to_string());
            if let Some(to) = to {
                self.out.push('–');
                self.time(to, &to.to_string());
            }
        }
        self.anchor(&note.anchor(), Some("link_note"));
        self.out.push_str("</p>\n");
        if let Some(parent) = note.reply_to {
            self.reply_to(self.document.note(parent));
        }
    }

    /// The note that this one replies to.
    fn reply_to(&mut self, parent: &Note) {
        self.out.push_str("<p class=\"note-reply\"><a");
        push_attribute(&mut self.out, "href", &self.context.setting.address(&parent.anchor()));
        self.out.push('>');
        let numbered = self.context.strings.fill("note_numbered", &parent.number.to_string());
        let text = self.context.strings.get("note_reply_to").replacen("{note}", &numbered, 1);
        push_text(&mut self.out, &text);
        self.out.push_str("</a></p>\n");
    }

    /// The words that a note was about, and when they were last there.
    fn lost_words(&mut self, lost: &LostWords) {
        if !lost.quotation.is_empty() {
            self.out.push_str("<blockquote class=\"lost-words\"><p>");
            push_text(&mut self.out, &lost.quotation);
            self.out.push_str("</p></blockquote>\n");
        }
        let (Some(date), Some(version)) = (lost.recorded, lost.version) else { return };
        let strings = self.context.strings;
        let recorded = strings.get("note_recorded").replacen("{date}", &strings.date(date), 1);
        self.out.push_str("<p class=\"lost-version\">");
        push_text(&mut self.out, &recorded.replacen("{version}", &format!("{version:08x}"), 1));
        self.out.push_str("</p>\n");
    }

    /// By what the styles know the kind of a note, and the colour that the site gave it.
    pub(super) fn kind(&mut self, note: &Note) {
        push_attribute(&mut self.out, "data-kind", &note.kind);
        if let Some(colour) = self.note_kind(note).and_then(|kind| kind.colour) {
            push_attribute(&mut self.out, "data-colour", colour.name());
        }
    }

    fn note_kind(&self, note: &Note) -> Option<&'a NoteKind> {
        self.context.site.config.kinds.get(&note.kind)
    }

    fn note_number(&mut self, note: &Note) {
        self.out.push_str("<a class=\"note-number\"");
        push_attribute(&mut self.out, "href", &self.context.setting.address(&reference_anchor(note, 1)));
        let back = self.context.strings.get("note_back");
        push_attribute(&mut self.out, "aria-label", &format!("{}: {back}", note.number));
        push_markup(&mut self.out, format_args!(" role=\"doc-backlink\">{}</a> ", note.number));
    }

    /// The name of a note for readers who do not see its reference: its kind and its number.
    pub(super) fn note_name(&self, note: &Note) -> String {
        let strings = self.context.strings;
        let numbered = strings.fill("note_numbered", &note.number.to_string());
        if note.kind == PLAIN_KIND {
            return numbered;
        }
        let kind = strings.kind(&note.kind, &self.context.site.config);
        strings.get("note_of_kind").replacen("{kind}", kind, 1).replacen("{note}", &numbered, 1)
    }

    fn note_foot(&mut self, note: &Note) {
        let attribution = &note.attribution;
        let is_signed =
            attribution.by.is_some() || attribution.date.is_some() || !attribution.tags.is_empty();
        if is_signed {
            self.signature(note);
        }
        // In a book each reference leads here, and a device leads back from where it came.
        if note.references > 1 && !self.context.setting.is_book() {
            self.back_links(note);
        }
    }

    fn signature(&mut self, note: &Note) {
        self.out.push_str("<p class=\"note-by\">");
        if let Some(by) = &note.attribution.by {
            self.author(&by.value);
        }
        if let Some(date) = note.attribution.date {
            push_markup(&mut self.out, format_args!("<time datetime=\"{date}\"><bdi>"));
            push_text(&mut self.out, &self.context.strings.date(date));
            self.out.push_str("</bdi></time> ");
        }
        for tag in &note.attribution.tags {
            self.tag(tag);
        }
        self.out.push_str("</p>\n");
    }

    fn author(&mut self, by: &str) {
        let name = self.context.site.config.people.get(by).map_or(by, |person| &person.name);
        let address = self.context.site.people.contains_key(by).then(|| format!("{PEOPLE}{by}/"));
        self.out.push_str("<cite><bdi>");
        self.text_link(name, address.as_deref());
        self.out.push_str("</bdi></cite> ");
    }

    pub(super) fn tag(&mut self, written: &str) {
        let found = self.context.site.tags.find(written);
        let label = found.map_or(written, |(_, topic)| topic.tag.label.as_str());
        let address = found.map(|(id, _)| format!("{TOPICS}{id}/"));
        self.out.push_str("<span class=\"tag\">");
        self.text_link(label, address.as_deref());
        self.out.push_str("</span> ");
    }

    /// Words that lead to the page at `address`, if there is one.
    fn text_link(&mut self, text: &str, address: Option<&str>) {
        let address = address.and_then(|address| self.context.setting.page(address, self.context.root));
        let Some(address) = address else { return push_text(&mut self.out, text) };
        self.out.push_str("<a");
        push_attribute(&mut self.out, "href", &address);
        self.out.push('>');
        push_text(&mut self.out, text);
        self.out.push_str("</a>");
    }

    /// A link to each place that refers to the note.
    fn back_links(&mut self, note: &Note) {
        let is_long = note.references > FOLD_REFERENCES_ABOVE;
        let count = self.context.strings.fill("note_references", &note.references.to_string());
        self.out.push_str(if is_long {
            "<details class=\"places\"><summary>"
        } else {
            "<p class=\"places\">"
        });
        push_text(&mut self.out, &count);
        self.out.push_str(if is_long { "</summary>\n" } else { " " });
        for occurrence in 1..=note.references {
            self.back_link(note, occurrence);
        }
        self.out.push_str(if is_long { "</details>\n" } else { "</p>\n" });
    }

    fn back_link(&mut self, note: &Note, occurrence: u32) {
        self.out.push_str("<a");
        push_attribute(
            &mut self.out,
            "href",
            &self.context.setting.address(&reference_anchor(note, occurrence)),
        );
        let label = self.context.strings.fill("note_place", &occurrence.to_string());
        push_attribute(&mut self.out, "aria-label", &label);
        push_markup(&mut self.out, format_args!(" role=\"doc-backlink\">{occurrence}</a> "));
    }
}

/// The anchor of a note's first, second, … reference.
fn reference_anchor(note: &Note, occurrence: u32) -> String {
    crate::model::NoteRef { note: NoteId(0), occurrence, mark: None }.anchor(&note.name)
}
