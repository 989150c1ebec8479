//! Quotations of transcripts that are looked up there.

use crate::site::Site;

const TALK: &str = "+++\ntitle = \"The milk\"\nspeakers = [\"Ann\", \"Ben\"]\n[media]\naudio = \"talk.mp3\"\n+++\n\n\
    **Ann:** [0:10] They gave us a half-pint of milk every forenoon, and nobody asked why.\n\n\
    **Ben:** [0:30] Nobody?\n\n**Ann:** [0:40] Not a soul.\n";

#[test]
fn a_quotation_says_where_its_words_are_and_the_turn_where_it_is_quoted() {
    let page = "# A page\n\n> a *half-pint* of milk … nobody asked why\n>\n> — [Ann](talk.md)\n";
    let site =
        Site::new().with("content/talk.md", TALK).with("content/talk.mp3", "x").with("content/a.md", page);
    assert_eq!(site.build(&[]).expect(0).err, "");
    let anchor = "ann-they-gave-us-a";
    let html = site.read("public/a/index.html");
    assert!(
        html.contains(&format!("<p class=\"quote-source\"><a href=\"../talk/index.html#{anchor}")),
        "{html}"
    );
    assert!(html.contains(">Ann, The milk</a> <span class=\"time\">0:10</span>"), "{html}");
    assert!(html.contains("<a class=\"quote-play\" href=\"../talk.mp3#t=10,30\">"), "{html}");
    let talk = site.read("public/talk/index.html");
    let turn =
        talk.split("<article").find(|turn| turn.contains("<p>They gave us a half-pint")).expect("the turn");
    assert!(
        turn.contains("<div class=\"quoted-in\">Quoted in: <a href=\"../a/index.html\">A page</a></div>"),
        "{turn}"
    );
    assert_eq!(talk.matches("class=\"quoted-in\"").count(), 1);
    assert!(talk.contains("<h2 id=_backlinks>Linked from</h2>"), "{talk}");
}

#[test]
fn a_wrong_quotation_is_quoted_again() {
    let page = "# A page\n\n> They gave us a whole pint of milk\n> every forenoon.\n>\n> — [Ann](talk.md)\n";
    let site =
        Site::new().with("content/talk.md", TALK).with("content/talk.mp3", "x").with("content/a.md", page);
    let run = site.postil(&["check", "--fix"]);
    let fixed = site.read("content/a.md");
    assert!(
        fixed.contains("> They gave us a half-pint of milk every forenoon\n>\n> — [Ann](talk.md)\n"),
        "{fixed}{}",
        run.err
    );
    assert_eq!(site.build(&[]).expect(0).err, "");
}

/// A change that makes a quotation wrong.
fn alter(words: &mut Vec<String>, number: usize) {
    let middle = words.len() / 2;
    match number % 3 {
        0 => words[middle] = "zebra".to_string(),
        1 => words.insert(middle, "zebra".to_string()),
        _ => {
            words.remove(middle);
        }
    }
}

#[test]
fn every_altered_quotation_is_reported_and_no_true_one() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/content/transcripts/");
    let text = std::fs::read_to_string(format!("{folder}reading-box.md")).expect("a transcript");
    let paragraphs: Vec<Vec<String>> = text
        .split("\n\n")
        .filter(|paragraph| !paragraph.starts_with("[^"))
        .filter_map(|paragraph| paragraph.split_once("]: ").map(|(_, words)| words))
        .map(|words| words.split("[^").next().unwrap_or_default().replace("==", ""))
        .map(|words| words.split_whitespace().map(str::to_string).collect::<Vec<_>>())
        .filter(|words| words.len() > 12 && !words.concat().contains(['[', '…', '<', '`']))
        .collect();
    let (mut page, mut line, mut altered) = (String::from("# Quotations\n\n"), 3u64, Vec::new());
    for number in 0..400 {
        let paragraph = &paragraphs[number * 7 % paragraphs.len()];
        let start = number * 5 % (paragraph.len() - 11);
        let mut words = paragraph[start..start + 11].to_vec();
        let is_plain =
            words.windows(2).all(|pair| pair[0] != pair[1]) && words[5].contains(char::is_alphabetic);
        if number % 3 == 0 && is_plain {
            alter(&mut words, number / 3);
            altered.push(line);
        }
        page += &format!("> {}\n>\n> — [Nan](reading-box.md)\n\n", words.join(" "));
        line += 4;
    }
    let site = Site::new().with("content/reading-box.md", text).with("content/quotations.md", page);
    let run = site.postil(&["check", "--format", "json"]);
    let found = run.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect(line));
    let found = found.filter(|found| found["code"] == "quote-not-found");
    let lines: Vec<u64> = found.map(|found| found["line"].as_u64().expect("a line")).collect();
    assert_eq!(lines, altered);
    assert!(altered.len() > 120, "{}", altered.len());
}
