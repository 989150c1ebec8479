//! Editions of a site: the one for everybody, and those that show what it withholds.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The edition that shows everything.
pub const ARCHIVE_EDITION: &str = "archive";

/// The edition that is built, and the day on which it is built.
///
/// The default is the edition for everybody on a day before all others: whoever does not say more gets nothing that is
/// withheld from anybody.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edition {
    /// Its name; `None` for the public edition.
    pub name: Option<String>,
    /// The day on which `until` is judged.
    pub date: Date,
    /// True if texts are read to be changed: then they are taken as they are in their files.
    pub is_for_editing: bool,
}

impl Default for Edition {
    fn default() -> Self {
        Edition { name: None, date: Date::ZERO, is_for_editing: false }
    }
}

impl Edition {
    /// The edition that shows everything, whatever the day, to read texts that are to be changed.
    pub fn archive() -> Self {
        Edition { name: Some(ARCHIVE_EDITION.to_string()), date: Date::ZERO, is_for_editing: true }
    }

    /// Returns true for the edition that shows everything.
    pub fn is_archive(&self) -> bool {
        self.name.as_deref() == Some(ARCHIVE_EDITION)
    }

    /// Tells whether this edition shows what `access` withholds from the public.
    pub fn shows(&self, access: &Access) -> bool {
        self.is_archive()
            || access.is_open_on(self.date)
            || (self.name.is_some() && self.name == access.edition)
    }
}

/// Conditions under which words are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// The first day on which everybody may see them; `None` for words that stay withheld.
    pub until: Option<OpeningDate>,
    /// The reason, which the public edition shows.
    pub because: Option<String>,
    /// The edition that shows them besides the archive's.
    pub edition: Option<String>,
}

impl Access {
    /// Tells whether everybody may see the words on `date`.
    pub fn is_open_on(&self, date: Date) -> bool {
        self.until.as_ref().is_some_and(|until| until.first_day <= date)
    }

    /// The braces that say so in a text, without what concerns other editions.
    pub fn braces(&self) -> String {
        let mut out = String::from("{withheld");
        if let Some(until) = &self.until {
            out.push_str(&format!(" until={until}"));
        }
        if let Some(because) = &self.because {
            out.push_str(&format!(" because=\"{because}\""));
        }
        out.push('}');
        out
    }

    /// The same with the edition that shows the words.
    pub fn braces_with_edition(&self) -> String {
        let braces = self.braces();
        match &self.edition {
            Some(edition) => format!("{} edition={edition}}}", braces.trim_end_matches('}')),
            None => braces,
        }
    }
}

/// The day on which words open, as it was written: `2051`, `2051-06` or `2051-06-01`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningDate {
    written: String,
    /// The first day on which they are open.
    pub first_day: Date,
}

impl FromStr for OpeningDate {
    type Err = &'static str;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        let reason = "write it as 2051, 2051-06 or 2051-06-01";
        let is_date = written.chars().all(|c| c.is_ascii_digit() || c == '-');
        let whole = match written.len() {
            4 => format!("{written}-01-01"),
            7 => format!("{written}-01"),
            10 => written.to_string(),
            _ => return Err(reason),
        };
        let first_day = whole.parse().ok().filter(|_| is_date).ok_or(reason)?;
        Ok(OpeningDate { written: written.to_string(), first_day })
    }
}

impl fmt::Display for OpeningDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// The words for what is withheld, in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WithheldTerms {
    /// `withheld`
    pub withheld: String,
    /// `withheld until {}`
    pub until: String,
    /// `{}: {}`, what is said before and a reason.
    pub reason: String,
    /// `removed`
    pub removed: String,
    /// `removed on {}`
    pub removed_on: String,
}

impl WithheldTerms {
    /// `withheld until 2051: third party`
    pub fn write(&self, access: &Access) -> String {
        let when = match &access.until {
            Some(until) => self.until.replacen("{}", &until.to_string(), 1),
            None => self.withheld.clone(),
        };
        self.with_reason(when, access.because.as_deref())
    }

    /// `removed on 2026-03-01: at the family's request`
    pub fn write_removal(&self, date: Option<Date>, because: Option<&str>) -> String {
        let when = match date {
            Some(date) => self.removed_on.replacen("{}", &date.to_string(), 1),
            None => self.removed.clone(),
        };
        self.with_reason(when, because)
    }

    fn with_reason(&self, said: String, because: Option<&str>) -> String {
        match because {
            // The reason comes last, so that its own braces are words.
            Some(because) => {
                let (before, behind) = self.reason.split_once("{}").unwrap_or(("", ": {}"));
                format!("{before}{said}{}", behind.replacen("{}", because, 1))
            }
            None => said,
        }
    }
}

/// The words for what is withheld, by the tags of languages in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LanguageTerms(pub Arc<BTreeMap<String, WithheldTerms>>);

impl LanguageTerms {
    /// The words for a page in `language`: `zh-Hant-TW` looks for `zh-hant-tw`, `zh-hant`, `zh`, and English last.
    pub fn in_language(&self, language: &str) -> WithheldTerms {
        let tag = language.to_ascii_lowercase();
        let narrower =
            std::iter::successors(Some(tag.as_str()), |tag| tag.rsplit_once('-').map(|(wider, _)| wider));
        let found = narrower.chain(["en"]).find_map(|tag| self.0.get(tag));
        found.cloned().unwrap_or_else(|| WithheldTerms {
            withheld: "withheld".to_string(),
            until: "withheld until {}".to_string(),
            reason: "{}: {}".to_string(),
            removed: "removed".to_string(),
            removed_on: "removed on {}".to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn opening_dates_are_years_months_or_days() {
        let day = |written: &str| written.parse::<OpeningDate>().map(|until| until.first_day);
        assert_eq!(day("2051"), Ok(date(2051, 1, 1)));
        assert_eq!(day("2051-06"), Ok(date(2051, 6, 1)));
        assert_eq!(day("2051-06-15"), Ok(date(2051, 6, 15)));
        for bad in ["", "51", "2051-13", "2051-02-30", "next year", "20511", "+2051-1-1"] {
            assert!(day(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn editions_show_what_is_theirs() {
        let access = Access {
            until: "2051".parse().ok(),
            edition: Some("reading-room".to_string()),
            ..Access::default()
        };
        let edition = |name: Option<&str>, date| Edition {
            name: name.map(str::to_string),
            date,
            is_for_editing: false,
        };
        assert!(!Edition::default().shows(&access));
        assert!(!edition(None, date(2050, 12, 31)).shows(&access));
        assert!(edition(None, date(2051, 1, 1)).shows(&access));
        assert!(edition(Some("archive"), Date::ZERO).shows(&access));
        assert!(edition(Some("reading-room"), Date::ZERO).shows(&access));
        assert!(!edition(Some("press"), Date::ZERO).shows(&access));
        assert!(!edition(None, Date::MAX).shows(&Access::default()), "without a date nothing opens");
    }
}
