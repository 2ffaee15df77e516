//! Mails, through Resend and through SMTP.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use super::desk::{RESEND_KEY, RESEND_SECRET, ask, control, open, services};
use crate::stage::{Answer, Stage};

fn mail(to: &str) -> Value {
    json!({
        "from": "Us <us@example.com>", "to": [to], "subject": "Hello", "text": "Hi",
        "tags": [{ "name": "outdial_mail", "value": "mail_1" }],
        "attachments": [{ "filename": "invite.ics", "content": STANDARD.encode("BEGIN:VCALENDAR") }],
    })
}

async fn send(stage: &Stage, body: &Value, key: &str) -> Answer {
    ask(
        stage,
        "POST",
        "/emails",
        RESEND_KEY,
        &[("idempotency-key", key)],
        Some(body),
    )
    .await
}

#[tokio::test(start_paused = true)]
async fn a_mail_is_taken_once_per_key() {
    let (stage, _) = open(services());
    let first = send(&stage, &mail("ann@example.com"), "k1").await;
    let again = send(&stage, &mail("ann@example.com"), "k1").await;
    assert_eq!((first.status, again.status), (200, 200));
    assert_eq!(first.body, again.body);
    stage.pass(2_000).await;
    let other = send(&stage, &mail("bob@example.com"), "k1").await;
    assert_eq!(
        (other.status, &other.body["name"]),
        (409, &json!("invalid_idempotent_request"))
    );
    let mails = control(&stage, "/mails").await;
    assert_eq!(mails.as_array().unwrap().len(), 1);
    assert_eq!(mails[0]["attachments"][0]["text"], "BEGIN:VCALENDAR");
}

#[tokio::test(start_paused = true)]
async fn what_resend_refuses_is_refused() {
    let (stage, _) = open(services());
    let mut without = mail("ann@example.com");
    without["text"] = Value::Null;
    for (body, name) in [
        (
            json!({ "to": "a@b.c", "subject": "x", "text": "y" }),
            "missing_required_field",
        ),
        (without, "validation_error"),
        (
            json!({ "from": "a@b.c", "to": "nobody", "subject": "x", "text": "y" }),
            "validation_error",
        ),
    ] {
        stage.pass(1_000).await;
        let refused = send(&stage, &body, "k").await;
        assert_eq!((refused.status, &refused.body["name"]), (422, &json!(name)));
    }
    stage.pass(1_000).await;
    let stranger = ask(
        &stage,
        "POST",
        "/emails",
        "re_guess",
        &[],
        Some(&mail("ann@example.com")),
    )
    .await;
    assert_eq!(
        (stranger.status, &stranger.body["name"]),
        (403, &json!("invalid_api_key"))
    );
    let mut answers = Vec::new();
    for n in 0..3 {
        answers.push(
            send(&stage, &mail("ann@example.com"), &format!("n{n}"))
                .await
                .status,
        );
    }
    assert_eq!(answers, [200, 200, 429]);
}

#[tokio::test(start_paused = true)]
async fn what_becomes_of_a_mail_is_reported_and_signed() {
    for (to, last) in [
        ("ann@example.com", "email.delivered"),
        ("bounced@example.com", "email.bounced"),
        ("complained@example.com", "email.complained"),
    ] {
        let (stage, office) = open(services());
        let sent = send(&stage, &mail(to), "k").await.body;
        stage.pass(1_000).await;
        let told = office.received("/resend");
        assert_eq!(told.len(), 2);
        for request in &told {
            let header = |name: &str| {
                request
                    .headers
                    .iter()
                    .find(|(key, _)| key == name)
                    .unwrap()
                    .1
                    .clone()
            };
            let key = STANDARD
                .decode(RESEND_SECRET.strip_prefix("whsec_").unwrap())
                .unwrap();
            let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
            mac.update(format!("{}.{}.", header("svix-id"), header("svix-timestamp")).as_bytes());
            mac.update(&request.body);
            let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
            assert_eq!(header("svix-signature"), expected);
        }
        let body: Value = serde_json::from_slice(&told[1].body).unwrap();
        assert_eq!(
            (&body["type"], &body["data"]["email_id"]),
            (&json!(last), &sent["id"])
        );
        assert_eq!(body["data"]["tags"], json!({ "outdial_mail": "mail_1" }));
    }
}

#[tokio::test]
async fn a_mail_server_takes_mail_and_shows_it() {
    let (stage, _) = open(services());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let served = {
        let (sandbox, stop) = (Arc::clone(&stage.sandbox), stop.clone());
        async move { sandbox.take_mails(listener, stop).await }
    };
    let client = async {
        let mut stream = BufReader::new(TcpStream::connect(address).await.unwrap());
        let mut said = Vec::new();
        for line in [
            "",
            "HELO us\r\n",
            "DATA\r\n",
            "MAIL FROM:<us@example.com>\r\n",
            "RCPT TO:<bounced@example.com>\r\n",
            "RCPT TO:<ann@example.com>\r\n",
            "DATA\r\n",
            "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nFrom: Us <us@example.com>\r\n\r\n..dot\r\n.\r\n",
            "QUIT\r\n",
        ] {
            stream.write_all(line.as_bytes()).await.unwrap();
            let mut answer = String::new();
            stream.read_line(&mut answer).await.unwrap();
            said.push(answer[..3].to_owned());
        }
        stop.cancel();
        said
    };
    let ((), said) = tokio::join!(served, client);
    assert_eq!(
        said,
        ["220", "250", "503", "250", "550", "250", "354", "250", "221"]
    );
    let mails = control(&stage, "/mails").await;
    assert_eq!(
        (&mails[0]["subject"], &mails[0]["to"]),
        (&json!("Grüße"), &json!(["ann@example.com"]))
    );
    assert_eq!(mails[0]["text"], ".dot\r\n");
}
