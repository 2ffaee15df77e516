//! A phone behind a carrier's media stream: a WebSocket that carries mu-law in JSON, as Twilio does.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use anyhow::{Context, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::frame::{self, Kind};
use crate::http::request;
use crate::signing::Signer;

/// Where a stream is to go and what it has to show there.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Whose call it is at the carrier.
    pub sid: String,
    /// The WebSocket's address.
    pub url: String,
    /// Handed on as they are.
    pub parameters: Vec<(String, String)>,
}

/// An open stream.
pub struct Phone {
    socket: TcpStream,
    incoming: Vec<u8>,
    outgoing: Vec<u8>,
    text: String,
    said: u64,
    received: u64,
}

impl Phone {
    /// Opens the stream and says whose it is.
    pub fn open(server: SocketAddr, invitation: &Invitation, signer: &Signer) -> Result<Self> {
        let mut socket = TcpStream::connect(server)?;
        socket.set_nodelay(true)?;
        let signature = signer.sign(&invitation.url, &[]);
        let path = invitation.url.splitn(4, '/').nth(3).unwrap_or_default();
        let headers = [
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ("X-Twilio-Signature", signature.as_str()),
        ];
        socket.write_all(&request("GET", &format!("/{path}"), server, &headers, &[]))?;
        let incoming = upgraded(&mut socket)?;
        let mut phone = Self {
            socket,
            incoming,
            outgoing: Vec::new(),
            text: String::new(),
            said: 0,
            received: 0,
        };
        phone.begin(invitation)?;
        phone.socket.set_nonblocking(true)?;
        Ok(phone)
    }

    /// Pieces of audio that came.
    pub fn received(&self) -> u64 {
        self.received
    }

    /// Sends 20 ms.
    pub fn say(&mut self, mulaw: &[u8]) -> Result<()> {
        use std::fmt::Write as _;
        self.said += 1;
        self.text.clear();
        write!(
            self.text,
            r#"{{"event":"media","sequenceNumber":"{}","media":{{"track":"inbound","chunk":"{}","timestamp":"{}","payload":""#,
            self.said + 1,
            self.said,
            self.said * 20
        )?;
        STANDARD.encode_string(mulaw, &mut self.text);
        self.text.push_str(r#""},"streamSid":""#);
        self.text.push_str(STREAM);
        self.text.push_str(r#""}"#);
        frame::write_text(self.text.as_bytes(), &mut self.outgoing);
        self.flush()
    }

    /// Takes in what has come; each piece of audio is shown as it comes.
    pub fn hear(&mut self, heard: &mut impl FnMut(&[u8])) -> Result<()> {
        let mut buffer = [0; 8 * 1024];
        loop {
            match self.socket.read(&mut buffer) {
                Ok(0) => bail!("the server closed a media stream"),
                Ok(length) => self.incoming.extend_from_slice(&buffer[..length]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error).context("receive as a phone"),
            }
        }
        let mut taken = 0;
        while let Some((kind, payload, length)) = frame::first(&self.incoming[taken..]) {
            ensure!(kind != Kind::Close, "the server ended a media stream");
            if kind == Kind::Text
                && let Some(audio) = payload_of(payload)
            {
                self.received += 1;
                heard(&audio);
            }
            taken += length;
        }
        self.incoming.drain(..taken);
        Ok(())
    }

    fn begin(&mut self, invitation: &Invitation) -> Result<()> {
        let parameters: serde_json::Map<_, _> = invitation
            .parameters
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str().into()))
            .collect();
        let start = serde_json::json!({
            "event": "start", "sequenceNumber": "1", "streamSid": STREAM, "start": {
                "streamSid": STREAM, "accountSid": crate::carrier::Account::SID, "callSid": invitation.sid,
                "tracks": ["inbound"], "customParameters": parameters,
                "mediaFormat": { "encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1 },
            },
        });
        let connected = serde_json::json!({ "event": "connected", "protocol": "Call", "version": "1.0.0" });
        for message in [connected, start] {
            frame::write_text(message.to_string().as_bytes(), &mut self.outgoing);
        }
        self.flush()
    }

    fn flush(&mut self) -> Result<()> {
        while !self.outgoing.is_empty() {
            match self.socket.write(&self.outgoing) {
                Ok(written) => drop(self.outgoing.drain(..written)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error).context("send as a phone"),
            }
        }
        ensure!(
            self.outgoing.len() < MOST_UNSENT,
            "the server does not read a media stream"
        );
        Ok(())
    }
}

/// Reads the answer to the handshake; what follows it belongs to the stream.
fn upgraded(socket: &mut TcpStream) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 1_024];
    loop {
        let length = socket.read(&mut buffer)?;
        ensure!(length > 0, "the server closed a media stream at once");
        bytes.extend_from_slice(&buffer[..length]);
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
            ensure!(
                head.starts_with("HTTP/1.1 101"),
                "a media stream was refused: {head}"
            );
            return Ok(bytes.split_off(at + 4));
        }
    }
}

/// The audio in a message, if it has any.
fn payload_of(message: &[u8]) -> Option<Vec<u8>> {
    let at = message.windows(MARK.len()).position(|window| window == MARK)? + MARK.len();
    let length = message[at..].iter().position(|byte| *byte == b'"')?;
    STANDARD.decode(&message[at..at + length]).ok()
}

const MARK: &[u8] = b"\"payload\":\"";
/// Names are the carrier's to choose, and one for each socket is enough.
const STREAM: &str = "MZ00000000000000000000000000000001";
/// Some seconds of audio: the server stands still.
const MOST_UNSENT: usize = 256 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_audio_of_a_message_is_found() {
        let message = br#"{"event":"media","streamSid":"MZ1","media":{"payload":"AQID"}}"#;
        assert_eq!(payload_of(message), Some(vec![1, 2, 3]));
        assert_eq!(payload_of(br#"{"event":"clear","streamSid":"MZ1"}"#), None);
    }
}
