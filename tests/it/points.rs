//! Key points that lead to their passages, and the page of key quotes.

use crate::site::Site;

fn text(points: &str) -> String {
    format!(
        "+++\ndate = 2001-02-03\npoints = [{points}]\n+++\n\n## Part\n\n**Ann** [0:10]: ==Words & such==.\n\n**Ben** [1:00]: Yes.\n\n**Ann:** No.\n\n**Ben:** So.\n"
    )
}

#[test]
fn points_lead_to_their_passages_in_either_theme() {
    let points = "\"One {to=#part}\", \"Two {at=1:30}\", \"A set {a, b}\"";
    for theme in ["default", "edition"] {
        let site = Site::empty().with("site.toml", format!("title = \"Test\"\ntheme = \"{theme}\"\n"));
        expect_points(&site.with("content/a.md", text(points)));
    }
}

fn expect_points(site: &Site) {
    site.build(&[]).expect(0);
    let page = site.read("public/a/index.html");
    assert!(page.contains("<li><a href=\"#part\">One</a></li>"), "{page}");
    let turn =
        page.split(" data-start=60>").next().and_then(|before| before.rsplit(" id=").next()).expect("a turn");
    let anchor = turn.split(' ').next().unwrap();
    assert!(page.contains(&format!("<li><a href=\"#{anchor}\">Two</a></li>")), "{anchor}");
    assert!(page.contains("<li>A set {a, b}</li>"));
    let copy = site.read("public/a/transcript.md");
    assert!(copy.contains("One {to=#part}") && copy.contains("Two {at=1:30}"), "{copy}");
}

#[test]
fn a_point_that_leads_nowhere_is_an_error() {
    for (point, complaint) in [
        ("x {to=#part2}", "there is no permalink `part2`"),
        ("x {at=0:05}", "nothing is said at that time"),
        ("x {at=soon}", "`soon` is not a time"),
    ] {
        let run = Site::new().with("content/a.md", text(&format!("\"{point}\""))).build(&[]).expect(1);
        assert!(run.err.contains(complaint) && run.err.contains("content/a.md:3:"), "{}", run.err);
    }
}

#[test]
fn key_quotes_are_listed_with_their_speakers() {
    let site = Site::new().with("content/a.md", text("")).with("content/a.de.md", text(""));
    site.build(&[]).expect(0);
    let page = site.read("public/quotes/index.html");
    assert_eq!(page.matches("“Words &amp; such”</a></blockquote>").count(), 1, "translations repeat them");
    assert!(page.contains("<p class=\"name\">Ann</p>"), "{page}");
    assert!(page.contains("href=\"../a/index.html#"), "{page}");
}

#[test]
fn key_quotes_in_lists_keep_their_emphasis() {
    let page = "**Ann:** ==They read *Hart’s Rules* and `proof`==, and ==**all of this is bold**==.\n\n**Bo:** Yes.\n\n**Ann:** So.\n";
    let site = Site::new().with("content/a.md", page);
    site.build(&[]).expect(0);
    let quotes = site.read("public/quotes/index.html");
    let said = |words: &str| quotes.contains(&format!("\">{words}</a></blockquote>"));
    assert!(said("“They read <em>Hart’s Rules</em> and <code>proof</code>”"), "{quotes}");
    assert!(said("“all of this is bold”"), "nothing stands out where all is bold: {quotes}");
}

#[test]
fn a_site_without_key_quotes_has_no_page_of_them() {
    let site = Site::new().with("content/b.md", "**A:** x\n\n**B:** y\n\n**A:** z\n");
    site.build(&[]).expect(0);
    assert!(!site.path("public/quotes").exists());
}

#[test]
fn bold_statements_are_key_quotes_where_the_site_asks_for_it() {
    let page = "+++\nspeakers = [\"Ann\", \"Ben\"]\n+++\n\
        **Ann:** So **nobody ever asked the river what it wanted**, and that is **very bad**.\n\n\
        **Ben:** **And why did nobody ask the people who lived on its banks?**\n\n\
        **Ann:** ==**It told us all the same in the end**==, and **你們從來沒有問過那條河**.\n";
    let site = Site::new().with("content/a.md", page);
    site.build(&[]).expect(0);
    assert_eq!(site.read("public/a/index.html").matches("id=\"quote-").count(), 1);
    site.write("site.toml", "title = \"Test\"\n[quotes]\nbold = true\n");
    site.build(&[]).expect(0);
    let html = site.read("public/a/index.html");
    assert_eq!(html.matches("id=\"quote-").count(), 3, "{html}");
    assert!(html.contains("id=\"quote-nobody-ever-asked"), "{html}");
    let quotes = site.read("public/quotes/index.html");
    assert!(quotes.contains("nobody ever asked the river") && !quotes.contains("very bad"), "{quotes}");
}
