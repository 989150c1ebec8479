//! The words and notes of a site as tables.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::site::Site;

const TALK: &str = "+++\ntitle = \"Talk, \\\"one\\\"\"\ndate = 2024-05-01\nspeakers = [\"ann\", \"Bo Lee\"]\ntags = [\"sea\"]\n[source]\nlicense = \"CC-BY-4.0\"\n+++\n\n\
## Start\n\n**Ann:** [0:01.500] =SUM(1) is ==what she said==[^fact:sum].\n\n\
More, \"here\".\n\n**Bo Lee:** [0:12] 好的.\n\n[^fact:sum]: {by=ann date=2024-06-01 tags=sea} Not so.\n";

fn site(more: &str) -> Site {
    let settings = "title = \"The Sea Archive\"\nbase_url = \"https://example.org/\"\n[people.ann]\nname = \"Ann\"\n[exports]\ndataset = true\n";
    let site = Site::new().with("site.toml", format!("{settings}{more}"));
    site.with("content/talk.md", TALK).with("content/about.md", "# About\n\nWords.\n")
}

fn json(site: &Site, path: &str) -> Value {
    serde_json::from_str(&site.read(path)).expect("JSON")
}

/// The records of a file with one in each line.
fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// The records of a table, each as pairs of its column and its cell.
fn records(site: &Site, path: &str) -> Vec<Vec<(String, String)>> {
    let text = site.read(path);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_string).collect();
    let record =
        |record: csv::StringRecord| names.iter().cloned().zip(record.iter().map(str::to_string)).collect();
    reader.records().map(|found| record(found.unwrap())).collect()
}

fn value<'r>(record: &'r [(String, String)], name: &str) -> &'r str {
    &record.iter().find(|(column, _)| column == name).expect(name).1
}

#[test]
fn every_turn_and_note_is_a_row() {
    let site = site("");
    site.build(&[]).expect(0);
    let turns = records(&site, "public/data/turns-1.csv");
    assert_eq!(turns.len(), 2);
    assert_eq!(
        value(&turns[0], "text"),
        " =SUM(1) is what she said.\nMore, \"here\".",
        "no cell is a formula"
    );
    assert_eq!((value(&turns[0], "start"), value(&turns[1], "start")), ("1.500", "12"));
    assert_eq!((value(&turns[0], "people"), value(&turns[1], "people")), ("ann", ""));
    assert_eq!((value(&turns[1], "speakers"), value(&turns[1], "words")), ("Bo Lee", "2"));
    let page = site.read("public/talk/index.html");
    assert!(page.contains(&format!("id={}", value(&turns[0], "turn"))), "the permalink is that of the page");
    let notes = records(&site, "public/data/notes-1.csv");
    let found = ["kind", "author", "date", "tags", "words", "text"].map(|name| value(&notes[0], name));
    assert_eq!(found, ["fact", "ann", "2024-06-01", "sea", "what she said", "Not so."]);
    assert_eq!(value(&notes[0], "turn"), value(&turns[0], "turn"));
    let pages = records(&site, "public/data/pages-1.csv");
    let kinds: BTreeSet<&str> = pages.iter().map(|page| value(page, "kind")).collect();
    assert_eq!(kinds, BTreeSet::from(["article", "transcript"]));
}

#[test]
fn words_outside_of_turns_are_rows_without_speakers() {
    let site = site("");
    let front = "+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n\n";
    let text = "- A list\n\nThe first words.\n\n- more\n\n**Ann:** One.\n\n**Bo:** Two.\n\n## Nets\n\n\
        Words below a heading.\n\nAnd more.\n\n---\n\n**Ann:** Three.\n\n**Bo:** Four.\n\n## List\n\n* of nets\n\n**Ann:** Five.\n";
    site.write("content/talk.md", format!("{front}{text}"));
    site.build(&[]).expect(0);
    let turns = records(&site, "public/data/turns-1.csv");
    let found: Vec<[&str; 4]> = turns
        .iter()
        .map(|turn| ["number", "section", "speakers", "text"].map(|name| value(turn, name)))
        .collect();
    let expected = [
        ["1", "", "", "A list\nThe first words.\nmore"],
        ["2", "", "Ann", "One."],
        ["3", "", "Bo", "Two."],
        ["4", "Nets", "", "Words below a heading."],
        ["5", "Nets", "", "And more.\n"],
        ["6", "Nets", "Ann", "Three."],
        ["7", "Nets", "Bo", "Four."],
        ["8", "List", "", "of nets"],
        ["9", "List", "Ann", "Five."],
    ];
    assert_eq!(found, expected);
    let page = site.read("public/talk/index.html");
    for turn in &turns {
        let id = value(turn, "turn");
        assert!(page.contains(&format!("id={id}")) || page.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert_eq!(value(&records(&site, "public/data/pages-1.csv")[1], "turns"), "5");
}

#[test]
fn json_lines_have_the_exact_words() {
    let site = site("");
    site.build(&[]).expect(0);
    let lines = site.read("public/data/turns-1.ndjson");
    let first: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["text"], "=SUM(1) is what she said.\nMore, \"here\".");
    assert_eq!((&first["start"], &first["number"]), (&Value::from(1.5), &Value::from(1)));
    assert_eq!(first["event"], Value::Null);
}

#[test]
fn the_package_describes_every_file_and_column() {
    let site = site("");
    site.build(&[]).expect(0);
    let package = json(&site, "public/data/datapackage.json");
    assert_eq!(package["name"], "the-sea-archive");
    assert_eq!(package["licenses"], serde_json::json!([{ "name": "CC-BY-4.0" }]));
    let described: BTreeSet<String> = package["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["path"].as_str().unwrap().to_string())
        .collect();
    let published = site.files("public/data");
    let published: BTreeSet<String> =
        published.into_iter().map(|path| path.rsplit('/').next().unwrap().to_string()).collect();
    let undescribed: Vec<&String> = published.difference(&described).collect();
    assert_eq!(undescribed, ["CITATION.cff", "datapackage.json"]);
    for resource in package["resources"].as_array().unwrap().iter().filter(|found| found["format"] == "csv") {
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        let text = site.read(&format!("public/data/{}", resource["path"].as_str().unwrap()));
        assert_eq!(text.lines().next().unwrap(), names.join(","));
    }
    let record = site.read("public/data/pages-1.ndjson");
    assert!(record.starts_with("{\"page\":") && !json_lines(&record).is_empty(), "{record}");
    assert!(site.read("public/llms.txt").contains("https://example.org/data/datapackage.json"));
    let citation = site.read("public/data/CITATION.cff");
    assert!(citation.contains("\ntitle: \"The Sea Archive\"\n"), "{citation}");
    assert!(citation.ends_with("\nauthors:\n  - name: \"The Sea Archive\"\n"), "{citation}");
}

#[test]
fn long_tables_are_cut_into_parts() {
    let site = site("");
    for page in 0..3 {
        let who = |turn: usize| if turn.is_multiple_of(2) { "Ann" } else { "Bo" };
        let turns: String = (0..4000).map(|turn| format!("**{}:** Word {turn}.\n\n", who(turn))).collect();
        let front = "+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n\n";
        site.write(&format!("content/long-{page}.md"), format!("{front}{turns}"));
    }
    site.build(&[]).expect(0);
    let parts: Vec<usize> =
        (1..=2).map(|part| records(&site, &format!("public/data/turns-{part}.csv")).len()).collect();
    assert_eq!(parts.iter().sum::<usize>(), 12_002);
    assert!(parts.iter().all(|&rows| rows <= 10_000), "{parts:?}");
}

#[test]
fn there_is_no_dataset_unless_a_site_asks() {
    let site = Site::new().with("content/talk.md", TALK);
    site.build(&[]).expect(0);
    assert!(!site.path("public/data").exists());
}

#[test]
fn terms_for_collectors_are_stated() {
    let site = site("[ai]\nsearch = true\ntraining = false\npolicy = \"https://example.org/terms\"\n");
    site.build(&[]).expect(0);
    assert!(
        site.read("public/robots.txt")
            .starts_with("User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /\n")
    );
    let rules = json(&site, "public/.well-known/tdmrep.json");
    assert_eq!(
        rules,
        serde_json::json!([{ "location": "/", "tdm-reservation": 1, "tdm-policy": "https://example.org/terms" }])
    );
}
