//! Programs that are told of what happens here, and the messages to them. Their secrets were encrypted before they came
//! here.

use std::fmt;
use std::str::FromStr;

use outdial_domain::Timestamp;
use outdial_domain::ids::{DeliveryId, HookId};

use crate::StoreError;
use crate::db::{Row, params};
use crate::page::{Page, PageRequest};
use crate::workspace::Tx;

/// A program that is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookRow {
    /// Its id.
    pub id: HookId,
    /// Where it listens.
    pub url: String,
    /// Which events it is told of.
    pub events: Vec<String>,
    /// Whether it is told at present.
    pub is_on: bool,
    /// What signs the messages, encrypted.
    pub secret: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// How a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    /// It is sent when its time comes.
    Waiting,
    /// The program took it.
    Delivered,
    /// It was given up.
    Failed,
}

/// A message to a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRow {
    /// Its id; the program sees it and knows repetitions by it.
    pub id: DeliveryId,
    /// To whom.
    pub hook_id: HookId,
    /// Which event.
    pub event: String,
    /// The message, JSON.
    pub body: String,
    /// How it stands.
    pub state: DeliveryState,
    /// Tries so far.
    pub tries: u32,
    /// The status of the last answer.
    pub status: Option<u32>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it is tried next; absent when it is not.
    pub next_at: Option<Timestamp>,
    /// When it happened.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl DeliveryState {
    /// The word under which it is stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

impl fmt::Display for DeliveryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DeliveryState {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        [Self::Waiting, Self::Delivered, Self::Failed]
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| format!("{word:?} is no state of a message"))
    }
}

/// Programs that are told, and the messages to them.
pub struct Hooks<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Hooks<'_, '_> {
    /// Adds a program, or stores it as it is now.
    ///
    /// # Errors
    /// What the database said.
    pub fn put(&mut self, row: &HookRow) -> Result<(), StoreError> {
        let events = serde_json::to_string(&row.events).map_err(|why| StoreError::corrupt("events", &why))?;
        self.tx.execute(
            "INSERT INTO hooks (workspace_id, id, url, events, is_on, secret, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (workspace_id, id) DO UPDATE SET url = excluded.url, events = excluded.events,
               is_on = excluded.is_on, secret = excluded.secret, updated_at = excluded.updated_at",
            params![
                &row.id,
                &row.url,
                &events,
                row.is_on,
                &row.secret,
                row.created_at,
                row.updated_at,
            ],
        )?;
        Ok(())
    }

    /// The program with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &HookId) -> Result<Option<HookRow>, StoreError> {
        let sql = format!("SELECT {HOOK_COLUMNS} FROM hooks WHERE workspace_id = $1 AND id = $2");
        self.tx.query_one(&sql, params![id])?.map(read_hook).transpose()
    }

    /// Every program, the oldest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn all(&mut self) -> Result<Vec<HookRow>, StoreError> {
        let sql = format!("SELECT {HOOK_COLUMNS} FROM hooks WHERE workspace_id = $1 ORDER BY created_at, id");
        self.tx.query(&sql, &[])?.into_iter().map(read_hook).collect()
    }

    /// Removes a program with its messages; `false` when there is none.
    ///
    /// # Errors
    /// What the database said.
    pub fn remove(&mut self, id: &HookId) -> Result<bool, StoreError> {
        self.tx.execute(
            "DELETE FROM hook_deliveries WHERE workspace_id = $1 AND hook_id = $2",
            params![id],
        )?;
        let sql = "DELETE FROM hooks WHERE workspace_id = $1 AND id = $2";
        Ok(self.tx.execute(sql, params![id])? > 0)
    }

    /// Puts a message into the outbox.
    ///
    /// # Errors
    /// What the database said.
    pub fn enqueue(&mut self, row: &DeliveryRow) -> Result<(), StoreError> {
        self.tx.execute(
            "INSERT INTO hook_deliveries (workspace_id, id, hook_id, event, body, state, tries, status, last_error,
               next_at, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING",
            params![
                &row.id,
                &row.hook_id,
                &row.event,
                &row.body,
                row.state.as_str(),
                row.tries,
                row.status,
                row.last_error.as_ref(),
                row.next_at,
                row.created_at,
                row.updated_at,
            ],
        )?;
        Ok(())
    }

    /// Stores what became of a message.
    ///
    /// # Errors
    /// What the database said.
    pub fn update(&mut self, row: &DeliveryRow) -> Result<(), StoreError> {
        self.tx.execute(
            "UPDATE hook_deliveries SET state = $3, tries = $4, status = $5, last_error = $6, next_at = $7,
               updated_at = $8 WHERE workspace_id = $1 AND id = $2",
            params![
                &row.id,
                row.state.as_str(),
                row.tries,
                row.status,
                row.last_error.as_ref(),
                row.next_at,
                row.updated_at,
            ],
        )?;
        Ok(())
    }

    /// The message with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn delivery(&mut self, id: &DeliveryId) -> Result<Option<DeliveryRow>, StoreError> {
        let sql =
            format!("SELECT {DELIVERY_COLUMNS} FROM hook_deliveries WHERE workspace_id = $1 AND id = $2");
        self.tx
            .query_one(&sql, params![id])?
            .map(read_delivery)
            .transpose()
    }

    /// A page of the messages to a program, the newest first.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another list; what the database said.
    pub fn deliveries(&mut self, hook: &HookId, page: &PageRequest) -> Result<Page<DeliveryRow>, StoreError> {
        let (at, id) = page.before(LIST)?;
        let rows = page.rows();
        let limit = i64::try_from(rows).unwrap_or(i64::MAX).saturating_add(1);
        let sql = format!(
            "SELECT {DELIVERY_COLUMNS} FROM hook_deliveries WHERE workspace_id = $1 AND hook_id = $2
               AND (created_at, id) < ($3, $4) ORDER BY created_at DESC, id DESC LIMIT $5"
        );
        let found = self.tx.query(&sql, params![hook, at, &id, limit])?;
        let items = found.into_iter().map(read_delivery).collect::<Result<_, _>>()?;
        Ok(Page::cut(items, rows, LIST, |row: &DeliveryRow| {
            vec![row.created_at.0.to_string(), row.id.to_string()]
        }))
    }
}

fn read_hook(mut row: Row) -> Result<HookRow, StoreError> {
    Ok(HookRow {
        id: row.parsed("hook id")?,
        url: row.text()?,
        events: row.json("events of a hook")?,
        is_on: row.flag()?,
        secret: row.text()?,
        created_at: row.time()?,
        updated_at: row.time()?,
    })
}

pub(crate) fn read_delivery(mut row: Row) -> Result<DeliveryRow, StoreError> {
    Ok(DeliveryRow {
        id: row.parsed("delivery id")?,
        hook_id: row.parsed("hook id")?,
        event: row.text()?,
        body: row.text()?,
        state: row.parsed("state of a message")?,
        tries: row.small()?,
        status: row.opt_int()?.and_then(|status| u32::try_from(status).ok()),
        last_error: row.opt_text()?,
        next_at: row.opt_time()?,
        created_at: row.time()?,
        updated_at: row.time()?,
    })
}

const HOOK_COLUMNS: &str = "id, url, events, is_on, secret, created_at, updated_at";
/// The columns that [`read_delivery`] reads, in its order.
pub(crate) const DELIVERY_COLUMNS: &str =
    "id, hook_id, event, body, state, tries, status, last_error, next_at, created_at, updated_at";
const LIST: &str = "hook_deliveries";
