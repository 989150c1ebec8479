//! Definitions, formulas, and the attributes of images and links, as comrak finds them.

use comrak::nodes::{AstNode, NodeLink, NodeMath, NodeValue, Sourcepos, TableAlignment};

use super::image_looks;
use super::markdown::Lowering;
use crate::diag::{Code, Diagnostic};
use crate::model::{Align, DefinedTerm, Href, ImageLook, Inline, plain_text};
use crate::source::Span;
use crate::text::formula::{FormulaPlace, mathml};

impl<'a> Lowering<'a, '_> {
    pub(super) fn definitions(&mut self, node: &'a AstNode<'a>, depth: usize) -> Vec<DefinedTerm> {
        let mut entries: Vec<DefinedTerm> = Vec::new();
        for part in node.children().flat_map(|item| item.children()) {
            match (&part.data().value, entries.last_mut()) {
                (NodeValue::DescriptionTerm, _) => {
                    let is_paragraph = |child: &&AstNode| child.data().value == NodeValue::Paragraph;
                    let words = part.first_child().filter(is_paragraph).unwrap_or(part);
                    entries.push(DefinedTerm { term: self.inlines(words, 0), blocks: Vec::new() });
                }
                (_, Some(entry)) => entry.blocks.extend(self.blocks(part, depth + 1)),
                (_, None) => {}
            }
        }
        entries
    }

    pub(super) fn check_formula(&mut self, latex: &str, place: FormulaPlace, at: Sourcepos) {
        if let Err(reason) = mathml(latex, place, false) {
            let message = format!("this formula is shown as it is written: {reason}");
            let problem = Diagnostic::new(Code::BadFormula, message).at(self.span(at));
            self.problems.push(problem.help("Postil reads the LaTeX of formulas that browsers can draw"));
        }
    }

    pub(super) fn formula(&mut self, math: &NodeMath, at: Sourcepos) -> Inline {
        let place = if math.display_math { FormulaPlace::Display } else { FormulaPlace::Inline };
        self.check_formula(&math.literal, place, at);
        Inline::Formula { latex: math.literal.trim().to_string(), is_display: math.display_math }
    }

    pub(super) fn image(&mut self, node: &'a AstNode<'a>, image: &NodeLink, depth: usize) -> Inline {
        let span = self.span(node.data().sourcepos);
        let look = self.look(node, span);
        let alt = plain_text(&self.inlines(node, depth + 1));
        Inline::Image { src: Href::Raw(image.url.clone()), alt, title: image.title.clone(), look, span }
    }

    /// The look of an image with the attributes that comrak found behind it.
    fn look(&mut self, node: &'a AstNode<'a>, span: Span) -> Option<Box<ImageLook>> {
        let data = node.data();
        let attributes = data.attrs.as_deref()?;
        let (look, problems) = image_looks::read(attributes, span);
        self.problems.append(problems);
        (look != ImageLook::default()).then(|| Box::new(look))
    }

    pub(super) fn unknown_of_link(&mut self, node: &'a AstNode<'a>, span: Span) {
        let data = node.data();
        let Some(found) = data.attrs.as_deref() else { return };
        let names = found.id.iter().map(|id| format!("#{id}"));
        let names = names.chain(found.classes.iter().map(|class| format!(".{class}")));
        let names = names.chain(found.pairs.iter().map(|(key, _)| key.clone()));
        self.unknown_attributes.extend(names.map(|name| (name, span)));
    }
}

/// The alignment of a table's column.
pub(super) fn align(alignment: TableAlignment) -> Align {
    match alignment {
        TableAlignment::None => Align::Natural,
        TableAlignment::Left => Align::Left,
        TableAlignment::Center => Align::Center,
        TableAlignment::Right => Align::Right,
    }
}
