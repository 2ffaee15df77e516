//! Mails that voice agents promise on the phone.

use async_trait::async_trait;
use outdial_integrations::mail::{MailError, Mailer, OutgoingMail, SenderAddress, SentMail};
use outdial_store::{MailFilter, MailRow, PageRequest};

use super::stage::Stage;

/// Takes nothing: what is looked at is what was written down.
struct Shut;

#[async_trait]
impl Mailer for Shut {
    fn kind(&self) -> &'static str {
        "smtp"
    }

    async fn send(&self, _: &OutgoingMail, _: &str) -> Result<SentMail, MailError> {
        Err(MailError::passing("closed"))
    }

    async fn check(&self) -> Result<String, MailError> {
        Err(MailError::passing("closed"))
    }
}

async fn with_mail() -> Stage {
    let stage = Stage::answered().await;
    let services = stage.stand.engine.services();
    services.change(stage.workspace(), |services| {
        services.mailer = Some(std::sync::Arc::new(Shut));
        services.from = Some(SenderAddress {
            name: Some("Acme".to_owned()),
            address: "hello@acme.example".parse().unwrap(),
        });
    });
    stage
}

async fn written(stage: &Stage) -> Vec<MailRow> {
    let rows = stage.stand.store.workspace(stage.workspace().clone());
    let everything = PageRequest::first(100);
    let found = rows.read(move |tx| tx.mails().list(&MailFilter::default(), &everything));
    found.await.unwrap().items
}

const PRICE: &str = r#"{"subject":"What it costs","message":"20 dollars a month.\n<b>Free</b> in May."}"#;

#[tokio::test(start_paused = true)]
async fn what_is_promised_is_written_down_once_before_the_agent_may_say_so() {
    let stage = with_mail().await;
    let first = stage.ask("a", "send_email", PRICE).await;
    let again = stage.ask("a", "send_email", PRICE).await;
    assert_eq!(first, again);
    assert_eq!(first.unwrap(), "It is on its way to ada@example.com. Say so.");
    let mails = written(&stage).await;
    let [mail] = &mails[..] else { panic!("{mails:?}") };
    assert_eq!(mail.kind, "agent_message");
    assert_eq!(mail.words.subject, "What it costs");
    assert!(
        mail.words.text.contains("Hello Ada,") && mail.words.text.contains("<b>Free</b>"),
        "{}",
        mail.words.text
    );
    assert!(
        mail.words.html.contains("month.<br>\n&lt;b&gt;Free"),
        "{}",
        mail.words.html
    );
    assert_eq!(mail.call_id.as_ref(), Some(&stage.call));
    assert_eq!(stage.talk().await.deeds.mailed, 1);
}

#[tokio::test(start_paused = true)]
async fn another_address_is_taken_when_the_callee_spells_one() {
    let stage = with_mail().await;
    let asked = r#"{"message":"Here it is.","email":"ada@engines.example"}"#;
    assert!(stage.ask("a", "send_email", asked).await.is_ok());
    let mails = written(&stage).await;
    assert_eq!(mails[0].to.as_str(), "ada@engines.example");
    assert_eq!(mails[0].words.subject, "What you asked for on the phone");
}

#[tokio::test(start_paused = true)]
async fn a_model_that_runs_in_circles_fills_nobodys_mailbox() {
    let stage = with_mail().await;
    for id in ["a", "b"] {
        assert!(stage.ask(id, "send_email", PRICE).await.is_ok());
    }
    let third = stage.ask("c", "send_email", PRICE).await;
    assert!(third.unwrap_err().starts_with("Enough was sent"));
    assert_eq!(written(&stage).await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_promised_that_nobody_would_send() {
    let stage = Stage::answered().await;
    let answer = stage.ask("a", "send_email", PRICE).await;
    assert!(answer.unwrap_err().starts_with("No e-mail can be sent"));
    let stage = with_mail().await;
    for (arguments, why) in [
        (r#"{"subject":"x"}"#, "`message` is missing"),
        (
            r#"{"message":"x","email":"ada at example"}"#,
            "no complete e-mail address",
        ),
    ] {
        let answer = stage.ask(arguments, "send_email", arguments).await;
        assert!(answer.clone().unwrap_err().contains(why), "{answer:?}");
    }
    assert_eq!(written(&stage).await, []);
    assert_eq!(stage.talk().await.deeds.mailed, 0);
}
