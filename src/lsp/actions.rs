//! Quick fixes: the corrections that diagnostics offer.

use std::collections::HashMap;

use lsp_types::{CodeAction, CodeActionKind, Range, WorkspaceEdit};

use super::inquiry::Inquiry;
use crate::diag::{Diagnostic, Fix};

/// The longest replacement that a title shows, in characters.
const LONGEST_SHOWN: usize = 40;

/// The fixes of problems in `range`, and one action for all fixes of the text if there are several.
pub(super) fn actions(inquiry: &Inquiry, range: Range) -> Vec<CodeAction> {
    let wanted = inquiry.lines().bytes(range);
    let found = inquiry.analysis.resolved.diagnostics.iter();
    let fixable: Vec<(&Diagnostic, &Fix)> =
        found.filter_map(|found| Some((found, found.fix.as_deref()?))).collect();
    let touches = |found: &Diagnostic| {
        let label = found.labels.first().filter(|label| label.span.source == inquiry.id);
        label.is_some_and(|label| {
            label.span.start as usize <= wanted.end && wanted.start <= label.span.end as usize
        })
    };
    let here = fixable.iter().filter(|(found, _)| touches(found));
    let mut actions: Vec<CodeAction> =
        here.filter_map(|(found, fix)| action(inquiry, title(found, fix), &[fix])).collect();
    let own: Vec<&Fix> =
        fixable.iter().map(|(_, fix)| *fix).filter(|fix| fix.span.source == inquiry.id).collect();
    if own.len() > 1 && !actions.is_empty() {
        let title = format!("Fix all {} problems of this file that have one right answer", own.len());
        actions.extend(action(inquiry, title, &own));
    }
    actions
}

fn title(found: &Diagnostic, fix: &Fix) -> String {
    let replacement = fix.replacement.trim();
    match replacement.is_empty() || replacement.contains('\n') || replacement.chars().count() > LONGEST_SHOWN
    {
        true => format!("Fix `{}`: {}", found.code.name(), found.message),
        false => format!("Replace with `{replacement}`"),
    }
}

/// An action that applies fixes, all of one file.
fn action(inquiry: &Inquiry, title: String, fixes: &[&Fix]) -> Option<CodeAction> {
    let id = fixes.first()?.span.source;
    let uri = inquiry.uri(&inquiry.analysis.source(id).path)?;
    let edits = inquiry.text_edits(id, fixes);
    #[expect(clippy::mutable_key_type, reason = "the protocol's own type, whose inner cell no code changes")]
    let changes = HashMap::from([(uri, edits)]);
    Some(CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        edit: Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }),
        is_preferred: Some(fixes.len() == 1),
        ..CodeAction::default()
    })
}
