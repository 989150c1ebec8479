//! The beginning or end of a text, cut where a reader would.

/// At most `limit` characters of `text`, white space made single, with `…` where words are left out.
///
/// ```
/// use postil::text::excerpt::excerpt;
/// assert_eq!(excerpt("One  two\nthree", 40), "One two three");
/// assert_eq!(excerpt("One two three", 9), "One two…");
/// assert_eq!(excerpt("一二三四五六", 4), "一二三四…");
/// ```
pub fn excerpt(text: &str, limit: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let Some((end, _)) = line.char_indices().nth(limit) else { return line };
    let kept = &line[..end];
    // Scripts without spaces, and words longer than the whole, are cut in their middle.
    let at_word = kept.rfind(' ').filter(|at| at * 2 > end && !line[end..].starts_with(' ')).unwrap_or(end);
    kept[..at_word].trim_end_matches([' ', ',', ';', ':', '—', '，', '、', '；']).to_string() + "…"
}

/// At most `limit` characters of the end of `text`, cut in the same way.
///
/// ```
/// use postil::text::excerpt::excerpt_end;
/// assert_eq!(excerpt_end("One two three", 11), "…two three");
/// ```
pub fn excerpt_end(text: &str, limit: usize) -> String {
    let reversed: String = text.chars().rev().collect();
    excerpt(&reversed, limit).chars().rev().collect()
}
