//! The author's margin: what pages of the server may write, and who else may not.

use serde_json::{Value, json};

use crate::serve::{Answer, Serving};
use crate::site::Site;

const PAGE: &str = "+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n**Ann:** The lamp was lit at noon, they say.\n\n**Bo:** Who says?\n";

struct Margin {
    serving: Serving,
    token: String,
}

impl Margin {
    fn start(site: Site) -> Self {
        let folder = site.path(".");
        let serving = Serving::start_in(site, &folder, &["--write", "--editor", "false"]);
        // The first page is there when the first build is done.
        assert_eq!(serving.get("/a/", "").status(), 200);
        let answer = serving.get("/__postil/margin", "Sec-Fetch-Site: same-origin\r\n");
        let settings: Value = serde_json::from_str(answer.body()).unwrap();
        Margin { token: settings["token"].as_str().unwrap().to_string(), serving }
    }

    fn post(&self, headers: &str, body: &str) -> Answer {
        let length = body.len();
        self.serving.raw(&format!(
            "POST /__postil/margin HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        ))
    }

    fn send(&self, action: Value) -> Answer {
        self.send_from("/a/", action)
    }

    fn send_from(&self, page: &str, action: Value) -> Answer {
        let headers = format!(
            "Origin: http://localhost\r\nContent-Type: application/json\r\nPostil-Token: {}\r\n",
            self.token
        );
        self.post(&headers, &json!({ "page": page, "action": action }).to_string())
    }

    fn read(&self, path: &str) -> String {
        self.serving.site.read(path)
    }
}

/// The ID of the turn that has these words on the page.
fn turn(margin: &Margin, number: usize) -> String {
    let page = margin.serving.get("/a/", "").0;
    let turn = page.split("<article class=turn id=").nth(number + 1).expect("a turn");
    turn.split([' ', '>']).next().unwrap().trim_matches('"').to_string()
}

fn unit(margin: &Margin, number: usize, text: &str) -> Value {
    let text: String = text.split_whitespace().collect();
    json!({ "kind": "turn", "id": turn(margin, number), "text": text })
}

const FIRST: &str = "The lamp was lit at noon, they say.";

fn words(margin: &Margin, start: usize, end: usize) -> Value {
    json!({ "unit": unit(margin, 0, FIRST), "start": start, "end": end })
}

fn note(margin: &Margin, comment: &str) -> Value {
    json!({ "note": { "words": [words(margin, 3, 7)], "kind": "fact", "by": "ann", "date": "2026-01-02", "comment": comment } })
}

fn site() -> Site {
    Site::new().with("content/a.md", PAGE)
}

#[test]
fn words_are_annotated_corrected_and_taken_back() {
    let margin = Margin::start(site());
    let answer = margin.send(note(&margin, "Which *lamp*?"));
    assert_eq!(answer.status(), 200, "{}", answer.0);
    let notes = "## fact\n\n> lamp\n\n{by=ann date=2026-01-02}\nWhich *lamp*?\n";
    assert_eq!(margin.read("content/a.notes.md"), notes);
    let text = json!({ "correct": { "words": words(&margin, 13, 19), "text": "at night" } });
    assert_eq!(margin.send(text).status(), 200);
    assert_eq!(margin.read("content/a.md"), PAGE.replace("at noon", "at night"));
    assert_eq!(margin.send(json!({ "undo": {} })).status(), 200);
    assert_eq!(margin.read("content/a.md"), PAGE);
    assert_eq!(margin.send(json!({ "undo": {} })).status(), 200);
    assert!(!margin.serving.site.path("content/a.notes.md").exists(), "the file was new");
    assert!(margin.send(json!({ "undo": {} })).0.contains("\"path\":null"));
}

#[test]
fn notes_go_into_the_page_where_the_site_wants_it() {
    let margin = Margin::start(site().with("site.toml", "title = \"T\"\n[notes]\nwrite = \"inline\"\n"));
    assert_eq!(margin.send(note(&margin, "Which?")).status(), 200);
    let text = PAGE.replace("The lamp", "The ==lamp==[^fact:which]");
    assert_eq!(
        margin.read("content/a.md"),
        format!("{text}\n[^fact:which]: {{by=ann date=2026-01-02}}\n    Which?\n")
    );
}

#[test]
fn others_cannot_write_or_read_the_token() {
    let margin = Margin::start(site());
    let body =
        json!({ "page": "/a/", "action": { "correct": { "words": words(&margin, 3, 7), "text": "x" } } })
            .to_string();
    let headers = |origin: &str, kind: &str, token: &str| {
        format!("Origin: {origin}\r\nContent-Type: {kind}\r\nPostil-Token: {token}\r\n")
    };
    let (own, json, token) = ("http://localhost", "application/json", margin.token.as_str());
    for (origin, kind, token) in [
        ("http://evil.example", json, token),
        ("http://localhost:9", json, token),
        ("null", json, token),
        (own, "text/plain", token),
        (own, json, ""),
        (own, json, "00000000000000000000000000000000"),
    ] {
        assert_eq!(margin.post(&headers(origin, kind, token), &body).status(), 403, "{origin} {kind}");
    }
    assert_eq!(margin.post("", &body).status(), 403);
    for site in ["cross-site", "same-site", "none"] {
        let answer = margin.serving.get("/__postil/margin", &format!("Sec-Fetch-Site: {site}\r\n"));
        assert!(answer.status() == 403 && !answer.0.contains(token), "{site}");
    }
    let elsewhere = margin
        .serving
        .raw("GET /__postil/margin HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assert_eq!(elsewhere.status(), 403);
    assert_eq!(margin.read("content/a.md"), PAGE);
}

#[test]
fn without_write_there_is_no_margin() {
    let serving = Serving::start(site());
    assert_eq!(serving.get("/a/", "").status(), 200);
    assert_eq!(serving.get("/__postil/margin", "").status(), 404);
    let post = "POST /__postil/margin HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
    assert_eq!(serving.raw(post).status(), 405);
}

#[test]
fn requests_name_pages_and_no_paths() {
    let margin = Margin::start(site().with("secret.md", PAGE));
    let correction = |margin: &Margin| json!({ "correct": { "words": words(margin, 3, 7), "text": "x" } });
    for page in [
        "/../secret/",
        "/secret/",
        "/%2e%2e/secret/",
        "/a",
        "content/a.md",
        "/",
        "/search/",
        "/a/../a/",
        "\u{0}",
    ] {
        let answer = margin.send_from(page, correction(&margin));
        assert_eq!(answer.status(), 404, "{page}: {}", answer.0);
    }
    let more = json!({ "correct": { "words": words(&margin, 3, 7), "text": "x", "path": "../secret.md" } });
    assert_eq!(margin.send(more).status(), 400);
    assert_eq!(margin.send(json!({ "delete": {} })).status(), 400);
    let beyond = json!({ "quote": { "words": words(&margin, 3, 9999) } });
    assert_eq!(margin.send(beyond).status(), 422);
    assert_eq!((margin.read("secret.md").as_str(), margin.read("content/a.md").as_str()), (PAGE, PAGE));
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_content() {
    let margin = Margin::start(site().with("secret.notes.md", "> Who\n\nA secret.\n"));
    std::os::unix::fs::symlink("../secret.notes.md", margin.serving.site.path("content/a.notes.md")).unwrap();
    let answer = margin.send(note(&margin, "Which?"));
    assert!(answer.status() >= 400, "{}", answer.0);
    assert_eq!(margin.read("secret.notes.md"), "> Who\n\nA secret.\n");
}

#[test]
fn a_text_that_changed_meanwhile_is_not_written_and_both_versions_are_shown() {
    let margin = Margin::start(site());
    let unit = unit(&margin, 0, FIRST);
    let answer = margin.send(json!({ "source": { "unit": unit } }));
    let source: Value = serde_json::from_str(answer.body()).unwrap();
    assert_eq!(source["markdown"], "**Ann:** The lamp was lit at noon, they say.");
    // Another editor changes the markup of the turn, and its words stay.
    let other = PAGE.replace("lamp was", "*lamp* was");
    margin.serving.site.write("content/a.md", &other);
    let edit =
        json!({ "edit": { "unit": unit, "before": source["markdown"], "markdown": "**Ann:** Mine." } });
    let answer = margin.send(edit);
    assert_eq!(answer.status(), 409);
    let conflict: Value = serde_json::from_str(answer.body()).unwrap();
    assert_eq!(conflict["now"], "**Ann:** The *lamp* was lit at noon, they say.");
    let text = json!({ "correct": { "words": words(&margin, 3, 7), "text": "x" } });
    margin.serving.site.write("content/a.md", other.replace("noon", "night"));
    assert_eq!(margin.send(text).status(), 409, "the words are no longer those that were selected");
    assert_eq!(margin.read("content/a.md"), other.replace("noon", "night"));
}

#[test]
fn what_another_editor_wrote_is_not_taken_back() {
    let margin = Margin::start(site());
    assert_eq!(margin.send(json!({ "quote": { "words": words(&margin, 3, 7) } })).status(), 200);
    let other = margin.read("content/a.md") + "\n**Bo:** More.\n";
    margin.serving.site.write("content/a.md", &other);
    assert_eq!(margin.send(json!({ "undo": {} })).status(), 409);
    assert_eq!(margin.read("content/a.md"), other);
}

#[test]
fn a_note_of_ten_megabytes_is_refused() {
    let margin = Margin::start(site());
    let action = note(&margin, &"long ".repeat(2 << 20));
    let body = json!({ "page": "/a/", "action": action }).to_string();
    let headers = format!(
        "Origin: http://localhost\r\nContent-Type: application/json\r\nPostil-Token: {}\r\n",
        margin.token
    );
    // The server may answer before it has all, and a half is enough for that.
    let length = body.len();
    let half = &body[..body.len() / 2];
    let answer = margin.serving.raw_part(&format!(
        "POST /__postil/margin HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{half}"
    ));
    assert_eq!(answer.status(), 413);
    assert!(!margin.serving.site.path("content/a.notes.md").exists());
}

#[test]
fn two_requests_at_once_are_both_written() {
    let margin = Margin::start(site());
    let comments: Vec<String> = (0..8).map(|number| format!("Comment number {number}.")).collect();
    std::thread::scope(|scope| {
        for comment in &comments {
            let margin = &margin;
            scope.spawn(move || assert_eq!(margin.send(note(margin, comment)).status(), 200));
        }
    });
    let notes = margin.read("content/a.notes.md");
    assert!(comments.iter().all(|comment| notes.contains(comment)), "{notes}");
}

#[test]
fn hostile_notes_stay_words() {
    let margin = Margin::start(site());
    let comment = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>";
    let preview = margin.send(json!({ "preview": { "comment": comment } }));
    let html: Value = serde_json::from_str(preview.body()).unwrap();
    let html = html["html"].as_str().unwrap();
    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("href"), "{html}");
    assert_eq!(margin.send(note(&margin, "# A heading")).status(), 422);
    assert_eq!(margin.send(note(&margin, "   ")).status(), 422);
    assert!(!margin.serving.site.path("content/a.notes.md").exists());
}
