//! What other programs read of a page.

mod annotations;
mod captions;
mod document;
mod html;
pub mod markdown;
mod plain;
mod speech;
mod table;
mod tei;
mod timeline;

use super::languages::Languages;
use crate::config::ExportFormat;
use crate::model::{Page, PageId, PageKind, Site};

/// A file that is made of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// Its notes, as Web Annotations.
    Annotations(PageId),
    /// Its words.
    Transcript(ExportFormat, PageId),
}

/// Every file that is made of a page of `site`, with its path.
pub(super) fn all(site: &Site) -> Vec<(String, Export)> {
    let pages = (0..).map(PageId).zip(&site.pages);
    pages
        .flat_map(|(id, page)| of(site, id, page).into_iter().map(|export| (export.path(page), export)))
        .collect()
}

/// The files that are made of `page`.
pub(super) fn of(site: &Site, id: PageId, page: &Page) -> Vec<Export> {
    let has_notes = !page.document.notes.is_empty();
    let wanted = site.config.exports.iter().filter(|format| can_be(**format, page));
    let transcripts = wanted.map(|format| Export::Transcript(*format, id));
    transcripts.chain(has_notes.then_some(Export::Annotations(id))).collect()
}

/// Whether `page` has what `format` needs: words that are spoken, and times for what is timed.
pub fn can_be(format: ExportFormat, page: &Page) -> bool {
    page.kind == PageKind::Transcript
        && match format {
            ExportFormat::WebVtt | ExportFormat::SubRip | ExportFormat::Podcasting => {
                timeline::has_times(&page.document)
            }
            ExportFormat::Chapters => !captions::timed_sections(page).is_empty(),
            ExportFormat::PlainText
            | ExportFormat::Html
            | ExportFormat::Markdown
            | ExportFormat::Turns
            | ExportFormat::Tei => true,
        }
}

/// A page of `site` in `format`.
pub fn transcript(format: ExportFormat, site: &Site, page: &Page) -> String {
    match format {
        ExportFormat::WebVtt => captions::vtt(page),
        ExportFormat::SubRip => captions::srt(page),
        ExportFormat::Podcasting => captions::podcasting(page),
        ExportFormat::Html => html::html(page),
        ExportFormat::Chapters => captions::chapters(page),
        ExportFormat::PlainText => plain::text(page),
        ExportFormat::Markdown => document::markdown(site, page),
        ExportFormat::Turns => table::csv(page),
        ExportFormat::Tei => tei::tei(site, page),
    }
}

impl Export {
    /// Where it is published.
    pub(super) fn path(self, page: &Page) -> String {
        match self {
            Export::Annotations(_) => annotations::path(page),
            Export::Transcript(format, _) => format!("{}{}", page.address, format.file()),
        }
    }

    /// The format of the transcript that it is.
    pub(super) fn format(self) -> Option<ExportFormat> {
        match self {
            Export::Annotations(_) => None,
            Export::Transcript(format, _) => Some(format),
        }
    }

    /// The name of its name among the theme's words.
    pub(super) fn title(self) -> &'static str {
        match self {
            Export::Annotations(_) => "export_annotations",
            Export::Transcript(format, _) => match format {
                ExportFormat::WebVtt => "export_vtt",
                ExportFormat::SubRip => "export_srt",
                ExportFormat::Podcasting => "export_json",
                ExportFormat::Html => "export_html",
                ExportFormat::Chapters => "export_chapters",
                ExportFormat::PlainText => "export_txt",
                ExportFormat::Markdown => "export_md",
                ExportFormat::Turns => "export_csv",
                ExportFormat::Tei => "export_tei",
            },
        }
    }

    /// Its media type.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Export::Annotations(_) => annotations::MEDIA_TYPE,
            Export::Transcript(format, _) => format.media_type(),
        }
    }

    /// The file's text.
    pub(super) fn text(self, site: &Site, languages: &Languages) -> String {
        match self {
            Export::Annotations(id) => {
                let page = site.page(id);
                annotations::json(site, page, languages.of(&page.language))
            }
            Export::Transcript(format, id) => transcript(format, site, site.page(id)),
        }
    }
}
