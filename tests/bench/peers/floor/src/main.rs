//! The least that any generator of pages has to do: it reads the files, turns them into HTML with comrak on all
//! cores, and writes as many bytes as it is told.
//!
//!     floor CONTENT OUT BYTES
//!
//! Each page gets its share of the bytes: what its text does not fill is filled by repeating it.

use std::env;
use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use comrak::Options;
use rayon::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [content, out, bytes] = arguments.as_slice() else { return Err("floor CONTENT OUT BYTES".into()) };
    let mut pages = Vec::new();
    find(Path::new(content), &mut pages)?;
    let share = bytes.parse::<usize>()? / pages.len().max(1);
    pages.par_iter().try_for_each(|page| {
        let folder = Path::new(out).join(page.strip_prefix(content).unwrap_or(page)).with_extension("");
        make(page, &folder, share)
    })?;
    Ok(())
}

/// The Markdown files below a folder.
fn find(folder: &Path, pages: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => find(&path, pages)?,
            false if path.extension().is_some_and(|extension| extension == "md") => pages.push(path),
            false => {}
        }
    }
    Ok(())
}

fn make(page: &Path, folder: &Path, share: usize) -> io::Result<()> {
    let mut options = Options::default();
    options.extension.front_matter_delimiter = Some("+++".to_owned());
    let html = comrak::markdown_to_html(&fs::read_to_string(page)?, &options);
    let filled = html.repeat(share / html.len().max(1) + 1);
    fs::create_dir_all(folder)?;
    fs::write(folder.join("index.html"), &filled.as_bytes()[..share.min(filled.len())])
}
