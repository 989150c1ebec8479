//! Paths in settings and in texts that would lead out of their folder.

use super::Trap;

/// Somebody's own files, by every way that a path can be written.
const WAYS_OUT: [&str; 9] = [
    "../outside/secret.txt",
    "../../outside/secret.txt",
    "../../../outside/secret.txt",
    "/etc/passwd",
    "./../.env",
    "%2e%2e/%2e%2e/outside/secret.txt",
    "..\\..\\outside\\secret.txt",
    "file:///etc/passwd",
    "//etc/passwd",
];

/// Tries every command: an exit code that is documented, and nothing comes out.
fn try_all(trap: &Trap) {
    for args in super::READING {
        let attempt = trap.attempt(args);
        assert!([Some(0), Some(1), Some(2)].contains(&attempt.code), "{args:?}: {attempt:?}");
        assert!(attempt.code != Some(2) || args[0] == "export", "{args:?}: {attempt:?}");
    }
    for path in trap.snapshot("repository").into_keys() {
        let path = path.strip_prefix(trap.path("repository")).unwrap().to_string_lossy().into_owned();
        assert!(!path.contains("passwd") && !path.contains("pwned"), "{path}");
    }
}

#[test]
fn recordings_and_pictures_stay_in_the_site() {
    for way in WAYS_OUT {
        let way = way.replace('\\', "\\\\");
        let front = format!("+++\ntitle = \"A\"\n[media]\naudio = \"{way}\"\n+++\n");
        try_all(&Trap::new().with("content/a.md", format!("{front}**Ann:** [0:01] Hello.\n\n**Bo:** [0:05] ![Picture]({way}) [Link]({way})\n\n**Ann:** Well.\n\n**Bo:** Well.\n")));
    }
}

#[test]
fn addresses_and_aliases_stay_in_the_site() {
    for way in [
        "/../pwned/",
        "../pwned/",
        "/a/../../pwned/",
        "%2e%2e/pwned/",
        "..\\\\pwned",
        "/etc/pwned\\u0000",
        "C:/pwned",
        ".postil-pwned",
    ] {
        for key in [
            "aliases = [\"WAY\"]",
            "slug = \"WAY\"",
            "address = \"WAY\"",
            "translation_of = \"WAY\"",
            "tags = [\"WAY\"]",
            "speakers = [\"WAY\"]",
        ] {
            let front = format!("+++\ntitle = \"A\"\n{}\n+++\n", key.replace("WAY", way));
            let trap = Trap::new().with("content/a.md", format!("{front}**Ann:** Hello.\n"));
            let attempt = trap.attempt(&["build"]);
            assert!([Some(0), Some(1)].contains(&attempt.code), "{front}: {attempt:?}");
            assert!(!trap.path("pwned").exists() && !trap.path("repository/pwned").exists(), "{front}");
        }
    }
}

#[test]
fn pictures_of_people_and_logos_stay_in_the_site() {
    for way in WAYS_OUT {
        let way = way.replace('\\', "\\\\");
        let settings = format!(
            "title = \"Trap\"\n[theme]\nlogo = \"{way}\"\n[people.ann]\nname = \"Ann\"\nimage = \"{way}\"\nurl = \"{way}\"\n"
        );
        try_all(&Trap::new().with("site.toml", settings));
    }
}

#[test]
fn fonts_stay_in_the_site() {
    for way in WAYS_OUT {
        let settings =
            format!("title = \"Trap\"\nbase_url = \"https://example.org/\"\n[cards]\nfonts = ['{way}']\n");
        let trap = Trap::new().with("site.toml", settings);
        trap.every_reader_ends_with(1);
    }
}

#[test]
fn themes_stay_in_their_folder() {
    for way in ["../../outside", "..", ".", "/etc", "own/../../../outside", "", "own/templates"] {
        let settings = format!("title = \"Trap\"\ntheme = \"{way}\"\n");
        let trap =
            Trap::new().with("site.toml", settings).with("themes/own/templates/page.html", "<p>own</p>");
        trap.every_reader_ends_with(1);
        let manifest = format!("extends = \"{way}\"\n");
        let trap = Trap::new()
            .with("site.toml", "title = \"Trap\"\ntheme = \"own\"\n")
            .with("themes/own/theme.toml", manifest);
        trap.every_reader_ends_with(1);
    }
}

#[test]
fn templates_read_no_files() {
    for call in [
        "{% include \"../../../../outside/secret.txt\" %}",
        "{% include \"/etc/passwd\" %}",
        "{% extends \"../../../.env\" %}",
        "{{ asset(path=\"../../.env\") }}",
        "{{ get_env(name=\"PATH\") }}",
        "{% import \"../../../outside/secret.txt\" as x %}",
    ] {
        let trap = Trap::new().with("themes/default/templates/page.html", call);
        trap.with("themes/default/templates/transcript.html", call).every_reader_that_renders_ends_with(1);
    }
}

#[test]
fn new_pages_stay_below_content() {
    let trap = Trap::new();
    for path in
        ["../x", "a/../../x", "/etc/x", "..", "a//x", ".git/x", "a\\..\\x", "C:x", "a/.hidden", "\u{1b}[31m"]
    {
        assert_eq!(trap.attempt(&["new", path]).code, Some(2), "{path}");
    }
    assert!(!trap.path("repository/x.md").exists() && !trap.path("x.md").exists());
}
