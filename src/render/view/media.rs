//! Recordings, as templates see them.

use serde::Serialize;

/// A recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MediaView {
    /// `audio` and `video` are played in the page, `youtube` and `vimeo` when a reader asks, `page` is
    /// linked.
    pub kind: &'static str,
    /// Its address.
    pub src: String,
    /// The address of the transcript as captions, where there are such.
    pub track: Option<String>,
    /// The host whose player shows it; none for the browser's own player.
    pub host: Option<HostView>,
}

/// A host that plays a video in a frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HostView {
    /// The name of the host.
    pub name: &'static str,
    /// The address that goes into the frame, and asks for no cookies.
    pub frame: String,
}
