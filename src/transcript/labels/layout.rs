//! Layouts: candidates that are written alike, and the figures by which they are judged together.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::candidates::{Candidate, Candidates, NameId};
use super::form::{LabelStyle, Separator};
use super::line::Container;
use super::name::NameRate;

/// The way in which labels are written: candidates with the same key are judged together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LayoutKey {
    /// The block around the label.
    pub container: Container,
    /// The typography.
    pub style: LabelStyle,
    /// The mark after the name.
    pub separator: Separator,
}

/// The strength of the evidence in a layout's typography alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Prose has it as well: a dash, a bare name.
    Weak,
    /// A plain colon: much prose has it.
    Medium,
    /// Typography or times that prose does not have.
    Strong,
}

impl LayoutKey {
    /// The layout of a candidate.
    pub fn of_candidate(candidate: &Candidate) -> Self {
        LayoutKey {
            container: candidate.container,
            style: candidate.form.style,
            separator: candidate.form.separator,
        }
    }

    /// The strength of the layout alone, given `timed`, the share of its labels that have a time.
    pub fn strength(self, timed: f32) -> Strength {
        use LabelStyle::{Angle, Custom, Definition, Heading, Marker, Plain};
        match (self.style, self.separator) {
            (Custom(_), _) => Strength::Strong,
            // A marker sets the name apart, and white space ends it.
            (Marker, Separator::Space) => Strength::Medium,
            (_, Separator::Colon | Separator::Time) if timed > 0.5 => Strength::Strong,
            (Definition, _)
            | (_, Separator::TightColon | Separator::Dash | Separator::Dot | Separator::Space) => {
                Strength::Weak
            }
            (_, Separator::InlineTime | Separator::LineEnd) => Strength::Weak,
            (Plain | Angle | Marker | Heading(1 | 2), _) => Strength::Medium,
            _ => Strength::Strong,
        }
    }

    fn is_heading(self) -> bool {
        matches!(self.style, LabelStyle::Heading(_))
    }

    /// Returns true if only labels that begin paragraphs are counted: with clear typography, labels are found inside
    /// paragraphs too.
    fn counts_paragraphs(self) -> bool {
        matches!(self.style, LabelStyle::Plain | LabelStyle::Angle | LabelStyle::Marker)
    }
}

/// A layout's candidates and figures.
#[derive(Clone, Debug)]
pub struct LayoutFigures {
    /// The layout.
    pub key: LayoutKey,
    /// Its candidates, by their places in the list of all.
    pub members: Vec<usize>,
    /// Those of them whose names come again or are declared.
    pub core: Vec<usize>,
    /// The names of the core.
    pub names: HashSet<NameId>,
    /// The number of times a name comes back after another one.
    pub returns: usize,
    /// The same, forgetting all names at each heading.
    pub returns_in_section: usize,
    /// The part of the paragraphs from the first core label to the last that have one.
    pub share: f32,
    /// The part of neighbours among core labels that stand at most three paragraphs apart.
    pub near: f32,
    /// The part of all candidates that are core.
    pub repeated: f32,
    /// The mean rate of the core's names, 0 to 3.
    pub rate: f32,
    /// The part of the core that has a time.
    pub timed: f32,
    /// The part of the core's names that are roles or single letters.
    pub roles: f32,
    /// True if lines are counted instead of paragraphs.
    pub is_by_line: bool,
    /// True if the labels are those of a form or a list of records.
    pub is_record: bool,
    /// The first and the last paragraph with a core label.
    pub span: (u32, u32),
}

impl LayoutFigures {
    /// The strength of the layout's typography.
    pub fn strength(&self) -> Strength {
        self.key.strength(self.timed)
    }

    /// The strength of the evidence for one label: the times of other labels are no evidence for one without a time.
    pub fn strength_for(&self, candidate: &Candidate) -> Strength {
        self.key.strength(if candidate.form.time.is_some() { self.timed } else { 0.0 })
    }
}

/// Groups the candidates by layout and works out the figures of each.
pub fn measure_layouts(found: &Candidates) -> Vec<LayoutFigures> {
    let mut groups: Vec<(LayoutKey, Vec<usize>)> = Vec::new();
    let mut places: HashMap<LayoutKey, usize> = HashMap::new();
    for (at, candidate) in found.list.iter().enumerate() {
        let key = LayoutKey::of_candidate(candidate);
        let place = *places.entry(key).or_insert_with(|| {
            groups.push((key, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(at);
    }
    groups.into_iter().map(|(key, members)| measure(found, key, members)).collect()
}

fn measure(found: &Candidates, key: LayoutKey, members: Vec<usize>) -> LayoutFigures {
    let list = &found.list;
    let is_possible = |at: &usize| {
        let name = &found.names[list[*at].name as usize];
        !name.is_refused && (name.is_declared || name.rate >= NameRate::Low)
    };
    let possible: Vec<usize> = members.iter().copied().filter(is_possible).collect();
    let starting = possible.iter().filter(|&&at| list[at].starts_paragraph).count();
    let is_one_paragraph = found.paragraphs == 1 && possible.len() > 1;
    let is_by_line = !key.is_heading()
        && (starting * 2 < possible.len() || is_one_paragraph || is_stacked(list, &possible, starting));
    let counted: Vec<usize> = match key.counts_paragraphs() && !is_by_line {
        true => possible.into_iter().filter(|&at| list[at].starts_paragraph).collect(),
        false => possible,
    };
    let mut times: HashMap<NameId, usize> = HashMap::new();
    counted.iter().for_each(|&at| *times.entry(list[at].name).or_default() += 1);
    let is_core = |at: &usize| {
        let name = list[*at].name;
        times[&name] > 1 || found.names[name as usize].is_declared
    };
    let core: Vec<usize> = counted.iter().copied().filter(is_core).collect();
    let names: HashSet<NameId> = core.iter().map(|&at| list[at].name).collect();
    let mut figures = figures_of(found, key, &core, is_by_line);
    figures.repeated = part(core.len(), members.len());
    let points: usize = names.iter().map(|&name| found.names[name as usize].rate.points()).sum();
    figures.rate = part(points, names.len());
    let role = |at: &&usize| found.names[list[**at].name as usize].is_role_or_letter();
    figures.roles = part(core.iter().filter(role).count(), core.len());
    figures.is_record = is_record(found, &members, &core, &figures, &names);
    LayoutFigures { members, core, names, ..figures }
}

/// Returns true if as many labels stand inside paragraphs as begin one, nearly each on the line below another: each line is
/// a turn.
fn is_stacked(list: &[Candidate], possible: &[usize], starting: usize) -> bool {
    let inside = possible.len() - starting;
    let is_below = |pair: &&[usize]| {
        let (above, below) = (&list[pair[0]], &list[pair[1]]);
        !below.starts_paragraph && below.text_line == above.text_line + 1
    };
    inside > 1 && starting <= inside && possible.windows(2).filter(is_below).count() * 5 >= inside * 4
}

/// The figures that depend on the order and places of the labels `core` alone.
pub fn figures_of(found: &Candidates, key: LayoutKey, core: &[usize], is_by_line: bool) -> LayoutFigures {
    let at = |place: &usize| &found.list[*place];
    let (returns, returns_in_section) = returns(core.iter().map(at));
    let timed = part(core.iter().filter(|place| at(place).form.time.is_some()).count(), core.len());
    let near = core.windows(2).filter(|pair| at(&pair[1]).paragraph - at(&pair[0]).paragraph <= 3).count();
    let span = match core {
        [first, .., last] => (at(first).paragraph, at(last).paragraph),
        [only] => (at(only).paragraph, at(only).paragraph),
        [] => (0, 0),
    };
    LayoutFigures {
        key,
        members: Vec::new(),
        core: Vec::new(),
        names: HashSet::new(),
        returns,
        returns_in_section,
        share: share(core.iter().map(at), is_by_line, key.is_heading()),
        near: part(near, core.len().saturating_sub(1)),
        repeated: 0.0,
        rate: 0.0,
        timed,
        roles: 0.0,
        is_by_line,
        is_record: false,
        span,
    }
}

fn part(some: usize, all: usize) -> f32 {
    if all == 0 { 0.0 } else { some as f32 / all as f32 }
}

/// Counts the times a name comes back after another one: in the whole text, and within sections.
fn returns<'c>(core: impl Iterator<Item = &'c Candidate>) -> (usize, usize) {
    let (mut seen, mut here) = (HashSet::new(), HashSet::new());
    let (mut all, mut inside) = (0, 0);
    let mut last: Option<(NameId, u32)> = None;
    for candidate in core {
        if last.is_some_and(|(_, section)| section != candidate.section) {
            here.clear();
        }
        let is_other = last.is_some_and(|(name, _)| name != candidate.name);
        all += usize::from(is_other && seen.contains(&candidate.name));
        inside += usize::from(is_other && here.contains(&candidate.name));
        seen.insert(candidate.name);
        here.insert(candidate.name);
        last = Some((candidate.name, candidate.section));
    }
    (all, inside)
}

/// The part of the paragraphs, or lines, between the first label and the last that have one; a label on a line of its
/// own has the words behind it too.
fn share<'c>(core: impl Iterator<Item = &'c Candidate>, is_by_line: bool, is_heading: bool) -> f32 {
    let (mut covered, mut next) = (0_u32, 0_u32);
    let mut first = None;
    let mut end = 0;
    for candidate in core {
        let at = if is_by_line { candidate.text_line } else { candidate.paragraph };
        let (from, to) = match (is_heading, candidate.owns_line) {
            (true, _) => (at + 1, at + 2),
            (false, true) => (at, at + 2),
            (false, false) => (at, at + 1),
        };
        first.get_or_insert(from);
        covered += to.saturating_sub(from.max(next));
        next = next.max(to);
        end = end.max(to);
    }
    let all = end - first.unwrap_or(end);
    part(covered as usize, all as usize)
}

/// Returns true if labels are those of a form: they come back, but never inside one section; or three and more names
/// follow each other in a fixed ring. Roles, declared names and times do not make records.
fn is_record(
    found: &Candidates,
    members: &[usize],
    core: &[usize],
    figures: &LayoutFigures,
    names: &HashSet<NameId>,
) -> bool {
    let is_trusted =
        |&name: &NameId| found.names[name as usize].is_declared || found.names[name as usize].is_role;
    if figures.timed > 0.5 || names.iter().filter(|name| is_trusted(name)).count() * 2 > names.len() {
        return false;
    }
    // Each section of an interview may have one question and its answer; a form does not ask.
    let asks = core.iter().any(|&at| found.list[at].asks);
    let never_returns = figures.returns >= 2 && figures.returns_in_section == 0;
    if never_returns && !asks && turned_part(found, core) < MIN_TURNED {
        return true;
    }
    // Words of forms that are never names, such as `Date`, are part of the ring.
    let in_ring = |&at: &usize| {
        core.binary_search(&at).is_ok()
            || found.names[found.list[at].name as usize].rate == NameRate::Editorial
    };
    let is_said = |name: &NameId| !found.names[*name as usize].is_event;
    let ring: Vec<NameId> =
        members.iter().copied().filter(in_ring).map(|at| found.list[at].name).filter(is_said).collect();
    is_ring(&ring)
}

/// Forms keep the order of their lines; among people, one pair of names in ten comes the other way round as well.
const MIN_TURNED: f32 = 0.1;

/// More names of a section are not compared with each other.
const MAX_COMPARED: usize = 12;

/// The part of the pairs of names within a section that stand the other way round in another one.
fn turned_part(found: &Candidates, core: &[usize]) -> f32 {
    let mut before: HashMap<(NameId, NameId), usize> = HashMap::new();
    for section in core.chunk_by(|&a, &b| found.list[a].section == found.list[b].section) {
        let mut names: Vec<NameId> = Vec::new();
        for name in section.iter().map(|&at| found.list[at].name) {
            if names.len() < MAX_COMPARED && !names.contains(&name) {
                names.iter().for_each(|&earlier| *before.entry((earlier, name)).or_default() += 1);
                names.push(name);
            }
        }
    }
    let turned = |(&(a, b), &count): (&(NameId, NameId), &usize)| {
        let back = before.get(&(b, a)).copied().unwrap_or_default();
        if a < b { count.min(back) } else { 0 }
    };
    part(before.iter().map(turned).sum(), before.values().sum())
}

/// Returns true if three or more names follow each other in a fixed ring. Two that alternate are a conversation.
fn is_ring(names: &[NameId]) -> bool {
    let distinct = names.iter().collect::<HashSet<_>>().len();
    if distinct < 3 || names.len() < distinct * 2 {
        return false;
    }
    let mut follows: HashMap<(NameId, NameId), usize> = HashMap::new();
    names.windows(2).for_each(|pair| *follows.entry((pair[0], pair[1])).or_default() += 1);
    let mut most: HashMap<NameId, (usize, NameId)> = HashMap::new();
    for (&(name, next), &count) in &follows {
        let best = most.entry(name).or_default();
        *best = (*best).max((count, next));
    }
    let regular: usize = most.values().map(|(count, _)| count).sum();
    part(regular, names.len() - 1) >= 0.95 && ring_length(names[0], &most) > 2
}

/// The number of names in the ring that `from` leads into.
fn ring_length(from: NameId, next: &HashMap<NameId, (usize, NameId)>) -> usize {
    let mut at = from;
    let mut steps: HashMap<NameId, usize> = HashMap::new();
    for step in 0.. {
        if let Some(before) = steps.insert(at, step) {
            return step - before;
        }
        let Some(&(_, following)) = next.get(&at) else { return 0 };
        at = following;
    }
    0
}
