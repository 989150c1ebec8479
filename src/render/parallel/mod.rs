//! A text in other languages: the links there, and the page that has two beside each other.

mod align;

use super::html::{Article, Context, ParallelText, Setting, parallel, title};
use super::metadata;
use super::pages::{Frame, Framed};
use super::view::{LinkView, PageView, ParallelView, TranslationView};
use crate::model::Page;
use crate::text::language::is_right_to_left;

impl<'a> Frame<'a> {
    /// The page that has `translation` beside what it translates.
    pub(super) fn parallel(self, original: &'a Page, translation: &'a Page) -> Framed {
        let homes = [original, translation].map(|page| self.root.page(&page.address));
        let sides = [(original, &homes[0]), (translation, &homes[1])].map(|(page, home)| ParallelText {
            document: &page.document,
            language: &page.language,
            context: Context {
                site: self.site,
                root: &self.root,
                language: &page.language,
                strings: self.renderer.languages.strings_for(&page.language),
                recording: None,
                setting: Setting::Beside(home),
            },
        });
        let rows = align::rows(&original.document, &translation.document);
        let article =
            Article { title: title(sides[0]), content: parallel(sides, &rows), ..Article::default() };
        let pair = self.parallel_view(original, translation);
        let name = format!("{} ({} + {})", original.title, pair.original.title, pair.translation.title);
        let view = PageView {
            canonical: self.canonical(&original.address),
            parallel: Some(pair),
            ..self.bare_view("parallel", &name)
        };
        let metadata = metadata::from_view(&view, Some(original), self.site);
        let view = self.view(PageView { metadata, ..view }, &article);
        Framed { template: "parallel.html".into(), view, article }
    }

    fn parallel_view(&self, original: &Page, translation: &Page) -> ParallelView {
        let link = |page: &Page| LinkView {
            title: self.renderer.languages.name(&page.language),
            href: self.root.page(&page.address),
            current: false,
        };
        ParallelView {
            original: link(original),
            translation: link(translation),
            title: translation.title.clone(),
            language: translation.language.clone(),
            direction: if is_right_to_left(&translation.language) { "rtl" } else { "ltr" },
        }
    }

    /// The pages that translate `page`, that it translates, or that translate the same one.
    pub(super) fn translations(&self, page: &'a Page) -> Vec<TranslationView> {
        let same = self.renderer.overview.translations(self.site, page).into_iter();
        same.map(|other| TranslationView {
            language: other.language.clone(),
            name: self.renderer.languages.name(&other.language),
            href: self.root.page(&other.address),
            canonical: self.canonical(&other.address),
            parallel: self.beside(page, other),
        })
        .collect()
    }

    /// The link to the page that has `page` and `other` beside each other.
    fn beside(&self, page: &Page, other: &Page) -> Option<LinkView> {
        let (original, translation) =
            if page.translation_of.is_none() { (page, other) } else { (other, page) };
        let (paired, address) = self.site.parallel(translation)?;
        let names = [original, translation].map(|page| self.renderer.languages.name(&page.language));
        let is_pair = paired.address == original.address;
        is_pair.then(|| LinkView { title: names.join(" + "), href: self.root.page(&address), current: false })
    }
}
