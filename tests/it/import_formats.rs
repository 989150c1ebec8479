//! A file of every format that is read, each with the same conversation, and the counts that were made of it by hand.

use std::fs;
use std::path::{Path, PathBuf};

use postil::formats::{Choices, FORMATS, Imported, Input, import};

use crate::import::holds;

/// Who says how many words from when on, in seconds: the same in every file that knows all of it.
const BY_NAME: &[Spoken] = &[("Ann Lee", "0:00"), ("Bo Ray", "0:02"), ("Ann Lee", "0:05")];
const BY_NAME_UNTIMED: &[Spoken] = &[("Ann Lee", ""), ("Bo Ray", ""), ("Ann Lee", "")];
const BY_SHORT_NAME: &[Spoken] = &[("Ann", "0:00"), ("Bo", "0:02"), ("Ann", "0:05")];
const FROM_ZERO: &[Spoken] = &[("Speaker 0", "0:00"), ("Speaker 1", "0:02"), ("Speaker 0", "0:05")];
const FROM_ONE: &[Spoken] = &[("Speaker 1", "0:00"), ("Speaker 2", "0:02"), ("Speaker 1", "0:05")];
const FROM_ONE_APPLE: &[Spoken] = &[("SPEAKER_1", "0:00"), ("SPEAKER_2", "0:02"), ("SPEAKER_1", "0:05")];
const BY_S: &[Spoken] = &[("Speaker S1", "0:00"), ("Speaker S2", "0:02"), ("Speaker S1", "0:05")];
const NOBODY: &[Spoken] = &[];

/// A speaker and the time at which a turn of theirs begins.
type Spoken = (&'static str, &'static str);

/// A file: its format, the number of its units and of its words, its turns, and the number of words with times of their own.
struct FormatRow(&'static str, &'static str, usize, usize, &'static [Spoken], usize);

const ROWS: &[FormatRow] = &[
    FormatRow("amazon.json", "amazon", 20, 14, FROM_ZERO, 14),
    FormatRow("amazon-labels.json", "amazon", 20, 14, FROM_ZERO, 14),
    FormatRow(
        "amazon-calls.json",
        "amazon",
        3,
        14,
        &[("AGENT", "0:00"), ("CUSTOMER", "0:02"), ("AGENT", "0:05")],
        0,
    ),
    FormatRow("amberscript.json", "amberscript", 3, 14, BY_NAME, 14),
    FormatRow("google-v1.json", "google", 14, 14, FROM_ONE, 14),
    FormatRow("google-v2.json", "google", 3, 14, FROM_ONE, 14),
    FormatRow("azure-batch.json", "azure", 3, 14, FROM_ONE, 14),
    FormatRow("azure-fast.json", "azure", 3, 14, FROM_ONE, 14),
    FormatRow("ibm.json", "ibm", 3, 14, FROM_ZERO, 14),
    FormatRow("speechmatics.json", "speechmatics", 20, 14, BY_S, 14),
    FormatRow(
        "speechmatics-v1.json",
        "speechmatics",
        18,
        14,
        &[("Speaker M1", "0:00"), ("Speaker F2", "0:02"), ("Speaker M1", "0:05")],
        14,
    ),
    FormatRow(
        "kaldi.json",
        "kaldi",
        14,
        14,
        &[("Speaker S0", "0:00"), ("Speaker S1", "0:02"), ("Speaker S0", "0:05")],
        14,
    ),
    FormatRow("vosk.json", "kaldi", 14, 14, NOBODY, 14),
    FormatRow("kaldi-server.json", "kaldi", 1, 14, NOBODY, 14),
    FormatRow("rev.json", "rev", 3, 14, BY_NAME, 14),
    FormatRow(
        "elevenlabs.json",
        "elevenlabs",
        27,
        14,
        &[("speaker_0", "0:00"), ("speaker_1", "0:02"), ("speaker_0", "0:05")],
        14,
    ),
    FormatRow("soniox.json", "soniox", 34, 14, FROM_ONE, 14),
    FormatRow("gladia.json", "gladia", 3, 14, FROM_ZERO, 14),
    FormatRow(
        "nemo-manifest.json",
        "nemo",
        3,
        14,
        &[("Speaker A", "0:00"), ("Speaker B", "0:02"), ("Speaker A", "0:05")],
        0,
    ),
    FormatRow("nemo.json", "nemo", 14, 14, NOBODY, 14),
    FormatRow(
        "nemo-speakers.json",
        "nemo",
        14,
        14,
        &[("speaker_0", "0:00"), ("speaker_1", "0:02"), ("speaker_0", "0:05")],
        14,
    ),
    FormatRow("parakeet.json", "nemo", 4, 14, NOBODY, 14),
    FormatRow("premiere.json", "premiere", 3, 14, BY_NAME, 14),
    FormatRow("trint.json", "trint", 14, 14, BY_NAME, 14),
    FormatRow("sonix.json", "sonix", 3, 14, BY_NAME, 14),
    FormatRow("happyscribe.json", "happyscribe", 3, 14, BY_NAME, 14),
    FormatRow("fireflies.json", "fireflies", 4, 14, BY_NAME, 0),
    FormatRow("digital-paper-edit.json", "trint", 14, 14, BY_NAME, 14),
    FormatRow("autoedit.json", "autoedit", 3, 14, BY_NAME, 14),
    FormatRow("podcasting-words.json", "podcasting", 20, 14, BY_SHORT_NAME, 14),
    FormatRow("list.json", "list", 4, 14, BY_NAME, 0),
    FormatRow("podlove.json", "list", 3, 14, BY_NAME, 0),
    FormatRow("offsets.json", "list", 3, 14, NOBODY, 3),
    FormatRow("premiere.csv", "table", 3, 14, BY_NAME, 0),
    FormatRow("webex.vtt", "vtt", 3, 14, BY_NAME, 0),
    FormatRow("teams.vtt", "vtt", 4, 14, BY_NAME, 0),
    FormatRow("list-milliseconds.json", "list", 4, 14, NOBODY, 4),
    FormatRow("list-broken.json", "list", 4, 10, NOBODY, 3),
    FormatRow("captions.ttml", "ttml", 4, 14, BY_NAME, 0),
    FormatRow(
        "captions.dfxp",
        "ttml",
        4,
        14,
        &[("ANN LEE", "0:00"), ("BO RAY", "0:02"), ("ANN LEE", "0:05")],
        0,
    ),
    FormatRow("apple.ttml", "ttml", 3, 14, FROM_ONE_APPLE, 14),
    FormatRow("captions.ass", "ass", 5, 14, BY_NAME, 0),
    FormatRow("captions.lrc", "lrc", 4, 14, BY_NAME, 8),
    FormatRow(
        "captions.scc",
        "scc",
        4,
        14,
        &[("ANN LEE", "0:01"), ("BO RAY", "0:03"), ("ANN LEE", "0:06")],
        0,
    ),
    FormatRow("youtube.json3", "json3", 4, 14, NOBODY, 14),
    FormatRow("youtube.srv3", "youtube-xml", 4, 14, NOBODY, 14),
    FormatRow(
        "youtube.xml",
        "youtube-xml",
        4,
        14,
        &[("ANN LEE", "0:00"), ("BO RAY", "0:02"), ("ANN LEE", "0:05")],
        0,
    ),
    FormatRow("talk.otr", "otr", 3, 14, BY_NAME, 0),
    FormatRow("f4.txt", "f4", 3, 14, BY_NAME, 0),
    FormatRow("f4.rtf", "f4", 3, 14, BY_NAME, 0),
    FormatRow("talk.rtf", "rtf", 3, 14, BY_NAME, 0),
    FormatRow("talk.eaf", "eaf", 4, 14, BY_NAME, 0),
    FormatRow("talk.cha", "chat", 4, 14, BY_NAME, 0),
    FormatRow("talk.TextGrid", "textgrid", 4, 14, BY_NAME, 0),
    FormatRow("words.TextGrid", "textgrid", 14, 14, BY_NAME, 14),
    FormatRow("talk.exb", "exb", 4, 14, BY_NAME, 0),
    FormatRow("otter.docx", "docx", 3, 14, BY_NAME, 0),
    FormatRow("rev.docx", "docx", 3, 14, BY_NAME, 0),
    FormatRow("teams.docx", "docx", 3, 14, BY_NAME, 0),
    FormatRow("word-transcribe.docx", "docx", 4, 15, BY_NAME, 0),
    FormatRow("table.docx", "docx", 3, 14, BY_NAME, 0),
    FormatRow("bold.docx", "docx", 3, 14, BY_NAME_UNTIMED, 0),
    FormatRow("bold.odt", "odt", 3, 14, BY_NAME_UNTIMED, 0),
    FormatRow("pandoc.docx", "docx", 3, 14, BY_NAME, 0),
    FormatRow("pandoc.odt", "odt", 3, 14, BY_NAME, 0),
];

/// Formats with files in `tests/cases/import` and tests of their own.
const ELSEWHERE: &[&str] = &[
    "vtt",
    "srt",
    "sbv",
    "whisper",
    "podcasting",
    "chapters",
    "html",
    "deepgram",
    "assemblyai",
    "captions",
    "ohms",
    "iiif",
    "tei",
    "spacelog",
    "spacelog-meta",
    "epub",
    "hypothesis",
    "annotations",
    "table",
    "md",
    "text",
    "feed",
    "records",
    "recogito",
    "readwise",
    "kindle",
];

pub fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/formats")
}

#[test]
fn every_format_has_a_file_that_is_counted() {
    let has_row = |id: &str| ROWS.iter().any(|row| row.1 == id) || ELSEWHERE.contains(&id);
    let missing: Vec<&str> = FORMATS.iter().map(|format| format.id).filter(|id| !has_row(id)).collect();
    assert_eq!(missing, Vec::<&str>::new());
    let is_counted = |name: &str| ROWS.iter().any(|row| row.0 == name);
    let files =
        fs::read_dir(samples()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(files.filter(|name| !is_counted(name)).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn words_speakers_and_times_are_those_of_the_file() {
    let wrong: Vec<String> = ROWS.iter().filter_map(check).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(row: &FormatRow) -> Option<String> {
    let FormatRow(name, format, units, words, turns, timed) = row;
    let input = Input { name: name.to_string(), bytes: fs::read(samples().join(name)).unwrap() };
    let imported = match import(&input, &[], &Choices::default()) {
        Ok(imported) => imported,
        Err(refusal) => return Some(format!("{name}: {refusal}")),
    };
    holds(&imported);
    let report = &imported.report;
    let expected = (*format, *units, *words, turns.to_vec(), *timed);
    let found = (
        report.format.id,
        report.found.units,
        report.written.words,
        spoken(&imported),
        timed_words(&imported),
    );
    (found != expected)
        .then(|| format!("{name}:\n  expected {expected:?}\n  found    {found:?}\n{}", imported.text))
}

/// The turns of a page: who speaks, and when the turn begins.
fn spoken(imported: &Imported) -> Vec<(&str, &str)> {
    let turn = |line| {
        let (name, rest): (&str, &str) = str::strip_prefix(line, "**")?.split_once(":**")?;
        let time = rest.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']'));
        Some((name, time.map_or("", |(time, _)| time)))
    };
    imported.text.lines().filter_map(turn).collect()
}

/// The number of words in the sidecar file, whose times go forward.
fn timed_words(imported: &Imported) -> usize {
    let Some(sidecar) = &imported.words else { return 0 };
    let sidecar: serde_json::Value = serde_json::from_str(sidecar).unwrap();
    let words = sidecar["words"].as_array().unwrap();
    let starts: Vec<f64> = words.iter().map(|word| word[1].as_f64().unwrap()).collect();
    assert!(starts.is_sorted(), "{sidecar}");
    words.len()
}
