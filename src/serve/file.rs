//! One file as a response: whole, a part of it, or word that it is still the same.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::time::UNIX_EPOCH;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderName};
use axum::response::{IntoResponse, Response};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::stored::{Lasts, ServedFile};
use crate::load::SiteFile;
use crate::text::content_type;

/// The number of bytes read at a time from a file on the disk.
const PIECE: usize = 64 << 10;

/// The file `entry`, published at `path`, as the request's `headers` want it.
pub(super) fn response(path: &str, entry: ServedFile, headers: &HeaderMap) -> Response {
    let content = match ResponseContent::from_entry(entry) {
        Ok(content) => content,
        Err(error) => {
            let reason = format!("/{path} cannot be read: {error}\n");
            return (StatusCode::INTERNAL_SERVER_ERROR, reason).into_response();
        }
    };
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if text(header::IF_NONE_MATCH).is_some_and(|known| known.contains(&content.tag)) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, content.tag)]).into_response();
    }
    let unchanged = text(header::IF_RANGE).is_none_or(|known| known == content.tag);
    let wanted = text(header::RANGE).filter(|_| unchanged);
    let wanted = wanted.map_or(RequestedRange::All, |range| RequestedRange::parse(range, content.length));
    let described = [
        (header::CACHE_CONTROL, content.lasts.directive().to_string()),
        (header::CONTENT_TYPE, content_type::from_path(path).to_string()),
        (header::ETAG, content.tag.clone()),
        (header::ACCEPT_RANGES, "bytes".to_string()),
    ];
    (described, content.part(wanted)).into_response()
}

/// A file that is ready to be sent.
struct ResponseContent {
    data: Data,
    length: u64,
    tag: String,
    lasts: Lasts,
}

enum Data {
    Bytes(Bytes),
    File(fs::File),
}

impl Lasts {
    /// In the words of `Cache-Control` (RFC 9111, and RFC 8246 for what never changes).
    fn directive(self) -> &'static str {
        match self {
            Lasts::UntilChanged => "no-cache",
            Lasts::ForEver => "max-age=31536000, immutable",
        }
    }
}

impl ResponseContent {
    fn from_entry(entry: ServedFile) -> io::Result<Self> {
        match entry {
            ServedFile::Made { bytes, tag, lasts } => {
                let (length, tag) = (bytes.len() as u64, format!("\"{tag:x}\""));
                Ok(ResponseContent { data: Data::Bytes(bytes), length, tag, lasts })
            }
            ServedFile::OnDisk(file) => Self::on_disk(&file),
        }
    }

    fn on_disk(file: &SiteFile) -> io::Result<Self> {
        let file = file.open()?;
        let found = file.metadata()?;
        let changed = found.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        let tag = format!("\"{:x}-{:x}\"", found.len(), changed.as_nanos());
        Ok(ResponseContent { data: Data::File(file), length: found.len(), tag, lasts: Lasts::UntilChanged })
    }

    fn part(self, wanted: RequestedRange) -> Response {
        let length = self.length;
        match wanted {
            RequestedRange::All => self.body(0..length).into_response(),
            RequestedRange::Part(range) => {
                let place = format!("bytes {}-{}/{length}", range.start, range.end - 1);
                (StatusCode::PARTIAL_CONTENT, [(header::CONTENT_RANGE, place)], self.body(range))
                    .into_response()
            }
            RequestedRange::Nothing => {
                let place = format!("bytes */{length}");
                (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, place)]).into_response()
            }
        }
    }

    fn body(self, range: Range<u64>) -> impl IntoResponse {
        let length = [(header::CONTENT_LENGTH, (range.end - range.start).to_string())];
        let body = match self.data {
            Data::Bytes(bytes) => Body::from(bytes.slice(range.start as usize..range.end as usize)),
            Data::File(file) => stream(file, range),
        };
        (length, body)
    }
}

/// Reads `range` of `file` on a thread of its own, a piece at a time, as fast as it is taken.
fn stream(mut file: fs::File, range: Range<u64>) -> Body {
    let (sender, pieces) = mpsc::channel(2);
    tokio::task::spawn_blocking(move || {
        let mut left = match file.seek(SeekFrom::Start(range.start)) {
            Ok(_) => file.take(range.end - range.start),
            Err(error) => return drop(sender.blocking_send(Err(error))),
        };
        loop {
            let mut piece = vec![0; PIECE];
            let read = left.read(&mut piece).map(|count| {
                piece.truncate(count);
                Bytes::from(piece)
            });
            let is_last = read.as_ref().map_or(true, Bytes::is_empty);
            if sender.blocking_send(read).is_err() || is_last {
                return;
            }
        }
    });
    Body::from_stream(ReceiverStream::new(pieces))
}

/// The part of a file that a `Range` header asks for.
#[derive(Debug, PartialEq, Eq)]
enum RequestedRange {
    All,
    Part(Range<u64>),
    Nothing,
}

impl RequestedRange {
    /// Anything but a single range in bytes is answered with the whole file, as the standard allows.
    fn parse(written: &str, length: u64) -> Self {
        let range = written.strip_prefix("bytes=").and_then(|range| range.trim().split_once('-'));
        let Some((first, last)) = range else { return RequestedRange::All };
        let range = match (first.parse::<u64>(), last.parse::<u64>()) {
            (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(length),
            (Ok(first), Err(_)) if last.is_empty() => first..length,
            (Err(_), Ok(count)) if first.is_empty() => length.saturating_sub(count)..length,
            _ => return RequestedRange::All,
        };
        if range.is_empty() { RequestedRange::Nothing } else { RequestedRange::Part(range) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_has_them() {
        let check = |written: &str, expected: RequestedRange| {
            assert_eq!(RequestedRange::parse(written, 100), expected, "{written}")
        };
        check("bytes=0-9", RequestedRange::Part(0..10));
        check("bytes=90-", RequestedRange::Part(90..100));
        check("bytes=-10", RequestedRange::Part(90..100));
        check("bytes=-1000", RequestedRange::Part(0..100));
        check("bytes=50-18446744073709551615", RequestedRange::Part(50..100));
        check("bytes=100-", RequestedRange::Nothing);
        check("bytes=-0", RequestedRange::Nothing);
        for odd in ["bytes=5-1", "bytes=0-1,5-6", "bytes=-", "lines=1-2", "bytes=x-y", "bytes"] {
            check(odd, RequestedRange::All);
        }
    }
}
