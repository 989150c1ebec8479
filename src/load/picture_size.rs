//! The size of pictures in pixels, from the first bytes of their files.

use std::fs::File;
use std::io::{BufReader, Read};

/// The bytes of a drawing in which its first element stands.
const BEGINNING: u64 = 16 * 1024;

/// The largest width or height; no screen shows more.
const LARGEST: usize = 100_000;

/// The width and height of the picture `file` with this name; none if it is no picture, or its size is not known.
pub fn read(file: File, name: &str) -> Option<(u32, u32)> {
    let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
    match ending.as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "webp" => {
            let found = imagesize::reader_size(BufReader::new(file)).ok()?;
            let is_size = |size: &usize| (1..=LARGEST).contains(size);
            let (width, height) =
                Some((found.width, found.height)).filter(|(w, h)| is_size(w) && is_size(h))?;
            Some((width as u32, height as u32))
        }
        "svg" => {
            let mut beginning = Vec::new();
            file.take(BEGINNING).read_to_end(&mut beginning).ok()?;
            drawing_size(&String::from_utf8_lossy(&beginning))
        }
        _ => None,
    }
}

/// The size that a drawing gives itself, else that of its view box.
fn drawing_size(text: &str) -> Option<(u32, u32)> {
    let element = &text[text.find("<svg")?..];
    let element = element.split_once('>')?.0;
    let get = |name: &str| {
        let (_, after) = element.split_once(&format!(" {name}="))?;
        let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        after[1..].split(quote).next()
    };
    let pixels = |value: &str| {
        let number: f64 = value.trim().trim_end_matches("px").parse().ok()?;
        (number >= 1.0 && number <= LARGEST as f64).then(|| number.round() as u32)
    };
    let own = || Some((pixels(get("width")?)?, pixels(get("height")?)?));
    let of_box = || {
        let mut numbers = get("viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).skip(2);
        Some((pixels(numbers.next()?)?, pixels(numbers.next()?)?))
    };
    own().or_else(of_box)
}

#[cfg(test)]
mod tests {
    use super::drawing_size;

    #[test]
    fn drawings_have_the_size_that_they_give_or_that_of_their_view_box() {
        let size =
            |attributes: &str| drawing_size(&format!("<?xml version=\"1.0\"?><svg {attributes}><path/>"));
        assert_eq!(size("width=\"300px\" height=\"20.4\""), Some((300, 20)));
        assert_eq!(size("width=\"100%\" viewBox=\"0 0 640, 480\""), Some((640, 480)));
        assert_eq!(size("width=\"10\""), None);
        assert_eq!(drawing_size("<html width=\"1\" height=\"1\">"), None);
    }
}
