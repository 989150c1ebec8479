//! Stretches of a text that are in another script than its language is written in.

use super::language::{east_asian, is_right_to_left};

/// Scripts that tell something about the language they are in, or run from right to left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Hebrew.
    Hebrew,
    /// Arabic, in whichever language.
    Arabic,
    /// Greek.
    Greek,
    /// Thai.
    Thai,
    /// Hangul.
    Hangul,
    /// Han and Kana.
    EastAsian,
    /// Any other: Latin above all.
    Other,
}

/// A stretch of text, and what is clear about it when it is foreign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'t> {
    /// The words.
    pub text: &'t str,
    /// Its language, a BCP 47 tag.
    pub language: Option<&'static str>,
    /// Whether it runs from right to left, within a text that does not.
    pub is_right_to_left: bool,
}

impl Script {
    /// The script that `language`, a BCP 47 tag, is written in.
    pub fn of_language(language: &str) -> Script {
        match language.split('-').next().unwrap_or_default() {
            "he" | "iw" | "yi" => Script::Hebrew,
            "el" => Script::Greek,
            "th" => Script::Thai,
            "ko" => Script::Hangul,
            "zh" | "ja" | "yue" | "nan" | "lzh" => Script::EastAsian,
            _ if is_right_to_left(language) => Script::Arabic,
            _ => Script::Other,
        }
    }

    /// Whether it runs from right to left.
    pub fn is_right_to_left(self) -> bool {
        matches!(self, Script::Hebrew | Script::Arabic)
    }

    /// The script of a letter; `None` for what stands between letters.
    pub fn of(c: char) -> Option<Script> {
        match c {
            '\u{0}'..='\u{36f}' => c.is_alphabetic().then_some(Script::Other),
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Script::Greek),
            '\u{591}'..='\u{5f4}' | '\u{fb1d}'..='\u{fb4f}' => Some(Script::Hebrew),
            '\u{610}'..='\u{61a}' | '\u{620}'..='\u{65f}' | '\u{66e}'..='\u{6ef}' => Some(Script::Arabic),
            '\u{6fa}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}' => Some(Script::Arabic),
            '\u{fb50}'..='\u{fdfb}' | '\u{fe70}'..='\u{fefc}' => Some(Script::Arabic),
            '\u{e01}'..='\u{e4e}' => Some(Script::Thai),
            '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}' => Some(Script::Hangul),
            '\u{3005}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' => Some(Script::EastAsian),
            '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Some(Script::EastAsian),
            _ => c.is_alphabetic().then_some(Script::Other),
        }
    }

    /// Whether a run in this script stands out of a text in `home`. Korean has Han characters of its own.
    fn is_foreign_to(self, home: Script) -> bool {
        self != home && self != Script::Other && (self, home) != (Script::EastAsian, Script::Hangul)
    }
}

/// Cuts `text`, which is in a language written in `home`, where another script begins and ends.
pub fn pieces(text: &str, home: Script) -> Pieces<'_> {
    Pieces { rest: text, home }
}

/// What [`pieces`] finds.
pub struct Pieces<'t> {
    rest: &'t str,
    home: Script,
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        if self.rest.is_empty() {
            return None;
        }
        let plain = |text| Piece { text, language: None, is_right_to_left: false };
        Some(match self.first_foreign() {
            None => plain(self.take(self.rest.len())),
            Some((0, script)) => self.foreign(script),
            Some((start, _)) => plain(self.take(start)),
        })
    }
}

impl<'t> Pieces<'t> {
    fn first_foreign(&self) -> Option<(usize, Script)> {
        if self.rest.is_ascii() {
            return None;
        }
        // No letter of ASCII is foreign anywhere.
        let others = self.rest.char_indices().filter(|(_, c)| !c.is_ascii());
        let scripts = others.filter_map(|(at, c)| Some((at, Script::of(c)?)));
        scripts.into_iter().find(|(_, script)| script.is_foreign_to(self.home))
    }

    /// A run goes on over what stands between its own letters.
    fn foreign(&mut self, script: Script) -> Piece<'t> {
        let mut end = 0;
        for (at, c) in self.rest.char_indices() {
            match Script::of(c) {
                Some(found) if found == script => end = at + c.len_utf8(),
                Some(_) => break,
                None => {}
            }
        }
        let text = self.take(end);
        let is_right_to_left = script.is_right_to_left() && !self.home.is_right_to_left();
        Piece { text, language: language(text, script), is_right_to_left }
    }

    fn take(&mut self, end: usize) -> &'t str {
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        text
    }
}

/// The language of a run, where it is clear: a Greek letter may stand for a number, and a Han character
/// may be Chinese, Japanese or Korean.
fn language(text: &str, script: Script) -> Option<&'static str> {
    let is_word = text.chars().nth(1).is_some();
    match script {
        Script::Hebrew => Some("he"),
        Script::Greek => is_word.then_some("el"),
        Script::Thai => Some("th"),
        Script::Hangul => Some("ko"),
        Script::Arabic => (!text.contains(NOT_ARABIC)).then_some("ar"),
        Script::EastAsian => east_asian(text),
        Script::Other => None,
    }
}

/// Letters of Persian, Urdu and their neighbours that Arabic does not have.
const NOT_ARABIC: [char; 11] = ['پ', 'چ', 'ژ', 'گ', 'ک', 'ی', 'ٹ', 'ڈ', 'ڑ', 'ں', 'ے'];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn expect(language: &str, text: &str, runs: &[(&str, Option<&str>, bool)]) {
        let pieces: Vec<_> = pieces(text, Script::of_language(language)).collect();
        assert_eq!(pieces.iter().map(|piece| piece.text).collect::<String>(), text);
        let marked = pieces.iter().filter(|piece| piece.language.is_some() || piece.is_right_to_left);
        let found: Vec<_> = marked.map(|run| (run.text, run.language, run.is_right_to_left)).collect();
        assert_eq!(found, runs, "{text}");
    }

    #[test]
    fn runs_of_other_scripts_are_found() {
        expect("en", "She said שלום, חבר to us.", &[("שלום, חבר", Some("he"), true)]);
        expect(
            "en",
            "Both مرحبا and ありがとう.",
            &[("مرحبا", Some("ar"), true), ("ありがとう", Some("ja"), false)],
        );
        expect(
            "de",
            "Das heißt 这样说 (und 이렇게).",
            &[("这样说", Some("zh-Hans"), false), ("이렇게", Some("ko"), false)],
        );
        expect("zh-Hans", "他说 שלום 了。", &[("שלום", Some("he"), true)]);
    }

    #[test]
    fn what_is_not_clear_is_left_alone() {
        expect("en", "The μ of 山 is naïve.", &[]);
        expect("en", "A گربه there.", &[("گربه", None, true)]);
        expect("ko", "그는 山 말했다.", &[]);
        expect("he", "שלום means peace.", &[]);
        expect("ar", "قال שלום هنا", &[("שלום", Some("he"), false)]);
        expect("en", "", &[]);
    }
}
