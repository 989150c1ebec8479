//! A podcast's feed: RSS with the elements of iTunes and of the podcast namespace. Each episode becomes a page.

mod episode;
mod moment;

use self::episode::EpisodeReader;
use crate::formats::collection::CollectionReading;
use crate::formats::registry::{Format, FormatReader};
use crate::formats::shared::xml::read_xml;

pub use self::moment::day;

/// Feeds in the registry.
pub const FORMAT: Format = Format {
    id: "feed",
    name: "a podcast's feed (RSS)",
    extensions: &["xml", "rss"],
    units: "episodes",
    keeps: "[a page for each episode](#podcasts)",
    detect: |sample| {
        sample.markup_that(|text| {
            let start = &text[..text.floor_char_boundary(text.len().min(4000))];
            start.contains("<rss") && start.contains("<channel")
        })
    },
    read: FormatReader::Collection(read),
    write: None,
};

fn read(text: &str) -> Result<CollectionReading, String> {
    let mut reader = EpisodeReader::default();
    match read_xml(text, &mut reader) {
        // Episodes before a mistake are whole.
        Err(error) if reader.is_empty() => return Err(error),
        Err(error) => reader.left_out("episodes behind a mistake in the XML", error),
        Ok(()) => {}
    }
    Ok(reader.finish())
}
