//! A voice agent calls nobody who has not agreed to it, whenever that was taken back; whoever agrees later is called then.

use std::sync::Arc;
use std::time::Duration;

use outdial_domain::automation::retry_rules;
use outdial_domain::call::{Outcome, State};
use outdial_domain::campaign::{CampaignSettings, CampaignState, Event, Mode, Pulse};
use outdial_domain::ids::{CarrierAccountId, LeadId, VoiceAgentId};
use outdial_domain::leads::{ConsentScope, LeadStatus};
use outdial_domain::phone::PhoneNumber;
use outdial_engine::{AccountSpec, Batch, BatchBy, OrderCampaign};
use outdial_store::{Actor, CallRow, CampaignLead, LeadPlace, LeadRow};

use crate::campaigns::{campaign_id, write_campaign};
use crate::stand::Stand;

const AI_VOICE: ConsentScope = ConsentScope::AiVoice;

/// Batches that nobody calls but the test: their own time is once in a while.
fn settings() -> CampaignSettings {
    CampaignSettings {
        mode: Mode::Agentless,
        voice_agent_id: Some(VoiceAgentId::from_bits(3)),
        retry: retry_rules(3, 15),
        pulse: Some(Pulse {
            batch: 10,
            ..Pulse::default()
        }),
        ..CampaignSettings::default()
    }
}

fn number(lead: u128) -> String {
    format!("+1415555{:04}", 2_000 + lead)
}

/// A campaign over some leads, all of whom have agreed but these.
async fn prepare(leads: u128, without: &[u128], settings: CampaignSettings) -> Stand {
    let stand = Stand::new().await;
    stand.carrier().fake_agents().open();
    let numbers: Vec<String> = (1..=leads).map(number).collect();
    let rows = stand.store.workspace(stand.lines[0].workspace.clone());
    rows.write(move |tx| write_campaign(tx, &numbers, &settings))
        .await
        .unwrap();
    for lead in without {
        say(&stand, *lead, AI_VOICE, false).await;
    }
    stand
}

/// A lead says what it agrees to.
async fn say(stand: &Stand, lead: u128, scope: ConsentScope, granted: bool) {
    let now = stand.clock_now();
    let rows = stand.store.workspace(stand.lines[0].workspace.clone());
    rows.write(move |tx| {
        let mut row = tx.leads().get(&LeadId::from_bits(lead))?.unwrap();
        row.consents.say(scope, granted);
        row.updated_at = now;
        tx.leads().update(&mut row)
    })
    .await
    .unwrap();
    stand.engine.consents_changed(&stand.lines[0].workspace);
}

async fn tell(stand: &Stand, event: Event) -> Result<CampaignState, OrderCampaign> {
    let (workspace, id) = (&stand.lines[0].workspace, campaign_id());
    let ordered = stand
        .engine
        .order_campaign(workspace, &id, event, Actor::system());
    ordered.await.map(|row| row.state)
}

async fn batch(stand: &Stand) -> Batch {
    let (workspace, id) = (&stand.lines[0].workspace, campaign_id());
    let called = stand.engine.call_batch(workspace, &id, BatchBy::Person);
    called.await.unwrap()
}

async fn stands(stand: &Stand, lead: u128) -> (LeadRow, Option<CampaignLead>, Vec<CallRow>) {
    let rows = stand.store.workspace(stand.lines[0].workspace.clone());
    let id = LeadId::from_bits(lead);
    rows.read(move |tx| {
        let own = tx.campaign_leads().get(&campaign_id(), &id)?;
        let calls = tx.calls().of_lead(&id, 50)?;
        Ok((tx.leads().get(&id)?.unwrap(), own, calls))
    })
    .await
    .unwrap()
}

fn rung(stand: &Stand, lead: u128) -> usize {
    let phone = PhoneNumber::from_e164(&number(lead)).unwrap();
    stand.carrier().times_rung(&phone)
}

async fn sentence_of(stand: &Stand, lead: u128) -> (bool, String) {
    let why = stand
        .engine
        .why_next(
            &stand.lines[0].workspace,
            &campaign_id(),
            &LeadId::from_bits(lead),
        )
        .await
        .unwrap()
        .unwrap();
    let against = why.checks.into_iter().find(|check| !check.holds);
    (
        why.is_next,
        against.map(|check| check.sentence).unwrap_or_default(),
    )
}

#[tokio::test(start_paused = true)]
async fn a_batch_calls_only_leads_that_have_agreed_and_the_others_once_they_do() {
    let stand = prepare(3, &[1, 3], settings()).await;
    tell(&stand, Event::Start).await.unwrap();
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!([1, 2, 3].map(|lead| rung(&stand, lead)), [0, 1, 0]);
    let none = batch(&stand).await;
    assert_eq!(
        none.run.why,
        "No lead is due; 2 more have not agreed to be called by an artificial voice."
    );
    let (is_next, sentence) = sentence_of(&stand, 1).await;
    assert!(!is_next);
    assert_eq!(
        sentence,
        "Nothing says that the lead has agreed to be called by an artificial voice; record the consent ai_voice with \
         the lead."
    );
    // Another consent is not this one.
    say(&stand, 3, ConsentScope::HumanCall, true).await;
    say(&stand, 1, AI_VOICE, true).await;
    assert_eq!(sentence_of(&stand, 1).await, (true, String::new()));
    assert_eq!(batch(&stand).await.run.placed, 1);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!([1, 2, 3].map(|lead| rung(&stand, lead)), [1, 1, 0]);
}

#[tokio::test(start_paused = true)]
async fn consent_that_is_taken_back_between_the_plan_and_the_dial_keeps_the_phone_silent() {
    let stand = prepare(4, &[], settings()).await;
    // A call a minute: the others are planned and wait for their turn.
    stand.engine.accounts().put(
        AccountSpec {
            id: CarrierAccountId::from_bits(1),
            workspace: stand.lines[0].workspace.clone(),
            kind: "fake".to_owned(),
            name: "Slow".to_owned(),
            carrier: Arc::clone(&stand.lines[0].carrier) as Arc<dyn outdial_carrier::Carrier>,
            caller_id: Some(PhoneNumber::from_e164("+14155550100").unwrap()),
            is_default: true,
            calls_per_1000_s: 16,
        },
        stand.clock_now(),
    );
    tell(&stand, Event::Start).await.unwrap();
    stand.carrier().orders_received(1).await;
    let waiting: Vec<u128> = (1..=4).filter(|lead| rung(&stand, *lead) == 0).collect();
    assert_eq!(waiting.len(), 3);
    for lead in &waiting {
        let (_, _, calls) = stands(&stand, *lead).await;
        assert_eq!(calls[0].call.state, State::Planned);
        say(&stand, *lead, AI_VOICE, false).await;
    }
    tokio::time::sleep(Duration::from_secs(600)).await;
    for lead in &waiting {
        assert_eq!(rung(&stand, *lead), 0);
        let (row, own, calls) = stands(&stand, *lead).await;
        assert_eq!(calls.len(), 1);
        assert_eq!(calls[0].call.state, State::Ended(Outcome::Blocked));
        assert_eq!(calls[0].call.facts.rule.as_deref(), Some("consent_missing"));
        let call = calls[0].id.clone();
        let rows = stand.store.workspace(stand.lines[0].workspace.clone());
        let receipt = rows.read(move |tx| tx.receipts().latest(&call)).await.unwrap();
        let decision = receipt.unwrap().decision;
        assert_eq!(decision["refusal"]["code"], "consent_missing");
        // The lead is not used up.
        assert_eq!(
            (row.standing.status, row.standing.call_attempts),
            (LeadStatus::New, 0)
        );
        let own = own.unwrap();
        assert_eq!(
            (own.place, own.attempts, own.why.as_str()),
            (LeadPlace::LeftOut, 0, "consent_missing")
        );
    }
    let again = waiting[0];
    say(&stand, again, AI_VOICE, true).await;
    assert_eq!(batch(&stand).await.run.placed, 1);
    tokio::time::sleep(Duration::from_secs(120)).await;
    assert_eq!(rung(&stand, again), 1);
    assert_eq!(stands(&stand, again).await.1.unwrap().attempts, 0);
}

#[tokio::test(start_paused = true)]
async fn a_campaign_in_which_nobody_has_agreed_is_not_started() {
    let stand = prepare(2, &[1, 2], settings()).await;
    assert!(matches!(
        tell(&stand, Event::Start).await,
        Err(OrderCampaign::NoConsent(AI_VOICE))
    ));
    say(&stand, 2, AI_VOICE, true).await;
    assert_eq!(tell(&stand, Event::Start).await.unwrap(), CampaignState::Running);
}

#[tokio::test(start_paused = true)]
async fn a_campaign_that_asks_for_no_consent_calls_everybody() {
    let chosen = CampaignSettings {
        consent_needed: Some(false),
        ..settings()
    };
    let stand = prepare(2, &[1, 2], chosen).await;
    tell(&stand, Event::Start).await.unwrap();
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!([1, 2].map(|lead| rung(&stand, lead)), [1, 1]);
}

#[tokio::test(start_paused = true)]
async fn a_message_can_ask_for_consent_as_well_and_goes_on_when_it_is_given() {
    let chosen = CampaignSettings {
        mode: Mode::Agentless,
        message: "Hello.".to_owned(),
        consent_needed: Some(true),
        ..CampaignSettings::default()
    };
    let stand = prepare(3, &[2, 3], chosen).await;
    tell(&stand, Event::Start).await.unwrap();
    stand.carrier().orders_received(1).await;
    // While the first phone rings somebody else agrees.
    say(&stand, 3, AI_VOICE, true).await;
    stand.carrier().orders_received(2).await;
    assert_eq!([1, 2, 3].map(|lead| rung(&stand, lead)), [1, 0, 1]);
}
