//! One conversation with a client.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::lock::lock;
use crate::mail::{Mail, read};
use crate::sandbox::Sandbox;

/// What is known of the mail that is being handed over.
#[derive(Default)]
struct Envelope {
    from: String,
    to: Vec<String>,
}

/// What a line asks for.
enum Next {
    Answer(String),
    Data,
    Quit,
}

/// Talks until the client has done.
pub(super) async fn serve(sandbox: Arc<Sandbox>, stream: TcpStream) {
    let mut stream = BufReader::new(stream);
    if let Err(why) = talk(&sandbox, &mut stream).await {
        tracing::debug!(%why, "a mail client left");
    }
}

async fn talk(sandbox: &Arc<Sandbox>, stream: &mut BufReader<TcpStream>) -> std::io::Result<()> {
    say(stream, "220 sandbox.example ESMTP").await?;
    let mut envelope = Envelope::default();
    while let Some(line) = line(stream).await? {
        match order(&line, &mut envelope) {
            Next::Answer(text) => {
                say(stream, &text).await?;
                if line.to_ascii_uppercase().starts_with("AUTH LOGIN") {
                    login(stream).await?;
                }
            }
            Next::Data => {
                say(stream, "354 End data with <CR><LF>.<CR><LF>").await?;
                let Some(raw) = data(stream).await? else {
                    return Ok(());
                };
                let id = sandbox.keep_mail(std::mem::take(&mut envelope), &raw);
                say(stream, &format!("250 2.0.0 Ok: queued as {id}")).await?;
            }
            Next::Quit => return say(stream, "221 2.0.0 Bye").await,
        }
    }
    Ok(())
}

fn order(line: &str, envelope: &mut Envelope) -> Next {
    let upper = line.to_ascii_uppercase();
    let is = |verb: &str| upper.starts_with(verb);
    let answer = |text: &str| Next::Answer(text.to_owned());
    if is("EHLO") {
        answer("250-sandbox.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN")
    } else if is("HELO") {
        answer("250 sandbox.example")
    } else if is("AUTH LOGIN") {
        answer("334 VXNlcm5hbWU6")
    } else if is("AUTH") {
        answer("235 2.7.0 Authentication successful")
    } else if is("MAIL FROM:") {
        *envelope = Envelope {
            from: address(line),
            to: Vec::new(),
        };
        answer("250 2.1.0 Ok")
    } else if is("RCPT TO:") && !envelope.from.is_empty() {
        let to = address(line);
        // As with the other service: some addresses do not exist.
        match to.split('@').next() {
            Some("bounced") => answer("550 5.1.1 No such user here"),
            _ if envelope.to.len() >= RECIPIENTS_MAX => answer("452 4.5.3 Too many recipients"),
            _ => {
                envelope.to.push(to);
                answer("250 2.1.5 Ok")
            }
        }
    } else if is("DATA") && !envelope.to.is_empty() {
        Next::Data
    } else if is("RSET") {
        *envelope = Envelope::default();
        answer("250 2.0.0 Ok")
    } else if is("NOOP") {
        answer("250 2.0.0 Ok")
    } else if is("QUIT") {
        Next::Quit
    } else if is("RCPT") || is("DATA") {
        answer("503 5.5.1 Bad sequence of commands")
    } else {
        answer("502 5.5.2 Command not recognised")
    }
}

/// User name and password, whatever they are.
async fn login(stream: &mut BufReader<TcpStream>) -> std::io::Result<()> {
    line(stream).await?;
    say(stream, "334 UGFzc3dvcmQ6").await?;
    line(stream).await?;
    say(stream, "235 2.7.0 Authentication successful").await
}

async fn data(stream: &mut BufReader<TcpStream>) -> std::io::Result<Option<String>> {
    let mut raw = String::new();
    while let Some(line) = line(stream).await? {
        if line == "." {
            return Ok(Some(raw));
        }
        if raw.len() + line.len() <= MAIL_MAX {
            // A dot at the beginning of a line is doubled on the way.
            raw.push_str(line.strip_prefix('.').unwrap_or(&line));
            raw.push_str("\r\n");
        }
    }
    Ok(None)
}

async fn line(stream: &mut BufReader<TcpStream>) -> std::io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let read = timeout(PATIENCE, stream.read_until(b'\n', &mut bytes)).await??;
    if read == 0 {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}

async fn say(stream: &mut BufReader<TcpStream>, text: &str) -> std::io::Result<()> {
    stream.write_all(format!("{text}\r\n").as_bytes()).await?;
    stream.flush().await
}

fn address(line: &str) -> String {
    let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map_or_else(String::new, |(address, _)| address.to_owned())
}

impl Sandbox {
    fn keep_mail(&self, envelope: Envelope, raw: &str) -> String {
        let content = read(raw);
        let mut mails = lock(&self.mails);
        let id = self.uuid("smtp", &[&mails.next().to_string()]);
        mails.add(Mail {
            id: id.clone(),
            via: "smtp",
            at: self.now(),
            from: content.header("from").map_or(envelope.from, str::to_owned),
            to: envelope.to,
            subject: content.header("subject").unwrap_or_default().to_owned(),
            text: content.text,
            html: content.html,
            headers: content.headers,
            attachments: content.files,
            last_event: "delivered".to_owned(),
        });
        id
    }
}

const PATIENCE: Duration = Duration::from_secs(300);
const MAIL_MAX: usize = 4_194_304;
const RECIPIENTS_MAX: usize = 100;
