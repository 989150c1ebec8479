//! The rows of Amazon, Google, Azure and IBM in the table of recognizers.

use super::fields::Clock;
use super::row::{ABOUT, LAYOUT, NOTHING, recognizer};
use super::{AboutKeys, PieceKeys, PieceLayout, RecognizerShape, TurnKeys};
use crate::formats::registry::{Format, FormatReader};

/// A word of Amazon's, and of Speechmatics's.
pub const AMAZON_WORD: PieceKeys = PieceKeys {
    text: &["alternatives.0.content"],
    start: &["start_time"],
    end: &["end_time"],
    speaker: &["speaker_label"],
    ..NOTHING
};

recognizer!(
    AMAZON,
    "amazon",
    "Amazon Transcribe's JSON",
    "words",
    "speakers, channels, language; also of its analytics of calls",
    RecognizerShape {
        keys: &[
            &["results.items.alternatives.content"],
            &["Transcript.Content", "Transcript.BeginOffsetMillis"],
        ],
        layouts: &[
            PieceLayout {
                channels: "results.channel_labels.channels",
                words: "items",
                word: AMAZON_WORD,
                ..LAYOUT
            },
            PieceLayout {
                words: "results.items",
                word: AMAZON_WORD,
                turns: Some(TurnKeys {
                    list: "results.speaker_labels.segments",
                    start: &["start_time"],
                    speaker: &["speaker_label"],
                }),
                ..LAYOUT
            },
            PieceLayout {
                pieces: "Transcript",
                piece: PieceKeys {
                    text: &["Content"],
                    start: &["BeginOffsetMillis"],
                    end: &["EndOffsetMillis"],
                    speaker: &["ParticipantRole", "ParticipantId"],
                    ..NOTHING
                },
                clock: Clock::Millis,
                ..LAYOUT
            },
        ],
        about: AboutKeys { language: &["results.language_code", "LanguageCode"], ..ABOUT },
    }
);

const GOOGLE_PIECE: PieceKeys = PieceKeys { text: &["alternatives.0.transcript", "transcript"], ..NOTHING };

const GOOGLE_WORD: PieceKeys = PieceKeys {
    text: &["word"],
    start: &["startTime", "startOffset", "start_time", "start_offset"],
    end: &["endTime", "endOffset", "end_time", "end_offset"],
    speaker: &["speakerLabel", "speakerTag", "speaker_label", "speaker_tag"],
    ..NOTHING
};

const GOOGLE: PieceLayout = PieceLayout {
    pieces: "results",
    words: "alternatives.0.words",
    piece: GOOGLE_PIECE,
    word: GOOGLE_WORD,
    ..LAYOUT
};

recognizer!(
    GOOGLE_SPEECH,
    "google",
    "Google Speech-to-Text's JSON",
    "results",
    "speakers, language; of both versions of the interface",
    RecognizerShape {
        keys: &[
            &["results.alternatives.transcript"],
            &["results.alternatives.words"],
            &["response.results.alternatives"],
        ],
        layouts: &[GOOGLE, PieceLayout { pieces: "response.results", ..GOOGLE },],
        about: AboutKeys {
            language: &["results.languageCode", "results.language_code", "response.results.languageCode"],
            ..ABOUT
        },
    }
);

const AZURE_TIMES: PieceKeys = PieceKeys {
    start: &["offsetInTicks", "offset", "Offset"],
    duration: &["durationInTicks", "duration", "Duration"],
    speaker: &["speaker", "SpeakerId"],
    ..NOTHING
};

const AZURE_FAST: PieceKeys = PieceKeys {
    text: &["text"],
    start: &["offsetMilliseconds", "offset"],
    duration: &["durationMilliseconds", "duration"],
    speaker: &["speaker"],
    ..NOTHING
};

recognizer!(
    AZURE,
    "azure",
    "Azure Speech's JSON",
    "phrases",
    "speakers, language; of batch, fast and real-time transcription",
    RecognizerShape {
        keys: &[
            &["recognizedPhrases.nBest"],
            &["phrases.offsetMilliseconds"],
            &["combinedPhrases", "phrases.text"],
            &["DisplayText", "Offset"],
        ],
        layouts: &[
            PieceLayout {
                pieces: "recognizedPhrases",
                words: "nBest.0.displayWords",
                piece: PieceKeys { text: &["nBest.0.display", "nBest.0.lexical"], ..AZURE_TIMES },
                word: PieceKeys { text: &["displayText"], ..AZURE_TIMES },
                clock: Clock::Ticks,
                ..LAYOUT
            },
            PieceLayout {
                pieces: "phrases",
                words: "words",
                piece: AZURE_FAST,
                word: AZURE_FAST,
                clock: Clock::Millis,
                ..LAYOUT
            },
            PieceLayout {
                piece: PieceKeys { text: &["DisplayText"], ..AZURE_TIMES },
                clock: Clock::Ticks,
                pieces: ".",
                ..LAYOUT
            },
        ],
        about: AboutKeys {
            language: &["recognizedPhrases.locale", "phrases.locale"],
            duration: Some((Clock::Millis, &["durationMilliseconds", "duration"])),
            ..ABOUT
        },
    }
);

const IBM: PieceLayout = PieceLayout {
    pieces: "results",
    words: "alternatives.0.timestamps",
    piece: GOOGLE_PIECE,
    word: PieceKeys { text: &["0"], start: &["1"], end: &["2"], ..NOTHING },
    turns: Some(TurnKeys { list: "speaker_labels", start: &["from"], speaker: &["speaker"] }),
    ..LAYOUT
};

recognizer!(
    IBM_WATSON,
    "ibm",
    "IBM Watson's JSON",
    "results",
    "speakers",
    RecognizerShape {
        keys: &[&["results.alternatives.timestamps"], &["results.results.alternatives"]],
        layouts: &[
            PieceLayout {
                pieces: "results.results",
                turns: Some(TurnKeys {
                    list: "results.speaker_labels",
                    start: &["from"],
                    speaker: &["speaker"],
                }),
                ..IBM
            },
            IBM,
        ],
        about: ABOUT,
    }
);
