//! Seats whose room the carrier hosts, in virtual time: one conference for each seat, callees who wait there and are
//! brought by one order, lost reports, reloads, refusals and restarts.

use std::cell::Cell;
use std::time::Duration;

use outdial_carrier::testing::RoomCommand;
use outdial_carrier::{
    BrowserEntry, CarrierEvent, CommandError, LegRef, News, ReportKind, RoomLeg, RoomNews, RoomRef,
    RoomReport, RoomSeat, RoomSnapshot, SeatChange,
};
use outdial_domain::call::{AmdVerdict, LegStatus, Outcome, State};
use outdial_domain::ids::{CallId, CampaignId, CarrierAccountId, SeatId, WorkspaceId};
use outdial_domain::instruction::{Instruction, JoinRoom};
use outdial_domain::seat::{self, End, Next, Standing};
use outdial_engine::{
    Behalf, BrowserDoor, Door, Expected, Floor, FloorConfig, Report, RoomOrder, SeatRefusal, SeatRules,
    Seats, SignIn, Sound, Taping, WaitingSound, WrapUp,
};
use outdial_media::live::{HubConfig, MediaHub};
use outdial_media::room::RoomError;
use outdial_store::{Actor, SeatRow};
use tokio::sync::mpsc;

use crate::seats::call_of;
use crate::stand::Stand;

/// A campaign whose agents and callees meet at the carrier.
struct Shift {
    stand: Stand,
    _folder: tempfile::TempDir,
    seats: Seats,
    campaign: CampaignId,
    reports: mpsc::Receiver<Report>,
    told: Cell<u32>,
}

impl Shift {
    async fn new() -> Self {
        let stand = Stand::new().await;
        stand.carrier().fake_rooms().host();
        let folder = tempfile::tempdir().unwrap();
        open_floor(&stand, &folder);
        let seats = stand.engine.seats().unwrap();
        let campaign = CampaignId::from_bits(1);
        let workspace = stand.lines[0].workspace.clone();
        seats.open_campaign(&workspace, &campaign, rules());
        let reports = seats.reports(&workspace, &campaign).unwrap();
        Self {
            stand,
            _folder: folder,
            seats,
            campaign,
            reports,
            told: Cell::new(0),
        }
    }

    fn workspace(&self) -> &WorkspaceId {
        &self.stand.lines[0].workspace
    }

    async fn sign_in(&self, user: &str, comes_ready: bool) -> SeatId {
        let wish = SignIn {
            campaign: self.campaign.clone(),
            user_id: user.to_owned(),
            name: user.to_owned(),
            by: Actor::system(),
            comes_ready,
            request_bits: None,
        };
        let signed_in = self.seats.sign_in(self.workspace(), wish).await;
        signed_in.unwrap().row.id
    }

    async fn door(&self, seat: &SeatId, user: &str) -> BrowserDoor {
        let joined = self.seats.join(self.workspace(), seat, user, None).await;
        match joined.unwrap() {
            Door::Carrier(door) => *door,
            Door::Ours(_) => panic!("the seat is at the carrier"),
        }
    }

    async fn admit(&self, seat: &SeatId, user: &str, door: &BrowserDoor, leg: &str) -> Vec<Instruction> {
        let entry = BrowserEntry {
            identity: format!("{user}__{seat}"),
            room: Some(door.room.clone()),
            ticket: Some(door.ticket.clone()),
        };
        let account = self.stand.engine.accounts().default_of(self.workspace()).unwrap();
        let leg = LegRef(leg.to_owned());
        self.stand.engine.admit_browser(&account, &entry, &leg).await
    }

    /// The agent's browser comes in.
    async fn come(&self, seat: &SeatId, user: &str, leg: &str) -> JoinRoom {
        let door = self.door(seat, user).await;
        let way = self.admit(seat, user, &door, leg).await;
        let [Instruction::JoinRoom(room)] = &way[..] else {
            panic!("{way:?}")
        };
        let label = room.label.clone().unwrap();
        self.joined(seat, leg, &label).await;
        room.clone()
    }

    /// An agent who is ready for callees.
    async fn ready(&self, user: &str) -> SeatId {
        let seat = self.sign_in(user, false).await;
        self.come(&seat, user, &format!("{user}-leg")).await;
        self.stands(&seat, Standing::Paused).await;
        self.seats.set_ready(self.workspace(), &seat, user).await.unwrap();
        seat
    }

    /// The carrier reports what happens next in the room of a seat.
    async fn tell(&self, seat: &SeatId, what: RoomNews) {
        self.told.set(self.told.get() + 1);
        let sequence = self.told.get();
        let report = CarrierEvent {
            call_id: None,
            leg: None,
            dedupe_key: format!("{seat}:{sequence}"),
            kind: ReportKind::Room,
            event: None,
            news: Some(News::Room(RoomReport {
                name: seat.to_string(),
                room: conference(seat),
                sequence: Some(sequence),
                what,
            })),
            raw: "{}".into(),
        };
        let taken = self.stand.engine.take_in(self.workspace(), vec![report]);
        taken.await.unwrap();
    }

    async fn joined(&self, seat: &SeatId, leg: &str, label: &str) {
        self.tell(seat, RoomNews::Joined(leg_in(leg, label))).await;
    }

    async fn left(&self, seat: &SeatId, leg: &str) {
        let leg = LegRef(leg.to_owned());
        self.tell(seat, RoomNews::Left { leg }).await;
    }

    /// A call of the campaign is dialled and answered.
    async fn caller(&self, number: u8, wish: Expected) -> (CallId, LegRef) {
        let call = wish.call.clone();
        self.seats.expect(self.workspace(), wish);
        let row = call_of(&call, number, self.stand.engine.now());
        let rows = self.stand.store.workspace(self.workspace().clone());
        rows.write(move |tx| tx.calls().insert(&row)).await.unwrap();
        self.stand.engine.wake();
        let leg = self.stand.until_rung(&call).await;
        self.stand.tell(&leg, LegStatus::Ringing).await;
        self.stand.tell(&leg, LegStatus::Answered).await;
        (call, leg)
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

    /// An agent and a callee talk.
    async fn talking() -> (Self, SeatId, CallId, LegRef) {
        let shift = Self::new().await;
        let seat = shift.ready("ada").await;
        let (call, leg) = shift.caller(1, shift.expected(1)).await;
        shift.put_through(&seat, &call).await.unwrap();
        shift.brought(&leg).await;
        shift.joined(&seat, leg.as_str(), call.as_str()).await;
        shift.until(&seat, |row| row.seat.callee() == Some(&call)).await;
        (shift, seat, call, leg)
    }

    async fn put_through(&self, seat: &SeatId, call: &CallId) -> Result<i64, SeatRefusal> {
        let through = self.seats.put_through(self.workspace(), seat, call).await;
        through.map(|through| through.answer_to_audio_ms)
    }

    /// What the leg was ordered to do, once there is an order.
    async fn brought(&self, leg: &LegRef) -> Vec<Instruction> {
        for _ in 0..LOOKS {
            let directions = self.stand.carrier().directions();
            if let Some((_, way)) = directions.into_iter().rfind(|(to, _)| to == leg) {
                return way;
            }
            tokio::time::sleep(LOOK_INTERVAL).await;
        }
        panic!("nobody brings them");
    }

    fn orders_for(&self, leg: &LegRef) -> usize {
        let directions = self.stand.carrier().directions();
        directions.iter().filter(|(to, _)| to == leg).count()
    }

    /// What the leg would be told if it asked now.
    async fn asks(&self, call: &CallId) -> Vec<Instruction> {
        let account = self.stand.engine.accounts().default_of(self.workspace()).unwrap();
        let row = self.stand.call(call).await;
        self.stand.engine.instructions(&account, &row)
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
            tokio::time::sleep(LOOK_INTERVAL).await;
        }
        panic!("it never comes to that: {:#?}", self.stored(seat).await);
    }

    async fn stands(&self, seat: &SeatId, standing: Standing) -> SeatRow {
        self.until(seat, |row| row.seat.standing() == standing).await
    }

    async fn told(&mut self, fits: impl Fn(&Report) -> bool) -> Report {
        let found = tokio::time::timeout(Duration::from_secs(60), async {
            loop {
                let report = self.reports.recv().await.expect("the campaign is open");
                if fits(&report) {
                    return report;
                }
            }
        });
        found.await.expect("the report comes")
    }

    async fn obeyed(&self, command: &RoomCommand) {
        self.stand.carrier().fake_rooms().told(command).await;
    }

    async fn order(&self, seat: &SeatId, order: RoomOrder) -> Result<(), SeatRefusal> {
        let by = Actor::system();
        self.seats.order(self.workspace(), seat, "ada", order, &by).await
    }
}

fn open_floor(stand: &Stand, folder: &tempfile::TempDir) {
    let hub = MediaHub::start(HubConfig::loopback(folder.path().to_owned())).unwrap();
    let config = FloorConfig::new(folder.path().to_owned());
    stand.engine.open_floor(Floor::new(hub, config));
    let account = CarrierAccountId::from_bits(1);
    stand.engine.accounts().set_base(&account, "https://outdial.test");
}

fn rules() -> SeatRules {
    SeatRules {
        name: "Spring".to_owned(),
        policy: seat::Policy::default(),
    }
}

fn conference(seat: &SeatId) -> RoomRef {
    RoomRef(format!("CF-{seat}"))
}

fn place(seat: &SeatId, leg: &str) -> RoomSeat {
    RoomSeat {
        room: conference(seat),
        leg: LegRef(leg.to_owned()),
    }
}

fn leg_in(leg: &str, label: &str) -> RoomLeg {
    RoomLeg {
        leg: LegRef(leg.to_owned()),
        label: Some(label.to_owned()),
        muted: false,
        held: false,
    }
}

fn is_continued(way: &[Instruction]) -> bool {
    matches!(way.last(), Some(Instruction::Continue { url }) if url.contains("/voice?call="))
}

const LOOK_INTERVAL: Duration = Duration::from_millis(50);
const LOOKS: u32 = 4_000;

#[tokio::test(start_paused = true)]
async fn a_callee_waits_at_the_carrier_and_one_order_brings_them_to_the_agent() {
    let mut shift = Shift::new().await;
    let seat = shift.ready("ada").await;
    let wish = Expected {
        record: true,
        ..shift.expected(1)
    };
    let (call, leg) = shift.caller(1, wish).await;
    let first = shift.stand.carrier().orders().remove(0).instructions;
    assert!(matches!(first[0], Instruction::Pause { .. }), "{first:?}");
    assert!(is_continued(&first));
    shift
        .told(|report| matches!(report, Report::CallWaiting { .. }))
        .await;
    let waiting = shift.seats.waiting(shift.workspace(), &shift.campaign);
    assert_eq!(waiting[0].call, call);

    shift.put_through(&seat, &call).await.unwrap();
    assert!(shift.seats.waiting(shift.workspace(), &shift.campaign).is_empty());
    let way = shift.brought(&leg).await;
    let Instruction::JoinRoom(room) = &way[0] else {
        panic!("{way:?}")
    };
    assert_eq!(
        (room.room.as_str(), room.label.as_deref()),
        (seat.as_str(), Some(call.as_str()))
    );
    assert!(is_continued(&way), "taken out of the room, it asks again");
    assert!(room.starts_room && !room.ends_room);
    assert!(
        !shift.seats.is_heard(shift.workspace(), &call),
        "it is on its way"
    );
    assert!(shift.stand.call(&call).await.call.facts.bridged_at.is_none());

    shift.joined(&seat, leg.as_str(), call.as_str()).await;
    shift
        .told(|report| matches!(report, Report::Connected { .. }))
        .await;
    shift.stand.until(&call, |state| state == State::Connected).await;
    assert!(shift.seats.is_heard(shift.workspace(), &call));
    let status = shift.seats.status(&seat).unwrap();
    assert!(status.browser_connected && status.phone_connected);
    assert_eq!(status.taping, Taping::On, "by the carrier, who has the audio");

    shift
        .seats
        .end_call(shift.workspace(), &seat, "ada")
        .await
        .unwrap();
    shift.stands(&seat, Standing::WrapUp).await;
    shift
        .obeyed(&RoomCommand::Remove(place(&seat, leg.as_str())))
        .await;
    assert_eq!(shift.asks(&call).await, [Instruction::HangUp]);
    shift.left(&seat, leg.as_str()).await;
    shift.stand.tell(&leg, LegStatus::Completed).await;
    let said = WrapUp {
        disposition: Some("connected".to_owned()),
        next: Next::Ready,
    };
    shift
        .seats
        .wrap_up(shift.workspace(), &seat, "ada", said)
        .await
        .unwrap();
    shift.stands(&seat, Standing::Ready).await;
    assert_eq!(shift.orders_for(&leg), 1, "one order, no more");

    shift
        .seats
        .sign_out(shift.workspace(), &seat, Behalf::Agent("ada"))
        .await
        .unwrap();
    shift.obeyed(&RoomCommand::End(conference(&seat))).await;
}

#[tokio::test(start_paused = true)]
async fn each_seat_has_a_conference_of_its_own_and_each_callee_is_in_one() {
    let shift = Shift::new().await;
    let (ada, bob) = (shift.ready("ada").await, shift.ready("bob").await);
    let (one, first) = shift.caller(1, shift.expected(1)).await;
    let (two, second) = shift.caller(2, shift.expected(2)).await;
    let (left, right) = tokio::join!(shift.put_through(&ada, &one), shift.put_through(&bob, &one));
    assert!(left.is_ok(), "{left:?}");
    assert!(matches!(right, Err(SeatRefusal::NotWaiting)), "{right:?}");
    let taken = shift.put_through(&ada, &two).await;
    assert!(matches!(taken, Err(SeatRefusal::SeatTaken)), "{taken:?}");
    shift.put_through(&bob, &two).await.unwrap();
    for (seat, leg) in [(&ada, &first), (&bob, &second)] {
        let way = shift.brought(leg).await;
        let Instruction::JoinRoom(room) = &way[0] else {
            panic!("{way:?}")
        };
        assert_eq!(room.room, seat.as_str());
        assert_eq!(shift.orders_for(leg), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_callee_who_comes_too_late_is_never_heard_beside_the_next() {
    let (shift, seat, call, leg) = Shift::talking().await;
    shift
        .seats
        .end_call(shift.workspace(), &seat, "ada")
        .await
        .unwrap();
    shift.stand.tell(&leg, LegStatus::Completed).await;
    shift.stands(&seat, Standing::WrapUp).await;
    shift
        .seats
        .set_ready(shift.workspace(), &seat, "ada")
        .await
        .unwrap();
    let (next, other) = shift.caller(2, shift.expected(2)).await;
    shift.put_through(&seat, &next).await.unwrap();
    shift.brought(&other).await;
    // What was ordered for the first arrives once more, under another leg.
    shift.joined(&seat, "late-leg", call.as_str()).await;
    shift.obeyed(&RoomCommand::Remove(place(&seat, "late-leg"))).await;
    shift.joined(&seat, other.as_str(), next.as_str()).await;
    shift.until(&seat, |row| row.seat.callee() == Some(&next)).await;
}

#[tokio::test(start_paused = true)]
async fn an_agent_who_reloads_finds_the_callee_still_there() {
    let (shift, seat, call, _leg) = Shift::talking().await;
    shift.left(&seat, "ada-leg").await;
    shift
        .until(&seat, |row| row.seat.browser.lost_since().is_some())
        .await;
    let way = shift.come(&seat, "ada", "ada-leg-2").await;
    assert_eq!(way.label.as_deref(), Some("agent-2"));
    shift.until(&seat, |row| row.seat.browser.is_here()).await;
    tokio::time::sleep(Duration::from_secs(40)).await;
    assert_eq!(shift.stored(&seat).await.seat.callee(), Some(&call));
    assert!(shift.stand.carrier().hang_ups().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_door_opens_once_and_for_its_own_agent() {
    let shift = Shift::new().await;
    let seat = shift.sign_in("ada", false).await;
    let other = shift.seats.join(shift.workspace(), &seat, "bob", None).await;
    assert!(matches!(other, Err(SeatRefusal::NotYours)), "{other:?}");
    let door = shift.door(&seat, "ada").await;
    assert_eq!(door.room, seat.as_str());
    let way = shift.admit(&seat, "ada", &door, "ada-leg").await;
    assert!(matches!(way[0], Instruction::JoinRoom(_)));
    let again = shift.admit(&seat, "ada", &door, "other-leg").await;
    assert_eq!(again.last(), Some(&Instruction::HangUp));
    let foreign = shift.door(&seat, "ada").await;
    let way = shift.admit(&seat, "bob", &foreign, "bob-leg").await;
    assert_eq!(way.last(), Some(&Instruction::HangUp));
}

#[tokio::test(start_paused = true)]
async fn an_agent_who_comes_ready_needs_to_say_nothing_more() {
    let shift = Shift::new().await;
    let seat = shift.sign_in("ada", true).await;
    shift.come(&seat, "ada", "ada-leg").await;
    shift.stands(&seat, Standing::Ready).await;
    // Away for long the seat is paused, and ready again on return; a pause that was chosen stays.
    shift.left(&seat, "ada-leg").await;
    shift.stands(&seat, Standing::Paused).await;
    shift.come(&seat, "ada", "ada-leg-2").await;
    shift.stands(&seat, Standing::Ready).await;
    let agent = Behalf::Agent("ada");
    let paused = shift.seats.pause(shift.workspace(), &seat, agent, None);
    paused.await.unwrap();
    shift.left(&seat, "ada-leg-2").await;
    shift.come(&seat, "ada", "ada-leg-3").await;
    shift.until(&seat, |row| row.seat.browser.is_here()).await;
    assert_eq!(shift.stored(&seat).await.seat.standing(), Standing::Paused);
}

#[tokio::test(start_paused = true)]
async fn a_report_that_is_lost_is_made_good_by_asking() {
    let shift = Shift::new().await;
    let seat = shift.ready("ada").await;
    let (call, leg) = shift.caller(1, shift.expected(1)).await;
    shift.put_through(&seat, &call).await.unwrap();
    shift.brought(&leg).await;
    let snapshot = RoomSnapshot {
        room: conference(&seat),
        legs: vec![leg_in("ada-leg", "agent-1"), leg_in(leg.as_str(), call.as_str())],
    };
    shift.stand.carrier().fake_rooms().show(seat.as_str(), snapshot);
    shift.until(&seat, |row| row.seat.callee() == Some(&call)).await;
}

#[tokio::test(start_paused = true)]
async fn an_agent_whose_leaving_nobody_reported_gets_no_more_callees() {
    let shift = Shift::new().await;
    let seat = shift.ready("ada").await;
    let snapshot = RoomSnapshot {
        room: conference(&seat),
        legs: Vec::new(),
    };
    shift.stand.carrier().fake_rooms().show(seat.as_str(), snapshot);
    shift
        .until(&seat, |row| row.seat.browser.lost_since().is_some())
        .await;
    assert!(shift.seats.ready(shift.workspace(), &shift.campaign).is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_callee_whom_the_carrier_does_not_bring_is_told_the_truth_and_the_seat_is_free() {
    let shift = Shift::new().await;
    let seat = shift.ready("ada").await;
    let (call, leg) = shift.caller(1, shift.expected(1)).await;
    let refusal = CommandError::Unavailable {
        why: "out of order".to_owned(),
    };
    shift.stand.carrier().script_command_error(refusal);
    shift.put_through(&seat, &call).await.unwrap();
    shift.stands(&seat, Standing::Ready).await;
    let row = shift
        .stand
        .until(&call, |_| {
            !shift.stand.carrier().directions().is_empty() || !shift.stand.carrier().hang_ups().is_empty()
        })
        .await;
    assert!(row.call.facts.abandoned_at.is_some(), "{row:?}");
    shift.stand.tell(&leg, LegStatus::Completed).await;
    let row = shift.stand.until_ended(&call).await;
    assert_eq!(row.call.state, State::Ended(Outcome::Abandoned));
    let free = shift.seats.ready(shift.workspace(), &shift.campaign);
    assert_eq!(free[0].seat_id, seat);
}

#[tokio::test(start_paused = true)]
async fn a_callee_who_hangs_up_on_the_way_costs_the_agent_nothing() {
    let shift = Shift::new().await;
    let seat = shift.ready("ada").await;
    let (call, leg) = shift.caller(1, shift.expected(1)).await;
    shift.put_through(&seat, &call).await.unwrap();
    shift.stand.tell(&leg, LegStatus::Completed).await;
    shift.stand.until_ended(&call).await;
    shift.stands(&seat, Standing::Ready).await;
    assert!(shift.stand.carrier().hang_ups().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_machine_is_heard_no_more_and_keeps_its_line_for_the_orders_of_its_call() {
    let (shift, seat, call, leg) = Shift::talking().await;
    shift
        .seats
        .say_verdict(shift.workspace(), &seat, "ada", AmdVerdict::Machine)
        .await
        .unwrap();
    shift.stands(&seat, Standing::Ready).await;
    let held = || {
        let commands = shift.stand.carrier().fake_rooms().commands();
        let aside = place(&seat, leg.as_str());
        commands.into_iter().any(|command| {
            matches!(command, RoomCommand::Change(at, SeatChange::Hold { music_url: Some(_) }) if at == aside)
        })
    };
    shift.stand.until(&call, |_| held()).await;
    assert!(shift.stand.carrier().hang_ups().is_empty());
    let way = shift.asks(&call).await;
    assert!(
        !way.iter().any(|step| matches!(step, Instruction::JoinRoom(_))),
        "{way:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn orders_are_followed_by_the_carrier_in_the_room_of_the_shift() {
    let (shift, seat, _call, leg) = Shift::talking().await;
    shift.order(&seat, RoomOrder::Mute).await.unwrap();
    shift
        .obeyed(&RoomCommand::Change(place(&seat, "ada-leg"), SeatChange::Mute))
        .await;
    assert!(shift.seats.status(&seat).unwrap().muted);
    shift.order(&seat, RoomOrder::Hold).await.unwrap();
    let Some(RoomCommand::Change(at, SeatChange::Hold { music_url })) =
        shift.stand.carrier().fake_rooms().commands().pop()
    else {
        panic!("the carrier holds the callee")
    };
    assert_eq!(at, place(&seat, leg.as_str()));
    let url = music_url.unwrap();
    let token = url.rsplit('/').next().unwrap().to_owned();
    assert!(matches!(
        shift.stand.engine.sound(&token),
        Some(Sound::Music { .. })
    ));
    let agent = Behalf::Agent("ada");
    let signed_out = shift.seats.sign_out(shift.workspace(), &seat, agent);
    signed_out.await.unwrap();
    shift.stands(&seat, Standing::Offline).await;
    assert_eq!(shift.stand.engine.sound(&token), None, "the shift is over");
}

#[tokio::test(start_paused = true)]
async fn without_a_callee_there_is_nobody_to_hold() {
    let shift = Shift::new().await;
    let seat = shift.ready("ada").await;
    let held = shift.order(&seat, RoomOrder::Hold).await;
    assert!(
        matches!(held, Err(SeatRefusal::Audio(RoomError::NotHere))),
        "{held:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_with_music_hears_ours_for_as_long_as_they_wait() {
    let shift = Shift::new().await;
    let wish = Expected {
        sound: WaitingSound::Music,
        ..shift.expected(1)
    };
    let (call, leg) = shift.caller(1, wish).await;
    let first = shift.stand.carrier().orders().remove(0).instructions;
    let Instruction::Play { url, times: Some(0) } = &first[0] else {
        panic!("{first:?}")
    };
    let token = url.rsplit('/').next().unwrap().strip_suffix(".wav").unwrap();
    assert!(matches!(
        shift.stand.engine.sound(token),
        Some(Sound::Music { .. })
    ));
    shift.stand.tell(&leg, LegStatus::Completed).await;
    shift.stand.until_ended(&call).await;
    assert_eq!(shift.stand.engine.sound(token), None);
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_for_nobody_is_let_go() {
    let shift = Shift::new().await;
    let (call, leg) = shift.caller(1, shift.expected(1)).await;
    for _ in 0..LOOKS {
        if shift.stand.carrier().hang_ups().contains(&leg) {
            break;
        }
        tokio::time::sleep(LOOK_INTERVAL).await;
    }
    assert_eq!(shift.stand.carrier().hang_ups(), [leg]);
    assert_eq!(shift.asks(&call).await, [Instruction::HangUp]);
}

#[tokio::test(start_paused = true)]
async fn a_process_that_is_killed_leaves_no_conference_and_no_callee_behind() {
    let (mut shift, seat, call, leg) = Shift::talking().await;
    let snapshot = RoomSnapshot {
        room: conference(&seat),
        legs: vec![leg_in(leg.as_str(), call.as_str())],
    };
    shift.stand.carrier().fake_rooms().show(seat.as_str(), snapshot);
    shift.stand.replace_engine(None).await;
    let folder = tempfile::tempdir().unwrap();
    open_floor(&shift.stand, &folder);
    shift.obeyed(&RoomCommand::End(conference(&seat))).await;
    let row = shift.stands(&seat, Standing::Offline).await;
    assert_eq!(row.seat.state, seat::State::Offline { why: End::Restarted });
    for _ in 0..LOOKS {
        if shift.stand.carrier().hang_ups().contains(&leg) {
            return;
        }
        tokio::time::sleep(LOOK_INTERVAL).await;
    }
    panic!("the callee is left alone");
}
