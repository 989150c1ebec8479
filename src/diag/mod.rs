//! Diagnostics as data: what is wrong, where, why, and what to do about it. Drawn only in `cli`.

mod list;
mod manual;

use serde::{Deserialize, Serialize};

pub use self::list::Diagnostics;
use crate::source::{Located, SourceId, Span};

/// The weight of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// The build cannot be right: nothing is published.
    Error,
    /// Probably a mistake; the build goes on.
    Warning,
    /// Something Postil decided on the author's behalf, said aloud.
    Note,
}

/// Declares [`Code`] once: variant, stable name, severity.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident;)+) => {
        /// The stable identity of a diagnostic: its name never changes once released.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// Every code there is, in the order of the manual.
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];

            /// The name that is printed and documented, such as `undefined-note`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name),+ }
            }

            /// The severity of this code unless the site sets another.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),+ }
            }

            /// True when a site cannot make it less than an error: there are no pages then, two files would take one
            /// another's place, or words would be published that somebody meant to withhold.
            pub fn stops_always(self) -> bool {
                matches!(
                    self,
                    Code::AddressTaken | Code::TemplateError | Code::UnknownTheme | Code::UnclearWithheld
                )
            }

            /// One sentence that says what the code stands for.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc),+).trim_ascii()),+ }
            }
        }
    };
}

codes! {
    /// A TOML file or front matter that does not parse.
    BadToml = "bad-toml", Error;
    /// A key that Postil does not know.
    UnknownKey = "unknown-key", Error;
    /// A required key that is missing.
    MissingKey = "missing-key", Error;
    /// A front-matter key that may belong to another tool.
    ForeignKey = "foreign-key", Warning;
    /// A value of the wrong type, or out of range.
    BadValue = "bad-value", Error;
    /// YAML front matter that does not parse.
    BadYaml = "bad-yaml", Warning;
    /// Lines above a text that are read as front matter.
    QuotedFrontMatter = "quoted-front-matter", Note;
    /// A shortcode of another generator, which is not shown.
    ForeignShortcode = "foreign-shortcode", Warning;
    /// A file that is not UTF-8.
    NotUtf8 = "not-utf8", Error;
    /// A control character, which nobody can see.
    ControlCharacter = "control-character", Warning;
    /// A file or folder that cannot be read.
    Unreadable = "unreadable", Error;
    /// A link that leads out of its folder.
    LinkNotFollowed = "link-not-followed", Error;
    /// A part of an untrusted site that is left out.
    NotTrusted = "not-trusted", Note;
    /// A file larger than the site allows.
    TooLarge = "too-large", Error;
    /// Two pages with the same address.
    AddressTaken = "address-taken", Error;
    /// A reference to a note that is not defined.
    UndefinedNote = "undefined-note", Error;
    /// A note without a reference.
    UnusedNote = "unused-note", Error;
    /// A note that is defined twice.
    DuplicateNote = "duplicate-note", Error;
    /// A kind of note that is not declared.
    UnknownKind = "unknown-kind", Error;
    /// A highlight that starts and does not end.
    UnclosedHighlight = "unclosed-highlight", Warning;
    /// Braces of a note that cannot be read.
    BadAttribution = "bad-attribution", Error;
    /// A notes file without its page.
    NotesWithoutPage = "notes-without-page", Error;
    /// A note in a notes file without a quotation or a comment.
    IncompleteNote = "incomplete-note", Error;
    /// A note in a notes file whose words are not on its page.
    WordsNotFound = "words-not-found", Error;
    /// A note in a notes file whose words are on its page more than once.
    WordsAmbiguous = "words-ambiguous", Error;
    /// A note in a notes file whose words were corrected.
    WordsChanged = "words-changed", Warning;
    /// An author of a note who is not in site.toml.
    UnknownPerson = "unknown-person", Warning;
    /// A quotation whose words are not in the transcript that it links to.
    QuoteNotFound = "quote-not-found", Warning;
    /// A topic of a passage that is not in site.toml, where others are.
    UnknownTopic = "unknown-topic", Warning;
    /// A time that is earlier than the one before it.
    TimeBackwards = "time-backwards", Warning;
    /// A time whose last part may be seconds or frames.
    UnclearTime = "unclear-time", Warning;
    /// A speaker whose name is one letter off a known one.
    NearMissSpeaker = "near-miss-speaker", Warning;
    /// Speakers that are recognized but not declared.
    InferredSpeaker = "inferred-speaker", Note;
    /// A conversation in which no speakers were found.
    SpeakersNotFound = "speakers-not-found", Warning;
    /// A line inside a turn that begins like a speaker label.
    LabelInsideTurn = "label-inside-turn", Warning;
    /// An undeclared speaker with only one label.
    OneOffSpeaker = "one-off-speaker", Note;
    /// A text in which only the questions have labels.
    OneVoice = "one-voice", Warning;
    /// A label that is read as an event and not as a speaker.
    EventLabel = "event-label", Note;
    /// A link definition that is not used.
    DefinitionUnused = "definition-unused", Warning;
    /// A file of word timings that cannot be read.
    BadWordTimes = "bad-word-times", Error;
    /// A file of word timings that does not fit its page.
    ForeignWordTimes = "foreign-word-times", Warning;
    /// A file of word timings without its page.
    WordTimesWithoutPage = "word-times-without-page", Warning;
    /// Words of a file that are not on its page.
    WordsLost = "words-lost", Warning;
    /// An attribute in braces that Postil does not know.
    UnknownAttribute = "unknown-attribute", Warning;
    /// A mark of withheld words that cannot be read.
    UnclearWithheld = "unclear-withheld", Error;
    /// A formula that cannot be read.
    BadFormula = "bad-formula", Warning;
    /// A heading level that is skipped.
    SkippedHeading = "skipped-heading", Warning;
    /// An ID that is used twice on one page.
    DuplicateAnchor = "duplicate-anchor", Error;
    /// A page number of the printed source that is there twice.
    DuplicatePage = "duplicate-page", Warning;
    /// An ID of a reserved form.
    ReservedAnchor = "reserved-anchor", Warning;
    /// A file of sources that cannot be read.
    BadSources = "bad-sources", Error;
    /// A citation of a source that the site does not have.
    UnknownSource = "unknown-source", Warning;
    /// A marked mention of something that no register has.
    UnknownRegisterEntry = "unknown-register-entry", Warning;
    /// A link to a page or file that does not exist.
    BrokenLink = "broken-link", Warning;
    /// A link to a permalink that does not exist.
    BrokenAnchor = "broken-anchor", Warning;
    /// A line of a permalink record that cannot be read.
    BadAnchorRecord = "bad-anchor-record", Error;
    /// A published permalink whose words are gone.
    AnchorGone = "anchor-gone", Warning;
    /// A published page that no longer exists.
    AddressGone = "address-gone", Warning;
    /// A link or image whose address is not allowed.
    UnsafeAddress = "unsafe-address", Warning;
    /// An external address that is invalid.
    MalformedAddress = "malformed-address", Warning;
    /// A time after the end of the recording.
    TimePastEnd = "time-past-end", Warning;
    /// A declared speaker without a label.
    SilentSpeaker = "silent-speaker", Warning;
    /// A file name whose ending may be no language.
    DoubtfulLanguage = "doubtful-language", Warning;
    /// An image without a description.
    ImageWithoutDescription = "image-without-description", Warning;
    /// Two people with the same name or alias.
    SharedName = "shared-name", Warning;
    /// Two people with similar names.
    SimilarPeople = "similar-people", Warning;
    /// Two tags that differ in a letter.
    SimilarTags = "similar-tags", Warning;
    /// A word that breaks a spelling rule of the site.
    Style = "style", Warning;
    /// A template that does not parse or fails.
    TemplateError = "template-error", Error;
    /// A colour that a site chose and that is hard to read on its ground.
    LowContrast = "low-contrast", Warning;
    /// A theme that cannot be found.
    UnknownTheme = "unknown-theme", Error;
}

/// A place in the source, with a word about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiagnosticLabel {
    /// The place in the source.
    pub span: Span,
    /// A word about that place; may be empty.
    pub text: String,
}

/// One problem or remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The weight of the problem.
    pub severity: Severity,
    /// The kind of problem, which the manual explains.
    pub code: Code,
    /// The problem in one sentence without a full stop.
    pub message: String,
    /// The places it is about; the first is the place that is reported.
    pub labels: Vec<DiagnosticLabel>,
    /// The file it is about when there is no source text to show (unreadable, not UTF-8).
    pub path: Option<String>,
    /// The advice to the author.
    pub help: Option<String>,
    /// The one right fix, where there is one.
    pub fix: Option<Box<Fix>>,
    /// The note whose words are in doubt, for a person to decide about.
    pub doubt: Option<Box<DoubtfulNote>>,
}

/// A change to the source that fixes a problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// The bytes to replace.
    pub span: Span,
    /// The text to put in their place.
    pub replacement: String,
}

/// A note that quotes words which its page does not have in one place: what a review shows beside them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoubtfulNote {
    /// The beginning of the note in its file: its heading, or its first quotation.
    pub note: Span,
    /// The quotation.
    pub quotation: Span,
    /// The quoted words.
    pub words: String,
    /// Some characters that stood before them when they were recorded.
    pub before: String,
    /// Some characters that stood behind them.
    pub after: String,
    /// The reason of the doubt.
    pub reason: Doubt,
    /// The passages of the page that may be meant, each as the number of its first word and of its words.
    pub candidates: Vec<(u32, u32)>,
}

/// A reason to ask a person about the words of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    /// The words were corrected, and the note is shown on the corrected ones.
    Corrected,
    /// The words stand in several places now, and the note is shown on the recorded ones.
    Repeated,
    /// The words were rewritten.
    Rewritten,
    /// The words are gone from where they were recorded.
    Gone,
    /// The words are not on the page, and there is no record of them.
    Unknown,
    /// The words stand in several places, and there is no record of them.
    Ambiguous,
}

impl Diagnostic {
    /// A diagnostic of `code` with no place yet.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Diagnostic {
            severity: code.severity(),
            code,
            message: message.into(),
            labels: Vec::new(),
            path: None,
            help: None,
            fix: None,
            doubt: None,
        }
    }

    /// Adds a place; the first one added is the place that is reported.
    #[must_use]
    pub fn at(self, span: Span) -> Self {
        self.label(span, "")
    }

    /// Adds a place with a word about it.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(DiagnosticLabel { span, text: text.into() });
        self
    }

    /// Makes it an error where it stands in settings, which Postil alone reads.
    #[must_use]
    pub fn in_settings(self) -> Self {
        Diagnostic { severity: Severity::Error, ..self }
    }

    /// Names the file when there is no text to show.
    #[must_use]
    pub fn in_file(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the one right fix.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Box::new(Fix { span, replacement: replacement.into() }));
        self
    }

    /// Adds the note whose words are in doubt.
    #[must_use]
    pub fn doubt(mut self, doubt: DoubtfulNote) -> Self {
        self.doubt = Some(Box::new(doubt));
        self
    }

    /// Says "did you mean" when one of `known` is close to `written`.
    #[must_use]
    pub fn did_you_mean<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(written, known) {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self,
        }
    }

    fn place(&self) -> (Option<SourceId>, u32) {
        self.labels.first().map_or((None, 0), |label| (Some(label.span.source), label.span.start))
    }
}

/// The one of `known` that `written` was most likely meant to be, if any is close enough.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_lowercase();
    let length = lower.chars().count();
    let allowed = if length < 6 { 1 } else { 2 };
    // Most are too long or too short, which is found faster than the distance.
    let is_as_long = |name: &str| name.chars().count().abs_diff(length) <= allowed;
    known
        .into_iter()
        .map(|name| (name.to_lowercase(), name))
        .filter(|(lowered, _)| is_as_long(lowered))
        .map(|(lowered, name)| (strsim::damerau_levenshtein(&lower, &lowered), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// A key that is not among `known`: the one diagnostic that every configuration reader gives.
pub fn unknown_key<'a>(
    key: &Located<String>,
    table: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let place = if table.is_empty() { String::new() } else { format!(" in [{table}]") };
    let message = format!("unknown key `{}`{place}", key.value);
    let diagnostic = Diagnostic::new(Code::UnknownKey, message).at(key.span);
    match nearest(&key.value, known.clone()) {
        Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
        None => {
            let all: Vec<&str> = known.into_iter().collect();
            diagnostic.help(format!("known keys: {}", all.join(", ")))
        }
    }
}
