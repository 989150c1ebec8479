//! Published anchors kept: what `postil pin` recorded is brought to the turns, sections and notes
//! that a page has now.

mod align;
mod sketch;

use std::collections::{BTreeMap, HashMap, HashSet};

use self::align::{Fate, New, Old, align};
use self::sketch::Words;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{AnchorRecord, Document, Note, Page, Pin, PinTarget, Section, Turn};
use crate::source::{SourceId, Span};
use crate::text::slug::Names;

/// A note whose words share at least this much with a recorded one is that note under another name.
const SAME_NOTE: f64 = 0.5;

/// The records of a run, by the page they are about.
pub type Records = BTreeMap<String, AnchorRecord>;

/// Gives the turns and sections of `document` the anchors they were published with.
pub fn keep_anchors(document: &mut Document, record: &AnchorRecord) -> Diagnostics {
    Keeper::new(document, record).keep()
}

/// Names the records whose page is gone, with the page that it may have become.
pub fn check_addresses(pages: &[Page], records: &Records) -> Diagnostics {
    let addresses: HashSet<&str> = pages.iter().map(|page| page.address.as_str()).collect();
    let aliases: HashSet<String> = pages.iter().flat_map(former_addresses).collect();
    let mut diagnostics = Diagnostics::new();
    for record in records.values() {
        if !addresses.contains(record.address.as_str()) && !aliases.contains(&record.address) {
            diagnostics.push(address_gone(record, pages));
        }
    }
    diagnostics
}

fn former_addresses(page: &Page) -> impl Iterator<Item = String> {
    page.document.front.aliases.iter().map(|alias| format!("{}/", alias.value.trim_matches('/')))
}

fn address_gone(record: &AnchorRecord, pages: &[Page]) -> Diagnostic {
    let message = format!("there is no page at /{} any more, which was published", record.address);
    let diagnostic = Diagnostic::new(Code::AddressGone, message).at(Span::new(record.source, 0, 0));
    let heir = pages
        .iter()
        .map(|page| (resemblance(record, &page.open().document), page))
        .filter(|(share, _)| *share > SAME_NOTE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    match heir {
        Some((_, page)) => diagnostic.help(format!(
            "content/{} has its words: add aliases = [\"/{}\"] to its front matter and move the record to {}",
            page.document.path,
            record.address,
            record_path(&page.document.path)
        )),
        None => diagnostic
            .help("add its address to the aliases of the page that took its place, or delete the record"),
    }
}

/// The share of a record's turns whose words a document has unchanged.
fn resemblance(record: &AnchorRecord, document: &Document) -> f64 {
    let words: HashSet<u32> = document.turns().map(|turn| Words::of(&turn.blocks).whole()).collect();
    let turns = record.pins.iter().filter_map(|pin| match &pin.target {
        PinTarget::Turn { sketch, .. } => Some(sketch.whole),
        _ => None,
    });
    let (mut all, mut found) = (0u32, 0u32);
    for whole in turns {
        all += 1;
        found += u32::from(words.contains(&whole));
    }
    f64::from(found) / f64::from(all.max(1))
}

/// Where the record of the page at `path` below `content/` is kept.
pub fn record_path(path: &str) -> String {
    format!("anchors/{}.txt", path.strip_suffix(".md").unwrap_or(path))
}

/// What there is to record of a page as it is published now.
pub fn record(page: &Page) -> AnchorRecord {
    let document = &page.document;
    let mut pins = Vec::new();
    for section in &document.sections {
        if let Some(heading) = &section.heading {
            pins.push(pin(&heading.anchor, &heading.former, PinTarget::Section));
        }
        for turn in &section.turns {
            let target = PinTarget::Turn {
                speakers: speakers(turn, document),
                time: turn.time,
                sketch: Words::of(&turn.blocks).sketch(),
            };
            pins.push(pin(&turn.anchor, &turn.former, target));
        }
    }
    let notes = document
        .notes
        .iter()
        .map(|note| pin(&note.name, &[], PinTarget::Note { sketch: Words::of(&note.blocks).sketch() }));
    pins.extend(notes);
    AnchorRecord { source: SourceId(0), page: document.path.clone(), address: page.address.clone(), pins }
}

fn pin(anchor: &str, former: &[String], target: PinTarget) -> Pin {
    let anchors = std::iter::once(anchor.to_string()).chain(former.iter().cloned()).collect();
    Pin { anchors, target, span: Span::new(SourceId(0), 0, 0) }
}

fn speakers(turn: &Turn, document: &Document) -> String {
    let ids: Vec<&str> = turn.speakers.iter().map(|&id| document.speaker(id).id.as_str()).collect();
    ids.join("+")
}

/// Keeps the anchors of one page.
struct Keeper<'a> {
    document: &'a mut Document,
    record: &'a AnchorRecord,
    /// The section that each turn is in.
    section_of: Vec<usize>,
    diagnostics: Diagnostics,
}

impl<'a> Keeper<'a> {
    fn new(document: &'a mut Document, record: &'a AnchorRecord) -> Self {
        let sections = document.sections.iter().enumerate();
        let section_of = sections.flat_map(|(at, section)| section.turns.iter().map(move |_| at)).collect();
        Keeper { document, record, section_of, diagnostics: Diagnostics::new() }
    }

    fn keep(mut self) -> Diagnostics {
        let fates = self.turn_fates();
        let mut kept: HashMap<usize, &Pin> = HashMap::new();
        let mut former: Vec<(Place, &Pin)> = Vec::new();
        for (pin, fate) in self.turn_pins().zip(&fates) {
            match *fate {
                Fate::Kept(new) => {
                    kept.insert(new, pin);
                }
                Fate::Joined(new) | Fate::Gone(Some(new)) => former.push((Place::Turn(new), pin)),
                Fate::Gone(None) => former.push((Place::Page, pin)),
            }
        }
        let gone = self.turn_pins().zip(&fates).filter(|(_, fate)| matches!(fate, Fate::Gone(_)));
        let complaints: Vec<Diagnostic> = gone.map(|(pin, _)| anchor_gone(pin)).collect();
        self.diagnostics.extend(complaints);
        let sections = self.section_places(&fates);
        self.assign(&kept, &former, &sections);
        self.diagnostics
    }

    fn turn_pins(&self) -> impl Iterator<Item = &'a Pin> + use<'a> {
        self.record.pins.iter().filter(|pin| matches!(pin.target, PinTarget::Turn { .. }))
    }

    fn turn_fates(&self) -> Vec<Fate> {
        let old: Vec<Old> = self
            .record
            .pins
            .iter()
            .filter_map(|pin| match &pin.target {
                PinTarget::Turn { speakers, time, sketch } => Some(Old { speakers, time: *time, sketch }),
                _ => None,
            })
            .collect();
        let new: Vec<New> = self
            .document
            .turns()
            .map(|turn| New {
                speakers: speakers(turn, self.document),
                time: turn.time,
                words: Words::of(&turn.blocks),
            })
            .collect();
        align(&old, &new)
    }

    /// Where each recorded section is now: under the same anchor, else the section in which its first
    /// turn is, if that is a new one.
    fn section_places(&self, fates: &[Fate]) -> Vec<(Place, &'a Pin)> {
        let pins: Vec<&'a Pin> =
            self.record.pins.iter().filter(|pin| !matches!(pin.target, PinTarget::Note { .. })).collect();
        let recorded: HashSet<&str> = self.record.pins.iter().map(|pin| pin.anchors[0].as_str()).collect();
        let here: HashMap<&str, usize> = anchored_sections(&self.document.sections).collect();
        let mut places = Vec::new();
        let mut taken: HashSet<usize> = HashSet::new();
        let mut turn = 0;
        for pin in pins {
            if matches!(pin.target, PinTarget::Turn { .. }) {
                turn += 1;
                continue;
            }
            let place = match here.get(pin.anchors[0].as_str()) {
                Some(&section) => Place::Section(section),
                None => self.section_at(fates.get(turn..).unwrap_or_default(), &recorded, &mut taken),
            };
            places.push((place, pin));
        }
        places
    }

    fn section_at(&self, following: &[Fate], recorded: &HashSet<&str>, taken: &mut HashSet<usize>) -> Place {
        let next = following.iter().find_map(|fate| match fate {
            Fate::Kept(new) | Fate::Joined(new) => Some(*new),
            Fate::Gone(_) => None,
        });
        let Some(turn) = next else { return Place::Page };
        let section = self.section_of[turn];
        let heading = self.document.sections[section].heading.as_ref();
        let is_new = heading.is_some_and(|heading| !recorded.contains(heading.anchor.as_str()));
        match is_new && taken.insert(section) {
            true => Place::Section(section),
            false => Place::Turn(turn),
        }
    }

    fn assign(&mut self, kept: &HashMap<usize, &Pin>, former: &[(Place, &Pin)], sections: &[(Place, &Pin)]) {
        let all = kept
            .values()
            .copied()
            .chain(former.iter().map(|(_, pin)| *pin))
            .chain(sections.iter().map(|(_, pin)| *pin));
        let mut names = Names::default();
        all.flat_map(|pin| &pin.anchors).for_each(|anchor| {
            names.take(anchor);
        });
        let mut turns: Vec<&mut Turn> =
            self.document.sections.iter_mut().flat_map(|section| &mut section.turns).collect();
        for (at, turn) in turns.iter_mut().enumerate() {
            match kept.get(&at) {
                Some(pin) => {
                    turn.anchor.clone_from(&pin.anchors[0]);
                    turn.former.extend_from_slice(&pin.anchors[1..]);
                }
                None => {
                    turn.anchor = names.claim(&turn.anchor);
                }
            }
        }
        for (place, pin) in former {
            self.place_former(place, &pin.anchors);
        }
        for (place, pin) in sections {
            self.place_section(place, pin);
        }
    }

    fn place_former(&mut self, place: &Place, anchors: &[String]) {
        let former = match *place {
            Place::Page => &mut self.document.former,
            Place::Section(section) => match &mut self.document.sections[section].heading {
                Some(heading) => &mut heading.former,
                None => &mut self.document.former,
            },
            Place::Turn(turn) => {
                let turns = self.document.sections.iter_mut().flat_map(|section| &mut section.turns);
                match turns.into_iter().nth(turn) {
                    Some(turn) => &mut turn.former,
                    None => &mut self.document.former,
                }
            }
        };
        former.extend_from_slice(anchors);
    }

    /// A section that still has its anchor keeps it; one that took another's place takes its anchor
    /// too, unless its author gave it an id.
    fn place_section(&mut self, place: &Place, pin: &Pin) {
        let Place::Section(section) = *place else { return self.place_former(place, &pin.anchors) };
        let Some(heading) = &mut self.document.sections[section].heading else { return };
        let is_same = heading.anchor == pin.anchors[0];
        let anchors = if is_same { &pin.anchors[1..] } else { &pin.anchors[..] };
        heading.former.extend_from_slice(anchors);
    }
}

/// Where a published anchor goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Page,
    Section(usize),
    Turn(usize),
}

fn anchored_sections(sections: &[Section]) -> impl Iterator<Item = (&str, usize)> {
    let headings =
        sections.iter().enumerate().filter_map(|(at, section)| Some((section.heading.as_ref()?, at)));
    headings.map(|(heading, at)| (heading.anchor.as_str(), at))
}

fn anchor_gone(pin: &Pin) -> Diagnostic {
    let message =
        format!("the words at the published anchor `{}` are gone; it leads to what follows", pin.anchors[0]);
    Diagnostic::new(Code::AnchorGone, message).at(pin.span)
}

/// Gives notes that were renamed the names they were published with.
pub fn keep_note_names(document: &mut Document, record: &AnchorRecord) {
    let present: HashSet<String> = document.notes.iter().map(|note| note.name.clone()).collect();
    let recorded: HashSet<&str> = record.pins.iter().map(|pin| pin.anchors[0].as_str()).collect();
    for pin in &record.pins {
        let PinTarget::Note { sketch } = &pin.target else { continue };
        if present.contains(&pin.anchors[0]) {
            continue;
        }
        let likeness = |note: &Note| Words::of(&note.blocks).share_of(sketch);
        let heir = document
            .notes
            .iter_mut()
            .filter(|note| !recorded.contains(note.name.as_str()))
            .map(|note| (likeness(note), note))
            .filter(|(share, _)| *share >= SAME_NOTE)
            .max_by(|(a, _), (b, _)| a.total_cmp(b));
        if let Some((_, note)) = heir {
            note.name.clone_from(&pin.anchors[0]);
        }
    }
}
