//! Diagnostics about quotations whose words are not in their transcript, with the nearest words.

use super::find::WordIndex;
use crate::diag::{Code, Diagnostic};
use crate::model::{AttributedQuote, Page, QuotePiece};
use crate::resolve::passages::nearest_passages;
use crate::text::excerpt::excerpt;
use crate::text::markdown::{MarkdownContext, escape};

/// The number of characters of the nearest words that a message shows.
const SHOWN: usize = 300;

/// Reports `quotes`, none of which is in `page`.
pub fn not_found(page: &Page, index: &WordIndex, quotes: &[&AttributedQuote]) -> Vec<Diagnostic> {
    let wanted = |quote: &&AttributedQuote| -> Vec<String> {
        let words = quote.pieces.iter().filter_map(|piece| match piece {
            QuotePiece::Words { text, .. } => Some(text.clone()),
            QuotePiece::Skip => None,
        });
        words.collect()
    };
    let wanted: Vec<Vec<String>> = quotes.iter().map(wanted).collect();
    let nearest = nearest_passages(&index.words, wanted.concat());
    let mut nearest = nearest.into_iter();
    let report = |(quote, wanted): (&&AttributedQuote, &Vec<String>)| {
        let message = format!("these words are not in content/{}", page.document.path);
        let diagnostic = Diagnostic::new(Code::QuoteNotFound, message).at(quote.words);
        let found: Vec<Option<String>> = nearest.by_ref().take(wanted.len()).collect();
        match found.into_iter().collect::<Option<Vec<String>>>() {
            Some(words) => with_fix(diagnostic, quote, &words),
            None => diagnostic.help(
                "quote the transcript as it is, with … for words that are left out and [brackets] around words that \
                 are put in",
            ),
        }
    };
    quotes.iter().zip(&wanted).map(report).collect()
}

fn with_fix(diagnostic: Diagnostic, quote: &AttributedQuote, words: &[String]) -> Diagnostic {
    let written = words.join(" … ");
    let diagnostic = diagnostic.help(format!("the nearest words there are: “{}”", excerpt(&written, SHOWN)));
    match quote.can_be_rewritten {
        false => diagnostic,
        true => diagnostic.fix(quote.words, escape(&written, MarkdownContext::LineStart)),
    }
}
