//! The blocks of a WebVTT file, by the parsing rules of the standard (W3C WebVTT, section 6.1).
//!
//! Where real files break those rules and their words can still be had, [`Rules::AsPublished`]
//! keeps them; [`Rules::Standard`] drops what a browser drops.

use super::timing::{self, Timing};

/// The way strictly a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// As a browser does.
    Standard,
    /// So that no words are lost: without a signature, with times of any shape.
    AsPublished,
}

/// A file, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebVttFile {
    /// True if it begins with `WEBVTT`.
    pub signed: bool,
    /// The lines of the header, the rest of the first line first.
    pub header: Vec<String>,
    /// The cues.
    pub cues: Vec<RawCue>,
    /// The texts of `STYLE` blocks.
    pub styles: Vec<String>,
    /// The texts of `REGION` blocks.
    pub regions: Vec<String>,
    /// The texts of `NOTE` blocks, without the word.
    pub comments: Vec<String>,
}

/// A cue as it stands in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawCue {
    /// The line before its times.
    pub id: String,
    /// Its times.
    pub timing: Timing,
    /// Its text, with markup.
    pub text: String,
    /// True if it has no line of times at all.
    pub is_stray: bool,
}

/// Takes `text` apart; `None` when it is not WebVTT at all.
pub fn parse(text: &str, rules: Rules) -> Option<WebVttFile> {
    let text = normalise(text);
    let signed = is_signed(&text);
    if !signed && rules == Rules::Standard {
        return None;
    }
    let mut parser =
        Parser { lines: lines(&text), at: 0, rules, seen_cue: false, file: WebVttFile::default() };
    parser.file.signed = signed;
    if signed {
        parser.read_header();
    }
    parser.read_blocks();
    Some(parser.file)
}

/// Line ends as one sort, and no NUL.
fn normalise(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}")
}

fn is_signed(text: &str) -> bool {
    text.strip_prefix("WEBVTT").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n']))
}

/// The lines of `text`; what stands behind the last line break is a line only if it holds something.
fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.split('\n').collect();
    if lines.last() == Some(&"") {
        lines.pop();
    }
    lines
}

struct Parser<'a> {
    lines: Vec<&'a str>,
    at: usize,
    rules: Rules,
    seen_cue: bool,
    file: WebVttFile,
}

/// The kind of a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FileBlockKind {
    Unknown,
    Cue,
    Style,
    Region,
}

impl Parser<'_> {
    /// The first line, and further ones up to an empty one or a time.
    fn read_header(&mut self) {
        let first = self.lines.first().map_or("", |line| &line["WEBVTT".len()..]);
        self.file.header.push(first.trim().to_string());
        self.at = 1;
        while let Some(line) = self.lines.get(self.at).filter(|line| !line.is_empty() && !has_arrow(line)) {
            self.file.header.push(line.to_string());
            self.at += 1;
        }
    }

    fn read_blocks(&mut self) {
        loop {
            while self.lines.get(self.at).is_some_and(|line| line.is_empty()) {
                self.at += 1;
            }
            if self.at >= self.lines.len() {
                return;
            }
            self.read_block();
        }
    }

    /// Reads one block. A line with an arrow begins a cue if it is the block's first, or its second
    /// after a name; anywhere else it ends the block and begins the next.
    fn read_block(&mut self) {
        let mut buffer: Vec<&str> = Vec::new();
        let (mut kind, mut timing, mut id) = (FileBlockKind::Unknown, None, "");
        let mut seen_arrow = false;
        for count in 1.. {
            let Some(&line) = self.lines.get(self.at) else { break };
            if has_arrow(line) {
                if count > 2 || seen_arrow {
                    break;
                }
                seen_arrow = true;
                id = buffer.first().copied().unwrap_or_default();
                timing = self.read_timing(line);
                if timing.is_some() {
                    (kind, self.seen_cue) = (FileBlockKind::Cue, true);
                    buffer.clear();
                }
            } else if line.is_empty() {
                break;
            } else {
                if count == 2 && kind == FileBlockKind::Unknown {
                    kind = self.kind_of(buffer.first().copied().unwrap_or_default());
                    if kind != FileBlockKind::Unknown {
                        buffer.clear();
                    }
                }
                buffer.push(line);
            }
            self.at += 1;
        }
        let text = buffer.join("\n");
        match (kind, timing) {
            (_, Some(timing)) => self.add_cue(id, timing, text),
            (FileBlockKind::Style, _) => self.file.styles.push(text),
            (FileBlockKind::Region, _) => self.file.regions.push(text),
            _ => self.add_other(text),
        }
    }

    fn read_timing(&self, line: &str) -> Option<Timing> {
        let strict = timing::parse(line);
        match self.rules {
            Rules::Standard => strict,
            Rules::AsPublished => strict.or_else(|| timing::parse_lax(line)),
        }
    }

    /// Style sheets and regions are only such before the first cue.
    fn kind_of(&self, first: &str) -> FileBlockKind {
        let is = |word: &str| first.strip_prefix(word).is_some_and(|rest| rest.trim().is_empty());
        match () {
            () if self.seen_cue => FileBlockKind::Unknown,
            () if is("STYLE") => FileBlockKind::Style,
            () if is("REGION") => FileBlockKind::Region,
            () => FileBlockKind::Unknown,
        }
    }

    fn add_cue(&mut self, id: &str, timing: Timing, text: String) {
        self.file.cues.push(RawCue { id: id.to_string(), timing, text, is_stray: false });
    }

    /// A comment, or words without a time: those are dropped by the standard.
    fn add_other(&mut self, text: String) {
        let is = |word: &str| {
            text.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n']))
        };
        if is("NOTE") {
            self.file.comments.push(text["NOTE".len()..].trim().to_string());
        } else if is("STYLE") {
            self.file.styles.push(text);
        } else if self.rules == Rules::AsPublished && !text.trim().is_empty() {
            self.file.cues.push(RawCue { text, is_stray: true, ..RawCue::default() });
        }
    }
}

fn has_arrow(line: &str) -> bool {
    line.contains("-->")
}
