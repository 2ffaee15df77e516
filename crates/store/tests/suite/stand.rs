//! Databases to test on: each test gets its own.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use outdial_store::{Store, StoreConfig, Target};
use postgres::{Client, NoTls};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// A database of its own; gone when dropped.
pub struct Database {
    pub target: Target,
    _dir: Option<TempDir>,
    created: Option<Created>,
}

struct Created {
    server: String,
    name: String,
}

impl Database {
    pub fn memory() -> Self {
        Self {
            target: Target::SqliteMemory,
            _dir: None,
            created: None,
        }
    }

    pub fn file() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self {
            target: Target::SqliteFile(dir.path().join("outdial.db")),
            _dir: Some(dir),
            created: None,
        }
    }

    /// A database on the server that the environment names, if it names one.
    pub fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var("OUTDIAL_TEST_POSTGRES") else {
            println!("skipped: OUTDIAL_TEST_POSTGRES not set");
            return None;
        };
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "store_{}_{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        on_server(
            &server,
            &format!("CREATE DATABASE {name} TEMPLATE template0 LOCALE 'C.UTF-8'"),
        );
        let url = with_database(&server, &name);
        Some(Self {
            target: Target::Postgres(url),
            _dir: None,
            created: Some(Created { server, name }),
        })
    }

    pub fn config(&self) -> StoreConfig {
        StoreConfig::new(self.target.clone())
    }

    pub fn open(&self) -> Store {
        Store::open(&self.config()).unwrap()
    }

    pub fn url(&self) -> &str {
        match &self.target {
            Target::Postgres(url) => url,
            Target::SqliteFile(_) | Target::SqliteMemory => panic!("only PostgreSQL has a URL"),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Some(Created { server, name }) = self.created.take() else {
            return;
        };
        // Without FORCE: that would stumble over the server's own vacuum workers.
        let dropped = thread::spawn(move || on_server(&server, &format!("DROP DATABASE {name}"))).join();
        if dropped.is_err() {
            println!("a test database is left behind on the server");
        }
    }
}

/// Runs a test on every kind of database.
pub fn on_every_database(test: impl AsyncFn(Store)) {
    let databases = [
        Some(Database::memory()),
        Some(Database::file()),
        Database::postgres(),
    ];
    for database in databases.into_iter().flatten() {
        println!("on {:?}", database.target);
        runtime().block_on(async {
            let store = database.open();
            test(store.clone()).await;
            store.close().await;
        });
    }
}

/// Runs a test on every kind of database that survives its store.
pub fn on_every_lasting_database(test: &impl AsyncFn(&Database)) {
    for database in [Some(Database::file()), Database::postgres()]
        .into_iter()
        .flatten()
    {
        println!("on {:?}", database.target);
        runtime().block_on(test(&database));
    }
}

pub fn runtime() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

/// Speaks to PostgreSQL past the store. On a thread of its own: the client runs an event loop.
pub fn past_the_store<T: Send + 'static>(
    url: &str,
    work: impl FnOnce(&mut Client) -> T + Send + 'static,
) -> T {
    let url = url.to_owned();
    thread::spawn(move || work(&mut Client::connect(&url, NoTls).unwrap()))
        .join()
        .unwrap()
}

fn on_server(server: &str, statement: &str) {
    let statement = statement.to_owned();
    past_the_store(server, move |client| client.batch_execute(&statement).unwrap());
}

fn with_database(server: &str, name: &str) -> String {
    let (address, options) = server.split_once('?').unwrap_or((server, ""));
    let scheme_end = address.find("://").map_or(0, |at| at + 3);
    let base = match address[scheme_end..].find('/') {
        Some(slash) => &address[..scheme_end + slash],
        None => address,
    };
    if options.is_empty() {
        format!("{base}/{name}")
    } else {
        format!("{base}/{name}?{options}")
    }
}
