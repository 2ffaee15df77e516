//! A stand-in for the application at the other end of media streams, in memory.

use std::io;
use std::sync::Arc;

use async_trait::async_trait;
use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::{SinkExt, StreamExt};
use outdial_sandbox::{StreamConnector, Wire};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, duplex};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async};
use url::Url;

/// Connects streams to a [`Switchboard`].
struct Lines {
    calls: mpsc::Sender<DuplexStream>,
    /// Bytes that may be under way in each direction.
    room: usize,
}

/// Where streams arrive.
pub struct Switchboard {
    calls: mpsc::Receiver<DuplexStream>,
}

/// One stream, as the application sees it.
pub struct Ear<S = DuplexStream> {
    socket: WebSocketStream<S>,
    pub headers: HeaderMap,
    pub path: String,
}

impl Switchboard {
    pub fn new() -> (Arc<dyn StreamConnector>, Self) {
        Self::with_room(1 << 20)
    }

    pub fn with_room(room: usize) -> (Arc<dyn StreamConnector>, Self) {
        let (calls, arriving) = mpsc::channel(16);
        (Arc::new(Lines { calls, room }), Self { calls: arriving })
    }

    /// A bare connection on which nothing was answered yet.
    pub async fn arrival(&mut self) -> DuplexStream {
        self.calls.recv().await.unwrap()
    }

    pub async fn accept(&mut self) -> Ear {
        Ear::accept(self.arrival().await).await
    }

    /// Whether a stream has arrived that nobody accepted.
    pub fn is_quiet(&mut self) -> bool {
        self.calls.try_recv().is_err()
    }
}

#[async_trait]
impl StreamConnector for Lines {
    async fn connect(&self, _: &Url) -> io::Result<Box<dyn Wire>> {
        let (ours, theirs) = duplex(self.room);
        let arrived = self.calls.send(theirs).await;
        arrived.map_err(|_| io::Error::from(io::ErrorKind::ConnectionRefused))?;
        Ok(Box::new(ours))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Ear<S> {
    pub async fn accept(wire: S) -> Self {
        let (mut headers, mut path) = (HeaderMap::new(), String::new());
        #[expect(clippy::result_large_err, reason = "the type is the library's")]
        let note = |request: &Request, response: Response| {
            headers = request.headers().clone();
            path = request.uri().to_string();
            Ok(response)
        };
        let socket = accept_hdr_async(wire, note).await.unwrap();
        Self {
            socket,
            headers,
            path,
        }
    }

    /// The next message; `None` once the stream is closed.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            match self.socket.next().await?.ok()? {
                Message::Text(text) => return Some(serde_json::from_str(&text).unwrap()),
                Message::Close(_) => return None,
                Message::Binary(_) => panic!("a binary message"),
                Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
            }
        }
    }

    /// The stream's identifier, from its first two messages.
    pub async fn start(&mut self) -> String {
        assert_eq!(self.next().await.unwrap()["event"], "connected");
        let start = self.next().await.unwrap();
        assert_eq!(start["event"], "start", "{start}");
        start["streamSid"].as_str().unwrap().to_owned()
    }

    /// The sound of the next so many milliseconds on a track, and what else came in between.
    pub async fn listen(&mut self, track: &str, ms: usize) -> (Vec<u8>, Vec<Value>) {
        let (mut sound, mut rest) = (Vec::new(), Vec::new());
        while sound.len() < ms * 8 {
            let message = self.next().await.expect("the stream goes on");
            if message["event"] == "media" {
                if message["media"]["track"] == track {
                    sound.extend(
                        STANDARD
                            .decode(message["media"]["payload"].as_str().unwrap())
                            .unwrap(),
                    );
                }
            } else {
                rest.push(message);
            }
        }
        (sound, rest)
    }

    pub async fn send(&mut self, message: Value) {
        self.socket
            .send(Message::text(message.to_string()))
            .await
            .unwrap();
    }

    pub async fn say(&mut self, sid: &str, sound: &[u8]) {
        let media = json!({"event": "media", "streamSid": sid, "media": {"payload": STANDARD.encode(sound)}});
        self.send(media).await;
    }

    pub async fn mark(&mut self, sid: &str, name: &str) {
        self.send(json!({"event": "mark", "streamSid": sid, "mark": {"name": name}}))
            .await;
    }

    pub async fn close(mut self) {
        self.socket.close(None).await.unwrap();
        // Until the other side has said good-bye as well.
        while self.next().await.is_some() {}
    }
}
