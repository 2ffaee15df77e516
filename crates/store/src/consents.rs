//! What leads said about what they agree to: who wrote it down, when, and how it is known.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CampaignId, ConsentId, LeadId};
use outdial_domain::leads::ConsentScope;
use outdial_domain::rules::RuleCode;

use crate::db::{Param, Row, params, value_rows};
use crate::leads::consent_condition;
use crate::workspace::Tx;
use crate::{Actor, LeadRow, StoreError};

/// One word of a lead about one scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentRow {
    /// Its id.
    pub id: ConsentId,
    /// Whose word.
    pub lead_id: LeadId,
    /// About what.
    pub scope: ConsentScope,
    /// Given, or taken back.
    pub granted: bool,
    /// How it is known.
    pub source: String,
    /// When it was written down.
    pub at: Timestamp,
    /// Who wrote it down.
    pub actor: Actor,
}

impl ConsentRow {
    /// The words by which a lead came from what it had agreed to before to what it agrees to now.
    #[must_use]
    pub fn between(
        before: Option<&LeadRow>,
        after: &LeadRow,
        actor: &Actor,
        at: Timestamp,
        source: impl Fn(ConsentScope) -> String,
        mut id: impl FnMut() -> ConsentId,
    ) -> Vec<Self> {
        let earlier = before.map(|before| before.consents.clone()).unwrap_or_default();
        let changes = earlier.changes_to(&after.consents);
        let row = |(scope, granted)| Self {
            id: id(),
            lead_id: after.id.clone(),
            scope,
            granted,
            source: source(scope),
            at,
            actor: actor.clone(),
        };
        changes.into_iter().map(row).collect()
    }
}

/// What leads of a workspace said. The last word about each scope stands with the lead as well: whoever writes a word
/// down here changes the lead in the same transaction.
pub struct Consents<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Consents<'_, '_> {
    /// Writes words down.
    ///
    /// # Errors
    /// What the database said.
    pub fn insert_many(&mut self, rows: &[ConsentRow]) -> Result<(), StoreError> {
        let workspace = self.tx.workspace.clone();
        for chunk in rows.chunks(ROWS_AT_ONCE) {
            let actors: Result<Vec<String>, StoreError> = chunk
                .iter()
                .map(|row| {
                    serde_json::to_string(&row.actor).map_err(|why| StoreError::corrupt("actor", &why))
                })
                .collect();
            let actors = actors?;
            let mut values = Vec::with_capacity(chunk.len() * WIDTH);
            for (row, actor) in chunk.iter().zip(&actors) {
                values.extend([
                    Param::from(&workspace),
                    Param::from(&row.lead_id),
                    Param::from(&row.id),
                    Param::from(row.scope.as_str()),
                    Param::from(row.granted),
                    Param::from(&row.source),
                    Param::from(row.at),
                    Param::from(actor),
                ]);
            }
            let sql = format!(
                "INSERT INTO lead_consents (workspace_id, lead_id, id, scope, granted, source, at, actor) VALUES {}",
                value_rows(chunk.len(), WIDTH)
            );
            self.tx.session().execute(&sql, &values)?;
        }
        Ok(())
    }

    /// What a lead said, the newest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn of_lead(&mut self, lead: &LeadId, limit: u32) -> Result<Vec<ConsentRow>, StoreError> {
        let rows = self.tx.query(
            "SELECT id, lead_id, scope, granted, source, at, actor FROM lead_consents
             WHERE workspace_id = $1 AND lead_id = $2 ORDER BY id DESC LIMIT $3",
            params![lead, limit],
        )?;
        rows.into_iter().map(read).collect()
    }

    /// Whether any lead in the lists of a campaign that are in use has given a consent.
    ///
    /// # Errors
    /// What the database said.
    pub fn any_in(&mut self, campaign: &CampaignId, scope: ConsentScope) -> Result<bool, StoreError> {
        let found = self.tx.query_one(
            "SELECT c.leads FROM campaign_lists l
             JOIN lists ON lists.workspace_id = l.workspace_id AND lists.id = l.list_id AND lists.state = 'ready'
             JOIN lead_consent_counters c ON c.workspace_id = l.workspace_id AND c.list_id = l.list_id
             WHERE l.workspace_id = $1 AND l.campaign_id = $2 AND c.scope = $3 AND c.leads > 0 LIMIT 1",
            params![campaign, scope.as_str()],
        )?;
        Ok(found.is_some())
    }

    /// How many leads a campaign would call if only they had agreed: those that somebody should still call, and those
    /// whose turn came again and who had not agreed then.
    ///
    /// # Errors
    /// What the database said.
    pub fn missing_in(&mut self, campaign: &CampaignId, scope: ConsentScope) -> Result<u64, StoreError> {
        let open = self.tx.query_one(
            "SELECT CAST(COALESCE(SUM(c.leads), 0) AS BIGINT) FROM campaign_lists l
             JOIN lists ON lists.workspace_id = l.workspace_id AND lists.id = l.list_id AND lists.state = 'ready'
             JOIN lead_counters c ON c.workspace_id = l.workspace_id AND c.list_id = l.list_id
             WHERE l.workspace_id = $1 AND l.campaign_id = $2 AND c.status IN ('new', 'callback')",
            params![campaign],
        )?;
        let given = self.tx.query_one(
            "SELECT CAST(COALESCE(SUM(c.leads), 0) AS BIGINT) FROM campaign_lists l
             JOIN lists ON lists.workspace_id = l.workspace_id AND lists.id = l.list_id AND lists.state = 'ready'
             JOIN lead_consent_counters c ON c.workspace_id = l.workspace_id AND c.list_id = l.list_id
             WHERE l.workspace_id = $1 AND l.campaign_id = $2 AND c.scope = $3 AND c.status IN ('new', 'callback')",
            params![campaign, scope.as_str()],
        )?;
        let again = self.tx.query_one(
            &format!(
                "SELECT COUNT(*) FROM campaign_leads c JOIN leads ON leads.workspace_id = c.workspace_id
                   AND leads.id = c.lead_id
                 WHERE c.workspace_id = $1 AND c.campaign_id = $2 AND c.state = 'left_out' AND c.why = $3
                   AND leads.status NOT IN ('new', 'callback', 'closed') AND {}",
                consent_condition(scope, false)
            ),
            params![campaign, CONSENT_MISSING],
        )?;
        let mut counts = [0; 3];
        for (count, found) in counts.iter_mut().zip([open, given, again]) {
            *count = found.map_or(Ok(0), |mut row| row.count())?;
        }
        let [open, given, again] = counts;
        Ok(open.saturating_sub(given) + again)
    }
}

fn read(mut row: Row) -> Result<ConsentRow, StoreError> {
    Ok(ConsentRow {
        id: row.parsed("consent id")?,
        lead_id: row.parsed("lead id")?,
        scope: row.parsed("scope of a consent")?,
        granted: row.flag()?,
        source: row.text()?,
        at: row.time()?,
        actor: row.json("actor")?,
    })
}

/// Why a campaign leaves a lead out that has not agreed to be called: the name of the rule.
pub(crate) const CONSENT_MISSING: &str = RuleCode::ConsentMissing.as_str();
const WIDTH: usize = 8;
const ROWS_AT_ONCE: usize = 100;
