//! The production transport over loopback: what it says of a failure decides whether somebody is rung twice.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method};
use outdial_carrier::http::{
    HttpRequest, HttpResponse, HttpTransport, Proxies, ReqwestTransport, TransportError,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const PATIENCE: Duration = Duration::from_secs(20);

async fn send(url: String, timeout: Duration) -> Result<HttpResponse, TransportError> {
    // Another test of this process may have installed it already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let transport = ReqwestTransport::new(Proxies::None).unwrap();
    let body = Bytes::from_static(b"To=%2B1");
    transport
        .send(HttpRequest {
            method: Method::POST,
            url,
            headers: HeaderMap::new(),
            body,
            timeout,
        })
        .await
}

/// Serves one connection: reads the request, writes `answer`, then closes, or stays open for ever when there is
/// no answer to write. Returns how the exchange looked to the client and how often it connected.
async fn exchange(
    answer: Option<Vec<u8>>,
    timeout: Duration,
) -> (Result<HttpResponse, TransportError>, usize) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/x", listener.local_addr().unwrap());
    let mut connections = 0;
    let serve = async {
        let mut open = Vec::new();
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            connections += 1;
            let mut request = Vec::new();
            while !request.ends_with(b"To=%2B1") {
                stream.read_buf(&mut request).await.unwrap();
            }
            match &answer {
                Some(answer) => {
                    // The client may hang up in the middle of an answer that it does not want.
                    let _ = stream.write_all(answer).await;
                    let _ = stream.shutdown().await;
                }
                None => open.push(stream),
            }
        }
    };
    let result = tokio::select! {
        result = send(url, timeout) => result,
        () = serve => unreachable!("the server runs for ever"),
    };
    (result, connections)
}

#[tokio::test]
async fn an_answer_is_brought_back_whole() {
    let answer =
        b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 2\r\ncontent-length: 4\r\n\r\nslow".to_vec();
    let (result, _) = exchange(Some(answer), PATIENCE).await;
    let response = result.unwrap();
    assert_eq!(
        (response.status.as_u16(), &response.body[..]),
        (429, &b"slow"[..])
    );
    assert_eq!(response.headers["retry-after"], "2");
}

#[tokio::test]
async fn no_connection_means_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/x", listener.local_addr().unwrap());
    drop(listener);
    assert!(matches!(
        send(url, PATIENCE).await,
        Err(TransportError::NotSent(_))
    ));
}

#[tokio::test]
async fn a_request_that_was_read_is_uncertain_and_sent_once() {
    for answer in [
        &b""[..],
        b"HTTP/1.1 20",
        b"HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\n{",
    ] {
        let (result, connections) = exchange(Some(answer.to_vec()), PATIENCE).await;
        assert!(matches!(result, Err(TransportError::Uncertain(_))), "{result:?}");
        assert_eq!(connections, 1);
    }
}

#[tokio::test]
async fn silence_is_uncertain_and_names_no_address() {
    let (result, connections) = exchange(None, Duration::from_millis(200)).await;
    match result {
        Err(TransportError::Uncertain(why)) => {
            assert!(why.starts_with("timed out") && !why.contains("127.0.0.1"));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(connections, 1);
}

#[tokio::test]
async fn redirects_are_not_followed_and_endless_answers_are_cut() {
    let elsewhere = b"HTTP/1.1 307 Elsewhere\r\nlocation: /y\r\ncontent-length: 0\r\n\r\n".to_vec();
    let (result, connections) = exchange(Some(elsewhere), PATIENCE).await;
    assert_eq!((result.unwrap().status.as_u16(), connections), (307, 1));

    let mut endless = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    endless.resize(9 * 1024 * 1024, b'x');
    let (result, _) = exchange(Some(endless), PATIENCE).await;
    assert!(matches!(result, Err(TransportError::Uncertain(_))), "{result:?}");
}
