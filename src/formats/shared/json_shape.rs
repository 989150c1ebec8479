//! The keys of a JSON text, down to a few levels, found without keeping any of it.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The way deep keys are looked at.
const DEPTH: usize = 4;

/// The keys that a text has: `segments`, `segments.words`; those of a list are its first element's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JsonShape {
    paths: BTreeSet<String>,
}

impl JsonShape {
    /// The shape of `text`, or the reason why it is not JSON.
    pub fn parse(text: &str) -> Result<JsonShape, String> {
        let mut paths = BTreeSet::new();
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let keys = Keys { prefix: String::new(), depth: DEPTH, out: &mut paths };
        keys.deserialize(&mut deserializer)
            .and_then(|()| deserializer.end())
            .map_err(|error| error.to_string())?;
        Ok(JsonShape { paths })
    }

    /// Tells whether all of these keys are there.
    pub fn has(&self, paths: &[&str]) -> bool {
        paths.iter().all(|path| self.paths.contains(*path))
    }

    /// The keys at the top, to name what is not known.
    pub fn top(&self) -> Vec<&str> {
        self.paths.iter().map(String::as_str).filter(|path| !path.contains('.')).collect()
    }
}

/// Collects the keys of one value.
struct Keys<'a> {
    prefix: String,
    depth: usize,
    out: &'a mut BTreeSet<String>,
}

impl<'de> DeserializeSeed<'de> for Keys<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.depth {
            0 => deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ()),
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let path = if self.prefix.is_empty() { key } else { format!("{}.{key}", self.prefix) };
            self.out.insert(path.clone());
            map.next_value_seed(Keys { prefix: path, depth: self.depth - 1, out: self.out })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let first = Keys { prefix: self.prefix, depth: self.depth, out: self.out };
        if list.next_element_seed(first)?.is_some() {
            while list.next_element::<IgnoredAny>()?.is_some() {}
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
