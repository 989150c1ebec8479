//! Whether costs grow in line with the number of pages, whatever these have to do with one another: small pages
//! of a kind are made, and four times as many, and the times in which a site is made of them are compared.
//!
//! Run it by hand: `cargo bench --bench pages`. A ratio near 4 is linear, one near 16 is quadratic.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use postil::cache::Cache;
use postil::pipeline::{self, Drafts, Request, Trust};
use postil::publish::Nowhere;
use postil::render;
use postil::resolve::DraftNotes;

/// A kind of page: its name, the folder of a page, what stands above its text, and what follows it; `#` is the
/// number of the page.
struct Kind(&'static str, &'static str, &'static str, &'static str);

const KINDS: [Kind; 10] = [
    Kind("in one folder", "a", "", ""),
    Kind("in a folder each", "a#", "", ""),
    Kind("in folders in folders", "a#/b/c/d", "", ""),
    Kind("with a tag each", "a", "tags = [\"t#\"]", ""),
    Kind("with one tag", "a", "tags = [\"t\"]", ""),
    Kind("with a former address", "a", "aliases = [\"/old/#/\"]", ""),
    Kind(
        "with a speaker each",
        "a",
        "speakers = [\"Ann A#\", \"Ben\"]",
        "**Ann A#:** Well.\n\n**Ben:** Yes.\n",
    ),
    Kind("with a date", "a", "date = 2001-02-03", ""),
    Kind(
        "with notes",
        "a",
        "",
        "==Words==[^n] ==once=={.key}.\n\n[^n]: Note # from [here](https://a#.example/).\n",
    ),
    Kind("with links", "a", "", "[To the first](/a/p0.md), [to itself](/a/p#.md).\n"),
];

fn main() {
    const PAGES: usize = 4000;
    println!("{:<24} {:>10} {:>10} {:>6}", "pages", "once", "4 times", "ratio");
    for kind in KINDS {
        let (once, more) = (time(&kind, PAGES), time(&kind, 4 * PAGES));
        let ratio = more.as_secs_f64() / once.as_secs_f64();
        println!("{:<24} {once:>10.1?} {more:>10.1?} {ratio:>6.1}", kind.0);
    }
}

fn time(kind: &Kind, pages: usize) -> Duration {
    let site = tempfile::tempdir().expect("a folder");
    let links: String =
        (0..6).map(|n| format!("[[navigation]]\ntitle = \"{n}\"\nurl = \"a/p{n}.md\"\n")).collect();
    fs::write(site.path().join("site.toml"), format!("title = \"Pages\"\n{links}")).expect("written");
    (0..pages).for_each(|number| write(kind, number, site.path()));
    let request = Request {
        root: site.path().into(),
        base_url: None,
        theme: None,
        drafts: Drafts::Leave,
        draft_notes: DraftNotes::Leave,
        trust: Trust::Full,
        options: render::Options::default(),
        edition: Default::default(),
    };
    let started = Instant::now();
    let outcome = pipeline::build(&request, &Cache::none(), &Nowhere, &()).expect("a site");
    let time = started.elapsed();
    assert_eq!((outcome.counts.pages, outcome.is_good()), (pages, true), "{:?}", outcome.diagnostics);
    time
}

fn write(Kind(_, folder, front, more): &Kind, number: usize, site: &Path) {
    let named = |text: &str| text.replace('#', &number.to_string());
    let folder = site.join("content").join(named(folder));
    let text = format!(
        "+++\ntitle = \"Page {number}\"\n{}\n+++\n**Ann:** Word {number}.\n\n{}",
        named(front),
        named(more)
    );
    fs::create_dir_all(&folder).expect("made");
    fs::write(folder.join(format!("p{number}.md")), text).expect("written");
}
