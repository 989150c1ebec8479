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
    fn names_and_codes_become_tags() {
        let tag = |written| language(Some(written));
        assert_eq!(tag("English").as_deref(), Some("en"));
        assert_eq!(tag("en_us").as_deref(), Some("en-US"));
        assert_eq!(tag("klingonese"), None);
    }
}
