//! A call as it is stored.

use outdial_domain::call::{Call, Facts, Policy, State};
use outdial_domain::ids::{CallId, CampaignId, CarrierAccountId, LeadId, ListId, RoomId, RunId};
use outdial_domain::rules::WindowOverride;
use outdial_domain::{PhoneNumber, Timestamp};

use serde::{Deserialize, Serialize};

use crate::counters::Standing;
use crate::db::Row;
use crate::{Actor, Deletion, StoreError};

/// One attempt to reach one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRow {
    /// Its id.
    pub id: CallId,
    /// The run it belongs to.
    pub run_id: Option<RunId>,
    /// The campaign that makes it.
    pub campaign_id: Option<CampaignId>,
    /// The lead it is made to.
    pub lead_id: Option<LeadId>,
    /// The list that the lead was in when it was written down.
    pub list_id: Option<ListId>,
    /// The agent of a campaign who talked to the callee last; the store fills this in when a talk begins.
    pub agent_id: Option<String>,
    /// The room in which it is talked on.
    pub room_id: Option<RoomId>,
    /// Who is called, if a name was given.
    pub name: Option<String>,
    /// The number to reach.
    pub phone: PhoneNumber,
    /// ISO 3166 region of the number.
    pub region: Option<String>,
    /// What is said.
    pub message: String,
    /// The carrier's voice name.
    pub voice: Option<String>,
    /// BCP 47 tag of the message.
    pub language: Option<String>,
    /// The choices fixed when it was planned.
    pub policy: Policy,
    /// The carrier account that places it.
    pub account_id: Option<CarrierAccountId>,
    /// The number presented, in E.164.
    pub caller_id: Option<String>,
    /// State, due time and facts.
    pub call: Call,
    /// When it is woken if nothing happens.
    pub deadline_at: Option<Timestamp>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it ended; the store fills this in from the state.
    pub ended_at: Option<Timestamp>,
    /// Who asked for it.
    pub created_by: Actor,
    /// Who confirmed that it may be made outside its window, and when.
    pub window_override: Option<WindowOverride>,
    /// What people should know about it.
    pub warning: Option<String>,
    /// What an agent says came of it: a code of the workspace's dispositions.
    pub disposition: Option<String>,
    /// What an agent noted about it.
    pub notes: Option<String>,
    /// What was recorded of it.
    pub recording: Option<CallRecording>,
    /// Cleared from the log.
    pub archived: bool,
    /// Grows with each update; an update from an older one is a conflict.
    pub revision: i64,
}

/// What was recorded of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRecording {
    /// Its id.
    pub id: String,
    /// Where it is heard.
    pub url: String,
    /// How long it is; absent while it goes on.
    pub duration_ms: Option<i64>,
    /// 1, or 2 with each side on its own.
    pub channels: u32,
    /// That it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<Deletion>,
}

impl CallRow {
    /// A call that is asked for now and due at once, of which nothing else is known. The region is the number's.
    #[must_use]
    pub fn planned(id: CallId, phone: PhoneNumber, by: Actor, now: Timestamp) -> Self {
        Self {
            id,
            run_id: None,
            campaign_id: None,
            lead_id: None,
            list_id: None,
            agent_id: None,
            room_id: None,
            name: None,
            region: phone.region().map(str::to_owned),
            phone,
            message: String::new(),
            voice: None,
            language: None,
            policy: Policy::default(),
            account_id: None,
            caller_id: None,
            call: Call::planned(now),
            deadline_at: None,
            created_at: now,
            updated_at: now,
            ended_at: None,
            created_by: by,
            window_override: None,
            warning: None,
            disposition: None,
            notes: None,
            recording: None,
            archived: false,
            revision: 0,
        }
    }

    /// When it ended: as the carrier says, else when it was seen to be over.
    pub(crate) fn end(&self) -> Option<Timestamp> {
        match self.call.state {
            State::Ended(_) => {
                let told = self.call.facts.terminal.as_ref().map(|terminal| terminal.at);
                told.or(self.ended_at).or(Some(self.updated_at))
            }
            State::Planned
            | State::Dialing
            | State::Unknown
            | State::Ringing
            | State::Waiting
            | State::Connected
            | State::Voicemail => None,
        }
    }

    pub(crate) fn standing(&self) -> Standing {
        let facts = &self.call.facts;
        Standing {
            archived: self.archived,
            state: self.call.state.word(),
            outcome: self
                .call
                .state
                .outcome()
                .map_or("", outdial_domain::call::Outcome::as_str),
            dialed_at: facts.claimed_at,
            talk_ms: facts.talk_ms(),
            cost: facts
                .cost
                .as_ref()
                .map(|cost| (cost.micros, cost.currency.clone())),
        }
    }
}

/// The columns that [`read_call`] reads, in its order.
pub(crate) const CALL_COLUMNS: &str =
    "id, run_id, name, phone, region, message, voice, language, policy, account_id,
    caller_id, state, outcome, due_at, facts, deadline_at, created_at, updated_at, ended_at, created_by,
    window_override, warning, archived, revision, lead_id, room_id, disposition, notes, recording,
    campaign_id, list_id, agent_id";

pub(crate) fn read_call(mut row: Row) -> Result<CallRow, StoreError> {
    Ok(CallRow {
        id: row.parsed("call id")?,
        run_id: row.opt_parsed("run id")?,
        name: row.opt_text()?,
        phone: PhoneNumber::from_stored(&row.text()?)
            .map_err(|why| StoreError::corrupt("phone number", &why))?,
        region: row.opt_text()?,
        message: row.text()?,
        voice: row.opt_text()?,
        language: row.opt_text()?,
        policy: row.json("call policy")?,
        account_id: row.opt_parsed("carrier account id")?,
        caller_id: row.opt_text()?,
        call: Call {
            state: read_state(&mut row)?,
            due_at: row.time()?,
            facts: row.json::<Facts>("call facts")?,
        },
        deadline_at: row.opt_time()?,
        created_at: row.time()?,
        updated_at: row.time()?,
        ended_at: row.opt_time()?,
        created_by: row.json("actor")?,
        window_override: row.opt_json("window override")?,
        warning: row.opt_text()?,
        archived: row.flag()?,
        revision: row.int()?,
        lead_id: row.opt_parsed("lead id")?,
        room_id: row.opt_parsed("room id")?,
        disposition: row.opt_text()?,
        notes: row.opt_text()?,
        recording: row.opt_json("recording")?,
        campaign_id: row.opt_parsed("campaign id")?,
        list_id: row.opt_parsed("list id")?,
        agent_id: row.opt_text()?,
    })
}

fn read_state(row: &mut Row) -> Result<State, StoreError> {
    let (state, outcome) = (row.text()?, row.opt_text()?);
    State::from_words(&state, outcome.as_deref())
        .ok_or_else(|| StoreError::corrupt("call state", &format!("{state} {outcome:?}")))
}

/// Reads `archived, state, outcome, dialed_at, talk_ms, cost_micros, cost_currency`.
pub(crate) fn read_standing(row: &mut Row) -> Result<Standing, StoreError> {
    let archived = row.flag()?;
    let state = read_state(row)?;
    Ok(Standing {
        archived,
        state: state.word(),
        outcome: state.outcome().map_or("", outdial_domain::call::Outcome::as_str),
        dialed_at: row.opt_time()?,
        talk_ms: row.opt_int()?,
        cost: row.opt_int()?.zip(row.opt_text()?),
    })
}
