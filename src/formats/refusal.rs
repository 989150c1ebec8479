//! The reasons for which no page is made of a file, in sentences for its owner.

use std::fmt;

use super::limits;
use super::registry::{Format, FormatReader};

/// A reason for which no page was made of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is of no format that can be read; what it looks like, in a sentence.
    Unknown(String),
    /// It is not of the format it was said or seemed to be; why not.
    Broken(&'static Format, String),
    /// It is of a format that can be read, and has no words.
    Empty(&'static Format),
    /// It is nothing that belongs to a transcript.
    NoCompanion(&'static Format),
    /// It holds notes on a page, and no transcript.
    OnlyNotes,
    /// It lists many texts.
    ManyTexts,
    /// It has more parts than any recording; how many of what.
    TooMany(usize, &'static str),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Unknown(looks) => f.write_str(looks),
            Refusal::Broken(Format { read: FormatReader::Page(_), .. }, reason) => f.write_str(reason),
            Refusal::Broken(format, reason) => write!(f, "this is not {}: {reason}", format.name),
            Refusal::Empty(format) => match format.read {
                FormatReader::Companion => {
                    f.write_str("this belongs to a transcript: import that, and name this file with --with")
                }
                FormatReader::Notes(_) => {
                    f.write_str("none of these annotations says something of words on a page")
                }
                FormatReader::Page(_) => f.write_str(
                    "it has no speakers: copy it into content/ unchanged, or first add labels with their names",
                ),
                FormatReader::Collection(_) => write!(f, "this is {}, and lists nothing", format.name),
                FormatReader::Transcript(_) | FormatReader::Nothing => {
                    write!(f, "this is {}, and there are no words in it", format.name)
                }
            },
            Refusal::TooMany(count, parts) => write!(
                f,
                "this has {count} {parts}, and the limit for a file that is imported is {}: divide it into several",
                limits::PARTS
            ),
            Refusal::ManyTexts => f.write_str("this is a list of texts, and no transcript"),
            Refusal::OnlyNotes => f.write_str("these are notes on a page, and no transcript"),
            Refusal::NoCompanion(format) => {
                write!(f, "this is {}, and --with takes chapters or a mission's _meta", format.name)
            }
        }
    }
}
