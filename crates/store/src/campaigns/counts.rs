//! What a campaign's calls came to, day by day.

use outdial_domain::abandon::Tally;
use outdial_domain::ids::CampaignId;

use crate::StoreError;
use crate::db::{Row, params};
use crate::workspace::Tx;

/// What campaigns' calls came to.
pub struct CampaignCounts<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl CampaignCounts<'_, '_> {
    /// Adds a difference to a campaign's day (days since 1970).
    ///
    /// # Errors
    /// What the database said.
    pub fn add(&mut self, campaign: &CampaignId, day: i64, change: &Tally) -> Result<(), StoreError> {
        if *change == Tally::default() {
            return Ok(());
        }
        self.tx.execute(
            "INSERT INTO campaign_counters (workspace_id, campaign_id, day, dialed, answered, machines, live_answers,
               abandoned, talks, voicemails, talk_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (workspace_id, campaign_id, day) DO UPDATE SET
               dialed = campaign_counters.dialed + excluded.dialed,
               answered = campaign_counters.answered + excluded.answered,
               machines = campaign_counters.machines + excluded.machines,
               live_answers = campaign_counters.live_answers + excluded.live_answers,
               abandoned = campaign_counters.abandoned + excluded.abandoned,
               talks = campaign_counters.talks + excluded.talks,
               voicemails = campaign_counters.voicemails + excluded.voicemails,
               talk_ms = campaign_counters.talk_ms + excluded.talk_ms",
            params![
                campaign,
                day,
                change.dialed,
                change.answered,
                change.machines,
                change.live_answers,
                change.abandoned,
                change.talks,
                change.voicemails,
                change.talk_ms
            ],
        )?;
        Ok(())
    }

    /// The sum of a campaign's days from this one on.
    ///
    /// # Errors
    /// What the database said.
    pub fn since(&mut self, campaign: &CampaignId, day: i64) -> Result<Tally, StoreError> {
        let sql = format!(
            "SELECT {SUMS} FROM campaign_counters WHERE workspace_id = $1 AND campaign_id = $2 AND day >= $3"
        );
        let found = self.tx.query_one(&sql, params![campaign, day])?;
        found.map_or(Ok(Tally::default()), read)
    }
}

/// PostgreSQL adds integers up to a wider type, which is brought back here.
const SUMS: &str = "CAST(COALESCE(SUM(dialed), 0) AS BIGINT), CAST(COALESCE(SUM(answered), 0) AS BIGINT),
  CAST(COALESCE(SUM(machines), 0) AS BIGINT), CAST(COALESCE(SUM(live_answers), 0) AS BIGINT),
  CAST(COALESCE(SUM(abandoned), 0) AS BIGINT), CAST(COALESCE(SUM(talks), 0) AS BIGINT),
  CAST(COALESCE(SUM(voicemails), 0) AS BIGINT), CAST(COALESCE(SUM(talk_ms), 0) AS BIGINT)";

fn read(mut row: Row) -> Result<Tally, StoreError> {
    Ok(Tally {
        dialed: row.int()?,
        answered: row.int()?,
        machines: row.int()?,
        live_answers: row.int()?,
        abandoned: row.int()?,
        talks: row.int()?,
        voicemails: row.int()?,
        talk_ms: row.int()?,
    })
}
