//! The review of notes whose words are in doubt: what is shown, and what a decision writes.

use postil::load;
use postil::pipeline::{Drafts, Request, Trust};
use postil::render::Options;
use postil::resolve::DraftNotes;
use postil::review::{NoteDecision, Review, ReviewItem};

use crate::site::Site;

const PAGE: &str = "+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n**Ann:** [00:10] The company was nearly out of money that spring.\n\n\
**Bo:** Nothing else was said for a while, and then they went home. It rained all night.\n\n\
**Ann:** We worked in small groups of two, and nobody minded at all.\n";
const NOTES: &str = "## money\n\n> The company was ==nearly out of money== that spring.\n\nEleven weeks.\n\n\
> It rained all night.\n\n{by=cy}\nThe records of the station say so.\n\n> in ==small== groups\n\nThree, in fact.\n";

/// A site whose record is older than its text: words were corrected, cut and replaced.
fn corrected() -> Site {
    let site = Site::new().with("content/a.md", PAGE).with("content/a.notes.md", NOTES);
    site.write("site.toml", "title = \"T\"\n[people.cy]\nname = \"Cy Lee\"\n");
    site.postil(&["permalinks"]).expect(0);
    let page =
        PAGE.replace("nearly out of money", "nearly out of all money").replace(" It rained all night.", "");
    site.write("content/a.md", page.replace("small groups", "large groups"));
    site
}

fn review(site: &Site) -> (Review, Vec<ReviewItem>) {
    let request = Request {
        root: site.path("."),
        base_url: None,
        theme: None,
        drafts: Drafts::Leave,
        draft_notes: DraftNotes::Leave,
        trust: Trust::Full,
        options: Options::default(),
        edition: Default::default(),
    };
    load::open(&request.root).unwrap();
    let review = Review::new(&request).unwrap();
    let items = review.items().collect();
    (review, items)
}

fn decide(site: &Site, at: usize, decision: NoteDecision) -> bool {
    let (review, items) = review(site);
    let Some(fix) = review.fix(&items[at], decision) else { return false };
    postil::edit::FileEdit::new(review.source_of(&items[at]), &[&fix]).apply(&review.folder).unwrap();
    true
}

#[test]
fn old_words_stand_beside_new_ones() {
    let (_, items) = review(&corrected());
    assert_eq!(items.len(), 3, "{items:#?}");
    let [money, rain, small] = items.try_into().unwrap();
    assert_eq!(
        (money.old.words.as_str(), money.candidates[0].passage.words.as_str()),
        ("nearly out of money", "nearly out of all money")
    );
    assert_eq!(money.candidates[0].place, "Ann, 0:10");
    assert_eq!((money.old.before.as_str(), money.old.after.as_str()), ("The company was ", " that spring."));
    assert_eq!((rain.author.as_str(), rain.candidates.len()), ("Cy Lee", 0));
    assert_eq!(small.candidates[0].passage.words, "large");
    assert_eq!(small.line, 12);
}

#[test]
fn a_candidate_that_is_taken_is_quoted() {
    let site = corrected();
    assert!(decide(&site, 2, NoteDecision::Take(0)));
    assert!(site.read("content/a.notes.md").ends_with("> large\n\nThree, in fact.\n"));
    assert_eq!(review(&site).1.len(), 2);
    assert!(!decide(&site, 1, NoteDecision::Take(0)), "there is nothing to take");
}

#[test]
fn an_orphan_is_marked_in_its_heading() {
    let site = corrected();
    assert!(decide(&site, 1, NoteDecision::KeepAsOrphan));
    assert!(
        site.read("content/a.notes.md").contains("Eleven weeks.\n\n## {orphan}\n\n> It rained all night.")
    );
    assert!(decide(&site, 0, NoteDecision::KeepAsOrphan));
    assert!(site.read("content/a.notes.md").starts_with("## money {orphan}\n\n> The company"));
    assert_eq!(review(&site).1.len(), 1);
    site.postil(&["permalinks"]).expect(0);
    assert_eq!(review(&site).1.len(), 1, "a new record decides nothing");
    site.write("content/a.notes.md", "## money {at=00:10}\n\n> nearly out of money\n\nEleven weeks.\n");
    assert!(decide(&site, 0, NoteDecision::KeepAsOrphan));
    assert!(site.read("content/a.notes.md").starts_with("## money {at=00:10 orphan}\n"));
}

#[test]
fn a_decision_about_a_file_that_changed_meanwhile_is_refused() {
    let site = corrected();
    let (review, items) = review(&site);
    let fix = review.fix(&items[0], NoteDecision::Take(0)).unwrap();
    let other = NOTES.replace("Eleven", "Twelve");
    site.write("content/a.notes.md", &other);
    let refused = postil::edit::FileEdit::new(review.source_of(&items[0]), &[&fix]).apply(&review.folder);
    assert!(matches!(refused, Err(postil::edit::EditError::Changed(_))));
    assert_eq!(site.read("content/a.notes.md"), other);
}

#[test]
fn several_decisions_about_one_file_are_written_one_by_one() {
    let site = corrected();
    let (review, items) = review(&site);
    let mut editor = postil::edit::FileEditor::new(review.source_of(&items[0]));
    for (item, decision) in
        items.iter().zip([NoteDecision::Take(0), NoteDecision::KeepAsOrphan, NoteDecision::Take(0)])
    {
        editor.write(review.fix(item, decision).unwrap(), &review.folder).unwrap();
    }
    let expected = "## money\n\n> nearly out of all money\n\nEleven weeks.\n\n\
        ## {orphan}\n\n> It rained all night.\n\n{by=cy}\nThe records of the station say so.\n\n> large\n\nThree, in fact.\n";
    assert_eq!(site.read("content/a.notes.md"), expected);
}
