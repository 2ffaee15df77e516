//! The way out for media streams: one trait, so that a simulation needs no sockets.

use std::io;

use async_trait::async_trait;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use url::Url;

/// A connection that a WebSocket can be opened on.
pub trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// Connects to the host of a stream's URL.
#[async_trait]
pub trait StreamConnector: Send + Sync {
    /// A bare connection; TLS and the WebSocket are opened on it afterwards.
    ///
    /// # Errors
    /// When there is no connection to be had.
    async fn connect(&self, url: &Url) -> io::Result<Box<dyn Wire>>;
}

/// Connects over TCP.
#[derive(Debug, Clone, Copy)]
pub struct TcpStreams;

#[async_trait]
impl StreamConnector for TcpStreams {
    async fn connect(&self, url: &Url) -> io::Result<Box<dyn Wire>> {
        let host = url.host_str().ok_or(io::ErrorKind::InvalidInput)?;
        let port = url.port_or_known_default().ok_or(io::ErrorKind::InvalidInput)?;
        // An address in brackets is written without them here.
        let stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).await?;
        // A frame is small and must not wait for the next one.
        stream.set_nodelay(true)?;
        Ok(Box::new(stream))
    }
}
