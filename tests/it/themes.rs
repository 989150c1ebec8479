//! Themes: what they build on, what a site sets in them, and what their templates may rely on.

use crate::site::Site;

/// The text of the style sheet that the page `a` loads; it begins with what is made of the settings.
fn settings(site: &Site) -> String {
    let page = site.read("public/a/index.html");
    let (_, rest) = page.split_once("<link rel=\"stylesheet\" href=\"../assets/").expect("a style sheet");
    let name = rest.split('"').next().unwrap_or_default();
    site.read(&format!("public/assets/{name}"))
}

fn built(theme: &str) -> Site {
    let site = Site::new().with("site.toml", format!("title = \"Test\"\n{theme}"));
    let site = site.with("content/a.md", "## One\n\n**Ann:** Words[^a].\n\n**Bo:** More[^b].\n\n## Two\n\n**Ann:** End.\n\n[^a]: First.\n\n[^b]: Second.\n");
    let site = site.with("static/logo.svg", "<svg/>");
    site.with(
        "themes/mine/theme.toml",
        "extends = \"edition\"\n[settings.motto]\ntype = \"text\"\ndefault = \"Festina lente\"\n",
    )
    .with("themes/mine/templates/404.html", "{{ theme.motto }} {{ theme.numbers }} {{ t.home }}")
}

#[test]
fn what_a_site_sets_comes_out_in_styles_and_templates() {
    let site = built(
        "[theme]\naccent = { light = \"#205080\", dark = \"#80b0E0\" }\nwidth = \"40rem\"\nlogo = \"logo.svg\"\n",
    );
    site.build(&[]).expect(0);
    let styles = settings(&site);
    assert!(styles.contains("  --accent: light-dark(#205080, #80b0e0);\n"), "{styles}");
    assert!(styles.contains("  --width: 40rem;\n") && styles.contains("  --text-font: "), "{styles}");
    assert!(site.read("public/a/index.html").contains("<img src=\"../logo.svg\" alt=\"Test\">"));
}

#[test]
fn a_theme_has_the_files_and_settings_of_those_it_builds_on() {
    let site = built("[theme]\nname = \"mine\"\nmotto = \"Make haste\"\nnumbers = \"fifth\"\n");
    site.build(&[]).expect(0);
    assert_eq!(site.read("public/404.html"), "Make haste fifth Home");
    assert!(
        site.read("public/a/index.html")
            .contains("<body class=\"edition kind-transcript\" data-numbers=\"fifth\"")
    );
    let unset = built("theme = \"mine\"\n");
    unset.build(&[]).expect(0);
    assert_eq!(unset.read("public/404.html"), "Festina lente all Home");
}

#[test]
fn an_edition_sets_notes_at_the_foot_of_their_section() {
    let site = built("theme = \"edition\"\n");
    site.build(&[]).expect(0);
    let page = site.read("public/a/index.html");
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words} in {page}"));
    let places = [at("More"), at("<div class=\"apparatus\">"), at("First."), at("Second."), at("id=\"two\"")];
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(page.matches("class=\"apparatus\"").count(), 1, "a section without notes has no apparatus");
}

#[test]
fn a_theme_that_builds_on_itself_ends_somewhere() {
    let site = built("theme = \"mine\"\n").with("themes/mine/theme.toml", "extends = \"other\"\n");
    let site = site.with("themes/other/theme.toml", "extends = \"mine\"\n");
    site.write("themes/mine/templates/404.html", "{{ t.home }}");
    site.build(&[]).expect(0);
}

#[test]
fn any_file_of_a_theme_can_be_replaced() {
    let site = built("theme = \"edition\"\n")
        .with("themes/default/templates/search-form.html", "mine")
        .with("themes/edition/css/edition.css", "p { color: red }");
    site.build(&[]).expect(0);
    assert!(site.read("public/a/index.html").contains("mine"), "a file of the theme that it builds on");
    let style = settings(&site);
    assert!(style.contains("\np { color: red }\n"), "{style}");
}

#[test]
fn a_page_loads_one_style_sheet_and_one_script_and_nothing_else_is_published() {
    let site = built("[search]\nenabled = false\n").with("themes/default/js/spare.js", "spare");
    site.build(&[]).expect(0);
    let page = site.read("public/a/index.html");
    assert_eq!(page.matches("rel=\"stylesheet\"").count(), 1, "{page}");
    // The second script runs before the page is drawn.
    assert_eq!(page.matches("<script defer ").count(), 1, "{page}");
    assert_eq!(page.matches("<script src=").count(), 1, "{page}");
    let pages: String =
        ["a/index.html", "index.html", "404.html"].map(|page| site.read(&format!("public/{page}"))).concat();
    let all: String = site
        .files("public")
        .iter()
        .filter(|file| file.ends_with(".html"))
        .map(|file| site.read(&format!("public/{file}")))
        .collect();
    for file in site.files("public/assets") {
        assert!(pages.contains(&file) || all.contains(&file), "no page loads {file}");
    }
}

#[test]
fn what_only_scripts_use_comes_once_with_the_script_of_each_language() {
    let turns = "**Ann:** Words.\n\n**Bo:** More.\n";
    let mut site = Site::new();
    for (name, language) in [("a", "en"), ("b", "en"), ("c", "de")] {
        let front = format!("+++\nlanguage = \"{language}\"\nkind = \"transcript\"\n+++\n");
        site = site.with(&format!("content/{name}.md"), front + turns);
    }
    site.build(&[]).expect(0);
    let [a, b, c] = ["a", "b", "c"].map(|name| {
        let page = site.read(&format!("public/{name}/index.html"));
        assert!(!page.contains("<dialog") && !page.contains("data-results"), "{page}");
        let script = page.split("<script defer src=\"../").nth(1).expect("a script");
        script.split('"').next().expect("an address").to_string()
    });
    assert!(a == b && a != c, "{a} {b} {c}");
    let script = |path: &str| site.read(&format!("public/{path}"));
    assert!(script(&a).contains("Next and previous turn") && !script(&c).contains("Next and previous turn"));
}

#[test]
fn a_bundle_that_names_a_missing_file_is_reported_in_its_place() {
    let site = built("theme = \"mine\"\n");
    site.write("themes/mine/js/turns.bundle", "# Turns.\nwrods.js\n");
    let run = site.build(&[]).expect(1);
    assert!(run.err.contains("the theme has no file `js/wrods.js`"), "{}", run.err);
    assert!(run.err.contains("themes/mine/js/turns.bundle:2:1"), "{}", run.err);
}

#[test]
fn a_template_builds_on_the_one_that_it_replaces_through_every_layer() {
    let site = Site::empty()
        .with("site.toml", "title = \"Test\"\ntheme = \"upper\"\n")
        .with("content/a.md", "# A\n\nText.\n")
        .with("themes/lower/theme.toml", "extends = \"default\"\n")
        .with(
            "themes/lower/templates/404.html",
            "{% extends \"parent:404.html\" %}{% block title %}lower {{ super() }}{% endblock %}",
        )
        .with("themes/upper/theme.toml", "extends = \"lower\"\n")
        .with(
            "themes/upper/templates/404.html",
            "{% extends \"parent:404.html\" %}{% block title %}upper {{ super() }}{% endblock %}",
        );
    site.build(&[]).expect(0);
    assert!(site.read("public/404.html").contains("<title>upper lower Page not found"));
}

#[test]
fn a_page_may_ask_for_a_template_of_its_own() {
    let site = Site::empty()
        .with("site.toml", "title = \"Talks\"\n")
        .with("themes/default/templates/bare.html", "<p>{{ heading }}</p>")
        .with("content/a.md", "+++\ntitle = \"A & B\"\ntemplate = \"bare.html\"\n+++\n\nText.\n");
    site.build(&[]).expect(0);
    assert_eq!(site.read("public/a/index.html").trim(), "<p>A &amp; B</p>");
    let run = site.with("content/a.md", "+++\ntemplate = \"bar.html\"\n+++\n\nText.\n").build(&[]).expect(1);
    assert!(
        run.err.contains("there is no template `bar.html`") && run.err.contains("bare.html"),
        "{}",
        run.err
    );
}

#[test]
fn the_colours_of_every_theme_that_comes_with_postil_can_be_read() {
    for name in ["default", "edition", "studio"] {
        let path = format!("{}/themes/{name}/theme.toml", env!("CARGO_MANIFEST_DIR"));
        let theme: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
        let mut chosen = format!("[theme]\nname = \"{name}\"\n");
        for colour in ["paper", "ink", "accent"] {
            let shades = &theme["settings"][colour]["default"];
            chosen += &format!("{colour} = {{ light = {}, dark = {} }}\n", shades["light"], shades["dark"]);
        }
        let said = built(&chosen).build(&[]).expect(0).err;
        assert!(!said.contains("low-contrast"), "{name}: {said}");
    }
}

#[test]
fn every_theme_has_the_places_for_additions_of_a_site() {
    const HOOKS: [&str; 5] = ["head", "header", "footer", "before-text", "after-text"];
    for theme in ["default", "edition", "studio"] {
        let site = built(&format!("theme = \"{theme}\"\n")).with("content/about.md", "# About\n\nText.\n");
        for hook in HOOKS {
            site.write(&format!("themes/{theme}/templates/hook-{hook}.html"), format!("<!-- my {hook} -->"));
        }
        site.build(&[]).expect(0);
        for path in ["a", "about"] {
            let page = site.read(&format!("public/{path}/index.html"));
            let places = HOOKS.map(|hook| page.matches(&format!("<!-- my {hook} -->")).count());
            assert_eq!(places, [1; 5], "{theme}: {HOOKS:?} on /{path}/");
        }
    }
}

#[test]
fn no_theme_shows_data_in_the_place_of_words() {
    for theme in ["default", "edition", "studio"] {
        let site = built(&format!("theme = \"{theme}\"\n")).with("content/talks/_index.md", "# Talks\n");
        let site = site.with(
            "content/talks/b.md",
            "+++\ndate = 2001-02-03\n+++\n# B\n\n**Ann:** ==Words==.\n\n**Bo:** More.\n",
        );
        site.build(&[]).expect(0);
        for path in site.files("public").iter().filter(|path| path.ends_with(".html")) {
            let page = site.read(&format!("public/{path}"));
            assert!(!page.contains("{&quot;") && !page.contains("[object"), "{theme}: {path}: {page}");
        }
    }
}

#[test]
fn templates_see_what_pages_folders_and_the_site_set_themselves() {
    let site = built("theme = \"mine\"\n[extra]\nregion = \"North\"\n")
        .with(
            "themes/mine/theme.toml",
            "[extra.mood]\ntype = \"choice\"\nchoices = [\"calm\", \"loud\"]\ndefault = \"calm\"\n",
        )
        .with("themes/mine/templates/404.html", "{{ page.extra.region }} {{ site.extra.region }}")
        .with(
            "themes/mine/templates/hook-before-text.html",
            "<p>{{ page.extra.mood }}, {{ page.extra.region }}{% if page.extra.reel %}, reel {{ page.extra.reel.number }}{% endif %}</p>",
        )
        .with("content/tapes/_index.md", "+++\ntitle = \"Tapes\"\n[defaults.extra]\nregion = \"West <3\"\n+++\n")
        .with(
            "content/tapes/one.md",
            "+++\ntitle = \"One\"\n[extra]\nmood = \"loud\"\nreel = { number = 7, side = \"B\" }\n+++\nWords.\n",
        )
        .with("content/tapes/two.md", "Words.\n");
    site.build(&[]).expect(0);
    assert!(site.read("public/tapes/one/index.html").contains("<p>loud, West &lt;3, reel 7</p>"));
    assert!(site.read("public/tapes/two/index.html").contains("<p>calm, West &lt;3</p>"));
    assert!(site.read("public/a/index.html").contains("<p>calm, North</p>"));
    assert_eq!(site.read("public/404.html"), "North North");
}
