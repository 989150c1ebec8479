//! Archives that come in as they are: levels of problems, harmless HTML, front matter for a whole folder.

use crate::site::Site;

#[test]
fn a_broken_link_of_elsewhere_does_not_stop_a_site() {
    let site =
        Site::new().with("content/old/a.md", "See [this](gone.md) and [that](#nowhere). H(x)==H(y) holds.\n");
    let run = site.build(&["--format", "json"]).expect(0);
    let problems = run.problems();
    assert!(problems.iter().any(|line| line.contains("warning[broken-link]")), "{problems:?}");
    assert!(problems.iter().any(|line| line.contains("warning[broken-anchor]")), "{problems:?}");
    site.postil(&["check"]).expect(0);
    site.postil(&["check", "--deny", "warnings"]).expect(1);
}

#[test]
fn a_site_sets_the_level_of_each_problem_and_a_folder_its_own() {
    let settings =
        "title = \"T\"\n[check]\nbroken-link = \"error\"\n[check.\"old/\"]\nbroken-link = \"allow\"\n";
    let site = Site::new().with("site.toml", settings).with("content/old/a.md", "[x](gone.md)\n");
    let run = site.build(&["--format", "json"]).expect(0);
    assert_eq!(run.problems(), Vec::<String>::new());
    let site = site.with("content/new/a.md", "[x](gone.md)\n");
    let run = site.build(&["--format", "json"]).expect(1);
    assert_eq!(run.problems().len(), 1, "{:?}", run.problems());
    assert!(run.problems()[0].contains("content/new/a.md:1:1: error[broken-link]"), "{:?}", run.problems());
}

#[test]
fn a_strangers_site_cannot_call_its_errors_warnings() {
    let settings = "title = \"T\"\n[check]\nundefined-note = \"allow\"\n";
    let site = Site::new().with("site.toml", settings).with("content/a.md", "Words[^x].\n");
    site.build(&[]).expect(0);
    site.build(&["--untrusted"]).expect(1);
}

#[test]
fn links_lead_to_places_that_html_names() {
    let text = "+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n**Ann:** <a name=\"oath\"></a>I swear<sup>1</sup>, <b>truly</b>.<br>Yes.\n\n\
        **Bo:** See [the oath](#oath), <span id='end'></span>and <i onclick=\"a()\">this</i>.\n";
    let site = Site::new()
        .with("content/a.md", text)
        .with("content/b.md", "[there](a.md#end), [nowhere](a.md#ende)\n");
    let run = site.build(&["--format", "json"]).expect(0);
    let broken: Vec<_> = run.problems().into_iter().filter(|line| line.contains("broken-anchor")).collect();
    assert_eq!(broken.len(), 1, "{broken:?}");
    let page = site.read("public/a/index.html");
    assert!(
        page.contains("<span id=\"oath\"></span>I swear<sup>1</sup>, <strong>truly</strong>.<br>"),
        "{page}"
    );
    assert!(
        page.contains("&lt;i onclick=&quot;a()&quot;&gt;") || page.contains("&lt;i onclick=\"a()\"&gt;"),
        "{page}"
    );
    let copy = site.postil(&["export", "a", "--as", "md"]).expect(0).out;
    assert!(copy.contains("<a id=\"oath\"></a>I swear"), "{copy}");
}

#[test]
fn a_name_that_is_taken_or_given_twice_is_one_place() {
    let text = "<a name=\"part\"></a>Before.\n\n## Part\n\n<a name=\"x\"></a>One <a id=\"x\"></a>two <a id=\"_contents\"></a>three.\n";
    let site = Site::new().with("content/a.md", text);
    site.build(&[]).expect(0);
    let page = site.read("public/a/index.html");
    for id in ["id=\"part\"", "id=\"x\""] {
        assert_eq!(page.matches(id).count(), 1, "{id}");
    }
    assert!(!page.contains("<span id=\"_contents\""), "a part of the page has this name");
}

#[test]
fn what_details_fold_can_be_folded_where_no_turn_begins_in_it() {
    let folded = "<details>\n<summary>Reading list</summary>\n\n- One\n\n</details>\n\nAfter.\n";
    let cut = "+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n**Ann:** Words.\n\n<details>\n<summary>More</summary>\n\nHers.\n\n**Bo:** His.\n\n</details>\n";
    let site = Site::new().with("content/a.md", folded).with("content/b.md", cut);
    site.build(&[]).expect(0);
    let page = site.read("public/a/index.html");
    assert!(page.contains("<details>\n<summary>Reading list</summary>\n<ul>"), "{page}");
    let page = site.read("public/b/index.html");
    assert!(!page.contains("<details>") && page.contains("<p class=\"heading\">More"), "{page}");
}

const FOLDER: &str = "+++\ntitle = \"Kinlaw\"\n[defaults]\nspeakers = [\"Nan\", \"Ines\"]\nlanguage = \"en-GB\"\ndate = \"filename\"\n\
    [defaults.source]\nlicense = \"CC-BY-4.0\"\nlocation = \"Kinlaw Library\"\n+++\n";

#[test]
fn a_folder_has_front_matter_for_the_pages_below_it() {
    let site = Site::new()
        .with("content/kinlaw/_index.md", FOLDER)
        .with("content/kinlaw/2001-05-14-nan.md", "**Nan:** Words.\n\n**Ines:** More.\n")
        .with("content/kinlaw/late/_index.md", "+++\n[defaults]\nlanguage = \"fr\"\n+++\n")
        .with("content/kinlaw/late/own.md", "+++\ndate = 2002-01-02\nspeakers = [\"Cy\"]\n[source]\nlocation = \"At home\"\n+++\n**Cy:** Words.\n");
    let run = site.build(&["--format", "json"]).expect(0);
    assert!(!run.problems().iter().any(|line| line.contains("inferred-speaker")), "{:?}", run.problems());
    let page = site.read("public/kinlaw/2001-05-14-nan/index.html");
    assert!(page.contains("<html lang=\"en-GB\"") && page.contains("datetime=\"2001-05-14\""), "{page}");
    assert!(page.contains("CC-BY-4.0") && page.contains("Kinlaw Library"), "{page}");
    let own = site.read("public/kinlaw/late/own/index.html");
    assert!(own.contains("<html lang=\"fr\"") && own.contains("datetime=\"2002-01-02\""), "{own}");
    assert!(own.contains("CC-BY-4.0") && own.contains("At home") && !own.contains("Kinlaw Library"), "{own}");
}

#[test]
fn a_change_of_the_folders_text_changes_its_pages_when_a_cache_is_kept() {
    let site = Site::new()
        .with("content/kinlaw/_index.md", FOLDER)
        .with("content/kinlaw/a.md", "**Nan:** Words.\n\n**Ines:** More.\n");
    site.build(&["--cache", "kept"]).expect(0);
    site.write("content/kinlaw/_index.md", FOLDER.replace("CC-BY-4.0", "CC0-1.0"));
    site.build(&["--cache", "kept"]).expect(0);
    assert!(site.read("public/kinlaw/a/index.html").contains("CC0-1.0"));
}

#[test]
fn defaults_in_a_page_are_reported() {
    let site = Site::new().with("content/a.md", "+++\n[defaults]\nlanguage = \"fr\"\n+++\nWords.\n");
    let run = site.build(&[]).expect(1);
    assert!(run.err.contains("only the text of a folder has defaults"), "{}", run.err);
}

#[test]
fn a_preview_says_so_and_is_not_indexed() {
    let site =
        Site::new().with("content/a.md", "+++\ndraft = true\n+++\nWords.\n").with("content/b.md", "Words.\n");
    site.build(&["--drafts"]).expect(0);
    for page in ["a", "b"] {
        let page = site.read(&format!("public/{page}/index.html"));
        assert!(
            page.contains("<meta name=\"robots\" content=\"noindex\">") && page.contains("preview-badge"),
            "{page}"
        );
    }
    site.build(&[]).expect(0);
    assert!(!site.read("public/b/index.html").contains("preview-badge"));
}
