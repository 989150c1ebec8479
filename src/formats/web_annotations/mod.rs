//! Web Annotations: a page of them, a collection, a list, or a single one.

use crate::formats::registry::{Format, FormatReader};
use serde_json::Value;

use crate::formats::notes::comment::{self, Highlights};
use crate::formats::notes::selector::{AnnotationTarget, fragment, target};
use crate::formats::notes::{ImportedAnnotation, NotesReading};
use crate::formats::shared::json_shape::JsonShape;
use crate::text::slug::slug;

/// Web Annotations in the registry.
pub const FORMAT: Format = Format {
    id: "annotations",
    name: "Web Annotations",
    extensions: &["json", "jsonld"],
    units: "annotations",
    keeps: "[a notes file](#annotations)",
    detect: |sample| sample.json_that(fits),
    read: FormatReader::Notes(read),
    write: None,
};

/// Tells whether a text has the shape of Web Annotations.
pub fn fits(shape: &JsonShape) -> bool {
    ["", "items.", "first.items."].iter().any(|prefix| {
        let has = |key: &str| shape.has(&[&format!("{prefix}{key}")]);
        has("target") && (has("body") || has("bodyValue") || has("motivation"))
    })
}

/// Reads annotations.
pub fn read(text: &str) -> Result<NotesReading, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let annotations = items(&value).into_iter().map(annotation).collect();
    Ok(NotesReading { annotations, ..NotesReading::default() })
}

/// The annotations of a page; of a collection those of its first page, which is all it holds itself.
fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().collect(),
        _ if value["items"].is_array() => items(&value["items"]),
        _ if value["first"].is_object() => items(&value["first"]),
        _ => vec![value],
    }
}

fn annotation(item: &Value) -> ImportedAnnotation {
    let mut out = ImportedAnnotation {
        id: string(&item["id"]),
        by: creator(&item["creator"]),
        created: string(&item["created"]),
        ..ImportedAnnotation::default()
    };
    list(&item["target"]).for_each(|target| add_target(&mut out, target));
    if list(&item["motivation"]).any(|motivation| motivation == "replying") {
        let whole = |target: &AnnotationTarget| *target == AnnotationTarget::Page;
        out.replies_to.extend(list(&item["target"]).filter_map(Value::as_str).map(str::to_string));
        out.targets.retain(|target| !whole(target));
    }
    let mut bodies = Bodies::default();
    bodies.texts.extend(item["bodyValue"].as_str().map(comment::plain));
    list(&item["body"]).for_each(|body| bodies.add(body, &out.page));
    out.comment = bodies.texts.join("\n\n");
    out.tags = bodies.tags;
    let motivations: Vec<&str> = list(&item["motivation"]).filter_map(Value::as_str).collect();
    out.kind = bodies.kind.unwrap_or_else(|| kind(&motivations).to_string());
    out.name = name(&out.id);
    out
}

/// The words, the part, or another annotation that this one is about.
fn add_target(out: &mut ImportedAnnotation, written: &Value) {
    let whole = match written {
        Value::String(address) => address.clone(),
        _ if written["source"].is_object() => string(&written["source"]["id"]),
        _ => [&written["source"], &written["id"]].map(string).concat(),
    };
    let (page, part) = whole.split_once('#').unwrap_or((&whole, ""));
    if out.page.is_empty() {
        out.page = page.to_string();
    }
    let found: Option<AnnotationTarget> = target(&written["selector"]).or_else(|| fragment(part));
    if found.is_none() && !part.is_empty() {
        out.replies_to.push(whole.clone());
    }
    let is_whole = written["selector"].is_null() && part.is_empty() && !page.is_empty();
    out.targets.extend(found.or(is_whole.then_some(AnnotationTarget::Page)));
}

/// The bodies of an annotation by their purpose.
#[derive(Default)]
struct Bodies {
    texts: Vec<String>,
    kind: Option<String>,
    tags: Vec<String>,
}

impl Bodies {
    fn add(&mut self, body: &Value, page: &str) {
        let is = |name: &str| list(&body["type"]).any(|of| of == name);
        let items = || list(&body["items"]);
        match body {
            Value::String(address) => self.texts.extend(comment::link(address)),
            _ if is("Choice") => {
                items().min_by_key(|item| rank(item)).into_iter().for_each(|item| self.add(item, page))
            }
            _ if body["items"].is_array() => items().for_each(|item| self.add(item, page)),
            _ => self.add_text(body, page),
        }
    }

    fn add_text(&mut self, body: &Value, page: &str) {
        let Some(value) = body["value"].as_str().filter(|value| !value.trim().is_empty()) else {
            let address = [&body["source"], &body["id"]].into_iter().find_map(Value::as_str);
            return self.texts.extend(address.and_then(comment::link));
        };
        match list(&body["purpose"]).find_map(Value::as_str) {
            Some("tagging") => self.tags.push(value.to_string()),
            Some("classifying") if is_kind(value) => self.kind = Some(value.to_string()),
            _ => self.texts.push(text(&string(&body["format"]), value, page)),
        }
    }
}

fn text(format: &str, value: &str, page: &str) -> String {
    match format {
        "text/markdown" => comment::markdown(&own_links(value, page), Highlights::Kept),
        "text/html" => comment::html(value),
        _ => comment::plain(value),
    }
}

/// Of several forms the one that is nearest to what is written.
fn rank(body: &Value) -> usize {
    const FORMATS: [&str; 3] = ["text/markdown", "text/plain", "text/html"];
    FORMATS.iter().position(|format| body["format"] == *format).unwrap_or(FORMATS.len())
}

/// Links to a part of the page that the note is on, as that page has them itself.
fn own_links(markdown: &str, page: &str) -> String {
    match page.is_empty() {
        true => markdown.to_string(),
        false => markdown.replace(&format!("](<{page}#"), "](<#").replace(&format!("]({page}#"), "](#"),
    }
}

/// The kind that a motivation stands for.
fn kind(motivations: &[&str]) -> &'static str {
    const KINDS: [(&str, &str); 5] = [
        ("assessing", "fact"),
        ("linking", "cite"),
        ("describing", "context"),
        ("editing", "fix"),
        ("identifying", "term"),
    ];
    let found = KINDS.iter().find(|(motivation, _)| motivations.contains(motivation));
    found.map_or("", |(_, kind)| kind)
}

fn is_kind(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// `fact-bet` of `…#note-fact-bet`.
fn name(id: &str) -> Option<String> {
    let (_, anchor) = id.rsplit_once("#note-")?;
    let anchor = percent_encoding::percent_decode_str(anchor).decode_utf8().ok()?;
    Some(slug(&anchor)).filter(|name| !name.is_empty())
}

/// The author: a person's short name, else the full one, else the end of an address.
fn creator(value: &Value) -> Option<String> {
    let of = |value: &Value| {
        let names = [&value["nickname"], &value["name"], &value["id"], value];
        names.into_iter().find_map(Value::as_str).map(short).filter(|name| !name.is_empty())
    };
    list(value).find_map(of)
}

/// `jane` of `acct:jane@example.org` and of `https://example.org/people/jane`.
pub fn short(name: &str) -> String {
    let account = name.strip_prefix("acct:").and_then(|account| account.split('@').next());
    let address = name.contains("://").then(|| name.trim_end_matches('/').rsplit('/').next()).flatten();
    account.or(address).unwrap_or(name).trim().to_string()
}

/// A list, or the one value in its place.
fn list(value: &Value) -> impl Iterator<Item = &Value> {
    let (many, one) = match value {
        Value::Array(many) => (many.as_slice(), None),
        Value::Null => (&[][..], None),
        one => (&[][..], Some(one)),
    };
    many.iter().chain(one)
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_string()
}
