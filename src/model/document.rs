//! One file, parsed.

use super::inline::for_each_page_break;
use super::{
    Block, BlockKind, FrontMatter, Href, Inline, LinkUse, Mark, Note, NoteId, PageBreak, Sections,
    WithheldEntry, WordTimes, links,
};
use crate::config::Access;
use crate::source::{Located, SourceId, Span};
use crate::text::shared::Shared;
use crate::text::timecode::Timecode;
use serde::{Deserialize, Serialize};

/// A parsed file: what its author wrote, in the shape of a transcript.
///
/// A page without speakers has the same shape, with sections that have only a [`lead`](Section::lead).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The file.
    pub source: SourceId,
    /// Its path below `content/`: `interviews/altman.md`.
    pub path: String,
    /// Its front matter.
    pub front: FrontMatter,
    /// The title: the front matter's, else the first heading's, else the file's name.
    pub title: Vec<Inline>,
    /// The speakers, in the order of their first words.
    pub speakers: Vec<Speaker>,
    /// The text. The first section has no heading and may be empty: its lead is the preface.
    pub sections: Sections,
    /// The notes, in the order in which the text first refers to them.
    pub notes: Shared<Vec<Note>>,
    /// The highlights, in reading order.
    pub marks: Shared<Vec<Mark>>,
    /// Published anchors that nothing on the page is left for; they lead to its top.
    pub previous_ids: Vec<String>,
    /// Stand-off notes whose words are not on the page, where the site allows that.
    pub unplaced: Vec<NoteId>,
    /// The times of its words, where a sidecar file says it of most.
    pub word_times: Option<WordTimes>,
    /// Notes on the page as a whole.
    pub page_notes: Vec<NoteId>,
    /// The list of what it withholds from some.
    pub withheld: Vec<WithheldEntry>,
    /// The stretches of the recording at which withheld words are said, which a player leaves out; the last may have no
    /// end.
    pub withheld_times: Vec<(Timecode, Option<Timecode>)>,
}

/// The number of a speaker in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SpeakerId(pub u16);

/// Somebody who speaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The id for anchors and addresses: that of `[people]`, else the name's slug.
    pub id: String,
    /// The name as it is shown.
    pub name: String,
    /// True if `id` is one of `[people]`.
    pub is_person: bool,
    /// True if front matter or site.toml names them; false if they were recognized by their labels.
    pub declared: bool,
}

/// A heading and what stands under it, up to the next heading.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// The heading; `None` only for the first section.
    pub heading: Option<Heading>,
    /// The blocks before the first turn.
    pub lead: Vec<Block>,
    /// The IDs of the paragraphs of the lead, in order, where somebody speaks on the page: what stands before a turn can be linked
    /// to as turns can.
    pub lead_ids: Vec<ParagraphIds>,
    /// The turns.
    pub turns: Vec<Turn>,
}

/// The IDs of a paragraph before the first turn of its section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ParagraphIds {
    /// Its anchor, unique on the page, made of its first words.
    pub anchor: String,
    /// Published anchors of what stood here before.
    pub previous_ids: Vec<String>,
}

/// A section's heading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// 2 to 6: the page's title is the only heading of level 1.
    pub level: u8,
    /// Its words, a wholly bold heading's bold dropped.
    pub inlines: Vec<Inline>,
    /// Its anchor, unique on the page.
    pub anchor: String,
    /// Published anchors of what stood here before.
    pub previous_ids: Vec<String>,
    /// The time at its end, if there is one.
    pub time: Option<Timecode>,
    /// The topics of the section, as written.
    pub topics: Vec<Located<String>>,
    /// The conditions under which the section is shown, where there are some.
    pub access: Option<Access>,
    /// The place in the source.
    pub span: Span,
}

/// The words of one speaker, until another speaks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// The speakers: several when they speak together, none in an event or when unknown.
    pub speakers: Vec<SpeakerId>,
    /// The event that this is instead of somebody's words: `Break`, `Music`.
    pub event: Option<String>,
    /// A remark behind the name in the label, with its parentheses: `(Harbour Union)`.
    pub remark: Option<String>,
    /// The time in the label, or at the beginning of the first paragraph.
    pub time: Option<Timecode>,
    /// Its anchor, unique on the page, made of its speaker and words.
    pub anchor: String,
    /// Published anchors of what stood here before.
    pub previous_ids: Vec<String>,
    /// The topics that it is about, as written.
    pub topics: Vec<Located<String>>,
    /// The conditions under which the turn is shown, where there are some.
    pub access: Option<Access>,
    /// The words.
    pub blocks: Vec<Block>,
    /// The place in the source, from the label to the last word.
    pub span: Span,
    /// The line of the source at which it begins, from one.
    pub line: u32,
}

impl Turn {
    /// Returns true for a paragraph that nobody is named for.
    pub fn is_nobodys(&self) -> bool {
        self.speakers.is_empty() && self.event.is_none() && self.remark.is_none()
    }
}

impl Section {
    /// The time at which the section begins, from its heading or its first turn. A text without a heading has none,
    /// because it is no section that a reader could look up.
    pub fn time(&self) -> Option<Timecode> {
        self.heading.as_ref()?.time.or_else(|| self.turns.first().and_then(|turn| turn.time))
    }
}

impl Document {
    /// Every block outside notes, in reading order.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.sections
            .iter()
            .flat_map(|section| section.lead.iter().chain(section.turns.iter().flat_map(|turn| &turn.blocks)))
    }

    /// Every block outside notes, in reading order, to change it.
    pub fn blocks_mut(&mut self) -> impl Iterator<Item = &mut Block> {
        self.sections.iter_mut().flat_map(|section| {
            section.lead.iter_mut().chain(section.turns.iter_mut().flat_map(|turn| &mut turn.blocks))
        })
    }

    /// Calls `visit` with every run of inlines outside notes, headings too, in reading order.
    pub fn for_each_run<'a>(&'a self, visit: &mut impl FnMut(&'a [Inline])) {
        for section in &self.sections {
            section.heading.iter().for_each(|heading| visit(&heading.inlines));
            section.lead.iter().for_each(|block| block.for_each_inlines(visit));
            let blocks = section.turns.iter().flat_map(|turn| &turn.blocks);
            blocks.for_each(|block| block.for_each_inlines(visit));
        }
    }

    /// Like [`for_each_run`](Self::for_each_run), to change them.
    pub fn for_each_run_mut(&mut self, visit: &mut impl FnMut(&mut Vec<Inline>)) {
        for section in &mut self.sections {
            section.heading.iter_mut().for_each(|heading| visit(&mut heading.inlines));
            section.lead.iter_mut().for_each(|block| block.for_each_inlines_mut(visit));
            let blocks = section.turns.iter_mut().flat_map(|turn| &mut turn.blocks);
            blocks.for_each(|block| block.for_each_inlines_mut(visit));
        }
    }

    /// The pages of the printed source, in reading order; one whose number is there twice has no anchor.
    pub fn printed_pages(&self) -> Vec<&PageBreak> {
        let mut pages = Vec::new();
        self.for_each_run(&mut |inlines| for_each_page_break(inlines, &mut |page| pages.push(page)));
        pages
    }

    /// Visits the address of each link and image with its place and use: those of the title first, then
    /// those of the notes, and those of the text last.
    pub fn for_each_href_mut(&mut self, visit: &mut impl FnMut(&mut Href, Span, LinkUse)) {
        self.for_each_href_beside(visit);
        links::in_sections(&mut self.sections, visit);
    }

    /// Sets the addresses that [`for_each_href_mut`](Self::for_each_href_mut) visits, in its order; a text that
    /// is packed stays so. As many as `beside` of them are in the title and in notes, which stay shared if there are none.
    pub fn set_hrefs(&mut self, mut hrefs: Vec<Href>, beside: usize) {
        let in_text = hrefs.split_off(beside);
        if beside > 0 {
            let mut hrefs = hrefs.into_iter();
            self.for_each_href_beside(&mut |href, _, _| {
                *href = hrefs.next().expect("an address for each link");
            });
        }
        self.sections.set_hrefs(in_text);
    }

    /// Visits those of the title and of the notes.
    pub fn for_each_href_beside(&mut self, visit: &mut impl FnMut(&mut Href, Span, LinkUse)) {
        links::in_inlines(&mut self.title, visit);
        let blocks = self.notes.iter_mut().flat_map(|note| &mut note.blocks);
        blocks.for_each(|block| links::in_block(block, visit));
    }

    /// Every turn, in reading order.
    pub fn turns(&self) -> impl Iterator<Item = &Turn> {
        self.sections.iter().flat_map(|section| &section.turns)
    }

    /// The speaker with this number.
    pub fn speaker(&self, id: SpeakerId) -> &Speaker {
        &self.speakers[usize::from(id.0)]
    }

    /// The note with this number.
    pub fn note(&self, id: NoteId) -> &Note {
        &self.notes[id.0 as usize]
    }
}

pub(super) fn take_last_page<'a>(inlines: &'a [Inline], now: &mut Option<&'a str>) {
    for_each_page_break(inlines, &mut |page| *now = Some(page.number.as_str()));
}

/// The page number that a paragraph begins with.
pub(super) fn opening_page(block: &Block) -> Option<&str> {
    match &block.kind {
        BlockKind::Paragraph(inlines) => match inlines.first() {
            Some(Inline::PageBreak(page)) => Some(page.number.as_str()),
            _ => None,
        },
        _ => None,
    }
}
