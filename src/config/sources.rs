//! `[sources]`: the style in which the site cites.

use std::sync::Arc;

use super::read::checked;
use crate::bibliography::{CitationStyle, StyledBibliography};
use crate::toml_reader::TomlTable;

/// The sources that a site cites.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceSettings {
    /// The citation style.
    pub style: CitationStyle,
    /// The sources, which are read from files beside site.toml.
    pub bibliography: Arc<StyledBibliography>,
}

impl SourceSettings {
    pub(super) fn read(table: &mut TomlTable) -> SourceSettings {
        SourceSettings {
            style: checked(table, "style", style).unwrap_or_default(),
            ..SourceSettings::default()
        }
    }
}

fn style(written: &str) -> Result<CitationStyle, &'static str> {
    let found = CitationStyle::NAMES.iter().find(|(name, _)| *name == written);
    found.map(|(_, style)| *style).ok_or("it is \"chicago-author-date\", \"apa\" or \"mla\"")
}
