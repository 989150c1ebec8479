//! A text and its translation on one page.

use crate::site::Site;

fn pair(translation: &str) -> Site {
    let head = |title: &str, language: &str, speakers: &str| {
        format!("+++\ntitle = \"{title}\"\nlanguage = \"{language}\"\nspeakers = [{speakers}]\n+++\n\n")
    };
    let original = head("Bell", "en", "\"Ada\", \"Ben\"")
        + "## Water {#same}\n\n**Ada:** When?[^n]\n\nAnd why?\n\n**Ben:** At ==six==.\n\n[^n]: Note.\n";
    let site = Site::new().with("content/talk.md", original);
    let site = site.with("content/talk.he.md", head("פעמון", "he", "\"עדה\", \"בן\"") + translation);
    site.build(&[]).expect(0);
    site
}

const SAME_TURNS: &str = "## מים {#same}\n\n**עדה:** מתי?[^n]\n\nולמה?\n\n**בן:** בשש.\n\n[^n]: הערה.\n";

fn rows(page: &str) -> Vec<&str> {
    page.split("<div class=\"row\">").skip(1).collect()
}

#[test]
fn turns_and_paragraphs_stand_beside_each_other() {
    let page = pair(SAME_TURNS).read("public/talk/he/parallel/index.html");
    let rows = rows(&page);
    assert_eq!(rows.len(), 4, "{page}");
    for (row, [left, right]) in
        rows.iter().zip([["Water", "מים"], ["When?", "מתי?"], ["And why?", "ולמה?"], ["six", "בשש"]])
    {
        assert!(row.find(left) < row.find(right) && row.contains(left), "{row}");
        assert_eq!(row.matches("<div class=\"cell\"").count(), 2);
        assert!(row.contains(" lang=\"he\" dir=\"rtl\">"), "{row}");
    }
}

#[test]
fn a_page_in_two_languages_is_described_as_the_text_is() {
    let page = pair(SAME_TURNS).read("public/talk/he/parallel/index.html");
    assert!(
        page.contains("<meta name=\"description\" property=\"og:description\" content=\"When?\">"),
        "{page}"
    );
    assert!(page.contains("<meta name=\"DC.title\""), "{page}");
}

#[test]
fn anchors_are_those_of_both_pages_and_each_is_there_once() {
    let site = pair(SAME_TURNS);
    let parallel = site.read("public/talk/he/parallel/index.html");
    for page in ["public/talk/index.html", "public/talk/he/index.html"] {
        let page = site.read(page);
        let turns = page.split("<article class=turn id=").skip(1);
        for anchor in turns.map(|rest| rest.split(['>', ' ']).next().expect("an anchor")).chain(["same"]) {
            assert_eq!(parallel.matches(&format!(" id=\"{anchor}\"")).count(), 1, "{anchor}");
        }
    }
    assert!(parallel.contains("href=\"../../index.html#note-n\""), "notes stay where they are");
    assert!(parallel.contains("href=\"../index.html#note-n\""));
    assert!(!parallel.contains("role=\"note\"") && !parallel.contains(" id=\"note-n\""));
}

#[test]
fn what_the_translation_adds_or_lacks_stands_alone() {
    let page = pair("**עדה:** מתי?\n\nולמה?\n\n**בן:** בשש.\n\n**עדה:** תודה.\n")
        .read("public/talk/he/parallel/index.html");
    let rows = rows(&page);
    let alone = "<div class=\"cell\">\n</div>";
    assert!(rows[0].contains("Water") && rows[0].contains(" lang=\"he\" dir=\"rtl\">\n</div>"), "{page}");
    assert!(rows[3].contains("six") && rows[3].contains("בשש"), "{page}");
    assert!(rows[4].contains(alone) && rows[4].contains("תודה"), "{page}");
}

#[test]
fn pages_in_two_languages_lead_to_each_other_and_to_both() {
    let site = pair(SAME_TURNS);
    let original = site.read("public/talk/index.html");
    assert!(original.contains("<a href=\"he/index.html\" lang=\"he\" hreflang=\"he\">עברית</a>"));
    assert!(original.contains("(<a href=\"he/parallel/index.html\">Side by side</a>)"));
    assert!(site.read("public/talk/he/index.html").contains("href=\"parallel/index.html\""));
}
