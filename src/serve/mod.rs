//! Serves the site from memory while its author writes: watches, rebuilds, and tells the browser.
//!
//! One thread builds; it publishes each result as a snapshot, which requests are answered from
//! and which open pages are told of. The last good site is served until there is a better one.
//! A build only reads what changed and joins it with the rest; a page is rendered when it is asked for.

mod answer;
mod builder;
mod connections;
mod editor;
mod file;
mod live;
mod margin;
mod margin_page;
mod policy;
mod rest;
mod review;
mod snapshot;
mod stored;
mod watch;
mod write;

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::sync::watch as channel;

use self::builder::Builder;
pub use self::editor::Editor;
use self::margin::AuthorMargin;
pub use self::policy::PagePolicy;
use self::policy::ResponseHeaders;
use self::review::ReviewPages;
use self::snapshot::Snapshot;
use self::watch::Watch;
pub use self::write::WriteAccess;
use crate::pipeline::{BuildError, Outcome, Request};
use crate::render;

/// The port that is tried first when none is asked for.
const FIRST_PORT: u16 = 4173;

/// The number of ports to try after the first one.
const PORTS: u16 = 100;

/// Is told of every build.
pub trait Observer: Send {
    /// A build ended, for better or worse, or a template failed afterwards. Returns what a page is to show of what
    /// is wrong.
    fn built(&mut self, result: Result<&Outcome, &BuildError>, took: Duration) -> String;
}

/// A reason for which nothing can be served.
#[derive(Debug)]
pub enum ServeError {
    /// No port could be had.
    Port(u16, io::Error),
    /// The site's folders cannot be watched.
    Watch(notify::Error),
    /// The server could not run.
    Server(io::Error),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServeError::Port(port, error) => write!(f, "port {port} cannot be used: {error}"),
            ServeError::Watch(error) => write!(f, "the site's folders cannot be watched: {error}"),
            ServeError::Server(error) => write!(f, "the server stopped: {error}"),
        }
    }
}

/// A server that has its port and is about to run.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    request: Request,
    policy: PagePolicy,
    access: Option<WriteAccess>,
    editor: Option<Editor>,
}

impl Server {
    /// Takes `port` at `address`, or the first free one when none is asked for. Unless the address is this machine's own,
    /// others in the network can read the site.
    pub fn bind(request: Request, address: IpAddr, port: Option<u16>) -> Result<Self, ServeError> {
        let take = |port: u16| TcpListener::bind((address, port));
        let listener = match port {
            Some(port) => take(port).map_err(|error| ServeError::Port(port, error))?,
            None => (FIRST_PORT..FIRST_PORT + PORTS)
                .find_map(|port| take(port).ok())
                .map_or_else(|| take(0), Ok)
                .map_err(|error| ServeError::Port(FIRST_PORT, error))?,
        };
        // The folder may be replaced by another of its name; a relative path would go on leading to the old one.
        let root = std::path::absolute(&request.root).unwrap_or_else(|_| request.root.clone());
        let request =
            Request { root, options: render::Options { live_reload: true, ..request.options }, ..request };
        Ok(Server { listener, request, policy: PagePolicy::default(), access: None, editor: None })
    }

    /// The same server, whose pages are held to `policy`.
    pub fn with_policy(self, policy: PagePolicy) -> Self {
        Server { policy, ..self }
    }

    /// The same server, whose own pages may write with `access`.
    pub fn with_access(self, access: WriteAccess) -> Self {
        Server { access: Some(access), ..self }
    }

    /// The same server, whose own pages open sources in `editor`.
    pub fn with_editor(self, editor: Option<Editor>) -> Self {
        Server { editor, ..self }
    }

    /// The address of the review in a browser.
    pub fn review_url(&self) -> String {
        format!("{}{}", self.url().trim_end_matches('/'), review::ADDRESS)
    }

    /// The address of the site in a browser of this machine.
    pub fn url(&self) -> String {
        let address = self.address();
        match address.ip() {
            ip if ip.is_loopback() || ip.is_unspecified() => format!("http://localhost:{}/", address.port()),
            _ => format!("http://{address}/"),
        }
    }

    fn address(&self) -> SocketAddr {
        self.listener.local_addr().unwrap_or_else(|_| (std::net::Ipv4Addr::LOCALHOST, FIRST_PORT).into())
    }

    /// Builds and serves until the process is interrupted.
    pub fn run(self, observer: impl Observer + 'static) -> Result<(), ServeError> {
        let watch = Watch::new(&self.request.root).map_err(ServeError::Watch)?;
        let (publish, current) = channel::channel(Arc::new(Snapshot::nothing_yet(self.access.is_some())));
        let margin = AuthorMargin::new(current.clone(), self.access.clone(), self.editor);
        let review = ReviewPages { request: self.request.clone(), access: self.access };
        let builder = Builder::new(self.request, observer, publish);
        thread::spawn(move || builder.run(watch));
        let headers = ResponseHeaders {
            policy: self.policy,
            current: current.clone(),
            can_write: review.access.is_some(),
        };
        let ip = self.listener.local_addr().map_err(ServeError::Server)?.ip();
        let listener = self.listener;
        let runtime = tokio::runtime::Runtime::new().map_err(ServeError::Server)?;
        let served = runtime
            .block_on(serve(listener, current, (headers, ip), (review, margin)))
            .map_err(ServeError::Server);
        runtime.shutdown_background();
        served
    }
}

/// Pages that wait for news keep their connections open for good, so the end of the process is not
/// put off until they close them.
async fn serve(
    listener: TcpListener,
    current: channel::Receiver<Arc<Snapshot>>,
    guarded: (ResponseHeaders, IpAddr),
    (review, margin): (ReviewPages, AuthorMargin),
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let ending = current.clone();
    let app = axum::Router::new()
        .route(live::EVENTS, axum::routing::get(live::events))
        .route(review::ADDRESS, axum::routing::any(move |request| review::answer(review.clone(), request)))
        .route(margin::ADDRESS, axum::routing::any(move |request| margin::answer(margin.clone(), request)))
        .fallback(answer::answer)
        .layer(axum::middleware::from_fn_with_state(guarded, answer::guard))
        .with_state(current);
    tokio::select! {
        () = connections::serve(listener, app) => Ok(()),
        interrupted = tokio::signal::ctrl_c() => interrupted,
        () = ends(ending) => Err(io::Error::other("the builder has stopped")),
    }
}

/// Waits until nobody publishes snapshots any longer.
async fn ends(mut current: channel::Receiver<Arc<Snapshot>>) {
    while current.changed().await.is_ok() {}
}
