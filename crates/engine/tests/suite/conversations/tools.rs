//! What an agent asks for is done once, and every request is answered.

use std::time::Duration;

use outdial_domain::booking::BookingState;
use outdial_domain::call::LegStatus;
use outdial_domain::ids::CarrierAccountId;
use outdial_domain::leads::LeadResult;
use outdial_domain::voice_agent::{Finding, Tool};
use outdial_integrations::calendar::CalendarError;
use outdial_store::{ConversationState, Published, VoiceAgentRow};

use super::calendar::{FakeCalendar, SLOT_STARTS};
use super::stage::{Stage, report, wish};
use crate::world::START;

#[tokio::test(start_paused = true)]
async fn defect_7_every_tool_of_a_message_is_answered_whatever_becomes_of_the_others() {
    let stage = Stage::answered().await;
    let [slot, _] = stage.offered().await;
    let replies = stage
        .ask_all(vec![
            wish("a", "check_availability", "{}"),
            wish("b", "fly_to_the_moon", "{}"),
            wish("c", "book_appointment", "{ malformed"),
            wish("d", "book_appointment", &format!(r#"{{"slot":"{slot}"}}"#)),
        ])
        .await;
    let answers: Vec<_> = replies
        .iter()
        .map(|reply| (reply.id.as_str(), reply.result.is_ok()))
        .collect();
    assert_eq!(answers, [("a", true), ("b", false), ("c", false), ("d", true)]);
    assert!(replies[0].result.as_ref().unwrap().contains(&slot));
    for reply in &replies {
        let text = reply.result.as_ref().unwrap_or_else(|error| error);
        assert!(!text.contains('\n') && !text.is_empty(), "{text:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_same_request_is_done_once_and_answered_alike() {
    let stage = Stage::answered().await;
    let first = stage.book("a").await;
    let again = stage.book("a").await;
    assert_eq!(first, again);
    assert!(
        first
            .unwrap()
            .starts_with("Successfully booked appointment for Ada Lovelace")
    );
    let placed = stage.calendar.placed();
    assert_eq!(placed.len(), 1);
    assert_eq!(placed[0].email.as_deref(), Some("ada@example.com"));
    assert_eq!(placed[0].zone, "America/New_York");
    let bookings = stage.bookings().await;
    assert_eq!(bookings.len(), 1, "it is known by its call");
    assert_eq!(bookings[0].state, BookingState::Confirmed);
    assert_eq!(stage.mails().await, ["appointment_confirmation", "reminder"]);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_comes_again_while_it_is_being_done_waits_for_its_answer() {
    let stage = Stage::with(FakeCalendar::slow(Duration::from_secs(2))).await;
    stage.pick_up().await;
    let [slot, _] = stage.offered().await;
    let arguments = format!(r#"{{"slot":"{slot}"}}"#);
    let booking = || stage.ask("a", "book_appointment", &arguments);
    let (first, again) = tokio::join!(booking(), booking());
    assert_eq!(first, again);
    assert_eq!(stage.calendar.placed().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_calendar_that_is_slow_is_waited_for_and_the_late_answer_counts() {
    let stage = Stage::with(FakeCalendar::slow(Duration::from_secs(60))).await;
    stage.pick_up().await;
    let early = stage.book("a").await;
    assert!(early.unwrap_err().contains("longer than usual"));
    tokio::time::sleep(Duration::from_secs(60)).await;
    let late = stage.book("a").await;
    assert!(late.unwrap().starts_with("Successfully booked"));
    assert_eq!(stage.calendar.placed().len(), 1);
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
    let [slot, other] = stage.offered().await;
    let book = |slot: &str| format!(r#"{{"slot":"{slot}"}}"#);
    stage.calendar.fail(CalendarError::Taken);
    let taken = stage.ask("a", "book_appointment", &book(&slot)).await;
    assert_eq!(
        taken,
        Err("That time is no longer free; offer another one.".to_owned())
    );
    for failure in [
        CalendarError::Unavailable("401 with the key in it".to_owned()),
        CalendarError::Refused("401 with the key in it".to_owned()),
    ] {
        let id = failure.to_string();
        stage.calendar.fail(failure);
        let failed = stage.ask(&id, "check_availability", "{}").await.unwrap_err();
        assert!(
            !failed.contains("key"),
            "what failed inside is not for the model: {failed}"
        );
    }
    assert!(!stage.talk().await.deeds.booked);
    stage.calendar.works();
    let booked = stage.ask("c", "book_appointment", &book(&other)).await;
    assert!(booked.is_ok(), "{booked:?}");
}

#[tokio::test(start_paused = true)]
async fn a_time_that_was_never_offered_is_not_booked_however_it_is_named() {
    let stage = Stage::answered().await;
    let start = SLOT_STARTS[0];
    for (id, arguments) in [
        ("a", r#"{"slot":"made-up"}"#.to_owned()),
        ("b", format!(r#"{{"start_time":"{start}"}}"#)),
    ] {
        let refused = stage.ask(id, "book_appointment", &arguments).await;
        assert!(refused.is_err(), "{arguments}: {refused:?}");
    }
    assert_eq!(stage.calendar.placed(), []);
    stage.offered().await;
    let arguments = format!(r#"{{"start_time":"{start}"}}"#);
    let booked = stage.ask("c", "book_appointment", &arguments).await;
    assert!(
        booked.is_ok(),
        "once it is offered, its start names it: {booked:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn an_appointment_is_moved_and_called_off_for_whoever_has_one() {
    let stage = Stage::answered().await;
    let nobody = stage.ask("a", "cancel_appointment", "{}").await.unwrap_err();
    assert!(nobody.contains("no appointment"), "{nobody}");
    stage.book("b").await.unwrap();
    let [_, later] = stage.offered().await;
    let moved = stage
        .ask("c", "reschedule_appointment", &format!(r#"{{"slot":"{later}"}}"#))
        .await;
    assert!(
        moved.as_ref().is_ok_and(|text| text.starts_with("Moved")),
        "{moved:?}"
    );
    let moves = stage.calendar.moved();
    assert_eq!(moves.len(), 1);
    assert_eq!(moves[0].1, SLOT_STARTS[1]);
    assert!(stage.talk().await.deeds.booked);
    stage
        .ask("d", "cancel_appointment", r#"{"reason":"ill"}"#)
        .await
        .unwrap();
    assert_eq!(stage.calendar.cancelled(), [moves[0].0.clone()]);
    assert!(!stage.talk().await.deeds.booked);
}

#[tokio::test(start_paused = true)]
async fn an_appointment_that_the_calendar_confirms_after_the_talk_schedules_the_lead_still() {
    let stage = Stage::answered().await;
    let [slot, _] = stage.offered().await;
    let silent = CalendarError::Uncertain("no answer in time".to_owned());
    stage.calendar.fail(silent);
    let doubtful = stage
        .ask("a", "book_appointment", &format!(r#"{{"slot":"{slot}"}}"#))
        .await;
    assert!(doubtful.unwrap_err().contains("not confirmed"));
    stage.end(LegStatus::Completed).await;
    stage.report(report(Finding::Talked)).await;
    assert_eq!(stage.until_settled().await.result, Some(LeadResult::Talked));
    stage.calendar.works();
    for _ in 0..100 {
        if stage.talk().await.deeds.booked {
            break;
        }
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    let talk = stage.talk().await;
    assert_eq!(talk.state, ConversationState::Settled);
    assert_eq!(talk.result, Some(LeadResult::Scheduled));
    assert_eq!(stage.lead().await.standing.result, Some(LeadResult::Scheduled));
    assert_eq!(stage.calendar.placed().len(), 1, "it is booked once");
}

#[tokio::test(start_paused = true)]
async fn a_tool_that_the_agent_of_the_campaign_lacks_is_refused() {
    let stage = Stage::answered().await;
    let refused = stage.ask("a", "end_call", "{}").await.unwrap_err();
    assert!(refused.contains("There is no tool"), "{refused}");
}

#[tokio::test(start_paused = true)]
async fn what_is_saved_changes_no_call_before_it_is_published() {
    let stage = Stage::answered().await;
    let publish = |row: &mut VoiceAgentRow| {
        row.published = Some(Published {
            version: row.version,
            at: START,
            account_id: CarrierAccountId::from_bits(1),
            host_id: "asst_1".to_owned(),
        });
    };
    stage.change_agent(publish).await;
    stage
        .change_agent(|row| row.settings.tools.push(Tool::EndCall))
        .await;
    let refused = stage.ask("a", "end_call", "{}").await.unwrap_err();
    assert!(refused.contains("There is no tool"), "{refused}");
    stage.change_agent(publish).await;
    let done = stage.ask("b", "end_call", "{}").await;
    assert!(!format!("{done:?}").contains("There is no tool"), "{done:?}");
}

#[tokio::test(start_paused = true)]
async fn an_agent_that_runs_in_circles_is_stopped() {
    let stage = Stage::answered().await;
    let many = (0..20).map(|number| wish(&format!("m{number}"), "check_availability", "{}"));
    let replies = stage.ask_all(many.collect()).await;
    assert_eq!(replies.len(), 20, "each is answered");
    assert_eq!(replies.iter().filter(|reply| reply.result.is_ok()).count(), 16);
}
