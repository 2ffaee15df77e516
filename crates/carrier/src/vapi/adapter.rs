//! A Vapi account as a carrier.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use http::Method;
use outdial_domain::Timestamp;
use outdial_domain::ids::CallId;
use outdial_domain::instruction::Instruction;
use outdial_domain::phone::PhoneNumber;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::agents::Assistants;
use super::call::CallDocument;
use super::callback::Callback;
use super::client::{Client, Reply};
use super::config::VapiConfig;
use super::recordings::Recordings;
use super::shared_secret::SharedSecret;
use super::{events, health, order};
use crate::http::HttpTransport;
use crate::requests::{Repeat, unavailable};
use crate::{
    AccountHealth, Capabilities, Carrier, CarrierEvent, CommandError, DialOrder, HostsAgents, HostsRooms,
    KeepsRecordings, LegRef, LegSnapshot, PlaceError, Placed, Rendered, TakesLegs, WebhookError,
    WebhookRequest, causes,
};

/// A Vapi account.
pub struct Vapi {
    client: Arc<Client>,
    callback: Callback,
    secret: SharedSecret,
    assistants: Assistants,
    recordings: Recordings,
}

impl Vapi {
    pub(super) fn new(config: VapiConfig, callback: Callback, transport: Arc<dyn HttpTransport>) -> Self {
        let secret = SharedSecret::new(&config.secret);
        let client = Arc::new(Client::new(config, transport));
        Self {
            assistants: Assistants::new(client.clone()),
            recordings: Recordings::new(client.clone()),
            secret,
            client,
            callback,
        }
    }

    async fn call(&self, leg: &LegRef) -> Result<Option<Value>, CommandError> {
        self.client.fetch(&call_resource(leg)).await
    }

    /// Calls created since a time, from the newest to the oldest.
    async fn page(&self, since: &str, until: Option<Timestamp>) -> Result<Vec<Value>, CommandError> {
        let until = until.map_or_else(String::new, |until| {
            format!("&createdAtLe={}", encode(&until.to_string()))
        });
        let path = format!("/call?limit={PAGE_SIZE}&createdAtGe={since}{until}");
        match self.client.fetch(&path).await? {
            Some(Value::Array(calls)) => Ok(calls),
            Some(_) | None => Err(unavailable("the list of calls is missing")),
        }
    }
}

#[async_trait]
impl Carrier for Vapi {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            calls_per_second: self.client.config().calls_per_second,
            takes_instructions: false,
            detects_machines: true,
            detects_beep: true,
            records: true,
            hosts_rooms: false,
            streams_audio: false,
            reports_cost: true,
            ring_timeout_max_s: RING_TIMEOUT_S,
        }
    }

    fn rooms(&self) -> Option<&dyn HostsRooms> {
        None
    }

    fn recordings(&self) -> Option<&dyn KeepsRecordings> {
        Some(&self.recordings)
    }

    fn agents(&self) -> Option<&dyn HostsAgents> {
        Some(&self.assistants)
    }

    fn takes_legs(&self) -> Option<&dyn TakesLegs> {
        None
    }

    async fn place(&self, order: &DialOrder) -> Result<Placed, PlaceError> {
        let document =
            order::create(order, self.client.config(), &self.callback).map_err(PlaceError::Refused)?;
        let call = self.client.create_call(&document).await?;
        match CallDocument(&call).leg() {
            Some(leg) => Ok(Placed { leg, queue_ms: None }),
            None => Err(PlaceError::Uncertain {
                why: "the answer names no call".to_owned(),
            }),
        }
    }

    async fn direct(
        &self,
        _call_id: &CallId,
        _leg: &LegRef,
        _instructions: &[Instruction],
    ) -> Result<(), CommandError> {
        Err(CommandError::Rejected(causes::NOT_SUPPORTED.failure(None)))
    }

    async fn hang_up(&self, leg: &LegRef) -> Result<(), CommandError> {
        let Some(call) = self.call(leg).await? else {
            return Ok(());
        };
        let call = CallDocument(&call);
        if call.is_over() {
            return Ok(());
        }
        // A live call is ended where it is controlled; deleting it would delete what is known of it, and is for calls
        // that have not begun.
        let reply = match call.control_url() {
            Some(url) => self.client.control(&url, &json!({ "type": "end-call" })).await?,
            None if call.has_begun() => return Err(unavailable("it gave no address to end the call at")),
            None => {
                let none = json!({});
                self.client
                    .send(Method::DELETE, &call_resource(leg), Some(&none), Repeat::Freely)
                    .await?
            }
        };
        match reply {
            Reply::Done(_) => Ok(()),
            Reply::Refused(refusal) if refusal.is_not_found() => Ok(()),
            Reply::Refused(refusal) => match self.call(leg).await? {
                Some(call) if !CallDocument(&call).is_over() => {
                    Err(CommandError::Rejected(refusal.failure()))
                }
                // It ended meanwhile.
                Some(_) | None => Ok(()),
            },
        }
    }

    async fn call_off(&self, leg: &LegRef) -> Result<(), CommandError> {
        // The host knows no order that answered calls do not heed, so whoever answers between these requests is hung up on.
        match self.call(leg).await? {
            Some(call) if !CallDocument(&call).is_answered() => self.hang_up(leg).await,
            Some(_) | None => Ok(()),
        }
    }

    async fn look_up(&self, leg: &LegRef) -> Result<Option<LegSnapshot>, CommandError> {
        let call = self.call(leg).await?;
        Ok(call.and_then(|call| CallDocument(&call).snapshot()))
    }

    async fn list_since(
        &self,
        since: Timestamp,
        to: Option<&PhoneNumber>,
    ) -> Result<Vec<LegSnapshot>, CommandError> {
        let earliest = since.plus_seconds(-CLOCK_DIFFERENCE_S);
        let from = encode(&earliest.to_string());
        let (mut found, mut until) = (BTreeMap::new(), None);
        for _ in 0..PAGES_MAX {
            let page = self.page(&from, until).await?;
            let (length, before) = (page.len(), found.len());
            let oldest = page
                .iter()
                .filter_map(|call| CallDocument(call).created_at())
                .min();
            for call in &page {
                let document = CallDocument(call);
                let is_wanted = document.is_outgoing()
                    && to.is_none_or(|to| document.number().as_deref() == Some(to.e164()));
                if let Some(snapshot) = document.snapshot() {
                    found.insert(snapshot.leg.clone(), is_wanted.then_some(snapshot));
                }
            }
            if length < PAGE_SIZE {
                return Ok(found.into_values().flatten().collect());
            }
            // The next page begins with the last of this one, as several calls may have been created at one moment.
            if found.len() == before || oldest.is_none() {
                break;
            }
            until = oldest;
        }
        Err(unavailable("the list of calls is too long"))
    }

    async fn health(&self) -> Result<AccountHealth, CommandError> {
        health::examine(&self.client, &self.callback).await
    }

    fn parse_webhook(&self, request: &WebhookRequest) -> Result<Vec<CarrierEvent>, WebhookError> {
        self.secret.verify(request)?;
        events::read(request)
    }

    /// No message asks for instructions, so there is nothing to say.
    fn render(&self, _instructions: &[Instruction]) -> Rendered {
        Rendered {
            content_type: "application/json",
            body: "{}".to_owned(),
        }
    }
}

fn call_resource(leg: &LegRef) -> String {
    format!("/call/{}", encode(leg.as_str()))
}

pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// What ids and times must not bring into an address as it is.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');
/// Vapi rings as long as the network does and takes no limit; networks give up after about a minute.
const RING_TIMEOUT_S: u32 = 60;
/// Vapi's limit.
const PAGE_SIZE: usize = 1_000;
/// With this many pages a list is no answer any more; an incomplete one would make calls look lost.
const PAGES_MAX: usize = 40;
/// How far our clock and Vapi's may differ. Missing a call that exists would ring somebody twice; the caller knows the
/// older ones.
const CLOCK_DIFFERENCE_S: i64 = 120;
