//! Series: the place of a page in one, and collections that are listed by season.

use super::address::fragment;
use super::pages::Frame;
use super::paging;
use super::view::{ChoiceView, SeasonView, SeriesView};
use crate::model::{Collection, Page, PageId};
use crate::text::slug::slug;

impl Frame<'_> {
    /// The place of a page in its series.
    pub(super) fn series_of(&self, id: PageId, page: &Page) -> Option<SeriesView> {
        let series = self.renderer.overview.series(self.site, id)?;
        let place = &page.document.front.series;
        let season = place.season.map(|number| self.strings.fill("season", &self.strings.number(number)));
        let href = (!series.address.is_empty()).then(|| self.root.page(&series.address));
        Some(SeriesView { title: series.title.clone(), href, season, episode: self.strings.episode(place) })
    }

    /// `pages` by season; none if the collection is in another order.
    pub(super) fn seasons(&self, collection: &Collection, pages: &[&Page]) -> Vec<SeasonView> {
        if !collection.is_by_season {
            return Vec::new();
        }
        let items = self.list().items_with_timelines(pages);
        let mut seasons: Vec<SeasonView> = Vec::new();
        for (page, item) in pages.iter().zip(items) {
            let title = self.season_title(collection, page);
            match seasons.last_mut() {
                Some(last) if last.title == title => last.items.push(item),
                _ => seasons.push(SeasonView { id: season_id(&title), title, items: vec![item] }),
            }
        }
        seasons
    }

    /// The seasons of a collection and how many pages each has, which lead to their headings.
    pub(super) fn season_choices(&self, address: &str, collection: &Collection) -> Vec<ChoiceView> {
        let mut choices: Vec<ChoiceView> = Vec::new();
        for (at, &id) in collection.pages.iter().enumerate().filter(|_| collection.is_by_season) {
            let label = self.season_title(collection, self.site.page(id));
            match choices.last_mut().filter(|last| last.label == label) {
                Some(last) => last.count += 1,
                None => {
                    let part = paging::address(address, paging::part_of(at));
                    let href = self.root.page(&part) + &fragment(&season_id(&label));
                    choices.push(ChoiceView { label, href, count: 1 });
                }
            }
        }
        choices
    }

    fn season_title(&self, collection: &Collection, page: &Page) -> String {
        let title = |page: &Page| page.document.front.series.title.clone();
        let is_of_one = collection.pages.iter().all(|&id| title(self.site.page(id)) == title(page));
        let own = if is_of_one { None } else { title(page) };
        let season = page.document.front.series.season;
        let season = season.map(|number| self.strings.fill("season", &self.strings.number(number)));
        match (own, season) {
            (Some(title), Some(season)) => format!("{title}: {season}"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => self.strings.get("other_episodes").to_string(),
        }
    }
}

fn season_id(title: &str) -> String {
    format!("_{}", slug(title))
}
