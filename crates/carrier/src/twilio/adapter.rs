//! A Twilio account as a carrier.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use outdial_domain::Timestamp;
use outdial_domain::ids::CallId;
use outdial_domain::instruction::Instruction;
use outdial_domain::phone::PhoneNumber;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::callbacks::Callbacks;
use super::client::{Client, Reply};
use super::config::TwilioConfig;
use super::recordings::Recordings;
use super::rooms::Conferences;
use super::signature::Signer;
use super::wire::{CallPage, CallResource};
use super::{events, failures, health, order_form, twiml};
use crate::http::HttpTransport;
use crate::requests::Repeat;
use crate::{
    AccountHealth, Capabilities, Carrier, CarrierEvent, CommandError, DialOrder, HostsAgents, HostsRooms,
    KeepsRecordings, LegRef, LegSnapshot, PlaceError, Placed, Rendered, TakesLegs, WebhookError,
    WebhookRequest,
};

/// A Twilio account.
pub struct Twilio {
    client: Arc<Client>,
    callbacks: Callbacks,
    signer: Signer,
    /// When agents and callees meet at Twilio.
    conferences: Option<Conferences>,
    recordings: Recordings,
}

impl Twilio {
    pub(super) fn new(config: TwilioConfig, callbacks: Callbacks, transport: Arc<dyn HttpTransport>) -> Self {
        let (signer, softphone) = (Signer::new(&config.auth_token), config.softphone.clone());
        let client = Arc::new(Client::new(config, transport));
        let conferences =
            softphone.map(|softphone| Conferences::new(client.clone(), callbacks.clone(), softphone));
        Self {
            signer,
            recordings: Recordings::new(client.clone()),
            conferences,
            client,
            callbacks,
        }
    }

    /// Reads every page of a list of calls into `found`.
    async fn collect(
        &self,
        query: &str,
        found: &mut BTreeMap<String, CallResource>,
    ) -> Result<(), CommandError> {
        let mut page: Option<CallPage> = self.client.fetch(&format!("/Calls.json?{query}")).await?;
        for _ in 0..PAGES_MAX {
            let Some(CallPage { calls, next_page_uri }) = page else {
                return Err(incomplete("a page of the list is missing"));
            };
            found.extend(calls.into_iter().map(|call| (call.sid.clone(), call)));
            match next_page_uri.filter(|uri| !uri.is_empty()) {
                Some(uri) => page = self.client.follow(&uri).await?,
                None => return Ok(()),
            }
        }
        Err(incomplete("the list of calls is too long"))
    }

    async fn redirect(&self, leg: &LegRef, form: &order_form::Form<'_>) -> Result<(), CommandError> {
        // Sent twice, a message would begin twice.
        match self
            .client
            .update(&leg_resource(leg), form, Repeat::IfNotDone)
            .await?
        {
            Reply::Done(_) => Ok(()),
            Reply::Refused(status, error) => Err(CommandError::Rejected(self.client.refusal(status, error))),
        }
    }

    /// Changes the status of a leg that may be over already.
    async fn end(&self, leg: &LegRef, status: &'static str) -> Result<(), CommandError> {
        let form = vec![("Status", status.into())];
        match self
            .client
            .update(&leg_resource(leg), &form, Repeat::Freely)
            .await?
        {
            Reply::Done(_) => Ok(()),
            Reply::Refused(http::StatusCode::NOT_FOUND, _) => Ok(()),
            Reply::Refused(_, error) if error.code == Some(failures::CALL_NOT_IN_PROGRESS) => Ok(()),
            Reply::Refused(status, error) => Err(CommandError::Rejected(self.client.refusal(status, error))),
        }
    }
}

#[async_trait]
impl TakesLegs for Twilio {
    fn account(&self) -> &str {
        &self.client.config().account_sid
    }

    async fn take_over(
        &self,
        call_id: &CallId,
        leg: &LegRef,
        instructions: &[Instruction],
    ) -> Result<(), CommandError> {
        self.redirect(
            leg,
            &order_form::take_over(call_id, instructions, &self.callbacks),
        )
        .await
    }
}

#[async_trait]
impl Carrier for Twilio {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            calls_per_second: self.client.config().calls_per_second,
            takes_instructions: true,
            detects_machines: true,
            detects_beep: true,
            records: true,
            hosts_rooms: true,
            streams_audio: true,
            reports_cost: true,
            ring_timeout_max_s: order_form::RING_TIMEOUT_MAX_S,
        }
    }

    fn rooms(&self) -> Option<&dyn HostsRooms> {
        self.conferences.as_ref().map(|rooms| rooms as &dyn HostsRooms)
    }

    fn agents(&self) -> Option<&dyn HostsAgents> {
        None
    }

    fn takes_legs(&self) -> Option<&dyn TakesLegs> {
        Some(self)
    }

    fn recordings(&self) -> Option<&dyn KeepsRecordings> {
        Some(&self.recordings)
    }

    async fn place(&self, order: &DialOrder) -> Result<Placed, PlaceError> {
        let own_number = self.client.config().phone_number.as_ref();
        let form = order_form::create(order, own_number, &self.callbacks).map_err(PlaceError::Refused)?;
        let call: CallResource = self.client.create("/Calls.json", &form).await?;
        Ok(Placed {
            queue_ms: call.queue_ms(),
            leg: LegRef(call.sid),
        })
    }

    async fn direct(
        &self,
        call_id: &CallId,
        leg: &LegRef,
        instructions: &[Instruction],
    ) -> Result<(), CommandError> {
        self.redirect(leg, &order_form::redirect(call_id, instructions, &self.callbacks))
            .await
    }

    async fn hang_up(&self, leg: &LegRef) -> Result<(), CommandError> {
        // `completed` ends a call in any state; `canceled` would miss one that is answered at this moment.
        self.end(leg, "completed").await
    }

    async fn call_off(&self, leg: &LegRef) -> Result<(), CommandError> {
        // It ends queued and ringing calls and does nothing to one in progress.
        self.end(leg, "canceled").await
    }

    async fn look_up(&self, leg: &LegRef) -> Result<Option<LegSnapshot>, CommandError> {
        let call: Option<CallResource> = self.client.fetch(&leg_resource(leg)).await?;
        Ok(call.map(CallResource::into_snapshot))
    }

    async fn list_since(
        &self,
        since: Timestamp,
        to: Option<&PhoneNumber>,
    ) -> Result<Vec<LegSnapshot>, CommandError> {
        let earliest = since.plus_seconds(-CLOCK_DIFFERENCE_S);
        let to = to.map_or_else(String::new, |to| format!("&To={}", encode(to.e164())));
        let mut found = BTreeMap::new();
        // A call in the queue has no start time and would slip through the second question. Asked in this order,
        // one that leaves the queue meanwhile is seen at least once.
        self.collect(&format!("Status=queued&PageSize={PAGE_SIZE}{to}"), &mut found)
            .await?;
        let start = encode(&earliest.to_jiff().strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        self.collect(
            &format!("StartTime%3E={start}&PageSize={PAGE_SIZE}{to}"),
            &mut found,
        )
        .await?;
        Ok(found
            .into_values()
            .filter(CallResource::is_ours)
            .map(CallResource::into_snapshot)
            .filter(|leg| leg.created_at.is_none_or(|created| created >= earliest))
            .collect())
    }

    async fn health(&self) -> Result<AccountHealth, CommandError> {
        health::examine(&self.client, &self.callbacks).await
    }

    fn parse_webhook(&self, request: &WebhookRequest) -> Result<Vec<CarrierEvent>, WebhookError> {
        let verified = self.signer.verify(request)?;
        events::read(&verified, request)
    }

    fn render(&self, instructions: &[Instruction]) -> Rendered {
        Rendered {
            content_type: "text/xml; charset=utf-8",
            body: twiml::render(instructions),
        }
    }
}

fn leg_resource(leg: &LegRef) -> String {
    format!("/Calls/{}.json", encode(leg.as_str()))
}

pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn incomplete(why: &str) -> CommandError {
    CommandError::Unavailable { why: why.to_owned() }
}

/// Calls per page.
const PAGE_SIZE: usize = 500;
/// With this many pages a list is no answer any more; an incomplete one would make calls look lost.
const PAGES_MAX: usize = 40;
/// How far our clock and the carrier's may differ, and its times are rounded to seconds. Missing a call that
/// exists would ring somebody twice; the caller knows the older ones.
const CLOCK_DIFFERENCE_S: i64 = 120;
