//! Lines that begin like a label of the page and were not read as one.

use foldhash::{HashMap, HashMapExt, HashSet};

use super::candidates::{Candidate, Candidates, NameId, NameInfo};
use super::decide::{Decision, Verdict};
use super::events::is_enclosed_alone;
use super::form::{LabelStyle, Separator};
use super::layout::{LayoutKey, Strength};
use super::line::Container;
use super::name::NameRate;
use crate::text::names::is_event;
use crate::text::script::is_unspaced;

/// The longest words that are reported because nearly all paragraphs around them begin with a label, in characters.
const MAX_ODD_CHARS: usize = 32;

/// The labels of a page, to which its other lines are compared.
pub(super) struct MissedLabels<'t> {
    found: &'t Candidates,
    /// The names of those who speak.
    speakers: HashSet<NameId>,
    /// The line of the first label.
    first: u32,
    /// The paragraphs with labels.
    labelled: HashSet<u32>,
    /// The layouts of the labels.
    layouts: HashSet<LayoutKey>,
    /// True if nearly every paragraph begins with a label: one that begins with something like it is an exception.
    is_dense: bool,
    /// The number of lines that begin with each name and were not read as labels.
    unread: HashMap<NameId, usize>,
    /// True if everybody with a label is declared: whoever made the page knows who speaks.
    are_declared: bool,
}

impl<'t> MissedLabels<'t> {
    /// The labels of a page as they were decided.
    pub(super) fn new(found: &'t Candidates, decision: &Decision) -> Self {
        let of = |wanted: Verdict| {
            let verdicts = found.list.iter().zip(&decision.verdicts);
            verdicts.filter(move |(_, verdict)| **verdict == wanted).map(|(candidate, _)| candidate)
        };
        let layouts: HashSet<LayoutKey> = of(Verdict::Speaker).map(LayoutKey::of_candidate).collect();
        let is_dense = decision.layouts.iter().any(|layout| {
            layouts.contains(&layout.key)
                && layout.key.separator == Separator::Colon
                && layout.names.len() > 1
                && layout.share >= 0.8
        });
        let mut unread = HashMap::new();
        of(Verdict::Words).for_each(|candidate| *unread.entry(candidate.name).or_default() += 1);
        MissedLabels {
            found,
            speakers: of(Verdict::Speaker).map(|candidate| candidate.name).collect(),
            first: of(Verdict::Speaker).next().map_or(u32::MAX, |candidate| candidate.line),
            labelled: of(Verdict::Speaker).map(|candidate| candidate.paragraph).collect(),
            layouts,
            is_dense,
            unread,
            are_declared: of(Verdict::Speaker)
                .all(|candidate| found.names[candidate.name as usize].is_declared),
        }
    }

    /// Returns true if the author should look at a candidate that is no label.
    pub(super) fn is_one(&self, candidate: &Candidate) -> bool {
        let name = &self.found.names[candidate.name as usize];
        let form = &candidate.form;
        let is_bare_space = form.separator == Separator::Space && form.style == LabelStyle::Plain;
        candidate.line > self.first
            && !name.is_refused
            && !self.is_other_layout(candidate)
            && !matches!(form.style, LabelStyle::Heading(_))
            && !is_bare_space
            && !is_prose(&name.written)
            && (self.is_known(candidate)
                || self.is_enclosed_name(candidate, name)
                || is_full(candidate, name) && !(self.are_declared && is_bare_line(candidate))
                || self.is_alike(candidate, name)
                || self.is_odd(candidate, name))
    }

    fn is_known(&self, candidate: &Candidate) -> bool {
        self.speakers.contains(&candidate.name) && candidate.form.separator != Separator::LineEnd
    }

    /// `[Olga]` again and again on lines of its own, or a full name once, each time above words: the remark of a transcriber
    /// stands alone.
    fn is_enclosed_name(&self, candidate: &Candidate, name: &NameInfo) -> bool {
        is_enclosed_alone(candidate)
            && name.rate >= NameRate::Fair
            && !name.is_event
            && candidate.starts_paragraph
            && !self.labelled.contains(&(candidate.paragraph + 1))
            && (candidate.container == Container::None && is_full_name(name) && !self.are_declared
                || self.unread.get(&candidate.name).is_some_and(|&times| times > 1))
    }

    /// Returns true for what prose has too, where no label of the page is written so: `Ann Lee - thank you` of somebody
    /// who is spoken to, `*Filed under: letters*`, and of those who do not speak, items of lists such as `- On Friday:`
    /// and quotations.
    fn is_other_layout(&self, candidate: &Candidate) -> bool {
        let form = &candidate.form;
        let is_dash = form.style == LabelStyle::Plain && form.separator == Separator::Dash;
        let is_whole_line = form.style == LabelStyle::Italic && !form.reopened.is_empty();
        let is_item = matches!(candidate.container, Container::Bullet | Container::Number);
        let is_strange = !self.speakers.contains(&candidate.name);
        let name = &self.found.names[candidate.name as usize];
        (is_dash && !name.is_role || is_whole_line || is_strange && (is_item || candidate.is_quoted))
            && !self.layouts.contains(&LayoutKey::of_candidate(candidate))
    }

    /// Written as the labels of the page are.
    fn is_alike(&self, candidate: &Candidate, name: &NameInfo) -> bool {
        let key = LayoutKey::of_candidate(candidate);
        let is_set_apart = candidate.form.style != LabelStyle::Plain;
        let is_clear = key.strength(0.0) == Strength::Strong
            || candidate.starts_paragraph && (is_set_apart || name.rate == NameRate::High);
        name.rate >= NameRate::Fair && is_clear && self.layouts.contains(&key)
    }

    /// An exception among paragraphs with labels, or a full name that is set apart more than once.
    fn is_odd(&self, candidate: &Candidate, name: &NameInfo) -> bool {
        let is_exception = self.is_dense
            && candidate.form.separator == Separator::Colon
            && name.rate != NameRate::Editorial
            && self.is_like_name(&name.written);
        let is_repeated = candidate.form.style != LabelStyle::Plain
            && name.rate == NameRate::High
            && self.unread.get(&candidate.name).is_some_and(|&times| times > 1);
        candidate.starts_paragraph && (is_exception || is_repeated)
    }
}

impl MissedLabels<'_> {
    /// Returns true for a handle, for two words without capitals, for words that all have capitals, and for a speaker's name with something behind it:
    /// `Jack, captain`, `Jack's wife`. Words such as `Next point` are prose.
    fn is_like_name(&self, written: &str) -> bool {
        let first = written.split([' ', ',', '\'', '’']).next().unwrap_or_default();
        let is_known = self.speakers.iter().any(|&id| self.found.names[id as usize].written == first);
        let mut words = written.split_whitespace();
        let is_capital =
            |word: &str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        let length = written.chars().count();
        let has_case = written.chars().any(|c| c.is_uppercase() || c.is_lowercase());
        // A sentence in a script without spaces may hold a Latin word.
        let is_spaced = !written.chars().any(is_unspaced);
        let is_handle = has_case && is_spaced && !written.contains(' ') && length > 1;
        let is_plain = |c: char| c.is_lowercase() || c == ' ';
        let is_lower = written.split(' ').count() == 2 && written.chars().all(is_plain);
        length <= MAX_ODD_CHARS && (is_known || is_handle || is_spaced && (is_lower || words.all(is_capital)))
    }
}

/// Returns true for two or three words that begin with capitals and have small letters.
fn is_full_name(name: &NameInfo) -> bool {
    name.rate == NameRate::High
        && !name.is_role
        && (2..=3).contains(&name.words)
        && name.written.split(' ').all(|word| word.contains(char::is_lowercase) && !is_event(word))
}

/// The longest name in a script without spaces, in characters.
const MAX_UNSPACED_NAME: usize = 10;

/// Returns true for a sentence in a script without spaces, which Latin words in it seem to divide into words, and for the
/// address of a site.
fn is_prose(written: &str) -> bool {
    let is_sentence = written.chars().any(is_unspaced) && written.chars().count() > MAX_UNSPACED_NAME;
    let is_address = written.split_once('.').is_some_and(|(before, after)| {
        before.ends_with(char::is_alphanumeric)
            && after.starts_with(char::is_lowercase)
            && !written.contains(' ')
    });
    is_sentence || is_address
}

/// Returns true for words alone on a line behind a time, as short answers are: `[0:42] Certainly Not`.
fn is_bare_line(candidate: &Candidate) -> bool {
    candidate.owns_line && candidate.form.separator == Separator::Time
}

/// A role, or a name of several words, with a mark behind it.
fn is_full(candidate: &Candidate, name: &NameInfo) -> bool {
    let separator = candidate.form.separator;
    let is_marked = matches!(separator, Separator::Colon | Separator::Time)
        || candidate.form.style != LabelStyle::Plain && separator == Separator::Dash;
    name.is_role && separator == Separator::Dash && candidate.starts_paragraph
        || name.rate == NameRate::High && is_marked && (name.words > 1 || name.is_role)
}
