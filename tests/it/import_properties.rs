//! What holds for every file, however broken.

use std::time::{Duration, Instant};

use postil::import::{Choices, Format, Imported, Input, import};
use proptest::prelude::*;

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
    ]);
    let text = prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat().into_bytes());
    prop_oneof![4 => text, 1 => prop::collection::vec(any::<u8>(), 0..300)]
}

fn read(bytes: Vec<u8>, format: Option<Format>) -> Option<Imported> {
    let input = Input { name: "a".into(), bytes };
    import(&input, &[], &Choices { format, ..Choices::default() }).ok()
}

fn formats() -> impl Strategy<Value = Option<Format>> {
    prop::option::of(prop::sample::select(Format::ALL.to_vec()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn no_file_breaks_a_reader_and_no_word_goes_missing(bytes in pieces(), format in formats()) {
        if let Some(imported) = read(bytes, format) {
            let (found, written) = (&imported.report.found, &imported.report.written);
            prop_assert_eq!(found.words, written.words + found.repeated + found.names, "{}", imported.text);
            prop_assert!(imported.text.starts_with("+++\n"));
        }
    }
}

/// A file of one piece a hundred thousand times costs no more than its length.
#[test]
fn no_file_takes_long() {
    for piece in [
        "<",
        "<v ",
        "&",
        "{\\",
        "[",
        ">> a\n",
        "- a\n",
        "a: b\n",
        "00:01.000 --> 00:02.000\na\n\n",
        "(",
        "a. ",
        "\n",
        "<p>",
        "\"",
    ] {
        for format in Format::ALL {
            let start = Instant::now();
            read(
                format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{}", piece.repeat(40_000)).into_bytes(),
                Some(*format),
            );
            let took = start.elapsed();
            assert!(took < Duration::from_secs(20), "{piece:?} as {} took {took:?}", format.id());
        }
    }
}
