//! What authors write beside words: images with a size and a caption, formulas, definitions, readings, vertical text.

use crate::site::Site;

/// A PNG of 8 by 6 pixels, as far as its header.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 8, 0, 0, 0,
    6, 8, 2, 0, 0, 0,
];

/// The page that is made of `text`, and what the build says.
fn built(text: &str) -> (String, String) {
    let site = Site::new().with("content/a.png", PNG).with("content/p.md", text);
    let run = site.build(&[]);
    (site.read("public/p/index.html"), run.err)
}

#[test]
fn images_have_the_size_of_their_files() {
    let (page, problems) = built("# P\n\nSee ![a loom](a.png) here.\n");
    assert!(
        page.contains("src=\"../a.png\" alt=\"a loom\" width=\"8\" height=\"6\" loading=\"lazy\""),
        "{page}"
    );
    assert_eq!(problems, "");
}

#[test]
fn image_with_attributes_is_a_figure() {
    let (page, problems) = built(
        "# P\n\n![a loom](a.png){width=400 .wide class=\"a b\" caption=\"The \\\"loom\\\" of 1951\"}\n",
    );
    assert!(
        page.contains(
            " class=\"wide a b\"><img src=\"../a.png\" alt=\"a loom\" width=\"400\" height=\"300\""
        ),
        "{page}"
    );
    assert!(
        page.contains("<figcaption>The &quot;loom&quot; of 1951</figcaption></figure>")
            || page.contains("<figcaption>The \"loom\" of 1951</figcaption></figure>"),
        "{page}"
    );
    assert_eq!(problems, "");
}

#[test]
fn attributes_that_mean_nothing_are_reported_and_no_words_are_lost() {
    let (page, problems) = built(
        "# P\n\nSee ![a](a.png){caption=\"Here\" depth=3 width=wide} and [b](p.md){.red}, ![c](a.png){laughs}\n",
    );
    assert!(page.contains("<span class=\"caption\">Here</span>") && page.contains("{laughs}"), "{page}");
    for said in ["no attribute `depth`", "`width=wide` is not a number of pixels", "the attribute `.red`"] {
        assert!(problems.contains(said), "{said}\n{problems}");
    }
}

#[test]
fn formulas_are_mathml_and_money_is_money() {
    let (page, problems) =
        built("# P\n\nIt was $5 and then $10, so $`x^2`$ is.\n\n```math\n\\frac{a}{b}\n```\n");
    assert!(page.contains("It was $5 and then $10, so <math alttext=\"x^2\"><msup>"), "{page}");
    assert!(page.contains("display=\"block\""), "{page}");
    assert_eq!(problems, "");
    let (page, _) = built("+++\nformulas = true\n+++\n\n# P\n\nSo $x^2$ is $$y$$, and 5 $ are $5.\n");
    assert!(page.contains("So <math alttext=\"x^2\">") && page.contains("alttext=\"y\""), "{page}");
    assert!(page.contains("and 5 $ are $5."), "{page}");
}

#[test]
fn formula_that_cannot_be_read_is_shown_and_reported() {
    let (page, problems) = built("# P\n\nSo $`\\fracc{a}`$ is.\n");
    assert!(page.contains("<code class=\"formula\">\\fracc{a}</code>"), "{page}");
    assert!(problems.contains("bad-formula") && problems.contains("content/p.md:3:"), "{problems}");
}

#[test]
fn definitions_are_lists_where_nobody_speaks() {
    let (page, problems) = built("# P\n\nSlack water\n: No *tide*.\n\nStem\n: To hold.\n");
    let list = "<dl class=\"definitions\">\n<dt>Slack water</dt>\n<dd>No <em>tide</em>.</dd>\n<dt>Stem</dt>\n<dd>To hold.</dd>\n</dl>";
    assert!(page.contains(list), "{page}");
    assert_eq!(problems, "");
    let (page, _) =
        built("+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n**Ann:** Hello.\n: again\n\n**Bo:** Hello.\n");
    assert!(!page.contains("<dl class=\"definitions\">") && page.contains(": again"), "{page}");
}

#[test]
fn readings_stand_above_words_and_are_none_of_them() {
    let site = Site::new()
        .with("site.toml", "title = \"T\"\nlanguage = \"ja\"\n[exports]\nformats = \"all\"\n")
        .with(
            "content/p.md",
            "+++\nspeakers = [\"私\", \"君\"]\n+++\n# P\n\n**私：**{漢字|かんじ}と==\\{仮名|かな}==。{laughs|cries}\n\n**君：**はい。\n",
        );
    site.build(&[]).expect(0);
    let page = site.read("public/p/index.html");
    assert!(page.contains("<ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby>と"), "{page}");
    assert!(page.contains("{仮名|かな}") && page.contains("{laughs|cries}"), "{page}");
    assert!(
        site.read("public/p/transcript.txt").contains("漢字と{仮名|かな}。"),
        "{}",
        site.read("public/p/transcript.txt")
    );
    assert!(site.read("public/p/transcript.tei.xml").contains("<ruby><rb>漢字</rb><rt>かんじ</rt></ruby>"));
}

#[test]
fn vertical_text_says_so_to_its_theme() {
    let (page, problems) = built("+++\nwriting = \"vertical\"\n+++\n\n# P\n\nWords.\n");
    assert!(
        page.contains(" is-vertical\"") && page.contains("<div class=\"body\" tabindex=\"0\">"),
        "{page}"
    );
    assert_eq!(problems, "");
}

#[test]
fn example_is_shown_with_the_page_that_it_makes() {
    let text = "# P\n\n````markdown example\n# The lock\n\n**Ann Lee:** We ==bet==[^fact:b] it.\n\n**Bo Ray:** Yes.\n\n[^fact:b]: A *note*.\n````\n";
    let (page, problems) = built(text);
    assert_eq!(problems, "");
    let result = &page[page.find("<div class=\"example-result\"").expect("a result")..];
    let result = &result[..result.find("</main>").expect("an end")];
    for part in [
        "<p class=\"example-title\">The lock</p>",
        "<cite data-voice=1>Ann Lee</cite>",
        "We <mark class=\"span\"",
        "A <em>note</em>.",
    ] {
        assert!(result.contains(part), "{part}\n{result}");
    }
    for place in [" id=", " href=\"#"] {
        assert!(!result[..result.rfind("</article>").unwrap()].contains(place), "{place}\n{result}");
    }
}

#[test]
fn long_summary_is_folded_and_whole() {
    let sentence = "A sentence of some length about the lock and those who kept it for years. ";
    let (page, _) =
        built(&format!("+++\nsummary = \"{}\"\n+++\n\n# P\n\nWords.\n", sentence.repeat(6).trim()));
    let folded = format!("<summary>{} <span class=\"read-on\">", sentence.repeat(3).trim());
    assert!(page.contains("<details class=\"summary\">") && page.contains(&folded), "{page}");
    assert!(page.contains(&format!("<p>{}</p>", sentence.repeat(3).trim())), "{page}");
    let (page, _) = built(&format!("+++\nsummary = \"{}\"\n+++\n\n# P\n\nWords.\n", sentence.trim()));
    assert!(page.contains(&format!("<p class=\"summary\">{}</p>", sentence.trim())), "{page}");
}
