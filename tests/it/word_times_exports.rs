//! Times of words in the files that other programs read: captions, transcripts of podcasts, TEI and feeds.

use postil::formats::webvtt::file::{self, Rules};
use postil::text::timecode::Timecode;
use serde_json::Value;

use crate::site::Site;

/// What is said on a page, word by word, in an alphabet that reads from the right, and in one without spaces.
struct TimedPage {
    front: &'static str,
    words: &'static str,
    name: &'static str,
}

const ENGLISH: TimedPage = TimedPage {
    front: "language = \"en\"\n[media]\naudio = \"talk.mp3\"\n",
    words: "We lit the lamp every single evening at six, whether or not a boat was out in the channel, and nobody asked why. Never later. \
        In fog we rang the bell as well, which could be heard as far as the mill. Yes. The keeper wrote it down.",
    name: "Mara",
};

const ARABIC: TimedPage = TimedPage {
    front: "language = \"ar\"\n[media]\nvideo = \"talk.mp4\"\n",
    words: "كنا نضيء المصباح كل مساء في السادسة، سواء كان هناك قارب في القناة أم لا، ولم يسأل أحد عن السبب. لم نتأخر أبدا. وفي الضباب كنا نقرع الجرس أيضا.",
    name: "ليلى",
};

const CHINESE: TimedPage = TimedPage {
    front: "language = \"zh\"\n[media]\nvideo = \"talk.mp4\"\n",
    words: "我们每天晚上六点点灯，不管航道里有没有船，也没有人问过为什么。从来没有晚过。有雾的时候我们还敲钟，远处的磨坊也听得见。",
    name: "李明",
};

const PAGES: [TimedPage; 3] = [ENGLISH, ARABIC, CHINESE];

/// Milliseconds: a quick speaker.
const WORD: u64 = 260;

impl TimedPage {
    /// A site with this page twice by two speakers, and `more` in its key quote; the second word was corrected.
    fn built(&self) -> Site {
        let spoken: Vec<&str> = postil::speech::words::words(self.words)
            .iter()
            .map(|word| &self.words[word.at..word.end])
            .collect();
        let rows: Vec<String> = (0..)
            .zip(spoken.iter().chain(&spoken))
            .map(|(at, word)| {
                let heard = if at == 1 { "zzz" } else { *word };
                let start = 500 + at * WORD;
                format!("[\"{heard}\",{},{}]", start as f64 / 1000.0, (start + WORD - 40) as f64 / 1000.0)
            })
            .collect();
        let (quote, rest) = self.words.split_at(self.words.find(['.', '。']).unwrap());
        let page = format!(
            "+++\ntitle = \"Lamp\"\ndate = 2025-03-04\nspeakers = [\"{n}\", \"Jon\"]\n{}+++\n\n**{n}:** =={quote}=={rest}\n\n**Jon:** {}\n",
            self.front,
            self.words,
            n = self.name
        );
        let settings = "title = \"T\"\nbase_url = \"https://example.org/\"\n[exports]\nformats = \"all\"\n";
        let site = Site::empty().with("site.toml", settings).with("content/talk.md", page);
        site.write("content/talk.mp3", "x");
        site.write("content/talk.mp4", "x");
        let words = format!("{{\"version\":1,\"media\":0,\"words\":[{}]}}", rows.join(","));
        site.write("content/talk.words.json", words);
        site.build(&[]).expect(0);
        site
    }
}

/// Characters, of which one of a script without spaces counts for two.
fn length(text: &str) -> u64 {
    text.chars().map(|c| if ('\u{3000}'..'\u{a000}').contains(&c) || c > '\u{ff00}' { 2 } else { 1 }).sum()
}

fn plain(cue: &str) -> String {
    let mut out = String::new();
    for (number, piece) in cue.split('<').enumerate() {
        out += if number == 0 { piece } else { piece.split_once('>').unwrap().1 };
    }
    out
}

#[test]
fn captions_are_as_long_as_they_can_be_read() {
    for page in PAGES {
        let vtt = page.built().read("public/talk/transcript.vtt");
        let cues = file::parse(&vtt, Rules::Standard).expect("WebVTT").cues;
        assert!(cues.len() >= 4, "{vtt}");
        let times = |at: usize| {
            let timing = &cues[at].timing;
            (timing.start.unwrap().0, timing.end.unwrap().0)
        };
        for (at, cue) in cues.iter().enumerate() {
            let (text, (start, end)) = (plain(&cue.text), times(at));
            assert!(length(&text) <= 84 && !text.is_empty(), "{text}");
            let next = if at + 1 < cues.len() { times(at + 1).0 } else { u64::MAX };
            assert!(start < end && end <= next, "{text}: {start} {end} {next}");
            let needed = (length(&text) * 1000 / 17).max(833);
            assert!(end - start >= needed.min(next - start) - 60, "{text} is seen for {} ms", end - start);
            let ends_well = text.ends_with(['.', ',', '،', '。', '，', '؟']);
            assert!(ends_well || length(&text) > 42, "a caption ends amid a clause: {text}");
        }
    }
}

#[test]
fn captions_and_transcripts_have_the_times_of_words_that_were_heard() {
    for page in PAGES {
        let site = page.built();
        let vtt = site.read("public/talk/transcript.vtt");
        let second = postil::speech::words::words(page.words)[2];
        let third = format!("<00:00:01.020>{}", &page.words[second.at..second.end]);
        assert!(vtt.contains(&third), "{vtt}");
        assert!(!vtt.contains("<00:00:00.760>"), "a corrected word has no time of its own: {vtt}");
        let json: Value = serde_json::from_str(&site.read("public/talk/transcript.json")).unwrap();
        let words = json["segments"][0]["words"].as_array().expect("words");
        assert_eq!((words[0]["startTime"].as_f64(), words[0]["endTime"].as_f64()), (Some(0.5), Some(0.72)));
        assert_eq!(words[1]["startTime"].as_f64(), Some(1.02), "{json}");
        assert_eq!(json["segments"][0]["speaker"], page.name);
    }
}

#[test]
fn tei_points_to_the_time_of_each_word() {
    for page in PAGES {
        let tei = page.built().read("public/talk/transcript.tei.xml");
        let document = roxmltree::Document::parse(&tei).expect("XML");
        let interval = |id: &str| {
            let when = document.descendants().find(|node| {
                node.has_tag_name(("http://www.tei-c.org/ns/1.0", "when"))
                    && node.attributes().any(|attribute| attribute.value() == id)
            });
            when.and_then(|when| when.attribute("interval")).map(str::to_string)
        };
        let anchors: Vec<String> = document
            .descendants()
            .filter(|node| node.tag_name().name() == "anchor")
            .filter_map(|node| interval(node.attribute("synch")?.trim_start_matches('#')))
            .collect();
        let words = postil::speech::words::words(page.words).len() * 2;
        assert!(anchors.contains(&"1.02".to_string()), "{tei}");
        assert!(!anchors.contains(&"0.76".to_string()), "{tei}");
        assert!(anchors.len() + 3 >= words, "{} of {words}", anchors.len());
    }
}

#[test]
fn key_quotes_are_soundbites_and_play_from_their_first_word() {
    for page in PAGES {
        let site = page.built();
        let rss = site.read("public/rss.xml");
        let document = roxmltree::Document::parse(&rss).expect("XML");
        let bite = document.descendants().find(|node| node.tag_name().name() == "soundbite").expect(&rss);
        let quote = page.words.split(['.', '。']).next().unwrap();
        let words = postil::speech::words::words(quote).len() as u64;
        let end = Timecode(500 + words * WORD - 40);
        assert_eq!(bite.attribute("startTime"), Some("0.5"));
        assert_eq!(bite.attribute("duration"), Some(Timecode(end.0 - 500).seconds().as_str()));
        assert!(quote.starts_with(bite.text().unwrap().trim_end_matches('…')), "{bite:?}");
        let quotes = site.read("public/quotes/index.html");
        assert!(quotes.contains(&format!("#t=0.5\" data-end=\"{}\"", end.seconds())), "{quotes}");
    }
}
