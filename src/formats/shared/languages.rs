//! Languages as machines and archives call them.

use crate::text::language::is_language_tag;

/// A language, `en`, `en_us`, `english`, as a tag.
pub fn language(written: Option<&str>) -> Option<String> {
    let lower = written?.trim().to_ascii_lowercase();
    let named = LANGUAGES.iter().find(|(name, _)| *name == lower).map(|(_, tag)| tag.to_string());
    let tag = match lower.split_once(['_', '-']) {
        Some((language, region)) if region.len() == 2 => format!("{language}-{}", region.to_uppercase()),
        _ => lower.replace('_', "-"),
    };
    let primary = tag.split('-').next().unwrap_or_default().len();
    named.or_else(|| ((2..=3).contains(&primary) && is_language_tag(&tag)).then_some(tag))
}

/// The name of a file without a language at its end, and that language as a tag: `talk` and `ar` of `talk.ar`,
/// `zh-Hans` of `talk.zh-hans`. Words that only say what captions are for may stand behind it: `talk.en.sdh`.
pub fn split_language(stem: &str) -> (&str, Option<String>) {
    let Some((base, last)) = stem.rsplit_once('.').filter(|(base, _)| !base.is_empty()) else {
        return (stem, None);
    };
    if PURPOSES.contains(&last.to_ascii_lowercase().as_str()) && base.contains('.') {
        let (shorter, language) = split_language(base);
        return if language.is_some() { (shorter, language) } else { (stem, None) };
    }
    match file_language(last) {
        Some(language) => (base, Some(language)),
        None => (stem, None),
    }
}

/// Words behind a language in the names of files of captions.
const PURPOSES: [&str; 5] = ["sdh", "cc", "forced", "default", "auto"];

/// A tag in its usual letters, if its first part is a code of ISO 639 and the others are a script or a region.
fn file_language(written: &str) -> Option<String> {
    let mut parts = written.split(['-', '_']);
    let primary = parts.next().unwrap_or_default().to_ascii_lowercase();
    let primary = match primary.len() {
        2 => Some(primary.as_str()).filter(|code| CODES.split(' ').any(|known| known == *code)),
        3 => THREE_LETTERS.iter().find(|(code, _)| *code == primary).map(|(_, tag)| *tag),
        _ => None,
    };
    let mut tag = primary?.to_string();
    for part in parts {
        let is_alphabetic = part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let lower = part.to_ascii_lowercase();
        tag += &match part.len() {
            2 if is_alphabetic => format!("-{}", part.to_ascii_uppercase()),
            3 if part.bytes().all(|byte| byte.is_ascii_digit()) => format!("-{part}"),
            4 if is_alphabetic => {
                let (first, rest) = lower.split_at(1);
                if lower == "orig" { String::new() } else { format!("-{}{rest}", first.to_ascii_uppercase()) }
            }
            _ => return None,
        };
    }
    Some(tag)
}

/// The codes of ISO 639-1.
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da \
                     de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz \
                     ia id ie ig ii ik io is it iu iw ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li \
                     ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa \
                     pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th \
                     ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Codes of three letters that stand in file names, with the tags that a page has.
const THREE_LETTERS: [(&str, &str); 40] = [
    ("ara", "ar"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("chi", "zh"),
    ("cze", "cs"),
    ("dan", "da"),
    ("deu", "de"),
    ("dut", "nl"),
    ("ell", "el"),
    ("eng", "en"),
    ("fas", "fa"),
    ("fil", "fil"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("ger", "de"),
    ("gre", "el"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hun", "hu"),
    ("ind", "id"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("nld", "nl"),
    ("nor", "no"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rum", "ro"),
    ("rus", "ru"),
    ("spa", "es"),
    ("swe", "sv"),
    ("tha", "th"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("vie", "vi"),
    ("yue", "yue"),
    ("zho", "zh"),
];

/// Languages that machines name in English, the most frequent ones.
const LANGUAGES: [(&str, &str); 24] = [
    ("english", "en"),
    ("chinese", "zh"),
    ("german", "de"),
    ("spanish", "es"),
    ("russian", "ru"),
    ("korean", "ko"),
    ("french", "fr"),
    ("japanese", "ja"),
    ("portuguese", "pt"),
    ("turkish", "tr"),
    ("polish", "pl"),
    ("catalan", "ca"),
    ("dutch", "nl"),
    ("arabic", "ar"),
    ("swedish", "sv"),
    ("italian", "it"),
    ("indonesian", "id"),
    ("hindi", "hi"),
    ("finnish", "fi"),
    ("vietnamese", "vi"),
    ("hebrew", "he"),
    ("ukrainian", "uk"),
    ("greek", "el"),
    ("czech", "cs"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_at_the_end_of_a_file_name_is_split_off() {
        let split = |stem| {
            let (base, language) = split_language(stem);
            format!("{base} {}", language.unwrap_or_default())
        };
        for (stem, expected) in [
            ("talk.ar", "talk ar"),
            ("talk.zh-hans", "talk zh-Hans"),
            ("talk.pt_br", "talk pt-BR"),
            ("talk.eng", "talk en"),
            ("talk.en.sdh", "talk en"),
            ("talk.en-orig", "talk en"),
            ("talk.es-419", "talk es-419"),
            ("talk", "talk "),
            ("talk.mp3", "talk.mp3 "),
            ("talk.v2", "talk.v2 "),
            ("talk.final", "talk.final "),
            ("talk.cc", "talk.cc "),
            ("no", "no "),
        ] {
            assert_eq!(split(stem), expected);
        }
    }

    #[test]
    fn names_and_codes_become_tags() {
        let tag = |written| language(Some(written));
        assert_eq!(tag("English").as_deref(), Some("en"));
        assert_eq!(tag("en_us").as_deref(), Some("en-US"));
        assert_eq!(tag("klingonese"), None);
    }
}
