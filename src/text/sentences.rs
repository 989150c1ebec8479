//! Sentence ends, and the joints between lines: some scripts join words without a space.

use super::script::is_east_asian;

/// The text between words that were on two lines: nothing, where the script has no spaces.
pub fn joint(before: &str, after: &str) -> &'static str {
    match (before.chars().next_back(), after.chars().next()) {
        (Some(a), Some(b)) if is_spaceless(a) && is_spaceless(b) => "",
        (Some(a), Some(b)) if a.is_whitespace() || b.is_whitespace() => "",
        (Some(_), Some(_)) => " ",
        _ => "",
    }
}

/// Han, Kana, their punctuation, and the dashes and dots that touch the words on both sides.
pub fn is_spaceless(c: char) -> bool {
    matches!(c, '…' | '—') || is_east_asian(c)
}

/// Signs that end a sentence.
const STOPS: [char; 9] = ['.', '!', '?', '…', '。', '！', '？', '؟', '।'];

/// Signs that may stand between a sentence's stop and what follows.
const CLOSERS: [char; 10] = ['"', '\'', '”', '’', '»', ')', ']', '」', '』', '）'];

/// Words whose full stop ends no sentence.
const SHORT_FORMS: [&str; 16] =
    ["mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "vs", "etc", "e.g", "i.e", "no", "fig", "lt", "gen"];

/// Tells whether `text` ends with a whole sentence.
pub fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(CLOSERS);
    let Some(stop) = text.chars().next_back().filter(|c| STOPS.contains(c)) else { return false };
    stop != '.' || !ends_with_short_form(&text[..text.len() - 1])
}

/// `Mr`, and initials such as the `J` of `J. Smith`.
fn ends_with_short_form(text: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let last = last.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut letters = last.chars();
    let is_initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    is_initial || SHORT_FORMS.contains(&last.to_lowercase().as_str())
}

/// The bytes of `text` at which a sentence begins after another has ended.
pub fn sentence_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut from = 0;
    while let Some(found) = text[from..].find(STOPS) {
        let stop = from + found;
        let after_stops = text[stop..].trim_start_matches(STOPS).trim_start_matches(CLOSERS);
        let end = text.len() - after_stops.len();
        let next = after_stops.trim_start();
        let is_apart =
            next.len() < after_stops.len() || text[..end].ends_with(['。', '！', '？', '」', '』']);
        let begins = next.chars().next().is_some_and(|c| !c.is_lowercase());
        // A window is enough to tell a short form, and keeps the work in line with the text.
        let window = text.floor_char_boundary(end.saturating_sub(24));
        if is_apart && begins && ends_sentence(&text[window..end]) {
            starts.push(text.len() - next.len());
        }
        from = end.max(stop + 1);
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_as_their_script_has_it() {
        assert_eq!(joint("we went", "home"), " ");
        assert_eq!(joint("左に見える", "のは"), "");
        assert_eq!(joint("用GPT", "模型"), " ");
        assert_eq!(joint("", "a"), "");
    }

    #[test]
    fn sentences_end_at_their_stops() {
        let cut = |text: &str| {
            let mut parts = Vec::new();
            let mut from = 0;
            for at in sentence_starts(text) {
                parts.push(text[from..at].trim_end().to_string());
                from = at;
            }
            parts.push(text[from..].to_string());
            parts.join("|")
        };
        assert_eq!(cut("It is. “So!” He said 3.5 times."), "It is.|“So!”|He said 3.5 times.");
        assert_eq!(cut("Mr. Lee and J. Smith came. Why?"), "Mr. Lee and J. Smith came.|Why?");
        assert_eq!(cut("这是。那是！「好。」对"), "这是。|那是！|「好。」|对");
        assert_eq!(cut("Wait... and then. no"), "Wait... and then. no");
    }
}
