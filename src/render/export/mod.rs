//! Exports for other programs, of a page and of books with several pages.

mod annotations;
mod dataset;
mod epub;
mod iiif;
mod ohms;
mod tei;
pub(super) mod words;

pub use self::dataset::DatasetFile;
use self::epub::EpubContent;
use super::Opened;
use super::languages::Languages;
use crate::config::Books;
use crate::formats::registry::{Needs, PageWriter};
use crate::formats::{self, FormatWriter, writer_by_name};
use crate::model::{Page, PageId, Site};

/// A file for other programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Export {
    /// The notes of a page, as Web Annotations.
    Annotations(PageId),
    /// The times of a page's words, which its player asks for.
    WordTimes(PageId),
    /// The words of a page.
    Transcript(FormatWriter, PageId),
    /// The collection at an address as a book; `""` is the whole site.
    Book(String),
    /// A file of the dataset of the site.
    Dataset(DatasetFile),
}

/// Every such file of `site`, with its path.
pub(super) fn all(site: &Site) -> Vec<(String, Export)> {
    let of_pages = (0..).map(PageId).zip(&site.pages).flat_map(|(id, page)| for_page(site, id, page));
    let books = site.collections.keys().filter_map(|address| book(site, address));
    let dataset = dataset::all(site).into_iter().map(Export::Dataset);
    of_pages.chain(books).chain(dataset).map(|export| (export.path(site), export)).collect()
}

/// The files that are made of `page`.
pub(super) fn for_page(site: &Site, id: PageId, page: &Page) -> Vec<Export> {
    let has_notes = !page.document.notes.is_empty();
    let formats = site.config.exports.formats.iter().filter_map(|name| writer_by_name(name));
    let transcripts = formats
        .filter(|format| is_published(site, *format, page))
        .map(|format| Export::Transcript(format, id));
    let times = page.document.word_times.is_some().then_some(Export::WordTimes(id));
    transcripts.chain(has_notes.then_some(Export::Annotations(id))).chain(times).collect()
}

/// Returns true if `page` is published in this format, which is one of those in `site.toml`.
pub(super) fn is_published(site: &Site, format: FormatWriter, page: &Page) -> bool {
    let is_useful = match format.needs {
        // The words are on the page as well: a large site would publish twice the bytes.
        Needs::Words => !site.is_large,
        Needs::Times => page.has_real_times,
        Needs::Chapters => page.document.front.media.is_some(),
        Needs::Recording => true,
    };
    // A manifest has whole addresses.
    let has_address = format.needs != Needs::Recording || site.config.base_url.is_some();
    format.fits(page) && has_address && (is_useful || !site.config.exports.only_useful)
}

/// The book that is made of the collection at `address`, if the site wants one.
pub(super) fn book(site: &Site, address: &str) -> Option<Export> {
    let kind = if address.is_empty() { Books::Site } else { Books::Collections };
    let is_made = site.config.exports.books.contains(&kind) && epub::has_texts(site, address);
    is_made.then(|| Export::Book(address.to_string()))
}

/// Makes files for other programs.
pub struct Exporter<'a> {
    site: &'a Site,
    languages: &'a Languages,
}

impl<'a> Exporter<'a> {
    /// An exporter of `site`, with a theme's words for what people read in a file.
    pub fn new(site: &'a Site, languages: &'a Languages) -> Self {
        Exporter { site, languages }
    }

    /// The page with number `id` in `format`.
    pub fn transcript(&self, format: FormatWriter, id: PageId) -> Vec<u8> {
        self.of_page(format, id, &self.site.page(id).open())
    }

    fn of_page(&self, format: FormatWriter, id: PageId, page: &Page) -> Vec<u8> {
        match format.write {
            PageWriter::Text(write) => write(self.site, page).into_bytes(),
            PageWriter::Article => match format.name {
                "tei" => tei::tei(self.site, page).into_bytes(),
                "iiif" => {
                    iiif::manifest(self.site, page, self.languages.strings_for(&page.language)).into_bytes()
                }
                "ohms" => ohms::record(self.site, page).into_bytes(),
                _ => self.epub(EpubContent::Page(id)),
            },
        }
    }

    /// The collection at `address` as a book; `""` is the whole site. `None` when it has no texts.
    pub fn book(&self, address: &str) -> Option<Vec<u8>> {
        epub::has_texts(self.site, address).then(|| self.epub(EpubContent::Collection(address)))
    }

    fn epub(&self, content: EpubContent<'_>) -> Vec<u8> {
        epub::epub(self.site, self.languages, content)
    }

    /// The bytes of a file, made of the page that is open.
    pub(super) fn bytes(&self, export: &Export, opened: &Opened<'_>) -> Vec<u8> {
        match export {
            Export::Annotations(id) => {
                let page = opened.page(*id);
                annotations::json(self.site, page, self.languages.strings_for(&page.language)).into_bytes()
            }
            Export::WordTimes(id) => words::json(opened.page(*id)).into_bytes(),
            Export::Transcript(format, id) => self.of_page(*format, *id, opened.page(*id)),
            Export::Book(address) => self.epub(EpubContent::Collection(address)),
            Export::Dataset(file) => file.text(self.site).into_bytes(),
        }
    }
}

impl Export {
    /// The path in the output.
    pub(super) fn path(&self, site: &Site) -> String {
        match self {
            Export::Annotations(id) => annotations::path(site.page(*id)),
            Export::WordTimes(id) => words::path(site.page(*id)),
            Export::Transcript(format, id) => format!("{}{}", site.page(*id).address, format.file),
            Export::Book(address) => format!("{address}book.epub"),
            Export::Dataset(file) => file.path(),
        }
    }

    /// The page that it is made of.
    pub(super) fn page(&self) -> Option<PageId> {
        match self {
            Export::Transcript(_, id) | Export::Annotations(id) | Export::WordTimes(id) => Some(*id),
            Export::Book(_) | Export::Dataset(_) => None,
        }
    }

    /// The format of a page's words.
    pub(super) fn format(&self) -> Option<FormatWriter> {
        match self {
            Export::Transcript(format, _) => Some(*format),
            Export::Annotations(_) | Export::WordTimes(_) | Export::Book(_) | Export::Dataset(_) => None,
        }
    }

    /// Returns true if readers are offered it: a file that only a player reads is not for them.
    pub(super) fn is_offered(&self) -> bool {
        !matches!(self, Export::WordTimes(_))
    }

    /// The name of its name among the theme's words.
    pub(super) fn title(&self) -> &'static str {
        match self {
            Export::Annotations(_) => "export_annotations",
            Export::WordTimes(_) => "recording",
            Export::Book(_) => "export_book",
            Export::Dataset(_) => "export_csv",
            Export::Transcript(format, _) => format.title,
        }
    }

    /// Its media type.
    pub(super) fn media_type(&self) -> &'static str {
        match self {
            Export::Annotations(_) => annotations::MEDIA_TYPE,
            Export::WordTimes(_) => "application/json",
            Export::Transcript(format, _) => format.media_type,
            Export::Book(_) => formats::epub::MEDIA_TYPE,
            Export::Dataset(file) => file.media_type(),
        }
    }
}
