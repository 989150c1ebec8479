//! Plain text, as one would type it.

use crate::model::{Page, Site, plain_text};
use crate::speech::{names, paragraphs};

/// A page as plain text: its title, its headings, names and times before the words; the sources it cites at the end.
pub fn text(site: &Site, page: &Page) -> String {
    let document = &page.document;
    let mut out = format!("{}\n", page.title);
    if let Some(date) = document.front.date {
        out += &format!("{date}\n");
    }
    let (mut section, mut turn) = (0, None);
    for paragraph in paragraphs(document) {
        for heading in document.sections[section..=paragraph.section].iter().skip(1) {
            if let Some(heading) = &heading.heading {
                out += &format!("\n# {}\n", plain_text(&heading.inlines));
            }
        }
        let opens_turn = paragraph.turn != turn;
        (section, turn) = (paragraph.section, paragraph.turn);
        let time = paragraph.time.map(|time| format!("[{time}]"));
        let name = names(&paragraph.speakers, document).filter(|_| opens_turn);
        let head = match (name, time) {
            (Some(name), Some(time)) => format!("{name} {time}: "),
            (Some(name), None) => format!("{name}: "),
            (None, Some(time)) => format!("{time} "),
            (None, None) => String::new(),
        };
        // Without its mark, a quoted question could not be told from its answer.
        let words = match (paragraph.is_quoted, head.trim_end()) {
            (false, _) => format!("{head}{}", paragraph.plain()),
            (true, "") => format!("> {}", paragraph.plain()),
            (true, head) => format!("{head}\n\n> {}", paragraph.plain()),
        };
        out += &format!("\n{words}\n");
    }
    if let Some((title, references)) = site.config.sources.bibliography.list(&page.cited, &page.language) {
        out += &format!("\n# {title}\n\n");
        references.iter().for_each(|reference| out += &format!("{}\n", reference.to_plain()));
    }
    out
}
