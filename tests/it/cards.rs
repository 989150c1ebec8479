//! Cards: drawn with the fonts that a site names, and with nothing of the machine.

use std::path::PathBuf;

use crate::site::Site;

/// Some font of this machine, to be copied into a site.
fn font() -> Option<PathBuf> {
    fonts().into_iter().next()
}

/// Those of this machine that have Latin letters, by their names.
fn fonts() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from("/usr/share/fonts"), PathBuf::from("/Library/Fonts")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            match path.is_dir() {
                true => folders.push(path),
                false if name.contains("Sans") && name.ends_with(".ttf") && !name.contains("Noto") => {
                    found.push(path);
                }
                false => {}
            }
        }
    }
    found.sort();
    found
}

fn site(cards: &str) -> Site {
    let site = Site::new()
        .with("site.toml", format!("title = \"Test\"\nbase_url = \"https://example.org/\"\n{cards}"));
    let text = "**Ann:** Words.\n\n**Bo:** More.\n\n**Ann:** End.\n";
    site.with(
        "content/talks/latin.md",
        format!("+++\ntitle = \"On {}\"\n+++\n{text}", "very long titles ".repeat(30)),
    )
    .with("content/talks/hebrew.md", format!("+++\ntitle = \"שלום\"\nlanguage = \"he\"\n+++\n{text}"))
    .with("content/page.md", "An ordinary page.")
}

/// The pixels of the first row of a picture.
fn first_row(picture: &[u8]) -> Vec<u8> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(picture)).read_info().expect("a picture");
    reader.next_row().expect("a row").expect("a row").data().to_vec()
}

#[test]
fn a_transcript_has_a_card_with_the_sites_own_font() {
    let Some(font) = font() else { return };
    let site = site("[cards]\nfonts = [\"fonts/a.ttf\"]\n").with("fonts/a.ttf", std::fs::read(font).unwrap());
    site.build(&[]).expect(0);
    let cards: Vec<String> = site.files("public").into_iter().filter(|path| path.ends_with(".png")).collect();
    let with_hebrew = ["talks/hebrew/card.png", "talks/latin/card.png"];
    assert!(cards == with_hebrew || cards == with_hebrew[1..], "none for a page without speakers: {cards:?}");
    if cards.len() == 2 {
        let edges = |path: &str| {
            let row = first_row(&std::fs::read(site.path(&format!("public/{path}"))).unwrap());
            (row[..3].to_vec(), row[row.len() - 3..].to_vec())
        };
        let ((start, end), (mirrored_start, mirrored_end)) = (edges(with_hebrew[1]), edges(with_hebrew[0]));
        assert_eq!((start, end), (mirrored_end, mirrored_start), "a page that runs to the left is mirrored");
    }
    let bytes = std::fs::read(site.path("public/talks/latin/card.png")).unwrap();
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!((&bytes[..4], number(16), number(20)), (&b"\x89PNG"[..], 1200, 630));
    let page = site.read("public/talks/latin/index.html");
    assert!(
        page.contains("property=\"og:image\" content=\"https://example.org/talks/latin/card.png\""),
        "{page}"
    );
    assert!(page.contains("content=\"summary_large_image\""));
    assert!(!site.files("public").iter().any(|path| path.starts_with("fonts/")), "the font is not published");
}

/// Whatever a card is made of: once that has changed, the card that was remembered is not shown.
#[test]
fn a_remembered_card_is_never_an_old_one() {
    let fonts = fonts();
    let [first, .., other] = &fonts[..] else { return };
    let font = |path: &PathBuf| std::fs::read(path).unwrap();
    let config = |title: &str, name: &str, theme: &str| {
        let site = format!("title = \"{title}\"\n[cards]\nfonts = [\"a.ttf\"]\n{theme}");
        Vec::from(format!("{site}[people.ann]\nname = \"{name}\"\n"))
    };
    let talk = |title: &str, more: &str| {
        Vec::from(format!("+++\ntitle = \"{title}\"\n{more}+++\n\n**ann:** Words.\n\n**Bo:** More.\n"))
    };
    let site = Site::new()
        .with("content/talk.md", talk("Words", ""))
        .with("site.toml", config("Test", "Ann Lee", ""))
        .with("a.ttf", font(first));
    let card = |flags: &[&str]| {
        site.build(flags).expect(0);
        std::fs::read(site.path("public/talk/card.png")).unwrap()
    };
    let mut before = card(&["--cache", "kept"]);
    for (path, bytes) in [
        ("content/talk.md", talk("Other words", "")),
        ("content/talk.md", talk("Other words", "summary = \"What is said.\"\n")),
        ("site.toml", config("Trial", "Ann Lee", "")),
        ("site.toml", config("Trial", "Ann Li", "")),
        ("site.toml", config("Trial", "Ann Li", "[theme]\naccent = \"#ff0000\"\n")),
        ("a.ttf", font(other)),
    ] {
        site.write(path, &bytes);
        let kept = card(&["--cache", "kept"]);
        assert!(kept == card(&[]), "{path}: not what a clean build draws");
        assert!(kept != before, "{path}: the change is not seen");
        before = kept;
    }
}

#[test]
fn without_fonts_there_are_no_cards() {
    let site = site("");
    site.build(&[]).expect(0);
    assert!(!site.files("public").iter().any(|path| path.ends_with(".png")));
    assert!(!site.read("public/talks/latin/index.html").contains("og:image"));
}

#[test]
fn a_file_that_is_no_font_is_an_error_in_its_place() {
    let site =
        site("[cards]\nfonts = [\"a.ttf\", \"missing.ttf\", \"../out.ttf\"]\n").with("a.ttf", "no font");
    let problems = site.postil(&["check", "--format", "json"]).problems().join("\n");
    for (place, message) in [
        ("4:10", "`a.ttf` is not a font that can be read"),
        ("4:19", "there is no font `missing.ttf` in the site"),
        ("4:34", "`../out.ttf` cannot be a font: it must be the path of a file in the site"),
    ] {
        assert!(problems.contains(&format!("site.toml:{place}: error[bad-value]: {message}")), "{problems}");
    }
}
