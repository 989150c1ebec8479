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
    /// Whose player shows it, when it is not the browser's own.
    pub host: Option<HostView>,
}

/// Who plays a video in a frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HostView {
    /// What it is called.
    pub name: &'static str,
    /// The address that goes into the frame, and asks for no cookies.
    pub frame: String,
}
