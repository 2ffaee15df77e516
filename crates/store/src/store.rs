//! The store: opens the database and hands out handles to its rows.

use std::path::Path;
use std::sync::Arc;

use outdial_domain::ids::WorkspaceId;

use crate::config::{StoreConfig, Target};
use crate::db::{Access, Scope};
use crate::system::System;
use crate::work::{Inline, Mode, Once, Repeatable, Session, Threads, Work, reply, spawn};
use crate::workspace::Workspace;
use crate::{StoreError, backup};

/// Durable state; cheap to clone. Its threads end when the last clone is gone or [`Store::close`] is called.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    config: StoreConfig,
    workers: Workers,
}

/// Who runs closures.
enum Workers {
    Threads(Threads),
    Inline(Inline),
}

impl Store {
    /// Opens the database and brings it to this program's schema.
    ///
    /// # Errors
    /// When it cannot be reached, is newer than this program, or cannot be migrated.
    pub fn open(config: &StoreConfig) -> Result<Self, StoreError> {
        // The PostgreSQL client runs an event loop, which cannot be done on a thread that runs one already.
        let needs_threads = matches!(config.target, Target::Postgres(_));
        let workers = if config.blocking && !needs_threads {
            Workers::Inline(Inline::open(config)?)
        } else {
            Workers::Threads(Threads::start(config, mode(config))?)
        };
        Ok(Self {
            shared: Arc::new(Shared {
                config: config.clone(),
                workers,
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
        self.perform(Scope::System, Access::Read, ask).await?;
        self.perform(Scope::System, Access::Write, ask).await
    }

    /// Copies the database to a new file while it is in use. Only SQLite.
    ///
    /// # Errors
    /// When the database is not a SQLite file, the file exists already, or cannot be written.
    pub async fn backup_to(&self, path: &Path) -> Result<(), StoreError> {
        let (sender, receiver) = reply(mode(&self.shared.config));
        let (target, path) = (self.shared.config.target.clone(), path.to_owned());
        spawn("store-backup", move || sender.send(backup::copy(&target, &path)))?;
        receiver.wait().await?
    }

    /// Finishes what is queued and lets go of the database; later requests are told that the store is closed.
    pub async fn close(&self) {
        match &self.shared.workers {
            Workers::Threads(threads) => threads.close().await,
            Workers::Inline(inline) => inline.close(),
        }
    }

    pub(crate) async fn perform<T, F>(&self, scope: Scope, access: Access, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&mut Session) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        self.perform_work(scope, access, Once::new(work)).await
    }

    /// As [`Store::perform`], for a closure that may run again.
    pub(crate) async fn perform_repeatable<T, F>(&self, scope: Scope, work: F) -> Result<T, StoreError>
    where
        F: Fn(&mut Session) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        self.perform_work(scope, Access::Write, Repeatable::new(work))
            .await
    }

    async fn perform_work<T, W>(&self, scope: Scope, access: Access, work: W) -> Result<T, StoreError>
    where
        W: Work<T> + 'static,
        T: Send + 'static,
    {
        match &self.shared.workers {
            Workers::Threads(threads) => threads.perform(scope, access, work).await,
            Workers::Inline(inline) => inline.perform(scope, access, work),
        }
    }
}

fn mode(config: &StoreConfig) -> Mode {
    if config.blocking { Mode::Block } else { Mode::Await }
}
