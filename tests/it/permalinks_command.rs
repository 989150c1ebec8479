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
