//! The writer without a thread, for simulations: a closure runs on its caller's thread, which waits for it anyway.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::StoreError;
use crate::config::StoreConfig;
use crate::db::{Access, Scope, connect, migrate};
use crate::work::writer::{finish, write};
use crate::work::{Mode, Session, Task, Work, reply};

/// The one connection of a store in a simulation; absent once the store is closed.
pub(crate) struct Inline {
    config: StoreConfig,
    session: Mutex<Option<Session>>,
}

impl Inline {
    pub(crate) fn open(config: &StoreConfig) -> Result<Self, StoreError> {
        let mut conn = connect(config, Access::Write)?;
        migrate(conn.as_mut())?;
        Ok(Self {
            config: config.clone(),
            session: Mutex::new(Some(Session::writer(conn))),
        })
    }

    /// Runs a closure in a transaction of its own.
    pub(crate) fn perform<T, W>(&self, scope: Scope, access: Access, work: W) -> Result<T, StoreError>
    where
        W: Work<T> + 'static,
        T: Send + 'static,
    {
        let (sender, receiver) = reply(Mode::Block);
        let mut session = self.lock();
        let session = session.as_mut().ok_or(StoreError::Closed)?;
        write(
            &self.config,
            session,
            vec![Box::new(Task::new(scope, access, work, sender))],
        );
        receiver.wait_here()?
    }

    pub(crate) fn close(&self) {
        if let Some(mut session) = self.lock().take() {
            finish(&mut session);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Session>> {
        // A closure's panic is caught before it could reach this lock.
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
