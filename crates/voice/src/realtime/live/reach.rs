//! The way to a model: one trait, so that a test needs no sockets.

use std::io;

use async_trait::async_trait;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use url::Url;

/// A connection that a WebSocket can be opened on.
pub trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// Connects to the host of an address.
#[async_trait]
pub trait Reach: Send + Sync {
    /// A bare connection; TLS and the WebSocket are opened on it afterwards.
    ///
    /// # Errors
    /// When there is no connection to be had.
    async fn connect(&self, address: &Url) -> io::Result<Box<dyn Wire>>;
}

/// Connects over TCP.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tcp;

#[async_trait]
impl Reach for Tcp {
    async fn connect(&self, address: &Url) -> io::Result<Box<dyn Wire>> {
        let host = address.host_str().ok_or(io::ErrorKind::InvalidInput)?;
        let port = address
            .port_or_known_default()
            .ok_or(io::ErrorKind::InvalidInput)?;
        // An address in brackets is written without them here.
        let stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).await?;
        // A frame of 20 ms must not wait for the next one.
        stream.set_nodelay(true)?;
        Ok(Box::new(stream))
    }
}
