//! The way to declare speakers, as a message advises it: in the syntax of the page's own front matter.

use super::front;
use crate::model::FrontMatter;

/// The form that the speakers of a page can be declared in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DeclarationHelp {
    /// A list in TOML, which a page without front matter gets too.
    Toml,
    /// A list in YAML.
    Yaml,
    /// More names in the list that is there.
    Listed,
}

impl DeclarationHelp {
    /// The form for a page with this `text` and front matter of its own, `front`.
    pub(super) fn new(text: &str, front: &FrontMatter) -> DeclarationHelp {
        if !front.speakers.is_empty() {
            DeclarationHelp::Listed
        } else if front::is_yaml(text) {
            DeclarationHelp::Yaml
        } else {
            DeclarationHelp::Toml
        }
    }

    /// Advice to declare `whom`, such as `it`, by these names, if they are to be listed.
    pub(super) fn advice(self, whom: &str, names: &[&str]) -> String {
        let listed = match names {
            [] => "…".to_string(),
            names => names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", "),
        };
        match self {
            DeclarationHelp::Toml => format!("declare {whom} in front matter: speakers = [{listed}]"),
            DeclarationHelp::Yaml => format!("declare {whom} in front matter: speakers: [{listed}]"),
            DeclarationHelp::Listed if names.is_empty() => {
                format!("add {whom} to `speakers` in front matter")
            }
            DeclarationHelp::Listed => format!("add {whom} to `speakers` in front matter: {listed}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    #[test]
    fn the_advice_has_the_form_of_the_front_matter() {
        let advice = |text: &str| {
            let (front, ..) = front::split(SourceId(0), text);
            DeclarationHelp::new(text, &front).advice("them", &["Ann", "Bo"])
        };
        let toml = "declare them in front matter: speakers = [\"Ann\", \"Bo\"]";
        assert_eq!([advice("Ann: Hello"), advice("+++\ntitle = \"T\"\n+++\n")], [toml, toml]);
        assert_eq!(
            advice("---\ntitle: T\n---\n"),
            "declare them in front matter: speakers: [\"Ann\", \"Bo\"]"
        );
        assert_eq!(
            advice("---\nspeakers: [Cy]\n---\n"),
            "add them to `speakers` in front matter: \"Ann\", \"Bo\""
        );
    }
}
