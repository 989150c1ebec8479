//! A build that publishes nothing, for every problem of a site.

mod lint;
mod style;

use crate::config::Orphans;
use crate::diag::Code;
use crate::pipeline::{self, BuildError, Outcome, Progress, Request};
use crate::publish::Nowhere;

/// Runs every stage up to the last, looks closer than a build does, and keeps nothing but what was found.
pub fn run(request: &Request, progress: &impl Progress) -> Result<Outcome, BuildError> {
    let mut resolved = pipeline::resolve(request)?;
    if resolved.site.config.orphans == Orphans::Publish {
        resolved.diagnostics.raise(&[Code::WordsNotFound, Code::WordsAmbiguous]);
    }
    resolved.diagnostics.append(lint::site(&resolved.site));
    resolved.diagnostics.append(style::check(&resolved.site, &resolved.loaded.sources));
    let found = std::mem::take(&mut resolved.diagnostics);
    resolved.diagnostics = resolved.site.config.levels.apply(found, &resolved.loaded.sources);
    pipeline::publish(request, resolved, &Nowhere, progress)
}
