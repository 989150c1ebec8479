//! Word times beside a page, and paragraphs that nobody is named for.

use std::fmt::Write;

use postil::config::Config;
use postil::model::Document;
use postil::source::Sources;
use postil::speech::words;
use postil::timing::{self, RecordedWord};
use postil::{formats, parse};

use crate::site::Site;

/// Numbers that are the same in every run.
pub struct Numbers(pub u64);

impl Numbers {
    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// A recording of so many words, each with its beginning and end in milliseconds.
fn spoken(count: usize) -> Vec<(String, u64, u64)> {
    let stems =
        ["the", "and", "we", "harbour", "water", "it", "was", "gate", "never", "then", "bridge", "they"];
    let (mut numbers, mut time) = (Numbers(7), 500);
    let word = |at: usize| {
        let stem = stems[numbers.below(stems.len())];
        let word =
            if at.is_multiple_of(3) { format!("{stem}{}", numbers.below(300)) } else { stem.to_string() };
        let start = time + [0, 20, 60, 700][numbers.below(4)] as u64;
        time = start + 90 + 55 * word.len() as u64;
        (word, start, time)
    };
    (0..count).map(word).collect()
}

fn sidecar(spoken: &[(String, u64, u64)]) -> String {
    let seconds = |time: u64| format!("{}.{:03}", time / 1000, time % 1000);
    let row = |(word, start, end): &(String, u64, u64)| {
        format!("[\"{word}\",{},{}]", seconds(*start), seconds(*end))
    };
    let rows: Vec<String> = spoken.iter().map(row).collect();
    format!("{{\"version\":1,\"media\":0,\"words\":[{}]}}", rows.join(","))
}

fn read(text: &str) -> Vec<RecordedWord> {
    let input = formats::Input { name: "a.words.json".into(), bytes: text.into() };
    timing::sidecar::read(&input, &formats::Choices::default()).expect("word times")
}

/// A page as it is parsed.
pub fn parsed(page: &str) -> Document {
    let mut sources = Sources::default();
    let id = sources.add("content/a.md", page);
    parse::document(&sources, id, &Config::default()).0
}

/// Every twentieth word is corrected: into another, into two, into none, or a word is added. The truth is the time of the word that
/// was heard at its place.
fn corrected(spoken: &[(String, u64, u64)]) -> (String, Vec<u64>) {
    let mut numbers = Numbers(11);
    let (mut page, mut truth) = ("+++\nspeakers = [\"Ann\", \"Ben\"]\n+++\n".to_string(), Vec::new());
    let mut left = 0;
    for (at, (word, start, end)) in spoken.iter().enumerate() {
        if left == 0 {
            let name = if at % 2 == 0 { "Ann" } else { "Ben" };
            write!(page, "\n\n**{name}:**").unwrap();
            left = 5 + numbers.below(300);
        }
        left -= 1;
        let written = match (at % 20, numbers.below(4)) {
            (0, 0) => vec!["changed".to_string()],
            (0, 1) => vec!["quite".to_string(), "changed".to_string()],
            (0, 2) => vec![],
            (0, _) => vec![word.clone(), "added".to_string()],
            _ => vec![word.clone()],
        };
        let count = written.len() as u64;
        for (part, word) in written.into_iter().enumerate() {
            write!(page, " {word}").unwrap();
            truth.push(start + (end - start) * part as u64 / count);
        }
    }
    (page, truth)
}

#[test]
fn words_of_a_corrected_text_keep_their_times() {
    let spoken = spoken(8000);
    let (page, truth) = corrected(&spoken);
    let mut document = parsed(&page);
    timing::bring(&mut document, &read(&sidecar(&spoken))).expect("the same words");
    let times = document.word_times.expect("times").unpack();
    assert_eq!(times.len(), truth.len());
    let is_near = |(found, truth): (&Option<_>, &u64)| {
        found.is_some_and(|word: postil::model::WordTime| word.start.0.abs_diff(*truth) <= 200)
    };
    let near = times.iter().zip(&truth).filter(|&(found, truth)| is_near((found, truth))).count();
    assert!(near * 1000 >= truth.len() * 980, "{near} of {}", truth.len());
    let estimated = times.iter().flatten().filter(|word| word.is_estimated).count();
    assert!((200..800).contains(&estimated), "{estimated} are said to be estimated");
    assert!(document.sections.iter().flat_map(|section| &section.turns).all(|turn| turn.time.is_some()));
}

#[test]
fn paragraphs_without_speakers_have_permalinks_and_times() {
    let site = Site::new();
    site.write("content/talk.mp3", "x");
    let page = |more: &str| {
        format!(
            "+++\ntitle = \"Talk\"\n[media]\naudio = \"talk.mp3\"\n+++\n\n{more}[0:01] Welcome back to the harbour.\n\n[9:44] The mud is not land.\n"
        )
    };
    site.write("content/talk.md", page(""));
    site.build(&[]).expect(0);
    let before = site.read("public/talk/index.html");
    let ids = |html: &str| {
        let ids = html.split("<div class=turn id=").skip(1);
        ids.map(|rest| rest.split([' ', '>']).next().unwrap().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&before).len(), 2);
    assert!(before.contains("data-start=584><a class=\"label time\" href=\"#"), "{before}");
    site.write("content/talk.md", page("[0:00] Another paragraph stands before them now.\n\n"));
    site.build(&[]).expect(0);
    assert_eq!(ids(&site.read("public/talk/index.html"))[1..], ids(&before));
    assert!(site.read("public/talk/transcript.vtt").contains("00:09:44.000 -->"));
}

#[test]
fn an_article_is_no_talk() {
    let site =
        Site::new().with("content/about.md", "# About\n\nOne paragraph.\n\n[0:10] Another, with a time.\n");
    site.build(&[]).expect(0);
    assert!(!site.read("public/about/index.html").contains("class=turn"));
}

#[test]
fn two_hours_of_words_take_less_than_400_kilobytes() {
    let spoken = spoken(18_000);
    let text: Vec<&str> = spoken.iter().map(|(word, _, _)| word.as_str()).collect();
    let page: Vec<String> = text.chunks(120).map(|words| words.join(" ")).collect();
    let site = Site::new();
    site.write("content/talk.md", format!("+++\nkind = \"transcript\"\n+++\n\n{}\n", page.join("\n\n")));
    let before = {
        site.build(&[]).expect(0);
        site.read("public/talk/index.html").len()
    };
    site.write("content/talk.words.json", sidecar(&spoken));
    site.build(&[]).expect(0);
    let published = site.read("public/talk/words.json");
    assert!(published.len() < 400_000, "{} bytes", published.len());
    let page = site.read("public/talk/index.html");
    assert!(
        page.len() < before + 150 * 90,
        "the page has times of paragraphs alone: {} and {before}",
        page.len()
    );
    assert!(!site.files("public").iter().any(|path| path.ends_with("talk.words.json")));
}

#[test]
fn published_times_are_those_of_the_words() {
    let site = Site::new();
    site.write("content/talk.md", "+++\nkind = \"transcript\"\n+++\n\nGood day to you.\n\nGood night.\n");
    site.write(
        "content/talk.words.json",
        r#"{"version":1,"media":0,"words":[["Good",0.5,0.8],["date",0.8,1.1],["to",1.2,1.3],["you",1.3,1.6],["Good",3,3.2],["night",3.2,3.9]]}"#,
    );
    site.build(&[]).expect(0);
    assert_eq!(
        site.read("public/talk/words.json"),
        "{\"version\":1,\"turns\":[[50,30,0,-32,10,10,0,30],\n[140,20,0,70]]}\n"
    );
    assert!(site.read("public/talk/index.html").contains("data-start=0.5>"));
}

/// The script of the player cuts words by the same rule; its cases are in tests/browser.
#[test]
fn words_are_cut_as_the_player_cuts_them() {
    let cut = |text: &str| {
        words::words(text).iter().map(|word| text[word.at..word.end].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(
        cut("‘Don’t’ — twenty-one, GPT5: 好的。ｱ"),
        ["Don’t", "twenty", "one", "GPT5", "好", "的", "ｱ"]
    );
}

#[test]
fn what_stands_before_a_turn_can_be_linked_to() {
    let page = "+++\nspeakers = [\"Ann\"]\n+++\n\nRecorded in the old mill, in the rain.\n\n**Ann:** Yes. See [above](#recorded-in-REST).\n\n\
        ## Later\n\nThe tape was changed here.\n\n**Ann:** And so on.\n";
    let site = Site::new().with("content/talk.md", page);
    site.postil(&["check", "--deny", "warnings"]).expect(1);
    let ids = |html: &str| {
        let ids = html.split("<p id=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_string());
        ids.collect::<Vec<_>>()
    };
    site.write("content/talk.md", page.replace("(#recorded-in-REST)", ""));
    site.build(&[]).expect(0);
    let before = ids(&site.read("public/talk/index.html"));
    assert!(before.len() == 2 && before[0].starts_with("recorded-in-"), "{before:?}");
    assert!(before[1].starts_with("the-tape-"), "{before:?}");
    site.write("content/talk.md", page.replace("recorded-in-REST", &before[0]).replace("And so on", "Or so"));
    site.postil(&["check", "--deny", "warnings"]).expect(0);
    site.build(&[]).expect(0);
    assert_eq!(ids(&site.read("public/talk/index.html")), before);
}
