//! What a campaign made of each lead that it has looked at.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CampaignId, LeadId};
use serde_json::Value;

use crate::StoreError;
use crate::consents::CONSENT_MISSING;
use crate::db::{Row, params};
use crate::workspace::Tx;

/// Where a lead stands in a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeadPlace {
    /// To be called from a time on.
    Due(Timestamp),
    /// In the hopper or on a line.
    Taken,
    /// Done with.
    Done,
    /// Left out by the campaign's selection.
    LeftOut,
}

/// A lead as a campaign sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignLead {
    /// Which.
    pub lead_id: LeadId,
    /// Where it stands.
    pub place: LeadPlace,
    /// Calls to it that reached the network.
    pub attempts: u32,
    /// Which of its numbers is next, from 0.
    pub number: u32,
    /// The outcome of the last call, or the rule that spoke against one; empty before.
    pub why: String,
    /// The agent who alone calls it when it is due.
    pub for_user: Option<String>,
    /// What the campaign's own limits looked at when they spoke against a call.
    pub receipt: Option<Value>,
}

/// How many leads stand in one place for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadsWhere {
    /// `due`, `taken`, `done` or `left_out`.
    pub place: String,
    /// As [`CampaignLead::why`].
    pub why: String,
    /// How many.
    pub leads: u64,
}

/// What campaigns made of their leads.
pub struct CampaignLeads<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl CampaignLeads<'_, '_> {
    /// A lead as this campaign sees it, once it has looked at it.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, campaign: &CampaignId, lead: &LeadId) -> Result<Option<CampaignLead>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM campaign_leads WHERE workspace_id = $1 AND campaign_id = $2 AND lead_id = $3"
        );
        self.tx
            .query_one(&sql, params![campaign, lead])?
            .map(read)
            .transpose()
    }

    /// Notes how a lead stands.
    ///
    /// # Errors
    /// What the database said.
    pub fn put(
        &mut self,
        campaign: &CampaignId,
        lead: &CampaignLead,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (state, due_at) = match lead.place {
            LeadPlace::Due(at) => ("due", Some(at)),
            LeadPlace::Taken => ("taken", None),
            LeadPlace::Done => ("done", None),
            LeadPlace::LeftOut => ("left_out", None),
        };
        let receipt = lead.receipt.as_ref().map(Value::to_string);
        let before = self.standing(campaign, &lead.lead_id)?;
        self.tx.execute(
            "INSERT INTO campaign_leads (workspace_id, campaign_id, lead_id, state, due_at, attempts, number, why,
               updated_at, for_user, receipt)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (workspace_id, campaign_id, lead_id) DO UPDATE SET state = excluded.state,
               due_at = excluded.due_at, attempts = excluded.attempts, number = excluded.number, why = excluded.why,
               updated_at = excluded.updated_at, for_user = excluded.for_user, receipt = excluded.receipt",
            params![
                campaign,
                &lead.lead_id,
                state,
                due_at,
                lead.attempts,
                lead.number,
                &lead.why,
                now,
                lead.for_user.as_ref(),
                receipt.as_ref()
            ],
        )?;
        let after = (state.to_owned(), lead.why.clone());
        if before.as_ref() == Some(&after) {
            return Ok(());
        }
        if let Some((state, why)) = before {
            self.count(campaign, &state, &why, -1)?;
        }
        self.count(campaign, &after.0, &after.1, 1)
    }

    /// Forgets what every campaign made of a lead that goes.
    pub(crate) fn forget(&mut self, lead: &LeadId) -> Result<(), StoreError> {
        // By their key; there are few campaigns.
        let rows = self.tx.query(
            "SELECT campaign_id, state, why FROM campaign_leads WHERE workspace_id = $1
               AND campaign_id IN (SELECT id FROM campaigns WHERE workspace_id = $1) AND lead_id = $2",
            params![lead],
        )?;
        for mut row in rows {
            let (campaign, state, why) = (row.parsed::<CampaignId>("campaign id")?, row.text()?, row.text()?);
            self.count(&campaign, &state, &why, -1)?;
            self.tx.execute(
                "DELETE FROM campaign_leads WHERE workspace_id = $1 AND campaign_id = $2 AND lead_id = $3",
                params![&campaign, lead],
            )?;
        }
        Ok(())
    }

    /// The campaigns that have looked at a lead, with what they made of it.
    ///
    /// # Errors
    /// What the database said.
    pub fn of_lead(&mut self, lead: &LeadId) -> Result<Vec<(CampaignId, CampaignLead)>, StoreError> {
        let rows = self.tx.query(
            "SELECT campaign_id FROM campaign_leads WHERE workspace_id = $1
               AND campaign_id IN (SELECT id FROM campaigns WHERE workspace_id = $1) AND lead_id = $2
             ORDER BY campaign_id",
            params![lead],
        )?;
        let mut found = Vec::new();
        for mut row in rows {
            let campaign: CampaignId = row.parsed("campaign id")?;
            if let Some(own) = self.get(&campaign, lead)? {
                found.push((campaign, own));
            }
        }
        Ok(found)
    }

    fn standing(
        &mut self,
        campaign: &CampaignId,
        lead: &LeadId,
    ) -> Result<Option<(String, String)>, StoreError> {
        let sql = "SELECT state, why FROM campaign_leads WHERE workspace_id = $1 AND campaign_id = $2 AND lead_id = $3";
        let found = self.tx.query_one(sql, params![campaign, lead])?;
        found.map(|mut row| Ok((row.text()?, row.text()?))).transpose()
    }

    fn count(
        &mut self,
        campaign: &CampaignId,
        state: &str,
        why: &str,
        change: i64,
    ) -> Result<(), StoreError> {
        self.tx.execute(
            "INSERT INTO campaign_lead_counts (workspace_id, campaign_id, state, why, leads)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (workspace_id, campaign_id, state, why)
             DO UPDATE SET leads = campaign_lead_counts.leads + excluded.leads",
            params![campaign, state, why, change],
        )?;
        Ok(())
    }

    /// Leads that are due to whoever is free, the longest-due first.
    ///
    /// # Errors
    /// What the database said.
    pub fn due(
        &mut self,
        campaign: &CampaignId,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<CampaignLead>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM campaign_leads
             WHERE workspace_id = $1 AND campaign_id = $2 AND state = 'due' AND due_at <= $3
               AND for_user IS NULL ORDER BY due_at, lead_id LIMIT $4"
        );
        let rows = self.tx.query(&sql, params![campaign, now, limit])?;
        rows.into_iter().map(read).collect()
    }

    /// Leads that have been due to one agent since before this time, the longest-due first.
    ///
    /// # Errors
    /// What the database said.
    pub fn due_to_one(
        &mut self,
        campaign: &CampaignId,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<CampaignLead>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM campaign_leads
             WHERE workspace_id = $1 AND campaign_id = $2 AND state = 'due' AND due_at <= $3
               AND for_user IS NOT NULL ORDER BY due_at, lead_id LIMIT $4"
        );
        let rows = self.tx.query(&sql, params![campaign, before, limit])?;
        rows.into_iter().map(read).collect()
    }

    /// When the first lead is due, now or later.
    ///
    /// # Errors
    /// What the database said.
    pub fn next_due(&mut self, campaign: &CampaignId) -> Result<Option<Timestamp>, StoreError> {
        let sql =
            "SELECT due_at FROM campaign_leads WHERE workspace_id = $1 AND campaign_id = $2 AND state = 'due'
             ORDER BY due_at LIMIT 1";
        self.tx
            .query_one(sql, params![campaign])?
            .map(|mut row| row.time())
            .transpose()
    }

    /// How many leads stand where, and why.
    ///
    /// # Errors
    /// What the database said.
    pub fn stand_where(&mut self, campaign: &CampaignId) -> Result<Vec<LeadsWhere>, StoreError> {
        let sql =
            "SELECT state, why, leads FROM campaign_lead_counts WHERE workspace_id = $1 AND campaign_id = $2
               AND leads > 0 ORDER BY state, why";
        let rows = self.tx.query(sql, params![campaign])?;
        rows.into_iter()
            .map(|mut row| {
                Ok(LeadsWhere {
                    place: row.text()?,
                    why: row.text()?,
                    leads: row.count()?,
                })
            })
            .collect()
    }

    /// A lead has agreed to something: campaigns that left it out because it had not look at it again.
    pub(crate) fn consent_given(&mut self, lead: &LeadId, now: Timestamp) -> Result<(), StoreError> {
        for (campaign, own) in self.of_lead(lead)? {
            if own.place == LeadPlace::LeftOut && own.why == CONSENT_MISSING {
                self.put(&campaign, &looked_at_again(own, now), now)?;
            }
        }
        Ok(())
    }

    /// Forgets that leads were left out: the choices have changed, and they are looked at again. Calls that they had
    /// are not forgotten.
    ///
    /// # Errors
    /// What the database said.
    pub fn forget_left_out(&mut self, campaign: &CampaignId, now: Timestamp) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM campaign_leads
             WHERE workspace_id = $1 AND campaign_id = $2 AND state = 'left_out' AND attempts > 0"
        );
        for row in self.tx.query(&sql, params![campaign])? {
            self.put(campaign, &looked_at_again(read(row)?, now), now)?;
        }
        self.tx.execute(
            "DELETE FROM campaign_leads WHERE workspace_id = $1 AND campaign_id = $2 AND state = 'left_out'",
            params![campaign],
        )?;
        self.tx.execute(
            "DELETE FROM campaign_lead_counts WHERE workspace_id = $1 AND campaign_id = $2 AND state = 'left_out'",
            params![campaign],
        )?;
        Ok(())
    }
}

fn looked_at_again(own: CampaignLead, now: Timestamp) -> CampaignLead {
    CampaignLead {
        place: LeadPlace::Due(now),
        why: String::new(),
        receipt: None,
        ..own
    }
}

pub(super) const COLUMNS: &str = "lead_id, state, due_at, attempts, number, why, for_user, receipt";

pub(super) fn read(mut row: Row) -> Result<CampaignLead, StoreError> {
    let lead_id = row.parsed("lead id")?;
    let (state, due_at) = (row.text()?, row.opt_time()?);
    let place = match (state.as_str(), due_at) {
        ("due", Some(at)) => LeadPlace::Due(at),
        ("taken", _) => LeadPlace::Taken,
        ("done", _) => LeadPlace::Done,
        ("left_out", _) => LeadPlace::LeftOut,
        (_, _) => return Err(StoreError::corrupt("place of a lead", &state)),
    };
    Ok(CampaignLead {
        lead_id,
        place,
        attempts: row.small()?,
        number: row.small()?,
        why: row.text()?,
        for_user: row.opt_text()?,
        receipt: row.opt_json("receipt of a lead")?,
    })
}
