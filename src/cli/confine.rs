//! Limits to what a run may do when the site is a stranger's: its memory, its time, and where Linux can, the files and
//! the network that it may reach. A fault that nobody has found yet then does no harm beyond the output.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::{Exit, refuse, say};

/// The longest that a run may take. Thousands of transcripts take seconds.
const LONGEST: Duration = Duration::from_secs(300);

/// The most memory that a run may use, in bytes. Ten thousand transcripts take half of it.
const MOST_MEMORY: u64 = 2 << 30;

/// The time between two looks at memory and time.
const GLANCE: Duration = Duration::from_millis(50);

/// Confines this process for the rest of its life: it reads below `root`, writes beside `out` if there is one, and
/// ends when it takes too much. Threads that were started before are not confined by the kernel.
pub(super) fn confine(root: &Path, out: Option<&Path>) {
    match kernel::restrict(root, out.map(existing_parent).as_deref()) {
        Confinement::Whole => {}
        Confinement::Partly => say::aside("note: this kernel confines an untrusted site in part only"),
        Confinement::Not => {
            say::aside("note: this system cannot confine an untrusted site; its other limits hold")
        }
    }
    thread::spawn(watch);
}

/// The part of the confinement that the kernel enforces.
enum Confinement {
    #[cfg(target_os = "linux")]
    Whole,
    #[cfg(target_os = "linux")]
    Partly,
    Not,
}

/// The folder in which `out` stands, or will: files are staged beside it.
fn existing_parent(out: &Path) -> PathBuf {
    let out = std::path::absolute(out).unwrap_or_else(|_| out.into());
    out.ancestors().skip(1).find(|folder| folder.is_dir()).unwrap_or(&out).into()
}

/// Ends the process at the first limit.
fn watch() {
    let started = Instant::now();
    loop {
        thread::sleep(GLANCE);
        if started.elapsed() > LONGEST {
            end(&format!("more than {} seconds", LONGEST.as_secs()));
        }
        if kernel::memory().is_some_and(|used| used > MOST_MEMORY) {
            end(&format!("more than {} MiB of memory", MOST_MEMORY >> 20));
        }
    }
}

fn end(what: &str) {
    let exit: Exit =
        refuse(format!("this took {what}, the limit for a site that is not trusted; nothing was written"));
    std::process::exit(exit as i32);
}

#[cfg(target_os = "linux")]
mod kernel {
    use std::fs::File;
    use std::os::unix::fs::FileExt;
    use std::path::Path;
    use std::sync::OnceLock;

    use landlock::{
        ABI, Access, AccessFs, AccessNet, BitFlags, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError,
        RulesetStatus, Scope, path_beneath_rules,
    };

    use super::Confinement;

    /// The newest interface whose rules are asked for; an older kernel enforces those it knows.
    const INTERFACE: ABI = ABI::V6;

    /// The kernel's account of this process, opened before nothing else may be opened.
    static STATUS: OnceLock<Option<File>> = OnceLock::new();

    pub(super) fn restrict(root: &Path, out: Option<&Path>) -> Confinement {
        STATUS.get_or_init(|| File::open("/proc/self/status").ok());
        match enforce(root, out) {
            Ok(RulesetStatus::FullyEnforced) => Confinement::Whole,
            Ok(RulesetStatus::PartiallyEnforced) => Confinement::Partly,
            Ok(RulesetStatus::NotEnforced) | Err(_) => Confinement::Not,
        }
    }

    fn enforce(root: &Path, out: Option<&Path>) -> Result<RulesetStatus, RulesetError> {
        let reading: BitFlags<AccessFs> = AccessFs::ReadFile | AccessFs::ReadDir;
        let writing = AccessFs::from_all(INTERFACE) & !BitFlags::from(AccessFs::Execute);
        let rules = Ruleset::default()
            .handle_access(AccessFs::from_all(INTERFACE))?
            .handle_access(AccessNet::from_all(INTERFACE))?
            .scope(Scope::from_all(INTERFACE))?
            .create()?
            .add_rules(path_beneath_rules([root], reading))?
            .add_rules(path_beneath_rules(out, writing))?;
        Ok(rules.restrict_self()?.ruleset)
    }

    /// The memory that is in use, in bytes.
    pub(super) fn memory() -> Option<u64> {
        let mut text = [0; 4096];
        let length = STATUS.get()?.as_ref()?.read_at(&mut text, 0).ok()?;
        let text = std::str::from_utf8(&text[..length]).ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.split_whitespace().next()?.parse::<u64>().ok().map(|kibibytes| kibibytes << 10)
    }
}

#[cfg(not(target_os = "linux"))]
mod kernel {
    use std::path::Path;

    use super::Confinement;

    pub(super) fn restrict(_root: &Path, _out: Option<&Path>) -> Confinement {
        Confinement::Not
    }

    pub(super) fn memory() -> Option<u64> {
        None
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;
    use std::io::ErrorKind;
    use std::thread;

    use super::{Confinement, kernel};

    /// The kernel confines the thread that asks, so the test gives up a thread of its own.
    #[test]
    fn confined_thread_opens_nothing_outside_its_folders() {
        let folder = tempfile::tempdir().unwrap();
        let [root, out, other] = ["root", "out", "other"].map(|name| folder.path().join(name));
        for folder in [&root, &out, &other] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("a.txt"), "words").unwrap();
        }
        let confined = move || {
            if !matches!(kernel::restrict(&root, Some(&out)), Confinement::Whole) {
                return; // An older kernel confines less, which a run says.
            }
            assert_eq!(fs::read_to_string(root.join("a.txt")).unwrap(), "words");
            fs::write(out.join("b.txt"), "more").unwrap();
            for refused in [
                fs::read(other.join("a.txt")).map(drop),
                fs::write(other.join("a.txt"), "gone"),
                fs::write(root.join("a.txt"), "gone"),
                std::net::TcpListener::bind("127.0.0.1:0").map(drop),
            ] {
                assert_eq!(refused.unwrap_err().kind(), ErrorKind::PermissionDenied);
            }
        };
        thread::spawn(confined).join().unwrap();
    }
}
