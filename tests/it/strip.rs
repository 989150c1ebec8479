//! The strip above a transcript: a lane for each speaker, and places to jump to.

use std::fmt::Write;

use crate::site::Site;

/// A conversation of `turns` turns of one to nine words, by as many people in turn as there are `names`.
fn conversation(names: &[&str], turns: usize, front: &str) -> String {
    let mut text = format!("+++\ntitle = \"Talk\"\nspeakers = {names:?}\n{front}+++\n\n");
    for turn in 0..turns {
        let words = ["word"; 9][..1 + turn * 7 % 9].join(" ");
        writeln!(text, "**{}:** {words}.\n", names[turn % names.len()]).unwrap();
    }
    text
}

fn strip(text: impl AsRef<[u8]>) -> String {
    let site = Site::new().with("content/talk.md", text);
    site.build(&[]).expect(0);
    let page = site.read("public/talk/index.html");
    let start = page.find("<section class=strip ").unwrap_or(page.len());
    page[start..].split("</section>").next().unwrap_or_default().to_string()
}

#[test]
fn a_strip_stays_light_however_long_the_talk() {
    let strip = strip(conversation(&["Ann", "Ben", "Cy"], 9000, ""));
    assert_eq!(strip.matches("<path").count(), 3);
    let busiest = strip.split("<path").map(|lane| lane.matches('m').count()).max().unwrap();
    assert!(busiest <= 201, "{busiest} shapes in a lane");
    assert!(strip.len() < 20_000, "{} bytes", strip.len());
    assert!(!strip.contains("style="), "a strict policy refuses styles in the markup");
}

#[test]
fn whoever_has_no_lane_shares_the_last() {
    let names = ["Ann", "Ben", "Cy", "Dee", "Eve", "Fay", "Gus", "Hal"];
    let strip = strip(conversation(&names, 80, ""));
    assert_eq!(strip.matches("<path").count(), 6);
    assert!(strip.contains("data-voice=\"0\">Others</cite>"), "{strip}");
}

#[test]
fn few_turns_and_single_voices_need_no_strip() {
    assert_eq!(strip(conversation(&["Ann", "Ben"], 4, "")), "");
    assert_eq!(strip(conversation(&["Ann"], 40, "")), "");
}

#[test]
fn sections_notes_and_quotes_are_places_to_jump_to() {
    let words = "**Ann:** a b c d.\n\n**Ben:** e ==f <b>==[^x] g ==h & i== j.\n\n";
    let text = format!(
        "+++\nspeakers = [\"Ann\", \"Ben\"]\n+++\n\n# Talk\n\n## One & two\n\n{w}{c}\n\n## Three\n\n{c}{c}\n\n[^x]: Note.\n",
        w = words,
        c = "**Ann:** a b c d.\n\n**Ben:** e f g h.\n\n"
    );
    let strip = strip(text);
    assert!(strip.contains("<a href=#one-two><title>One &amp; two</title>"), "{strip}");
    assert_eq!(strip.matches("<rect").count(), 2);
    assert!(strip.contains("<a href=\"#ref-x\" tabindex=-1><title>1 Note</title><circle"), "{strip}");
    assert!(strip.contains("<title>h &amp; i</title><line"), "{strip}");
}

#[test]
fn without_sections_one_jumps_to_turns() {
    let strip = strip(conversation(&["Ann", "Ben"], 200, ""));
    assert_eq!(strip.matches("<rect").count(), 12);
    assert!(
        strip.contains("<a href=#ann-word") && !strip.contains("<title>"),
        "the script has the words: {strip}"
    );
}

#[test]
fn a_page_that_reads_from_the_right_starts_there() {
    let talk = |front| strip(conversation(&["Ann", "Ben"], 6, front));
    let start =
        |strip: &str| strip.split("<path").nth(1).unwrap().split(" d=\"").nth(1).unwrap()[..2].to_string();
    assert_eq!(start(&talk("")), "m2");
    assert_ne!(start(&talk("language = \"he\"\n")), "m2");
}

#[test]
fn in_a_collection_strips_are_drawn_to_one_scale() {
    let site = Site::new()
        .with("content/talks/long.md", conversation(&["Ann", "Ben"], 90, ""))
        .with("content/talks/short.md", conversation(&["Ann", "Ben"], 45, ""));
    site.build(&[]).expect(0);
    let list = site.read("public/talks/index.html");
    let widths: Vec<&str> = list
        .split("aria-hidden=\"true\" width=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(widths, ["100%", "50%"]);
}
