//! Stage 4: the site in, pages out, in memory.

mod about;
mod address;
mod assets;
pub mod export;
mod highlight;
mod html;
mod listing;
mod pages;
mod strings;
mod templates;
pub mod view;

use self::assets::Assets;
use self::pages::Subject;
use self::strings::Languages;
use self::templates::{Markup, Templates};
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
    templates: Templates,
    languages: Languages,
    assets: Assets,
    options: Options,
}

/// One page to be rendered.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its path in the output: `interviews/altman/index.html`.
    pub path: String,
    subject: Subject,
}

impl<'a> Renderer<'a> {
    /// Prepares `theme` for `site`; a template that does not parse is a diagnostic with its line.
    pub fn new(
        site: &'a Site,
        theme: &'a Theme,
        sources: &'a Sources,
        options: Options,
    ) -> Result<Self, Diagnostics> {
        let (languages, mut diagnostics) = Languages::read(theme, sources);
        let assets = Assets::of(theme);
        match Templates::parse(theme, sources, &assets) {
            Ok(templates) if !diagnostics.has_errors() => {
                Ok(Renderer { site, templates, languages, assets, options })
            }
            Ok(_) => Err(diagnostics),
            Err(mistakes) => {
                diagnostics.append(mistakes);
                Err(diagnostics)
            }
        }
    }

    /// Every page there is to render, in the order of their paths.
    pub fn jobs(&self) -> Vec<Job> {
        pages::all(self.site)
    }

    /// Renders one page.
    pub fn render(&self, job: &Job) -> Result<File, Diagnostic> {
        let page = pages::page(self, job);
        let markup = Markup { heading: &page.article.title, content: &page.article.content };
        let html = self.templates.render(page.template, &page.view, markup)?;
        Ok(File { path: job.path.clone(), bytes: html.into_bytes() })
    }

    /// The theme's styles and scripts, named by their content.
    pub fn assets(&self) -> Vec<File> {
        self.assets.files().to_vec()
    }
}
