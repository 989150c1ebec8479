//! Annotation targets, by the selectors of the Web Annotation Data Model.

use serde_json::Value;

use crate::text::timecode::Timecode;

/// The target of an annotation.
#[derive(Clone, Debug, PartialEq)]
pub enum AnnotationTarget {
    /// Words, and what stands around them.
    QuotedWords(QuotedWords),
    /// The words that are said at a time.
    Time(Timecode),
    /// A part of the page.
    Anchor(String),
    /// The page as a whole.
    Page,
}

/// Words, and what stands around them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuotedWords {
    /// The words before them.
    pub prefix: String,
    /// The words.
    pub exact: String,
    /// The words behind them.
    pub suffix: String,
    /// Their place among the characters of the page.
    pub position: Option<u64>,
}

impl AnnotationTarget {
    /// Its place among the characters of the page.
    pub fn position(&self) -> Option<u64> {
        match self {
            AnnotationTarget::QuotedWords(words) => words.position,
            AnnotationTarget::Time(_) | AnnotationTarget::Anchor(_) | AnnotationTarget::Page => None,
        }
    }

    /// A short form that a reader recognizes.
    pub fn shown(&self) -> String {
        match self {
            AnnotationTarget::QuotedWords(words) => words.exact.clone(),
            AnnotationTarget::Time(time) => time.to_string(),
            AnnotationTarget::Anchor(anchor) => anchor.clone(),
            AnnotationTarget::Page => String::new(),
        }
    }
}

/// The target that `selectors` select: by their words if they have any, else by time or part.
pub fn target(selectors: &Value) -> Option<AnnotationTarget> {
    let all = flat(selectors);
    let of_type = |name: &str| all.iter().find(|selector| selector["type"] == name);
    let position = of_type("TextPositionSelector").and_then(|selector| selector["start"].as_u64());
    let words = of_type("TextQuoteSelector").and_then(|quote| words(quote, position));
    words.map(AnnotationTarget::QuotedWords).or_else(|| {
        let fragments = all.iter().filter(|selector| selector["type"] == "FragmentSelector");
        fragments.filter_map(|selector| fragment(selector["value"].as_str()?)).next()
    })
}

/// A part of a page: `t=10,20`, or the name of an anchor.
pub fn fragment(value: &str) -> Option<AnnotationTarget> {
    if let Some(time) = value.strip_prefix("t=") {
        let start = time.trim_start_matches("npt:").split(',').next()?;
        return seconds(start).map(AnnotationTarget::Time);
    }
    let is_part = !value.is_empty() && !value.starts_with("ref-") && !value.starts_with("note-");
    let is_plain = !value.contains(|c: char| c.is_whitespace() || "{}\"“”=".contains(c));
    (is_part && is_plain).then(|| AnnotationTarget::Anchor(value.to_string()))
}

fn seconds(written: &str) -> Option<Timecode> {
    let time = match written.parse::<f64>() {
        Ok(seconds) if (0.0..1e9).contains(&seconds) => Timecode((seconds * 1000.0).round() as u64),
        Ok(_) => return None,
        Err(_) => return Timecode::parse(written),
    };
    Some(time)
}

/// The selectors of a list, and those that refine them.
fn flat(selectors: &Value) -> Vec<&Value> {
    let list: Vec<&Value> = match selectors {
        Value::Array(list) => list.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    };
    let refined = list.iter().flat_map(|selector| flat(&selector["refinedBy"])).collect::<Vec<_>>();
    list.into_iter().chain(refined).collect()
}

fn words(quote: &Value, position: Option<u64>) -> Option<QuotedWords> {
    let part = |name: &str| quote[name].as_str().unwrap_or_default().to_string();
    let words =
        QuotedWords { prefix: part("prefix"), exact: part("exact"), suffix: part("suffix"), position };
    (!words.exact.trim().is_empty()).then_some(words)
}
