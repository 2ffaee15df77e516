//! An agent whose audio is their own phone: it is rung, stays up between callees, and is rung again when it drops.

use outdial_domain::call::{LegStatus, State};
use outdial_domain::ids::{CallId, SeatId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::seat::{Limits, Standing};
use outdial_domain::settings::{CallingWindow, Settings};
use outdial_engine::{Behalf, PhoneStage, PhoneView, SeatRefusal};
use outdial_store::Actor;

use super::{Party, Shift, UNHURRIED};
use crate::world::{Setup, person};

const ADA: f32 = 1_700.0;
const FIRST: f32 = 2_100.0;

impl Shift {
    async fn ring_phone(&self, seat: &SeatId, number: Option<u8>) -> Result<(), SeatRefusal> {
        let phone = number.map(own);
        let by = Actor::system();
        self.seats
            .ring_phone(self.workspace(), seat, "ada", phone, &by)
            .await
    }

    /// The nth call to an agent's phone, once it is made.
    async fn phone_call(&self, number: u8, nth: usize) -> (CallId, outdial_carrier::LegRef) {
        let phone = own(number);
        for _ in 0..super::LOOKS {
            let mut orders = self.stand.carrier().orders();
            orders.retain(|order| order.to == phone);
            if let Some(order) = orders.get(nth) {
                let leg = self.stand.until_rung(&order.call_id).await;
                return (order.call_id.clone(), leg);
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("the phone is not rung");
    }

    async fn phone_shows(&self, seat: &SeatId, stage: PhoneStage) -> PhoneView {
        for _ in 0..super::LOOKS {
            let shown = self.seats.phone_of(seat);
            if let Some(shown) = shown.filter(|shown| shown.stage == stage) {
                return shown;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("it never comes to that: {:?}", self.seats.phone_of(seat));
    }
}

fn own(number: u8) -> PhoneNumber {
    PhoneNumber::from_e164(&person(number)[0]).unwrap()
}

#[tokio::test]
async fn an_agents_phone_stays_up_between_callees_and_is_rung_again_when_it_drops() {
    let shift = Shift::new(UNHURRIED).await;
    // At no hour may anybody be called; agents who ask for it are.
    let closed = Settings {
        calling_window: CallingWindow {
            start_minute: 0,
            end_minute: 1,
        },
        min_gap_minutes: 60,
        ..Setup::default().settings
    };
    let open = Setup::default().settings;
    let (ours, seat) = (shift.workspace().clone(), shift.sign_in("ada").await);
    assert!(matches!(
        shift.ring_phone(&seat, None).await,
        Err(SeatRefusal::NoPhone)
    ));
    shift.stand.choose(0, closed.clone()).await;
    shift.ring_phone(&seat, Some(8)).await.unwrap();
    let (call, leg) = shift.phone_call(8, 0).await;
    shift.stand.tell(&leg, LegStatus::Ringing).await;
    shift.phone_shows(&seat, PhoneStage::Ringing).await;
    let phone = shift.answer(&call, &leg, ADA).await;
    shift.stands(&seat, Standing::Paused).await;
    shift.phone_shows(&seat, PhoneStage::Here).await;
    shift.stand.until(&call, |state| state == State::Connected).await;
    shift.ring_phone(&seat, None).await.unwrap();
    assert_eq!(shift.stand.carrier().times_rung(&own(8)), 1, "it is here");
    let last = shift.seats.last_phone(&ours, "ada").await.unwrap();
    assert_eq!(last, Some(own(8)));

    shift.seats.set_ready(&ours, &seat, "ada").await.unwrap();
    shift.stand.choose(0, open).await;
    let (callee_call, callee_leg, callee) = shift.caller(1, FIRST).await;
    shift.put_through(&seat, &callee_call).await.unwrap();
    callee.hears(Some(ADA), &[]).await;
    phone.hears(Some(FIRST), &[]).await;

    shift.stand.choose(0, closed).await;
    phone.vanish();
    shift.stand.tell(&leg, LegStatus::Completed).await;
    let (again, leg) = shift.phone_call(8, 1).await;
    let phone = shift.answer(&again, &leg, ADA).await;
    callee.hears(Some(ADA), &[]).await;
    phone.hears(Some(FIRST), &[]).await;
    assert!(!shift.stand.carrier().hang_ups().contains(&callee_leg));

    shift.stand.tell(&callee_leg, LegStatus::Completed).await;
    shift.stands(&seat, Standing::WrapUp).await;
    let out = shift.seats.sign_out(&ours, &seat, Behalf::Agent("ada")).await;
    out.unwrap();
    shift.until_hung_up(&leg).await;
    assert_eq!(shift.stand.carrier().times_rung(&own(8)), 2);
}

#[tokio::test]
async fn a_phone_that_is_not_taken_says_so_and_is_rung_again_when_the_agent_asks() {
    let shift = Shift::new(UNHURRIED).await;
    let seat = shift.sign_in("ada").await;
    shift.ring_phone(&seat, Some(8)).await.unwrap();
    let (_, leg) = shift.phone_call(8, 0).await;
    shift.stand.tell(&leg, LegStatus::Busy).await;
    let gone = shift.phone_shows(&seat, PhoneStage::Gone).await;
    assert_eq!(gone.problem.as_deref(), Some("Your phone is busy."));
    shift.ring_phone(&seat, None).await.unwrap();
    let (call, leg) = shift.phone_call(8, 1).await;
    let phone = shift.answer(&call, &leg, ADA).await;
    shift.stands(&seat, Standing::Paused).await;
    // Whoever pauses and hangs up is left in peace.
    phone.vanish();
    shift.stand.tell(&leg, LegStatus::Completed).await;
    let gone = shift.phone_shows(&seat, PhoneStage::Gone).await;
    assert_eq!(gone.problem.as_deref(), Some("Your phone was hung up."));
    let listed = outdial_store::DncRow {
        id: outdial_domain::ids::DncId::from_bits(1),
        phone: own(7),
        reason: None,
        source: "test".to_owned(),
        added_by: Actor::system(),
        created_at: shift.stand.engine.now(),
    };
    let rows = shift.stand.store.workspace(shift.workspace().clone());
    rows.write(move |tx| tx.dnc().add(&listed)).await.unwrap();
    let refused = shift.ring_phone(&seat, Some(7)).await;
    assert!(matches!(refused, Err(SeatRefusal::Rule(_))), "{refused:?}");
}

#[tokio::test]
async fn an_agent_whose_phone_stays_away_lets_the_callee_go_with_an_apology_and_a_crash_hangs_the_phone_up() {
    let limits = Limits {
        browser_ms: 1_500,
        ..Limits::default()
    };
    let mut shift = Shift::with(UNHURRIED, limits).await;
    let (ours, seat) = (shift.workspace().clone(), shift.sign_in("ada").await);
    shift.ring_phone(&seat, Some(8)).await.unwrap();
    let (call, leg) = shift.phone_call(8, 0).await;
    let phone: Party = shift.answer(&call, &leg, ADA).await;
    shift.stands(&seat, Standing::Paused).await;
    shift.seats.set_ready(&ours, &seat, "ada").await.unwrap();
    let (callee_call, callee_leg, callee) = shift.caller(1, FIRST).await;
    shift.put_through(&seat, &callee_call).await.unwrap();
    callee.hears(Some(ADA), &[]).await;
    phone.vanish();
    shift.stand.tell(&leg, LegStatus::Completed).await;
    let (_, second) = shift.phone_call(8, 1).await;
    shift.stands(&seat, Standing::WrapUp).await;
    let directions = shift.stand.carrier().directions();
    assert_eq!(directions.last().unwrap().0, callee_leg);
    shift.stand.replace_engine(None).await;
    shift.until_hung_up(&second).await;
    assert_eq!(shift.stand.carrier().times_rung(&own(8)), 2);
}
