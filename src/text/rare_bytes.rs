//! The search for bytes that most texts have few of.

/// As many bytes as processors compare at once.
const CHUNK: usize = 32;

/// The places of the bytes that are wanted. Whole chunks without one are passed over in one go, which is several times faster
/// than to look at byte after byte.
pub fn rare_bytes(text: &str, is_wanted: impl Fn(u8) -> bool + Copy) -> impl Iterator<Item = usize> {
    let any = move |chunk: &[u8]| chunk.iter().fold(false, |found, &byte| found | is_wanted(byte));
    let chunks = text.as_bytes().chunks(CHUNK).zip((0..).step_by(CHUNK));
    chunks.filter(move |(chunk, _)| any(chunk)).flat_map(move |(chunk, start)| {
        (0..chunk.len()).filter(move |&at| is_wanted(chunk[at])).map(move |at| start + at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_in_every_chunk_are_found() {
        let text = format!("x{}xx{}x", "a".repeat(30), "a".repeat(64));
        let found: Vec<usize> = rare_bytes(&text, |byte| byte == b'x').collect();
        assert_eq!(found, [0, 31, 32, 97]);
        assert_eq!(rare_bytes("", |_| true).next(), None);
    }
}
