//! The store's threads: one writer, a few readers. A connection never leaves its thread.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::StoreError;
use crate::config::{StoreConfig, Target};
use crate::db::{Access, Conn, Scope, connect, migrate};
use crate::work::{JobQueue, Mode, Session, Task, Work, reply, run_reader, run_writer};

/// The threads of a store and the queues that lead to them.
pub(crate) struct Threads {
    mode: Mode,
    writes: Arc<JobQueue>,
    /// The writer's own queue for a database in memory, which has one connection.
    reads: Arc<JobQueue>,
    running: Mutex<Vec<thread::JoinHandle<()>>>,
}

impl Threads {
    /// Starts the threads; each opens its connection before this returns.
    pub(crate) fn start(config: &StoreConfig, mode: Mode) -> Result<Self, StoreError> {
        let writes = Arc::new(JobQueue::new(mode));
        let mut running = vec![start_writer(config, &writes)?];
        let reads = if config.target == Target::SqliteMemory {
            writes.clone()
        } else {
            let reads = Arc::new(JobQueue::new(mode));
            for number in 0..config.readers.max(1) {
                running.push(start_reader(config, number, &reads)?);
            }
            reads
        };
        Ok(Self {
            mode,
            writes,
            reads,
            running: Mutex::new(running),
        })
    }

    /// Queues a closure and waits for its answer.
    pub(crate) async fn perform<T, W>(&self, scope: Scope, access: Access, work: W) -> Result<T, StoreError>
    where
        W: Work<T> + 'static,
        T: Send + 'static,
    {
        let queue = match access {
            Access::Write => &self.writes,
            Access::Read => &self.reads,
        };
        let (sender, receiver) = reply(self.mode);
        queue
            .put(Box::new(Task::new(scope, access, work, sender)))
            .await?;
        receiver.wait().await?
    }

    /// Finishes what is queued and ends the threads.
    pub(crate) async fn close(&self) {
        let threads = self.shut();
        let (sender, receiver) = reply(self.mode);
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

    fn shut(&self) -> Vec<thread::JoinHandle<()>> {
        self.writes.close();
        self.reads.close();
        std::mem::take(&mut *self.running.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        // Detached: whoever needs to know that all is written has called `close`.
        drop(self.shut());
    }
}

fn start_writer(config: &StoreConfig, queue: &Arc<JobQueue>) -> Result<thread::JoinHandle<()>, StoreError> {
    let (config, queue) = (config.clone(), queue.clone());
    start("store-writer", move |ready| {
        let opened =
            connect(&config, Access::Write).and_then(|mut conn| migrate(conn.as_mut()).map(|()| conn));
        if let Some(conn) = ready(opened) {
            run_writer(&config, Session::writer(conn), &queue);
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
            run_reader(&config, Session::reader(conn), &queue);
        }
    })
}

/// Tells the opener how opening went and hands back the connection, if there is one.
type Ready<'a> = &'a mut dyn FnMut(Result<Box<dyn Conn>, StoreError>) -> Option<Box<dyn Conn>>;

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

/// Starts a thread with a name that shows in a debugger.
pub(crate) fn spawn(
    name: &str,
    body: impl FnOnce() + Send + 'static,
) -> Result<thread::JoinHandle<()>, StoreError> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(body)
        .map_err(|why| StoreError::Unavailable {
            why: format!("no thread for the store: {why}"),
        })
}
