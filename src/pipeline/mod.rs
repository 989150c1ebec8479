//! Composes the stages into one build. Every command that needs a site calls [`build`].

mod output;
mod reader;

use std::fmt;
use std::path::PathBuf;

use rayon::prelude::*;

use self::output::{Content, Output};
use self::reader::{Reader, Texts};
use crate::config::{self, Config, Themes};
use crate::diag::Diagnostics;
use crate::load::{self, LoadError, Loaded};
use crate::model::{PageKind, Site};
use crate::parse;
use crate::render;
use crate::resolve::{self, Beside, DraftNotes};
use crate::source::{SourceId, Sources};
use crate::write::{Sink, WriteError};

/// What is to be built, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// The folder of `site.toml`.
    pub root: PathBuf,
    /// Where the site is published, over what `site.toml` says.
    pub base_url: Option<String>,
    /// What becomes of drafts.
    pub drafts: Drafts,
    /// What becomes of notes that are drafts.
    pub draft_notes: DraftNotes,
    /// What the pages carry beyond the site itself.
    pub options: render::Options,
}

/// What becomes of pages whose front matter says `draft = true`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drafts {
    /// They are left out.
    Leave,
    /// They are built like any other page.
    Build,
}

/// What a build found out, whether it succeeded or not.
#[derive(Debug)]
pub struct Outcome {
    /// The texts that the diagnostics point into.
    pub sources: Sources,
    /// Everything that is to be said, in the order of files and places.
    pub diagnostics: Diagnostics,
    /// What the site has.
    pub counts: Counts,
}

impl Outcome {
    /// Whether the sink holds a whole site.
    pub fn is_good(&self) -> bool {
        !self.diagnostics.has_errors()
    }
}

/// How much there is of a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages that come from a file.
    pub pages: usize,
    /// Those of them that are transcripts.
    pub transcripts: usize,
    /// Turns in all of them.
    pub turns: usize,
    /// Notes on all of them.
    pub notes: usize,
}

impl Counts {
    fn of(site: &Site) -> Self {
        Counts {
            pages: site.pages.len(),
            transcripts: site.pages.iter().filter(|page| page.kind == PageKind::Transcript).count(),
            turns: site.pages.iter().map(|page| page.turn_lengths.len()).sum(),
            notes: site.pages.iter().map(|page| page.document.notes.len()).sum(),
        }
    }
}

/// Why there is no outcome at all.
#[derive(Debug)]
pub enum BuildError {
    /// The site cannot be read.
    Load(LoadError),
    /// The output cannot be written.
    Write(WriteError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BuildError::Load(error) => error.fmt(f),
            BuildError::Write(error) => error.fmt(f),
        }
    }
}

impl From<LoadError> for BuildError {
    fn from(error: LoadError) -> Self {
        BuildError::Load(error)
    }
}

impl From<WriteError> for BuildError {
    fn from(error: WriteError) -> Self {
        BuildError::Write(error)
    }
}

/// Is told how far a build has come.
pub trait Progress: Sync {
    /// There are `total` pages to be made.
    fn start(&self, total: usize);
    /// One of them is done.
    fn step(&self);
}

/// Nobody wants to know.
impl Progress for () {
    fn start(&self, _total: usize) {}
    fn step(&self) {}
}

/// A site with every link resolved, and what it was made of.
#[derive(Debug)]
pub struct Resolved {
    /// The site.
    pub site: Site,
    /// The files it was made of.
    pub loaded: Loaded,
    /// What was found on the way.
    pub diagnostics: Diagnostics,
}

impl Resolved {
    /// The site, and what there is to say about it when nothing is made of it.
    pub fn finish(self) -> (Site, Outcome) {
        let Resolved { site, loaded, mut diagnostics } = self;
        diagnostics.sort();
        let outcome = Outcome { counts: Counts::of(&site), sources: loaded.sources, diagnostics };
        (site, outcome)
    }
}

/// Runs the stages that make the site that `request` names, up to the ones that make files of it. The texts
/// of all pages stay in the sources.
pub fn resolve(request: &Request) -> Result<Resolved, BuildError> {
    resolve_with(request, Texts::Keep)
}

fn resolve_with(request: &Request, texts: Texts) -> Result<Resolved, BuildError> {
    let (mut loaded, mut diagnostics) = load::settings(&request.root)?;
    let config = read_config(request, &mut loaded, &mut diagnostics);
    diagnostics.append(load::site(&request.root, config.limits, &mut loaded));
    diagnostics.append(load::theme(&request.root, &config.theme.layers, &mut loaded));
    diagnostics.append(load::fonts(&request.root, &config.card_fonts, &mut loaded));
    let stand_off =
        parse_each(&loaded.notes, &mut diagnostics, |id| parse::stand_off(&loaded.sources, id, &config));
    let records =
        parse_each(&loaded.records, &mut diagnostics, |id| parse::anchor_record(&loaded.sources, id));
    let beside = Beside::new(stand_off, records, request.draft_notes);
    let settled =
        Reader { request, config: &config, beside: &beside, texts }.read(&mut loaded, &mut diagnostics);
    let (site, found) = resolve::join(settled, &beside, std::mem::take(&mut loaded.files), config);
    diagnostics.append(found);
    Ok(Resolved { site, loaded, diagnostics })
}

/// Builds the site that `request` names into `sink`, which holds a whole site only when the outcome
/// [is good](Outcome::is_good): what a failed build put there is to be thrown away.
pub fn build(request: &Request, sink: &impl Sink, progress: &impl Progress) -> Result<Outcome, BuildError> {
    publish(request, resolve_with(request, Texts::Drop)?, sink, progress)
}

/// Makes the files of a resolved site and hands them over to the sink, as [`build`] does.
pub fn publish(
    request: &Request,
    resolved: Resolved,
    sink: &impl Sink,
    progress: &impl Progress,
) -> Result<Outcome, BuildError> {
    let Resolved { site, loaded, mut diagnostics } = resolved;
    let output = Output { request, site: &site, loaded: &loaded, sink, progress };
    let content = if diagnostics.has_errors() { Content::Broken } else { Content::Good };
    diagnostics.append(output.write(content)?);
    Ok(Resolved { site, loaded, diagnostics }.finish().1)
}

fn read_config(request: &Request, loaded: &mut Loaded, diagnostics: &mut Diagnostics) -> Config {
    let themes = read_themes(request, loaded, diagnostics);
    let mut config = Config::default();
    if let Some(id) = loaded.config {
        let (read, found) = config::read(&loaded.sources.get(id).text, id, &themes);
        diagnostics.append(found);
        config = read;
    }
    config.base_url = request.base_url.clone().or(config.base_url);
    config
}

fn read_themes(request: &Request, loaded: &mut Loaded, diagnostics: &mut Diagnostics) -> Themes {
    let (found, problems) = load::themes(&request.root, loaded);
    diagnostics.append(problems);
    let text = |id: SourceId| (id, &*loaded.sources.get(id).text);
    let found: Vec<_> = found.into_iter().map(|theme| (theme.name, theme.manifest.map(text))).collect();
    let (themes, problems) = Themes::read(&found);
    diagnostics.append(problems);
    themes
}

/// Parses files side by side, in the order given.
fn parse_each<T: Send>(
    files: &[SourceId],
    diagnostics: &mut Diagnostics,
    parse: impl Fn(SourceId) -> (T, Diagnostics) + Sync,
) -> Vec<T> {
    let parsed: Vec<_> = files.par_iter().map(|id| parse(*id)).collect();
    let keep = |(value, found)| {
        diagnostics.append(found);
        value
    };
    parsed.into_iter().map(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::Nowhere;

    /// A site may be larger than memory: whoever reads a text must let go of it again.
    #[test]
    fn every_text_is_packed_when_all_is_done() {
        let request = Request {
            root: PathBuf::from(env!("CARGO_MANIFEST_DIR")),
            base_url: Some("https://example.org/".into()),
            drafts: Drafts::Leave,
            draft_notes: DraftNotes::Leave,
            options: render::Options::default(),
        };
        let Resolved { site, loaded, diagnostics } = resolve(&request).expect("a site");
        assert!(!diagnostics.has_errors());
        let output =
            Output { request: &request, site: &site, loaded: &loaded, sink: &Nowhere, progress: &() };
        output.write(Content::Good).expect("nothing is written");
        let open = site.pages.iter().filter(|page| !page.document.sections.is_packed());
        let open: Vec<_> = open.map(|page| page.document.path.as_str()).collect();
        assert!(site.pages.len() > 10 && open.is_empty(), "{open:?}");
    }
}
