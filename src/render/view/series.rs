//! Series, as templates see them.

use serde::Serialize;

use super::ItemView;

/// The place of a page in a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeriesView {
    /// The title of the series.
    pub title: String,
    /// The link to the list of its episodes, unless that is the home page.
    pub href: Option<String>,
    /// The season: `Season 2`.
    pub season: Option<String>,
    /// The episode: `Episode 12`, or `Trailer`.
    pub episode: Option<String>,
}

/// The pages of a season, or of a series.
#[derive(Clone, Debug, Serialize)]
pub struct SeasonView {
    /// The heading: `Season 2`, or the title of the series.
    pub title: String,
    /// The ID of the heading.
    pub id: String,
    /// The pages.
    pub items: Vec<ItemView>,
}
