//! The timeline above a transcript: a track for each speaker, and places to jump to.

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

fn timeline(text: impl AsRef<[u8]>) -> String {
    let site = Site::new().with("content/talk.md", text);
    site.build(&[]).expect(0);
    let page = site.read("public/talk/index.html");
    let start = page.find("<section class=timeline ").unwrap_or(page.len());
    page[start..].split("</section>").next().unwrap_or_default().to_string()
}

#[test]
fn timeline_stays_light_however_long_the_talk() {
    let timeline = timeline(conversation(&["Ann", "Ben", "Cy"], 9000, ""));
    assert_eq!(timeline.matches("<path").count(), 3);
    let busiest = timeline.split("<path").map(|track| track.matches('m').count()).max().unwrap();
    assert!(busiest <= 201, "{busiest} shapes in a track");
    assert!(timeline.len() < 20_000, "{} bytes", timeline.len());
    assert!(!timeline.contains("style="), "a strict policy refuses styles in the markup");
}

#[test]
fn remaining_speakers_share_the_last_track() {
    let names = ["Ann", "Ben", "Cy", "Dee", "Eve", "Fay", "Gus", "Hal"];
    let timeline = timeline(conversation(&names, 80, ""));
    assert_eq!(timeline.matches("<path").count(), 6);
    assert!(timeline.contains("data-voice=\"0\">Others</cite>"), "{timeline}");
}

#[test]
fn few_turns_and_single_voices_need_no_timeline() {
    assert_eq!(timeline(conversation(&["Ann", "Ben"], 4, "")), "");
    assert_eq!(timeline(conversation(&["Ann"], 40, "")), "");
}

#[test]
fn sections_notes_and_quotes_are_places_to_jump_to() {
    let words = "**Ann:** a b c d.\n\n**Ben:** e ==f <b>==[^x] g ==h & i== j.\n\n";
    let text = format!(
        "+++\nspeakers = [\"Ann\", \"Ben\"]\n+++\n\n# Talk\n\n## One & two\n\n{w}{c}\n\n## Three\n\n{c}{c}\n\n[^x]: Note.\n",
        w = words,
        c = "**Ann:** a b c d.\n\n**Ben:** e f g h.\n\n"
    );
    let timeline = timeline(text);
    assert!(timeline.contains("<a href=#one-two><title>One &amp; two</title>"), "{timeline}");
    assert_eq!(timeline.matches("<rect").count(), 2);
    assert!(timeline.contains("<a href=\"#ref-x\" tabindex=-1><title>1 Note</title><circle"), "{timeline}");
    assert!(timeline.contains("<title>h &amp; i</title><line"), "{timeline}");
}

#[test]
fn without_sections_one_jumps_to_turns() {
    let timeline = timeline(conversation(&["Ann", "Ben"], 200, ""));
    assert_eq!(timeline.matches("<rect").count(), 12);
    assert!(
        timeline.contains("<a href=#ann-word") && !timeline.contains("<title>"),
        "the script has the words: {timeline}"
    );
}

#[test]
fn a_page_that_reads_from_the_right_starts_there() {
    let talk = |front| timeline(conversation(&["Ann", "Ben"], 6, front));
    let start = |timeline: &str| {
        timeline.split("<path").nth(1).unwrap().split(" d=\"").nth(1).unwrap()[..2].to_string()
    };
    assert_eq!(start(&talk("")), "m2");
    assert_ne!(start(&talk("language = \"he\"\n")), "m2");
}

#[test]
fn timelines_of_a_collection_have_one_scale() {
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
