//! Takes connections, and lets go of those that never ask for anything.

use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

/// The time within which a client must send its request, and for which it may then stay idle.
const PATIENCE: Duration = Duration::from_secs(20);

/// The pause before another attempt when the system has no more connections to give.
const PAUSE: Duration = Duration::from_millis(50);

/// Answers every connection with `app`, for ever. An answer that is under way has no limit: pages
/// listen for news as long as they are open. Whoever has said all it has to say is answered still.
pub(super) async fn serve(listener: TcpListener, app: Router) {
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(PATIENCE).half_close(true);
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let service = TowerToHyperService::new(app.clone());
        // A client that goes away in the middle is no concern of the others.
        tokio::spawn(builder.serve_connection(TokioIo::new(stream), service));
    }
}
