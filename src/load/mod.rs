//! Stage 1: the only reader of the disk.

use std::collections::BTreeMap;

use crate::model::Theme;
use crate::source::{SourceId, Sources};

/// Everything that was read for a build.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The text files.
    pub sources: Sources,
    /// `site.toml`, if there is one.
    pub config: Option<SourceId>,
    /// The Markdown files below `content/`, in the order of their paths.
    pub content: Vec<SourceId>,
    /// Files published as they are: path in the output, and path on the disk below the site's root.
    pub files: BTreeMap<String, String>,
    /// The theme, the site's own files over those it builds on.
    pub theme: Theme,
}
