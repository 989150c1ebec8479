//! The files that crawlers and language models read first: `sitemap.xml`, `robots.txt` and `llms.txt`. The first two
//! need absolute addresses, so only a site that knows its own address has them.

use super::address::encode;
use super::export::is_published;
use super::subjects::{self, Subject};
use crate::formats::writer_by_name;
use crate::model::{File, Page, PageKind, Site};
use crate::text::html_escape::push_text;
use crate::text::markdown::{MarkdownContext, escape};

/// The largest number of addresses in a sitemap (sitemaps.org, protocol 0.9).
const MOST: usize = 50_000;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

/// The files; one that the site brings itself is left to it.
pub fn files(site: &Site) -> Vec<File> {
    let mut files =
        vec![file("llms.txt", overview(site.config.base_url.as_deref().unwrap_or_default(), site))];
    if let Some(base) = site.config.base_url.as_deref() {
        files.extend(sitemaps(base, &addresses(site), MOST));
        let signal = site.config.ai.content_signal().map_or(String::new(), |line| format!("{line}\n"));
        let robots = format!("User-agent: *\n{signal}Allow: /\n\nSitemap: {base}sitemap.xml\n");
        files.push(file("robots.txt", robots));
    }
    if site.config.ai.training == Some(false) {
        files.push(file(".well-known/tdmrep.json", reservation(site)));
    }
    files.retain(|file| !site.files.contains_key(&file.path));
    files
}

/// The reservation of text and data mining for the whole host (TDM Reservation Protocol).
fn reservation(site: &Site) -> String {
    let mut rule = serde_json::json!({ "location": "/", "tdm-reservation": 1 });
    if let Some(policy) = &site.config.ai.policy {
        rule["tdm-policy"] = policy.as_str().into();
    }
    format!("{}\n", serde_json::json!([rule]))
}

fn file(path: &str, text: String) -> File {
    File { path: path.to_string(), bytes: text.into_bytes() }
}

/// Every page that is worth finding.
fn addresses(site: &Site) -> Vec<String> {
    let is_content = |subject: &Subject| matches!(subject, Subject::Page(_) | Subject::List(..));
    let found = subjects::all(site).into_iter().filter(|(_, subject)| is_content(subject));
    found.filter_map(|(path, _)| path.strip_suffix("index.html").map(str::to_string)).collect()
}

/// One sitemap, or an index of several that hold at most `most` addresses each.
fn sitemaps(base: &str, addresses: &[String], most: usize) -> Vec<File> {
    if addresses.len() <= most {
        return vec![file("sitemap.xml", list("urlset", "url", base, addresses))];
    }
    let parts = (1..).zip(addresses.chunks(most));
    let mut files: Vec<File> = parts
        .map(|(number, part)| file(&format!("sitemap-{number}.xml"), list("urlset", "url", base, part)))
        .collect();
    let names: Vec<String> = files.iter().map(|file| file.path.clone()).collect();
    files.push(file("sitemap.xml", list("sitemapindex", "sitemap", base, &names)));
    files
}

fn list(root: &str, entry: &str, base: &str, paths: &[String]) -> String {
    let mut out = format!("{XML}<{root} {NAMESPACE}>\n");
    for path in paths {
        out.push_str(&format!("<{entry}><loc>"));
        push_text(&mut out, &(base.to_string() + &ascii(&encode(path))));
        out.push_str(&format!("</loc></{entry}>\n"));
    }
    out + &format!("</{root}>\n")
}

/// A sitemap's addresses are encoded to the last letter (RFC 3986).
fn ascii(address: &str) -> String {
    percent_encoding::utf8_percent_encode(address, percent_encoding::CONTROLS).to_string()
}

/// The site as a list of its texts (llmstxt.org).
fn overview(base: &str, site: &Site) -> String {
    let mut out = format!("# {}\n", escape(&site.config.title, MarkdownContext::Middle));
    if let Some(description) = &site.config.description {
        out.push_str(&format!("\n> {}\n", escape(description, MarkdownContext::Middle)));
    }
    for (heading, kind) in [("Transcripts", PageKind::Transcript), ("Pages", PageKind::Article)] {
        let mut pages: Vec<&Page> = site.pages.iter().filter(|page| page.kind == kind).collect();
        pages.sort_by(|a, b| a.newest_first(b));
        if !pages.is_empty() {
            out.push_str(&format!("\n## {heading}\n\n"));
        }
        pages.into_iter().for_each(|page| push_entry(base, site, page, &mut out));
    }
    if site.config.exports.dataset {
        out.push_str(&format!(
            "\n## Data\n\n- [All turns and notes as tables]({base}data/datapackage.json)\n"
        ));
    }
    out
}

/// A text is linked as Markdown where the site publishes that.
fn push_entry(base: &str, site: &Site, page: &Page, out: &mut String) {
    let title = escape(&page.title, MarkdownContext::Middle);
    let markdown = writer_by_name("md").filter(|format| site.config.exports.formats.contains(&format.name));
    let file = match markdown.filter(|format| is_published(site, *format, page)) {
        Some(format) => format.file,
        None if base.is_empty() => "index.html",
        None => "",
    };
    out.push_str(&format!("- [{title}]({base}{}{file})", ascii(&encode(&page.address))));
    if let Some(summary) = &page.document.front.summary {
        out.push_str(&format!(": {}", escape(summary, MarkdownContext::Middle)));
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_site_has_an_index_of_sitemaps() {
        let addresses = ["", "a&b/", "超/", "c/", "d/"].map(String::from);
        let files = sitemaps("https://example.org/", &addresses, 2);
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]);
        let text = |at: usize| String::from_utf8(files[at].bytes.clone()).expect("UTF-8");
        assert!(text(0).contains("<url><loc>https://example.org/a%26b/</loc></url>"), "{}", text(0));
        assert!(text(1).contains("https://example.org/%E8%B6%85/"), "{}", text(1));
        assert!(text(3).contains("<sitemap><loc>https://example.org/sitemap-3.xml</loc></sitemap>"));
    }
}
