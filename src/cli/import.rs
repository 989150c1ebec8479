//! `postil import`.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::args::{ImportArgs, ImportTimes};
use super::build::number;
use super::import_target::{ImportFolder, SavedPage, is_file};
use super::progress::Bar;
use super::{Exit, import_notes, refuse, retime, safe, say};
use crate::formats::decode::{self, Certainty};
use crate::formats::files::{self, FileError, Named};
use crate::formats::notes::{NoteChoices, NotesFile, PrivateNotes, place};
use crate::formats::registry::FormatReader;
use crate::formats::transcript::{SourceCounts, Tally, TallyEntry};
use crate::formats::{
    self, Choices, Format, ImportOutcome, Imported, ImportedCollection, Refusal, Report, Rhythm,
    SpeakerSummary, Times, TranslatedNames, format_by_id,
};
use crate::load;
use crate::pipeline::Progress;
use crate::text::names::is_nobody;
use crate::text::slug::Names;

pub(super) fn run(args: &ImportArgs) -> Exit {
    let choices = match choices(args) {
        Ok(choices) => choices,
        Err(reason) => return refuse(reason),
    };
    if let Some(words) = &args.retime {
        return retime::run(words, args, &choices);
    }
    if let [path] = args.files.as_slice()
        && let Some(page) = import_notes::page_name(path)
    {
        return import_notes::run(path, page, args);
    }
    let found = match files::gather(&args.files) {
        Ok(found) => found,
        Err(error) => return refuse(error),
    };
    if !args.with.is_empty() && found.len() > 1 {
        return refuse("--with belongs to one transcript, and there are several");
    }
    let reading = Reading { choices, with: &args.with, limit: args.max_size << 20, large: Mutex::default() };
    let target = ImportFolder::new(args);
    let mut run = ImportRun {
        args,
        taken: target.names(),
        target,
        translated: TranslatedNames::default(),
        made: 0,
        authors: BTreeSet::new(),
        listed: BTreeMap::new(),
        exit: Exit::Good,
    };
    for batch in found.chunks(BATCH) {
        let bar = Bar::new();
        bar.start(batch.len());
        let read: Vec<_> = batch.par_iter().map(|file| reading.read(file, &bar)).collect();
        bar.clear();
        batch.iter().zip(read).for_each(|(file, read)| run.conclude(file, read));
    }
    run.offer_people();
    run.exit
}

/// The number of files that are read before their pages are written: a folder may hold more than fits into memory.
const BATCH: usize = 256;

/// A file of more bytes than this is read while no other such file is: it may take a hundred times its size.
const LARGE: usize = 4 << 20;

fn choices(args: &ImportArgs) -> Result<Choices, String> {
    let encoding = match &args.encoding {
        Some(name) => Some(decode::encoding(name).ok_or(format!("there is no encoding `{name}`"))?),
        None => None,
    };
    let format = args.format.as_deref().and_then(format_by_id);
    let times = match args.times {
        ImportTimes::Seconds => Times::Seconds,
        ImportTimes::Exact => Times::Exact,
    };
    // A float that is no number, or none that fits, is the nearest that does.
    let rhythm = Rhythm { pause: (args.pause * 1000.0) as u64, words: args.words };
    let private = if args.publish_private { PrivateNotes::Publish } else { PrivateNotes::Draft };
    let notes = NoteChoices { private, tag_kinds: args.tag_kinds.clone() };
    let are_companions_found = args.with.is_empty();
    let renamings = args.speaker.clone();
    Ok(Choices { format, encoding, renamings, rhythm, times, notes, are_companions_found })
}

/// The result of reading one file: a transcript, a refusal, or an error of the disk.
type ImportResult = Result<Result<ImportOutcome, Refusal>, FileError>;

/// The settings with which the files of a run are read.
struct Reading<'a> {
    choices: Choices,
    with: &'a [PathBuf],
    /// The most bytes that a file may have.
    limit: u64,
    /// A lock that is held while a large file is read.
    large: Mutex<()>,
}

impl Reading<'_> {
    fn read(&self, file: &Named, bar: &Bar) -> ImportResult {
        let read = self.read_all(file);
        bar.step();
        read
    }

    /// Reads a file with those that belong to it: the ones that were named, or else those beside it.
    fn read_all(&self, file: &Named) -> ImportResult {
        let input = files::read(&file.path, self.limit)?;
        let found = if self.with.is_empty() { files::beside(&file.path) } else { self.with.to_vec() };
        let companions =
            found.iter().map(|path| files::read(path, self.limit)).collect::<Result<Vec<_>, _>>()?;
        let is_large = input.bytes.len() > LARGE;
        let _turn = is_large.then(|| self.large.lock().unwrap_or_else(PoisonError::into_inner));
        let open = |name: &str| files::open_beside(&file.path, name, self.limit);
        Ok(formats::read_beside(&input, &companions, &self.choices, &open))
    }
}

/// The pages of a run, as they are made.
struct ImportRun<'a> {
    args: &'a ImportArgs,
    target: ImportFolder,
    /// The names of pages that this run made, and those that no page can have.
    taken: Names,
    /// The names that files share with translations of them.
    translated: TranslatedNames,
    made: usize,
    /// Everybody who wrote one of the notes.
    authors: BTreeSet<String>,
    /// The files that belong to the texts of a list, and the list.
    listed: BTreeMap<PathBuf, String>,
    exit: Exit,
}

impl ImportRun<'_> {
    fn conclude(&mut self, file: &Named, read: ImportResult) {
        let path = safe::message(&file.path.display().to_string());
        if let Some(list) = self.listed.get(&file.path).filter(|_| file.is_found) {
            return say::aside(format!("{path}: skipped; it belongs to a text of {list}"));
        }
        match read {
            Err(error) => self.fail(refuse(error)),
            // A folder may hold anything.
            Ok(Err(refusal @ (Refusal::Unknown(_) | Refusal::Empty(_)))) if file.is_found => {
                say::aside(format!("{path}: skipped; {}", safe::message(&refusal.to_string())));
            }
            Ok(Err(refusal)) => {
                say::aside(format!("error: {path}: {}", safe::message(&refusal.to_string())));
                self.fail(Exit::Content);
            }
            // Pages in a folder may be those of a site already.
            Ok(Ok(ImportOutcome::Page(page)))
                if file.is_found && matches!(page.report.format.read, FormatReader::Page(_)) =>
            {
                say::aside(format!(
                    "{path}: skipped; a page of Markdown is imported when it is named itself"
                ));
            }
            Ok(Ok(ImportOutcome::Page(page))) => self.make_page(file, &path, &page),
            Ok(Ok(ImportOutcome::Collection(list))) => self.make_collection(file, &path, *list),
            Ok(Ok(ImportOutcome::Notes(files))) => {
                files.iter().for_each(|notes| self.make_notes(file, notes))
            }
        }
    }

    /// The worst that happened is how the run ends.
    fn fail(&mut self, exit: Exit) {
        self.exit = if self.exit == Exit::Wrong { Exit::Wrong } else { exit };
    }

    fn make_page(&mut self, file: &Named, path: &str, imported: &Imported) {
        let shared = self.translated.page_name(&file.path);
        let stem = self.taken.claim(shared.as_deref().unwrap_or(&imported.stem));
        self.make(path, &ImportedFile::from_page(stem, imported, false));
    }

    /// A page for each text of a list, a line each, and what cannot be told page by page.
    fn make_collection(&mut self, file: &Named, path: &str, list: ImportedCollection) {
        let listed = list.files.iter().filter_map(|name| files::find_beside(&file.path, name));
        self.listed.extend(listed.map(|listed| (listed, path.to_string())));
        let (mut with_words, count) = (0, list.pages.len());
        for imported in &list.pages {
            with_words += usize::from(imported.report.found.words > 0);
            let stem = self.taken.claim(&imported.stem);
            self.make(path, &ImportedFile::from_page(stem, imported, true));
        }
        say::result(format!("{path}: {}, {with_words} with their words", number(count, "text", "texts")));
        tally("left out", &list.left_out).iter().for_each(|line| say::result(safe::message(line)));
        if let Some(settings) = list.settings {
            say::result("For site.toml:");
            settings.lines().for_each(|line| say::result(safe::message(&format!("  {line}"))));
        }
    }

    /// Notes go beside the page that they are on, if the site has it.
    fn make_notes(&mut self, file: &Named, notes: &NotesFile) {
        let folder = self.target.open().ok();
        let is_page = |path: &str| is_file(folder.as_ref(), &format!("{path}.md"));
        let stem = self.taken.claim(&place::path(notes, &file.path, is_page));
        let path = safe::message(&file.path.display().to_string());
        self.authors.extend(notes.authors.iter().cloned());
        self.make(
            &path,
            &ImportedFile { stem, text: &notes.text, words: None, report: &notes.report, is_listed: false },
        );
    }

    /// The entries of site.toml that authors of notes have not, once for all of them.
    fn offer_people(&self) {
        let known = known_people();
        let missing: Vec<&String> = self.authors.iter().filter(|by| !known.contains(*by)).collect();
        if missing.is_empty() || self.made == 0 {
            return;
        }
        say::result("  people    site.toml has no entry for these authors of notes yet:");
        for by in missing {
            let (key, name) = (toml_key(by), toml::Value::from(by.as_str()));
            say::result(safe::message(&format!("            [people.{key}]")));
            say::result(safe::message(&format!("            name = {name}")));
        }
    }

    fn make(&mut self, path: &str, output: &ImportedFile) {
        let below = format!("{}.md", output.stem);
        let page = self.target.path.join(&below);
        match self.target.save(&below, output.text, self.args) {
            Ok(SavedPage::Written) => {}
            Ok(SavedPage::IsThere) => {
                let page = page.display();
                let exit = refuse(format!(
                    "{page} exists already and was not changed; use --replace to overwrite it"
                ));
                return self.fail(exit);
            }
            Err(error) => {
                let exit = refuse(format!("{}: {error}", page.display()));
                return self.fail(exit);
            }
        }
        let words = match self.save_words(output) {
            Ok(words) => words,
            Err(error) => return self.fail(refuse(format!("{}.words.json: {error}", output.stem))),
        };
        self.made += 1;
        let verb = if self.args.dry_run { "Would make" } else { "Made" };
        let head = format!("{verb} {} from {path}", page.display());
        if output.is_listed {
            let found = &output.report.found;
            let read = match found.words {
                0 => "without words".to_string(),
                count => format!("{}, {}", output.report.format.name, number(count, "word", "words")),
            };
            return say::result(safe::message(&format!("{head} ({read})")));
        }
        let lines = [head].into_iter().chain(lines(output.report)).chain(words).chain(naming(output.report));
        lines.for_each(|line| say::result(safe::message(&line)));
    }

    /// Writes the sidecar file with the times of words. One without a page of its time would be wrong, so it is replaced with it.
    fn save_words(&self, output: &ImportedFile) -> io::Result<Option<String>> {
        let Some(words) = output.words else { return Ok(None) };
        let below = format!("{}.words.json", output.stem);
        self.target.replace(&below, words, self.args)?;
        Ok(Some(format!("  words     their times are in {}", self.target.path.join(&below).display())))
    }
}

/// The IDs of the people in the site.toml beside which pages are made; none without one.
fn known_people() -> BTreeSet<String> {
    let Ok(folder) = load::open(Path::new(".")) else { return BTreeSet::new() };
    let (loaded, _) = load::settings(&folder);
    let Some(id) = loaded.config else { return BTreeSet::new() };
    let Ok(table) = loaded.sources.get(id).text().parse::<toml::Table>() else { return BTreeSet::new() };
    table.get("people").and_then(toml::Value::as_table).into_iter().flat_map(|p| p.keys().cloned()).collect()
}

/// A key of TOML, in quotation marks where it needs them.
fn toml_key(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    match !name.is_empty() && name.chars().all(is_bare) {
        true => name.to_string(),
        false => toml::Value::from(name).to_string(),
    }
}

/// A file that is to be written.
struct ImportedFile<'a> {
    /// Its path below the folder, without its ending.
    stem: String,
    text: &'a str,
    /// The sidecar file with the times of words.
    words: Option<&'a str>,
    report: &'a Report,
    /// True for one of many pages of a list, of which a line says enough.
    is_listed: bool,
}

impl<'a> ImportedFile<'a> {
    fn from_page(stem: String, page: &'a Imported, is_listed: bool) -> Self {
        let Imported { text, words, report, .. } = page;
        ImportedFile { stem, text, words: words.as_deref(), report, is_listed }
    }
}

/// Suggests how to name speakers that a recognizer has only numbered.
fn naming(report: &Report) -> Option<String> {
    let voice = report.voices.iter().find(|voice| is_nobody(&voice.name))?;
    Some(format!("  hint      give them names with --replace --speaker \"{}=Ann Lee\"", voice.name))
}

/// The lines to print about a file that became a page.
fn lines(report: &Report) -> Vec<String> {
    let mut lines = vec![format!("  format    {}, {}", report.format.name, encoding(report))];
    let found = &report.found;
    let read = match report.format.units {
        "words" => words(found.words),
        _ => format!("{}, {}", units(found.units, report.format), words(found.words)),
    };
    lines.push(format!("  read      {read}{}", aside(found)));
    lines.push(format!("  written   {}", written(report)));
    lines.extend(tally("changed", &report.changed));
    lines.extend(tally("left out", &report.left_out));
    lines.extend(report.voices.iter().flat_map(speaker));
    let unmatched = report.unmatched.iter();
    lines.extend(
        unmatched.map(|name| format!("  warning   there is no speaker called `{name}` in this file")),
    );
    lines
}

fn encoding(report: &Report) -> String {
    match report.certainty {
        Certainty::Known => report.encoding.to_string(),
        Certainty::Detected => format!("probably {}; use --encoding to change it", report.encoding),
    }
}

fn units(count: usize, format: &Format) -> String {
    number(count, format.units.trim_end_matches('s'), format.units)
}

/// The words of the source that are not in the page: ` (10 of them names, 7 repeated)`
fn aside(found: &SourceCounts) -> String {
    let parts = [(found.names, "names of speakers"), (found.repeated, "repeated")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

fn words(count: usize) -> String {
    number(count, "word", "words")
}

/// `3 sections, 18 turns, 41 paragraphs, 2,945 words, 4 notes`
fn written(report: &Report) -> String {
    let written = &report.written;
    let parts = [
        (written.sections, number(written.sections, "section", "sections")),
        (written.turns, number(written.turns, "turn", "turns")),
        (written.paragraphs, number(written.paragraphs, "paragraph", "paragraphs")),
        (1, words(written.words)),
        (written.notes, number(written.notes, "note", "notes")),
    ];
    parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect::<Vec<_>>().join(", ")
}

/// Each sort of thing on a line: how often, what, and the first of it.
fn tally(title: &str, tally: &Tally) -> Vec<String> {
    let line = |(what, sort): (&str, &TallyEntry)| {
        let example = shorten(&sort.example);
        let example = if example.is_empty() { example } else { format!(", such as “{example}”") };
        format!("  {title:<9} {} × {what}{example}", sort.count)
    };
    tally.iter().map(line).collect()
}

/// A speaker, how much they say, and what.
fn speaker(voice: &SpeakerSummary) -> Vec<String> {
    let others: Vec<&String> = voice.labels.iter().filter(|label| **label != voice.name).collect();
    let others = match others.is_empty() {
        true => String::new(),
        false => format!(
            ", in the file {}",
            others.iter().map(|l| format!("“{l}”")).collect::<Vec<_>>().join(", ")
        ),
    };
    let head = format!("  speaker   {} ({}{others})", voice.name, words(voice.words));
    let samples = voice.samples.iter().map(|sample| format!("              “{sample}”"));
    [head].into_iter().chain(samples).collect()
}

fn shorten(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
