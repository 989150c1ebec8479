//! Published links of sections, notes and pages after corrections that renumber, repeat and cut.

use std::collections::BTreeMap;

use postil::model::Document;
use postil::resolve;

use crate::anchoring::{Version, resolve_version};

const FRONT: &str = "+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n";
const TEXT: &str = "**Ann:** Before the war there was a summer in which nobody in the village spoke about anything but the price of diesel.\n\n\
**Bo:** Afterwards a man from the ministry came and photographed the fence, and the letter arrived nine years later.\n\n";

/// What each note link of a page shows.
fn comments(version: &Version) -> BTreeMap<String, String> {
    let document = version.site.pages[0].open().document;
    let text = |note: &postil::model::Note| {
        note.blocks.iter().map(|block| block.plain_text()).collect::<Vec<_>>().join(" ")
    };
    document.notes.iter().map(|note| (note.anchor(), text(note))).collect()
}

/// Resolves a text and its notes, and again after a correction, with the record of the first.
fn corrected(before: (&str, &str), after: (&str, &str)) -> (Version, Version) {
    let old = resolve_version(&format!("{FRONT}{}", before.0), before.1, None);
    let record = resolve::record(&old.site.pages[0].open(), None, None);
    let new = resolve_version(&format!("{FRONT}{}", after.0), after.1, Some(&record));
    (old, new)
}

fn heading_with<'a>(document: &'a Document, words: &str) -> (&'a str, &'a [String]) {
    let section = document.sections.iter().find(|section| {
        section.turns.iter().any(|turn| turn.blocks.iter().any(|block| block.plain_text().contains(words)))
    });
    let heading = section.and_then(|section| section.heading.as_ref()).expect("a section with these words");
    (&heading.anchor, &heading.previous_ids)
}

#[test]
fn a_second_section_of_the_same_name_takes_no_published_link() {
    let old =
        format!("{TEXT}## Questions\n\n**Ann:** Who paid for the bridge, and why was it closed in March?\n");
    let put_in =
        "## Questions\n\n**Bo:** Which of the boats were sold that winter, and to whom were they sold?\n\n";
    let (_, new) = corrected((&old, ""), (&format!("{put_in}{old}"), ""));
    let document = new.site.pages[0].open().document;
    assert_eq!(heading_with(&document, "Who paid for the bridge").0, "questions");
    assert_eq!(heading_with(&document, "Which of the boats").0, "questions-2");
}

#[test]
fn six_published_note_links_show_the_same_comments_as_before() {
    let page = |signs: [&str; 2], notes: &str| {
        let text = TEXT.replace("a summer", &format!("a summer{}", signs[0]));
        format!("{}{notes}", text.replace("the fence", &format!("the fence{}", signs[1])))
    };
    let old =
        page(["[^1]", "[^2]"], "[^1]: The summer of the strike.\n\n[^2]: The fence stood until 1950.\n");
    let old_notes = "## claim\n\n> the price of diesel\n\nIt doubled that year.\n\n\
        > spoke about anything\n\nSee also the report on speech.\n\n> nine years later\n\nSee also the report on the post.\n\n\
        > in the village\n\nIts name is withheld.\n";
    let new = page(
        ["[^1]", "[^3]"],
        "[^1]: Put in first.\n\n[^2]: The summer of the strike.\n\n[^3]: The fence stood until 1950.\n",
    )
    .replace("the war", "the war[^1]")
    .replacen("a summer[^1]", "a summer[^2]", 1);
    let new_notes = "## claim\n\n> the letter arrived\n\nIt did not, says another author.\n\n\
        > photographed\n\nSee also the report on pictures.\n\n"
        .to_string()
        + old_notes.replace("## claim\n", "## claim-about-prices\n").as_str();
    let (old, new) = corrected((&old, old_notes), (&new, &new_notes));
    let (before, after) = (comments(&old), comments(&new));
    assert_eq!(before.len(), 6);
    for (id, comment) in &before {
        assert_eq!(after.get(id), Some(comment), "{id}");
    }
    assert_eq!(after.len(), 9);
}

#[test]
fn a_link_that_leads_to_the_page_goes_on_leading_there() {
    let notes = "";
    let mut text = format!(
        "{FRONT}{TEXT}**Ann:** Quite different words close the tape of that evening in the harbour.\n\n"
    );
    let first = resolve_version(&text, notes, None);
    let page = first.site.pages[0].open();
    let gone = page.document.turns().last().unwrap().anchor.clone();
    let mut record = resolve::record(&page, None, None);
    for round in 0..10 {
        match round {
            3 => {
                text = format!(
                    "{FRONT}A page of other words, spoken by nobody, took the place of all there was.\n\n"
                )
            }
            _ => text.push_str(&format!("Words of round {round} were added, number {}.\n\n", round * 977)),
        }
        let version = resolve_version(&text, notes, Some(&record));
        let page = version.site.pages[0].open();
        let document = &page.document;
        let is_on_turn =
            document.turns().any(|turn| turn.anchor == gone || turn.previous_ids.contains(&gone));
        let is_on_section = document
            .sections
            .iter()
            .filter_map(|section| section.heading.as_ref())
            .any(|heading| heading.previous_ids.contains(&gone));
        assert!(
            is_on_turn || is_on_section || document.previous_ids.contains(&gone),
            "round {round}: {gone} is dead"
        );
        record = resolve::record(&page, Some(&record), None);
    }
}
