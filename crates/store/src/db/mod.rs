//! The seam to the two databases. Everything above it is written once.

mod checkpoints;
mod conn;
mod dialect;
mod migrate;
mod param;
mod postgres;
mod row;
mod sqlite;
mod tls;

pub(crate) use conn::{Access, Conn, Scope, connect};
pub(crate) use dialect::{Dialect, Kept};
pub(crate) use migrate::migrate;
pub(crate) use param::{Param, params, value_rows};
pub(crate) use row::{Row, Value};
pub(crate) use sqlite::explain as explain_sqlite;
