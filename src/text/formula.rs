//! Formulas in LaTeX as MathML, which browsers draw without a script.

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use super::html_escape::push_attribute;

/// The longest formula in bytes; no formula for people is longer, and the converter calls itself for braces.
const LONGEST: usize = 4_000;

/// The most braces, brackets and environments within each other.
const DEEPEST: usize = 40;

/// The kinds of place that a formula stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormulaPlace {
    /// Among words.
    Inline,
    /// On lines of its own.
    Display,
}

/// The formula `latex` as MathML, with its source as the text for those who cannot see it; or the reason why it cannot
/// be read. Namespaces are for XHTML, as in books.
pub fn mathml(latex: &str, place: FormulaPlace, has_namespace: bool) -> Result<String, String> {
    let latex = latex.trim();
    if latex.is_empty() {
        return Err("it is empty".into());
    }
    if latex.len() > LONGEST || depth(latex) > DEEPEST {
        return Err("it is too long or too deeply nested".into());
    }
    let config = MathCoreConfig { xml_namespace: has_namespace, ..MathCoreConfig::default() };
    let converter = LatexToMathML::new(config).map_err(|(error, ..)| error.error_message())?;
    let display = match place {
        FormulaPlace::Inline => MathDisplay::Inline,
        FormulaPlace::Display => MathDisplay::Block,
    };
    let converted = converter.convert_with_local_state(latex, display);
    let mathml = converted.map_err(|error| error.error_message())?.mathml;
    let mut out = String::from("<math");
    push_attribute(&mut out, "alttext", latex);
    out.push_str(mathml.strip_prefix("<math").unwrap_or(&mathml));
    Ok(out)
}

/// The most groups that are open at once.
fn depth(latex: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for (at, c) in latex.char_indices() {
        match c {
            '{' | '[' | '(' => open += 1,
            '}' | ']' | ')' => open = open.saturating_sub(1),
            '\\' if latex[at..].starts_with("\\left") || latex[at..].starts_with("\\begin") => open += 1,
            '\\' if latex[at..].starts_with("\\right") || latex[at..].starts_with("\\end") => {
                open = open.saturating_sub(1);
            }
            '^' | '_' => most = most.max(open + 1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_mathml_with_their_source() {
        let written = mathml(r"\frac{a}{b} < 1", FormulaPlace::Inline, false).expect("a formula");
        assert!(written.starts_with(r#"<math alttext="\frac{a}{b} &lt; 1">"#), "{written}");
        assert!(written.contains("<mfrac><mi>a</mi><mi>b</mi></mfrac>"), "{written}");
        let block = mathml("x", FormulaPlace::Display, true).expect("a formula");
        assert!(block.contains(" display=\"block\"") && block.contains(" xmlns="), "{block}");
    }

    #[test]
    fn what_is_no_formula_is_refused() {
        for latex in [
            r"\frac{a",
            r"\nonsense",
            "",
            &"{".repeat(10_000),
            &"{".repeat(3_000),
            "x^".repeat(1_900).as_str(),
        ] {
            assert!(mathml(latex, FormulaPlace::Inline, false).is_err(), "{latex:.20}");
        }
    }

    #[test]
    fn formulas_hold_no_markup_of_their_authors() {
        for latex in [r"\text{<script>alert(1)</script>}", "<b>", r#"" onload="x"#, r"\href{javascript:x}{y}"]
        {
            let written = mathml(latex, FormulaPlace::Inline, false).unwrap_or_default();
            let lower = written.to_lowercase();
            assert!(
                !lower.contains("<script") && !lower.contains("<b>") && !lower.contains("javascript:"),
                "{written}"
            );
            assert!(!written.contains("\" onload=\""), "{written}");
        }
    }
}
