//! The files that are served at one moment.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::stored::StoredFiles;

/// The last good site, and what is wrong with the build after it, if anything.
#[derive(Clone)]
pub(super) struct Snapshot {
    /// Tells servers that ran one after another apart: their first versions are not the same.
    server: u128,
    version: u64,
    pub(super) site: Option<Arc<StoredFiles>>,
    pub(super) problems: Option<String>,
    /// True if pages of this server may write.
    pub(super) can_write: bool,
}

impl Snapshot {
    pub(super) fn nothing_yet(can_write: bool) -> Self {
        let server = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
        Snapshot { server, version: 0, site: None, problems: None, can_write }
    }

    /// Returns true while the first build is running.
    pub(super) fn is_nothing(&self) -> bool {
        self.site.is_none() && self.problems.is_none()
    }

    pub(super) fn with_site(&self, site: Arc<StoredFiles>) -> Self {
        Snapshot { version: self.version + 1, site: Some(site), problems: None, ..*self }
    }

    pub(super) fn with_problems(&self, text: String) -> Self {
        Snapshot { problems: Some(text), ..self.clone() }
    }

    /// The name of the site's version, by which a page knows whether it is the newest.
    pub(super) fn version(&self) -> String {
        format!("{}-{}", self.server, self.version)
    }
}
