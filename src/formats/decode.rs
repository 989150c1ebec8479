//! Bytes to text. UTF-8 and UTF-16 are known by their form; anything else is detected, and said.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::detect::is_json;
use super::shared::archive;
use super::shared::json_repair::{self, RepairedJson};

/// A text and how it was encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The encoding's name.
    pub encoding: &'static str,
    /// The way it is known.
    pub certainty: Certainty,
    /// The number of places that stand for nothing in this encoding, each now a `�`.
    pub broken: usize,
    /// True when the text ends in the middle of its structure.
    pub is_cut: bool,
    /// The number of values such as `NaN` that were taken for null.
    pub not_numbers: usize,
    /// The reason why there is no text: an archive that is no document.
    pub refusal: Option<String>,
}

/// The way a text's encoding is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// By its bytes, or because somebody said so.
    Known,
    /// It is the most likely one.
    Detected,
}

/// The encoding with this name, as browsers know it: `gb18030`, `windows-1251`, `shift_jis`.
pub fn encoding(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.as_bytes())
}

/// Reads `bytes` in `wanted`, or in the encoding that they are most likely in.
pub fn decode(bytes: &[u8], wanted: Option<&'static Encoding>) -> Decoded {
    if archive::is_archive(bytes) {
        return document_or_refusal(archive::unpack(bytes));
    }
    if let Some((_, what)) = BINARY.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return document_or_refusal(Err(format!("this is {what}, which Postil does not read")));
    }
    let (encoding, certainty) = match (wanted, Encoding::for_bom(bytes)) {
        (Some(wanted), _) => (wanted, Certainty::Known),
        (None, Some((marked, _))) => (marked, Certainty::Known),
        (None, None) => guess(bytes),
    };
    let (text, had_errors) = encoding.decode_with_bom_removal(bytes);
    let broken = if had_errors { text.matches('\u{fffd}').count() } else { 0 };
    repaired(Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
        certainty,
        broken,
        is_cut: false,
        not_numbers: 0,
        refusal: None,
    })
}

/// The first bytes of files that hold no text, and what they are.
const BINARY: [(&[u8], &str); 8] = [
    (b"\xd0\xcf\x11\xe0", "a document of old Office programs: save it as .docx"),
    (b"\x1f\x8b", "a compressed file: unpack it, and import what is in it"),
    (b"7z\xbc\xaf", "a compressed archive: unpack it, and import the files"),
    (b"Rar!", "a compressed archive: unpack it, and import the files"),
    (b"\x1a\x45\xdf\xa3", "a recording"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3\0", "a database"),
];

/// The text of an office document, which is XML in an archive, or the reason why there is none.
fn document_or_refusal(text: Result<String, String>) -> Decoded {
    let (text, refusal) = match text {
        Ok(text) => (text, None),
        Err(reason) => (String::new(), Some(reason)),
    };
    Decoded {
        text,
        encoding: UTF_8.name(),
        certainty: Certainty::Known,
        broken: 0,
        is_cut: false,
        not_numbers: 0,
        refusal,
    }
}

/// A text of which JSON that is not quite JSON has become JSON, and of which it is known if it was cut off.
fn repaired(mut decoded: Decoded) -> Decoded {
    let start = decoded.text.trim_start();
    if is_json(start) {
        if let Some(RepairedJson { text, is_cut, not_numbers }) = json_repair::repair(start) {
            decoded = Decoded { text, is_cut, not_numbers, ..decoded };
        }
    } else if start.starts_with('<') {
        decoded.is_cut = is_cut_markup(start);
    }
    decoded
}

/// Tells whether the element that holds all others is not closed.
fn is_cut_markup(text: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.');
    let root = text
        .match_indices('<')
        .map(|(at, _)| &text[at + 1..])
        .find(|tag| tag.starts_with(char::is_alphabetic));
    let name = root.map_or("", |tag| &tag[..tag.find(|c| !is_name(c)).unwrap_or(tag.len())]);
    let is_xml = text.starts_with("<?xml");
    is_xml && !name.is_empty() && !text.contains(&format!("</{name}")) && !text.trim_end().ends_with("/>")
}

fn guess(bytes: &[u8]) -> (&'static Encoding, Certainty) {
    if let Some(encoding) = wide(bytes) {
        return (encoding, Certainty::Detected);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return (UTF_8, Certainty::Known);
    }
    if is_mostly_utf8(bytes) {
        return (UTF_8, Certainty::Known);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    (detector.guess(None, Utf8Detection::Allow), Certainty::Detected)
}

/// Tells whether a few bytes were damaged in a text of UTF-8: in no other encoding do letters look like those of UTF-8 twice as
/// often as not.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut letters, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    letters >= broken * 2
}

/// UTF-16 without a mark: every other byte of its ASCII is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(512) & !1];
    let zeros = |offset: usize| start.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let many = start.len() / 2 * 2 / 5;
    match (zeros(0), zeros(1)) {
        (0, little) if little > many.max(2) => Some(UTF_16LE),
        (big, 0) if big > many.max(2) => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], encoding: &str, certainty: Certainty, text: &str) {
        let found = decode(bytes, None);
        assert_eq!((found.encoding, found.certainty), (encoding, certainty));
        assert_eq!(found.text, text);
    }

    #[test]
    fn encodings_are_known_or_detected() {
        check("好".as_bytes(), "UTF-8", Certainty::Known, "好");
        check(b"\xef\xbb\xbfWEBVTT", "UTF-8", Certainty::Known, "WEBVTT");
        check(b"\xff\xfeh\0i\0", "UTF-16LE", Certainty::Known, "hi");
        check(b"\0W\0E\0B\0V\0T\0T\0\n", "UTF-16BE", Certainty::Detected, "WEBVTT\n");
        let chinese = b"\xd3\xee\xd6\xe6\xca\xd8\xbb\xa4\xc9\xf1 \xb1\xa3\xbb\xa4\xce\xd2\xc3\xc7";
        check(chinese, "GBK", Certainty::Detected, "宇宙守护神 保护我们");
    }

    #[test]
    fn one_wrong_byte_changes_no_encoding() {
        check(b"caf\xc3\xa9 \xff th\xc3\xa9", "UTF-8", Certainty::Known, "café \u{fffd} thé");
        check(b"caf\xc3\xa9 th\xc3\xa9 cr\xc3", "UTF-8", Certainty::Known, "café thé cr\u{fffd}");
        check(b"caf\xe9 th\xe9", "windows-1252", Certainty::Detected, "café thé");
    }

    #[test]
    fn a_text_that_was_cut_off_is_known() {
        let is_cut = |text: &str| decode(text.as_bytes(), None).is_cut;
        assert!(is_cut("[{\"a\": 1}, {\"b") && is_cut("<?xml version='1.0'?><a><b>c</b>"));
        assert!(!is_cut("[{\"a\": 1}]") && !is_cut("<?xml version='1.0'?><a><b>c</b></a>") && !is_cut("a"));
    }

    #[test]
    fn what_somebody_says_goes() {
        let wanted = encoding("windows-1252");
        assert_eq!(decode(b"caf\xe9", wanted).text, "café");
        assert_eq!(decode(b"caf\xe9", encoding("utf-8")).broken, 1);
        assert!(encoding("no-such-thing").is_none());
    }
}
