//! Edits of pages at random: each does what it was meant to and nothing else, or is refused.

use std::collections::BTreeMap;

use postil::config::Config;
use postil::edit::{
    EditRefusal, EditablePage, FileEdit, NewNote, PageMeaning, PageSettings, SelectedWords, SpeakerScope,
    UnitPlace, change_speaker, correct_words, edit_markdown, join_turn, key_quote, note_in_file,
    note_in_page, set_time, split_turn, unit_range,
};
use postil::load;
use postil::model::PageDefaults;
use postil::source::Source;
use postil::text::timecode::Timecode;

use crate::edits::{Random, count};
use crate::site::Site;

const PAGES: [&str; 5] = [
    "+++\ntitle = \"A\"\nspeakers = [\"Ann Lee\", \"Bo\"]\n+++\nA preface with *emphasis* and a [link](https://a.example).\n\n## Part *one* [0:10]\n\n**Ann Lee:** [0:12] We *did* it, \\*all\\* of it &amp; more, he said: [see here](https://b.example/x_y). ==Bet the company==[^bet] on it.\n\nA second paragraph, `code` and ~~gone~~ words.\n\n**Bo:** Yes. No. Yes.\n\n- one item\n- another *item*\n\n> quoted words of hers\n\n**Ann Lee:** Right.[^who] And ==so== it went, [^who] again.\n\n## Part two\n\n**Bo:** [12:01] The same words. The same words.\n\n[^bet]: {by=ann} Her words.\n[^who]: Who?\n",
    "Host: Welcome to the show, everyone.\nGuest: Thank you. It is good\nto be here, really.\n\nHost: So what happened in 1974?\n\nGuest: We were out for eleven weeks, and \"nobody\" minded.\n\nSPEAKER_00: A voice from behind.\n\nSPEAKER_00: And again.\n",
    "---\ntitle: 访谈\nlanguage: zh-Hans\n---\n**李明：**今天我们*讨论*人工智能，它改变\n了一切。你好吗？\n\n**王芳：**[01:20] 好的，==重要==的事[^a]。GPT-4 很强。\n\n**李明：**好的。\n\n[^a]: 注释。\n",
    "+++\nlanguage = \"ar\"\nspeakers = [\"ليلى\", \"Sam\"]\n+++\n**ليلى:** قالت *إن* كل شيء [رابط](https://c.example) على ما يرام.\n\n**Sam:** Then she said שלום and left (0:30) at once.\n\n**ليلى:** نعم.\n",
    "**Nan:** First words here.\r\n\r\nMore of hers, on\r\ntwo lines.\r\n\r\n**Kit** (0:40): Reply with a | bar and <b>bold</b> words.\r\n\r\n| a | b |\r\n|---|---|\r\n| c *d* | e |\r\n\r\n**Nan:** 1. not a list, and # no heading.\r\n",
];

const WORDS: [&str; 16] = [
    "new words",
    "",
    "*",
    "**Ann:** x",
    "[^9]",
    "a_b_c",
    "<script>",
    "你好",
    "==",
    "שלום",
    "# x",
    "Bo: no",
    "&amp;",
    "two  spaces",
    "`",
    "1. one",
];

/// The number of edits of each run; more are made by hand.
const EDITS: usize = 500;

struct Editing<'a> {
    page: EditablePage<'a>,
    random: &'a mut Random,
}

impl Editing<'_> {
    fn words(&mut self) -> (usize, SelectedWords) {
        let unit = self.random.below(self.page.units.len());
        let place = self.page.units[unit].place;
        let all = self.page.units[unit].counted_text().chars().count();
        let start = self.random.below(all + 1);
        let length = [1, 2, 5, 12, 60][self.random.below(5)];
        (unit, SelectedWords { unit: place, range: start..(start + 1 + self.random.below(length)).min(all) })
    }

    fn turn(&mut self) -> usize {
        self.random.below(self.page.document.turns().count() + 1)
    }

    fn one(&mut self, of: &[&'static str]) -> &'static str {
        of[self.random.below(of.len())]
    }

    /// An edit at random, with its name and the part of the page that it may change.
    fn edit(&mut self) -> (&'static str, Option<UnitPlace>, Result<FileEdit, EditRefusal>) {
        let (_, words) = self.words();
        let (turn, text) = (self.turn(), self.one(&WORDS));
        let unit = Some(words.unit);
        let of_turn = Some(UnitPlace::Turn(turn));
        let name = self.one(&["Ann Lee", "Bo", "New Voice", "李明", "a: b", "SPEAKER_01"]);
        let time = Timecode(self.random.below(5000) as u64 * 1000);
        match self.random.below(9) {
            0 | 1 => ("correct", unit, correct_words(&self.page, &words, text)),
            2 => ("quote", unit, key_quote(&self.page, &words)),
            3 => ("note", unit, note_in_page(&self.page, &words, &self.note(text))),
            4 => ("markdown", unit, self.markdown(words.unit, text)),
            5 => ("speaker", of_turn, change_speaker(&self.page, turn, name, SpeakerScope::Turn)),
            6 => ("split", unit, split_turn(&self.page, &words, name, (turn % 2 == 0).then_some(time))),
            7 => ("join", of_turn, join_turn(&self.page, turn)),
            _ => ("time", of_turn, set_time(&self.page, turn, time)),
        }
    }

    fn note(&self, comment: &str) -> NewNote {
        NewNote {
            kind: "fact".into(),
            by: Some("ann".into()),
            date: None,
            comment: format!("A note: {comment}"),
        }
    }

    fn markdown(&mut self, place: UnitPlace, text: &str) -> Result<FileEdit, EditRefusal> {
        let range = unit_range(&self.page, place)?;
        let mut markdown = self.page.source.text()[range].to_string();
        let at = markdown.ceil_char_boundary(self.random.below(markdown.len() + 1));
        markdown.insert_str(at, text);
        edit_markdown(&self.page, place, &markdown)
    }
}

fn settings<'a>(config: &'a Config, defaults: &'a PageDefaults) -> PageSettings<'a> {
    PageSettings { config, defaults }
}

/// The words of each paragraph outside of a part, and the IDs of the turns there.
fn outside(page: &EditablePage, changed: Option<UnitPlace>) -> (Vec<String>, Vec<String>) {
    let turns: Vec<_> = page.document.turns().collect();
    let units = page.units.iter().filter(|unit| Some(unit.place) != changed);
    let (mut words, mut ids) = (Vec::new(), Vec::new());
    for unit in units {
        words.push(unit.counted_text());
        if let UnitPlace::Turn(number) = unit.place {
            ids.push(turns[number].anchor.clone());
        }
    }
    (words, ids)
}

#[test]
fn random_edits_change_what_they_are_meant_to_and_nothing_else() {
    let (mut random, config, defaults) = (Random(20), Config::default(), PageDefaults::default());
    let mut done: BTreeMap<&str, usize> = BTreeMap::new();
    let mut texts = PAGES.map(str::to_string);
    for number in 0..count(EDITS) {
        let at = number % texts.len();
        let page = EditablePage::parse(
            Source::new("content/a.md", texts[at].as_str()),
            settings(&config, &defaults),
        );
        let before = outside(&page, None);
        let mut editing = Editing { page, random: &mut random };
        let (name, place, result) = editing.edit();
        let page = editing.page;
        let Ok(edit) = result else { continue };
        *done.entry(name).or_default() += 1;
        assert!(edit.before == texts[at] && edit.after != edit.before, "{name}");
        let after = page.with_text(edit.after.clone());
        let kept = outside(&page, place);
        let (words, ids) = outside(&after, None);
        // The turn before a joined one has more words now.
        let before_it = match place {
            Some(UnitPlace::Turn(number)) if name == "join" => page.document.turns().nth(number - 1),
            _ => None,
        };
        assert!(
            kept.0.iter().all(|words_of| words.concat().contains(words_of.as_str())),
            "{name}: words went\n{}",
            edit.after
        );
        let lost: Vec<_> = kept
            .1
            .iter()
            .filter(|id| !ids.contains(id) && before_it.is_none_or(|turn| turn.anchor != **id))
            .collect();
        // The first of several equal turns has the shortest ID: others may move up.
        assert!(lost.len() <= 1 || name == "markdown", "{name}: permalinks went: {lost:?}\n{}", edit.after);
        if matches!(name, "quote" | "note" | "time") {
            assert_eq!((&words, &ids), (&before.0, &before.1), "{name}\n{}", edit.after);
        }
        if matches!(name, "join" | "split" | "speaker") {
            assert_eq!(words.concat(), before.0.concat(), "{name}\n{}", edit.after);
        }
        let is_grown = edit.after.len() > 6_000;
        texts[at] = if is_grown { PAGES[at].to_string() } else { edit.after };
    }
    let least = |name: &str| done.get(name).copied().unwrap_or_default();
    for name in ["correct", "quote", "note", "markdown", "speaker", "split", "join", "time"] {
        assert!(least(name) * 80 >= count(EDITS), "{name} was done {} times: {done:?}", least(name));
    }
}

#[test]
fn what_is_taken_back_has_the_bytes_from_before() {
    let (mut random, config, defaults) = (Random(7), Config::default(), PageDefaults::default());
    let site = Site::new();
    for number in 0..100 {
        let text = PAGES[number % PAGES.len()];
        let text = if number % 2 == 0 { format!("\u{feff}{text}") } else { text.to_string() };
        site.write("content/a.md", &text);
        let folder = load::open(&site.path(".")).unwrap();
        let read = Source::new("content/a.md", text.trim_start_matches('\u{feff}'));
        let page = EditablePage::parse(read, settings(&config, &defaults));
        let (_, _, result) = Editing { page, random: &mut random }.edit();
        let Ok(edit) = result else { continue };
        edit.apply(&folder).unwrap();
        assert_ne!(site.read("content/a.md"), text);
        assert!(edit.apply(&folder).is_err(), "it is no longer what was read");
        edit.take_back(&folder).unwrap();
        assert_eq!(site.read("content/a.md"), text);
        assert!(edit.take_back(&folder).is_err(), "it was taken back");
    }
}

fn page<'a>(text: &str, config: &'a Config, defaults: &'a PageDefaults) -> EditablePage<'a> {
    EditablePage::parse(Source::new("content/a.md", text), settings(config, defaults))
}

/// The first characters of `words` in a turn, which has them once.
fn find(page: &EditablePage, turn: usize, words: &str) -> SelectedWords {
    let (_, unit) = page.unit(UnitPlace::Turn(turn)).unwrap();
    let counted = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let (all, words) = (counted(&unit.counted_text()), counted(words));
    let start = all[..all.find(&words).expect("the words")].chars().count();
    SelectedWords { unit: UnitPlace::Turn(turn), range: start..start + words.chars().count() }
}

/// The lines that differ: `-old` and `+new`.
fn difference(edit: &FileEdit) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (edit.before.lines().collect(), edit.after.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let gone = old[head..old.len() - tail].iter().map(|line| format!("-{line}\n"));
    gone.chain(new[head..new.len() - tail].iter().map(|line| format!("+{line}\n"))).collect()
}

#[test]
fn corrections_keep_markup_and_notes() {
    let (config, defaults) = (Config::default(), PageDefaults::default());
    let check = |text: &str, words: &str, new: &str, expected: Result<&str, EditRefusal>| {
        let text = format!("+++\nspeakers = [\"Ann\", \"李明\"]\n+++\n{text}");
        let page = page(&text, &config, &defaults);
        let found = correct_words(&page, &find(&page, 0, words), new).map(|edit| difference(&edit));
        assert_eq!(found.as_deref().map_err(Clone::clone), expected, "{text}");
    };
    let text = "**Ann:** We *did* it, [he said](https://a.example) ==so==[^a] to us.\n\n[^a]: Yes.\n";
    check(
        text,
        "We did it, he said so to us",
        "They did it, she said so to them",
        Ok("-**Ann:** We *did* it, [he said](https://a.example) ==so==[^a] to us.\n\
            +**Ann:** They *did* it, [she said](https://a.example) ==so==[^a] to them.\n"),
    );
    check(text, "so to us", "now", Err(EditRefusal::Crosses(postil::edit::Obstacle::NoteReference)));
    check(
        "**李明：**今天我们讨论，\n明天再说。\n",
        "我们讨论，明天",
        "我们讨论，后天",
        Ok("-明天再说。\n+后天再说。\n"),
    );
    check(
        "**Ann:** AT&amp;T it was.\n",
        "AT&T",
        "AT&T *and* all",
        Ok("-**Ann:** AT&amp;T it was.\n+**Ann:** AT&amp;T \\*and\\* all it was.\n"),
    );
    check(
        "**Ann:** The end.\n",
        "The end.",
        "The end: *",
        Ok("-**Ann:** The end.\n+**Ann:** The end: \\*\n"),
    );
}

#[test]
fn turns_are_given_split_joined_and_timed() {
    let (config, defaults) = (Config::default(), PageDefaults::default());
    let text = "SPEAKER_00: One. Two.\n\nSPEAKER_01: Three.\n\nSPEAKER_00: Four.\n";
    let page = page(text, &config, &defaults);
    let everywhere = change_speaker(&page, 0, "Ann Lee", SpeakerScope::Page).unwrap();
    assert_eq!(everywhere.after, text.replace("SPEAKER_00", "Ann Lee"));
    let here = change_speaker(&page, 2, "Bo", SpeakerScope::Turn).unwrap();
    let declared = "+++\nspeakers = [\"SPEAKER_00\", \"SPEAKER_01\", \"Bo\"]\n+++\n\n";
    let text_of_bo = text.replace("SPEAKER_00: Four", "Bo: Four");
    assert_eq!(here.after, format!("{declared}{text_of_bo}"), "a name that is there once is declared");
    let split = split_turn(&page, &find(&page, 0, "Two"), "SPEAKER_01", None).unwrap();
    assert_eq!(split.after, text.replace(" Two.", "\n\nSPEAKER_01: Two."));
    let longer = page.with_text(format!("{text}\nSPEAKER_01: Five.\n\nSPEAKER_00: Six.\n"));
    assert_eq!(join_turn(&longer, 1).unwrap().after, longer.source.text().replacen("SPEAKER_01: ", "", 1));
    assert_eq!(join_turn(&page, 0), Err(EditRefusal::NothingBefore));
    let timed = set_time(&page, 1, Timecode(75_000)).unwrap();
    assert_eq!(timed.after, text.replace("SPEAKER_01: ", "SPEAKER_01: [1:15] "));
    let again = set_time(&page.with_text(timed.after.clone()), 1, Timecode(80_000)).unwrap();
    assert_eq!(again.after, timed.after.replace("1:15", "1:20"));
    let edit = edit_markdown(&page, UnitPlace::Turn(1), "SPEAKER_01: x\n\n```\n");
    assert!(matches!(edit, Err(EditRefusal::ChangesMore)), "{edit:?}");
}

#[test]
fn notes_lead_to_their_words_alone() {
    let (config, defaults) = (Config::default(), PageDefaults::default());
    let text = "+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n**Ann:** Yes, the same words here.\n\n**Bo:** No, the same words *there*.\n";
    let page = page(text, &config, &defaults);
    let note = |comment: &str| NewNote { comment: comment.into(), ..NewNote::default() };
    let path = "content/a.notes.md";
    let words = [find(&page, 1, "the same words")];
    let new = note_in_file(&page, &words, &note("Which?"), (path, None)).unwrap();
    assert_eq!(new.after, "> No, ==the same words== there\n\nWhich?\n");
    assert!(new.is_creation);
    let file = Source::new(path, new.after.as_str());
    let both = [find(&page, 0, "words here."), find(&page, 1, "No")];
    let fact = NewNote { kind: "fact".into(), by: Some("ann".into()), ..note("Both.\n\nMore.") };
    let more = note_in_file(&page, &both, &fact, (path, Some(&file))).unwrap();
    let added = "\n## fact\n\n> words here.\n>\n> No\n\n{by=ann}\nBoth.\n\nMore.\n";
    assert_eq!(more.after, format!("{}{added}", new.after));
    for bad in ["# A heading", "> A quotation", "x\n\n## y\n\nz", "a\n\n> b\n\nc"] {
        let refused = note_in_file(&page, &words, &note(bad), (path, Some(&file)));
        assert_eq!(refused, Err(EditRefusal::BadComment), "{bad}");
    }
    let inline = note_in_page(&page, &words[0], &fact).unwrap();
    let definition = "\n[^fact:both-more]: {by=ann}\n    Both.\n\n    More.\n";
    assert_eq!(
        inline.after,
        text.replace("No, the same words", "No, ==the same words==[^fact:both-more]") + definition
    );
    let quote = key_quote(&page, &find(&page, 1, "words there")).unwrap();
    assert_eq!(quote.after, text.replace("words *there*", "==words *there*=="));
    assert_eq!(key_quote(&page, &find(&page, 1, "words the")), Err(EditRefusal::CutsMarkup));
    assert_eq!(PageMeaning::new(&page).marks, 0);
}

#[test]
fn a_new_turn_has_a_label_like_the_others_of_its_page() {
    let (config, defaults) = (Config::default(), PageDefaults::default());
    let text = "# 訪談\n\n### 唐鳳：\n你好，世界。再見，世界。\n\n### 問：\n好。\n\n### 唐鳳：\n是的。\n";
    let page = EditablePage::parse(Source::new("content/a.md", text), settings(&config, &defaults));
    let split = split_turn(&page, &find(&page, 0, "再見"), "問", None).unwrap();
    assert_eq!(split.after, text.replace("再見", "\n\n### 問：\n再見"));
    let below = text.replace("：\n", "：\n\n");
    let split = split_turn(&page.with_text(below.clone()), &find(&page, 0, "再見"), "問", None).unwrap();
    assert_eq!(split.after, below.replace("再見", "\n\n### 問：\n\n再見"));
}

#[test]
fn a_new_speaker_is_declared_in_the_form_of_the_front_matter() {
    let (config, defaults) = (Config::default(), PageDefaults::default());
    let text = "Ann Lee: 00:00:19\n\nOne thing. Another thing.\n\nBen Orr: 00:00:22\n\nYes.\n\nAnn Lee: 00:00:30\n\nNo.\n";
    for (front, declared) in [
        (
            "---\ntitle: 'T'\nspeakers:\n  - 'Ann Lee'\n  - 'Ben Orr'\ndate: 2024-05-29\n---\n",
            "---\ntitle: 'T'\nspeakers:\n  - 'Ann Lee'\n  - 'Ben Orr'\n  - \"Kit Moor\"\ndate: 2024-05-29\n---\n",
        ),
        (
            "---\nspeakers: [Ann Lee, Ben Orr]\n---\n",
            "---\nspeakers: [Ann Lee, Ben Orr, \"Kit Moor\"]\n---\n",
        ),
    ] {
        let page = EditablePage::parse(
            Source::new("content/a.md", format!("{front}{text}")),
            settings(&config, &defaults),
        );
        let split = split_turn(&page, &find(&page, 0, "Another"), "Kit Moor", None).unwrap();
        let words = text.replace("Another", "\n\n**Kit Moor:** Another").replace(". \n\n**Kit", ".\n\n**Kit");
        assert_eq!(split.after.replace(declared, front), format!("{front}{words}"));
    }
}
