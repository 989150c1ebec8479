//! Replies: notes of their own, where the note is that they answer.

use serde_json::Value;

use crate::site::Site;

const PAGE: &str = "+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n**Ann:** They gave us ==half a pint of milk==[^milk] every forenoon.\n\n\
**Bo:** Nothing else was said for a while.\n\n[^milk]: {by=cy} In many trades.\n";

fn site(page: &str, notes: &str) -> Site {
    let site = Site::new().with("content/a.md", page).with("content/a.notes.md", notes);
    let people = "[people.cy]\nname = \"Cy\"\n[people.dee]\nname = \"Dee\"\n";
    site.write("site.toml", format!("title = \"T\"\nbase_url = \"https://a.example/\"\n{people}"));
    site
}

#[test]
fn a_reply_stands_behind_the_note_that_it_answers_and_leads_to_it() {
    let notes = "## dee-1 {re=milk}\n\n{by=dee date=2026-01-02}\nNot in this one.\n\n\
        > Nothing else was said\n\nA pause.\n\n## {re=dee-1}\n\nThe minutes agree.\n";
    let site = site(PAGE, notes);
    site.build(&[]).expect(0);
    let page = site.read("public/a/index.html");
    let order: Vec<usize> = ["In many trades", "Not in this one", "The minutes agree", "A pause."]
        .iter()
        .map(|text| page.find(text).expect(text))
        .collect();
    assert!(order.is_sorted(), "{order:?}");
    assert!(page.contains("<p class=\"note-reply\"><a href=\"#note-milk\">Reply to Note 1</a>"), "{page}");
    assert!(page.contains("<a href=\"#note-dee-1\">Reply to Note 2</a>"));
    assert!(page.contains("data-by=\"dee\""), "it can be chosen by its author");
    assert!(
        site.read("public/notes/by/index.html").contains("Not in this one."),
        "it is listed under its author"
    );
    let json: Value = serde_json::from_str(&site.read("public/a/notes.json")).unwrap();
    let reply = &json["items"][1];
    assert_eq!(
        (reply["motivation"].as_str(), reply["target"][0].as_str()),
        (Some("replying"), Some("https://a.example/a/#note-milk"))
    );
}

#[test]
fn a_footnote_may_be_a_reply_where_it_stands() {
    let page = PAGE.replace("[^milk] every", "[^milk][^dee] every") + "[^dee]: {re=milk by=dee} Not here.\n";
    let site = site(&page, "");
    site.build(&[]).expect(0);
    let page = site.read("public/a/index.html");
    assert!(page.contains("Reply to Note 1") && page.matches("href=\"#note-dee\"").count() >= 1);
    assert!(!page.contains("ref-dee-2"), "it has one reference");
}

#[test]
fn a_reply_to_nothing_or_in_a_circle_is_an_error() {
    let run = site(PAGE, "## {re=mlik}\n\nNo.\n").postil(&["check"]).expect(1);
    assert!(
        run.err.contains("error[undefined-note]: there is no note `mlik` on this page to reply to"),
        "{}",
        run.err
    );
    let run = site(PAGE, "## x {re=y}\n\nNo.\n\n## y {re=x}\n\nYes.\n").postil(&["check"]).expect(1);
    assert!(run.err.contains("no note `x`"), "{}", run.err);
}

#[test]
fn replies_and_notes_on_the_page_come_back_from_what_is_exported() {
    let notes = "## milk\n\n> half a pint of milk\n\n{by=cy date=2026-01-01}\nIn many trades.\n\n## dee-1 {re=milk}\n\n{by=dee date=2026-01-02}\nNot in this one.\n\n\
        ## whole {page}\n\n{by=dee date=2026-01-03}\nA fine talk.\n";
    let plain = PAGE.split("[^milk]:").next().unwrap().replace("==", "").replace("[^milk]", "");
    let site = site(&plain, notes);
    site.build(&[]).expect(0);
    let exported = site.read("public/a/notes.json");
    site.write("notes.json", exported.clone());
    site.postil(&["import", "notes.json", "--to", "new"]).expect(0);
    let again = site.read(&site.files("new").iter().map(|path| format!("new/{path}")).next().unwrap());
    site.write("content/a.notes.md", again.clone());
    let run = site.build(&[]);
    assert_eq!(run.code, 0, "{}\n{again}", run.err);
    assert_eq!(site.read("public/a/notes.json"), exported, "{again}");
}

#[test]
fn import_offers_the_people_that_the_site_lacks_once() {
    let row = |id: &str, who: &str| {
        format!(
            r#"{{"id":"{id}","uri":"https://a.example/a/","user":"acct:{who}@hypothes.is","text":"Hm.","tags":["fact"],
            "target":[{{"selector":[{{"type":"TextQuoteSelector","exact":"half a pint"}}]}}]}}"#
        )
    };
    let site = site(PAGE, "");
    let rows = ["cy", "eve", "eve"].map(|who| row(who, who)).join(",");
    site.write("export.json", format!(r#"{{"annotations":[{rows}]}}"#));
    let run = site.postil(&["import", "export.json", "--replace", "--tag-kinds", "fact,cite"]).expect(0);
    assert_eq!(run.out.matches("[people.eve]").count(), 1, "{}", run.out);
    assert!(!run.out.contains("[people.cy]"), "{}", run.out);
    assert!(site.read("content/a.notes.md").contains("## fact:hm"), "{}", site.read("content/a.notes.md"));
}
