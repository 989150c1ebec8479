//! The part of the Web Annotation vocabulary that notes need, as it is written in JSON.

use serde::Serialize;

#[derive(Serialize)]
#[serde(tag = "type")]
pub struct AnnotationPage<'a> {
    #[serde(rename = "@context")]
    pub context: &'static str,
    pub id: String,
    #[serde(rename = "startIndex")]
    pub start_index: u32,
    pub items: Vec<Annotation<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type")]
pub struct Annotation<'a> {
    pub id: String,
    pub motivation: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creator: Option<AnnotationPerson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    pub body: Vec<AnnotationBody<'a>>,
    pub target: Vec<JsonLdTarget>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "Person")]
pub struct AnnotationPerson<'a> {
    pub name: &'a str,
    /// The id in site.toml.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub homepage: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(tag = "type")]
pub enum AnnotationBody<'a> {
    /// The text of the note in several formats.
    Choice { items: Vec<AnnotationText<'a>> },
    /// Its kind or a tag.
    TextualBody { purpose: &'static str, value: &'a str },
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "TextualBody")]
pub struct AnnotationText<'a> {
    pub format: &'static str,
    pub language: &'a str,
    pub value: String,
}

#[derive(Serialize)]
#[serde(untagged)]
pub enum JsonLdTarget {
    Words(SpecificResource),
    /// Another note, or the page as a whole.
    Whole(String),
}

/// Words of the page.
#[derive(Serialize)]
#[serde(tag = "type")]
pub struct SpecificResource {
    pub source: String,
    pub selector: Vec<Selector>,
}

#[derive(Serialize)]
#[serde(tag = "type")]
pub enum Selector {
    #[serde(rename = "TextQuoteSelector")]
    Quote { exact: String, prefix: String, suffix: String },
    #[serde(rename = "TextPositionSelector")]
    Position { start: usize, end: usize },
    #[serde(rename = "FragmentSelector")]
    Fragment {
        #[serde(rename = "conformsTo")]
        conforms_to: &'static str,
        value: String,
    },
}
