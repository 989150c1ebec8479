//! Notes and permalinks brought from a recorded version of a page to the one of today.
//!
//! A record keeps every word of the page as a few bits ([`words`]). Old and new words are aligned once
//! ([`align`]); where the words of a note are now is then a question about their images ([`carry`]), and
//! no quotation is ever looked for elsewhere on the page.

mod align;
mod carry;
mod edges;
mod letters;
mod passage;
mod quotation;
mod unique;
mod words;

pub use self::align::Alignment;
pub use self::carry::{Carried, Carrier};
pub use self::quotation::{quotation_hash, quoted_letters};
pub use self::words::{LeadParagraph, PagePart, PageWords, PartKind, for_each_word, normalize, word_hash};
