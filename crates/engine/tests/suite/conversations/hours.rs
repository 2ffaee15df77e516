//! Services that are down for an hour: what is owed is kept, said to be owed, and done once when they are back.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use outdial_domain::booking::BookingState;
use outdial_domain::call::LegStatus;
use outdial_domain::leads::LeadResult;
use outdial_domain::voice_agent::Finding;
use outdial_integrations::calendar::CalendarError;
use outdial_integrations::mail::{MailError, Mailer, OutgoingMail, SenderAddress, SentMail};
use outdial_store::{MailFilter, MailRow, MailState, PageRequest};

use super::stage::{Stage, report};

const HOUR: Duration = Duration::from_secs(3_600);

#[tokio::test(start_paused = true)]
async fn a_calendar_that_is_down_for_an_hour_is_owed_one_appointment_and_gets_it() {
    let stage = Stage::answered().await;
    let [slot, _] = stage.offered().await;
    stage
        .calendar
        .fail(CalendarError::Uncertain("no answer in time".to_owned()));
    let wish = format!(r#"{{"slot":"{slot}"}}"#);
    let promised = stage.ask("a", "book_appointment", &wish).await;
    assert!(promised.unwrap_err().contains("not confirmed"));
    let free = stage.ask("b", "check_availability", "{}").await;
    assert!(
        free.is_err(),
        "nothing is offered that nobody can look up: {free:?}"
    );
    stage.end(LegStatus::Completed).await;
    stage.report(report(Finding::Talked)).await;
    tokio::time::sleep(HOUR).await;

    let bookings = stage.bookings().await;
    let [booking] = &bookings[..] else {
        panic!("{bookings:?}")
    };
    assert_eq!(booking.state, BookingState::Doubtful);
    let why = booking.last_error.as_deref();
    assert!(
        why.is_some_and(|why| why.contains("no answer in time")),
        "{why:?}"
    );
    assert_eq!(stage.talk().await.result, Some(LeadResult::Talked));

    stage.calendar.works();
    tokio::time::sleep(HOUR).await;
    let bookings = stage.bookings().await;
    assert_eq!(bookings[0].state, BookingState::Confirmed);
    assert_eq!(bookings[0].last_error, None);
    assert_eq!(stage.calendar.placed().len(), 1, "it is booked once");
    assert_eq!(stage.talk().await.result, Some(LeadResult::Scheduled));
    assert_eq!(stage.lead().await.standing.result, Some(LeadResult::Scheduled));
}

/// A service of mails that can be down.
#[derive(Default)]
struct Post {
    is_down: AtomicBool,
    /// How often each mail was tried and taken, by its key.
    tried: Mutex<BTreeMap<String, (u32, u32)>>,
}

#[async_trait]
impl Mailer for Post {
    fn kind(&self) -> &'static str {
        "smtp"
    }

    async fn send(&self, _: &OutgoingMail, key: &str) -> Result<SentMail, MailError> {
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        let (tries, taken) = tried.entry(key.to_owned()).or_default();
        *tries += 1;
        if self.is_down.load(Ordering::Acquire) {
            return Err(MailError::passing("the service answered with status 500"));
        }
        *taken += 1;
        Ok(SentMail {
            provider_id: Some(format!("post-{key}")),
        })
    }

    async fn check(&self) -> Result<String, MailError> {
        Ok("It does what the test says.".to_owned())
    }
}

async fn written(stage: &Stage) -> Vec<MailRow> {
    let rows = stage.stand.store.workspace(stage.workspace().clone());
    let everything = PageRequest::first(100);
    let found = rows.read(move |tx| tx.mails().list(&MailFilter::default(), &everything));
    found.await.unwrap().items
}

#[tokio::test(start_paused = true)]
async fn a_mail_that_nobody_takes_for_an_hour_waits_says_why_and_is_sent_once() {
    let stage = Stage::answered().await;
    let post = Arc::new(Post::default());
    post.is_down.store(true, Ordering::Release);
    let mailer = post.clone();
    let services = stage.stand.engine.services();
    services.change(stage.workspace(), |services| {
        services.mailer = Some(mailer);
        services.from = Some(SenderAddress {
            name: Some("Acme".to_owned()),
            address: "hello@acme.example".parse().unwrap(),
        });
    });
    let wish = r#"{"subject":"What it costs","message":"20 dollars a month."}"#;
    stage.ask("a", "send_email", wish).await.unwrap();
    tokio::time::sleep(HOUR).await;
    let mails = written(&stage).await;
    let [mail] = &mails[..] else { panic!("{mails:?}") };
    assert_eq!(mail.state, MailState::Waiting, "it is not given up");
    assert_eq!(
        mail.last_error.as_deref(),
        Some("the service answered with status 500")
    );
    assert!(
        (4..=6).contains(&mail.tries),
        "less and less often: {}",
        mail.tries
    );

    post.is_down.store(false, Ordering::Release);
    tokio::time::sleep(HOUR).await;
    let mails = written(&stage).await;
    assert_eq!((mails.len(), mails[0].state), (1, MailState::Sent));
    assert_eq!(mails[0].last_error, None);
    let tried = post.tried.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let taken: Vec<_> = tried.values().map(|(_, taken)| *taken).collect();
    assert_eq!(taken, [1], "one key, taken once: {tried:?}");
}
