//! The complete theme of the manual's page for designers, made as that page says and used on a page of each kind.

use crate::site::Site;

/// The lines that the whole theme may have.
const LINES: usize = 60;

/// Pages of a small site, one of each kind, and words of each.
const PAGES: [(&str, &str); 19] = [
    ("", "Talks by the sea"),
    ("talks/", "Salt and bread"),
    ("talks/salt/", "Salt is not dried"),
    ("about/", "Who we are"),
    ("people/", "Ann Moor"),
    ("people/ann/", "In their words"),
    ("topics/", "Fish"),
    ("topics/fish/", "Salt and bread"),
    ("quotes/", "Salt is not dried"),
    ("archive/", "2019"),
    ("notes/", "In the North Sea"),
    ("notes/by/", "Bo"),
    ("notes/dates/", "2020"),
    ("notes/sources/", "example.org"),
    ("registers/", "Kinlaw"),
    ("registers/places/kinlaw/", "Salt and bread"),
    ("sources/", "The Salt Book"),
    ("search/", "Search"),
    ("talks/salt/zh/", "盐"),
];

fn site() -> Site {
    Site::empty()
        .with(
            "site.toml",
            "title = \"Talks by the sea\"\ntheme = \"gazette\"\n[people.ann]\nname = \"Ann Moor\"\naliases = [\"Ann\"]\n\
             [people.bo]\nname = \"Bo\"\n[tags.fish]\nlabel = \"Fish\"\n[registers.places.kinlaw]\nlabel = \"Kinlaw\"\nnames = [\"Kinlaw\"]\n",
        )
        .with("sources.bib", "@book{salt, title = {The Salt Book}, author = {Moor, Ann}, year = {1999}}\n")
        .with("content/about.md", "# Who we are\n\nTwo people [@salt, 3].\n")
        .with("content/talks/_index.md", "# Talks\n")
        .with(
            "content/talks/salt.md",
            "+++\ntitle = \"Salt and bread\"\ndate = 2019-05-01\ntags = [\"fish\"]\n+++\n## One\n\n**Ann:** In Kinlaw, \
             ==Salt is not dried==. It is ==waited for==[^cite:a].\n\n**Bo:** Yes.\n\n## Two\n\n**Ann:** And bread.\n\n\
             [^cite:a]: In the North Sea, see <https://example.org/salt>. — @bo, 2020-01-02\n",
        )
        .with(
            "content/talks/bread.md",
            "+++\ntitle = \"Bread\"\ndate = 2020-05-01\n+++\n".to_string() + &"**Ann:** Bread.\n\n**Bo:** Yes.\n\n".repeat(4),
        )
        .with("content/talks/salt.zh.md", "+++\ntitle = \"盐\"\n+++\n**Ann：** 盐不是晒出来的。\n\n**Bo：** 是。\n")
}

/// The files of the theme in the order of the page, each below the paragraph that begins with its path.
fn theme() -> Vec<(String, String)> {
    let manual = include_str!("../../content/manual/themes.md");
    let (_, rest) = manual.split_once("{#complete-theme}\n").expect("the section");
    let section = rest.split("\n### ").next().unwrap();
    let file = |part: &str| {
        let (path, rest) = part.split_once('`')?;
        let (_, block) = rest.split_once("\n\n```")?;
        let (_, text) = block.split_once('\n')?;
        Some((format!("themes/{path}"), format!("{}\n", text.split_once("\n```")?.0)))
    };
    section.split("\n`themes/").skip(1).map(|part| file(part).expect(part)).collect()
}

fn site_with_theme() -> Site {
    let site = site();
    site.postil(&["theme", "new", "gazette"]).expect(0);
    theme().iter().for_each(|(path, text)| site.write(path, text));
    site.build(&[]).expect(0);
    site
}

#[test]
fn the_theme_of_the_manual_shows_pages_of_every_kind() {
    let site = site_with_theme();
    let files = site.files("themes/gazette");
    assert_eq!(files.len(), theme().len(), "the page names every file of the theme: {files:?}");
    let lines = files.iter().map(|file| site.read(&format!("themes/gazette/{file}")).lines().count());
    let lines: usize = lines.sum();
    assert!(lines <= LINES, "{lines} lines in {files:?}");
    for (address, words) in PAGES {
        let page = site.read(&format!("public/{address}index.html"));
        assert!(page.contains(words), "`{words}` on /{address}: {page}");
        assert!(page.contains("/gazette.") && page.contains("class=\"motto\""), "the look of /{address}");
        assert!(page.contains("class=\"site-header"), "the rest is of the theme below on /{address}");
    }
    assert!(site.read("public/404.html").contains("not on this page"), "a page that the theme changes");
    assert!(
        site.read("public/talks/salt/index.html").contains("the-end")
            && !site.read("public/index.html").contains("the-end")
    );
}

/// A rule for a class that no page has would be a leftover of an older `default`.
#[test]
fn every_rule_of_the_theme_of_the_manual_is_of_use() {
    let site = site_with_theme();
    let pages: String =
        PAGES.iter().map(|(address, _)| site.read(&format!("public/{address}index.html"))).collect();
    let (_, styles) = theme().into_iter().find(|(path, _)| path.ends_with(".css")).expect("a style sheet");
    let selectors = styles.lines().filter_map(|line| line.split_once('{')).map(|(selector, _)| selector);
    for class in selectors.flat_map(|selector| selector.split('.').skip(1)) {
        let class = class.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap();
        let is_used = pages.split("class=").skip(1).any(|rest| {
            let value = rest.split('>').next().unwrap();
            let value = value.strip_prefix('"').map_or(value, |quoted| quoted.split('"').next().unwrap());
            value.split_whitespace().any(|name| name == class)
        });
        assert!(is_used, "no page has the class `{class}`");
    }
}

#[test]
fn links_of_the_theme_of_the_manual_lead_to_files() {
    let site = site_with_theme();
    for (address, _) in PAGES {
        let page = site.read(&format!("public/{address}index.html"));
        let targets =
            page.split(" href=\"").chain(page.split(" src=\"")).filter_map(|rest| rest.split_once('"'));
        let targets = targets.map(|(target, _)| target.split(['#', '?']).next().unwrap_or_default());
        for target in targets.filter(|target| target.starts_with('.')) {
            let path = site.path("public").join(address).join(target);
            let path = if target.ends_with('/') { path.join("index.html") } else { path };
            assert!(path.is_file() || path.is_dir(), "{target} on /{address}");
        }
    }
}
