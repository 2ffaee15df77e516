//! The server over real sockets.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use outdial_server::listener::serve;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::app::TestApp;

struct Served {
    address: SocketAddr,
    stop: CancellationToken,
    server: JoinHandle<()>,
}

async fn start(router: Router) -> Served {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let server = TaskTracker::new().spawn(serve(listener, router, stop.clone()));
    Served {
        address,
        stop,
        server,
    }
}

impl Served {
    /// Sends a request and reads until the server closes the connection.
    async fn exchange(&self, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request).await.unwrap();
        read_all(&mut stream).await
    }

    /// Sends bytes and nothing after them, and reads until the server closes the connection.
    async fn throw(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        // The server may answer and close before it has read everything.
        let _ = stream.write_all(bytes).await;
        let _ = stream.shutdown().await;
        read_all(&mut stream).await
    }
}

async fn read_all(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    // A connection that is reset ends as well.
    let _ = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer))
        .await
        .expect("no answer");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn requests_are_answered_over_sockets_with_the_client_s_address() {
    let app = TestApp::new().await;
    let served = start(app.router.clone()).await;
    let answer = served
        .exchange(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .await;
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    let body = r#"{"email":"agent@example.com","password":"correct horse battery staple"}"#;
    let request = format!(
        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nX-Forwarded-For: 6.6.6.6\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    assert!(
        served
            .exchange(request.as_bytes())
            .await
            .starts_with("HTTP/1.1 200 OK")
    );
    let log = app.app.workspace(&app.workspace);
    let page = outdial_store::PageRequest::first(1);
    let entry = log
        .read(move |tx| tx.audit().list(&page))
        .await
        .unwrap()
        .items
        .remove(0);
    assert_eq!(entry.ip.as_deref(), Some("127.0.0.1"));
}

#[tokio::test]
async fn what_is_not_http_or_too_large_ends_the_connection_and_nothing_else() {
    let app = TestApp::new().await;
    let served = start(app.router.clone()).await;
    let huge = format!(
        "GET / HTTP/1.1\r\nHost: x\r\nX-Large: {}\r\n\r\n",
        "x".repeat(100_000)
    );
    let many = format!("GET / HTTP/1.1\r\nHost: x\r\n{}\r\n", "X-A: b\r\n".repeat(200));
    for nonsense in [
        b"\x16\x03\x01\x02\x00\x01".as_slice(),
        b"nonsense\r\n\r\n",
        huge.as_bytes(),
        many.as_bytes(),
    ] {
        let answer = served.throw(nonsense).await;
        let refused = answer.is_empty() || answer.starts_with("HTTP/1.1 4");
        assert!(refused, "{}", answer.lines().next().unwrap_or_default());
    }
    let answer = served
        .exchange(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .await;
    assert!(answer.starts_with("HTTP/1.1 200 OK"));
}

#[tokio::test]
async fn at_the_end_requests_under_way_are_answered_and_idle_connections_closed() {
    let (entered, has_entered) = oneshot::channel::<()>();
    let (release, released) = oneshot::channel::<()>();
    let parts = std::sync::Arc::new(std::sync::Mutex::new(Some((entered, released))));
    let slow = get(move || {
        let (entered, released) = parts.lock().unwrap().take().unwrap();
        async move {
            entered.send(()).unwrap();
            released.await.unwrap();
            "finished"
        }
    });
    let served = start(Router::new().route("/slow", slow)).await;
    let mut idle = TcpStream::connect(served.address).await.unwrap();
    let mut busy = TcpStream::connect(served.address).await.unwrap();
    busy.write_all(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    has_entered.await.unwrap();
    served.stop.cancel();
    let mut rest = Vec::new();
    tokio::time::timeout(PATIENCE, idle.read_to_end(&mut rest))
        .await
        .expect("the idle connection stays")
        .unwrap();
    release.send(()).unwrap();
    let mut answer = String::new();
    tokio::time::timeout(PATIENCE, busy.read_to_string(&mut answer))
        .await
        .expect("no answer")
        .unwrap();
    assert!(answer.ends_with("finished"), "{answer}");
    tokio::time::timeout(PATIENCE, served.server)
        .await
        .expect("the server stays")
        .unwrap();
    assert!(TcpStream::connect(served.address).await.is_err());
}

const PATIENCE: Duration = Duration::from_secs(10);
