//! BibTeX and BibLaTeX, read with the library of that name.

use biblatex::{Bibliography, ChunksExt, Entry, EntryType, ParseErrorKind, Person};

use super::csl_json::{bare_doi, from_text, is_web_address};
use super::{BibliographyEntry, BibliographyError, PartialDate, SourceKind, SourceName};

/// Braces deeper than this are refused, since each level is a call of its own.
const MAX_DEPTH: usize = 50;

/// Reads a file.
pub fn read(text: &str) -> Result<Vec<BibliographyEntry>, BibliographyError> {
    if let Some(at) = too_deep(text) {
        let reason = format!("braces are more than {MAX_DEPTH} levels deep");
        return Err(BibliographyError { at, length: 1, reason, help: "remove braces that have no use" });
    }
    let read = Bibliography::parse(text).map_err(|error| {
        let is_at_end = error.span.start >= text.trim_end().len();
        let kind = if is_at_end { &ParseErrorKind::UnexpectedEof } else { &error.kind };
        let (reason, help) = reason(kind);
        BibliographyError { at: error.span.start, length: error.span.len(), reason, help }
    })?;
    Ok(read.iter().map(entry).collect())
}

fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MAX_DEPTH
    })
}

fn reason(kind: &ParseErrorKind) -> (String, &'static str) {
    let closing = "close each entry with `}` and each value with `}` or `\"`";
    match kind {
        ParseErrorKind::DuplicateKey(key) => {
            (format!("the key `{key}` is used twice"), "give one of the two sources another key")
        }
        ParseErrorKind::UnexpectedEof => ("the file ends inside an entry".into(), closing),
        ParseErrorKind::UnknownAbbreviation(name) => (
            format!("the abbreviation `{name}` is not defined"),
            "put the value in braces, or define it with @string",
        ),
        other => {
            (format!("the sources cannot be read as BibTeX: {other}"), "an entry is @book{key, title = {…}}")
        }
    }
}

fn entry(read: &Entry) -> BibliographyEntry {
    let text = |names: &[&str]| -> Option<String> {
        let found = names.iter().find_map(|name| read.get(name))?;
        let words = found.format_verbatim().split_whitespace().collect::<Vec<_>>().join(" ");
        Some(words).filter(|words| !words.is_empty())
    };
    let kind = kind(read);
    let issued = text(&["date"]).and_then(|date| from_text(&date)).or_else(|| year_and_month(read));
    let genre = text(&["type"]).map(|genre| thesis_name(&genre)).or_else(|| default_genre(&read.entry_type));
    BibliographyEntry {
        title: title(read, &text),
        container: text(&["journaltitle", "journal", "booktitle", "maintitle", "website"]),
        authors: names(read, "author"),
        editors: names(read, "editor"),
        translators: names(read, "translator"),
        interviewers: names(read, "interviewer"),
        issued,
        accessed: text(&["urldate"]).and_then(|date| from_text(&date)),
        publisher: text(&["publisher", "institution", "school", "organization", "howpublished"])
            .filter(|text| !is_web_address(text)),
        place: text(&["location", "address"]),
        volume: text(&["volume"]),
        issue: text(&["issue"]).or_else(|| text(&["number"]).filter(|_| kind == SourceKind::JournalArticle)),
        pages: text(&["pages"]),
        edition: text(&["edition"]),
        number: text(&["number"]).filter(|_| kind == SourceKind::Report),
        genre,
        url: text(&["url", "howpublished"]).filter(|url| is_web_address(url)),
        doi: text(&["doi"]).map(|doi| bare_doi(&doi)),
        language: text(&["langid", "language"]).map(|language| tag(&language)),
        ..BibliographyEntry::new(read.key.clone(), kind)
    }
}

fn title(read: &Entry, text: &impl Fn(&[&str]) -> Option<String>) -> String {
    let title = text(&["title"]).unwrap_or_default();
    match text(&["subtitle"]).filter(|_| read.get("title").is_some()) {
        Some(subtitle) => format!("{title}: {subtitle}"),
        None => title,
    }
}

fn kind(read: &Entry) -> SourceKind {
    let subtype = read.get("entrysubtype").map(|found| found.format_verbatim().to_lowercase());
    match (&read.entry_type, subtype.as_deref()) {
        (EntryType::Article, Some("newspaper")) => SourceKind::NewspaperArticle,
        (EntryType::Article, Some("magazine")) => SourceKind::MagazineArticle,
        (EntryType::Article | EntryType::SuppPeriodical, _) => SourceKind::JournalArticle,
        (
            EntryType::InBook | EntryType::InCollection | EntryType::InProceedings | EntryType::InReference,
            _,
        ) => SourceKind::Chapter,
        (EntryType::Thesis | EntryType::PhdThesis | EntryType::MastersThesis, _) => SourceKind::Thesis,
        (EntryType::Report | EntryType::TechReport, _) => SourceKind::Report,
        (EntryType::Online, _) => SourceKind::WebPage,
        (EntryType::Unknown(name), _) if name == "interview" => SourceKind::Interview,
        (EntryType::Misc, Some("interview")) => SourceKind::Interview,
        (EntryType::Misc, _) if read.get("url").is_some() && read.get("publisher").is_none() => {
            SourceKind::WebPage
        }
        _ => SourceKind::Book,
    }
}

/// The words for the short names of theses.
fn thesis_name(genre: &str) -> String {
    match genre {
        "phdthesis" => "PhD thesis".into(),
        "mathesis" => "Master’s thesis".into(),
        other => other.to_string(),
    }
}

fn default_genre(kind: &EntryType) -> Option<String> {
    match kind {
        EntryType::PhdThesis => Some("PhD thesis".into()),
        EntryType::MastersThesis => Some("Master’s thesis".into()),
        _ => None,
    }
}

/// The `year` and `month` of old files; a month may be a number or the name of one.
fn year_and_month(read: &Entry) -> Option<PartialDate> {
    let text = |name: &str| read.get(name).map(|found| found.format_verbatim().trim().to_string());
    let year = text("year")?.parse().ok()?;
    let written = text("month").unwrap_or_default().to_lowercase();
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let named =
        names.iter().position(|name| written.starts_with(name)).and_then(|at| u8::try_from(at + 1).ok());
    let month = named.or_else(|| written.parse().ok()).filter(|month| (1..=12).contains(month));
    let day =
        text("day").and_then(|day| day.parse().ok()).filter(|day| month.is_some() && (1..=31).contains(day));
    Some(PartialDate { year, month, day })
}

fn names(read: &Entry, field: &str) -> Vec<SourceName> {
    let people: Vec<Person> = read.get_as(field).unwrap_or_default();
    let name = |person: Person| SourceName {
        family: person.name,
        given: person.given_name,
        particle: person.prefix,
        suffix: person.suffix,
    };
    people.into_iter().map(name).filter(|name| !name.family.is_empty()).collect()
}

/// The tag of a language that BibLaTeX has a name for.
fn tag(language: &str) -> String {
    match language.to_lowercase().as_str() {
        "english" | "american" | "british" | "usenglish" | "ukenglish" => "en".into(),
        "german" | "ngerman" => "de".into(),
        "french" => "fr".into(),
        "spanish" => "es".into(),
        "italian" => "it".into(),
        "chinese" => "zh".into(),
        "japanese" => "ja".into(),
        other => other.to_string(),
    }
}
