//! Prints the search tokens of each line of standard input: `cargo run --example tokens -- en < file`.
//!
//! It shows what the index will hold of a text, and lets other implementations be compared with this one.

use std::io::{BufRead, Write};

use postil::text::tokens::{Stemming, tokens};

fn main() -> std::io::Result<()> {
    let language = std::env::args().nth(1).unwrap_or_else(|| "en".into());
    let stemming = Stemming::of(&language);
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        writeln!(out, "{}", tokens(&line?, stemming).join(" "))?;
    }
    Ok(())
}
