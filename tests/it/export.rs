//! What stands beside a transcript for other programs, and that importing it gives the transcript again.

use postil::config::Config;
use postil::diag::Severity;
use postil::formats::{Choices, Input, Rhythm, Times, import, writer_by_name};
use postil::model::{Document, PageId, Site as Pages};
use postil::parse;
use postil::render::Languages;
use postil::render::export::Exporter;
use postil::resolve::{self, Parts};
use postil::source::Sources;
use proptest::prelude::*;

use crate::site::Site;

/// A site of one page.
fn resolved(text: &str) -> Pages {
    let mut sources = Sources::default();
    let id = sources.add("content/a.md", text);
    let (document, diagnostics) = parse::document(&sources, id, &Config::default());
    let errors: Vec<_> = diagnostics.iter().filter(|found| found.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    resolve::site(Parts::from_documents(Config::default(), vec![document])).0
}

fn export(site: &Pages, format: &str) -> String {
    let format = writer_by_name(format).expect("it is in the registry");
    assert!(format.fits(&site.pages[0]), "{format:?}");
    let bytes = Exporter::new(site, &Languages::default()).transcript(format, PageId(0));
    String::from_utf8(bytes).expect("text")
}

/// The page that importing `text` makes.
fn imported(format: &str, text: &str) -> Pages {
    let input = Input {
        name: writer_by_name(format).expect("it is in the registry").file.to_string(),
        bytes: text.as_bytes().to_vec(),
    };
    let choices = Choices {
        times: Times::Exact,
        rhythm: Rhythm { pause: u64::MAX, words: usize::MAX },
        ..Choices::default()
    };
    let page = import(&input, &[], &choices).unwrap_or_else(|refusal| panic!("{refusal}\n{text}"));
    resolved(&page.text)
}

/// Who says what, and when they begin: what captions hold. Somebody who goes on is one.
fn speech(document: &Document) -> Vec<(String, Option<u64>, String)> {
    let mut turns: Vec<(String, Option<u64>, String)> = Vec::new();
    for turn in document.turns() {
        let name: Vec<&str> = turn.speakers.iter().map(|&id| document.speaker(id).name.as_str()).collect();
        let words: Vec<String> = turn.blocks.iter().map(|block| block.plain_text()).collect();
        let words = words.join(" ").split_whitespace().fold(String::new(), joined);
        match turns.last_mut().filter(|last| last.0 == name.join(" & ")) {
            Some(last) => last.2 = joined(std::mem::take(&mut last.2), &words),
            None => turns.push((name.join(" & "), turn.time.map(|time| time.0), words)),
        }
    }
    turns
}

/// Captions are cut at spaces, and between characters of a script without spaces none is put back.
fn joined(before: String, after: &str) -> String {
    let joint = postil::text::sentences::joint(&before, after);
    before + joint + after
}

/// The paragraphs of each turn, under their headings: what tables and Markdown hold.
fn shape(document: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    for section in &document.sections {
        let heading = section.heading.as_ref();
        lines.extend(heading.map(|heading| format!("# {}", postil::model::plain_text(&heading.inlines))));
        for turn in &section.turns {
            let names: Vec<&str> =
                turn.speakers.iter().map(|&id| document.speaker(id).name.as_str()).collect();
            for block in &turn.blocks {
                lines.push(format!("{}: {}", names.join(" & "), block.plain_text().trim()));
            }
        }
    }
    lines
}

/// Words that mean something to some format or other.
fn sentence() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "we",
        "lit",
        "it",
        "Every",
        "evening",
        "Ann",
        "so:",
        "2",
        "<b>",
        "&amp;",
        "AT&T",
        "-->",
        "“never”",
        "*",
        "_x_",
        "==",
        "[sic]",
        "[^a]",
        "(laughs)",
        "好的",
        "灯",
        "#",
        "1969.",
        "-",
        "\"quoted\"",
        "a,b",
        "https://a.example/x",
        "{x}",
        "`code`",
        "~",
        "!",
        "Mr.",
    ]);
    let end = prop::sample::select(vec![".", "?", "!", "。", ""]);
    (prop::collection::vec(word, 1..9), end).prop_map(|(words, end)| format!("I {}{end}", words.join(" ")))
}

/// A page of turns at known times, with sections.
fn page() -> impl Strategy<Value = String> {
    let paragraph = prop::collection::vec(sentence(), 1..4).prop_map(|sentences| sentences.join(" "));
    let turn = (0..3usize, 1..90_000u64, prop::collection::vec(paragraph, 1..3), any::<bool>());
    prop::collection::vec(turn, 2..8).prop_map(|turns| {
        let names = ["Ann Lee", "Bo", "李明"];
        let mut text = String::from("+++\nspeakers = [\"Ann Lee\", \"Bo\", \"李明\"]\n+++\n");
        let mut time = 0;
        for (number, (speaker, passed, paragraphs, opens)) in turns.into_iter().enumerate() {
            time += passed;
            if opens {
                text += &format!("\n## Part {number}\n");
            }
            let clock = format!("{}:{:02}.{:03}", time / 60_000, time / 1000 % 60, time % 1000);
            let escaped: Vec<String> = paragraphs
                .iter()
                .map(|words| {
                    postil::text::markdown::escape(words, postil::text::markdown::MarkdownContext::Middle)
                })
                .collect();
            text += &format!("\n**{}:** [{clock}] {}\n", names[speaker], escaped.join("\n\n"));
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn captions_that_are_imported_again_say_the_same(text in page()) {
        let site = resolved(&text);
        let before = speech(&site.pages[0].document);
        for format in ["vtt", "json", "html"] {
            let exported = export(&site, format);
            let mut again = speech(&imported(format, &exported).pages[0].document);
            // A time that the page does not know is estimated in captions.
            again.iter_mut().zip(&before).for_each(|(turn, known)| turn.1 = turn.1.filter(|_| known.1.is_some()));
            prop_assert_eq!(&again, &before, "{}", exported);
        }
    }

    #[test]
    fn tables_and_markdown_keep_paragraphs_and_sections(text in page()) {
        let site = resolved(&text);
        let table = export(&site, "csv");
        prop_assert_eq!(shape(&imported("csv", &table).pages[0].document), shape(&site.pages[0].document), "{}", table);
        let tei = export(&site, "tei");
        prop_assert_eq!(shape(&imported("tei", &tei).pages[0].document), shape(&site.pages[0].document), "{}", tei);
        let markdown = export(&site, "md");
        let again = resolved(&markdown);
        prop_assert_eq!(shape(&again.pages[0].document), shape(&site.pages[0].document), "{}", markdown);
        prop_assert_eq!(export(&again, "md"), markdown);
    }
}

const PAGE: &str = "+++\ntitle = \"The lamp\"\nspeakers = [\"Mara Finch\", \"Jon\"]\n+++\n\n## Night [0:01]\n\n\
    **Mara Finch:** [0:01] We lit it ==every *single* evening==[^fact:lit]. Never later.\n\n\
    **Jon:** And in fog?\n\n**Mara Finch:** [0:09.5] All day.\n\n[^fact:lit]: {tags=\"work\"} At six.\n";

#[test]
fn a_build_puts_them_beside_the_page() {
    let settings = "title = \"T\"\n[exports]\nformats = \"all\"\n";
    let site = Site::new().with("site.toml", settings).with("content/lamp.md", PAGE);
    site.build(&[]).expect(0);
    let files = site.files("public/lamp");
    let expected = [
        "chapters.json",
        "index.html",
        "notes.json",
        "transcript.epub",
        "transcript.html",
        "transcript.json",
        "transcript.md",
        "transcript.ohms.xml",
        "transcript.srt",
        "transcript.tei.xml",
        "transcript.txt",
        "transcript.vtt",
        "turns.csv",
    ];
    assert_eq!(files, expected);
    let vtt = site.read("public/lamp/transcript.vtt");
    assert!(vtt.contains("\n1\n00:00:01.000 --> 00:00:"), "{vtt}");
    assert!(vtt.contains("<v Mara Finch>We lit it every <i>single</i> evening. Never later.\n"), "{vtt}");
    assert!(vtt.contains("\n~2\n"), "an estimated time is marked: {vtt}");
    assert!(vtt.contains("\n3\n00:00:09.500 --> "), "{vtt}");
    let srt = site.read("public/lamp/transcript.srt");
    assert!(srt.contains("\nMara Finch: We lit it every single evening. Never later.\n"), "{srt}");
    let csv = site.read("public/lamp/turns.csv");
    assert!(csv.contains("00:00:09.500,Mara Finch,All day.,,Night,3\n"), "{csv}");
    assert!(
        csv.contains("00:00:01,Mara Finch,We lit it every single evening. Never later.,work,Night,1\n"),
        "{csv}"
    );
    let text = site.read("public/lamp/transcript.txt");
    assert!(text.ends_with("\n# Night\n\nMara Finch [0:01]: We lit it every single evening. Never later.\n\nJon: And in fog?\n\nMara Finch [0:09]: All day.\n"), "{text}");
    let markdown = site.read("public/lamp/transcript.md");
    assert!(markdown.contains("==every *single* evening==[^fact:lit]"), "{markdown}");
    assert!(markdown.ends_with("[^fact:lit]: {tags=\"work\"} At six.\n"), "{markdown}");
    let html = site.read("public/lamp/transcript.html");
    assert!(html.contains("<h2>Night</h2>\n<cite>Mara Finch:</cite>\n<time datetime=\"PT1S\">0:01</time>\n<p>We lit it every <em>single</em> evening. Never later.</p>\n<cite>Jon:</cite>\n<p>And in fog?</p>\n"), "{html}");
    let tei = site.read("public/lamp/transcript.tei.xml");
    assert!(tei.contains("<when xml:id=\"T2\" interval=\"9.5\" since=\"#T0\"/>"), "{tei}");
    assert!(tei.contains("<u xml:id=\"u1\" who=\"#s1\" start=\"#T1\">\n<seg type=\"paragraph\">We lit it <seg type=\"span\" xml:id=\"m1\">every <emph>single</emph> evening</seg>. Never later.</seg>\n</u>\n"), "{tei}");
    assert!(
        tei.contains(
            "<note xml:id=\"n1\" n=\"1\" type=\"fact\" target=\"#m1\" ana=\"#k1\">\n<p>At six.</p>\n</note>"
        ),
        "{tei}"
    );
    assert!(site.read("public/lamp/index.html").contains("href=\"transcript.vtt\" type=\"text/vtt\""));
}

#[test]
fn a_site_that_says_nothing_gets_what_is_used_without_being_asked_for() {
    let barely_timed = "**Ann:** Begin.\n\n**Bo:** [0:10] One.\n\n**Ann:** Two.\n\n**Bo:** [0:20] Three.\n\n**Ann:** Four.\n\n**Bo:** End.\n";
    let recorded = "+++\n[media]\naudio = \"https://example.org/a.mp3\"\n+++\n\n".to_string()
        + "## Night [0:01]\n\n"
        + barely_timed;
    let site = Site::new()
        .with("content/lamp.md", PAGE)
        .with("content/barely.md", barely_timed)
        .with("content/recorded.md", recorded);
    site.build(&[]).expect(0);
    assert_eq!(site.files("public/lamp"), ["index.html", "notes.json", "transcript.md", "transcript.vtt"]);
    assert_eq!(site.files("public/barely"), ["index.html", "transcript.md"], "most times would be estimated");
    assert_eq!(
        site.files("public/recorded"),
        ["chapters.json", "index.html", "transcript.md", "transcript.vtt"]
    );
    let list = site.read("public/llms.txt");
    assert!(list.contains("](lamp/transcript.md)\n"), "{list}");
}

#[test]
fn a_site_says_which_it_wants() {
    let exports = "title = \"T\"\n[exports]\nformats = [\"txt\"]\n";
    let site = Site::new().with("site.toml", exports).with("content/lamp.md", PAGE);
    site.build(&[]).expect(0);
    assert_eq!(site.files("public/lamp"), ["index.html", "notes.json", "transcript.txt"]);
    site.write("site.toml", "title = \"T\"\n[exports]\nformats = [\"tx\"]\n");
    let run = site.build(&[]).expect(1);
    assert!(run.err.contains("did you mean `txt`?"), "{}", run.err);
}

const WITHOUT_TIMES: [&str; 7] = [
    "index.html",
    "transcript.epub",
    "transcript.html",
    "transcript.md",
    "transcript.tei.xml",
    "transcript.txt",
    "turns.csv",
];

#[test]
fn what_needs_times_is_not_there_without_them() {
    let page = "+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n**Ann:** One.\n\n**Bo:** Two.\n";
    let settings = "title = \"T\"\n[exports]\nformats = \"all\"\n";
    let site = Site::new().with("site.toml", settings).with("content/a.md", page);
    site.build(&[]).expect(0);
    assert_eq!(site.files("public/a"), WITHOUT_TIMES);
    let run = site.postil(&["export", "a", "--as", "vtt"]).expect(2);
    assert_eq!(run.err, "error: this page has not the times that `vtt` needs\n");
}

#[test]
fn a_time_that_comes_twice_leaves_both_cues_time_to_be_read() {
    let page = "+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n**Ann:** [0:05] Yes.\n\n**Bo:** [0:05] Yes, you are right.\n\n**Ann:** [0:09] So.\n";
    let vtt = export(&resolved(page), "vtt");
    assert!(vtt.contains("\n1\n00:00:05.000 --> 00:00:05.7") && vtt.contains("\n~2\n00:00:05.7"), "{vtt}");
}

#[test]
fn one_page_can_be_had_alone() {
    let site = Site::new().with("content/talks/lamp.md", PAGE);
    let run = site.postil(&["export", "talks/lamp.md", "--as", "srt"]).expect(0);
    assert!(run.out.starts_with("1\n00:00:01,000 --> "), "{}", run.out);
    site.postil(&["export", "content/talks/lamp.md", "--as", "chapters", "--to", "c.json"]).expect(0);
    assert!(site.read("c.json").contains("\"title\": \"Night\""));
    site.postil(&["export", "nowhere", "--as", "srt"]).expect(2);
    site.postil(&["export", "talks/lamp", "--as", "docx"]).expect(2);
}

const NOTED: &str = "+++\ntitle = \"The lamp\"\ntags = [\"light\"]\nspeakers = [\"Mara Finch\", \"Jon\"]\n+++\n\nA kitchen.\n\n\
    ## Night [0:01]\n\nBefore dawn.\n\n**Mara Finch:** [0:01] We lit it ==every *single* evening==[^fact:lit][^2]. ==Never later==.[^2]\n\n\
    **Mara Finch & Jon:** [inaudible]\n\n### Fog\n\n**Jon:** And in fog?[^cite:log]\n\n[0:09] All day.\n\n\
    [^fact:lit]: {by=\"Ann Lee\" date=2024-05-06 tags=\"work\"} At six.\n\n    In **winter**.\n\n[^2]: So she says.\n\n[^cite:log]: The log.\n";

/// What a page says behind its front matter, without the names of its notes.
fn body(site: &Pages) -> String {
    let text = export(site, "md");
    let body = text.rsplit_once("+++\n").map_or(text.as_str(), |(_, body)| body).to_string();
    let names = ["fact:lit", "cite:log", "fact:n1", "cite:n3", "n2", "2"].into_iter();
    names
        .zip(["1", "3", "1", "3", "2", "2"])
        .fold(body, |body, (name, number)| body.replace(&format!("[^{name}]"), &format!("[^{number}]")))
}

#[test]
fn tei_keeps_notes_where_they_were() {
    let site = resolved(NOTED);
    let tei = export(&site, "tei");
    assert!(body(&site).contains("==every *single* evening==[^1][^2]"));
    assert_eq!(body(&imported("tei", &tei)), body(&site), "{tei}");
}

#[test]
fn quotations_are_marked_in_plain_text() {
    let site = resolved(
        "+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n\n> Who builds the boats?\n\n**Ann:** [0:01] One.\n\n> And then?\n>\n> And now?\n\nTwo.\n\n**Bo:**\n\n> Three?\n\nFour.\n",
    );
    let text = export(&site, "txt");
    let words = &text[text.find("> Who").expect("the first question")..];
    let expected = "> Who builds the boats?\n\nAnn [0:01]: One.\n\n> And then?\n\n> And now?\n\nTwo.\n\nBo:\n\n> Three?\n\nFour.\n";
    assert_eq!(words, expected);
}
