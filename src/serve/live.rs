//! The line to open pages: what version there is, and what is wrong with the newest.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use serde::Serialize;
use tokio::sync::watch::Receiver;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::snapshot::Snapshot;

/// The address at which open pages listen.
pub(super) const EVENTS: &str = "/__postil/events";

/// The file of the server's own at `path`: the script that listens, behind what it changes pages with, and those
/// of the review and of the page of problems.
pub(super) fn file(path: &str) -> Option<&'static str> {
    match path {
        "__postil/live.js" => Some(concat!(include_str!("change.js"), include_str!("live.js"))),
        "__postil/review.js" => Some(include_str!("review.js")),
        "__postil/review.css" => Some(include_str!("review.css")),
        "__postil/problems.css" => Some(include_str!("problems.css")),
        _ => None,
    }
}

/// A message to an open page.
#[derive(Serialize)]
struct News<'a> {
    version: String,
    problems: Option<&'a str>,
}

/// The present state at once, and each one that follows.
pub(super) async fn events(
    State(current): State<Receiver<Arc<Snapshot>>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let news = WatchStream::new(current).filter(|snapshot| !snapshot.is_nothing()).map(|snapshot| {
        let news = News { version: snapshot.version(), problems: snapshot.problems.as_deref() };
        Ok(Event::default().data(serde_json::to_string(&news).expect("plain data is always JSON")))
    });
    Sse::new(news).keep_alive(KeepAlive::default())
}
