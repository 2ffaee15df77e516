//! Leads that are reserved for campaigns: a lead is in one hopper at most, until its call is over or its lease ends.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, CampaignId, LeadId, SeatId};

use super::leads::LeadPlace;
use crate::StoreError;
use crate::db::{Row, params};
use crate::workspace::Tx;

/// A lead that is reserved for a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reserved {
    /// Which.
    pub lead_id: LeadId,
    /// For which campaign.
    pub campaign_id: CampaignId,
    /// Its place in the hopper; the lowest is next.
    pub place: i64,
    /// When the reservation ends by itself, unless it is being called.
    pub leased_until: Timestamp,
    /// The call that is made to it.
    pub call_id: Option<CallId>,
    /// The seat to which it is shown; nobody else is given it.
    pub seat_id: Option<SeatId>,
}

/// The hoppers of a workspace.
pub struct Hopper<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Hopper<'_, '_> {
    /// Reserves a lead; `false` when some campaign has it already.
    ///
    /// # Errors
    /// What the database said.
    pub fn reserve(&mut self, row: &Reserved) -> Result<bool, StoreError> {
        let written = self.tx.execute(
            "INSERT INTO hopper (workspace_id, lead_id, campaign_id, place, leased_until, call_id, seat_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            params![
                &row.lead_id,
                &row.campaign_id,
                row.place,
                row.leased_until,
                row.call_id.as_ref(),
                row.seat_id.as_ref(),
            ],
        )?;
        Ok(written > 0)
    }

    /// What is reserved for a campaign, not shown to anybody and not being called, the next first.
    ///
    /// # Errors
    /// What the database said.
    pub fn waiting(&mut self, campaign: &CampaignId, limit: u32) -> Result<Vec<Reserved>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM hopper WHERE workspace_id = $1 AND campaign_id = $2 AND call_id IS NULL
               AND seat_id IS NULL ORDER BY place, lead_id LIMIT $3"
        );
        let rows = self.tx.query(&sql, params![campaign, limit])?;
        rows.into_iter().map(read).collect()
    }

    /// How many leads are reserved for a campaign, not shown to anybody and not being called.
    ///
    /// # Errors
    /// What the database said.
    pub fn depth(&mut self, campaign: &CampaignId) -> Result<u32, StoreError> {
        let sql =
            "SELECT COUNT(*) FROM hopper WHERE workspace_id = $1 AND campaign_id = $2 AND call_id IS NULL
               AND seat_id IS NULL";
        self.tx
            .query_one(sql, params![campaign])?
            .map_or(Ok(0), |mut row| row.small())
    }

    /// How many leads of a campaign are being called, or await the report of their call.
    ///
    /// # Errors
    /// What the database said.
    pub fn calling(&mut self, campaign: &CampaignId) -> Result<u32, StoreError> {
        let sql = "SELECT COUNT(*) FROM hopper WHERE workspace_id = $1 AND campaign_id = $2 AND call_id IS NOT NULL";
        self.tx
            .query_one(sql, params![campaign])?
            .map_or(Ok(0), |mut row| row.small())
    }

    /// The reservation of a lead.
    ///
    /// # Errors
    /// What the database said.
    pub fn of_lead(&mut self, lead: &LeadId) -> Result<Option<Reserved>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM hopper WHERE workspace_id = $1 AND lead_id = $2");
        self.tx.query_one(&sql, params![lead])?.map(read).transpose()
    }

    /// Shows a reserved lead to one seat; `false` when it is shown to another or being called.
    ///
    /// # Errors
    /// What the database said.
    pub fn show(
        &mut self,
        campaign: &CampaignId,
        lead: &LeadId,
        seat: &SeatId,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        let written = self.tx.execute(
            "UPDATE hopper SET seat_id = $4, leased_until = $5
             WHERE workspace_id = $1 AND campaign_id = $2 AND lead_id = $3 AND call_id IS NULL
               AND (seat_id IS NULL OR seat_id = $4)",
            params![campaign, lead, seat, until],
        )?;
        Ok(written > 0)
    }

    /// Notes that a reserved lead is being called; `false` when it is not this campaign's, or being called already.
    ///
    /// # Errors
    /// What the database said.
    pub fn call(&mut self, campaign: &CampaignId, lead: &LeadId, call: &CallId) -> Result<bool, StoreError> {
        let written = self.tx.execute(
            "UPDATE hopper SET call_id = $4
             WHERE workspace_id = $1 AND campaign_id = $2 AND lead_id = $3 AND call_id IS NULL",
            params![campaign, lead, call],
        )?;
        Ok(written > 0)
    }

    /// Ends a campaign's reservation of a lead.
    ///
    /// # Errors
    /// What the database said.
    pub fn release(&mut self, campaign: &CampaignId, lead: &LeadId) -> Result<bool, StoreError> {
        let written = self.tx.execute(
            "DELETE FROM hopper WHERE workspace_id = $1 AND campaign_id = $2 AND lead_id = $3",
            params![campaign, lead],
        )?;
        Ok(written > 0)
    }

    /// Ends every reservation of a campaign that is not being called and whose lease ended before `before`, and makes
    /// those leads due; says how many there were.
    ///
    /// # Errors
    /// What the database said.
    pub fn release_idle(
        &mut self,
        campaign: &CampaignId,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM hopper WHERE workspace_id = $1 AND campaign_id = $2 AND call_id IS NULL
               AND leased_until < $3"
        );
        for row in self.tx.query(&sql, params![campaign, before])? {
            let reserved = read(row)?;
            let own = self.tx.campaign_leads().get(campaign, &reserved.lead_id)?;
            if let Some(mut own) = own.filter(|own| own.place == LeadPlace::Taken) {
                // Nothing came of its turn, so it keeps its place before those who came later.
                own.place = LeadPlace::Due(Timestamp(reserved.place).min(now));
                self.tx.campaign_leads().put(campaign, &own, now)?;
            }
        }
        self.tx.execute(
            "DELETE FROM hopper WHERE workspace_id = $1 AND campaign_id = $2 AND call_id IS NULL AND leased_until < $3",
            params![campaign, before],
        )
    }
}

const COLUMNS: &str = "lead_id, campaign_id, place, leased_until, call_id, seat_id";

fn read(mut row: Row) -> Result<Reserved, StoreError> {
    Ok(Reserved {
        lead_id: row.parsed("lead id")?,
        campaign_id: row.parsed("campaign id")?,
        place: row.int()?,
        leased_until: row.time()?,
        call_id: row.opt_parsed("call id")?,
        seat_id: row.opt_parsed("seat id")?,
    })
}
