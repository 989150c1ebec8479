//! Shapes of tables as JSON schemas (draft 2020-12), which editors of TOML read.

use serde_json::{Map, Value, json};

use super::SchemaSubject;
use crate::toml_reader::{KeyShape, TableShape, ValueShape};

/// The JSON schema of a subject.
pub fn json_schema(subject: SchemaSubject) -> Value {
    let title = match subject {
        SchemaSubject::Site => "site.toml of Postil",
        SchemaSubject::Page => "Front matter of a page of Postil",
        SchemaSubject::Notes => "Front matter of a file of notes of Postil",
    };
    let mut schema = table(subject, &subject.shape(), &mut Vec::new());
    schema.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".into(), title.into());
    Value::Object(schema)
}

fn table(subject: SchemaSubject, shape: &TableShape, path: &mut Vec<String>) -> Map<String, Value> {
    let mut properties = Map::new();
    for (name, key) in &shape.keys {
        properties.insert(name.clone(), property(subject, name, key, path));
    }
    let required: Vec<&String> =
        shape.keys.iter().filter(|(_, key)| key.is_required).map(|(name, _)| name).collect();
    let others = match &shape.others[..] {
        [] => Value::Bool(false),
        others if others.contains(&ValueShape::Any) => Value::Bool(true),
        others => {
            path.push("ID".into());
            let others = values(subject, others, path);
            path.pop();
            others
        }
    };
    let mut schema = Map::new();
    schema.insert("type".into(), "object".into());
    schema.insert("properties".into(), Value::Object(properties));
    schema.insert("additionalProperties".into(), others);
    if !required.is_empty() {
        schema.insert("required".into(), json!(required));
    }
    schema
}

/// The schema of a key, with what the manual says of it.
fn property(subject: SchemaSubject, name: &str, key: &KeyShape, path: &mut Vec<String>) -> Value {
    let entry = subject.manual_entry(path, name);
    path.push(name.to_string());
    let mut schema = values(subject, &key.values, path);
    path.pop();
    if let (Some(entry), Some(fields)) = (entry, schema.as_object_mut()) {
        let default = match entry.default.as_str() {
            "required" | "none" => String::new(),
            default => format!(" Default: {default}."),
        };
        fields.insert("description".into(), format!("{}.{default}", entry.meaning).into());
    }
    schema
}

fn values(subject: SchemaSubject, shapes: &[ValueShape], path: &mut Vec<String>) -> Value {
    let mut schemas: Vec<Value> = shapes.iter().map(|shape| value(subject, shape, path)).collect();
    match schemas.len() {
        1 => schemas.remove(0),
        _ => json!({ "anyOf": schemas }),
    }
}

fn value(subject: SchemaSubject, shape: &ValueShape, path: &mut Vec<String>) -> Value {
    match shape {
        ValueShape::Text => json!({ "type": "string" }),
        ValueShape::Choice(words) => json!({ "enum": words }),
        ValueShape::Switch => json!({ "type": "boolean" }),
        ValueShape::Integer => json!({ "type": "integer" }),
        // TOML has dates of its own, which programs that read JSON schemas are given as text.
        ValueShape::Date => json!({ "type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}" }),
        ValueShape::List(item) => json!({ "type": "array", "items": value(subject, item, path) }),
        ValueShape::Table(shape) => Value::Object(table(subject, shape, path)),
        ValueShape::Any => Value::Bool(true),
    }
}
