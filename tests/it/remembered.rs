//! What a build remembers of the one before: never anything that is not so any more.

use std::collections::BTreeMap;

use postil::pipeline::{self, Drafts, Memory, Piece, Request};
use postil::render;
use postil::resolve::DraftNotes;

use crate::edits::{Random, count, edit};
use crate::site::Site;

/// Everything that can be seen of a site: what was said of it, and its files.
#[derive(PartialEq)]
struct Seen {
    said: String,
    files: Option<BTreeMap<String, Result<Vec<u8>, String>>>,
}

fn seen(request: &Request, memory: &mut Memory) -> Seen {
    let prepared = pipeline::prepare(request, memory).unwrap();
    let files = prepared.output.map(|output| {
        let made = |(path, piece)| match piece {
            Piece::Rendered(job) => (path, output.render_one(&job).map_err(|found| format!("{found:?}"))),
            Piece::Asset(bytes) | Piece::Made(bytes) => (path, Ok(bytes)),
            Piece::OnDisk(from) => (path, Ok(std::fs::read(from).unwrap())),
        };
        let index = output.index().into_iter().map(|(path, bytes)| (path, Ok(bytes)));
        output.pieces().into_iter().map(made).chain(index).collect()
    });
    Seen { said: format!("{:?} {:?}", prepared.outcome.diagnostics, prepared.outcome.counts), files }
}

/// After any series of edits, a build that remembers makes what one makes that does not.
#[test]
fn a_build_that_remembers_makes_what_a_clean_one_makes() {
    let site = Site::new();
    let request = Request {
        root: site.path("."),
        base_url: None,
        drafts: Drafts::Leave,
        draft_notes: DraftNotes::Show,
        options: render::Options::default(),
    };
    let (mut random, mut memory, mut good) = (Random(7), Memory::default(), 0);
    for number in 0..count(100) {
        edit(&site, &mut random);
        let remembering = seen(&request, &mut memory);
        let clean = seen(&request, &mut Memory::default());
        assert_eq!(remembering.said, clean.said, "after {number} edits");
        assert!(remembering.files == clean.files, "the files differ after {number} edits");
        good += usize::from(clean.files.is_some());
    }
    assert!(good > count(100) / 8, "most edits left nothing to compare: {good}");
}
