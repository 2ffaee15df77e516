//! Any mail server that speaks SMTP.

use std::time::Duration;

use async_trait::async_trait;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::Error as SmtpFailure;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::{MailError, Mailer, OutgoingMail, SentMail};

/// Sends through a mail server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

/// An address of a mail server that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the address of the mail server cannot be used ({0}); write it like smtps://user:password@mail.example.com"
)]
pub struct SmtpConfigError(String);

impl Smtp {
    /// The server at `smtps://user:password@host:port`, or `smtp://…?tls=required`, or `smtp://host:port` without
    /// encryption.
    ///
    /// # Errors
    /// When the address cannot be read.
    pub fn new(url: &str) -> Result<Self, SmtpConfigError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.trim())
            .map_err(|why| SmtpConfigError(why.to_string()))?
            .timeout(Some(TIME_LIMIT))
            .build();
        Ok(Self { transport })
    }
}

#[async_trait]
impl Mailer for Smtp {
    fn kind(&self) -> &'static str {
        "smtp"
    }

    async fn send(&self, mail: &OutgoingMail, _key: &str) -> Result<SentMail, MailError> {
        let message =
            message(mail).map_err(|why| MailError::Final(format!("the mail cannot be written: {why}")))?;
        match tokio::time::timeout(WHOLE_LIMIT, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(SentMail { provider_id: None }),
            Ok(Err(why)) => Err(explain(&why)),
            Err(_) => Err(MailError::passing("the mail server does not answer")),
        }
    }

    async fn check(&self) -> Result<String, MailError> {
        match tokio::time::timeout(WHOLE_LIMIT, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok("The mail server answers.".to_owned()),
            Ok(Ok(false)) => Err(MailError::passing("the mail server closed the connection")),
            Ok(Err(why)) => Err(explain(&why)),
            Err(_) => Err(MailError::passing("the mail server does not answer")),
        }
    }
}

fn explain(why: &SmtpFailure) -> MailError {
    // A server's own words name the code first: "permanent error (550): no such user".
    let text = why
        .to_string()
        .chars()
        .filter(|sign| !sign.is_control())
        .take(SAID_MAX)
        .collect::<String>();
    if why.is_permanent() {
        MailError::Final(text)
    } else {
        MailError::passing(text)
    }
}

/// The mail as the server takes it. Its `Message-ID` is the same at every try.
pub(super) fn message(mail: &OutgoingMail) -> Result<Message, String> {
    let address = |text: &str| text.parse::<Address>().map_err(|why| why.to_string());
    let from = address(mail.from.address.as_str())?;
    let message_id = format!("<{}@{}>", mail.id, from.domain());
    let builder = Message::builder()
        .from(Mailbox::new(mail.from.name.clone(), from))
        .to(Mailbox::new(None, address(mail.to.as_str())?))
        .subject(mail.subject.clone())
        .message_id(Some(message_id));
    let mut message = match (&mail.invite, mail.html.is_empty()) {
        (None, true) => builder.singlepart(SinglePart::plain(mail.text.clone())),
        (None, false) => builder.multipart(words(mail)),
        (Some(invite), _) => {
            let kind = format!("text/calendar; charset=utf-8; method={}", invite.method);
            let kind = ContentType::parse(&kind).map_err(|why| why.to_string())?;
            let file = Attachment::new("invite.ics".to_owned()).body(invite.ics.clone(), kind);
            builder.multipart(MultiPart::mixed().multipart(words(mail)).singlepart(file))
        }
    }
    .map_err(|why| why.to_string())?;
    if let Some(url) = &mail.unsubscribe_url {
        for (name, value) in [
            ("List-Unsubscribe", format!("<{url}>")),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
        ] {
            let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|why| why.to_string())?;
            message.headers_mut().insert_raw(HeaderValue::new(name, value));
        }
    }
    Ok(message)
}

fn words(mail: &OutgoingMail) -> MultiPart {
    let text = SinglePart::plain(mail.text.clone());
    if mail.html.is_empty() {
        MultiPart::alternative().singlepart(text)
    } else {
        MultiPart::alternative()
            .singlepart(text)
            .singlepart(SinglePart::html(mail.html.clone()))
    }
}

const TIME_LIMIT: Duration = Duration::from_secs(20);
const WHOLE_LIMIT: Duration = Duration::from_secs(45);
const SAID_MAX: usize = 300;

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    use tokio::net::TcpListener;

    use super::*;
    use crate::mail::OutgoingInvite;

    fn mail() -> OutgoingMail {
        OutgoingMail {
            id: "mail_1".to_owned(),
            from: "Acme <office@example.com>".parse().unwrap(),
            to: "ada@example.org".parse().unwrap(),
            subject: "Grüße".to_owned(),
            text: "Hello\n.\nEnd".to_owned(),
            html: "<p>Hello</p>".to_owned(),
            unsubscribe_url: Some("https://x.example/unsubscribe/1".to_owned()),
            invite: Some(OutgoingInvite {
                ics: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_owned(),
                method: "REQUEST",
            }),
        }
    }

    /// A mail server that answers each command; `refuse` is its answer to `RCPT`.
    async fn server(refuse: Option<&'static str>) -> (String, tokio::task::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        #[expect(clippy::disallowed_methods, reason = "joined by the test")]
        let task = tokio::spawn(async move {
            let (socket, _) = listener.accept().await.unwrap();
            let (read, mut write) = socket.into_split();
            let mut lines = BufReader::new(read).lines();
            write.write_all(b"220 ready\r\n").await.unwrap();
            let (mut seen, mut in_data) = (String::new(), false);
            while let Ok(Some(line)) = lines.next_line().await {
                seen.push_str(&line);
                seen.push('\n');
                let answer = match line.as_str() {
                    "." if in_data => {
                        in_data = false;
                        "250 taken\r\n"
                    }
                    _ if in_data => continue,
                    "DATA" => {
                        in_data = true;
                        "354 go on\r\n"
                    }
                    "QUIT" => break,
                    text if text.starts_with("RCPT") => refuse.unwrap_or("250 fine\r\n"),
                    _ => "250 fine\r\n",
                };
                write.write_all(answer.as_bytes()).await.unwrap();
            }
            seen
        });
        (url, task)
    }

    #[tokio::test]
    async fn a_mail_arrives_with_its_invitation_and_the_way_to_stop_more() {
        let (url, server) = server(None).await;
        let sent = Smtp::new(&url).unwrap().send(&mail(), "mail_1").await.unwrap();
        assert_eq!(sent.provider_id, None);
        let seen = server.await.unwrap();
        for part in [
            "RCPT TO:<ada@example.org>",
            "Message-ID: <mail_1@example.com>",
            "List-Unsubscribe: <https://x.example/unsubscribe/1>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "Content-Type: text/calendar; charset=utf-8; method=REQUEST",
            "<p>Hello</p>",
        ] {
            assert!(seen.contains(part), "{part} in {seen}");
        }
    }

    #[tokio::test]
    async fn a_refusal_for_good_is_told_from_one_for_now() {
        for (answer, is_final) in [("550 no such user\r\n", true), ("451 try again later\r\n", false)] {
            let (url, server) = server(Some(answer)).await;
            let why = Smtp::new(&url).unwrap().send(&mail(), "k").await.unwrap_err();
            assert_eq!(matches!(why, MailError::Final(_)), is_final, "{why}");
            server.await.unwrap();
        }
        let nobody = Smtp::new("smtp://127.0.0.1:1").unwrap();
        assert!(matches!(
            nobody.send(&mail(), "k").await,
            Err(MailError::Passing { .. })
        ));
    }

    #[test]
    fn an_address_that_is_none_is_refused() {
        for url in ["", "mail.example.com", "http://mail.example.com", "smtp://"] {
            assert!(Smtp::new(url).is_err(), "{url}");
        }
    }
}
