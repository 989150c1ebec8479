//! The gallery of themes.

use crate::site::Site;

#[test]
fn gallery_shows_the_site_in_every_theme() {
    let site = Site::new()
        .with("site.toml", "title = \"T\"\n[theme]\nname = \"paper\"\naccent = \"#205080\"\n")
        .with("themes/paper/theme.toml", "extends = \"default\"\n")
        .with("content/talks/a b.md", "**Ann Lee:** Hello.[^a]\n\n**Bo Ray:** Hello.\n\n[^a]: A note.\n");
    let run = site.postil(&["theme", "gallery", "gallery"]).expect(0);
    assert!(run.out.contains("default, edition, paper, studio"), "{}", run.out);
    let page = site.read("gallery/index.html");
    for theme in ["default", "edition", "paper", "studio"] {
        assert!(page.contains(&format!("src=\"{theme}/index.html\"")), "{page}");
        let shown = page.split(&format!("src=\"{theme}/talks/")).nth(1).expect("a transcript");
        let path = shown.split('"').next().unwrap().replace("%20", " ");
        assert!(site.read(&format!("gallery/{theme}/talks/{path}")).contains("A note."));
    }
    assert!(site.read("gallery/edition/index.html").contains("class=\"edition kind-home\""));
}

#[test]
fn gallery_of_a_site_with_errors_is_not_written() {
    let site = Site::new().with("site.toml", "title = 1\n").with("content/a.md", "# A\n");
    let run = site.postil(&["theme", "gallery", "gallery"]).expect(1);
    assert!(run.err.contains("site.toml:1:9") && run.err.contains("nothing was written"), "{}", run.err);
    assert!(!site.path("gallery").exists());
}
