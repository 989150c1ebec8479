//! Small files that would become large, or that take long.

use std::fs::File;

use super::Trap;

/// How many parts a bomb has: what grows with the square of it shows in either, and tests without optimisation are slow.
const MANY: usize = if cfg!(debug_assertions) { 8_000 } else { 1_000_000 };

fn page(text: String) -> Trap {
    Trap::new().with("content/b.md", text)
}

/// Each command comes to an end, and says nothing but what is documented.
fn comes_to_an_end(trap: &Trap) {
    for args in [&["build"][..], &["check"], &["permalinks"]] {
        let attempt = trap.attempt(args);
        assert!(
            [Some(0), Some(1)].contains(&attempt.code),
            "{args:?}: {:?} {}",
            attempt.code,
            &attempt.err[..attempt.err.len().min(2000)]
        );
    }
}

#[test]
fn many_headings_turns_and_notes() {
    comes_to_an_end(&page("## Heading\n\n".repeat(MANY)));
    comes_to_an_end(&page((0..MANY).map(|n| format!("**P{n}:** Hello.\n\n")).collect()));
    let notes: String = (0..MANY / 10).map(|n| format!("Words[^{n}].\n\n[^{n}]: Note.\n\n")).collect();
    comes_to_an_end(&page(notes));
}

#[test]
fn deep_markdown() {
    for part in [">", "- ", "* ", "[", "![", "*a", "**a_", "`", "<a", "((", "==", "[^", "|a"] {
        comes_to_an_end(&page(part.repeat(MANY)));
    }
    comes_to_an_end(&page((0..400).map(|n| format!("{}- x\n", "  ".repeat(n))).collect()));
}

#[test]
fn deep_and_wide_settings() {
    let front = |text: String| page(format!("+++\n{text}\n+++\nWords.\n"));
    comes_to_an_end(&front(format!("a = {}", "[".repeat(MANY))));
    comes_to_an_end(&front(format!("a = {}", "{a=".repeat(MANY))));
    comes_to_an_end(&front(format!("{} = 1", vec!["a"; MANY].join("."))));
    comes_to_an_end(&front(format!("[{}]", vec!["a"; MANY].join("."))));
    comes_to_an_end(&front(format!("[extra]\n{} = 1", vec!["a"; MANY].join("."))));
    comes_to_an_end(&front(format!("[extra.{}]", vec!["a"; MANY].join("."))));
    comes_to_an_end(&front((0..MANY / 10).map(|n| format!("k{n} = 1\n")).collect()));
    let tags: Vec<String> = (0..MANY / 10).map(|n| format!("\"tag {n}\"")).collect();
    comes_to_an_end(&front(format!("tags = [{}]", tags.join(","))));
    let trap = Trap::new().with("site.toml", format!("title = \"Trap\"\na = {}", "[".repeat(MANY)));
    trap.every_reader_ends_with(1);
}

/// Nine lines that stand for a thousand million words.
#[test]
fn yaml_that_multiplies() {
    let mut text = "---\ntitle: Bomb\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_string();
    for level in 1..10 {
        let before = vec![format!("*a{}", level - 1); 10].join(",");
        text += &format!("a{level}: &a{level} [{before}]\n");
    }
    comes_to_an_end(&page(format!("{text}tags: *a9\n---\nWords.\n")));
    comes_to_an_end(&page(format!("---\ntags: {}\n---\nWords.\n", "[".repeat(MANY))));
    comes_to_an_end(&page(format!(
        "---\n{}\n---\nWords.\n",
        (0..200).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>()
    )));
}

#[test]
fn files_that_are_too_long_are_refused() {
    for path in [
        "content/b.md",
        "content/a.notes.md",
        "anchors/a.txt",
        "i18n/en.toml",
        "site.toml",
        "themes/default/theme.toml",
    ] {
        let trap = Trap::new().with("content/keep.jpg", "").with(path, "");
        File::create(trap.path(&format!("repository/{path}"))).unwrap().set_len(3 << 30).unwrap();
        trap.is_refused("error[too-large]");
    }
    let trap = Trap::new().with("themes/default/img/x.svg", "");
    File::create(trap.path("repository/themes/default/img/x.svg")).unwrap().set_len(3 << 30).unwrap();
    trap.is_refused("error[too-large]");
}

#[test]
fn words_without_an_end() {
    comes_to_an_end(&page("x".repeat(4 * MANY)));
    comes_to_an_end(&page("语".repeat(4 * MANY)));
    comes_to_an_end(&page("a\u{301}".repeat(4 * MANY)));
    comes_to_an_end(&page("\u{202e}".repeat(4 * MANY)));
    comes_to_an_end(&page(format!("# {}\n", "title ".repeat(MANY))));
}

#[test]
fn templates_without_an_end() {
    let chosen = Trap::new().with("themes/default/templates/a.html", "{% include \"a.html\" %}");
    let trap = chosen.with("themes/default/templates/page.html", "{% include \"a.html\" %}");
    let trap = trap.with("themes/default/templates/transcript.html", "{% include \"a.html\" %}");
    trap.every_reader_that_renders_ends_with(1);
}
