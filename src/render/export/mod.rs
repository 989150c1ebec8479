//! What other programs read of a page.

pub mod markdown;
