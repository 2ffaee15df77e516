//! Opening the WebSocket to a model.

use std::time::Duration;

use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::error::{Error, ProtocolError};
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::http::header::AUTHORIZATION;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, client_async_tls_with_config};

use super::endpoint::Endpoint;
use super::reach::Wire;

/// An open connection.
pub(super) type Socket = WebSocketStream<MaybeTlsStream<Box<dyn Wire>>>;

/// Opens a connection; why not, in a word. What the server writes is not repeated: it may show parts of the key.
pub(super) async fn connect(endpoint: &Endpoint) -> Result<Socket, String> {
    match timeout(PATIENCE, shake_hands(endpoint)).await {
        Ok(Ok(socket)) => Ok(socket),
        Ok(Err(error)) => Err(word(&error)),
        Err(_) => Err("no connection in time".to_owned()),
    }
}

/// Whether a connection can be opened; it is closed again at once, and nothing is said over it.
///
/// # Errors
/// Why not, in a word.
pub async fn knock(endpoint: &Endpoint) -> Result<(), String> {
    let mut socket = connect(endpoint).await?;
    // Whoever let us in is there, however it takes our farewell.
    let _ = timeout(PATIENCE, socket.close(None)).await;
    Ok(())
}

async fn shake_hands(endpoint: &Endpoint) -> Result<Socket, Error> {
    let mut request = endpoint.address().as_str().into_client_request()?;
    let mut key = HeaderValue::from_str(&format!("Bearer {}", endpoint.key()))?;
    key.set_sensitive(true);
    request.headers_mut().insert(AUTHORIZATION, key);
    let limits = WebSocketConfig::default()
        .max_message_size(Some(LARGEST_MESSAGE))
        .max_frame_size(Some(LARGEST_MESSAGE));
    let wire = endpoint.reach().connect(endpoint.address()).await?;
    let (socket, _) = client_async_tls_with_config(request, wire, Some(limits), None).await?;
    Ok(socket)
}

/// An error of the connection in a word.
#[expect(clippy::wildcard_enum_match_arm, reason = "the library may name more of them")]
pub(super) fn word(error: &Error) -> String {
    match error {
        Error::Http(answer) => format!("refused with {}", answer.status().as_u16()),
        Error::ConnectionClosed | Error::AlreadyClosed => "closed".to_owned(),
        Error::Io(why) => format!("unreachable, {:?}", why.kind()),
        Error::Tls(_) => "no trust in its certificate".to_owned(),
        Error::Capacity(_) => "too long a message".to_owned(),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => "closed".to_owned(),
        Error::Protocol(_) => "no WebSocket".to_owned(),
        Error::HttpFormat(_) | Error::Url(_) => "no address, or no key".to_owned(),
        _ => "failed".to_owned(),
    }
}

/// Whoever answers hears nothing meanwhile.
const PATIENCE: Duration = Duration::from_secs(5);
/// A whole answer in one message would fit.
const LARGEST_MESSAGE: usize = 4 * 1_024 * 1_024;
