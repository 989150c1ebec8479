//! Office documents: what becomes of their parts, and what is refused.

use std::fs;
use std::io::{Cursor, Write};

use postil::formats::{Choices, Imported, Input, Renaming, import};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::import_formats::samples;

fn read(name: &str, renamings: Vec<Renaming>) -> Imported {
    let input = Input { name: name.into(), bytes: fs::read(samples().join(name)).unwrap() };
    import(&input, &[], &Choices { renamings, ..Choices::default() }).unwrap()
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn refusal(bytes: Vec<u8>) -> String {
    let input = Input { name: "a.docx".into(), bytes };
    import(&input, &[], &Choices::default()).unwrap_err().to_string()
}

#[test]
fn footnotes_and_comments_are_notes_on_their_words() {
    let page = read("bold.docx", Vec::new()).text;
    for part in [
        "title = \"A visit\"",
        "## Arrival",
        "**Ann Lee:** Good ==morning==[^1], Senator.",
        "Thank you for *coming*.",
        "[^1]: {by=\"Cy Moor\"} It was noon.",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    for name in ["pandoc.docx", "pandoc.odt"] {
        let page = read(name, Vec::new()).text;
        for part in ["Senator.[^1]", "[^1]: Senator Ray.", "*coming*", "[Friday](https://example.org/)"] {
            assert!(page.contains(part), "{name}: {part}\n{page}");
        }
    }
    let page = read("bold.odt", Vec::new()).text;
    assert!(page.contains("[^1]: {by=\"Cy Moor\"} It was noon."), "{page}");
}

#[test]
fn speakers_of_documents_are_renamed() {
    let rename = |old: &str, new: &str| Renaming { old: old.into(), new: new.into() };
    let imported = read("otter.docx", vec![rename("Bo Ray", "Bo Raymond"), rename("Zoe", "Z")]);
    assert!(imported.text.contains("speakers = [\"Ann Lee\", \"Bo Raymond\"]"), "{}", imported.text);
    assert!(imported.text.contains("**Bo Raymond:** [0:02] Thank you"), "{}", imported.text);
    assert_eq!(imported.report.unmatched, ["Zoe"]);
    assert_eq!(imported.report.left_out.count("comments"), 1, "the line of the service is counted");
    assert!(imported.text.contains("title = \"Otter\""), "{}", imported.text);
}

#[test]
fn text_in_which_nobody_is_named_is_a_page_too() {
    let body = "<w:p><w:r><w:t>It was a long winter.</w:t></w:r></w:p>";
    let imported = word_page(body);
    assert!(imported.text.ends_with("\nIt was a long winter.\n"), "{}", imported.text);
}

#[test]
fn archives_that_are_no_documents_are_named() {
    assert!(refusal(archive(&[("xl/workbook.xml", b"")])).starts_with("this is an Excel workbook"));
    assert!(refusal(archive(&[("a.txt", b"Ann: yes")])).starts_with("this is a compressed archive"));
    assert!(
        refusal(b"PK\x03\x04 and nothing".to_vec()).starts_with("this is an archive that cannot be read")
    );
    assert!(refusal(b"\xd0\xcf\x11\xe0\xa1".to_vec()).contains("save it as .docx"));
}

#[test]
fn document_that_unpacks_to_too_much_is_refused() {
    let bomb = archive(&[("word/document.xml", &vec![b' '; (64 << 20) + 1])]);
    assert!(bomb.len() < 1 << 20, "it is small while it is packed");
    assert!(refusal(bomb).contains("unpacks to more than 64 MiB"));
}

#[test]
fn entities_that_a_document_declares_are_not_resolved() {
    let document = "<!DOCTYPE d [<!ENTITY a 'boom'><!ENTITY b '&a;&a;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>\
        <w:document><w:p><w:r><w:t>Ann &b; &f; Lee</w:t></w:r></w:p></w:document>";
    let input =
        Input { name: "a.docx".into(), bytes: archive(&[("word/document.xml", document.as_bytes())]) };
    let text = import(&input, &[], &Choices::default()).unwrap().text;
    assert!(!text.contains("boom") && !text.contains("root:"), "{text}");
}

/// A page made of a Word document with this body.
fn word_page(body: &str) -> Imported {
    let document = format!("<?xml version=\"1.0\"?><w:document><w:body>{body}</w:body></w:document>");
    let input =
        Input { name: "a.docx".into(), bytes: archive(&[("word/document.xml", document.as_bytes())]) };
    import(&input, &[], &Choices::default()).unwrap()
}

#[test]
fn words_that_word_shows_once_are_there_once_and_hidden_ones_are_reported() {
    let run = |words: &str| format!("<w:r><w:t>{words}</w:t></w:r>");
    let body = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>\
         <w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>{}</w:p>",
        run("One "),
        run("two "),
        run("two "),
        run("three "),
        run("three "),
        run("four.")
    );
    let imported = word_page(&body);
    assert!(imported.text.ends_with("\nOne two three four.\n"), "{}", imported.text);
    assert_eq!(imported.report.left_out.count("hidden words"), 1);
}

#[test]
fn hyphens_and_readings_of_word_are_kept() {
    let body = "<w:p><w:r><w:t>Jean</w:t><w:noBreakHyphen/><w:t>Luc </w:t></w:r>\
                <w:ruby><w:rt><w:r><w:t>なが</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>長</w:t></w:r></w:rubyBase></w:ruby></w:p>";
    let text = word_page(body).text;
    assert!(text.ends_with("\nJean\u{2011}Luc 長（なが）\n"), "{text}");
}
