//! Names of people as they open paragraphs: which words are none, and when two are the same.

use std::sync::LazyLock;

use foldhash::HashSet;
use unicode_normalization::UnicodeNormalization;

use super::questions::is_question_or_answer;
use super::voices::{MOST_WORDS_OF_VOICE, is_described_voice};

/// Words that open paragraphs like a label without being the name of anybody, in several languages. The list only helps:
/// most such words are told from names by how they are used in a text.
const EDITORIAL: [&str; 135] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "note",
    "notes",
    "nb",
    "n.b.",
    "warning",
    "tip",
    "tips",
    "important",
    "example",
    "examples",
    "for example",
    "e.g.",
    "i.e.",
    "caution",
    "hint",
    "summary",
    "update",
    "source",
    "sources",
    "edit",
    "editor's note",
    "editor’s note",
    "ed.",
    "ps",
    "p.s.",
    "date",
    "time",
    "location",
    "place",
    "venue",
    "topic",
    "subject",
    "title",
    "agenda",
    "duration",
    "link",
    "links",
    "reference",
    "references",
    "see also",
    "remember",
    "conclusion",
    "answer key",
    "disclaimer",
    "transcript",
    "appendix",
    "preface",
    "foreword",
    "epilogue",
    "bibliography",
    "footnotes",
    "anhang",
    "annexe",
    "license",
    "licence",
    "copyright",
    "version",
    "attendees",
    "present",
    "participants",
    "default",
    "type",
    "returns",
    "parameters",
    "added",
    "changed",
    "fixed",
    "removed",
    "deprecated",
    "feature",
    "features",
    "bug fixes",
    "breaking",
    "breaking change",
    "breaking changes",
    "miscellaneous",
    "hinweis",
    "anmerkung",
    "beispiel",
    "quelle",
    "datum",
    "ort",
    "remarque",
    "exemple",
    "lieu",
    "nota",
    "ejemplo",
    "fuente",
    "fecha",
    "lugar",
    "注",
    "註",
    "注意",
    "提示",
    "例如",
    "小结",
    "小結",
    "日期",
    "地點",
    "地点",
    "摘要",
    "發言摘要",
    "发言摘要",
    "會議結論",
    "会议结论",
    "結論",
    "结论",
    "決議",
    "决议",
    "出席人員",
    "出席人员",
    "與會人員",
    "与会人员",
    "議程",
    "议程",
    "報告事項",
    "报告事项",
    "討論事項",
    "讨论事项",
    "提案討論",
    "提案讨论",
    "臨時動議",
    "临时动议",
    "參考意見",
    "参考意见",
    "附件",
    "会议纪要",
    "會議紀錄",
];

/// Events of a recording, which nobody says.
const EVENTS: [&str; 39] = [
    "break",
    "ad break",
    "music",
    "intro",
    "intro music",
    "outro",
    "outro music",
    "jingle",
    "song",
    "clip",
    "video clip",
    "audio clip",
    "movie clip",
    "film clip",
    "applause",
    "laughter",
    "silence",
    "pause",
    "crosstalk",
    "inaudible",
    "unintelligible",
    "cheering",
    "noise",
    "advertisement",
    "ad",
    "commercial",
    "commercial break",
    "sponsor break",
    "theme music",
    "theme song",
    "sound",
    "sound effect",
    "musik",
    "applaus",
    "musique",
    "música",
    "音乐",
    "音樂",
    "广告",
];

/// Recordings that a page plays: the words behind them are nobody's until somebody is named again.
const PLAYED: [&str; 12] = [
    "song",
    "clip",
    "extract",
    "excerpt",
    "recording",
    "trailer",
    "voicemail",
    "sample",
    "tape",
    "anthem",
    "einspieler",
    "extrait",
];

/// The last words of labels that end what is played.
const ENDS: [&str; 5] = ["ends", "end", "stops", "over", "ende"];

/// Names of roles, which count as speakers wherever labels do, even once. Those of questions and answers are in
/// [`questions`](super::questions).
const ROLES: [&str; 64] = [
    "audience",
    "audience member",
    "audience question",
    "interviewer",
    "interviewee",
    "host",
    "co-host",
    "guest",
    "moderator",
    "chair",
    "the chair",
    "chairman",
    "chairwoman",
    "chairperson",
    "the chairman",
    "the chairwoman",
    "the court",
    "the witness",
    "the clerk",
    "the reporter",
    "the defendant",
    "witness",
    "clerk",
    "judge",
    "juror",
    "caller",
    "narrator",
    "announcer",
    "speaker",
    "the speaker",
    "the president",
    "operator",
    "everyone",
    "all",
    "both",
    "participant",
    "student",
    "teacher",
    "facilitator",
    "presenter",
    "panelist",
    "panellist",
    "reporter",
    "journalist",
    "attendee",
    "translator",
    "interpreter",
    "publikum",
    "moderation",
    "观众",
    "觀眾",
    "主持人",
    "主席",
    "记者",
    "記者",
    "司儀",
    "嘉宾",
    "来宾",
    "來賓",
    "司会",
    "聞き手",
    "س",
    "ج",
    "ש",
];

/// Tells whether a name is that of a role rather than of a person.
pub fn is_role(name: &str) -> bool {
    static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| ROLES.into_iter().collect());
    // Whole sentences are asked about as well.
    if name.split(' ').nth(MOST_WORDS_OF_VOICE).is_some() {
        return false;
    }
    let name = name.to_lowercase();
    KNOWN.contains(name.as_str()) || is_question_or_answer(&name) || is_described_voice(&name)
}

/// Words that, alone or with a number or letter, stand where a transcriber knew no name.
const PLACEHOLDERS: [&str; 8] =
    ["speaker", "participant", "unknown", "voice", "说话人", "發言人", "发言人", "話者"];

/// Tells whether a name stands for whoever spoke: that of a role, or `Speaker 1`, `SPEAKER_00`, `Speaker A`.
pub fn is_nobody(name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_between = |c: char| c.is_numeric() || c.is_whitespace() || matches!(c, '_' | '-' | '#');
    let mut words = lower.split(is_between).filter(|word| !word.is_empty());
    let is_placeholder = words.next().is_some_and(|first| PLACEHOLDERS.contains(&first));
    let is_number = |word: &str| word.len() == 1 || PLACEHOLDERS.contains(&word);
    is_role(name) || is_placeholder && words.all(is_number)
}

/// The words with which transcribers tell where a recording begins and ends: `END OF AUDIO FILE 1.2`.
const BOUNDS: [&str; 5] = ["end of ", "start of ", "beginning of ", "begin ", "begins "];

/// The parts of a recording, which have a number or a letter: `Tape 2, side A`.
const RECORDING_PARTS: [&str; 5] = ["audio file ", "tape ", "side ", "reel ", "disc "];

/// Returns true for words that open paragraphs and name nobody: `Note: …`, `END OF TAPE 1`.
pub fn is_editorial(word: &str) -> bool {
    let lower = word.to_lowercase();
    EDITORIAL.contains(&lower.as_str()) || is_recording_mark(&lower)
}

/// Returns true for a mark of the recording in small letters. `Disc Jockey 1` speaks.
fn is_recording_mark(lower: &str) -> bool {
    const ENDED: [&str; 9] =
        ["tape", "side", "audio", "file", "interview", "recording", "session", "transcript", "part"];
    let behind = |marks: &[&str]| marks.iter().find_map(|mark| lower.strip_prefix(mark)).map(str::to_string);
    let is_part = behind(&RECORDING_PARTS).is_some_and(|rest| {
        let first = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        first.starts_with(|c: char| c.is_ascii_digit()) || first.len() == 1
    });
    let is_bound = behind(&BOUNDS)
        .is_some_and(|rest| rest.split(|c: char| !c.is_alphanumeric()).any(|word| ENDED.contains(&word)));
    is_part || is_bound
}

/// The words with which services sign a transcript.
const CREDITS: [&str; 6] = [
    "transcribed by",
    "transcript by",
    "transcription by",
    "transcript provided by",
    "captioned by",
    "captions by",
];

/// Returns true for the beginning of a line that credits the transcriber.
pub fn is_credit(words: &str) -> bool {
    CREDITS.contains(&words.to_lowercase().as_str())
}

/// The byte at which the words end by which a line credits a transcriber, where it does.
pub fn credit_end(line: &str) -> Option<usize> {
    let begins =
        |credit: &&&str| line.get(..credit.len()).is_some_and(|start| start.eq_ignore_ascii_case(credit));
    let end = CREDITS.iter().find(begins)?.len();
    line[end..].starts_with(' ').then_some(end)
}

/// Returns true for the name of an event, which nobody speaks: `Break`, `Music`.
pub fn is_event(name: &str) -> bool {
    EVENTS.contains(&name.to_lowercase().as_str())
}

/// Returns true for the name of a recording that is played: the paragraphs below it are its words.
pub fn is_played(name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut words = lower.split_whitespace();
    let ends = lower.split_whitespace().next_back().is_some_and(|last| ENDS.contains(&last));
    !ends && words.any(|word| PLAYED.contains(&word))
}

/// Tells if a character has no form of its own: marks of direction and joints, which programs put before names.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Names are the same whatever their case, width, white space and invisible characters.
pub fn normalise(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let push = |c: char, out: &mut String| match c.is_whitespace() {
        true if out.is_empty() || out.ends_with(' ') => {}
        true => out.push(' '),
        false => out.push(c),
    };
    // Most names need no tables.
    match name.is_ascii() {
        true => name.chars().for_each(|c| push(c.to_ascii_lowercase(), &mut out)),
        false => name
            .nfkc()
            .filter(|&c| !is_invisible(c))
            .flat_map(char::to_lowercase)
            .map(|c| if matches!(c, '‘' | '’' | 'ʼ') { '\'' } else { c })
            .for_each(|c| push(c, &mut out)),
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_width_and_white_space_make_no_difference() {
        assert_eq!(normalise("  Ann\t LEE "), "ann lee");
        assert_eq!(normalise(" Ｊｏｓé\u{3000} ÁLVAREZ "), "josé álvarez");
    }

    #[test]
    fn what_machines_call_people_is_nobody() {
        let nobody = ["Speaker", "Speaker 1", "SPEAKER_00", "Speaker A", "Unknown speaker", "说话人2", "Q"];
        assert!(nobody.into_iter().all(is_nobody));
        assert!(
            ["Speaker Pelosi", "Ann Speaker", "Voice of Kinlaw", ""].into_iter().all(|name| !is_nobody(name))
        );
    }
}
