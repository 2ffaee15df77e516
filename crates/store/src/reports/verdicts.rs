//! Who answered, as detectors and agents say, and how often detectors were right.

use outdial_domain::Timestamp;
use outdial_domain::call::AmdVerdict;
use outdial_domain::ids::{CallId, CampaignId};

use super::Reports;
use crate::StoreError;
use crate::db::params;

/// Who says who answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerdictSource {
    /// Our own ear.
    Own,
    /// The carrier.
    Carrier,
}

/// Calls with these verdicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictChecks {
    /// What our own ear said: `human`, `machine` or `unknown`; empty when nothing.
    pub own: String,
    /// What the carrier said.
    pub carrier: String,
    /// What the agent said.
    pub said: String,
    /// How many.
    pub calls: u64,
}

impl Reports<'_, '_> {
    /// Notes what a detector says of a campaign's call. The first that is sure is kept, for it is acted on.
    ///
    /// # Errors
    /// What the database said.
    pub fn detected(
        &mut self,
        call: &CallId,
        campaign: &CampaignId,
        source: VerdictSource,
        verdict: AmdVerdict,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (own, carrier) = match source {
            VerdictSource::Own => (kind(verdict), ""),
            VerdictSource::Carrier => ("", kind(verdict)),
        };
        self.tx.execute(
            "INSERT INTO call_verdicts (workspace_id, call_id, campaign_id, at, own, carrier, said)
             VALUES ($1, $2, $3, $4, $5, $6, '')
             ON CONFLICT (workspace_id, call_id) DO UPDATE SET
               own = CASE WHEN excluded.own <> '' AND call_verdicts.own IN ('', 'unknown') THEN excluded.own
                 ELSE call_verdicts.own END,
               carrier = CASE WHEN excluded.carrier <> '' AND call_verdicts.carrier IN ('', 'unknown')
                 THEN excluded.carrier ELSE call_verdicts.carrier END",
            params![call, campaign, now, own, carrier],
        )?;
        Ok(())
    }

    /// Notes what an agent says of a call.
    pub(crate) fn said(
        &mut self,
        call: &CallId,
        campaign: &CampaignId,
        verdict: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let said = AmdVerdict::ALL
            .into_iter()
            .find(|known| known.as_str() == verdict)
            .map_or("", kind);
        self.tx.execute(
            "INSERT INTO call_verdicts (workspace_id, call_id, campaign_id, at, own, carrier, said)
             VALUES ($1, $2, $3, $4, '', '', $5)
             ON CONFLICT (workspace_id, call_id) DO UPDATE SET said = excluded.said",
            params![call, campaign, at, said],
        )?;
        Ok(())
    }

    /// How many calls of a campaign have which verdicts, from a time on and before another.
    ///
    /// # Errors
    /// What the database said.
    pub fn verdicts(
        &mut self,
        campaign: &CampaignId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<VerdictChecks>, StoreError> {
        let rows = self.tx.query(
            "SELECT own, carrier, said, COUNT(*) FROM call_verdicts
             WHERE workspace_id = $1 AND campaign_id = $2 AND at >= $3 AND at < $4
             GROUP BY own, carrier, said ORDER BY own, carrier, said",
            params![campaign, from, to],
        )?;
        rows.into_iter()
            .map(|mut row| {
                Ok(VerdictChecks {
                    own: row.text()?,
                    carrier: row.text()?,
                    said: row.text()?,
                    calls: row.count()?,
                })
            })
            .collect()
    }
}

/// A verdict as it is checked: what was on the line.
fn kind(verdict: AmdVerdict) -> &'static str {
    match verdict {
        AmdVerdict::Unknown => "unknown",
        AmdVerdict::Human | AmdVerdict::Screening => "human",
        AmdVerdict::Fax | AmdVerdict::Machine | AmdVerdict::MachineReady => "machine",
    }
}
