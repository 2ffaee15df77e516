//! The do-not-call list.

use std::collections::BTreeSet;

use outdial_domain::ids::DncId;
use outdial_domain::{PhoneNumber, Timestamp};

use crate::db::{Param, Row, params};
use crate::page::{Page, PageRequest};
use crate::workspace::Tx;
use crate::{Actor, StoreError};

/// A number that must not be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DncRow {
    /// Its id.
    pub id: DncId,
    /// The number.
    pub phone: PhoneNumber,
    /// Why, in somebody's words.
    pub reason: Option<String>,
    /// Where it came from: `user`, `api`, `prompt`, ...
    pub source: String,
    /// Who added it.
    pub added_by: Actor,
    /// When.
    pub created_at: Timestamp,
}

/// The do-not-call list of a workspace.
pub struct Dnc<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Dnc<'_, '_> {
    /// Adds a number; `false` when it is on the list already.
    ///
    /// # Errors
    /// What the database said.
    pub fn add(&mut self, row: &DncRow) -> Result<bool, StoreError> {
        let added_by =
            serde_json::to_string(&row.added_by).map_err(|why| StoreError::corrupt("actor", &why))?;
        let written = self.tx.execute(
            "INSERT INTO dnc (workspace_id, id, phone, reason, source, added_by, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            params![
                &row.id,
                row.phone.e164(),
                row.reason.as_ref(),
                &row.source,
                &added_by,
                row.created_at
            ],
        )?;
        Ok(written > 0)
    }

    /// The entry of a number, if it is on the list.
    ///
    /// # Errors
    /// What the database said.
    pub fn find(&mut self, phone: &PhoneNumber) -> Result<Option<DncRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM dnc WHERE workspace_id = $1 AND phone = $2");
        self.tx
            .query_one(&sql, params![phone.e164()])?
            .map(read_dnc)
            .transpose()
    }

    /// Whether a number is on the list.
    ///
    /// # Errors
    /// What the database said.
    pub fn contains(&mut self, phone: &PhoneNumber) -> Result<bool, StoreError> {
        let sql = "SELECT id FROM dnc WHERE workspace_id = $1 AND phone = $2";
        Ok(self.tx.query_one(sql, params![phone.e164()])?.is_some())
    }

    /// Which of these numbers are on the list.
    ///
    /// # Errors
    /// What the database said.
    pub fn among(&mut self, phones: &[PhoneNumber]) -> Result<BTreeSet<PhoneNumber>, StoreError> {
        let mut found = BTreeSet::new();
        for chunk in phones.chunks(ASKED_AT_ONCE) {
            let places: Vec<String> = (2..chunk.len() + 2).map(|place| format!("${place}")).collect();
            let sql = format!(
                "SELECT phone FROM dnc WHERE workspace_id = $1 AND phone IN ({})",
                places.join(", ")
            );
            let values: Vec<Param<'_>> = chunk.iter().map(|phone| Param::from(phone.e164())).collect();
            for mut row in self.tx.query(&sql, &values)? {
                let phone = PhoneNumber::from_stored(&row.text()?);
                found.insert(phone.map_err(|why| StoreError::corrupt("phone number", &why))?);
            }
        }
        Ok(found)
    }

    /// Takes an entry off the list; the entry, or `None` when there is none.
    ///
    /// # Errors
    /// What the database said.
    pub fn remove(&mut self, id: &DncId) -> Result<Option<DncRow>, StoreError> {
        let sql = format!("DELETE FROM dnc WHERE workspace_id = $1 AND id = $2 RETURNING {COLUMNS}");
        self.tx.query_one(&sql, params![id])?.map(read_dnc).transpose()
    }

    /// A page of the list, the newest first; `digits` narrows it to numbers that contain them.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another list; what the database said.
    pub fn list(&mut self, digits: Option<&str>, page: &PageRequest) -> Result<Page<DncRow>, StoreError> {
        let (before, _) = match page.position(LIST, 1)? {
            Some(mut parts) => (parts.pop().unwrap_or_default(), ()),
            None => (char::MAX.to_string(), ()),
        };
        let wanted: String = digits
            .unwrap_or_default()
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        let rows = page.rows();
        let limit = i64::try_from(rows).unwrap_or(i64::MAX).saturating_add(1);
        let sql = format!(
            "SELECT {COLUMNS} FROM dnc WHERE workspace_id = $1 AND id < $2 AND phone LIKE $3
             ORDER BY id DESC LIMIT $4"
        );
        let found = self
            .tx
            .query(&sql, params![&before, &format!("%{wanted}%"), limit])?;
        let found = found.into_iter().map(read_dnc).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(found, rows, LIST, |entry| vec![entry.id.to_string()]))
    }

    /// How many numbers are on the list.
    ///
    /// # Errors
    /// What the database said.
    pub fn count(&mut self) -> Result<u64, StoreError> {
        let sql = "SELECT COUNT(*) FROM dnc WHERE workspace_id = $1";
        self.tx.query_one(sql, &[])?.map_or(Ok(0), |mut row| row.count())
    }
}

fn read_dnc(mut row: Row) -> Result<DncRow, StoreError> {
    Ok(DncRow {
        id: row.parsed("do-not-call id")?,
        phone: PhoneNumber::from_stored(&row.text()?)
            .map_err(|why| StoreError::corrupt("phone number", &why))?,
        reason: row.opt_text()?,
        source: row.text()?,
        added_by: row.json("actor")?,
        created_at: row.time()?,
    })
}

const COLUMNS: &str = "id, phone, reason, source, added_by, created_at";
const LIST: &str = "dnc";
const ASKED_AT_ONCE: usize = 500;
