//! Texts in several languages, as templates see them.

use serde::Serialize;

use super::LinkView;

/// The same text in another language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TranslationView {
    /// The language, a BCP 47 tag.
    pub language: String,
    /// The name of that language, in that language.
    pub name: String,
    /// The link to the page.
    pub href: String,
    /// Its absolute address, if the site has a base URL.
    pub canonical: Option<String>,
    /// The page that shows both side by side.
    pub parallel: Option<LinkView>,
}

/// A text and its translation on one page. The page is the original’s, in its language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ParallelView {
    /// The original alone: its language and the link.
    pub original: LinkView,
    /// The translation alone, the same.
    pub translation: LinkView,
    /// The translation's title.
    pub title: String,
    /// The translation's language, a BCP 47 tag.
    pub language: String,
    /// Its direction: `ltr` or `rtl`.
    pub direction: &'static str,
}
