//! What the repositories need of a connection.

use outdial_domain::ids::WorkspaceId;

use crate::StoreError;
use crate::config::{StoreConfig, Target};
use crate::db::postgres::PostgresConn;
use crate::db::sqlite::SqliteConn;
use crate::db::{Dialect, Param, Row};

/// A connection to a database. Statements use `$n`, BIGINT and TEXT, and mean the same on both databases.
pub(crate) trait Conn: Send {
    /// Which words the database wants where the two differ.
    fn dialect(&self) -> Dialect;

    /// Runs a statement; says how many rows it touched.
    fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError>;

    /// Runs a statement that answers with rows.
    fn query(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, StoreError>;

    /// Runs transaction control and the like: no parameters, no answer, perhaps several statements.
    fn control(&mut self, sql: &str) -> Result<(), StoreError>;

    /// Whether a transaction is open: some failures end it without being asked.
    fn in_transaction(&self) -> bool;

    /// Whether a failed statement keeps the transaction from going on until it is rolled back, at least in part.
    fn is_aborted(&self) -> bool;

    /// Whether the connection is of no more use.
    fn is_lost(&self) -> bool;
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Write,
    Read,
}

/// Whose rows a closure may touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scope {
    Workspace(WorkspaceId),
    System,
}

/// Opens a connection.
pub(crate) fn connect(config: &StoreConfig, access: Access) -> Result<Box<dyn Conn>, StoreError> {
    match &config.target {
        Target::SqliteFile(path) => Ok(Box::new(SqliteConn::open_file(path, config.durability, access)?)),
        Target::SqliteMemory => Ok(Box::new(SqliteConn::open_memory()?)),
        Target::Postgres(url) => Ok(Box::new(PostgresConn::connect(url, access)?)),
    }
}
