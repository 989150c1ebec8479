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
/// of the review, the margin and the page of problems.
pub(super) fn file(path: &str) -> Option<&'static str> {
    match path {
        "__postil/live.js" => Some(concat!(include_str!("change.js"), include_str!("live.js"))),
        "__postil/review.js" => Some(include_str!("review.js")),
        "__postil/review.css" => Some(include_str!("review.css")),
        "__postil/margin.js" => Some(concat!(
            include_str!("margin-words.js"),
            include_str!("margin-choice.js"),
            include_str!("../../themes/default/js/panel.js"),
            include_str!("margin.js")
        )),
        "__postil/margin.css" => {
            Some(concat!(include_str!("../../themes/default/css/panel.css"), include_str!("margin.css")))
        }
        "__postil/problems.css" => Some(include_str!("problems.css")),
        _ => None,
    }
}

/// A message to an open page.
#[derive(Serialize)]
struct News<'a> {
    version: String,
    problems: Option<&'a str>,
    /// True if the page may write: it loads the script of the margin.
    writes: bool,
}

/// The present state at once, and each one that follows.
pub(super) async fn events(
    State(current): State<Receiver<Arc<Snapshot>>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let news = WatchStream::new(current).filter(|snapshot| !snapshot.is_nothing()).map(|snapshot| {
        let (version, problems) = (snapshot.version(), snapshot.problems.as_deref());
        let news = News { version, problems, writes: snapshot.can_write };
        Ok(Event::default().data(serde_json::to_string(&news).expect("plain data is always JSON")))
    });
    Sse::new(news).keep_alive(KeepAlive::default())
}
