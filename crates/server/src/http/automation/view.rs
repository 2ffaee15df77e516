//! `GET /automation`

use axum::Json;
use axum::extract::State;
use outdial_domain::Timestamp;
use outdial_domain::automation::{BreakerLimits, Every};
use outdial_domain::call::Cost;
use outdial_domain::campaign::CampaignState;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::problems::{AutomationProblem, all_problems};
use super::stored::Stored;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::campaigns::{CampaignBreaker, CampaignSchedule};
use crate::http::problem::Problem;

/// The automation of a workspace: what is chosen for it, and how it stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Automation)]
pub struct AutomationView {
    /// Whether it calls.
    pub enabled: bool,
    /// The voice agent that talks with whoever answers.
    #[schema(required)]
    pub voice_agent_id: Option<String>,
    /// The account through which is called; the workspace's when null.
    #[schema(required)]
    pub account_id: Option<String>,
    /// How often a batch is called; null when `cron` says it.
    #[schema(required)]
    pub every_minutes: Option<u32>,
    /// The cron expression at whose times a batch is called.
    #[schema(required)]
    pub cron: Option<String>,
    /// Most leads that are being called at once.
    pub batch: u32,
    /// Most calls to a lead that is not reached.
    pub max_attempts: u32,
    /// How long to wait between them.
    pub retry_minutes: u32,
    /// Most that the calls of a day (UTC) may cost; no limit when null.
    #[schema(required)]
    pub budget_micros_per_day: Option<i64>,
    /// The currency of the budget (ISO 4217).
    pub budget_currency: String,
    /// When it works; always when null.
    #[schema(required, value_type = Option<CampaignSchedule>)]
    pub schedule: Option<Value>,
    /// Whether only leads are called that have agreed to be called by an artificial voice.
    pub consent_needed: bool,
    /// Leads that would be called but for that.
    pub without_consent: u64,
    /// The lists whose leads it calls.
    pub list_ids: Vec<String>,
    /// Its campaign; null until it is set up.
    #[schema(required)]
    pub campaign_id: Option<String>,
    /// When the next batch is called; null while it is off.
    #[schema(required)]
    pub next_run_at: Option<String>,
    /// Places that are free now.
    pub free_slots: u32,
    /// Leads that are being called, or await the report of their call.
    pub live: u32,
    /// What the calls of today (UTC) have cost in the currency of the budget, or without a budget in the one in which most
    /// was spent; null when no price in it is known.
    #[schema(required)]
    pub spend_today: Option<Spent>,
    /// What they have cost in other currencies. It is not added, and not counted against the budget.
    pub spend_today_not_counted: Vec<Spent>,
    /// What is taken for going wrong, upon which the circuit breaker opens.
    #[schema(value_type = CampaignBreaker)]
    pub limits: BreakerLimits,
    /// The circuit breaker; null until it has opened once.
    #[schema(required)]
    pub breaker: Option<BreakerView>,
    /// What keeps it from calling anybody.
    pub problems: Vec<AutomationProblem>,
    /// Grows with each change.
    pub revision: i64,
}

/// An amount in millionths of a currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Spent {
    /// Millionths.
    pub micros: i64,
    /// ISO 4217 code.
    pub currency: String,
}

/// The circuit breaker.
#[derive(Debug, Serialize, ToSchema)]
pub struct BreakerView {
    /// Whether it is open, so that nobody is called.
    pub open: bool,
    /// Why it opened last.
    pub reason: String,
    /// Until when.
    pub until: String,
}

/// How automation stands.
#[utoipa::path(get, path = "/automation", tag = "Automation", operation_id = "readAutomation",
    responses((status = 200, description = "How it stands", body = AutomationView)))]
pub async fn read_automation(
    State(app): State<AppState>,
    actor: Actor,
) -> Result<Json<AutomationView>, Problem> {
    actor.require(Operation::CampaignsRead)?;
    let now = app.now();
    let stored = app
        .workspace(&actor.workspace)
        .read(move |tx| Stored::read(tx, now))
        .await?;
    Ok(Json(AutomationView::of(&app, &actor, &stored, now)))
}

impl AutomationView {
    /// As the API shows it.
    pub fn of(app: &AppState, actor: &Actor, stored: &Stored, now: Timestamp) -> Self {
        let settings = stored.settings();
        let pulse = settings.pulse.clone().unwrap_or_default();
        let row = stored.campaign.as_ref();
        let enabled = row.is_some_and(|row| row.state == CampaignState::Running);
        let (every_minutes, cron) = match &pulse.every {
            Every::Minutes(minutes) => (Some(*minutes), None),
            Every::Cron(expression) => (None, Some(expression.clone())),
        };
        let rule = settings.retry.no_answer;
        let most = stored.spent.iter().max_by_key(|cost| cost.micros);
        let currency = match (pulse.budget_micros_per_day, most) {
            (None, Some(most)) => &most.currency,
            (Some(_), _) | (None, None) => &pulse.budget_currency,
        };
        let spend_today = stored.spent.iter().find(|cost| cost.currency == *currency);
        let others = stored.spent.iter().filter(|cost| cost.currency != *currency);
        let not_counted = others.filter(|cost| cost.micros > 0);
        Self {
            enabled,
            voice_agent_id: settings.voice_agent_id.as_ref().map(ToString::to_string),
            account_id: settings.account_id.as_ref().map(ToString::to_string),
            every_minutes,
            cron,
            batch: pulse.batch,
            max_attempts: rule.attempts_max,
            retry_minutes: rule.delay_minutes,
            budget_micros_per_day: pulse.budget_micros_per_day,
            budget_currency: pulse.budget_currency.clone(),
            schedule: settings
                .schedule
                .as_ref()
                .and_then(|schedule| serde_json::to_value(schedule).ok()),
            consent_needed: settings.needs_consent(),
            without_consent: stored.without_consent,
            list_ids: stored.lists.iter().map(ToString::to_string).collect(),
            campaign_id: row.map(|row| row.id.to_string()),
            next_run_at: stored
                .pulse
                .next_at
                .filter(|_| enabled)
                .map(|at| at.max(now).to_string()),
            free_slots: pulse.batch.saturating_sub(stored.taken),
            live: stored.taken,
            spend_today: spend_today.map(Spent::of),
            spend_today_not_counted: not_counted.map(Spent::of).collect(),
            limits: pulse.breaker,
            breaker: BreakerView::of(stored, now),
            problems: all_problems(app, &actor.workspace, stored),
            revision: row.map_or(0, |row| row.revision),
        }
    }
}

impl BreakerView {
    fn of(stored: &Stored, now: Timestamp) -> Option<Self> {
        let until = stored.pulse.open_until?;
        Some(Self {
            open: until > now,
            reason: stored.pulse.open_why.clone()?,
            until: until.to_string(),
        })
    }
}

impl Spent {
    fn of(cost: &Cost) -> Self {
        Self {
            micros: cost.micros,
            currency: cost.currency.clone(),
        }
    }
}

/// Of several currencies the one in which most was spent: they cannot be added.
pub fn most_spent(spent: &[Cost]) -> Option<Spent> {
    spent.iter().max_by_key(|cost| cost.micros).map(Spent::of)
}
