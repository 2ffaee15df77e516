//! What a runner hears: of its calls from the store, of audio and seats from the floor.

use std::sync::Arc;

use outdial_domain::call::State;
use outdial_domain::campaign::waiting::{By, End, Event, Waiting};
use outdial_domain::ids::CallId;
use outdial_domain::leads::Resolution;
use outdial_domain::pace::EndedLine;
use outdial_store::{CallRow, LeadPlace, StoreError, Tx};

use super::line::Line;
use super::run::Runner;
use crate::floor::{Report, VerdictBy};

impl Runner<'_> {
    /// A call of the campaign stands differently.
    pub(super) async fn call_moved(&mut self, row: Arc<CallRow>) {
        let now = self.inner.clock.now();
        let id = row.id.clone();
        if matches!(row.call.state, State::Ended(_)) {
            self.meet(&id, Event::Ended).await;
            if self.lines.remove(&id).is_some() {
                self.learn(&row);
            }
            return;
        }
        let line = self.lines.entry(id.clone()).or_insert_with(|| {
            let own = self.seating.as_ref().and_then(|seating| seating.own_seat(&id));
            Line::new(row.clone(), own, now)
        });
        if line.row.revision > row.revision {
            return;
        }
        if line.row.call.state != row.call.state {
            line.since = now;
        }
        line.row = row.clone();
        let facts = &row.call.facts;
        let verdict = facts.verdict.filter(|verdict| line.told != Some(*verdict));
        line.told = facts.verdict;
        if row.policy.treatment != outdial_domain::call::Treatment::Agent {
            return;
        }
        // What was decided, by this life or an earlier one, is not decided again.
        let decided = match (facts.bridged_at, facts.abandoned_at) {
            (Some(_), _) if facts.taken_back_at.is_some() => Some(End::Machine),
            (Some(_), _) => Some(End::Served),
            (None, Some(_)) => Some(End::Abandoned),
            (None, None) => None,
        };
        if let Some(end) = decided {
            line.waiting = Waiting::Ended(end);
            // Where callees are put through at once, a machine that is recognised late is taken away again.
            if let Some(verdict) = verdict.filter(|_| end == End::Served) {
                let by = By::Carrier;
                self.meet(&id, Event::Verdict { verdict, by }).await;
            }
            return;
        }
        if facts.was_answered() {
            self.meet(&id, Event::Answered).await;
        }
        if let Some(verdict) = verdict {
            let by = By::Carrier;
            self.meet(&id, Event::Verdict { verdict, by }).await;
        }
    }

    /// The floor says something.
    pub(super) async fn hear(&mut self, report: Report) {
        match report {
            Report::CallWaiting { call, .. } => self.meet(&call, Event::AudioHere).await,
            Report::Verdict { call, verdict, by } => {
                let by = match by {
                    VerdictBy::Own => By::Own,
                    VerdictBy::Carrier => By::Carrier,
                    VerdictBy::Agent => By::Agent,
                };
                self.meet(&call, Event::Verdict { verdict, by }).await;
            }
            Report::SeatChanged { .. } => self.seat_ready().await,
            Report::CallLeft { .. } | Report::Connected { .. } => {}
            Report::WrappedUp {
                call, disposition, ..
            } => {
                let noted = self.wrapped_up(call, disposition).await;
                if let Err(why) = noted {
                    tracing::error!(campaign.id = %self.id, error = %why, "what came of a talk could not be stored");
                }
                self.seat_ready().await;
            }
        }
    }

    fn learn(&mut self, row: &CallRow) {
        let facts = &row.call.facts;
        let Some(dialed_at) = facts.claimed_at else { return };
        let until = facts.answered_at.or(facts.terminal.as_ref().map(|end| end.at));
        let until = until.unwrap_or_else(|| self.inner.clock.now());
        self.ended.push(EndedLine {
            dialed_ms: until.ms_since(dialed_at).max(0),
            by_person: facts.was_answered() && !facts.is_with_machine(),
            cancelled: facts.is_to_end(),
        });
    }

    /// What an agent says came of a talk decides whether the lead is called again.
    async fn wrapped_up(&self, call: CallId, disposition: Option<String>) -> Result<(), StoreError> {
        let campaign = self.campaign.clone();
        let now = self.inner.clock.now();
        self.inner
            .store
            .workspace(self.workspace.clone())
            .write(move |tx| note(tx, &campaign, &call, disposition.as_deref(), now))
            .await
    }
}

fn note(
    tx: &mut Tx<'_>,
    campaign: &outdial_store::CampaignRow,
    call: &CallId,
    code: Option<&str>,
    now: outdial_domain::Timestamp,
) -> Result<(), StoreError> {
    let settings = tx.settings().current()?.settings;
    let known = code.and_then(|code| campaign.settings.dispositions(&settings).find(code).cloned());
    let Some(lead) = tx.calls().get(call)?.and_then(|row| row.lead_id) else {
        return Ok(());
    };
    let (Some(mut own), Some(lead)) = (
        tx.campaign_leads().get(&campaign.id, &lead)?,
        tx.leads().get(&lead)?,
    ) else {
        return Ok(());
    };
    let callback = tx.callbacks().of(&lead)?;
    if known.is_none() && callback.is_none() {
        return Ok(());
    }
    // The call's end may be reported after this, and then it finds the lead dealt with.
    own.attempts += u32::from(own.place == LeadPlace::Taken);
    let rule = campaign.settings.retry.disposition;
    let by_rule = now.plus_seconds(i64::from(rule.delay_minutes) * 60);
    let resolution = known.as_ref().map(outdial_domain::leads::Disposition::resolution);
    own.place = match (resolution, &callback) {
        (Some(Resolution::Closed), _) => LeadPlace::Done,
        (_, Some(callback)) => LeadPlace::Due(callback.callback_at),
        (Some(Resolution::Callback), None) => LeadPlace::Due(by_rule),
        (Some(Resolution::Open) | None, None) => {
            let again = known.as_ref().is_some_and(|known| known.retry) && own.attempts < rule.attempts_max;
            if again {
                LeadPlace::Due(by_rule)
            } else {
                LeadPlace::Done
            }
        }
    };
    own.for_user = callback.and_then(|callback| callback.user).map(|(user, _)| user);
    if let Some(known) = known {
        own.why = known.code;
    }
    tx.campaign_leads().put(&campaign.id, &own, now)
}
