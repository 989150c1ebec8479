//! All diagnostics of a run: counted, sorted, and limited in number for each file.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{Code, Diagnostic, Severity};
use crate::source::{SourceId, Sources, Span};

/// All diagnostics of a stage or of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all of another stage's.
    pub fn append(&mut self, mut other: Diagnostics) {
        self.list.append(&mut other.list);
    }

    /// Those that are not `unwanted`.
    #[must_use]
    pub fn without(mut self, unwanted: impl Fn(&Diagnostic) -> bool) -> Self {
        self.list.retain(|found| !unwanted(found));
        self
    }

    /// Returns true if any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Makes errors of those with one of `codes`: a build publishes what a check must not let pass.
    pub fn raise(&mut self, codes: &[Code]) {
        let meant = self.list.iter_mut().filter(|found| codes.contains(&found.code));
        meant.for_each(|found| found.severity = Severity::Error);
    }

    /// Counts the diagnostics of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|d| d.severity == severity).count()
    }

    /// Each of them, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Sorts them by file, in the order of `sources`, and by place, so that the order does not depend on threads.
    pub fn sort(&mut self, sources: &Sources) {
        let place = |found: &Diagnostic| {
            let (source, at) = found.place();
            (source.map(|id| sources.position(id)), at)
        };
        self.list.sort_by(|a, b| {
            (place(a), &a.path, a.code, &a.message).cmp(&(place(b), &b.path, b.code, &b.message))
        });
        self.list.dedup();
    }
}

/// More problems of one kind in one file than this tell nothing new.
const MAX_OF_A_KIND: usize = 200;

impl Diagnostics {
    /// The first two hundred of each kind in each file, and how many more there are, for showing: a
    /// spoilt file cannot drown the others.
    pub fn limited(&self) -> Diagnostics {
        let mut counts: HashMap<(Option<SourceId>, Option<&str>, Code), usize> = HashMap::new();
        let (mut shown, mut cut) = (Diagnostics::new(), Vec::new());
        for found in &self.list {
            let kind = (found.place().0, found.path.as_deref(), found.code);
            let count = counts.entry(kind).or_default();
            *count += 1;
            match *count {
                ..=MAX_OF_A_KIND => shown.push(found.clone()),
                count if count == MAX_OF_A_KIND + 1 => cut.push(kind),
                _ => {}
            }
        }
        for kind @ (source, path, code) in cut {
            let message = format!("{} more of this kind in this file", counts[&kind] - MAX_OF_A_KIND);
            let mut more = Diagnostic::new(code, message);
            more.path = path.map(str::to_string);
            shown.push(source.map_or(more.clone(), |source| more.at(Span::new(source, 0, 0))));
        }
        shown
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Diagnostics { list: vec![diagnostic] }
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, iter: I) {
        self.list.extend(iter);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Diagnostics { list: iter.into_iter().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spoilt_file_cannot_drown_the_others() {
        let mut diagnostics = Diagnostics::new();
        let at = |source, start| {
            Diagnostic::new(Code::BrokenLink, "x").at(Span::new(SourceId(source), start, start))
        };
        diagnostics.extend((0..1000).map(|start| at(0, start)).chain([at(1, 5)]));
        let shown = diagnostics.limited();
        assert_eq!(shown.iter().count(), MAX_OF_A_KIND + 2);
        assert!(shown.iter().any(|found| found.message == "800 more of this kind in this file"));
    }
}
