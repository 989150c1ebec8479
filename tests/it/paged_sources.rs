//! Page numbers of a printed source, and persistent identifiers.

use std::io::Read;

use crate::site::Site;

const PAGED: &str = "+++\ntitle = \"Talk\"\ndate = 2024-05-01\nspeakers = [\"Nan\", \"Ines\"]\ndoi = \"https://doi.org/10.5281/zenodo.42\"\nark = \"ark:12345/x7\"\n\
[source]\npublisher = \"Tape 31\"\npaged = true\n+++\n\n\
[p. 50]\n\n**Nan:** I held the copy, that is the name [p. 51] of it. They called it a copy-[p. 52]holder.\n\n\
[p. 53] **Ines:** And then?\n\n[p. 54]\n\n**Nan:** Then we stopped. See [there](#p-51).\n\n\
## One [p. 56]\n\n[p. 57] Ines: What?\n\n**Nan:** [p. xii] Yes, the milk.\n";

fn paged() -> Site {
    let settings = "title = \"Test\"\nbase_url = \"https://example.org/\"\n[exports]\nformats = \"all\"\ndataset = true\n";
    Site::new().with("site.toml", settings).with("content/talk.md", PAGED)
}

/// The turns of the text export: who speaks, and the words.
fn turns(site: &Site) -> String {
    let text = site.read("public/talk/transcript.txt");
    text.lines().filter(|line| line.contains(": ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn page_numbers_are_no_words_and_hide_no_label() {
    let site = paged();
    site.build(&[]).expect(0);
    assert_eq!(
        turns(&site),
        "Nan: I held the copy, that is the name of it. They called it a copy-holder.\nInes: And then?\n\
         Nan: Then we stopped. See there.\nInes: What?\nNan: Yes, the milk."
    );
    let index = site.read("public/search/index.json");
    assert!(!index.contains("\"5\":{"), "no number is a term of the search");
}

#[test]
fn page_numbers_have_permalinks_in_the_margin() {
    let site = paged();
    site.build(&[]).expect(0);
    let page = site.read("public/talk/index.html");
    for number in ["50", "51", "52", "53", "54", "56", "57", "xii"] {
        assert_eq!(page.matches(&format!("id=\"p-{number}\"")).count(), 1, "{number}");
    }
    let mark =
        "<a class=\"printed-page\" id=\"p-51\" href=\"#p-51\" data-page=\"51\" aria-label=\"Page 51\"></a>";
    assert!(page.contains(mark), "{page}");
    assert!(page.contains("the name <a class"), "the space before the number stays");
}

#[test]
fn page_numbers_are_in_tei_books_and_tables() {
    let site = paged();
    site.build(&[]).expect(0);
    let tei = site.read("public/talk/transcript.tei.xml");
    assert!(tei.contains("the name <pb n=\"51\"/>of it") && tei.contains("<pb n=\"57\"/>What?"), "{tei}");
    assert!(tei.contains("<idno type=\"DOI\">10.5281/zenodo.42</idno>"));
    let book = std::fs::File::open(site.path("public/talk/transcript.epub")).expect("a book");
    let mut book = zip::ZipArchive::new(book).expect("a book");
    let mut read = |name: &str| {
        let mut text = String::new();
        book.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
        text
    };
    let navigation = read("EPUB/nav.xhtml");
    assert!(navigation.contains("epub:type=\"page-list\""), "{navigation}");
    assert!(navigation.contains("<a href=\"text-1.xhtml#p-xii\">xii</a>"));
    assert!(read("EPUB/text-1.xhtml").contains("epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"p-51\""));
    let package = read("EPUB/package.opf");
    assert!(package.contains("<meta property=\"pageBreakSource\">Tape 31</meta>"), "{package}");
    let rows = site.read("public/data/turns-1.csv");
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let at = reader.headers().unwrap().iter().position(|name| name == "printed_page").expect("a column");
    let pages: Vec<String> = reader.records().map(|row| row.unwrap()[at].to_string()).collect();
    assert_eq!(pages, ["50", "53", "54", "57", "xii"]);
}

#[test]
fn tei_comes_back_with_its_pages_and_topics() {
    let topics = "[topics.copy]\nlabel = \"The copy\"\nsame_as = [\"https://example.org/copy\"]\n";
    let page = PAGED
        .replace("**Nan:** I held", "**Nan:** {topics=copy} I held")
        .replace("[p. 56]", "[p. 56] {topics=end}");
    let site = paged().with("content/talk.md", page);
    site.write("site.toml", site.read("site.toml") + topics);
    site.build(&[]).expect(0);
    let tei = site.read("public/talk/transcript.tei.xml");
    let category = "n=\"copy\" corresp=\"https://example.org/copy\">\n<catDesc>The copy</catDesc>";
    assert!(tei.contains(category), "{tei}");
    site.postil(&["import", "public/talk/transcript.tei.xml", "--to", "back"]).expect(0);
    let back = site.read("back/talk.md");
    for part in [
        "doi = \"10.5281/zenodo.42\"\nark = \"ark:12345/x7\"\n",
        "paged = true\n",
        "{topics=\"copy\"} [p. 50] I held the copy, that is the name [p. 51] of it.",
        "They called it a copy-[p. 52]holder.",
        "## One {topics=\"end\"}\n\n**Ines:** [p. 56] [p. 57] What?",
        "[p. xii] Yes",
    ] {
        assert!(back.contains(part), "{part}: {back}");
    }
}

#[test]
fn exported_markdown_has_the_page_numbers_again() {
    let site = paged();
    site.build(&[]).expect(0);
    let again = Site::new().with("content/talk.md", site.read("public/talk/transcript.md"));
    let again = again.with("site.toml", "title = \"Test\"\n[exports]\nformats = \"all\"\n");
    again.build(&[]).expect(0);
    assert_eq!(turns(&again), turns(&site));
    assert!(again.read("public/talk/index.html").contains("id=\"p-51\""));
}

#[test]
fn other_page_numbers_are_read_by_their_example() {
    let text = PAGED.replace("paged = true", "page_mark = \"{1}\"");
    let text = ["50", "51", "52", "53", "54", "56", "57", "xii"]
        .into_iter()
        .fold(text, |text, number| text.replace(&format!("[p. {number}]"), &format!("{{{number}}}")));
    let site = paged().with("content/talk.md", text.replace("{xii} ", ""));
    site.build(&[]).expect(0);
    assert!(turns(&site).contains("that is the name of it"), "{}", turns(&site));
    assert!(turns(&site).contains("\nInes: And then?\nNan: Then we stopped."));
    assert!(site.read("public/talk/index.html").contains("id=\"p-57\""));
}

#[test]
fn numbers_in_brackets_are_words_unless_the_page_says_so() {
    let site =
        paged().with("content/talk.md", PAGED.replace("paged = true\n", "").replace("(#p-51)", "(#top)"));
    let run = site.build(&[]).expect(0);
    assert!(!run.err.contains("warning"), "{}", run.err);
    let page = site.read("public/talk/index.html");
    assert!(page.contains("the name [p. 51] of it") && !page.contains("printed-page"));
}

#[test]
fn identifiers_are_shown_and_cited() {
    let site = paged();
    site.build(&[]).expect(0);
    let page = site.read("public/talk/index.html");
    let doi = "https://doi.org/10.5281/zenodo.42";
    assert!(page.contains(&format!("<dt>DOI</dt><dd><a href=\"{doi}\"")), "{page}");
    assert!(page.contains("<dt>ARK</dt><dd><a href=\"https://n2t.net/ark:12345/x7\""));
    let citation = &page[page.find("class=citation>").expect("a citation")..];
    assert!(citation[..citation.find("</dd>").unwrap()].contains(&format!("<a href=\"{doi}\"")));
    for meta in [
        "<meta name=\"citation_doi\" content=\"10.5281/zenodo.42\">",
        "<meta name=\"citation_publication_date\" content=\"2024/05/01\">",
        "<meta name=\"citation_author\" content=\"Nan\">",
        "<meta name=\"DC.identifier\" content=\"https://doi.org/10.5281/zenodo.42\">",
    ] {
        assert!(page.contains(meta), "{meta}");
    }
    assert!(page.contains("\"propertyID\":\"doi\""), "JSON-LD has it");
    assert!(site.read("public/data/pages-1.csv").contains(",10.5281/zenodo.42,ark:12345/x7\n"));
}
