//! Finds mails.

use outdial_domain::Timestamp;
use outdial_domain::ids::{LeadId, MailId};

use super::{MAIL_COLUMNS, MailFilter, MailRow, Mails, read_mail};
use crate::StoreError;
use crate::db::{Param, params};
use crate::page::{Page, PageRequest};

impl Mails<'_, '_> {
    /// The mail with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &MailId) -> Result<Option<MailRow>, StoreError> {
        let sql = format!("SELECT {MAIL_COLUMNS} FROM mails WHERE workspace_id = $1 AND id = $2");
        self.tx.query_one(&sql, params![id])?.map(read_mail).transpose()
    }

    /// The mail that a service calls so.
    ///
    /// # Errors
    /// What the database said.
    pub fn by_provider_id(&mut self, id: &str) -> Result<Option<MailRow>, StoreError> {
        let sql =
            format!("SELECT {MAIL_COLUMNS} FROM mails WHERE workspace_id = $1 AND provider_id = $2 LIMIT 1");
        self.tx.query_one(&sql, params![id])?.map(read_mail).transpose()
    }

    /// The newest mails to a lead that were written before a place in its story.
    ///
    /// # Errors
    /// What the database said.
    pub fn of_lead_before(
        &mut self,
        lead: &LeadId,
        at: Timestamp,
        id: &str,
        limit: u32,
    ) -> Result<Vec<MailRow>, StoreError> {
        let sql = format!(
            "SELECT {MAIL_COLUMNS} FROM mails WHERE workspace_id = $1 AND lead_id = $2 AND (created_at, id) < ($3, $4)
             ORDER BY created_at DESC, id DESC LIMIT $5"
        );
        let rows = self.tx.query(&sql, params![lead, at, id, limit])?;
        rows.into_iter().map(read_mail).collect()
    }

    /// A page of mails, the newest first.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another list; what the database said.
    pub fn list(&mut self, filter: &MailFilter, page: &PageRequest) -> Result<Page<MailRow>, StoreError> {
        let (at, id) = page.before(LIST)?;
        let rows = page.rows();
        let limit = i64::try_from(rows).unwrap_or(i64::MAX).saturating_add(1);
        let mut values = vec![Param::from(at), Param::from(&id), Param::from(limit)];
        let mut conditions = String::new();
        let mut only = |condition: &str, value| {
            values.push(value);
            conditions.push_str(&format!(" AND {condition} ${}", values.len() + 1));
        };
        if let Some(state) = filter.state {
            only("state =", Param::from(state.as_str()));
        }
        if let Some(lead) = &filter.lead {
            only("lead_id =", Param::from(lead));
        }
        if let Some(kind) = &filter.kind {
            only("kind =", Param::from(kind));
        }
        let sql = format!(
            "SELECT {MAIL_COLUMNS} FROM mails WHERE workspace_id = $1 AND (created_at, id) < ($2, $3){conditions}
             ORDER BY created_at DESC, id DESC LIMIT $4"
        );
        let found = self.tx.query(&sql, &values)?;
        let items = found.into_iter().map(read_mail).collect::<Result<_, _>>()?;
        Ok(Page::cut(items, rows, LIST, |row: &MailRow| {
            vec![row.created_at.0.to_string(), row.id.to_string()]
        }))
    }
}

const LIST: &str = "mails";
