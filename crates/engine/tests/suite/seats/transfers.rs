//! Callees who are passed on, with real audio: who hears whom at each moment, and that nobody is ever left alone.

use outdial_domain::call::{LegStatus, Outcome, State};
use outdial_domain::ids::{CallId, SeatId};
use outdial_domain::instruction::Instruction;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::seat::{self, Limits, Standing};
use outdial_domain::transfer::{Kind, Side};
use outdial_engine::{Destination, NewTransfer, SeatRefusal, Stage, TransferView};
use outdial_store::Actor;

use super::{Party, Shift, UNHURRIED};
use crate::world::person;

/// Above every note of the music that people who wait hear.
const ADA: f32 = 1_700.0;
const FIRST: f32 = 2_100.0;
const BOB: f32 = 2_500.0;
const THIRD: f32 = 2_900.0;

impl Shift {
    /// An agent who talks with a callee.
    async fn talking(&self, user: &str, hz: f32) -> Talking {
        let (seat, agent) = self.ready(user, hz).await;
        let (call, leg, callee) = self.caller(1, FIRST).await;
        self.put_through(&seat, &call).await.unwrap();
        callee.hears(Some(hz), &[]).await;
        self.until(&seat, |row| row.seat.callee().is_some()).await;
        Talking {
            seat,
            agent,
            call,
            leg,
            callee,
        }
    }

    async fn transfer(&self, from: &SeatId, kind: Kind, to: Destination) -> Result<(), SeatRefusal> {
        let wish = NewTransfer {
            kind,
            to,
            window_override: None,
            by: Actor::system(),
        };
        self.seats.transfer(self.workspace(), from, "ada", wish).await
    }

    /// Whom a transfer rang, once it did.
    async fn third(&self, number: u8) -> (CallId, outdial_carrier::LegRef) {
        let phone = number_of(number);
        for _ in 0..super::LOOKS {
            let orders = self.stand.carrier().orders();
            if let Some(order) = orders.iter().find(|order| order.to == phone) {
                let leg = self.stand.until_rung(&order.call_id).await;
                return (order.call_id.clone(), leg);
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("the number is not rung");
    }

    async fn shows(&self, seat: &SeatId, fits: impl Fn(&TransferView) -> bool) -> TransferView {
        for _ in 0..super::LOOKS {
            let shown = self.seats.transfer_of(seat);
            if let Some(shown) = shown.filter(&fits) {
                return shown;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("it never comes to that: {:?}", self.seats.transfer_of(seat));
    }

    async fn phase(&self, seat: &SeatId, phase: Stage) -> TransferView {
        self.shows(seat, |shown| shown.phase == phase).await
    }
}

struct Talking {
    seat: SeatId,
    agent: Party,
    call: CallId,
    leg: outdial_carrier::LegRef,
    callee: Party,
}

fn number_of(number: u8) -> PhoneNumber {
    PhoneNumber::from_e164(&person(number)[0]).unwrap()
}

fn to_number(number: u8) -> Destination {
    Destination::Number(number_of(number))
}

#[tokio::test]
async fn a_blind_transfer_puts_the_callee_through_to_a_colleague_at_once() {
    let shift = Shift::new(UNHURRIED).await;
    let (other, bob) = shift.ready("bob", BOB).await;
    let ada = shift.talking("ada", ADA).await;
    let names: Vec<_> = shift.seats.colleagues(shift.workspace(), &ada.seat);
    assert_eq!((names.len(), &names[0].seat_id), (1, &other));
    shift
        .transfer(&ada.seat, Kind::Blind, Destination::Seat(other.clone()))
        .await
        .unwrap();
    ada.callee.hears(Some(BOB), &[ADA]).await;
    bob.hears(Some(FIRST), &[ADA]).await;
    ada.agent.hears(None, &[FIRST, BOB]).await;
    shift.stands(&ada.seat, Standing::WrapUp).await;
    let row = shift.until(&other, |row| row.seat.callee().is_some()).await;
    assert_eq!(row.seat.callee(), Some(&ada.call));
    assert_eq!(shift.seats.transferred_by(&other).as_deref(), Some("ada"));
    assert!(shift.seats.transfer_of(&ada.seat).is_none());
    assert!(!shift.stand.carrier().hang_ups().contains(&ada.leg));
    // The stream that is opened anew finds the callee where they are now.
    ada.callee.vanish();
    let token = shift.token(&ada.call).await.unwrap();
    let again = shift.stand.engine.attach_stream(&ada.call, &token).unwrap();
    let callee = Party::on(again, THIRD);
    bob.hears(Some(THIRD), &[]).await;
    callee.hears(Some(BOB), &[ADA]).await;
    shift.stand.tell(&ada.leg, LegStatus::Completed).await;
    shift.stands(&other, Standing::WrapUp).await;
    let ended = shift.stand.until_ended(&ada.call).await;
    assert_eq!(ended.call.state, State::Ended(Outcome::Completed));
    let (now, rows) = (
        shift.stand.engine.now(),
        shift.stand.store.workspace(shift.workspace().clone()),
    );
    for user in ["ada", "bob"] {
        let tally = rows.read(move |tx| tx.seats().tally(user, now.plus_seconds(-3_600), now));
        assert_eq!(tally.await.unwrap().calls, 1, "{user}");
    }
}

#[tokio::test]
async fn a_colleague_who_is_not_free_is_refused_and_the_callee_stays() {
    let shift = Shift::new(UNHURRIED).await;
    let ada = shift.talking("ada", ADA).await;
    let paused = shift.sign_in("bob").await;
    let bob = shift.come(&paused, BOB);
    shift.stands(&paused, Standing::Paused).await;
    for to in [paused.clone(), ada.seat.clone()] {
        let refused = shift
            .transfer(&ada.seat, Kind::Blind, Destination::Seat(to))
            .await;
        assert!(matches!(refused, Err(SeatRefusal::ColleagueTaken)), "{refused:?}");
    }
    let nobody = Destination::Seat(SeatId::from_bits(99));
    let unknown = shift.transfer(&ada.seat, Kind::Warm, nobody).await;
    assert!(matches!(unknown, Err(SeatRefusal::NoSuchSeat)), "{unknown:?}");
    ada.callee.hears(Some(ADA), &[BOB]).await;
    bob.hears(None, &[FIRST]).await;
    let early = shift
        .seats
        .join_transfer(shift.workspace(), &ada.seat, "ada")
        .await;
    assert!(matches!(early, Err(SeatRefusal::NotPassing)), "{early:?}");
    let unasked = shift
        .seats
        .decline_consult(shift.workspace(), &paused, "bob")
        .await;
    assert!(matches!(unasked, Err(SeatRefusal::NotAsked)), "{unasked:?}");
}

#[tokio::test]
async fn a_warm_transfer_lets_the_agents_talk_first_swaps_joins_and_leaves_the_two_together() {
    let shift = Shift::new(UNHURRIED).await;
    let (other, bob) = shift.ready("bob", BOB).await;
    let ada = shift.talking("ada", ADA).await;
    let (ours, id) = (shift.workspace().clone(), ada.seat.clone());
    shift
        .transfer(&ada.seat, Kind::Warm, Destination::Seat(other.clone()))
        .await
        .unwrap();
    let shown = shift.phase(&ada.seat, Stage::Consulting).await;
    assert_eq!(shown.talking_to, Some(Side::Third));
    ada.agent.hears(Some(BOB), &[FIRST]).await;
    bob.hears(Some(ADA), &[FIRST]).await;
    ada.callee.hears(None, &[ADA, BOB]).await;
    let asked = shift.seats.consult_of(&other).unwrap();
    assert_eq!(
        (asked.from_seat_id, asked.call),
        (ada.seat.clone(), ada.call.clone())
    );
    assert!(
        shift.seats.ready(&ours, &shift.campaign).is_empty(),
        "nobody else comes meanwhile"
    );

    shift.seats.swap_transfer(&ours, &id, "ada").await.unwrap();
    ada.callee.hears(Some(ADA), &[BOB]).await;
    ada.agent.hears(Some(FIRST), &[BOB]).await;
    bob.hears(None, &[ADA, FIRST]).await;

    shift.seats.join_transfer(&ours, &id, "ada").await.unwrap();
    for tone in [ADA, BOB] {
        ada.callee.hears(Some(tone), &[]).await;
    }
    for tone in [ADA, FIRST] {
        bob.hears(Some(tone), &[]).await;
    }
    for tone in [BOB, FIRST] {
        ada.agent.hears(Some(tone), &[]).await;
    }

    shift.seats.complete_transfer(&ours, &id, "ada").await.unwrap();
    ada.callee.hears(Some(BOB), &[ADA]).await;
    bob.hears(Some(FIRST), &[ADA]).await;
    ada.agent.hears(None, &[FIRST, BOB]).await;
    shift.stands(&ada.seat, Standing::WrapUp).await;
    let row = shift.until(&other, |row| row.seat.callee().is_some()).await;
    assert!(!row.seat.consulted);
    assert!(shift.seats.consult_of(&other).is_none());
    assert_eq!(shift.seats.transferred_by(&other).as_deref(), Some("ada"));
}

#[tokio::test]
async fn a_colleague_declines_and_the_agent_thinks_better_of_it() {
    let shift = Shift::new(UNHURRIED).await;
    let (other, bob) = shift.ready("bob", BOB).await;
    let ada = shift.talking("ada", ADA).await;
    let ours = shift.workspace().clone();
    for declines in [true, false] {
        let to = Destination::Seat(other.clone());
        shift.transfer(&ada.seat, Kind::Warm, to).await.unwrap();
        shift.phase(&ada.seat, Stage::Consulting).await;
        bob.hears(Some(ADA), &[FIRST]).await;
        if declines {
            shift.seats.decline_consult(&ours, &other, "bob").await.unwrap();
            let failed = shift.phase(&ada.seat, Stage::Failed).await;
            let problem = failed.problem.unwrap();
            assert!(problem.contains("declined"), "{problem}");
        } else {
            shift
                .seats
                .cancel_transfer(&ours, &ada.seat, "ada")
                .await
                .unwrap();
            assert!(shift.seats.transfer_of(&ada.seat).is_none());
        }
        ada.callee.hears(Some(ADA), &[BOB]).await;
        ada.agent.hears(Some(FIRST), &[BOB]).await;
        bob.hears(None, &[ADA, FIRST]).await;
        let row = shift.until(&other, |row| !row.seat.consulted).await;
        assert!(row.seat.is_free(), "a turn is not lost by being asked");
    }
}

#[tokio::test]
async fn a_colleague_who_goes_and_a_callee_who_hangs_up_meanwhile_leave_nobody_waiting() {
    let shift = Shift::new(UNHURRIED).await;
    let (other, bob) = shift.ready("bob", BOB).await;
    let ada = shift.talking("ada", ADA).await;
    let ours = shift.workspace().clone();
    let to = Destination::Seat(other.clone());
    shift.transfer(&ada.seat, Kind::Warm, to).await.unwrap();
    ada.agent.hears(Some(BOB), &[FIRST]).await;
    shift
        .seats
        .sign_out(&ours, &other, outdial_engine::Behalf::Agent("bob"))
        .await
        .unwrap();
    drop(bob);
    shift.phase(&ada.seat, Stage::Failed).await;
    ada.callee.hears(Some(ADA), &[]).await;

    let (third, cleo) = shift.ready("cleo", BOB).await;
    let to = Destination::Seat(third.clone());
    shift.transfer(&ada.seat, Kind::Warm, to).await.unwrap();
    cleo.hears(Some(ADA), &[FIRST]).await;
    ada.callee.vanish();
    shift.stand.tell(&ada.leg, LegStatus::Completed).await;
    shift.stands(&ada.seat, Standing::WrapUp).await;
    cleo.hears(None, &[ADA]).await;
    let row = shift.until(&third, |row| !row.seat.consulted).await;
    assert!(row.seat.is_free());
    assert!(shift.seats.transfer_of(&ada.seat).is_none());
}

#[tokio::test]
async fn an_agent_who_is_lost_in_the_middle_leaves_the_callee_with_the_colleague() {
    let limits = Limits {
        browser_ms: 1_000,
        ..Limits::default()
    };
    let shift = Shift::with(UNHURRIED, limits).await;
    let (other, bob) = shift.ready("bob", BOB).await;
    let ada = shift.talking("ada", ADA).await;
    let to = Destination::Seat(other.clone());
    shift.transfer(&ada.seat, Kind::Warm, to).await.unwrap();
    bob.hears(Some(ADA), &[FIRST]).await;
    ada.agent.vanish();
    ada.callee.hears(Some(BOB), &[]).await;
    bob.hears(Some(FIRST), &[]).await;
    shift.stands(&ada.seat, Standing::WrapUp).await;
    let row = shift.until(&other, |row| row.seat.callee().is_some()).await;
    assert_eq!(row.seat.callee(), Some(&ada.call));
    assert!(
        shift.stand.carrier().directions().is_empty(),
        "nobody says goodbye"
    );
}

#[tokio::test]
async fn a_blind_transfer_to_a_number_lets_the_callee_wait_and_then_leaves_the_two_together() {
    let shift = Shift::new(UNHURRIED).await;
    let ada = shift.talking("ada", ADA).await;
    shift
        .transfer(&ada.seat, Kind::Blind, to_number(5))
        .await
        .unwrap();
    let (third, leg) = shift.third(5).await;
    ada.callee.hears(None, &[ADA]).await;
    ada.agent.hears(None, &[FIRST]).await;
    shift.stand.tell(&leg, LegStatus::Ringing).await;
    shift.phase(&ada.seat, Stage::Ringing).await;
    let held = shift.seats.order(
        shift.workspace(),
        &ada.seat,
        "ada",
        outdial_engine::RoomOrder::Unhold,
        &super::BY,
    );
    assert!(matches!(held.await, Err(SeatRefusal::PassingOn)));
    let other = shift.answer(&third, &leg, THIRD).await;
    other.hears(Some(FIRST), &[ADA]).await;
    ada.callee.hears(Some(THIRD), &[ADA]).await;
    ada.agent.hears(None, &[FIRST, THIRD]).await;
    shift.stands(&ada.seat, Standing::WrapUp).await;
    shift.stand.until(&third, |state| state == State::Connected).await;
    // Each stream that is opened anew finds the room of the two.
    ada.callee.vanish();
    let token = shift.token(&ada.call).await.unwrap();
    let again = shift.stand.engine.attach_stream(&ada.call, &token).unwrap();
    let callee = Party::on(again, BOB);
    other.hears(Some(BOB), &[]).await;
    drop(callee);
    shift.stand.tell(&leg, LegStatus::Completed).await;
    shift.until_hung_up(&ada.leg).await;
    let row = shift.stand.until_ended(&third).await;
    assert_eq!(row.call.state, State::Ended(Outcome::Completed));
    assert_eq!(shift.stand.carrier().times_rung(&number_of(5)), 1);
}

#[tokio::test]
async fn a_warm_transfer_to_a_number_consults_joins_and_completes() {
    let shift = Shift::new(UNHURRIED).await;
    let ada = shift.talking("ada", ADA).await;
    let ours = shift.workspace().clone();
    shift.transfer(&ada.seat, Kind::Warm, to_number(5)).await.unwrap();
    let (third, leg) = shift.third(5).await;
    let other = shift.answer(&third, &leg, THIRD).await;
    shift.phase(&ada.seat, Stage::Consulting).await;
    ada.agent.hears(Some(THIRD), &[FIRST]).await;
    other.hears(Some(ADA), &[FIRST]).await;
    ada.callee.hears(None, &[ADA, THIRD]).await;
    shift.seats.join_transfer(&ours, &ada.seat, "ada").await.unwrap();
    for tone in [ADA, THIRD] {
        ada.callee.hears(Some(tone), &[]).await;
    }
    other.hears(Some(FIRST), &[]).await;
    shift
        .seats
        .complete_transfer(&ours, &ada.seat, "ada")
        .await
        .unwrap();
    ada.callee.hears(Some(THIRD), &[ADA]).await;
    other.hears(Some(FIRST), &[ADA]).await;
    shift.stands(&ada.seat, Standing::WrapUp).await;
    // The callee hangs up, and nobody stays on the line.
    shift.stand.tell(&ada.leg, LegStatus::Completed).await;
    shift.until_hung_up(&leg).await;
}

#[tokio::test]
async fn a_number_that_is_busy_refused_by_a_rule_or_hangs_up_brings_the_callee_back() {
    let shift = Shift::new(UNHURRIED).await;
    let ada = shift.talking("ada", ADA).await;
    shift.transfer(&ada.seat, Kind::Warm, to_number(5)).await.unwrap();
    let twice = shift.transfer(&ada.seat, Kind::Warm, to_number(6)).await;
    assert!(matches!(twice, Err(SeatRefusal::PassingOn)), "{twice:?}");
    let (_, leg) = shift.third(5).await;
    shift.stand.tell(&leg, LegStatus::Busy).await;
    let failed = shift.phase(&ada.seat, Stage::Failed).await;
    assert!(failed.problem.unwrap().contains("busy"));
    ada.callee.hears(Some(ADA), &[]).await;

    // The callee's own number has a live call.
    let own = shift.transfer(&ada.seat, Kind::Blind, to_number(1)).await;
    let Err(SeatRefusal::Rule(refusal)) = own else {
        panic!("{own:?}");
    };
    assert!(refusal.message.contains("live"), "{}", refusal.message);
    ada.callee.hears(Some(ADA), &[]).await;

    shift.transfer(&ada.seat, Kind::Warm, to_number(6)).await.unwrap();
    let (third, leg) = shift.third(6).await;
    let other = shift.answer(&third, &leg, THIRD).await;
    ada.agent.hears(Some(THIRD), &[FIRST]).await;
    drop(other);
    shift.stand.tell(&leg, LegStatus::Completed).await;
    let failed = shift.phase(&ada.seat, Stage::Failed).await;
    assert!(failed.problem.unwrap().contains("hung up"));
    ada.callee.hears(Some(ADA), &[]).await;
    ada.agent.hears(Some(FIRST), &[THIRD]).await;

    shift
        .transfer(&ada.seat, Kind::Blind, to_number(7))
        .await
        .unwrap();
    let (_, leg) = shift.third(7).await;
    shift
        .seats
        .cancel_transfer(shift.workspace(), &ada.seat, "ada")
        .await
        .unwrap();
    shift.until_hung_up(&leg).await;
    ada.callee.hears(Some(ADA), &[]).await;
}

#[tokio::test]
async fn an_agent_who_is_lost_while_a_number_rings_lets_the_callee_go_with_an_apology() {
    let limits = Limits {
        browser_ms: 700,
        ..Limits::default()
    };
    let shift = Shift::with(UNHURRIED, limits).await;
    let ada = shift.talking("ada", ADA).await;
    shift
        .transfer(&ada.seat, Kind::Blind, to_number(5))
        .await
        .unwrap();
    let (_, third) = shift.third(5).await;
    ada.agent.vanish();
    shift.stands(&ada.seat, Standing::WrapUp).await;
    shift.until_hung_up(&third).await;
    let directions = shift.stand.carrier().directions();
    let (told, said) = directions.last().unwrap();
    assert_eq!(told, &ada.leg);
    assert!(matches!(said[..], [Instruction::Say { .. }, Instruction::HangUp]));
}

#[tokio::test]
async fn after_a_crash_whoever_was_left_to_themselves_is_hung_up_and_nobody_is_rung_twice() {
    let mut shift = Shift::new(UNHURRIED).await;
    let ada = shift.talking("ada", ADA).await;
    shift
        .transfer(&ada.seat, Kind::Blind, to_number(5))
        .await
        .unwrap();
    let (third, leg) = shift.third(5).await;
    let other = shift.answer(&third, &leg, THIRD).await;
    other.hears(Some(FIRST), &[]).await;
    shift.stands(&ada.seat, Standing::WrapUp).await;
    for call in [&ada.call, &third] {
        shift.written_leg(call).await;
    }
    shift.stand.replace_engine(None).await;
    shift.until_hung_up(&leg).await;
    shift.until_hung_up(&ada.leg).await;
    let row = shift.stands(&ada.seat, Standing::Offline).await;
    assert_eq!(row.seat.reason(), Some(seat::End::Restarted.word()));
    assert_eq!(shift.stand.carrier().times_rung(&number_of(5)), 1);
    let open = shift.stand.store.system().read(|tx| tx.open_seat_legs()).await;
    assert!(open.unwrap().is_empty());
}

#[tokio::test]
async fn a_stop_while_a_number_rings_hangs_everybody_up() {
    let mut shift = Shift::new(UNHURRIED).await;
    let ada = shift.talking("ada", ADA).await;
    shift.transfer(&ada.seat, Kind::Warm, to_number(5)).await.unwrap();
    let (_, leg) = shift.third(5).await;
    shift.stand.tell(&leg, LegStatus::Ringing).await;
    shift.phase(&ada.seat, Stage::Ringing).await;
    shift.stand.shut_down().await;
    let hung_up = shift.stand.carrier().hang_ups();
    assert!(
        hung_up.contains(&leg) && hung_up.contains(&ada.leg),
        "{hung_up:?}"
    );
}

impl Shift {
    /// The store knows that this call is to be ended after a crash.
    async fn written_leg(&self, call: &CallId) {
        for _ in 0..super::LOOKS {
            let open = self.stand.store.system().read(|tx| tx.open_seat_legs()).await;
            if open.unwrap().iter().any(|(_, open)| open == call) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("the leg is not written down");
    }
}
