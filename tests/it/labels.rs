//! The cases for labels, `tests/cases/labels`: as pages, as imported text, and written again.

use std::sync::LazyLock;

use crate::site::Site;
use postil::config::Config;
use postil::formats::{self, Choices, Input};
use postil::model::{Document, Turn};
use postil::parse;
use postil::source::Sources;
use postil::transcript::labels::{LabelKind, LabelRules, TextSyntax, can_be_label, read_labels, write_label};

/// What people write in one way or another (`cases.txt`), and every layout that is known (`layouts.txt`).
static CASES: LazyLock<String> = LazyLock::new(|| {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/labels");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a file of cases");
    read("cases.txt") + &read("layouts.txt")
});

struct LabelCase {
    name: &'static str,
    text: String,
    /// Who speaks, in order; an event in angle brackets.
    speakers: Vec<String>,
    codes: Vec<&'static str>,
    /// Whether it is a case of Markdown alone, which plain text does not have.
    only_pages: bool,
}

/// The cases, with the names that stand for `I` and `J` written out.
fn cases() -> Vec<LabelCase> {
    let read = |case: &'static str| {
        let (name, rest) = case.split_once('\n').expect("a name and a text");
        let (text, result) = rest.split_once("\n=").expect("a line of speakers");
        let only_pages = result.lines().any(|line| line == "% pages");
        let mut lines = result.lines();
        let speakers = lines.next().unwrap_or_default().split_whitespace();
        LabelCase {
            name,
            text: written_out(text),
            speakers: speakers
                .map(|name| written_out(&name.replace('_', " ")).replace("SPEAKER 0", "SPEAKER_0"))
                .collect(),
            codes: lines.filter_map(|line| line.strip_prefix("! ")).flat_map(str::split_whitespace).collect(),
            only_pages,
        }
    };
    CASES.split("\n--- ").skip(1).map(read).collect()
}

/// `I` and `J` alone are Ida Moll and Jon Vik.
fn written_out(text: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars().chain(['\0']) {
        if c.is_alphanumeric() {
            word.push(c);
            continue;
        }
        out.push_str(match word.as_str() {
            "I" => "Ida Moll",
            "J" => "Jon Vik",
            other => other,
        });
        word.clear();
        out.extend(Some(c).filter(|&c| c != '\0'));
    }
    out
}

fn document(text: &str) -> (Document, Vec<String>) {
    let mut sources = Sources::default();
    let id = sources.add("content/case.md".to_string(), text.to_string());
    let (document, diagnostics) = parse::document(&sources, id, &Config::default());
    let codes = diagnostics.iter().map(|diagnostic| diagnostic.code.name().to_string()).collect();
    (document, codes)
}

/// Who speaks in a document, each once where they go on.
fn speakers(document: &Document) -> Vec<String> {
    let name = |turn: &Turn| match &turn.event {
        Some(event) => format!("<{event}>"),
        None => {
            turn.speakers.iter().map(|&id| document.speaker(id).name.clone()).collect::<Vec<_>>().join(" & ")
        }
    };
    let mut names: Vec<String> = document.turns().map(name).collect();
    names.dedup();
    names
}

#[test]
fn pages_have_the_speakers_of_each_case() {
    let mut wrong = Vec::new();
    for case in cases() {
        let (document, codes) = document(&format!("# A case\n\n{}\n", case.text));
        let found = speakers(&document);
        if found != case.speakers {
            wrong.push(format!("{}: {found:?} instead of {:?}, {codes:?}", case.name, case.speakers));
        }
        let is_met = |code: &&&str| match code.strip_prefix('-') {
            Some(code) => codes.iter().all(|found| found != code),
            None => codes.iter().any(|found| found == *code),
        };
        let missing = case.codes.iter().filter(|code| !is_met(code));
        wrong.extend(missing.map(|code| format!("{} lacks {code}: {codes:?}", case.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The page that an import makes of `text`, a file of this `name`.
fn imported(name: &str, text: &str) -> String {
    let input = Input { name: name.to_string(), bytes: text.as_bytes().to_vec() };
    formats::import(&input, &[], &Choices::default())
        .map_or_else(|refusal| refusal.to_string(), |page| page.text)
}

#[test]
fn imported_text_has_the_speakers_of_each_case() {
    let mut wrong = Vec::new();
    for case in cases().into_iter().filter(|case| !case.only_pages) {
        let page = imported("case.txt", &case.text);
        // An imported page declares its speakers without what stands in parentheses.
        let bare = |name: &String| name.split(" (").next().unwrap_or_default().to_string();
        let said = case.speakers.iter().filter(|name| !name.starts_with('<'));
        let mut wanted: Vec<String> = said.map(bare).collect();
        wanted.dedup();
        let read = speakers(&document(&page).0);
        let is_name = |name: &&String| !name.is_empty() && !name.starts_with('<');
        let mut found: Vec<String> = read.iter().filter(is_name).map(bare).collect();
        found.dedup();
        if found != wanted {
            wrong.push(format!("{}: {found:?} instead of {wanted:?}\n{page}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn words_of_a_turn_are_those_behind_its_label() {
    let (document, _) = document(
        "**Ann Lee:** 1. one\n**Bo Ray:** 2019. two\n\n**Ann Lee:** - three\n\n**Bo Ray:** # four\n",
    );
    let words: Vec<String> = document.turns().map(|turn| turn.blocks[0].plain_text()).collect();
    assert_eq!(words, ["1. one", "2019. two", "- three", "# four"]);
}

#[test]
fn written_labels_are_read_back_in_every_case() {
    let mut written = 0;
    for case in cases() {
        let names: Vec<&String> = case.speakers.iter().filter(|name| !name.starts_with('<')).collect();
        if names.iter().any(|name| !can_be_label(name)) || names.len() < 3 {
            continue;
        }
        let text: String = names.iter().map(|name| format!("{}words\n\n", write_label(name))).collect();
        let reading = read_labels(&text, 0, TextSyntax::Markdown, &LabelRules::default());
        let read: Vec<&str> = reading
            .labels
            .iter()
            .filter(|label| label.kind == LabelKind::Speaker)
            .map(|label| label.name.as_str())
            .collect();
        assert_eq!(read, names, "{}", case.name);
        written += 1;
    }
    assert!(written > 20, "{written} cases were written");
}

#[test]
fn not_speakers_are_events_and_only_declared_close_the_list() {
    let mut config = Config::default();
    config.transcripts.not_speakers = vec!["Sponsor".to_string()];
    let text = "**Ann:** one\n\n**Bo:** two\n\n**Sponsor:** Buy.\n\n**Ann:** three\n\n**Cy:** four\n";
    let read = |config: &Config, text: &str| {
        let mut sources = Sources::default();
        let id = sources.add("content/case.md".to_string(), text.to_string());
        speakers(&parse::document(&sources, id, config).0)
    };
    assert_eq!(read(&config, text), ["Ann", "Bo", "<Sponsor>", "Ann", "Cy"]);
    config.transcripts.only_declared = true;
    let declared = format!("+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n{text}");
    assert_eq!(read(&config, &declared), ["Ann", "Bo", "<Sponsor>", "Ann"]);
}

/// The turns of a page whose labels are not read, after `postil check --fix`.
fn fixed(page: &str) -> (String, Vec<String>) {
    let site = Site::new().with("content/a.md", page);
    site.postil(&["check", "--fix"]).expect(0);
    let page = site.read("content/a.md");
    let speakers = speakers(&document(&page).0);
    (page, speakers)
}

/// Writes a name and words in some layout.
type LayoutWriter<'f> = &'f dyn Fn(&str, &str) -> String;

#[test]
fn fix_makes_turns_of_lines_that_open_alike() {
    let lines =
        ["First words here.", "Second ones.", "Third bit.", "Fourth and fifth.", "Fifth line.", "The end."];
    let written = |form: LayoutWriter| -> String {
        let line = |(at, words): (usize, &&str)| form(if at % 2 == 0 { "Ann Lee" } else { "Bo Ray" }, words);
        lines.iter().enumerate().map(line).collect()
    };
    let layouts: [(&str, LayoutWriter); 5] = [
        ("", &|name, words| format!("{{{name}}} {words}\n\n")),
        ("", &|name, words| format!("~{name}~ {words}\n\n")),
        ("", &|name, words| format!("<p><b>{name}:</b> {words}</p>\n\n")),
        ("| Who | Words |\n|---|---|\n", &|name, words| format!("| {name} | {words} |\n")),
        ("| When | Who | Words |\n|---|---|---|\n", &|name, words| format!("| 0:12 | {name} | {words} |\n")),
    ];
    for (head, form) in layouts {
        let page = format!("# Talk\n\n{head}{}", written(form));
        assert_eq!(speakers(&document(&page).0), Vec::<String>::new(), "{page}");
        let (after, speakers) = fixed(&page);
        assert_eq!(speakers, ["Ann Lee", "Bo Ray", "Ann Lee", "Bo Ray", "Ann Lee", "Bo Ray"], "{after}");
        for words in lines {
            assert_eq!(after.matches(words).count(), 1, "{after}");
        }
    }
}

#[test]
fn fix_leaves_prose_alone() {
    for page in [
        "# Tables\n\n| Sea | Depth |\n|---|---|\n| North | 95 |\n| Irish | 60 |\n| North | 94 |\n| Irish | 61 |\n| North | 93 |\n| Irish | 59 |\n",
        "# Prose\n\nThe sea is deep. It is cold.\n\nWe sailed.\n\nThe sea is wide.\n\nWe sailed on.\n\nThe sea is calm.\n\nWe sailed home.\n",
    ] {
        assert_eq!(fixed(page).0, page);
    }
}

/// The turns of a page: who speaks, and the words.
fn said(page: &str) -> Vec<(String, String)> {
    let (document, _) = document(page);
    let show = |turn: &Turn| {
        let name = turn.speakers.first().map_or(String::new(), |&id| document.speaker(id).name.clone());
        (name, turn.blocks.iter().map(|block| block.plain_text()).collect::<Vec<_>>().join(" "))
    };
    document.turns().map(show).collect()
}

fn pair(name: &str, words: &str) -> (String, String) {
    (name.to_string(), words.to_string())
}

/// To Markdown, a list goes on below a label that is cut out, and so does code.
#[test]
fn lists_and_code_are_the_words_of_the_label_above_them() {
    let expected = [pair("Ann", "one"), pair("Bo", "two"), pair("Ann", "three")];
    for label in ["### {}:", "**{}:**", "**{}** 0:12"] {
        for words in ["- {}", "1. {}", "    {}", "* {}", "  {}"] {
            let turn = |name: &str, said: &str| {
                format!("{}\n\n{}\n\n", label.replace("{}", name), words.replace("{}", said))
            };
            let page = [turn("Ann", "one"), turn("Bo", "two"), turn("Ann", "three")].concat();
            let found: Vec<_> =
                said(&page).into_iter().map(|(name, words)| pair(&name, words.trim())).collect();
            assert_eq!(found, expected, "{page}");
        }
    }
}

#[test]
fn words_withheld_at_the_start_of_a_list_below_a_short_label_are_withheld() {
    let (document, _) =
        document("A:\n\n- ||one|| more\n\nB:\n\n- ||two|| more\n\nA:\n\n- three\n\nB:\n\n- four\n");
    assert_eq!(document.withheld.len(), 2, "{:?}", speakers(&document));
}

#[test]
fn words_that_an_audience_asks_about_are_those_of_whoever_spoke_before() {
    let page = "Ann Lee: One.\n\n## Nets\n\nTwo.\n\nAudience Member: Why?\n\nAnn Lee: Three.\n\n## Tides\n\nFour.\n\nAudience Member: When?\n\nAnn Lee: Five.\n";
    let names = ["Ann Lee", "Ann Lee", "Audience Member", "Ann Lee", "Ann Lee", "Audience Member", "Ann Lee"];
    let words = ["One.", "Two.", "Why?", "Three.", "Four.", "When?", "Five."];
    let expected: Vec<_> = names.iter().zip(words).map(|(name, words)| pair(name, words)).collect();
    assert_eq!(said(page), expected);
    // An interviewer does not ask about what stands above the question.
    let page = page.replace("Audience Member", "Bo Rae");
    assert!(!said(&page).contains(&pair("Ann Lee", "Two.")), "{:?}", said(&page));
}

#[test]
fn words_below_a_heading_of_the_document_are_nobodys() {
    let page = "Ann Lee: One.\n\nBo Rae: Two.\n\n## Nets\n\nThree.\n\n## Tides\n\nAnn Lee: Four.\n\nBo Rae: Five.\n\n## Summary:\n\nSix.\n\n## Salt\n\nAnn Lee: Seven.\n\n## Those present:\n\n- Cleo\n";
    let names = ["Ann Lee", "Bo Rae", "Bo Rae", "Ann Lee", "Bo Rae", "Ann Lee"];
    let words = ["One.", "Two.", "Three.", "Four.", "Five.", "Seven."];
    let expected: Vec<_> = names.iter().zip(words).map(|(name, words)| pair(name, words)).collect();
    let page = format!("+++\nspeakers = [\"Ann Lee\", \"Bo Rae\"]\n+++\n{page}");
    assert_eq!(said(&page), expected);
}

#[test]
fn last_of_four_parts_of_times_is_seconds_where_words_need_them() {
    let times = |page: &str| -> Vec<u64> {
        let (document, _) = document(page);
        document.turns().filter_map(|turn| turn.time).map(|time| time.0 / 1000).collect()
    };
    let turn = |name: &str, time: &str| format!("**{name}:** [{time}] {}\n\n", "word ".repeat(60));
    let mission = [
        turn("Ann", "00:00:00:02"),
        turn("Bo", "00:00:00:52"),
        turn("Ann", "00:00:01:48"),
        turn("Bo", "00:04:56:38"),
    ]
    .concat();
    assert_eq!(times(&mission[..mission.find("00:04").unwrap() - 10]), [2, 52, 108]);
    let film = [turn("Ann", "00:00:00:02"), turn("Bo", "00:00:20:12"), turn("Ann", "00:00:41:08")].concat();
    assert_eq!(times(&film), [0, 20, 41]);
}

#[test]
fn words_behind_a_heading_that_names_a_speaker_are_theirs() {
    let page = "Ann Lee (AL): One.\n\nBo Rae (BR): Two.\n\n## Nets (Ann Lee)\n\nThree.\n\n## Tides\n\nFour.\n\n## Salt (Bo Rae)\n\nFive.\n\n## Ends\n\nSix.\n";
    let words = ["One.", "Two.", "Three.", "Four.", "Five.", "Six."];
    let names = ["Ann Lee", "Bo Rae", "Ann Lee", "Ann Lee", "Bo Rae", "Bo Rae"];
    let page = format!("+++\nspeakers = [\"Ann Lee\", \"Bo Rae\"]\n+++\n{page}");
    let expected: Vec<_> = names.iter().zip(words).map(|(name, words)| pair(name, words)).collect();
    assert_eq!(said(&page), expected);
}

#[test]
fn words_behind_a_heading_in_a_speech_are_still_the_speakers() {
    let talk = "**Ann:** One.\n\n**Bo:** Two.\n\n**Ann:** More.\n\n## Middle\n\nThree.\n\n## Links\n\n<https://a.example>\n\n**Bo:** Four.\n\n**Ann:** Five.\n";
    assert_eq!(
        said(talk),
        [
            pair("Ann", "One."),
            pair("Bo", "Two."),
            pair("Ann", "More."),
            pair("Ann", "Three."),
            pair("Bo", "Four."),
            pair("Ann", "Five.")
        ]
    );
    // Each section begins with a few words about it.
    let edited = "**Ann:** One.\n\n**Bo:** Two.\n\n**Ann:** More.\n\n## Middle\n\nAbout it.\n\n**Bo:** Three.\n\n**Ann:** Four.\n";
    assert_eq!(
        said(edited),
        [
            pair("Ann", "One."),
            pair("Bo", "Two."),
            pair("Ann", "More."),
            pair("Bo", "Three."),
            pair("Ann", "Four.")
        ]
    );
    // Somebody whom no label names gives the talk, and `A` is an answer to the audience.
    let asked =
        "**Q:** One?\n\n**A:** Two.\n\n## Middle\n\nThree.\n\n## Last\n\n**Q:** Four?\n\n**A:** Five.\n";
    assert_eq!(said(asked), [pair("Q", "One?"), pair("A", "Two."), pair("Q", "Four?"), pair("A", "Five.")]);
}

#[test]
fn layouts_of_real_transcribers_have_six_turns_of_two_speakers() {
    let Some(folder) = crate::corpora::corpora().map(|corpora| corpora.join("layouts")) else { return };
    let mut read = 0;
    for path in crate::outline::read_sorted(&folder) {
        let text = std::fs::read_to_string(&path).expect("a layout");
        for (way, page) in [("page", text.clone()), ("import", imported("talk.txt", &text))] {
            let found = speakers(&document(&page).0);
            assert_eq!(found.len(), 6, "{} as {way}: {found:?}\n{page}", path.display());
            let two: std::collections::BTreeSet<&String> = found.iter().collect();
            assert_eq!(two.len(), 2, "{} as {way}", path.display());
        }
        read += 1;
    }
    assert!(read > 0);
}
