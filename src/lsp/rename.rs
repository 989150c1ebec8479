//! Renames of speakers and notes across a site.
//!
//! A speaker's name is written in labels, in front matter and in `site.toml`; a note's name in references, in its
//! definition, in replies, and in links to it. A rename changes all of them, or says why it cannot.

use std::collections::BTreeMap;

use super::inquiry::Inquiry;
use super::lookup::{
    FoundSubject, NamedSubject, heading_label, note_by_key, page_about, page_sources, subject_at,
};
use super::navigation::note_links;
use crate::diag::Fix;
use crate::edit::SpeakerNameChange;
use crate::load::SITE_FILE;
use crate::model::{Page, Speaker};
use crate::parse::{LabelPlace, note_key};
use crate::resolve::record_path;
use crate::source::{SourceId, Span};
use crate::text::names::normalise;
use crate::text::slug::slug;
use crate::transcript::labels::{can_be_label, clean_name, split_parenthesis};

/// A name that can be changed: its bytes, and the name to begin with.
pub(super) struct RenamedName {
    pub(super) span: Span,
    pub(super) name: String,
}

/// The name at the byte `offset`.
///
/// # Errors
/// The reason why it cannot be changed.
pub(super) fn prepare(inquiry: &Inquiry, offset: usize) -> Result<RenamedName, String> {
    let found = subject_at(inquiry, offset);
    match found {
        Some(FoundSubject { span, subject: NamedSubject::Note(_) }) => {
            let name = inquiry.text()[span.range()].to_string();
            Ok(RenamedName { span, name })
        }
        Some(FoundSubject { span, subject: NamedSubject::Speaker(label) }) => {
            let speaker = label.speaker.as_ref().ok_or("this label names nobody whom the page knows")?;
            let rename = SpeakerRename::new(inquiry, speaker.clone(), &label.written, String::new());
            Ok(RenamedName { span, name: rename.old })
        }
        _ => Err("only names of speakers, in labels, and names of notes can be changed".to_string()),
    }
}

/// The edits that change the name at the byte `offset` to `new`, by file.
///
/// # Errors
/// The reason why the name cannot be changed.
pub(super) fn rename(
    inquiry: &Inquiry,
    offset: usize,
    new: &str,
) -> Result<BTreeMap<SourceId, Vec<Fix>>, String> {
    let new = new.trim();
    let fixes = match subject_at(inquiry, offset).map(|found| found.subject) {
        Some(NamedSubject::Note(key)) => rename_note(inquiry, &key, new)?,
        Some(NamedSubject::Speaker(label)) => {
            let speaker = label.speaker.clone().ok_or("this label names nobody whom the page knows")?;
            if !can_be_label(new) {
                return Err(format!("`{new}` cannot be a label: it would not be read as a name"));
            }
            SpeakerRename::new(inquiry, speaker, &label.written, new.to_string()).fixes()
        }
        _ => return Err("only names of speakers, in labels, and names of notes can be changed".to_string()),
    };
    let mut by_file: BTreeMap<SourceId, Vec<Fix>> = BTreeMap::new();
    for fix in fixes {
        by_file.entry(fix.span.source).or_default().push(fix);
    }
    Ok(by_file)
}

fn rename_note(inquiry: &Inquiry, key: &str, new: &str) -> Result<Vec<Fix>, String> {
    let (id, page) = page_about(inquiry).ok_or("the page of this note was not read")?;
    let note = note_by_key(&page, key).ok_or("the text has no note with this name")?;
    check_note_name(inquiry, &page, key, new)?;
    let places = inquiry.note_places(page.document.source).into_iter().filter(|place| place.key == key);
    let mut spans: Vec<Span> = places.map(|place| place.span).collect();
    spans.extend(heading_label(inquiry, note));
    let replies = page.document.notes.iter().filter_map(|note| note.attribution.reply_to.as_ref());
    let replies = replies.filter(|reply| note_key(&reply.value) == key);
    spans.extend(replies.filter_map(|reply| reply_name(inquiry, reply.span, &reply.value)));
    let mut fixes: Vec<Fix> =
        spans.into_iter().map(|span| Fix { span, replacement: new.to_string() }).collect();
    // A note whose ID is recorded keeps it, and links to it stay as they are.
    let record = record_path(&page.document.path);
    let is_recorded = inquiry.analysis.source_id(&record).is_some();
    if !is_recorded {
        let links = note_links(inquiry, id, &page, key);
        fixes.extend(links.into_iter().filter_map(|span| link_fix(inquiry, span, &note.name, &slug(new))));
    }
    Ok(fixes)
}

fn check_note_name(inquiry: &Inquiry, page: &Page, key: &str, new: &str) -> Result<(), String> {
    if new.is_empty()
        || new.contains(|c: char| c.is_whitespace() || c.is_control() || "[]{}^\\\"`".contains(c))
    {
        return Err(format!(
            "`{new}` cannot be the name of a note: it is a word without spaces and brackets"
        ));
    }
    if let Some((kind, _)) = new.split_once(':')
        && !inquiry.config().kinds.contains_key(kind)
    {
        return Err(format!("no kind of note is called `{kind}`: declare it in {SITE_FILE} first"));
    }
    if note_key(new) != key && note_by_key(page, &note_key(new)).is_some() {
        return Err(format!("the page already has a note called `{new}`"));
    }
    Ok(())
}

/// The bytes of the name in `re=NAME`, within the note at `span` or the lines below it.
fn reply_name(inquiry: &Inquiry, span: Span, name: &str) -> Option<Span> {
    let text = inquiry.analysis.source(span.source).text();
    let start = span.start as usize;
    let at = text[start..].find("re=")?;
    let value = start + at + "re=".len();
    let value = if text[value..].starts_with('"') { value + 1 } else { value };
    text[value..].starts_with(name).then(|| Span::new(span.source, value, value + name.len()))
}

/// The change of the anchor in the link at `span`: `#note-bet` and `#ref-bet.2`.
fn link_fix(inquiry: &Inquiry, span: Span, old: &str, new: &str) -> Option<Fix> {
    let written = &inquiry.analysis.source(span.source).text()[span.range()];
    let (at, prefix) =
        ["#note-", "#ref-"].iter().find_map(|prefix| Some((written.rfind(prefix)?, prefix.len())))?;
    let start = span.start as usize + at + prefix;
    written[at + prefix..]
        .starts_with(old)
        .then(|| Fix { span: Span::new(span.source, start, start + old.len()), replacement: new.to_string() })
}

/// The change of one name of a speaker. Where several names are in use, the others stay, unless they are only a part of
/// the old one.
struct SpeakerRename<'a> {
    inquiry: &'a Inquiry,
    speaker: Speaker,
    old: String,
    new: String,
    /// True if the old name is the full one, and not an alias.
    is_full_name: bool,
    /// Other names that the speaker has, which do not change.
    kept: Vec<String>,
}

impl<'a> SpeakerRename<'a> {
    /// The change of the name in a label. A label that is an ID or a part of the full name stands for the full name.
    fn new(inquiry: &'a Inquiry, speaker: Speaker, written: &str, new: String) -> Self {
        let person = inquiry.config().people.get(&speaker.id).filter(|_| speaker.is_person);
        let own = inquiry
            .analysis
            .page(inquiry.id)
            .and_then(|(_, page)| page.document.front.people.get(&speaker.id).cloned());
        let mut kept = vec![speaker.id.clone(), speaker.name.clone()];
        kept.extend(person.cloned().or(own).into_iter().flat_map(|person| person.aliases));
        let is_alias = kept.iter().skip(2).any(|alias| normalise(alias) == normalise(written));
        let old = if is_alias || !speaker.declared { written.to_string() } else { speaker.name.clone() };
        kept.retain(|name| normalise(name) != normalise(&old));
        let is_full_name = !is_alias;
        SpeakerRename { inquiry, speaker, old, new, is_full_name, kept }
    }

    fn fixes(&self) -> Vec<Fix> {
        let profile = self.speaker.profile_id();
        let sources: Vec<SourceId> = match &profile {
            Some(_) => page_sources(self.inquiry).collect(),
            // An undeclared speaker of another page with the same name may be somebody else.
            None => vec![self.inquiry.id],
        };
        let mut fixes: Vec<Fix> = Vec::new();
        for source in sources {
            let labels = self.label_fixes(source, profile.as_deref());
            if !labels.is_empty() || source == self.inquiry.id || profile.is_some() {
                fixes.extend(labels);
                fixes.extend(self.change(source).in_front_matter(&self.old));
            }
        }
        if self.speaker.is_person {
            fixes.extend(self.settings_fixes());
        }
        fixes
    }

    fn label_fixes(&self, source: SourceId, profile: Option<&str>) -> Vec<Fix> {
        let is_theirs = |speaker: &Speaker| match profile {
            Some(profile) => speaker.profile_id().as_deref() == Some(profile),
            None => speaker.id == self.speaker.id,
        };
        let labels = self.inquiry.labels(source).into_iter();
        let theirs = labels.filter(|label| label.speaker.as_ref().is_some_and(is_theirs));
        theirs.filter_map(|label| self.label_fix(&label)).collect()
    }

    /// The change of one label: of the old name, or of a part of it that would be nobody's name any more.
    fn label_fix(&self, label: &LabelPlace) -> Option<Fix> {
        let text = self.inquiry.analysis.source(label.span.source).text();
        let written = &text[label.span.range()];
        // A remark behind the name stays.
        let name = split_parenthesis(written).map_or(written, |(name, _)| name.trim_end());
        let key = normalise(&clean_name(name));
        let is_old = key == normalise(&self.old);
        let is_kept = || self.kept.iter().any(|kept| normalise(kept) == key);
        let is_part = || self.old.split_whitespace().any(|part| normalise(part) == key);
        let is_meant = is_old || self.is_full_name && is_part() && !is_kept();
        is_meant.then(|| self.change(label.span.source).in_label(label.span.range()))
    }

    fn change(&self, source: SourceId) -> SpeakerNameChange<'_> {
        SpeakerNameChange { source, text: self.inquiry.analysis.source(source).text(), new: &self.new }
    }

    fn settings_fixes(&self) -> Vec<Fix> {
        let settings = self.inquiry.analysis.source_id(SITE_FILE);
        settings.map_or(Vec::new(), |settings| self.change(settings).in_settings(&self.speaker.id, &self.old))
    }
}
