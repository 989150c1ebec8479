//! The text of a document, which takes little room while nobody reads it.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use lz4_flex::block::{compress_prepend_size, decompress_size_prepended};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Href, Section, links};
use crate::text::bytes::Bytes;

/// The sections of a document: as they are, or packed and compressed, until they are read.
///
/// Unpacked text stays so for as long as this value lives. Whoever reads a text that should be packed
/// again afterwards reads a clone, which shares the packed bytes and nothing else.
#[derive(Debug, Default)]
pub struct Sections {
    packed: Option<Bytes>,
    /// Targets of the links in packed sections, for links that were resolved after packing.
    hrefs: Arc<[Href]>,
    open: OnceLock<Vec<Section>>,
}

impl Sections {
    /// Packs them, until they are read again.
    pub fn pack(&mut self) {
        if let Some(sections) = self.open.take().filter(|_| self.packed.is_none()) {
            self.packed = Some(packed(&sections));
        }
    }

    /// Returns true if they are packed and have not been read since.
    pub fn is_packed(&self) -> bool {
        self.packed.is_some() && self.open.get().is_none()
    }

    /// Sets where the links lead, in reading order; packed sections stay packed.
    pub(super) fn set_hrefs(&mut self, hrefs: Vec<Href>) {
        match self.packed {
            None => lead(self, &hrefs),
            Some(_) => {
                self.open.take();
                self.hrefs = hrefs.into();
            }
        }
    }

    fn sections(&self) -> &Vec<Section> {
        self.open.get_or_init(|| self.packed.as_ref().map(|bytes| self.unpacked(bytes)).unwrap_or_default())
    }

    fn unpacked(&self, bytes: &[u8]) -> Vec<Section> {
        let plain = decompress_size_prepended(bytes).expect("only compressed bytes are kept");
        let mut sections: Vec<Section> = postcard::from_bytes(&plain).expect("only sections are packed");
        lead(&mut sections, &self.hrefs);
        sections
    }
}

/// The texts of all pages are in memory when the search index begins, so they are compressed, in a format that costs
/// next to no time.
fn packed(sections: &[Section]) -> Bytes {
    let plain = postcard::to_allocvec(sections).expect("plain data can always be written");
    compress_prepend_size(&plain).into()
}

/// Packed sections are written as they are, whole or not at all: where links lead is found out in each run.
impl Serialize for Sections {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.packed {
            Some(bytes) if self.hrefs.is_empty() => bytes.serialize(serializer),
            _ => packed(self).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Sections {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Sections { packed: Some(Bytes::deserialize(deserializer)?), ..Sections::default() })
    }
}

/// Links without an address in `hrefs` keep their own.
fn lead(sections: &mut [Section], hrefs: &[Href]) {
    if !hrefs.is_empty() {
        let mut hrefs = hrefs.iter();
        links::in_sections(sections, &mut |href, _, _| {
            hrefs.next().into_iter().for_each(|to| href.clone_from(to))
        });
    }
}

impl From<Vec<Section>> for Sections {
    fn from(sections: Vec<Section>) -> Self {
        Sections { open: sections.into(), ..Sections::default() }
    }
}

impl Deref for Sections {
    type Target = Vec<Section>;

    fn deref(&self) -> &Vec<Section> {
        self.sections()
    }
}

impl DerefMut for Sections {
    fn deref_mut(&mut self) -> &mut Vec<Section> {
        self.sections();
        self.packed = None;
        self.hrefs = Arc::default();
        self.open.get_mut().expect("they were just read")
    }
}

impl<'a> IntoIterator for &'a Sections {
    type Item = &'a Section;
    type IntoIter = std::slice::Iter<'a, Section>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a> IntoIterator for &'a mut Sections {
    type Item = &'a mut Section;
    type IntoIter = std::slice::IterMut<'a, Section>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl Clone for Sections {
    fn clone(&self) -> Self {
        match &self.packed {
            Some(packed) => Sections {
                packed: Some(packed.clone()),
                hrefs: Arc::clone(&self.hrefs),
                open: OnceLock::new(),
            },
            None => self.sections().clone().into(),
        }
    }
}

impl PartialEq for Sections {
    fn eq(&self, other: &Self) -> bool {
        self.sections() == other.sections()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, BlockKind};
    use crate::source::{SourceId, Span};

    #[test]
    fn packed_sections_are_the_same_and_clones_leave_them_packed() {
        let block = Block { kind: BlockKind::Rule, span: Span::new(SourceId(1), 2, 3) };
        let section = Section { lead: vec![block], ..Section::default() };
        let before = Sections::from(vec![section]);
        let mut packed = before.clone();
        packed.pack();
        assert_eq!(packed.clone(), before);
        assert!(packed.is_packed(), "only the clone was read");
        packed.clear();
        assert!(packed.is_empty() && !packed.is_packed(), "a change is not lost");
    }
}
