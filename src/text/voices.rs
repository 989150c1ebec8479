//! Descriptions that stand in a label where a transcriber knew no name: `Unidentified speaker`, `Woman in the back`.

/// Words for somebody whose name a transcriber did not know.
const VOICES: [&str; 12] = [
    "voice",
    "voices",
    "speaker",
    "speakers",
    "man",
    "woman",
    "men",
    "women",
    "male",
    "female",
    "participant",
    "question",
];

/// Words before or behind these that describe them.
const DESCRIPTIONS: [&str; 22] = [
    "a",
    "the",
    "another",
    "first",
    "second",
    "third",
    "other",
    "several",
    "many",
    "all",
    "male",
    "female",
    "young",
    "old",
    "older",
    "unidentified",
    "unknown",
    "unnamed",
    "new",
    "different",
    "from",
    "in",
];

/// A longer description is a sentence.
pub(super) const MOST_WORDS_OF_VOICE: usize = 8;

/// `unidentified speaker`, `woman in the back`, `question from the floor`, in lower case.
pub(super) fn is_described_voice(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let [first, second, ..] = words[..] else { return false };
    let last = words[words.len() - 1];
    let is_described = words.len() <= 3
        && VOICES.contains(&last)
        && words[..words.len() - 1].iter().all(|word| DESCRIPTIONS.contains(word));
    is_described
        || words.len() <= MOST_WORDS_OF_VOICE
            && VOICES.contains(&first)
            && matches!(second, "in" | "from" | "at" | "on" | "off")
}
