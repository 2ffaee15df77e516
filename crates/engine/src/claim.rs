//! The claim of one due call: the decision, its receipt and the claim are one transaction, before any network traffic.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::call::{Event, State};
use outdial_domain::ids::{CallId, WorkspaceId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::rules::{Decision, RuleCode};
use outdial_store::{CallRow, StoreError, Tx};

use crate::accounts::Account;
use crate::campaigns;
use crate::dialler::{feed, from_engine};
use crate::engine::Inner;
use crate::receive::{Reception, receive_for};
use crate::run_end;
use crate::{compliance, meters};

/// What became of a due call.
pub(crate) enum Claim {
    /// It is to be placed.
    Claimed(Box<CallRow>),
    /// The workspace has as many live calls as it allows; a call that ends wakes the loop.
    LinesFull,
    /// A rule spoke against it, or it is not due any more.
    NotNow {
        /// When it is asked about again, if ever.
        until: Option<Timestamp>,
    },
}

/// Claims a call, if the rules allow it at this instant.
pub(crate) async fn claim(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    call_id: &CallId,
    account: &Arc<Account>,
) -> Result<Claim, StoreError> {
    let (engine, id, used) = (inner.clone(), call_id.clone(), account.clone());
    let claimed = inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| claim_in(tx, &engine, &id, &used))
        .await;
    match claimed {
        Ok((claim, None)) => Ok(claim),
        Ok((claim, Some(Verdict { reception, held_by }))) => {
            if let Some(rule) = held_by {
                meters::held_back(rule);
            }
            inner.follow(workspace, reception);
            Ok(claim)
        }
        // Another call holds the number: the database is the judge, whatever was read before.
        Err(StoreError::LineBusy) => {
            let until = inner.clock.now().plus_ms(BUSY_NUMBER_PAUSE_MS);
            let rule = RuleCode::NumberBusy.as_str();
            meters::held_back(rule);
            let rule = rule.to_owned();
            let id = call_id.clone();
            let rows = inner.store.workspace(workspace.clone());
            let row = rows.read(move |tx| tx.calls().get(&id));
            let postponed = Event::Postponed { until, rule };
            let event = match row.await? {
                Some(row) => campaigns::steps_back(&row, postponed),
                None => postponed,
            };
            feed(inner, workspace, call_id, event).await?;
            Ok(Claim::NotNow { until: Some(until) })
        }
        Err(why) => Err(why),
    }
}

/// The rules were asked.
struct Verdict {
    reception: Reception,
    /// The rule that spoke against the call.
    held_by: Option<&'static str>,
}

fn claim_in(
    tx: &mut Tx<'_>,
    inner: &Inner,
    call_id: &CallId,
    account: &Account,
) -> Result<(Claim, Option<Verdict>), StoreError> {
    let around = inner.surroundings();
    let now = around.now;
    let Some(mut row) = tx.calls().get(call_id)? else {
        return Ok((Claim::NotNow { until: None }, None));
    };
    if row.call.state != State::Planned || row.call.due_at > now {
        return Ok((Claim::NotNow { until: None }, None));
    }
    if !campaigns::may_be_claimed(tx, &row)? {
        let back = from_engine(call_id, Event::HangUpRequested);
        let reception = receive_for(tx, row, &back, &around)?;
        let held_by = None;
        return Ok((
            Claim::NotNow { until: None },
            Some(Verdict { reception, held_by }),
        ));
    }
    let settings = tx.settings().current()?.settings;
    if tx.calls().live_count()? >= u64::from(settings.max_live_calls) {
        return Ok((Claim::LinesFull, None));
    }
    row.account_id = Some(account.id.clone());
    let caller_id = presented(&row, account);
    row.caller_id = caller_id.as_ref().map(|number| number.e164().to_owned());

    let decision = compliance::decide(tx, &row, &settings, caller_id.as_ref(), now)?;
    compliance::keep_receipt(tx, &row.id, &decision, now)?;
    let (event, until, held_by) = consequence(&decision);
    let event = campaigns::steps_back(&row, event);
    let reception = receive_for(tx, row, &from_engine(call_id, event), &around)?;
    run_end::settle(tx, &reception, now)?;
    let claim = match &reception {
        Reception::Answered { row, follow_up, .. } if follow_up.place => Claim::Claimed(row.clone()),
        Reception::Answered { .. } | Reception::Duplicate | Reception::NoSuchCall => Claim::NotNow { until },
    };
    Ok((claim, Some(Verdict { reception, held_by })))
}

/// The number that the callee sees: a campaign may have one of its own.
pub(crate) fn presented(row: &CallRow, account: &Account) -> Option<PhoneNumber> {
    let own = row.campaign_id.as_ref().and(row.caller_id.as_deref());
    own.and_then(|number| PhoneNumber::from_e164(number).ok())
        .or_else(|| account.caller_id.clone())
}

/// What a decision means for the call, until when, and which rule is to be named.
fn consequence(decision: &Decision) -> (Event, Option<Timestamp>, Option<&'static str>) {
    match decision {
        Decision::Allow { .. } => (Event::Claimed, None, None),
        Decision::Postpone { until, refusal, .. } => {
            let rule = refusal.code.as_str();
            let event = Event::Postponed {
                until: *until,
                rule: rule.to_owned(),
            };
            (event, Some(*until), Some(rule))
        }
        Decision::Refuse { refusal, .. } => {
            let rule = refusal.code.as_str();
            let event = Event::Blocked {
                rule: rule.to_owned(),
            };
            (event, None, Some(rule))
        }
    }
}

/// How long a call waits for another call to the same number.
const BUSY_NUMBER_PAUSE_MS: i64 = 5_000;
