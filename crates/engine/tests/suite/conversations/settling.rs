//! Every talk ends with a result, and its lead and campaign know it.

use std::time::Duration;

use outdial_carrier::{LegRef, News};
use outdial_domain::call::{LegStatus, Outcome};
use outdial_domain::leads::{LeadResult, LeadStatus};
use outdial_domain::voice_agent::{
    ConversationNews, ConversationReport, Finding, Ground, Speaker, Utterance,
};
use outdial_store::{ConversationState, LeadPlace, PageRequest};
use serde_json::json;

use super::stage::{Stage, report};

#[tokio::test(start_paused = true)]
async fn a_lead_is_being_called_until_the_report_is_there_and_then_stands_as_it_says() {
    let stage = Stage::answered().await;
    stage.end(LegStatus::Completed).await;
    assert_eq!(stage.talk().await.state, ConversationState::Settling);
    assert_eq!(stage.lead().await.standing.status, LeadStatus::Calling);
    assert_eq!(stage.place().await.place, LeadPlace::Taken);
    let mut told = report(Finding::Talked);
    told.extracted = Some(json!({"outcome": "not_interested", "evidence": ["Let me think about it"]}));
    stage.report(told).await;
    let talk = stage.talk().await;
    assert_eq!(talk.result, Some(LeadResult::NotInterested));
    assert_eq!(talk.ground, Some(Ground::Model));
    assert_eq!(talk.evidence[0].at_ms, Some(1_500));
    let lead = stage.lead().await;
    assert_eq!(lead.standing.status, LeadStatus::Closed);
    assert_eq!(lead.standing.result, Some(LeadResult::NotInterested));
    let place = stage.place().await;
    assert_eq!(
        (place.place, place.why.as_str()),
        (LeadPlace::Done, "not_interested")
    );
}

#[tokio::test(start_paused = true)]
async fn a_report_that_comes_before_the_end_waits_for_it() {
    let stage = Stage::answered().await;
    stage.report(report(Finding::Talked)).await;
    assert_eq!(stage.talk().await.state, ConversationState::Live);
    stage.end(LegStatus::Completed).await;
    assert_eq!(stage.talk().await.result, Some(LeadResult::Talked));
    assert_eq!(stage.lead().await.standing.status, LeadStatus::Called);
}

#[tokio::test(start_paused = true)]
async fn defect_6_a_booking_schedules_the_lead_though_the_summary_says_otherwise() {
    let stage = Stage::answered().await;
    stage.book("a").await.unwrap();
    stage.end(LegStatus::Completed).await;
    let mut told = report(Finding::Talked);
    told.extracted = Some(json!({"outcome": "not_interested"}));
    stage.report(told).await;
    let talk = stage.talk().await;
    assert_eq!(talk.result, Some(LeadResult::Scheduled));
    assert!(talk.deeds.booking.is_some(), "the id of the booking is kept");
    assert_eq!(stage.lead().await.standing.result, Some(LeadResult::Scheduled));
    assert_eq!(stage.place().await.place, LeadPlace::Done);
}

#[tokio::test(start_paused = true)]
async fn defect_2_a_lost_report_is_asked_for_after_ninety_seconds() {
    let stage = Stage::answered().await;
    let agents = stage.stand.carrier().fake_agents();
    agents.know(&stage.leg, report(Finding::Talked));
    stage.end(LegStatus::Completed).await;
    tokio::time::sleep(Duration::from_secs(80)).await;
    assert!(agents.asked().is_empty(), "it may still come by itself");
    let talk = stage.until_settled().await;
    assert_eq!(talk.result, Some(LeadResult::Talked));
    assert_eq!(agents.asked(), std::slice::from_ref(&stage.leg));
    assert_ne!(stage.lead().await.standing.status, LeadStatus::Calling);
}

#[tokio::test(start_paused = true)]
async fn defect_2_a_report_that_nobody_has_leaves_no_lead_behind() {
    let stage = Stage::answered().await;
    stage.end(LegStatus::Completed).await;
    let talk = stage.until_settled().await;
    assert_eq!(talk.result, Some(LeadResult::Failed));
    assert!(
        stage.stand.carrier().fake_agents().asked().len() > 1,
        "it is asked for more than once"
    );
    let lead = stage.lead().await;
    assert_eq!(lead.standing.status, LeadStatus::Called);
    assert_eq!(lead.standing.result, Some(LeadResult::Failed));
    assert!(
        matches!(stage.place().await.place, LeadPlace::Due(_)),
        "it is tried again"
    );
    tokio::time::sleep(Duration::from_secs(3_600)).await;
    let next = stage.stand.store.system().read(|tx| tx.next_outbox()).await;
    assert_eq!(next, Ok(None), "nobody asks for ever");
}

#[tokio::test(start_paused = true)]
async fn defect_2_an_outcome_that_nobody_expects_leaves_no_lead_behind() {
    for outcome in [
        json!({"outcome": "error"}),
        json!({"outcome": 7}),
        json!(null),
        json!("scheduled"),
    ] {
        let stage = Stage::answered().await;
        stage.end(LegStatus::Completed).await;
        let mut told = report(Finding::Other);
        told.extracted = Some(outcome.clone());
        stage.report(told).await;
        assert_eq!(stage.talk().await.result, Some(LeadResult::Talked), "{outcome}");
        assert_eq!(stage.lead().await.standing.status, LeadStatus::Called);
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_who_did_not_pick_up_is_waited_for() {
    for (status, result) in [
        (LegStatus::NoAnswer, LeadResult::NoAnswer),
        (LegStatus::Busy, LeadResult::Busy),
    ] {
        let stage = Stage::rung().await;
        stage.end(status).await;
        let talk = stage.talk().await;
        assert_eq!(
            (talk.state, talk.result),
            (ConversationState::Settled, Some(result))
        );
        let lead = stage.lead().await;
        assert_eq!(lead.standing.result, Some(result));
        assert!(matches!(stage.place().await.place, LeadPlace::Due(_)));
        assert!(stage.stand.carrier().fake_agents().asked().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_late_report_adds_what_it_knows_and_decides_nothing_anew() {
    let stage = Stage::rung().await;
    stage.end(LegStatus::NoAnswer).await;
    let mut told = report(Finding::NoAnswer);
    told.transcript.clear();
    stage.report(told).await;
    let talk = stage.talk().await;
    assert_eq!(talk.result, Some(LeadResult::NoAnswer));
    assert_eq!(talk.report.unwrap().summary.as_deref(), Some("They talked."));
    assert_eq!(stage.lead().await.standing.last_outcome, Some(Outcome::NoAnswer));
    assert_eq!(stage.lead().await.standing.call_attempts, 1);
}

#[tokio::test(start_paused = true)]
async fn a_report_that_is_told_twice_counts_once() {
    let stage = Stage::answered().await;
    stage.end(LegStatus::Completed).await;
    stage.report(report(Finding::Talked)).await;
    let (before, place) = (stage.talk().await, stage.place().await);
    stage.report(report(Finding::Voicemail)).await;
    assert_eq!(stage.talk().await.result, before.result);
    assert_eq!(stage.place().await, place);
}

#[tokio::test(start_paused = true)]
async fn a_wish_not_to_be_called_that_only_the_model_heard_is_kept_too() {
    let stage = Stage::answered().await;
    stage.end(LegStatus::Completed).await;
    let mut told = report(Finding::Talked);
    told.extracted = Some(json!({"outcome": "do_not_call"}));
    stage.report(told).await;
    assert!(!stage.may_be_called().await);
}

fn opting_out() -> ConversationReport {
    ConversationReport {
        extracted: Some(json!({"outcome": "do_not_call", "evidence": "Never call me again"})),
        ..report(Finding::Talked)
    }
}

/// How often the number stands on the do-not-call list, and how often the audit log says so.
async fn entries(stage: &Stage) -> (u64, usize) {
    let rows = stage.stand.store.workspace(stage.workspace().clone());
    let found = rows.read(|tx| {
        let log = tx.audit().list(&PageRequest::first(100))?;
        let added = log.items.into_iter().filter(|row| row.action == "dnc.added");
        Ok((tx.dnc().count()?, added.count()))
    });
    found.await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_wish_not_to_be_called_counts_from_the_report_on_even_while_the_call_is_not_over() {
    let stage = Stage::answered().await;
    stage.report(opting_out()).await;
    assert_eq!(stage.talk().await.state, ConversationState::Live);
    assert!(!stage.may_be_called().await);
    stage.report(opting_out()).await;
    stage.end(LegStatus::Completed).await;
    let talk = stage.talk().await;
    assert_eq!(
        (talk.result, talk.ground),
        (Some(LeadResult::DoNotCall), Some(Ground::Model))
    );
    assert_eq!(
        entries(&stage).await,
        (1, 1),
        "it is kept once, however often it is said"
    );
}

#[tokio::test(start_paused = true)]
async fn a_wish_not_to_be_called_is_kept_beside_an_appointment() {
    let stage = Stage::answered().await;
    stage.book("a").await.unwrap();
    stage.end(LegStatus::Completed).await;
    stage.report(opting_out()).await;
    assert_eq!(stage.talk().await.result, Some(LeadResult::Scheduled));
    assert!(!stage.may_be_called().await);
}

#[tokio::test(start_paused = true)]
async fn a_wish_not_to_be_called_is_kept_though_the_rest_of_the_report_cannot_be() {
    let stage = Stage::answered().await;
    stage.end(LegStatus::Completed).await;
    let news = News::Conversation(ConversationNews::Report(Box::new(opting_out())));
    let webhook = stage.stand.carrier().report(&stage.call, 9, &news);
    let told = stage.stand.parse(&webhook);
    let mut unkept = told[0].clone();
    // Nobody knows this call, and what was sent cannot be stored for later.
    unkept.call_id = None;
    unkept.leg = Some(LegRef("nobody".to_owned()));
    unkept.dedupe_key = "another".to_owned();
    unkept.raw = "no JSON".into();
    let both = vec![told[0].clone(), unkept];
    let taken = stage.stand.engine.take_in(stage.workspace(), both).await;
    assert!(taken.is_err(), "{taken:?}");
    assert_eq!(stage.talk().await.state, ConversationState::Settling);
    assert!(!stage.may_be_called().await);

    let again = stage.stand.engine.take_in(stage.workspace(), told).await;
    assert!(again.is_ok());
    assert_eq!(stage.talk().await.result, Some(LeadResult::DoNotCall));
    assert_eq!(entries(&stage).await, (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_wish_not_to_be_called_in_a_late_report_is_the_last_word() {
    let stage = Stage::answered().await;
    stage.end(LegStatus::Completed).await;
    assert_eq!(stage.until_settled().await.result, Some(LeadResult::Failed));
    assert!(matches!(stage.place().await.place, LeadPlace::Due(_)));
    stage.report(opting_out()).await;
    assert_eq!(stage.talk().await.result, Some(LeadResult::DoNotCall));
    assert!(!stage.may_be_called().await);
    let lead = stage.lead().await;
    assert_eq!(lead.standing.result, Some(LeadResult::DoNotCall));
    assert_eq!(lead.standing.status, LeadStatus::Closed);
    assert_eq!(stage.place().await.place, LeadPlace::Done, "nobody tries again");
}

#[tokio::test(start_paused = true)]
async fn a_wish_not_to_be_called_in_a_report_that_was_asked_for_counts_as_well() {
    let stage = Stage::answered().await;
    let agents = stage.stand.carrier().fake_agents();
    agents.know(&stage.leg, opting_out());
    stage.end(LegStatus::Completed).await;
    assert_eq!(stage.until_settled().await.result, Some(LeadResult::DoNotCall));
    assert_eq!(entries(&stage).await, (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_callback_that_was_agreed_on_is_when_the_campaign_calls_again() {
    let stage = Stage::answered().await;
    let at = stage.stand.clock_now().plus_seconds(7_200);
    stage
        .ask("a", "schedule_callback", &format!(r#"{{"at":"{at}"}}"#))
        .await
        .unwrap();
    stage.end(LegStatus::Completed).await;
    stage.report(report(Finding::Talked)).await;
    assert_eq!(stage.place().await.place, LeadPlace::Due(at));
    let lead = stage.lead().await;
    assert_eq!(lead.standing.status, LeadStatus::Callback);
    assert_eq!(lead.standing.callback_at, Some(at));
}

#[tokio::test(start_paused = true)]
async fn a_huge_report_is_kept_in_a_size_that_can_be_shown() {
    let stage = Stage::answered().await;
    stage.end(LegStatus::Completed).await;
    let mut told = report(Finding::Talked);
    let line = Utterance {
        speaker: Speaker::Callee,
        text: "word ".repeat(5_000),
        from_ms: None,
        length_ms: None,
    };
    told.transcript = vec![line; 30];
    told.extracted = Some(json!({"outcome": "x".repeat(100_000)}));
    stage.report(told).await;
    let kept = stage.talk().await.report.unwrap();
    assert!(
        kept.transcript
            .iter()
            .all(|line| line.text.chars().count() <= 4_000)
    );
    assert_eq!(kept.extracted, None);
}

#[tokio::test(start_paused = true)]
async fn what_is_heard_while_it_goes_on_decides_when_no_report_ever_comes() {
    let stage = Stage::answered().await;
    let said = Utterance {
        speaker: Speaker::Callee,
        text: "Hello?".to_owned(),
        from_ms: Some(10),
        length_ms: None,
    };
    stage.tell(ConversationNews::Said(said)).await;
    stage.end(LegStatus::Completed).await;
    assert_eq!(stage.until_settled().await.result, Some(LeadResult::Talked));
}

#[tokio::test(start_paused = true)]
async fn a_restart_between_the_end_and_the_report_loses_nothing() {
    let mut stage = Stage::answered().await;
    stage.end(LegStatus::Completed).await;
    stage
        .stand
        .carrier()
        .fake_agents()
        .know(&stage.leg, report(Finding::Talked));
    stage.stand.replace_engine(None).await;
    assert_eq!(stage.until_settled().await.result, Some(LeadResult::Talked));
}
