//! Twilio's kit for browsers, as far as its socket is concerned, and the tokens it is given.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::{SinkExt, StreamExt};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::loopback::Served;
use crate::stage::ACCOUNT;

pub const KEY: &str = "SK0123456789abcdef0123456789abcdef";
pub const SECRET: &str = "hush";
pub const APPLICATION: &str = "AP0123456789abcdef0123456789abcdef";

/// The kit's end of one socket.
pub struct Kit(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Kit {
    pub async fn connect(served: &Served) -> Self {
        let url = format!("ws://{}/signal", served.address);
        Self(connect_async(url).await.unwrap().0)
    }

    /// A socket on which a good token was shown.
    pub async fn listening(served: &Served) -> Self {
        let mut kit = Self::connect(served).await;
        kit.listen(&token(&claims()), 0).await;
        assert_eq!(kit.next().await["type"], "connected");
        kit
    }

    pub async fn listen(&mut self, token: &str, reconnect_s: u64) {
        let payload =
            json!({"token": token, "reconnectTimeout": reconnect_s, "browserinfo": {"p": "browser"}});
        self.say("listen", &payload).await;
    }

    pub async fn invite(&mut self, sdp: &str, params: &str) {
        let payload = json!({"callsid": "TJS1", "sdp": sdp, "twilio": {"params": params}});
        self.say("invite", &payload).await;
    }

    pub async fn say(&mut self, kind: &str, payload: &Value) {
        let message = json!({"type": kind, "payload": payload, "version": "1.6"});
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    pub async fn say_raw(&mut self, text: &str) {
        self.0.send(Message::text(text.to_owned())).await.unwrap();
    }

    /// The next message that is no heartbeat.
    pub async fn next(&mut self) -> Value {
        loop {
            let message = timeout(PATIENCE, self.0.next()).await.unwrap();
            match message.expect("the socket is open").unwrap() {
                Message::Text(text) if text == "\n" => self.say_raw("\n").await,
                Message::Text(text) => return serde_json::from_str(&text).unwrap(),
                other @ (Message::Binary(_)
                | Message::Ping(_)
                | Message::Pong(_)
                | Message::Close(_)
                | Message::Frame(_)) => panic!("{other:?}"),
            }
        }
    }

    /// The payload of the next message, which has to be of this kind.
    pub async fn expect(&mut self, kind: &str) -> Value {
        let mut message = self.next().await;
        assert_eq!(message["type"], kind, "{message}");
        message["payload"].take()
    }
}

/// What a good token says.
pub fn claims() -> Value {
    json!({
        "iss": KEY,
        "sub": ACCOUNT,
        "exp": NOW_S + 3_600,
        "grants": {
            "identity": "ada",
            "voice": {"outgoing": {"application_sid": APPLICATION}},
        },
    })
}

/// A token that says so, signed with the key's secret.
pub fn token(claims: &Value) -> String {
    signed(claims, SECRET)
}

pub fn signed(claims: &Value, secret: &str) -> String {
    let header = json!({"alg": "HS256", "typ": "JWT", "cty": "twilio-fpa;v=1"});
    let text = [&header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let text = text.join(".");
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

/// When the clocks of these tests begin.
pub const NOW_S: i64 = 1_795_219_200;
const PATIENCE: Duration = Duration::from_secs(20);
