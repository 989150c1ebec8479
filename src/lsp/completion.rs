//! Completion: what can be written at a place.
//!
//! While an author types, the text is often broken, so the words before the cursor decide, and the newest checked site
//! says which pages, people, notes and tags there are.

use std::ops::Range;

use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, TextEdit};

use super::inquiry::{FrontMatterPlace, Inquiry, TextKind};
use super::lookup::page_about;
use super::outline::shortened;
use super::positions::LineTable;
use super::toml_cursor::TomlCursor;
use crate::load::built_in_theme_names;
use crate::model::{Block, Href, Page, PageId, plain_text};
use crate::resolve::link_target;
use crate::schema::{SchemaSubject, choices, table_at};
use crate::toml_reader::ValueShape;
use crate::transcript::labels::write_label;

/// The most suggestions that are sent: an editor asks again when more letters are known.
const MOST_ITEMS: usize = 500;

/// A suggestion.
struct Suggestion {
    /// The words to insert.
    text: String,
    /// The words to show, where they are others.
    label: Option<String>,
    detail: Option<String>,
    kind: CompletionItemKind,
}

impl Suggestion {
    fn new(text: impl Into<String>, kind: CompletionItemKind) -> Self {
        Suggestion { text: text.into(), label: None, detail: None, kind }
    }

    fn detail(self, detail: impl Into<String>) -> Self {
        Suggestion { detail: Some(detail.into()), ..self }
    }
}

/// A text that is being completed: as the editor has it now, which may be newer than the checked site.
pub(super) struct CompletedText<'a> {
    pub(super) inquiry: &'a Inquiry,
    pub(super) text: &'a str,
    pub(super) offset: usize,
}

impl CompletedText<'_> {
    /// The suggestions, and true if there are more than are sent.
    pub(super) fn items(&self) -> (Vec<CompletionItem>, bool) {
        let front = FrontMatterPlace::find(self.text);
        let kind = self.inquiry.kind;
        let found = match (kind, front) {
            (TextKind::Settings, _) => Some(self.in_toml(SchemaSubject::Site, 0..self.text.len())),
            (TextKind::Page, Some(front)) if self.offset < front.end => {
                Some(self.in_toml(SchemaSubject::Page, front.inside)).filter(|_| front.is_toml)
            }
            (TextKind::Notes, Some(front)) if self.offset < front.end => {
                Some(self.in_toml(SchemaSubject::Notes, front.inside))
            }
            (TextKind::Page | TextKind::Notes, _) => self.in_body(),
            (TextKind::Other, _) => None,
        };
        let Some((range, mut suggestions)) = found else { return (Vec::new(), false) };
        let written = self.text[range.clone()].to_lowercase();
        let fits = |found: &Suggestion| {
            let label = found.label.as_deref().unwrap_or_default().to_lowercase();
            found.text.to_lowercase().contains(&written) || label.contains(&written)
        };
        suggestions.retain(fits);
        let is_cut = suggestions.len() > MOST_ITEMS;
        suggestions.truncate(MOST_ITEMS);
        let lines = LineTable::new(self.text, self.inquiry.unit);
        let range = lines.range(range);
        (suggestions.into_iter().map(|found| item(found, range)).collect(), is_cut)
    }

    /// Keys and values of TOML.
    fn in_toml(&self, schema: SchemaSubject, inside: Range<usize>) -> (Range<usize>, Vec<Suggestion>) {
        let offset = self.offset.saturating_sub(inside.start);
        let cursor = TomlCursor::new(&self.text[inside.clone()], offset);
        let range = inside.start + cursor.word.start..inside.start + cursor.word.end;
        let suggestions = match (&cursor.key, cursor.is_value) {
            (Some(key), true) => self.values(schema, &cursor, key),
            _ => keys(schema, &cursor.table),
        };
        (range, suggestions)
    }

    fn values(&self, schema: SchemaSubject, cursor: &TomlCursor, key: &str) -> Vec<Suggestion> {
        let path: Vec<&str> = cursor.table.iter().map(String::as_str).collect();
        let site = self.inquiry.site();
        let quoted = |found: Suggestion| match cursor.is_quoted {
            true => found,
            false => Suggestion { text: format!("\"{}\"", found.text), label: Some(found.text), ..found },
        };
        let words: Vec<Suggestion> = match (schema, &path[..], key) {
            (SchemaSubject::Page, [] | ["defaults"], "speakers") => self.people(),
            (SchemaSubject::Notes, [], "by") => self.people(),
            (SchemaSubject::Page | SchemaSubject::Notes, [], "tags") => self.tags(),
            (SchemaSubject::Notes, [], "kind") => self.kinds(),
            (SchemaSubject::Site, [], "theme") | (SchemaSubject::Site, ["theme"], "name") => {
                let names = built_in_theme_names();
                names.into_iter().map(|name| Suggestion::new(name, CompletionItemKind::VALUE)).collect()
            }
            (SchemaSubject::Site, ["navigation"], "url") => self.pages(None),
            (_, _, "image" | "audio" | "video") => {
                let paths = site.files.keys().cloned();
                paths.map(|path| Suggestion::new(path, CompletionItemKind::FILE)).collect()
            }
            _ => return self.shaped_values(schema, cursor, key),
        };
        words.into_iter().map(quoted).collect()
    }

    /// The values that the shape of a key says.
    fn shaped_values(&self, schema: SchemaSubject, cursor: &TomlCursor, key: &str) -> Vec<Suggestion> {
        let shape = schema.shape();
        let Some(key) = table_at(&shape, &cursor.table).and_then(|table| table.keys.get(key)) else {
            return Vec::new();
        };
        let words = choices(key).into_iter().map(|word| match cursor.is_quoted {
            true => Suggestion::new(word, CompletionItemKind::ENUM_MEMBER),
            false => Suggestion::new(format!("\"{word}\""), CompletionItemKind::ENUM_MEMBER),
        });
        let is_switch = key.values.contains(&ValueShape::Switch) && !cursor.is_quoted;
        let switch = ["true", "false"].into_iter().filter(|_| is_switch);
        words.chain(switch.map(|word| Suggestion::new(word, CompletionItemKind::VALUE))).collect()
    }

    /// Links, references to notes, attributions, and labels at the beginning of a line.
    fn in_body(&self) -> Option<(Range<usize>, Vec<Suggestion>)> {
        let start = self.text[..self.offset].rfind('\n').map_or(0, |at| at + 1);
        let line = &self.text[start..self.offset];
        let from = |at: usize| start + at..self.offset;
        if let Some(at) = line.rfind("](").filter(|at| !line[*at..].contains(')')) {
            let written = &line[at + 2..];
            return match written.split_once('#') {
                Some((path, _)) => Some((from(at + 2 + path.len() + 1), self.anchors(path))),
                None => Some((from(at + 2), self.pages(Some(self.inquiry)))),
            };
        }
        if let Some(at) = line.rfind("[^").filter(|at| !line[*at..].contains(']')) {
            return Some((from(at + 2), self.notes().into_iter().chain(self.kind_prefixes()).collect()));
        }
        if let Some(found) = self.in_braces(line) {
            return Some((from(found.0), found.1));
        }
        if let Some(at) = line.rfind('@').filter(|at| line[..*at].trim_end().ends_with(['—', '–'])) {
            return Some((from(at + 1), self.people()));
        }
        if self.inquiry.kind == TextKind::Notes && line.starts_with('#') {
            let at = line.len() - line.trim_start_matches(['#', ' ']).len();
            return Some((from(at), self.kinds()));
        }
        let is_beginning =
            line.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '*' | '_' | '.' | '\''));
        (self.inquiry.kind == TextKind::Page && is_beginning && line.len() < LONGEST_LABEL)
            .then(|| (from(0), self.labels()))
    }

    /// Keys and values in the braces of a note: `{by=… re=… tags=… to=#…}`.
    fn in_braces(&self, line: &str) -> Option<(usize, Vec<Suggestion>)> {
        let open = line.rfind('{').filter(|at| !line[*at..].contains('}'))?;
        let inside = &line[open + 1..];
        let word = inside.rfind([' ', '{']).map_or(0, |at| at + 1);
        let at = open + 1 + word;
        let Some((key, value)) = inside[word..].split_once('=') else {
            let keys = match self.inquiry.kind {
                TextKind::Notes if line.starts_with('#') => &["at=", "to=#", "page", "re=", "orphan"][..],
                _ => &["by=", "date=", "tags=", "draft=true", "re="][..],
            };
            let key = |key: &&str| Suggestion::new(*key, CompletionItemKind::KEYWORD);
            return Some((at, keys.iter().map(key).collect()));
        };
        let quotes = value.len() - value.trim_start_matches('"').len();
        let value_at = at + key.len() + 1 + quotes;
        match key {
            "by" => Some((value_at, self.people())),
            "re" => Some((value_at, self.notes())),
            "tags" => {
                let last = value.rfind([',', '"']).map_or(0, |at| at + 1);
                Some((at + key.len() + 1 + last, self.tags()))
            }
            "to" if value.starts_with('#') => Some((at + key.len() + 2, self.anchors(""))),
            _ => None,
        }
    }

    fn page(&self) -> Option<(PageId, Page)> {
        page_about(self.inquiry)
    }

    fn people(&self) -> Vec<Suggestion> {
        let people = self.inquiry.config().people.iter();
        people
            .map(|(id, person)| Suggestion::new(id, CompletionItemKind::VALUE).detail(&person.name))
            .collect()
    }

    fn tags(&self) -> Vec<Suggestion> {
        let tags = self.inquiry.site().tags.by_id.iter();
        let suggestion =
            |id: &String, label: &String| Suggestion::new(id, CompletionItemKind::KEYWORD).detail(label);
        tags.map(|(id, topic)| suggestion(id, &topic.tag.label)).collect()
    }

    fn kinds(&self) -> Vec<Suggestion> {
        let kinds = self.inquiry.config().kinds.iter();
        kinds
            .map(|(id, kind)| Suggestion::new(id, CompletionItemKind::ENUM_MEMBER).detail(&kind.label))
            .collect()
    }

    fn kind_prefixes(&self) -> Vec<Suggestion> {
        let kinds = self.kinds().into_iter();
        kinds.map(|kind| Suggestion { text: format!("{}:", kind.text), ..kind }).collect()
    }

    fn notes(&self) -> Vec<Suggestion> {
        let Some((_, page)) = self.page() else { return Vec::new() };
        let named = page.document.notes.iter().filter(|note| !note.label.is_empty());
        let words =
            |note: &crate::model::Note| note.blocks.first().map(Block::plain_text).unwrap_or_default();
        named
            .map(|note| {
                Suggestion::new(&note.label, CompletionItemKind::REFERENCE).detail(shortened(&words(note)))
            })
            .collect()
    }

    /// The files of all pages: as links from the asked page are written, or below `content/`.
    fn pages(&self, from: Option<&Inquiry>) -> Vec<Suggestion> {
        let own = from.and_then(page_about).map(|(_, page)| page.document.path);
        let pages = self.inquiry.site().pages.iter();
        let path = |path: &str| match &own {
            Some(own) => relative_path(own, path),
            None => path.to_string(),
        };
        let pages = pages.map(|page| {
            let text = path(&page.document.path).replace(' ', "%20");
            Suggestion::new(text, CompletionItemKind::FILE).detail(&page.title)
        });
        let files = self.inquiry.site().files.keys().filter(|_| own.is_some());
        let files = files
            .map(|file| Suggestion::new(format!("/{}", file.replace(' ', "%20")), CompletionItemKind::FILE));
        pages.chain(files).collect()
    }

    /// The anchors of the page that a link with this path leads to; the asked page itself for an empty path.
    fn anchors(&self, path: &str) -> Vec<Suggestion> {
        let Some((own, page)) = self.page() else { return Vec::new() };
        let target = match path {
            "" => page,
            path => match link_target(self.inquiry.site(), own, path) {
                Some(Href::Page { page, .. }) => self.inquiry.site().page(page).open(),
                _ => return Vec::new(),
            },
        };
        anchors_of(&target)
    }

    /// Labels of the speakers of the page and the people of the site, in the form that the page has.
    fn labels(&self) -> Vec<Suggestion> {
        let mut names: Vec<String> = Vec::new();
        let labels = self.inquiry.labels(self.inquiry.id);
        for label in &labels {
            if !names.contains(&label.written) {
                names.push(label.written.clone());
            }
        }
        let Some((_, page)) = self.page() else { return Vec::new() };
        let front = &page.document.front;
        let declared = front.speakers.iter().filter_map(|speaker| {
            let person =
                front.people.get(&speaker.value).or(self.inquiry.config().people.get(&speaker.value));
            person.map_or(Some(&speaker.value), |person| Some(&person.name))
        });
        for name in declared {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let form = labels.first().map(|label| self.label_form(label.span.range()));
        let written = |name: &String| match &form {
            Some((before, after)) => format!("{before}{name}{after}"),
            None => write_label(name),
        };
        let label = |name: &String| Suggestion {
            label: Some(name.clone()),
            ..Suggestion::new(written(name), CompletionItemKind::VALUE)
        };
        names.iter().map(label).collect()
    }

    /// The characters before and behind the name of a label in the checked text: `**` and `:** `.
    fn label_form(&self, name: Range<usize>) -> (String, String) {
        let text = self.inquiry.text();
        let start = text[..name.start].rfind('\n').map_or(0, |at| at + 1);
        let before = &text[start..name.start];
        let is_mark = |c: char| matches!(c, ':' | '：' | '*' | '_' | ']' | ' ');
        let end = text[name.end..].find(|c| !is_mark(c)).map_or(text.len(), |length| name.end + length);
        let is_plain = before.chars().all(|c| matches!(c, '*' | '_' | '['));
        match is_plain && text[name.end..end].contains([':', '：']) {
            true => (before.to_string(), text[name.end..end].to_string()),
            false => ("**".to_string(), ":** ".to_string()),
        }
    }
}

/// The longest beginning of a line that may become a label, in bytes.
const LONGEST_LABEL: usize = 60;

fn keys(schema: SchemaSubject, path: &[String]) -> Vec<Suggestion> {
    let shape = schema.shape();
    let Some(table) = table_at(&shape, path) else { return Vec::new() };
    let is_value = |value: &ValueShape| match value {
        ValueShape::Table(_) => false,
        ValueShape::List(item) => !matches!(**item, ValueShape::Table(_)),
        _ => true,
    };
    let keys = table.keys.iter().filter(|(_, key)| key.values.iter().any(is_value));
    let suggestion = |name: &String| {
        let meaning = schema.manual_entry(path, name).map(|entry| entry.meaning.clone());
        let detail = meaning.unwrap_or_default();
        Suggestion {
            label: Some(name.clone()),
            ..Suggestion::new(format!("{name} = "), CompletionItemKind::PROPERTY).detail(detail)
        }
    };
    keys.map(|(name, _)| suggestion(name)).collect()
}

fn anchors_of(page: &Page) -> Vec<Suggestion> {
    let mut found = Vec::new();
    for section in &page.document.sections {
        if let Some(heading) = &section.heading {
            let words = shortened(&plain_text(&heading.inlines));
            found.push(Suggestion::new(&heading.anchor, CompletionItemKind::REFERENCE).detail(words));
        }
        for turn in &section.turns {
            let words = turn.blocks.first().map(Block::plain_text).unwrap_or_default();
            found
                .push(Suggestion::new(&turn.anchor, CompletionItemKind::REFERENCE).detail(shortened(&words)));
        }
    }
    let notes = page.document.notes.iter().map(|note| {
        let words = note.blocks.first().map(Block::plain_text).unwrap_or_default();
        Suggestion::new(note.anchor(), CompletionItemKind::REFERENCE).detail(shortened(&words))
    });
    found.extend(notes);
    found
}

/// The path of the file `to` from the folder of the file `from`, both below `content/`.
fn relative_path(from: &str, to: &str) -> String {
    let mut from: Vec<&str> = from.split('/').collect();
    from.pop();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count().min(to.len() - 1);
    let up = vec![".."; from.len() - shared];
    up.into_iter().chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

fn item(found: Suggestion, range: lsp_types::Range) -> CompletionItem {
    let label = found.label.unwrap_or_else(|| found.text.clone());
    CompletionItem {
        // Editors filter by what stands in the range, which is the beginning of the inserted words.
        filter_text: Some(if found.text.contains(&label) { found.text.clone() } else { label.clone() }),
        label,
        kind: Some(found.kind),
        detail: found.detail.filter(|detail| !detail.is_empty()),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, found.text))),
        ..CompletionItem::default()
    }
}

/// The characters after which an editor asks for suggestions by itself.
pub(super) const TRIGGERS: [&str; 8] = ["[", "^", "(", "#", "\"", "=", "@", "/"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_from_one_page_to_another() {
        assert_eq!(relative_path("a/b.md", "a/c.md"), "c.md");
        assert_eq!(relative_path("a/b.md", "c/d.md"), "../c/d.md");
        assert_eq!(relative_path("b.md", "a/c.md"), "a/c.md");
        assert_eq!(relative_path("a/b/c.md", "d.md"), "../../d.md");
    }
}
