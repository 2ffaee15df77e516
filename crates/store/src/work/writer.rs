//! The writer: takes what waits, runs each closure in its own savepoint, commits all of them at once and only then
//! answers. One wait for the disk is shared by everybody who came meanwhile, and an answer means "stored".
//!
//! A savepoint keeps a copy of every page that is changed after it. Closures that can be repeated therefore share
//! one, or none at all when nothing ran before them in the transaction: when one of them fails all are undone, and
//! each is run again in a savepoint of its own.

use std::collections::VecDeque;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::StoreError;
use crate::config::StoreConfig;
use crate::db::{Access, Scope, connect};
use crate::work::savepoints::Savepoints;
use crate::work::{Job, JobQueue, Session};

/// Works until the queue is closed and empty.
pub(crate) fn run_writer(config: &StoreConfig, mut session: Session, queue: &Arc<JobQueue>) {
    while let Some(jobs) = queue.take(BATCH_LIMIT) {
        write(config, &mut session, jobs);
    }
    finish(&mut session);
}

/// Writes and answers jobs.
pub(crate) fn write(config: &StoreConfig, session: &mut Session, jobs: Vec<Box<dyn Job>>) {
    let mut jobs = VecDeque::from(jobs);
    while !jobs.is_empty() {
        if let Err(why) = begin(config, session) {
            tracing::error!(error = %why, jobs = jobs.len(), "the database cannot be written to");
            jobs.drain(..).for_each(|job| job.answer(Err(why.clone())));
            return;
        }
        write_batch(session, &mut jobs);
    }
}

/// The last use of a connection that was written with.
pub(crate) fn finish(session: &mut Session) {
    if let Err(why) = session.conn.control(session.conn.dialect().refresh_figures()) {
        tracing::debug!(error = %why, "the planner's figures were not refreshed");
    }
}

/// Runs jobs in one transaction until all are done or the transaction is gone; answers those that ran.
fn write_batch(session: &mut Session, jobs: &mut VecDeque<Box<dyn Job>>) {
    let mut savepoints = if jobs.len() == 1 {
        Savepoints::none()
    } else {
        Savepoints::one_for_each_job()
    };
    let mut ran = Vec::with_capacity(jobs.len());
    let mut outcome = Ok(());
    while outcome.is_ok() && !jobs.is_empty() {
        let count = repeatable_ahead(jobs).max(1);
        let mut next: Vec<_> = jobs.drain(..count).collect();
        outcome = run_next(session, &mut next, &mut savepoints, ran.is_empty());
        ran.append(&mut next);
    }
    let outcome = outcome.and_then(|()| commit(session));
    roll_back(session);
    session.ledger.clear();
    session.make_room();
    if let Err(why) = &outcome {
        session.kept.forget_all();
        tracing::error!(error = %why, jobs = ran.len(), "a batch of writes was not stored");
    }
    for job in ran {
        job.answer(outcome.clone());
    }
}

/// How many jobs at the front can be run in one savepoint.
fn repeatable_ahead(jobs: &VecDeque<Box<dyn Job>>) -> usize {
    jobs.iter().take_while(|job| job.is_repeatable()).count()
}

/// Runs a job, or several that are undone together. An error means that the whole transaction is of no more use.
fn run_next(
    session: &mut Session,
    jobs: &mut [Box<dyn Job>],
    savepoints: &mut Savepoints,
    are_first: bool,
) -> Result<(), StoreError> {
    if jobs.len() > 1 && run_together(session, jobs, savepoints, are_first)? {
        return Ok(());
    }
    jobs.iter_mut()
        .try_for_each(|job| run_one(session, job.as_mut(), savepoints))
}

/// Runs jobs in one savepoint, the first of a transaction without any; says whether all succeeded. Otherwise nothing
/// of them is left.
fn run_together(
    session: &mut Session,
    jobs: &mut [Box<dyn Job>],
    savepoints: &mut Savepoints,
    are_first: bool,
) -> Result<bool, StoreError> {
    for (index, job) in jobs.iter_mut().enumerate() {
        if index == 0 && !are_first {
            savepoints.enter(session, job.scope())?;
        } else {
            savepoints.join(session, job.scope())?;
        }
        let done = session.run(job.as_mut());
        if !session.conn.in_transaction() {
            return Err(done.err().unwrap_or_else(transaction_ended));
        }
        if done.is_err() || session.conn.is_aborted() {
            session.undo_notes();
            if are_first {
                savepoints.begin_anew(session)?;
            } else {
                savepoints.undo(session)?;
            }
            return Ok(false);
        }
    }
    session.ledger.keep();
    Ok(true)
}

fn transaction_ended() -> StoreError {
    StoreError::Unavailable {
        why: "the database ended the transaction".to_owned(),
    }
}

/// Runs one job, again when another session stood in its way and it may be repeated. An error here means that the whole
/// transaction is of no more use; the job's own failure is kept in the job.
///
/// Writers of this program follow one another, so only somebody else's session can collide with one. A closure that may
/// run once is then answered with the collision, which says that the same request may succeed later.
fn run_one(session: &mut Session, job: &mut dyn Job, savepoints: &mut Savepoints) -> Result<(), StoreError> {
    let mut runs = 1;
    while run_once(session, job, savepoints)? == Ran::Collided && job.is_repeatable() && runs < RUNS_MAX {
        tracing::info!(
            runs,
            "another session of the database stood in the way; running again"
        );
        runs += 1;
        if !session.conn.in_transaction() {
            let begin = session.conn.dialect().begin(Access::Write);
            session.conn.control(&begin)?;
        }
    }
    Ok(())
}

/// How a job's run went; unless it is done, nothing of it is left.
#[derive(PartialEq, Eq)]
enum Ran {
    Done,
    Failed,
    Collided,
}

fn run_once(
    session: &mut Session,
    job: &mut dyn Job,
    savepoints: &mut Savepoints,
) -> Result<Ran, StoreError> {
    savepoints.enter(session, job.scope())?;
    let done = session.run(job);
    if !session.conn.in_transaction() {
        return Err(done.err().unwrap_or_else(transaction_ended));
    }
    if done.is_ok() && !session.conn.is_aborted() {
        session.ledger.keep();
        return Ok(Ran::Done);
    }
    if done.is_ok() {
        // The closure made light of a failure that PostgreSQL does not: nothing it wrote can be stored.
        job.fail(StoreError::Database {
            why: "a statement failed and the closure went on".to_owned(),
        });
    }
    session.undo_notes();
    savepoints.undo(session)?;
    Ok(match done {
        Err(StoreError::Collision { .. }) => Ran::Collided,
        Ok(()) | Err(_) => Ran::Failed,
    })
}

fn commit(session: &mut Session) -> Result<(), StoreError> {
    if !session.conn.in_transaction() {
        // The only job failed and its transaction is rolled back.
        return Ok(());
    }
    if !session.ledger.is_empty() {
        let enter = session.conn.dialect().enter(&Scope::System);
        session.conn.control(&enter)?;
        session.flush_ledger()?;
    }
    session.conn.control("COMMIT").map_err(|why| {
        if session.conn.is_lost() {
            StoreError::Uncertain { why: why.to_string() }
        } else {
            why
        }
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
/// Who collided with us has usually gone on by then.
const RUNS_MAX: u32 = 3;
/// Together about three seconds: a restart of the database server.
const TRIES_MAX: u32 = 6;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
