//! `postil theme gallery`: a site in each theme, side by side.

use std::path::Path;

use super::report::Detail;
use super::site_args::today;
use super::{Exit, refuse, report, safe, say};
use crate::config::Edition;
use crate::load;
use crate::model::{File, Page, Site};
use crate::pipeline::{self, BuildError, Drafts, Outcome, Request, Trust};
use crate::publish::{Method, OutputFolder, Sink, SinkBelow};
use crate::render;
use crate::resolve::DraftNotes;
use crate::text::html_escape::{push_attribute, push_text};

/// Builds the site in `root` once in each theme, and a page with all of them.
pub(super) fn run(root: &Path, out: &Path) -> Exit {
    match build(root, out) {
        Err(error) => refuse(error),
        Ok(Err(outcome)) => {
            report::print(&outcome, super::args::ReportFormat::Human, Detail::ProblemsOnly);
            say::aside("the site has errors; nothing was written");
            Exit::Content
        }
        Ok(Ok(names)) => {
            let shown = safe::message(&out.join("index.html").display().to_string());
            say::result(format!("Built the site in {}: open {shown}", names.join(", ")));
            Exit::Good
        }
    }
}

/// The names of the themes; or, if the site has errors in one of them, what is wrong.
fn build(root: &Path, out: &Path) -> Result<Result<Vec<String>, Outcome>, BuildError> {
    let names = pipeline::theme_names(&load::open(root)?);
    let folder = OutputFolder::open(out, root, Method::Exchange)?;
    let mut shown = String::new();
    for name in &names {
        let request = request(root, name);
        let resolved = pipeline::resolve(&request)?;
        let page = example(&resolved.site).map(|page| page.address.clone());
        let sink = SinkBelow::new(&folder, name);
        let outcome = pipeline::publish(&request, resolved, &sink, &())?;
        if !outcome.is_good() {
            return Ok(Err(outcome));
        }
        show(&mut shown, name, page.as_deref());
    }
    folder.put(File { path: "index.html".into(), bytes: page(&shown).into_bytes() })?;
    folder.commit()?;
    Ok(Ok(names))
}

fn request(root: &Path, theme: &str) -> Request {
    Request {
        root: root.to_path_buf(),
        base_url: None,
        theme: Some(theme.to_string()),
        drafts: Drafts::Leave,
        draft_notes: DraftNotes::Leave,
        trust: Trust::Full,
        options: render::Options::default(),
        // The public edition: pictures are for everybody.
        edition: Edition { name: None, date: today(), is_for_editing: false },
    }
}

/// The page that shows most of a theme: the transcript with most notes.
fn example(site: &Site) -> Option<&Page> {
    site.transcripts().max_by_key(|page| (page.document.notes.len(), page.document.front.date))
}

/// Adds the pictures of a theme: its home page and a transcript, wide, and the transcript on a phone.
fn show(out: &mut String, name: &str, page: Option<&str>) {
    let home = format!("{name}/index.html");
    let page = page.map(|address| format!("{name}/{}index.html", render::encode_address(address)));
    out.push_str("<section>\n<h2>");
    push_text(out, name);
    out.push_str("</h2>\n<div class=\"views\">\n");
    let views = [("wide", Some(&home)), ("wide", page.as_ref()), ("narrow", page.as_ref())];
    for (width, address) in views {
        let Some(address) = address else { continue };
        out.push_str("<a class=\"view ");
        out.push_str(width);
        out.push('"');
        push_attribute(out, "href", address);
        out.push_str("><iframe tabindex=\"-1\" loading=\"lazy\"");
        push_attribute(out, "title", &format!("{name}: {address}"));
        push_attribute(out, "src", address);
        out.push_str("></iframe></a>\n");
    }
    out.push_str("</div>\n</section>\n");
}

fn page(shown: &str) -> String {
    format!("{HEAD}{shown}</main>\n</body>\n</html>\n")
}

/// The beginning of the page. Each view is a whole page at its true width, drawn at half of its size.
const HEAD: &str = r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Themes</title>
<style>
body { margin: 0; padding: 2rem clamp(1rem, 4vw, 3rem) 4rem; font: 1rem/1.5 system-ui, sans-serif; background: light-dark(#eceae6, #26241f); color: light-dark(#222, #e6e2da); }
h1 { margin: 0 0 1rem; font-size: 1.6rem; font-weight: 500; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.1rem; }
.views { display: flex; flex-wrap: wrap; gap: 1.5rem; }
.view { display: block; overflow: hidden; height: 30rem; border-radius: 6px; box-shadow: 0 1px 8px rgb(0 0 0 / .25); }
.wide { width: 40rem; }
.narrow { width: 12.2rem; }
iframe { width: 200%; height: 200%; border: 0; transform: scale(.5); transform-origin: 0 0; pointer-events: none; }
.view:focus-visible { outline: 3px solid #4b7bec; outline-offset: 3px; }
@media (max-width: 44rem) { .wide { width: 100%; } }
</style>
</head>
<body>
<main>
<h1>This site in each theme</h1>
"#;
