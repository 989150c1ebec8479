//! Shapes of tables: the keys that a reader asks for, and the values that it expects there.
//!
//! A shape is found by running the reader on a table that only records what it is asked. So it can never differ from what
//! the program reads.

use std::collections::BTreeMap;

use super::{Origin, TomlTable};
use crate::source::{Located, SourceId, Span};

/// The keys that a table can have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableShape {
    /// Those with names of their own.
    pub keys: BTreeMap<String, KeyShape>,
    /// The values of all other keys; empty if there can be none.
    pub others: Vec<ValueShape>,
}

/// A key of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyShape {
    /// The values that it can have; a value has to fit one of them.
    pub values: Vec<ValueShape>,
    /// True if a table must have it.
    pub is_required: bool,
}

/// A sort of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueShape {
    /// Words.
    Text,
    /// One of these words.
    Choice(Vec<String>),
    /// Yes or no.
    Switch,
    /// A whole number.
    Integer,
    /// A day.
    Date,
    /// A list of such values.
    List(Box<ValueShape>),
    /// A table.
    Table(TableShape),
    /// Anything.
    Any,
}

/// The name of keys that are a site's own, while a shape is recorded.
const ANY_NAME: &str = "*";

/// The number of runs that see every answer to "is it a table?": at the top, and below it.
const RUNS: u8 = 4;

/// The shape of the tables that `read` reads.
pub fn table_shape<T>(read: impl Fn(&mut TomlTable) -> T) -> TableShape {
    let mut shape = TableShape::default();
    for run in 0..RUNS {
        let mut table = TomlTable::recording(ShapeRecorder { run, ..ShapeRecorder::default() });
        read(&mut table);
        shape.merge(table.recorder.map(|recorder| recorder.shape).unwrap_or_default());
    }
    shape
}

/// Records what a table is asked for.
#[derive(Debug, Default)]
pub(super) struct ShapeRecorder {
    shape: TableShape,
    run: u8,
    is_inner: bool,
}

impl ShapeRecorder {
    /// The answer to whether the value of a key is of the rarer of two sorts. The runs give every answer once.
    pub(super) fn is_rarer_sort(&self) -> bool {
        let bit = if self.is_inner { 2 } else { 1 };
        self.run & bit != 0
    }

    fn add(&mut self, key: &str, value: ValueShape) {
        let shape = &mut self.shape;
        let values = match key {
            ANY_NAME => &mut shape.others,
            _ => &mut shape.keys.entry(key.to_string()).or_default().values,
        };
        add_value(values, value);
    }
}

impl TableShape {
    fn merge(&mut self, other: TableShape) {
        for (name, key) in other.keys {
            let own = self.keys.entry(name).or_default();
            own.is_required |= key.is_required;
            key.values.into_iter().for_each(|value| add_value(&mut own.values, value));
        }
        other.others.into_iter().for_each(|value| add_value(&mut self.others, value));
    }
}

/// Adds a sort of values to others; two tables become one that can have the keys of both.
fn add_value(values: &mut Vec<ValueShape>, value: ValueShape) {
    if let ValueShape::Table(new) = value {
        let known = values.iter_mut().find_map(|known| match known {
            ValueShape::Table(known) => Some(known),
            _ => None,
        });
        match known {
            Some(known) => known.merge(new),
            None => values.push(ValueShape::Table(new)),
        }
    } else if !values.contains(&value) {
        values.push(value);
    }
}

impl TomlTable<'_> {
    fn recording(recorder: ShapeRecorder) -> Self {
        let nowhere = Origin { source: SourceId::default(), offset: 0 };
        let place = Span::new(nowhere.source, 0, 0);
        let mut table = TomlTable::new(Located::new(Default::default(), place), String::new(), nowhere);
        table.recorder = Some(recorder);
        table
    }

    /// Records that the table was asked for `key` and expects such a value.
    pub(super) fn record(&mut self, key: &str, value: ValueShape) {
        if let Some(recorder) = &mut self.recorder {
            recorder.add(key, value);
        }
    }

    pub(super) fn record_required(&mut self, key: &str) {
        if let Some(recorder) = &mut self.recorder {
            recorder.add(key, ValueShape::Text);
            recorder.shape.keys.entry(key.to_string()).or_default().is_required = true;
        }
    }

    /// Runs `read` on a table inside this one that records, and returns its shape; none while no shape is recorded.
    pub(super) fn record_inner<T>(
        &self,
        read: impl FnOnce(&mut TomlTable, &Located<String>) -> T,
    ) -> Option<(TableShape, T)> {
        let outer = self.recorder.as_ref()?;
        let mut inner = TomlTable::recording(ShapeRecorder {
            run: outer.run,
            is_inner: true,
            shape: TableShape::default(),
        });
        let value = read(&mut inner, &self.any_name());
        Some((inner.recorder.map(|recorder| recorder.shape).unwrap_or_default(), value))
    }

    /// The name that stands for all names of a site's own.
    pub(super) fn any_name(&self) -> Located<String> {
        Located::new(ANY_NAME.to_string(), self.place)
    }
}
