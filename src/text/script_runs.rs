//! Stretches of a text that are in another script than its language is written in.

use unicode_normalization::char::is_combining_mark;

use super::language::{east_asian, is_right_to_left};
use super::script::{EUROPEAN_PUNCTUATION, HAN_BLOCK, Script, is_han_or_kana, script};

/// Scripts that tell something about the language they are in, or run from right to left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScriptClass {
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
pub struct ScriptRun<'t> {
    /// The words.
    pub text: &'t str,
    /// Its language, a BCP 47 tag.
    pub language: Option<&'static str>,
    /// True if it runs from right to left, within a text that does not.
    pub is_right_to_left: bool,
}

impl ScriptClass {
    /// The script that `language`, a BCP 47 tag, is written in.
    pub fn of_language(language: &str) -> ScriptClass {
        match language.split('-').next().unwrap_or_default() {
            "he" | "iw" | "yi" => ScriptClass::Hebrew,
            "el" => ScriptClass::Greek,
            "th" => ScriptClass::Thai,
            "ko" => ScriptClass::Hangul,
            "zh" | "ja" | "yue" | "nan" | "lzh" => ScriptClass::EastAsian,
            _ if is_right_to_left(language) => ScriptClass::Arabic,
            _ => ScriptClass::Other,
        }
    }

    /// Tells whether it runs from right to left.
    pub fn is_right_to_left(self) -> bool {
        matches!(self, ScriptClass::Hebrew | ScriptClass::Arabic)
    }

    /// The class of a letter or mark; `None` for what stands between letters.
    pub fn from_char(c: char) -> Option<ScriptClass> {
        if c.is_ascii() {
            return c.is_alphabetic().then_some(ScriptClass::Other);
        }
        if HAN_BLOCK.contains(&c) {
            return Some(ScriptClass::EastAsian);
        }
        if EUROPEAN_PUNCTUATION.contains(&c) || !(c.is_alphabetic() || is_combining_mark(c)) {
            return None;
        }
        match script(c) {
            Script::Greek => Some(ScriptClass::Greek),
            Script::Hebrew => Some(ScriptClass::Hebrew),
            Script::Arabic => Some(ScriptClass::Arabic),
            Script::Thai => Some(ScriptClass::Thai),
            Script::Hangul => Some(ScriptClass::Hangul),
            script if is_han_or_kana(script) => Some(ScriptClass::EastAsian),
            Script::Inherited => None,
            _ => c.is_alphabetic().then_some(ScriptClass::Other),
        }
    }

    /// Tells whether a run in this script stands out of a text in `home`. Korean has Han characters of its own.
    fn is_foreign_to(self, home: ScriptClass) -> bool {
        self != home
            && self != ScriptClass::Other
            && (self, home) != (ScriptClass::EastAsian, ScriptClass::Hangul)
    }
}

/// Cuts `text`, which is in a language written in `home`, where another script begins and ends.
pub fn script_runs(text: &str, home: ScriptClass) -> ScriptRuns<'_> {
    ScriptRuns { rest: text, home }
}

/// The iterator of [`script_runs`].
pub struct ScriptRuns<'t> {
    rest: &'t str,
    home: ScriptClass,
}

impl<'t> Iterator for ScriptRuns<'t> {
    type Item = ScriptRun<'t>;

    fn next(&mut self) -> Option<ScriptRun<'t>> {
        if self.rest.is_empty() {
            return None;
        }
        let plain = |text| ScriptRun { text, language: None, is_right_to_left: false };
        Some(match self.first_foreign() {
            None => plain(self.take(self.rest.len())),
            Some((0, script)) => self.foreign(script),
            Some((start, _)) => plain(self.take(start)),
        })
    }
}

impl<'t> ScriptRuns<'t> {
    fn first_foreign(&self) -> Option<(usize, ScriptClass)> {
        if self.rest.is_ascii() {
            return None;
        }
        // No letter of ASCII is foreign anywhere.
        let others = self.rest.char_indices().filter(|(_, c)| !c.is_ascii());
        let scripts = others.filter_map(|(at, c)| Some((at, ScriptClass::from_char(c)?)));
        scripts.into_iter().find(|(_, script)| script.is_foreign_to(self.home))
    }

    /// A run goes on over what stands between its own letters.
    fn foreign(&mut self, script: ScriptClass) -> ScriptRun<'t> {
        let mut end = 0;
        for (at, c) in self.rest.char_indices() {
            match ScriptClass::from_char(c) {
                Some(found) if found == script => end = at + c.len_utf8(),
                Some(_) => break,
                None => {}
            }
        }
        let text = self.take(end);
        let is_right_to_left = script.is_right_to_left() && !self.home.is_right_to_left();
        ScriptRun { text, language: language(text, script), is_right_to_left }
    }

    fn take(&mut self, end: usize) -> &'t str {
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        text
    }
}

/// The language of a run, where it is clear: a Greek letter may stand for a number, and a Han character
/// may be Chinese, Japanese or Korean.
fn language(text: &str, script: ScriptClass) -> Option<&'static str> {
    let is_word = text.chars().nth(1).is_some();
    match script {
        ScriptClass::Hebrew => Some("he"),
        ScriptClass::Greek => is_word.then_some("el"),
        ScriptClass::Thai => Some("th"),
        ScriptClass::Hangul => Some("ko"),
        ScriptClass::Arabic => (!text.contains(NOT_ARABIC)).then_some("ar"),
        ScriptClass::EastAsian => east_asian(text),
        ScriptClass::Other => None,
    }
}

/// Letters of Persian, Urdu and their neighbours that Arabic does not have.
const NOT_ARABIC: [char; 11] = ['پ', 'چ', 'ژ', 'گ', 'ک', 'ی', 'ٹ', 'ڈ', 'ڑ', 'ں', 'ے'];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn expect(language: &str, text: &str, runs: &[(&str, Option<&str>, bool)]) {
        let pieces: Vec<_> = script_runs(text, ScriptClass::of_language(language)).collect();
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
