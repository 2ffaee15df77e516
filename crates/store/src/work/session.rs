//! A connection with what a batch remembers besides the database.

use crate::StoreError;
use crate::calls::KeptCalls;
use crate::counters::Ledger;
use crate::db::{Access, Conn, Param, Row};
use crate::work::Job;
use crate::work::room::Room;

/// A connection with the counter changes that are not stored yet.
pub(crate) struct Session {
    pub(crate) conn: Box<dyn Conn>,
    pub(crate) ledger: Ledger,
    pub(crate) kept: KeptCalls,
    room: Room,
    access: Access,
}

impl Session {
    /// A session that reads beside a writer.
    pub(crate) fn reader(conn: Box<dyn Conn>) -> Self {
        Self::new(conn, KeptCalls::none())
    }

    /// The one session that writes.
    pub(crate) fn writer(conn: Box<dyn Conn>) -> Self {
        let kept = KeptCalls::of_writer(conn.dialect());
        Self::new(conn, kept)
    }

    fn new(conn: Box<dyn Conn>, kept: KeptCalls) -> Self {
        Self {
            conn,
            ledger: Ledger::default(),
            kept,
            room: Room::default(),
            access: Access::Read,
        }
    }

    /// What the running job noted goes with what it wrote.
    pub(crate) fn undo_notes(&mut self) {
        self.ledger.undo();
        self.kept.forget_all();
    }

    /// The writer's transaction is over: it keeps more at hand, or less, when the last ones were such.
    pub(crate) fn make_room(&mut self) {
        let Some(kept) = self.room.transaction_over() else {
            return;
        };
        let statement = self.conn.dialect().keep(kept);
        if let Err(why) = self.conn.control(statement) {
            tracing::debug!(error = %why, "the writer keeps at hand what it kept before");
        }
    }

    /// Runs a closure with no more rights than it asked for: readers of a database in memory share the writer's
    /// connection, which would let them write.
    pub(crate) fn run(&mut self, job: &mut dyn Job) -> Result<(), StoreError> {
        self.access = job.access();
        let done = job.run(self);
        self.access = Access::Write;
        done
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        self.permit(sql)?;
        let rows = self.conn.execute(sql, params)?;
        self.room.note(rows);
        Ok(rows)
    }

    pub(crate) fn query(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, StoreError> {
        self.permit(sql)?;
        self.conn.query(sql, params)
    }

    /// The first row of an answer, if there is one.
    pub(crate) fn query_one(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Option<Row>, StoreError> {
        Ok(self.query(sql, params)?.into_iter().next())
    }

    fn permit(&self, sql: &str) -> Result<(), StoreError> {
        if self.access == Access::Write || sql.starts_with("SELECT") {
            return Ok(());
        }
        Err(StoreError::ReadOnly {
            why: "this closure was to read only".to_owned(),
        })
    }
}
