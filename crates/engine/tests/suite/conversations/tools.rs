//! What an agent asks for is done once, and every request is answered.

use std::time::Duration;

use outdial_domain::call::LegStatus;
use outdial_domain::ids::BookingId;
use outdial_domain::leads::LeadResult;
use outdial_domain::voice_agent::{Finding, SlotChoice};
use outdial_engine::NotBooked;

use super::calendar::Calendar;
use super::stage::{Stage, report, wish};

#[tokio::test(start_paused = true)]
async fn defect_7_every_tool_of_a_message_is_answered_whatever_becomes_of_the_others() {
    let stage = Stage::answered().await;
    let replies = stage
        .ask_all(vec![
            wish("a", "check_availability", "{}"),
            wish("b", "fly_to_the_moon", "{}"),
            wish("c", "book_appointment", "{ malformed"),
            wish("d", "book_appointment", r#"{"slot":"slot-1"}"#),
        ])
        .await;
    let answers: Vec<_> = replies
        .iter()
        .map(|reply| (reply.id.as_str(), reply.result.is_ok()))
        .collect();
    assert_eq!(answers, [("a", true), ("b", false), ("c", false), ("d", true)]);
    assert!(replies[0].result.as_ref().unwrap().contains("slot-1"));
    for reply in &replies {
        let text = reply.result.as_ref().unwrap_or_else(|error| error);
        assert!(!text.contains('\n') && !text.is_empty(), "{text:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_same_request_is_done_once_and_answered_alike() {
    let stage = Stage::answered().await;
    let first = stage.ask("a", "book_appointment", r#"{"slot":"slot-1"}"#).await;
    let again = stage.ask("a", "book_appointment", r#"{"slot":"slot-1"}"#).await;
    assert_eq!(first, again);
    assert!(
        first
            .unwrap()
            .starts_with("Successfully booked appointment for Ada Lovelace")
    );
    let booked = stage.calendar.booked();
    assert_eq!(booked.len(), 1);
    assert_eq!(booked[0].email.as_deref(), Some("ada@example.com"));
    assert_eq!(booked[0].zone, "America/New_York");
    assert_eq!(booked[0].call_id.as_ref(), Some(&stage.call));
}

#[tokio::test(start_paused = true)]
async fn a_request_that_comes_again_while_it_is_being_done_waits_for_its_answer() {
    let stage = Stage::with(Calendar::slow(Duration::from_secs(2))).await;
    stage.pick_up().await;
    let booking = || stage.ask("a", "book_appointment", r#"{"slot":"slot-1"}"#);
    let (first, again) = tokio::join!(booking(), booking());
    assert_eq!(first, again);
    assert_eq!(stage.calendar.booked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_calendar_that_is_slow_is_waited_for_and_the_late_answer_counts() {
    let stage = Stage::with(Calendar::slow(Duration::from_secs(60))).await;
    stage.pick_up().await;
    let early = stage.ask("a", "book_appointment", r#"{"slot":"slot-1"}"#).await;
    assert!(early.unwrap_err().contains("longer than usual"));
    tokio::time::sleep(Duration::from_secs(60)).await;
    let late = stage.ask("a", "book_appointment", r#"{"slot":"slot-1"}"#).await;
    assert!(late.unwrap().starts_with("Successfully booked"));
    assert_eq!(stage.calendar.booked().len(), 1);
    assert!(stage.talk().await.deeds.booked);
}

#[tokio::test(start_paused = true)]
async fn a_wish_not_to_be_called_is_durable_before_the_agent_may_say_so() {
    let stage = Stage::answered().await;
    let answer = stage
        .ask("a", "do_not_call", r#"{"quote":"Take me off your list"}"#)
        .await;
    assert!(answer.unwrap().starts_with("Done"));
    assert!(!stage.may_be_called().await, "while the call goes on");
    stage.end(LegStatus::Completed).await;
    stage.report(report(Finding::Talked)).await;
    let talk = stage.talk().await;
    assert_eq!(talk.result, Some(LeadResult::DoNotCall));
    assert_eq!(talk.evidence[0].quote, "Take me off your list");
}

#[tokio::test(start_paused = true)]
async fn a_time_to_call_again_is_agreed_on_while_they_talk() {
    let stage = Stage::answered().await;
    let at = stage.stand.clock_now().plus_seconds(7_200);
    let answer = stage
        .ask("a", "schedule_callback", &format!(r#"{{"at":"{at}"}}"#))
        .await;
    assert!(answer.unwrap().starts_with("Noted"));
    assert_eq!(stage.lead().await.standing.callback_at, Some(at));
}

#[tokio::test(start_paused = true)]
async fn a_calendar_that_refuses_or_fails_is_told_in_a_sentence_and_nothing_is_promised() {
    let stage = Stage::answered().await;
    stage.calendar.fail(NotBooked::Refused(
        "That time is taken. Offer another.".to_owned(),
    ));
    let refused = stage.ask("a", "book_appointment", r#"{"slot":"slot-1"}"#).await;
    assert_eq!(refused, Err("That time is taken. Offer another.".to_owned()));
    stage
        .calendar
        .fail(NotBooked::Failed("401 with the key in it".to_owned()));
    let failed = stage.ask("b", "check_availability", "{}").await.unwrap_err();
    assert!(
        !failed.contains("key"),
        "what failed inside is not for the model: {failed}"
    );
    assert!(!stage.talk().await.deeds.booked);
    stage.calendar.works();
    assert!(
        stage
            .ask("c", "book_appointment", r#"{"slot":"slot-1"}"#)
            .await
            .is_ok()
    );
}

#[tokio::test(start_paused = true)]
async fn an_appointment_is_moved_and_called_off_for_whoever_has_one() {
    let stage = Stage::answered().await;
    let nobody = stage.ask("a", "cancel_appointment", "{}").await.unwrap_err();
    assert!(nobody.contains("no appointment"), "{nobody}");
    let earlier = BookingId::from_bits(9);
    stage.calendar.has(earlier.clone());
    let moved = stage
        .ask("b", "reschedule_appointment", r#"{"slot":"slot-1"}"#)
        .await;
    assert!(moved.unwrap().starts_with("Moved"));
    assert_eq!(
        stage.calendar.moved(),
        [(earlier, SlotChoice::Token("slot-1".to_owned()))]
    );
    assert!(stage.talk().await.deeds.booked);
    stage
        .ask("c", "cancel_appointment", r#"{"reason":"ill"}"#)
        .await
        .unwrap();
    assert_eq!(stage.calendar.cancelled(), [BookingId::from_bits(1)]);
    assert!(!stage.talk().await.deeds.booked);
}

#[tokio::test(start_paused = true)]
async fn a_tool_that_the_agent_of_the_campaign_lacks_is_refused() {
    let stage = Stage::answered().await;
    let refused = stage.ask("a", "end_call", "{}").await.unwrap_err();
    assert!(refused.contains("There is no tool"), "{refused}");
}

#[tokio::test(start_paused = true)]
async fn an_agent_that_runs_in_circles_is_stopped() {
    let stage = Stage::answered().await;
    let many = (0..20).map(|number| wish(&format!("m{number}"), "check_availability", "{}"));
    let replies = stage.ask_all(many.collect()).await;
    assert_eq!(replies.len(), 20, "each is answered");
    assert_eq!(replies.iter().filter(|reply| reply.result.is_ok()).count(), 16);
}
