//! Pages that were corrected, brought back to the times of their recordings.

use std::fs;

use postil::config::Config;
use postil::formats::{Choices, Input, Times, import};
use postil::retime::retime;

use crate::corpora::corpora;
use crate::site::Site;

/// Two sentences a second, word by word.
const WORDS: &str = r#"{"segments": [{"start": 1.0, "end": 9.0, "text": " We lit it every evening at six. Never later.",
    "speaker": "A", "words": [{"word": "We", "start": 1.0}, {"word": "lit", "start": 1.5}, {"word": "it", "start": 2.0},
    {"word": "every", "start": 2.5}, {"word": "evening", "start": 3.0}, {"word": "at", "start": 3.5},
    {"word": "six.", "start": 4.0}, {"word": "Never", "start": 7.25}, {"word": "later.", "start": 8.0}]},
    {"start": 65.0, "end": 66.0, "text": " And in fog?", "speaker": "B", "words": [{"word": "And", "start": 65.0},
    {"word": "in", "start": 65.3}, {"word": "fog?", "start": 65.6}]}]}"#;

const PAGE: &str = "+++\nspeakers = [\"Mara Finch\", \"Jon\"]\n+++\n\n**Mara Finch:** [0:30] We lit it\n==each evening==[^a] at six.\n\n\
    *Never* later.\n\n**Jon:** [1:05] [inaudible] (0:02) And in fog?\n\n[^a]: Never later, she said.\n";

#[test]
fn a_corrected_page_has_the_times_of_its_words() {
    let site = Site::empty().with("talk.json", WORDS).with("talk.md", PAGE);
    let dry = site.postil(&["import", "--retime", "talk.json", "talk.md", "--dry-run"]).expect(0);
    assert!(dry.out.starts_with("Would set the times of talk.md\n"), "{}", dry.out);
    assert_eq!(site.read("talk.md"), PAGE);
    let run = site.postil(&["import", "--retime", "talk.json", "talk.md", "--times", "exact"]).expect(0);
    assert_eq!(
        run.out,
        "Set the times of talk.md\n  words     12 words on the page, 11 of them in the recording (91 %)\n  \
         times     2 changed, 1 added, 1 right as they were\n"
    );
    let expected =
        PAGE.replace("[0:30]", "[0:01]").replace("*Never*", "[0:07.250] *Never*").replace("(0:02)", "(1:05)");
    assert_eq!(site.read("talk.md"), expected);
    let again = site.postil(&["import", "--retime", "talk.json", "talk.md", "--times", "exact"]).expect(0);
    assert!(again.out.contains("0 changed, 0 added, 4 right as they were"), "{}", again.out);
    assert_eq!(site.read("talk.md"), expected);
}

#[test]
fn times_that_notes_name_move_with_those_of_the_page() {
    let notes = "## a {at=0:30}\n\nOn the first turn.\n\n## {at=0:32 to=0:35}\n\nA range.\n\n> {at=0:30}\n\nNo heading.\n";
    let site = Site::empty().with("talk.json", WORDS).with("talk.md", PAGE).with("talk.notes.ann.md", notes);
    let run = site.postil(&["import", "--retime", "talk.json", "talk.md"]).expect(0);
    assert!(run.out.ends_with("  notes     3 times changed in talk.notes.ann.md\n"), "{}", run.out);
    let expected = notes.replacen("{at=0:30}", "{at=0:01}", 1).replace("at=0:32 to=0:35", "at=0:03 to=0:06");
    assert_eq!(site.read("talk.notes.ann.md"), expected);
}

#[test]
fn every_kind_of_target_is_kept_when_times_move() {
    let page = "+++\ntitle = \"The lamp\"\nspeakers = [\"Mara Finch\", \"Jon\"]\n+++\n\n## Evenings\n\n\
        **Mara Finch:** [0:30] We lit it every evening at six. Never later.\n\n**Jon:** [1:05] And in fog?\n";
    let notes = "## range {at=0:30 to=0:33}\n\nA range.\n\n## words {at=0:31}\n\n> every evening\n\nWords.\n\n\
        ## turn {to=#jon-and-in-fog}\n\nA turn.\n\n## section {to=#evenings}\n\nA section.\n\n## page {page}\n\nAll of it.\n";
    let site = Site::empty()
        .with("site.toml", "title = \"T\"\n")
        .with("talk.json", WORDS)
        .with("content/talk.md", page)
        .with("content/talk.notes.md", notes);
    site.postil(&["import", "--retime", "talk.json", "content/talk.md"]).expect(0);
    let expected = notes.replace("at=0:30 to=0:33", "at=0:01 to=0:04").replace("at=0:31", "at=0:02");
    assert_eq!(site.read("content/talk.notes.md"), expected);
    let check = site.postil(&["check"]).expect(0);
    assert!(!check.err.contains("talk.notes.md"), "{}", check.err);
}

#[test]
fn the_words_of_another_recording_are_refused() {
    let page = "**Ann:** Nothing of the sort was ever said here.\n\n**Ann:** It was not.\n";
    let site = Site::empty().with("talk.json", WORDS).with("a.md", page).with("b.txt", "Ann: a\n\nBo: b\n");
    let run = site.postil(&["import", "--retime", "talk.json", "a.md"]).expect(1);
    assert_eq!(
        run.err,
        "error: a.md: only 1 of the 11 words of the page are in this file: is it another recording?\n"
    );
    let run = site.postil(&["import", "--retime", "b.txt", "a.md"]).expect(1);
    assert_eq!(run.err, "error: b.txt: there are no times in this file\n");
    site.postil(&["import", "--retime", "nowhere.json", "a.md"]).expect(2);
    site.postil(&["import", "--retime", "talk.json", "a.md", "b.txt"]).expect(2);
}

/// Every time of a page, and the page without them and with one word in nine misspelt.
fn corrected(page: &str) -> (Vec<String>, String) {
    let (head, body) = page.rsplit_once("+++\n").unwrap();
    let (mut times, mut out) = (Vec::new(), format!("{head}+++\n"));
    for (at, word) in body.split_inclusive([' ', '\n']).enumerate() {
        match word.trim().strip_prefix('[').and_then(|word| word.strip_suffix(']')) {
            Some(time) if time.contains(':') => times.push(time.to_string()),
            _ if at % 9 == 5 && !word.contains("**") && word.trim().len() > 1 => {
                out.push_str(&word.to_uppercase().replace('E', "x"))
            }
            _ => out.push_str(word),
        }
    }
    (times, out)
}

#[test]
fn real_transcripts_keep_their_times_through_corrections() {
    let Some(folder) = corpora() else { return };
    let choices = Choices { times: Times::Exact, ..Choices::default() };
    for file in ["json-whisperx/council-lTgoRwM9RmE.json", "json-whisperx/whisperx-raw.en.json"] {
        let input = Input { name: "talk.json".into(), bytes: fs::read(folder.join(file)).unwrap() };
        let imported = import(&input, &[], &choices).unwrap().text;
        let (times, page) = corrected(&imported);
        let retimed = retime(&page, &Config::default(), &input, &choices).unwrap();
        let (again, _) = corrected(&retimed.text);
        let same = again.iter().zip(&times).filter(|(again, time)| again == time).count();
        assert_eq!(again.len(), times.len(), "{file}");
        assert!(same * 100 >= times.len() * 85, "{file}: {same} of {}", times.len());
    }
}
