//! The first characters of a line by which CommonMark tells blocks apart.

use super::line::{Container, TextSyntax};

/// CommonMark reads a line as code from this indentation on.
pub(super) const CODE_INDENT: usize = 4;

/// The columns of white space that a line begins with; a tab goes on to the next multiple of four.
pub(super) fn indentation(line: &str) -> usize {
    let mut columns = 0;
    for byte in line.bytes() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += CODE_INDENT - columns % CODE_INDENT,
            _ => break,
        }
    }
    columns
}

/// The container that `words` open, and the length of its mark with the white space behind it.
pub(super) fn container_mark(words: &str, syntax: TextSyntax) -> Option<(Container, usize)> {
    if syntax == TextSyntax::Captions {
        return None;
    }
    let rest = match words.as_bytes().first()? {
        // `>> ANN:` is a mark of captions, not two quotations.
        b'>' if !words.starts_with(">>") => return Some((Container::Quote, 1)),
        b'-' | b'*' | b'+' => &words[1..],
        b'0'..=b'9' => {
            let digits = words.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 9 || !words[digits..].starts_with(['.', ')']) {
                return None;
            }
            &words[digits + 1..]
        }
        _ => return None,
    };
    let inner = rest.trim_start_matches([' ', '\t']);
    let is_mark = inner.len() < rest.len() && !inner.is_empty();
    let container = match words.as_bytes()[0].is_ascii_digit() {
        true => Container::Number,
        false => Container::Bullet,
    };
    (is_mark && !is_rule(words)).then_some((container, words.len() - inner.len()))
}

/// The level of the heading that `words` are.
pub(super) fn heading_level(words: &str) -> Option<u8> {
    let level = words.bytes().take_while(|&byte| byte == b'#').count();
    let rest = &words[level..];
    let is_heading = (1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t']));
    is_heading.then_some(level as u8)
}

/// Returns true if `words` are a thematic break: three or more of one mark, and spaces.
pub(super) fn is_rule(words: &str) -> bool {
    let mark = words.as_bytes()[0];
    matches!(mark, b'-' | b'*' | b'_')
        && words.bytes().filter(|&byte| byte == mark).count() >= 3
        && words.bytes().all(|byte| byte == mark || byte == b' ' || byte == b'\t')
}

/// The level of the heading that `words` underline.
pub(super) fn is_underline(words: &str) -> Option<u8> {
    let mark = words.trim_end().as_bytes()[0];
    let level = match mark {
        b'=' => 1,
        b'-' => 2,
        _ => return None,
    };
    words.trim_end().bytes().all(|byte| byte == mark).then_some(level)
}

/// The end of a block of HTML that continues over blank lines, by CommonMark's kinds 1 and 2.
pub(super) fn closed_by(words: &str) -> Option<&'static str> {
    const BLOCKS: [(&str, &str); 5] = [
        ("<!--", "-->"),
        ("<script", "</script>"),
        ("<pre", "</pre>"),
        ("<style", "</style>"),
        ("<textarea", "</textarea>"),
    ];
    let found = BLOCKS
        .iter()
        .find(|(open, _)| words.get(..open.len()).is_some_and(|start| start.eq_ignore_ascii_case(open)));
    found.map(|(_, close)| *close)
}

/// The elements that open a block of HTML, CommonMark's kind 6, as far as transcripts have them.
const HTML_BLOCKS: &str = "address article aside blockquote body center dd details dialog div dl dt figcaption figure \
    footer form h1 h2 h3 header hr iframe li ol p section table tr ul";

/// Returns true if `words` open a block of HTML that continues to a blank line.
pub(super) fn opens_html_block(words: &str) -> bool {
    let name = words[1..].trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    HTML_BLOCKS.split_ascii_whitespace().any(|element| element.eq_ignore_ascii_case(&name[..end]))
}
