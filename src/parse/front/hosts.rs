//! Videos on other people's hosts, told by their ids.

use crate::model::MediaKind;

/// The sort and the id of the video that an address leads to.
pub fn find(address: &str) -> Option<(MediaKind, String)> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let rest = rest.strip_prefix("www.").or_else(|| rest.strip_prefix("m.")).unwrap_or(rest);
    let youtube = id(rest, YOUTUBE, is_youtube_char).filter(|id| is_id(MediaKind::YouTube, id));
    let vimeo = id(rest, VIMEO, |c| c.is_ascii_digit()).filter(|id| is_id(MediaKind::Vimeo, id));
    let youtube = youtube.map(|id| (MediaKind::YouTube, id));
    youtube.or_else(|| vimeo.map(|id| (MediaKind::Vimeo, id)))
}

/// Returns true if `id` has the form of a video ID of that host.
pub fn is_id(kind: MediaKind, id: &str) -> bool {
    match kind {
        MediaKind::YouTube => id.len() == 11 && id.chars().all(is_youtube_char),
        MediaKind::Vimeo => (6..=12).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit()),
        MediaKind::Audio | MediaKind::Video | MediaKind::Page => false,
    }
}

const YOUTUBE: &[&str] =
    &["youtu.be/", "youtube.com/watch?v=", "youtube.com/embed/", "youtube.com/live/", "youtube.com/shorts/"];

const VIMEO: &[&str] = &["vimeo.com/", "player.vimeo.com/video/"];

fn id(rest: &str, prefixes: &[&str], is_part: fn(char) -> bool) -> Option<String> {
    let tail = prefixes.iter().find_map(|prefix| rest.strip_prefix(prefix))?;
    Some(tail.chars().take_while(|&c| is_part(c)).collect())
}

fn is_youtube_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}
