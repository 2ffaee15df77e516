//! Writes down calls that somebody asked for. All calls of one request, and the answer to it, are one transaction:
//! a request repeated after a crash finds its first answer and dials nobody twice.

use outdial_domain::Timestamp;
use outdial_domain::call::{Call, Event, Policy, Treatment};
use outdial_domain::ids::{CallId, LeadId, RunId, WorkspaceId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::rules::{Decision, Refusal, WindowOverride};
use outdial_domain::settings::Settings;
use outdial_store::{Actor, CallRow, EventSource, RunLineRow, RunRow, RunState, StoreError, Tx};

use crate::compliance;
use crate::engine::{Engine, Inner};
use crate::receive::{Incoming, receive_for};
use crate::repetition::{Earlier, find_earlier};
use crate::run_end;

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct PlanRequest {
    /// The numbers, each with what the list said about it.
    pub lines: Vec<PlanLine>,
    /// Makes the calls a run with a name; without it they stand alone.
    pub run: Option<NewRun>,
    /// Spoken to who answers; the workspace's message when absent.
    pub message: Option<String>,
    /// The carrier's voice name; the workspace's when absent.
    pub voice: Option<String>,
    /// BCP 47 tag; the workspace's when absent.
    pub language: Option<String>,
    /// Not before this time.
    pub at: Option<Timestamp>,
    /// A person confirmed that the calling window may be overridden.
    pub window_override: Option<WindowOverride>,
    /// Who asks.
    pub by: Actor,
    /// Equal for a request and its repetitions: 128 bits from the caller, the operation and its key.
    pub request_bits: Option<u128>,
}

/// A new run.
#[derive(Debug, Clone)]
pub struct NewRun {
    /// Shown to people.
    pub name: String,
    /// Where it came from: `paste`, `csv`, `prompt`, `api`, ...
    pub source: String,
}

/// One line of a request.
#[derive(Debug, Clone)]
pub struct PlanLine {
    /// Its number in what was sent, from 1.
    pub line: u32,
    /// As it was written.
    pub raw: String,
    /// The name beside the number.
    pub name: Option<String>,
    /// The line's own message.
    pub message: Option<String>,
    /// What it means.
    pub number: LineNumber,
    /// The lead that the number belongs to, when it is known.
    pub lead: Option<LeadId>,
}

/// What the number of a line turned out to be.
#[derive(Debug, Clone)]
pub enum LineNumber {
    /// A number.
    Valid(PhoneNumber),
    /// The same number as on an earlier line.
    Duplicate {
        /// That line.
        of_line: u32,
    },
    /// Not a number.
    Invalid {
        /// Stable code.
        code: String,
        /// One sentence.
        reason: String,
    },
}

/// What became of a request.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The run, if one was asked for.
    pub run: Option<RunRow>,
    /// One result for each line, in order.
    pub lines: Vec<RunLineRow>,
    /// The calls that were written down.
    pub calls: Vec<CallRow>,
    /// The same request was answered before; nothing new was written down.
    pub repeated: bool,
}

impl Engine {
    /// Writes down the calls of a request and starts dialling what may be dialled.
    ///
    /// # Errors
    /// When the store fails; then nothing was written down.
    pub async fn plan(&self, workspace: &WorkspaceId, request: PlanRequest) -> Result<Planned, StoreError> {
        let inner = self.inner.clone();
        let caller_id = self
            .inner
            .accounts
            .default_of(workspace)
            .and_then(|account| account.caller_id.clone());
        let planned = self
            .inner
            .store
            .workspace(workspace.clone())
            .write(move |tx| plan_in(tx, &inner, &request, caller_id.as_ref()))
            .await?;
        if !planned.repeated {
            for row in &planned.calls {
                self.inner.changes.call(workspace, row.clone());
            }
            if let Some(run) = &planned.run {
                self.inner.changes.run(workspace, run.id.clone());
            }
            self.inner.dial_wake.notify_one();
        }
        Ok(planned)
    }
}

fn plan_in(
    tx: &mut Tx<'_>,
    inner: &Inner,
    request: &PlanRequest,
    caller_id: Option<&PhoneNumber>,
) -> Result<Planned, StoreError> {
    let now = inner.clock.now();
    let bits = match find_earlier(tx, request, now)? {
        Earlier::Answered(planned) => return Ok(*planned),
        Earlier::Nothing { bits } => bits,
    };
    let settings = tx.settings().current()?.settings;
    let run = match &request.run {
        Some(new) => Some(insert_run(tx, inner, new, request, bits, &settings, now)?),
        None => None,
    };
    let mut planner = Planner {
        tx,
        inner,
        request,
        bits,
        settings: &settings,
        caller_id,
        run: run.as_ref(),
        now,
    };
    let mut lines = Vec::with_capacity(request.lines.len());
    let mut calls = Vec::with_capacity(request.lines.len());
    for line in &request.lines {
        let (mut result, call) = planner.line(line)?;
        result.position = u32::try_from(lines.len() + 1).unwrap_or(u32::MAX);
        lines.push(result);
        calls.extend(call);
    }
    if let Some(run) = &run {
        tx.runs().insert_lines(&run.id, &lines)?;
        // When every number is refused, no call will ever end.
        run_end::settle_run(tx, &run.id, now)?;
    }
    Ok(Planned {
        run,
        lines,
        calls,
        repeated: false,
    })
}

fn insert_run(
    tx: &mut Tx<'_>,
    inner: &Inner,
    new: &NewRun,
    request: &PlanRequest,
    bits: Option<u128>,
    settings: &Settings,
    now: Timestamp,
) -> Result<RunRow, StoreError> {
    let run = RunRow {
        id: RunId::from_bits(bits.unwrap_or_else(|| inner.ids.next(now))),
        name: new.name.clone(),
        source: new.source.clone(),
        state: RunState::Running,
        message: request
            .message
            .clone()
            .unwrap_or_else(|| settings.message.clone()),
        line_count: u32::try_from(request.lines.len()).unwrap_or(u32::MAX),
        created_by: request.by.clone(),
        created_at: now,
        finished_at: None,
    };
    tx.runs().insert(&run)?;
    Ok(run)
}

struct Planner<'a, 'tx> {
    tx: &'a mut Tx<'tx>,
    inner: &'a Inner,
    request: &'a PlanRequest,
    /// The identity of what is written down, when the request has one.
    bits: Option<u128>,
    settings: &'a Settings,
    caller_id: Option<&'a PhoneNumber>,
    run: Option<&'a RunRow>,
    now: Timestamp,
}

impl Planner<'_, '_> {
    fn line(&mut self, line: &PlanLine) -> Result<(RunLineRow, Option<CallRow>), StoreError> {
        let phone = match &line.number {
            LineNumber::Valid(phone) => phone,
            LineNumber::Duplicate { of_line } => {
                let reason = format!("The same number is on line {of_line}; it is called once.");
                return Ok((
                    result(line, "duplicate", None, Some(("duplicate_line", &reason)), None),
                    None,
                ));
            }
            LineNumber::Invalid { code, reason } => {
                return Ok((result(line, "invalid", None, Some((code, reason)), None), None));
            }
        };
        let row = self.row(line, phone);
        let decision = compliance::decide(self.tx, &row, self.settings, self.caller_id, self.now)?;
        match decision {
            Decision::Allow { .. } => {
                self.tx.calls().insert(&row)?;
                let until = Some(row.call.due_at).filter(|due_at| *due_at > self.now);
                let status = if until.is_some() { "scheduled" } else { "accepted" };
                Ok((result(line, status, Some(&row.id), None, until), Some(row)))
            }
            Decision::Postpone {
                until, ref refusal, ..
            } => self.postponed(line, row, until, refusal),
            Decision::Refuse { ref refusal, .. } => self.refused(line, &row, refusal, &decision),
        }
    }

    /// A call that must wait is planned for when it may be made.
    fn postponed(
        &mut self,
        line: &PlanLine,
        mut row: CallRow,
        until: Timestamp,
        refusal: &Refusal,
    ) -> Result<(RunLineRow, Option<CallRow>), StoreError> {
        row.call.due_at = until.max(row.call.due_at);
        row.call.facts.rule = Some(refusal.code.as_str().to_owned());
        self.tx.calls().insert(&row)?;
        let why = (refusal.code.as_str(), refusal.message.as_str());
        Ok((
            result(line, "scheduled", Some(&row.id), Some(why), Some(row.call.due_at)),
            Some(row),
        ))
    }

    /// A call that must not be made is kept with its receipt, so that the refusal can be shown.
    fn refused(
        &mut self,
        line: &PlanLine,
        row: &CallRow,
        refusal: &Refusal,
        decision: &Decision,
    ) -> Result<(RunLineRow, Option<CallRow>), StoreError> {
        self.tx.calls().insert(row)?;
        compliance::keep_receipt(self.tx, &row.id, decision, self.now)?;
        let incoming = Incoming {
            call_id: row.id.clone(),
            leg: None,
            event: Event::Blocked {
                rule: refusal.code.as_str().to_owned(),
            },
            source: EventSource::Engine,
            dedupe_key: None,
            raw: None,
        };
        receive_for(self.tx, row.clone(), &incoming, &self.inner.surroundings())?;
        let stored = self.tx.calls().get(&row.id)?;
        let why = (refusal.code.as_str(), refusal.message.as_str());
        Ok((result(line, "refused", Some(&row.id), Some(why), None), stored))
    }

    fn row(&self, line: &PlanLine, phone: &PhoneNumber) -> CallRow {
        let alone = self.run.is_none() && self.request.lines.len() == 1;
        let bits = self
            .bits
            .filter(|_| alone)
            .unwrap_or_else(|| self.inner.ids.next(self.now));
        let settings = self.settings;
        let message = line.message.clone().or_else(|| self.request.message.clone());
        let due_at = self.request.at.unwrap_or(self.now).max(self.now);
        CallRow {
            run_id: self.run.map(|run| run.id.clone()),
            lead_id: line.lead.clone(),
            name: line.name.clone(),
            message: message.unwrap_or_else(|| settings.message.clone()),
            voice: Some(
                self.request
                    .voice
                    .clone()
                    .unwrap_or_else(|| settings.voice.clone()),
            ),
            language: Some(
                self.request
                    .language
                    .clone()
                    .unwrap_or_else(|| settings.language.clone()),
            ),
            policy: policy(settings),
            call: Call::planned(due_at),
            window_override: self.request.window_override.clone(),
            ..CallRow::planned(
                CallId::from_bits(bits),
                phone.clone(),
                self.request.by.clone(),
                self.now,
            )
        }
    }
}

/// The choices of the workspace, fixed for this call.
fn policy(settings: &Settings) -> Policy {
    Policy {
        treatment: Treatment::Message,
        detect_machines: settings.detect_machines,
        on_machine: settings.on_machine,
        ring_timeout_s: settings.ring_timeout_s,
        time_limit_s: settings.time_limit_s,
        record: settings.record,
    }
}

pub(crate) fn result(
    line: &PlanLine,
    status: &str,
    call_id: Option<&CallId>,
    why: Option<(&str, &str)>,
    until: Option<Timestamp>,
) -> RunLineRow {
    RunLineRow {
        position: 0,
        line: line.line,
        raw: line.raw.clone(),
        call_id: call_id.cloned(),
        status: status.to_owned(),
        code: why.map(|(code, _)| code.to_owned()),
        reason: why.map(|(_, reason)| reason.to_owned()),
        until,
    }
}
