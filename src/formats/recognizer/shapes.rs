//! The table of recognizers and editors: the names that each has for pieces, words, times and speakers, after the documentation
//! that each publishes of its interface.

use super::fields::Clock;
use super::{AboutKeys, PieceKeys, PieceLayout, RecognizerShape, TurnKeys, WordSpacing};
use crate::formats::registry::{Format, FormatReader};

/// A row of the table: a format whose files have the names of a shape.
macro_rules! recognizer {
    ($format:ident, $id:literal, $name:literal, $units:literal, $keeps:literal, $shape:expr) => {
        #[doc = concat!("The shape of ", $name, " in the registry.")]
        pub static $format: Format = {
            static SHAPE: RecognizerShape = $shape;
            Format {
                id: $id,
                name: $name,
                extensions: &["json"],
                units: $units,
                keeps: $keeps,
                detect: |sample| sample.json_that(|keys| SHAPE.fits(keys)),
                read: FormatReader::Transcript(|text| SHAPE.read(text)),
                write: None,
            }
        };
    };
}

const NOTHING: PieceKeys = PieceKeys { text: &[], start: &[], end: &[], duration: &[], speaker: &[] };

const PLAIN: PieceKeys =
    PieceKeys { text: &["text"], start: &["start"], end: &["end"], speaker: &["speaker"], ..NOTHING };

const WORD: PieceKeys = PieceKeys { text: &["word", "text"], ..PLAIN };

const LAYOUT: PieceLayout = PieceLayout {
    channels: "",
    pieces: "",
    words: "",
    piece: PLAIN,
    word: WORD,
    clock: Clock::Seconds,
    spacing: WordSpacing::Words,
    turns: None,
};

const ABOUT: AboutKeys =
    AboutKeys { title: &[], language: &[], duration: None, audio: &[], people: None, chapters: None };

recognizer!(
    WHISPER,
    "whisper",
    "Whisper's JSON",
    "segments",
    "the output of openai-whisper, faster-whisper, whisper.cpp, WhisperX, whisper-timestamped, OpenAI’s `verbose_json` and diarized JSON, and Hugging Face’s pipeline, with speakers where there are any",
    RecognizerShape {
        keys: &[
            &["segments.start", "segments.end", "segments.text"],
            &["transcription.offsets", "transcription.text"],
            &["chunks.timestamp", "chunks.text"],
            &["task", "words.word", "words.start"],
        ],
        layouts: &[
            PieceLayout { pieces: "segments", words: "words", ..LAYOUT },
            PieceLayout {
                pieces: "transcription",
                words: "tokens",
                piece: PieceKeys { start: &["offsets.from"], end: &["offsets.to"], ..PLAIN },
                word: PieceKeys {
                    text: &["text"],
                    start: &["offsets.from"],
                    end: &["offsets.to"],
                    ..NOTHING
                },
                clock: Clock::Millis,
                spacing: WordSpacing::Tokens,
                ..LAYOUT
            },
            PieceLayout {
                pieces: "chunks",
                piece: PieceKeys { start: &["timestamp.0"], end: &["timestamp.1"], ..PLAIN },
                ..LAYOUT
            },
            PieceLayout { words: "words", ..LAYOUT },
        ],
        about: AboutKeys {
            language: &["language", "result.language"],
            duration: Some((Clock::Seconds, &["duration"])),
            ..ABOUT
        },
    }
);

/// The shape of a transcript of Podcasting 2.0.
pub static PODCASTING: RecognizerShape = RecognizerShape {
    keys: &[&["segments.body", "segments.startTime"]],
    layouts: &[PieceLayout {
        pieces: "segments",
        piece: PieceKeys { text: &["body"], start: &["startTime"], end: &["endTime"], ..PLAIN },
        ..LAYOUT
    }],
    about: AboutKeys { language: &["language"], ..ABOUT },
};

recognizer!(
    DEEPGRAM,
    "deepgram",
    "Deepgram's JSON",
    "words",
    "speakers, channels, language",
    RecognizerShape {
        keys: &[&["results.channels.alternatives"]],
        layouts: &[
            PieceLayout {
                pieces: "results.utterances",
                words: "words",
                piece: PieceKeys { text: &["transcript"], ..PLAIN },
                word: PieceKeys { text: &["punctuated_word", "word"], ..PLAIN },
                ..LAYOUT
            },
            PieceLayout {
                channels: "results.channels",
                words: "alternatives.0.words",
                word: PieceKeys { text: &["punctuated_word", "word"], ..PLAIN },
                ..LAYOUT
            },
        ],
        about: AboutKeys {
            language: &["results.channels.detected_language"],
            duration: Some((Clock::Seconds, &["metadata.duration"])),
            ..ABOUT
        },
    }
);

recognizer!(
    ASSEMBLYAI,
    "assemblyai",
    "AssemblyAI's JSON",
    "utterances",
    "speakers, language, chapters",
    RecognizerShape {
        keys: &[
            &["status", "text", "words", "audio_url"],
            &["status", "text", "utterances", "audio_url"],
            &["status", "text", "language_code"],
            &["status", "text", "words.confidence"]
        ],
        layouts: &[
            PieceLayout { pieces: "utterances", words: "words", clock: Clock::Millis, ..LAYOUT },
            PieceLayout { words: "words", clock: Clock::Millis, ..LAYOUT },
        ],
        about: AboutKeys {
            language: &["language_code"],
            duration: Some((Clock::Seconds, &["audio_duration"])),
            audio: &["audio_url"],
            chapters: Some(("chapters", Clock::Millis, &["start"], &["gist", "headline"])),
            ..ABOUT
        },
    }
);

const AMAZON_WORD: PieceKeys = PieceKeys {
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
    "speakers, channels, language",
    RecognizerShape {
        keys: &[&["results.items.alternatives.content"]],
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
        ],
        about: AboutKeys { language: &["results.language_code"], ..ABOUT },
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

recognizer!(
    SPEECHMATICS,
    "speechmatics",
    "Speechmatics's JSON",
    "words",
    "speakers, language",
    RecognizerShape {
        keys: &[&["results.alternatives.content"], &["job", "words.name", "words.time"]],
        layouts: &[
            PieceLayout {
                words: "results",
                word: PieceKeys { speaker: &["alternatives.0.speaker", "channel"], ..AMAZON_WORD },
                ..LAYOUT
            },
            PieceLayout {
                words: "words",
                word: PieceKeys { text: &["name"], start: &["time"], duration: &["duration"], ..NOTHING },
                turns: Some(TurnKeys { list: "speakers", start: &["time"], speaker: &["name"] }),
                ..LAYOUT
            },
        ],
        about: AboutKeys {
            language: &["metadata.transcription_config.language", "job.lang"],
            duration: Some((Clock::Seconds, &["job.duration"])),
            ..ABOUT
        },
    }
);

recognizer!(
    KALDI,
    "kaldi",
    "Kaldi's JSON",
    "words",
    "speakers; of Kaldi’s servers and of Vosk",
    RecognizerShape {
        keys: &[&["retval.words.start"], &["result.word", "result.start"]],
        layouts: &[
            PieceLayout {
                words: "retval.words",
                word: PieceKeys { text: &["punct", "word"], ..PLAIN },
                turns: Some(TurnKeys {
                    list: "retval.segments",
                    start: &["start"],
                    speaker: &["speaker.@id", "speaker"],
                }),
                ..LAYOUT
            },
            PieceLayout { words: "result", ..LAYOUT },
        ],
        about: ABOUT,
    }
);

recognizer!(
    REV_AI,
    "rev",
    "Rev's JSON",
    "monologues",
    "speakers with their names",
    RecognizerShape {
        keys: &[&["monologues.elements"]],
        layouts: &[PieceLayout {
            pieces: "monologues",
            words: "elements",
            piece: PieceKeys { speaker: &["speaker"], ..NOTHING },
            word: PieceKeys {
                text: &["value"],
                start: &["ts", "timestamp"],
                end: &["end_ts", "end_timestamp"],
                ..NOTHING
            },
            spacing: WordSpacing::Tokens,
            ..LAYOUT
        }],
        about: AboutKeys { people: Some(("speakers", &["id"], &["name"])), ..ABOUT },
    }
);

const ELEVENLABS_WORD: PieceKeys = PieceKeys { speaker: &["speaker_id"], ..WORD };

recognizer!(
    ELEVENLABS,
    "elevenlabs",
    "ElevenLabs's JSON",
    "words",
    "speakers, channels, language",
    RecognizerShape {
        keys: &[&["words.speaker_id"], &["language_code", "words.type"], &["transcripts.words.type"]],
        layouts: &[
            PieceLayout {
                channels: "transcripts",
                words: "words",
                word: ELEVENLABS_WORD,
                spacing: WordSpacing::Tokens,
                ..LAYOUT
            },
            PieceLayout { words: "words", word: ELEVENLABS_WORD, spacing: WordSpacing::Tokens, ..LAYOUT },
        ],
        about: AboutKeys { language: &["language_code", "transcripts.language_code"], ..ABOUT },
    }
);

recognizer!(
    SONIOX,
    "soniox",
    "Soniox's JSON",
    "tokens",
    "speakers, language",
    RecognizerShape {
        keys: &[&["tokens.start_ms", "tokens.text"]],
        layouts: &[PieceLayout {
            words: "tokens",
            word: PieceKeys { start: &["start_ms"], end: &["end_ms"], ..PLAIN },
            clock: Clock::Millis,
            spacing: WordSpacing::Tokens,
            ..LAYOUT
        }],
        about: AboutKeys { language: &["tokens.language"], ..ABOUT },
    }
);

const GLADIA: PieceLayout = PieceLayout {
    words: "words",
    piece: PieceKeys {
        text: &["text", "transcription"],
        start: &["start", "time_begin"],
        end: &["end", "time_end"],
        speaker: &["speaker"],
        ..NOTHING
    },
    word: PieceKeys {
        text: &["word"],
        start: &["start", "time_begin"],
        end: &["end", "time_end"],
        ..NOTHING
    },
    ..LAYOUT
};

recognizer!(
    GLADIA_API,
    "gladia",
    "Gladia's JSON",
    "utterances",
    "speakers, language",
    RecognizerShape {
        keys: &[
            &["result.transcription.utterances"],
            &["transcription.utterances"],
            &["prediction.time_begin", "prediction.transcription"],
        ],
        layouts: &[
            PieceLayout { pieces: "result.transcription.utterances", ..GLADIA },
            PieceLayout { pieces: "transcription.utterances", ..GLADIA },
            PieceLayout { pieces: "prediction", ..GLADIA },
        ],
        about: AboutKeys {
            language: &["result.transcription.languages", "transcription.languages", "prediction.language"],
            duration: Some((Clock::Seconds, &["result.metadata.audio_duration", "metadata.audio_duration"])),
            ..ABOUT
        },
    }
);

recognizer!(
    NEMO,
    "nemo",
    "NeMo's and Parakeet's JSON",
    "segments",
    "NVIDIA NeMo’s times of words and segments and its manifests, a line each; parakeet-mlx, with its tokens as words",
    RecognizerShape {
        keys: &[
            &["timestamp.word.start"],
            &["timestamp.segment.start"],
            &["audio_filepath", "duration", "text"],
            &["sentences.tokens.start", "sentences.text"],
        ],
        layouts: &[
            PieceLayout { words: "timestamp.word", ..LAYOUT },
            PieceLayout {
                pieces: "timestamp.segment",
                piece: PieceKeys { text: &["segment", "text"], ..PLAIN },
                ..LAYOUT
            },
            PieceLayout { pieces: "sentences", words: "tokens", spacing: WordSpacing::Tokens, ..LAYOUT },
            PieceLayout {
                pieces: ".",
                piece: PieceKeys {
                    text: &["pred_text", "text"],
                    start: &["offset"],
                    duration: &["duration"],
                    ..PLAIN
                },
                ..LAYOUT
            },
        ],
        about: ABOUT,
    }
);

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
    speaker: &["speaker", "speaker_name", "speakerName", "speaker_label", "speaker_id", "speakerId", "name"],
};

const ANY: PieceLayout =
    PieceLayout { words: "words", piece: ANY_PIECE, word: ANY_PIECE, clock: Clock::Either, ..LAYOUT };

recognizer!(
    LIST,
    "list",
    "a list of pieces with times",
    "segments",
    "any list of objects with `text` and `start`, `start_time`, `from` or `timestamp`, at the top or under `segments`, `utterances`, `sentences`, `results` or `words`",
    RecognizerShape {
        keys: &[
            &["start", "text"],
            &["start_time", "text"],
            &["startTime", "text"],
            &["from", "text"],
            &["timestamp", "text"],
            &["time", "text"],
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
        about: AboutKeys { title: &["title"], language: &["language", "language_code"], ..ABOUT },
    }
);
