//! `PUT /automation`

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use outdial_domain::automation::{BreakerLimits, Every, retry_rules};
use outdial_domain::campaign::{CampaignSettings, CampaignState, Event, Schedule};
use outdial_domain::ids::CampaignId;
use outdial_engine::PulseReset;
use outdial_store::StoreError;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::problems::problems;
use super::stored::{Stored, ensure};
use super::view::AutomationView;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::campaigns::{
    CampaignBreaker, CampaignSchedule, explain_order, list_ids, no_consent, refuse_absent,
    refuse_unknown_account,
};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, given};
use crate::http::settings::revision_of;

/// What is chosen for the automation; what is absent stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AutomationChange {
    /// Whether it calls.
    enabled: Option<bool>,
    /// The voice agent that talks with whoever answers.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    voice_agent_id: Option<Option<String>>,
    /// The account through which is called; the workspace's when null.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    account_id: Option<Option<String>>,
    /// How often a batch is called.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<u32>)]
    every_minutes: Option<Option<u32>>,
    /// A cron expression of five fields instead, by the clocks of the schedule's zone (UTC without one).
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    cron: Option<Option<String>>,
    /// Most leads that are being called at once.
    batch: Option<u32>,
    /// Most calls to a lead that is not reached.
    max_attempts: Option<u32>,
    /// How long to wait between them.
    retry_minutes: Option<u32>,
    /// Most that the calls of a day (UTC) may cost; no limit when null.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    budget_micros_per_day: Option<Option<i64>>,
    /// The currency of the budget (ISO 4217), such as `USD`.
    budget_currency: Option<String>,
    /// When it works; always when null.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<CampaignSchedule>)]
    schedule: Option<Option<Value>>,
    /// What is taken for going wrong, upon which the circuit breaker opens; what is absent of it stays as it is.
    #[schema(value_type = Option<CampaignBreaker>)]
    limits: Option<serde_json::Map<String, Value>>,
    /// Whether only leads are called that have agreed to be called by an artificial voice.
    consent_needed: Option<bool>,
    /// The lists whose leads it calls.
    list_ids: Option<Vec<String>>,
    /// The revision that the change is based on; any when absent.
    #[schema(value_type = Option<i64>)]
    revision: Option<Value>,
}

/// Chooses how automation works, and switches it on or off. Switching it on closes the circuit breaker.
#[utoipa::path(put, path = "/automation", tag = "Automation", operation_id = "changeAutomation",
    params(("If-Match" = Option<String>, Header, description = "The revision that the change is based on; any when absent")),
    request_body = AutomationChange,
    responses((status = 200, description = "Chosen", body = AutomationView),
        (status = 409, description = "Somebody changed it in the meantime, or `campaign.no_consent`: not one lead has agreed to be called"),
        (status = 422, description = "`campaign.invalid`: a choice cannot be used; `automation.not_ready`: it cannot be switched on yet")))]
pub async fn change_automation(
    State(app): State<AppState>,
    actor: Actor,
    headers: HeaderMap,
    Body(change): Body<AutomationChange>,
) -> Result<Json<AutomationView>, Problem> {
    actor.require(Operation::CampaignsWrite)?;
    let based_on = revision_of(&headers, change.revision.as_ref());
    let lists = change.list_ids.as_deref().map(list_ids).transpose()?;
    let fresh = CampaignId::from_bits(app.new_bits());
    let (by, now) = (actor.stored(), app.now());
    let entry = Entry::by(&actor)
        .detail(json!({"fields": change.names()}))
        .row(&app, "automation.changed");
    let wanted = change.enabled;
    let (checked, of) = (app.clone(), actor.clone());
    let (before, after) = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let mut row = ensure(tx, fresh, &by, now)?;
            if based_on.is_some_and(|revision| revision != row.revision) {
                return Ok(Err(ProblemCode::RevisionConflict.into()));
            }
            let before = row.clone();
            let chosen = change
                .apply(row.settings.clone())
                .and_then(|chosen| refuse_unknown_account(&checked, &of, &chosen).map(|()| chosen));
            row.settings = match chosen {
                Ok(chosen) => chosen,
                Err(problem) => return Ok(Err(problem)),
            };
            if let Some(lists) = &lists {
                if let Some(problem) = refuse_absent(tx, lists)? {
                    return Ok(Err(problem));
                }
                tx.campaigns().set_lists(&row.id, lists)?;
            }
            let lists = tx.campaigns().lists(&row.id)?;
            let on = wanted.unwrap_or(row.state == CampaignState::Running);
            let missing = problems(&checked, &of.workspace, &row.settings, &lists);
            if on && !missing.is_empty() {
                return Ok(Err(missing.iter().fold(
                    Problem::new(ProblemCode::AutomationNotReady).detail(missing[0].message.clone()),
                    |problem, missing| problem.field("enabled", &missing.code, missing.message.as_str()),
                )));
            }
            if wanted == Some(true)
                && row.state != CampaignState::Running
                && let Some(scope) = row.settings.consent_scope()
                && !tx.consents().any_in(&row.id, scope)?
            {
                return Ok(Err(no_consent(scope)));
            }
            row.updated_at = now;
            tx.campaigns().update(&mut row, &by)?;
            tx.campaign_leads().forget_left_out(&row.id, now)?;
            tx.audit().add(&entry)?;
            Ok::<_, StoreError>(Ok((before, row)))
        })
        .await??;
    switch(&app, &actor, &before.settings, &after, wanted).await?;
    let stored = app
        .workspace(&actor.workspace)
        .read(move |tx| Stored::read(tx, now))
        .await?;
    Ok(Json(AutomationView::of(&app, &actor, &stored, now)))
}

/// Starts or pauses the campaign, and lets the time of the next batch be decided anew when that was changed.
async fn switch(
    app: &AppState,
    actor: &Actor,
    before: &CampaignSettings,
    row: &outdial_store::CampaignRow,
    wanted: Option<bool>,
) -> Result<(), Problem> {
    let runs = row.state == CampaignState::Running;
    let every = |settings: &CampaignSettings| settings.pulse.as_ref().map(|pulse| pulse.every.clone());
    let reset = match wanted {
        Some(true) if !runs => Some(PulseReset::TimeAndBreaker),
        _ if every(before) != every(&row.settings) || before.schedule != row.settings.schedule => {
            Some(PulseReset::Time)
        }
        Some(_) | None => None,
    };
    if let Some(reset) = reset {
        app.engine.reset_pulse(&actor.workspace, &row.id, reset).await?;
    }
    let event = match wanted {
        Some(true) if !runs => Some(Event::Start),
        Some(false) if runs => Some(Event::Pause),
        Some(_) | None => None,
    };
    if let Some(event) = event {
        let ordered = app
            .engine
            .order_campaign(&actor.workspace, &row.id, event, actor.stored());
        ordered.await.map_err(explain_order)?;
    }
    app.engine.campaign_changed(&actor.workspace, &row.id);
    Ok(())
}

impl AutomationChange {
    fn apply(self, mut settings: CampaignSettings) -> Result<CampaignSettings, Problem> {
        if let Some(id) = self.voice_agent_id {
            settings.voice_agent_id = parsed("voice_agent_id", id)?;
        }
        if let Some(id) = self.account_id {
            settings.account_id = parsed("account_id", id)?;
        }
        let mut pulse = settings.pulse.take().unwrap_or_default();
        match (self.every_minutes.flatten(), self.cron.flatten()) {
            (Some(_), Some(_)) => {
                let why = "choose an interval or a cron expression, not both";
                return Err(Problem::invalid_field("cron", why));
            }
            (Some(minutes), None) => pulse.every = Every::Minutes(minutes),
            (None, Some(expression)) => pulse.every = Every::Cron(expression.trim().to_owned()),
            (None, None) => {}
        }
        pulse.batch = self.batch.unwrap_or(pulse.batch);
        pulse.budget_micros_per_day = self.budget_micros_per_day.unwrap_or(pulse.budget_micros_per_day);
        if let Some(currency) = self.budget_currency {
            pulse.budget_currency = currency.trim().to_ascii_uppercase();
        }
        if let Some(change) = self.limits {
            pulse.breaker = changed(pulse.breaker, change)?;
        }
        settings.pulse = Some(pulse);
        let rule = settings.retry.no_answer;
        let attempts = self.max_attempts.unwrap_or(rule.attempts_max);
        if attempts == 0 {
            return Err(Problem::invalid_field("max_attempts", "it must be 1 or more"));
        }
        settings.retry = retry_rules(attempts, self.retry_minutes.unwrap_or(rule.delay_minutes));
        if let Some(schedule) = self.schedule {
            let read = schedule.map(serde_json::from_value::<Schedule>).transpose();
            settings.schedule = read.map_err(|why| Problem::invalid_field("schedule", why.to_string()))?;
        }
        settings.consent_needed = self.consent_needed.or(settings.consent_needed);
        let settings = settings.with_plain_consent();
        let wrong = settings.validate();
        if wrong.is_empty() {
            Ok(settings)
        } else {
            Err(Problem::of_fields(ProblemCode::CampaignInvalid, &wrong))
        }
    }

    fn names(&self) -> Vec<&'static str> {
        [
            ("enabled", self.enabled.is_some()),
            ("voice_agent_id", self.voice_agent_id.is_some()),
            ("account_id", self.account_id.is_some()),
            ("every_minutes", self.every_minutes.is_some()),
            ("cron", self.cron.is_some()),
            ("batch", self.batch.is_some()),
            ("max_attempts", self.max_attempts.is_some()),
            ("retry_minutes", self.retry_minutes.is_some()),
            ("budget_micros_per_day", self.budget_micros_per_day.is_some()),
            ("budget_currency", self.budget_currency.is_some()),
            ("schedule", self.schedule.is_some()),
            ("limits", self.limits.is_some()),
            ("consent_needed", self.consent_needed.is_some()),
            ("list_ids", self.list_ids.is_some()),
        ]
        .into_iter()
        .filter_map(|(name, is_there)| is_there.then_some(name))
        .collect()
    }
}

fn parsed<T>(field: &str, id: Option<String>) -> Result<Option<T>, Problem>
where
    T: std::str::FromStr<Err = outdial_domain::ids::IdError>,
{
    id.filter(|id| !id.is_empty())
        .map(|id| {
            id.parse()
                .map_err(|why: outdial_domain::ids::IdError| Problem::invalid_field(field, why.to_string()))
        })
        .transpose()
}

/// Limits of which some are changed.
fn changed(limits: BreakerLimits, change: serde_json::Map<String, Value>) -> Result<BreakerLimits, Problem> {
    let refuse = |why: serde_json::Error| Problem::invalid_field("limits", why.to_string());
    let mut all = serde_json::to_value(limits).map_err(refuse)?;
    for (name, value) in change {
        match all.get_mut(&name) {
            Some(limit) => *limit = value,
            None => {
                return Err(Problem::invalid_field(
                    "limits",
                    format!("there is no limit {name:?}"),
                ));
            }
        }
    }
    serde_json::from_value(all).map_err(refuse)
}
