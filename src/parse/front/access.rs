//! `[access]`: the conditions under which a page is shown.

use crate::config::{Access, OpeningDate};
use crate::diag::{Code, Diagnostic};
use crate::model::{PageAccess, PageRemoval};
use crate::toml_reader::TomlTable;

/// Reads the table. One that cannot be read in full withholds the page: nothing is published by mistake.
pub(super) fn read(table: &mut TomlTable) -> PageAccess {
    let conditions = ["until", "because", "edition", "withheld"];
    let is_removed = table.has("removed");
    let is_withheld = conditions.iter().any(|key| table.has(key)) && !is_removed;
    let withheld = table.boolean("withheld").is_none_or(|withheld| withheld.value);
    let because = table.string("because").map(|because| because.value);
    let access = Access {
        until: read_until(table),
        because: because.clone(),
        edition: table.string("edition").map(|edition| edition.value),
    };
    let removal = read_removal(table, because);
    PageAccess {
        withheld: (is_withheld && withheld).then_some(access),
        is_listed: table.boolean("listed").is_some_and(|listed| listed.value),
        title: table.string("title").map(|title| title.value),
        removal,
        bars_are_words: table.choice("bars", &[("words", true), ("marks", false)]),
    }
}

fn read_until(table: &mut TomlTable) -> Option<OpeningDate> {
    let written = table.day_or_year("until")?;
    match written.value.parse() {
        Ok(until) => Some(until),
        Err(reason) => {
            let message = format!("`{}` is not a date", written.value);
            table.report(Diagnostic::new(Code::UnclearWithheld, message).at(written.span).help(reason));
            None
        }
    }
}

/// `removed = true`, or the day on which the page was removed.
fn read_removal(table: &mut TomlTable, because: Option<String>) -> Option<PageRemoval> {
    if !table.has("removed") {
        table.date("removed");
        return None;
    }
    let is_switch = table.is_switch("removed");
    let date = if is_switch { None } else { table.date("removed").map(|date| date.value) };
    let is_removed = !is_switch || table.boolean("removed").is_some_and(|removed| removed.value);
    is_removed.then_some(PageRemoval { date, because })
}
