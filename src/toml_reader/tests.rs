//! Tests of the reader of TOML.

use super::*;

/// Reads a small document and lists its problems as `code@line:column message`.
fn check(text: &str, expected: &[&str]) {
    let origin = Origin { source: SourceId(0), offset: 0 };
    let (_, diagnostics) = read(text, origin, |table| {
        table.required_string("title");
        table.boolean("draft");
        table.integer("order");
        table.date("date");
        table.strings("tags");
        table.tables("people", |person, _| person.required_string("name"));
        table.list("navigation", |link| link.required_string("url"));
    });
    let shown: Vec<String> = diagnostics.iter().map(|found| show(found, text)).collect();
    assert_eq!(shown, expected, "{text}");
}

fn show(found: &Diagnostic, text: &str) -> String {
    let (line, column) = line_column(text, found.labels[0].span.start as usize);
    let help = found.help.as_deref().map_or(String::new(), |help| format!(" ({help})"));
    format!("{}@{line}:{column} {}{help}", found.code.name(), found.message)
}

#[test]
fn what_fits_is_silent() {
    check(
        "title = 'A'\norder = 0x10\ndate = 2025-08-16\ntags = ['a']\npeople.sam.name = 'Sam'\n\
         [[navigation]]\nurl = '/'\n",
        &[],
    );
    check("title = 'A'\ndate = '2025-08-16'", &[]);
    check("title = 'A'\ndate = 2025-08-16T10:00:00Z", &[]);
}

#[test]
fn all_problems_are_found_at_once() {
    check(
        "titel = 'A'\ndraft = 'no'\ntags = ['a', 2]\n[people.sam]\nnmae = 'Sam'\n[[navigation]]\nurl = ''\n",
        &[
            "missing-key@1:1 the key `title` is missing",
            "bad-value@2:9 `draft` must be true or false, not a string",
            "bad-value@3:14 `each of tags` must be a string, not a number",
            "missing-key@4:1 the key `name` is missing in [people.sam]",
            "unknown-key@5:1 unknown key `nmae` in [people.sam] (did you mean `name`?)",
            "bad-value@7:7 `url` is empty",
            "unknown-key@1:1 unknown key `titel` (did you mean `title`?)",
        ],
    );
}

#[test]
fn a_mistake_in_the_syntax_hides_only_what_follows_from_it() {
    check(
        "title = Hello\nordr = 1\n",
        &[
            "bad-toml@1:9 this is neither words in quotes, nor a number, nor true or false \
             (write `title = \"Hello\"`)",
            "unknown-key@2:1 unknown key `ordr` (did you mean `order`?)",
        ],
    );
}

#[test]
fn values_out_of_range_are_said_to_be() {
    check(
        "title = 1.5\norder = 99999999999999999999\ndate = '2025-02-30'\npeople = []\nnavigation = [1]",
        &[
            "bad-value@1:9 `title` must be a string, not a fraction",
            "bad-value@2:9 `order` must be a whole number, not one so large",
            "bad-value@3:8 `date` must be a date such as 2025-08-16, not a string",
            "bad-value@4:10 `people` must be a table, not a list",
            "bad-value@5:15 `each of navigation` must be a table, not a number",
        ],
    );
}

#[test]
fn places_count_from_the_start_of_the_file() {
    let origin = Origin { source: SourceId(3), offset: 4 };
    let (title, diagnostics) = read("title = 'A'\nx = 1", origin, |table| table.string("title").unwrap());
    assert_eq!(title.span, Span::new(SourceId(3), 12, 15));
    assert_eq!(diagnostics.iter().next().unwrap().labels[0].span, Span::new(SourceId(3), 16, 17));
}
