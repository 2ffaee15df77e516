//! A carrier in memory that does what a test says and remembers what it was asked.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use async_trait::async_trait;
use outdial_domain::Timestamp;
use outdial_domain::call::{Blame, CallFailure, Event, LegStatus, Progress, Retry};
use outdial_domain::ids::CallId;
use outdial_domain::instruction::Instruction;
use outdial_domain::phone::PhoneNumber;
use tokio::sync::watch;

use super::fake_agents::FakeAgents;
use super::fake_leg;
use super::fake_recordings::FakeRecordings;
use super::fake_rooms::FakeRooms;
use crate::{
    AccountHealth, Capabilities, Carrier, CarrierEvent, CommandError, DialOrder, HealthState, HostsAgents,
    HostsRooms, KeepsRecordings, LegRef, LegSnapshot, News, PlaceError, Placed, Rendered, TakesLegs,
    WebhookError, WebhookRequest,
};

/// How the scripted carrier answers an order to dial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceAnswer {
    /// Takes it and says so.
    Take,
    /// Takes it, but the answer is lost: uncertain, and somebody is rung.
    TakeAndLoseAnswer,
    /// Takes it and never answers.
    TakeAndHang,
    /// The request is lost on the way: uncertain, and nobody is rung.
    LoseRequest,
    /// Answers with this error; nobody is rung.
    Fail(PlaceError),
}

/// How the scripted carrier answers an order to take a leg over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakeOverAnswer {
    /// Answers with this error; the leg stays where it is.
    Fail(CommandError),
    /// Does nothing and never answers.
    Hang,
}

/// A carrier in memory. Cheap to share behind an `Arc`.
pub struct FakeCarrier {
    clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    script: Mutex<Script>,
    orders_seen: watch::Sender<usize>,
    rooms: FakeRooms,
    recordings: FakeRecordings,
    agents: FakeAgents,
    /// Its id of the account on whose lines it takes legs over, once a test says so.
    account: OnceLock<String>,
}

struct Script {
    capabilities: Capabilities,
    place_answers: VecDeque<PlaceAnswer>,
    command_errors: VecDeque<CommandError>,
    orders: Vec<DialOrder>,
    hang_ups: Vec<LegRef>,
    call_offs: Vec<LegRef>,
    directions: Vec<(LegRef, Vec<Instruction>)>,
    take_over_answers: VecDeque<TakeOverAnswer>,
    taken_over: Vec<(LegRef, Vec<Instruction>)>,
    legs: BTreeMap<LegRef, FakeLeg>,
    is_silent: bool,
}

#[derive(Debug)]
struct FakeLeg {
    order: DialOrder,
    snapshot: LegSnapshot,
    notices: u64,
    over: bool,
}

impl fmt::Debug for FakeCarrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeCarrier")
            .field("legs", &self.script().legs)
            .finish_non_exhaustive()
    }
}

impl FakeCarrier {
    /// A carrier that takes every order.
    #[must_use]
    pub fn new(clock: Arc<dyn Fn() -> Timestamp + Send + Sync>) -> Self {
        let capabilities = Capabilities {
            calls_per_second: 1_000.0,
            takes_instructions: true,
            detects_machines: true,
            detects_beep: true,
            records: true,
            hosts_rooms: true,
            streams_audio: true,
            reports_cost: true,
            ring_timeout_max_s: 600,
        };
        Self {
            clock,
            script: Mutex::new(Script {
                capabilities,
                place_answers: VecDeque::new(),
                command_errors: VecDeque::new(),
                orders: Vec::new(),
                hang_ups: Vec::new(),
                call_offs: Vec::new(),
                directions: Vec::new(),
                take_over_answers: VecDeque::new(),
                taken_over: Vec::new(),
                legs: BTreeMap::new(),
                is_silent: false,
            }),
            orders_seen: watch::Sender::new(0),
            rooms: FakeRooms::default(),
            recordings: FakeRecordings::default(),
            agents: FakeAgents::default(),
            account: OnceLock::new(),
        }
    }

    /// Takes legs over on the lines of this account from now on.
    pub fn take_legs_of(&self, account: &str) {
        // Said once; an account keeps its id.
        let _ = self.account.set(account.to_owned());
    }

    /// Carries a leg that the host of a voice agent placed on its lines, by the order that the host had; it is answered.
    pub fn carry(&self, leg: &LegRef, order: &DialOrder) {
        let at = (self.clock)();
        let mut fake = FakeLeg::new(leg, order, at);
        fake.move_to(LegStatus::Answered, None, at);
        self.script().legs.insert(leg.clone(), fake);
    }

    /// Answers the next unscripted order to take a leg over like this; without a script, legs are taken.
    pub fn script_take_over(&self, answer: TakeOverAnswer) {
        self.script().take_over_answers.push_back(answer);
    }

    /// Every leg that was taken over, in order, with what it was told.
    #[must_use]
    pub fn taken_over(&self) -> Vec<(LegRef, Vec<Instruction>)> {
        self.script().taken_over.clone()
    }

    /// Replaces what the account can do.
    pub fn set_capabilities(&self, capabilities: Capabilities) {
        self.script().capabilities = capabilities;
    }

    /// Answers the next unscripted order to dial like this; without a script, orders are taken.
    pub fn script_place(&self, answer: PlaceAnswer) {
        self.script().place_answers.push_back(answer);
    }

    /// Takes orders again, whatever answers were still to come.
    pub fn forget_script(&self) {
        self.script().place_answers.clear();
    }

    /// Fails the next unscripted command or question like this.
    pub fn script_command_error(&self, error: CommandError) {
        self.script().command_errors.push_back(error);
    }

    /// Answers everything with silence from now on, or no more: an order is not taken, and nobody is told so.
    pub fn set_silent(&self, silent: bool) {
        self.script().is_silent = silent;
    }

    /// Every order received, taken or not.
    #[must_use]
    pub fn orders(&self) -> Vec<DialOrder> {
        self.script().orders.clone()
    }

    /// Waits until this many orders were received.
    pub async fn orders_received(&self, count: usize) {
        let mut seen = self.orders_seen.subscribe();
        seen.wait_for(|&seen| seen >= count)
            .await
            .expect("the carrier outlives the wait");
    }

    /// The legs that were made for a call, oldest first; more than one means that somebody was rung twice.
    #[must_use]
    pub fn legs_of(&self, call_id: &CallId) -> Vec<LegRef> {
        let script = self.script();
        let of_call = script
            .legs
            .iter()
            .filter(|(_, leg)| leg.order.call_id == *call_id);
        of_call.map(|(leg, _)| leg.clone()).collect()
    }

    /// How often a number was rung.
    #[must_use]
    pub fn times_rung(&self, number: &PhoneNumber) -> usize {
        self.script()
            .legs
            .values()
            .filter(|leg| leg.order.to == *number)
            .count()
    }

    /// Every leg that was called off, in order.
    #[must_use]
    pub fn call_offs(&self) -> Vec<LegRef> {
        self.script().call_offs.clone()
    }

    /// Every leg that was hung up on request, in order.
    #[must_use]
    pub fn hang_ups(&self) -> Vec<LegRef> {
        self.script().hang_ups.clone()
    }

    /// Every new direction given to a leg, in order.
    #[must_use]
    pub fn directions(&self) -> Vec<(LegRef, Vec<Instruction>)> {
        self.script().directions.clone()
    }

    /// Moves a leg on and returns the webhook that tells of it; deliver, repeat, delay or drop it at will.
    #[must_use]
    pub fn advance(&self, leg: &LegRef, status: LegStatus, talk_ms: Option<i64>) -> WebhookRequest {
        let at = (self.clock)();
        let mut script = self.script();
        let fake = script
            .legs
            .get_mut(leg)
            .expect("the test advances a leg that was placed");
        fake.move_to(status.clone(), talk_ms, at);
        let sequence = u32::try_from(fake.notices).ok();
        let progress = Progress {
            status,
            at,
            sequence,
            talk_ms,
        };
        fake.tell(&Event::Progress(progress), at)
    }

    /// A webhook that tells anything else of a leg: a verdict, a price.
    #[must_use]
    pub fn notify(&self, leg: &LegRef, event: &Event) -> WebhookRequest {
        let at = (self.clock)();
        let mut script = self.script();
        let fake = script
            .legs
            .get_mut(leg)
            .expect("the test reports on a leg that was placed");
        match event {
            Event::Verdict { verdict } => fake.snapshot.verdict = Some(*verdict),
            Event::Billed { cost } => fake.snapshot.cost = Some(cost.clone()),
            Event::Claimed
            | Event::Blocked { .. }
            | Event::Postponed { .. }
            | Event::Placed { .. }
            | Event::PlaceRefused { .. }
            | Event::PlaceUncertain { .. }
            | Event::Recovered
            | Event::NotAtCarrier
            | Event::Progress(_)
            | Event::Bridged
            | Event::TakenBack { .. }
            | Event::TakenOver { .. }
            | Event::GivenBack
            | Event::Abandoned
            | Event::HangUpRequested
            | Event::CalledOff
            | Event::DeadlinePassed
            | Event::MessageSpoken => {}
        }
        fake.tell(event, at)
    }

    /// A webhook that tells anything that is nothing to the call machine; a higher number is another report.
    #[must_use]
    pub fn report(&self, call_id: &CallId, number: u64, news: &News) -> WebhookRequest {
        fake_leg::news_webhook(call_id, number, news, (self.clock)())
    }

    /// The rooms that it hosts, once a test says so.
    #[must_use]
    pub fn fake_rooms(&self) -> &FakeRooms {
        &self.rooms
    }

    /// The recordings that it keeps.
    #[must_use]
    pub fn fake_recordings(&self) -> &FakeRecordings {
        &self.recordings
    }

    /// The voice agents that it hosts, once a test says so.
    #[must_use]
    pub fn fake_agents(&self) -> &FakeAgents {
        &self.agents
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, order: &DialOrder) -> LegRef {
        let at = (self.clock)();
        let mut script = self.script();
        let leg = LegRef(format!("leg-{:06}", script.legs.len() + 1));
        let fake = FakeLeg::new(&leg, order, at);
        script.legs.insert(leg.clone(), fake);
        leg
    }

    fn next_command_error(&self) -> Result<(), CommandError> {
        if self.script().is_silent {
            return Err(CommandError::Unavailable {
                why: "no answer in time".to_owned(),
            });
        }
        self.script().command_errors.pop_front().map_or(Ok(()), Err)
    }
}

impl FakeLeg {
    fn new(leg: &LegRef, order: &DialOrder, at: Timestamp) -> Self {
        let snapshot = LegSnapshot {
            leg: leg.clone(),
            to: Some(order.to.e164().to_owned()),
            from: order.caller_id.as_ref().map(|number| number.e164().to_owned()),
            created_at: Some(at),
            status: Some(LegStatus::Queued),
            at: Some(at),
            talk_ms: None,
            verdict: None,
            cost: None,
        };
        Self {
            order: order.clone(),
            snapshot,
            notices: 0,
            over: false,
        }
    }

    fn move_to(&mut self, status: LegStatus, talk_ms: Option<i64>, at: Timestamp) {
        self.over |= status.is_final();
        self.snapshot.status = Some(status);
        self.snapshot.at = Some(at);
        self.snapshot.talk_ms = talk_ms;
    }

    fn tell(&mut self, event: &Event, at: Timestamp) -> WebhookRequest {
        self.notices += 1;
        fake_leg::webhook(&self.order.call_id, &self.snapshot.leg, self.notices, event, at)
    }
}

#[async_trait]
impl Carrier for FakeCarrier {
    fn capabilities(&self) -> Capabilities {
        self.script().capabilities.clone()
    }

    fn rooms(&self) -> Option<&dyn HostsRooms> {
        self.rooms.hosts().then_some(&self.rooms as &dyn HostsRooms)
    }

    fn agents(&self) -> Option<&dyn HostsAgents> {
        self.agents.hosts().then_some(&self.agents as &dyn HostsAgents)
    }

    fn takes_legs(&self) -> Option<&dyn TakesLegs> {
        self.account.get().map(|_| self as &dyn TakesLegs)
    }

    fn recordings(&self) -> Option<&dyn KeepsRecordings> {
        Some(&self.recordings)
    }

    async fn place(&self, order: &DialOrder) -> Result<Placed, PlaceError> {
        let answer = {
            let mut script = self.script();
            script.orders.push(order.clone());
            if script.is_silent {
                PlaceAnswer::LoseRequest
            } else {
                script.place_answers.pop_front().unwrap_or(PlaceAnswer::Take)
            }
        };
        self.orders_seen.send_modify(|seen| *seen += 1);
        match answer {
            PlaceAnswer::Take => Ok(Placed {
                leg: self.take(order),
                queue_ms: None,
            }),
            PlaceAnswer::TakeAndLoseAnswer => {
                self.take(order);
                Err(PlaceError::Uncertain {
                    why: "the answer was lost".to_owned(),
                })
            }
            PlaceAnswer::TakeAndHang => {
                self.take(order);
                std::future::pending().await
            }
            PlaceAnswer::LoseRequest => Err(PlaceError::Uncertain {
                why: "the request was lost".to_owned(),
            }),
            PlaceAnswer::Fail(error) => Err(error),
        }
    }

    async fn direct(
        &self,
        _call_id: &CallId,
        leg: &LegRef,
        instructions: &[Instruction],
    ) -> Result<(), CommandError> {
        self.next_command_error()?;
        let mut script = self.script();
        if script.legs.get(leg).is_none_or(|fake| fake.over) {
            return Err(CommandError::Rejected(leg_ended()));
        }
        script.directions.push((leg.clone(), instructions.to_vec()));
        Ok(())
    }

    async fn hang_up(&self, leg: &LegRef) -> Result<(), CommandError> {
        self.next_command_error()?;
        let at = (self.clock)();
        let mut script = self.script();
        script.hang_ups.push(leg.clone());
        if let Some(fake) = script.legs.get_mut(leg).filter(|fake| !fake.over) {
            let answered = fake.snapshot.status == Some(LegStatus::Answered);
            let status = if answered {
                LegStatus::Completed
            } else {
                LegStatus::Canceled
            };
            fake.move_to(status, None, at);
        }
        Ok(())
    }

    async fn call_off(&self, leg: &LegRef) -> Result<(), CommandError> {
        self.next_command_error()?;
        let at = (self.clock)();
        let mut script = self.script();
        script.call_offs.push(leg.clone());
        let ringing = script
            .legs
            .get_mut(leg)
            .filter(|fake| !fake.over && fake.snapshot.status != Some(LegStatus::Answered));
        if let Some(fake) = ringing {
            fake.move_to(LegStatus::Canceled, None, at);
        }
        Ok(())
    }

    async fn look_up(&self, leg: &LegRef) -> Result<Option<LegSnapshot>, CommandError> {
        self.next_command_error()?;
        Ok(self.script().legs.get(leg).map(|fake| fake.snapshot.clone()))
    }

    async fn list_since(
        &self,
        since: Timestamp,
        to: Option<&PhoneNumber>,
    ) -> Result<Vec<LegSnapshot>, CommandError> {
        self.next_command_error()?;
        let script = self.script();
        let wanted = script.legs.values().filter(|fake| {
            fake.snapshot.created_at.is_none_or(|created| created >= since)
                && to.is_none_or(|to| fake.order.to == *to)
        });
        Ok(wanted.map(|fake| fake.snapshot.clone()).collect())
    }

    async fn health(&self) -> Result<AccountHealth, CommandError> {
        self.next_command_error()?;
        let mut health = AccountHealth::default();
        health.add("account", HealthState::Good, "The scripted carrier is ready.");
        Ok(health)
    }

    fn parse_webhook(&self, request: &WebhookRequest) -> Result<Vec<CarrierEvent>, WebhookError> {
        fake_leg::parse(request)
    }

    fn render(&self, instructions: &[Instruction]) -> Rendered {
        Rendered {
            content_type: "application/json",
            body: serde_json::to_string(instructions).expect("instructions are plain data"),
        }
    }
}

#[async_trait]
impl TakesLegs for FakeCarrier {
    fn account(&self) -> &str {
        self.account.get().map_or("", String::as_str)
    }

    async fn take_over(
        &self,
        _call_id: &CallId,
        leg: &LegRef,
        instructions: &[Instruction],
    ) -> Result<(), CommandError> {
        let answer = self.script().take_over_answers.pop_front();
        match answer {
            Some(TakeOverAnswer::Fail(why)) => return Err(why),
            Some(TakeOverAnswer::Hang) => std::future::pending().await,
            None => {}
        }
        let mut script = self.script();
        if script.legs.get(leg).is_none_or(|fake| fake.over) {
            return Err(CommandError::Rejected(leg_ended()));
        }
        script.taken_over.push((leg.clone(), instructions.to_vec()));
        Ok(())
    }
}

fn leg_ended() -> CallFailure {
    CallFailure {
        blame: Blame::Callee,
        cause: "carrier.leg_ended".to_owned(),
        code: None,
        retry: Retry::Never,
        message: "The call is already over.".to_owned(),
    }
}
