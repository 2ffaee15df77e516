//! The writer: takes what waits, runs each closure in its own savepoint, commits all of them at once and only then
//! answers. One wait for the disk is shared by everybody who came meanwhile, and an answer means "stored".

use std::collections::VecDeque;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::StoreError;
use crate::config::StoreConfig;
use crate::db::{Access, Scope, connect};
use crate::work::{Job, JobQueue, Session};

/// Works until the queue is closed and empty.
pub(crate) fn run_writer(config: &StoreConfig, mut session: Session, queue: &Arc<JobQueue>) {
    while let Some(jobs) = queue.take(BATCH_LIMIT) {
        let mut jobs = VecDeque::from(jobs);
        while !jobs.is_empty() {
            if let Err(why) = begin(config, &mut session) {
                tracing::error!(error = %why, jobs = jobs.len(), "the database cannot be written to");
                jobs.drain(..).for_each(|job| job.answer(Err(why.clone())));
                break;
            }
            write_batch(&mut session, &mut jobs);
        }
    }
    if let Err(why) = session.conn.control(session.conn.dialect().refresh_figures()) {
        tracing::debug!(error = %why, "the planner's figures were not refreshed");
    }
}

/// Runs jobs in one transaction until all are done or the transaction is gone; answers those that ran.
fn write_batch(session: &mut Session, jobs: &mut VecDeque<Box<dyn Job>>) {
    let alone = jobs.len() == 1;
    let mut ran = Vec::with_capacity(jobs.len());
    let mut broken = None;
    while let Some(mut job) = jobs.pop_front() {
        let done = run_one(session, job.as_mut(), alone);
        ran.push(job);
        if let Err(why) = done {
            broken = Some(why);
            break;
        }
    }
    let outcome = match broken {
        Some(why) => {
            roll_back(session);
            Err(why)
        }
        None => commit(session),
    };
    session.ledger.clear();
    if let Err(why) = &outcome {
        tracing::error!(error = %why, jobs = ran.len(), "a batch of writes was not stored");
    }
    for job in ran {
        job.answer(outcome.clone());
    }
}

/// Runs one job in its savepoint. An error here means that the whole transaction is gone; the job's own failure is
/// kept in the job.
fn run_one(session: &mut Session, job: &mut dyn Job, alone: bool) -> Result<(), StoreError> {
    let dialect = session.conn.dialect();
    let enter = dialect.enter(job.scope());
    if alone {
        session.conn.control(&enter)?;
    } else if enter.is_empty() {
        session.conn.control("SAVEPOINT job")?;
    } else {
        session.conn.control(&format!("SAVEPOINT job; {enter}"))?;
    }
    match session.run(job) {
        Ok(()) => {
            session.ledger.keep();
            if alone {
                Ok(())
            } else {
                session.conn.control("RELEASE SAVEPOINT job")
            }
        }
        Err(why) => {
            session.ledger.undo();
            if session.conn.is_lost() || !session.conn.in_transaction() {
                return Err(why);
            }
            if alone {
                return session.conn.control("ROLLBACK");
            }
            session.conn.control("ROLLBACK TO SAVEPOINT job")?;
            session.conn.control("RELEASE SAVEPOINT job")
        }
    }
}

fn commit(session: &mut Session) -> Result<(), StoreError> {
    if !session.conn.in_transaction() {
        // A job that was alone failed and its transaction is rolled back.
        return Ok(());
    }
    if !session.ledger.is_empty() {
        let enter = session.conn.dialect().enter(&Scope::System);
        if let Err(why) = session.conn.control(&enter).and_then(|()| session.flush_ledger()) {
            roll_back(session);
            return Err(why);
        }
    }
    session.conn.control("COMMIT").map_err(|why| {
        if session.conn.is_lost() {
            return StoreError::Uncertain { why: why.to_string() };
        }
        roll_back(session);
        why
    })
}

fn roll_back(session: &mut Session) {
    if session.conn.in_transaction()
        && let Err(why) = session.conn.control("ROLLBACK")
    {
        tracing::warn!(error = %why, "a failed transaction could not be rolled back");
    }
}

/// Opens a transaction; a lost connection is made anew, with growing pauses, until it is clear that the database is away.
fn begin(config: &StoreConfig, session: &mut Session) -> Result<(), StoreError> {
    let mut pause = FIRST_PAUSE;
    let mut tries = 0;
    loop {
        let opened = if session.conn.is_lost() {
            connect(config, Access::Write).map(|conn| session.conn = conn)
        } else {
            Ok(())
        };
        let begun = opened.and_then(|()| {
            let begin = session.conn.dialect().begin(Access::Write);
            session.conn.control(&begin)
        });
        let Err(why) = begun else { return Ok(()) };
        roll_back(session);
        tries += 1;
        if tries >= TRIES_MAX || !matches!(why, StoreError::Unavailable { .. }) {
            return Err(why);
        }
        thread::sleep(pause);
        pause *= 2;
    }
}

/// Enough to share one wait for the disk among all who came meanwhile; few enough that the first need not wait long.
const BATCH_LIMIT: usize = 256;
/// Together about three seconds: a restart of the database server.
const TRIES_MAX: u32 = 6;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
