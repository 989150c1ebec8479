//! Annotations of other programs become files of notes; what Postil exports comes back as it was.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use postil::formats::notes::{NotesFile, place};
use postil::formats::{Choices, ImportOutcome, Input, Refusal, read};
use proptest::prelude::*;
use serde_json::Value;

use crate::site::Site;

const SITE: &str = "\
title = \"Test\"
[people.ann]
name = \"Ann Lee\"
[people.bo]
name = \"Bo\"
[notes.kinds.tape]
label = \"On the tape\"
";

/// The files of notes that reading `text` makes.
fn imported(name: &str, text: &str) -> Result<Vec<NotesFile>, Refusal> {
    let input = Input { name: name.to_string(), bytes: text.as_bytes().to_vec() };
    match read(&input, &[], &Choices::default())? {
        ImportOutcome::Notes(files) => Ok(files),
        ImportOutcome::Page(page) => panic!("a page: {}", page.text),
        ImportOutcome::Collection(list) => panic!("{} pages", list.pages.len()),
    }
}

fn only(name: &str, text: &str) -> NotesFile {
    let mut files = imported(name, text).unwrap_or_else(|refusal| panic!("{refusal}"));
    assert_eq!(files.len(), 1);
    files.remove(0)
}

/// What stands beside the case `name`; with `POSTIL_UPDATE=1` it is written anew.
fn expect(name: &str, found: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/annotations");
    let path = folder.join(format!("{name}.expected"));
    if std::env::var_os("POSTIL_UPDATE").is_some() {
        fs::write(&path, found).unwrap();
    }
    assert_eq!(found, fs::read_to_string(&path).unwrap_or_default());
}

/// What has to come back: kind, hand, date, tags, words and comment of each note.
fn essence(json: &str) -> BTreeSet<String> {
    let page: Value = serde_json::from_str(json).expect("JSON");
    let items = page["items"].as_array().unwrap();
    let essence = |item: &Value| {
        let targets = item["target"].as_array().unwrap();
        let words: Vec<&Value> = targets.iter().map(|target| &target["selector"][0]["exact"]).collect();
        let bodies = item["body"].as_array().unwrap();
        let markdown = &bodies[0]["items"][1]["value"];
        let purposes: Vec<String> = bodies[1..].iter().map(Value::to_string).collect();
        let creator = &item["creator"]["name"];
        format!("{words:?} {creator} {} {purposes:?}\n{}", item["created"], markdown.as_str().unwrap())
    };
    items.iter().map(essence).collect()
}

/// Builds a page with its notes in it, imports what it exports beside the page without them, and
/// builds that.
fn comes_back(with: &str, without: &str) -> (String, String) {
    let site = Site::empty().with("site.toml", SITE).with("content/talk.md", with);
    site.build(&[]).expect(0);
    let exported = site.read("public/talk/notes.json");
    let file = only("notes.json", &exported);
    site.write("content/talk.md", without);
    site.write("content/talk.notes.md", &file.text);
    let run = site.build(&[]);
    assert_eq!(run.code, 0, "{}\n{}", run.err, file.text);
    (exported, site.read("public/talk/notes.json"))
}

const TALK: &str = "\
# The talk

**Ann Lee:** [0:10] We ==bet *the* company==[^fact:bet] — on it. Roger.

**Bo:** [0:20] Roger. She ==said so… twice==[^twice]. ==Roger.==[^twice]

## And ==then==[^cite:then]

- One ==item ==of== a list==[^context:list][^tape:hum]

[^fact:bet]: {by=ann date=2025-09-01 tags=\"money law\"} It was **$2.1m**; see [there](#part).

[^twice]: {by=bo}

    - one
    - two

    > quoted

[^cite:then]: {by=\"Somebody Else\"} Moxon, *Exercises* — @page, 1683

[^context:list]: `==` and \\== and [a link](https://example.org/?a=b&c=(d)).

    ```
    > code
    # more
    ```

[^tape:hum]: {by=ann} A hum.
";

#[test]
fn what_is_exported_comes_back() {
    let with = TALK.replace("## And", "## Part {#part}\n\n## And");
    let mut without = with.split("[^fact:bet]:").next().unwrap().replace("==", "");
    for name in ["fact:bet", "twice", "cite:then", "context:list", "tape:hum"] {
        without = without.replace(&format!("[^{name}]"), "");
    }
    let (before, after) = comes_back(&with, &without);
    assert_eq!(essence(&after), essence(&before));
    let ids = |json: &str| {
        let page: Value = serde_json::from_str(json).unwrap();
        let ids = page["items"].as_array().unwrap().iter().map(|item| item["id"].to_string());
        ids.collect::<BTreeSet<_>>()
    };
    assert_eq!(ids(&after), ids(&before), "their addresses stay");
}

/// Paragraphs of words, of which many are alike, and notes on some of them.
#[derive(Clone, Debug)]
struct Talk {
    paragraphs: Vec<Vec<&'static str>>,
    notes: Vec<(usize, usize, usize, &'static str, Vec<&'static str>)>,
}

fn talk() -> impl Strategy<Value = Talk> {
    let word = prop::sample::select(vec![
        "one",
        "two",
        "two",
        "so",
        "so",
        "well",
        "“Yes.”",
        "it’s",
        "3,000",
        "C#",
        "a_b",
        "2 * 3",
        "[sic]",
        "你好。",
        "https://a.example/x",
        "so…and",
        "e-mail",
        "(or",
        "so)",
        "é",
    ]);
    let paragraph = prop::collection::vec(word, 3..14);
    let kind = prop::sample::select(vec!["", "fact:", "cite:", "tape:"]);
    let block = prop::sample::select(vec![
        "Plain words.",
        "**Strong** and *weak*, [a link](https://example.org/a_b).",
        "- one\n- two",
        "1. one\n\n2. two",
        "> quoted\n> words",
        "```\n> code\n# [^x]\n```",
        "- ```\n  code\n  ```",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "\\{by=bo} is no signature",
        "Code: `[^x]` and `a == b`.",
        "Three == signs.",
        "\\# no heading",
        "***",
        "words — @bo, 2020-01-01",
        "[0:10] is a time",
        "Great\\!\\\nA break.",
    ]);
    let note = (0usize..6, 0usize..14, 1usize..5, kind, prop::collection::vec(block, 1..4));
    (prop::collection::vec(paragraph, 2..6), prop::collection::vec(note, 1..5))
        .prop_map(|(paragraphs, notes)| Talk { paragraphs, notes })
}

impl Talk {
    /// The page with its notes, and without.
    fn pages(&self) -> (String, String) {
        let (mut with, mut without, mut definitions) = (String::new(), String::new(), String::new());
        let mut free: Vec<bool> = vec![true; self.notes.len()];
        for (at, words) in self.paragraphs.iter().enumerate() {
            let mut marked: Vec<String> = words.iter().map(|word| written(word)).collect();
            without += &format!("**Ann Lee:** {}.\n\n", marked.join(" "));
            for (number, (paragraph, start, length, kind, blocks)) in self.notes.iter().enumerate() {
                let end = (start + length).min(words.len());
                let is_taken =
                    *start >= end || marked[(*start).min(end)..end].iter().any(|word| word.contains("=="));
                if *paragraph != at
                    || is_taken
                    || marked.get(start.wrapping_sub(1)).is_some_and(|word| word.ends_with("=="))
                {
                    continue;
                }
                marked[*start] = format!("=={}", marked[*start]);
                marked[end - 1] += &format!("==[^{kind}n{number}]");
                free[number] = false;
                let body = blocks.join("\n\n").replace('\n', "\n    ");
                definitions +=
                    &format!("[^{kind}n{number}]: {{by=ann date=2025-09-0{}}}\n\n    {body}\n\n", number + 1);
            }
            with += &format!("**Ann Lee:** {}.\n\n", marked.join(" "));
        }
        (with + &definitions, without)
    }
}

fn written(word: &str) -> String {
    postil::text::markdown::escape(word, postil::text::markdown::MarkdownContext::Middle)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn whatever_is_exported_comes_back(talk in talk()) {
        let (with, without) = talk.pages();
        prop_assume!(with.contains("]: {by"));
        let (before, after) = comes_back(&with, &without);
        prop_assert_eq!(essence(&after), essence(&before), "{}", with);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// Whatever a comment says, it stays one, and the next note stays another.
    #[test]
    fn no_comment_leaves_its_note(pieces in prop::collection::vec(pieces(), 1..12)) {
        let comment = pieces.concat();
        let row = |quote: &str, text: &str| serde_json::json!({
            "uri": "https://a.example/talk/", "user": "acct:ann@a.example", "text": text,
            "target": [{ "selector": [{ "type": "TextQuoteSelector", "exact": quote }] }],
        });
        let rows = serde_json::json!({ "rows": [row("one", &comment), row("two", "The next.")] });
        let file = only("a.json", &rows.to_string());
        let (notes, diagnostics) = crate::standoff::notes_of(&file.text);
        let expected = if file.report.written.notes == 2 { vec!["one", "two"] } else { vec!["two"] };
        prop_assert_eq!(notes, expected, "{}", file.text);
        prop_assert_eq!(diagnostics, Vec::<String>::new(), "{}", file.text);
    }
}

fn pieces() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "\n",
        "\n",
        "\n\n",
        " ",
        "  ",
        "    ",
        "\t",
        "> ",
        ">",
        "# ",
        "## x",
        "===",
        "---",
        "***",
        "- ",
        "1. ",
        "```",
        "~~~",
        "`",
        "``",
        "[^1]",
        "[^1]: x",
        "^[x]",
        "[x]: https://a.example",
        "[x]",
        "==",
        "=",
        "<!--",
        "-->",
        "<pre>",
        "</pre>",
        "<?",
        "<div>",
        "{by=bo}",
        "— @bo",
        "+++",
        "| a |",
        "|---|",
        "word",
        "words and words",
        "\\",
        "*",
        "**",
        "_",
        "é",
        "你",
        "&amp;",
        "://",
        "\r\n",
    ])
}

#[test]
fn answers_of_hypothesis_become_notes() {
    let text = include_str!("../cases/annotations/hypothesis.json");
    let file = only("hypothesis.json", text);
    assert_eq!((file.page.as_str(), file.author.as_deref()), ("https://a.example/b/talk/", None));
    expect("hypothesis.json", &file.text);
    let left_out: Vec<_> = file.report.left_out.iter().map(|(what, sort)| (what, sort.count)).collect();
    let expected = [("replies to what is not in the file", 1), ("highlights without a comment", 1)];
    assert_eq!(left_out, expected);
}

#[test]
fn tables_texts_and_documents_of_hypothesis_become_the_same_notes() {
    let table = only("a.csv", include_str!("../cases/annotations/hypothesis.csv"));
    let plain = only("a.txt", include_str!("../cases/annotations/hypothesis.txt"));
    expect("hypothesis.csv", &table.text);
    assert_eq!(plain.text, table.text);
    let newer = only("b.txt", include_str!("../cases/annotations/hypothesis-newer.txt"));
    let document = only("a.html", include_str!("../cases/annotations/hypothesis.html"));
    assert_eq!((&newer.text, &document.text), (&table.text, &table.text));
    assert_eq!((&document.page, &document.author), (&table.page, &table.author));
    assert_eq!((plain.page, plain.author), (table.page, table.author));
    assert_eq!(table.report.left_out.count("replies, since the table does not say to what"), 1);
}

#[test]
fn annotations_of_many_shapes_become_notes() {
    let text = include_str!("../cases/annotations/collection.json");
    let files = imported("collection.json", text).unwrap();
    let pages: Vec<&str> = files.iter().map(|file| file.page.as_str()).collect();
    assert_eq!(pages, ["https://a.example/other/", "https://a.example/talk/"]);
    let texts: Vec<&str> = files.iter().map(|file| file.text.as_str()).collect();
    expect("collection.json", &texts.join("\n----\n"));
}

#[test]
fn notes_stand_beside_their_page() {
    let exported = "{\"rows\": [{\"uri\": \"https://a.example/site/talks/ada/\", \"user\": \"acct:bo@a\", \
                    \"text\": \"So.\", \"target\": [{\"selector\": [{\"type\": \"TextQuoteSelector\", \"exact\": \"one two\"}]}]}]}";
    let site = Site::empty()
        .with("site.toml", SITE)
        .with("content/talks/ada.md", "**Ann Lee:** One; one two.\n\n**Bo:** So.\n")
        .with("notes.json", exported);
    let run = site.postil(&["import", "notes.json"]);
    assert!(run.out.contains("content/talks/ada.notes.bo.md"), "{}{}", run.out, run.err);
    assert!(run.out.contains("1 annotation, 1 word"), "{}", run.out);
    site.build(&[]).expect(0);
    let page = site.read("public/talks/ada/index.html");
    assert!(page.contains("data-by=\"bo\"") && page.contains(">one two</mark>"));
    site.postil(&["import", "notes.json"]).expect(2);
    let from = Path::new("public/talks/ada/notes.json");
    let file = only("notes.json", &exported.replace("https://a.example/site/talks/ada/", "index.html"));
    assert_eq!(place::path(&file, from, |path| path == "talks/ada"), "talks/ada.notes.bo");
    assert_eq!(place::path(&file, from, |_| false), "ada.notes.bo");
}

#[test]
fn what_is_no_annotation_is_refused() {
    for (text, reason) in [
        (
            "{\"@context\": \"http://www.w3.org/ns/anno.jsonld\", \"target\": [], \"body\": []}",
            "none of these",
        ),
        ("{\"rows\": [{\"uri\": 1, \"user\": 2, \"target\": 3}]}", "this is not Hypothesis's annotations"),
    ] {
        let refusal = imported("a.json", text).unwrap_err().to_string();
        assert!(refusal.starts_with(reason), "{refusal}");
    }
}

/// An annotation as Hypothesis exports it, with who may read it.
fn row(id: &str, text: &str, group: &str, readers: &str) -> String {
    format!(
        r#"{{"id":"{id}","uri":"https://example.org/talk/","user":"acct:ann@hypothes.is","created":"2026-01-02T03:04:05Z",
"text":"{text}","tags":[],"group":"{group}","permissions":{{"read":["{readers}"]}},
"target":[{{"selector":[{{"type":"TextQuoteSelector","exact":"two words","prefix":"","suffix":""}}]}}]}}"#
    )
}

#[test]
fn private_annotations_are_drafts_and_in_no_byte_of_a_site() {
    let rows = [
        row("a", "For all to read.", "__world__", "group:__world__"),
        row("b", "A secret thought.", "__world__", "acct:ann@hypothes.is"),
        row("c", "A secret of the group.", "x7y8", "group:x7y8"),
    ];
    let file = only("export.json", &format!(r#"{{"annotations":[{}]}}"#, rows.join(",")));
    assert_eq!(file.text.matches("draft=true").count(), 2, "{}", file.text);
    assert_eq!(file.report.changed.iter().map(|(_, sort)| sort.count).sum::<usize>(), 2);
    let site = Site::new().with("content/talk.md", "# Talk\n\nThese are two words.\n");
    site.write("content/talk.notes.md", &file.text);
    site.build(&[]).expect(0);
    let files = site.files("public");
    let holds = |path: &String, words: &str| {
        site.read_bytes(path).windows(words.len()).any(|bytes| bytes.eq_ignore_ascii_case(words.as_bytes()))
    };
    assert!(files.iter().any(|path| holds(path, "for all to read")));
    let telling: Vec<&String> = files.iter().filter(|path| holds(path, "secret")).collect();
    assert_eq!(telling, Vec::<&String>::new());
}

#[test]
fn a_private_reply_does_not_come_to_all_with_a_public_note() {
    let reply = row("b", "A secret reply.", "__world__", "acct:bo@hypothes.is").replace(
        r#""target":[{"selector":[{"type":"TextQuoteSelector","exact":"two words","prefix":"","suffix":""}]}]"#,
        r#""target":[],"references":["a"]"#,
    );
    let note = row("a", "For all to read.", "__world__", "group:__world__");
    let file = only("export.json", &format!(r#"{{"annotations":[{note},{reply}]}}"#));
    let expected = "## for-all-to-read\n\n> two words\n\n{date=2026-01-02}\nFor all to read.\n\n\
        ## {re=for-all-to-read}\n\n{date=2026-01-02 draft=true}\nA secret reply.";
    assert!(file.text.contains(expected), "{}", file.text);
}
