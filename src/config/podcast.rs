//! `[podcast]`: what programs for podcasts ask of a feed.

use super::read::{checked_place, image};
use crate::source::Located;
use crate::toml_reader::TomlTable;

/// A podcast, as its feed describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Podcast {
    /// Its picture: a path below `static/` or an address. Directories want a square of 1,400 to 3,000 pixels.
    pub image: Option<Located<String>>,
    /// Its categories in the words of Apple's list, an inner one behind ` > `: `Society & Culture > Documentary`.
    pub categories: Vec<String>,
    /// True for a podcast whose episodes are to be heard from the first on.
    pub is_serial: bool,
    /// True when it is not fit for children.
    pub explicit: bool,
    /// Its maker; the site's title when it does not say.
    pub author: Option<String>,
    /// The name of the owner, to whom a directory may write.
    pub owner: Option<String>,
    /// Their address for e-mail, which the feed makes public.
    pub email: Option<String>,
}

impl Podcast {
    pub(super) fn read(table: &mut TomlTable) -> Podcast {
        Podcast {
            image: checked_place(table, "image", image),
            categories: table.strings("categories").into_iter().map(|category| category.value).collect(),
            is_serial: table.choice("type", &[("episodic", false), ("serial", true)]).unwrap_or_default(),
            explicit: table.boolean("explicit").is_some_and(|explicit| explicit.value),
            author: table.string("author").map(|author| author.value),
            owner: table.string("owner").map(|owner| owner.value),
            email: table.string("email").map(|email| email.value),
        }
    }
}
