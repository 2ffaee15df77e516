//! Sends messages to programs.

use std::sync::Arc;
use std::time::Duration;

use outdial_domain::Timestamp;

use super::signature::HookSecret;
use super::ssrf::{GuardedResolver, Reach, UrlRefused, check_url};
use crate::exchange::{NoAnswer, exchange};

/// Sends messages to programs.
#[derive(Clone)]
pub struct HookSender {
    client: reqwest::Client,
    reach: Reach,
}

/// A message that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HookAnswer {
    /// The status of the answer.
    pub status: u16,
}

/// A message that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct NotDelivered {
    /// The status of the answer, if there was one.
    pub status: Option<u16>,
    /// What happened.
    pub why: String,
    /// Whether another try may succeed.
    pub again: bool,
}

impl HookSender {
    /// A sender that goes this far. It follows no redirects: they could lead anywhere.
    ///
    /// # Errors
    /// When no HTTP client can be built.
    pub fn new(reach: Reach) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .dns_resolver(Arc::new(GuardedResolver(reach)))
            .user_agent(concat!("outdial/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client, reach })
    }

    /// How far it goes.
    #[must_use]
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// Sends a message, signed for the present.
    ///
    /// # Errors
    /// When it was not taken.
    pub async fn deliver(
        &self,
        url: &str,
        secret: &HookSecret,
        id: &str,
        now: Timestamp,
        body: String,
    ) -> Result<HookAnswer, NotDelivered> {
        let refused = |why: UrlRefused| NotDelivered {
            status: None,
            why: why.to_string(),
            again: false,
        };
        let url = check_url(url, self.reach).map_err(refused)?;
        let request = self
            .client
            .post(url)
            .header(http::header::CONTENT_TYPE, "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", now.0.div_euclid(1_000_000).to_string())
            .header("webhook-signature", secret.sign(id, now, body.as_bytes()))
            .body(body);
        let answer = match exchange(request, TIME_LIMIT).await {
            Ok(answer) => answer,
            Err(NoAnswer::NotSent(why) | NoAnswer::Uncertain(why)) => {
                return Err(NotDelivered {
                    status: None,
                    why,
                    again: true,
                });
            }
        };
        if answer.is_good() {
            return Ok(HookAnswer {
                status: answer.status,
            });
        }
        Err(NotDelivered {
            status: Some(answer.status),
            why: format!("it answered with status {}", answer.status),
            // Whoever is gone for good wants no more.
            again: answer.status != 410,
        })
    }
}

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TIME_LIMIT: Duration = Duration::from_secs(15);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stand_in::{answering, install_tls};

    const NOW: Timestamp = Timestamp(1_700_000_000_000_000);

    fn sender(reach: Reach) -> HookSender {
        install_tls();
        HookSender::new(reach).unwrap()
    }

    async fn deliver(status: u16) -> Result<HookAnswer, NotDelivered> {
        let (url, server) = answering(vec![(status, String::new())]);
        let secret = HookSecret::of_bytes(b"0123456789abcdef");
        let body = "{\"type\":\"call.ended\"}".to_owned();
        let answer = sender(Reach::Anywhere)
            .deliver(&url, &secret, "dlv_1", NOW, body.clone())
            .await;
        let asked = server.join().expect("the stand-in was asked").remove(0);
        let mut headers = http::HeaderMap::new();
        for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            headers.insert(name, asked.header(name).unwrap().parse().unwrap());
        }
        assert_eq!(
            secret.verify(&headers, body.as_bytes(), NOW).as_deref(),
            Ok("dlv_1")
        );
        answer
    }

    #[tokio::test]
    async fn a_message_is_signed_and_its_answer_decides() {
        assert_eq!(deliver(204).await, Ok(HookAnswer { status: 204 }));
        for (status, again) in [(302, true), (404, true), (410, false), (500, true)] {
            let why = deliver(status).await.unwrap_err();
            assert_eq!((why.status, why.again), (Some(status), again));
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_connected_to() {
        let secret = HookSecret::of_bytes(b"x");
        let sender = sender(Reach::PublicOnly);
        // Resolves to this machine, whatever it looks like.
        let client = sender.client.get("http://localhost:9/").send().await;
        assert!(client.is_err_and(|why| why.is_connect()));
        let refused = sender
            .deliver("https://127.0.0.1/", &secret, "dlv_1", NOW, String::new())
            .await
            .unwrap_err();
        assert!(!refused.again && refused.status.is_none());
    }
}
