//! Dials as the pacer says, cancels what is too much, and notes when the campaign is over.

use outdial_domain::Timestamp;
use outdial_domain::abandon::{WINDOW_DAYS, day_of};
use outdial_domain::call::Event;
use outdial_domain::campaign::{CampaignState, Event as Told, Mode};
use outdial_domain::pace::{BusySeat, Facts, Line as Paced, Order, SeatPhase, losers, pacer_of};
use outdial_domain::seat::Standing;
use outdial_store::{Actor, CampaignRow, LeadPlace, StoreError, Tx};

use super::run::{self, Runner, seat_rules};
use crate::campaigns::batch::{self, BatchBy, Called};
use crate::campaigns::fill::{Filled, fill};
use crate::campaigns::live::account;
use crate::campaigns::orders::{OPEN_MAX, OrderCampaign, order};
use crate::campaigns::plan::{Through, plan};
use crate::campaigns::receipt;
use crate::dialler::feed;
use std::sync::Arc;

/// What is counted before each decision.
struct Counted {
    campaign: CampaignRow,
    depth: u32,
    abandons: outdial_domain::abandon::Account,
    room: u32,
    next_due: Option<Timestamp>,
    /// When the next batch is called, in campaigns that call batches.
    next_pulse: Option<Timestamp>,
}

impl Runner<'_> {
    /// Looks at the campaign and dials; says when to look again if nothing happens. Most of what happens to calls is
    /// nothing to the pacer (a price, a report that came twice), which is not asked again then.
    pub(super) async fn dial(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let lines = self.standing();
        if let Some((seen, again_at)) = &self.looked
            && *seen == lines
            && again_at.is_none_or(|at| self.inner.clock.now() < at)
        {
            return Ok(*again_at);
        }
        self.looked = None;
        self.moved_meanwhile = false;
        let again_at = self.look().await?;
        if self.moved_meanwhile {
            return Ok(Some(self.inner.clock.now()));
        }
        self.looked = Some((self.standing(), again_at));
        Ok(again_at)
    }

    fn standing(&self) -> run::Standing {
        (self.lines.len(), self.paced_lines())
    }

    fn paced_lines(&self) -> Vec<Paced> {
        self.lines.values().filter_map(super::line::Line::paced).collect()
    }

    async fn look(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let counted = self.count().await?;
        if counted.campaign.revision != self.campaign.revision
            && let Some(seating) = &self.seating
        {
            seating.open_campaign(self.workspace, self.id, seat_rules(&counted.campaign));
        }
        self.campaign = counted.campaign.clone();
        match self.campaign.state {
            CampaignState::Running => self.dial_for(&counted).await,
            CampaignState::Draining if self.lines.is_empty() => {
                self.told(Told::LinesOver).await?;
                Ok(Some(self.inner.clock.now()))
            }
            state @ (CampaignState::Draft
            | CampaignState::Paused
            | CampaignState::Draining
            | CampaignState::Stopped
            | CampaignState::Finished) => {
                if self.shows {
                    self.withdraw_all().await;
                }
                self.say(match state {
                    CampaignState::Paused => "The campaign is paused; calls under way go on.",
                    CampaignState::Draining => {
                        "Nobody more is dialled; the campaign stops when its calls are over."
                    }
                    CampaignState::Draft
                    | CampaignState::Running
                    | CampaignState::Stopped
                    | CampaignState::Finished => "Nobody more is dialled.",
                });
                Ok(None)
            }
        }
    }

    async fn dial_for(&mut self, counted: &Counted) -> Result<Option<Timestamp>, StoreError> {
        let now = self.inner.clock.now();
        if let Some(schedule) = &self.campaign.settings.schedule
            && !schedule.is_open(now)
        {
            let opens = schedule.next_opening(now);
            self.say(match opens {
                Some(_) => "Outside the campaign's hours.",
                None => "The campaign has no hours within the next two months.",
            });
            self.cancel_all_but(0, now).await?;
            self.withdraw_all().await;
            self.leave_for_later(opens, now).await?;
            return Ok(opens);
        }
        let Some(through) = self.through() else {
            self.say("No carrier account is configured, so nobody can be dialled.");
            return Ok(Some(now.plus_ms(NO_ACCOUNT_MS)));
        };
        if !self.inner.may_dial() {
            self.say("Dialling is stopped.");
            return Ok(Some(now.plus_ms(NO_ACCOUNT_MS)));
        }
        self.call_back(&through).await?;
        if self.campaign.settings.pulse.is_some() {
            return self.pulse(counted).await;
        }
        if let Some(why) = through.speechless(self.inner, self.workspace, &self.campaign.settings) {
            self.say(&why);
            return Ok(Some(now.plus_ms(NO_ACCOUNT_MS)));
        }
        if self.campaign.settings.mode == Mode::Preview {
            return self.preview(&through, counted).await;
        }
        if self.shows {
            self.withdraw_all().await;
        }
        let mut depth = counted.depth;
        let answer = self.ask_pacer(counted, depth.max(1));
        let mut again_at = self.cancel_all_but(answer.lines_allowed, now).await?;
        let at = match answer.order {
            Order::AskAgain { at }
                if answer.lines_allowed == 0 || self.campaign.settings.mode.is_by_hand() =>
            {
                return self.nobody_dials(counted, at, again_at).await;
            }
            Order::AskAgain { at } => at,
            Order::Dial { lines } => {
                if depth < lines.saturating_mul(HOPPER_FACTOR) {
                    depth += self.fill(lines.saturating_mul(HOPPER_FACTOR)).await?.reserved;
                }
                let answer = self.ask_pacer(counted, depth);
                match answer.order {
                    Order::AskAgain { at } if depth == 0 => {
                        return self.nobody_left(counted, at).await;
                    }
                    Order::AskAgain { at } => at,
                    Order::Dial { lines } => {
                        let planned = self.plan(&through, lines).await?;
                        // Whoever was refused made room for another; the next round takes them.
                        if planned < lines {
                            now.plus_ms(NEXT_LOOK_MS)
                        } else {
                            now.plus_ms(IDLE_MS)
                        }
                    }
                }
            }
        };
        again_at = Some(again_at.map_or(at, |known| known.min(at)));
        Ok(again_at)
    }

    /// Calls a batch when its time has come.
    async fn pulse(&mut self, counted: &Counted) -> Result<Option<Timestamp>, StoreError> {
        let now = self.inner.clock.now();
        if let Some(at) = counted.next_pulse.filter(|at| *at > now) {
            self.say("The next batch is called at its time.");
            return Ok(Some(at));
        }
        let called = batch::call(self.inner, self.workspace, self.id, BatchBy::Schedule).await?;
        match called {
            Called::Batch(done, next) => {
                let run = &done.run;
                self.say(&match (run.placed, run.why.as_str()) {
                    (0, why) => why.to_owned(),
                    (placed, _) => format!("The last batch called {placed} of {} leads.", run.considered),
                });
                Ok(next)
            }
            Called::Later { at } => {
                self.say("The next batch is called at its time.");
                Ok(at)
            }
            // Somebody changed it meanwhile, and wakes this runner.
            Called::Off | Called::None => Ok(Some(now.plus_ms(IDLE_MS))),
        }
    }

    /// Agents look at leads and dial them; what is shown is looked after.
    async fn preview(
        &mut self,
        through: &Through,
        counted: &Counted,
    ) -> Result<Option<Timestamp>, StoreError> {
        // It says how the campaign goes, and dials nothing by itself.
        self.ask_pacer(counted, 1);
        let without = self.show_leads(through).await?;
        let at = self.look_again_at();
        if without == 0 {
            return self.nobody_dials(counted, at, None).await;
        }
        if self.shown() > 0 {
            return Ok(Some(at));
        }
        self.nobody_left(counted, at).await
    }

    /// Nobody is dialled by the pacer now: is there anybody left to dial at all?
    async fn nobody_dials(
        &mut self,
        counted: &Counted,
        at: Timestamp,
        again_at: Option<Timestamp>,
    ) -> Result<Option<Timestamp>, StoreError> {
        if self.lines.is_empty() && self.shown() == 0 && (counted.depth > 0 || counted.next_due.is_none()) {
            let found = self.sound_out().await?;
            if found.looked_at == 0 && counted.depth == 0 {
                return self.nobody_left(counted, at).await;
            }
        }
        Ok(Some(again_at.map_or(at, |known| known.min(at))))
    }

    /// Looks whether a lead is left, and keeps none from others: nobody sees a lead as taken for it.
    async fn sound_out(&mut self) -> Result<Filled, StoreError> {
        let (id, now) = (self.id.clone(), self.inner.clock.now());
        self.fill_and(1, move |tx| {
            tx.hopper().release_idle(&id, Timestamp(i64::MAX), now)?;
            Ok(())
        })
        .await
    }

    /// The campaign's hours are over: leads that were next wait for the next, and say why.
    async fn leave_for_later(&self, opens: Option<Timestamp>, now: Timestamp) -> Result<(), StoreError> {
        let id = self.id.clone();
        let rows = self.inner.store.workspace(self.workspace.clone());
        rows.write(move |tx| {
            for reserved in tx.hopper().waiting(&id, OPEN_MAX)? {
                tx.hopper().release(&id, &reserved.lead_id)?;
                let Some(mut own) = tx.campaign_leads().get(&id, &reserved.lead_id)? else {
                    continue;
                };
                // Without hours within two months it is asked about with the campaign.
                own.place = LeadPlace::Due(opens.unwrap_or(now));
                CAMPAIGN_HOURS.clone_into(&mut own.why);
                own.receipt = Some(receipt::closed(opens, now));
                tx.campaign_leads().put(&id, &own, now)?;
            }
            Ok(())
        })
        .await
    }

    /// Nothing is left to dial now: when is there again, or is the campaign over?
    async fn nobody_left(
        &mut self,
        counted: &Counted,
        at: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let now = self.inner.clock.now();
        if let Some(due) = counted.next_due.filter(|due| *due > now) {
            self.say(&format!("No lead may be called now; the next is due at {due}."));
            return Ok(Some(due.min(now.plus_ms(LOOK_BEHIND_MS))));
        }
        let has_looked = self
            .looked_behind_at
            .is_some_and(|looked| now.ms_since(looked) <= ROUND_MS);
        if self.lines.is_empty() && self.shown() == 0 && has_looked {
            // What was looked at in this round may be due later.
            let fresh = self.count().await?;
            if fresh.next_due.is_none() && fresh.depth == 0 {
                self.told(Told::LeadsOver).await?;
                return Ok(Some(now));
            }
        }
        Ok(Some(at.min(now.plus_ms(IDLE_MS))))
    }

    fn ask_pacer(&mut self, counted: &Counted, leads: u32) -> outdial_domain::pace::Answer {
        let now = self.inner.clock.now();
        let seats = self
            .seating
            .as_ref()
            .map(|seating| seating.of_campaign(self.workspace, self.id))
            .unwrap_or_default();
        let ready = self
            .seating
            .as_ref()
            .map_or(0, |seating| seating.ready(self.workspace, self.id).len());
        let joining = seats
            .iter()
            .filter(|seat| seat.standing == Standing::Joining && self.campaign.settings.dials_while_joining)
            .count();
        let busy: Vec<BusySeat> = seats
            .iter()
            .filter_map(|seat| {
                let phase = match seat.standing {
                    // Their own call rings, or is a talk.
                    Standing::Dialing | Standing::OnCall => SeatPhase::Talking,
                    Standing::WrapUp => SeatPhase::WrapUp,
                    Standing::Offline | Standing::Joining | Standing::Ready | Standing::Paused => {
                        return None;
                    }
                };
                Some(BusySeat {
                    phase,
                    since: seat.since,
                })
            })
            .collect();
        let lines = self.paced_lines();
        let facts = Facts {
            now,
            ready: u32::try_from(ready + joining).unwrap_or(u32::MAX),
            busy: &busy,
            lines: &lines,
            ended: &self.ended,
            abandons: counted.abandons,
            leads,
            room: counted.room,
        };
        let answer = pacer_of(&self.campaign.settings).pace(&facts);
        self.ended.clear();
        self.say(&answer.sentence);
        answer
    }

    async fn count(&self) -> Result<Counted, StoreError> {
        let (id, now) = (self.id.clone(), self.inner.clock.now());
        let last = self.campaign.clone();
        self.inner
            .store
            .workspace(self.workspace.clone())
            .read(move |tx| {
                let campaign = tx.campaigns().get(&id)?.unwrap_or(last);
                let max = u64::from(tx.settings().current()?.settings.max_live_calls);
                let live = tx.calls().live_count()?;
                Ok(Counted {
                    depth: tx.hopper().depth(&id)?,
                    abandons: account(tx.campaign_counts().since(&id, day_of(now) - WINDOW_DAYS + 1)?),
                    room: u32::try_from(max.saturating_sub(live)).unwrap_or(u32::MAX),
                    next_due: tx.campaign_leads().next_due(&id)?,
                    next_pulse: tx.automation().pulse(&id)?.next_at,
                    campaign,
                })
            })
            .await
    }

    pub(super) async fn fill(&mut self, wanted: u32) -> Result<Filled, StoreError> {
        self.fill_and(wanted, |_| Ok(())).await
    }

    /// Fills the hopper, and does something more in the same transaction.
    async fn fill_and(
        &mut self,
        wanted: u32,
        more: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<Filled, StoreError> {
        let now = self.inner.clock.now();
        let behind = self
            .looked_behind_at
            .is_none_or(|at| now.ms_since(at) >= LOOK_BEHIND_MS || at == now)
            || self.lines.is_empty();
        let campaign = self.campaign.clone();
        let seats = self.seating.as_ref();
        let seats = seats.map(|seating| seating.of_campaign(self.workspace, self.id));
        let seated: Vec<String> = seats.into_iter().flatten().map(|seat| seat.user_id).collect();
        let filled = self
            .inner
            .store
            .workspace(self.workspace.clone())
            .write(move |tx| {
                let filled = fill(tx, &campaign, wanted, behind, &seated, now)?;
                more(tx)?;
                Ok(filled)
            })
            .await?;
        if behind && filled.looked_at == 0 {
            self.looked_behind_at = Some(now);
        }
        Ok(filled)
    }

    async fn plan(&mut self, through: &Through, lines: u32) -> Result<u32, StoreError> {
        let (engine, seating) = (self.inner.clone(), self.seating.clone());
        let (campaign, through) = (self.campaign.clone(), through.clone());
        let planned = self
            .inner
            .store
            .workspace(self.workspace.clone())
            .write(move |tx| plan(tx, &engine, seating.as_ref(), &campaign, &through, lines))
            .await?;
        let count = u32::try_from(planned.len()).unwrap_or(u32::MAX);
        for row in planned {
            self.inner.changes.call(self.workspace, row.clone());
            self.call_moved(Arc::new(row)).await;
        }
        self.inner.dial_wake.notify_one();
        Ok(count)
    }

    /// Cancels lines beyond what is allowed; says when one more may be cancelled.
    async fn cancel_all_but(
        &mut self,
        allowed: u32,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let lines: Vec<_> = self
            .lines
            .iter()
            .filter_map(|(id, line)| Some((id.clone(), line.paced()?)))
            .collect();
        let found = losers(&lines, allowed, self.campaign.settings.audience, now);
        for id in &found.cancel {
            feed(self.inner, self.workspace, id, Event::CalledOff).await?;
        }
        for row in self.desk.take_moved() {
            self.moved_meanwhile = true;
            self.call_moved(row).await;
        }
        Ok(found.look_again_at)
    }

    async fn told(&mut self, event: Told) -> Result<(), StoreError> {
        match order(self.inner, self.workspace, self.id, event, Actor::system()).await {
            Ok(row) => self.campaign = row,
            Err(OrderCampaign::Store(why)) => return Err(why),
            Err(why) => {
                tracing::debug!(campaign.id = %self.id, error = %why, "the campaign went on meanwhile");
            }
        }
        Ok(())
    }

    fn through(&self) -> Option<Through> {
        Through::of(self.inner, self.workspace, &self.campaign.settings)
    }

    fn say(&self, sentence: &str) {
        let mut shown = self.desk.shown();
        if shown.sentence != sentence {
            sentence.clone_into(&mut shown.sentence);
            drop(shown);
            self.inner.changes.campaign(self.workspace, self.id.clone());
        }
    }

    /// Lets people see how the lines stand.
    pub(super) fn show(&self) {
        let lines: Vec<_> = self.lines.values().filter_map(super::line::Line::shown).collect();
        let mut shown = self.desk.shown();
        if shown.lines != lines {
            shown.lines = lines;
            drop(shown);
            self.inner.changes.campaign(self.workspace, self.id.clone());
        }
    }
}

/// Why a lead waits whose turn came when the campaign's hours were over.
const CAMPAIGN_HOURS: &str = "campaign_hours";
/// A hopper holds this many times what is dialled at once.
const HOPPER_FACTOR: u32 = 2;
/// A round is over within this, or the store is in trouble.
const ROUND_MS: i64 = 1_000;
/// Whatever changes wakes the runner; this is for what changes without a word.
const IDLE_MS: i64 = 5_000;
const NEXT_LOOK_MS: i64 = 50;
const NO_ACCOUNT_MS: i64 = 5_000;
/// How often leads are looked for that came into a list behind the place up to which it was read: that reads all of it.
const LOOK_BEHIND_MS: i64 = 60_000;
