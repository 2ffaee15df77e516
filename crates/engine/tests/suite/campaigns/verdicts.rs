//! Answer, verdict and ringing are told in every order, each once or several times: a person comes to one agent, a machine
//! to none, and the call ends as the same.

use std::sync::Arc;
use std::time::Duration;

use outdial_carrier::{Carrier as _, LegRef, WebhookRequest};
use outdial_domain::call::{AmdVerdict, Event as CallEvent, LegStatus, Outcome, State};
use outdial_domain::campaign::{Audience, CampaignSettings, Event, Mode};
use outdial_domain::ids::CallId;
use outdial_store::{Actor, CallFilter, PageRequest, Sort};

use super::agents::Agents;
use super::stage::{id, settings, write};
use crate::stand::Stand;
use crate::world::numbers;

/// What is reported of one call.
#[derive(Debug)]
struct Story {
    settings: CampaignSettings,
    order: [usize; 3],
    times: usize,
    pause_ms: u64,
}

impl Story {
    fn comes_first(&self, one: usize, other: usize) -> bool {
        let place = |wanted| self.order.iter().position(|place| *place == wanted);
        place(one) < place(other)
    }
}

/// How a story ended: the call's state, and how often somebody was put through.
async fn told(story: &Story, verdict: AmdVerdict) -> (State, usize) {
    let stand = Stand::new().await;
    let agents = Agents::new(stand.clock.clone(), 2, Duration::from_secs(600));
    start(&stand, &agents, 1, &story.settings).await;
    let call = only_call(&stand).await;
    let leg = stand.until_rung(&call).await;

    let carrier = stand.carrier();
    let reports = [
        carrier.advance(&leg, LegStatus::Ringing, None),
        carrier.advance(&leg, LegStatus::Answered, None),
        carrier.notify(&leg, &CallEvent::Verdict { verdict }),
    ];
    for _ in 0..story.times {
        for place in story.order {
            hear(&stand, &reports[place]).await;
            tokio::time::sleep(Duration::from_millis(story.pause_ms)).await;
        }
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    stand.tell(&leg, LegStatus::Completed).await;
    let row = stand.until_ended(&call).await;
    assert_eq!(agents.surprises(), Vec::<String>::new());
    (row.call.state, agents.talks().len())
}

async fn hear(stand: &Stand, report: &WebhookRequest) {
    let events = stand.carrier().parse_webhook(report).unwrap();
    let workspace = stand.lines[0].workspace.clone();
    stand.engine.take_in(&workspace, events).await.unwrap();
}

async fn judge(stand: &Stand, leg: &LegRef, verdict: AmdVerdict) {
    let report = stand.carrier().notify(leg, &CallEvent::Verdict { verdict });
    hear(stand, &report).await;
}

async fn start(stand: &Stand, agents: &Arc<Agents>, leads: u32, settings: &CampaignSettings) {
    stand.engine.seat_agents_through(agents.clone());
    let workspace = stand.lines[0].workspace.clone();
    let rows = stand.store.workspace(workspace.clone());
    let settings = settings.clone();
    rows.write(move |tx| write(tx, &numbers(leads), &settings))
        .await
        .unwrap();
    let campaign = id();
    let started = stand
        .engine
        .order_campaign(&workspace, &campaign, Event::Start, Actor::system());
    started.await.unwrap();
}

async fn only_call(stand: &Stand) -> CallId {
    calls(stand, 1).await.remove(0)
}

/// The calls that are made, once there are so many.
async fn calls(stand: &Stand, count: usize) -> Vec<CallId> {
    loop {
        let rows = stand.store.workspace(stand.lines[0].workspace.clone());
        let page = PageRequest::first(10);
        let found = rows.read(move |tx| tx.calls().list(&CallFilter::default(), Sort::NEWEST, &page));
        let found = found.await.unwrap().items;
        if found.len() >= count {
            return found.into_iter().map(|row| row.id).collect();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Tells of a call in every order (ringing, answer, verdict by their places), each once or several times.
fn every_story(settings: &CampaignSettings) -> Vec<Story> {
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let mut stories = Vec::new();
    for order in orders {
        for times in [1, 2, 3] {
            for pause_ms in [0, 150, 700] {
                stories.push(Story {
                    settings: settings.clone(),
                    order,
                    times,
                    pause_ms,
                });
            }
        }
    }
    stories
}

#[tokio::test(start_paused = true)]
async fn in_whatever_order_and_however_often_it_is_told_a_person_comes_to_one_agent_and_a_machine_to_none() {
    for story in every_story(&settings()) {
        let person = told(&story, AmdVerdict::Human).await;
        assert_eq!(person, (State::Ended(Outcome::Completed), 1), "{story:?}");
        let machine = told(&story, AmdVerdict::Machine).await;
        assert_eq!(machine, (State::Ended(Outcome::Machine), 0), "{story:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn where_everybody_is_put_through_at_once_a_machine_is_taken_away_again_in_whatever_order_it_is_told() {
    let settings = CampaignSettings {
        at_once: true,
        ..settings()
    };
    for story in every_story(&settings) {
        let person = told(&story, AmdVerdict::Human).await;
        assert_eq!(person, (State::Ended(Outcome::Completed), 1), "{story:?}");
        let (state, talks) = told(&story, AmdVerdict::Machine).await;
        assert_eq!(state, State::Ended(Outcome::Machine), "{story:?}");
        // An agent hears a machine only for as long as nobody knows that it is one.
        if story.comes_first(VERDICT, ANSWER) {
            assert_eq!(talks, 0, "{story:?}");
        } else if story.pause_ms > 0 {
            assert_eq!(talks, 1, "{story:?}");
        } else {
            assert!(talks <= 1, "{story:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_answers_a_line_in_the_moment_in_which_it_is_called_off_is_put_through_like_anybody() {
    let stand = Stand::new().await;
    let agents = Agents::new(stand.clock.clone(), 1, Duration::from_secs(1));
    let settings = CampaignSettings {
        mode: Mode::Parallel,
        audience: Audience::Business,
        lines_per_seat: 2,
        ..settings()
    };
    #[expect(clippy::disallowed_methods, reason = "a test owns its one task")]
    let work = tokio::spawn(agents.clone().work());
    start(&stand, &agents, 2, &settings).await;
    let calls = calls(&stand, 2).await;
    let (first, second) = (
        stand.until_rung(&calls[0]).await,
        stand.until_rung(&calls[1]).await,
    );
    let carrier = stand.carrier();
    for leg in [&first, &second] {
        stand.tell(leg, LegStatus::Ringing).await;
    }
    // At the carrier both are answered; of the second nobody here has heard yet.
    let late = carrier.advance(&second, LegStatus::Answered, None);
    stand.tell(&first, LegStatus::Answered).await;
    judge(&stand, &first, AmdVerdict::Human).await;
    while !carrier.call_offs().contains(&second) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    stand.tell(&first, LegStatus::Completed).await;
    stand.until_ended(&calls[0]).await;
    tokio::time::sleep(Duration::from_secs(2)).await;

    hear(&stand, &late).await;
    judge(&stand, &second, AmdVerdict::Human).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let talks: Vec<CallId> = agents.talks().into_iter().map(|(call, _)| call).collect();
    assert_eq!(talks, calls, "both talked with the agent, one after the other");
    assert_eq!(carrier.hang_ups(), [], "nobody is hung up on");
    stand.tell(&second, LegStatus::Completed).await;
    let row = stand.until_ended(&calls[1]).await;
    assert_eq!(row.call.state, State::Ended(Outcome::Completed));
    assert_eq!(agents.surprises(), Vec::<String>::new());
    work.abort();
}

const ANSWER: usize = 1;
const VERDICT: usize = 2;
