//! The theme's templates: the only file that knows tera.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use tera::{Context, Error, ErrorKind, Kwargs, State, Tera, Value};

use super::assets::Assets;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Theme, ThemeFile};
use crate::source::{Located, SourceId, Sources, Span};
use crate::text::control;

/// The folder of a theme's templates.
const FOLDER: &str = "templates/";

/// The templates of one theme, parsed.
pub struct Templates {
    tera: Tera,
    sources: BTreeMap<String, SourceId>,
    /// The theme's words in each language that a page has asked for.
    words: Mutex<Vec<(InterfaceWords, Value)>>,
}

/// The theme's words in a language, by their names.
type InterfaceWords = Arc<BTreeMap<String, String>>;

/// The markup a template frames.
#[derive(Clone, Copy, Debug, Default)]
pub struct Markup<'a> {
    /// The words of the title.
    pub heading: &'a str,
    /// The text.
    pub content: &'a str,
}

impl Templates {
    /// Parses `theme`'s templates. They may call `asset(path="img/icon.svg")`, which gives the output path of a file
    /// of the theme, and `bundle(parts=page.parts, type="css")`, which gives that of several joined. Scripts may have
    /// `markup` with them, which they add to the page.
    pub fn parse(theme: &Theme, sources: &Sources, assets: &Arc<Assets>) -> Result<Templates, Diagnostics> {
        let named = |(path, file): (&String, &ThemeFile)| {
            Some((path.strip_prefix(FOLDER)?.to_string(), file.source?))
        };
        let ids: BTreeMap<String, SourceId> = theme.files.iter().filter_map(named).collect();
        let text = |(name, &id): (&'_ String, &SourceId)| (name.clone(), Arc::from(sources.get(id).text()));
        let texts: Vec<(String, Arc<str>)> = ids.iter().map(text).collect();
        let mut templates = Templates { tera: Tera::new(), sources: ids, words: Mutex::default() };
        templates.tera.set_escape_fn(|text, out| tera::escape_html(&control::shown(text), out));
        templates.register_assets(assets);
        match templates.tera.add_raw_templates(texts.iter().map(|(name, text)| (name, text))) {
            Ok(()) => Ok(templates),
            Err(error) => Err(templates.every_mistake(&texts, &error)),
        }
    }

    /// A diagnostic for a page that asks for a template of which there is none.
    pub fn check_chosen(&self, chosen: &Located<String>) -> Option<Diagnostic> {
        let names = || self.sources.keys().map(String::as_str).filter(|name| !name.contains(':'));
        let unknown = || {
            let message = format!("there is no template `{}`", chosen.value);
            let problem = Diagnostic::new(Code::TemplateError, message).at(chosen.span);
            let problem = problem.help("put it into themes/NAME/templates/");
            problem.did_you_mean(&chosen.value, names())
        };
        (!names().any(|name| name == chosen.value)).then(unknown)
    }

    /// Renders the template `name`.
    pub fn render(&self, name: &str, view: &View, markup: Markup<'_>) -> Result<String, Diagnostic> {
        let mut context = Context::from_serialize(view).map_err(|error| self.diagnostic(&error))?;
        context.insert_value("t", self.words(&view.t));
        context.insert_value("heading", Value::safe_string(markup.heading));
        context.insert_value("content", Value::safe_string(markup.content));
        self.tera.render(name, &context).map_err(|error| self.diagnostic(&error))
    }

    /// The words as templates get them, which all pages of a language share.
    fn words(&self, words: &InterfaceWords) -> Value {
        let mut known = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, value)) = known.iter().find(|(other, _)| Arc::ptr_eq(other, words)) {
            return value.clone();
        }
        let value = Value::from_serializable(&**words);
        known.push((Arc::clone(words), value.clone()));
        value
    }

    fn register_assets(&mut self, assets: &Arc<Assets>) {
        let of_one = Arc::clone(assets);
        self.tera.register_function("asset", move |arguments: Kwargs, _: &State| {
            let path: String = arguments.must_get("path")?;
            of_one.path(&path).ok_or_else(|| Error::message(format!("the theme has no file `{path}`")))
        });
        let of_several = Arc::clone(assets);
        self.tera.register_function("bundle", move |arguments: Kwargs, _: &State| {
            let (parts, extension): (Vec<String>, String) =
                (arguments.must_get("parts")?, arguments.must_get("type")?);
            let nothing = || format!("no bundle of {} has a file of type `{extension}`", parts.join(", "));
            let markup: Option<String> = arguments.get("markup")?;
            let path = of_several.of_parts(&parts, &extension, markup.as_deref().unwrap_or_default());
            path.ok_or_else(|| Error::message(nothing()))
        });
    }

    /// All templates that do not parse, since tera stops at the first.
    fn every_mistake(&self, texts: &[(String, Arc<str>)], first: &Error) -> Diagnostics {
        let alone = |(name, text): &(String, Arc<str>)| {
            let error = Tera::new().add_raw_template(name, text).err()?;
            matches!(error.kind(), ErrorKind::SyntaxError(_)).then(|| self.diagnostic(&error))
        };
        let mut diagnostics = Diagnostics::new();
        diagnostics.extend(texts.iter().filter_map(alone));
        if !diagnostics.has_errors() {
            diagnostics.push(self.diagnostic(first));
        }
        diagnostics
    }

    fn diagnostic(&self, error: &Error) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let range = &report.span().range;
                self.at(report.filename(), range.start..range.end, described(report.message()))
            }
            ErrorKind::MissingParent { current, parent } => {
                let message = format!("the template `{parent}`, which this one extends, is not there");
                self.at(current, 0..1, Diagnostic::new(Code::TemplateError, message))
            }
            other => described(&other.to_string()),
        }
    }

    fn at(&self, template: &str, range: Range<usize>, diagnostic: Diagnostic) -> Diagnostic {
        match self.sources.get(template) {
            Some(&source) => diagnostic.at(Span::new(source, range.start, range.end)),
            None => diagnostic.in_file(format!("{FOLDER}{template}")),
        }
    }
}

/// Tera's message as ours are: one sentence without a full stop, and what follows it as help.
fn described(message: &str) -> Diagnostic {
    let first_line = message.lines().next().unwrap_or_default();
    let (sentence, rest) = first_line.split_once(". ").unwrap_or((first_line, ""));
    let diagnostic = Diagnostic::new(Code::TemplateError, sentence.trim_end_matches('.'));
    match rest.trim_end_matches('.') {
        "" => diagnostic,
        rest => diagnostic.help(rest.replacen("Available", "available", 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(templates: &[(&str, &str)]) -> Vec<(String, Range<usize>)> {
        let mut sources = Sources::default();
        let mut theme = Theme::default();
        for (name, text) in templates {
            let source = Some(sources.add(*name, *text));
            theme.files.insert(format!("{FOLDER}{name}"), ThemeFile { bytes: Vec::new(), source });
        }
        let found = Templates::parse(&theme, &sources, &Arc::default()).err().unwrap_or_default();
        found.iter().map(|found| (found.message.clone(), found.labels[0].span.range())).collect()
    }

    #[test]
    fn every_template_that_does_not_parse_is_shown_in_its_place() {
        let found = mistakes(&[("a.html", "{% if x %}"), ("b.html", "fine"), ("c.html", "{{ x")]);
        let places: Vec<_> = found.iter().map(|(_, range)| range.start).collect();
        assert_eq!(places, [8, 3], "{found:?}");
    }

    #[test]
    fn a_parent_that_is_not_there_is_named() {
        let found = mistakes(&[("a.html", "{% extends \"b.html\" %}")]);
        assert_eq!(found[0].0, "the template `b.html`, which this one extends, is not there");
    }

    #[test]
    fn what_tera_lists_is_help() {
        let diagnostic = described("Field `a` is not defined. Available fields: b, c");
        assert_eq!(diagnostic.message, "Field `a` is not defined");
        assert_eq!(diagnostic.help.as_deref(), Some("available fields: b, c"));
    }
}
