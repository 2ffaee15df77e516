//! The voice agents that live at Vapi: assistants.

use std::sync::Arc;

use async_trait::async_trait;
use http::Method;
use outdial_domain::voice_agent::{ConversationReport, ToolReply};
use serde_json::Value;

use super::adapter::encode;
use super::call::CallDocument;
use super::client::Client;
use super::{json, report, tools};
use crate::causes::PHONE_NUMBER_UNKNOWN;
use crate::requests::{Repeat, unavailable};
use crate::{CommandError, HostsAgents, LegRef, Lines, Rendered, twilio};

/// The assistants of an account.
pub(super) struct Assistants {
    client: Arc<Client>,
}

impl Assistants {
    pub(super) fn new(client: Arc<Client>) -> Self {
        Self { client }
    }
}

#[async_trait]
impl HostsAgents for Assistants {
    fn answer_tools(&self, replies: &[ToolReply]) -> Rendered {
        tools::answer(replies)
    }

    async fn report(&self, leg: &LegRef) -> Result<Option<ConversationReport>, CommandError> {
        let call = self
            .client
            .fetch(&format!("/call/{}", encode(leg.as_str())))
            .await?;
        Ok(call
            .filter(|call| CallDocument(call).is_over())
            .map(|call| report::read(&call, &Value::Null)))
    }

    async fn publish(&self, agent: Option<&str>, document: &Value) -> Result<String, CommandError> {
        // One that its host has lost is made anew.
        let known = match agent {
            Some(id) => self.published(id).await?.map(|_| id),
            None => None,
        };
        let answer = match known {
            Some(id) => {
                let path = format!("/assistant/{}", encode(id));
                self.client
                    .change(Method::PATCH, &path, document, Repeat::Freely)
                    .await?
            }
            // Sent twice, there would be two of them.
            None => {
                self.client
                    .change(Method::POST, "/assistant", document, Repeat::IfNotDone)
                    .await?
            }
        };
        json::text(&answer, &["id"])
            .map(str::to_owned)
            .ok_or_else(|| unavailable("the answer names no assistant"))
    }

    async fn published(&self, agent: &str) -> Result<Option<Value>, CommandError> {
        self.client.fetch(&format!("/assistant/{}", encode(agent))).await
    }

    async fn lines(&self) -> Result<Lines, CommandError> {
        let id = &self.client.config().phone_number_id;
        let number = self
            .client
            .fetch(&format!("/phone-number/{}", encode(id)))
            .await?
            .ok_or_else(|| CommandError::Rejected(PHONE_NUMBER_UNKNOWN.failure(None)))?;
        let provider = json::text(&number, &["provider"]).unwrap_or_default();
        let account = json::text(&number, &["twilioAccountSid"]);
        Ok(match (provider, account) {
            ("twilio", Some(account)) => Lines::Of {
                carrier: twilio::SPEC.kind,
                account: account.to_owned(),
            },
            (provider, _) => Lines::Elsewhere {
                provider: json::cut(provider, PROVIDER_MAX),
            },
        })
    }

    async fn leg_on_lines(&self, leg: &LegRef) -> Result<Option<LegRef>, CommandError> {
        let call = self
            .client
            .fetch(&format!("/call/{}", encode(leg.as_str())))
            .await?;
        Ok(call.and_then(|call| CallDocument(&call).twilio_leg()))
    }
}

/// Their words are short.
const PROVIDER_MAX: usize = 40;
