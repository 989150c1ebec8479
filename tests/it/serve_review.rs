//! The review in the browser: who may look, and who may write.

use crate::serve::{Answer, Serving};
use crate::site::Site;

const DOUBTFUL: &str = "> The lamp was lit at noon.\n\nNobody says so.\n";

fn doubtful() -> Site {
    let page = "+++\nspeakers = [\"Ann\"]\n+++\n**Ann:** The lamp was lit at noon, they say.\n";
    let site = Site::new().with("content/a.md", page).with("content/a.notes.md", DOUBTFUL);
    site.postil(&["permalinks"]).expect(0);
    site.write("content/a.md", page.replace("lit at noon", "lit at high noon"));
    site
}

/// The value of an attribute that the review page has once.
fn attribute<'a>(page: &'a str, name: &str) -> &'a str {
    page.split(&format!("{name}=\"")).nth(1).unwrap_or_default().split('"').next().unwrap()
}

fn post(serving: &Serving, headers: &str, body: &str) -> Answer {
    let length = body.len();
    serving.raw(&format!(
        "POST /__postil/review HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    ))
}

#[test]
fn the_review_is_shown_and_writes_nothing_unless_asked_to() {
    let serving = Serving::start(doubtful());
    let page = serving.get("/__postil/review", "");
    assert_eq!(page.status(), 200);
    assert!(
        page.0.contains("<mark>The lamp was lit at <ins>high </ins>noon")
            && page.0.contains("class=\"read-only\"")
    );
    assert_eq!(attribute(&page.0, "data-token"), "");
    let headers = "Origin: http://localhost\r\nContent-Type: application/json\r\nPostil-Token: \r\n";
    assert_eq!(post(&serving, headers, "{}").status(), 405);
    assert_eq!(serving.site.read("content/a.notes.md"), DOUBTFUL);
}

#[test]
fn decisions_of_own_pages_alone_are_written() {
    let site = doubtful();
    let folder = site.path(".");
    let serving = Serving::start_in(site, &folder, &["--write"]);
    let page = serving.get("/__postil/review", "").0;
    let (id, token) = (attribute(&page, "data-id"), attribute(&page, "data-token"));
    let body = format!("{{\"id\":\"{id}\",\"quotation\":\"> The lamp was lit at high noon\"}}");
    let send = |origin: &str, kind: &str, token: &str, body: &str| {
        let headers = format!("Origin: {origin}\r\nContent-Type: {kind}\r\nPostil-Token: {token}\r\n");
        post(&serving, &headers, body).status()
    };
    let (own, json) = ("http://localhost", "application/json");
    assert_eq!(send("http://evil.example", json, token, &body), 403);
    assert_eq!(send(own, "text/plain", token, &body), 403);
    assert_eq!(send(own, json, "0123", &body), 403);
    assert_eq!(post(&serving, "", &body).status(), 403);
    assert_eq!(send(own, json, token, "{}"), 400);
    assert_eq!(send(own, json, token, &body.replace("high", "low")), 409);
    assert_eq!(serving.site.read("content/a.notes.md"), DOUBTFUL);
    assert_eq!(send(own, json, token, &body), 204);
    assert_eq!(
        serving.site.read("content/a.notes.md"),
        "> The lamp was lit at high noon\n\nNobody says so.\n"
    );
    assert_eq!(send(own, json, token, &body), 409, "it is decided");
    assert_eq!(
        serving
            .raw("DELETE /__postil/review HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .status(),
        405
    );
}
