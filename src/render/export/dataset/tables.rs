//! The tables of the dataset and their columns.

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatasetTable {
    /// A row for each transcript and article.
    Pages,
    /// A row for each turn, and for each paragraph before one that nobody is named for.
    Turns,
    /// A row for each note.
    Notes,
    /// A row for each person with a page.
    People,
    /// A row for each tag.
    Tags,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct DatasetField {
    /// Its name.
    pub name: &'static str,
    /// The type, in the words of Table Schema.
    pub kind: &'static str,
    /// A sentence about it.
    pub about: &'static str,
}

const fn field(name: &'static str, kind: &'static str, about: &'static str) -> DatasetField {
    DatasetField { name, kind, about }
}

/// The columns that several tables have.
const PAGE: DatasetField = field("page", "string", "The address of the page below that of the site");
const TAGS_OF_ROW: DatasetField = field("tags", "string", "The tags, with ; between");
const SPEAKERS: DatasetField = field("speakers", "string", "The names of those who speak, with ; between");
const WORDS: DatasetField =
    field("words", "integer", "The number of words; a character of Chinese or Japanese counts as one");

const PAGES: [DatasetField; 19] = [
    PAGE,
    field("url", "string", "The whole address, if the site has a base address"),
    field("title", "string", "The title"),
    field("kind", "string", "transcript or article"),
    field("date", "date", "The day it is dated"),
    field("language", "string", "The language, a BCP 47 tag"),
    SPEAKERS,
    TAGS_OF_ROW,
    field("series", "string", "The title of the series, if the page names one"),
    field("season", "integer", "The number of the season"),
    field("episode", "integer", "The number of the episode"),
    field("turns", "integer", "The number of turns"),
    field("notes", "integer", "The number of notes"),
    WORDS,
    field("duration", "number", "The length of the recording in seconds"),
    field("licence", "string", "The licence of the words"),
    field("source", "string", "The address of the original"),
    field("doi", "string", "The digital object identifier"),
    field("ark", "string", "The archival resource key"),
];

const TURNS: [DatasetField; 11] = [
    PAGE,
    field("turn", "string", "The permalink on its page of the turn, or of a paragraph that is in no turn"),
    field("number", "integer", "The place among the rows of the page, from one"),
    field("section", "string", "The heading that it is under"),
    field("speakers", "string", "The names of those who speak, with ; between; none where nobody is named"),
    field("people", "string", "The IDs of those who are people of the site, with ; between"),
    field("event", "string", "What happens instead of speech"),
    field("start", "number", "The time of its beginning in seconds"),
    field("printed_page", "string", "The page of the printed source on which it begins"),
    WORDS,
    field("text", "string", "The words; paragraphs are apart by line breaks"),
];

const NOTES: [DatasetField; 11] = [
    PAGE,
    field("note", "string", "The permalink of the note on its page"),
    field("number", "integer", "The place among the notes of the page, from one"),
    field("kind", "string", "The kind of note"),
    field("author", "string", "The ID or name of the author"),
    field("date", "date", "The day it was written"),
    TAGS_OF_ROW,
    field("turn", "string", "The permalink of the turn that it is about"),
    field("words", "string", "The words that it is about"),
    field("reply_to", "string", "The permalink of the note that it replies to"),
    field("text", "string", "The note; paragraphs are apart by line breaks"),
];

const PEOPLE: [DatasetField; 6] = [
    field("id", "string", "The ID"),
    field("name", "string", "The name"),
    field("role", "string", "The role"),
    field("url", "string", "Their own web page"),
    field("transcripts", "integer", "The number of transcripts in which they speak"),
    field("notes", "integer", "The number of notes they wrote"),
];

const TAGS: [DatasetField; 5] = [
    field("id", "string", "The ID"),
    field("label", "string", "The tag for readers"),
    field("description", "string", "A line about it"),
    field("pages", "integer", "The number of pages with it"),
    field("notes", "integer", "The number of notes with it"),
];

impl DatasetTable {
    /// Every table.
    pub const ALL: [DatasetTable; 5] = [
        DatasetTable::Pages,
        DatasetTable::Turns,
        DatasetTable::Notes,
        DatasetTable::People,
        DatasetTable::Tags,
    ];

    /// Its name, with which the names of its files begin.
    pub fn name(self) -> &'static str {
        match self {
            DatasetTable::Pages => "pages",
            DatasetTable::Turns => "turns",
            DatasetTable::Notes => "notes",
            DatasetTable::People => "people",
            DatasetTable::Tags => "tags",
        }
    }

    /// Its columns.
    pub fn fields(self) -> &'static [DatasetField] {
        match self {
            DatasetTable::Pages => &PAGES,
            DatasetTable::Turns => &TURNS,
            DatasetTable::Notes => &NOTES,
            DatasetTable::People => &PEOPLE,
            DatasetTable::Tags => &TAGS,
        }
    }

    /// The columns that no two rows share.
    pub fn key(self) -> &'static [&'static str] {
        match self {
            DatasetTable::Pages => &["page"],
            DatasetTable::Turns => &["page", "turn"],
            DatasetTable::Notes => &["page", "note"],
            DatasetTable::People | DatasetTable::Tags => &["id"],
        }
    }
}
