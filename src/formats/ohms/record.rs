//! The fields of a record, as they stand in its XML.

use crate::formats::shared::xml::{XmlToken, tokens};

/// A record, or a point of its index: fields by name, each as often as it stands there.
#[derive(Debug, Default)]
pub struct Record {
    fields: Vec<(String, String)>,
    points: Vec<Record>,
}

impl Record {
    /// Reads a record's XML.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut record = Record::default();
        let mut open: Vec<String> = Vec::new();
        let mut words = String::new();
        for token in tokens(text) {
            match token? {
                XmlToken::Open(tag) => {
                    words.clear();
                    match tag.name.as_str() {
                        "point" => record.points.push(Record::default()),
                        "date" => record.push("date", tag.get("value").unwrap_or_default()),
                        _ => {}
                    }
                    open.push(tag.name);
                }
                XmlToken::Text(text) => words.push_str(&text),
                XmlToken::Close => {
                    let name = open.pop().unwrap_or_default();
                    let is_in_point = open.iter().take(DEPTH).any(|name| name == "point");
                    let value = std::mem::take(&mut words);
                    match record.points.last_mut().filter(|_| is_in_point) {
                        Some(point) => point.push(&name, &value),
                        None => record.push(&name, &value),
                    }
                }
            }
        }
        Ok(record)
    }

    fn push(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() {
            self.fields.push((name.to_string(), value.trim().to_string()));
        }
    }

    /// The first field called `name` that holds something.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every field called `name` that holds something.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The points of the index.
    pub fn points(&self) -> impl Iterator<Item = &Record> {
        self.points.iter()
    }
}

/// No point of an index lies deeper in a record.
const DEPTH: usize = 8;
