//! Addresses that are not written to.

use std::fmt;
use std::str::FromStr;

use outdial_domain::Timestamp;
use outdial_domain::mail::MailAddress;

use super::Mails;
use crate::StoreError;
use crate::db::params;
use crate::page::{Page, PageRequest};

/// Why an address is not written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuppressionReason {
    /// The person said so.
    Unsubscribed,
    /// Mails to it come back.
    Bounced,
    /// The person called a mail spam.
    Complained,
    /// Somebody here entered it.
    Manual,
}

/// An address that is not written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuppressionRow {
    /// The address in lower case.
    pub address: String,
    /// Why.
    pub reason: SuppressionReason,
    /// Since when.
    pub created_at: Timestamp,
}

impl SuppressionReason {
    /// The word under which it is stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unsubscribed => "unsubscribed",
            Self::Bounced => "bounced",
            Self::Complained => "complained",
            Self::Manual => "manual",
        }
    }
}

impl fmt::Display for SuppressionReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for SuppressionReason {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        [Self::Unsubscribed, Self::Bounced, Self::Complained, Self::Manual]
            .into_iter()
            .find(|reason| reason.as_str() == word)
            .ok_or_else(|| format!("{word:?} is no reason not to write to an address"))
    }
}

impl Mails<'_, '_> {
    /// Writes no more to an address, and calls off what waits for it; `false` when it was not written to before.
    ///
    /// # Errors
    /// What the database said.
    pub fn suppress(
        &mut self,
        address: &MailAddress,
        reason: SuppressionReason,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let key = address.key();
        let written = self.tx.execute(
            "INSERT INTO mail_suppressions (workspace_id, address, reason, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING",
            params![&key, reason.as_str(), now],
        )?;
        self.tx.execute(
            "UPDATE mails SET state = 'suppressed', next_at = NULL, last_error = $3, updated_at = $4
             WHERE workspace_id = $1 AND LOWER(address) = $2 AND state = 'waiting'",
            params![&key, reason.as_str(), now],
        )?;
        Ok(written > 0)
    }

    /// Why an address is not written to, if it is not.
    ///
    /// # Errors
    /// What the database said.
    pub fn suppression(&mut self, address: &MailAddress) -> Result<Option<SuppressionRow>, StoreError> {
        let key = address.key();
        let sql = "SELECT address, reason, created_at FROM mail_suppressions WHERE workspace_id = $1 AND address = $2";
        self.tx.query_one(sql, params![&key])?.map(read).transpose()
    }

    /// Writes to an address again; `false` when it was written to all along.
    ///
    /// # Errors
    /// What the database said.
    pub fn unsuppress(&mut self, address: &MailAddress) -> Result<bool, StoreError> {
        let key = address.key();
        let sql = "DELETE FROM mail_suppressions WHERE workspace_id = $1 AND address = $2";
        Ok(self.tx.execute(sql, params![&key])? > 0)
    }

    /// A page of addresses that are not written to, the newest first.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another list; what the database said.
    pub fn suppressions(&mut self, page: &PageRequest) -> Result<Page<SuppressionRow>, StoreError> {
        let (at, address) = page.before(LIST)?;
        let rows = page.rows();
        let limit = i64::try_from(rows).unwrap_or(i64::MAX).saturating_add(1);
        let found = self.tx.query(
            "SELECT address, reason, created_at FROM mail_suppressions
             WHERE workspace_id = $1 AND (created_at, address) < ($2, $3)
             ORDER BY created_at DESC, address DESC LIMIT $4",
            params![at, &address, limit],
        )?;
        let items = found.into_iter().map(read).collect::<Result<_, _>>()?;
        Ok(Page::cut(items, rows, LIST, |row: &SuppressionRow| {
            vec![row.created_at.0.to_string(), row.address.clone()]
        }))
    }
}

fn read(mut row: crate::db::Row) -> Result<SuppressionRow, StoreError> {
    Ok(SuppressionRow {
        address: row.text()?,
        reason: row.parsed("reason of a suppression")?,
        created_at: row.time()?,
    })
}

const LIST: &str = "mail_suppressions";
