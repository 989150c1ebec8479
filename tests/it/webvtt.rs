//! WebVTT against the standard's own suite, where the corpora are at hand.
//!
//! What a cue's settings mean is left out: they place captions on a screen, and a page has none. That
//! a cue with settings of any sort is a cue all the same is held to.

use std::fs;
use std::path::Path;

use postil::formats::webvtt::cue_text::{self, CueNode, CueTag};
use postil::formats::webvtt::file::{self, Rules};

use crate::corpora::corpora;

/// A file of the suite, and how many cues a browser finds in it.
const FILES: [(&str, usize); 37] = [
    ("arrows", 6),
    ("header-garbage", 1),
    ("header-space", 1),
    ("header-tab", 1),
    ("header-timings", 1),
    ("ids", 5),
    ("newlines", 4),
    ("nulls", 7),
    ("regions-id", 4),
    ("regions-lines", 13),
    ("regions-old", 2),
    ("regions-regionanchor", 20),
    ("regions-scroll", 6),
    ("regions-viewportanchor", 20),
    ("settings-align", 13),
    ("settings-line", 46),
    ("settings-multiple", 2),
    ("settings-position", 22),
    ("settings-region", 9),
    ("settings-size", 16),
    ("settings-vertical", 8),
    ("signature-bom", 0),
    ("signature-no-newline", 0),
    ("signature-space", 0),
    ("signature-space-no-newline", 0),
    ("signature-tab", 0),
    ("signature-tab-no-newline", 0),
    ("signature-timings", 0),
    ("stylesheets", 2),
    ("timings-60", 2),
    ("timings-eof", 0),
    ("timings-garbage", 0),
    ("timings-negative", 4),
    ("timings-omitted-hours", 3),
    ("timings-too-long", 2),
    ("timings-too-short", 2),
    ("whitespace-chars", 3),
];

#[test]
fn files_have_the_cues_that_browsers_find() {
    let Some(folder) = corpora() else { return };
    let folder = folder.join("vtt-wpt/wpt-file-parsing");
    let wrong: Vec<String> =
        FILES.iter().filter_map(|(name, cues)| check_file(&folder, name, *cues)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check_file(folder: &Path, name: &str, expected: usize) -> Option<String> {
    let bytes = fs::read(folder.join(format!("{name}.vtt"))).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let Some(file) = file::parse(text.trim_start_matches('\u{feff}'), Rules::Standard) else {
        return Some(format!("{name} is not WebVTT"));
    };
    // In other files of the suite it is the settings that are invalid, and not the cue.
    let tests_times = name.starts_with("timings") || name == "nulls" || name == "whitespace-chars";
    let invalid = file.cues.iter().filter(|cue| tests_times && cue.text == "invalid").count();
    let cues = file.cues.len();
    (cues != expected || invalid > 0)
        .then(|| format!("{name}: {cues} cues, {invalid} of them invalid; {expected} expected"))
}

#[test]
fn other_files_are_not_webvtt() {
    for text in ["", "WEBVT", "webvtt\n", "WEBVTTX\n", " WEBVTT\n"] {
        assert!(file::parse(text, Rules::Standard).is_none(), "{text:?}");
    }
}

#[test]
fn cue_text_becomes_the_trees_of_the_standard() {
    let Some(folder) = corpora() else { return };
    let folder = folder.join("vtt-wpt/wpt-cue-parsing");
    let mut checked = 0;
    for name in ["entities", "tags", "text", "timestamps", "tree-building"] {
        let text = fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
        let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        for case in &cases {
            let (text, expected) = (case["text"].as_str().unwrap(), case["expectedTree"].as_str().unwrap());
            assert_eq!(tree_of(text), expected, "{name}: {text:?}");
            checked += 1;
        }
    }
    assert_eq!(checked, 77);
}

/// The tree of a cue with this text, as the suite writes it.
fn tree_of(text: &str) -> String {
    let file = file::parse(&format!("WEBVTT\n\n00:00.000 --> 00:01.000\n{text}\n"), Rules::Standard).unwrap();
    let mut out = String::new();
    show(&cue_text::parse(&file.cues[0].text), 0, &mut out);
    out
}

fn show(nodes: &[CueNode], depth: usize, out: &mut String) {
    let indent = format!("| {}", "  ".repeat(depth));
    for node in nodes {
        match node {
            CueNode::Text(text) => *out += &format!("{indent}\"{text}\"\n"),
            CueNode::Timestamp(time) => {
                let (seconds, millis) = (time.0 / 1000, time.0 % 1000);
                let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
                *out += &format!("{indent}<?timestamp {hours:02}:{minutes:02}:{seconds:02}.{millis:03}>\n");
            }
            CueNode::Element(element) => {
                let html = match &element.tag {
                    CueTag::Class | CueTag::Voice(_) | CueTag::Language(_) => "span",
                    tag => tag.name(),
                };
                *out += &format!("{indent}<{html}>\n");
                let mut attribute =
                    |name: &str, value: &str| *out += &format!("{indent}  {name}=\"{value}\"\n");
                if !element.classes.is_empty() {
                    attribute("class", &element.classes.join(" "));
                }
                match &element.tag {
                    CueTag::Voice(name) => attribute("title", name),
                    CueTag::Language(language) => attribute("lang", language),
                    _ => {}
                }
                show(&element.children, depth + 1, out);
            }
        }
    }
}
