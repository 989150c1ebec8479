//! The markup of a text, written from the model into one string. Templates only frame it.

mod block;
mod citation;
mod example;
mod figure;
mod inline;
mod note;
mod parallel;
mod points;
mod quoted;
mod related;
mod unit;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, VecDeque};

pub use self::parallel::{ParallelText, Row, parallel, title};
use super::about::voice;
use super::address::{Root, fragment, uri};
use super::strings::Strings;
use crate::config::Readers;
use crate::model::{
    Block, Document, Heading, Href, NoteId, PageId, ParagraphIds, Section, SectionNumber, Site, SpeakerId,
    Turn,
};
use crate::source::Located;
use crate::text::html_escape::{push_attribute, push_markup, push_text};
use crate::text::script::is_alphanumeric;
use crate::text::script_runs::ScriptClass;
use crate::text::timecode::Timecode;

/// The end tag of a paragraph, and the end of its line.
const PARAGRAPH_END: &str = "</p>\n";

/// The context of a text's markup besides the text.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The site.
    pub site: &'a Site,
    /// The way from the page to the output's root.
    pub root: &'a Root,
    /// The language of the text, a BCP 47 tag.
    pub language: &'a str,
    /// The theme's words in the page's language.
    pub strings: &'a Strings,
    /// The recording's address as it is linked from the page; times link into it.
    pub recording: Option<&'a RecordingAddress>,
    /// The place in which the text is read.
    pub setting: Setting<'a>,
}

/// A place in which a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting<'a> {
    /// On its page: each note follows the block that first refers to it, and a script brings it to its
    /// words.
    Page,
    /// In a feed or another program: notes stand at the end, and links to the text itself lead to its
    /// page, which is at this address.
    Elsewhere(&'a str),
    /// Beside its translation: notes stay on the page of the text, which is at this address.
    Beside(&'a str),
    /// In a book, which is XML: notes stand at the end and pop up, and links lead to what the book has or
    /// to the web.
    Book(&'a Volume),
}

/// The contents of a book and the address of the site, as far as links need them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Volume {
    /// The file of each page in it.
    pub files: BTreeMap<PageId, String>,
    /// The site on the web, if it is known.
    pub web: Option<Root>,
}

impl Setting<'_> {
    /// The address of `href`; `None` when its words should be shown without a link.
    pub fn resolve(self, href: &Href, root: &Root, site: &Site) -> Option<String> {
        match (self, href) {
            (_, Href::Anchor(anchor)) => Some(self.address(anchor)),
            (Setting::Book(volume), Href::Page { page, anchor }) if volume.files.contains_key(page) => {
                let anchor = anchor.as_deref().map(fragment).unwrap_or_default();
                Some(format!("{}{anchor}", volume.files[page]))
            }
            (Setting::Book(_), Href::External(address)) => Some(uri(address)),
            (Setting::Book(volume), href) => volume.web.as_ref()?.resolve(href, site),
            (_, href) => root.resolve(href, site),
        }
    }

    /// The address of the site's page that is published at `address`; `None` when it cannot be linked to.
    fn page(self, address: &str, root: &Root) -> Option<String> {
        match self {
            Setting::Book(volume) => volume.web.as_ref().map(|root| root.page(address)),
            _ => Some(root.page(address)),
        }
    }

    /// The address of an anchor of the text itself.
    fn address(self, anchor: &str) -> String {
        match self {
            Setting::Page | Setting::Book(_) | Setting::Beside(_) => fragment(anchor),
            Setting::Elsewhere(page) => page.to_string() + &fragment(anchor),
        }
    }

    fn is_book(self) -> bool {
        matches!(self, Setting::Book(_))
    }

    /// The address of a note on the text.
    fn note_address(self, anchor: &str) -> String {
        match self {
            Setting::Beside(page) => page.to_string() + &fragment(anchor),
            _ => self.address(anchor),
        }
    }

    /// Returns true if words and references have anchors of their own. On a page with two texts they could be equal.
    fn is_alone(self) -> bool {
        !matches!(self, Setting::Beside(_))
    }
}

/// A recording that can be entered at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordingAddress {
    /// The part of a link before the seconds: `talk.mp3#t=`.
    pub before: String,
    /// The part of a link after the seconds.
    pub after: &'static str,
}

/// A text as markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The words of the title.
    pub title: String,
    /// Everything below it.
    pub content: String,
    /// True if it contains a note.
    pub has_notes: bool,
    /// True if it contains a code block in a known language.
    pub has_code: bool,
    /// True if it contains an example with its result.
    pub has_examples: bool,
}

impl Article {
    /// A page that has only a title.
    pub fn of_title(title: &str) -> Article {
        let mut article = Article::default();
        push_text(&mut article.title, title);
        article
    }
}

/// Writes `document` as markup.
pub fn article(document: &Document, context: Context<'_>) -> Article {
    let mut writer = HtmlWriter::new(document, context);
    writer.inlines(&document.title);
    let title = std::mem::take(&mut writer.out);
    writer.previous_ids(&document.previous_ids);
    writer.notes_of_block();
    writer.sections();
    writer.notes_at_end();
    writer.page_notes();
    writer.unplaced_notes();
    writer.sources();
    Article {
        title,
        has_notes: writer.written.contains(&true),
        has_code: writer.has_code,
        has_examples: writer.has_examples,
        content: writer.out,
    }
}

/// Writes `blocks`, which stand in one of the notes of `document`, as markup.
pub fn note_body(document: &Document, blocks: &[Block], context: Context<'_>) -> String {
    let mut writer = HtmlWriter::new(document, context);
    writer.blocks(blocks);
    writer.out
}

/// The state of writing one document.
struct HtmlWriter<'a> {
    out: String,
    document: &'a Document,
    context: Context<'a>,
    /// The script that the text's language is written in.
    script: ScriptClass,
    /// Notes that were referred to and are written as soon as the block ends.
    waiting: VecDeque<NoteId>,
    /// The notes that were written: each is written once.
    written: Vec<bool>,
    /// The number of links from citations of each source, by its key.
    cited: HashMap<&'a str, u32>,
    /// References to notes inside a link, which go behind it: a link may not hold another.
    held: Option<String>,
    has_code: bool,
    has_examples: bool,
    /// The IDs of the paragraphs of a section's lead that are not written yet.
    lead_ids: std::slice::Iter<'a, ParagraphIds>,
    /// True if what is written is emphasised.
    in_emphasis: bool,
    /// The topics of the turn before.
    topics_before: &'a [Located<String>],
}

impl<'a> HtmlWriter<'a> {
    fn new(document: &'a Document, context: Context<'a>) -> Self {
        HtmlWriter {
            out: String::new(),
            document,
            context,
            script: ScriptClass::of_language(context.language),
            waiting: VecDeque::new(),
            written: vec![false; document.notes.len()],
            cited: HashMap::new(),
            held: None,
            has_code: false,
            has_examples: false,
            lead_ids: [].iter(),
            in_emphasis: false,
            topics_before: &[],
        }
    }

    /// An element that holds nothing, and the end of the line.
    fn void(&mut self, tag: &str) {
        self.out.push_str(tag);
        self.out.push_str(if self.context.setting.is_book() { "/>\n" } else { ">\n" });
    }

    /// Takes away the end tag of the paragraph that was just written, where HTML allows it: directly before another
    /// paragraph, or at the end of the element around it. A page of a conversation has hundreds of them. Returns false if
    /// there is none.
    fn leave_out_paragraph_end(&mut self) -> bool {
        let has_end = self.context.setting == Setting::Page && self.out.ends_with(PARAGRAPH_END);
        if has_end {
            self.out.truncate(self.out.len() - PARAGRAPH_END.len());
        }
        has_end
    }

    fn sections(&mut self) {
        let has_turns = self.document.turns().next().is_some();
        let numbers = self.document.section_numbers();
        for (section, number) in self.document.sections.iter().zip(numbers) {
            match &section.heading {
                Some(heading) => self.headed_section(heading, number, section),
                None => self.opening(section, has_turns),
            }
        }
    }

    /// The paragraphs of the lead that comes next have the anchors of `section`. On a page with two texts they could be equal.
    fn name_lead(&mut self, section: &'a Section) {
        if matches!(self.context.setting, Setting::Page) {
            self.lead_ids = section.lead_ids.iter();
        }
    }

    /// Writes the blocks before the first heading; before the first speaker they are the preface.
    fn opening(&mut self, section: &'a Section, has_turns: bool) {
        if !section.lead.is_empty() {
            self.name_lead(section);
            let class = if has_turns { "preface" } else { "opening" };
            push_markup(&mut self.out, format_args!("<div class=\"{class}\">\n"));
            match has_turns {
                true => self.preface(&section.lead),
                false => self.blocks_with_notes(&section.lead),
            }
            self.out.push_str("</div>\n");
        }
        self.turns(&section.turns);
        self.notes_of_section();
        self.related("");
    }

    fn headed_section(
        &mut self,
        heading: &'a Heading,
        number: Option<SectionNumber<'a>>,
        section: &'a Section,
    ) {
        self.out.push_str("<section class=\"section\"");
        push_attribute(&mut self.out, "id", &heading.anchor);
        self.out.push_str(">\n");
        self.previous_ids(&heading.previous_ids);
        self.heading(heading, number);
        self.name_lead(section);
        self.blocks_with_notes(&section.lead);
        self.turns(&section.turns);
        self.notes_of_section();
        self.related(&heading.anchor);
        self.out.push_str("</section>\n");
    }

    /// A number that sections are counted by is set apart from the title: `01.7` is no number of seconds.
    fn heading(&mut self, heading: &'a Heading, number: Option<SectionNumber<'a>>) {
        let level = heading.level.clamp(2, 6);
        // What is no part of the title stands beside it, so that a list of headings reads as one of titles.
        let has_more =
            !self.context.setting.is_book() && !matches!(self.context.setting, Setting::Elsewhere(_));
        if has_more {
            self.out.push_str("<div class=\"section-head\">");
        }
        push_markup(&mut self.out, format_args!("<h{level}>"));
        match number {
            Some(number) => {
                push_markup(&mut self.out, format_args!("<span class=\"number\">{}</span> ", number.written));
                self.words(number.title);
                self.inlines(&heading.inlines[1..]);
            }
            None => self.inlines(&heading.inlines),
        }
        if has_more {
            push_markup(&mut self.out, format_args!("</h{level}>"));
        }
        if let Some(time) = heading.time {
            self.out.push(' ');
            self.time(time, &time.to_string());
        }
        self.anchor(&heading.anchor, Some("link_section"));
        self.topics_before = &[];
        if has_more {
            self.topics(heading.topics.iter());
        }
        match has_more {
            true => self.out.push_str("</div>\n"),
            false => push_markup(&mut self.out, format_args!("</h{level}>\n")),
        }
        self.notes_of_block();
    }

    fn turns(&mut self, turns: &'a [Turn]) {
        self.lead_ids = [].iter();
        for turn in turns {
            self.turn(turn);
        }
    }

    /// A page may have thousands of turns, so that nothing is said twice in one: scripts make the links of its time
    /// and of the turn itself from its ID.
    fn turn(&mut self, turn: &'a Turn) {
        if turn.is_nobodys() {
            return self.unit(turn);
        }
        let class = if turn.event.is_some() { "turn event" } else { "turn" };
        self.out.push_str(if self.context.setting.is_book() { "<div" } else { "<article" });
        self.short_attribute("class", class);
        self.short_attribute("id", &turn.anchor);
        if let Some(time) = turn.time {
            self.short_attribute("data-start", &time.seconds());
        }
        self.line(turn);
        self.out.push('>');
        self.previous_ids(&turn.previous_ids);
        self.label(turn);
        self.blocks_with_notes(&turn.blocks);
        self.quoted_in(&turn.anchor);
        self.leave_out_paragraph_end();
        self.out.push_str(if self.context.setting.is_book() { "</div>\n" } else { "</article>\n" });
    }

    /// An attribute, on a page without quotation marks where HTML needs none.
    fn short_attribute(&mut self, name: &str, value: &str) {
        let is_plain = |c: char| is_alphanumeric(c) || matches!(c, '-' | '_' | '.');
        if self.context.setting == Setting::Page && !value.is_empty() && value.chars().all(is_plain) {
            [" ", name, "=", value].iter().for_each(|part| self.out.push_str(part));
        } else {
            push_attribute(&mut self.out, name, value);
        }
    }

    /// The line of a turn in its file, for readers who correct it there.
    fn line(&mut self, turn: &Turn) {
        let readers = self.context.site.config.readers.as_ref();
        if self.context.setting == Setting::Page && readers.is_some_and(Readers::needs_lines) {
            self.short_attribute("data-line", &turn.line.to_string());
        }
    }

    /// Writes the speakers and the time.
    fn label(&mut self, turn: &'a Turn) {
        self.out.push_str("<div");
        self.short_attribute("class", "label");
        self.out.push('>');
        for &id in &turn.speakers {
            self.speaker(id);
        }
        if let Some(event) = &turn.event {
            self.label_part("event-name", event);
        }
        if let Some(remark) = &turn.remark {
            self.label_part("remark", remark);
        }
        if let Some(time) = turn.time {
            self.turn_time(&turn.anchor, time);
        }
        self.turn_topics(turn);
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push_str(if self.context.setting == Setting::Page { "</div>" } else { "</div>\n" });
    }

    /// The topics that begin with this turn.
    fn turn_topics(&mut self, turn: &'a Turn) {
        let before = std::mem::replace(&mut self.topics_before, &turn.topics);
        let label = |topic: &'a Located<String>| self.context.site.tags.label(&topic.value);
        let begins = |topic: &&'a Located<String>| before.iter().all(|other| label(other) != label(topic));
        let begun: Vec<_> = turn.topics.iter().filter(begins).collect();
        self.topics(begun.into_iter());
    }

    /// Links to topics, on a page of its own alone.
    fn topics(&mut self, topics: impl Iterator<Item = &'a Located<String>>) {
        let mut topics = topics.peekable();
        if self.context.setting != Setting::Page || topics.peek().is_none() {
            return;
        }
        self.out.push_str("<span class=topics>");
        topics.for_each(|topic| self.tag(&topic.value));
        self.out.push_str("</span>");
    }

    /// A part of a label that is no speaker's name.
    fn label_part(&mut self, class: &str, words: &str) {
        self.out.push_str("<span");
        push_attribute(&mut self.out, "class", class);
        self.out.push('>');
        push_text(&mut self.out, words);
        self.out.push_str("</span> ");
    }

    fn turn_time(&mut self, anchor: &str, time: Timecode) {
        if self.context.setting == Setting::Page {
            return push_markup(&mut self.out, format_args!("<span class=time>{time}</span>"));
        }
        self.out.push_str("<a class=\"time\"");
        push_attribute(&mut self.out, "href", &self.context.setting.address(anchor));
        push_markup(&mut self.out, format_args!("><time datetime=\"{}\">{time}</time></a>", time.iso()));
    }

    fn speaker(&mut self, id: SpeakerId) {
        let voice = voice(id.0);
        self.out.push_str("<cite");
        if self.context.setting != Setting::Page {
            self.short_attribute("class", "speaker");
        }
        self.short_attribute("data-voice", &voice.to_string());
        self.out.push('>');
        push_text(&mut self.out, &self.document.speaker(id).name);
        self.out.push_str("</cite> ");
    }

    /// Places for published anchors of what stood here before.
    fn previous_ids(&mut self, anchors: &[String]) {
        for anchor in anchors {
            self.out.push_str("<span class=\"former\"");
            push_attribute(&mut self.out, "id", anchor);
            self.out.push_str("></span>");
        }
    }

    /// A link to a place, for copying. There may be thousands to turns: what these are is said once,
    /// by the page, and scripts give it to each.
    fn anchor(&mut self, anchor: &str, label: Option<&str>) {
        if matches!(self.context.setting, Setting::Elsewhere(_) | Setting::Book(_)) {
            return;
        }
        self.out.push_str("<a class=\"anchor\"");
        push_attribute(&mut self.out, "href", &self.context.setting.address(anchor));
        if let Some(label) = label {
            push_attribute(&mut self.out, "aria-label", self.context.strings.get(label));
        }
        self.out.push_str(">#</a>");
    }
}
