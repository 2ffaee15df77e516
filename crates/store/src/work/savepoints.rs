//! How a job of a batch, or several that can be repeated, can be undone without the others.

use crate::StoreError;
use crate::db::{Access, Scope};
use crate::work::Session;

/// The savepoints of a batch: one for each job (or for jobs that are undone together), or none when a job is alone
/// and has the transaction to itself.
pub(crate) struct Savepoints {
    each: bool,
    /// The job before left its savepoint open, so that it can be released together with the next statement.
    open: bool,
    /// Whose rows the database was last told.
    entered: Option<Scope>,
}

impl Savepoints {
    pub(crate) fn none() -> Self {
        Self {
            each: false,
            open: false,
            entered: None,
        }
    }

    pub(crate) fn one_for_each_job() -> Self {
        Self {
            each: true,
            open: false,
            entered: None,
        }
    }

    /// Before a job: its savepoint, and whose rows it may touch.
    pub(crate) fn enter(&mut self, session: &mut Session, scope: &Scope) -> Result<(), StoreError> {
        let dialect = session.conn.dialect();
        let mut statements = Vec::new();
        if self.open {
            statements.push("RELEASE SAVEPOINT job".to_owned());
        }
        if self.each {
            statements.push("SAVEPOINT job".to_owned());
        }
        if self.entered.as_ref() != Some(scope) {
            statements.push(dialect.enter(scope));
        }
        for statement in dialect.at_once(statements) {
            session.conn.control(&statement)?;
        }
        self.open = self.each;
        self.entered = Some(scope.clone());
        Ok(())
    }

    /// Before a job that shares the open savepoint, or that needs none because the whole transaction can be undone.
    pub(crate) fn join(&mut self, session: &mut Session, scope: &Scope) -> Result<(), StoreError> {
        if self.entered.as_ref() == Some(scope) {
            return Ok(());
        }
        self.entered = Some(scope.clone());
        let enter = session.conn.dialect().enter(scope);
        session.conn.control(&enter)
    }

    /// After jobs that had the transaction to themselves and failed: it is undone as a whole.
    pub(crate) fn begin_anew(&mut self, session: &mut Session) -> Result<(), StoreError> {
        self.entered = None;
        session.conn.control("ROLLBACK")?;
        let begin = session.conn.dialect().begin(Access::Write);
        session.conn.control(&begin)
    }

    /// After a job that failed.
    pub(crate) fn undo(&mut self, session: &mut Session) -> Result<(), StoreError> {
        // What the database was told within the savepoint is undone as well.
        self.entered = None;
        session.conn.control(if self.each {
            "ROLLBACK TO SAVEPOINT job"
        } else {
            "ROLLBACK"
        })
    }
}
