//! Whether costs grow in line with the text, whatever it is made of: each piece of markup is repeated
//! to a length and to twice that length, and the times are compared.
//!
//! Run it by hand: `cargo bench --bench growth`. A ratio near 2 is linear, one near 4 is quadratic.

use std::time::{Duration, Instant};

use postil::config::Config;
use postil::parse;
use postil::resolve::{self, Parts};
use postil::source::Sources;

const PIECES: [&str; 37] = [
    "[^",
    "==",
    "[^a]",
    "[",
    "**a:** ",
    "^[",
    "(1:0",
    "{",
    "> ",
    "- ",
    "a==b ",
    "|",
    "`",
    "<a",
    "\\",
    "\n",
    "# x\n\n",
    "**A:** b\n\n**B:** b\n\n",
    "[0:01] ",
    "==x==[^a]",
    "_a ",
    "![",
    "[a](b)",
    "http://a ",
    "~~",
    "<!--",
    "***a** b* ",
    "\n\n[^a]: x",
    "李：好\n\n",
    "a: b\n",
    "a: b\n\nc: d\n\n",
    "a\n\n",
    "Q - a\n\nA - b\n\n",
    "**Song:**\n\na\n\n**A:** b\n\n",
    "**A:** a\n**B**: b\n",
    "- Fixed: a\n- Added: b\n",
    "1. a\n   ",
];

fn main() {
    const BYTES: usize = 200_000;
    println!("{:<28} {:>10} {:>10} {:>6}", "piece", "once", "twice", "ratio");
    for piece in PIECES {
        let (once, twice) = (time(piece, BYTES), time(piece, 2 * BYTES));
        let ratio = twice.as_secs_f64() / once.as_secs_f64();
        println!("{:<28} {once:>10.1?} {twice:>10.1?} {ratio:>6.1}", format!("{piece:?}"));
    }
}

fn time(piece: &str, bytes: usize) -> Duration {
    let text = piece.repeat(bytes / piece.len());
    let started = Instant::now();
    let mut sources = Sources::default();
    let id = sources.add("content/a.md", text);
    let config = Config::default();
    let (document, _) = parse::document(&sources, id, &config);
    resolve::site(Parts::from_documents(config, vec![document]));
    started.elapsed()
}
