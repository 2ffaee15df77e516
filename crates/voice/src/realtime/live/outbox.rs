//! What waits to be sent to the model.

use serde_json::Value;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::{Bytes, Message};

/// The way to whoever writes to the socket.
#[derive(Debug)]
pub(super) struct Outbox {
    /// Gone when nothing more is to be sent.
    out: Option<mpsc::Sender<Message>>,
    late_frames: u64,
}

/// The connection does not take what has to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stuck;

impl Outbox {
    /// An outbox, and what takes out of it.
    pub fn new() -> (Self, mpsc::Receiver<Message>) {
        let (out, waiting) = mpsc::channel(WAITING_MAX);
        let outbox = Self {
            out: Some(out),
            late_frames: 0,
        };
        (outbox, waiting)
    }

    /// Sends an order. Orders are never dropped: a connection without room for one is of no use.
    pub fn order(&self, event: &Value) -> Result<(), Stuck> {
        self.send(Message::text(event.to_string()))
    }

    /// Asks for a sign of life.
    pub fn ping(&self) -> Result<(), Stuck> {
        self.send(Message::Ping(Bytes::new()))
    }

    fn send(&self, message: Message) -> Result<(), Stuck> {
        let out = self.out.as_ref().ok_or(Stuck)?;
        out.try_send(message).map_err(|_| Stuck)
    }

    /// Nothing more is to be sent; what waits still is.
    pub fn close(&mut self) {
        self.out = None;
    }

    /// Sends 20 ms of the callee, unless too much waits already: late audio would make every later turn late.
    pub fn audio(&mut self, event: &Value) {
        let room = self.out.as_ref().map_or(0, mpsc::Sender::capacity);
        if room <= ROOM_FOR_ORDERS || self.send(Message::text(event.to_string())).is_err() {
            self.late_frames += 1;
        }
    }

    pub fn late_frames(&self) -> u64 {
        self.late_frames
    }
}

/// Half a second of audio, and as many orders as ever come together.
const WAITING_MAX: usize = ROOM_FOR_ORDERS + 25;
const ROOM_FOR_ORDERS: usize = 128;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_connection_that_stands_still_loses_audio_and_then_fails() {
        let (mut outbox, _waiting) = Outbox::new();
        for _ in 0..100 {
            outbox.audio(&json!({}));
        }
        assert_eq!(outbox.late_frames(), 75);
        let taken = (0..200).filter(|_| outbox.order(&json!({})).is_ok()).count();
        assert_eq!(taken, ROOM_FOR_ORDERS);
        assert_eq!(outbox.ping(), Err(Stuck));
    }
}
