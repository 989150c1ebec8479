use super::*;
use crate::source::Sources;

/// The English words, as the default theme has them.
pub fn english() -> BTreeMap<String, CitationTerms> {
    let table: toml::Table = include_str!("../../themes/default/i18n/en.toml").parse().unwrap();
    let word = |name: &&str| ((*name).to_string(), table[*name].as_str().unwrap().to_string());
    let months = table["months"].as_array().unwrap().iter().map(|month| month.as_str().unwrap().to_string());
    let terms = CitationTerms {
        language: "en".into(),
        words: TERM_NAMES.iter().map(word).collect(),
        months: months.collect(),
    };
    BTreeMap::from([("en".to_string(), terms)])
}

fn library(path: &str, text: &str) -> (Bibliography, Vec<String>) {
    let mut sources = Sources::default();
    let id = sources.add(path, text);
    let (library, found) = Bibliography::read(std::iter::once((id, sources.get(id))));
    let show = |problem: &Diagnostic| {
        let (line, column) = crate::source::line_column(text, problem.labels[0].span.start as usize);
        format!("{line}:{column} {}", problem.message)
    };
    (library, found.iter().map(show).collect())
}

fn styled(path: &str, text: &str, style: CitationStyle) -> StyledBibliography {
    let (library, problems) = library(path, text);
    assert_eq!(problems, Vec::<String>::new());
    StyledBibliography::new(library, style, english())
}

/// Words with `*` around those in italics.
fn starred(text: &RichText) -> String {
    let run = |run: &crate::text::rich::StyledRun| match run.marks.emphasis {
        true => format!("*{}*", run.text),
        false => run.text.clone(),
    };
    text.runs.iter().map(run).collect()
}

fn cited(
    styled: &StyledBibliography,
    key: &str,
    locator: Option<(LocatorKind, &str)>,
    without_author: bool,
) -> String {
    let locator = locator.map(|(kind, value)| Locator { kind, value });
    let cited = styled.cite(&CitationRequest { key, locator, without_author }, "en").expect("a source");
    format!("({}{}{})", starred(&cited.author), cited.between, cited.rest)
}

/// Three lines for each source: its key, its citation, its reference; written once by citeproc-js 1.4.63 from the same
/// library.
fn check_against_citeproc(style: CitationStyle, golden: &str) {
    let styled = styled("sources.json", include_str!("../../tests/cases/sources/library.json"), style);
    let lines: Vec<&str> = golden.lines().collect();
    let entries: Vec<_> = lines.chunks(3).collect();
    let keys: Vec<&str> = entries.iter().map(|entry| entry[0]).collect();
    assert!(keys.len() >= 39, "{}", keys.len());
    let mut wrong = Vec::new();
    for entry in &entries {
        let reference = starred(&styled.reference(entry[0], "en").expect("a source"));
        for (ours, theirs) in
            [(cited(&styled, entry[0], None, false), entry[1].trim()), (reference, entry[2].trim())]
        {
            if ours != theirs {
                wrong.push(format!("{}\n  citeproc: {theirs}\n  ours:     {ours}", entry[0]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
    // Citeproc sorts `The` under T, against the manuals of all three styles.
    let begins_with_article = |key: &&str| {
        let entry = styled.bibliography.get(key).expect("a source");
        [Some(&entry.title), entry.container.as_ref()]
            .into_iter()
            .flatten()
            .any(|title| title.starts_with("The "))
    };
    let mut keys = keys;
    keys.retain(|key| !begins_with_article(key));
    assert!(keys.len() > 25, "{}", keys.len());
    assert_eq!(styled.sorted(keys.iter().rev().copied()), keys, "the order of the bibliography");
}

#[test]
fn chicago_is_as_citeproc_has_it() {
    check_against_citeproc(
        CitationStyle::ChicagoAuthorDate,
        include_str!("../../tests/cases/sources/chicago-author-date.txt"),
    );
}

#[test]
fn apa_is_as_citeproc_has_it() {
    check_against_citeproc(CitationStyle::Apa, include_str!("../../tests/cases/sources/apa.txt"));
}

#[test]
fn mla_is_as_citeproc_has_it() {
    check_against_citeproc(CitationStyle::Mla, include_str!("../../tests/cases/sources/mla.txt"));
}

#[test]
fn parts_of_a_source_are_cited() {
    let check = |style, expected: [&str; 5]| {
        let styled = styled("sources.json", include_str!("../../tests/cases/sources/library.json"), style);
        let requests = [
            ("moxon", LocatorKind::Page, "12", false),
            ("moxon", LocatorKind::Page, "12-14", false),
            ("tait", LocatorKind::Chapter, "3", false),
            ("nodate", LocatorKind::Page, "7", false),
            ("tait", LocatorKind::Page, "12", true),
        ];
        let found = requests.map(|(key, kind, value, bare)| cited(&styled, key, Some((kind, value)), bare));
        assert_eq!(found, expected);
    };
    let chicago =
        ["(Moxon 1683, 12)", "(Moxon 1683, 12–14)", "(Tait 1974, chap. 3)", "(Innes, n.d., 7)", "(1974, 12)"];
    check(CitationStyle::ChicagoAuthorDate, chicago);
    let apa = [
        "(Moxon, 1683, p. 12)",
        "(Moxon, 1683, pp. 12–14)",
        "(Tait, 1974, Chapter 3)",
        "(Innes, n.d., p. 7)",
        "(1974, p. 12)",
    ];
    check(CitationStyle::Apa, apa);
    let mla = [
        "(Moxon 12)",
        "(Moxon 12–14)",
        "(Tait, *The Harbour and the Town*, ch. 3)",
        "(Innes 7)",
        "(*The Harbour and the Town* 12)",
    ];
    check(CitationStyle::Mla, mla);
}

/// The same sources in BibTeX give the same references.
#[test]
fn bibtex_is_read_like_csl_json() {
    let bib = styled(
        "sources.bib",
        include_str!("../../tests/cases/sources/library.bib"),
        CitationStyle::ChicagoAuthorDate,
    );
    let json = styled(
        "sources.json",
        include_str!("../../tests/cases/sources/library.json"),
        CitationStyle::ChicagoAuthorDate,
    );
    let keys: Vec<&String> = bib.bibliography.entries.keys().collect();
    assert!(keys.len() >= 16, "{}", keys.len());
    for key in keys {
        let reference =
            |styled: &StyledBibliography| starred(&styled.reference(key, "en").expect("a source"));
        let strip = |text: String| text.replace("1981a", "1981").replace("1981b", "1981");
        assert_eq!(strip(reference(&bib)), strip(reference(&json)), "{key}");
    }
}

#[test]
fn broken_files_say_where() {
    let check = |path: &str, text: &str, expected: &str| {
        let (_, problems) = library(path, text);
        assert_eq!(problems, [expected], "{text}");
    };
    check("sources.bib", "@book{a, title = {A}}\n@book{b, title = {B}", "2:21 the file ends inside an entry");
    check("sources.bib", "@book{a, title = {A}}\n@book{a, title = {B}}", "2:1 the key `a` is used twice");
    check("sources.bib", "@book{a,\n title = nobody}", "2:10 the abbreviation `nobody` is not defined");
    check(
        "sources.json",
        "[{\"id\": \"a\"},\n {\"title\": \"B\"}]",
        "2:15 the sources cannot be read as CSL-JSON: missing field `id`",
    );
    check("sources.json", "[{\"id\": \"a\"}, {\"id\": \"a\"}]", "1:23 the key `a` is used twice");
    let deep = "{".repeat(100_000);
    check("sources.bib", &format!("@book{{a, title = {deep}"), "1:67 braces are more than 50 levels deep");
}

#[test]
fn addresses_that_run_scripts_are_no_links() {
    let text = "[{\"id\": \"a\", \"title\": \"A\", \"URL\": \"javascript:alert(1)\"}]";
    let (library, _) = library("sources.json", text);
    assert_eq!(library.get("a").expect("a source").address(), None);
}

proptest::proptest! {
    #[test]
    fn no_text_stops_the_reader(text in "[@a-z{},=\"\\\\#()% \n0-9]{0,80}", body in "[a-z{},=\"\\\\#$~é \n0-9-]{0,60}") {
        for text in [text, format!("@article{{k, author = {{{body}}}, date = {{{body}}}, pages = {{{body}}}, title = {{{body}}}}}")] {
            let (library, _) = library("sources.bib", &text);
            let styled = StyledBibliography::new(library, CitationStyle::Apa, english());
            for key in styled.bibliography.entries.keys() {
                proptest::prop_assert!(styled.reference(key, "en").is_some());
            }
        }
    }
}
