//! Stage 4: the site in, pages out, in memory.

use crate::diag::{Diagnostic, Diagnostics};
use crate::model::{File, Site, Theme};
use crate::source::Sources;

/// What a build may ask of the pages beyond the site itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether pages carry the script that reloads them while serving.
    pub live_reload: bool,
}

/// Renders the pages of one site with one theme.
pub struct Renderer<'a> {
    site: &'a Site,
}

/// One page to be rendered.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its path in the output: `interviews/altman/index.html`.
    pub path: String,
}

impl<'a> Renderer<'a> {
    /// Prepares `theme` for `site`; a template that does not parse is a diagnostic with its line.
    pub fn new(
        site: &'a Site,
        theme: &'a Theme,
        sources: &'a Sources,
        options: Options,
    ) -> Result<Self, Diagnostics> {
        let _ = (theme, sources, options);
        Ok(Renderer { site })
    }

    /// Every page there is to render, in the order of their paths.
    pub fn jobs(&self) -> Vec<Job> {
        let _ = self.site;
        Vec::new()
    }

    /// Renders one page.
    pub fn render(&self, job: &Job) -> Result<File, Diagnostic> {
        Ok(File { path: job.path.clone(), bytes: Vec::new() })
    }

    /// The theme's styles and scripts, named by their content.
    pub fn assets(&self) -> Vec<File> {
        Vec::new()
    }
}
