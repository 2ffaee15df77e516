//! A server in process: database in memory, clock that tests move, a carrier in memory.

use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use outdial_carrier::testing::FakeCarrier;
use outdial_domain::Timestamp;
use outdial_domain::ids::{CarrierAccountId, WorkspaceId};
use outdial_domain::phone::PhoneNumber;
use outdial_engine::{AccountSpec, Clock, TimeOrderedIds};
use outdial_server::config::{Config, Source};
use outdial_server::http::auth::{HashCost, Role};
use outdial_server::http::guard::{Allowance, FOR_ACTORS};
use outdial_server::http::{AppState, router};
use outdial_server::serve::{Parts, assemble, prepare};
use outdial_store::UserRow;

use crate::client::Client;

/// Tests ask as fast as they can while their clock stands still, and how fast that is depends on the machine.
pub const UNHURRIED: Allowance = Allowance {
    per_second: 1_000_000,
    burst: 1_000_000,
};

/// A clock that stands still until it is moved.
pub struct TestClock(Mutex<Timestamp>);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

impl TestClock {
    pub fn advance_s(&self, seconds: i64) {
        let mut now = self.0.lock().unwrap();
        *now = now.plus_seconds(seconds);
    }
}

/// A server in process.
pub struct TestApp {
    pub app: AppState,
    pub router: Router,
    pub clock: Arc<TestClock>,
    pub workspace: WorkspaceId,
    _data: Option<tempfile::TempDir>,
}

impl TestApp {
    /// A server with one user of each role and a carrier in memory.
    pub async fn new() -> Self {
        let app = Self::empty(&[]).await;
        app.add_everybody().await;
        app
    }

    async fn add_everybody(&self) {
        for role in Role::ALL {
            self.add_user(&format!("{}@example.com", role.as_str()), role)
                .await;
        }
    }

    /// A server as it is at its very first start.
    pub async fn empty(variables: &[(&str, &str)]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let memory = [("DATABASE_URL", "sqlite::memory:")];
        let variables: Vec<_> = memory.iter().chain(variables).copied().collect();
        let mut app = Self::on_disk(data.path(), &variables).await;
        app._data = Some(data);
        app
    }

    /// A server over what is in a folder.
    pub async fn on_disk(folder: &Path, variables: &[(&str, &str)]) -> Self {
        Self::built(folder, variables, UNHURRIED).await
    }

    /// A server that makes those wait who ask as fast as a test does.
    pub async fn that_limits() -> Self {
        let data = tempfile::tempdir().unwrap();
        let memory = [("DATABASE_URL", "sqlite::memory:")];
        let mut app = Self::built(data.path(), &memory, FOR_ACTORS).await;
        app._data = Some(data);
        app.add_everybody().await;
        app
    }

    async fn built(folder: &Path, variables: &[(&str, &str)], allowance: Allowance) -> Self {
        let folder = folder.join("data");
        let fixed = [
            ("OUTDIAL_DATA_DIR", folder.to_str().unwrap()),
            ("OUTDIAL_SECRET_KEY", KEY),
        ];
        let source = Source::of(fixed.into_iter().chain(variables.iter().copied()));
        let clock = Arc::new(TestClock(Mutex::new(START)));
        let parts = Parts {
            clock: clock.clone(),
            ids: Arc::new(TimeOrderedIds::seeded(1)),
            hash_cost: HashCost::Test,
            allowance,
            metrics: None,
        };
        let app = assemble(Config::read(&source).unwrap(), &parts, ADDRESS.parse().unwrap()).unwrap();
        let workspace = prepare(&app).await.unwrap().workspace;
        app.mark_ready();
        let app = Self {
            router: router(&app),
            app,
            clock,
            workspace,
            _data: None,
        };
        app.add_carrier();
        app
    }

    fn add_carrier(&self) {
        let clock = self.clock.clone();
        let carrier = FakeCarrier::new(Arc::new(move || clock.now()));
        self.app.engine.accounts().put(
            AccountSpec {
                id: CarrierAccountId::from_bits(1),
                workspace: self.workspace.clone(),
                kind: "fake".to_owned(),
                name: "Fake".to_owned(),
                carrier: Arc::new(carrier),
                caller_id: Some(PhoneNumber::from_e164("+14155550100").unwrap()),
                is_default: true,
                calls_per_1000_s: 1_000_000,
            },
            self.clock.now(),
        );
    }

    pub async fn add_user(&self, email: &str, role: Role) -> UserRow {
        let now = self.app.now();
        let user = UserRow {
            id: outdial_domain::ids::UserId::from_bits(self.app.new_bits()),
            email: email.to_owned(),
            name: email.split('@').next().unwrap().to_owned(),
            password_hash: self.app.passwords.hash(PASSWORD).await.unwrap(),
            role: role.into(),
            created_at: now,
            last_seen_at: None,
            disabled: false,
        };
        let stored = user.clone();
        self.app
            .workspace(&self.workspace)
            .write(move |tx| tx.users().insert(&stored))
            .await
            .unwrap();
        user
    }

    /// A client that nobody signed in.
    pub fn stranger(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// A client that is signed in as the user of that role.
    pub async fn signed_in(&self, role: Role) -> Client {
        self.signed_in_as(&format!("{}@example.com", role.as_str())).await
    }

    /// A client that is signed in as that user.
    pub async fn signed_in_as(&self, email: &str) -> Client {
        let mut client = self.stranger();
        client.sign_in(email, PASSWORD).await.expect_status(200);
        client
    }
}

pub const PASSWORD: &str = "correct horse battery staple";
pub const ADDRESS: &str = "127.0.0.1:8080";
/// 2026-11-02, 12:00 in New York: a Monday inside every calling window of the United States.
const START: Timestamp = Timestamp(1_793_638_800_000_000);
const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
