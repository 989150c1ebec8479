//! Metadata of a page for programs: Schema.org as JSON-LD, and Dublin Core.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::address::{encode, fragment, is_absolute, path_in_output};
use super::view::{IdentifierView, MediaView, MetadataView, PageView, PersonView};
use crate::config::Config;
use crate::model::{
    BlockKind, Document, KeyQuote, Page, PageKind, Section, SeriesPlace, Site, TOPICS, Topic, plain_text,
};
use crate::text::control;
use crate::text::excerpt::excerpt;

/// About how many characters of a description search engines show.
const DESCRIPTION: usize = 160;

/// The largest number of key quotes, and of sections of a recording, in the metadata.
const PARTS: usize = 50;

/// The metadata of `view`; `text` is the page it shows.
pub fn from_view(view: &PageView, text: Option<&Page>, site: &Site) -> MetadataView {
    let description = description(view, text).or_else(|| of_site(view, site));
    let thing = Thing { view, site, description: description.as_deref() };
    let value = match (view.kind, text) {
        ("transcript", Some(page)) => Some(thing.transcript(page)),
        ("article", Some(page)) => Some(thing.work("Article", page)),
        ("person", _) => view.person.as_ref().map(|person| thing.person(person)),
        ("home", _) => Some(thing.plain("WebSite", "name")),
        ("tag", _) => Some(thing.topic()),
        (
            "collection" | "quotes" | "people" | "tags" | "archive" | "sources" | "registers" | "register",
            _,
        ) => Some(thing.plain("CollectionPage", "name")),
        _ => None,
    };
    MetadataView {
        kind: match view.kind {
            "transcript" | "article" | "parallel" => "article",
            "person" => "profile",
            _ => "website",
        },
        image: thing.image(),
        has_card: false,
        dublin_core: text
            .filter(|page| page.kind != PageKind::Index)
            .map_or_else(Vec::new, |page| thing.dublin_core(page)),
        json_ld: value.map(|value| for_script(&value)),
        description,
    }
}

impl MetadataView {
    /// The same with the card that is published at `path`, where its whole address is known.
    pub fn with_card(self, path: Option<String>, config: &Config) -> Self {
        let address =
            path.zip(config.base_url.as_ref()).map(|(path, base)| format!("{base}{}", encode(&path)));
        match address {
            Some(address) => MetadataView { image: Some(address), has_card: true, ..self },
            None => self,
        }
    }
}

/// The summary, else the first words.
fn description(view: &PageView, text: Option<&Page>) -> Option<String> {
    view.summary.clone().or_else(|| first_words(text?))
}

/// The first words of `page`, which describe it where it has no summary.
pub(super) fn first_words(page: &Page) -> Option<String> {
    let blocks = page.document.blocks().filter(|block| matches!(block.kind, BlockKind::Paragraph(_)));
    let words = blocks.map(|block| block.plain_text()).find(|words| !words.trim().is_empty())?;
    Some(excerpt(&words, DESCRIPTION))
}

/// The metadata of the site, for its lists.
fn of_site(view: &PageView, site: &Site) -> Option<String> {
    let is_list = !matches!(view.kind, "not-found" | "moved" | "transcript" | "article");
    let title = &site.config.title;
    let names = || (view.title != *title).then(|| format!("{} · {title}", view.title));
    site.config.description.clone().or_else(names).filter(|_| is_list)
}

/// JSON that nothing in a script element can be taken for anything else.
fn for_script(value: &Value) -> String {
    let mut out = String::new();
    for c in control::shown(&value.to_string()).chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

struct Thing<'a> {
    view: &'a PageView,
    site: &'a Site,
    description: Option<&'a str>,
}

impl Thing<'_> {
    /// The properties of every page.
    fn plain(&self, kind: &str, name: &str) -> Value {
        let mut object = Map::new();
        object.insert("@context".into(), json!("https://schema.org"));
        object.insert("@type".into(), json!(kind));
        object.insert(name.into(), json!(self.view.title));
        insert(&mut object, "description", self.description);
        insert(&mut object, "url", self.view.canonical.as_deref());
        if kind != "Person" {
            object.insert("inLanguage".into(), json!(self.view.language));
        }
        Value::Object(object)
    }

    /// A text with its day, its tags and where it comes from.
    fn work(&self, kind: &str, page: &Page) -> Value {
        let mut value = self.plain(kind, if kind == "Article" { "headline" } else { "name" });
        let Value::Object(object) = &mut value else { return value };
        let front = &page.document.front;
        insert(object, "datePublished", front.date.map(|date| date.to_string()).as_deref());
        let tags: Vec<&str> = self.view.about.tags.iter().map(|tag| tag.label.as_str()).collect();
        insert(object, "keywords", (!tags.is_empty()).then(|| tags.join(", ")).as_deref());
        insert(object, "isBasedOn", self.view.about.source.as_ref().and_then(|source| source.url.as_deref()));
        if let Some(publisher) = &front.source.publisher {
            object.insert("publisher".into(), json!({ "@type": "Organization", "name": publisher }));
        }
        let topics = self.topics_of(page);
        if !topics.is_empty() {
            object.insert("about".into(), Value::Array(topics));
        }
        let identifiers: Vec<Value> = self.view.about.identifiers.iter().map(identifier).collect();
        if !identifiers.is_empty() {
            object.insert("identifier".into(), Value::Array(identifiers));
        }
        let licence = front.source.licence.as_deref().filter(|licence| licence.starts_with("https://"));
        insert(object, "license", licence);
        let cited = self.cited(page);
        if !cited.is_empty() {
            object.insert("citation".into(), Value::Array(cited));
        }
        object.insert("timeRequired".into(), json!(format!("PT{}M", page.stats.minutes)));
        value
    }

    /// The sources that a page cites.
    fn cited(&self, page: &Page) -> Vec<Value> {
        let bibliography = &self.site.config.sources.bibliography.bibliography;
        let sources = page.cited.iter().filter_map(|key| bibliography.get(key));
        sources
            .map(|source| {
                let mut object = Map::from_iter([("@type".to_string(), json!("CreativeWork"))]);
                insert(&mut object, "name", Some(&source.title));
                let authors: Vec<Value> = source.authors.iter().map(|name| named(&name.whole())).collect();
                if !authors.is_empty() {
                    object.insert("author".into(), Value::Array(authors));
                }
                insert(
                    &mut object,
                    "datePublished",
                    source.issued.map(|date| date.year.to_string()).as_deref(),
                );
                insert(&mut object, "url", source.address().as_deref());
                Value::Object(object)
            })
            .collect()
    }

    /// The topics that passages of a page are about.
    fn topics_of(&self, page: &Page) -> Vec<Value> {
        let written: BTreeSet<&str> =
            page.topics.iter().map(|passage| passage.topic.value.as_str()).collect();
        let mut seen = BTreeSet::new();
        let found = written.into_iter().filter_map(|written| self.site.tags.find(written));
        found.filter(|(id, _)| seen.insert(*id)).map(|(id, topic)| self.term(id, topic)).collect()
    }

    fn term(&self, id: &str, topic: &Topic) -> Value {
        let mut object = Map::from_iter([("@type".to_string(), json!("DefinedTerm"))]);
        insert(&mut object, "name", Some(&topic.tag.label));
        insert(&mut object, "description", topic.tag.description.as_deref());
        let base = self.site.config.base_url.as_ref();
        insert(&mut object, "url", base.map(|base| format!("{base}{TOPICS}{}/", encode(id))).as_deref());
        if !topic.tag.same_as.is_empty() {
            object.insert("sameAs".into(), json!(topic.tag.same_as));
        }
        Value::Object(object)
    }

    /// A page of what is said about a topic.
    fn topic(&self) -> Value {
        let mut value = self.plain("CollectionPage", "name");
        if let (Value::Object(object), Some(view)) = (&mut value, &self.view.topic) {
            let mut term = Map::from_iter([("@type".to_string(), json!("DefinedTerm"))]);
            insert(&mut term, "name", Some(&self.view.title));
            if !view.same_as.is_empty() {
                term.insert("sameAs".into(), json!(view.same_as));
            }
            object.insert("about".into(), Value::Object(term));
        }
        value
    }

    /// With sound a transcript is an episode, without it an article.
    fn transcript(&self, page: &Page) -> Value {
        let media = self.view.about.media.as_ref().filter(|media| media.kind != "page");
        let is_episode = media.is_some_and(|media| media.kind == "audio");
        let mut value = self.work(if is_episode { "PodcastEpisode" } else { "Article" }, page);
        let Value::Object(object) = &mut value else { return value };
        let speakers: Vec<Value> =
            page.document.speakers.iter().map(|speaker| named(&speaker.name)).collect();
        object.insert("contributor".into(), Value::Array(speakers));
        self.series(&page.document.front.series, is_episode, object);
        if let Some(media) = media {
            object.insert("associatedMedia".into(), self.recording(media, page));
        }
        let mut parts = self.quotes(&page.document);
        if media.is_some() {
            parts.extend(page.document.sections.iter().filter_map(|section| self.clip(section)).take(PARTS));
        }
        if !parts.is_empty() {
            object.insert("hasPart".into(), Value::Array(parts));
        }
        value
    }

    /// The series of a page, its season and its number.
    fn series(&self, place: &SeriesPlace, is_episode: bool, object: &mut Map<String, Value>) {
        let Some(series) = &self.view.series else { return };
        let kind = if is_episode { "PodcastSeries" } else { "CreativeWorkSeries" };
        object.insert("isPartOf".into(), json!({ "@type": kind, "name": series.title }));
        if let Some(number) = place.season.filter(|_| is_episode) {
            object.insert("partOfSeason".into(), json!({ "@type": "PodcastSeason", "seasonNumber": number }));
        }
        if let Some(number) = place.episode {
            let key = if is_episode { "episodeNumber" } else { "position" };
            object.insert(key.into(), json!(number));
        }
    }

    /// The recording, and where its words can be read.
    fn recording(&self, media: &MediaView, page: &Page) -> Value {
        let kind = if media.kind == "audio" { "AudioObject" } else { "VideoObject" };
        let mut object = Map::from_iter([("@type".to_string(), json!(kind))]);
        insert(&mut object, "name", Some(&self.view.title));
        match &media.host {
            Some(host) => insert(&mut object, "embedUrl", host.frame.split('?').next()),
            None => insert(&mut object, "contentUrl", self.absolute(&media.src, page).as_deref()),
        }
        insert(&mut object, "duration", self.view.about.duration.as_ref().map(|lasts| lasts.iso.as_str()));
        insert(&mut object, "uploadDate", page.document.front.date.map(|date| date.to_string()).as_deref());
        insert(&mut object, "transcript", self.view.canonical.as_deref());
        Value::Object(object)
    }

    fn quotes(&self, document: &Document) -> Vec<Value> {
        let quote = |quote: KeyQuote<'_>| {
            let said: Vec<Value> =
                quote.speakers.iter().map(|&id| named(&document.speaker(id).name)).collect();
            let mut object = Map::new();
            object.insert("@type".into(), json!("Quotation"));
            object.insert("text".into(), json!(quote.text));
            object.insert("creator".into(), Value::Array(said));
            insert(&mut object, "url", self.place(&document.marks[quote.mark.0 as usize].anchor).as_deref());
            Value::Object(object)
        };
        document.key_quotes().into_iter().take(PARTS).map(quote).collect()
    }

    /// A section of a recording, when its start is known.
    fn clip(&self, section: &Section) -> Option<Value> {
        let (heading, start) = (section.heading.as_ref()?, section.time()?);
        let mut object = Map::new();
        object.insert("@type".into(), json!("Clip"));
        object.insert("name".into(), json!(plain_text(&heading.inlines)));
        object.insert("startOffset".into(), json!(start.0 / 1000));
        insert(&mut object, "url", self.place(&heading.anchor).as_deref());
        Some(Value::Object(object))
    }

    fn person(&self, person: &PersonView) -> Value {
        let mut value = self.plain("Person", "name");
        if let Value::Object(object) = &mut value {
            insert(object, "jobTitle", person.role.as_deref());
            insert(object, "sameAs", person.url.as_deref().filter(|url| url.starts_with("http")));
            insert(object, "image", self.image().as_deref());
        }
        value
    }

    /// The picture of the person the page is about, where its whole address is known.
    fn image(&self) -> Option<String> {
        let image = self.view.person.as_ref()?.image.as_ref()?;
        if is_absolute(image) {
            return Some(image.clone());
        }
        let base = self.site.config.base_url.as_ref()?;
        let folder = self.view.canonical.as_ref()?.strip_prefix(base)?;
        Some(format!("{base}{}", path_in_output(image, folder)))
    }

    /// A place on the page, by its whole address.
    fn place(&self, anchor: &str) -> Option<String> {
        Some(format!("{}{}", self.view.canonical.as_ref()?, fragment(anchor)))
    }

    /// The whole address of a file that is linked from `page`.
    fn absolute(&self, src: &str, page: &Page) -> Option<String> {
        if is_absolute(src) {
            return Some(src.to_string());
        }
        let base = self.site.config.base_url.as_ref()?;
        Some(format!("{base}{}", path_in_output(src, &encode(&page.address))))
    }

    /// The metadata that reference managers import.
    fn dublin_core(&self, page: &Page) -> Vec<(&'static str, String)> {
        let front = &page.document.front;
        let source = &front.source;
        let mut core = vec![("DC.title", self.view.title.clone()), ("DC.type", "Text".into())];
        core.extend(page.document.speakers.iter().map(|speaker| ("DC.creator", speaker.name.clone())));
        core.extend(front.date.map(|date| ("DC.date", date.to_string())));
        core.push(("DC.language", self.view.language.clone()));
        core.extend(self.view.about.tags.iter().map(|tag| ("DC.subject", tag.label.clone())));
        let publisher = source.publisher.clone().unwrap_or_else(|| self.site.config.title.clone());
        core.push(("DC.publisher", publisher));
        let contributors = [&source.transcribed_by, &source.translated_by];
        core.extend(contributors.into_iter().flatten().map(|name| ("DC.contributor", name.clone())));
        core.extend(source.licence.clone().map(|licence| ("DC.rights", licence)));
        core.extend(source.rights.clone().map(|rights| ("DC.rights", rights)));
        core.extend(source.url.clone().map(|url| ("DC.source", url)));
        core.extend(source.identifier.clone().map(|identifier| ("DC.source", identifier)));
        core.extend(self.view.about.identifiers.iter().map(|found| ("DC.identifier", found.href.clone())));
        core.extend(self.view.canonical.clone().map(|address| ("DC.identifier", address)));
        core.extend(self.highwire(page));
        core
    }

    /// The names that scholarly search engines read, for a page that has a persistent identifier.
    fn highwire(&self, page: &Page) -> Vec<(&'static str, String)> {
        let found = &self.view.about.identifiers;
        if found.is_empty() {
            return Vec::new();
        }
        let front = &page.document.front;
        let mut names = vec![("citation_title", self.view.title.clone())];
        names.extend(page.document.speakers.iter().map(|speaker| ("citation_author", speaker.name.clone())));
        let date = front.date.map(|date| date.strftime("%Y/%m/%d").to_string());
        names.extend(date.map(|date| ("citation_publication_date", date)));
        names.push(("citation_language", self.view.language.clone()));
        names.push(("citation_publisher", self.site.config.title.clone()));
        let doi = found.iter().find(|found| found.kind == "DOI");
        names.extend(doi.map(|doi| ("citation_doi", doi.value.clone())));
        names.extend(self.view.canonical.clone().map(|address| ("citation_public_url", address)));
        names
    }
}

fn identifier(found: &IdentifierView) -> Value {
    json!({
        "@type": "PropertyValue",
        "propertyID": found.kind.to_lowercase(),
        "value": found.value,
        "url": found.href,
    })
}

fn named(name: &str) -> Value {
    json!({ "@type": "Person", "name": name })
}

fn insert(object: &mut Map<String, Value>, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        object.insert(key.into(), json!(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_script_that_holds_it() {
        let value = json!({ "name": "</script><!-- & \u{2028}" });
        let script = for_script(&value);
        assert!(!script.contains(['<', '>', '&', '\u{2028}']), "{script}");
        assert_eq!(serde_json::from_str::<Value>(&script).expect("JSON"), value);
    }
}
