//! The description of the dataset: a Frictionless Data Package, and a citation file.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{DatasetSyntax, DatasetTable, part_name, parts};
use crate::model::Site;

/// `datapackage.json` (Data Package 1.0, tabular resources).
pub fn package(site: &Site) -> String {
    let config = &site.config;
    let mut resources = Vec::new();
    for table in DatasetTable::ALL {
        for (number, _) in (1..).zip(parts(site, table)) {
            resources.push(csv_resource(table, number));
            resources.push(ndjson_resource(table, number));
        }
    }
    let mut package = json!({
        "profile": "data-package",
        "name": name(&config.title),
        "title": config.title,
        "resources": resources,
    });
    if let Value::Object(object) = &mut package {
        config.description.iter().for_each(|text| drop(object.insert("description".into(), json!(text))));
        config.base_url.iter().for_each(|url| drop(object.insert("homepage".into(), json!(url))));
        let licences = licences(site);
        if !licences.is_empty() {
            object.insert("licenses".into(), Value::Array(licences));
        }
    }
    serde_json::to_string_pretty(&package).unwrap_or_default() + "\n"
}

/// The columns of a table (Table Schema 1.0).
fn schema(table: DatasetTable) -> Value {
    let fields = table.fields().iter();
    let fields: Vec<Value> = fields
        .map(|field| json!({ "name": field.name, "type": field.kind, "description": field.about }))
        .collect();
    json!({ "fields": fields, "primaryKey": table.key(), "missingValues": [""] })
}

fn csv_resource(table: DatasetTable, number: usize) -> Value {
    json!({
        "profile": "tabular-data-resource",
        "name": format!("{}-{number}", table.name()),
        "path": part_name(table, DatasetSyntax::Csv, number),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema(table),
    })
}

fn ndjson_resource(table: DatasetTable, number: usize) -> Value {
    json!({
        "profile": "data-resource",
        "name": format!("{}-{number}-ndjson", table.name()),
        "path": part_name(table, DatasetSyntax::Ndjson, number),
        "format": "ndjson",
        "mediatype": "application/x-ndjson",
        "encoding": "utf-8",
        "schema": schema(table),
    })
}

/// A name of small letters, digits and hyphens, as the standard has it.
fn name(title: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = title.chars().map(plain).collect();
    let name = name.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    if name.is_empty() { "transcripts".into() } else { name }
}

/// The licences that pages name, each once.
fn licences(site: &Site) -> Vec<Value> {
    let named = site.pages.iter().filter_map(|page| page.document.front.source.licence.as_deref());
    let names: BTreeSet<&str> = named.collect();
    let licence = |name: &str| match name.starts_with("https://") || name.starts_with("http://") {
        true => json!({ "path": name }),
        // A name has letters, digits, dots, hyphens and underscores only.
        false if name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')) => {
            json!({ "name": name })
        }
        false => json!({ "name": self::name(name), "title": name }),
    };
    names.into_iter().map(licence).collect()
}

/// `CITATION.cff` (Citation File Format 1.2.0). Texts are YAML's double-quoted ones, which JSON's are a part of.
pub fn citation(site: &Site) -> String {
    let config = &site.config;
    let author = config.podcast.as_ref().and_then(|podcast| podcast.author.clone());
    let mut out = String::from("cff-version: 1.2.0\ntype: dataset\n");
    let mut line = |key: &str, text: &str| out.push_str(&format!("{key}: {}\n", json!(text)));
    line("message", "Please cite this dataset as below.");
    line("title", &config.title);
    config.description.iter().for_each(|text| line("abstract", text));
    config.base_url.iter().for_each(|url| line("url", url));
    let newest = site.pages.iter().filter_map(|page| page.document.front.date).max();
    newest.iter().for_each(|date| line("date-released", &date.to_string()));
    line("authors:\n  - name", &author.unwrap_or_else(|| config.title.clone()));
    out
}
