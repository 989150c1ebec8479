//! elasticlunr's trie, written from sorted tokens without being built.

use std::fmt::Write;

/// Writes the root of a trie with `nodes`, tokens in the order of UTF-16; `has` writes what each has. elasticlunr walks
/// by units of UTF-16, and wants `docs` and `df` on the way too.
pub(super) fn write<'a, T>(
    out: &mut String,
    nodes: impl Iterator<Item = (&'a str, T)>,
    mut has: impl FnMut(&mut String, T),
) {
    out.push('{');
    out.push_str(NOTHING);
    let mut open: Vec<u16> = Vec::new();
    let mut units = Vec::new();
    for (token, node) in nodes {
        units.clear();
        units.extend(token.encode_utf16());
        let Some((&last, way)) = units.split_last() else { continue };
        let shared = open.iter().zip(&units).take_while(|(a, b)| a == b).count();
        close(out, open.len() - shared);
        for &unit in way.iter().skip(shared) {
            push_key(out, unit);
            out.push_str(NOTHING);
        }
        push_key(out, last);
        has(out, node);
        std::mem::swap(&mut open, &mut units);
    }
    close(out, open.len() + 1);
}

const NOTHING: &str = r#""docs":{},"df":0"#;

fn close(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n('}', count));
}

fn push_key(out: &mut String, unit: u16) {
    let written = match char::from_u32(u32::from(unit)) {
        Some(c) if c != '"' && c != '\\' && !c.is_control() => write!(out, r#","{c}":{{"#),
        _ => write!(out, r#","\u{unit:04x}":{{"#),
    };
    written.expect("a string takes what is written");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_open_and_close() {
        let nodes =
            [("ab", r#""docs":1,"df":1"#), ("abc", r#""docs":2,"df":1"#), ("𠮷", r#""docs":3,"df":1"#)];
        let mut json = String::new();
        write(&mut json, nodes.into_iter(), |out, has| out.push_str(has));
        assert_eq!(
            json,
            r#"{"docs":{},"df":0,"a":{"docs":{},"df":0,"b":{"docs":1,"df":1,"c":{"docs":2,"df":1}}},"#
                .to_string()
                + r#""\ud842":{"docs":{},"df":0,"\udfb7":{"docs":3,"df":1}}}"#
        );
    }
}
