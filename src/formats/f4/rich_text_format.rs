//! The words of Rich Text, without its styles.

use encoding_rs::WINDOWS_1252;

/// The groups whose text is none of the words.
const SILENT: [&str; 12] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "header",
    "footer",
    "headerl",
    "headerr",
    "footerl",
    "listtable",
    "generator",
];

/// The words of a text, a line for each paragraph.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    // For each open group: whether it is silent, and how many characters stand for a Unicode one besides.
    let mut groups: Vec<(bool, usize)> = vec![(false, 1)];
    let (mut rest, mut skip) = (text, 0);
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        let (is_silent, spare) = groups.last().copied().unwrap_or((false, 1));
        let said = match c {
            '{' => {
                groups.push((is_silent, spare));
                continue;
            }
            '}' => {
                groups.pop();
                continue;
            }
            '\r' | '\n' => continue,
            '\\' => {
                let (word, number, behind) = control(rest);
                rest = behind;
                if let Some(group) = groups.last_mut() {
                    group.0 |= word == "*" || SILENT.contains(&word);
                    group.1 = if word == "uc" { number.unwrap_or(1).clamp(0, 8) as usize } else { group.1 };
                }
                let unicode = number.filter(|_| word == "u");
                if let Some(code) = unicode {
                    skip = spare;
                    // Numbers above 32767 are written as negative ones.
                    char::from_u32(code.rem_euclid(65_536) as u32)
                } else if word == "'" && skip > 0 {
                    skip -= 1;
                    continue;
                } else {
                    symbol(word, number)
                }
            }
            _ if skip > 0 => {
                skip -= 1;
                continue;
            }
            c => Some(c),
        };
        out.extend(said.filter(|_| !is_silent));
    }
    out
}

/// A control word behind a backslash, its number, and what follows: `par`, `u8217`, `'e9`.
fn control(rest: &str) -> (&str, Option<i64>, &str) {
    let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    if letters == 0 {
        let hex = rest.strip_prefix('\'').and_then(|rest| rest.get(..2));
        let first = rest.chars().next().map_or(0, char::len_utf8);
        return match hex.and_then(|digits| i64::from_str_radix(digits, 16).ok()) {
            Some(byte) => ("'", Some(byte), &rest[3..]),
            None => (&rest[..first], None, &rest[first..]),
        };
    }
    let (word, behind) = rest.split_at(letters);
    let sign = usize::from(behind.starts_with('-'));
    let digits = behind[sign..].find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len() - sign);
    let (number, behind) = behind.split_at(if digits == 0 { 0 } else { sign + digits });
    (word, number.parse().ok(), behind.strip_prefix(' ').unwrap_or(behind))
}

/// The character that a control word stands for.
fn symbol(word: &str, number: Option<i64>) -> Option<char> {
    match word {
        "par" | "line" | "row" | "sect" | "page" => Some('\n'),
        "tab" | "cell" => Some('\t'),
        "emdash" => Some('—'),
        "endash" => Some('–'),
        "lquote" => Some('‘'),
        "rquote" => Some('’'),
        "ldblquote" => Some('“'),
        "rdblquote" => Some('”'),
        "bullet" => Some('•'),
        "~" => Some('\u{a0}'),
        "\\" | "{" | "}" => word.chars().next(),
        "'" => WINDOWS_1252.decode_without_bom_handling(&[number? as u8]).0.chars().next(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_without_styles() {
        for (text, expected) in [
            (
                "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 Ann: Good {\\b morning}.\\par Bo: caf\\'e9\\par}",
                "Ann: Good morning.\nBo: café\n",
            ),
            ("{\\rtf1 it\\u8217?s \\{so\\}}", "it’s {so}"),
            ("{\\rtf1 it\\u8217\\'92s}", "it’s"),
            ("{\\rtf1{\\*\\generator x;}a\\line b", "a\nb"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }
}
