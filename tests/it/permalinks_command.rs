//! `postil permalinks`: what it writes, and what a changed site then says.

use crate::site::Site;

const PAGE: &str = "+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n## Money\n\n**Ann:** The company was nearly out of money that spring, as everybody knew.\n\n\
**Bo:** Nothing else was said for a while, and then they all went home.\n\n**Ann:** Yes[^why].\n\n[^why]: Because.\n";

fn recorded() -> Site {
    let site = Site::new().with("content/talks/a.md", PAGE);
    site.postil(&["permalinks"]).expect(0);
    site
}

#[test]
fn a_record_is_written_once_for_each_page() {
    let site = recorded();
    let record = site.read("anchors/talks/a.txt");
    assert!(
        record.contains("page\t/talks/a/\nsection\tmoney\t")
            && record.contains("\nturn\tann-the-company-was-nearly-"),
        "{record}"
    );
    assert!(record.contains("\nnote\twhy\t"), "{record}");
    let run = site.postil(&["permalinks"]).expect(0);
    assert_eq!(run.out, "5 permalinks are recorded: commit anchors/ with the site\n");
}

#[test]
fn a_corrected_turn_keeps_its_anchor_in_the_page() {
    let site = recorded();
    site.write(
        "content/talks/a.md",
        PAGE.replace("The company was", "Our company really was").replace("Money", "Debt"),
    );
    site.build(&[]).expect(0);
    let page = site.read("public/talks/a/index.html");
    assert!(page.contains("id=ann-the-company-was-nearly-"), "{page}");
    assert!(
        page.contains("<span class=\"former\" id=\"money\"></span>"),
        "the section's old anchor leads to it"
    );
}

const PREFACE: &str = "+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\nRecorded in the reading room of the harbour museum on a wet afternoon.\n\n\
Our thanks go to the volunteers who typed these pages during two long winters.\n\n**Ann:** Yes, I remember all of it well.\n\n\
## Money\n\nThe next part was recorded a week later in the kitchen of her sister.\n\n**Ann:** There was none at all in those days.\n";

/// A site with three paragraphs before turns, whose permalinks are recorded, and these permalinks.
fn recorded_paragraphs() -> (Site, Vec<String>) {
    let site = Site::new().with("content/a.md", PREFACE);
    site.postil(&["permalinks"]).expect(0);
    let record = site.read("anchors/a.txt");
    let ids = record.lines().filter_map(|line| line.strip_prefix("para\t"));
    let ids: Vec<String> = ids.map(|line| line.split('\t').next().unwrap().to_string()).collect();
    assert_eq!(ids.len(), 3, "{record}");
    (site, ids)
}

fn page_after(site: &Site, source: &str) -> String {
    site.write("content/a.md", source);
    site.build(&[]).expect(0);
    site.read("public/a/index.html")
}

#[test]
fn paragraphs_before_turns_keep_their_permalinks() {
    let (site, ids) = recorded_paragraphs();
    let changed = PREFACE
        .replace("Recorded in the", "This was recorded in the large")
        .replace(
            "Our thanks go",
            "A new paragraph of its own with words nobody had written.\n\nWe owe our thanks",
        )
        .replace("The next part", "What follows");
    let page = page_after(&site, &changed);
    for id in &ids {
        assert!(page.contains(&format!("<p id=\"{id}\">")), "{id}: {page}");
    }
    assert!(page.contains("large reading room") && page.contains("We owe our thanks"), "{page}");
}

#[test]
fn paragraphs_of_articles_keep_their_permalinks() {
    let article =
        "# On tides\n\nThe harbour fills twice a day.\n\n## Mud\n\nNobody walks there at low water.\n";
    let site = Site::new().with("content/a.md", article);
    site.postil(&["permalinks"]).expect(0);
    let before = page_after(&site, article);
    let id =
        before.split("<p id=\"nobody-walks").nth(1).and_then(|rest| rest.split('"').next()).expect("an ID");
    let page = page_after(
        &site,
        &article.replace("Nobody walks", "Before them: words.\n\nAlmost nobody ever walks"),
    );
    assert!(page.contains(&format!("<p id=\"nobody-walks{id}\">Almost nobody ever walks")), "{page}");
    let linked = article.replace("twice a day", &format!("[twice](#nobody-walks{id}) a day"));
    page_after(&site, &linked);
    let run = site.postil(&["check"]).expect(0);
    assert!(!run.err.contains("broken-anchor"), "{}", run.err);
}

#[test]
fn permalinks_of_joined_paragraphs_lead_to_both_until_they_are_split() {
    let (site, ids) = recorded_paragraphs();
    let joined = PREFACE.replace("afternoon.\n\nOur", "afternoon. Our");
    let page = page_after(&site, &joined);
    assert!(
        page.contains(&format!("<span class=\"former\" id=\"{}\"></span><p id=\"{}\">", ids[1], ids[0])),
        "{page}"
    );
    site.postil(&["permalinks"]).expect(0);
    let page = page_after(&site, &joined);
    assert!(page.contains(&format!("<p id=\"{}\">Recorded", ids[0])), "{page}");
    let page = page_after(&site, PREFACE);
    for (id, words) in ids.iter().zip(["Recorded", "Our thanks"]) {
        assert!(page.contains(&format!("<p id=\"{id}\">{words}")), "{id}: {page}");
    }
}

#[test]
fn permalinks_of_paragraphs_lead_on_where_their_words_went() {
    let (site, ids) = recorded_paragraphs();
    let spoken = PREFACE.replace("Our thanks go", "**Bo:** Our thanks go");
    let page = page_after(&site, &spoken);
    let turn = page.split("<article").find(|turn| turn.contains("volunteers")).unwrap();
    assert!(turn.contains(&format!("<span class=\"former\" id=\"{}\"></span>", ids[1])), "{turn}");
    let run = site.postil(&["check"]).expect(0);
    assert!(!run.err.contains("anchor-gone"), "{}", run.err);

    let gone =
        PREFACE.replace("The next part was recorded a week later in the kitchen of her sister.\n\n", "");
    let page = page_after(&site, &gone);
    let turn = page.split("<article").find(|turn| turn.contains("none at all")).unwrap();
    assert!(turn.contains(&format!("<span class=\"former\" id=\"{}\"></span>", ids[2])), "{turn}");
    let run = site.postil(&["check"]).expect(0);
    assert!(
        run.err.contains(&format!(
            "warning[anchor-gone]: the words at the published permalink `{}` are gone",
            ids[2]
        )),
        "{}",
        run.err
    );
}

#[test]
fn words_that_are_gone_leave_their_anchor_to_what_follows() {
    let site = recorded();
    let gone = "**Bo:** Nothing else was said for a while, and then they all went home.\n\n";
    site.write("content/talks/a.md", PAGE.replace(gone, ""));
    let run = site.postil(&["check"]).expect(0);
    assert!(
        run.err.contains(
            "warning[anchor-gone]: the words at the published permalink `bo-nothing-else-was-said-"
        ),
        "{}",
        run.err
    );
    site.build(&[]).expect(0);
    let page = site.read("public/talks/a/index.html");
    assert!(page.contains("<span class=\"former\" id=\"bo-nothing-else-was-said-"), "{page}");
}

#[test]
fn a_page_that_moved_is_missed_until_it_has_its_old_address() {
    let site = recorded();
    site.delete("content/talks/a.md");
    site.write("content/talks/b.md", PAGE);
    let run = site.postil(&["check"]).expect(0);
    assert!(run.err.contains("warning[address-gone]: there is no page at /talks/a/ any more"), "{}", run.err);
    assert!(
        run.err.contains("content/talks/b.md has its words: add aliases = [\"/talks/a/\"]"),
        "{}",
        run.err
    );
    site.write(
        "content/talks/b.md",
        PAGE.replace("+++\nspeakers", "+++\naliases = [\"/talks/a/\"]\nspeakers"),
    );
    let run = site.postil(&["check"]).expect(0);
    assert!(!run.err.contains("address-gone"), "{}", run.err);
    site.build(&[]).expect(0);
    assert!(site.read("public/talks/a/index.html").contains("http-equiv=\"refresh\""));
}

#[test]
fn a_record_spoilt_by_a_merge_is_an_error_with_its_place() {
    let site = recorded();
    let record = site.read("anchors/talks/a.txt");
    site.write("anchors/talks/a.txt", record.replace("section", "<<<<<<< HEAD\nsection"));
    let run = site.build(&[]).expect(1);
    assert!(
        run.err.contains("error[bad-anchor-record]") && run.err.contains("anchors/talks/a.txt:3:1"),
        "{}",
        run.err
    );
}

#[test]
fn the_former_name_of_the_command_still_works() {
    let site = Site::new().with("content/talks/a.md", PAGE);
    site.postil(&["pin"]).expect(0);
    assert!(site.read("anchors/talks/a.txt").contains("page\t/talks/a/"));
    assert!(!site.postil(&["--help"]).expect(0).out.contains(" pin "));
}
