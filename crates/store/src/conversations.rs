//! Talks of voice agents with callees, by call: what was said, asked for, done and decided.

use std::str::FromStr;

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, VoiceAgentId};
use outdial_domain::leads::LeadResult;
use outdial_domain::voice_agent::{
    ConversationReport, Deeds, Evidence, Ground, ToolReply, ToolRequest, Utterance,
};

use crate::StoreError;
use crate::db::{Row, params};
use crate::rooms::json;
use crate::workspace::Tx;

/// How far a talk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConversationState {
    /// The call goes on, or has not begun.
    Live,
    /// The call is over; what came of it is not known yet.
    Settling,
    /// What came of it is decided.
    Settled,
}

/// A talk.
#[derive(Debug, Clone, PartialEq)]
pub struct ConversationRow {
    /// The call.
    pub call_id: CallId,
    /// The agent; the host's own when absent.
    pub agent_id: Option<VoiceAgentId>,
    /// Which version of it, if its host was given one.
    pub version: Option<u32>,
    /// How far it is.
    pub state: ConversationState,
    /// What was done while they talked.
    pub deeds: Deeds,
    /// What its host reported at the end.
    pub report: Option<ConversationReport>,
    /// What came of it.
    pub result: Option<LeadResult>,
    /// What that rests on.
    pub ground: Option<Ground>,
    /// The callee's words for it.
    pub evidence: Vec<Evidence>,
    /// When they want to be called again.
    pub callback_at: Option<Timestamp>,
    /// When the call was taken for dialling.
    pub began_at: Timestamp,
    /// When it was decided what came of it.
    pub settled_at: Option<Timestamp>,
}

/// Something that an agent asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolRow {
    /// What it asked.
    pub request: ToolRequest,
    /// When.
    pub asked_at: Timestamp,
    /// What came of it; absent while it is being done.
    pub answer: Option<Result<String, String>>,
    /// When that was.
    pub answered_at: Option<Timestamp>,
}

/// Talks of a workspace.
pub struct Conversations<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Conversations<'_, '_> {
    /// Writes a talk down; `false` when its call has one.
    ///
    /// # Errors
    /// What the database said.
    pub fn open(&mut self, row: &ConversationRow) -> Result<bool, StoreError> {
        let (deeds, evidence) = (json("deeds", &row.deeds)?, json("evidence", &row.evidence)?);
        let written = self.tx.execute(
            "INSERT INTO conversations (workspace_id, call_id, agent_id, version, state, deeds, evidence, began_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
            params![
                &row.call_id,
                row.agent_id.as_ref(),
                row.version,
                row.state.as_str(),
                &deeds,
                &evidence,
                row.began_at,
            ],
        )?;
        Ok(written > 0)
    }

    /// Stores how a talk stands.
    ///
    /// # Errors
    /// `Conflict` when there is none.
    pub fn update(&mut self, row: &ConversationRow) -> Result<(), StoreError> {
        let (deeds, evidence) = (json("deeds", &row.deeds)?, json("evidence", &row.evidence)?);
        let report = row
            .report
            .as_ref()
            .map(|report| json("report", report))
            .transpose()?;
        let written = self.tx.execute(
            "UPDATE conversations SET state = $3, deeds = $4, report = $5, result = $6, ground = $7, evidence = $8,
               callback_at = $9, settled_at = $10
             WHERE workspace_id = $1 AND call_id = $2",
            params![
                &row.call_id,
                row.state.as_str(),
                &deeds,
                report.as_ref(),
                row.result.map(LeadResult::as_str),
                row.ground.map(ground_word),
                &evidence,
                row.callback_at,
                row.settled_at,
            ],
        )?;
        if written == 0 {
            return Err(StoreError::Conflict { what: "conversation" });
        }
        Ok(())
    }

    /// The talk of this call.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, call: &CallId) -> Result<Option<ConversationRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM conversations WHERE workspace_id = $1 AND call_id = $2");
        self.tx.query_one(&sql, params![call])?.map(read).transpose()
    }

    /// Writes down what an agent asks for; `false` when the request was made before.
    ///
    /// # Errors
    /// What the database said.
    pub fn ask(&mut self, call: &CallId, request: &ToolRequest, now: Timestamp) -> Result<bool, StoreError> {
        let written = self.tx.execute(
            "INSERT INTO conversation_tools (workspace_id, call_id, request_id, name, arguments, asked_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            params![call, &request.id, &request.name, &request.arguments, now],
        )?;
        Ok(written > 0)
    }

    /// Writes down what came of a request.
    ///
    /// # Errors
    /// What the database said.
    pub fn answer(&mut self, call: &CallId, reply: &ToolReply, now: Timestamp) -> Result<(), StoreError> {
        let (result, error) = match &reply.result {
            Ok(result) => (Some(result), None),
            Err(error) => (None, Some(error)),
        };
        self.tx.execute(
            "UPDATE conversation_tools SET result = $4, error = $5, answered_at = $6
             WHERE workspace_id = $1 AND call_id = $2 AND request_id = $3 AND answered_at IS NULL",
            params![call, &reply.id, result, error, now],
        )?;
        Ok(())
    }

    /// What was asked under this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn tool(&mut self, call: &CallId, request: &str) -> Result<Option<ToolRow>, StoreError> {
        let sql = format!(
            "SELECT {TOOL_COLUMNS} FROM conversation_tools
             WHERE workspace_id = $1 AND call_id = $2 AND request_id = $3"
        );
        self.tx
            .query_one(&sql, params![call, request])?
            .map(read_tool)
            .transpose()
    }

    /// Everything that was asked, in its order.
    ///
    /// # Errors
    /// What the database said.
    pub fn tools(&mut self, call: &CallId) -> Result<Vec<ToolRow>, StoreError> {
        let sql = format!(
            "SELECT {TOOL_COLUMNS} FROM conversation_tools
             WHERE workspace_id = $1 AND call_id = $2 ORDER BY asked_at, request_id"
        );
        self.tx
            .query(&sql, params![call])?
            .into_iter()
            .map(read_tool)
            .collect()
    }

    /// How often an agent asked for something.
    ///
    /// # Errors
    /// What the database said.
    pub fn asked(&mut self, call: &CallId) -> Result<u64, StoreError> {
        let sql = "SELECT COUNT(*) FROM conversation_tools WHERE workspace_id = $1 AND call_id = $2";
        let row = self.tx.query_one(sql, params![call])?;
        row.map_or(Ok(0), |mut row| row.count())
    }

    /// Writes down what was said, unless `limit` things were said already.
    ///
    /// # Errors
    /// What the database said.
    pub fn say(&mut self, call: &CallId, utterance: &Utterance, limit: u32) -> Result<(), StoreError> {
        let sql = "SELECT MAX(place) FROM conversation_lines WHERE workspace_id = $1 AND call_id = $2";
        let last = match self.tx.query_one(sql, params![call])? {
            Some(mut row) => row.opt_int()?.unwrap_or(0),
            None => 0,
        };
        if last >= i64::from(limit) {
            return Ok(());
        }
        let utterance = json("utterance", utterance)?;
        self.tx.execute(
            "INSERT INTO conversation_lines (workspace_id, call_id, place, utterance) VALUES ($1, $2, $3, $4)",
            params![call, last + 1, &utterance],
        )?;
        Ok(())
    }

    /// What was said, in its order.
    ///
    /// # Errors
    /// What the database said.
    pub fn said(&mut self, call: &CallId) -> Result<Vec<Utterance>, StoreError> {
        let sql = "SELECT utterance FROM conversation_lines WHERE workspace_id = $1 AND call_id = $2 ORDER BY place";
        let rows = self.tx.query(sql, params![call])?;
        rows.into_iter().map(|mut row| row.json("utterance")).collect()
    }
}

impl ConversationState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Live, Self::Settling, Self::Settled];

    /// The word used on the wire and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Settling => "settling",
            Self::Settled => "settled",
        }
    }
}

/// A word that is no state of a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no state of a conversation has that name")]
pub struct UnknownState;

impl FromStr for ConversationState {
    type Err = UnknownState;

    fn from_str(word: &str) -> Result<Self, UnknownState> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or(UnknownState)
    }
}

const COLUMNS: &str = "call_id, agent_id, version, state, deeds, report, result, ground, evidence, callback_at, began_at, \
                       settled_at";
const TOOL_COLUMNS: &str = "request_id, name, arguments, asked_at, result, error, answered_at";

fn ground_word(ground: Ground) -> &'static str {
    match ground {
        Ground::Deed => "deed",
        Ground::Ending => "ending",
        Ground::Model => "model",
    }
}

fn read(mut row: Row) -> Result<ConversationRow, StoreError> {
    Ok(ConversationRow {
        call_id: row.parsed("call id")?,
        agent_id: row.opt_parsed("voice agent id")?,
        version: row
            .opt_int()?
            .map(|version| u32::try_from(version).unwrap_or(u32::MAX)),
        state: row.parsed("state of a conversation")?,
        deeds: row.json("deeds")?,
        report: row.opt_json("report")?,
        result: row.opt_parsed("result of a lead")?,
        ground: match row.opt_text()?.as_deref() {
            Some("deed") => Some(Ground::Deed),
            Some("ending") => Some(Ground::Ending),
            Some("model") => Some(Ground::Model),
            Some(_) | None => None,
        },
        evidence: row.json("evidence")?,
        callback_at: row.opt_time()?,
        began_at: row.time()?,
        settled_at: row.opt_time()?,
    })
}

fn read_tool(mut row: Row) -> Result<ToolRow, StoreError> {
    let request = ToolRequest {
        id: row.text()?,
        name: row.text()?,
        arguments: row.text()?,
    };
    let asked_at = row.time()?;
    let (result, error) = (row.opt_text()?, row.opt_text()?);
    Ok(ToolRow {
        request,
        asked_at,
        answer: result.map(Ok).or(error.map(Err)),
        answered_at: row.opt_time()?,
    })
}
