//! Batches of a voice agent's calls on virtual time: who asks for them does not matter, nobody is called twice, and every
//! lead finds its way out of being called.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use outdial_carrier::testing::PlaceAnswer;
use outdial_carrier::{News, PlaceError};
use outdial_domain::automation::{BreakerLimits, Every, retry_rules};
use outdial_domain::call::{Blame, CallFailure, LegStatus, Retry, State, Treatment};
use outdial_domain::campaign::{CampaignSettings, Event, Mode, Pulse};
use outdial_domain::ids::{LeadId, VoiceAgentId};
use outdial_domain::instruction::Instruction;
use outdial_domain::leads::{LeadResult, LeadStatus};
use outdial_domain::voice_agent::{ConversationNews, Finding};
use outdial_engine::{BatchBy, BatchRefusal, Clock, PulseReset};
use outdial_store::{Actor, AutomationRunRow, CallRow, CampaignLead, LeadPlace, LeadRow, PageRequest};

use crate::campaigns::{campaign_id, write_campaign};
use crate::conversations::report;
use crate::stand::Stand;

const INTERVAL_MINUTES: u32 = 5;
const RETRY_MINUTES: u32 = 15;

pub fn settings(batch: u32) -> CampaignSettings {
    CampaignSettings {
        mode: Mode::Agentless,
        voice_agent_id: Some(VoiceAgentId::from_bits(3)),
        retry: retry_rules(3, RETRY_MINUTES),
        pulse: Some(Pulse {
            every: Every::Minutes(INTERVAL_MINUTES),
            batch,
            budget_micros_per_day: None,
            budget_currency: "USD".to_owned(),
            breaker: BreakerLimits {
                failures_permille: None,
                short_permille: None,
                ..BreakerLimits::default()
            },
        }),
        ..CampaignSettings::default()
    }
}

fn numbers(count: u32) -> Vec<String> {
    (0..count)
        .map(|number| format!("+1415555{:04}", 2_000 + number))
        .collect()
}

pub async fn prepare(stand: &Stand, leads: u32, settings: CampaignSettings) {
    stand.carrier().fake_agents().open();
    let numbers = numbers(leads);
    let rows = stand.store.workspace(stand.lines[0].workspace.clone());
    rows.write(move |tx| write_campaign(tx, &numbers, &settings))
        .await
        .unwrap();
}

pub async fn tell(stand: &Stand, event: Event) {
    let (workspace, id) = (&stand.lines[0].workspace, campaign_id());
    let ordered = stand
        .engine
        .order_campaign(workspace, &id, event, Actor::system());
    ordered.await.unwrap();
}

pub async fn leads(stand: &Stand) -> Vec<(LeadRow, Option<CampaignLead>)> {
    let rows = stand.store.workspace(stand.lines[0].workspace.clone());
    let read = rows.read(|tx| {
        let ids: Vec<_> = (1..=60).map(LeadId::from_bits).collect();
        let mut found = Vec::new();
        for (id, lead) in tx.leads().by_ids(&ids)? {
            found.push((lead, tx.campaign_leads().get(&campaign_id(), &id)?));
        }
        Ok(found)
    });
    read.await.unwrap()
}

pub async fn calls_of(stand: &Stand, lead: &LeadId) -> Vec<CallRow> {
    let (rows, id) = (
        stand.store.workspace(stand.lines[0].workspace.clone()),
        lead.clone(),
    );
    rows.read(move |tx| tx.calls().of_lead(&id, 50)).await.unwrap()
}

pub async fn runs(stand: &Stand) -> Vec<AutomationRunRow> {
    let rows = stand.store.workspace(stand.lines[0].workspace.clone());
    let page = rows.read(|tx| tx.automation().runs(&campaign_id(), &PageRequest::first(100)));
    page.await.unwrap().items
}

/// People who answer their phones as their numbers' last digits say: every third talks, one is engaged, one is out.
struct People {
    served: BTreeSet<String>,
}

impl People {
    fn new() -> Self {
        Self {
            served: BTreeSet::new(),
        }
    }

    fn does(number: &str) -> LegStatus {
        match number.bytes().last().map_or(0, |digit| digit % 3) {
            0 => LegStatus::Answered,
            1 => LegStatus::Busy,
            _ => LegStatus::NoAnswer,
        }
    }

    /// Whoever was rung since answers, or does not.
    async fn answer(&mut self, stand: &Stand) {
        for order in stand.carrier().orders() {
            for leg in stand.carrier().legs_of(&order.call_id) {
                if !self.served.insert(leg.0.clone()) {
                    continue;
                }
                stand.tell(&leg, LegStatus::Ringing).await;
                let status = Self::does(order.to.e164());
                let talked = status == LegStatus::Answered;
                stand.tell(&leg, status).await;
                if talked {
                    let report =
                        News::Conversation(ConversationNews::Report(Box::new(report(Finding::Talked))));
                    let told = stand.carrier().report(&order.call_id, 1, &report);
                    let events = stand.parse(&told);
                    let taken = stand.engine.take_in(&stand.lines[0].workspace, events);
                    taken.await.unwrap();
                    stand.tell(&leg, LegStatus::Completed).await;
                }
            }
        }
    }

    /// Lets time pass, in which people answer.
    async fn live(&mut self, stand: &Stand, minutes: u32) {
        for _ in 0..minutes * 6 {
            tokio::time::sleep(Duration::from_secs(10)).await;
            self.answer(stand).await;
        }
    }
}

async fn no_lead_was_called_twice(stand: &Stand) {
    for (lead, own) in leads(stand).await {
        let calls = calls_of(stand, &lead.id).await;
        let mut rung = 0;
        let mut times = Vec::new();
        for call in &calls {
            let legs = stand.carrier().legs_of(&call.id);
            assert!(legs.len() <= 1, "one call rang twice: {call:#?}");
            rung += legs.len();
            times.extend(call.call.facts.claimed_at.filter(|_| !legs.is_empty()));
        }
        assert_eq!(stand.carrier().times_rung(&lead.phone), rung);
        times.sort();
        for pair in times.windows(2) {
            let apart_s = pair[1].ms_since(pair[0]) / 1_000;
            assert!(apart_s >= i64::from(RETRY_MINUTES) * 60, "{apart_s} s apart");
        }
        assert_ne!(lead.standing.status, LeadStatus::Calling, "{lead:#?} {own:#?}");
    }
}

#[tokio::test(start_paused = true)]
async fn schedules_at_once_and_a_crash_between_call_no_lead_twice_and_leave_none_calling() {
    let mut stand = Stand::deliberate(Duration::from_millis(150)).await;
    prepare(&stand, 40, settings(10)).await;
    tell(&stand, Event::Start).await;
    let workspace = stand.lines[0].workspace.clone();
    let id = campaign_id();
    // The schedule's own first batch, the cron endpoint twice, and somebody who is impatient.
    let (one, two, three) = tokio::join!(
        stand.engine.call_batch(&workspace, &id, BatchBy::Cron),
        stand.engine.call_batch(&workspace, &id, BatchBy::Cron),
        stand.engine.call_batch(&workspace, &id, BatchBy::Person),
    );
    let placed: u32 = [one, two, three]
        .into_iter()
        .map(|done| done.unwrap().run.placed)
        .sum();
    assert!(placed <= 10, "more than the places there are: {placed}");
    // While the carrier is being asked the process dies.
    stand.carrier().orders_received(3).await;
    stand.replace_engine(None).await;
    let mut people = People::new();
    for _ in 0..3 {
        people.live(&stand, 1).await;
        let again = tokio::join!(
            stand.engine.call_batch(&workspace, &id, BatchBy::Cron),
            stand.engine.call_batch(&workspace, &id, BatchBy::Person),
        );
        assert!(again.0.is_ok() && again.1.is_ok());
        tokio::time::sleep(Duration::from_millis(75)).await;
        stand.replace_engine(None).await;
    }
    people.live(&stand, 180).await;
    no_lead_was_called_twice(&stand).await;
    for (lead, own) in leads(&stand).await {
        let own = own.expect("every lead was looked at");
        assert_eq!(own.place, LeadPlace::Done, "{own:?}");
        let rung = stand.carrier().times_rung(&lead.phone);
        let does = People::does(lead.phone.e164());
        let (result, most) = if does == LegStatus::Busy {
            (LeadResult::Busy, 3)
        } else if does == LegStatus::NoAnswer {
            (LeadResult::NoAnswer, 3)
        } else {
            (LeadResult::Talked, 1)
        };
        assert!((1..=most).contains(&rung), "{rung} of {most}");
        assert_eq!(lead.standing.result, Some(result), "{lead:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_is_not_reached_is_called_again_until_the_maximum_and_then_left_alone() {
    let stand = Stand::new().await;
    prepare(&stand, 3, settings(10)).await;
    tell(&stand, Event::Start).await;
    People::new().live(&stand, 120).await;
    let rung: BTreeMap<_, _> = leads(&stand)
        .await
        .into_iter()
        .map(|(lead, own)| {
            let own = own.unwrap();
            let rung = stand.carrier().times_rung(&lead.phone);
            (lead.phone.e164().to_owned(), (rung, own.attempts, own.place))
        })
        .collect();
    for (number, (rung, attempts, place)) in rung {
        let expected = if People::does(&number) == LegStatus::Answered {
            1
        } else {
            3
        };
        assert_eq!(
            (rung, attempts, place),
            (expected, u32::try_from(expected).unwrap(), LeadPlace::Done),
            "{number}"
        );
    }
    no_lead_was_called_twice(&stand).await;
    let runs = runs(&stand).await;
    assert_eq!(runs.iter().map(|run| run.placed).sum::<u32>(), 7);
    assert_eq!(runs.last().map(|run| run.placed), Some(3));
    // Nobody is left: the automation goes on all the same, for leads that may come.
    assert_eq!(runs.first().map(|run| run.why.as_str()), Some("No lead is due."));
}

#[tokio::test(start_paused = true)]
async fn the_carrier_is_told_whom_the_agent_talks_with() {
    let stand = Stand::new().await;
    prepare(&stand, 1, settings(10)).await;
    tell(&stand, Event::Start).await;
    stand.carrier().orders_received(1).await;
    let order = stand.carrier().orders().remove(0);
    assert_eq!(order.policy.treatment, Treatment::VoiceAgent);
    let [Instruction::Converse(converse)] = &order.instructions[..] else {
        panic!("it is to converse: {:?}", order.instructions);
    };
    assert_eq!(converse.callee_name.as_deref(), Some("Lead 1"));
    assert_eq!(
        converse.variables.get("lead_contact_name").map(String::as_str),
        Some("Lead 1")
    );
    assert_eq!(
        converse.variables.get("lead_phone_number").map(String::as_str),
        Some("+14155552000")
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_that_the_carrier_refuses_counts_as_a_try_and_waits_for_its_turn() {
    let refusal = |retry| {
        PlaceAnswer::Fail(PlaceError::Refused(CallFailure {
            blame: Blame::Carrier,
            cause: "carrier.refused".to_owned(),
            code: None,
            retry,
            message: "No.".to_owned(),
        }))
    };
    // Whether it may pass or not, the lead waits for its interval.
    for retry in [Retry::Never, Retry::Later] {
        let stand = Stand::new().await;
        for _ in 0..3 {
            stand.carrier().script_place(refusal(retry));
        }
        prepare(&stand, 1, settings(10)).await;
        tell(&stand, Event::Start).await;
        tokio::time::sleep(Duration::from_secs(60)).await;
        let (lead, own) = leads(&stand).await.remove(0);
        let own = own.unwrap();
        assert_eq!(
            (lead.standing.result, own.attempts),
            (Some(LeadResult::Failed), 1)
        );
        let LeadPlace::Due(at) = own.place else {
            panic!("it is called again: {own:?}");
        };
        assert!(at.ms_since(stand.clock.now()) > 13 * 60_000);
        tokio::time::sleep(Duration::from_secs(90 * 60)).await;
        let (lead, own) = leads(&stand).await.remove(0);
        let own = own.unwrap();
        assert_eq!((own.attempts, own.place), (3, LeadPlace::Done));
        assert_eq!(lead.standing.status, LeadStatus::Called);
        assert_eq!(stand.carrier().orders().len(), 3);
        let failed: u32 = runs(&stand).await.iter().map(|run| run.failed).sum();
        assert_eq!(failed, 3);
    }
}

#[tokio::test(start_paused = true)]
async fn a_batch_takes_no_more_places_than_are_free() {
    let stand = Stand::new().await;
    prepare(&stand, 8, settings(3)).await;
    tell(&stand, Event::Start).await;
    stand.carrier().orders_received(3).await;
    let workspace = stand.lines[0].workspace.clone();
    let none = stand
        .engine
        .call_batch(&workspace, &campaign_id(), BatchBy::Person)
        .await;
    let none = none.unwrap().run;
    assert_eq!(
        (none.placed, none.why.as_str()),
        (0, "Every place is taken by a call that is not over.")
    );
    // One of them ends, and one place is free.
    let call = stand.carrier().orders()[0].call_id.clone();
    let leg = stand.until_rung(&call).await;
    stand.tell(&leg, LegStatus::Busy).await;
    stand.until_ended(&call).await;
    let one = stand
        .engine
        .call_batch(&workspace, &campaign_id(), BatchBy::Cron)
        .await;
    assert_eq!(one.unwrap().run.placed, 1);
    stand.carrier().orders_received(4).await;
}

#[tokio::test(start_paused = true)]
async fn leads_that_were_never_called_come_before_those_that_were() {
    let stand = Stand::new().await;
    prepare(&stand, 4, settings(2)).await;
    tell(&stand, Event::Start).await;
    People::new().live(&stand, 40).await;
    let mut firsts: Vec<_> = stand
        .carrier()
        .orders()
        .iter()
        .take(4)
        .map(|order| order.to.e164().to_owned())
        .collect();
    firsts.sort();
    assert_eq!(firsts, numbers(4));
}

#[tokio::test(start_paused = true)]
async fn the_breaker_opens_when_calls_fail_and_closes_when_somebody_says_so() {
    let stand = Stand::new().await;
    let mut choice = settings(2);
    if let Some(pulse) = &mut choice.pulse {
        pulse.breaker = BreakerLimits {
            calls_min: 2,
            ..BreakerLimits::default()
        };
    }
    for _ in 0..2 {
        stand
            .carrier()
            .script_place(PlaceAnswer::Fail(PlaceError::Refused(CallFailure {
                blame: Blame::Carrier,
                cause: "carrier.refused".to_owned(),
                code: None,
                retry: Retry::Never,
                message: "No.".to_owned(),
            })));
    }
    prepare(&stand, 6, choice).await;
    tell(&stand, Event::Start).await;
    tokio::time::sleep(Duration::from_secs(6 * 60)).await;
    let last = runs(&stand).await.remove(0);
    assert_eq!(
        (last.placed, last.why.as_str()),
        (0, "The circuit breaker opened: 2 of the last 2 calls failed.")
    );
    let workspace = stand.lines[0].workspace.clone();
    let lead = LeadId::from_bits(5);
    let why = stand.engine.why_next(&workspace, &campaign_id(), &lead).await;
    let why = why.unwrap().expect("both are there");
    let failing: Vec<_> = why.checks.iter().filter(|check| !check.holds).collect();
    assert_eq!(failing.len(), 1, "{failing:?}");
    assert_eq!((failing[0].code, why.is_next), ("breaker", false));
    stand
        .engine
        .reset_pulse(&workspace, &campaign_id(), PulseReset::TimeAndBreaker)
        .await
        .unwrap();
    stand.carrier().orders_received(4).await;
}

#[tokio::test(start_paused = true)]
async fn automation_that_is_off_calls_nobody_whoever_asks() {
    let stand = Stand::new().await;
    prepare(&stand, 2, settings(2)).await;
    let workspace = stand.lines[0].workspace.clone();
    for by in [BatchBy::Cron, BatchBy::Person] {
        let refused = stand.engine.call_batch(&workspace, &campaign_id(), by).await;
        assert!(matches!(refused, Err(BatchRefusal::Off)), "{refused:?}");
    }
    tokio::time::sleep(Duration::from_secs(60 * 60)).await;
    assert!(stand.carrier().orders().is_empty());
    let lead = LeadId::from_bits(1);
    let why = stand.engine.why_next(&workspace, &campaign_id(), &lead).await;
    let why = why.unwrap().expect("both are there");
    assert!(!why.is_next && why.at.is_none());
}

#[tokio::test(start_paused = true)]
async fn an_expression_calls_a_batch_at_its_times_only() {
    let stand = Stand::new().await;
    let mut choice = settings(1);
    if let Some(pulse) = &mut choice.pulse {
        pulse.every = Every::Cron("0 * * * *".to_owned());
    }
    prepare(&stand, 4, choice).await;
    tell(&stand, Event::Start).await;
    let mut people = People::new();
    people.live(&stand, 121).await;
    let runs = runs(&stand).await;
    assert_eq!(runs.len(), 2);
    for run in &runs {
        let of_hour_s = run.at.0.rem_euclid(3_600_000_000) / 1_000_000;
        assert!(of_hour_s < 10, "{of_hour_s} s after the hour");
    }
    assert!(
        leads(&stand)
            .await
            .iter()
            .all(|(lead, _)| lead.standing.status != LeadStatus::Calling)
    );
    let first = stand.carrier().orders()[0].call_id.clone();
    assert!(matches!(stand.call(&first).await.call.state, State::Ended(_)));
}
