//! Attributes behind an image: `![A loom](loom.jpg){width=400 .wide caption="The loom of 1951"}`.

use comrak::nodes::Attributes;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::ImageLook;
use crate::source::Span;

/// The largest width or height in pixels; more is a mistake.
const LARGEST: u32 = 20_000;

/// Reads the attributes of the image at `span`.
pub fn read(attributes: &Attributes, span: Span) -> (ImageLook, Diagnostics) {
    let mut look = ImageLook::default();
    let mut problems = Diagnostics::new();
    let mut refuse = |message: String, help: &str| {
        problems.push(Diagnostic::new(Code::UnknownAttribute, message).at(span).help(help));
    };
    let classes = attributes.classes.iter().map(String::as_str);
    let named = attributes.pairs.iter().filter(|(key, _)| key == "class");
    for class in classes.chain(named.flat_map(|(_, value)| value.split_whitespace())) {
        match is_class(class) {
            true => look.classes.push(class.to_string()),
            false => refuse(format!("`{class}` is not the name of a class"), CLASS_HELP),
        }
    }
    for (key, value) in attributes.pairs.iter().filter(|(key, _)| key != "class") {
        let size = value.trim_end_matches("px").parse().ok().filter(|size| (1..=LARGEST).contains(size));
        match (key.as_str(), size) {
            ("width", Some(size)) => look.width = Some(size),
            ("height", Some(size)) => look.height = Some(size),
            ("width" | "height", None) => {
                refuse(format!("`{key}={value}` is not a number of pixels"), SIZE_HELP)
            }
            ("caption", _) => look.caption = value.split_whitespace().collect::<Vec<_>>().join(" "),
            _ => refuse(format!("an image has no attribute `{key}`"), HELP),
        }
    }
    if let Some(id) = &attributes.id {
        refuse(format!("an image has no ID `#{id}`"), HELP);
    }
    (look, problems)
}

const HELP: &str = "it can have `width`, `height`, `class` or `.name`, and `caption`";
const SIZE_HELP: &str = "write a whole number of pixels, `{width=400}`";
const CLASS_HELP: &str = "a class has letters of the Latin alphabet, digits and hyphens";

fn is_class(name: &str) -> bool {
    let begins_with_letter = name.starts_with(|c: char| c.is_ascii_alphabetic());
    begins_with_letter && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}
