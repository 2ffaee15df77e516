//! Callbacks: times at which leads are to be called again, whose they are, and of which campaign.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CampaignId, LeadId};

use crate::db::{Param, Row, params};
use crate::page::{Page, PageRequest};
use crate::workspace::Tx;
use crate::{LeadRow, StoreError};

/// Whose a callback is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackRow {
    /// The lead.
    pub lead_id: LeadId,
    /// When it is to be called.
    pub callback_at: Timestamp,
    /// For which campaign, if for one.
    pub campaign_id: Option<CampaignId>,
    /// The agent who wants to call it, with their name; anybody when absent.
    pub user: Option<(String, String)>,
}

/// Whose callbacks are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's.
    All,
    /// Those that anybody may make.
    Anybodys,
    /// Those of one agent.
    Of(String),
}

/// Which callbacks are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackFilter {
    /// Whose.
    pub whose: Whose,
    /// Due before this time.
    pub due_before: Option<Timestamp>,
    /// Of this campaign.
    pub campaign: Option<CampaignId>,
}

/// Callbacks of a workspace.
pub struct Callbacks<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Callbacks<'_, '_> {
    /// Says whose a lead's callback is.
    ///
    /// # Errors
    /// What the database said.
    pub fn put(&mut self, row: &CallbackRow) -> Result<(), StoreError> {
        let (user, name) = row.user.as_ref().map(|(user, name)| (user, name)).unzip();
        self.tx.execute(
            "INSERT INTO callbacks (workspace_id, lead_id, callback_at, campaign_id, user_id, user_name)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (workspace_id, lead_id) DO UPDATE SET callback_at = excluded.callback_at,
               campaign_id = excluded.campaign_id, user_id = excluded.user_id, user_name = excluded.user_name",
            params![&row.lead_id, row.callback_at, row.campaign_id.as_ref(), user, name],
        )?;
        Ok(())
    }

    /// Whose the callback is that was agreed with a lead as it stands; anybody's when nothing is said of it.
    ///
    /// # Errors
    /// What the database said.
    pub fn of(&mut self, lead: &LeadRow) -> Result<Option<CallbackRow>, StoreError> {
        let Some(at) = lead.standing.callback_at else {
            return Ok(None);
        };
        let anybodys = CallbackRow {
            lead_id: lead.id.clone(),
            callback_at: at,
            campaign_id: None,
            user: None,
        };
        let sql = "SELECT lead_id, callback_at, campaign_id, user_id, user_name FROM callbacks
             WHERE workspace_id = $1 AND lead_id = $2 AND callback_at = $3";
        let found = self.tx.query_one(sql, params![&lead.id, at])?;
        Ok(Some(found.map(read).transpose()?.unwrap_or(anybodys)))
    }

    /// A page of callbacks with their leads, the soonest first.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another list; what the database said.
    pub fn list(
        &mut self,
        filter: &CallbackFilter,
        page: &PageRequest,
    ) -> Result<Page<(LeadRow, CallbackRow)>, StoreError> {
        let (at, id) = match page.position(LIST, 2)? {
            Some(parts) => (
                parts[0].parse::<i64>().map_err(|_| StoreError::BadCursor)?,
                parts[1].clone(),
            ),
            None => (i64::MIN, String::new()),
        };
        let rows = page.rows();
        let limit = i64::try_from(rows).unwrap_or(i64::MAX).saturating_add(1);
        let mut values = vec![Param::from(at), Param::from(&id), Param::from(limit)];
        let mut conditions = String::new();
        if let Some(before) = filter.due_before {
            values.push(before.into());
            conditions.push_str(&format!(" AND l.callback_at < ${}", values.len() + 1));
        }
        match &filter.whose {
            Whose::All => {}
            Whose::Anybodys => conditions.push_str(" AND c.user_id IS NULL"),
            Whose::Of(user) => {
                values.push(user.into());
                conditions.push_str(&format!(" AND c.user_id = ${}", values.len() + 1));
            }
        }
        if let Some(campaign) = &filter.campaign {
            values.push(campaign.into());
            conditions.push_str(&format!(" AND c.campaign_id = ${}", values.len() + 1));
        }
        let sql = format!(
            "SELECT l.id, l.callback_at, c.campaign_id, c.user_id, c.user_name FROM leads l
             LEFT JOIN callbacks c ON c.workspace_id = l.workspace_id AND c.lead_id = l.id
               AND c.callback_at = l.callback_at
             WHERE l.workspace_id = $1 AND l.callback_at IS NOT NULL AND (l.callback_at, l.id) > ($2, $3){conditions}
             ORDER BY l.callback_at, l.id LIMIT $4"
        );
        let mut found = Vec::new();
        for row in self.tx.query(&sql, &values)? {
            let callback = read(row)?;
            if let Some(lead) = self.tx.leads().get(&callback.lead_id)? {
                found.push((lead, callback));
            }
        }
        Ok(Page::cut(found, rows, LIST, |(_, callback)| {
            vec![callback.callback_at.0.to_string(), callback.lead_id.to_string()]
        }))
    }
}

const LIST: &str = "callbacks";

fn read(mut row: Row) -> Result<CallbackRow, StoreError> {
    Ok(CallbackRow {
        lead_id: row.parsed("lead id")?,
        callback_at: row.time()?,
        campaign_id: row.opt_parsed("campaign id")?,
        user: {
            let (user, name) = (row.opt_text()?, row.opt_text()?);
            user.map(|user| (user, name.unwrap_or_default()))
        },
    })
}
