//! What holds for every file, however broken.

use std::fs;
use std::time::{Duration, Instant};

use postil::formats::{Choices, FORMATS, Format, Imported, Input, format_by_id, import};
use proptest::prelude::*;

use crate::import_formats::samples;

/// Pieces that mean something to some reader, put together at random.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "WEBVTT",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "NOTE ",
        "STYLE",
        "00:01.000 --> 00:02.500",
        "00:00:01,5 --> x",
        "0:00:00.599,0:00:04.160",
        "-->",
        "1\n",
        "<v Ann>",
        "</v>",
        "<i>",
        "</i>",
        "<c.x>",
        "<00:01.000>",
        "&amp;",
        "&#39;",
        "&",
        ">> ",
        ">> ANN: ",
        "Ann: ",
        "- ",
        "[00:00:00:05]",
        "[-00:00:00:05]",
        "_note: ",
        "_page : 3",
        "[glossary:AGS|x]",
        "timestamp,speaker,words,tags",
        "start\tend\ttext",
        ",",
        ";",
        "\t",
        "\"",
        "{\"segments\": [",
        "{\"start\": 1, \"end\": 2, \"text\": \"a\"}",
        "{\"chunks\": []}",
        "]}",
        "[",
        "]",
        "<cite>Ann:</cite>",
        "<time>0:01</time>",
        "<p>",
        "</p>",
        "<!--",
        "(0:12)",
        "[0.00 → 4.90]",
        "Lenny (00:12):",
        "问：",
        "好。",
        "é",
        "\u{202e}",
        "\u{feff}",
        "\0",
        "🎙",
        " ",
        "word",
        "Mr.",
        "# ",
        "**",
        "99999999999:99:99.999",
        "<TEI>",
        "<text>",
        "<u who='#a' start='#T1'>",
        "</u>",
        "<seg xml:id='s'>",
        "</seg>",
        "<note target='#s'>",
        "<note>",
        "</note>",
        "<anchor synch='#T1'/>",
        "<when xml:id='T1' interval='2'/>",
        "<head>",
        "</head>",
        "<div>",
        "<w>",
        "<ROOT><record>",
        "<transcript>",
        "</transcript>",
        "<sync>1:|1(2)|9(9)</sync>",
        "[[footnote]]1[[/footnote]]",
        "[[footnotes]][[note]]x[[/note]]",
        "<point><time>3</time><title>t</title></point>",
        "<annotation ref=\"1\">x</annotation>",
        "NOTE\nANNOTATIONS BEGIN",
        "<c.1>",
    ]);
    let text = prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat().into_bytes());
    prop_oneof![4 => text, 1 => prop::collection::vec(any::<u8>(), 0..300)]
}

fn read(bytes: Vec<u8>, format: Option<&'static Format>) -> Option<Imported> {
    let input = Input { name: "a".into(), bytes };
    import(&input, &[], &Choices { format, ..Choices::default() }).ok()
}

fn formats() -> impl Strategy<Value = Option<&'static Format>> {
    prop::option::of(prop::sample::select(FORMATS.to_vec()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn no_file_breaks_a_reader_and_no_word_goes_missing(bytes in pieces(), format in formats()) {
        if let Some(imported) = read(bytes, format) {
            let (found, written) = (&imported.report.found, &imported.report.written);
            prop_assert_eq!(found.words, written.words + found.repeated + found.names, "{}", imported.text);
            prop_assert!(imported.text.starts_with(['+', '-']));
        }
    }
}

/// A sample of some format, damaged: a part is gone or there twice, a byte is another, a value is none.
fn damaged() -> impl Strategy<Value = (String, Vec<u8>)> {
    let files: Vec<(String, Vec<u8>)> = fs::read_dir(samples())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap()))
        .collect();
    let change = (any::<prop::sample::Index>(), 0..60_usize, 0..8_u8, any::<u8>());
    (prop::sample::select(files), prop::collection::vec(change, 1..4)).prop_map(
        |((name, mut bytes), changes)| {
            for (place, length, kind, byte) in changes {
                let from = place.index(bytes.len().max(1)).min(bytes.len());
                let to = (from + length).min(bytes.len());
                match kind {
                    0 => bytes.truncate(from),
                    1 => drop(bytes.drain(from..to)),
                    2 => {
                        let part = bytes[from..to].to_vec();
                        bytes.splice(from..from, part);
                    }
                    3 => bytes.iter_mut().skip(from).take(1).for_each(|old| *old = byte),
                    4 => drop(bytes.splice(from..to, *b"null")),
                    5 => drop(bytes.splice(from..to, *b"NaN")),
                    6 => drop(bytes.splice(from..to, *b"99999999999999999999")),
                    _ => drop(bytes.splice(from..to, *b"\"\"")),
                }
            }
            (name, bytes)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6000))]

    #[test]
    fn no_damage_breaks_a_reader((name, bytes) in damaged(), format in formats()) {
        for format in [None, format] {
            let input = Input { name: name.clone(), bytes: bytes.clone() };
            if let Ok(imported) = import(&input, &[], &Choices { format, ..Choices::default() }) {
                let (found, written) = (&imported.report.found, &imported.report.written);
                prop_assert_eq!(found.words, written.words + found.repeated + found.names, "{}", imported.text);
            }
        }
    }
}

/// A file costs what its length costs, whether it says one thing many times or many things once.
#[test]
fn no_file_takes_long() {
    for piece in PIECES {
        let text: String = (0..MANY).map(|at| piece.replace('#', &at.to_string())).collect();
        let text = format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{text}");
        // What is no JSON is refused as JSON at once.
        let formats = FORMATS.iter().filter(|format| format.extensions != ["json"]);
        formats.for_each(|format| is_quick(&text, piece, format));
    }
}

/// So many that the square of it takes too long.
const MANY: usize = 6_000;

/// A number takes the place of `#`.
const PIECES: [&str; 24] = [
    "<",
    "<v ",
    "&",
    "{\\",
    "[",
    ">> a\n",
    ">> A#: b\n",
    "- a\n",
    "a: b\n",
    "Name #: b\n\n",
    "00:01.000 --> 00:02.000\na\n\n",
    "00:01.000 --> 00:02.000\n<v A#>a\n\n",
    "00:01.000 --> 00:02.000\n<c.#>a</c>\n\nNOTE <annotation ref='#'>x</annotation>\n\n",
    "(",
    "a. ",
    "\n",
    "<p>",
    "<p><cite>A#</cite>a</p>",
    "\"",
    "<u>",
    "<text><u who='#'>a</u></text>",
    "<text><u who='#'><seg xml:id='#'>a</seg></u><note target='##'>b</note>",
    "<point><time>#</time><title>a</title></point>",
    "[[footnote]]#[[/footnote]] a ",
];

fn is_quick(text: &str, piece: &str, format: &'static Format) {
    let start = Instant::now();
    read(text.as_bytes().to_vec(), Some(format));
    let took = start.elapsed();
    // What grows with the square of the length takes minutes; a busy machine a few seconds.
    assert!(took < Duration::from_secs(60), "{piece:?} as {} took {took:?}", format.id);
}

/// So does a file with its own sort of structure, of everything something else each time.
#[test]
fn whatever_is_different_each_time_takes_no_longer() {
    let many = |piece: &str| (0..MANY).map(|at| piece.replace('#', &at.to_string())).collect::<String>();
    let rows = many("#,A#,words #,tag #\n");
    let segments = many("{\"start\": #, \"end\": #, \"text\": \"a\", \"speaker\": \"A#\"},");
    let people =
        many("<person xml:id='p#'><persName>P #</persName></person><when xml:id='t#' interval='1'/>");
    let said = many("<u who='@p#' start='@t#'><seg xml:id='s#'>a #</seg></u><note target='@s#'>n #</note>");
    let files = [
        ("table", format!("start,speaker,words,tags\n{rows}")),
        ("whisper", format!("{{\"segments\": [{}{{}}]}}", segments)),
        ("tei", format!("<TEI><teiHeader>{people}</teiHeader><text>{}</text></TEI>", said.replace('@', "#"))),
        ("spacelog", many("[00:00:00:01]\nA#: a [glossary:g#|g]\n_note: n #\n")),
        ("srt", many("#\n00:00:01,000 --> 00:00:02,000\n>> A#: a\n\n")),
    ];
    for (format, text) in files {
        is_quick(&text, "a whole file", format_by_id(format).expect("it is in the registry"));
    }
}
