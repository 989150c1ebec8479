//! Sources that a site cites: in the text, at the end of the page, in a list of all, and in exports.

use crate::site::Site;

const LIBRARY: &str = "@book{moxon, author = {Moxon, Joseph}, title = {Mechanick exercises}, date = 1683, publisher = {Atlas}}\n\
@book{tait, author = {Tait, Nora and Ross, Ian}, title = {The harbour}, date = 1974, publisher = {Northgate}}\n";

const TALK: &str = "+++\ntitle = \"Talk\"\ndate = 2024-05-01\nspeakers = [\"Ann\", \"Bo\"]\n+++\n\n**Ann:** We had it from a book [see @moxon, pp. 12-14; @tait]. @moxon says so, and \
ann@moxon.org knows, `@tait` too[^n]. [Ask @tait](https://example.org/).\n\n**Bo:** Write \\@tait or @nobody.\n\n\
[^n]: As in [-@tait, chap. 3].\n";

fn cited(more: &str) -> Site {
    let site = Site::new().with("sources.bib", LIBRARY).with("content/talk.md", TALK);
    site.with("site.toml", format!("title = \"Test\"\nbase_url = \"https://example.org/\"\n{more}"))
}

/// What is between two texts of a page, the markup left out.
fn words(page: &str, from: &str, to: &str) -> String {
    let start = page.find(from).unwrap_or_else(|| panic!("no {from}"));
    let part = &page[start..];
    let part = &part[..part.find(to).unwrap_or(part.len())];
    let mut out = String::new();
    let mut is_tag = false;
    for c in part.chars() {
        is_tag = (is_tag || c == '<') && c != '>' || c == '<';
        if !is_tag && c != '>' {
            out.push(c);
        }
    }
    out.replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn sources_are_cited_in_the_text_and_listed_at_its_end() {
    let site = cited("");
    site.build(&[]).expect(0);
    let page = site.read("public/talk/index.html");
    let said = words(&page, "We had it", "</p>");
    assert!(
        said.contains("a book (see Moxon 1683, 12–14; Tait and Ross 1974). Moxon (1683) says so"),
        "{said}"
    );
    assert!(said.contains("ann@moxon.org knows, @tait too") && said.contains("Ask @tait"), "{said}");
    assert!(page.contains("Write @tait or @nobody."), "an escaped sign and an unknown name stay words");
    assert!(page.contains("<a class=\"citation\" id=\"cite-moxon\" href=\"#source-moxon\" role=\"doc-biblioref\">Moxon 1683, 12–14</a>"));
    assert!(words(&page, "As in", "</p>").starts_with("As in (1974, chap. 3)"));
    let list = words(&page, "<section class=\"section sources\"", "</section>");
    assert_eq!(
        list,
        "Sources Moxon, Joseph. 1683. Mechanick Exercises. Atlas. ↑1 ↑2 Tait, Nora, and Ian Ross. 1974. The Harbour. Northgate. ↑1 ↑2"
    );
    for target in ["source-moxon", "source-tait", "cite-moxon", "cite-moxon~2", "cite-tait", "cite-tait~2"] {
        assert_eq!(page.matches(&format!(" id=\"{target}\"")).count(), 1, "{target}");
    }
}

#[test]
fn all_sources_of_a_site_lead_back_to_its_pages() {
    let site = cited("").with("content/other.md", "**Cy:** It is in @tait.\n");
    site.build(&[]).expect(0);
    let list = site.read("public/sources/index.html");
    let entry = words(&list, "<li id=\"source-tait\"", "</li>");
    assert_eq!(entry, "Tait, Nora, and Ian Ross. 1974. The Harbour. Northgate. Cited on Other Talk");
    assert!(list.contains("href=\"../other/index.html#source-tait\""), "{list}");
    assert!(site.read("public/talk/index.html").contains("href=\"../sources/index.html\""));
}

#[test]
fn a_site_chooses_its_style() {
    let check = |style: &str, citation: &str, reference: &str| {
        let site = cited(&format!("[sources]\nstyle = \"{style}\"\n"));
        site.build(&[]).expect(0);
        let page = site.read("public/talk/index.html");
        assert!(words(&page, "We had it", "</p>").contains(citation), "{style}");
        assert!(words(&page, "<li id=\"source-tait\"", "</li>").starts_with(reference), "{style}");
    };
    check(
        "apa",
        "(see Moxon, 1683, pp. 12–14; Tait & Ross, 1974)",
        "Tait, N., & Ross, I. (1974). The harbour. Northgate.",
    );
    check(
        "mla",
        "(see Moxon 12–14; Tait and Ross)",
        "Tait, Nora, and Ian Ross. The Harbour. Northgate, 1974.",
    );
}

#[test]
fn citations_speak_the_language_of_the_page() {
    let site = cited("")
        .with("content/talk.md", "+++\nlanguage = \"de\"\n+++\n\n**Ann:** So steht es da [@tait, S. 12].\n");
    site.build(&[]).expect(0);
    let page = site.read("public/talk/index.html");
    assert!(words(&page, "So steht", "</p>").contains("(Tait und Ross 1974, 12)"));
    assert!(page.contains("<h2>Quellen</h2>"));
}

#[test]
fn without_sources_an_at_sign_is_a_character() {
    let site = Site::new().with("content/talk.md", TALK);
    site.build(&[]).expect(0);
    let page = site.read("public/talk/index.html");
    assert!(words(&page, "We had it", "</p>").contains("[see @moxon, pp. 12-14; @tait]. @moxon says"));
    assert!(!site.files("public").iter().any(|path| path.starts_with("sources/")));
}

#[test]
fn exports_carry_the_sources() {
    let site = cited("[exports]\nformats = \"all\"\n");
    site.build(&[]).expect(0);
    let text = site.read("public/talk/transcript.txt");
    assert!(text.contains("(see Moxon 1683, 12–14; Tait and Ross 1974)"), "{text}");
    assert!(text.ends_with("# Sources\n\nMoxon, Joseph. 1683. Mechanick Exercises. Atlas.\nTait, Nora, and Ian Ross. 1974. The Harbour. Northgate.\n"), "{text}");
    let markdown = site.read("public/talk/transcript.md");
    assert!(
        markdown.contains("## Sources\n\n- Moxon, Joseph. 1683. *Mechanick Exercises*. Atlas.\n"),
        "{markdown}"
    );
    let tei = site.read("public/talk/transcript.tei.xml");
    assert!(tei.contains("<ref type=\"bibl\" target=\"#b1\">Moxon 1683, 12–14</ref>"), "{tei}");
    assert!(tei.contains("<biblStruct xml:id=\"b2\" n=\"tait\">"), "{tei}");
    let page = site.read("public/talk/index.html");
    assert!(
        page.contains("\"citation\":[{\"@type\":\"CreativeWork\"")
            && page.contains("\"name\":\"Mechanick exercises\"")
    );
}

#[test]
fn notes_of_a_sidecar_file_cite_too() {
    let site = cited("").with("content/talk.md", "**Ann:** We had it from a book.\n");
    let site = site.with("content/talk.notes.md", "> from a book\n\nIt is [@moxon, 5].\n");
    site.build(&[]).expect(0);
    let page = site.read("public/talk/index.html");
    assert!(page.contains(">Moxon 1683, 5</a>") && page.contains("id=\"source-moxon\""));
}

#[test]
fn a_changed_library_changes_kept_pages() {
    let site = cited("");
    site.build(&[]).expect(0);
    site.write("sources.bib", LIBRARY.replace("1683", "1685"));
    site.build(&[]).expect(0);
    assert!(site.read("public/talk/index.html").contains("Moxon 1685, 12–14"));
}

#[test]
fn csl_json_is_read_as_well() {
    let library = "[{\"id\": \"moxon\", \"type\": \"book\", \"title\": \"Exercises\", \"author\": [{\"family\": \"Moxon\", \"given\": \"Joseph\"}], \"issued\": {\"date-parts\": [[1683]]}}]";
    let site = Site::new().with("sources.json", library).with("content/a.md", "**Ann:** As @moxon has it.\n");
    site.build(&[]).expect(0);
    assert!(words(&site.read("public/a/index.html"), "As ", "</p>").starts_with("As Moxon (1683) has it."));
}
