//! The session itself: its beginning and end, broken messages, and texts that belong to no site.

use serde_json::json;

use super::client::Editor;
use crate::site::Site;

const PAGE: &str = "# T\n\nWords[^a].\n\n[^a]: A note.\n";

fn site() -> Site {
    Site::new().with("content/a.md", PAGE)
}

#[test]
fn session_begins_and_ends_in_order() {
    let site = site();
    let mut editor = Editor::new(&site.path("."));
    let early = editor.ask("textDocument/hover", json!({}));
    assert_eq!(editor.answer(early)["error"]["code"], -32002, "a request before the session begins");
    let begun = editor.request("initialize", json!({ "capabilities": {} }));
    assert_eq!(begun["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(begun["serverInfo"]["name"], "postil");
    let again = editor.ask("initialize", json!({ "capabilities": {} }));
    assert_eq!(editor.answer(again)["error"]["code"], -32600);
    editor.request("shutdown", json!(null));
    let late = editor.ask("textDocument/hover", json!({}));
    assert_eq!(editor.answer(late)["error"]["code"], -32600);
    editor.notify("exit", json!(null));
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn server_ends_with_its_editor() {
    let site = site();
    let mut editor = Editor::start(&site.path("."));
    editor.open("content/a.md", PAGE);
    editor.notify("exit", json!(null));
    assert_eq!(editor.end(), Some(1), "an end without a shutdown");
    let mut editor = Editor::start(&site.path("."));
    editor.open("content/a.md", PAGE);
    assert_eq!(editor.end(), Some(0), "an editor that goes away");
}

#[test]
fn editor_chooses_the_unit_of_columns() {
    let site = site();
    for (offered, chosen) in [(&["utf-16", "utf-8"][..], "utf-8"), (&["utf-32"], "utf-32"), (&[], "utf-16")] {
        let mut editor = Editor::new(&site.path("."));
        let general = json!({ "general": { "positionEncodings": offered } });
        let begun = editor.request("initialize", json!({ "capabilities": general }));
        assert_eq!(begun["capabilities"]["positionEncoding"], chosen);
    }
}

#[test]
fn columns_are_those_of_the_chosen_unit() {
    let text = "# T\n\n中𐐀 [x](gone.md)\n";
    let site = Site::new().with("content/a.md", text);
    for (unit, column) in [("utf-8", 8), ("utf-16", 4), ("utf-32", 3)] {
        let mut editor = Editor::start_with(&site.path("."), &[unit]);
        editor.open("content/a.md", text);
        let found = editor.problems_of("content/a.md");
        let place = format!("3:{} warning[broken-link]", column + 1);
        assert!(found[0].starts_with(&place), "{unit}: {found:?}");
    }
}

#[test]
fn broken_messages_are_answered_and_the_session_goes_on() {
    let site = site();
    let mut editor = Editor::start(&site.path("."));
    editor.write(b"Content-Length: 5\r\n\r\n{\"a\":");
    let answer = editor.wait(|message| message["id"].is_null());
    assert_eq!(answer["error"]["code"], -32700);
    editor.write(b"Content-Length: 2\r\n\r\n[]");
    let answer = editor.wait(|message| message["id"].is_null() && message.get("method").is_none());
    assert_eq!(answer["error"]["code"], -32600);
    let unknown = editor.ask("textDocument/fly", json!({}));
    assert_eq!(editor.answer(unknown)["error"]["code"], -32601);
    let nothing = editor.ask("textDocument/hover", json!({ "position": 3 }));
    assert_eq!(editor.answer(nothing)["error"]["code"], -32602);
    editor.open("content/a.md", PAGE);
    let uri = editor.uri("content/a.md");
    let bad = json!({ "textDocument": { "uri": uri }, "position": { "line": "x" } });
    let bad = editor.ask("textDocument/hover", bad);
    assert_eq!(editor.answer(bad)["error"]["code"], -32602);
    for params in [json!(null), json!([]), json!({ "textDocument": 3 })] {
        editor.notify("textDocument/didOpen", params.clone());
        editor.notify("textDocument/didChange", params.clone());
        editor.notify("$/cancelRequest", params);
    }
    let hover = editor.at("textDocument/hover", "content/a.md", "[^a]", 2, json!({}));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("A note."), "{hover}");
}

#[test]
fn changes_out_of_order_and_out_of_range_do_no_harm() {
    let site = site();
    let mut editor = Editor::start(&site.path("."));
    editor.change("content/a.md", json!([{ "text": "before it was opened" }]));
    editor.close("content/a.md");
    editor.open("content/a.md", PAGE);
    let far = json!({ "start": { "line": 900, "character": 4 }, "end": { "line": 2, "character": 4000 } });
    editor.change("content/a.md", json!([{ "range": far, "text": "\n\n[^b]: Unused.\n" }]));
    let found = editor.problems_of("content/a.md");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[1].contains("nothing refers to the note `b`"), "{found:?}");
}

#[test]
fn cancelled_request_gets_one_answer() {
    let site = site();
    let mut editor = Editor::start(&site.path("."));
    editor.open("content/a.md", PAGE);
    let uri = editor.uri("content/a.md");
    // The first check is still under way, and the request waits for it.
    let id = editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
    editor.notify("$/cancelRequest", json!({ "id": id }));
    let answer = editor.answer(id);
    assert!(answer["error"]["code"] == -32800 || answer["result"].is_array(), "{answer}");
    let other = editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
    let next = editor.wait(|message| message["id"] == id || message["id"] == other);
    assert_eq!(next["id"], other, "no second answer");
}

#[test]
fn texts_outside_a_site_are_left_alone() {
    let site = Site::empty().with("notes.md", PAGE);
    let mut editor = Editor::start(&site.path("."));
    editor.open("notes.md", PAGE);
    let hover = editor.at("textDocument/hover", "notes.md", "[^a]", 2, json!({}));
    assert!(hover.is_null());
    assert_eq!(editor.said.len(), 1);
    assert!(editor.said[0].contains("no folder around it has a site.toml"), "{:?}", editor.said);
    let document =
        json!({ "uri": "untitled:Untitled-1", "languageId": "markdown", "version": 1, "text": "x" });
    editor.notify("textDocument/didOpen", json!({ "textDocument": document }));
    let untitled = json!({ "textDocument": { "uri": "untitled:Untitled-1" } });
    assert!(editor.request("textDocument/documentSymbol", untitled).is_null());
}

#[test]
fn several_sites_are_checked_side_by_side() {
    let site =
        Site::empty().with("one/site.toml", "title = \"One\"\n").with("two/site.toml", "title = \"Two\"\n");
    let text = "# T\n\n[x](b.md)\n";
    let site = site.with("one/content/a.md", text).with("two/content/a.md", text);
    let site = site.with("two/content/b.md", "# B\n\nB.\n");
    let mut editor = Editor::start(&site.path("."));
    for path in ["one/content/a.md", "two/content/a.md"] {
        editor.open(path, text);
        let uri = editor.uri(path);
        editor.request("textDocument/foldingRange", json!({ "textDocument": { "uri": uri } }));
    }
    let count = |editor: &Editor, path: &str| editor.problems.get(&editor.uri(path)).map_or(0, Vec::len);
    assert_eq!(count(&editor, "one/content/a.md"), 1, "{:?}", editor.problems);
    assert_eq!(count(&editor, "two/content/a.md"), 0, "{:?}", editor.problems);
}

#[test]
fn settings_that_break_are_a_problem_of_their_file() {
    let site = site();
    let mut editor = Editor::start(&site.path("."));
    editor.open("site.toml", "title = \"Test\"\n");
    editor.open("content/a.md", PAGE);
    assert_eq!(editor.problems_of("site.toml"), Vec::<String>::new());
    editor.replace("site.toml", "title = \"Test\nlanguage = en\n");
    let found = editor.problems_of("site.toml");
    assert!(found.iter().all(|found| found.contains("error[bad-toml]")) && !found.is_empty(), "{found:?}");
    let hover = editor.at("textDocument/hover", "content/a.md", "[^a]", 2, json!({}));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("A note."), "pages are still read");
    editor.replace("site.toml", "title = \"Test\"\n");
    assert_eq!(editor.problems_of("site.toml"), Vec::<String>::new());
}

#[test]
fn site_that_goes_away_is_said_once() {
    let site = site();
    let mut editor = Editor::start(&site.path("."));
    editor.open("content/a.md", PAGE);
    editor.sync();
    site.delete("site.toml");
    // The text is known to be the site's as long as its folder was; then it is nobody's.
    let uri = editor.uri("content/a.md");
    editor.replace("content/a.md", "# T\n\nOther words.\n");
    let symbols = editor.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
    assert!(symbols.is_null(), "{symbols}");
}
