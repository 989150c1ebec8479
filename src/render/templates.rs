//! The theme's templates: the only file that knows tera.

use std::collections::BTreeMap;

use tera::{Context, Error, ErrorKind, Kwargs, State, Tera, Value};

use super::assets::Assets;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Theme;
use crate::source::{SourceId, Span};

/// Where a theme keeps its templates.
const FOLDER: &str = "templates/";

/// The templates of one theme, parsed.
pub struct Templates {
    tera: Tera,
    sources: BTreeMap<String, SourceId>,
}

/// The markup a template frames.
#[derive(Clone, Copy, Debug, Default)]
pub struct Markup<'a> {
    /// The words of the title.
    pub heading: &'a str,
    /// The text.
    pub content: &'a str,
}

impl Templates {
    /// Parses `theme`'s templates. They may call `asset(path="css/base.css")`, which gives the
    /// output path of a file of the theme.
    pub fn parse(theme: &Theme, assets: &Assets) -> Result<Templates, Diagnostics> {
        let mut templates = Templates { tera: Tera::new(), sources: BTreeMap::new() };
        let mut texts = Vec::new();
        for (path, file) in &theme.files {
            let Some(name) = path.strip_prefix(FOLDER) else { continue };
            let text =
                std::str::from_utf8(&file.bytes).map_err(|error| not_utf8(path, error.valid_up_to()))?;
            texts.push((name, text));
            templates.sources.extend(file.source.map(|source| (name.to_string(), source)));
        }
        templates.register_asset(assets.paths().clone());
        match templates.tera.add_raw_templates(texts.iter().copied()) {
            Ok(()) => Ok(templates),
            Err(error) => Err(templates.every_mistake(&texts, &error)),
        }
    }

    /// Renders the template `name`.
    pub fn render(&self, name: &str, view: &View, markup: Markup<'_>) -> Result<String, Diagnostic> {
        let mut context = Context::from_serialize(view).map_err(|error| self.diagnostic(&error))?;
        context.insert_value("heading", Value::safe_string(markup.heading));
        context.insert_value("content", Value::safe_string(markup.content));
        self.tera.render(name, &context).map_err(|error| self.diagnostic(&error))
    }

    fn register_asset(&mut self, paths: BTreeMap<String, String>) {
        self.tera.register_function("asset", move |arguments: Kwargs, _: &State| {
            let path: String = arguments.must_get("path")?;
            let unknown = || Error::message(format!("the theme has no file `{path}`"));
            paths.get(&path).cloned().ok_or_else(unknown)
        });
    }

    /// All templates that do not parse, since tera stops at the first.
    fn every_mistake(&self, texts: &[(&str, &str)], first: &Error) -> Diagnostics {
        let alone = |&(name, text): &(&str, &str)| {
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
                let diagnostic = Diagnostic::new(Code::TemplateError, one_sentence(report.message()));
                match self.sources.get(report.filename()) {
                    Some(&source) => {
                        let range = &report.span().range;
                        diagnostic.at(Span::new(source, range.start, range.end))
                    }
                    None => diagnostic.in_file(format!("{FOLDER}{}", report.filename())),
                }
            }
            other => Diagnostic::new(Code::TemplateError, one_sentence(&other.to_string())),
        }
    }
}

fn not_utf8(path: &str, valid: usize) -> Diagnostics {
    Diagnostic::new(Code::NotUtf8, format!("the template is not UTF-8 after its byte {valid}"))
        .in_file(path)
        .into()
}

/// The first line of tera's message as our messages are: without a full stop.
fn one_sentence(message: &str) -> String {
    message.lines().next().unwrap_or_default().trim_end_matches('.').to_string()
}
