//! One batch: which leads are due, which of them are called, and why the others are not. It is one transaction from the
//! look at the free places to the calls that are written down, so batches that are asked for at once cannot call a lead
//! twice, whoever asks for them.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::automation::{next_run, trip};
use outdial_domain::campaign::{CampaignState, Pulse};
use outdial_domain::ids::{AutomationRunId, CampaignId, LeadId, WorkspaceId};
use outdial_domain::pace::{Order, PulseFacts, pulse};
use outdial_domain::settings::Settings;
use outdial_store::{AutomationRunLead, AutomationRunRow, CallRow, CampaignRow, PulseRow, StoreError, Tx};

use super::fill::fill_batch;
use super::plan::Through;
use super::planner::Planner;
use crate::engine::{Engine, Inner};

/// Who asks for a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchBy {
    /// Its time has come.
    Schedule,
    /// The schedule of another system.
    Cron,
    /// Somebody.
    Person,
}

impl BatchBy {
    /// The word used on the wire and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Cron => "cron",
            Self::Person => "person",
        }
    }
}

/// What a batch did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The batch.
    pub run: AutomationRunRow,
    /// What it did about each lead that it looked at.
    pub leads: Vec<AutomationRunLead>,
}

/// Why no batch was called.
#[derive(Debug, thiserror::Error)]
pub enum BatchRefusal {
    /// There is no such campaign, or it does not call batches.
    #[error("there is no such automation")]
    NoSuchAutomation,
    /// It is off.
    #[error("automation is off; switch it on first")]
    Off,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Engine {
    /// Calls a batch now.
    ///
    /// # Errors
    /// When none is called.
    pub async fn call_batch(
        &self,
        workspace: &WorkspaceId,
        campaign: &CampaignId,
        by: BatchBy,
    ) -> Result<Batch, BatchRefusal> {
        match call(&self.inner, workspace, campaign, by).await? {
            Called::Batch(batch, _) => Ok(batch),
            Called::Later { .. } | Called::None => Err(BatchRefusal::NoSuchAutomation),
            Called::Off => Err(BatchRefusal::Off),
        }
    }

    /// Forgets when the next batch is called, so that it is decided anew; and lets the circuit breaker close when `close`
    /// is asked for.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reset_pulse(
        &self,
        workspace: &WorkspaceId,
        campaign: &CampaignId,
        reset: PulseReset,
    ) -> Result<(), StoreError> {
        let (rows, id) = (self.inner.store.workspace(workspace.clone()), campaign.clone());
        let now = self.inner.clock.now();
        rows.write(move |tx| {
            let mut row = tx.automation().pulse(&id)?;
            match reset {
                PulseReset::Time => row.next_at = None,
                PulseReset::TimeAndBreaker => {
                    row = PulseRow {
                        // What went wrong before is not held against what comes.
                        open_until: row.open_until.map(|_| now),
                        ..PulseRow::default()
                    };
                }
            }
            tx.automation().put_pulse(&id, &row)
        })
        .await?;
        self.campaign_changed(workspace, campaign);
        Ok(())
    }
}

/// What is decided anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PulseReset {
    /// When the next batch is called.
    Time,
    /// That, and whether the circuit breaker is open.
    TimeAndBreaker,
}

/// What became of a look at a campaign's batches.
pub(super) enum Called {
    /// One was called; the next is at this time.
    Batch(Batch, Option<Timestamp>),
    /// Its time has not come.
    Later { at: Option<Timestamp> },
    /// The campaign does not run.
    Off,
    /// There is no such campaign, or it calls no batches.
    None,
}

/// Calls a batch if it is time, or at once when somebody asks.
pub(super) async fn call(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    campaign: &CampaignId,
    by: BatchBy,
) -> Result<Called, StoreError> {
    let (engine, id, of) = (inner.clone(), campaign.clone(), workspace.clone());
    let rows = inner.store.workspace(workspace.clone());
    let (called, planned) = rows.write(move |tx| call_in(tx, &engine, &of, &id, by)).await?;
    for row in planned {
        inner.changes.call(workspace, row.clone());
        inner.campaigns.call_moved(workspace, &row);
    }
    if let Called::Batch(batch, _) = &called {
        tracing::info!(
            campaign.id = %campaign, by = by.as_str(), considered = batch.run.considered, placed = batch.run.placed,
            "a batch was called"
        );
        inner.changes.campaign(workspace, campaign.clone());
        inner.dial_wake.notify_one();
    }
    Ok(called)
}

fn call_in(
    tx: &mut Tx<'_>,
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    id: &CampaignId,
    by: BatchBy,
) -> Result<(Called, Vec<CallRow>), StoreError> {
    let nothing = |called| Ok((called, Vec::new()));
    let Some(campaign) = tx.campaigns().get(id)? else {
        return nothing(Called::None);
    };
    let Some(choice) = campaign.settings.pulse.clone() else {
        return nothing(Called::None);
    };
    if campaign.state != CampaignState::Running {
        return nothing(Called::Off);
    }
    let now = inner.clock.now();
    let mut row = tx.automation().pulse(id)?;
    let zone = campaign
        .settings
        .schedule
        .as_ref()
        .map(|schedule| schedule.time_zone.as_str());
    let following = |last| next_run(&choice.every, last, now, zone);
    let at = match (by, row.next_at) {
        (BatchBy::Cron | BatchBy::Person, _) => now,
        (BatchBy::Schedule, Some(at)) => at,
        // An interval begins at once, the times of an expression do not.
        (BatchBy::Schedule, None) => match &choice.every {
            outdial_domain::automation::Every::Minutes(_) => now,
            outdial_domain::automation::Every::Cron(_) => match following(None) {
                Some(at) => at,
                None => return nothing(Called::Later { at: None }),
            },
        },
    };
    if at > now {
        if row.next_at != Some(at) {
            row.next_at = Some(at);
            tx.automation().put_pulse(id, &row)?;
        }
        return nothing(Called::Later { at: Some(at) });
    }
    if by == BatchBy::Schedule {
        row.last_at = Some(at);
        row.next_at = following(Some(at));
    }
    let mut batch = Batching {
        settings: tx.settings().current()?.settings,
        tx,
        inner,
        workspace,
        campaign: &campaign,
        choice: &choice,
        now,
        leads: Vec::new(),
        planned: Vec::new(),
    };
    let why = batch.go(&mut row)?;
    let (leads, planned) = (batch.leads, batch.planned);
    let run = AutomationRunRow {
        id: AutomationRunId::from_bits(inner.ids.next(now)),
        campaign_id: id.clone(),
        at: now,
        started_by: by.as_str().to_owned(),
        considered: u32::try_from(leads.len()).unwrap_or(u32::MAX),
        placed: u32::try_from(planned.len()).unwrap_or(u32::MAX),
        failed: 0,
        why,
    };
    tx.automation().insert_run(&run, &leads)?;
    tx.automation().put_pulse(id, &row)?;
    Ok((Called::Batch(Batch { run, leads }, row.next_at), planned))
}

struct Batching<'a, 'tx> {
    tx: &'a mut Tx<'tx>,
    inner: &'a Arc<Inner>,
    workspace: &'a WorkspaceId,
    campaign: &'a CampaignRow,
    choice: &'a Pulse,
    settings: Settings,
    now: Timestamp,
    leads: Vec<AutomationRunLead>,
    planned: Vec<CallRow>,
}

impl Batching<'_, '_> {
    /// Calls whom it may; says why nobody, or nobody more, is called.
    fn go(&mut self, row: &mut PulseRow) -> Result<String, StoreError> {
        let schedule = self.campaign.settings.schedule.as_ref();
        if schedule.is_some_and(|schedule| !schedule.is_open(self.now)) {
            return Ok("Outside the automation's hours.".to_owned());
        }
        let Some(through) = Through::of(self.inner, self.workspace, &self.campaign.settings) else {
            return Ok("No carrier account is configured, so nobody can be dialled.".to_owned());
        };
        if !self.inner.may_dial() {
            return Ok("Dialling is stopped.".to_owned());
        }
        if through.is_cut_off(self.inner, self.workspace) {
            return Ok("The carrier account cannot be reached, so nobody is called.".to_owned());
        }
        if let Some(why) = through.speechless(self.inner, self.workspace, &self.campaign.settings) {
            return Ok(why);
        }
        let facts = self.facts(row)?;
        let answer = pulse(self.choice, &facts);
        if let (Some(trip), Order::AskAgain { at }) = (&facts.trip, answer.order)
            && facts.open_until.is_none_or(|until| until <= self.now)
        {
            tracing::warn!(campaign.id = %self.campaign.id, why = trip.code, "the circuit breaker opened");
            row.open_until = Some(at);
            row.open_why = Some(trip.sentence.clone());
        }
        let Order::Dial { lines } = answer.order else {
            return Ok(answer.sentence);
        };
        self.dial(&through, lines)?;
        if self.leads.is_empty() {
            return self.nobody_due();
        }
        if self.planned.is_empty() {
            return Ok("No lead that is due may be called now.".to_owned());
        }
        // What the budget leaves out, if it does.
        Ok(answer.sentence)
    }

    /// Why nobody is due; who only has not agreed to be called is counted.
    fn nobody_due(&mut self) -> Result<String, StoreError> {
        let needed = self.campaign.settings.consent_scope();
        let without = match needed {
            Some(scope) => self.tx.consents().missing_in(&self.campaign.id, scope)?,
            None => 0,
        };
        Ok(match (needed, without) {
            (None, _) | (_, 0) => "No lead is due.".to_owned(),
            (Some(scope), 1) => {
                format!("No lead is due; 1 more has not agreed {}.", scope.spoken())
            }
            (Some(scope), without) => {
                format!(
                    "No lead is due; {without} more have not agreed {}.",
                    scope.spoken()
                )
            }
        })
    }

    fn facts(&mut self, row: &PulseRow) -> Result<PulseFacts, StoreError> {
        let (id, limits) = (&self.campaign.id, &self.choice.breaker);
        // What it opened for is not held against the calls after that.
        let since = self
            .now
            .plus_ms(-HOUR_MS)
            .max(row.open_until.unwrap_or(Timestamp(0)));
        let short_ms = i64::from(limits.short_s) * 1_000;
        let seen = self.tx.automation().breaker_facts(id, since, short_ms)?;
        let today = Timestamp(self.now.0.div_euclid(DAY_US) * DAY_US);
        let most = u64::from(self.settings.max_live_calls);
        let live = self.tx.calls().live_count()?;
        Ok(PulseFacts {
            now: self.now,
            at: self.now,
            taken: self.tx.hopper().calling(id)?,
            room: u32::try_from(most.saturating_sub(live)).unwrap_or(u32::MAX),
            spent: self.tx.automation().spent_since(id, today)?,
            trip: trip(limits, &seen),
            open_until: row.open_until,
        })
    }

    fn dial(&mut self, through: &Through, lines: u32) -> Result<(), StoreError> {
        while self.missing(lines) > 0 && self.leads.len() < CONSIDERED_MAX {
            let wanted = self.missing(lines);
            fill_batch(self.tx, self.campaign, wanted, self.now)?;
            let waiting = self.tx.hopper().waiting(&self.campaign.id, wanted)?;
            if waiting.is_empty() {
                break;
            }
            for reserved in waiting {
                self.consider(through, &reserved.lead_id)?;
            }
        }
        // Nobody waits in the hopper for the next batch.
        self.tx
            .hopper()
            .release_idle(&self.campaign.id, Timestamp(i64::MAX), self.now)?;
        Ok(())
    }

    fn missing(&self, lines: u32) -> u32 {
        lines.saturating_sub(u32::try_from(self.planned.len()).unwrap_or(u32::MAX))
    }

    fn consider(&mut self, through: &Through, lead: &LeadId) -> Result<(), StoreError> {
        let own = self.tx.campaign_leads().get(&self.campaign.id, lead)?;
        let attempt = own.map_or(0, |own| own.attempts) + 1;
        let mut planner = Planner {
            tx: self.tx,
            inner: self.inner,
            campaign: self.campaign,
            through,
            settings: &self.settings,
            now: self.now,
        };
        let ready = match planner.judge(lead)? {
            Some(row) => Some(planner.write_down(row)?),
            None => None,
        };
        let error = match &ready {
            Some(_) => None,
            None => {
                let own = self.tx.campaign_leads().get(&self.campaign.id, lead)?;
                own.map(|own| own.why)
            }
        };
        self.leads.push(AutomationRunLead {
            lead_id: lead.clone(),
            name: ready.as_ref().and_then(|row| row.name.clone()),
            call_id: ready.as_ref().map(|row| row.id.clone()),
            attempt,
            outcome: None,
            result: None,
            error,
        });
        self.planned.extend(ready);
        Ok(())
    }
}

/// Other writers wait while a batch is put together.
const CONSIDERED_MAX: usize = 500;
const HOUR_MS: i64 = 60 * 60_000;
const DAY_US: i64 = 24 * 3_600 * 1_000_000;
