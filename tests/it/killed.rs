//! A build that is killed, at any moment, leaves the old site or the new one.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::site::Site;

const KILLS: u32 = 300;

/// Every file of the output folder with its bytes, but for the lock and the like.
type Tree = BTreeMap<String, Vec<u8>>;

fn tree(site: &Site) -> Tree {
    let files = site.files("public").into_iter();
    files.map(|path| (path.clone(), fs::read(site.path(&format!("public/{path}"))).unwrap())).collect()
}

/// One of two sites whose files all differ, some of which only the one or the other has.
fn write_edition(site: &Site, edition: u32) {
    for n in 0..60 {
        site.write(&format!("static/{}/{n}.txt", n % 7), format!("file {n} of edition {edition}"));
    }
    let _ = fs::remove_dir_all(site.path(&format!("static/only-{}", 1 - edition)));
    site.write(&format!("static/only-{edition}/a.txt"), "a");
    site.write("content/a.md", format!("# Edition {edition}\n\n**Ann:** Words of edition {edition}.\n"));
}

fn command(site: &Site) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
    command.args(["build", "--quiet"]).current_dir(site.path("."));
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    let site = Site::new();
    let mut editions = Vec::new();
    let mut delay = Duration::ZERO;
    for edition in [0, 1] {
        write_edition(&site, edition);
        let started = Instant::now();
        assert!(command(&site).status().unwrap().success());
        delay = started.elapsed();
        site.write("public/mine.txt", "mine");
        editions.push(tree(&site));
    }
    let mut published = 0;
    for kill in 0..KILLS {
        write_edition(&site, kill % 2);
        let mut build = command(&site).spawn().unwrap();
        std::thread::sleep(delay);
        build.kill().unwrap();
        build.wait().unwrap();
        let found = tree(&site);
        assert!(editions.contains(&found), "kill {kill} left a mixture");
        // Most kills come close to the moment in which the new site is published.
        let is_new = found == editions[kill as usize % 2];
        delay = if is_new { delay * 9 / 10 } else { delay * 21 / 20 };
        published += u32::from(is_new);
    }
    assert!((KILLS / 20..KILLS).contains(&published), "{published} of {KILLS} builds came to an end");
    write_edition(&site, 0);
    assert!(command(&site).status().unwrap().success());
    assert_eq!(tree(&site), editions[0]);
    let beside = fs::read_dir(site.path(".")).unwrap().flatten().map(|entry| entry.file_name());
    assert!(
        !beside.into_iter().any(|name| name.to_string_lossy().starts_with(".postil")),
        "something is left"
    );
}
