//! One machine with everything on it: engine, store, adapter and phone network, joined without sockets.

use std::sync::Arc;

use outdial_carrier::registry::{self, CarrierSetup};
use outdial_domain::Timestamp;
use outdial_domain::call::{Outcome, State};
use outdial_domain::ids::{CarrierAccountId, WorkspaceId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::settings::{CallingWindow, Countries, Settings};
use outdial_engine::{
    AccountSpec, Clock, Engine, EngineConfig, LineNumber, NewRun, PlanLine, PlanRequest, Planned,
    TimeOrderedIds, TokioClock,
};
use outdial_sandbox::{Attempt, Faults, Population, Sandbox, SandboxConfig};
use outdial_store::{
    Actor, CallFilter, CallRow, PageRequest, Sort, StatsFilter, Store, StoreConfig, Target, WorkspaceRow,
};
use serde_json::json;

use crate::exchange::Exchange;

pub const START: Timestamp = Timestamp(1_795_000_000_000_000);
const SID: &str = "AC0000000000000000000000000000000a";
const TOKEN: &str = "sandbox-token";
const CALLER_ID: &str = "+14155550100";
pub const MESSAGE: &str = "Hello from the test.";

pub struct World {
    pub engine: Engine,
    pub store: Store,
    pub sandbox: Arc<Sandbox>,
    pub workspace: WorkspaceId,
    pub clock: Arc<TokioClock>,
    running: Option<tokio::task::JoinHandle<()>>,
    parts: Parts,
}

#[derive(Clone)]
struct Parts {
    exchange: Arc<Exchange>,
    account: CarrierAccountId,
    seed: u64,
    calls_per_1000_s: u32,
}

pub struct Setup {
    pub seed: u64,
    pub target: Target,
    pub faults: Faults,
    pub population: Population,
    pub calls_per_second: u32,
    pub settings: Settings,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            seed: 1,
            target: Target::SqliteMemory,
            faults: Faults::default(),
            population: Population::deterministic(),
            calls_per_second: 20,
            settings: Settings {
                calling_window: CallingWindow::WHOLE_DAY,
                countries: Countries::All,
                max_live_calls: 500,
                ..Settings::default()
            },
        }
    }
}

impl World {
    pub async fn new(setup: Setup) -> Self {
        let clock = Arc::new(TokioClock::starting_at(START));
        let store = Store::open(&StoreConfig {
            blocking: true,
            ..StoreConfig::new(setup.target)
        })
        .unwrap();
        let workspace = WorkspaceId::from_bits(1);
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
        let settings = setup.settings;
        let rows = store.workspace(workspace.clone());
        rows.write(move |tx| tx.settings().put(&settings, 0, START))
            .await
            .unwrap();

        let exchange = Arc::new(Exchange::default());
        let sandbox_clock = clock.clone();
        let mut config = SandboxConfig::new(SID, TOKEN, Arc::new(move || sandbox_clock.now()));
        config.population = setup.population;
        config.faults = setup.faults;
        config.seed = setup.seed;
        config.numbers = vec![CALLER_ID.to_owned()];
        config.cps = f64::from(setup.calls_per_second);
        let sandbox = Sandbox::new(config, exchange.clone());
        exchange.connect_network(sandbox.router());

        let parts = Parts {
            exchange,
            account: CarrierAccountId::from_bits(1),
            seed: setup.seed,
            calls_per_1000_s: setup.calls_per_second * 1_000,
        };
        let (engine, running) = start(&parts, &store, &workspace, clock.clone());
        Self {
            engine,
            store,
            sandbox,
            workspace,
            clock,
            running: Some(running),
            parts,
        }
    }

    /// The process dies with everything in its memory, and starts again at once.
    pub async fn crash(&mut self) {
        self.parts.exchange.disconnect_engine();
        self.engine.kill();
        if let Some(running) = self.running.take() {
            running.abort();
            let _ = running.await;
        }
        let (engine, running) = start(&self.parts, &self.store, &self.workspace, self.clock.clone());
        self.engine = engine;
        self.running = Some(running);
    }

    /// The same with agents, whose audio is gone with the process.
    pub async fn crash_seating(&mut self, agents: &Arc<crate::campaigns::Agents>) {
        self.parts.exchange.disconnect_engine();
        self.engine.kill();
        if let Some(running) = self.running.take() {
            running.abort();
            let _ = running.await;
        }
        agents.forget();
        let seating: Arc<dyn outdial_engine::Seating> = agents.clone();
        let (engine, running) = start_seating(
            &self.parts,
            &self.store,
            &self.workspace,
            self.clock.clone(),
            Some(seating),
        );
        self.engine = engine;
        self.running = Some(running);
    }

    /// Tells somebody of each number that the carrier is asked to dial.
    pub fn on_dial(&self, tell: impl Fn(&str) + Send + Sync + 'static) {
        self.parts.exchange.on_dial(tell);
    }

    pub async fn dial(&self, numbers: &[String]) -> Planned {
        let plan = self.engine.plan(&self.workspace, request(numbers));
        plan.await.unwrap()
    }

    /// Every call, oldest first.
    pub async fn calls(&self) -> Vec<CallRow> {
        let mut rows = Vec::new();
        let mut page = PageRequest::first(1_000);
        loop {
            let asked = page.clone();
            let sort = Sort::from_word("created_at").unwrap();
            let workspace = self.store.workspace(self.workspace.clone());
            let read = workspace.read(move |tx| tx.calls().list(&CallFilter::default(), sort, &asked));
            let found = read.await.unwrap();
            rows.extend(found.items);
            match found.next_cursor {
                Some(cursor) => page.cursor = Some(cursor),
                None => return rows,
            }
        }
    }

    /// Lets virtual time pass until every call has ended; `limit_s` bounds a simulation that never would.
    pub async fn until_all_ended(&self, limit_s: i64) -> Vec<CallRow> {
        loop {
            let workspace = self.store.workspace(self.workspace.clone());
            let stats = workspace
                .read(|tx| tx.calls().stats(&StatsFilter::default()))
                .await
                .unwrap();
            let open = stats.total - stats.by_state.get("ended").copied().unwrap_or(0);
            if open == 0 {
                return self.calls().await;
            }
            let waited = self.clock.now().ms_since(START) / 1_000;
            if waited > limit_s {
                let rows = self.calls().await;
                let stuck = rows.iter().find(|row| !matches!(row.call.state, State::Ended(_)));
                panic!("after {waited} s {open} calls are open, e.g. {stuck:#?}");
            }
            tokio::time::sleep(std::time::Duration::from_secs(5)).await;
        }
    }
}

fn start(
    parts: &Parts,
    store: &Store,
    workspace: &WorkspaceId,
    clock: Arc<TokioClock>,
) -> (Engine, tokio::task::JoinHandle<()>) {
    start_seating(parts, store, workspace, clock, None)
}

fn start_seating(
    parts: &Parts,
    store: &Store,
    workspace: &WorkspaceId,
    clock: Arc<TokioClock>,
    seating: Option<Arc<dyn outdial_engine::Seating>>,
) -> (Engine, tokio::task::JoinHandle<()>) {
    // Another life draws other ids, as it would from the operating system.
    let seed = parts
        .seed
        .wrapping_mul(31)
        .wrapping_add(u64::try_from(clock.now().0).unwrap());
    let ids = Arc::new(TimeOrderedIds::seeded(seed));
    let config = EngineConfig {
        reconcile_grace_ms: 40_000,
        ..EngineConfig::default()
    };
    let now = clock.now();
    let engine = Engine::new(store.clone(), clock, ids, config);
    if let Some(seating) = seating {
        engine.seat_agents_through(seating);
    }
    let form = json!({
        "account_sid": SID, "auth_token": TOKEN, "phone_number": CALLER_ID, "api_base": "http://sandbox.test",
    });
    let carrier = registry::build(
        "twilio",
        CarrierSetup {
            account_id: &parts.account,
            config: form.as_object().unwrap(),
            base_url: "http://outdial.test",
            transport: parts.exchange.clone(),
        },
    )
    .unwrap();
    let spec = AccountSpec {
        id: parts.account.clone(),
        workspace: workspace.clone(),
        kind: "twilio".to_owned(),
        name: "Sandbox".to_owned(),
        carrier,
        caller_id: Some(PhoneNumber::from_e164(CALLER_ID).unwrap()),
        is_default: true,
        calls_per_1000_s: parts.calls_per_1000_s,
    };
    engine.accounts().put(spec, now);
    parts.exchange.connect_engine(&engine, workspace, &parts.account);
    let runner = engine.clone();
    #[expect(clippy::disallowed_methods, reason = "a test owns its one task")]
    let running = tokio::spawn(async move { runner.run().await });
    (engine, running)
}

impl World {
    /// Cuts the line between engine and network, or mends it.
    pub fn cut_line(&self, is_cut: bool) {
        self.parts.exchange.cut(is_cut);
    }

    /// Stops the engine as an operator does.
    pub async fn shut_down(&mut self) {
        self.engine.shut_down().await;
        let running = self.running.take().expect("the engine runs");
        running.await.expect("the engine ends by itself");
    }

    /// The only call.
    pub async fn only_call(&self) -> CallRow {
        let mut rows = self.calls().await;
        assert_eq!(rows.len(), 1, "{rows:?}");
        rows.remove(0)
    }

    /// The only attempt at a number on the network.
    pub fn only_attempt(&self, number: &str) -> Attempt {
        let mut attempts = self.sandbox.ledger().attempts_at(number);
        assert_eq!(attempts.len(), 1, "{attempts:?}");
        attempts.remove(0)
    }

    /// How often a number was dialled on the network.
    pub fn times_dialled(&self, number: &str) -> u32 {
        self.sandbox
            .ledger()
            .number(number)
            .map_or(0, |summary| summary.times_dialled)
    }
}

/// A list of numbers as somebody would paste it.
pub fn request(numbers: &[String]) -> PlanRequest {
    PlanRequest {
        lines: numbers
            .iter()
            .zip(1..)
            .map(|(number, line)| PlanLine {
                line,
                raw: number.clone(),
                name: None,
                message: None,
                number: LineNumber::Valid(PhoneNumber::from_e164(number).unwrap()),
                lead: None,
            })
            .collect(),
        run: Some(NewRun {
            name: "test".to_owned(),
            source: "api".to_owned(),
        }),
        message: Some(MESSAGE.to_owned()),
        voice: None,
        language: None,
        at: None,
        window_override: None,
        by: Actor::system(),
        request_bits: None,
    }
}

/// Somebody of the deterministic population, by the last digit: 0-5 answers, 6 is a mailbox, 7 lets it ring, 8 is
/// engaged, 9 cannot be reached.
pub fn person(last_digit: u8) -> Vec<String> {
    vec![format!("+1212200000{last_digit}")]
}

/// Numbers whose last digits run through the deterministic population.
pub fn numbers(count: u32) -> Vec<String> {
    (0..count)
        .map(|index| format!("+1212{:07}", 2_000_000 + index * 7 % 7_999_999))
        .collect()
}

pub fn outcomes(rows: &[CallRow]) -> std::collections::BTreeMap<&'static str, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for row in rows {
        *counts
            .entry(row.call.state.outcome().map_or("open", Outcome::as_str))
            .or_default() += 1;
    }
    counts
}
