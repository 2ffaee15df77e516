//! Accepts connections and serves HTTP/1.1 on them, within named limits, until it is told to stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

/// Serves until `stop`, then lets requests under way finish, but not for longer than [`DRAIN_LIMIT`].
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    let tasks = TaskTracker::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else {
            break;
        };
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (router, stop) = (router.clone(), stop.clone());
                tasks.spawn(async move {
                    serve_connection(stream, peer, router, stop).await;
                    drop(place);
                });
            }
            Err(why) => {
                // Out of descriptors, most likely: pausing lets connections end instead of spinning.
                tracing::warn!(error = %why, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    tasks.close();
    if tokio::time::timeout(DRAIN_LIMIT, tasks.wait()).await.is_err() {
        tracing::warn!(open = tasks.len(), "connections were cut at shutdown");
    }
}

async fn serve_connection(stream: TcpStream, peer: SocketAddr, router: Router, stop: CancellationToken) {
    // Small answers must not wait for more bytes; a socket that refuses the option still works.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_READ_LIMIT)
        .max_buf_size(HEAD_LIMIT)
        .max_headers(HEADERS_MAX)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let outcome = tokio::select! {
        outcome = connection.as_mut() => outcome,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(why) = outcome {
        tracing::trace!(error = %why, "a connection ended early");
    }
}

/// More than any wallboard needs, less than a usual limit of descriptors.
const CONNECTIONS_MAX: usize = 8_192;
/// Request line and headers together; also how much of a body is read ahead.
const HEAD_LIMIT: usize = 64 * 1024;
const HEADERS_MAX: usize = 100;
/// Also how long an idle connection is kept.
const HEADER_READ_LIMIT: Duration = Duration::from_secs(75);
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
const DRAIN_LIMIT: Duration = Duration::from_secs(10);
