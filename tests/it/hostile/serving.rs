//! `postil serve` on a hostile repository.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::{SECRET, Trap};

/// A server that ends with its test.
struct Server(Child, u16);

impl Server {
    fn start(trap: &Trap) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
        command.args(["serve", "--port", "0"]).current_dir(trap.path("repository"));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.split("localhost:").nth(1).and_then(|rest| rest.split('/').next()).unwrap();
        Server(child, port.parse().unwrap())
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.1)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        // What nobody may ask for may be hung up on.
        let _ = stream.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn links_are_not_served() {
    for (path, target) in [
        ("content/c.txt", "../.git/config"),
        ("static/c.txt", "../.env"),
        ("static/c.txt", "../../outside/secret.txt"),
        ("content/c.md", "../../outside/secret.md"),
        ("themes/default/templates/page.html", "../../../../outside/templates/page.html"),
        ("i18n/en.toml", "../../outside/secret.toml"),
    ] {
        let trap = Trap::new().link(path, target);
        let server = Server::start(&trap);
        for address in ["/", "/c.txt", "/c/", "/a/", "/../.env", "/%2e%2e/.env", "/.git/config", "/.env"] {
            let answer = server.get(address);
            assert!(!answer.contains(SECRET), "{path} {address}: {answer}");
        }
    }
}

/// What was a file when the site was built may be a link when a browser asks.
#[test]
fn file_that_becomes_a_link_is_not_served() {
    let trap = Trap::new().with("static/c.txt", "plain").with("static/deep/d.txt", "plain");
    let server = Server::start(&trap);
    assert!(server.get("/c.txt").ends_with("plain"));
    let [file, folder] = ["repository/static/c.txt", "repository/static/deep"].map(|path| trap.path(path));
    std::fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink("../../outside/secret.txt", &file).unwrap();
    std::fs::remove_file(folder.join("d.txt")).unwrap();
    std::fs::remove_dir(&folder).unwrap();
    std::os::unix::fs::symlink("../../outside", &folder).unwrap();
    for _ in 0..20 {
        for address in ["/c.txt", "/deep/d.txt", "/deep/secret.txt"] {
            let answer = server.get(address);
            assert!(!answer.contains(SECRET), "{address}: {answer}");
        }
    }
}
