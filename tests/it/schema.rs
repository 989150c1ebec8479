//! The schemas of settings and front matter have every key that the manual's reference has.

use serde_json::Value;

use crate::manual_settings::{reference, settings_tables};
use crate::site::Site;

fn schema(of: &str) -> Value {
    let run = Site::empty().postil(&["schema", of]).expect(0);
    serde_json::from_str(&run.out).expect("JSON")
}

/// The key of a table whose name has `ID` for names of a site's own.
fn key<'s>(schema: &'s Value, table: &str, key: &str) -> Option<&'s Value> {
    let mut parts = table.split('.').filter(|part| !part.is_empty());
    let table = parts.try_fold(schema, |table, part| {
        let inner = match part {
            "ID" => table.get("additionalProperties"),
            part => table.get("properties")?.get(part),
        }?;
        let choices = inner.get("anyOf").and_then(Value::as_array);
        let inner =
            choices.and_then(|all| all.iter().find(|one| one.get("properties").is_some())).unwrap_or(inner);
        Some(inner.get("items").unwrap_or(inner))
    });
    table?.get("properties")?.get(key)
}

#[test]
fn every_setting_of_the_reference_is_in_the_schema() {
    let schema = schema("site");
    for (table, settings) in settings_tables() {
        for name in settings.keys.iter().filter(|_| table != "style" && table != "extra") {
            let found = key(&schema, &table, name).unwrap_or_else(|| panic!("{name} of [{table}]"));
            assert!(found["description"].is_string(), "{name} of [{table}]: {found}");
        }
    }
    assert_eq!(schema["required"], serde_json::json!(["title"]));
    assert_eq!(key(&schema, "search", "shape").unwrap()["enum"], serde_json::json!(["auto", "one", "large"]));
}

#[test]
fn every_key_of_front_matter_is_in_the_schema() {
    let schema = schema("page");
    let reference = reference();
    let part = reference.split("\n## Front matter").nth(1).unwrap().split("\n## ").next().unwrap();
    let mut count = 0;
    for section in part.split("\n### ") {
        let table = section.lines().next().and_then(|line| line.strip_prefix('`')).unwrap_or_default();
        let table = table.trim_end_matches('`').trim_matches(['[', ']']).to_string();
        for name in section.lines().filter_map(|line| Some(line.strip_prefix("| `")?.split_once('`')?.0)) {
            assert!(key(&schema, &table, name).is_some(), "{name} of [{table}]");
            count += 1;
        }
    }
    assert!(count > 25, "{count} keys");
}
