//! Citations in the words of the site's citation style.

use std::collections::BTreeMap;

use crate::bibliography::{CitationRequest, CitedText, Locator, StyledBibliography};
use crate::config::Config;
use crate::model::{
    Block, Citation, CitationForm, CitationItem, CitationPart, Document, Inline, Page, PageId,
};
use crate::text::rich::RichText;

/// Writes the citations of `document`, whose text is in `language`, as the site's style has them.
pub fn write(document: &mut Document, config: &Config, language: &str) {
    let bibliography = &*config.sources.bibliography;
    if !bibliography.is_empty() {
        let writer = CitationWriter { bibliography, language };
        document.for_each_run_mut(&mut |inlines| writer.inlines(inlines));
        writer.blocks(document.notes.iter_mut().flat_map(|note| &mut note.blocks));
    }
}

/// The keys of the sources that `document` cites, each once, in the order of a bibliography.
pub fn cited_sources(document: &Document, config: &Config) -> Vec<String> {
    let bibliography = &*config.sources.bibliography;
    if bibliography.is_empty() {
        return Vec::new();
    }
    let mut keys = Vec::new();
    let mut gather = |inlines: &[Inline]| {
        for_each_citation(inlines, &mut |citation| keys.extend(citation.keys().map(str::to_string)));
    };
    document.for_each_run(&mut |inlines| gather(inlines));
    for block in document.notes.iter().flat_map(|note| &note.blocks) {
        block.for_each_inlines(&mut |inlines| gather(inlines));
    }
    bibliography.sorted(keys.iter().map(String::as_str)).into_iter().map(str::to_string).collect()
}

/// The pages that cite each source.
pub fn gather(pages: &[Page]) -> BTreeMap<String, Vec<PageId>> {
    let mut cited: BTreeMap<String, Vec<PageId>> = BTreeMap::new();
    for (id, page) in (0..).map(PageId).zip(pages) {
        page.cited.iter().for_each(|key| cited.entry(key.clone()).or_default().push(id));
    }
    cited
}

fn for_each_citation(inlines: &[Inline], visit: &mut impl FnMut(&Citation)) {
    for inline in inlines {
        match inline {
            Inline::Citation(citation) => visit(citation),
            nested => for_each_citation(nested.children().unwrap_or_default(), visit),
        }
    }
}

struct CitationWriter<'a> {
    bibliography: &'a StyledBibliography,
    language: &'a str,
}

impl CitationWriter<'_> {
    fn blocks<'b>(&self, blocks: impl Iterator<Item = &'b mut Block>) {
        blocks.for_each(|block| block.for_each_inlines_mut(&mut |inlines| self.inlines(inlines)));
    }

    fn inlines(&self, inlines: &mut [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Citation(citation) => citation.parts = self.parts(citation),
                nested => nested.children_mut().into_iter().for_each(|children| self.inlines(children)),
            }
        }
    }

    fn parts(&self, citation: &Citation) -> Vec<CitationPart> {
        match (citation.form, &citation.items[..]) {
            (CitationForm::Narrative, [item]) => self.narrative(item),
            (_, items) => self.bracketed(items),
        }
    }

    /// `Moxon (1683)`; the MLA has no year.
    fn narrative(&self, item: &CitationItem) -> Vec<CitationPart> {
        let Some(cited) = self.cite(item) else { return vec![plain(&format!("@{}", item.key))] };
        let mut parts = linked(&cited.author, &item.key);
        // A comma behind a title belongs to the parentheses.
        if let Some(last) = parts.last_mut() {
            last.text = last.text.replace(",”", "”");
        }
        if !cited.rest.is_empty() {
            let text = format!(" ({})", cited.rest);
            parts.push(CitationPart { text, italic: false, key: Some(item.key.clone()) });
        }
        parts
    }

    fn bracketed(&self, items: &[CitationItem]) -> Vec<CitationPart> {
        let mut parts = vec![plain("(")];
        for (at, item) in items.iter().enumerate() {
            let between = if at > 0 { "; " } else { "" };
            let space = if item.prefix.is_empty() { "" } else { " " };
            parts.push(plain(&format!("{between}{}{space}", item.prefix)));
            match self.cite(item) {
                Some(cited) => parts.extend(whole(&cited, &item.key)),
                None => parts.push(plain(&format!("@{}", item.key))),
            }
            if !item.suffix.is_empty() {
                parts.push(plain(&format!(", {}", item.suffix)));
            }
        }
        parts.push(plain(")"));
        parts.retain(|part| !part.text.is_empty());
        parts
    }

    fn cite(&self, item: &CitationItem) -> Option<CitedText> {
        let locator = item.locator.as_ref().map(|(kind, value)| Locator { kind: *kind, value });
        let request = CitationRequest { key: &item.key, locator, without_author: item.without_author };
        self.bibliography.cite(&request, self.language)
    }
}

fn plain(text: &str) -> CitationPart {
    CitationPart { text: text.to_string(), italic: false, key: None }
}

/// The parts of a text that lead to one source.
fn linked(text: &RichText, key: &str) -> Vec<CitationPart> {
    let runs = text.runs.iter();
    runs.map(|run| CitationPart {
        text: run.text.clone(),
        italic: run.marks.emphasis,
        key: Some(key.to_string()),
    })
    .collect()
}

fn whole(cited: &CitedText, key: &str) -> Vec<CitationPart> {
    let mut parts = linked(&cited.author, key);
    let rest = format!("{}{}", cited.between, cited.rest);
    match parts.last_mut() {
        Some(last) if !last.italic => last.text.push_str(&rest),
        _ if rest.is_empty() => {}
        _ => parts.push(CitationPart { text: rest, italic: false, key: Some(key.to_string()) }),
    }
    parts
}
