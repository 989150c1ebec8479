//! The sources that a site cites: read from BibTeX or CSL-JSON, and formatted in a citation style.

mod apa;
mod bibtex;
mod chicago;
mod cite;
mod csl_json;
mod mla;
mod names;
mod reference;
mod terms;
mod titles;

use std::collections::{BTreeMap, HashMap};

use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::{Source, SourceId, Span};
use crate::text::rich::RichText;

pub use self::cite::{CitationRequest, CitedText, Locator, LocatorKind};
pub use self::names::SourceName;
use self::reference::ReferenceContext;
pub use self::terms::{CitationTerms, TERM_NAMES};

/// The names of the files that the sources of a site are read from, in its folder.
pub const BIBLIOGRAPHY_FILES: [&str; 2] = ["sources.bib", "sources.json"];

/// The citation styles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CitationStyle {
    /// Chicago Manual of Style, 18th edition, author-date.
    #[default]
    ChicagoAuthorDate,
    /// American Psychological Association, 7th edition.
    Apa,
    /// Modern Language Association, 9th edition.
    Mla,
}

impl CitationStyle {
    /// Every style with its name in `site.toml`.
    pub const NAMES: [(&'static str, CitationStyle); 3] = [
        ("chicago-author-date", CitationStyle::ChicagoAuthorDate),
        ("apa", CitationStyle::Apa),
        ("mla", CitationStyle::Mla),
    ];
}

/// The kinds of source that are formatted differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// A book, and whatever is published like one.
    Book,
    /// A part of a book.
    Chapter,
    /// An article in a journal.
    JournalArticle,
    /// An article in a newspaper.
    NewspaperArticle,
    /// An article in a magazine.
    MagazineArticle,
    /// A thesis or dissertation.
    Thesis,
    /// A report.
    Report,
    /// A page on the web.
    WebPage,
    /// An interview.
    Interview,
}

impl SourceKind {
    /// Returns true for what appears inside something else and has its title in quotation marks.
    fn is_article(self) -> bool {
        matches!(
            self,
            SourceKind::Chapter
                | SourceKind::JournalArticle
                | SourceKind::NewspaperArticle
                | SourceKind::MagazineArticle
        )
    }

    /// Returns true for what is dated by the day.
    fn is_periodical(self) -> bool {
        matches!(self, SourceKind::NewspaperArticle | SourceKind::MagazineArticle)
    }
}

/// A date of which the month and the day may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartialDate {
    /// The year.
    pub year: i32,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
}

/// One source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BibliographyEntry {
    /// The key that citations name: `moxon`.
    pub key: String,
    /// The kind of source.
    pub kind: SourceKind,
    /// Its title.
    pub title: String,
    /// The journal, newspaper, site or book that it is in.
    pub container: Option<String>,
    /// The authors.
    pub authors: Vec<SourceName>,
    /// The editors of the book, or of the book that it is in.
    pub editors: Vec<SourceName>,
    /// The translators.
    pub translators: Vec<SourceName>,
    /// The interviewers.
    pub interviewers: Vec<SourceName>,
    /// The date of publication.
    pub issued: Option<PartialDate>,
    /// The day on which a web page was read.
    pub accessed: Option<PartialDate>,
    /// The publisher, or the university of a thesis.
    pub publisher: Option<String>,
    /// The place of publication.
    pub place: Option<String>,
    /// The volume.
    pub volume: Option<String>,
    /// The issue of a journal.
    pub issue: Option<String>,
    /// The pages in what it is in: `201-228`.
    pub pages: Option<String>,
    /// The edition: a number or words.
    pub edition: Option<String>,
    /// The number of a report.
    pub number: Option<String>,
    /// The sort of thesis or report: `PhD thesis`.
    pub genre: Option<String>,
    /// Its web address, `http` or `https`.
    pub url: Option<String>,
    /// Its DOI, without an address.
    pub doi: Option<String>,
    /// The language it is in, a BCP 47 tag.
    pub language: Option<String>,
}

impl BibliographyEntry {
    /// An entry of which only the key and the kind are known.
    fn new(key: String, kind: SourceKind) -> Self {
        BibliographyEntry {
            key,
            kind,
            title: String::new(),
            container: None,
            authors: Vec::new(),
            editors: Vec::new(),
            translators: Vec::new(),
            interviewers: Vec::new(),
            issued: None,
            accessed: None,
            publisher: None,
            place: None,
            volume: None,
            issue: None,
            pages: None,
            edition: None,
            number: None,
            genre: None,
            url: None,
            doi: None,
            language: None,
        }
    }

    /// Those who are named first: the authors, else the editors.
    pub fn creators(&self) -> &[SourceName] {
        let is_inside = self.kind.is_article();
        if self.authors.is_empty() && !is_inside { &self.editors } else { &self.authors }
    }

    /// The web address that leads to it.
    pub fn address(&self) -> Option<String> {
        let doi = self.doi.as_ref().map(|doi| format!("https://doi.org/{doi}"));
        doi.or_else(|| self.url.clone())
    }
}

/// The sources of a site, by their keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bibliography {
    entries: BTreeMap<String, BibliographyEntry>,
}

impl Bibliography {
    /// Reads `files`, of which the later add to the first.
    pub fn read<'s>(files: impl Iterator<Item = (SourceId, &'s Source)>) -> (Bibliography, Diagnostics) {
        let (mut bibliography, mut diagnostics) = (Bibliography::default(), Diagnostics::new());
        for (id, source) in files {
            let read = match source.path.ends_with(".bib") {
                true => bibtex::read(source.text()),
                false => csl_json::read(source.text()),
            };
            match read {
                Ok(entries) => {
                    for entry in entries {
                        bibliography.add(entry, source, id, &mut diagnostics);
                    }
                }
                Err(error) => diagnostics.push(error.diagnostic(id, source.text())),
            }
        }
        (bibliography, diagnostics)
    }

    fn add(&mut self, mut entry: BibliographyEntry, source: &Source, id: SourceId, found: &mut Diagnostics) {
        if self.entries.contains_key(&entry.key) {
            let quoted = source.text().rfind(&format!("\"{}\"", entry.key)).map(|at| at + 1);
            let at = quoted.or_else(|| source.text().rfind(&entry.key)).unwrap_or_default();
            let error = BibliographyError {
                at,
                length: entry.key.len(),
                reason: format!("the key `{}` is used twice", entry.key),
                help: "give one of the two sources another key",
            };
            return found.push(error.diagnostic(id, source.text()));
        }
        entry.title = titles::apostrophes(&entry.title);
        entry.container = entry.container.map(|name| titles::apostrophes(&name));
        self.entries.insert(entry.key.clone(), entry);
    }

    /// Returns true if the site has no sources.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The source with this key.
    pub fn get(&self, key: &str) -> Option<&BibliographyEntry> {
        self.entries.get(key)
    }

    /// The key that is most like `key`, if one is.
    pub fn nearest_key(&self, key: &str) -> Option<&str> {
        nearest(key, self.entries.keys().map(String::as_str))
    }
}

/// A reason for which a file of sources cannot be read.
#[derive(Debug)]
struct BibliographyError {
    at: usize,
    length: usize,
    reason: String,
    help: &'static str,
}

impl BibliographyError {
    fn diagnostic(self, id: SourceId, text: &str) -> Diagnostic {
        let start = text.floor_char_boundary(self.at.min(text.len()));
        let end = text.ceil_char_boundary((start + self.length.max(1)).min(text.len()));
        Diagnostic::new(Code::BadSources, self.reason).at(Span::new(id, start, end)).help(self.help)
    }
}

/// A bibliography in one citation style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StyledBibliography {
    /// The sources.
    pub bibliography: Bibliography,
    /// The style.
    pub style: CitationStyle,
    /// The words of the styles in each language, by its tag in lower case.
    pub terms: BTreeMap<String, CitationTerms>,
    /// The place of each source in lists, and what sets it apart from others of the same author and year.
    ranks: HashMap<String, SourceRank>,
}

/// The place of a source among all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct SourceRank {
    /// The place in the order of a bibliography.
    place: usize,
    /// `a`, `b` … where several sources have the same creators and year.
    letter: Option<String>,
    /// True if other sources have the same creators.
    shares_creators: bool,
}

impl StyledBibliography {
    /// A bibliography in `style`, with the words of each language.
    pub fn new(
        bibliography: Bibliography,
        style: CitationStyle,
        terms: BTreeMap<String, CitationTerms>,
    ) -> Self {
        let mut styled = StyledBibliography { bibliography, style, terms, ranks: HashMap::new() };
        styled.ranks = styled.rank();
        styled
    }

    /// Returns true if the site has no sources.
    pub fn is_empty(&self) -> bool {
        self.bibliography.is_empty()
    }

    fn rank(&self) -> HashMap<String, SourceRank> {
        let mut sorted: Vec<&BibliographyEntry> = self.bibliography.entries.values().collect();
        sorted.sort_by_cached_key(|entry| names::sort_key(entry, self.style));
        let mut by_creators: HashMap<String, Vec<&str>> = HashMap::new();
        let mut by_year: HashMap<(String, Option<i32>), Vec<&str>> = HashMap::new();
        for entry in &sorted {
            let creators = names::identity(entry);
            by_creators.entry(creators.clone()).or_default().push(&entry.key);
            let year = entry.issued.map(|date| date.year);
            by_year.entry((creators, year)).or_default().push(&entry.key);
        }
        let mut ranks: HashMap<String, SourceRank> = HashMap::new();
        for (place, entry) in sorted.iter().enumerate() {
            let creators = names::identity(entry);
            let shares_creators = by_creators[&creators].len() > 1;
            let same = &by_year[&(creators, entry.issued.map(|date| date.year))];
            let at = same.iter().position(|key| *key == entry.key).filter(|_| same.len() > 1);
            let rank = SourceRank { place, letter: at.map(titles::letters), shares_creators };
            ranks.insert(entry.key.clone(), rank);
        }
        ranks
    }

    /// `keys` in the order of a bibliography, those of no source left out.
    pub fn sorted<'k>(&self, keys: impl Iterator<Item = &'k str>) -> Vec<&'k str> {
        let mut keys: Vec<&str> = keys.filter(|key| self.ranks.contains_key(*key)).collect();
        keys.sort_by_key(|key| self.ranks[*key].place);
        keys.dedup();
        keys
    }

    /// The entry of a bibliography for the source `key`, in the words of `language`.
    pub fn reference(&self, key: &str, language: &str) -> Option<RichText> {
        let context = self.context(key, language)?;
        Some(match self.style {
            CitationStyle::ChicagoAuthorDate => chicago::reference(context),
            CitationStyle::Apa => apa::reference(context),
            CitationStyle::Mla => mla::reference(context),
        })
    }

    /// The heading of a bibliography in `language`, and its entries for `keys`; none without entries.
    pub fn list(&self, keys: &[String], language: &str) -> Option<(String, Vec<RichText>)> {
        let references: Vec<RichText> = keys.iter().filter_map(|key| self.reference(key, language)).collect();
        (!references.is_empty()).then(|| (self.terms_for(language).get("sources").to_string(), references))
    }

    fn context(&self, key: &str, language: &str) -> Option<ReferenceContext<'_>> {
        let entry = self.bibliography.get(key)?;
        let rank = self.ranks.get(key)?;
        Some(ReferenceContext { entry, rank, terms: self.terms_for(language), style: self.style })
    }

    /// The words of the style in `language`, or else in English.
    fn terms_for(&self, language: &str) -> &CitationTerms {
        let tag = language.to_ascii_lowercase();
        let narrower = std::iter::successors(Some(tag.as_str()), |tag| Some(&tag[..tag.rfind('-')?]));
        let found = narrower.chain(["en"]).find_map(|tag| self.terms.get(tag));
        found.unwrap_or(CitationTerms::names_only())
    }
}

#[cfg(test)]
mod tests;
