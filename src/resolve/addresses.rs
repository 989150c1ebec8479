//! From a file's path to its address, and what stands at each address.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::page_id;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::disk::OUR_PREFIX;
use crate::model::{Page, PageId, PlainFile, REGISTERS, SOURCES};
use crate::source::Span;
use crate::text::language::is_language_tag;
use crate::text::slug::slug;

/// Folders of the output that Postil fills itself.
const RESERVED: [&str; 8] =
    ["archive/", "assets/", "notes/", "people/", "quotes/", "search/", "tags/", "topics/"];

/// The names that no page at the top of `content/` can have: of folders that Postil fills, and of the home page.
pub fn reserved_names() -> impl Iterator<Item = &'static str> {
    RESERVED.iter().map(|folder| folder.trim_end_matches('/')).chain(["index"])
}

/// The published address of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedAddress {
    /// Its folder in the output: `interviews/altman/`.
    pub address: String,
    /// The address of its collection: `interviews/`.
    pub collection: String,
    /// The language that its name gives: `en` for `altman.en.md`.
    pub language: Option<String>,
}

impl PublishedAddress {
    /// The place of the file at `path` below `content/`.
    pub fn parse(path: &str) -> PublishedAddress {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let (stem, language) = split_language(stem(name));
        let folder: String = folder.split('/').filter(|part| !part.is_empty()).map(folder_of).collect();
        let own = match stem {
            "_index" | "index" => folder.clone(),
            stem => folder.clone() + &folder_of(stem),
        };
        let collection = match stem {
            "index" => parent(&own).to_string(),
            _ => folder,
        };
        let address = match &language {
            Some(language) => format!("{own}{}/", language.to_lowercase()),
            None => own,
        };
        PublishedAddress { address, collection, language }
    }
}

/// Returns true if `path` is a collection's own page.
pub fn is_index(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    split_language(stem(name)).0 == "_index"
}

/// A file's name without the ending that makes it Markdown.
fn stem(name: &str) -> &str {
    name.strip_suffix(".md").or_else(|| name.strip_suffix(".markdown")).unwrap_or(name)
}

/// The address one level up: `interviews/` for `interviews/altman/`.
pub fn parent(address: &str) -> &str {
    let inner = address.strip_suffix('/').unwrap_or(address);
    inner.rfind('/').map_or("", |at| &address[..=at])
}

/// `altman` and `en` of `altman.en`. Only the form of a tag is looked at, so `v1.2` is no language.
fn split_language(stem: &str) -> (&str, Option<String>) {
    match stem.rsplit_once('.') {
        Some((base, tag)) if !base.is_empty() && is_short_tag(tag) => (base, Some(tag.to_string())),
        _ => (stem, None),
    }
}

/// Two or three letters, with or without a script or region: `en`, `zh-Hans`, `pt-BR`.
fn is_short_tag(tag: &str) -> bool {
    let primary = tag.split('-').next().unwrap_or_default();
    is_language_tag(tag) && matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_lowercase())
}

/// One part of a path as one part of an address.
fn folder_of(part: &str) -> String {
    let name = Some(slug(part)).filter(|s| !s.is_empty()).unwrap_or_else(|| "page".to_string());
    name + "/"
}

/// Reports every two pages, or page and file, that would be published at one address.
pub fn check(pages: &[Page], files: &BTreeMap<String, PlainFile>) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for pair in pages.windows(2).filter(|pair| pair[0].address == pair[1].address) {
        let message = format!(
            "this page and {} would both be published at /{}",
            pair[0].document.path, pair[1].address
        );
        diagnostics.push(taken(&pair[1], message).label(start(&pair[0]), "the other page"));
    }
    let mentions = pages.iter().any(|page| !page.mentions.is_empty());
    let cites = pages.iter().any(|page| !page.cited.is_empty());
    for page in pages {
        let is_list = cites && page.address == SOURCES || mentions && page.address.starts_with(REGISTERS);
        if is_list || RESERVED.iter().any(|reserved| page.address.starts_with(reserved)) {
            let message = format!("the address /{} is one that Postil fills itself", page.address);
            diagnostics
                .push(Diagnostic::new(Code::AddressTaken, message).at(start(page)).help("rename this file"));
        }
        if let Some(file) = files.get(&format!("{}index.html", page.address)) {
            let message = format!("this page and {} would both be published at /{}", file.path, page.address);
            diagnostics.push(taken(page, message));
        }
    }
    diagnostics
}

fn taken(page: &Page, message: String) -> Diagnostic {
    Diagnostic::new(Code::AddressTaken, message).at(start(page)).help("rename one of the files")
}

fn start(page: &Page) -> Span {
    Span::new(page.document.source, 0, 0)
}

/// Tells each translation which page it translates.
pub fn link_translations(pages: &mut [Page]) {
    let originals: HashMap<String, usize> =
        pages.iter().enumerate().map(|(at, page)| (page.address.clone(), at)).collect();
    for page in pages.iter_mut() {
        if PublishedAddress::parse(&page.document.path).language.is_some() {
            page.translation_of = originals.get(parent(&page.address)).map(|&at| page_id(at));
        }
    }
}

/// Former addresses, each with its page; one that is in use stays with the page that is there.
pub fn redirects(pages: &[Page], diagnostics: &mut Diagnostics) -> BTreeMap<String, PageId> {
    let mut redirects = BTreeMap::new();
    let addresses: HashSet<&str> = pages.iter().map(|page| page.address.as_str()).collect();
    for (at, page) in pages.iter().enumerate() {
        for alias in &page.document.front.aliases {
            let Some(address) = alias_address(&alias.value) else {
                let message = format!("`{}` cannot be a previous address", alias.value);
                let help = "write it from the site's root, such as /old/address/";
                diagnostics.push(Diagnostic::new(Code::BadValue, message).at(alias.span).help(help));
                continue;
            };
            let is_page = addresses.contains(address.as_str());
            if is_page || redirects.insert(address, page_id(at)).is_some_and(|other| other != page_id(at)) {
                let message = format!("the previous address `{}` is another page's", alias.value);
                diagnostics.push(Diagnostic::new(Code::AddressTaken, message).at(alias.span));
            }
        }
    }
    redirects
}

/// The place where `page` says that it had the address `path` of the output before, or one below it.
pub fn previous_address_span(page: &Page, path: &str) -> Option<Span> {
    let folder = format!("{}/", path.trim_end_matches("index.html").trim_end_matches('/'));
    let leads_there = |alias: &str| alias_address(alias).is_some_and(|address| address.starts_with(&folder));
    page.document.front.aliases.iter().find(|alias| leads_there(&alias.value)).map(|alias| alias.span)
}

/// `/old/address`, `/old/address/` or `/old/address/index.html` as a folder of the output.
fn alias_address(alias: &str) -> Option<String> {
    let path = alias.strip_prefix('/')?.trim_end_matches("index.html").trim_end_matches('/');
    let is_plain = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && !part.starts_with(OUR_PREFIX)
            && !part.contains(['\\', '?', '#', ':'])
            && !part.contains(char::is_control)
    };
    (!path.is_empty() && path.split('/').all(is_plain)).then(|| format!("{path}/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_addresses() {
        let check = |path: &str, address: &str, collection: &str| {
            let place = PublishedAddress::parse(path);
            assert_eq!((place.address.as_str(), place.collection.as_str()), (address, collection), "{path}");
        };
        check("about.md", "about/", "");
        check("_index.md", "", "");
        check("interviews/_index.md", "interviews/", "interviews/");
        check("interviews/Altman 2.md", "interviews/altman-2/", "interviews/");
        check("interviews/altman/index.md", "interviews/altman/", "interviews/");
        check("interviews/altman.en.md", "interviews/altman/en/", "interviews/");
        check("a/2015-08-23-演講-開放^資料.md", "a/2015-08-23-演講-開放-資料/", "a/");
        check("a/v1.2.md", "a/v1-2/", "a/");
        check("?.md", "page/", "");
    }

    #[test]
    fn previous_addresses_stay_inside() {
        assert_eq!(alias_address("/old/place"), Some("old/place/".into()));
        assert_eq!(alias_address("/old/index.html"), Some("old/".into()));
        for bad in ["old/", "/", "/../etc/", "/a//b", "/a?b", "/a:b", "//host/x", "/.postil-manifest"] {
            assert_eq!(alias_address(bad), None, "{bad}");
        }
    }
}
