//! An engine with carriers that do what a test says, one for each workspace.

use std::sync::Arc;
use std::time::Duration;

use outdial_carrier::testing::FakeCarrier;
use outdial_carrier::{Carrier, CarrierEvent, LegRef, WebhookRequest};
use outdial_domain::Timestamp;
use outdial_domain::call::{LegStatus, State};
use outdial_domain::ids::{CallId, CarrierAccountId, WorkspaceId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::settings::Settings;
use outdial_engine::{AccountSpec, Clock, Engine, EngineConfig, Intake, Planned, TimeOrderedIds, TokioClock};
use outdial_store::{Actor, CallRow, EventRow, Store, StoreConfig, Target, WorkspaceRow};

use crate::deliberate::Deliberate;
use crate::world::{START, Setup, request};

pub struct Stand {
    pub engine: Engine,
    pub store: Store,
    pub clock: Arc<TokioClock>,
    pub lines: Vec<Line>,
    running: Option<tokio::task::JoinHandle<()>>,
}

/// A workspace with its carrier.
pub struct Line {
    pub workspace: WorkspaceId,
    pub carrier: Arc<FakeCarrier>,
    pub answers_after: Duration,
}

impl Stand {
    /// One workspace, and a carrier that answers at once.
    pub async fn new() -> Self {
        Self::with(1, Duration::ZERO, Target::SqliteMemory).await
    }

    /// Carriers that answer orders only after a while.
    pub async fn deliberate(answers_after: Duration) -> Self {
        Self::with(1, answers_after, Target::SqliteMemory).await
    }

    pub async fn with(workspaces: u8, answers_after: Duration, target: Target) -> Self {
        let clock = Arc::new(TokioClock::starting_at(START));
        let store = open(target);
        let mut lines = Vec::new();
        for number in 1..=u128::from(workspaces) {
            let workspace = WorkspaceId::from_bits(number);
            let row = WorkspaceRow {
                id: workspace.clone(),
                name: "Test".to_owned(),
                created_at: START,
            };
            store
                .system()
                .write(move |tx| tx.create_workspace(&row))
                .await
                .unwrap();
            let time = clock.clone();
            lines.push(Line {
                workspace,
                carrier: Arc::new(FakeCarrier::new(Arc::new(move || time.now()))),
                answers_after,
            });
        }
        let (engine, running) = start(&store, &clock, &lines);
        let stand = Self {
            engine,
            store,
            clock,
            lines,
            running: Some(running),
        };
        for line in 0..stand.lines.len() {
            stand.choose(line, Setup::default().settings).await;
        }
        stand
    }

    /// Changes the settings of a workspace.
    pub async fn choose(&self, line: usize, settings: Settings) {
        let rows = self.store.workspace(self.lines[line].workspace.clone());
        let put = rows.write(move |tx| {
            let revision = tx.settings().current()?.revision;
            tx.settings().put(&settings, revision, START)
        });
        put.await.unwrap();
    }

    pub fn clock_now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn carrier(&self) -> &FakeCarrier {
        &self.lines[0].carrier
    }

    pub async fn dial(&self, number: &str) -> CallId {
        self.dial_on(0, &[number.to_owned()]).await.calls[0].id.clone()
    }

    pub async fn dial_on(&self, line: usize, numbers: &[String]) -> Planned {
        let plan = self.engine.plan(&self.lines[line].workspace, request(numbers));
        plan.await.unwrap()
    }

    pub async fn hang_up(&self, call: &CallId) -> CallRow {
        let workspace = &self.lines[0].workspace;
        let ended = self.engine.hang_up(workspace, call, Actor::system());
        ended.await.unwrap().expect("the call exists")
    }

    pub async fn call(&self, id: &CallId) -> CallRow {
        self.call_on(0, id).await
    }

    pub async fn call_on(&self, line: usize, id: &CallId) -> CallRow {
        let id = id.clone();
        let rows = self.store.workspace(self.lines[line].workspace.clone());
        let found = rows.read(move |tx| tx.calls().get(&id));
        found.await.unwrap().expect("the call exists")
    }

    pub async fn events(&self, id: &CallId) -> Vec<EventRow> {
        let id = id.clone();
        let rows = self.store.workspace(self.lines[0].workspace.clone());
        rows.read(move |tx| tx.events().of_call(&id)).await.unwrap()
    }

    /// Lets virtual time pass until the call is in such a state.
    pub async fn until(&self, id: &CallId, is_there: impl Fn(State) -> bool) -> CallRow {
        let mut row = self.call(id).await;
        for _ in 0..LOOKS {
            if is_there(row.call.state) {
                return row;
            }
            tokio::time::sleep(LOOK_INTERVAL).await;
            row = self.call(id).await;
        }
        panic!("it never comes to that: {row:#?}");
    }

    pub async fn until_ended(&self, id: &CallId) -> CallRow {
        self.until(id, |state| matches!(state, State::Ended(_))).await
    }

    /// Lets virtual time pass until the first leg of a call exists.
    pub async fn until_rung(&self, id: &CallId) -> LegRef {
        for _ in 0..LOOKS {
            if let Some(leg) = self.carrier().legs_of(id).first() {
                return leg.clone();
            }
            tokio::time::sleep(LOOK_INTERVAL).await;
        }
        panic!("nobody is rung: {:#?}", self.call(id).await);
    }

    pub fn parse(&self, webhook: &WebhookRequest) -> Vec<CarrierEvent> {
        self.carrier().parse_webhook(webhook).unwrap()
    }

    /// The carrier reports that a leg moved on.
    pub async fn tell(&self, leg: &LegRef, status: LegStatus) -> Vec<Intake> {
        let talk_ms = (status == LegStatus::Completed).then_some(3_000);
        let webhook = self.carrier().advance(leg, status, talk_ms);
        let events = self.parse(&webhook);
        let taken = self.engine.take_in(&self.lines[0].workspace, events);
        taken.await.unwrap()
    }

    /// The callee picks up, listens and goes; the call is over.
    pub async fn finish(&self, id: &CallId, leg: &LegRef) -> CallRow {
        for status in [LegStatus::Ringing, LegStatus::Answered, LegStatus::Completed] {
            self.tell(leg, status).await;
        }
        self.until_ended(id).await
    }

    /// Nothing is left of the engine; another takes its place, on a database of its own connection if one is given.
    pub async fn replace_engine(&mut self, target: Option<Target>) {
        self.engine.kill();
        if let Some(running) = self.running.take() {
            running.abort();
            let _ = running.await;
        }
        if let Some(target) = target {
            self.store = open(target);
        }
        let (engine, running) = start(&self.store, &self.clock, &self.lines);
        (self.engine, self.running) = (engine, Some(running));
    }

    pub async fn shut_down(&mut self) {
        self.engine.shut_down().await;
        let running = self.running.take().expect("the engine runs");
        running.await.expect("the engine ends by itself");
    }
}

fn open(target: Target) -> Store {
    Store::open(&StoreConfig {
        blocking: true,
        ..StoreConfig::new(target)
    })
    .unwrap()
}

fn start(store: &Store, clock: &Arc<TokioClock>, lines: &[Line]) -> (Engine, tokio::task::JoinHandle<()>) {
    let seed = u64::try_from(clock.now().0).unwrap();
    let ids = Arc::new(TimeOrderedIds::seeded(seed));
    let engine = Engine::new(store.clone(), clock.clone(), ids, EngineConfig::default());
    for (line, number) in lines.iter().zip(1..) {
        let carrier = Deliberate {
            carrier: line.carrier.clone(),
            answers_after: line.answers_after,
        };
        let spec = AccountSpec {
            id: CarrierAccountId::from_bits(number),
            workspace: line.workspace.clone(),
            kind: "fake".to_owned(),
            name: "Scripted".to_owned(),
            carrier: Arc::new(carrier),
            caller_id: Some(PhoneNumber::from_e164("+14155550100").unwrap()),
            is_default: true,
            calls_per_1000_s: 20_000,
        };
        engine.accounts().put(spec, clock.now());
    }
    let runner = engine.clone();
    #[expect(clippy::disallowed_methods, reason = "a test owns its one task")]
    let running = tokio::spawn(async move { runner.run().await });
    (engine, running)
}

const LOOK_INTERVAL: Duration = Duration::from_millis(250);
/// Ten minutes.
const LOOKS: u32 = 2_400;
