//! Turns the findings about labels into diagnostics.

use super::declaration_help::DeclarationHelp;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Section;
use crate::source::{SourceId, Span};
use crate::text::timecode::{LastPart, Timecode};
use crate::transcript::labels::{FindingKind, LabelFinding};

/// The number of names that a message lists: a text can have any number.
const MAX_QUOTED: usize = 50;

/// The number of names in an example of front matter.
const MAX_EXAMPLES: usize = 4;

/// The page that labels were found on.
#[derive(Clone, Copy)]
pub struct RemarkedPage<'a> {
    pub source: SourceId,
    pub text: &'a str,
    /// The text, divided.
    pub sections: &'a [Section],
    /// The form in which it declares speakers.
    pub declaration: DeclarationHelp,
}

/// Makes diagnostics of what was found on a page.
pub fn report(findings: &[LabelFinding], page: RemarkedPage) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    findings.iter().for_each(|finding| diagnostics.push(page.diagnostic(finding)));
    diagnostics
}

impl RemarkedPage<'_> {
    /// Returns true if the first place of a finding is in a turn.
    fn is_in_turn(&self, finding: &LabelFinding) -> bool {
        let Some(&(at, _)) = finding.places.first() else { return true };
        let mut turns = self.sections.iter().flat_map(|section| &section.turns);
        turns.any(|turn| (turn.span.start as usize..turn.span.end as usize).contains(&at))
    }

    /// Tells if a colon that could be escaped follows the name at the first place of a finding.
    fn has_colon(&self, finding: &LabelFinding) -> bool {
        let behind = finding.places.first().and_then(|&(_, end)| self.text.get(end..)).unwrap_or_default();
        behind.lines().next().is_some_and(|line| line.contains(':'))
    }

    /// The advice about a label that names no speaker.
    fn not_a_speaker(&self, finding: &LabelFinding) -> String {
        let escape = if self.has_colon(finding) { ", or escape its colon: `\\:`" } else { "" };
        format!("add it to `not_speakers` in [transcripts] of site.toml{escape}")
    }

    fn diagnostic(&self, finding: &LabelFinding) -> Diagnostic {
        let (code, message, help) = self.remark(finding);
        let mut diagnostic = Diagnostic::new(code, message).help(help);
        if let Some(rewrite) = &finding.rewrite {
            let (start, end) = rewrite.range;
            diagnostic = diagnostic.fix(Span::new(self.source, start, end), rewrite.text.as_str());
        }
        for (start, end) in &finding.places {
            diagnostic = diagnostic.at(Span::new(self.source, *start, *end));
        }
        diagnostic
    }

    /// The code, the message and the help.
    fn remark(&self, finding: &LabelFinding) -> (Code, String, String) {
        let declaration = self.declaration;
        let name = finding.names.first().map_or("", String::as_str);
        match finding.kind {
            FindingKind::SpeakersNotFound(reason) => (
                Code::SpeakersNotFound,
                format!("this text looks like a conversation, but no speakers were found: {reason}"),
                not_found_help(&finding.names, declaration),
            ),
            FindingKind::LabelInsideTurn if !self.is_in_turn(finding) => (
                Code::LabelInsideTurn,
                format!("`{name}` begins like a speaker's label, but is read as words that are in no turn"),
                format!(
                    "if `{name}` speaks, write a label before the words of others too, or they become those of `{name}`, and {}; if not, {}",
                    declaration.advice("it", &[name]),
                    self.not_a_speaker(finding)
                ),
            ),
            FindingKind::LabelInsideTurn => (
                Code::LabelInsideTurn,
                format!("`{name}` begins like a speaker's label, but is read as words of the turn around it"),
                format!(
                    "if `{name}` speaks, {}; if not, {}",
                    declaration.advice("it", &[name]),
                    self.not_a_speaker(finding)
                ),
            ),
            FindingKind::LabelInsideLine => (
                Code::LabelInsideTurn,
                format!("`{name}:` inside a line is read as words of the turn around it"),
                format!(
                    "if `{name}` speaks here, begin a new paragraph before the name; if not, escape the colon: `\\:`"
                ),
            ),
            FindingKind::OneOffSpeaker => (
                Code::OneOffSpeaker,
                format!("labelled only once here and declared nowhere: {}", quoted(&finding.names)),
                format!(
                    "{}; for what is no speaker, {}",
                    declaration.advice("those who speak", &[]),
                    self.not_a_speaker(finding)
                ),
            ),
            FindingKind::OneVoice => (
                Code::OneVoice,
                format!(
                    "only `{name}` is labelled: the answers would be read as words of `{name}`, so there are no speakers"
                ),
                "label those who answer too, for example with `**A:** ` before their words".to_string(),
            ),
            FindingKind::QuotedLabels => (
                Code::OneVoice,
                format!(
                    "only words in quotation marks are labelled (by {}), and the words between them are not: who speaks there is not known, so these labels are read as words of the text",
                    quoted(&finding.names)
                ),
                "label those who answer too, for example with `**A:** ` before their words".to_string(),
            ),
            FindingKind::EventLabel => (
                Code::EventLabel,
                format!("`{name}` is shown as an event and speaks no words"),
                format!("if `{name}` is a speaker, {}", declaration.advice("it", &[name])),
            ),
            FindingKind::UnclearTimes(last) => unclear_times(name, last),
        }
    }
}

/// The code, message and help for times such as `written`, whose last part is read as `last`.
fn unclear_times(written: &str, last: LastPart) -> (Code, String, String) {
    let (parts, other) = match last {
        LastPart::Seconds => ("days, hours, minutes and seconds", "hours, minutes, seconds and frames"),
        LastPart::Frames => ("hours, minutes, seconds and frames", "days, hours, minutes and seconds"),
    };
    let message = format!("times such as `{written}` are read as {parts}, and may be {other}");
    let [seconds, frames] = [LastPart::Seconds, LastPart::Frames]
        .map(|last| Timecode::parse_with(written, last).unwrap_or_default());
    let help = format!("write the hours, minutes and seconds: `{frames}` or `{seconds}`");
    (Code::UnclearTime, message, help)
}

fn quoted(names: &[String]) -> String {
    let shown = names.iter().take(MAX_QUOTED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(MAX_QUOTED) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}

fn not_found_help(names: &[String], declaration: DeclarationHelp) -> String {
    if names.is_empty() {
        return "write the speaker's name before the words, for example `**Ann Lee:** …`".to_string();
    }
    let shown: Vec<&str> = names.iter().take(MAX_EXAMPLES).map(String::as_str).collect();
    format!(
        "write `**NAME:** ` before the words, or {}; an unusual layout can be described in site.toml: [transcripts] \
         labels = [\"…\"]",
        declaration.advice("those who speak", &shown)
    )
}
