//! Books: EPUB of a page, a collection and a site, and that nothing an author writes can break one.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use roxmltree::{Document, Node};
use zip::{CompressionMethod, ZipArchive};

use crate::site::Site;

/// The files of a book by their paths, each but the first two parsed once as what it is.
struct Book {
    bytes: Vec<u8>,
    files: BTreeMap<String, String>,
}

impl Book {
    fn read(site: &Site, path: &str) -> Book {
        let bytes = std::fs::read(site.path(path)).expect(path);
        let mut archive = ZipArchive::new(Cursor::new(&bytes)).expect("ZIP");
        let mut files = BTreeMap::new();
        for at in 0..archive.len() {
            let mut entry = archive.by_index(at).expect("an entry");
            let name = entry.name().expect("a name").to_string();
            let mut text = String::new();
            entry.read_to_string(&mut text).expect("text");
            assert_eq!(entry.compression() == CompressionMethod::Stored, at == 0);
            files.insert(name, text);
        }
        Book { bytes, files }
    }

    fn text(&self, name: &str) -> &str {
        &self.files[&format!("EPUB/{name}")]
    }

    /// Every file parses, ids are unique, and what a link, the spine or the contents name is there.
    #[track_caller]
    fn check(&self) {
        let own: BTreeSet<&str> = self.files.keys().filter_map(|path| path.strip_prefix("EPUB/")).collect();
        let mut anchors = BTreeSet::new();
        let mut links = Vec::new();
        for name in own.iter().filter(|name| !name.ends_with(".css")) {
            let document = Document::parse_with_options(self.text(name), parsing())
                .unwrap_or_else(|error| panic!("{name}: {error}\n{}", self.text(name)));
            for node in document.descendants().filter(Node::is_element) {
                if let Some(id) = node.attribute("id") {
                    assert!(anchors.insert(format!("{name}#{id}")), "{name} has two of {id}");
                }
                assert!(!["script", "style", "img", "iframe"].contains(&node.tag_name().name()), "{name}");
                links.extend(node.attribute("href").map(|href| (name.to_string(), href.to_string())));
            }
        }
        for (name, href) in links.iter().filter(|(_, href)| !href.contains(':')) {
            let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
            let file = if file.is_empty() { name } else { file };
            let place = percent_encoding::percent_decode_str(anchor).decode_utf8().expect("UTF-8");
            assert!(own.contains(file), "{name}: {href}");
            assert!(anchor.is_empty() || anchors.contains(&format!("{file}#{place}")), "{name}: {href}");
        }
        let listed = links.iter().filter(|(name, _)| name == "package.opf").count();
        assert_eq!(listed + 1, own.len(), "the package lists every file but itself");
    }
}

fn parsing<'a>() -> roxmltree::ParsingOptions<'a> {
    roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() }
}

const TALK: &str = "+++\ntitle = \"The lamp\"\ndate = 2024-03-02\nspeakers = [\"Mara Finch\", \"Jon\"]\n+++\n\n## Night [0:01]\n\n\
    **Mara Finch:** [0:01] We lit it ==every evening==[^fact:lit], as [Jon](two.md#fog) says.[^2]\n\n### Deep\n\n\
    **Jon:** See [there](https://a.example/?x=1&y=2), line one\\\nline two ![a lamp](lamp.jpg)\n\n---\n\n- [x] lit\n\n## Fog\n\n**Jon:** Yes.\n\n\
    [^fact:lit]: At six.\n\n[^2]: So.\n";

fn library() -> Site {
    let settings = "title = \"A shelf\"\ndescription = \"Of talks.\"\n[exports]\nformats = [\"epub\"]\nbooks = [\"site\", \"collections\"]\n";
    let site = Site::new().with("site.toml", settings).with("content/talks/one.md", TALK);
    let site =
        site.with("content/talks/lamp.jpg", "").with("content/talks/_index.md", "# Talks\n\nAll of them.\n");
    let hebrew = "+++\ntitle = \"שיחה\"\nlanguage = \"he\"\nspeakers = [\"א\", \"ב\"]\n+++\n\n## Fog\n\n**א:** שלום\n\n**ב:** שלום\n";
    site.with("content/talks/two.md", hebrew).with("content/about.md", "# About\n\nWords.\n")
}

#[test]
fn a_page_a_collection_and_the_site_are_bound() {
    let site = library();
    site.build(&[]).expect(0);
    let path = "public/talks/one/transcript.epub";
    let page = Book::read(&site, path);
    page.check();
    assert_eq!(
        &page.bytes[30..58],
        b"mimetypeapplication/epub+zip",
        "the media type stands where programs look"
    );
    let text = page.text("text-1.xhtml");
    assert!(text.contains("<a class=\"note-ref\" epub:type=\"noteref\" href=\"#note-fact-lit\""), "{text}");
    assert!(
        text.contains("<aside class=\"note\" id=\"note-fact-lit\"")
            && text.contains(" epub:type=\"footnote\" role=\"doc-footnote\">"),
        "{text}"
    );
    assert!(!text.contains("class=\"anchor\""), "a book has nothing to copy links with: {text}");
    assert!(text.contains("<br/>") && text.contains("<hr/>") && text.contains(">a lamp</span>"), "{text}");
    assert!(
        text.contains("as Jon says."),
        "a page that is not in the book, of a site without address: {text}"
    );
    assert!(page.text("nav.xhtml").contains(
        "<a href=\"text-1.xhtml#night\">Night</a>\n<ol>\n<li>\n<a href=\"text-1.xhtml#deep\">Deep</a>"
    ));
    assert!(page.text("package.opf").contains("2024-03-02T00:00:00Z"));
    let collection = Book::read(&site, "public/talks/book.epub");
    collection.check();
    assert!(collection.text("text-2.xhtml").contains("<a href=\"text-3.xhtml#fog\">Jon</a>"));
    assert!(collection.text("text-3.xhtml").contains("lang=\"he\" xml:lang=\"he\" dir=\"rtl\""));
    let whole = Book::read(&site, "public/book.epub");
    whole.check();
    assert!(whole.text("title.xhtml").contains("<h1>A shelf</h1>\n<p class=\"summary\">Of talks.</p>"));
    assert!(whole.text("nav.xhtml").contains("<a href=\"text-2.xhtml\">Talks</a>\n<ol>"));
    assert!(
        whole.text("package.opf").contains("<dc:language>en</dc:language>\n<dc:language>he</dc:language>")
    );
    let home = site.read("public/index.html");
    assert!(home.contains("type=\"application/epub+zip\" href=\"./book.epub\""), "{home}");
    assert!(site.read("public/talks/index.html").contains("href=\"book.epub\""));
}

#[test]
fn a_text_in_hebrew_is_bound_on_its_right() {
    let site = library();
    site.build(&[]).expect(0);
    let book = Book::read(&site, "public/talks/two/transcript.epub");
    assert!(book.text("package.opf").contains("<spine page-progression-direction=\"rtl\">"));
}

#[test]
fn the_same_site_gives_the_same_book() {
    let (one, two) = (library(), library());
    one.build(&[]).expect(0);
    two.build(&[]).expect(0);
    assert_eq!(Book::read(&one, "public/book.epub").bytes, Book::read(&two, "public/book.epub").bytes);
}

#[test]
fn a_site_that_knows_its_address_is_linked_from_its_books() {
    let site = library();
    site.build(&["--base-url", "https://shelf.example/a/"]).expect(0);
    let text = Book::read(&site, "public/talks/one/transcript.epub");
    let link = "<a href=\"https://shelf.example/a/talks/two/#fog\">Jon</a>";
    assert!(text.text("text-1.xhtml").contains(link), "{}", text.text("text-1.xhtml"));
}

#[test]
fn books_can_be_had_alone() {
    let site = library().with("site.toml", "title = \"A shelf\"\n");
    for (what, file) in [("talks/one", "one.epub"), ("talks", "talks.epub"), ("/", "all.epub")] {
        site.postil(&["export", what, "--as", "epub", "--to", file]).expect(0);
        Book::read(&site, file).check();
    }
    let run = site.postil(&["export", "talks", "--as", "txt"]).expect(2);
    assert_eq!(run.err, "error: `talks` is a collection: it can be had as `epub`, if it has texts\n");
    site.build(&[]).expect(0);
    assert!(!site.files("public").contains(&"book.epub".to_string()), "books are bound when asked for");
}

/// What breaks out of XML, HTML, CSS or a ZIP, what XML cannot hold, and what runs backwards.
const ATTACKS: [&str; 16] = [
    "</title><script>alert(1)</script>",
    "]]><x/>",
    "<!--",
    "--><?xml version=\"1.0\"?>",
    "<![CDATA[<x>]]>",
    "&nbsp;&bogus;&#0;&#x1;&lt;",
    "\" onload=\"alert(1)",
    "' x='",
    "../../../../etc/passwd",
    "a\u{1}b\u{8}c\u{b}d\u{c}e\u{1b}f\u{7f}g\u{85}h\u{fffe}i\u{ffff}j",
    "\u{202e}\u{2066}evil\u{2069}",
    "\u{feff}\u{200b}",
    "{{ 7*7 }}{% x %}",
    "%zz%00#a#b",
    "😀\u{300}\u{301}𝔘",
    "   ",
];

/// A page that says `attack` wherever somebody can say something.
fn attacked(attack: &str) -> String {
    let quoted: String = attack.chars().map(|c| format!("\\U{:08X}", c as u32)).collect();
    let front = format!(
        "title = \"{quoted}\"\nsummary = \"{quoted}\"\nspeakers = [\"Ann {quoted}\", \"Bo\"]\ntags = [\"{quoted}\"]\npoints = [\"{quoted}\"]\n\
         [media]\naudio = \"https://a.example/{quoted}\"\nduration = \"1:00\"\n[source]\nurl = \"https://a.example/{quoted}\"\n\
         publisher = \"{quoted}\"\nlicence = \"{quoted}\"\ntranscribed_by = \"{quoted}\"\ntranslated_by = \"{quoted}\"\n"
    );
    let by = attack.replace('"', "");
    let link = attack.replace([' ', '(', ')', '<', '>', '\\'], "");
    format!(
        "+++\n{front}+++\n\nPreface {attack} end.\n\n## Part {attack} [0:01]\n\n**Bo:** [0:02] I say {attack} and \
         ==so on==[^1] [x](https://a.example/{link}) `{attack}`.\n\n```{attack}\n{attack}\n```\n\n> quoted {attack}\n\n\
         **Bo:** [0:09] Again.\n\n[^1]: {{by=\"Eve {by}\" tags=\"a b\"}} Noted {attack}.\n"
    )
}

#[test]
fn nothing_that_is_written_breaks_a_file() {
    let settings = "title = \"T\"\nlanguage = \"en\"\n[exports]\nformats = \"all\"\nbooks = [\"site\"]\n[search]\nenabled = false\n";
    let mut site = Site::new().with("site.toml", settings);
    for (number, attack) in ATTACKS.iter().enumerate() {
        site = site.with(&format!("content/a{number}.md"), attacked(attack));
    }
    site.build(&[]).expect(0);
    Book::read(&site, "public/book.epub").check();
    for (number, attack) in ATTACKS.iter().enumerate() {
        let folder = format!("public/a{number}");
        Book::read(&site, &format!("{folder}/transcript.epub")).check();
        let tei = site.read(&format!("{folder}/transcript.tei.xml"));
        let document = Document::parse(&tei).unwrap_or_else(|error| panic!("{attack:?}: {error}\n{tei}"));
        assert!(document.descendants().all(|node| node.tag_name().name() != "script"), "{attack:?}");
        let html = site.read(&format!("{folder}/transcript.html"));
        assert!(!html.contains("<script") && !html.contains(" onload=\""), "{attack:?}: {html}");
    }
}
