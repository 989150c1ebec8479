//! What parsing makes of a text, as an outline: one small case per feature in `tests/cases/parse`.
//!
//! `NAME.md` is the text and `NAME.outline` what must come of it. With `POSTIL_UPDATE=1` the outlines
//! are written anew, to be read before they are committed.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use postil::config::{Config, Person};
use postil::diag::{DiagnosticLabel, Diagnostics};
use postil::model::{Block, BlockKind, Document, Href, Inline, Section, Turn};
use postil::parse;
use postil::source::{Sources, line_column};

#[test]
fn texts_have_the_shape_that_their_readers_expect() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/parse");
    let mut cases = read_sorted(&folder);
    cases.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    assert!(!cases.is_empty());
    let wrong: Vec<String> = cases.iter().filter_map(|case| check(case)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is in a folder, in the order of its names.
pub fn read_sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// A description of the difference, if there is one.
fn check(case: &Path) -> Option<String> {
    let text = std::fs::read_to_string(case).unwrap();
    let found = outline(&text, &case.file_name().unwrap().to_string_lossy());
    let expected_at = case.with_extension("outline");
    if std::env::var_os("POSTIL_UPDATE").is_some() {
        std::fs::write(&expected_at, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&expected_at).unwrap_or_default();
    (found != expected).then(|| format!("{}:\n--- expected\n{expected}\n--- found\n{found}", case.display()))
}

/// A site that knows two people, of whom one has an alias.
pub fn config() -> Config {
    let mut config = Config::default();
    let person = |name: &str, aliases: &[&str]| Person {
        name: name.into(),
        aliases: aliases.iter().map(|alias| alias.to_string()).collect(),
        ..Person::default()
    };
    config.people.insert("ann".into(), person("Ann Lee", &["DJ Ann"]));
    config.people.insert("li".into(), person("李明", &["小李"]));
    config
}

fn outline(text: &str, name: &str) -> String {
    let mut sources = Sources::default();
    let id = sources.add(format!("content/{name}"), text);
    let (document, diagnostics) = parse::document(&sources, id, &config());
    outline_of(&document) + &show_diagnostics(&diagnostics, &sources)
}

/// A document's shape, a line for each part of it.
pub fn outline_of(document: &Document) -> String {
    let mut out = String::new();
    writeln!(out, "title: {}", inlines(&document.title)).unwrap();
    write_front(document, &mut out);
    for section in &document.sections {
        write_section(section, document, &mut out);
    }
    write_notes(document, &mut out);
    out
}

fn write_front(document: &Document, out: &mut String) {
    let front = &document.front;
    let mut line = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            writeln!(out, "{name}: {value}").unwrap();
        }
    };
    line("date", front.date.map(|date| date.to_string()));
    line("language", front.language.clone());
    line("summary", front.summary.clone());
    line("media", front.media.as_ref().map(|media| format!("{:?} {}", media.kind, media.src.value)));
    line("source", front.source.url.clone());
    line("transcribed by", front.source.transcribed_by.clone());
    let tags: Vec<&str> = front.tags.iter().map(|tag| tag.value.as_str()).collect();
    line("tags", (!tags.is_empty()).then(|| tags.join(", ")));
    let speakers: Vec<String> = document.speakers.iter().map(|s| format!("{} ({})", s.name, s.id)).collect();
    line("speakers", (!speakers.is_empty()).then(|| speakers.join(", ")));
}

fn write_section(section: &Section, document: &Document, out: &mut String) {
    if let Some(heading) = &section.heading {
        let time = heading.time.map_or(String::new(), |time| format!(" @{time}"));
        let sign = "#".repeat(usize::from(heading.level));
        writeln!(out, "{sign} {} [{}]{time}", inlines(&heading.inlines), heading.anchor).unwrap();
    }
    section.lead.iter().for_each(|block| write_block(block, "", out));
    section.turns.iter().for_each(|turn| write_turn(turn, document, out));
}

fn write_turn(turn: &Turn, document: &Document, out: &mut String) {
    let who: Vec<&str> = turn.speakers.iter().map(|&id| document.speaker(id).name.as_str()).collect();
    let time = turn.time.map_or(String::new(), |time| format!(" @{time}"));
    writeln!(out, "{}{time} [{}]", who.join(" + "), turn.anchor).unwrap();
    turn.blocks.iter().for_each(|block| write_block(block, "  ", out));
}

fn write_block(block: &Block, indent: &str, out: &mut String) {
    let deeper = format!("{indent}  ");
    match &block.kind {
        BlockKind::Paragraph(words) => writeln!(out, "{indent}p {}", inlines(words)).unwrap(),
        BlockKind::Heading { level, inlines: words } => {
            writeln!(out, "{indent}h{level} {}", inlines(words)).unwrap();
        }
        BlockKind::Quote(blocks) => {
            writeln!(out, "{indent}quote").unwrap();
            blocks.iter().for_each(|block| write_block(block, &deeper, out));
        }
        BlockKind::Alert { kind, blocks } => {
            writeln!(out, "{indent}alert {}", kind.name()).unwrap();
            blocks.iter().for_each(|block| write_block(block, &deeper, out));
        }
        BlockKind::List(list) => {
            writeln!(out, "{indent}list {:?}", list.start).unwrap();
            let blocks = list.items.iter().flat_map(|item| &item.blocks);
            blocks.for_each(|block| write_block(block, &deeper, out));
        }
        BlockKind::Definitions(entries) => {
            for entry in entries {
                writeln!(out, "{indent}term {}", inlines(&entry.term)).unwrap();
                entry.blocks.iter().for_each(|block| write_block(block, &deeper, out));
            }
        }
        BlockKind::Code { language, code } => writeln!(out, "{indent}code {language} {code:?}").unwrap(),
        BlockKind::Table { head, rows, .. } => {
            for row in std::iter::once(head).chain(rows) {
                let cells: Vec<String> = row.iter().map(|cell| inlines(cell)).collect();
                writeln!(out, "{indent}row {}", cells.join(" | ")).unwrap();
            }
        }
        BlockKind::Rule => writeln!(out, "{indent}rule").unwrap(),
        BlockKind::DetailsStart(words) => writeln!(out, "{indent}details {}", inlines(words)).unwrap(),
        BlockKind::DetailsEnd => writeln!(out, "{indent}end of details").unwrap(),
        BlockKind::RawHtml(text) => writeln!(out, "{indent}raw {text:?}").unwrap(),
    }
}

fn inlines(list: &[Inline]) -> String {
    list.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> String {
    let tag = |name: &str, children: &[Inline]| format!("<{name}>{}</{name}>", inlines(children));
    match inline {
        Inline::Text { text, .. } => text.clone(),
        Inline::Code(code) => format!("`{code}`"),
        Inline::RawHtml(html) => format!("raw({html})"),
        Inline::Emphasis(children) => tag("i", children),
        Inline::Strong(children) => tag("b", children),
        Inline::Strike(children) => tag("s", children),
        Inline::Subscript(children) => tag("sub", children),
        Inline::Superscript(children) => tag("sup", children),
        Inline::Link { href: Href::Raw(href), children, .. } => format!("[{}]({href})", inlines(children)),
        Inline::Image { src: Href::Raw(src), alt, .. } => format!("![{alt}]({src})"),
        Inline::Link { .. } | Inline::Image { .. } => unreachable!("links are resolved after parsing"),
        Inline::Formula { latex, is_display } => {
            format!("formula{}({latex})", if *is_display { "!" } else { "" })
        }
        Inline::Ruby { children, reading } => format!("ruby({}|{reading})", inlines(children)),
        Inline::HardBreak => "⏎".into(),
        Inline::SoftBreak => "␤".into(),
        Inline::Mark { mark, children, .. } => tag(&format!("mark{}", mark.0), children),
        Inline::NoteRef(reference) => format!("^{}.{}", reference.note.0 + 1, reference.occurrence),
        Inline::Time { time, .. } => format!("@{time}"),
        Inline::Gap(text) => format!("gap({text})"),
        Inline::Anchor(name) => format!("place({name})"),
        Inline::Withheld { children, .. } => tag("withheld", children),
        Inline::PageBreak(page) => format!("page({})", page.number),
        Inline::Citation(citation) => format!("cite({})", citation.keys().collect::<Vec<_>>().join(" ")),
    }
}

fn write_notes(document: &Document, out: &mut String) {
    for note in &document.notes {
        let about = &note.attribution;
        let by = about.by.as_ref().map_or(String::new(), |by| format!(" by {}", by.value));
        let date = about.date.map_or(String::new(), |date| format!(" on {date}"));
        let tags =
            if about.tags.is_empty() { String::new() } else { format!(" tags {}", about.tags.join("+")) };
        writeln!(out, "note {} {} #{}{by}{date}{tags}", note.number, note.kind, note.anchor()).unwrap();
        note.blocks.iter().for_each(|block| write_block(block, "  ", out));
    }
    for (number, mark) in document.marks.iter().enumerate() {
        let notes: Vec<String> = mark.notes.iter().map(|id| (id.0 + 1).to_string()).collect();
        writeln!(out, "mark{number} #{} notes [{}]", mark.anchor, notes.join(" ")).unwrap();
    }
}

/// Diagnostics, a line for each: its place, code, message and help, further places, and the mend.
pub fn show_diagnostics(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let mut out = String::new();
    for found in diagnostics.iter() {
        let place = |label: &DiagnosticLabel| {
            let source = sources.get(label.span.source);
            let (line, column) = line_column(source.text(), label.span.start as usize);
            (source.path.trim_start_matches("content/").to_string(), line, column)
        };
        let (_, line, column) = found.labels.first().map_or((String::new(), 1, 1), place);
        let help = found.help.as_deref().map_or(String::new(), |help| format!(" ({help})"));
        writeln!(out, "! {line}:{column} {}: {}{help}", found.code.name(), found.message).unwrap();
        for label in found.labels.iter().skip(1) {
            let (path, line, column) = place(label);
            let words = &sources.get(label.span.source).text()[label.span.range()];
            writeln!(
                out,
                "    {path}:{line}:{column} {} {:?}",
                label.text,
                words.lines().next().unwrap_or("")
            )
            .unwrap();
        }
        if let Some(fix) = &found.fix {
            writeln!(out, "    mend: {}", fix.replacement).unwrap();
        }
    }
    out
}
