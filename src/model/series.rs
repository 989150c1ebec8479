//! Series, their seasons and episodes.

use serde::{Deserialize, Serialize};

use super::{Page, PageId};

/// The place of a page in a series, as its front matter or its folder says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesPlace {
    /// The title of the series; its folder is the series when there is none.
    pub title: Option<String>,
    /// The number of the season.
    pub season: Option<u32>,
    /// The number of the episode, within its season where there are seasons.
    pub episode: Option<u32>,
    /// The sort of episode.
    pub sort: EpisodeSort,
}

/// The sorts of episodes that programs for podcasts tell apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum EpisodeSort {
    /// A whole one.
    #[default]
    Full,
    /// A few minutes that announce others.
    Trailer,
    /// One beside the series: behind the scenes, an extra.
    Bonus,
}

impl EpisodeSort {
    /// All sorts.
    pub const ALL: [EpisodeSort; 3] = [EpisodeSort::Full, EpisodeSort::Trailer, EpisodeSort::Bonus];

    /// The sort with this name.
    pub fn from_name(name: &str) -> Option<EpisodeSort> {
        EpisodeSort::ALL.into_iter().find(|sort| sort.name() == name)
    }

    /// The name in feeds and in front matter.
    pub fn name(self) -> &'static str {
        match self {
            EpisodeSort::Full => "full",
            EpisodeSort::Trailer => "trailer",
            EpisodeSort::Bonus => "bonus",
        }
    }
}

impl SeriesPlace {
    /// Returns true for a page that is part of a series.
    pub fn is_in_series(&self) -> bool {
        *self != SeriesPlace::default()
    }

    /// The same with what `defaults` has where nothing is said.
    #[must_use]
    pub fn or(self, defaults: &SeriesPlace) -> SeriesPlace {
        SeriesPlace {
            title: self.title.or_else(|| defaults.title.clone()),
            season: self.season.or(defaults.season),
            ..self
        }
    }
}

/// The pages of one series, from the first episode to the last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// The title.
    pub title: String,
    /// The address of the innermost folder that has all of its pages.
    pub address: String,
    /// Its pages.
    pub pages: Vec<PageId>,
}

impl Series {
    /// Brings the pages into the order of their episodes. Numbers are certain where each episode has one; where some,
    /// such as trailers, have none, days say between which others they belong.
    pub fn sort(&mut self, pages: &[Page]) {
        let page = |id: PageId| &pages[id.0 as usize];
        let is_numbered = self.pages.iter().all(|&id| page(id).document.front.series.episode.is_some());
        self.pages.sort_by_cached_key(|&id| {
            let front = &page(id).document.front;
            let episode = front.series.episode;
            let first = if is_numbered { episode } else { None };
            (front.series.season, first, front.date, episode, page(id).title.clone())
        });
    }
}
