//! Languages as far as a page's markup needs them: direction, and the script of a text.

use std::cmp::Ordering;

use super::script::{Script, script};

/// Tells whether text in `language` (a BCP 47 tag) runs from right to left.
pub fn is_right_to_left(language: &str) -> bool {
    let mut subtags = language.split('-');
    let primary = subtags.next().unwrap_or_default().to_ascii_lowercase();
    let script = subtags.find(|subtag| subtag.len() == 4).map(str::to_ascii_lowercase);
    match script.as_deref() {
        Some("arab" | "hebr" | "syrc" | "thaa" | "nkoo" | "adlm" | "rohg") => true,
        Some(_) => false,
        None => matches!(
            primary.as_str(),
            "ar" | "he"
                | "iw"
                | "fa"
                | "ur"
                | "ps"
                | "sd"
                | "ug"
                | "yi"
                | "ji"
                | "dv"
                | "syr"
                | "ckb"
                | "arc"
                | "nqo"
        ),
    }
}

/// True for two tags of one language, such as `en` and `en-GB`.
pub fn is_same_language(a: &str, b: &str) -> bool {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    primary(a) == primary(b)
}

/// The name that a language has for itself, as the Unicode CLDR gives it; none for a language that is not listed.
pub fn autonym(tag: &str) -> Option<&'static str> {
    let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    AUTONYMS.iter().find(|(code, _)| *code == primary).map(|(_, name)| *name)
}

/// Languages that have no file of words in the theme, with their own names in CLDR 47.
const AUTONYMS: [(&str, &str); 44] = [
    ("af", "Afrikaans"),
    ("am", "አማርኛ"),
    ("bg", "български"),
    ("bn", "বাংলা"),
    ("bs", "bosanski"),
    ("ca", "català"),
    ("cs", "čeština"),
    ("cy", "Cymraeg"),
    ("da", "dansk"),
    ("el", "Ελληνικά"),
    ("et", "eesti"),
    ("eu", "euskara"),
    ("fi", "suomi"),
    ("fil", "Filipino"),
    ("ga", "Gaeilge"),
    ("gl", "galego"),
    ("hr", "hrvatski"),
    ("hu", "magyar"),
    ("hy", "հայերեն"),
    ("id", "Indonesia"),
    ("is", "íslenska"),
    ("ka", "ქართული"),
    ("kk", "қазақ тілі"),
    ("lt", "lietuvių"),
    ("lv", "latviešu"),
    ("mn", "монгол"),
    ("ms", "Melayu"),
    ("nb", "norsk bokmål"),
    ("ne", "नेपाली"),
    ("nl", "Nederlands"),
    ("pl", "polski"),
    ("ro", "română"),
    ("sk", "slovenčina"),
    ("sl", "slovenščina"),
    ("sr", "српски"),
    ("sv", "svenska"),
    ("sw", "Kiswahili"),
    ("ta", "தமிழ்"),
    ("th", "ไทย"),
    ("tr", "Türkçe"),
    ("uk", "українська"),
    ("ur", "اردو"),
    ("vi", "Tiếng Việt"),
    ("yue", "粵語"),
];

/// Tells whether `tag` has the form of a BCP 47 language tag (RFC 5646), extensions and private use included.
pub fn is_language_tag(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let primary = subtags.next().unwrap_or_default();
    let alphabetic = primary.bytes().all(|b| b.is_ascii_alphabetic());
    let primary_fits = alphabetic && matches!(primary.len(), 2..=8) || primary.eq_ignore_ascii_case("x");
    primary_fits && subtags.all(|s| matches!(s.len(), 1..=8) && s.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The language that a text's script gives away, when it is one that the site's own language is not
/// written in: `zh-Hans` for Chinese on an English site. `None` when the script says nothing new.
pub fn detect(text: &str, default: &str) -> Option<&'static str> {
    let counts = ScriptCounts::count(text);
    let found = counts.language()?;
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let same_script = script_family(&primary(default)) == script_family(&primary(found));
    (!same_script).then_some(found)
}

/// Fewer letters say nothing about the language of a page: it may only have a title yet.
const MIN_LETTERS: usize = 200;

/// Returns true if `text` is not written in the script of `tag`: a page in English whose language is said to be `zh`.
pub fn is_in_other_script(text: &str, tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let family = subtags.next().map(str::to_ascii_lowercase).unwrap_or_default();
    let family = script_family(&family);
    let has_script = subtags.any(|subtag| subtag.len() == 4 && !matches!(subtag, "Hans" | "Hant"));
    let counts = ScriptCounts::count(text);
    let found = counts.language().map(|found| script_family(found.split('-').next().unwrap_or_default()));
    !family.is_empty() && !has_script && counts.letters >= MIN_LETTERS && found.unwrap_or_default() != family
}

/// The language of a run of Han and Kana, when its characters give it away.
pub fn east_asian(text: &str) -> Option<&'static str> {
    let counts = ScriptCounts::count(text);
    match counts.traditional.cmp(&counts.simplified) {
        _ if counts.kana > 0 => Some("ja"),
        Ordering::Greater => Some("zh-Hant"),
        Ordering::Less => Some("zh-Hans"),
        Ordering::Equal => None,
    }
}

/// Languages written in one script, under one name; Latin and unknown scripts are `""`.
fn script_family(primary: &str) -> &str {
    match primary {
        "zh" | "yue" | "nan" | "lzh" => "zh",
        "ar" | "fa" | "ur" | "ps" | "sd" | "ug" | "ckb" => "ar",
        "he" | "yi" | "iw" => "he",
        "ru" | "uk" | "bg" | "sr" | "mk" | "be" | "kk" | "ky" | "mn" => "ru",
        "hi" | "mr" | "ne" | "sa" => "hi",
        "ja" | "ko" | "el" | "th" => primary,
        _ => "",
    }
}

/// The number of letters of each script a text has.
#[derive(Default)]
struct ScriptCounts {
    letters: usize,
    han: usize,
    traditional: usize,
    simplified: usize,
    kana: usize,
    others: [usize; OTHER_SCRIPTS.len()],
}

/// Scripts that point to one language.
const OTHER_SCRIPTS: [(&str, Script); 7] = [
    ("ko", Script::Hangul),
    ("ar", Script::Arabic),
    ("he", Script::Hebrew),
    ("ru", Script::Cyrillic),
    ("hi", Script::Devanagari),
    ("th", Script::Thai),
    ("el", Script::Greek),
];

/// Frequent characters that are written differently in simplified and in traditional Chinese, pairwise.
const SIMPLIFIED: &str = "\
    们这来说时国会个为对发过么还没后样开关问见东车长门给让应业无与从点实现话两经间种书创议员产单报处带导\
    电动队风该构观广规华环团级记际济继简将讲结节进举觉军类离历连联领录论马买满难农钱亲请区权确热认设声师\
    识视试数术双谁岁态谈题条听头图万网线选学验药艺亿义营优运战张证职质众转资组总";
const TRADITIONAL: &str = "\
    們這來說時國會個為對發過麼還沒後樣開關問見東車長門給讓應業無與從點實現話兩經間種書創議員產單報處帶導\
    電動隊風該構觀廣規華環團級記際濟繼簡將講結節進舉覺軍類離歷連聯領錄論馬買滿難農錢親請區權確熱認設聲師\
    識視試數術雙誰歲態談題條聽頭圖萬網線選學驗藥藝億義營優運戰張證職質眾轉資組總";

impl ScriptCounts {
    fn count(text: &str) -> Self {
        let mut counts = ScriptCounts::default();
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            counts.letters += 1;
            match script(c) {
                Script::Hiragana | Script::Katakana => counts.kana += 1,
                Script::Han => counts.count_han(c),
                script => {
                    if let Some(at) = OTHER_SCRIPTS.iter().position(|(_, of)| *of == script) {
                        counts.others[at] += 1;
                    }
                }
            }
        }
        counts
    }

    fn count_han(&mut self, c: char) {
        self.han += 1;
        let (simplified, traditional) = (SIMPLIFIED.contains(c), TRADITIONAL.contains(c));
        self.simplified += usize::from(simplified && !traditional);
        self.traditional += usize::from(traditional && !simplified);
    }

    /// A script must have a third of the letters: one Chinese character says what a Latin word says.
    fn language(&self) -> Option<&'static str> {
        let enough = |n: usize| n > 0 && n * 3 >= self.letters;
        if enough(self.han + self.kana) {
            return Some(match () {
                () if self.kana * 10 >= self.han => "ja",
                () if self.traditional > self.simplified => "zh-Hant",
                () => "zh-Hans",
            });
        }
        OTHER_SCRIPTS.iter().zip(self.others).find(|&(_, n)| enough(n)).map(|(&(tag, _), _)| tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_give_languages_away() {
        assert_eq!(detect("我们认为这是一个很好的时候", "en"), Some("zh-Hans"));
        assert_eq!(detect("我們認為這是一個很好的時候", "en"), Some("zh-Hant"));
        assert_eq!(detect("2018-05-23 社創中心", "en"), Some("zh-Hant"), "a title alone");
        assert_eq!(detect("これは日本語の文章です", "en"), Some("ja"));
        assert_eq!(detect("היום נדבר על זה", "en"), Some("he"));
        assert_eq!(detect("An English text with 中文 in it", "en"), None);
        assert_eq!(detect("我们认为", "zh-Hans"), None, "the site's own script says nothing new");
        assert_eq!(detect("123 …", "en"), None);
    }

    #[test]
    fn a_text_can_be_in_another_script_than_its_language() {
        let english = "The boats of the harbour come in at night. ".repeat(10);
        assert!(is_in_other_script(&english, "zh") && is_in_other_script(&english, "ru"));
        assert!(!is_in_other_script(&english, "hu") && !is_in_other_script(&english, "zh-Latn"));
        assert!(!is_in_other_script("Harbour", "zh"), "only a title");
        assert!(!is_in_other_script(&"我們認為這是一個很好的時候".repeat(20), "zh-Hant"));
    }

    #[test]
    fn direction_follows_script() {
        assert!(is_right_to_left("he") && is_right_to_left("ar-EG") && is_right_to_left("az-Arab"));
        assert!(!is_right_to_left("en") && !is_right_to_left("ar-Latn"));
    }

    #[test]
    fn tags_have_a_form() {
        assert!(is_language_tag("zh-Hans") && is_language_tag("x-klingon") && is_language_tag("de-1996"));
        assert!(
            !is_language_tag("")
                && !is_language_tag("english_us")
                && !is_language_tag("e")
                && !is_language_tag("en--us")
        );
    }
}
