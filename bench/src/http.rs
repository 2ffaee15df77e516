//! A lean HTTP/1.1 connection: the generator must cost far less than the server that it measures.

use std::io::Cursor;
use std::net::SocketAddr;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, Chain};
use tokio::net::TcpStream;

/// A connection that is kept open.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// A connection that speaks another protocol now.
pub type Upgraded = Chain<Cursor<Vec<u8>>, TcpStream>;

/// What the server answered.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)
            .await
            .with_context(|| format!("connect to {address}"))?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(8 * 1024),
        })
    }

    /// Sends a complete request and reads the complete answer.
    pub async fn send(&mut self, request: &[u8]) -> Result<Answer> {
        self.stream.write_all(request).await?;
        self.read_answer().await
    }

    /// Sends a report, for which there is usually nothing but "taken": no more is read of that than its end.
    pub async fn report(&mut self, request: &[u8]) -> Result<Answer> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        self.read_more().await?;
        if self.buffer.starts_with(NO_CONTENT) {
            while !self.buffer.ends_with(b"\r\n\r\n") {
                self.read_more().await?;
            }
            return Ok(Answer {
                status: 204,
                body: Vec::new(),
            });
        }
        self.read_rest().await
    }

    /// Reads one answer.
    pub async fn read_answer(&mut self) -> Result<Answer> {
        self.buffer.clear();
        self.read_rest().await
    }

    async fn read_rest(&mut self) -> Result<Answer> {
        let head_length = loop {
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at + 4;
            }
            self.read_more().await?;
        };
        let head = std::str::from_utf8(&self.buffer[..head_length]).context("an answer's head is text")?;
        let status = head
            .get(9..12)
            .and_then(|word| word.parse().ok())
            .context("an answer has a status")?;
        let length = header(head, "content-length")
            .map(str::parse::<usize>)
            .transpose()?;
        let chunked =
            header(head, "transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
        let body = match (length, chunked) {
            (Some(length), _) => {
                while self.buffer.len() < head_length + length {
                    self.read_more().await?;
                }
                self.buffer[head_length..head_length + length].to_vec()
            }
            (None, true) => loop {
                if let Some(body) = whole_chunks(&self.buffer[head_length..])? {
                    break body;
                }
                self.read_more().await?;
            },
            (None, false) => {
                // What follows belongs to another protocol.
                self.buffer.drain(..head_length);
                Vec::new()
            }
        };
        Ok(Answer { status, body })
    }

    /// What follows on the connection after a switch of protocols; its first bytes may have come with the answer.
    pub fn into_stream(self) -> Upgraded {
        Cursor::new(self.buffer).chain(self.stream)
    }

    async fn read_more(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

impl Answer {
    /// The body as JSON; any status but the wanted one is an error with the body's words.
    pub fn json(&self, wanted: u16) -> Result<Value> {
        let text = String::from_utf8_lossy(&self.body);
        if self.status != wanted {
            bail!("the server answered {} instead of {wanted}: {text}", self.status);
        }
        serde_json::from_str(&text).context("the server answered broken JSON")
    }
}

/// A complete request with its headers and body.
pub fn request(method: &str, path: &str, host: SocketAddr, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        head.push_str(name);
        head.push_str(": ");
        head.push_str(value);
        head.push_str("\r\n");
    }
    head.push_str("\r\n");
    let mut request = head.into_bytes();
    request.extend_from_slice(body);
    request
}

/// How the answer to a report begins that was taken; it has no body.
const NO_CONTENT: &[u8] = b"HTTP/1.1 204 ";

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut fields = head.lines().filter_map(|line| line.split_once(':'));
    let (_, value) = fields.find(|(key, _)| key.eq_ignore_ascii_case(name))?;
    Some(value.trim())
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// The body, once its last chunk has arrived.
fn whole_chunks(mut bytes: &[u8]) -> Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    loop {
        let Some(line) = find(bytes, b"\r\n") else {
            return Ok(None);
        };
        let size = std::str::from_utf8(&bytes[..line]).context("a chunk's size is text")?;
        let size = usize::from_str_radix(size.trim(), 16).context("a chunk's size is a number")?;
        let (start, end) = (line + 2, line + 2 + size);
        if bytes.len() < end + 2 {
            return Ok(None);
        }
        if size == 0 {
            return Ok(Some(body));
        }
        body.extend_from_slice(&bytes[start..end]);
        bytes = &bytes[end + 2..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined_once_the_last_has_come() {
        assert_eq!(
            whole_chunks(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").unwrap(),
            Some(b"abcde".to_vec())
        );
        assert_eq!(whole_chunks(b"3\r\nabc\r\n2\r\nd").unwrap(), None);
    }

    #[test]
    fn headers_are_found_in_any_case() {
        assert_eq!(
            header("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n", "content-length"),
            Some("12")
        );
    }
}
