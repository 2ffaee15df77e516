//! Seats of campaigns with real audio: who is put through to whom, who hears whom, and how every seat gets free again.

mod own_phone;
mod transfers;

use std::time::Duration;

use outdial_carrier::LegRef;
use outdial_domain::call::{AmdVerdict, Event as CallEvent, LegStatus, Outcome, Policy, State, Treatment};
use outdial_domain::ids::{CallId, CampaignId, CarrierAccountId, SeatId, WorkspaceId};
use outdial_domain::instruction::Instruction;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::seat::{self, End, Limits, Next, PauseReason, Standing};
use outdial_engine::{
    Behalf, Expected, Floor, FloorConfig, Report, RoomOrder, SeatRefusal, SeatRules, Seats, SignIn,
    StreamRefusal, VerdictBy, WaitingSound, WrapUp,
};
use outdial_media::live::{HubConfig, MediaHub};
use outdial_media::{ParticipantId, Role, RoomId};
use outdial_store::{Actor, CallRow, SeatRow};
use tokio::sync::mpsc;

use crate::party::Party;
use crate::stand::Stand;
use crate::world::person;

const ADA: f32 = 440.0;
const BOB: f32 = 700.0;
const FIRST: f32 = 1_000.0;
const SECOND: f32 = 1_500.0;

/// A campaign with its agents and callees.
struct Shift {
    stand: Stand,
    folder: tempfile::TempDir,
    seats: Seats,
    campaign: CampaignId,
    reports: mpsc::Receiver<Report>,
}

impl Shift {
    async fn new(policy: seat::Policy) -> Self {
        Self::with(policy, Limits::default()).await
    }

    async fn with(policy: seat::Policy, limits: Limits) -> Self {
        let stand = Stand::new().await;
        let folder = tempfile::tempdir().unwrap();
        let hub = MediaHub::start(HubConfig::loopback(folder.path().to_owned())).unwrap();
        let config = FloorConfig {
            seat_limits: limits,
            ..FloorConfig::new(folder.path().to_owned())
        };
        stand.engine.open_floor(Floor::new(hub, config));
        let account = CarrierAccountId::from_bits(1);
        stand.engine.accounts().set_base(&account, "http://outdial.test");
        let seats = stand.engine.seats().unwrap();
        let campaign = CampaignId::from_bits(1);
        let rules = SeatRules {
            name: "Spring".to_owned(),
            policy,
        };
        let workspace = stand.lines[0].workspace.clone();
        assert!(
            seats.reports(&workspace, &campaign).is_none(),
            "it is not open yet"
        );
        seats.open_campaign(&workspace, &campaign, rules);
        let reports = seats.reports(&workspace, &campaign).unwrap();
        Self {
            stand,
            folder,
            seats,
            campaign,
            reports,
        }
    }

    fn workspace(&self) -> &WorkspaceId {
        &self.stand.lines[0].workspace
    }

    fn wish(&self, user: &str) -> SignIn {
        SignIn {
            campaign: self.campaign.clone(),
            user_id: user.to_owned(),
            name: user.to_owned(),
            by: Actor::system(),
            comes_ready: false,
            request_bits: None,
        }
    }

    async fn sign_in(&self, user: &str) -> SeatId {
        let signed_in = self.seats.sign_in(self.workspace(), self.wish(user)).await;
        signed_in.unwrap().row.id
    }

    /// The agent's audio comes into the room of the shift.
    fn come(&self, seat: &SeatId, hz: f32) -> Party {
        let floor = self.stand.engine.floor().unwrap();
        let room = floor.hub().room(&RoomId::new(seat.as_str())).unwrap();
        Party::on(
            room.join_stream(&ParticipantId::new("agent"), Role::Talk)
                .unwrap(),
            hz,
        )
    }

    /// An agent who is ready for callees.
    async fn ready(&self, user: &str, hz: f32) -> (SeatId, Party) {
        let seat = self.sign_in(user).await;
        let agent = self.come(&seat, hz);
        self.stands(&seat, Standing::Paused).await;
        self.seats.set_ready(self.workspace(), &seat, user).await.unwrap();
        (seat, agent)
    }

    async fn stored(&self, seat: &SeatId) -> SeatRow {
        let id = seat.clone();
        let rows = self.stand.store.workspace(self.workspace().clone());
        let row = rows.read(move |tx| tx.seats().get(&id)).await;
        row.unwrap().unwrap()
    }

    async fn until(&self, seat: &SeatId, is_there: impl Fn(&SeatRow) -> bool) -> SeatRow {
        for _ in 0..LOOKS {
            let row = self.stored(seat).await;
            if is_there(&row) {
                return row;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it never comes to that: {:#?}", self.stored(seat).await);
    }

    async fn stands(&self, seat: &SeatId, standing: Standing) -> SeatRow {
        self.until(seat, |row| row.seat.standing() == standing).await
    }

    fn expected(&self, number: u8) -> Expected {
        Expected {
            campaign: self.campaign.clone(),
            call: CallId::from_bits(u128::from(number)),
            sound: WaitingSound::Silence,
            detect: false,
            record: false,
            at_once: false,
            seat: None,
        }
    }

    /// A call of the campaign is dialled.
    async fn dial(&self, number: u8, wish: Expected) -> (CallId, LegRef) {
        let call = wish.call.clone();
        self.seats.expect(self.workspace(), wish);
        let row = call_of(&call, number, self.stand.engine.now());
        let rows = self.stand.store.workspace(self.workspace().clone());
        rows.write(move |tx| tx.calls().insert(&row)).await.unwrap();
        self.stand.engine.wake();
        let leg = self.stand.until_rung(&call).await;
        self.stand.tell(&leg, LegStatus::Ringing).await;
        (call, leg)
    }

    /// The token that the callee's stream shows, if it is to come here.
    async fn token(&self, call: &CallId) -> Option<String> {
        let account = self.stand.engine.accounts().default_of(self.workspace()).unwrap();
        let row = self.stand.call(call).await;
        let first = self.stand.engine.instructions(&account, &row).remove(0);
        let Instruction::Stream { parameters, .. } = &first else {
            assert_eq!(first, Instruction::HangUp);
            return None;
        };
        Some(parameters[1].1.clone())
    }

    /// The callee picks up and waits.
    async fn answer(&self, call: &CallId, leg: &LegRef, hz: f32) -> Party {
        self.stand.tell(leg, LegStatus::Answered).await;
        let token = self.token(call).await.unwrap();
        Party::on(self.stand.engine.attach_stream(call, &token).unwrap(), hz)
    }

    /// Somebody is called, answers and waits.
    async fn caller(&self, number: u8, hz: f32) -> (CallId, LegRef, Party) {
        let (call, leg) = self.dial(number, self.expected(number)).await;
        let party = self.answer(&call, &leg, hz).await;
        (call, leg, party)
    }

    /// The next report that fits.
    async fn told(&mut self, fits: impl Fn(&Report) -> bool) -> Report {
        let found = tokio::time::timeout(Duration::from_secs(30), async {
            loop {
                let report = self.reports.recv().await.expect("the campaign is open");
                if fits(&report) {
                    return report;
                }
            }
        });
        found.await.expect("the report comes")
    }

    async fn until_hung_up(&self, leg: &LegRef) {
        for _ in 0..LOOKS {
            if self.stand.carrier().hang_ups().contains(leg) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("nobody hangs up");
    }

    async fn put_through(&self, seat: &SeatId, call: &CallId) -> Result<i64, SeatRefusal> {
        let through = self.seats.put_through(self.workspace(), seat, call).await;
        through.map(|through| through.answer_to_audio_ms)
    }
}

pub fn call_of(id: &CallId, number: u8, now: outdial_domain::Timestamp) -> CallRow {
    CallRow {
        policy: Policy {
            treatment: Treatment::Agent,
            time_limit_s: 3_600,
            ..Policy::default()
        },
        account_id: Some(CarrierAccountId::from_bits(1)),
        ..CallRow::planned(
            id.clone(),
            PhoneNumber::from_e164(&person(number)[0]).unwrap(),
            Actor::system(),
            now,
        )
    }
}

fn said(disposition: Option<&str>, next: Next) -> WrapUp {
    WrapUp {
        disposition: disposition.map(str::to_owned),
        next,
    }
}

const UNHURRIED: seat::Policy = seat::Policy {
    wrap_up_ms: None,
    disposition_mandatory: false,
};
/// Half a minute.
const LOOKS: u32 = 3_000;

#[tokio::test]
async fn a_callee_waits_is_put_through_talks_and_the_agent_notes_what_came_of_it() {
    let mut shift = Shift::new(UNHURRIED).await;
    let (seat, agent) = shift.ready("ada", ADA).await;
    let wish = Expected {
        record: true,
        ..shift.expected(1)
    };
    let (call, leg) = shift.dial(1, wish).await;
    assert_eq!(
        shift.seats.lines(shift.workspace(), &shift.campaign, &seat).len(),
        1
    );
    let callee = shift.answer(&call, &leg, FIRST).await;
    shift
        .told(|report| matches!(report, Report::CallWaiting { .. }))
        .await;
    agent.hears(None, &[FIRST]).await;
    callee.hears(None, &[ADA]).await;
    let waiting = shift.seats.waiting(shift.workspace(), &shift.campaign);
    assert_eq!(waiting[0].call, call);
    let ready = shift.seats.ready(shift.workspace(), &shift.campaign);
    assert_eq!(ready[0].seat_id, seat);

    let waited = shift.put_through(&seat, &call).await.unwrap();
    assert!(waited >= 500, "{waited} ms: both listened for half a second");
    agent.hears(Some(FIRST), &[]).await;
    callee.hears(Some(ADA), &[]).await;
    let connected = shift
        .told(|report| matches!(report, Report::Connected { .. }))
        .await;
    let Report::Connected {
        answer_to_audio_ms, ..
    } = connected
    else {
        unreachable!()
    };
    assert_eq!(answer_to_audio_ms, waited);
    assert!(shift.seats.ready(shift.workspace(), &shift.campaign).is_empty());
    assert!(shift.seats.waiting(shift.workspace(), &shift.campaign).is_empty());
    shift.stand.until(&call, |state| state == State::Connected).await;

    shift
        .seats
        .end_call(shift.workspace(), &seat, "ada")
        .await
        .unwrap();
    callee.hears(None, &[]).await;
    agent.hears(None, &[FIRST]).await;
    shift.stands(&seat, Standing::WrapUp).await;
    assert!(
        shift.token(&call).await.is_none(),
        "whoever is still on the line is let go"
    );
    shift.stand.tell(&leg, LegStatus::Completed).await;
    shift
        .told(|report| matches!(report, Report::CallLeft { .. }))
        .await;
    let done = said(Some("connected"), Next::Ready);
    shift
        .seats
        .wrap_up(shift.workspace(), &seat, "ada", done)
        .await
        .unwrap();
    let wrapped = shift
        .told(|report| matches!(report, Report::WrappedUp { .. }))
        .await;
    let expected = Report::WrappedUp {
        seat: seat.clone(),
        call: call.clone(),
        disposition: Some("connected".to_owned()),
    };
    assert_eq!(wrapped, expected);
    shift.stands(&seat, Standing::Ready).await;

    shift
        .seats
        .sign_out(shift.workspace(), &seat, Behalf::Agent("ada"))
        .await
        .unwrap();
    let row = shift.stands(&seat, Standing::Offline).await;
    assert_eq!(row.seat.state, seat::State::Offline { why: End::SignedOut });
    let row = shift.stand.call(&call).await;
    let recording = row.recording.expect("the talk was recorded");
    assert!(recording.duration_ms.is_some_and(|ms| ms >= 100), "{recording:?}");
    assert!(shift.folder.path().join(format!("{call}.wav")).exists());
    let (id, now) = (seat.clone(), shift.stand.engine.now());
    let rows = shift.stand.store.workspace(shift.workspace().clone());
    let (stays, tally) = rows
        .read(move |tx| {
            let stays = tx.seats().stays(&id, 20)?;
            let tally = tx.seats().tally("ada", now.plus_seconds(-3_600), now)?;
            Ok((stays, tally))
        })
        .await
        .unwrap();
    let words: Vec<&str> = stays.iter().map(|stay| stay.standing.as_str()).collect();
    assert_eq!(
        words,
        ["joining", "paused", "ready", "on_call", "wrap_up", "ready"]
    );
    assert!(stays.iter().all(|stay| stay.ended_at.is_some()));
    assert_eq!(tally.calls, 1);
    assert!(tally.talk_ms >= 100, "{tally:?}");
}

#[tokio::test]
async fn of_two_callees_for_one_seat_one_is_put_through_and_the_other_waits_for_the_next() {
    let shift = Shift::new(UNHURRIED).await;
    let (seat, ada) = shift.ready("ada", ADA).await;
    let (first, _, one) = shift.caller(1, FIRST).await;
    let (second, _, two) = shift.caller(2, SECOND).await;
    let (left, right) = tokio::join!(
        shift.put_through(&seat, &first),
        shift.put_through(&seat, &second)
    );
    assert!(left.is_ok(), "{left:?}");
    assert!(matches!(right, Err(SeatRefusal::SeatTaken)), "{right:?}");
    ada.hears(Some(FIRST), &[SECOND]).await;
    one.hears(Some(ADA), &[SECOND]).await;
    two.hears(None, &[ADA, FIRST]).await;
    let (other, bob) = shift.ready("bob", BOB).await;
    shift.put_through(&other, &second).await.unwrap();
    bob.hears(Some(SECOND), &[FIRST, ADA]).await;
    two.hears(Some(BOB), &[ADA, FIRST]).await;
    ada.hears(Some(FIRST), &[SECOND, BOB]).await;
    one.hears(Some(ADA), &[BOB, SECOND]).await;
}

#[tokio::test]
async fn of_two_seats_for_one_callee_one_gets_them() {
    let shift = Shift::new(UNHURRIED).await;
    let (ada, _one) = shift.ready("ada", ADA).await;
    let (bob, _two) = shift.ready("bob", BOB).await;
    let (call, _, _callee) = shift.caller(1, FIRST).await;
    let (left, right) = tokio::join!(shift.put_through(&ada, &call), shift.put_through(&bob, &call));
    assert_eq!(usize::from(left.is_ok()) + usize::from(right.is_ok()), 1);
    let refused = left.err().or(right.err()).unwrap();
    assert!(matches!(refused, SeatRefusal::NotWaiting), "{refused:?}");
    let free = shift.seats.ready(shift.workspace(), &shift.campaign);
    assert_eq!(free.len(), 1, "the other has lost no turn");
    let unknown = CallId::from_bits(99);
    let nobody = shift.put_through(&free[0].seat_id, &unknown).await;
    assert!(matches!(nobody, Err(SeatRefusal::NotWaiting)));
}

#[tokio::test]
async fn a_callee_who_hangs_up_leaves_the_work_after_the_call_which_ends_in_time() {
    let policy = seat::Policy {
        wrap_up_ms: Some(300),
        disposition_mandatory: false,
    };
    let mut shift = Shift::new(policy).await;
    let (seat, _agent) = shift.ready("ada", ADA).await;
    let (call, leg, callee) = shift.caller(1, FIRST).await;
    shift.put_through(&seat, &call).await.unwrap();
    callee.hears(Some(ADA), &[]).await;
    let lunch = Some("lunch".to_owned());
    let who = Behalf::Agent("ada");
    shift
        .seats
        .pause(shift.workspace(), &seat, who, lunch)
        .await
        .unwrap();
    callee.vanish();
    shift.stand.tell(&leg, LegStatus::Completed).await;
    let wrapped = shift
        .told(|report| matches!(report, Report::WrappedUp { .. }))
        .await;
    assert!(matches!(
        wrapped,
        Report::WrappedUp {
            disposition: None,
            ..
        }
    ));
    let row = shift.stands(&seat, Standing::Paused).await;
    assert_eq!(row.seat.reason(), Some("lunch"));
    let ended = shift.stand.until_ended(&call).await;
    assert_eq!(ended.call.state, State::Ended(Outcome::Completed));
}

#[tokio::test]
async fn a_machine_that_the_agent_hears_leaves_the_seat_free_and_waits_where_it_came_from() {
    let mut shift = Shift::new(UNHURRIED).await;
    let (seat, agent) = shift.ready("ada", ADA).await;
    let (call, leg, callee) = shift.caller(1, FIRST).await;
    shift.put_through(&seat, &call).await.unwrap();
    agent.hears(Some(FIRST), &[]).await;
    let machine = AmdVerdict::Machine;
    let foreign = shift
        .seats
        .say_verdict(shift.workspace(), &seat, "bob", machine)
        .await;
    assert!(matches!(foreign, Err(SeatRefusal::NotYours)));
    shift
        .seats
        .say_verdict(shift.workspace(), &seat, "ada", machine)
        .await
        .unwrap();
    let verdict = shift
        .told(|report| matches!(report, Report::Verdict { .. }))
        .await;
    let expected = Report::Verdict {
        call: call.clone(),
        verdict: machine,
        by: VerdictBy::Agent,
    };
    assert_eq!(verdict, expected);
    shift
        .told(|report| matches!(report, Report::CallWaiting { .. }))
        .await;
    shift.stands(&seat, Standing::Ready).await;
    agent.hears(None, &[FIRST]).await;
    callee.hears(None, &[ADA]).await;
    assert_eq!(shift.seats.waiting(shift.workspace(), &shift.campaign).len(), 1);
    // The campaign gives the leg other orders.
    shift.seats.dismiss(shift.workspace(), &call);
    shift
        .told(|report| matches!(report, Report::CallLeft { .. }))
        .await;
    shift.stand.tell(&leg, LegStatus::Completed).await;
    let now = shift.stand.engine.now();
    let rows = shift.stand.store.workspace(shift.workspace().clone());
    let tally = rows.read(move |tx| tx.seats().tally("ada", now.plus_seconds(-60), now));
    assert_eq!(tally.await.unwrap().calls, 0, "no talk was had");
}

#[tokio::test]
async fn a_machine_that_was_given_back_and_of_which_the_campaign_makes_nothing_is_hung_up() {
    let limits = Limits {
        returned_ms: 200,
        ..Limits::default()
    };
    let shift = Shift::with(UNHURRIED, limits).await;
    let (seat, _agent) = shift.ready("ada", ADA).await;
    let (call, leg, _callee) = shift.caller(1, FIRST).await;
    shift.put_through(&seat, &call).await.unwrap();
    let machine = AmdVerdict::Machine;
    let said = shift.seats.say_verdict(shift.workspace(), &seat, "ada", machine);
    said.await.unwrap();
    shift.until_hung_up(&leg).await;
    shift.stands(&seat, Standing::Ready).await;
}

#[tokio::test]
async fn where_callees_are_put_through_at_once_a_machine_is_taken_away_unless_the_agent_knows_better() {
    let mut shift = Shift::new(UNHURRIED).await;
    let (seat, agent) = shift.ready("ada", ADA).await;
    for (number, agent_knows) in [(1, false), (2, true)] {
        let wish = Expected {
            at_once: true,
            ..shift.expected(number)
        };
        let (call, leg) = shift.dial(number, wish).await;
        let callee = shift.answer(&call, &leg, FIRST).await;
        shift.put_through(&seat, &call).await.unwrap();
        callee.hears(Some(ADA), &[]).await;
        if agent_knows {
            shift
                .seats
                .say_verdict(shift.workspace(), &seat, "ada", AmdVerdict::Human)
                .await
                .unwrap();
        }
        let machine = CallEvent::Verdict {
            verdict: AmdVerdict::Machine,
        };
        let webhook = shift.stand.carrier().notify(&leg, &machine);
        let events = shift.stand.parse(&webhook);
        shift
            .stand
            .engine
            .take_in(shift.workspace(), events)
            .await
            .unwrap();
        let by_carrier = |report: &Report| {
            matches!(
                report,
                Report::Verdict {
                    by: VerdictBy::Carrier,
                    ..
                }
            )
        };
        shift.told(by_carrier).await;
        if agent_knows {
            callee.hears(Some(ADA), &[]).await;
            assert_eq!(shift.stored(&seat).await.seat.callee(), Some(&call));
        } else {
            shift
                .told(|report| matches!(report, Report::CallWaiting { .. }))
                .await;
            agent.hears(None, &[FIRST]).await;
            callee.hears(None, &[ADA]).await;
            shift.stands(&seat, Standing::Ready).await;
            shift.seats.dismiss(shift.workspace(), &call);
        }
    }
}

#[tokio::test]
async fn a_reloaded_page_keeps_the_callee_and_one_that_stays_away_lets_them_go_with_an_apology() {
    let limits = Limits {
        browser_ms: 1_500,
        ..Limits::default()
    };
    let shift = Shift::with(UNHURRIED, limits).await;
    let (seat, agent) = shift.ready("ada", ADA).await;
    let (call, leg, callee) = shift.caller(1, FIRST).await;
    shift.put_through(&seat, &call).await.unwrap();
    callee.hears(Some(ADA), &[]).await;
    agent.vanish();
    shift
        .until(&seat, |row| row.seat.browser.lost_since().is_some())
        .await;
    let back = shift.come(&seat, BOB);
    callee.hears(Some(BOB), &[ADA]).await;
    back.hears(Some(FIRST), &[]).await;
    assert_eq!(shift.stored(&seat).await.seat.callee(), Some(&call));

    back.vanish();
    shift.stands(&seat, Standing::WrapUp).await;
    let directions = shift.stand.carrier().directions();
    let (told, said) = directions.last().unwrap();
    assert_eq!(told, &leg);
    assert!(matches!(
        &said[..],
        [Instruction::Say { .. }, Instruction::HangUp]
    ));
    shift.stand.tell(&leg, LegStatus::Completed).await;
    let refused = shift
        .seats
        .set_ready(shift.workspace(), &seat, "ada")
        .await
        .unwrap_err();
    assert!(matches!(refused, SeatRefusal::BrowserAway), "{refused:?}");
}

#[tokio::test]
async fn a_stream_that_is_opened_anew_during_a_talk_comes_back_to_the_agent() {
    let shift = Shift::new(UNHURRIED).await;
    let (seat, agent) = shift.ready("ada", ADA).await;
    let (call, _, callee) = shift.caller(1, FIRST).await;
    shift.put_through(&seat, &call).await.unwrap();
    agent.hears(Some(FIRST), &[]).await;
    callee.vanish();
    let token = shift.token(&call).await.unwrap();
    let again = Party::on(shift.stand.engine.attach_stream(&call, &token).unwrap(), SECOND);
    agent.hears(Some(SECOND), &[FIRST]).await;
    again.hears(Some(ADA), &[]).await;
    let used = shift.stand.engine.attach_stream(&call, &token).map(drop);
    assert_eq!(used, Err(StreamRefusal::Token));
}

#[tokio::test]
async fn a_callee_who_waits_and_whose_stream_is_gone_leaves_the_floor_and_is_let_go_when_its_leg_asks() {
    let limits = Limits {
        phone_ms: 200,
        ..Limits::default()
    };
    let mut shift = Shift::with(UNHURRIED, limits).await;
    let (call, leg, callee) = shift.caller(1, FIRST).await;
    shift
        .told(|report| matches!(report, Report::CallWaiting { .. }))
        .await;
    callee.vanish();
    shift
        .told(|report| matches!(report, Report::CallLeft { .. }))
        .await;
    assert!(shift.token(&call).await.is_none());
    // The campaign may have given the leg other orders, which go on.
    assert!(!shift.stand.carrier().hang_ups().contains(&leg));
}

#[tokio::test]
async fn an_agent_has_one_seat_steers_no_other_and_gets_no_callee_before_being_ready() {
    let shift = Shift::new(seat::Policy {
        wrap_up_ms: None,
        disposition_mandatory: true,
    })
    .await;
    let seat = shift.sign_in("ada").await;
    let again = shift.seats.sign_in(shift.workspace(), shift.wish("ada")).await;
    assert!(matches!(again, Err(SeatRefusal::AlreadySeated(id)) if id == seat));
    let elsewhere = SignIn {
        campaign: CampaignId::from_bits(9),
        ..shift.wish("bob")
    };
    let closed = shift.seats.sign_in(shift.workspace(), elsewhere).await;
    assert!(matches!(closed, Err(SeatRefusal::CampaignClosed)));
    let early = shift.seats.set_ready(shift.workspace(), &seat, "ada").await;
    assert!(matches!(early, Err(SeatRefusal::NotYet)));
    let foreign = shift.seats.set_ready(shift.workspace(), &seat, "bob").await;
    assert!(matches!(foreign, Err(SeatRefusal::NotYours)));

    let agent = shift.come(&seat, ADA);
    shift.stands(&seat, Standing::Paused).await;
    let (call, leg, callee) = shift.caller(1, FIRST).await;
    let paused = shift.put_through(&seat, &call).await;
    assert!(matches!(paused, Err(SeatRefusal::SeatTaken)));
    shift
        .seats
        .set_ready(shift.workspace(), &seat, "ada")
        .await
        .unwrap();
    let hold = |order| shift.seats.order(shift.workspace(), &seat, "ada", order, &BY);
    assert!(
        matches!(hold(RoomOrder::Hold).await, Err(SeatRefusal::Audio(_))),
        "nobody is there"
    );
    shift.put_through(&seat, &call).await.unwrap();
    agent.hears(Some(FIRST), &[]).await;
    hold(RoomOrder::Hold).await.unwrap();
    agent.hears(None, &[FIRST]).await;
    hold(RoomOrder::Unhold).await.unwrap();
    hold(RoomOrder::Mute).await.unwrap();
    agent.hears(Some(FIRST), &[]).await;
    callee.hears(None, &[ADA]).await;
    assert!(shift.seats.status(&seat).unwrap().muted);

    shift.stand.tell(&leg, LegStatus::Completed).await;
    shift.stands(&seat, Standing::WrapUp).await;
    let unsaid = shift
        .seats
        .wrap_up(shift.workspace(), &seat, "ada", said(None, Next::Ready))
        .await;
    assert!(matches!(unsaid, Err(SeatRefusal::DispositionMissing)));
    let skipped = shift.seats.set_ready(shift.workspace(), &seat, "ada").await;
    assert!(matches!(skipped, Err(SeatRefusal::DispositionMissing)));
    let done = said(Some("connected"), Next::Paused);
    shift
        .seats
        .wrap_up(shift.workspace(), &seat, "ada", done)
        .await
        .unwrap();
    let row = shift.stands(&seat, Standing::Paused).await;
    assert_eq!(
        row.seat.state,
        seat::State::Paused {
            reason: PauseReason::Chosen(None)
        }
    );
    let forced = shift
        .seats
        .sign_out(shift.workspace(), &seat, Behalf::Supervisor)
        .await;
    forced.unwrap();
    let row = shift.stands(&seat, Standing::Offline).await;
    assert_eq!(row.seat.reason(), Some("forced"));
    let late = shift.seats.set_ready(shift.workspace(), &seat, "ada").await;
    assert!(matches!(late, Err(SeatRefusal::Offline)));
    let repeated = shift
        .seats
        .sign_out(shift.workspace(), &seat, Behalf::Agent("ada"))
        .await;
    assert!(repeated.is_ok(), "{repeated:?}");
}

#[tokio::test]
async fn seats_of_an_earlier_life_are_given_up_and_their_callees_hung_up() {
    let mut shift = Shift::new(UNHURRIED).await;
    let (seat, agent) = shift.ready("ada", ADA).await;
    let (call, leg, callee) = shift.caller(1, FIRST).await;
    shift.put_through(&seat, &call).await.unwrap();
    callee.hears(Some(ADA), &[]).await;
    shift.until(&seat, |row| row.seat.callee().is_some()).await;
    shift.stand.replace_engine(None).await;
    drop((agent, callee));
    let row = shift.stands(&seat, Standing::Offline).await;
    assert_eq!(row.seat.state, seat::State::Offline { why: End::Restarted });
    shift.until_hung_up(&leg).await;
}

#[tokio::test]
async fn a_stop_gives_the_seats_up_and_hangs_up_at_once() {
    let mut shift = Shift::new(UNHURRIED).await;
    let (seat, _agent) = shift.ready("ada", ADA).await;
    let (first, one, _talking) = shift.caller(1, FIRST).await;
    shift.put_through(&seat, &first).await.unwrap();
    let (_, two, _waiting) = shift.caller(2, SECOND).await;
    shift.stand.shut_down().await;
    let row = shift.stored(&seat).await;
    assert_eq!(row.seat.reason(), Some("restarted"));
    let hung_up = shift.stand.carrier().hang_ups();
    assert!(hung_up.contains(&one) && hung_up.contains(&two), "{hung_up:?}");
}

static BY: std::sync::LazyLock<Actor> = std::sync::LazyLock::new(Actor::system);
