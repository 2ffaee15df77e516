//! Who changed what.

use outdial_domain::Timestamp;
use outdial_domain::ids::AuditId;
use serde_json::Value;

use crate::db::{Row, params};
use crate::page::{Page, PageRequest};
use crate::workspace::Tx;
use crate::{Actor, StoreError};

/// A line of the audit log.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditRow {
    /// Its id.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What they did.
    pub action: String,
    /// To what.
    pub subject: Option<String>,
    /// What else there is to know, without secrets.
    pub detail: Value,
    /// From which address.
    pub ip: Option<String>,
}

/// The audit log of a workspace: only ever added to.
pub struct Audit<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Audit<'_, '_> {
    /// Adds a line.
    ///
    /// # Errors
    /// What the database said.
    pub fn add(&mut self, row: &AuditRow) -> Result<(), StoreError> {
        let actor = serde_json::to_string(&row.actor).map_err(|why| StoreError::corrupt("actor", &why))?;
        let detail = row.detail.to_string();
        self.tx.execute(
            "INSERT INTO audit (workspace_id, id, at, actor, action, subject, detail, ip)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            params![
                &row.id,
                row.at,
                &actor,
                &row.action,
                row.subject.as_ref(),
                &detail,
                row.ip.as_ref()
            ],
        )?;
        Ok(())
    }

    /// A page of the log, the newest first.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another list; what the database said.
    pub fn list(&mut self, page: &PageRequest) -> Result<Page<AuditRow>, StoreError> {
        let (at, id) = page.before(LIST)?;
        let rows = page.rows();
        let limit = i64::try_from(rows).unwrap_or(i64::MAX).saturating_add(1);
        let found = self.tx.query(
            "SELECT id, at, actor, action, subject, detail, ip FROM audit
             WHERE workspace_id = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4",
            params![at, &id, limit],
        )?;
        let found = found.into_iter().map(read_audit).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(found, rows, LIST, |line| {
            vec![line.at.0.to_string(), line.id.to_string()]
        }))
    }
}

fn read_audit(mut row: Row) -> Result<AuditRow, StoreError> {
    Ok(AuditRow {
        id: row.parsed("audit id")?,
        at: row.time()?,
        actor: row.json("actor")?,
        action: row.text()?,
        subject: row.opt_text()?,
        detail: row.json("audit detail")?,
        ip: row.opt_text()?,
    })
}

const LIST: &str = "audit";
