//! Fetching TwiML: the first URL, then the fallback, then the apology.

use std::time::Duration;

use tokio::time::sleep;
use url::Url;

use super::script::Fetch;
use super::stage::Stage;
use crate::call::{EndedBy, Hook};
use crate::webhook::{Letter, WebhookFailure, WebhookReply};

impl Stage<'_> {
    /// The document, or the end of the call when neither the URL nor the fallback gives one.
    pub(super) async fn fetch(&mut self, fetch: Fetch) -> Result<String, EndedBy> {
        let first = match self.request(&fetch).await {
            Ok(text) => return Ok(text),
            Err(code) => code,
        };
        let facts = self.leg.facts();
        let Some(hook) = facts
            .fallback_override
            .or_else(|| self.leg.terms.fallback.clone())
        else {
            return Err(EndedBy::ApplicationError);
        };
        let mut fallback = Fetch::plain(hook.url, hook.method);
        fallback.extra.extend([
            ("ErrorCode".to_owned(), first.to_string()),
            ("ErrorUrl".to_owned(), fetch.hook.url),
        ]);
        self.request(&fallback)
            .await
            .map_err(|_| EndedBy::ApplicationError)
    }

    /// One request; the error is Twilio's code for it.
    async fn request(&mut self, fetch: &Fetch) -> Result<String, u32> {
        let Hook { url, method } = &fetch.hook;
        let nth = self.leg.next_fetch().to_string();
        let key = [self.leg.far_end(), &self.leg.attempt.to_string(), &nth];
        if self.sandbox.faults().fetch_hangs(self.sandbox.seed, &key) {
            sleep(FETCH_LIMIT).await;
            self.problem(11_200, format!("fetching {url} hung (by fault)"));
            return Err(11_200);
        }
        let mut params = self.sandbox.standard_params(self.leg, self.leg.status());
        params.extend(fetch.extra.iter().cloned());
        let letter = Letter {
            method: method.clone(),
            url: url.clone(),
            params,
            idempotency_token: self.sandbox.mint().sid("", &[&self.leg.sid, "fetch", &nth]),
        };
        let delivery = self.sandbox.bring(&letter).await;
        match delivery.outcome {
            Ok(reply) if (200..300).contains(&reply.status) => {
                self.page = Url::parse(url).ok();
                Ok(document(&reply))
            }
            Ok(reply) => {
                self.problem(11_200, format!("{url} answered {}", reply.status));
                Err(11_200)
            }
            Err(failure) => {
                let code = match failure {
                    WebhookFailure::Connect(_) => 11_205,
                    WebhookFailure::BadUrl(_) => 11_100,
                    WebhookFailure::ReadTimeout(_) | WebhookFailure::Broken(_) => 11_200,
                };
                self.problem(code, format!("{url}: {failure}"));
                Err(code)
            }
        }
    }
}

/// What to perform: TwiML as it is, plain text spoken, audio played.
fn document(reply: &WebhookReply) -> String {
    let kind = reply
        .header("content-type")
        .unwrap_or("text/xml")
        .to_ascii_lowercase();
    let text = String::from_utf8_lossy(&reply.body).into_owned();
    if kind.starts_with("text/plain") {
        return format!("<Response><Say>{}</Say></Response>", escaped(&text));
    }
    if kind.starts_with("audio/") {
        return "<Response><Play>(audio)</Play></Response>".to_owned();
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Twilio's ceiling for a voice request.
const FETCH_LIMIT: Duration = Duration::from_secs(15);
