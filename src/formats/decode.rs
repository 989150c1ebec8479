//! Bytes to text. UTF-8 and UTF-16 are known by their form; anything else is detected, and said.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A text and how it was encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The encoding's name.
    pub encoding: &'static str,
    /// The way it is known.
    pub certainty: Certainty,
    /// The number of places stand for nothing in this encoding, each now a `�`.
    pub broken: usize,
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
    let (encoding, certainty) = match (wanted, Encoding::for_bom(bytes)) {
        (Some(wanted), _) => (wanted, Certainty::Known),
        (None, Some((marked, _))) => (marked, Certainty::Known),
        (None, None) => guess(bytes),
    };
    let (text, had_errors) = encoding.decode_with_bom_removal(bytes);
    let broken = if had_errors { text.matches('\u{fffd}').count() } else { 0 };
    Decoded { text: text.into_owned(), encoding: encoding.name(), certainty, broken }
}

fn guess(bytes: &[u8]) -> (&'static Encoding, Certainty) {
    if let Some(encoding) = wide(bytes) {
        return (encoding, Certainty::Detected);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return (UTF_8, Certainty::Known);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    (detector.guess(None, Utf8Detection::Allow), Certainty::Detected)
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
    fn what_somebody_says_goes() {
        let wanted = encoding("windows-1252");
        assert_eq!(decode(b"caf\xe9", wanted).text, "café");
        assert_eq!(decode(b"caf\xe9", encoding("utf-8")).broken, 1);
        assert!(encoding("no-such-thing").is_none());
    }
}
