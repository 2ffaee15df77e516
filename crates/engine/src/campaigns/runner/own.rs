//! Shows leads to agents one by one, and calls back for those who promised to.

use outdial_domain::Timestamp;
use outdial_domain::campaign::Mode;
use outdial_domain::ids::{LeadId, SeatId};
use outdial_store::{CampaignLead, LeadPlace, Reserved, StoreError};

use super::run::Runner;
use crate::campaigns::own::{OwnDial, OwnDialRefusal, dial, give_back};
use crate::campaigns::plan::{SHOWN_LEASE_MS, Through, keep_next};
use crate::floor::ReadySeat;

impl Runner<'_> {
    /// Whoever promised to call a lead back by now and is free calls it.
    pub(super) async fn call_back(&mut self, through: &Through) -> Result<(), StoreError> {
        let mode = self.campaign.settings.mode;
        if !matches!(mode, Mode::Preview | Mode::Progressive | Mode::Parallel) {
            return Ok(());
        }
        let (id, now) = (self.id.clone(), self.inner.clock.now());
        let rows = self.inner.store.workspace(self.workspace.clone());
        let due = rows
            .read(move |tx| tx.campaign_leads().due_to_one(&id, now, DUE_MAX))
            .await?;
        for lead in due {
            let Some(seat) = self
                .idle()
                .into_iter()
                .find(|seat| lead.for_user.as_ref() == Some(&seat.user_id))
            else {
                continue;
            };
            if mode == Mode::Preview {
                if self.reserve(&lead).await? {
                    self.show_to(through, &seat.seat_id, Some(&lead.lead_id)).await?;
                }
            } else {
                self.dial_back(&seat.seat_id, lead).await?;
            }
        }
        Ok(())
    }

    async fn dial_back(&self, seat: &SeatId, mut lead: CampaignLead) -> Result<(), StoreError> {
        let Some(seating) = &self.seating else {
            return Ok(());
        };
        let wish = OwnDial {
            lead: Some(lead.lead_id.clone()),
            phone: None,
            window_override: None,
            by: self.campaign.created_by.clone(),
            request_bits: None,
        };
        match dial(self.inner, seating, self.workspace, seat, wish).await {
            Ok(_) => Ok(()),
            // Nothing is promised any more: it is anybody's.
            Err(OwnDialRefusal::NotByHand) => {
                let (id, now) = (self.id.clone(), self.inner.clock.now());
                lead.for_user = None;
                let rows = self.inner.store.workspace(self.workspace.clone());
                rows.write(move |tx| tx.campaign_leads().put(&id, &lead, now))
                    .await
            }
            // It stands where the rule put it.
            Err(why @ (OwnDialRefusal::Rule(_) | OwnDialRefusal::Cap(_))) => {
                tracing::info!(seat.id = %seat, error = %why, "a callback is not dialled now");
                Ok(())
            }
            Err(why) => {
                tracing::info!(seat.id = %seat, error = %why, "a callback is not dialled now");
                let (id, now) = (self.id.clone(), self.inner.clock.now());
                lead.place = LeadPlace::Due(now.plus_ms(AGAIN_MS));
                let rows = self.inner.store.workspace(self.workspace.clone());
                rows.write(move |tx| tx.campaign_leads().put(&id, &lead, now))
                    .await
            }
        }
    }

    /// Shows each agent who is ready a lead; what is shown stays reserved. Says how many agents are left without one.
    pub(super) async fn show_leads(&mut self, through: &Through) -> Result<usize, StoreError> {
        self.shows = true;
        self.prolong().await?;
        let idle = self.idle();
        let Ok(wanted) = u32::try_from(idle.len()) else {
            return Ok(0);
        };
        if wanted == 0 {
            return Ok(0);
        }
        self.fill(wanted).await?;
        let mut without = 0;
        for seat in idle {
            if !self.show_to(through, &seat.seat_id, None).await? {
                without += 1;
            }
        }
        Ok(without)
    }

    /// Takes from the agents what they are shown: it is the campaign's again.
    pub(super) async fn withdraw_all(&mut self) {
        self.shows = false;
        let Some(seating) = self.seating.clone() else {
            return;
        };
        for (seat, lead) in seating.shown(self.workspace, self.id) {
            if seating
                .withdraw(self.workspace, &seat, lead.clone())
                .await
                .is_err()
            {
                continue;
            }
            let (id, now) = (self.id.clone(), self.inner.clock.now());
            let rows = self.inner.store.workspace(self.workspace.clone());
            let given_back = rows
                .write(move |tx| give_back(tx, &id, &seat, &lead, None, now))
                .await;
            if let Err(why) = given_back {
                // Its lease ends by itself.
                tracing::warn!(campaign.id = %self.id, error = %why, "a lead could not be given back");
            }
        }
    }

    /// How many leads are shown to agents.
    pub(super) fn shown(&self) -> usize {
        let seating = self.seating.as_ref();
        seating.map_or(0, |seating| seating.shown(self.workspace, self.id).len())
    }

    /// Agents who are ready and are shown nobody.
    fn idle(&self) -> Vec<ReadySeat> {
        let Some(seating) = &self.seating else {
            return Vec::new();
        };
        let shown = seating.shown(self.workspace, self.id);
        let mut ready = seating.ready(self.workspace, self.id);
        ready.retain(|seat| shown.iter().all(|(taken, _)| *taken != seat.seat_id));
        ready
    }

    async fn show_to(
        &self,
        through: &Through,
        seat: &SeatId,
        only: Option<&LeadId>,
    ) -> Result<bool, StoreError> {
        let Some(seating) = &self.seating else {
            return Ok(false);
        };
        let (engine, campaign, through) = (self.inner.clone(), self.campaign.clone(), through.clone());
        let (to, only) = (seat.clone(), only.cloned());
        let rows = self.inner.store.workspace(self.workspace.clone());
        let kept = rows
            .write(move |tx| keep_next(tx, &engine, &campaign, &through, &to, only.as_ref()))
            .await?;
        let Some(lead) = kept else { return Ok(false) };
        let countdown = self.campaign.settings.preview.countdown_s;
        let now = self.inner.clock.now();
        let dial_at = countdown.map(|seconds| now.plus_seconds(i64::from(seconds)));
        if let Err(why) = seating.show(self.workspace, seat, lead.clone(), dial_at).await {
            tracing::debug!(seat.id = %seat, error = %why, "an agent could not be shown a lead");
            let (id, seat) = (self.id.clone(), seat.clone());
            let rows = self.inner.store.workspace(self.workspace.clone());
            rows.write(move |tx| give_back(tx, &id, &seat, &lead, None, now))
                .await?;
            return Ok(false);
        }
        Ok(true)
    }

    /// Reserves a lead that waits for one agent.
    async fn reserve(&self, lead: &CampaignLead) -> Result<bool, StoreError> {
        let (id, now, mut lead) = (self.id.clone(), self.inner.clock.now(), lead.clone());
        let rows = self.inner.store.workspace(self.workspace.clone());
        rows.write(move |tx| {
            let reserved = tx.hopper().reserve(&Reserved {
                lead_id: lead.lead_id.clone(),
                campaign_id: id.clone(),
                place: now.0,
                leased_until: now.plus_ms(SHOWN_LEASE_MS),
                call_id: None,
                seat_id: None,
            })?;
            if reserved {
                lead.place = LeadPlace::Taken;
                tx.campaign_leads().put(&id, &lead, now)?;
            }
            Ok(reserved)
        })
        .await
    }

    /// What is shown stays reserved; what is not reserved any more, because the campaign paused for a moment, is shown no
    /// more.
    async fn prolong(&self) -> Result<(), StoreError> {
        let Some(seating) = &self.seating else {
            return Ok(());
        };
        let shown = seating.shown(self.workspace, self.id);
        if shown.is_empty() {
            return Ok(());
        }
        let (id, until) = (self.id.clone(), self.inner.clock.now().plus_ms(SHOWN_LEASE_MS));
        let rows = self.inner.store.workspace(self.workspace.clone());
        let prolonged = rows.write(move |tx| {
            let mut lost = Vec::new();
            for (seat, lead) in shown {
                if !tx.hopper().show(&id, &lead, &seat, until)? {
                    lost.push((seat, lead));
                }
            }
            Ok::<_, StoreError>(lost)
        });
        for (seat, lead) in prolonged.await? {
            // An agent who has just called it is not shown it any more.
            let _ = seating.withdraw(self.workspace, &seat, lead).await;
        }
        Ok(())
    }

    /// When what is shown must be looked at again.
    pub(super) fn look_again_at(&self) -> Timestamp {
        self.inner.clock.now().plus_ms(SHOWN_LEASE_MS / 3)
    }
}

/// When a promise is tried again that could not be kept just now.
const AGAIN_MS: i64 = 60_000;
/// Promises that are kept one after the other; the next round keeps more.
const DUE_MAX: u32 = 50;
