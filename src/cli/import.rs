//! `postil import`.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::args::{ImportArgs, ImportTimes};
use super::build::number;
use super::progress::Bar;
use super::{Exit, refuse, retime, safe, say};
use crate::import::annotations::{NotesFile, PrivateNotes, place};
use crate::import::decode::{self, Certainty};
use crate::import::files::{self, FileError, Named};
use crate::import::script::{Found, Sort, Tally};
use crate::import::{self, Choices, Format, Imported, Made, Refusal, Report, Rhythm, Times, Voice};
use crate::load::SITE_FILE;
use crate::pipeline::Progress;
use crate::text::names::is_nobody;
use crate::text::slug::Names;
use crate::write::replace_file;

pub(super) fn run(args: &ImportArgs) -> Exit {
    let choices = match choices(args) {
        Ok(choices) => choices,
        Err(reason) => return refuse(reason),
    };
    if let Some(words) = &args.retime {
        return retime::run(words, args, &choices);
    }
    let found = match files::gather(&args.files) {
        Ok(found) => found,
        Err(error) => return refuse(error),
    };
    if !args.with.is_empty() && found.len() > 1 {
        return refuse("--with belongs to one transcript, and there are several");
    }
    let bar = Bar::new();
    bar.start(found.len());
    let reading = Reading { choices, with: &args.with, bar: &bar };
    let read: Vec<_> = found.par_iter().map(|file| reading.read(file)).collect();
    bar.clear();
    let mut run = Run { args, folder: folder(args), taken: Names::default(), made: 0, exit: Exit::Good };
    found.iter().zip(read).for_each(|(file, read)| run.conclude(file, read));
    run.exit
}

fn choices(args: &ImportArgs) -> Result<Choices, String> {
    let encoding = match &args.encoding {
        Some(name) => Some(decode::encoding(name).ok_or(format!("there is no encoding `{name}`"))?),
        None => None,
    };
    let format = Format::ALL.iter().copied().find(|format| Some(format.id()) == args.format.as_deref());
    let times = match args.times {
        ImportTimes::Seconds => Times::Seconds,
        ImportTimes::Exact => Times::Exact,
    };
    // A float that is no number, or none that fits, is the nearest that does.
    let rhythm = Rhythm { pause: (args.pause * 1000.0) as u64, words: args.words };
    let private = if args.publish_private { PrivateNotes::Publish } else { PrivateNotes::Draft };
    Ok(Choices { format, encoding, renamings: args.speaker.clone(), rhythm, times, private })
}

/// Where the pages go.
fn folder(args: &ImportArgs) -> PathBuf {
    let beside_site = || if Path::new(SITE_FILE).is_file() { "content".into() } else { PathBuf::new() };
    args.to.clone().unwrap_or_else(beside_site)
}

/// What became of a file that was read.
type Read = Result<Result<Made, Refusal>, FileError>;

/// How the files of a run are read.
struct Reading<'a> {
    choices: Choices,
    with: &'a [PathBuf],
    bar: &'a Bar,
}

impl Reading<'_> {
    fn read(&self, file: &Named) -> Read {
        let read = self.read_all(file);
        self.bar.step();
        read
    }

    /// Reads a file with those that belong to it: the ones that were named, or else those beside it.
    fn read_all(&self, file: &Named) -> Read {
        let input = files::read(&file.path)?;
        let found = if self.with.is_empty() { files::beside(&file.path) } else { self.with.to_vec() };
        let companions = found.iter().map(|path| files::read(path)).collect::<Result<Vec<_>, _>>()?;
        Ok(import::read(&input, &companions, &self.choices))
    }
}

/// The pages of a run, as they are made.
struct Run<'a> {
    args: &'a ImportArgs,
    folder: PathBuf,
    /// The names of pages that this run made.
    taken: Names,
    made: usize,
    exit: Exit,
}

impl Run<'_> {
    fn conclude(&mut self, file: &Named, read: Read) {
        let path = safe::message(&file.path.display().to_string());
        match read {
            Err(error) => self.fail(refuse(error)),
            // A folder may hold anything.
            Ok(Err(refusal @ (Refusal::Unknown(_) | Refusal::Empty(_)))) if file.is_found => {
                say::aside(format!("{path}: skipped; {refusal}"));
            }
            Ok(Err(refusal)) => {
                say::aside(format!("error: {path}: {}", safe::message(&refusal.to_string())));
                self.fail(Exit::Content);
            }
            Ok(Ok(Made::Page(page))) => self.make_page(&path, &page),
            Ok(Ok(Made::Notes(files))) => files.iter().for_each(|notes| self.make_notes(file, notes)),
        }
    }

    /// The worst that happened is how the run ends.
    fn fail(&mut self, exit: Exit) {
        self.exit = if self.exit == Exit::Wrong { Exit::Wrong } else { exit };
    }

    fn make_page(&mut self, path: &str, imported: &Imported) {
        let stem = self.taken.claim(&imported.stem);
        self.make(path, &Output { stem, text: &imported.text, report: &imported.report });
    }

    /// Notes go beside the page that they are on, if the site has it.
    fn make_notes(&mut self, file: &Named, notes: &NotesFile) {
        let is_page = |path: &str| self.folder.join(format!("{path}.md")).is_file();
        let stem = self.taken.claim(&place::path(notes, &file.path, is_page));
        let path = safe::message(&file.path.display().to_string());
        self.make(&path, &Output { stem, text: &notes.text, report: &notes.report });
    }

    fn make(&mut self, path: &str, output: &Output) {
        let page = self.folder.join(format!("{}.md", output.stem));
        if !self.args.replace && page.symlink_metadata().is_ok() {
            let page = page.display();
            let exit =
                refuse(format!("{page} is there already and was left alone; --replace writes over it"));
            return self.fail(exit);
        }
        let saved = if self.args.dry_run { Ok(()) } else { replace_file(&page, output.text) };
        if let Err(error) = saved {
            let exit = refuse(format!("{}: {error}", page.display()));
            return self.fail(exit);
        }
        self.made += 1;
        let verb = if self.args.dry_run { "Would make" } else { "Made" };
        let head = format!("{verb} {} from {path}", page.display());
        let lines = [head].into_iter().chain(lines(output.report)).chain(naming(output.report));
        lines.for_each(|line| say::result(safe::message(&line)));
    }
}

/// A file that is to be written.
struct Output<'a> {
    /// Its path below the folder, without its ending.
    stem: String,
    text: &'a str,
    report: &'a Report,
}

/// How to give somebody a name, where a machine has called them by a number.
fn naming(report: &Report) -> Option<String> {
    let voice = report.voices.iter().find(|voice| is_nobody(&voice.name))?;
    Some(format!("  hint      give them names with --replace --speaker \"{}=Ann Lee\"", voice.name))
}

/// What there is to say about a file that became a page.
fn lines(report: &Report) -> Vec<String> {
    let mut lines = vec![format!("  format    {}, {}", report.format.name(), encoding(report))];
    let found = &report.found;
    let read = match report.format.units() {
        "words" => words(found.words),
        _ => format!("{}, {}", units(found.units, report.format), words(found.words)),
    };
    lines.push(format!("  read      {read}{}", aside(found)));
    lines.push(format!("  written   {}", written(report)));
    lines.extend(tally("changed", &report.changed));
    lines.extend(tally("left out", &report.left_out));
    lines.extend(report.voices.iter().flat_map(speaker));
    let unmatched = report.unmatched.iter();
    lines.extend(unmatched.map(|name| format!("  warning   nobody is called `{name}` in this file")));
    lines
}

fn encoding(report: &Report) -> String {
    match report.certainty {
        Certainty::Known => report.encoding.to_string(),
        Certainty::Detected => format!("probably {}; --encoding says otherwise", report.encoding),
    }
}

fn units(count: usize, format: Format) -> String {
    number(count, format.units().trim_end_matches('s'), format.units())
}

/// What is not among the words of the page: ` (10 of them names, 7 repeated)`
fn aside(found: &Found) -> String {
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
    let line = |(what, sort): (&str, &Sort)| {
        let example = shorten(&sort.example);
        let example = if example.is_empty() { example } else { format!(", such as “{example}”") };
        format!("  {title:<9} {} × {what}{example}", sort.count)
    };
    tally.iter().map(line).collect()
}

/// A speaker, how much they say, and what.
fn speaker(voice: &Voice) -> Vec<String> {
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
