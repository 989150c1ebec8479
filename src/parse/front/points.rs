//! Key points: a line each, and behind it the passage it sums up.

use crate::diag::{Code, Diagnostic};
use crate::model::{PassageTarget, Point};
use crate::parse::attribution;
use crate::source::Located;
use crate::text::timecode::Timecode;
use crate::toml_reader::TomlTable;

/// Parses a point: `What matters {to=#anchor}`, `What matters {at=12:30}`; other braces are part of the line.
pub fn read(written: Located<String>, table: &mut TomlTable) -> Point {
    let whole = || Point { text: written.value.clone(), passage: None };
    let inside = written.value.trim_end().strip_suffix('}').and_then(|text| text.rsplit_once('{'));
    let Some((text, braces)) = inside else { return whole() };
    let passage = match &attribution::pairs(braces)[..] {
        [(key, anchor)] if key == "to" => PassageTarget::Anchor(anchor.trim_start_matches('#').into()),
        [(key, time)] if key == "at" => match Timecode::parse(time) {
            Some(time) => PassageTarget::Time(time),
            None => {
                let bad = Diagnostic::new(Code::BadValue, format!("`{time}` is not a time")).at(written.span);
                table.report(bad.help("write it as {at=00:12:30}"));
                return whole();
            }
        },
        _ => return whole(),
    };
    Point { text: text.trim_end().to_string(), passage: Some(Located::new(passage, written.span)) }
}
