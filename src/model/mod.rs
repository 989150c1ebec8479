//! The plain data between parsing and rendering. Nothing here reads, prints or decides.
//!
//! A [`Document`] is one file: sections of turns of blocks of inlines, with its notes beside it. A
//! [`Site`] is all documents joined: every link resolved, every person and address known.

mod attributed;
mod block;
mod citation;
mod document;
mod front;
mod inline;
mod links;
mod note;
mod note_index;
mod numbering;
mod people;
mod permalinks;
mod point;
mod quote;
mod register;
mod related;
mod sections;
mod series;
mod site;
mod standoff;
mod text_parts;
mod theme;
mod topics;
mod turn_speakers;
mod withheld;
mod word_times;

pub use attributed::{AttributedQuote, QuotedPassage};
pub use block::{AlertKind, Align, Block, BlockKind, DefinedTerm, EXAMPLE, FORMULA, Item, List};
pub use citation::{Citation, CitationForm, CitationItem, CitationPart};
pub use document::{Document, Heading, ParagraphIds, Section, Speaker, SpeakerId, Turn};
pub use front::{
    FrontMatter, Identifiers, Media, MediaKind, PageAccess, PageDefaults, PageRemoval, Provenance,
};
pub use inline::{Href, ImageLook, Inline, NoteRef, PageBreak, plain_text};
pub use links::LinkUse;
pub use note::{Attribution, LostWords, Mark, MarkId, Note, NoteId, NoteOrigin, NoteTarget};
pub use note_index::{CitedSource, NoteIndex, NoteList};
pub use numbering::SectionNumber;
pub use people::{Appearance, Profile};
pub use permalinks::{
    Permalink, PermalinkRecord, PermalinkTarget, RecordedId, RecordedNote, RecordedParagraph, RecordedPlace,
    RecordedTarget, RecordedWords, Sketch, WordRow,
};
pub use point::{PassageTarget, Point};
pub use quote::KeyQuote;
pub use register::{Mention, REGISTERS, register_address};
pub use related::{RelatedPassage, SectionSubject};
pub use sections::Sections;
pub use series::{EpisodeSort, Series, SeriesPlace};
pub use site::{
    ARCHIVE, Beginning, Collection, File, NEWEST, PEOPLE, Page, PageId, PageKind, PlainFile, QUOTES,
    QUOTES_BY_PERSON, SOURCES, Site, Stats, TAGS, TOPICS,
};
pub use standoff::{
    AccessRange, PassageBound, Quotation, QuotePiece, StandOff, StandOffNote, Target, TimeRange, TopicRange,
};
pub use text_parts::TextPart;
pub use theme::{FontFile, Theme, ThemeFile};
pub use topics::{Topic, TopicPassage, Topics};
pub use turn_speakers::TurnSpeakers;
pub use withheld::{WithheldEntry, WithheldPassage, WithheldScope};
pub use word_times::{WordTime, WordTimes};
