//! Cards: drawn with the fonts that a site names, and with nothing of the machine.

use std::path::PathBuf;

use crate::site::Site;

/// Some font of this machine, to be copied into a site.
fn font() -> Option<PathBuf> {
    let mut folders = vec![PathBuf::from("/usr/share/fonts"), PathBuf::from("/Library/Fonts")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            match path.is_dir() {
                true => folders.push(path),
                false if name.contains("Sans") && name.ends_with(".ttf") && !name.contains("Noto") => {
                    return Some(path);
                }
                false => {}
            }
        }
    }
    None
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

#[test]
fn a_transcript_has_a_card_with_the_sites_own_font() {
    let Some(font) = font() else { return };
    let site = site("[cards]\nfonts = [\"fonts/a.ttf\"]\n").with("fonts/a.ttf", std::fs::read(font).unwrap());
    site.build(&[]).expect(0);
    let cards: Vec<String> = site.files("public").into_iter().filter(|path| path.ends_with(".png")).collect();
    assert_eq!(
        cards,
        ["talks/latin/card.png"],
        "no card for what cannot be set, nor for a page without speakers"
    );
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
