//! Where each link of the site leads, checked: pages, anchors, files, and addresses elsewhere.

use std::collections::{BTreeSet, HashMap, HashSet};

use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use super::page_id;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Block, Document, Href, Inline, NoteId, NoteRef, Page, PageId, PassageTarget, Site};
use crate::source::Span;
use crate::text::hash::hash64;

/// Schemes that a link may have; an image only the first two.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "xmpp"];

/// How many pages are unpacked at once to have their links resolved.
const AT_ONCE: usize = 256;

/// Resolves every link and image of `site`, whose pages have these `anchors`.
pub fn resolve(site: &mut Site, anchors: Vec<Anchors>) -> Diagnostics {
    let has_links: Vec<usize> = (0..anchors.len()).filter(|&at| anchors[at].are_looked_for).collect();
    let targets = Targets::of(site, anchors);
    let mut diagnostics = Diagnostics::new();
    for numbers in has_links.chunks(AT_ONCE) {
        let resolved: Vec<_> = numbers.par_iter().map(|&at| resolve_page(site, at, &targets)).collect();
        for (&at, (document, found)) in numbers.iter().zip(resolved) {
            site.pages[at].document = document;
            diagnostics.append(found);
        }
    }
    diagnostics
}

fn resolve_page(site: &Site, at: usize, targets: &Targets) -> (Document, Diagnostics) {
    let Page { mut document, address, .. } = site.pages[at].open();
    let base = Base::of(&document, address);
    let mut resolver = Resolver { site, targets, page: page_id(at), base, diagnostics: Diagnostics::new() };
    resolver.document(&mut document);
    let diagnostics = resolver.diagnostics;
    document.sections.pack();
    (document, diagnostics)
}

/// The anchors of a page, and whether the page links to any, or to anything else.
#[derive(Clone, Debug)]
pub struct Anchors {
    /// The hashes of their names, sorted: a site may have millions.
    hashes: Vec<u64>,
    are_looked_for: bool,
}

impl Anchors {
    /// Those of the page of `document`.
    pub fn of(document: &Document) -> Self {
        let mut hashes = Vec::new();
        for_each_anchor(document, |anchor| hashes.push(hash64(anchor)));
        hashes.sort_unstable();
        Anchors { hashes, are_looked_for: has_links(document) }
    }

    fn contain(&self, anchor: &str) -> bool {
        self.hashes.binary_search(&hash64(anchor)).is_ok()
    }
}

/// Whether there is anything on a page that leads somewhere.
fn has_links(document: &Document) -> bool {
    fn leads(inlines: &[Inline]) -> bool {
        inlines.iter().any(|inline| {
            matches!(inline, Inline::Link { .. } | Inline::Image { .. })
                || leads(inline.children().unwrap_or_default())
        })
    }
    let mut found =
        leads(&document.title) || document.front.points.iter().any(|point| point.passage.is_some());
    let mut visit = |inlines: &[Inline]| found = found || leads(inlines);
    document.for_each_run(&mut visit);
    let notes = document.notes.iter().flat_map(|note| &note.blocks);
    notes.for_each(|block| block.for_each_inlines(&mut visit));
    found
}

/// Everything that a link can lead to.
struct Targets {
    /// Pages by the path of their file below `content/`, and by their address.
    pages: HashMap<String, PageId>,
    /// Pages that no file stands behind.
    addresses: HashSet<String>,
    files: BTreeSet<String>,
    /// The anchors of each page.
    anchors: Vec<Anchors>,
}

impl Targets {
    fn of(site: &Site, anchors: Vec<Anchors>) -> Self {
        let mut pages = HashMap::new();
        for (at, page) in site.pages.iter().enumerate() {
            pages.insert(page.document.path.clone(), page_id(at));
            pages.insert(page.address.clone(), page_id(at));
        }
        Targets {
            pages,
            addresses: site.collections.keys().cloned().chain(site.made_addresses()).collect(),
            files: site.files.keys().cloned().collect(),
            anchors,
        }
    }

    /// What stands at `path`, a content file's path, an address, or an output file's path.
    fn find(&self, path: &str) -> Option<Target> {
        let folder = path.strip_suffix("index.html").unwrap_or(path);
        let address = match folder {
            "" => String::new(),
            folder if folder.ends_with('/') => folder.to_string(),
            folder => format!("{folder}/"),
        };
        if let Some(&page) = self.pages.get(path).or_else(|| self.pages.get(&address)) {
            return Some(Target::Page(page));
        }
        if self.files.contains(path) {
            return Some(Target::File(path.to_string()));
        }
        self.addresses.contains(&address).then_some(Target::Address(address))
    }
}

enum Target {
    Page(PageId),
    Address(String),
    File(String),
}

/// Visits every anchor that the page of `document` has.
fn for_each_anchor(document: &Document, mut visit: impl FnMut(&str)) {
    for section in &document.sections {
        let headings = section.heading.iter().map(|heading| (&heading.anchor, &heading.former));
        for (anchor, former) in headings.chain(section.turns.iter().map(|turn| (&turn.anchor, &turn.former)))
        {
            visit(anchor);
            former.iter().for_each(|anchor| visit(anchor));
        }
    }
    document.former.iter().for_each(|anchor| visit(anchor));
    for note in &document.notes {
        visit(&note.anchor());
        let reference = |occurrence| NoteRef { note: NoteId(0), occurrence, mark: None };
        (1..=note.references).for_each(|n| visit(&reference(n).anchor(&note.name)));
    }
    document.marks.iter().for_each(|mark| visit(&mark.anchor));
}

/// What relative links on a page start from.
struct Base {
    /// The folder of its file below `content/`, with a `/` at its end.
    folder: String,
    /// Its own address.
    address: String,
}

impl Base {
    fn of(document: &Document, address: String) -> Self {
        let folder = document.path.rfind('/').map_or("", |at| &document.path[..=at]);
        Base { folder: folder.to_string(), address }
    }
}

struct Resolver<'a> {
    site: &'a Site,
    targets: &'a Targets,
    page: PageId,
    base: Base,
    diagnostics: Diagnostics,
}

impl Resolver<'_> {
    fn document(&mut self, document: &mut Document) {
        self.inlines(&mut document.title);
        for section in &mut document.sections {
            if let Some(heading) = &mut section.heading {
                self.inlines(&mut heading.inlines);
            }
        }
        self.points(document);
        document.blocks_mut().for_each(|block| self.block(block));
        document.notes.iter_mut().flat_map(|note| &mut note.blocks).for_each(|block| self.block(block));
    }

    /// The passages that key points lead to.
    fn points(&mut self, document: &Document) {
        for passage in document.front.points.iter().filter_map(|point| point.passage.as_ref()) {
            match &passage.value {
                PassageTarget::Anchor(anchor) => self.check_anchor(self.page, anchor, passage.span),
                time if document.anchor_of(time).is_none() => {
                    let message = "nothing is said at that time: no turn before it has one";
                    self.diagnostics.push(Diagnostic::new(Code::BrokenAnchor, message).at(passage.span));
                }
                PassageTarget::Time(_) => {}
            }
        }
    }

    fn block(&mut self, block: &mut Block) {
        block.for_each_inlines_mut(&mut |inlines| self.inlines(inlines));
    }

    fn inlines(&mut self, inlines: &mut [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Link { href, span, .. } => self.href(href, *span, Use::Link),
                Inline::Image { src, span, .. } => self.href(src, *span, Use::Image),
                _ => {}
            }
            if let Some(children) = inline.children_mut() {
                self.inlines(children);
            }
        }
    }

    fn href(&mut self, href: &mut Href, span: Span, used_as: Use) {
        if let Href::Raw(written) = href {
            *href = self.resolve(written, span, used_as);
        }
    }

    fn resolve(&mut self, written: &str, span: Span, used_as: Use) -> Href {
        match Address::read(written) {
            Address::Elsewhere { scheme } if used_as.allows(&scheme) => Href::External(written.to_string()),
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
        let found = self.candidates(path).iter().find_map(|candidate| self.targets.find(candidate));
        match found {
            Some(Target::Page(page)) => {
                if let Some(anchor) = &anchor {
                    self.check_anchor(page, anchor, span);
                }
                Href::Page { page, anchor }
            }
            Some(Target::Address(address)) => Href::Address(address),
            Some(Target::File(file)) => Href::File(file),
            None => self.report_broken(path, span, written),
        }
    }

    /// A link is read from the file it stands in, as editors show it, then from the page's address,
    /// as browsers do.
    fn candidates(&self, path: &str) -> Vec<String> {
        let bases: &[&str] = match path.starts_with('/') {
            true => &[""],
            false => &[&self.base.folder, &self.base.address],
        };
        bases.iter().filter_map(|base| join(base, path.trim_start_matches('/'))).collect()
    }

    fn report_broken(&mut self, path: &str, span: Span, written: &str) -> Href {
        let known = self.targets.pages.keys().map(String::as_str);
        let mut diagnostic =
            Diagnostic::new(Code::BrokenLink, format!("there is no page or file `{path}`")).at(span);
        let candidates = self.candidates(path);
        let near = candidates.iter().find_map(|candidate| nearest_path(candidate, known.clone()));
        if let Some(near) = near {
            diagnostic = diagnostic.help(format!("did you mean `/{near}`?"));
        } else if written.starts_with("www.") {
            diagnostic =
                diagnostic.help(format!("an address elsewhere starts with https: https://{written}"));
        } else {
            diagnostic =
                diagnostic.help("paths are read from this file's folder, or from content/ after a `/`");
        }
        self.diagnostics.push(diagnostic);
        Href::Refused(written.to_string())
    }

    fn check_anchor(&mut self, page: PageId, anchor: &str, span: Span) {
        let known = &self.targets.anchors[page.0 as usize];
        if anchor.is_empty() || anchor == "top" || known.contain(anchor) {
            return;
        }
        let mut names = Vec::new();
        for_each_anchor(&self.site.page(page).open().document, |name| names.push(name.to_string()));
        names.sort_unstable();
        let diagnostic =
            Diagnostic::new(Code::BrokenAnchor, format!("there is no anchor `{anchor}` on that page"))
                .at(span)
                .did_you_mean(anchor, names.iter().map(String::as_str));
        self.diagnostics.push(diagnostic);
    }
}

fn nearest_path<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut known: Vec<&str> = known.filter(|path| path.ends_with(".md")).collect();
    known.sort_unstable();
    crate::diag::nearest(wanted, known)
}

/// What an address is used for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Link,
    Image,
}

impl Use {
    fn allows(self, scheme: &str) -> bool {
        let allowed = match self {
            Use::Link => &SCHEMES[..],
            Use::Image => &SCHEMES[..2],
        };
        allowed.contains(&scheme)
    }
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
