//! Resolves and checks the links of the site: to pages, anchors, files, and other sites.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use super::addresses::PublishedAddress;
use super::anchors::{self, Anchors};
use super::page_id;
use super::withheld_files::WithheldFiles;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Document, Href, LinkUse, Page, PageId, PageKind, Site};
use crate::source::Span;
use crate::text::shared::Shared;

/// Schemes that a link may have; an image only the first two.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "xmpp"];

/// A link or image as it was written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Link {
    written: String,
    span: Span,
    used_as: LinkUse,
}

/// The links and images of a page.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PageLinks {
    /// All of them, in the order in which the document visits them.
    all: Vec<Link>,
    /// The number of those in the title and in notes, which are the first.
    beside: usize,
}

impl PageLinks {
    /// Those of `document`, as they were written.
    pub fn from_document(document: &mut Document) -> PageLinks {
        let mut beside = 0;
        document.for_each_href_beside(&mut |_, _, _| beside += 1);
        let mut all = Vec::new();
        document.for_each_href_mut(&mut |href, span, used_as| {
            let Href::Raw(written) = href else { unreachable!("links are resolved once") };
            all.push(Link { written: written.clone(), span, used_as });
        });
        PageLinks { all, beside }
    }
}

/// Resolves every link and image of `site`, given those of each page and the anchors it has. Files that only `withheld`
/// words name are taken out.
///
/// Returns the links of attributed quotations by their places.
pub fn resolve(
    site: &mut Site,
    links: &[Shared<PageLinks>],
    anchors: Vec<Shared<Anchors>>,
    withheld: &[WithheldFiles],
) -> (BTreeMap<Span, Href>, Diagnostics) {
    let targets = SiteAddresses::from_site(site, anchors);
    let numbered = links.par_iter().enumerate();
    let resolved: Vec<_> = numbered.map(|(at, links)| resolve_page(site, at, &links.all, &targets)).collect();
    if !withheld.is_empty() {
        let linked = linked_files(&resolved);
        let gone: HashSet<String> = withheld
            .iter()
            .flat_map(|files| files.paths(site.files.keys()))
            .filter(|path| !linked.contains(path))
            .collect();
        site.files.retain(|path, _| !gone.contains(path));
    }
    let mut diagnostics = Diagnostics::new();
    let (mut by_place, mut backlinks) = (BTreeMap::new(), BTreeMap::new());
    for ((id, page), ((hrefs, found), links)) in
        (0..).map(PageId).zip(&mut site.pages).zip(resolved.into_iter().zip(links))
    {
        if !page.attributed.is_empty() {
            let attributions: HashSet<Span> = page.attributed.iter().map(|quote| quote.link).collect();
            let links = links.all.iter().zip(&hrefs);
            for (link, href) in links.filter(|(link, _)| attributions.contains(&link.span)) {
                by_place.insert(link.span, href.clone());
            }
        }
        if page.kind != PageKind::Index {
            add_backlinks(id, &hrefs, &mut backlinks);
        }
        page.document.set_hrefs(hrefs, links.beside);
        diagnostics.append(found);
    }
    site.backlinks = backlinks;
    (by_place, diagnostics)
}

/// Adds page `from` to the backlinks of each other page that it links to, once.
fn add_backlinks(from: PageId, hrefs: &[Href], backlinks: &mut BTreeMap<PageId, Vec<PageId>>) {
    for href in hrefs {
        let Href::Page { page, .. } = href else { continue };
        let known = backlinks.entry(*page).or_default();
        if *page != from && known.last() != Some(&from) {
            known.push(from);
        }
    }
}

/// The target of an address as it may be written on the page `page` of a resolved site; none if it leads to no page, file
/// or anchor. Anchors are not checked.
pub fn target(site: &Site, page: PageId, written: &str) -> Option<Href> {
    let targets = SiteAddresses::from_site(site, Vec::new());
    let base = Base::from_page(site.page(page));
    let resolver = Resolver { site, targets: &targets, page, base, diagnostics: Diagnostics::new() };
    match Address::read(written) {
        Address::Anchor(anchor) => Some(Href::Anchor(anchor)),
        Address::Path { path, anchor } => {
            let found = resolver.candidates(&path).find_map(|candidate| targets.find(&candidate))?;
            Some(found.href(anchor))
        }
        Address::Elsewhere { .. } | Address::OtherHost | Address::Malformed => None,
    }
}

fn resolve_page(site: &Site, at: usize, links: &[Link], targets: &SiteAddresses) -> (Vec<Href>, Diagnostics) {
    let base = Base::from_page(&site.pages[at]);
    let mut resolver = Resolver { site, targets, page: page_id(at), base, diagnostics: Diagnostics::new() };
    let hrefs = links.iter().map(|link| resolver.resolve(link)).collect();
    (hrefs, resolver.diagnostics)
}

/// Everything that a link can lead to.
struct SiteAddresses {
    /// Pages by the path of their file below `content/`, and by their address.
    pages: HashMap<String, PageId>,
    /// Pages by their previous addresses, from which browsers are led to them.
    redirects: BTreeMap<String, PageId>,
    /// Pages that no file stands behind.
    addresses: HashSet<String>,
    files: BTreeSet<String>,
    /// The anchors of each page.
    anchors: Vec<Shared<Anchors>>,
}

impl SiteAddresses {
    fn from_site(site: &Site, anchors: Vec<Shared<Anchors>>) -> Self {
        let mut pages = HashMap::new();
        for (at, page) in site.pages.iter().enumerate() {
            pages.insert(page.document.path.clone(), page_id(at));
            pages.insert(page.address.clone(), page_id(at));
        }
        SiteAddresses {
            pages,
            redirects: site.redirects.clone(),
            addresses: site.collections.keys().cloned().chain(site.made_addresses()).collect(),
            files: site.files.keys().cloned().collect(),
            anchors,
        }
    }

    /// Finds the target at `path`, which is a content file's path, an address, or an output file's path.
    fn find(&self, path: &str) -> Option<LinkTarget> {
        let folder = path.strip_suffix("index.html").unwrap_or(path);
        let address = match folder {
            "" => String::new(),
            folder if folder.ends_with('/') => folder.to_string(),
            folder => format!("{folder}/"),
        };
        if let Some(&page) = self.pages.get(path).or_else(|| self.pages.get(&address)) {
            return Some(LinkTarget::Page(page));
        }
        if self.files.contains(path) {
            return Some(LinkTarget::File(path.to_string()));
        }
        if self.addresses.contains(&address) {
            return Some(LinkTarget::Address(address));
        }
        self.redirects.get(&address).map(|&page| LinkTarget::Page(page))
    }
}

enum LinkTarget {
    Page(PageId),
    Address(String),
    File(String),
}

impl LinkTarget {
    fn href(self, anchor: Option<String>) -> Href {
        match self {
            LinkTarget::Page(page) => Href::Page { page, anchor },
            LinkTarget::Address(address) => Href::Address(address),
            LinkTarget::File(file) => Href::File(file),
        }
    }
}

/// The base of relative links on a page.
struct Base {
    /// The folder of its file below `content/`, with a `/` at its end.
    folder: String,
    /// Its own address.
    address: String,
}

impl Base {
    fn from_page(page: &Page) -> Self {
        let path = &page.document.path;
        let folder = path.rfind('/').map_or("", |at| &path[..=at]);
        Base { folder: folder.to_string(), address: page.address.clone() }
    }
}

struct Resolver<'a> {
    site: &'a Site,
    targets: &'a SiteAddresses,
    page: PageId,
    base: Base,
    diagnostics: Diagnostics,
}

impl Resolver<'_> {
    fn resolve(&mut self, &Link { ref written, span, used_as }: &Link) -> Href {
        match Address::read(written) {
            Address::Elsewhere { scheme } if allows(used_as, &scheme) => Href::External(written.to_string()),
            Address::Elsewhere { .. } | Address::Malformed => self.refuse(written, span),
            Address::OtherHost => Href::External(format!("https:{written}")),
            Address::Anchor(anchor) => {
                self.check_anchor(self.page, &anchor, span);
                Href::Anchor(anchor)
            }
            Address::Path { path, anchor } => self.resolve_path(&path, anchor, span, written),
        }
    }

    fn refuse(&mut self, written: &str, span: Span) -> Href {
        let shown: String =
            written.chars().take(60).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
        let message = format!("the address `{shown}` is not one that a page may link to");
        let help = format!("addresses start with {}", SCHEMES.map(|s| format!("{s}:")).join(", "));
        self.diagnostics.push(Diagnostic::new(Code::UnsafeAddress, message).at(span).help(help));
        Href::Refused(written.to_string())
    }

    fn resolve_path(&mut self, path: &str, anchor: Option<String>, span: Span, written: &str) -> Href {
        let found = self.candidates(path).find_map(|candidate| self.targets.find(&candidate));
        match found {
            Some(found) => {
                if let (LinkTarget::Page(page), Some(anchor)) = (&found, &anchor) {
                    self.check_anchor(*page, anchor, span);
                }
                found.href(anchor)
            }
            None => self.report_broken(path, span, written),
        }
    }

    /// A link is read from the file it stands in, as editors show it, then from the page's address,
    /// as browsers do.
    fn candidates(&self, path: &str) -> impl Iterator<Item = String> {
        let bases = match path.starts_with('/') {
            true => [Some(""), None],
            false => [Some(self.base.folder.as_str()), Some(self.base.address.as_str())],
        };
        bases.into_iter().flatten().filter_map(|base| join(base, path.trim_start_matches('/')))
    }

    fn report_broken(&mut self, path: &str, span: Span, written: &str) -> Href {
        let known = self.targets.pages.keys().map(String::as_str);
        let mut diagnostic =
            Diagnostic::new(Code::BrokenLink, format!("there is no page or file `{path}`")).at(span);
        let near = self.candidates(path).find_map(|candidate| nearest_path(&candidate, known.clone()));
        if let Some(near) = near {
            diagnostic = diagnostic.help(format!("did you mean `/{near}`?"));
        } else if is_host(written) {
            diagnostic = diagnostic.help(format!("an external address starts with https: https://{written}"));
        } else {
            diagnostic =
                diagnostic.help("paths are read from this file's folder, or from content/ after a `/`");
        }
        self.diagnostics.push(diagnostic);
        Href::Refused(written.to_string())
    }

    fn check_anchor(&mut self, page: PageId, anchor: &str, span: Span) {
        if !self.targets.anchors[page.0 as usize].contain(anchor) {
            self.diagnostics.push(anchors::missing(anchor, &self.site.page(page).open().document, span));
        }
    }
}

/// The paths in the output that an address on the page at `page`, below `content/`, may stand for.
pub(super) fn file_paths(page: &str, written: &str) -> Vec<String> {
    let Address::Path { path, .. } = Address::read(written) else { return Vec::new() };
    let folder = page.rfind('/').map_or("", |at| &page[..=at]);
    let address = PublishedAddress::parse(page).address;
    let bases = [folder, &address, ""];
    bases.iter().filter_map(|base| join(base, path.trim_start_matches('/'))).collect()
}

/// The files of the site that `hrefs` lead to.
fn linked_files(resolved: &[(Vec<Href>, Diagnostics)]) -> HashSet<String> {
    let hrefs = resolved.iter().flat_map(|(hrefs, _)| hrefs);
    hrefs.filter_map(|href| if let Href::File(path) = href { Some(path.clone()) } else { None }).collect()
}

fn nearest_path<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut known: Vec<&str> = known.filter(|path| path.ends_with(".md")).collect();
    known.sort_unstable();
    crate::diag::nearest(wanted, known)
}

/// Returns true for the address of a host without `https:`, such as `example.org/a`.
fn is_host(written: &str) -> bool {
    const ENDINGS: [&str; 20] = [
        "com", "org", "net", "edu", "gov", "io", "dev", "info", "eu", "uk", "de", "fr", "es", "it", "nl",
        "tv", "me", "co", "ai", "fm",
    ];
    let host = written.split(['/', '?', '#']).next().unwrap_or_default();
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let has_ending = host.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending));
    written.starts_with("www.") || has_ending && host.split('.').all(is_label)
}

fn allows(used_as: LinkUse, scheme: &str) -> bool {
    let allowed = match used_as {
        LinkUse::Link => &SCHEMES[..],
        LinkUse::Image => &SCHEMES[..2],
    };
    allowed.contains(&scheme)
}

/// An address as it was written, taken apart.
enum Address {
    Elsewhere { scheme: String },
    OtherHost,
    Anchor(String),
    Path { path: String, anchor: Option<String> },
    Malformed,
}

impl Address {
    fn read(written: &str) -> Address {
        // Browsers skip control characters, so `java\tscript:` would run.
        if written.is_empty()
            || written.contains(char::is_control)
            || written.starts_with(char::is_whitespace)
        {
            return Address::Malformed;
        }
        if let Some(scheme) = scheme(written) {
            return Address::Elsewhere { scheme };
        }
        if written.starts_with("//") {
            return Address::OtherHost;
        }
        if written.contains('\\') {
            return Address::Malformed;
        }
        let (path, anchor) = match written.split_once('#') {
            Some((path, anchor)) => (path, Some(without_text_fragment(anchor))),
            None => (written, None),
        };
        let path = path.split('?').next().unwrap_or_default();
        match (decode(path), anchor.map(decode)) {
            (path, Some(anchor)) if path.is_empty() => Address::Anchor(anchor),
            (path, anchor) => Address::Path { path, anchor: anchor.filter(|anchor| !anchor.is_empty()) },
        }
    }
}

/// The scheme in lower case, if there is one (RFC 3986, 3.1).
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let mut chars = scheme.chars();
    let is_scheme = chars.next()?.is_ascii_alphabetic()
        && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

fn without_text_fragment(anchor: &str) -> &str {
    anchor.split(":~:").next().unwrap_or_default()
}

/// Percent-decodes; what is not UTF-8 then is kept as it was.
fn decode(text: &str) -> String {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map_or_else(|_| text.to_string(), |text| text.into_owned())
}

/// `path` read from the folder `base`; `None` when it leaves the site.
fn join(base: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    let is_folder = path.is_empty() || path.ends_with('/') || path.ends_with("..") || path == ".";
    Some(if is_folder && !joined.is_empty() { joined + "/" } else { joined })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_the_site() {
        assert_eq!(join("a/b/", "../c.md"), Some("a/c.md".into()));
        assert_eq!(join("a/", "../"), Some(String::new()));
        assert_eq!(join("a/", "../../x"), None);
        assert_eq!(join("", "./x/"), Some("x/".into()));
    }

    #[test]
    fn hosts_are_told_from_files() {
        for host in ["example.org", "docs.example.org/a.html", "www.example.museum", "example.org?q=1"] {
            assert!(is_host(host), "{host}");
        }
        for path in ["notes.md", "a/example.org", "photo.webp", "../example.org", "example", ".org"] {
            assert!(!is_host(path), "{path}");
        }
    }

    #[test]
    fn schemes_are_seen_through_disguise() {
        let scheme_of = |written: &str| match Address::read(written) {
            Address::Elsewhere { scheme } => scheme,
            Address::Malformed => "malformed".into(),
            _ => "none".into(),
        };
        assert_eq!(scheme_of("JavaScript:alert(1)"), "javascript");
        assert_eq!(scheme_of("java\tscript:alert(1)"), "malformed");
        assert_eq!(scheme_of(" javascript:alert(1)"), "malformed");
        assert_eq!(scheme_of("a/b:c"), "none");
        assert_eq!(scheme_of("\\\\host\\x"), "malformed");
    }
}
