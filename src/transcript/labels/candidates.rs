//! All candidates of a text: each line's form, its name and its place among paragraphs and sections.

use foldhash::{HashMap, HashMapExt};

use super::form::{LabelForm, LabelStyle, Separator, recognize, recognize_heading};
use super::line::{Container, LineKind, SourceLine, TextSyntax};
use super::name::{NameRate, identity, is_number, rate, split_joint, split_parenthesis};
use super::time::{TimeMark, leading_time};
use super::{LabelRules, clean_name};
use crate::text::names::{is_event, is_role, normalise};
use crate::text::questions::has_counterpart;

/// The number of a name among those of a text.
pub type NameId = u32;

/// A line that has the form of a label.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The number of its line.
    pub line: u32,
    /// Its form; places are bytes of the text.
    pub form: LabelForm,
    /// The name.
    pub name: NameId,
    /// The block that holds its line.
    pub container: Container,
    /// The number of its paragraph.
    pub paragraph: u32,
    /// Its place among the lines of words.
    pub text_line: u32,
    /// Its section: the headings before it or, for a heading, the higher headings before it.
    pub section: u32,
    /// True if it begins a paragraph; headings do.
    pub starts_paragraph: bool,
    /// True if no words follow on its line.
    pub owns_line: bool,
    /// True if words follow on its line outside of brackets.
    pub has_words: bool,
    /// True if its line ends with a question mark.
    pub asks: bool,
    /// True if a quotation mark opens the words behind it.
    pub is_quoted: bool,
}

/// Something about a name that holds wherever it stands.
#[derive(Clone, Debug)]
pub struct NameInfo {
    /// The name as it is written first, without a parenthesis.
    pub written: String,
    /// A rating of its likeness to a name.
    pub rate: NameRate,
    /// True if the author declared it, or all names that it joins.
    pub is_declared: bool,
    /// True if the author says that it is no speaker.
    pub is_refused: bool,
    /// True for a role such as `Q` or `Host`.
    pub is_role: bool,
    /// True for an event such as `Music`.
    pub is_event: bool,
    /// The number of its words.
    pub words: usize,
}

impl NameInfo {
    /// True for a role such as `Q`, and for a single letter, which stands for one in some languages.
    pub fn is_role_or_letter(&self) -> bool {
        self.is_role || self.written.chars().count() == 1
    }
}

/// The candidates of a text.
#[derive(Debug, Default)]
pub struct Candidates {
    /// In reading order.
    pub list: Vec<Candidate>,
    /// The names, by their numbers.
    pub names: Vec<NameInfo>,
    /// Lines that are a time, and nothing else; the number of the line.
    pub times: Vec<(u32, TimeMark)>,
    /// Colons behind a time at the beginning of a line, `(0:12):`; where they stand.
    pub loose_colons: Vec<(u32, u32)>,
    /// Numbers that stand where a name could: their values, and the first and last byte of each.
    pub numbers: Vec<(u8, (usize, usize))>,
    /// The number of paragraphs in the text.
    pub paragraphs: u32,
    /// The number of headings of each level: levels 1 to 6 at indices 0 to 5.
    pub headings: [u32; 6],
}

/// Finds all candidates among `lines` of `text`.
pub fn find_candidates(
    text: &str,
    lines: &[SourceLine],
    syntax: TextSyntax,
    rules: &LabelRules,
) -> Candidates {
    let mut finder = CandidateFinder {
        text,
        syntax,
        rules,
        found: Candidates::default(),
        ids: HashMap::new(),
        as_written: HashMap::new(),
        text_lines: 0,
    };
    for (at, line) in lines.iter().enumerate() {
        finder.text_lines += u32::from(line.kind == LineKind::Text);
        finder.line(at as u32, line, lines.get(at + 1));
    }
    finder.found.paragraphs = lines.last().map_or(0, |line| line.paragraph);
    finder.join_initials();
    finder.found.know_initials();
    finder.found.know_questions();
    finder.found
}

/// A word of two capitals is somebody's initials if it opens this many lines: nobody writes three postscripts.
const MIN_INITIALS: usize = 3;

impl Candidates {
    /// `PS` is a postscript, and the initials of somebody who speaks again and again.
    fn know_initials(&mut self) {
        let mut times = vec![0; self.names.len()];
        self.list.iter().for_each(|candidate| times[candidate.name as usize] += 1);
        let is_initials = |name: &str| name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_uppercase());
        for (info, times) in self.names.iter_mut().zip(times) {
            if info.rate == NameRate::Editorial && times >= MIN_INITIALS && is_initials(&info.written) {
                info.rate = NameRate::High;
            }
        }
    }

    /// `P` and `R` are somebody's initials, and together a question and its answer in some languages.
    fn know_questions(&mut self) {
        let is_answered = |name: &NameInfo| {
            has_counterpart(&name.written, self.names.iter().map(|other| other.written.as_str()))
        };
        let answered: Vec<bool> = self.names.iter().map(is_answered).collect();
        self.names.iter_mut().zip(answered).for_each(|(name, is_answered)| name.is_role |= is_answered);
    }
}

/// The marks that open words which a transcriber quotes.
const QUOTATION_MARKS: [char; 6] = ['"', '“', '„', '«', '「', '『'];

struct CandidateFinder<'t> {
    text: &'t str,
    syntax: TextSyntax,
    rules: &'t LabelRules<'t>,
    found: Candidates,
    /// The numbers of names by their identity.
    ids: HashMap<String, NameId>,
    /// The numbers of names as they are written.
    as_written: HashMap<String, NameId>,
    text_lines: u32,
}

impl CandidateFinder<'_> {
    fn line(&mut self, at: u32, line: &SourceLine, next: Option<&SourceLine>) {
        let words = line.words(self.text);
        if let Some(level) = line.heading_level() {
            self.found.headings[usize::from(level) - 1] += 1;
            if let Some(form) = recognize_heading(words, level) {
                let higher = self.found.headings[..usize::from(level) - 1].iter().sum();
                self.add(at, line, form, higher);
            }
            return;
        }
        if line.kind != LineKind::Text || line.container == Container::Nested {
            return;
        }
        if self.take_time_alone(at, line, words) {
            return;
        }
        let custom = self
            .rules
            .layouts
            .iter()
            .enumerate()
            .find_map(|(number, layout)| layout.recognize(words, number));
        if let Some(form) = custom.or_else(|| recognize(words)).filter(|_| !is_times_of_cue(words)) {
            self.add_text(at, line, form, next);
        }
    }

    /// `(0:12):` or `0:12` on a line: a time without a name.
    fn take_time_alone(&mut self, at: u32, line: &SourceLine, words: &str) -> bool {
        let Some(mark) = leading_time(words) else { return false };
        let rest = words[mark.length..].trim_start();
        if rest.is_empty() {
            self.found.times.push((at, mark));
            return true;
        }
        let Some(behind) = rest.strip_prefix([':', '：']) else { return false };
        let colon = line.content + (words.len() - rest.len()) as u32;
        let end = line.end - behind.len() as u32;
        self.found.loose_colons.push((colon, end));
        true
    }

    fn add_text(&mut self, at: u32, line: &SourceLine, mut form: LabelForm, next: Option<&SourceLine>) {
        let is_set_apart = matches!(form.separator, Separator::Colon | Separator::Time);
        if self.syntax == TextSyntax::Captions && form.style == LabelStyle::Plain && !is_set_apart {
            return;
        }
        if form.separator == Separator::LineEnd && form.style == LabelStyle::Plain {
            let definition =
                next.filter(|next| next.kind == LineKind::Text && next.words(self.text).starts_with(": "));
            match definition {
                Some(next) => {
                    form.style = LabelStyle::Definition;
                    form.rest = (next.content - line.content) as usize + 2;
                }
                // The time stands above the name, and the words below.
                None if self.is_below_time(at) => form.separator = Separator::Time,
                None if !line.starts_paragraph => return,
                None => {}
            }
        }
        self.add(at, line, form, line.section);
    }

    fn is_below_time(&self, at: u32) -> bool {
        self.found.times.last().is_some_and(|(line, _)| line + 1 == at)
    }

    fn add(&mut self, at: u32, line: &SourceLine, mut form: LabelForm, section: u32) {
        let base = line.content as usize;
        form.name = (form.name.0 + base, form.name.1 + base);
        form.rest += base;
        let written = clean_name(&self.text[form.name.0..form.name.1]);
        if is_number(&written) && !self.is_declared(&written, &written) && !is_number_of_speaker(&form) {
            if line.starts_paragraph && line.container == Container::None && is_colon(&form) {
                self.found.numbers.extend(written.parse().map(|number| (number, form.name)));
            }
            return;
        }
        let rest = match self.text.get(form.rest..line.end as usize) {
            Some(rest) => rest,
            // The words are on the next line.
            None => self.text[form.rest..].lines().next().unwrap_or_default(),
        };
        let is_definition = form.style == LabelStyle::Definition;
        let candidate = Candidate {
            line: at,
            name: self.id(&written),
            container: line.container,
            paragraph: line.paragraph,
            text_line: self.text_lines,
            section,
            starts_paragraph: line.starts_paragraph || line.heading_level().is_some(),
            owns_line: rest.trim().is_empty() && !is_definition,
            has_words: has_words(rest),
            asks: rest.trim_end_matches(['*', '_', ' ', '\r', '”', '"', '」']).ends_with(['?', '？', '؟']),
            is_quoted: rest.trim_start().trim_start_matches('[').starts_with(QUOTATION_MARKS),
            form,
        };
        self.found.list.push(candidate);
    }

    /// The number of a name. Most are written as before, and need not be normalized again.
    fn id(&mut self, written: &str) -> NameId {
        if let Some(&id) = self.as_written.get(written) {
            return id;
        }
        let id = self.id_of_identity(written);
        self.as_written.insert(written.to_string(), id);
        id
    }

    fn id_of_identity(&mut self, written: &str) -> NameId {
        let key = identity(written);
        if let Some(&id) = self.ids.get(&key) {
            return id;
        }
        let base = split_parenthesis(written).map_or(written, |(base, _)| base).to_string();
        let is_no_speaker = self.rules.not_speakers.contains(&key);
        let is_declared = !is_no_speaker && self.is_declared(&key, &base);
        let info = NameInfo {
            rate: if is_declared { NameRate::High } else { rate(&base) },
            is_declared,
            is_refused: is_no_speaker || self.rules.only_declared && !is_declared,
            is_role: is_role(&base),
            is_event: is_no_speaker || is_event(&base) && !is_declared,
            words: base.split_whitespace().count(),
            written: base,
        };
        let id = self.found.names.len() as NameId;
        self.found.names.push(info);
        self.ids.insert(key, id);
        id
    }

    fn is_declared(&self, key: &str, base: &str) -> bool {
        let knows = |name: &str| self.rules.declared.contains(&normalise(name));
        let parts = split_joint(base);
        self.rules.declared.contains(key) || parts.len() > 1 && parts.into_iter().all(knows)
    }

    /// `Ida Moll (IM):` says that `IM:` is Ida Moll: one name for both. A heading such as `Questions (Ida Moll)` says
    /// whose they are.
    fn join_initials(&mut self) {
        let mut same: HashMap<NameId, NameId> = HashMap::new();
        for candidate in &self.found.list {
            let written = &self.text[candidate.form.name.0..candidate.form.name.1];
            let is_heading = matches!(candidate.form.style, LabelStyle::Heading(_));
            if !written.ends_with([')', '）']) || is_heading && candidate.form.separator == Separator::LineEnd
            {
                continue;
            }
            let written = clean_name(written);
            let Some((_, inner)) = split_parenthesis(&written) else { continue };
            if let Some(&initials) = self.ids.get(&normalise(inner)).filter(|&&id| id != candidate.name) {
                same.entry(initials).or_insert(candidate.name);
            }
        }
        if !same.is_empty() {
            let known = |id: NameId| same.get(&id).copied().unwrap_or(id);
            self.found.list.iter_mut().for_each(|candidate| candidate.name = known(candidate.name));
        }
    }
}

fn is_colon(form: &LabelForm) -> bool {
    form.separator == Separator::Colon
}

/// `### 1：` may be somebody whose name is not known, if the other headings of its level are names.
fn is_number_of_speaker(form: &LabelForm) -> bool {
    is_colon(form) && matches!(form.style, LabelStyle::Heading(_))
}

/// Returns true for the times of a cue whose arrow is damaged: `00:00.000 -x> 00:01.000` (WebVTT, SubRip).
fn is_times_of_cue(words: &str) -> bool {
    let is_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | ' ');
    let arrow = words.trim_matches(is_time);
    words.starts_with(|c: char| c.is_ascii_digit())
        && words.ends_with(|c: char| c.is_ascii_digit())
        && arrow.len() <= MAX_ARROW
        && arrow.contains(['-', '>'])
}

/// The bytes of a damaged arrow: one more than those of `-->`.
const MAX_ARROW: usize = 4;

/// Returns true if `rest` has words outside of brackets, which enclose a remark or a time. Those of a link are words, and
/// so is an ellipsis, with which a transcriber leaves words out.
pub(super) fn has_words(rest: &str) -> bool {
    let is_link = |link: &str| {
        let (shown, _) = link.split_once("](").unwrap_or_default();
        !shown.contains(']') && shown.contains(char::is_alphabetic)
    };
    let start = rest.trim_start_matches([' ', '*', '_', '"', '“', '„', '«']);
    if start.strip_prefix('[').is_some_and(is_link) {
        return true;
    }
    if start.starts_with(['…', '⋯']) || start.starts_with("...") {
        return true;
    }
    let mut depth = 0_u32;
    for c in rest.chars().take(400) {
        match c {
            '[' | '(' | '（' | '【' => depth += 1,
            ']' | ')' | '）' | '】' => depth = depth.saturating_sub(1),
            _ if depth == 0 && c.is_alphabetic() => return true,
            _ => {}
        }
    }
    rest.starts_with(|c: char| c.is_numeric()) && leading_time(rest.trim()).is_none()
}
