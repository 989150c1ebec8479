//! Pages that an edition does not show: left out, or a page that says so.

use super::EditionSource;
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::model::{FrontMatter, PageRemoval};
use crate::source::Source;
use crate::text::slug::slug;

/// The source of the page in the place of one that the edition does not show; `None` for a page that it shows.
pub fn page(source: &Source, front: &FrontMatter, config: &Config) -> Option<EditionSource> {
    let terms = config.withheld_terms.in_language(front.language.as_ref().unwrap_or(&config.language));
    let (summary, access, is_left_out) = match (&front.access.removal, &front.access.withheld) {
        (Some(removal), _) => {
            (terms.write_removal(removal.date, removal.because.as_deref()), removal_table(removal), false)
        }
        (None, Some(access)) if !config.edition.shows(access) => {
            let mut table = String::from("withheld = true\n");
            if let Some(until) = &access.until {
                table.push_str(&format!("until = \"{until}\"\n"));
            }
            if let Some(because) = &access.because {
                table.push_str(&format!("because = {}\n", toml_string(because)));
            }
            table.push_str("listed = true\n");
            (terms.write(access), table, !front.access.is_listed)
        }
        _ => return None,
    };
    let text = stub(source, front, &summary, &access);
    let words = source.text().to_string();
    let source = Source::new(source.path.clone(), text);
    let diagnostics = Diagnostics::new();
    Some(EditionSource { source, words, shown: None, is_left_out, diagnostics, notes: 0 })
}

/// A text that says why the page is not there, and nothing else of it but its title.
fn stub(source: &Source, front: &FrontMatter, summary: &str, access: &str) -> String {
    let mut text = String::from("+++\n");
    let is_removed = front.access.removal.is_some();
    let title = front.access.title.clone().or_else(|| front.title.clone().filter(|_| !is_removed));
    let title = title.unwrap_or_else(|| name(&source.path));
    text.push_str(&format!("title = {}\n", toml_string(&title)));
    text.push_str(&format!("summary = {}\n", toml_string(summary)));
    if let Some(language) = &front.language {
        text.push_str(&format!("language = {}\n", toml_string(language)));
    }
    if let Some(date) = front.date.filter(|_| !is_removed) {
        text.push_str(&format!("date = {date}\n"));
    }
    text.push_str("kind = \"article\"\n[access]\n");
    text.push_str(access);
    text.push_str("+++\n\n");
    text.push_str(&capitalized(summary));
    text.push_str(".\n");
    text
}

fn removal_table(removal: &PageRemoval) -> String {
    let mut table = match removal.date {
        Some(date) => format!("removed = {date}\n"),
        None => "removed = true\n".to_string(),
    };
    if let Some(because) = &removal.because {
        table.push_str(&format!("because = {}\n", toml_string(because)));
    }
    table
}

/// The name of a file, which its address shows already.
fn name(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    slug(file.split('.').next().unwrap_or(file))
}

fn toml_string(text: &str) -> String {
    toml::Value::String(text.to_string()).to_string()
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
