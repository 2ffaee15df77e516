//! A reader: each closure sees one unchanging state of the database.

use std::sync::Arc;

use crate::StoreError;
use crate::config::StoreConfig;
use crate::db::{Access, connect};
use crate::work::{Job, JobQueue, Session};

/// Works until the queue is closed and empty.
pub(crate) fn run_reader(config: &StoreConfig, mut session: Session, queue: &Arc<JobQueue>) {
    while let Some(jobs) = queue.take(1) {
        for mut job in jobs {
            let outcome = read(config, &mut session, job.as_mut());
            job.answer(outcome);
        }
    }
}

fn read(config: &StoreConfig, session: &mut Session, job: &mut dyn Job) -> Result<(), StoreError> {
    if session.conn.is_lost() {
        session.conn = connect(config, Access::Read)?;
    }
    begin(session, job).or_else(|why| {
        // A server that was restarted closes its old connections; that shows at the first use.
        if !session.conn.is_lost() {
            return Err(why);
        }
        session.conn = connect(config, Access::Read)?;
        begin(session, job)
    })?;
    // The job keeps its own failure; nothing was written, so how the transaction ends does not matter.
    let _ = session.run(job);
    if session.conn.in_transaction() {
        session.conn.control("ROLLBACK")
    } else {
        Ok(())
    }
}

fn begin(session: &mut Session, job: &dyn Job) -> Result<(), StoreError> {
    let dialect = session.conn.dialect();
    let statements = vec![
        dialect.begin(Access::Read).into_owned(),
        dialect.enter(job.scope()),
    ];
    dialect
        .at_once(statements)
        .iter()
        .try_for_each(|statement| session.conn.control(statement))
}
