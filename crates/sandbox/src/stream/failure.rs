//! What can go wrong with a stream.

/// What can go wrong with a stream.
#[derive(Debug, thiserror::Error)]
pub(super) enum StreamFailure {
    #[error("\"{0}\" is not a ws: or wss: address without a query string")]
    BadUrl(String),
    #[error("no connection: {0}")]
    Connect(std::io::Error),
    #[error("no answer within {} s", super::open::PATIENCE.as_secs())]
    TimedOut,
    #[error("the handshake failed: {0}")]
    Handshake(Box<tokio_tungstenite::tungstenite::Error>),
    #[error("the connection broke: {0}")]
    Broken(Box<tokio_tungstenite::tungstenite::Error>),
}

impl StreamFailure {
    /// Twilio's error code.
    pub(super) fn code(&self) -> u32 {
        match self {
            Self::BadUrl(_) | Self::Handshake(_) => 31_920,
            Self::Connect(_) | Self::TimedOut => 31_901,
            Self::Broken(_) => 31_924,
        }
    }
}
