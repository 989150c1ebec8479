//! The settings of a site, with its themes, its sources and the words of its languages.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::edition_texts::told_by_id;
use super::{Request, Trust, trust};
use crate::bibliography::{Bibliography, StyledBibliography};
use crate::config::{self, Config, Themes};
use crate::diag::Diagnostics;
use crate::load::{self, FoundTheme, Loaded, SITE_FILE, SiteFolder};
use crate::render::Languages;
use crate::source::{Source, SourceId};

/// The names of the themes that a site can choose: those of the program, and its own.
pub fn theme_names(folder: &SiteFolder) -> Vec<String> {
    let (found, _) = load::themes(folder, &mut Loaded::default());
    found.into_iter().map(|theme| theme.name).collect()
}

/// The settings of a site as far as they can be read; what is wrong with them is reported by a build.
pub fn settings(folder: &SiteFolder) -> Config {
    let (loaded, _) = load::settings(folder);
    let text = loaded.config.map(|id| (id, loaded.sources.get(id).text()));
    text.map(|(id, text)| config::read(text, id, &Themes::default()).0).unwrap_or_default()
}

/// Reads `site.toml`, and what the request sets in its place.
pub(super) fn read_config(
    request: &Request,
    folder: &SiteFolder,
    loaded: &mut Loaded,
    diagnostics: &mut Diagnostics,
) -> Config {
    let (themes, own) = read_themes(folder, loaded, diagnostics);
    let mut config = Config::default();
    if let Some(id) = loaded.config {
        let is_shown = request.edition.is_for_editing || request.edition.is_archive();
        let source = loaded.sources.get(id);
        let renamed = (!is_shown).then(|| config::with_pseudonyms(source.text(), id, &themes)).flatten();
        let pseudonyms = renamed.map(|(pseudonyms, text)| {
            // Nothing is to show the names, problems included.
            loaded.sources.replace(id, Source::new(SITE_FILE, text));
            pseudonyms
        });
        let (read, found) = config::read(loaded.sources.get(id).text(), id, &themes);
        diagnostics.append(found);
        config = Config { pseudonyms: pseudonyms.unwrap_or_default(), ..read };
        let people = config.people.iter().filter(|(id, _)| config.pseudonyms.are_in(id));
        diagnostics.extend(people.map(|(_, person)| told_by_id(person)));
    }
    config.base_url = request.base_url.clone().or(config.base_url);
    config.edition = request.edition.clone();
    if let Some(name) = request.theme.as_ref().filter(|name| **name != config.theme.name) {
        config.theme = themes.named(name);
    }
    if request.trust == Trust::None {
        trust::restrict(&mut config, &built_in_themes(loaded), &own, diagnostics);
    }
    config
}

/// Reads the sources that the site cites; `languages` have the words for them.
pub(super) fn read_bibliography(loaded: &Loaded, languages: &Languages, config: &mut Config) -> Diagnostics {
    if loaded.bibliography.is_empty() {
        return Diagnostics::new();
    }
    let files = loaded.bibliography.iter().map(|&id| (id, loaded.sources.get(id)));
    let (bibliography, diagnostics) = Bibliography::read(files);
    let styled = StyledBibliography::new(bibliography, config.sources.style, languages.citation_terms());
    config.sources.bibliography = Arc::new(styled);
    diagnostics
}

/// The themes that a site can choose, and the names of those that it brings files of.
fn read_themes(
    folder: &SiteFolder,
    loaded: &mut Loaded,
    diagnostics: &mut Diagnostics,
) -> (Themes, BTreeSet<String>) {
    let (found, problems) = load::themes(folder, loaded);
    diagnostics.append(problems);
    let own = found.iter().filter(|theme| theme.is_own).map(|theme| theme.name.clone()).collect();
    let (themes, problems) = themes_of(found, loaded);
    diagnostics.append(problems);
    (themes, own)
}

/// The themes that are part of the program.
fn built_in_themes(loaded: &mut Loaded) -> Themes {
    let found = load::built_in_themes(loaded);
    themes_of(found, loaded).0
}

fn themes_of(found: Vec<FoundTheme>, loaded: &Loaded) -> (Themes, Diagnostics) {
    let text = |id: SourceId| (id, loaded.sources.get(id).text());
    let found: Vec<_> = found.into_iter().map(|theme| (theme.name, theme.manifest.map(text))).collect();
    Themes::read(&found)
}
