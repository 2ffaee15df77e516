//! Which database, and how it is used.

use std::fmt;
use std::path::PathBuf;

/// Which database holds the rows.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    /// A SQLite file; created when missing.
    SqliteFile(PathBuf),
    /// A SQLite database that dies with the store: tests and simulations.
    SqliteMemory,
    /// A PostgreSQL server, by URL.
    Postgres(String),
}

/// What a commit promises on SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// An answered write survives a power failure.
    #[default]
    Full,
    /// An answered write survives a crash of this program, not always a power failure.
    Process,
}

/// How the store is opened.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// Which database.
    pub target: Target,
    /// What a commit promises on SQLite; PostgreSQL is configured at its server.
    pub durability: Durability,
    /// Callers block their thread until they are answered instead of awaiting, so that a paused clock stands
    /// still while the database works. For simulations on virtual time: nothing is committed together.
    pub blocking: bool,
    /// How many reader threads, at least one; a database in memory has none.
    pub readers: usize,
}

impl StoreConfig {
    /// The defaults for this database.
    #[must_use]
    pub fn new(target: Target) -> Self {
        Self {
            target,
            durability: Durability::Full,
            blocking: false,
            readers: READERS,
        }
    }

    /// A database in memory.
    #[must_use]
    pub fn memory() -> Self {
        Self::new(Target::SqliteMemory)
    }
}

impl Target {
    /// Reads `DATABASE_URL`: `postgres://...`, `sqlite:<path>` or `sqlite::memory:`; `None` for anything else.
    #[must_use]
    pub fn from_url(url: &str) -> Option<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Some(Self::Postgres(url.to_owned()));
        }
        let path = url
            .strip_prefix("sqlite://")
            .or_else(|| url.strip_prefix("sqlite:"))?;
        match path {
            "" => None,
            ":memory:" => Some(Self::SqliteMemory),
            path => Some(Self::SqliteFile(PathBuf::from(path))),
        }
    }
}

impl fmt::Debug for Target {
    /// Without the URL, which carries a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SqliteFile(path) => f.debug_tuple("SqliteFile").field(path).finish(),
            Self::SqliteMemory => f.write_str("SqliteMemory"),
            Self::Postgres(_) => f.write_str("Postgres(..)"),
        }
    }
}

/// Reads of one page overlap with those of another; more threads than cores gain nothing on SQLite.
const READERS: usize = 2;
