//! Topics as Markdown has them.

/// `{topics="family, strike"}`; nothing where there are none. Semicolons part topics of which one has a comma.
pub fn attribute<'a>(topics: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let plain = |topic: &str| topic.replace(['"', '}'], "'").replace(['\n', ';'], " ");
    let topics: Vec<String> = topics.into_iter().map(plain).collect();
    let has_comma = topics.iter().any(|topic| topic.contains([',', '，', '、']));
    let list = match (has_comma, topics.len()) {
        (true, 1) => format!("{};", topics[0]),
        (true, _) => topics.join("; "),
        (false, _) => topics.join(", "),
    };
    (!topics.is_empty()).then(|| format!("{{topics=\"{list}\"}}"))
}
