//! What can go wrong in the store, as far as callers tell it apart.

use std::fmt;

/// What went wrong; except for `Uncertain`, nothing of the closure was stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Another live call holds this number.
    #[error("another live call holds this number")]
    LineBusy,
    /// A row with this key exists already.
    #[error("this {what} exists already")]
    Duplicate {
        /// What is there twice.
        what: &'static str,
    },
    /// The row was changed by somebody else since it was read.
    #[error("this {what} was changed meanwhile")]
    Conflict {
        /// What was changed.
        what: &'static str,
    },
    /// A page cursor that this list did not give out.
    #[error("this cursor does not belong to this list")]
    BadCursor,
    /// The closure gave up, so that its writes are undone.
    #[error("{why}")]
    Abandoned {
        /// Why, for the log.
        why: String,
    },
    /// The database cannot be reached, or is busy, for longer than the store waits.
    #[error("the database is not available: {why}")]
    Unavailable {
        /// What the database said.
        why: String,
    },
    /// Another session of the database stood in the way: a deadlock, or a state that changed meanwhile. The store
    /// has repeated what may be repeated.
    #[error("another session of the database stood in the way: {why}")]
    Collision {
        /// What the database said.
        why: String,
    },
    /// The connection broke during the commit: the closure's writes may or may not be stored.
    #[error("the connection broke during the commit: {why}")]
    Uncertain {
        /// What the database said.
        why: String,
    },
    /// The disk is full.
    #[error("the disk that holds the database is full")]
    Full,
    /// A write where only reading is possible.
    #[error("the database can only be read here: {why}")]
    ReadOnly {
        /// What the database said.
        why: String,
    },
    /// Stored data does not mean anything.
    #[error("stored {what} is unreadable: {why}")]
    Corrupt {
        /// Which data.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// A newer version of this program has changed the database.
    #[error(
        "the database has schema version {found}, but this program knows only up to {known}; start the newer version"
    )]
    TooNew {
        /// Version of the database.
        found: i64,
        /// Newest version that this program knows.
        known: i64,
    },
    /// The database could not be brought to this program's schema.
    #[error("the database cannot be migrated: {why}")]
    Migration {
        /// What went wrong, with the migration's name.
        why: String,
    },
    /// The closure panicked; its writes are undone.
    #[error("a store closure panicked: {why}")]
    Panicked {
        /// The panic's message.
        why: String,
    },
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// This database cannot do that.
    #[error("{why}")]
    Unsupported {
        /// What to do instead.
        why: String,
    },
    /// A file or directory could not be made or read.
    #[error("{path}: {why}")]
    File {
        /// Which file.
        path: String,
        /// What the operating system said.
        why: String,
    },
    /// Anything else that the database refused: a defect of this program.
    #[error("the database refused a statement: {why}")]
    Database {
        /// What the database said.
        why: String,
    },
}

impl StoreError {
    /// Stored data of this kind does not mean anything.
    #[must_use]
    pub fn corrupt(what: impl Into<String>, why: &dyn fmt::Display) -> Self {
        Self::Corrupt {
            what: what.into(),
            why: why.to_string(),
        }
    }

    /// The closure gives up: returned from it, this undoes its writes.
    #[must_use]
    pub fn abandoned(why: impl Into<String>) -> Self {
        Self::Abandoned { why: why.into() }
    }

    /// Whether the same request may succeed a little later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Unavailable { .. } | Self::Collision { .. } | Self::Uncertain { .. } | Self::Full
        )
    }

    pub(crate) fn file(path: &std::path::Path, why: &std::io::Error) -> Self {
        Self::File {
            path: path.display().to_string(),
            why: why.to_string(),
        }
    }
}
