//! The loop of a seat, and what it keeps between two events.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::call::AmdVerdict;
use outdial_domain::handset;
use outdial_domain::ids::{CampaignId, WorkspaceId};
use outdial_domain::seat::{Effect, Event, Policy, Why};
use outdial_domain::transfer;
use outdial_media::live::Subscription;
use outdial_store::{RecordingRow, SeatRow};
use tokio::sync::mpsc;

use super::asked::Consult;
use super::carrier::Doubt;
use super::leg::{Rows, moved};
use super::own_phone::OwnPhone;
use super::pass::Passing;
use crate::clock::sleep_until;
use crate::engine::Inner;
use crate::floor::hall::Floor;
use crate::floor::hosted::Word;
use crate::floor::quality::Measured;
use crate::floor::seats::desk::{Order, SeatDesk, SeatVenue};
use crate::floor::seats::guest::{Guest, Whence};
use crate::floor::seats::refusal::SeatRefusal;
use crate::floor::seats::task::own::Own;

/// Starts the task of a seat that was just taken.
pub(in crate::floor::seats) fn start(
    inner: &Arc<Inner>,
    floor: &Arc<Floor>,
    workspace: WorkspaceId,
    row: SeatRow,
    venue: SeatVenue,
    words: mpsc::Receiver<Word>,
) {
    let (orders, waiting) = mpsc::channel(ORDERS_MAX);
    let ears = venue.room.subscribe();
    let desk = Arc::new(SeatDesk::new(workspace.clone(), &row, venue, orders));
    floor.seats.set_up(desk.clone());
    let task = Task {
        inner: inner.clone(),
        floor: floor.clone(),
        desk,
        of: row.campaign_id.clone(),
        workspace,
        row,
        ears,
        words,
        doubt: Doubt::default(),
        orders: waiting,
        talk: None,
        measured: Measured::default(),
        own: None,
        said: None,
        unfinished: Vec::new(),
        passing: None,
        consult: None,
        late: Vec::new(),
        own_phone: None,
    };
    inner.begin(task.run());
}

pub(super) struct Task {
    pub inner: Arc<Inner>,
    pub floor: Arc<Floor>,
    pub desk: Arc<SeatDesk>,
    pub workspace: WorkspaceId,
    pub row: SeatRow,
    pub ears: Subscription,
    /// What the carrier says of the room of the shift, when it hosts it.
    pub words: mpsc::Receiver<Word>,
    pub doubt: Doubt,
    pub orders: mpsc::Receiver<Order>,
    /// The callee who is here.
    pub talk: Option<Talk>,
    /// How well the legs of that talk do.
    pub measured: Measured,
    /// The call that is made for this seat alone, until somebody answers.
    pub own: Option<Own>,
    /// What the agent has just said came of the call.
    pub said: Option<String>,
    /// Recordings whose last piece is on its way to the disk.
    pub unfinished: Vec<RecordingRow>,
    /// The campaign whose callee is here, or is noted down; a colleague may have given them.
    pub of: CampaignId,
    /// The callee who is passed on, or was.
    pub passing: Option<Passing>,
    /// The colleague who asks this agent about a callee.
    pub consult: Option<Consult>,
    /// Orders that wait until it is decided who has the callee.
    pub late: Vec<Order>,
    /// The agent's own phone, where that is the audio of the seat.
    pub own_phone: Option<OwnPhone>,
}

/// A callee who is here.
pub(super) struct Talk {
    pub guest: Arc<Guest>,
    pub rows: Rows,
    pub answer_to_audio_ms: i64,
    /// The two hear each other, and the call has not heard of it yet.
    pub bridge_due: bool,
    /// The carrier was told to bring them, and they are not here yet.
    pub under_way: bool,
    /// From where they are brought.
    pub from: Option<Whence>,
    /// The callee is being told that the agent is gone, and is hung up after it.
    pub apologised: bool,
    /// Who is there, as the agent says.
    pub said: Option<AmdVerdict>,
    pub recording: Option<RecordingRow>,
    /// What the callee hears in place of the lost browser.
    pub comfort: Option<outdial_media::Clip>,
}

impl Task {
    async fn run(mut self) {
        let stop = self.inner.stop.clone();
        while self.row.seat.is_live() {
            let clock = self.inner.clock.clone();
            let deadline = self.next_alarm();
            let alarm = async move {
                match deadline {
                    Some(at) => sleep_until(clock.as_ref(), at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                event = self.ears.next() => self.hear(event).await,
                Some(word) = self.words.recv() => self.hear_carrier(word).await,
                () = moved(self.talk.as_mut().map(|talk| &mut talk.rows)) => self.follow_call().await,
                () = moved(self.own.as_mut().map(Own::rows)) => self.follow_own().await,
                () = moved(self.passing.as_mut().and_then(Passing::rows)) => self.follow_third().await,
                () = moved(self.own_phone.as_mut().and_then(OwnPhone::rows)) => self.follow_phone().await,
                Some(order) = self.orders.recv() => self.obey(order).await,
                () = alarm => self.ring().await,
                // The audio goes with this process, so the callee is not left with silence.
                () = stop.cancelled() => {
                    self.pass(transfer::Event::Recovered).await;
                    self.feed(Event::Recovered).await;
                }
            }
            self.tidy().await;
        }
        self.floor.seats.clear(&self.row.id);
        self.changed();
        // An order that came too late for the loop is refused by the end of its channel.
        self.orders.close();
    }

    fn next_alarm(&self) -> Option<Timestamp> {
        let seat = self.row.seat.deadline(&self.floor.seats.limits);
        // While callee and third are put together it is not decided whose the callee is.
        let seat = seat.filter(|_| !self.is_handing());
        let limits = &self.floor.seats.pass_limits;
        let passing = self.passing.as_ref();
        let passing = passing.and_then(|passing| passing.transfer.deadline(limits));
        let phone = self.own_phone.as_ref().and_then(OwnPhone::deadline);
        [seat, passing, phone, self.carrier_alarm()]
            .into_iter()
            .flatten()
            .min()
    }

    /// A time has come.
    async fn ring(&mut self) {
        self.ring_carrier();
        let (now, limits) = (self.inner.clock.now(), self.floor.seats.limits);
        let rung_at = self.own_phone.as_ref().and_then(OwnPhone::deadline);
        if rung_at.is_some_and(|at| at <= now) {
            self.feed_phone(handset::Event::DeadlinePassed).await;
        }
        let passing = self.passing.as_ref();
        let at = passing.and_then(|passing| passing.transfer.deadline(&self.floor.seats.pass_limits));
        if at.is_some_and(|at| at <= now) {
            self.pass(transfer::Event::DeadlinePassed).await;
            return;
        }
        let lost_at = self.row.seat.browser_deadline(&limits);
        if lost_at.is_some_and(|at| at <= now) {
            self.leave_to_third().await;
        }
        if !self.is_handing() {
            self.feed(Event::DeadlinePassed).await;
        }
    }

    /// After each thing that happened: a talk is known as one, a transfer ends with its callee, a consultation with its seat.
    async fn tidy(&mut self) {
        self.tell_bridged().await;
        let has_left = self
            .passing
            .as_ref()
            .is_some_and(|passing| self.row.seat.callee() != Some(&passing.call));
        if has_left {
            self.pass(transfer::Event::CalleeGone).await;
            self.passing = None;
            if self.desk.shown().transfer.take().is_some() {
                self.changed();
            }
        }
        self.leave_consult();
        if !self.row.seat.is_live() {
            self.let_phone_go().await;
        }
        if !self.is_handing() {
            for order in std::mem::take(&mut self.late) {
                self.obey(order).await;
            }
        }
    }

    async fn obey(&mut self, order: Order) {
        if let Order::Feed {
            event: Event::SignOutAsked { .. },
            ..
        } = &order
        {
            self.leave_to_third().await;
            if self.is_handing() {
                self.late.push(order);
                return;
            }
        }
        // Whoever asked may have gone meanwhile, in each case.
        match order {
            Order::Pass { wish, done } => {
                let _ = done.send(self.begin_pass(wish).await);
            }
            Order::PassOn { event, done } => {
                let _ = done.send(answer_pass(self.pass(event).await));
            }
            Order::RingPhone { phone, by, done } => {
                self.ring_phone(phone, by).await;
                let _ = done.send(Ok(()));
            }
            Order::Decline { done } => {
                let _ = done.send(self.decline().await);
            }
            Order::Word(word) => self.hear_word(word).await,
            Order::Feed { event, done } => {
                let _ = done.send(answer(self.feed(event).await));
            }
            Order::Take { call, done } => self.take(&call, done).await,
            Order::NotBrought { call } => {
                self.feed(Event::LegMissed { call }).await;
            }
            Order::Say { verdict, done } => {
                let _ = done.send(self.agent_says(verdict).await);
            }
            Order::WrapUp { said, done } => {
                let Some(call) = self.row.seat.call().cloned() else {
                    let _ = done.send(Err(SeatRefusal::OtherCall));
                    return;
                };
                self.said = said.disposition;
                let next = said.next;
                let effect = self.feed(Event::WrappedUp { call, next }).await;
                self.said = None;
                let _ = done.send(answer(effect));
            }
        }
    }

    /// What the campaign asks of its agents; nothing once it is closed.
    pub(super) fn policy(&self) -> Policy {
        let rules = self.floor.seats.rules(&self.workspace, &self.row.campaign_id);
        rules.map(|rules| rules.policy).unwrap_or_default()
    }

    pub(super) fn changed(&self) {
        self.inner.changes.seat(&self.workspace, self.row.id.clone());
    }
}

fn answer(effect: Effect) -> Result<(), SeatRefusal> {
    match effect {
        Effect::Applied | Effect::Ignored(Why::Repeated) => Ok(()),
        Effect::Ignored(why) | Effect::Refused(why) => Err(why.into()),
    }
}

fn answer_pass(effect: transfer::Effect) -> Result<(), SeatRefusal> {
    match effect {
        transfer::Effect::Applied | transfer::Effect::Ignored(transfer::Why::Repeated) => Ok(()),
        transfer::Effect::Ignored(why) | transfer::Effect::Refused(why) => Err(why.into()),
    }
}

/// People press few buttons at once, and a runner offers few callees at once.
const ORDERS_MAX: usize = 64;
