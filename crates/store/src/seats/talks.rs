//! Talks of agents with the callees of campaigns.

use std::collections::BTreeMap;

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, CampaignId, SeatId};

use super::rows::Seats;
use crate::StoreError;
use crate::db::{Row, params};

/// A talk of an agent with a callee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalkRow {
    /// With whom.
    pub call_id: CallId,
    /// Since when.
    pub began_at: Timestamp,
    /// From which seat.
    pub seat_id: SeatId,
    /// Of whom.
    pub user_id: String,
    /// For which campaign.
    pub campaign_id: CampaignId,
    /// From the answer until the two heard each other.
    pub answer_to_audio_ms: i64,
    /// Until when; absent while it goes on.
    pub ended_at: Option<Timestamp>,
    /// Who answered, as the agent says: a verdict's word.
    pub said: Option<String>,
}

/// What somebody's talks come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Talks with people.
    pub calls: u64,
    /// Time talked.
    pub talk_ms: i64,
    /// What came of them, by disposition.
    pub dispositions: BTreeMap<String, u64>,
}

impl Seats<'_, '_> {
    /// Writes a talk down; one that is known stays as it is.
    ///
    /// # Errors
    /// What the database said.
    pub fn begin_talk(&mut self, row: &TalkRow) -> Result<(), StoreError> {
        let written = self.tx.execute(
            "INSERT INTO seat_talks (workspace_id, call_id, began_at, seat_id, user_id, campaign_id,
               answer_to_audio_ms, ended_at, said)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT DO NOTHING",
            params![
                &row.call_id,
                row.began_at,
                &row.seat_id,
                &row.user_id,
                &row.campaign_id,
                row.answer_to_audio_ms,
                row.ended_at,
                row.said.as_ref(),
            ],
        )?;
        if written > 0 {
            self.tx.calls().served_by(&row.call_id, &row.user_id)?;
        }
        Ok(())
    }

    /// Notes when the talks of a call ended that still go on.
    ///
    /// # Errors
    /// What the database said.
    pub fn end_talk(&mut self, call: &CallId, at: Timestamp) -> Result<(), StoreError> {
        self.tx.execute(
            "UPDATE seat_talks SET ended_at = $3 WHERE workspace_id = $1 AND call_id = $2 AND ended_at IS NULL",
            params![call, at],
        )?;
        Ok(())
    }

    /// Notes when the talk with a callee ended at this seat; it may go on at another.
    ///
    /// # Errors
    /// What the database said.
    pub fn end_talk_at(&mut self, seat: &SeatId, call: &CallId, at: Timestamp) -> Result<(), StoreError> {
        self.tx.execute(
            "UPDATE seat_talks SET ended_at = $4
             WHERE workspace_id = $1 AND call_id = $3 AND seat_id = $2 AND ended_at IS NULL",
            params![seat, call, at],
        )?;
        Ok(())
    }

    /// Notes who answered, as the agent of the newest talk says.
    ///
    /// # Errors
    /// What the database said.
    pub fn said(&mut self, call: &CallId, verdict: &str) -> Result<(), StoreError> {
        self.tx.execute(
            "UPDATE seat_talks SET said = $3 WHERE workspace_id = $1 AND call_id = $2 AND began_at =
               (SELECT MAX(began_at) FROM seat_talks WHERE workspace_id = $1 AND call_id = $2)",
            params![call, verdict],
        )?;
        let Some(talk) = self.talk(call)? else {
            return Ok(());
        };
        self.tx
            .reports()
            .said(call, &talk.campaign_id, verdict, talk.began_at)
    }

    /// The newest talk with a callee.
    ///
    /// # Errors
    /// What the database said.
    pub fn talk(&mut self, call: &CallId) -> Result<Option<TalkRow>, StoreError> {
        let sql =
            "SELECT call_id, began_at, seat_id, user_id, campaign_id, answer_to_audio_ms, ended_at, said
             FROM seat_talks WHERE workspace_id = $1 AND call_id = $2 ORDER BY began_at DESC LIMIT 1";
        self.tx.query_one(sql, params![call])?.map(read_talk).transpose()
    }

    /// The newest talk of a seat with a callee, who may talk to another by now.
    ///
    /// # Errors
    /// What the database said.
    pub fn talk_at(&mut self, seat: &SeatId, call: &CallId) -> Result<Option<TalkRow>, StoreError> {
        let sql =
            "SELECT call_id, began_at, seat_id, user_id, campaign_id, answer_to_audio_ms, ended_at, said
             FROM seat_talks WHERE workspace_id = $1 AND call_id = $2 AND seat_id = $3
             ORDER BY began_at DESC LIMIT 1";
        self.tx
            .query_one(sql, params![call, seat])?
            .map(read_talk)
            .transpose()
    }

    /// What somebody's talks come to since then. Talks that turned out to be with machines count for nothing, and those
    /// that go on count until now.
    ///
    /// # Errors
    /// What the database said.
    pub fn tally(&mut self, user_id: &str, since: Timestamp, now: Timestamp) -> Result<Tally, StoreError> {
        let rows = self.tx.query(
            "SELECT calls.disposition, COUNT(*), CAST(SUM(COALESCE(talks.ended_at, $4) - talks.began_at) AS BIGINT)
             FROM seat_talks talks
             LEFT JOIN calls ON calls.workspace_id = talks.workspace_id AND calls.id = talks.call_id
             WHERE talks.workspace_id = $1 AND talks.user_id = $2 AND talks.began_at >= $3
               AND (talks.said IS NULL OR talks.said <> 'machine')
             GROUP BY calls.disposition",
            params![user_id, since, now],
        )?;
        let mut tally = Tally::default();
        for mut row in rows {
            let (disposition, count) = (row.opt_text()?, row.count()?);
            tally.calls += count;
            tally.talk_ms += row.opt_int()?.unwrap_or(0) / 1_000;
            if let Some(code) = disposition {
                tally.dispositions.insert(code, count);
            }
        }
        Ok(tally)
    }
}

fn read_talk(mut row: Row) -> Result<TalkRow, StoreError> {
    Ok(TalkRow {
        call_id: row.parsed("call id")?,
        began_at: row.time()?,
        seat_id: row.parsed("seat id")?,
        user_id: row.text()?,
        campaign_id: row.parsed("campaign id")?,
        answer_to_audio_ms: row.int()?,
        ended_at: row.opt_time()?,
        said: row.opt_text()?,
    })
}
