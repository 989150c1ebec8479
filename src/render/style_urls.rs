//! Addresses in style sheets: `url(../fonts/text.woff2)` is a file of the theme, and is published like any other, under a
//! name that follows its content. The syntax is that of CSS Syntax Level 3.

use std::ops::Range;

use cssparser::{Parser, Token};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Theme;
use crate::source::Span;

/// A `url()` of a style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StyleUrl {
    /// The bytes of the whole `url(…)`.
    pub(super) range: Range<usize>,
    /// The path of the file in the theme.
    pub(super) path: String,
    /// The end of the address from its `#` or `?` on, or nothing.
    pub(super) suffix: String,
}

/// The addresses in `css` that lead to files of the theme, seen from the style sheet at `path` of the theme. Those with
/// a scheme, from the root of a host, or of a fragment alone are none.
pub(super) fn find(css: &str, path: &str) -> Vec<StyleUrl> {
    let mut found = Vec::new();
    if css.contains("url(") || css.contains("URL(") {
        let mut parser = Parser::new(css);
        collect(&mut parser, path, &mut found);
    }
    found
}

fn collect(parser: &mut Parser<'_>, path: &str, found: &mut Vec<StyleUrl>) {
    loop {
        let start = parser.position().byte_index();
        let Ok(token) = parser.next_including_whitespace_and_comments() else { return };
        let address = match token {
            Token::UnquotedUrl(address) => Some(address.to_string()),
            Token::Function(name) if name.eq_ignore_ascii_case("url") => nested_string(parser),
            Token::Function(_)
            | Token::ParenthesisBlock
            | Token::SquareBracketBlock
            | Token::CurlyBracketBlock => {
                let _ = parser.parse_nested_block(|inner| {
                    collect(inner, path, found);
                    Ok::<(), cssparser::ParseError<()>>(())
                });
                None
            }
            _ => None,
        };
        let range = start..parser.position().byte_index();
        found.extend(address.and_then(|address| in_theme(&address, path, range)));
    }
}

/// The words of `url("…")`.
fn nested_string(parser: &mut Parser<'_>) -> Option<String> {
    let read = parser.parse_nested_block(|inner| {
        let address = inner.expect_string()?.to_string();
        Ok::<String, cssparser::ParseError<()>>(address)
    });
    read.ok()
}

fn in_theme(address: &str, path: &str, range: Range<usize>) -> Option<StyleUrl> {
    let end = address.find(['#', '?']).unwrap_or(address.len());
    let (file, suffix) = address.split_at(end);
    if file.is_empty() || file.starts_with('/') || file.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(StyleUrl { range, path: parts.join("/"), suffix: suffix.to_string() })
}

/// Finds addresses in the style sheets of `theme` that lead to no file of it.
pub(super) fn check(theme: &Theme) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for (path, file) in theme.files.iter().filter(|(path, _)| path.ends_with(".css")) {
        let (Ok(css), Some(source)) = (std::str::from_utf8(&file.bytes), file.source) else { continue };
        for url in find(css, path).into_iter().filter(|url| !theme.files.contains_key(&url.path)) {
            let message = format!("the theme has no file `{}`", url.path);
            let span = Span::new(source, url.range.start, url.range.end);
            let help = "put it there, or write an address that begins with `/` or a scheme";
            diagnostics.push(Diagnostic::new(Code::TemplateError, message).at(span).help(help));
        }
    }
    diagnostics
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(css: &str) -> Vec<(String, &str)> {
        let found = find(css, "css/deep/a.css");
        found.into_iter().map(|url| (format!("{}{}", url.path, url.suffix), &css[url.range])).collect()
    }

    #[test]
    fn addresses_of_files_are_found_wherever_css_has_them() {
        let css = "@font-face { src: url(../../fonts/a.woff2) format('woff2'), url( \"b.woff\" ) }\n\
                   @media print { a { background: image-set(url('../x.svg#mark') 1x) } }";
        let expected = [
            ("fonts/a.woff2".to_string(), "url(../../fonts/a.woff2)"),
            ("css/deep/b.woff".to_string(), "url( \"b.woff\" )"),
            ("css/x.svg#mark".to_string(), "url('../x.svg#mark')"),
        ];
        assert_eq!(paths(css), expected);
    }

    #[test]
    fn comments_words_and_other_addresses_stay() {
        let css = "/* url(a.png) */ a::before { content: \"url(b.png)\"; }\n\
                   b { background: url(data:image/png;base64,AA==); mask: url(#shape); }\n\
                   c { background: url(/static.png), url(https://example.org/x.png), url(../../../out.png); }";
        assert_eq!(paths(css), []);
    }
}
