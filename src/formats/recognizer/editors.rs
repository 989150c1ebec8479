//! The rows of editors and services in the table of recognizers, and of lists that any program may write.

use super::fields::Clock;
use super::row::{ABOUT, LAYOUT, NOTHING, PLAIN, WORD, recognizer};
use super::{AboutKeys, PieceKeys, PieceLayout, RecognizerShape, TurnKeys};
use crate::formats::registry::{Format, FormatReader};

recognizer!(
    PREMIERE,
    "premiere",
    "Premiere's transcript",
    "segments",
    "speakers with their names, language",
    RecognizerShape {
        keys: &[&["segments.words.eos", "speakers.id"], &["segments.words.eos"]],
        layouts: &[PieceLayout {
            pieces: "segments",
            words: "words",
            word: PieceKeys { duration: &["duration"], ..WORD },
            piece: PieceKeys { speaker: &["speaker"], ..NOTHING },
            ..LAYOUT
        }],
        about: AboutKeys { language: &["language"], people: Some(("speakers", &["id"], &["name"])), ..ABOUT },
    }
);

recognizer!(
    TRINT,
    "trint",
    "Trint's JSON",
    "words",
    "speakers by paragraph; also Digital Paper Edit’s",
    RecognizerShape {
        keys: &[&["transcript.words", "transcript.paragraphs"], &["words.start", "paragraphs.start"]],
        layouts: &[
            PieceLayout {
                words: "transcript.words",
                word: PieceKeys {
                    text: &["text", "value", "word"],
                    start: &["start", "time"],
                    end: &["end"],
                    duration: &["duration"],
                    speaker: &["speaker"],
                },
                clock: Clock::Either,
                turns: Some(TurnKeys {
                    list: "transcript.paragraphs",
                    start: &["start", "time"],
                    speaker: &["speaker"],
                }),
                ..LAYOUT
            },
            PieceLayout {
                words: "words",
                clock: Clock::Either,
                turns: Some(TurnKeys { list: "paragraphs", start: &["start"], speaker: &["speaker"] }),
                ..LAYOUT
            },
        ],
        about: AboutKeys { title: &["title", "name"], ..ABOUT },
    }
);

recognizer!(
    SONIX,
    "sonix",
    "Sonix's JSON",
    "segments",
    "speakers, title",
    RecognizerShape {
        keys: &[&["transcript.start_time", "transcript.speaker"]],
        layouts: &[PieceLayout {
            pieces: "transcript",
            words: "words",
            piece: PieceKeys { start: &["start_time"], end: &["end_time"], ..PLAIN },
            word: PieceKeys { start: &["start_time"], end: &["end_time"], ..WORD },
            ..LAYOUT
        }],
        about: AboutKeys { title: &["name"], ..ABOUT },
    }
);

recognizer!(
    HAPPY_SCRIBE,
    "happyscribe",
    "Happy Scribe's JSON",
    "paragraphs",
    "speakers",
    RecognizerShape {
        keys: &[&["words.data_start", "words.text"]],
        layouts: &[PieceLayout {
            pieces: ".",
            words: "words",
            piece: PieceKeys { start: &["data_start"], end: &["data_end"], speaker: &["speaker"], ..NOTHING },
            word: PieceKeys { start: &["data_start"], end: &["data_end"], ..WORD },
            ..LAYOUT
        }],
        about: ABOUT,
    }
);

const FIREFLIES_SENTENCE: PieceKeys = PieceKeys {
    text: &["text", "raw_text", "sentence"],
    start: &["start_time", "startTime", "time"],
    end: &["end_time", "endTime"],
    speaker: &["speaker_name", "speaker_id"],
    ..NOTHING
};

recognizer!(
    FIREFLIES,
    "fireflies",
    "Fireflies's JSON",
    "sentences",
    "speakers, title",
    RecognizerShape {
        keys: &[
            &["data.transcript.sentences.text"],
            &["sentences.speaker_name"],
            &["speaker_name", "sentence", "startTime"],
        ],
        layouts: &[
            PieceLayout { pieces: "data.transcript.sentences", piece: FIREFLIES_SENTENCE, ..LAYOUT },
            PieceLayout { pieces: "sentences", piece: FIREFLIES_SENTENCE, ..LAYOUT },
            PieceLayout { pieces: ".", piece: FIREFLIES_SENTENCE, ..LAYOUT },
        ],
        about: AboutKeys { title: &["data.transcript.title", "title"], duration: None, ..ABOUT },
    }
);

recognizer!(
    AMBERSCRIPT,
    "amberscript",
    "Amberscript's JSON",
    "segments",
    "speakers with their names",
    RecognizerShape {
        keys: &[&["segments.words.text", "segments.words.start", "speakers.spkid"]],
        layouts: &[PieceLayout {
            pieces: "segments",
            words: "words",
            piece: PieceKeys { speaker: &["speaker"], ..NOTHING },
            ..LAYOUT
        }],
        about: AboutKeys { people: Some(("speakers", &["spkid"], &["name"])), ..ABOUT },
    }
);

recognizer!(
    AUTOEDIT,
    "autoedit",
    "autoEdit's JSON",
    "words",
    "speakers, title",
    RecognizerShape {
        keys: &[&["text.paragraph.line"]],
        layouts: &[PieceLayout {
            pieces: "text",
            words: "paragraph.line",
            piece: PieceKeys { speaker: &["speaker"], ..NOTHING },
            word: PieceKeys { start: &["startTime"], end: &["endTime"], ..WORD },
            ..LAYOUT
        }],
        about: AboutKeys { title: &["title"], ..ABOUT },
    }
);

const ANY_PIECE: PieceKeys = PieceKeys {
    text: &["text", "transcript", "content", "sentence", "body", "word", "value"],
    start: &[
        "start",
        "start_time",
        "startTime",
        "from",
        "begin",
        "timestamp.0",
        "time.0",
        "timestamp",
        "offset",
        "time",
    ],
    end: &["end", "end_time", "endTime", "to", "timestamp.1", "time.1"],
    duration: &["duration", "dur"],
    speaker: &[
        "voice",
        "speaker_name",
        "speakerName",
        "speaker",
        "speaker_label",
        "speaker_id",
        "speakerId",
        "name",
    ],
};

const ANY: PieceLayout =
    PieceLayout { words: "words", piece: ANY_PIECE, word: ANY_PIECE, clock: Clock::Either, ..LAYOUT };

recognizer!(
    LIST,
    "list",
    "a list of pieces with times",
    "segments",
    "any list of objects with `text` and `start`, `start_time`, `from`, `offset` or `timestamp`, at the top or under `segments`, `utterances`, `sentences`, `results` or `words`",
    RecognizerShape {
        keys: &[
            &["start", "text"],
            &["start_time", "text"],
            &["startTime", "text"],
            &["from", "text"],
            &["timestamp", "text"],
            &["time", "text"],
            &["offset", "text"],
            &["start", "word"],
            &["utterances.start", "utterances.text"],
            &["utterances.start_time", "utterances.text"],
            &["sentences.start", "sentences.text"],
            &["segments.start_time", "segments.text"],
            &["segments.start", "segments.words"],
            &["results.start", "results.text"],
            &["results.start_time", "results.text"],
            &["words.start", "words.word"],
            &["words.start", "words.text"],
        ],
        layouts: &[
            PieceLayout { pieces: "[]", ..ANY },
            PieceLayout { pieces: "segments", ..ANY },
            PieceLayout { pieces: "utterances", ..ANY },
            PieceLayout { pieces: "sentences", ..ANY },
            PieceLayout { pieces: "results", ..ANY },
            PieceLayout { words: "words", ..ANY },
        ],
        about: AboutKeys {
            title: &["title"],
            language: &["language", "language_code"],
            known_lists: &["segments", "utterances", "sentences", "results", "words"],
            ..ABOUT
        },
    }
);
