//! Content of hostile shapes: deep, wide, endless, or with strange names. Each ends well or is refused.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::site::Site;

const MANY: usize = 20_000;

/// A build that has to end by itself; debug builds on busy machines are slow.
const PATIENCE: Duration = Duration::from_secs(120);

/// Builds the site and returns its exit code and what it said. No end at all is a failure.
fn build(site: &Site) -> (i32, String) {
    let started = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
    let messages = fs::File::create(site.path("messages")).unwrap();
    command.arg("build").current_dir(site.path(".")).stdout(Stdio::null()).stderr(messages);
    let mut child = command.spawn().unwrap();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            let said = String::from_utf8_lossy(&fs::read(site.path("messages")).unwrap()).into_owned();
            return (status.code().expect("it was not killed by a signal"), said);
        }
        if started.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn page(text: &str) -> Site {
    Site::new().with("content/a.md", format!("# A\n\n**Ann:** Hello.\n\n{text}\n"))
}

#[test]
fn signs_without_end_are_text() {
    let signs = "[ ( * _ ` == > ![ < & ~~ { | **a # \\ $ [a]( <a *a_ ==a==[^ <!-- ]( '''.";
    for sign in signs.split(' ') {
        let (code, said) = build(&page(&sign.repeat(MANY)));
        assert!(code == 0 || code == 1 && said.contains("error["), "{sign}: {code} {said}");
    }
}

#[test]
fn deep_structures_are_cut_off() {
    let deep = |line: fn(usize) -> String| (0..1500).map(line).collect::<String>();
    for text in [
        format!("{}{}", "[".repeat(MANY), "]".repeat(MANY)),
        deep(|n| format!("{}- x\n", "  ".repeat(n))),
        deep(|n| format!("{}x\n", "> ".repeat(n))),
        format!("|{}\n|{}\n|{}\n", "a|".repeat(5000), "-|".repeat(5000), "b|".repeat(5000)),
    ] {
        assert_eq!(build(&page(&text)).0, 0);
    }
}

#[test]
fn one_highlight_with_notes_without_end_does_not_grow_with_their_square() {
    for words in [
        format!("{}{}", "==a".repeat(6000), "==[^x]".repeat(6000)),
        format!("=={}=={}", (1000..4000).map(|n| n.to_string()).collect::<String>(), "[^x]".repeat(3000)),
    ] {
        let site = page(&format!("{words}\n\n[^x]: y\n"));
        assert_eq!(build(&site).0, 0);
        let largest = site.files("public").iter().map(|path| site.read_bytes(path).len()).max();
        assert!(largest.unwrap() < 100 * words.len(), "{largest:?}");
    }
}

#[test]
fn many_speakers_sections_and_definitions_take_their_time_and_no_more() {
    for line in ["**P{}:** Words of {}.\n\n", "## Same\n\nWords.\n\n", "[a{}]: http://example.org/{}\n"] {
        let text: String = (0..3000).map(|n| line.replace("{}", &n.to_string())).collect();
        assert_eq!(build(&page(&text)).0, 0, "{line}");
    }
}

#[test]
fn front_matter_that_explodes_is_refused() {
    let nested = format!("+++\npoints = {}\n+++\n# A\n", "[".repeat(MANY));
    let (code, said) = build(&Site::new().with("content/a.md", nested));
    assert!(code == 1 && said.contains("error[bad-toml]"), "{said}");
    let level =
        |n: u8| format!("{}: &{} [{}]\n", n as char, n as char, format!("*{},", (n - 1) as char).repeat(9));
    let bomb: String = (b'b'..=b'm').map(level).collect();
    let (code, said) = build(&Site::new().with("content/a.md", format!("---\na: &a [x]\n{bomb}---\n# A\n")));
    assert!(code == 0 && said.contains("bad-yaml"), "{said}");
}

#[test]
fn days_and_times_out_of_this_world_are_read_or_refused() {
    for (date, good) in [("0000-01-01", 0), ("9999-12-31", 0), ("10000-01-01", 1), ("-0001-01-01", 1)] {
        let site =
            Site::new().with("content/a.md", format!("+++\ndate = {date}\n+++\n# A\n\n**Ann:** Yes.\n"));
        assert_eq!(build(&site).0, good, "{date}");
    }
    let times = "**Ann:** [99999999999:59:59] One.\n\n**Ben:** [0:00.000000000000000001] Two.\n\n**Ann:** [999:99:99] Three.";
    assert_eq!(build(&page(times)).0, 0);
}

/// Pipes, sockets and devices would be read for ever; links may lead round in circles or out.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_by_name() {
    let site = page("Words.");
    let content = site.path("content");
    let made = Command::new("mkfifo").arg(content.join("pipe.md")).status().unwrap();
    assert!(made.success());
    let _socket = std::os::unix::net::UnixListener::bind(content.join("socket.md")).unwrap();
    for (to, name) in
        [(".", "loop"), ("/dev/zero", "zero.md"), ("/etc/passwd", "out.md"), ("self.md", "self.md")]
    {
        std::os::unix::fs::symlink(to, content.join(name)).unwrap();
    }
    let (code, said) = build(&site);
    assert_eq!(code, 1, "{said}");
    for name in ["pipe.md", "socket.md", "loop", "zero.md", "out.md", "self.md"] {
        assert!(said.contains(&format!("content/{name}")), "{name}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn names_of_every_kind_lead_to_an_address_or_an_error() {
    use std::os::unix::ffi::OsStrExt;
    let names: [&[u8]; 15] = [
        b"CON.md",
        b"nul.md",
        &[b'a'; 252],
        b"caf\xc3\xa9.md",
        "\u{202e}live.md".as_bytes(),
        b"bad\xff.md",
        b" .md",
        b"-.md",
        b"a b.md",
        b"..x.md",
        b"x\ny.md",
        b"%2e%2e.md",
        b"a\\b.md",
        b"?q=1#f.md",
        b"'\"<>.md",
    ];
    for name in names {
        let site = page("Words.");
        let path = site.path("content").join(std::ffi::OsStr::from_bytes(name));
        fs::write(path, "# B\n\n**Ann:** Hello.\n").unwrap();
        let (code, said) = build(&site);
        assert!(code == 0 || code == 1 && said.contains("error["), "{name:?}: {code} {said}");
        let outside = fs::read_dir(site.path(".")).unwrap().flatten().map(|entry| entry.file_name());
        let known = ["site.toml", "content", "public", "messages"];
        assert!(outside.into_iter().all(|name| known.iter().any(|known| name == *known)), "{name:?}");
    }
}

/// The same name in two forms of one letter, or in two cases, is one address.
#[cfg(target_os = "linux")]
#[test]
fn twins_are_told_apart_or_refused() {
    for (one, two) in [("caf\u{e9}.md", "cafe\u{301}.md"), ("Case.md", "case.md")] {
        let site =
            Site::new().with(&format!("content/{one}"), "# A\n").with(&format!("content/{two}"), "# B\n");
        let (code, said) = build(&site);
        assert!(code == 1 && said.contains("error[address-taken]"), "{one}: {said}");
    }
}
