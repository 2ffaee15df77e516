//! How agents spent their shifts.

use std::collections::BTreeMap;

use outdial_domain::Timestamp;
use outdial_domain::ids::{CampaignId, SeatId};

use super::Reports;
use crate::StoreError;
use crate::db::{Row, params};
use crate::page::{Page, PageRequest};

/// Which shifts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftFilter {
    /// Begun at or after this time.
    pub from: Timestamp,
    /// Begun before this time.
    pub to: Timestamp,
    /// Of this user, or key of a program.
    pub user_id: Option<String>,
    /// For this campaign.
    pub campaign_id: Option<CampaignId>,
}

/// A shift: a time signed in to a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftRow {
    /// The seat.
    pub seat_id: SeatId,
    /// Who sat there.
    pub user_id: String,
    /// Their name, as it was at sign-in.
    pub name: String,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// What it is called.
    pub campaign_name: String,
    /// From when.
    pub signed_in_at: Timestamp,
    /// Until when; absent while it goes on.
    pub signed_out_at: Option<Timestamp>,
    /// Time by the word of the seat's state, in milliseconds; what goes on counts until now.
    pub by_state_ms: BTreeMap<String, i64>,
    /// Time of pauses by their reason; empty where none was given.
    pub pauses_ms: BTreeMap<String, i64>,
    /// Talks with people.
    pub calls: u64,
    /// Time of those talks.
    pub talk_ms: i64,
}

impl Reports<'_, '_> {
    /// A page of the shifts that match, the newest first.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another list; what the database said.
    pub fn shifts(
        &mut self,
        filter: &ShiftFilter,
        page: &PageRequest,
        now: Timestamp,
    ) -> Result<Page<ShiftRow>, StoreError> {
        let (before, before_id) = page.before(LIST)?;
        let rows = page.rows();
        let limit = i64::try_from(rows).unwrap_or(i64::MAX).saturating_add(1);
        let found = self.tx.query(
            "SELECT s.id, s.user_id, s.name, s.campaign_id, COALESCE(c.name, ''), s.created_at, s.ended_at
             FROM seats s LEFT JOIN campaigns c ON c.workspace_id = s.workspace_id AND c.id = s.campaign_id
             WHERE s.workspace_id = $1 AND s.created_at >= $2 AND s.created_at < $3
               AND ($4 = '' OR s.user_id = $4) AND ($5 = '' OR s.campaign_id = $5)
               AND (s.created_at, s.id) < ($6, $7)
             ORDER BY s.created_at DESC, s.id DESC LIMIT $8",
            params![
                filter.from,
                filter.to,
                filter.user_id.as_deref().unwrap_or(""),
                filter.campaign_id.as_ref().map_or("", CampaignId::as_str),
                before,
                &before_id,
                limit,
            ],
        )?;
        let found = found.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let mut page = Page::cut(found, rows, LIST, |shift| {
            vec![shift.signed_in_at.0.to_string(), shift.seat_id.to_string()]
        });
        for shift in &mut page.items {
            self.add_stays(shift, now)?;
            self.add_talks(shift, now)?;
        }
        Ok(page)
    }

    fn add_stays(&mut self, shift: &mut ShiftRow, now: Timestamp) -> Result<(), StoreError> {
        let rows = self.tx.query(
            "SELECT standing, reason, CAST(SUM(COALESCE(ended_at, $3) - began_at) AS BIGINT) FROM seat_log
             WHERE workspace_id = $1 AND seat_id = $2 GROUP BY standing, reason",
            params![&shift.seat_id, now],
        )?;
        for mut row in rows {
            let (standing, reason, ms) = (row.text()?, row.opt_text()?, row.int()? / 1_000);
            if standing == PAUSED {
                *shift.pauses_ms.entry(reason.unwrap_or_default()).or_default() += ms;
            }
            *shift.by_state_ms.entry(standing).or_default() += ms;
        }
        Ok(())
    }

    fn add_talks(&mut self, shift: &mut ShiftRow, now: Timestamp) -> Result<(), StoreError> {
        // The user's talks within the shift are found by index; those of the seat are not.
        let found = self.tx.query_one(
            "SELECT COUNT(*), CAST(COALESCE(SUM(COALESCE(ended_at, $5) - began_at), 0) AS BIGINT) FROM seat_talks
             WHERE workspace_id = $1 AND user_id = $2 AND began_at >= $3 AND began_at <= $4
               AND seat_id = $6 AND (said IS NULL OR said <> 'machine')",
            params![
                &shift.user_id,
                shift.signed_in_at,
                shift.signed_out_at.unwrap_or(now),
                now,
                &shift.seat_id,
            ],
        )?;
        if let Some(mut row) = found {
            shift.calls = row.count()?;
            shift.talk_ms = row.int()? / 1_000;
        }
        Ok(())
    }
}

fn read(mut row: Row) -> Result<ShiftRow, StoreError> {
    Ok(ShiftRow {
        seat_id: row.parsed("seat id")?,
        user_id: row.text()?,
        name: row.text()?,
        campaign_id: row.parsed("campaign id")?,
        campaign_name: row.text()?,
        signed_in_at: row.time()?,
        signed_out_at: row.opt_time()?,
        by_state_ms: BTreeMap::new(),
        pauses_ms: BTreeMap::new(),
        calls: 0,
        talk_ms: 0,
    })
}

const LIST: &str = "shifts";
const PAUSED: &str = "paused";
