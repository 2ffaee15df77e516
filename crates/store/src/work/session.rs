//! A connection with what a batch remembers besides the database.

use crate::StoreError;
use crate::counters::Ledger;
use crate::db::{Conn, Param, Row};

/// A connection with the counter changes that are not stored yet.
pub(crate) struct Session {
    pub(crate) conn: Box<dyn Conn>,
    pub(crate) ledger: Ledger,
}

impl Session {
    pub(crate) fn new(conn: Box<dyn Conn>) -> Self {
        Self {
            conn,
            ledger: Ledger::default(),
        }
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        self.conn.execute(sql, params)
    }

    pub(crate) fn query(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, StoreError> {
        self.conn.query(sql, params)
    }

    /// The first row of an answer, if there is one.
    pub(crate) fn query_one(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Option<Row>, StoreError> {
        Ok(self.conn.query(sql, params)?.into_iter().next())
    }
}
