//! The table of recognizers: the names that each has for pieces, words, times and speakers, after the documentation that each
//! publishes of its interface. The rows of large companies are in `clouds`, those of editors in `editors`.

use super::clouds::AMAZON_WORD;
use super::fields::Clock;
use super::row::{ABOUT, LAYOUT, NOTHING, PLAIN, WORD, recognizer};
use super::{AboutKeys, PieceKeys, PieceLayout, RecognizerShape, TurnKeys, WordSpacing};
use crate::formats::registry::{Format, FormatReader};

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
        keys: &[
            &["retval.words.start"],
            &["result.word", "result.start"],
            &["result.hypotheses.word-alignment", "result.hypotheses.transcript"],
        ],
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
            PieceLayout {
                pieces: "result.hypotheses.0",
                words: "word-alignment",
                piece: PieceKeys { text: &["transcript"], ..NOTHING },
                word: PieceKeys { duration: &["length"], ..WORD },
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
    "NVIDIA NeMo’s word and segment timings, its speakers, and manifests, one line each; parakeet-mlx, with its tokens as words",
    RecognizerShape {
        keys: &[
            &["timestamp.word.start"],
            &["timestamp.segment.start"],
            &["audio_filepath", "duration", "text"],
            &["sentences.tokens.start", "sentences.text"],
            &["words.start_time", "words.word", "speaker_count"],
        ],
        layouts: &[
            PieceLayout { words: "timestamp.word", ..LAYOUT },
            PieceLayout {
                pieces: "timestamp.segment",
                piece: PieceKeys { text: &["segment", "text"], ..PLAIN },
                ..LAYOUT
            },
            PieceLayout {
                words: "words",
                word: PieceKeys {
                    start: &["start_time"],
                    end: &["end_time"],
                    speaker: &["speaker", "speaker_label"],
                    ..WORD
                },
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
