//! Simulated agents: seats that take callees, talk for a while, wrap up and are ready again; and the ear that hears
//! whoever answers, late and twice as it may.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use outdial_domain::Timestamp;
use outdial_domain::call::State;
use outdial_domain::ids::{CallId, CampaignId, LeadId, SeatId, WorkspaceId};
use outdial_domain::instruction::Instruction;
use outdial_domain::seat::Standing;
use outdial_engine::{
    Clock, Expected, PutThrough, ReadySeat, Report, SeatAtHand, SeatRefusal, SeatRules, SeatView, Seating,
    TokioClock, WaitingCall,
};
use outdial_store::CallRow;
use tokio::sync::mpsc;

/// The agents of one campaign.
pub struct Agents {
    known: Mutex<Known>,
    clock: Arc<TokioClock>,
    wrap_up: Duration,
    watch: OnceLock<Watch>,
}

/// Is shown each version of a call, and for how many seconds the longest-ready agent has been ready.
type Watch = Box<dyn Fn(&CallRow, Option<i64>) + Send + Sync>;

#[derive(Default)]
struct Known {
    seats: BTreeMap<SeatId, Seat>,
    expected: BTreeSet<CallId>,
    /// Callees whose audio is here, with the time of their answer.
    waiting: BTreeMap<CallId, Timestamp>,
    reports: Option<mpsc::Sender<Report>>,
    campaign: Option<CampaignId>,
    /// Who was with whom, and from when: the record by which the day is judged.
    talks: Vec<(CallId, SeatId)>,
    talked: BTreeSet<CallId>,
    surprises: Vec<String>,
    answered: BTreeSet<CallId>,
    /// Which lead is shown to whom, and which call is made for whom alone.
    shown: BTreeMap<SeatId, LeadId>,
    own: BTreeMap<CallId, SeatId>,
    ever_shown: Vec<(SeatId, LeadId)>,
    over: BTreeSet<CallId>,
}

#[derive(Clone)]
struct Seat {
    standing: Standing,
    since: Timestamp,
    call: Option<CallId>,
}

impl Agents {
    pub fn new(clock: Arc<TokioClock>, count: u32, wrap_up: Duration) -> Arc<Self> {
        let agents = Self {
            known: Mutex::default(),
            clock,
            wrap_up,
            watch: OnceLock::new(),
        };
        for number in 1..=count {
            let seat = Seat {
                standing: Standing::Ready,
                since: agents.clock.now(),
                call: None,
            };
            agents
                .known()
                .seats
                .insert(SeatId::from_bits(u128::from(number)), seat);
        }
        Arc::new(agents)
    }

    /// Shows each version of a call to somebody.
    pub fn watch(&self, watch: impl Fn(&CallRow, Option<i64>) + Send + Sync + 'static) {
        assert!(self.watch.set(Box::new(watch)).is_ok(), "one watches");
    }

    pub fn talks(&self) -> Vec<(CallId, SeatId)> {
        self.known().talks.clone()
    }

    /// Who is shown whom.
    pub fn offers(&self) -> Vec<(SeatId, LeadId)> {
        let known = self.known();
        known
            .shown
            .iter()
            .map(|(seat, lead)| (seat.clone(), lead.clone()))
            .collect()
    }

    /// Who was shown whom, in order.
    pub fn ever_shown(&self) -> Vec<(SeatId, LeadId)> {
        self.known().ever_shown.clone()
    }

    pub fn standing(&self, seat: &SeatId) -> Standing {
        self.known().seats[seat].standing
    }

    /// What must never happen and did.
    pub fn surprises(&self) -> Vec<String> {
        self.known().surprises.clone()
    }

    /// Every agent stands up: nobody is ready.
    pub fn pause_all(&self) {
        for seat in self.known().seats.values_mut() {
            if seat.standing == Standing::Ready {
                seat.standing = Standing::Paused;
            }
        }
        self.tell(Report::SeatChanged {
            seat: SeatId::from_bits(1),
        });
    }

    pub fn ready_all(&self) {
        let now = self.clock.now();
        for seat in self.known().seats.values_mut() {
            if seat.standing == Standing::Paused {
                seat.standing = Standing::Ready;
                seat.since = now;
            }
        }
        self.tell(Report::SeatChanged {
            seat: SeatId::from_bits(1),
        });
    }

    pub fn busy(&self) -> usize {
        let known = self.known();
        known.seats.values().filter(|seat| seat.call.is_some()).count()
    }

    /// A process that dies takes the audio with it: everybody signs in anew.
    pub fn forget(&self) {
        let mut known = self.known();
        let now = self.clock.now();
        for seat in known.seats.values_mut() {
            *seat = Seat {
                standing: Standing::Ready,
                since: now,
                call: None,
            };
        }
        known.shown.clear();
        known.own.clear();
        known.waiting.clear();
        known.answered.clear();
        known.reports = None;
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap()
    }

    fn tell(&self, report: Report) {
        let sender = self.known().reports.clone();
        if let Some(sender) = sender {
            // A runner that is gone hears nothing.
            let _ = sender.try_send(report);
        }
    }

    fn hear(&self, row: &CallRow) {
        let mut known = self.known();
        if !known.expected.contains(&row.id) {
            return;
        }
        let facts = &row.call.facts;
        if matches!(row.call.state, State::Ended(_)) {
            if !known.over.insert(row.id.clone()) {
                return;
            }
            known.waiting.remove(&row.id);
            let seat = known
                .seats
                .iter()
                .find(|(_, seat)| seat.call.as_ref() == Some(&row.id));
            let seat = seat.map(|(id, _)| id.clone());
            if let Some(own) = known.own.remove(&row.id) {
                drop(known);
                self.free(&own);
                known = self.known();
            }
            drop(known);
            self.tell(Report::CallLeft { call: row.id.clone() });
            if let Some(seat) = seat {
                self.wrap_up(&seat, &row.id);
            }
            return;
        }
        if facts.was_answered() && known.answered.insert(row.id.clone()) {
            let answered_at = self.clock.now();
            known.waiting.insert(row.id.clone(), answered_at);
            drop(known);
            let report = Report::CallWaiting {
                call: row.id.clone(),
                answered_at,
            };
            self.tell(report.clone());
            self.tell(report);
        }
    }

    /// Nothing came of the seat's own call.
    fn free(&self, seat: &SeatId) {
        let now = self.clock.now();
        if let Some(known) = self.known().seats.get_mut(seat)
            && known.standing == Standing::Dialing
        {
            known.standing = Standing::Ready;
            known.since = now;
        }
        self.tell(Report::SeatChanged { seat: seat.clone() });
    }

    fn wrap_up(&self, seat: &SeatId, call: &CallId) {
        let now = self.clock.now();
        if let Some(known) = self.known().seats.get_mut(seat) {
            *known = Seat {
                standing: Standing::WrapUp,
                since: now,
                call: None,
            };
        }
        self.tell(Report::SeatChanged { seat: seat.clone() });
        self.tell(Report::WrappedUp {
            seat: seat.clone(),
            call: call.clone(),
            disposition: Some("not_interested".to_owned()),
        });
    }

    /// Agents whose time after a call is over are ready again.
    pub async fn work(self: Arc<Self>) {
        loop {
            tokio::time::sleep(Duration::from_millis(250)).await;
            let now = self.clock.now();
            let (mut changed, mut stuck) = (Vec::new(), Vec::new());
            for (id, seat) in &mut self.known().seats {
                let over = i64::try_from(self.wrap_up.as_millis()).unwrap();
                if seat.standing == Standing::WrapUp && now.ms_since(seat.since) >= over {
                    seat.standing = Standing::Ready;
                    seat.since = now;
                    changed.push(id.clone());
                }
                if seat.standing == Standing::OnCall && now.ms_since(seat.since) > STUCK_MS {
                    stuck.push(format!("{id} has been on {:?} since {}", seat.call, seat.since));
                    seat.since = now;
                }
            }
            self.known().surprises.extend(stuck);
            for seat in changed {
                self.tell(Report::SeatChanged { seat });
            }
        }
    }
}

#[async_trait]
impl Seating for Agents {
    fn open_campaign(&self, _: &WorkspaceId, campaign: &CampaignId, _: SeatRules) {
        self.known().campaign = Some(campaign.clone());
    }

    fn close_campaign(&self, _: &WorkspaceId, _: &CampaignId) {
        self.known().reports = None;
    }

    fn reports(&self, _: &WorkspaceId, _: &CampaignId) -> Option<mpsc::Receiver<Report>> {
        let (sender, reports) = mpsc::channel(1_024);
        self.known().reports = Some(sender);
        Some(reports)
    }

    fn ready(&self, _: &WorkspaceId, _: &CampaignId) -> Vec<ReadySeat> {
        let known = self.known();
        let mut ready: Vec<ReadySeat> = known
            .seats
            .iter()
            .filter(|(_, seat)| seat.standing == Standing::Ready)
            .map(|(id, seat)| ReadySeat {
                seat_id: id.clone(),
                user_id: id.to_string(),
                since: seat.since,
            })
            .collect();
        ready.sort_by_key(|seat| (seat.since, seat.seat_id.clone()));
        ready
    }

    fn of_campaign(&self, _: &WorkspaceId, campaign: &CampaignId) -> Vec<SeatView> {
        let known = self.known();
        let view = |(id, seat): (&SeatId, &Seat)| SeatView {
            seat_id: id.clone(),
            campaign: campaign.clone(),
            user_id: id.to_string(),
            name: id.to_string(),
            standing: seat.standing,
            since: seat.since,
            reason: None,
            call: seat.call.clone(),
            browser_here: true,
            wrap_up_until: None,
        };
        known.seats.iter().map(view).collect()
    }

    fn expect(&self, _: &WorkspaceId, call: Expected) {
        self.known().expected.insert(call.call);
    }

    fn waiting(&self, _: &WorkspaceId, _: &CampaignId) -> Vec<WaitingCall> {
        Vec::new()
    }

    async fn put_through(
        &self,
        _: &WorkspaceId,
        seat: &SeatId,
        call: &CallId,
    ) -> Result<PutThrough, SeatRefusal> {
        let now = self.clock.now();
        let mut known = self.known();
        let Some(answered_at) = known.waiting.get(call).copied() else {
            return Err(SeatRefusal::NotWaiting);
        };
        let is_for = known.own.get(call).cloned();
        let taken = known.seats.get_mut(seat).ok_or(SeatRefusal::NoSuchSeat)?;
        let is_own = taken.standing == Standing::Dialing && is_for.as_ref() == Some(seat);
        if taken.standing != Standing::Ready && !is_own {
            return Err(SeatRefusal::SeatTaken);
        }
        *taken = Seat {
            standing: Standing::OnCall,
            since: now,
            call: Some(call.clone()),
        };
        known.waiting.remove(call);
        known.own.remove(call);
        if !known.talked.insert(call.clone()) {
            known.surprises.push(format!("{call} was put through twice"));
        }
        known.talks.push((call.clone(), seat.clone()));
        Ok(PutThrough {
            answer_to_audio_ms: now.ms_since(answered_at),
        })
    }

    fn at_hand(&self, _: &WorkspaceId, seat: &SeatId) -> Option<SeatAtHand> {
        let known = self.known();
        known.seats.get(seat)?;
        Some(SeatAtHand {
            campaign: known.campaign.clone()?,
            user_id: seat.to_string(),
            shown: known.shown.get(seat).cloned(),
        })
    }

    fn shown(&self, _: &WorkspaceId, _: &CampaignId) -> Vec<(SeatId, LeadId)> {
        self.offers()
    }

    async fn show(
        &self,
        _: &WorkspaceId,
        seat: &SeatId,
        lead: LeadId,
        _dial_at: Option<Timestamp>,
    ) -> Result<(), SeatRefusal> {
        let mut known = self.known();
        if known.seats[seat].standing != Standing::Ready || known.shown.contains_key(seat) {
            return Err(SeatRefusal::SeatTaken);
        }
        if known.shown.values().any(|shown| *shown == lead) {
            known.surprises.push(format!("{lead} is shown to two agents"));
        }
        known.ever_shown.push((seat.clone(), lead.clone()));
        known.shown.insert(seat.clone(), lead);
        Ok(())
    }

    async fn withdraw(&self, _: &WorkspaceId, seat: &SeatId, lead: LeadId) -> Result<(), SeatRefusal> {
        let mut known = self.known();
        if known.shown.get(seat) != Some(&lead) {
            return Err(SeatRefusal::OtherCall);
        }
        known.shown.remove(seat);
        Ok(())
    }

    async fn begin_own(
        &self,
        _: &WorkspaceId,
        seat: &SeatId,
        wish: Expected,
        _until: Timestamp,
    ) -> Result<(), SeatRefusal> {
        let mut known = self.known();
        let taken = known.seats.get_mut(seat).ok_or(SeatRefusal::NoSuchSeat)?;
        if !matches!(taken.standing, Standing::Ready | Standing::Paused) {
            return Err(SeatRefusal::SeatTaken);
        }
        taken.standing = Standing::Dialing;
        known.shown.remove(seat);
        known.own.insert(wish.call.clone(), seat.clone());
        known.expected.insert(wish.call);
        Ok(())
    }

    async fn give_up_own(&self, _: &WorkspaceId, seat: &SeatId, call: &CallId) {
        self.known().own.remove(call);
        self.free(seat);
    }

    fn own_seat(&self, call: &CallId) -> Option<SeatId> {
        self.known().own.get(call).cloned()
    }

    fn call_moved(&self, row: &CallRow) {
        if let Some(watch) = self.watch.get() {
            let now = self.clock.now();
            let known = self.known();
            let ready = known
                .seats
                .values()
                .filter(|seat| seat.standing == Standing::Ready);
            let idle_s = ready.map(|seat| now.ms_since(seat.since) / 1_000).max();
            drop(known);
            watch(row, idle_s);
        }
        self.hear(row);
    }

    fn way_in(&self, row: &CallRow) -> Option<Vec<Instruction>> {
        // The callee stays for as long as they like, as people do whom somebody talks to.
        let talk_s = 20 + u32::try_from(row.phone.e164().bytes().map(u64::from).sum::<u64>() % 60).unwrap();
        Some(vec![Instruction::Pause { seconds: talk_s }, Instruction::HangUp])
    }
}

/// No talk lasts so long, even if its last report is lost.
const STUCK_MS: i64 = 10 * 60_000;
