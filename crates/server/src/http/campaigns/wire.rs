//! The choices of a campaign as the API describes them. They are the domain's own document; these types say in the
//! interface's description what stands in it, and a test keeps the two alike.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::dispositions::DispositionField;

/// What people choose for a campaign. Fields that are left out of a new one have safe defaults, those that are left out
/// of a change stay as they are.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CampaignSettings)]
pub struct CampaignChoices {
    /// `manual`, `preview`, `progressive`, `parallel` or `agentless`.
    pub mode: String,
    /// `consumer`, whose ringing phones are left to ring for 15 seconds, or `business`.
    pub audience: String,
    /// Lines for each agent who is ready, in parallel mode: 1 to 10.
    pub lines_per_seat: u32,
    /// Whether lines are dialled for an agent whose audio is still on its way, in progressive and parallel mode; else the
    /// agent is there before any phone rings.
    pub dials_while_joining: bool,
    /// How leads are shown, in preview mode.
    pub preview: CampaignPreview,
    /// Whether an agent hears whoever answers from the first moment; a machine is taken away again when it is recognised.
    pub at_once: bool,
    /// Calls at once, in agentless mode.
    pub calls_at_once: u32,
    /// Which leads of its lists.
    pub selection: CampaignSelection,
    /// `list_order`, `newest_first`, `fewest_attempts` or `longest_ago`.
    pub order: String,
    /// The carrier account; the workspace's when null.
    #[schema(required)]
    pub account_id: Option<String>,
    /// The number presented, in E.164; the account's when null.
    #[schema(required)]
    pub caller_id: Option<String>,
    /// How long a phone may ring, in seconds: at least 15.
    pub ring_timeout_s: u32,
    /// How long a call may last, in seconds.
    pub time_limit_s: u32,
    /// How people are told from machines.
    pub amd: CampaignAmd,
    /// What is left on a machine.
    pub voicemail: String,
    /// What somebody hears who waits for an agent: `silence` or `music`.
    pub waiting_sound: String,
    /// How long a human may wait for an agent, in milliseconds, from when it is clear that it is a human.
    pub wait_limit_ms: u32,
    /// What a human hears for whom nobody was free.
    pub safe_harbour: CampaignSafeHarbour,
    /// What is said in agentless mode.
    pub message: String,
    /// When it works; always when null.
    #[schema(required)]
    pub schedule: Option<CampaignSchedule>,
    /// What the agent reads, with merge fields in braces.
    pub script: String,
    /// What agents may say came of a talk; the workspace's set when null.
    #[schema(required)]
    pub dispositions: Option<Vec<DispositionField>>,
    /// Whether an agent must say what came of a talk before the next.
    pub disposition_required: bool,
    /// How long an agent may take for that, in seconds; no limit when null.
    #[schema(required)]
    pub wrap_up_s: Option<u32>,
    /// When a lead is called again, by how the last call ended: `no_answer`, `busy`, `failed`, `machine`,
    /// `voicemail_left`, `abandoned`, or `disposition` when an agent chose one that asks for it.
    pub retry: BTreeMap<String, CampaignRetry>,
    /// How often one number may be called.
    pub caps: CampaignCaps,
    /// Most abandoned calls of a thousand live answers, over 30 days.
    pub abandon_budget_permille: u32,
    /// Whether talks are recorded.
    pub record: bool,
    /// The voice agent that talks with whoever answers, in agentless mode; they hear the message when null.
    #[schema(required)]
    pub voice_agent_id: Option<String>,
    /// Calls batches at set times, in agentless mode; without pause when null.
    #[schema(required)]
    pub pulse: Option<CampaignPulse>,
    /// Whether only leads are called that have agreed to it: to `human_call` when an agent speaks to them, else to
    /// `ai_voice`. When it was never chosen, it is so for voice agents and not for the others. What was chosen for one
    /// treatment does not hold for another that a later change brings, unless that change says it as well.
    pub consent_needed: bool,
}

/// When a campaign calls a batch of leads, and what keeps it from doing so.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignPulse {
    /// How often.
    pub every: CampaignEvery,
    /// Most leads that are being called at once.
    pub batch: u32,
    /// Most that the calls of a day (UTC) may cost, in millionths of `budget_currency`; no limit when null.
    #[schema(required)]
    pub budget_micros_per_day: Option<i64>,
    /// The currency of the budget (ISO 4217). What is paid in another is not counted against it, and that is said; where
    /// calls cost something and nothing of it can be counted, nobody more is called. `USD` when absent.
    #[serde(default = "usual_currency")]
    pub budget_currency: String,
    /// When nobody more is called because calls go wrong.
    pub breaker: CampaignBreaker,
}

fn usual_currency() -> String {
    outdial_domain::campaign::Pulse::default().budget_currency
}

/// How often a batch is called.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CampaignEvery {
    /// Every so many minutes.
    Minutes(u32),
    /// At the times of a cron expression of five fields, by the clocks of the campaign's hours (UTC when it has none).
    Cron(String),
}

/// What is taken for going wrong, counted over an hour; no limit where null.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignBreaker {
    /// Most failed calls of a thousand.
    #[schema(required)]
    pub failures_permille: Option<u32>,
    /// Most talks of a thousand answered calls that were shorter than `short_s`.
    #[schema(required)]
    pub short_permille: Option<u32>,
    /// What is a short talk, in seconds.
    pub short_s: u32,
    /// Most that the calls of an hour may cost, in millionths of any one currency.
    #[schema(required)]
    pub cost_micros_per_hour: Option<i64>,
    /// Fewer calls than this prove nothing of rates.
    pub calls_min: u32,
    /// For how long nobody is called then, in minutes.
    pub pause_minutes: u32,
}

/// How leads are shown to agents before they are called.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignPreview {
    /// How long a lead is shown before it is dialled by itself, in seconds: 5 to 120; until the agent decides when null.
    #[schema(required)]
    pub countdown_s: Option<u32>,
}

/// Which leads of its lists a campaign calls.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignSelection {
    /// Where a lead may stand when the campaign first looks at it.
    pub statuses: Vec<String>,
    /// ISO 3166 regions of the first number; any when empty.
    pub regions: Vec<String>,
    /// Tags of which a lead has one or more, upper and lower case alike; any, or none, when empty.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Most calls that the lead may have had before; any number when null.
    #[schema(required)]
    pub attempts_max: Option<u32>,
}

/// How a campaign tells people from machines.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignAmd {
    /// What a machine gets: `off` puts everybody through, else `hang_up` or `voicemail_drop`.
    pub policy: String,
    /// What an answer is taken for that nobody can tell: `human` or `machine`.
    pub unknown: String,
    /// How long an answer may go unjudged, in milliseconds.
    pub verdict_limit_ms: u32,
}

/// What a human hears for whom no agent was free.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignSafeHarbour {
    /// In whose name the call is made.
    pub company: String,
    /// The number under which they are reached.
    pub phone: String,
    /// The key that puts the number on the do-not-call list.
    #[schema(required)]
    pub opt_out_key: Option<String>,
    /// Other words around the same facts.
    #[schema(required)]
    pub words: Option<String>,
}

/// When a campaign works.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignSchedule {
    /// The IANA zone of its hours.
    pub time_zone: String,
    /// Monday to Sunday; closed where null.
    pub days: Vec<Option<CampaignDayHours>>,
    /// Days without work, as `YYYY-MM-DD`.
    #[serde(default)]
    #[schema(required)]
    pub holidays: Vec<String>,
}

/// The open hours of a weekday.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignDayHours {
    /// First minute after midnight.
    pub start_minute: u16,
    /// First minute that is closed again; 1440 is midnight.
    pub end_minute: u16,
}

/// What follows an outcome.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignRetry {
    /// The lead is called again while it had fewer calls than this; 0 or 1 is never.
    pub attempts_max: u32,
    /// How long to wait, in minutes.
    pub delay_minutes: u32,
    /// Whether the lead's next number is called, if it has one.
    pub next_number: bool,
    /// Whether it is called at another time of day.
    pub other_hour: bool,
}

/// How often one number may be called; no limit where null.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignCaps {
    /// In 24 hours, by the whole workspace.
    #[schema(required)]
    pub per_day: Option<u32>,
    /// By this campaign, ever.
    #[schema(required)]
    pub in_all: Option<u32>,
}

#[cfg(test)]
mod tests {
    use outdial_domain::campaign::{CampaignSettings, DayHours, Pulse, Schedule};
    use outdial_domain::ids::VoiceAgentId;
    use outdial_domain::leads::Dispositions;

    use super::CampaignChoices;

    #[test]
    fn the_description_is_of_the_document_that_is_kept() {
        let settings = CampaignSettings {
            schedule: Some(Schedule {
                time_zone: "America/New_York".to_owned(),
                days: [Some(DayHours {
                    start_minute: 540,
                    end_minute: 1_020,
                }); 7],
                holidays: ["2026-12-25".to_owned()].into(),
            }),
            dispositions: Some(Dispositions::default()),
            voice_agent_id: Some(VoiceAgentId::from_bits(7)),
            pulse: Some(Pulse::default()),
            consent_needed: Some(true),
            ..CampaignSettings::default()
        };
        let kept = serde_json::to_value(&settings).unwrap();
        let described: CampaignChoices = serde_json::from_value(kept.clone()).unwrap();
        assert_eq!(serde_json::to_value(&described).unwrap(), kept);
        assert_eq!(
            serde_json::from_value::<CampaignSettings>(kept).unwrap(),
            settings
        );
    }
}
