//! TOML front matter: ours, so a mistake in it is an error; keys of other tools are said to be ignored.

use super::{Fenced, access, hosts, identifiers, points};
use crate::config::{self, Config, Person};
use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::model::{
    EpisodeSort, FrontMatter, Media, MediaKind, PageDefaults, PageKind, Provenance, SeriesPlace,
};
use crate::parse::attribution;
use crate::parse::standoff::{self, Defaults};
use crate::source::{Located, SourceId};
use crate::text::language::is_language_tag;
use crate::text::page_marks::PageMark;
use crate::text::timecode::Timecode;
use crate::toml_reader::{self, Origin, TableShape, TomlTable, table_shape};

pub(super) fn read(source: SourceId, fenced: &Fenced) -> (FrontMatter, Diagnostics) {
    toml_reader::read(fenced.inside, Origin { source, offset: fenced.start }, read_root)
}

/// Reads what a file of notes says once for all of them.
pub(super) fn read_notes(source: SourceId, fenced: &Fenced, config: &Config) -> (Defaults, Diagnostics) {
    let origin = Origin { source, offset: fenced.start };
    toml_reader::read(fenced.inside, origin, |table| read_notes_root(table, config))
}

fn read_notes_root(table: &mut TomlTable, config: &Config) -> Defaults {
    Defaults {
        by: read_author(table, config),
        kind: table.string("kind").and_then(|kind| {
            standoff::read_kind(kind, config).map_err(|complaint| table.report(complaint)).ok()
        }),
        date: table.date("date").map(|date| date.value),
        tags: table.strings("tags").into_iter().map(|tag| tag.value).collect(),
        draft: table.boolean("draft").is_some_and(|draft| draft.value),
    }
}

/// The keys of a page's front matter, and the values that they can have.
pub fn page_shape() -> TableShape {
    table_shape(read_root)
}

/// The same of a file of notes.
pub fn notes_shape() -> TableShape {
    table_shape(|table| read_notes_root(table, &Config::default()))
}

fn read_author(table: &mut TomlTable, config: &Config) -> Option<Located<String>> {
    let by = table.string("by")?;
    if let Some(complaint) = attribution::check_person(&by, config) {
        table.report(complaint);
    }
    Some(by)
}

fn read_root(table: &mut TomlTable) -> FrontMatter {
    let (speakers, people) = read_speakers(table);
    let front = FrontMatter {
        title: plain(table.string("title")),
        date: table.date("date").map(|date| date.value),
        language: read_language(table),
        summary: plain(table.string("summary")),
        tags: table.strings("tags"),
        speakers,
        people,
        points: table.strings("points").into_iter().map(|point| points::read(point, table)).collect(),
        aliases: table.strings("aliases"),
        draft: table.boolean("draft").is_some_and(|draft| draft.value),
        order: table.integer("order").map(|order| order.value),
        formulas: table.boolean("formulas").map(|formulas| formulas.value),
        is_vertical: read_writing(table),
        series: read_series(table),
        group: plain(table.string("group")),
        sidebar: table.boolean("sidebar").is_some_and(|sidebar| sidebar.value),
        template: table.string("template"),
        kind: read_kind(table),
        media: table.table("media", read_media).flatten(),
        source: table.table("source", read_source).unwrap_or_default(),
        identifiers: identifiers::read(table),
        extra: table.free_table("extra"),
        defaults: read_defaults(table),
        access: table.table("access", access::read).unwrap_or_default(),
    };
    table.allow_others();
    report_foreign_keys(table);
    front
}

fn read_series(table: &mut TomlTable) -> SeriesPlace {
    let sorts = EpisodeSort::ALL.map(|sort| (sort.name(), sort));
    SeriesPlace {
        title: plain(table.string("series")),
        season: read_number(table, "season"),
        episode: read_number(table, "episode"),
        sort: table.choice("episode_type", &sorts).unwrap_or_default(),
    }
}

/// The direction of lines.
fn read_writing(table: &mut TomlTable) -> Option<bool> {
    table.choice("writing", &[("horizontal", false), ("vertical", true)])
}

/// The number of a season or an episode.
fn read_number(table: &mut TomlTable, key: &str) -> Option<u32> {
    let written = table.integer(key)?;
    let number = u32::try_from(written.value).ok();
    if number.is_none() {
        let message = format!("`{key}` cannot be {}", written.value);
        let help = "write a whole number from 0 on";
        table.report(Diagnostic::new(Code::BadValue, message).at(written.span).help(help));
    }
    number
}

fn plain(text: Option<Located<String>>) -> Option<String> {
    text.map(|text| text.value)
}

fn read_language(table: &mut TomlTable) -> Option<String> {
    let tag = table.string("language")?;
    if !is_language_tag(&tag.value) {
        let message = format!("`{}` is not a language tag", tag.value);
        table.report(
            Diagnostic::new(Code::BadValue, message)
                .at(tag.span)
                .help("write it as en, zh-Hans or pt-BR (BCP 47)"),
        );
        return None;
    }
    Some(tag.value)
}

fn read_kind(table: &mut TomlTable) -> Option<PageKind> {
    let kind = table.string_among("kind", &["transcript", "article"])?;
    match kind.value.as_str() {
        "transcript" => Some(PageKind::Transcript),
        "article" => Some(PageKind::Article),
        other => {
            let message = format!("`{other}` is not a kind of page");
            table.report(
                Diagnostic::new(Code::BadValue, message)
                    .at(kind.span)
                    .help("it is either \"transcript\" or \"article\""),
            );
            None
        }
    }
}

/// `speakers = ["sam"]`, or a table for each: `[speakers.sam] name = "…"`.
fn read_speakers(
    table: &mut TomlTable,
) -> (Vec<Located<String>>, std::collections::BTreeMap<String, Person>) {
    if !table.is_table("speakers") {
        return (table.strings("speakers"), Default::default());
    }
    let found = table.tables("speakers", |table, id| {
        let name = table.string("name");
        config::person(table, id, name)
    });
    let people = found.iter().map(|(id, person)| (id.value.clone(), person.clone())).collect();
    (found.into_iter().map(|(id, _)| id).collect(), people)
}

fn read_media(table: &mut TomlTable) -> Option<Media> {
    let audio = table.string("audio").map(|src| (MediaKind::Audio, src));
    let video = table.string("video").map(|src| (MediaKind::Video, src));
    let youtube = table.string("youtube").map(|src| (MediaKind::YouTube, src));
    let vimeo = table.string("vimeo").map(|src| (MediaKind::Vimeo, src));
    let duration = read_duration(table);
    let image = config::picture(table, "image");
    let guid = table.string("guid").map(|guid| guid.value);
    let bytes = table.integer("bytes").and_then(|bytes| u64::try_from(bytes.value).ok());
    let (kind, src) = audio.or(video).or(youtube).or(vimeo)?;
    if let Some(complaint) = check_hosted(kind, &src) {
        table.report(complaint);
        return None;
    }
    Some(Media { kind, src, duration, image, guid, bytes })
}

/// Describes the mistake in the ID of a video that another host has.
fn check_hosted(kind: MediaKind, src: &Located<String>) -> Option<Diagnostic> {
    let (host, help) = match kind {
        MediaKind::YouTube => ("YouTube", "the id is the eleven characters after `v=` in its address"),
        MediaKind::Vimeo => ("Vimeo", "the id is the number in its address"),
        MediaKind::Audio | MediaKind::Video | MediaKind::Page => return None,
    };
    let message = format!("`{}` is not the id of a {host} video", src.value);
    let complaint = || Diagnostic::new(Code::BadValue, message).at(src.span).help(help);
    (!hosts::is_id(kind, &src.value)).then(complaint)
}

fn read_duration(table: &mut TomlTable) -> Option<Timecode> {
    let duration = table.string("duration")?;
    let time = Timecode::parse(&duration.value);
    if time.is_none() {
        let message = format!("`{}` is not a duration", duration.value);
        table.report(Diagnostic::new(Code::BadValue, message).at(duration.span).help("write it as 1:02:03"));
    }
    time
}

fn read_source(table: &mut TomlTable) -> Provenance {
    Provenance {
        url: plain(table.string("url")),
        publisher: plain(table.string("publisher")),
        licence: plain(table.string("licence").or(table.string("license"))),
        transcribed_by: plain(table.string("transcribed_by")),
        translated_by: plain(table.string("translated_by")),
        rights: plain(table.string("rights")),
        location: plain(table.string("location")),
        identifier: plain(table.string("identifier")),
        pages: read_pages(table),
    }
}

/// `paged = true` for page numbers such as `[p. 51]`, or `page_mark = "{51}"` for others.
fn read_pages(table: &mut TomlTable) -> Option<PageMark> {
    let paged = table.boolean("paged").map(|paged| paged.value);
    let example = table.string("page_mark");
    let is_paged = paged.unwrap_or(example.is_some());
    let Some(example) = example else { return is_paged.then_some(PageMark::Worded) };
    let mark = PageMark::from_example(&example.value);
    if mark.is_none() {
        let message = format!("`{}` shows no page number between signs", example.value);
        let help = "write one as the text has them, such as \"{51}\" or \"[51]\"; `[p. 51]` needs only `paged = true`";
        table.report(Diagnostic::new(Code::BadValue, message).at(example.span).help(help));
    }
    mark.filter(|_| is_paged)
}

/// Reads the front matter that the text of a folder has for the pages below it.
fn read_defaults(table: &mut TomlTable) -> Option<Located<PageDefaults>> {
    let place = table.place_of("defaults")?;
    let defaults = table.table("defaults", |table| PageDefaults {
        speakers: table.strings("speakers"),
        language: read_language(table),
        kind: read_kind(table),
        date_from_name: read_date_source(table),
        formulas: table.boolean("formulas").map(|formulas| formulas.value),
        is_vertical: read_writing(table),
        series: SeriesPlace {
            title: plain(table.string("series")),
            season: read_number(table, "season"),
            ..SeriesPlace::default()
        },
        source: table.table("source", read_source).unwrap_or_default(),
        extra: table.free_table("extra"),
        access: table.table("access", access::read).unwrap_or_default(),
    });
    Some(Located::new(defaults?, place))
}

fn read_date_source(table: &mut TomlTable) -> Option<bool> {
    let written = table.string_among("date", &["filename"])?;
    if written.value == "filename" {
        return Some(true);
    }
    let message = format!("`date` cannot be `{}` for a whole folder", written.value);
    let help = "write \"filename\", which takes it from names such as 2001-05-14-nan.md";
    table.report(Diagnostic::new(Code::BadValue, message).at(written.span).help(help));
    None
}

/// A key one letter off one of ours is a mistake; any other may belong to another tool.
fn report_foreign_keys(table: &mut TomlTable) {
    for key in table.rest() {
        let ours = nearest(&key.value, table.known().iter().map(String::as_str)).map(str::to_string);
        let diagnostic = match ours {
            Some(ours) => Diagnostic::new(Code::UnknownKey, format!("unknown key `{}`", key.value))
                .at(key.span)
                .help(format!("did you mean `{ours}`?")),
            None => Diagnostic::new(
                Code::ForeignKey,
                format!("the key `{}` is not Postil's and is ignored", key.value),
            )
            .at(key.span),
        };
        table.report(diagnostic);
    }
}
