//! Output folders, staging folders, locks, lists and caches that come with a repository.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::Trap;

const BUILD: &[&str] = &["build"];
const IN_PLACE: &[&str] = &["build", "--in-place"];
const CACHED: &[&str] = &["build", "--cache", "kept"];

/// An end that a command comes to.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// The site is built.
    Built,
    /// The command is refused.
    Refused,
}

/// A repository that somebody prepared, and a command that is run in it.
struct Case {
    name: &'static str,
    prepare: fn(Trap) -> Trap,
    args: &'static [&'static str],
    end: End,
}

const fn case(
    name: &'static str,
    args: &'static [&'static str],
    end: End,
    prepare: fn(Trap) -> Trap,
) -> Case {
    Case { name, prepare, args, end }
}

/// A list as Postil writes it, of a file that Postil did not write.
const LIST: &str = "{\n  \"mine.txt\": \"00000000000000000000000000000000\",\n  \"deep/keep.txt\": \"\"\n}";
const OLD_LIST: &str = "[\n  \"mine.txt\",\n  \"deep/keep.txt\",\n  \"../../outside/secret.txt\"\n]";
const PLAN: &str = "{\"added\":[\"mine.txt\",\"../content/a.md\"],\"folders\":[\"deep\"]}";
const TAG: &str =
    "Signature: 8a477f597d28d172789f06886806bc55\n# What Postil keeps for later builds. It may be deleted.\n";
const ENTRY: &str = "kept/pages/00112233445566778899aabbccddeeff";

const CASES: &[Case] = &[
    case("a lock and a staging folder that are links", BUILD, End::Refused, |trap| {
        let trap = trap.link("public/.postil-lock", "../../outside/secret.txt");
        trap.link(".postil-stage-public", "../outside")
    }),
    case("a lock that is a link, in place", IN_PLACE, End::Refused, |trap| {
        trap.link("public/.postil-lock", "../../outside/secret.txt")
    }),
    case("a lock that is a link to nothing", BUILD, End::Refused, |trap| {
        trap.link("public/.postil-lock", "../../outside/new.txt")
    }),
    case("a lock that is a folder", BUILD, End::Refused, |trap| {
        trap.with("public/.postil-lock/mine.txt", "mine")
    }),
    case("a lock that is a pipe", BUILD, End::Refused, |trap| pipe(trap, "public/.postil-lock")),
    case("a lock that is a second name of a file", BUILD, End::Built, |trap| {
        fs::create_dir_all(trap.path("repository/public")).unwrap();
        fs::hard_link(trap.path("repository/content/a.md"), trap.path("repository/public/.postil-lock"))
            .unwrap();
        trap
    }),
    case("a staging folder that is a link", BUILD, End::Built, |trap| {
        trap.link(".postil-stage-public", "../outside").link(".postil-stage-0123456789abcdef", "../outside")
    }),
    case("a staging folder with a lock and pages", BUILD, End::Built, |trap| {
        let trap = trap.with(".postil-stage-public/.postil-lock", "");
        trap.with(".postil-stage-public/evil.html", "evil")
            .with(".postil-stage-public/.postil-manifest.json", "[]")
    }),
    case("a staging folder with a lock, a list and links", BUILD, End::Built, |trap| {
        let trap = trap.with(".postil-stage-0123456789abcdef/.postil-lock", "");
        let trap = trap.with(".postil-stage-0123456789abcdef/.postil-manifest.json", "{}");
        trap.link(".postil-stage-0123456789abcdef/evil.html", "../../outside/secret.txt")
    }),
    case("a staging folder in the output that is a link, in place", IN_PLACE, End::Built, |trap| {
        trap.with("public/.postil-manifest.json", "{}").link("public/.postil-stage", "../../outside")
    }),
    case("a staging folder in the output with a plan, in place", IN_PLACE, End::Built, planned),
    case("a staging folder in the output with a plan", BUILD, End::Built, planned),
    case("an output folder that is a link", BUILD, End::Refused, |trap| trap.link("public", "../outside")),
    case("an output folder that is a link, in place", IN_PLACE, End::Refused, |trap| {
        trap.link("public", "../outside")
    }),
    case("an output folder that is a link to the sources", BUILD, End::Refused, |trap| {
        trap.link("public", "content")
    }),
    case(
        "a folder above the output that is a link",
        &["build", "--out", "deploy/www"],
        End::Refused,
        |trap| trap.link("deploy", "../outside"),
    ),
    case("an output folder that is a pipe", BUILD, End::Refused, |trap| pipe(trap, "public")),
    case("a list that is a link", BUILD, End::Refused, |trap| {
        trap.link("public/.postil-manifest.json", "../../outside/secret.txt")
    }),
    case("a list that is a pipe", BUILD, End::Refused, |trap| pipe(trap, "public/.postil-manifest.json")),
    case("a list that is a folder", BUILD, End::Refused, |trap| {
        trap.with("public/.postil-manifest.json/mine.txt", "mine")
    }),
    case("a list of somebody's files", BUILD, End::Built, |trap| {
        trap.with("public/.postil-manifest.json", LIST)
    }),
    case("a list of somebody's files, in place", IN_PLACE, End::Built, |trap| {
        trap.with("public/.postil-manifest.json", LIST)
    }),
    case("a list of an earlier version", BUILD, End::Built, |trap| {
        trap.with("public/.postil-manifest.json", OLD_LIST)
    }),
    case("a list that is cut short", IN_PLACE, End::Built, |trap| {
        trap.with("public/.postil-manifest.json", &LIST[..LIST.len() - 9])
    }),
    case("a list of brackets", BUILD, End::Built, |trap| {
        trap.with("public/.postil-manifest.json", "[".repeat(200_000))
    }),
    case("a list of files in a folder that is a link", BUILD, End::Built, |trap| {
        trap.with("public/.postil-manifest.json", LIST).link("public/deep", "../../outside/deep")
    }),
    case("a list of files in a folder that is a link, in place", IN_PLACE, End::Built, |trap| {
        trap.with("public/.postil-manifest.json", LIST).link("public/deep", "../../outside/deep")
    }),
    case("a folder of the output that is a link", BUILD, End::Refused, |trap| {
        trap.with("public/.postil-manifest.json", "{}").link("public/a", "../../outside")
    }),
    case("a folder of the output that is a link, in place", IN_PLACE, End::Refused, |trap| {
        trap.with("public/.postil-manifest.json", "{}").link("public/assets", "../../outside/deep")
    }),
    case("a page that is a link", BUILD, End::Refused, |trap| {
        trap.with("public/.postil-manifest.json", "{}").link("public/index.html", "../../outside/secret.txt")
    }),
    case("a page that is a link and on the list", BUILD, End::Built, |trap| {
        let list = "{\"index.html\": \"\", \"a/index.html\": \"\"}";
        let trap = trap.with("public/.postil-manifest.json", list);
        trap.link("public/index.html", "../../outside/secret.txt")
    }),
    case("a page that is a link and on the list, in place", IN_PLACE, End::Built, |trap| {
        let list = "{\"index.html\": \"\", \"a/index.html\": \"\"}";
        let trap = trap.with("public/.postil-manifest.json", list);
        trap.link("public/index.html", "../../outside/secret.txt")
    }),
    case("a page that is a second name of a source", IN_PLACE, End::Built, |trap| {
        let trap = trap.with("public/.postil-manifest.json", "{\"index.html\": \"\"}");
        fs::hard_link(trap.path("repository/content/a.md"), trap.path("repository/public/index.html"))
            .unwrap();
        trap
    }),
    case("a folder nested deeply", BUILD, End::Refused, |trap| {
        let deep = format!("public/{}mine.txt", "a/".repeat(300));
        trap.with("public/.postil-manifest.json", "{}").with(&deep, "mine")
    }),
    case("a cache that is a link", CACHED, End::Refused, |trap| trap.link("kept", "../outside")),
    case("a cache in a folder that is a link", &["build", "--cache", "deep/kept"], End::Refused, |trap| {
        trap.link("deep", "../outside")
    }),
    case("a cache whose tag is a link", CACHED, End::Refused, |trap| {
        trap.link("kept/CACHEDIR.TAG", "../../outside/secret.txt")
    }),
    case("a cache whose tag is a pipe", CACHED, End::Refused, |trap| pipe(trap, "kept/CACHEDIR.TAG")),
    case("a cache with a folder that is a link", CACHED, End::Refused, |trap| {
        trap.with("kept/CACHEDIR.TAG", TAG).link("kept/pages", "../../outside")
    }),
    case("a cache with another folder that is a link", CACHED, End::Refused, |trap| {
        trap.with("kept/CACHEDIR.TAG", TAG).link("kept/cards", "../../outside/deep")
    }),
    case("a cache with entries that are links", CACHED, End::Built, |trap| {
        trap.with("kept/CACHEDIR.TAG", TAG).link(ENTRY, "../../../outside/secret.txt")
    }),
    case("a cache with entries that are pipes", CACHED, End::Built, |trap| {
        pipe(trap.with("kept/CACHEDIR.TAG", TAG), ENTRY)
    }),
    case("a cache with somebody's files", CACHED, End::Built, |trap| {
        trap.with("kept/CACHEDIR.TAG", TAG).with(ENTRY, "years of work").with("kept/pages/thesis.md", "years")
    }),
    case("records that are links", &["permalinks"], End::Refused, |trap| {
        trap.link("anchors/a.txt", "../../outside/new.txt").link("anchors/deep", "../../outside")
    }),
    case("a folder of records that is a link", &["permalinks"], End::Refused, |trap| {
        trap.link("anchors", "../outside")
    }),
    case("a folder of content that is a link", &["new", "b"], End::Refused, |trap| {
        trap.without("content").link("content", "../outside")
    }),
    case("a folder of content that is a link, for an import", &["import", "w.vtt"], End::Refused, |trap| {
        let captions = "WEBVTT\n\n00:01.000 --> 00:02.000\nAnn: Hello.\n";
        trap.with("w.vtt", captions).without("content").link("content", "../outside")
    }),
];

fn pipe(trap: Trap, path: &str) -> Trap {
    let path = trap.path("repository").join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    trap
}

/// A change that would delete and publish files, had it been begun here.
fn planned(trap: Trap) -> Trap {
    let folder = "public/.postil-stage-0123456789abcdef";
    let trap = trap.with("public/.postil-manifest.json", "{}").with("public/.postil-lock", "");
    let trap = trap.with(&format!("{folder}/.postil-lock"), "").with(&format!("{folder}/plan.json"), PLAN);
    trap.with(&format!("{folder}/old/evil.html"), "evil")
        .link(&format!("{folder}/old/deep"), "../../../../outside")
}

/// Files that nobody but the user wrote, in the output folder and elsewhere.
const MINE: [(&str, &str); 2] = [("public/mine.txt", "mine"), ("public/deep/keep.txt", "mine too")];

#[test]
fn hostile_output_folder_harms_nothing() {
    assert!(CASES.len() >= 25);
    let mut wrong = Vec::new();
    for Case { name, prepare, args, end } in CASES {
        let trap = prepare(Trap::new());
        let has_list = trap.path("repository/public/.postil-manifest.json").is_file();
        let mine = MINE.iter().filter(|(path, _)| has_list && is_free(&trap, path));
        let mine: Vec<_> = mine.collect();
        mine.iter().for_each(|(path, text)| trap.write(&format!("repository/{path}"), text));
        let sources = trap.snapshot("repository/content");
        let attempt = trap.attempt(args);
        let expected = if *end == End::Built { 0 } else { 2 };
        let code = attempt.code.unwrap_or(-1);
        if code != expected && !(*end == End::Refused && code == 1) {
            wrong.push(format!("{name}: ended with {code}: {}{}", attempt.out, attempt.err));
        }
        for (path, text) in mine {
            let found = fs::read_to_string(trap.path("repository").join(path));
            if found.ok().as_deref() != Some(*text) {
                wrong.push(format!("{name}: {path} is lost"));
            }
        }
        if sources != trap.snapshot("repository/content") {
            wrong.push(format!("{name}: sources changed"));
        }
        if trap.path("repository/public/evil.html").exists() {
            wrong.push(format!("{name}: a foreign page is published"));
        }
        if *end == End::Built && !trap.path("repository/public/a/index.html").is_file() {
            wrong.push(format!("{name}: the site is not there"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether the user can have a file at `path`: the repository has no link on the way.
fn is_free(trap: &Trap, path: &str) -> bool {
    let path = trap.path("repository").join(path);
    !path.ancestors().take(2).any(Path::is_symlink)
}

/// The folder of another site is not replaced by way of a link.
#[test]
fn output_of_another_site_is_not_replaced() {
    let trap = Trap::new();
    assert_eq!(trap.attempt(&["build", "--out", "../other"]).code, Some(0));
    let (trap, before) = (trap.with("content/b.md", "# B\n").link("public", "../other"), "other");
    let other = trap.snapshot(before);
    for args in [BUILD, IN_PLACE, &["build", "--out", "public"]] {
        let attempt = trap.attempt(args);
        assert_eq!(attempt.code, Some(2), "{args:?}");
        assert!(attempt.err.contains("is a link, which is not followed"), "{}", attempt.err);
        assert_eq!(trap.snapshot(before), other, "{args:?}");
    }
}
