//! The recording of a text, as its page plays it.

use super::address::{Root, encode, is_absolute, is_web_address};
use super::html::RecordingAddress;
use super::view::{HostView, MediaView};
use crate::formats::writer_by_name;
use crate::model::{Document, MediaKind, Page, Site};

/// The data a player needs. A recording is left out if its address is neither a file's nor a web page's.
pub fn view(page: &Page, site: &Site, root: &Root) -> Option<MediaView> {
    let media = page.document.front.media.as_ref()?;
    let src = &media.src.value;
    let here = |kind| {
        let src = file_or_web(src, &page.document, root)?;
        Some(MediaView { kind, src, track: track(page, site, root), host: None })
    };
    let hosted = |kind, host: Host| {
        let (src, view) = host.addresses(src);
        MediaView { kind, src, track: None, host: Some(view) }
    };
    match media.kind {
        MediaKind::Audio => here("audio"),
        MediaKind::Video => here("video"),
        MediaKind::Page => Some(MediaView { track: None, ..here("page")? }),
        MediaKind::YouTube => Some(hosted("youtube", Host::YouTube)),
        MediaKind::Vimeo => Some(hosted("vimeo", Host::Vimeo)),
    }
}

/// The pattern of links to a time in the recording, if its address accepts one.
pub fn recording(media: &MediaView) -> Option<RecordingAddress> {
    let (before, after) = match media.kind {
        "audio" | "video" => ("#t=", ""),
        "youtube" => ("&t=", ""),
        "vimeo" => ("#t=", "s"),
        _ => return None,
    };
    Some(RecordingAddress { before: format!("{}{before}", media.src), after })
}

/// The transcript as captions, where it is published as such.
fn track(page: &Page, site: &Site, root: &Root) -> Option<String> {
    let format = writer_by_name("vtt").filter(|format| site.config.exports.formats.contains(&format.name))?;
    format.fits(page).then(|| root.file(&format!("{}{}", page.address, format.file)))
}

/// The size in bytes of the recording of `document`, if it is one of the site's files.
pub fn length(document: &Document, site: &Site) -> Option<u64> {
    let src = &document.front.media.as_ref()?.src.value;
    Some(site.files.get(&beside(src, document))?.length)
}

fn file_or_web(src: &str, document: &Document, root: &Root) -> Option<String> {
    match is_absolute(src) {
        true => is_web_address(src).then(|| src.to_string()),
        false => Some(root.file(&beside(src, document))),
    }
}

/// Files beside a page's source are published at the same path.
fn beside(src: &str, document: &Document) -> String {
    let folder = document.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    match src.strip_prefix('/') {
        Some(from_root) => from_root.to_string(),
        None if folder.is_empty() => src.to_string(),
        None => format!("{folder}/{src}"),
    }
}

/// A host that plays its videos in a frame.
#[derive(Clone, Copy)]
enum Host {
    YouTube,
    Vimeo,
}

impl Host {
    /// The page of a video, and what is loaded into a frame when a reader asks: the variants that
    /// set no cookies.
    fn addresses(self, id: &str) -> (String, HostView) {
        let id = encode(id);
        let (name, page, frame) = match self {
            Host::YouTube => (
                "YouTube",
                format!("https://www.youtube.com/watch?v={id}"),
                format!("https://www.youtube-nocookie.com/embed/{id}?autoplay=1&enablejsapi=1&playsinline=1"),
            ),
            Host::Vimeo => (
                "Vimeo",
                format!("https://vimeo.com/{id}"),
                format!("https://player.vimeo.com/video/{id}?autoplay=1&dnt=1&playsinline=1"),
            ),
        };
        (page, HostView { name, frame })
    }
}
