//! The files, one a line.

use super::Found::{Read, Refused};
use super::Row;

/// The oracle looks for voices, and not for names before a colon.
const NAMES: &str = "the oracle looks for no names before a colon";

/// The oracle reads UTF-8 alone.
const ENCODING: &str = "the oracle reads UTF-8 alone";

/// A dash or three dots with white space on both sides are words to the oracle.
const DASHES: &str = "the oracle counts dashes and dots that stand alone as words: 104 of them";

/// Every file of the corpora that is not Markdown.
pub const ROWS: &[Row] = &[
    Row("derived/ohd-apollo11-landing.csv", Read(269, 2306, 5), DASHES),
    Row("encodings/ascii.srt", Read(3, 5, 0), ""),
    Row("encodings/gb2312.srt", Read(3, 38, 0), ENCODING),
    Row("json-stt/assemblyai_utterances.excerpt.json", Read(1, 15, 1), ""),
    Row("json-stt/deepgram_speakers.excerpt.json", Read(17, 17, 2), ""),
    Row(
        "json-whisperx/a95KMDHf4vQ.diarized.json",
        Refused("this is JSON that Postil does not know, with the keys language, sentenceMetadata, version"),
        "",
    ),
    Row(
        "json-whisperx/a95KMDHf4vQ.eng.tsv",
        Refused(
            "this looks like a table whose first line does not name its columns: one must be `text`, and another `start` or `speaker`",
        ),
        "",
    ),
    Row("json-whisperx/council-lTgoRwM9RmE.json", Read(201, 1579, 6), ""),
    Row("json-whisperx/whisperx-raw.en.json", Read(28, 173, 3), ""),
    Row(
        "md-audreyt/dot-alternates.tsv",
        Refused(
            "this looks like a table whose first line does not name its columns: one must be `text`, and another `start` or `speaker`",
        ),
        "",
    ),
    Row(
        "podcast-namespace/chapters_example.json",
        Refused("this belongs to a transcript: import that, and name this file with --with"),
        "",
    ),
    Row(
        "podcast-namespace/chapters_exampleComplex.json",
        Refused("this belongs to a transcript: import that, and name this file with --with"),
        "",
    ),
    Row("podcast-namespace/transcripts_example.html", Read(10, 2477, 3), ""),
    Row("podcast-namespace/transcripts_example.json", Read(5, 5, 2), ""),
    Row("podcast-namespace/transcripts_example.srt", Read(222, 2487, 3), NAMES),
    Row("podcast-namespace/transcripts_example.vtt", Read(7, 66, 2), ""),
    Row("rtl/knesset_2020275.txt", Read(30, 218, 1), ""),
    Row("spacelog/FORMAT_TEC.txt", Read(5, 34, 3), NAMES),
    Row("spacelog/a11_TEC.txt", Read(8480, 121232, 20), NAMES),
    Row(
        "spacelog/a11__meta.json",
        Refused("this belongs to a transcript: import that, and name this file with --with"),
        "",
    ),
    Row("spacelog/g3_TEC.txt", Read(1921, 14536, 5), NAMES),
    Row(
        "spacelog/g3__meta.json",
        Refused("this belongs to a transcript: import that, and name this file with --with"),
        "",
    ),
    Row("spacelog/ma7_TEC.txt", Read(1256, 17343, 8), NAMES),
    Row("spacelog/mr4_ATG.txt", Read(198, 2366, 10), NAMES),
    Row("subtitle-formats/sample.ass", Read(1, 12, 0), ""),
    Row("subtitle-formats/sample.json", Read(5, 46, 2), ""),
    Row("subtitle-formats/sample.lrc", Read(6, 21, 3), ""),
    Row("subtitle-formats/sample.sbv", Read(5, 46, 2), ""),
    Row(
        "subtitle-formats/sample.smi",
        Refused("this looks like SAMI subtitles, which Postil does not read"),
        "",
    ),
    Row("subtitle-formats/sample.srt", Read(5, 46, 2), NAMES),
    Row("subtitle-formats/sample.ssa", Read(1, 7, 0), ""),
    Row(
        "subtitle-formats/sample.sub",
        Refused("this looks like MicroDVD subtitles, which Postil does not read"),
        "",
    ),
    Row("subtitle-formats/sample.vtt", Read(5, 51, 0), ""),
    Row("vtt-elephantsdream/captions.ar.vtt", Read(77, 313, 0), ""),
    Row("vtt-elephantsdream/captions.en.vtt", Read(78, 345, 0), ""),
    Row("vtt-elephantsdream/captions.ja.vtt", Read(77, 614, 0), ""),
    Row("vtt-elephantsdream/captions.ru.vtt", Read(84, 298, 0), ""),
    Row("vtt-elephantsdream/captions.sv.vtt", Read(81, 358, 0), ""),
    Row("vtt-elephantsdream/chapters.en.vtt", Read(9, 18, 0), ""),
    Row("vtt-elephantsdream/descriptions.en.vtt", Read(63, 980, 0), ""),
    Row("vtt-webvtt-py/captions_with_bom.vtt", Read(4, 12, 0), ""),
    Row("vtt-webvtt-py/comments.vtt", Read(3, 20, 0), ""),
    Row("vtt-webvtt-py/cue_tags.vtt", Read(3, 13, 0), ""),
    Row("vtt-webvtt-py/empty.vtt", Refused("this file is empty"), ""),
    Row("vtt-webvtt-py/invalid.vtt", Read(7, 21, 0), ""),
    Row(
        "vtt-webvtt-py/invalid_format.sbv",
        Refused("this is named like SubViewer (YouTube), and has no line of times"),
        "",
    ),
    Row(
        "vtt-webvtt-py/invalid_format1.srt",
        Refused("this is named like SubRip, and has no line of times"),
        "",
    ),
    Row(
        "vtt-webvtt-py/invalid_format2.srt",
        Refused("this is named like SubRip, and has no line of times"),
        "",
    ),
    Row(
        "vtt-webvtt-py/invalid_format3.srt",
        Refused("this is named like SubRip, and has no line of times"),
        "",
    ),
    Row("vtt-webvtt-py/invalid_format4.srt", Read(1, 2, 0), ""),
    Row("vtt-webvtt-py/invalid_timeframe.sbv", Read(5, 15, 0), ""),
    Row("vtt-webvtt-py/invalid_timeframe.srt", Read(5, 15, 0), ""),
    Row("vtt-webvtt-py/invalid_timeframe.vtt", Read(7, 21, 0), ""),
    Row("vtt-webvtt-py/invalid_timeframe_in_cue_text.vtt", Read(4, 9, 0), ""),
    Row("vtt-webvtt-py/metadata_headers.vtt", Read(2, 6, 0), ""),
    Row("vtt-webvtt-py/metadata_headers_multiline.vtt", Read(2, 6, 0), ""),
    Row("vtt-webvtt-py/missing_caption_text.sbv", Read(5, 12, 0), ""),
    Row("vtt-webvtt-py/missing_caption_text.srt", Read(5, 12, 0), ""),
    Row("vtt-webvtt-py/missing_caption_text.vtt", Read(5, 12, 0), ""),
    Row("vtt-webvtt-py/missing_timeframe.sbv", Read(4, 15, 0), ""),
    Row("vtt-webvtt-py/missing_timeframe.srt", Read(4, 15, 0), ""),
    Row("vtt-webvtt-py/missing_timeframe.vtt", Read(6, 21, 0), ""),
    Row("vtt-webvtt-py/no_captions.vtt", Refused("this is WebVTT, and there are no words in it"), ""),
    Row("vtt-webvtt-py/non_padded_timestamps.vtt", Read(3, 10, 2), ""),
    Row("vtt-webvtt-py/one_caption.srt", Read(1, 3, 0), ""),
    Row("vtt-webvtt-py/one_caption.vtt", Read(1, 3, 0), ""),
    Row("vtt-webvtt-py/regions.vtt", Read(2, 8, 2), ""),
    Row("vtt-webvtt-py/sample.sbv", Read(5, 22, 0), ""),
    Row("vtt-webvtt-py/sample.srt", Read(5, 15, 0), ""),
    Row("vtt-webvtt-py/sample.vtt", Read(16, 48, 0), ""),
    Row("vtt-webvtt-py/styles.vtt", Read(1, 2, 0), ""),
    Row("vtt-webvtt-py/styles_colours.srt", Read(6, 22, 0), ""),
    Row("vtt-webvtt-py/styles_colours.vtt", Read(6, 22, 0), ""),
    Row("vtt-webvtt-py/styles_with_comments.vtt", Read(1, 2, 0), ""),
    Row("vtt-webvtt-py/two_captions.sbv", Read(2, 13, 0), ""),
    Row("vtt-webvtt-py/using_identifiers.vtt", Read(6, 18, 0), ""),
    Row("vtt-webvtt-py/youtube_dl.vtt", Read(4, 15, 0), ""),
    Row("whisper-apollo11/apollo11.json", Read(19, 150, 0), ""),
    Row("whisper-apollo11/apollo11.srt", Read(19, 150, 0), ""),
    Row("whisper-apollo11/apollo11.tsv", Read(19, 150, 0), ""),
    Row("whisper-apollo11/apollo11.txt", Read(1, 150, 0), ""),
    Row("whisper-apollo11/apollo11.vtt", Read(19, 150, 0), ""),
];
