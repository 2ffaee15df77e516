//! The store: opens the database, starts its threads, and hands out handles to rows.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use outdial_domain::ids::WorkspaceId;

use crate::config::{StoreConfig, Target};
use crate::db::{Access, Scope, connect, migrate};
use crate::system::System;
use crate::work::{JobQueue, Mode, Session, Task, reply, run_reader, run_writer};
use crate::workspace::Workspace;
use crate::{StoreError, backup};

/// Durable state; cheap to clone. The threads end when the last clone is gone or [`Store::close`] is called.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    config: StoreConfig,
    mode: Mode,
    writes: Arc<JobQueue>,
    /// The writer's own queue for a database in memory, which has one connection.
    reads: Arc<JobQueue>,
    threads: Mutex<Vec<thread::JoinHandle<()>>>,
}

impl Store {
    /// Opens the database, brings it to this program's schema and starts the store's threads.
    ///
    /// # Errors
    /// When it cannot be reached, is newer than this program, or cannot be migrated.
    pub fn open(config: &StoreConfig) -> Result<Self, StoreError> {
        let mode = if config.blocking { Mode::Block } else { Mode::Await };
        let writes = Arc::new(JobQueue::new(mode));
        let mut threads = vec![start_writer(config, &writes)?];
        let reads = if config.target == Target::SqliteMemory {
            writes.clone()
        } else {
            let reads = Arc::new(JobQueue::new(mode));
            for number in 0..config.readers.max(1) {
                threads.push(start_reader(config, number, &reads)?);
            }
            reads
        };
        let threads = Mutex::new(threads);
        Ok(Self {
            shared: Arc::new(Shared {
                config: config.clone(),
                mode,
                writes,
                reads,
                threads,
            }),
        })
    }

    /// The rows of one workspace.
    #[must_use]
    pub fn workspace(&self, workspace: WorkspaceId) -> Workspace {
        Workspace::new(self.clone(), workspace)
    }

    /// The few questions that concern every workspace.
    #[must_use]
    pub fn system(&self) -> System {
        System::new(self.clone())
    }

    /// Whether the database answers, writes included.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let ask = |session: &mut Session| session.query("SELECT 1", &[]).map(|_| ());
        self.read(Scope::System, ask).await?;
        self.write(Scope::System, ask).await
    }

    /// Copies the database to a new file while it is in use. Only SQLite.
    ///
    /// # Errors
    /// When the database is not a SQLite file, the file exists already, or cannot be written.
    pub async fn backup_to(&self, path: &Path) -> Result<(), StoreError> {
        let (sender, receiver) = reply(self.shared.mode);
        let (target, path) = (self.shared.config.target.clone(), path.to_owned());
        spawn("store-backup", move || sender.send(backup::copy(&target, &path)))?;
        receiver.wait().await?
    }

    /// Finishes what is queued and ends the threads; later requests are told that the store is closed.
    pub async fn close(&self) {
        let threads = self.shared.close();
        let (sender, receiver) = reply(self.shared.mode);
        let joined = spawn("store-close", move || {
            for thread in threads {
                if thread.join().is_err() {
                    tracing::error!("a store thread ended by a panic");
                }
            }
            sender.send(());
        });
        if joined.is_ok() {
            // The sender answers unless its thread dies, and then there is nothing left to wait for.
            let _ = receiver.wait().await;
        }
    }

    pub(crate) async fn write<T, F>(&self, scope: Scope, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&mut Session) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let (sender, receiver) = reply(self.shared.mode);
        self.shared
            .writes
            .put(Box::new(Task::new(scope, Access::Write, work, sender)))
            .await?;
        receiver.wait().await?
    }

    pub(crate) async fn read<T, F>(&self, scope: Scope, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&mut Session) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let (sender, receiver) = reply(self.shared.mode);
        self.shared
            .reads
            .put(Box::new(Task::new(scope, Access::Read, work, sender)))
            .await?;
        receiver.wait().await?
    }
}

impl Shared {
    fn close(&self) -> Vec<thread::JoinHandle<()>> {
        self.writes.close();
        self.reads.close();
        std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // Detached: whoever needs to know that all is written has called `close`.
        drop(self.close());
    }
}

fn start_writer(config: &StoreConfig, queue: &Arc<JobQueue>) -> Result<thread::JoinHandle<()>, StoreError> {
    let (config, queue) = (config.clone(), queue.clone());
    start("store-writer", move |ready| {
        let opened =
            connect(&config, Access::Write).and_then(|mut conn| migrate(conn.as_mut()).map(|()| conn));
        if let Some(conn) = ready(opened) {
            run_writer(&config, Session::new(conn), &queue);
        }
    })
}

fn start_reader(
    config: &StoreConfig,
    number: usize,
    queue: &Arc<JobQueue>,
) -> Result<thread::JoinHandle<()>, StoreError> {
    let (config, queue) = (config.clone(), queue.clone());
    start(&format!("store-reader-{number}"), move |ready| {
        if let Some(conn) = ready(connect(&config, Access::Read)) {
            run_reader(&config, Session::new(conn), &queue);
        }
    })
}

/// Tells the opener how opening went and hands back the connection, if there is one.
type Ready<'a> =
    &'a mut dyn FnMut(Result<Box<dyn crate::db::Conn>, StoreError>) -> Option<Box<dyn crate::db::Conn>>;

/// Starts a thread that opens its own connection, and waits until it has it. A connection never leaves its thread.
fn start(
    name: &str,
    body: impl FnOnce(Ready<'_>) + Send + 'static,
) -> Result<thread::JoinHandle<()>, StoreError> {
    let (sender, receiver) = reply(Mode::Block);
    let mut sender = Some(sender);
    let thread = spawn(name, move || {
        body(&mut |opened| {
            let (told, conn) = match opened {
                Ok(conn) => (Ok(()), Some(conn)),
                Err(why) => (Err(why), None),
            };
            if let Some(sender) = sender.take() {
                sender.send(told);
            }
            conn
        });
    })?;
    receiver.wait_here()??;
    Ok(thread)
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<thread::JoinHandle<()>, StoreError> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(body)
        .map_err(|why| StoreError::Unavailable {
            why: format!("no thread for the store: {why}"),
        })
}
