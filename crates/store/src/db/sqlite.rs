//! SQLite.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, params_from_iter};

use crate::StoreError;
use crate::config::Durability;
use crate::data_dir::create_private_file;
use crate::db::checkpoints::Checkpoints;
use crate::db::row::Value;
use crate::db::{Access, Conn, Dialect, Kept, Param, Row};

/// A connection to a SQLite database.
pub(crate) struct SqliteConn {
    connection: Connection,
    /// Only beside the connection that writes to a file.
    checkpoints: Option<Checkpoints>,
}

impl SqliteConn {
    /// A connection to a file; the writer's connection creates it.
    pub(crate) fn open_file(path: &Path, durability: Durability, access: Access) -> Result<Self, StoreError> {
        let flags = match access {
            Access::Write => {
                create_private_file(path)?;
                OpenFlags::SQLITE_OPEN_READ_WRITE
            }
            Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        };
        let connection =
            Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(explain)?;
        let mut conn = Self::prepare(connection)?;
        if access == Access::Write {
            conn.set("journal_mode", "WAL")?;
            // FULL waits for the disk on every commit, which group commit shares among many writes.
            conn.set(
                "synchronous",
                if durability == Durability::Full {
                    "FULL"
                } else {
                    "NORMAL"
                },
            )?;
            conn.checkpoints = Some(Checkpoints::beside(&mut conn.connection, path)?);
            conn.set("journal_size_limit", JOURNAL_BYTES)?;
        }
        conn.control(Dialect::Sqlite.keep(Kept::Little))?;
        Ok(conn)
    }

    /// A database of its own in memory.
    pub(crate) fn open_memory() -> Result<Self, StoreError> {
        let connection = Connection::open_in_memory().map_err(explain)?;
        // All pages are kept, and most commits walk through all that are: fewer and larger ones.
        connection
            .pragma_update(None, "page_size", MEMORY_PAGE_BYTES)
            .map_err(explain)?;
        Self::prepare(connection)
    }

    fn prepare(connection: Connection) -> Result<Self, StoreError> {
        connection.busy_timeout(BUSY_WAIT).map_err(explain)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        // Otherwise each statement with a parameter as its limit is planned anew whenever it is run.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(explain)?;
        let conn = Self {
            connection,
            checkpoints: None,
        };
        conn.set("foreign_keys", "ON")?;
        conn.set("temp_store", "MEMORY")?;
        Ok(conn)
    }

    fn set(&self, name: &str, value: impl ToSql) -> Result<(), StoreError> {
        self.connection.pragma_update(None, name, value).map_err(explain)
    }
}

impl Conn for SqliteConn {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        let sql = Dialect::Sqlite.statement(sql);
        let mut statement = self.connection.prepare_cached(&sql).map_err(explain)?;
        let touched = statement.execute(params_from_iter(params)).map_err(explain)?;
        Ok(u64::try_from(touched).unwrap_or(u64::MAX))
    }

    fn query(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, StoreError> {
        let sql = Dialect::Sqlite.statement(sql);
        let mut statement = self.connection.prepare_cached(&sql).map_err(explain)?;
        let columns = statement.column_count();
        let mut found = statement.query(params_from_iter(params)).map_err(explain)?;
        let mut rows = Vec::new();
        while let Some(row) = found.next().map_err(explain)? {
            let mut values = Vec::with_capacity(columns);
            for column in 0..columns {
                values.push(value(row.get_ref(column).map_err(explain)?)?);
            }
            rows.push(Row::new(values));
        }
        Ok(rows)
    }

    fn control(&mut self, sql: &str) -> Result<(), StoreError> {
        if sql.contains(';') {
            return self.connection.execute_batch(sql).map_err(explain);
        }
        if sql.is_empty() {
            return Ok(());
        }
        let mut statement = self.connection.prepare_cached(sql).map_err(explain)?;
        statement.raw_execute().map(|_| ()).map_err(explain)
    }

    fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    fn is_aborted(&self) -> bool {
        false
    }

    fn is_lost(&self) -> bool {
        false
    }
}

impl Drop for SqliteConn {
    fn drop(&mut self) {
        if let Some(checkpoints) = &mut self.checkpoints {
            checkpoints.end(&mut self.connection);
        }
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

fn value(stored: ValueRef<'_>) -> Result<Value, StoreError> {
    match stored {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Int(number)),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Value::Text(text.to_owned())),
            Err(why) => Err(StoreError::corrupt("text", &why)),
        },
        ValueRef::Real(_) | ValueRef::Blob(_) => {
            Err(StoreError::corrupt("column", &"neither an integer nor a text"))
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "used as a mapping of errors")]
pub(crate) fn explain(error: rusqlite::Error) -> StoreError {
    let why = error.to_string();
    let Some(code) = error.sqlite_error_code() else {
        return StoreError::Database { why };
    };
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "SQLite adds codes; unknown ones are defects to us"
    )]
    match code {
        ErrorCode::ConstraintViolation => Dialect::Sqlite.constraint(&why),
        ErrorCode::DiskFull => StoreError::Full,
        ErrorCode::DatabaseBusy
        | ErrorCode::DatabaseLocked
        | ErrorCode::CannotOpen
        | ErrorCode::SystemIoFailure
        | ErrorCode::FileLockingProtocolFailed
        | ErrorCode::OutOfMemory => StoreError::Unavailable { why },
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => StoreError::ReadOnly { why },
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::corrupt("database", &why),
        _ => StoreError::Database { why },
    }
}

/// Another process (a backup, `outdial doctor`) may hold the file for a moment.
const MEMORY_PAGE_BYTES: i64 = 16 * 1024;
const BUSY_WAIT: Duration = Duration::from_secs(5);
/// More than the distinct statements of this crate, list variants included.
const STATEMENTS_KEPT: usize = 256;
/// The write-ahead log shrinks back to this after a burst.
const JOURNAL_BYTES: i64 = 64 * 1024 * 1024;
