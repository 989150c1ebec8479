//! Code in colour: the only file that knows syntect.
//!
//! Scopes become a few classes of our own, so that pages stay small and light and dark are a
//! stylesheet.

use std::sync::LazyLock;

use syntect::easy::ScopeRegionIterator;
use syntect::parsing::{
    ParseState, Scope, ScopeStack, SyntaxDefinition, SyntaxReference, SyntaxSet, SyntaxSetBuilder,
};
use syntect::util::LinesWithEndings;

use crate::text::html_escape::{push_markup, push_text};

/// Code longer than this is shown plain: colouring it would hold up the whole build.
const LONGEST: usize = 256 * 1024;

/// Loaded when the first page needs it: it takes longer than many a page.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// TOML, which syntect does not bring: the definition as syntect keeps it in memory, so that no reader of YAML has to
/// become part of the program for its sake.
static TOML: LazyLock<SyntaxSet> = LazyLock::new(|| {
    let definition: SyntaxDefinition =
        serde_json::from_str(include_str!("toml-syntax.json")).expect("our own syntax");
    let mut builder = SyntaxSetBuilder::new();
    builder.add(definition);
    builder.build()
});

/// Scopes by their beginning, and the class each is shown with; the first that fits counts.
static CLASSES: LazyLock<Vec<(Scope, &str)>> = LazyLock::new(|| {
    [
        ("comment", "comment"),
        ("string", "string"),
        ("constant.character.escape", "escape"),
        ("constant", "constant"),
        ("keyword.operator", "operator"),
        ("keyword", "keyword"),
        ("storage", "keyword"),
        ("entity.name.function", "name"),
        ("support.function", "name"),
        ("entity.name.tag", "keyword"),
        ("entity.other.attribute-name", "name"),
        ("entity.name", "type"),
        ("support.type", "type"),
        ("support.class", "type"),
        ("variable.parameter", "variable"),
        ("markup.deleted", "deleted"),
        ("markup.inserted", "inserted"),
        ("markup.heading", "keyword"),
        ("meta.diff.header", "comment"),
        ("punctuation.definition.comment", "comment"),
        ("punctuation.definition.string", "string"),
    ]
    .into_iter()
    .filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, class)))
    .collect()
});

/// `code` as markup with a class for each sort of word; `None` when its language is not known.
pub fn html(language: &str, code: &str) -> Option<String> {
    let name = language.split([' ', ',', '{']).next().filter(|name| !name.is_empty())?;
    if code.len() > LONGEST {
        return None;
    }
    let syntaxes: &SyntaxSet = if name.eq_ignore_ascii_case("toml") { &TOML } else { &SYNTAXES };
    colour(syntaxes, syntaxes.find_syntax_by_token(name)?, code)
}

fn colour(syntaxes: &SyntaxSet, syntax: &SyntaxReference, code: &str) -> Option<String> {
    let mut state = ParseState::new(syntax);
    let mut scopes = ScopeStack::new();
    let mut out = String::with_capacity(code.len() * 2);
    for line in LinesWithEndings::from(code) {
        let operations = state.parse_line(line, syntaxes).ok()?;
        for (text, operation) in ScopeRegionIterator::new(&operations, line) {
            scopes.apply(operation).ok()?;
            push_region(&mut out, text, class_of(&scopes));
        }
    }
    Some(out)
}

fn push_region(out: &mut String, text: &str, class: Option<&str>) {
    match class.filter(|_| !text.trim().is_empty()) {
        Some(class) => {
            push_markup(out, format_args!("<span class=\"hl-{class}\">"));
            push_text(out, text);
            out.push_str("</span>");
        }
        None => push_text(out, text),
    }
}

/// The class of the innermost scope that has one.
fn class_of(scopes: &ScopeStack) -> Option<&'static str> {
    let class = |scope: &Scope| CLASSES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope));
    scopes.as_slice().iter().rev().find_map(class).map(|&(_, class)| class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_get_a_class() {
        let html = html("rust", "fn main() { \"<b>\" } // no").expect("rust is known");
        assert!(html.contains("<span class=\"hl-keyword\">fn</span>"), "{html}");
        assert!(html.contains("&lt;b&gt;") && !html.contains("<b>"), "{html}");
        assert!(html.contains("hl-comment"), "{html}");
    }

    #[test]
    fn toml_is_known() {
        let html = html("toml", "[a.b]\nkey = \"x\\n\" # why\nlist = ['y', true]\n").expect("toml is known");
        assert_eq!(
            html,
            "[<span class=\"hl-type\">a.b</span>]\n\
             <span class=\"hl-name\">key</span> = <span class=\"hl-string\">&quot;x</span>\
             <span class=\"hl-escape\">\\n</span><span class=\"hl-string\">&quot;</span> \
             <span class=\"hl-comment\"># why</span>\n\
             <span class=\"hl-name\">list</span> = [<span class=\"hl-string\">'y'</span>, \
             <span class=\"hl-constant\">true</span>]\n"
        );
    }

    #[test]
    fn an_unknown_language_stays_plain() {
        assert_eq!(html("klingon", "x"), None);
        assert_eq!(html("", "x"), None);
    }

    #[test]
    fn very_long_code_is_not_coloured() {
        assert_eq!(html("rust", &"x ".repeat(LONGEST)), None);
    }
}
