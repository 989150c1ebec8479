//! The stages that see one page at a time, side by side: its text is read, parsed and settled, and let go
//! of before the next, so that a site may be larger than memory.

use rayon::prelude::*;

use super::{Drafts, Request};
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::load::{self, Loaded, Problem};
use crate::parse;
use crate::resolve::{Beside, Settled};
use crate::source::{Source, SourceId};

/// What becomes of the texts of pages once they are parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Texts {
    /// They stay in the sources.
    Keep,
    /// They go, and are read again where there is something to say about them.
    Drop,
}

/// Everything that the first stages need.
pub(super) struct Reader<'a> {
    pub(super) request: &'a Request,
    pub(super) config: &'a Config,
    pub(super) beside: &'a Beside,
    pub(super) texts: Texts,
}

/// What was made of a page, what there is to say about it, and its text if that is to stay.
struct Read {
    settled: Option<Settled>,
    diagnostics: Diagnostics,
    text: Option<Source>,
}

impl Reader<'_> {
    /// Settles every page; the order is that of the files, whichever is done first.
    pub(super) fn read(&self, loaded: &mut Loaded, diagnostics: &mut Diagnostics) -> Vec<Settled> {
        let pages: Vec<_> =
            loaded.content.par_iter().map(|&id| self.page(loaded.sources.get(id), id)).collect();
        let mut settled = Vec::with_capacity(pages.len());
        for (page, &id) in pages.into_iter().zip(&loaded.content) {
            match page {
                Ok(page) => {
                    settled.extend(page.settled);
                    diagnostics.append(page.diagnostics);
                    if let Some(source) = page.text {
                        loaded.sources.keep(id, source.text);
                    }
                }
                Err(problem) => {
                    let path = loaded.sources.get(id).path.clone();
                    diagnostics.push(problem.diagnostic(path, &mut loaded.sources));
                }
            }
        }
        settled
    }

    /// What is wrong with a draft is no matter as long as it is left out.
    fn page(&self, source: &Source, id: SourceId) -> Result<Read, Problem> {
        let source = load::read(&self.request.root, source, self.config.limits)?;
        let (document, mut diagnostics) = parse::source(&source, id, self.config);
        let text = Some(source).filter(|_| self.texts == Texts::Keep);
        if document.front.draft && self.request.drafts == Drafts::Leave {
            return Ok(Read { settled: None, diagnostics: Diagnostics::new(), text });
        }
        let (settled, found) = self.beside.settle(document, self.config);
        diagnostics.append(found);
        Ok(Read { settled: Some(settled), diagnostics, text })
    }
}
