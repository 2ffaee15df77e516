//! PostgreSQL. Lives on the store's own threads only: the client runs an event loop of its own.

use std::collections::HashMap;
use std::error::Error;

use postgres::config::SslMode;
use postgres::error::SqlState;
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};

use crate::StoreError;
use crate::db::row::Value;
use crate::db::{Access, Conn, Dialect, Param, Row, tls};

/// A connection to a PostgreSQL server.
pub(crate) struct PostgresConn {
    client: Client,
    statements: HashMap<String, Statement>,
    in_transaction: bool,
    aborted: bool,
}

impl PostgresConn {
    /// Connects; the URL decides on TLS (`sslmode=require`).
    pub(crate) fn connect(url: &str, access: Access) -> Result<Self, StoreError> {
        // The client knows no stricter word than `require`; ours always checks the certificate and the name.
        let url = url
            .replace("sslmode=verify-full", "sslmode=require")
            .replace("sslmode=verify-ca", "sslmode=require");
        let mut config: Config = url.parse().map_err(|_| StoreError::Unavailable {
            why: "DATABASE_URL is not a PostgreSQL URL".to_owned(),
        })?;
        if config.get_application_name().is_none() {
            config.application_name("outdial");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_LIMIT);
        }
        let mut client = if config.get_ssl_mode() == SslMode::Require {
            config.connect(tls::verified()?)
        } else {
            // Without a word on TLS in the URL the server is a neighbour: its certificate could not be checked anyway.
            config.ssl_mode(SslMode::Disable).connect(NoTls)
        }
        .map_err(|why| StoreError::Unavailable { why: describe(&why) })?;
        client
            .batch_execute(match access {
                Access::Write => WRITER_SETTINGS,
                Access::Read => READER_SETTINGS,
            })
            .map_err(explain)?;
        Ok(Self {
            client,
            statements: HashMap::new(),
            in_transaction: false,
            aborted: false,
        })
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(known) = self.statements.get(sql) {
            return Ok(known.clone());
        }
        let statement = self.client.prepare(sql).map_err(explain)?;
        if self.statements.len() >= STATEMENTS_KEPT {
            self.statements.clear();
        }
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl Conn for PostgresConn {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        let done = self
            .prepared(sql)
            .and_then(|statement| self.client.execute(&statement, &as_dyn(params)).map_err(explain));
        self.aborted |= done.is_err();
        done
    }

    fn query(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, StoreError> {
        let found = self
            .prepared(sql)
            .and_then(|statement| self.client.query(&statement, &as_dyn(params)).map_err(explain));
        self.aborted |= found.is_err();
        found?.iter().map(read_row).collect()
    }

    fn control(&mut self, sql: &str) -> Result<(), StoreError> {
        if sql.is_empty() {
            return Ok(());
        }
        let done = self.client.batch_execute(sql).map_err(explain);
        if sql.starts_with("BEGIN") {
            // Even if a later statement of the text failed, the transaction is open.
            self.in_transaction = true;
        } else if sql == "COMMIT" || sql == "ROLLBACK" {
            self.in_transaction = false;
        }
        self.aborted = done.is_err() || (self.aborted && !sql.starts_with("ROLLBACK") && self.in_transaction);
        done
    }

    fn in_transaction(&self) -> bool {
        self.in_transaction && !self.client.is_closed()
    }

    fn is_aborted(&self) -> bool {
        self.aborted
    }

    fn is_lost(&self) -> bool {
        self.client.is_closed()
    }
}

fn as_dyn<'a>(params: &'a [Param<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    params.iter().map(|param| param as &(dyn ToSql + Sync)).collect()
}

impl ToSql for Param<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) => number.to_sql_checked(ty, out),
            // PostgreSQL has no NUL in a text; SQLite would keep it.
            Self::Text(text) if text.contains('\0') => text.replace('\0', "\u{fffd}").to_sql_checked(ty, out),
            Self::Text(text) => text.to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn read_row(row: &postgres::Row) -> Result<Row, StoreError> {
    let mut values = Vec::with_capacity(row.len());
    for (index, column) in row.columns().iter().enumerate() {
        let value = match *column.type_() {
            Type::INT8 => row
                .try_get::<_, Option<i64>>(index)
                .map(|number| number.map(Value::Int)),
            Type::INT4 => row
                .try_get::<_, Option<i32>>(index)
                .map(|number| number.map(|n| Value::Int(n.into()))),
            _ => row
                .try_get::<_, Option<String>>(index)
                .map(|text| text.map(Value::Text)),
        };
        values.push(value.map_err(explain)?.unwrap_or(Value::Null));
    }
    Ok(Row::new(values))
}

#[expect(clippy::needless_pass_by_value, reason = "used as a mapping of errors")]
fn explain(error: postgres::Error) -> StoreError {
    let why = describe(&error);
    let Some(said) = error.as_db_error() else {
        return if error.is_closed() || error.source().is_some_and(<dyn Error>::is::<std::io::Error>) {
            StoreError::Unavailable { why }
        } else {
            StoreError::Database { why }
        };
    };
    let code = said.code();
    if *code == SqlState::UNIQUE_VIOLATION {
        Dialect::Postgres.constraint(said.constraint().unwrap_or_default())
    } else if *code == SqlState::DISK_FULL {
        StoreError::Full
    } else if *code == SqlState::READ_ONLY_SQL_TRANSACTION {
        StoreError::ReadOnly { why }
    } else if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED {
        StoreError::Collision { why }
    } else if PASSING.iter().any(|class| code.code().starts_with(class)) {
        StoreError::Unavailable { why }
    } else {
        StoreError::Database { why }
    }
}

fn describe(error: &postgres::Error) -> String {
    match (error.as_db_error(), error.source()) {
        (Some(said), _) => format!("{} ({})", said.message(), said.code().code()),
        (None, Some(source)) => format!("{error}: {source}"),
        (None, None) => error.to_string(),
    }
}

/// Connection trouble, other ends of a transaction, lock not available, server short of something or going down.
const PASSING: [&str; 6] = ["08", "40", "55P03", "53", "57P", "57014"];
const STATEMENTS_KEPT: usize = 256;
const CONNECT_LIMIT: std::time::Duration = std::time::Duration::from_secs(5);
const WRITER_SETTINGS: &str = "SET lock_timeout = '10s'; SET statement_timeout = '60s'; \
     SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = warning";
const READER_SETTINGS: &str = "SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '60s'; \
     SET client_min_messages = warning";
