//! Campaigns whose calls people start: leads are shown one by one, or chosen from a list; and callbacks that one agent
//! promised.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use outdial_domain::Timestamp;
use outdial_domain::call::{Outcome, State};
use outdial_domain::campaign::{CampaignSettings, CampaignState, DayHours, Event, Mode, Schedule};
use outdial_domain::ids::{LeadId, SeatId};
use outdial_domain::leads::{LeadEvent, Said, step};
use outdial_domain::seat::Standing;
use outdial_engine::{Clock, OwnDial, OwnDialRefusal};
use outdial_store::{Actor, CallbackRow, LeadPlace, Tx};

use super::agents::Agents;
use super::days::never;
use super::stage::{campaign, id, order, seat, settings, until};
use crate::world::{Setup, World, numbers};

struct Work {
    world: World,
    agents: Arc<Agents>,
    wrap_up: tokio::task::JoinHandle<()>,
}

impl Drop for Work {
    fn drop(&mut self) {
        self.wrap_up.abort();
    }
}

impl Work {
    async fn new(seats: u32, leads: u32, settings: CampaignSettings) -> Self {
        let world = World::new(Setup::default()).await;
        let agents = Agents::new(world.clock.clone(), seats, Duration::from_secs(5));
        seat(&world, &agents);
        campaign(&world, &numbers(leads), settings).await;
        order(&world, Event::Start).await;
        #[expect(clippy::disallowed_methods, reason = "a test owns its one task")]
        let wrap_up = tokio::spawn(agents.clone().work());
        tokio::time::sleep(Duration::from_secs(1)).await;
        Self {
            world,
            agents,
            wrap_up,
        }
    }

    async fn dial(&self, seat: &SeatId, lead: Option<LeadId>) -> Result<(), OwnDialRefusal> {
        let wish = OwnDial {
            lead,
            phone: None,
            window_override: None,
            by: Actor::system(),
            request_bits: None,
        };
        let (engine, workspace) = (&self.world.engine, &self.world.workspace);
        let user = seat.to_string();
        engine
            .dial_for_seat(workspace, seat, &user, wish)
            .await
            .map(|_| ())
    }

    async fn skip(&self, seat: &SeatId) {
        let user = seat.to_string();
        let reason = Some("not today".to_owned());
        let (engine, workspace) = (&self.world.engine, &self.world.workspace);
        engine.skip_offer(workspace, seat, &user, reason).await.unwrap();
    }

    async fn place(&self, lead: &LeadId) -> LeadPlace {
        let lead = lead.clone();
        let rows = self.world.store.workspace(self.world.workspace.clone());
        let own = rows.read(move |tx| tx.campaign_leads().get(&id(), &lead)).await;
        own.unwrap().unwrap().place
    }

    /// A callback is agreed with a lead that the campaign has called, for one agent or for anybody.
    async fn promise(&self, lead: &LeadId, at: Timestamp, user: Option<&SeatId>) {
        let (lead, user) = (
            lead.clone(),
            user.map(|user| (user.to_string(), "Ada".to_owned())),
        );
        let now = self.world.clock.now();
        let rows = self.world.store.workspace(self.world.workspace.clone());
        let agreed = rows.write(move |tx: &mut Tx<'_>| {
            let mut row = tx.leads().get(&lead)?.expect("it is there");
            let event = LeadEvent::Disposed {
                call: None,
                said: Said::AsBefore,
                callback_at: Some(at),
            };
            row.standing = step(row.standing, event).0;
            tx.leads().update(&mut row)?;
            let for_user = user.as_ref().map(|(user, _)| user.clone());
            tx.callbacks().put(&CallbackRow {
                lead_id: lead.clone(),
                callback_at: at,
                campaign_id: Some(id()),
                user,
            })?;
            let mut own = tx.campaign_leads().get(&id(), &lead)?.expect("it was called");
            own.place = LeadPlace::Due(at);
            own.for_user = for_user;
            tx.campaign_leads().put(&id(), &own, now)
        });
        agreed.await.unwrap();
        self.world.engine.campaign_changed(&self.world.workspace, &id());
    }
}

fn preview() -> CampaignSettings {
    CampaignSettings {
        mode: Mode::Preview,
        retry: never(),
        ..settings()
    }
}

fn first() -> SeatId {
    SeatId::from_bits(1)
}

fn lead(number: u128) -> LeadId {
    LeadId::from_bits(number)
}

#[tokio::test(start_paused = true)]
async fn each_agent_is_shown_a_lead_of_their_own_and_nobody_is_dialled_by_itself() {
    let work = Work::new(3, 10, preview()).await;
    let offers = work.agents.offers();
    let leads: BTreeSet<_> = offers.iter().map(|(_, lead)| lead.clone()).collect();
    assert_eq!((offers.len(), leads.len()), (3, 3), "{offers:?}");
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!(work.agents.offers(), offers, "what is shown stays reserved");
    assert!(work.world.calls().await.is_empty());
    assert_eq!(work.agents.surprises(), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_lead_that_is_dialled_reaches_its_agent_and_a_lead_that_is_skipped_goes_behind() {
    let work = Work::new(1, 4, preview()).await;
    let (_, skipped) = work.agents.offers().remove(0);
    work.skip(&first()).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let (_, next) = work.agents.offers().remove(0);
    assert_ne!(next, skipped);
    assert!(matches!(work.place(&skipped).await, LeadPlace::Due(at) if at > work.world.clock.now()));
    work.dial(&first(), None).await.unwrap();
    assert!(matches!(
        work.dial(&first(), None).await,
        Err(OwnDialRefusal::NotShown)
    ));
    let rows = work.world.until_all_ended(600).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].lead_id.as_ref(), Some(&next));
    assert_eq!(rows[0].created_by, Actor::system());
}

#[tokio::test(start_paused = true)]
async fn a_preview_campaign_is_worked_through_to_its_end_and_nobody_is_shown_twice_at_once() {
    let work = Work::new(3, 40, preview()).await;
    let mut looks = 0;
    while super::stage::state(&work.world).await != CampaignState::Finished {
        for (seat, _) in work.agents.offers() {
            // A rule may object in this moment, and then the next lead is shown.
            let _ = work.dial(&seat, None).await;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        looks += 1;
        assert!(looks < 4 * 3_600, "{:?}", work.agents.offers());
    }
    let rows = work.world.until_all_ended(600).await;
    assert_eq!(work.agents.surprises(), Vec::<String>::new());
    let called: BTreeSet<_> = rows.iter().filter_map(|row| row.lead_id.clone()).collect();
    assert_eq!((rows.len(), called.len()), (40, 40), "each lead once");
    let talks = work.agents.talks();
    assert!(talks.len() >= 15, "{} talks", talks.len());
    for row in &rows {
        if row.call.state == State::Ended(Outcome::Completed) {
            assert!(talks.iter().any(|(call, _)| *call == row.id), "{row:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_crash_while_an_own_call_rings_rings_nobody_twice() {
    let mut work = Work::new(2, 6, preview()).await;
    for (seat, _) in work.agents.offers() {
        work.dial(&seat, None).await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(700)).await;
    let agents = work.agents.clone();
    work.world.crash_seating(&agents).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    let dialled: BTreeSet<_> = work
        .world
        .calls()
        .await
        .into_iter()
        .filter_map(|row| row.lead_id)
        .collect();
    for (_, shown) in work.agents.offers() {
        assert!(!dialled.contains(&shown), "a lead that rings is shown to nobody");
    }
    work.world.until_all_ended(3_600).await;
    assert!(work.world.sandbox.ledger().violations().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_pause_takes_back_what_is_shown_and_a_start_shows_it_again() {
    let work = Work::new(2, 4, preview()).await;
    assert_eq!(work.agents.offers().len(), 2);
    order(&work.world, Event::Pause).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(work.agents.offers().is_empty());
    assert!(matches!(
        work.dial(&first(), Some(lead(1))).await,
        Err(OwnDialRefusal::NotRunning)
    ));
    order(&work.world, Event::Start).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(work.agents.offers().len(), 2);
    // So short a pause that nobody looks at the campaign in between.
    order(&work.world, Event::Pause).await;
    order(&work.world, Event::Start).await;
    tokio::time::sleep(Duration::from_secs(30)).await;
    assert_eq!(work.agents.offers().len(), 2);
    assert_eq!(work.agents.surprises(), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn in_manual_mode_any_lead_is_dialled_by_hand_and_by_one_agent_at_a_time() {
    let settings = CampaignSettings {
        mode: Mode::Manual,
        ..preview()
    };
    let work = Work::new(2, 5, settings).await;
    assert!(work.agents.offers().is_empty());
    work.dial(&first(), Some(lead(4))).await.unwrap();
    assert_eq!(work.agents.standing(&first()), Standing::Dialing);
    let second = SeatId::from_bits(2);
    assert!(matches!(
        work.dial(&second, Some(lead(4))).await,
        Err(OwnDialRefusal::LeadTaken)
    ));
    assert_eq!(
        work.agents.standing(&second),
        Standing::Ready,
        "a refusal leaves the seat where it was"
    );
    assert!(matches!(
        work.dial(&second, Some(lead(99))).await,
        Err(OwnDialRefusal::NoSuchLead)
    ));
    let rows = work.world.until_all_ended(600).await;
    assert_eq!(rows.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn in_a_campaign_that_dials_by_itself_only_callbacks_that_are_due_are_dialled_by_hand() {
    let settings = CampaignSettings {
        mode: Mode::Progressive,
        retry: never(),
        ..settings()
    };
    let work = Work::new(1, 1, settings).await;
    let rows = work.world.until_all_ended(600).await;
    assert_eq!(rows.len(), 1);
    let second = SeatId::from_bits(1);
    assert!(matches!(
        work.dial(&second, Some(lead(1))).await,
        Err(OwnDialRefusal::NotByHand | OwnDialRefusal::NotRunning)
    ));
}

#[tokio::test(start_paused = true)]
async fn a_callback_that_one_agent_promised_is_theirs_alone_until_they_stay_away() {
    let settings = CampaignSettings {
        mode: Mode::Preview,
        ..preview()
    };
    let work = Work::new(2, 3, settings).await;
    let (ada, bob) = (SeatId::from_bits(1), SeatId::from_bits(2));
    let shown = work.agents.offers();
    // Both leads of the offers are called; the third is offered to whoever is free first.
    let (_, promised) = shown.iter().find(|(seat, _)| *seat == ada).unwrap().clone();
    work.dial(&ada, None).await.unwrap();
    work.world.until_all_ended(600).await;
    let due = work.world.clock.now().plus_seconds(3_600);
    work.promise(&promised, due, Some(&ada)).await;
    // Nobody sees it before its time, and Bob not after it while Ada is here.
    tokio::time::sleep(Duration::from_secs(3_500)).await;
    assert!(work.agents.offers().iter().all(|(_, lead)| *lead != promised));
    if let Some((seat, _)) = work.agents.offers().into_iter().find(|(seat, _)| *seat == ada) {
        work.skip(&seat).await;
    }
    for _ in 0..300 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let seen = work.agents.offers();
        assert!(
            seen.iter().all(|(seat, lead)| *lead != promised || *seat == ada),
            "it was shown to {bob}"
        );
        if let Some((seat, other)) = seen.into_iter().find(|(seat, _)| *seat == ada)
            && other != promised
        {
            work.skip(&seat).await;
        }
    }
    assert!(work.agents.ever_shown().contains(&(ada, promised)));
}

#[tokio::test(start_paused = true)]
async fn a_campaign_without_a_lead_left_finishes_also_while_nobody_is_ready() {
    for mode in [Mode::Progressive, Mode::Preview, Mode::Manual] {
        let settings = CampaignSettings { mode, ..preview() };
        let world = World::new(Setup::default()).await;
        let agents = Agents::new(world.clock.clone(), 1, Duration::from_secs(5));
        seat(&world, &agents);
        agents.pause_all();
        campaign(&world, &[], settings).await;
        order(&world, Event::Start).await;
        until(&world, CampaignState::Finished, 600).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_campaign_with_leads_waits_for_agents_and_keeps_none_from_others() {
    let world = World::new(Setup::default()).await;
    let agents = Agents::new(world.clock.clone(), 1, Duration::from_secs(5));
    seat(&world, &agents);
    agents.pause_all();
    campaign(&world, &numbers(3), settings()).await;
    order(&world, Event::Start).await;
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!(super::stage::state(&world).await, CampaignState::Running);
    let rows = world.store.workspace(world.workspace.clone());
    assert_eq!(rows.read(|tx| tx.hopper().depth(&id())).await, Ok(0));
}

#[tokio::test(start_paused = true)]
async fn a_lead_whose_turn_comes_outside_the_campaigns_hours_says_so() {
    let closed = Schedule {
        time_zone: "UTC".to_owned(),
        days: [Some(DayHours {
            start_minute: 0,
            end_minute: 1,
        }); 7],
        holidays: BTreeSet::new(),
    };
    let work = Work::new(
        1,
        2,
        CampaignSettings {
            schedule: Some(closed),
            mode: Mode::Manual,
            ..preview()
        },
    )
    .await;
    let refused = work.dial(&first(), Some(lead(1))).await;
    assert!(
        matches!(&refused, Err(OwnDialRefusal::OutsideHours(why)) if why.contains("hours")),
        "{refused:?}"
    );
    assert!(work.world.calls().await.is_empty());
}
