//! Where closures wait for a store thread. Bounded: callers wait for room before they may put one in.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;

use crate::StoreError;
use crate::work::{Job, Mode};

/// A bounded queue between callers and store threads.
pub(crate) struct JobQueue {
    waiting: Mutex<Waiting>,
    arrived: Condvar,
    room: Semaphore,
    mode: Mode,
}

#[derive(Default)]
struct Waiting {
    jobs: VecDeque<Box<dyn Job>>,
    /// Threads that wait for a closure: a busy one looks here by itself, and waking nobody is a call of the system.
    idle: usize,
    closed: bool,
}

impl JobQueue {
    pub(crate) fn new(mode: Mode) -> Self {
        Self {
            waiting: Mutex::default(),
            arrived: Condvar::new(),
            room: Semaphore::new(QUEUE_LIMIT),
            mode,
        }
    }

    /// Puts a closure in, after waiting for room.
    pub(crate) async fn put(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        // A caller that blocks its thread has one closure here at most, so threads are the bound.
        if self.mode == Mode::Await {
            let permit = self.room.acquire().await.map_err(|_| StoreError::Closed)?;
            permit.forget();
        }
        let mut waiting = self.lock();
        if waiting.closed {
            return Err(StoreError::Closed);
        }
        waiting.jobs.push_back(job);
        let is_awaited = waiting.idle > 0;
        drop(waiting);
        if is_awaited {
            self.arrived.notify_one();
        }
        Ok(())
    }

    /// Takes what waits, up to `limit`, in order of arrival; `None` once the queue is closed and empty.
    pub(crate) fn take(&self, limit: usize) -> Option<Vec<Box<dyn Job>>> {
        let mut waiting = self.lock();
        while waiting.jobs.is_empty() {
            if waiting.closed {
                return None;
            }
            waiting.idle += 1;
            waiting = self.arrived.wait(waiting).unwrap_or_else(PoisonError::into_inner);
            waiting.idle -= 1;
        }
        let count = waiting.jobs.len().min(limit);
        let taken: Vec<_> = waiting.jobs.drain(..count).collect();
        drop(waiting);
        if self.mode == Mode::Await {
            self.room.add_permits(taken.len());
        }
        Some(taken)
    }

    /// Lets nothing more in; what waits is still done.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.room.close();
        self.arrived.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // No code panics while it holds this lock, and the queue would be whole if it did.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// More than this many closures waiting means that the disk has stopped; callers are held back instead of memory filled.
const QUEUE_LIMIT: usize = 4_096;
