//! Opening the WebSocket: connection, TLS where the address asks for it, signed handshake.

use std::time::Duration;

use http::HeaderValue;
use http::header::USER_AGENT;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, client_async_tls_with_config};
use url::Url;

use super::connector::Wire;
use super::failure::StreamFailure;
use crate::sandbox::Sandbox;
use crate::webhook::signature;

/// An open stream.
pub(super) type Socket = WebSocketStream<MaybeTlsStream<Box<dyn Wire>>>;

impl Sandbox {
    pub(super) async fn open_stream(&self, url: &str) -> Result<Socket, StreamFailure> {
        timeout(PATIENCE, self.shake_hands(url))
            .await
            .unwrap_or(Err(StreamFailure::TimedOut))
    }

    async fn shake_hands(&self, url: &str) -> Result<Socket, StreamFailure> {
        let bad = || StreamFailure::BadUrl(url.to_owned());
        let parsed = Url::parse(url).map_err(|_| bad())?;
        if !matches!(parsed.scheme(), "ws" | "wss") || parsed.query().is_some() {
            return Err(bad());
        }
        let mut request = url.into_client_request().map_err(|_| bad())?;
        let signed = signature(&self.account.auth_token, url, &[]);
        let headers = request.headers_mut();
        headers.insert(
            "x-twilio-signature",
            HeaderValue::from_str(&signed).map_err(|_| bad())?,
        );
        headers.insert(USER_AGENT, HeaderValue::from_static("Twilio.TmeWs/1.0"));
        let wire = self
            .streams
            .connect(&parsed)
            .await
            .map_err(StreamFailure::Connect)?;
        let limits = WebSocketConfig::default()
            .max_message_size(Some(LARGEST_MESSAGE))
            .max_frame_size(Some(LARGEST_MESSAGE));
        let (socket, _) = client_async_tls_with_config(request, wire, Some(limits), None)
            .await
            .map_err(|error| StreamFailure::Handshake(Box::new(error)))?;
        Ok(socket)
    }
}

/// How long connection and handshake may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// Half a minute of sound in one message; nobody sends more in good faith.
const LARGEST_MESSAGE: usize = 512 * 1_024;
