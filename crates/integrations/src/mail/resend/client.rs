//! Asks Resend.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;

use super::wire::{Accepted, Failure, SendEmail};
use crate::exchange::{Answer, NoAnswer, exchange};
use crate::mail::{MailError, Mailer, OutgoingMail, SentMail};

/// Which account of Resend.
#[derive(Clone, PartialEq, Eq)]
pub struct ResendConfig {
    /// The API's root.
    pub base_url: String,
    /// Sent as the bearer token.
    pub api_key: String,
}

/// Sends through Resend.
pub struct Resend {
    config: ResendConfig,
    client: reqwest::Client,
}

impl ResendConfig {
    /// Where the API is unless somebody says otherwise.
    pub const BASE_URL: &'static str = "https://api.resend.com";
}

impl fmt::Debug for ResendConfig {
    /// Without the key: configurations end up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResendConfig")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

impl Resend {
    /// An account that is reached through the process's HTTP client.
    #[must_use]
    pub fn new(config: ResendConfig, client: reqwest::Client) -> Self {
        Self { config, client }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.config.base_url.trim_end_matches('/'))
    }
}

#[async_trait]
impl Mailer for Resend {
    fn kind(&self) -> &'static str {
        "resend"
    }

    async fn send(&self, mail: &OutgoingMail, key: &str) -> Result<SentMail, MailError> {
        let request = self
            .client
            .post(self.url("/emails"))
            .bearer_auth(&self.config.api_key)
            .header("Idempotency-Key", key)
            .header(http::header::USER_AGENT, USER_AGENT)
            .json(&SendEmail::of(mail));
        let answer = exchange(request, TIME_LIMIT).await.map_err(no_answer)?;
        if !answer.is_good() {
            return Err(failure(&answer));
        }
        // Taken; without a readable id its later reports cannot be told apart, which is no reason to send it twice.
        let accepted: Option<Accepted> = serde_json::from_slice(&answer.body).ok();
        Ok(SentMail {
            provider_id: accepted.map(|accepted| accepted.id),
        })
    }

    async fn check(&self) -> Result<String, MailError> {
        // A key that may only send is refused here by name, which shows that it is a key.
        let request = self
            .client
            .get(self.url("/domains"))
            .bearer_auth(&self.config.api_key)
            .header(http::header::USER_AGENT, USER_AGENT);
        let answer = exchange(request, TIME_LIMIT).await.map_err(no_answer)?;
        if answer.is_good() || named(&answer).as_deref() == Some("restricted_api_key") {
            Ok("Resend accepts the key.".to_owned())
        } else {
            Err(failure(&answer))
        }
    }
}

fn no_answer(why: NoAnswer) -> MailError {
    // The key makes a repetition harmless, whatever became of the first try.
    match why {
        NoAnswer::NotSent(why) | NoAnswer::Uncertain(why) => {
            MailError::passing(format!("Resend cannot be reached: {why}"))
        }
    }
}

fn named(answer: &Answer) -> Option<String> {
    let failure: Failure = serde_json::from_slice(&answer.body).ok()?;
    Some(failure.name)
}

fn failure(answer: &Answer) -> MailError {
    let said: Option<Failure> = serde_json::from_slice(&answer.body).ok();
    let name = said.as_ref().map_or("", |said| said.name.as_str());
    let passes = match (answer.status, name) {
        (429, name) => !name.contains("quota"),
        (409, "invalid_idempotent_request") => false,
        (409 | 408 | 500.., _) => true,
        (_, _) => false,
    };
    let words = said
        .as_ref()
        .map(|said| {
            said.message
                .chars()
                .filter(|sign| !sign.is_control())
                .take(SAID_MAX)
                .collect::<String>()
        })
        .filter(|message| !message.is_empty());
    let why = match words {
        Some(words) => format!("Resend refused ({} {name}): {words}", answer.status),
        None => format!("Resend answered with status {}", answer.status),
    };
    if passes {
        MailError::Passing {
            why,
            wait: answer.retry_after(),
        }
    } else {
        MailError::Final(why)
    }
}

/// Its edge refuses requests without one.
const USER_AGENT: &str = concat!("outdial/", env!("CARGO_PKG_VERSION"));
const TIME_LIMIT: Duration = Duration::from_secs(20);
const SAID_MAX: usize = 300;
