//! Calls that are made for one agent alone: to the lead that they are shown, to one that they chose, or to one that they
//! promised to call back. They are planned as all calls of a campaign are, and dialled by the dial loop; only the callee
//! has one seat to go to.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::campaign::{CampaignState, Mode};
use outdial_domain::ids::{CallId, CampaignId, LeadId, SeatId, WorkspaceId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::rules::{Refusal, WindowOverride};
use outdial_store::{Actor, CampaignRow, LeadPlace, LeadRow, StoreError, Tx};

use super::plan::{Through, expected_by};
use super::plan_own::{OwnLead, plan_own};
use super::roster::seating;
use super::seating::Seating;
use crate::engine::{Engine, Inner};
use crate::floor::SeatRefusal;

/// What an agent wants to call.
#[derive(Debug, Clone)]
pub struct OwnDial {
    /// The lead; the one that is shown when absent.
    pub lead: Option<LeadId>,
    /// Which of its numbers; the one that is next when absent.
    pub phone: Option<PhoneNumber>,
    /// The agent confirmed that the calling window may be overridden.
    pub window_override: Option<WindowOverride>,
    /// Who asks.
    pub by: Actor,
    /// Equal for a request and its repetitions.
    pub request_bits: Option<u128>,
}

/// Why a call was not made for an agent.
#[derive(Debug, thiserror::Error)]
pub enum OwnDialRefusal {
    /// The seat cannot take it.
    #[error(transparent)]
    Seat(#[from] SeatRefusal),
    /// No lead is shown, or not this one.
    #[error("that lead is not shown to you any more")]
    NotShown,
    /// There is no such lead.
    #[error("there is no such lead")]
    NoSuchLead,
    /// The lead has no such number.
    #[error("the lead has no such number")]
    NoSuchNumber,
    /// Somebody else is busy with the lead.
    #[error("somebody else is busy with this lead")]
    LeadTaken,
    /// The campaign dials by itself, and no callback is due.
    #[error("this campaign dials by itself; only callbacks that are due are dialled by hand")]
    NotByHand,
    /// The campaign does not run.
    #[error("the campaign does not run")]
    NotRunning,
    /// The campaign does not work now.
    #[error("{0}")]
    OutsideHours(String),
    /// A rule objects, now.
    #[error("{}", .0.message)]
    Rule(Box<Refusal>),
    /// A limit of the campaign's own objects.
    #[error("{0}")]
    Cap(String),
    /// No carrier account is configured.
    #[error("no carrier account is configured")]
    NoAccount,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Engine {
    /// Makes a call for one seat alone.
    ///
    /// # Errors
    /// When it is not made; the seat stands as before then, and a lead that a rule spoke against is shown no more.
    pub async fn dial_for_seat(
        &self,
        workspace: &WorkspaceId,
        seat: &SeatId,
        user_id: &str,
        wish: OwnDial,
    ) -> Result<CallId, OwnDialRefusal> {
        let seating = seating(&self.inner).ok_or(SeatRefusal::Offline)?;
        let at_hand = seating.at_hand(workspace, seat).ok_or(SeatRefusal::Offline)?;
        if at_hand.user_id != user_id {
            return Err(SeatRefusal::NotYours.into());
        }
        dial(&self.inner, &seating, workspace, seat, wish).await
    }

    /// The agent does not want to call the lead that they are shown: it goes behind the others.
    ///
    /// # Errors
    /// When none is shown.
    pub async fn skip_offer(
        &self,
        workspace: &WorkspaceId,
        seat: &SeatId,
        user_id: &str,
        reason: Option<String>,
    ) -> Result<(), OwnDialRefusal> {
        let seating = seating(&self.inner).ok_or(SeatRefusal::Offline)?;
        let at_hand = seating.at_hand(workspace, seat).ok_or(SeatRefusal::Offline)?;
        if at_hand.user_id != user_id {
            return Err(SeatRefusal::NotYours.into());
        }
        let lead = at_hand.shown.ok_or(OwnDialRefusal::NotShown)?;
        let (campaign, theirs, now) = (at_hand.campaign.clone(), seat.clone(), self.inner.clock.now());
        let (reason, skipped) = (reason.unwrap_or_default(), lead.clone());
        // First behind the others, then off the desk: a seat that is shown nothing is shown what is reserved for it.
        let rows = self.inner.store.workspace(workspace.clone());
        let was_theirs = rows
            .write(move |tx| give_back(tx, &campaign, &theirs, &skipped, Some(&reason), now))
            .await?;
        if !was_theirs {
            return Err(OwnDialRefusal::NotShown);
        }
        if let Err(why) = seating.withdraw(workspace, seat, lead).await {
            tracing::debug!(seat.id = %seat, error = %why, "a lead that was skipped was not shown any more");
        }
        self.campaign_changed(workspace, &at_hand.campaign);
        Ok(())
    }
}

/// The time to look at a lead is over: it is called, unless something speaks against it.
pub(crate) async fn dial_shown(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    seat: &SeatId,
    lead: LeadId,
    by: Actor,
) {
    let Some(seating) = seating(inner) else { return };
    let wish = OwnDial {
        lead: Some(lead.clone()),
        phone: None,
        window_override: None,
        by,
        request_bits: None,
    };
    if let Err(why) = dial(inner, &seating, workspace, seat, wish).await {
        tracing::info!(seat.id = %seat, error = %why, "a lead that was shown is not called");
        // It is not shown in vain.
        let _ = seating.withdraw(workspace, seat, lead).await;
    }
}

/// Makes a call for a seat: the seat is taken first, then the call is written down.
pub(super) async fn dial(
    inner: &Arc<Inner>,
    seating: &Arc<dyn Seating>,
    workspace: &WorkspaceId,
    seat: &SeatId,
    wish: OwnDial,
) -> Result<CallId, OwnDialRefusal> {
    let at_hand = seating.at_hand(workspace, seat).ok_or(SeatRefusal::Offline)?;
    let now = inner.clock.now();
    let lead = match (&wish.lead, &at_hand.shown) {
        (Some(lead), _) => lead.clone(),
        (None, Some(shown)) => shown.clone(),
        (None, None) => return Err(OwnDialRefusal::NotShown),
    };
    let is_shown = at_hand.shown.as_ref() == Some(&lead);
    let bits = wish.request_bits.unwrap_or_else(|| inner.ids.next(now));
    let call = CallId::from_bits(bits);
    let (campaign, asked) = (at_hand.campaign.clone(), (lead.clone(), call.clone()));
    let user = at_hand.user_id.clone();
    let rows = inner.store.workspace(workspace.clone());
    let found = rows.read(move |tx| {
        let is_known = tx.calls().get(&asked.1)?.is_some();
        let lead = tx.leads().get(&asked.0)?;
        let campaign = tx.campaigns().get(&campaign)?;
        let is_callback = match &lead {
            Some(lead) => is_due_callback(tx, lead, &user, now)?,
            None => false,
        };
        Ok((campaign, lead, is_callback, is_known))
    });
    let (campaign, row, is_callback, is_known) = found.await?;
    if is_known {
        return Ok(call);
    }
    let campaign = campaign.ok_or(OwnDialRefusal::NotRunning)?;
    let row = row.ok_or(OwnDialRefusal::NoSuchLead)?;
    may_be_dialled(&campaign, is_shown, is_callback, now)?;
    if wish
        .phone
        .as_ref()
        .is_some_and(|phone| row.phones().all(|known| known != phone))
    {
        return Err(OwnDialRefusal::NoSuchNumber);
    }
    let through = Through::of(inner, workspace, &campaign.settings).ok_or(OwnDialRefusal::NoAccount)?;
    let until = now
        .plus_seconds(i64::from(campaign.settings.ring_timeout_s))
        .plus_ms(ANSWER_SLACK_MS);
    let mut guest = expected_by(&campaign, &call);
    (guest.seat, guest.at_once) = (Some(seat.clone()), true);
    seating.begin_own(workspace, seat, guest, until).await?;
    let own = OwnLead {
        call: call.clone(),
        seat: seat.clone(),
        user_id: at_hand.user_id,
        lead,
        phone: wish.phone,
        window_override: wish.window_override,
        by: wish.by,
    };
    let planned = write(inner, workspace, campaign, through, own).await;
    if planned.is_err() {
        seating.give_up_own(workspace, seat, &call).await;
    }
    planned.map(|()| call)
}

async fn write(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    campaign: CampaignRow,
    through: Through,
    own: OwnLead,
) -> Result<(), OwnDialRefusal> {
    let (engine, id) = (inner.clone(), campaign.id.clone());
    let rows = inner.store.workspace(workspace.clone());
    let planned = rows
        .write(move |tx| plan_own(tx, &engine, &campaign, &through, &own))
        .await;
    match planned? {
        Ok(row) => {
            inner.changes.call(workspace, row.clone());
            inner.campaigns.call_moved(workspace, &row);
            inner.dial_wake.notify_one();
            Ok(())
        }
        Err(why) => {
            if let Some(desk) = inner.campaigns.desk(workspace, &id) {
                desk.wake.notify_one();
            }
            Err(why)
        }
    }
}

fn may_be_dialled(
    campaign: &CampaignRow,
    is_shown: bool,
    is_callback: bool,
    now: Timestamp,
) -> Result<(), OwnDialRefusal> {
    if campaign.state != CampaignState::Running {
        return Err(OwnDialRefusal::NotRunning);
    }
    let may = match campaign.settings.mode {
        Mode::Manual => true,
        Mode::Preview | Mode::Progressive | Mode::Parallel | Mode::Agentless => is_shown || is_callback,
    };
    if !may {
        return Err(OwnDialRefusal::NotByHand);
    }
    match campaign.settings.schedule.as_ref() {
        Some(schedule) if !schedule.is_open(now) => Err(OwnDialRefusal::OutsideHours(super::receipt::hours(
            schedule.next_opening(now),
        ))),
        Some(_) | None => Ok(()),
    }
}

/// Whether a lead is to be called back by now, and by this agent, by anybody, or by one who has let it wait.
fn is_due_callback(
    tx: &mut Tx<'_>,
    lead: &LeadRow,
    user_id: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(callback) = tx.callbacks().of(lead)? else {
        return Ok(false);
    };
    let waits_ms = now.ms_since(callback.callback_at);
    Ok(match &callback.user {
        Some((owner, _)) if owner != user_id => waits_ms >= OWNER_GRACE_MS,
        Some(_) | None => waits_ms >= 0,
    })
}

/// A lead that was shown to a seat is the campaign's again: at once, or, when the agent skipped it, behind the others.
pub(crate) fn give_back(
    tx: &mut Tx<'_>,
    campaign: &CampaignId,
    seat: &SeatId,
    lead: &LeadId,
    skipped: Option<&str>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let reserved = tx.hopper().of_lead(lead)?;
    let is_theirs = reserved
        .is_some_and(|reserved| reserved.seat_id.as_ref() == Some(seat) && reserved.call_id.is_none());
    if !is_theirs {
        return Ok(false);
    }
    tx.hopper().release(campaign, lead)?;
    let Some(mut own) = tx.campaign_leads().get(campaign, lead)? else {
        return Ok(true);
    };
    own.place = LeadPlace::Due(now);
    if let Some(reason) = skipped {
        own.place = LeadPlace::Due(now.plus_ms(SKIPPED_WAIT_MS));
        SKIPPED.clone_into(&mut own.why);
        own.receipt = Some(super::receipt::skipped(reason, now));
    }
    tx.campaign_leads().put(campaign, &own, now)?;
    Ok(true)
}

/// Why a lead waits that an agent did not want to call.
const SKIPPED: &str = "skipped";
/// Long enough that the others come first; whoever skipped it may look it up and try again.
const SKIPPED_WAIT_MS: i64 = 15 * 60_000;
/// How long a callback is its agent's alone while they are away.
pub(super) const OWNER_GRACE_MS: i64 = 15 * 60_000;
/// For the carrier's queue before the ringing, and its report after it.
const ANSWER_SLACK_MS: i64 = 60_000;
