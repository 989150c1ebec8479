//! Real transcripts, where they are at hand: in the folder POSTIL_CORPORA names, or beside the project.
//!
//! They belong to others, so they are no part of the project, and these tests say so and pass
//! without them. What is expected of each was counted by reading it, not by Postil.

use std::fs;
use std::path::{Path, PathBuf};

use crate::site::Site;

/// A file of the corpora, and how many turns and notes a reader finds in it. Paragraphs of one
/// speaker under several labels in a row are one turn, unless each has a time of its own; one whose speech goes on behind a
/// heading has a turn in each section.
struct Expected {
    file: &'static str,
    turns: usize,
    notes: usize,
}

const fn turns(file: &'static str, turns: usize) -> Expected {
    Expected { file, turns, notes: 0 }
}

const EXPECTED: [Expected; 26] = [
    Expected { file: "derived/gemini3-footnoted.md", turns: 1958, notes: 141 },
    turns("md-audreyt/2015-08-23-演講-開放^資料.md", 14),
    turns("md-audreyt/2015-11-26-政問-柯文哲-醫療與健保.md", 251),
    turns("md-audreyt/2016-01-26-tout-numérique.md", 58),
    turns("md-audreyt/2017-03-28-開放政府政策協調聯繫會議.md", 18),
    turns("md-audreyt/2018-08-18-記者會致詞.md", 0),
    turns("md-audreyt/2018-12-12-Conversation-with-Ray-Chen-and-Joe-Hsueh:emoji_1f4c5:.md", 122),
    turns("md-audreyt/2025-01-03-「寶博朋友說」Podcast-專訪唐鳳大使逐字稿.md", 207),
    turns("md-audreyt/2025-11-14-Interview-with-Visegrád-24.md", 72),
    turns("md-audreyt/2026-03-04-Ciudadanía-Digital.md", 15),
    turns("md-audreyt/2026-03-04-數位公民.md", 15),
    turns("md-audreyt/2026-07-16-Open-Commons-專訪.md", 73),
    turns("md-bitcointranscripts/2017-01-26-dan-robinson-ivy.md", 0),
    turns("md-bitcointranscripts/2019-06-25-alex-bosworth-mpp.md", 27),
    turns("md-bitcointranscripts/2019-11-27-jan-capek–stratum-v2.md", 66),
    turns("md-bitcointranscripts/2020-01-28-pieter-wuille-part1.md", 118),
    turns("md-bitcointranscripts/2020-08-20-bitcoin-core-gui.es.md", 0),
    turns("md-bitcointranscripts/2021-11-05-jeremy-rubin-andrew-poelstra-covenants.zh.md", 47),
    turns("md-bitcointranscripts/2022-08-02-jonas-nick-tim-ruffing.md", 91),
    turns("md-bitcointranscripts/LICENSE.md", 0),
    turns("md-bitcointranscripts/breaking-secp256k1.md", 0),
    turns("md-bitcointranscripts/cali2016.md", 0),
    turns("md-bitcointranscripts/libra.md", 0),
    turns("md-bitcointranscripts/linear-programming-approach.md", 0),
    turns("md-bitcointranscripts/the-great-consensus-cleanup-revival.md", 299),
    turns("seed/interview-zh.md", 89),
];

/// The folder of the corpora, or `None` with a word about it.
pub fn corpora() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let folder = std::env::var_os("POSTIL_CORPORA").map_or_else(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("{} is not there: real transcripts are not tested", folder.display());
    None
}

/// The Markdown files of the corpora that have speakers; none when they are not there.
pub fn markdown_files() -> Vec<PathBuf> {
    let Some(folder) = corpora() else { return Vec::new() };
    let spoken = EXPECTED.iter().filter(|expected| expected.turns > 0);
    spoken.map(|expected| folder.join(expected.file)).collect()
}

/// A site that has the corpora's file `file` alone, built, and the page it became.
fn built(folder: &Path, file: &str) -> String {
    let text = fs::read(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    let site = Site::new().with(&format!("content/{file}"), text);
    site.build(&[]).expect(0);
    let collection = format!("{}/", file.split('/').next().unwrap());
    let mut pages: Vec<String> = site
        .files("public")
        .into_iter()
        .filter(|path| path.starts_with(&collection) && path.ends_with("/index.html"))
        .filter(|path| path.len() > collection.len() + "index.html".len())
        .collect();
    assert_eq!(pages.len(), 1, "{file} became {pages:?}");
    site.read(&format!("public/{}", pages.remove(0)))
}

#[test]
fn every_transcript_has_the_turns_and_notes_that_a_reader_counts() {
    let Some(folder) = corpora() else { return };
    for Expected { file, turns, notes } in EXPECTED {
        let page = built(&folder, file);
        assert_eq!(page.matches("<article class=turn ").count(), turns, "turns of {file}");
        assert_eq!(page.matches("<aside class=\"note\"").count(), notes, "notes of {file}");
    }
}

#[test]
fn all_of_them_together_are_one_site() {
    let Some(folder) = corpora() else { return };
    let mut site = Site::new();
    for Expected { file, .. } in EXPECTED {
        site = site.with(&format!("content/{file}"), fs::read(folder.join(file)).unwrap());
    }
    let run = site.build(&["--format", "json"]).expect(0);
    let errors: Vec<String> = run.problems().into_iter().filter(|line| line.contains(": error[")).collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn the_chinese_interview_is_as_its_readers_want_it() {
    let Some(folder) = corpora() else { return };
    let page = built(&folder, "seed/interview-zh.md");
    let count = |what: &str| page.matches(what).count();
    assert!(page.contains("<html lang=\"zh-Hans\""));
    assert_eq!(count("<section class=\"section\" id=\""), 21);
    assert_eq!(count("id=cleo-abram-"), 44);
    assert_eq!(count("id=sam-altman-"), 45);
    assert_eq!(count("<article class=turn id="), 89, "every turn has an anchor");
    assert_eq!(count("**"), 0, "no markup is left in the words");
    assert_eq!(count("Cleo Abram："), 0, "no label is left in the words");
    assert_eq!(count("Sam Altman："), 0, "no label is left in the words");
}

#[test]
fn the_words_of_bold_questions_stay_and_their_bold_goes() {
    let Some(folder) = corpora() else { return };
    let page = built(&folder, "seed/interview-zh.md");
    let question = "GPT-5能做哪些GPT-4做不到的事情？";
    let before = page.split(question).next().unwrap();
    assert!(page.contains(question));
    let opened = before.matches("<strong>").count();
    assert_eq!(opened, before.matches("</strong>").count(), "the question is not bold");
}

#[test]
fn the_articles_own_key_points_stand_before_the_first_turn() {
    let Some(folder) = corpora() else { return };
    let page = built(&folder, "seed/interview-zh.md");
    let preface = page.split("<article class=turn ").next().unwrap();
    for words in ["以下是本次访谈播客的重点内容", "GPT-5的核心突破", "开发者的责任悖论"]
    {
        assert!(preface.contains(words), "{words}");
    }
    assert!(page.contains("<h1>GPT-8AI4</h1>"), "the first heading is the title");
}

#[test]
fn markup_that_came_with_a_text_is_shown_and_does_nothing() {
    let Some(folder) = corpora() else { return };
    let shows = |file: &str, text: &str| {
        assert!(built(&folder, file).contains(text), "{file} shows {text}");
    };
    shows("md-bitcointranscripts/2019-06-25-alex-bosworth-mpp.md", "&lt;inaudible&gt;");
    shows("md-bitcointranscripts/2017-01-26-dan-robinson-ivy.md", "&lt;pubkey");
    let page = built(&folder, "md-audreyt/2026-07-16-Open-Commons-專訪.md");
    assert!(!page.contains("<iframe"), "no frame of another host");
    let page = built(&folder, "md-audreyt/2025-11-14-Interview-with-Visegrád-24.md");
    // Words of the text may have the same characters: no tag has them.
    let tags = page.split('<').map(|rest| rest.split('>').next().unwrap_or_default());
    assert_eq!(tags.filter(|tag| tag.contains("src=\"https:")).count(), 0, "no script of another host");
}
