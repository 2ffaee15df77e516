//! What happened to calls, in full: the timeline, and the memory of which reports were heard already.

use std::str::FromStr;

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, EventId};
use serde_json::Value;

use crate::StoreError;
use crate::db::{Row, params};
use crate::workspace::Tx;

/// One thing that happened to a call.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow {
    /// Its id.
    pub id: EventId,
    /// To which call.
    pub call_id: CallId,
    /// When it was taken in.
    pub at: Timestamp,
    /// Who said so.
    pub source: EventSource,
    /// The same key twice is the same report twice.
    pub dedupe_key: Option<String>,
    /// What happened, in the machine's words.
    pub event: Value,
    /// `applied`, `ignored` or `refused`.
    pub effect: String,
    /// Why it was ignored or refused.
    pub why: Option<String>,
    /// What the sender sent, without credentials.
    pub raw: Option<Value>,
}

/// Something that happened to a call, to be written down.
#[derive(Debug, Clone, Copy)]
pub struct NewEvent<'a> {
    /// Its id.
    pub id: &'a EventId,
    /// To which call.
    pub call_id: &'a CallId,
    /// When it was taken in.
    pub at: Timestamp,
    /// Who said so.
    pub source: EventSource,
    /// The same key twice is the same report twice.
    pub dedupe_key: Option<&'a str>,
    /// What happened, in the machine's words, as JSON.
    pub event: &'a str,
    /// `applied`, `ignored` or `refused`.
    pub effect: &'a str,
    /// Why it was ignored or refused.
    pub why: Option<&'a str>,
    /// What the sender sent, without credentials, as JSON.
    pub raw: Option<&'a str>,
}

/// Who said that something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventSource {
    /// The carrier.
    Carrier,
    /// This program.
    Engine,
    /// A person or a program that uses this one.
    User,
}

/// A verified report about a call that nobody here knows.
#[derive(Debug, Clone, PartialEq)]
pub struct UnmatchedEvent {
    /// Its id.
    pub id: EventId,
    /// When it was taken in.
    pub at: Timestamp,
    /// The leg that it names.
    pub leg: Option<String>,
    /// The same key twice is the same report twice.
    pub dedupe_key: String,
    /// What the sender sent, without credentials.
    pub raw: Value,
}

impl EventSource {
    /// The word used on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Carrier => "carrier",
            Self::Engine => "engine",
            Self::User => "user",
        }
    }
}

impl FromStr for EventSource {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "carrier" => Ok(Self::Carrier),
            "engine" => Ok(Self::Engine),
            "user" => Ok(Self::User),
            _ => Err(format!("{word} is no source of events")),
        }
    }
}

/// What happened to the calls of a workspace.
pub struct Events<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Events<'_, '_> {
    /// Keeps an event; `false` when an event of this call with the same key is there already.
    ///
    /// # Errors
    /// What the database said.
    pub fn append(&mut self, new: &NewEvent<'_>) -> Result<bool, StoreError> {
        let written = self.tx.execute(
            "INSERT INTO call_events (workspace_id, call_id, id, at, source, dedupe_key, event, effect, why, raw)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
            params![
                new.call_id,
                new.id,
                new.at,
                new.source.as_str(),
                new.dedupe_key.unwrap_or(new.id.as_str()),
                new.event,
                new.effect,
                new.why,
                new.raw,
            ],
        )?;
        Ok(written > 0)
    }

    /// Everything that happened to a call, in order.
    ///
    /// # Errors
    /// What the database said.
    pub fn of_call(&mut self, call: &CallId) -> Result<Vec<EventRow>, StoreError> {
        let rows = self.tx.query(
            "SELECT id, call_id, at, source, dedupe_key, event, effect, why, raw FROM call_events
             WHERE workspace_id = $1 AND call_id = $2 ORDER BY id",
            params![call],
        )?;
        rows.into_iter().map(read_event).collect()
    }

    /// Keeps a report that belongs to no known call; `false` when it is there already.
    ///
    /// # Errors
    /// What the database said.
    pub fn keep_unmatched(&mut self, event: &UnmatchedEvent) -> Result<bool, StoreError> {
        let raw = event.raw.to_string();
        let written = self.tx.execute(
            "INSERT INTO unmatched_events (workspace_id, id, at, leg, dedupe_key, raw)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            params![&event.id, event.at, event.leg.as_ref(), &event.dedupe_key, &raw],
        )?;
        Ok(written > 0)
    }

    /// The newest reports that belong to no known call.
    ///
    /// # Errors
    /// What the database said.
    pub fn unmatched(&mut self, limit: u32) -> Result<Vec<UnmatchedEvent>, StoreError> {
        let rows = self.tx.query(
            "SELECT id, at, leg, dedupe_key, raw FROM unmatched_events
             WHERE workspace_id = $1 ORDER BY id DESC LIMIT $2",
            params![limit],
        )?;
        rows.into_iter().map(read_unmatched).collect()
    }
}

fn read_event(mut row: Row) -> Result<EventRow, StoreError> {
    let id: EventId = row.parsed("event id")?;
    Ok(EventRow {
        call_id: row.parsed("call id")?,
        at: row.time()?,
        source: row.parsed("event source")?,
        dedupe_key: Some(row.text()?).filter(|key| key != id.as_str()),
        event: row.json("event")?,
        effect: row.text()?,
        why: row.opt_text()?,
        raw: row.opt_json("raw event")?,
        id,
    })
}

fn read_unmatched(mut row: Row) -> Result<UnmatchedEvent, StoreError> {
    Ok(UnmatchedEvent {
        id: row.parsed("event id")?,
        at: row.time()?,
        leg: row.opt_text()?,
        dedupe_key: row.text()?,
        raw: row.json("raw event")?,
    })
}
