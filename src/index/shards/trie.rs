//! elasticlunr's trie, written from sorted tokens without being built.

use std::fmt::Write;

/// The root of a trie with these nodes, tokens in the order of UTF-16 and each with what it has. elasticlunr walks
/// by units of UTF-16, and wants `docs` and `df` on the way too.
pub(super) fn json<'a>(nodes: impl Iterator<Item = (&'a str, String)>) -> String {
    let mut out = String::from(r#"{"docs":{},"df":0"#);
    let mut open: Vec<u16> = Vec::new();
    for (token, has) in nodes {
        let units: Vec<u16> = token.encode_utf16().collect();
        let shared = open.iter().zip(&units).take_while(|(a, b)| a == b).count();
        out.push_str(&"}".repeat(open.len() - shared));
        open.truncate(shared);
        for (at, unit) in units.iter().enumerate().skip(shared) {
            push_key(&mut out, *unit);
            out.push_str(if at + 1 == units.len() { &has } else { r#""docs":{},"df":0"# });
        }
        open = units;
    }
    out.push_str(&"}".repeat(open.len() + 1));
    out
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
        let json = json(nodes.into_iter().map(|(token, has)| (token, has.to_string())));
        assert_eq!(
            json,
            r#"{"docs":{},"df":0,"a":{"docs":{},"df":0,"b":{"docs":1,"df":1,"c":{"docs":2,"df":1}}},"#
                .to_string()
                + r#""\ud842":{"docs":{},"df":0,"\udfb7":{"docs":3,"df":1}}}"#
        );
    }
}
