//! A site whose files are made when somebody asks for them, and kept then.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use axum::body::Bytes;

use crate::diag::Diagnostic;
use crate::load::SiteFile;
use crate::pipeline::{OutputFile, SiteOutput};
use crate::render::ASSETS_FOLDER;

/// The folder of the search's files.
const SEARCH: &str = "search/";

/// Every file of a site by its path in the output.
pub(super) struct StoredFiles {
    output: SiteOutput,
    pieces: BTreeMap<String, (OutputFile, OnceLock<ServedResult>)>,
    /// The files of the search, made when the first of them is asked for: it takes them all to make one.
    index: OnceLock<BTreeMap<String, ServedFile>>,
}

/// A file, or why there is none: its template failed.
type ServedResult = Result<ServedFile, String>;

/// A file that can be served.
#[derive(Clone, Debug)]
pub(super) enum ServedFile {
    /// One that was made.
    Made {
        bytes: Bytes,
        /// Changes when the bytes do.
        tag: u64,
        lasts: Lasts,
    },
    /// One that is published as it is and may be long: it stays on the disk.
    OnDisk(SiteFile),
}

/// The time for which a browser may keep a file without asking again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lasts {
    /// Until the next build.
    UntilChanged,
    /// For good: its name is that of its content.
    ForEver,
}

impl StoredFiles {
    pub(super) fn new(output: SiteOutput) -> Self {
        let unmade = |(path, piece)| (path, (piece, OnceLock::new()));
        let pieces = output.pieces().into_iter().map(unmade).collect();
        StoredFiles { output, pieces, index: OnceLock::new() }
    }

    /// The site, and the way to make its files.
    pub(super) fn output(&self) -> &SiteOutput {
        &self.output
    }

    /// The file at `path`, made if it has not been yet.
    pub(super) fn get(&self, path: &str) -> Option<ServedResult> {
        match self.pieces.get(path) {
            Some((piece, made)) => Some(made.get_or_init(|| self.make(piece)).clone()),
            None if path.starts_with(SEARCH) => self.index().get(path).cloned().map(Ok),
            None if path.starts_with(ASSETS_FOLDER) => {
                self.output.asset(path).map(|bytes| Ok(ServedFile::made(bytes.to_vec(), Lasts::ForEver)))
            }
            None => None,
        }
    }

    /// The address of the search engine that the site's pages ask.
    pub(super) fn engine(&self) -> Option<&str> {
        self.output.engine()
    }

    /// Returns true if there is a page at `path`, without rendering it.
    pub(super) fn has(&self, path: &str) -> bool {
        self.pieces.contains_key(path)
    }

    /// Renders what was not rendered well before, and forgets it: what its templates have to say. Ends early when
    /// `go_on` says so.
    pub(super) fn problems_of_the_rest(&self, go_on: impl Fn() -> bool) -> Vec<Diagnostic> {
        let is_made = |made: &OnceLock<ServedResult>| matches!(made.get(), Some(Ok(_)));
        let rest = self.pieces.values().filter(|(_, made)| !is_made(made)).take_while(|_| go_on());
        let render = |(piece, _): &(OutputFile, _)| match piece {
            OutputFile::Rendered(job) if job.has_template() => self.output.render_one(job).err(),
            _ => None,
        };
        rest.filter_map(render).collect()
    }

    fn make(&self, piece: &OutputFile) -> ServedResult {
        Ok(match piece {
            OutputFile::Rendered(job) => {
                let bytes = self.output.render_one(job).map_err(|found| found.message)?;
                ServedFile::made(bytes, Lasts::UntilChanged)
            }
            OutputFile::Made(bytes) => ServedFile::made(bytes.clone(), Lasts::UntilChanged),
            OutputFile::OnDisk(file) => ServedFile::OnDisk(file.clone()),
        })
    }

    fn index(&self) -> &BTreeMap<String, ServedFile> {
        let made = |(path, bytes)| (path, ServedFile::made(bytes, Lasts::UntilChanged));
        self.index.get_or_init(|| self.output.index().into_iter().map(made).collect())
    }
}

impl ServedFile {
    fn made(bytes: Vec<u8>, lasts: Lasts) -> Self {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        ServedFile::Made { bytes: bytes.into(), tag: hasher.finish(), lasts }
    }
}
