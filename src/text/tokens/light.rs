//! Light stemming, given as data: the endings of number, gender and case that can go without a dictionary.
//!
//! A browser gets the same data with the index, for the languages of the site alone; how it is applied
//! is all that is written twice. It is for finding, not for grammar: a stem need not be a word, and where a
//! rule would bring more words together that differ than words that belong together, there is none.
//! Words are folded already, so that no rule has an accent.

use serde::Serialize;

/// The way the words of one language are brought to their stems.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Light {
    /// Words that lose their vowel before another, as in `l'eau`: with the apostrophe, they go.
    elided: &'static [&'static str],
    /// In each stage the first rule that fits is applied.
    stages: &'static [&'static [Rule]],
    /// True if words in ASCII are of another language, and taken for English.
    ascii_is_english: bool,
}

/// An ending, what stands in its place, and how many letters must at least stand before it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Rule(&'static str, &'static str, usize);

impl Light {
    /// The rules for `language`, a primary subtag of BCP 47.
    pub(super) fn for_language(language: &str) -> Option<&'static Light> {
        match language {
            "fr" => Some(&FRENCH),
            "de" => Some(&GERMAN),
            "es" => Some(&SPANISH),
            "pt" => Some(&PORTUGUESE),
            "it" => Some(&ITALIAN),
            "nl" => Some(&DUTCH),
            "sv" => Some(&SWEDISH),
            "da" | "nb" | "nn" | "no" => Some(&DANISH_AND_NORWEGIAN),
            "ru" => Some(&RUSSIAN),
            _ => None,
        }
    }

    /// The stem of `word`; a word that has other signs than letters is its own.
    pub(super) fn stem(&self, word: String) -> String {
        if self.ascii_is_english && word.is_ascii() {
            return super::porter::stem(word);
        }
        let mut stem = self.unelided(word);
        if stem.chars().all(char::is_alphabetic) {
            self.stages.iter().for_each(|rules| shorten(&mut stem, rules));
        }
        stem
    }

    /// A rule that never applies, since one before it in its stage fits whenever it does.
    #[cfg(test)]
    pub(super) fn hidden_rule(&self) -> Option<&'static str> {
        let hides = |earlier: &Rule, rule: &Rule| rule.0.ends_with(earlier.0) && earlier.2 <= rule.2;
        let hidden = |rules: &&'static [Rule]| {
            (0..rules.len())
                .find(|&at| rules[..at].iter().any(|earlier| hides(earlier, &rules[at])))
                .map(|at| rules[at].0)
        };
        self.stages.iter().find_map(hidden)
    }

    fn unelided(&self, mut word: String) -> String {
        if let Some((before, after)) = word.split_once('\'')
            && self.elided.contains(&before)
        {
            word = after.into();
        }
        word
    }
}

fn shorten(word: &mut String, rules: &[Rule]) {
    let fits = |Rule(ending, _, least): &&Rule| {
        word.strip_suffix(ending).is_some_and(|stem| stem.chars().count() >= *least)
    };
    if let Some(Rule(ending, by, _)) = rules.iter().find(fits) {
        word.truncate(word.len() - ending.len());
        word.push_str(by);
    }
}

const fn latin(elided: &'static [&'static str], stages: &'static [&'static [Rule]]) -> Light {
    Light { elided, stages, ascii_is_english: false }
}

static FRENCH: Light = latin(
    &["l", "d", "j", "m", "t", "s", "n", "c", "qu", "lorsqu", "puisqu", "quoiqu", "jusqu"],
    &[
        &[
            Rule("eaux", "eau", 1),
            Rule("aux", "al", 2),
            Rule("eux", "eu", 2),
            Rule("ss", "ss", 0),
            Rule("s", "", 3),
        ],
        &[
            Rule("euse", "eu", 2),
            Rule("trice", "teur", 2),
            Rule("iere", "ier", 1),
            Rule("enne", "en", 1),
            Rule("elle", "el", 2),
            Rule("ette", "et", 2),
            Rule("ive", "if", 2),
            Rule("ee", "e", 2),
        ],
        &[Rule("er", "", 3), Rule("ez", "", 3), Rule("e", "", 3)],
    ],
);

static GERMAN: Light = latin(
    &[],
    &[
        &[
            Rule("innen", "in", 3),
            Rule("bs", "b", 3),
            Rule("ds", "d", 3),
            Rule("fs", "f", 3),
            Rule("gs", "g", 3),
            Rule("hs", "h", 3),
            Rule("ks", "k", 3),
            Rule("ls", "l", 3),
            Rule("ms", "m", 3),
            Rule("ns", "n", 3),
            Rule("rs", "r", 3),
            Rule("ts", "t", 3),
        ],
        &[
            Rule("ern", "", 3),
            Rule("em", "", 3),
            Rule("en", "", 3),
            Rule("er", "", 3),
            Rule("es", "", 3),
            Rule("e", "", 3),
        ],
    ],
);

static SPANISH: Light = latin(
    &[],
    &[
        &[
            Rule("eses", "es", 1),
            Rule("ces", "z", 2),
            Rule("os", "o", 2),
            Rule("as", "a", 2),
            Rule("es", "", 3),
            Rule("e", "", 3),
        ],
        &[Rule("ada", "ado", 2), Rule("ida", "ido", 3)],
    ],
);

static PORTUGUESE: Light = latin(
    &[],
    &[
        &[
            Rule("oes", "ao", 1),
            Rule("aes", "ao", 1),
            Rule("ais", "al", 2),
            Rule("eis", "el", 2),
            Rule("ois", "ol", 2),
            Rule("ns", "m", 2),
            Rule("os", "o", 2),
            Rule("as", "a", 2),
            Rule("es", "", 3),
            Rule("e", "", 3),
        ],
        &[Rule("ada", "ado", 2), Rule("ida", "ido", 3)],
    ],
);

static ITALIAN: Light = latin(
    &[
        "l", "d", "un", "dell", "all", "nell", "sull", "dall", "quell", "quest", "c", "s", "m", "t", "v",
        "n", "tutt", "anch", "com", "dov",
    ],
    &[&[
        Rule("chi", "c", 2),
        Rule("che", "c", 2),
        Rule("ghi", "g", 2),
        Rule("ghe", "g", 2),
        Rule("io", "", 3),
        Rule("ii", "", 3),
        Rule("ia", "", 3),
        Rule("ie", "", 3),
        Rule("i", "", 3),
        Rule("o", "", 3),
        Rule("a", "", 3),
        Rule("e", "", 3),
    ]],
);

static DUTCH: Light = latin(
    &[],
    &[
        &[Rule("heden", "heid", 2), Rule("rs", "r", 3), Rule("ls", "l", 3), Rule("ms", "m", 3)],
        &[Rule("en", "", 3), Rule("e", "", 3)],
        &[
            Rule("bb", "b", 2),
            Rule("dd", "d", 2),
            Rule("ff", "f", 2),
            Rule("gg", "g", 2),
            Rule("kk", "k", 2),
            Rule("ll", "l", 2),
            Rule("mm", "m", 2),
            Rule("nn", "n", 2),
            Rule("pp", "p", 2),
            Rule("rr", "r", 2),
            Rule("ss", "s", 2),
            Rule("tt", "t", 2),
            Rule("v", "f", 2),
            Rule("z", "s", 2),
        ],
    ],
);

static SWEDISH: Light = latin(
    &[],
    &[&[
        Rule("heterna", "het", 2),
        Rule("arna", "", 3),
        Rule("erna", "", 3),
        Rule("orna", "", 3),
        Rule("ar", "", 3),
        Rule("er", "", 3),
        Rule("or", "", 3),
        Rule("an", "", 3),
        Rule("en", "", 3),
        Rule("et", "", 3),
        Rule("a", "", 3),
        Rule("e", "", 3),
    ]],
);

static DANISH_AND_NORWEGIAN: Light = latin(
    &[],
    &[&[
        Rule("erne", "", 3),
        Rule("ene", "", 3),
        Rule("er", "", 3),
        Rule("en", "", 3),
        Rule("et", "", 3),
        Rule("a", "", 3),
        Rule("e", "", 3),
    ]],
);

static RUSSIAN: Light = Light {
    elided: &[],
    ascii_is_english: true,
    stages: &[
        &[
            Rule("иями", "", 3),
            Rule("ями", "", 3),
            Rule("ами", "", 3),
            Rule("иям", "", 3),
            Rule("иях", "", 3),
            Rule("ого", "", 3),
            Rule("его", "", 3),
            Rule("ому", "", 3),
            Rule("ему", "", 3),
            Rule("ыми", "", 3),
            Rule("ими", "", 3),
            Rule("ая", "", 3),
            Rule("яя", "", 3),
            Rule("ую", "", 3),
            Rule("юю", "", 3),
            Rule("ое", "", 3),
            Rule("ее", "", 3),
            Rule("ые", "", 3),
            Rule("ие", "", 3),
            Rule("ыи", "", 3),
            Rule("ии", "", 3),
            Rule("ои", "", 3),
            Rule("еи", "", 3),
            Rule("ых", "", 3),
            Rule("их", "", 3),
            Rule("ах", "", 3),
            Rule("ях", "", 3),
            Rule("ым", "", 3),
            Rule("им", "", 3),
            Rule("ам", "", 3),
            Rule("ям", "", 3),
            Rule("ом", "", 3),
            Rule("ем", "", 3),
            Rule("ов", "", 3),
            Rule("ев", "", 3),
            Rule("ия", "", 3),
            Rule("ию", "", 3),
            Rule("ою", "", 3),
            Rule("ею", "", 3),
            Rule("а", "", 3),
            Rule("е", "", 3),
            Rule("и", "", 3),
            Rule("о", "", 3),
            Rule("у", "", 3),
            Rule("ы", "", 3),
            Rule("ю", "", 3),
            Rule("я", "", 3),
            Rule("ь", "", 3),
        ],
        &[Rule("нн", "н", 2)],
    ],
};
