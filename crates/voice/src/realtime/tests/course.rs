//! What a talk does, and in which order.

use serde_json::json;

use super::talk::{Talk, call, line, terms};
use crate::realtime::{Action, Ending, Input, Terms};

#[test]
fn the_settings_go_first_and_the_first_words_follow_once_they_are_in_force() {
    let mut talk = Talk::begun(terms());
    assert_eq!(talk.look(), ["turns: ours"]);
    talk.give(Input::Heard(&[0xff; 160]));
    assert!(
        talk.wanted.is_empty(),
        "the server would take it for another form of audio"
    );
    talk.tell(&json!({"type": "session.updated"}));
    let Some(Action::Send(order)) = talk.wanted.first() else {
        panic!()
    };
    let words = order["response"]["instructions"].as_str().unwrap();
    assert!(
        words.ends_with(
            "Hello, this is Sam, an automated assistant calling for Acme. Am I speaking with Ada?"
        )
    );
    assert_eq!(order["response"]["tool_choice"], "none");
    talk.look();
    talk.give(Input::Heard(&[0xff; 160]));
    assert!(matches!(talk.wanted.first(), Some(Action::SendAudio(_))));
}

#[test]
fn an_early_hello_does_not_cut_off_that_a_machine_calls_and_is_answered_afterwards() {
    let mut talk = Talk::begun(terms());
    talk.tell(&json!({"type": "session.updated"}));
    talk.look();
    talk.speaks("greet", 1_000, "Hello, this is Sam.");
    talk.plays(200);
    talk.callee_speaks("a");
    talk.plays(300);
    talk.callee_pauses("a");
    assert_eq!(talk.look(), ["play: 1000"]);
    talk.plays(500);
    assert_eq!(
        talk.look(),
        ["agent: Hello, this is Sam.", "turns: theirs", "create: answer"]
    );
}

#[test]
fn an_agent_that_does_not_disclose_can_be_interrupted_from_its_first_word() {
    let mut talk = Talk::begun(Terms {
        discloses: false,
        ..terms()
    });
    talk.tell(&json!({"type": "session.updated"}));
    assert_eq!(talk.look(), ["turns: theirs", "create: greeting"]);
    talk.speaks("greet", 1_000, "Am I speaking with Ada?");
    talk.plays(400);
    talk.look();
    talk.callee_speaks("a");
    assert_eq!(
        talk.look(),
        ["stop", "truncate: item-greet at 400", "agent: Am I …"]
    );
}

#[test]
fn whoever_speaks_stops_the_agent_at_once_and_the_model_learns_what_was_heard() {
    let mut talk = Talk::greeted();
    talk.response("r");
    talk.delta("r", 2_000);
    talk.tell(
        &json!({"type": "response.output_audio_transcript.delta", "response_id": "r", "item_id": "item-r",
        "delta": "one two three four five six seven eight nine ten"}),
    );
    talk.plays(500);
    talk.look();
    talk.callee_speaks("a");
    assert_eq!(
        talk.look(),
        ["stop", "cancel: r", "truncate: item-r at 500", "agent: one two …"]
    );
    talk.delta("r", 500);
    talk.done("r", "cancelled");
    talk.delta("r", 500);
    assert_eq!(talk.look(), [""; 0]);
    // The error for a response that the server had cancelled itself.
    talk.tell(&json!({"type": "error", "error": {"type": "invalid_request_error", "code": "response_cancel_not_active"}}));
    assert_eq!(talk.look(), [""; 0]);
    talk.callee_pauses("a");
    talk.speaks("s", 1_000, "Yes?");
    assert_eq!(talk.look(), ["play: 1000"]);
}

#[test]
fn what_was_made_before_the_interruption_and_not_heard_is_cut_as_well() {
    let mut talk = Talk::greeted();
    talk.speaks("r", 2_000, "one two three four");
    talk.plays(100);
    talk.look();
    talk.callee_speaks("a");
    assert_eq!(talk.look(), ["stop", "truncate: item-r at 100", "agent: …"]);
}

#[test]
fn what_was_heard_to_its_end_is_not_cut() {
    let mut talk = Talk::greeted();
    talk.speaks("r", 1_000, "Shall we meet?");
    talk.plays(1_000);
    assert_eq!(talk.look(), ["play: 1000", "agent: Shall we meet?"]);
    talk.callee_speaks("a");
    assert_eq!(talk.look(), [""; 0]);
}

#[test]
fn tools_are_asked_when_the_response_is_completed_and_the_model_goes_on_when_all_have_answered() {
    let mut talk = Talk::greeted();
    talk.response("r");
    let calls = json!([
        call("c1", "check_availability"),
        call("c2", "mark_not_interested")
    ]);
    talk.tell(&json!({"type": "response.output_item.done", "response_id": "r", "item": calls[0]}));
    assert_eq!(talk.look(), [""; 0]);
    talk.done_with("r", "completed", &calls);
    assert_eq!(
        talk.look(),
        ["ask: c1 check_availability", "ask: c2 mark_not_interested"]
    );
    talk.done_with("r", "completed", &calls);
    talk.answers("c2", Ok("Noted."));
    assert_eq!(talk.look(), ["output: c2 Noted."]);
    talk.answers("c1", Err("The calendar is away."));
    assert_eq!(
        talk.look(),
        ["output: c1 The calendar is away.", "create: answer"]
    );
    talk.answers("c1", Ok("Once more."));
    assert_eq!(talk.look(), [""; 0]);
}

#[test]
fn an_interrupted_response_books_nothing() {
    let mut talk = Talk::greeted();
    talk.response("r");
    talk.callee_speaks("a");
    talk.done_with("r", "cancelled", &json!([call("c1", "book_appointment")]));
    let mut unfinished = call("c2", "book_appointment");
    unfinished["status"] = "incomplete".into();
    talk.response("s");
    talk.done_with("s", "incomplete", &json!([unfinished]));
    assert_eq!(talk.look(), ["cancel: r"]);
}

#[test]
fn an_answer_that_comes_while_the_callee_speaks_is_handed_over_and_waits_for_their_turn() {
    let mut talk = Talk::greeted();
    talk.response("r");
    talk.done_with("r", "completed", &json!([call("c1", "check_availability")]));
    talk.callee_speaks("a");
    talk.answers("c1", Ok("Monday."));
    assert_eq!(talk.look(), ["ask: c1 check_availability", "output: c1 Monday."]);
}

#[test]
fn a_server_that_is_busy_is_asked_again() {
    let mut talk = Talk::greeted();
    talk.response("r");
    talk.done_with("r", "completed", &json!([call("c1", "check_availability")]));
    talk.answers("c1", Ok("Monday."));
    talk.look();
    let event = json!({"type": "error", "error": {"code": "conversation_already_has_active_response", "event_id": "ask-2"}});
    talk.tell(&event);
    assert_eq!(talk.look(), [""; 0]);
    talk.wait(1_000);
    assert_eq!(talk.look(), ["create: answer"]);
}

#[test]
fn an_agent_that_has_said_goodbye_hangs_up_when_it_was_heard() {
    let mut talk = Talk::greeted();
    talk.response("r");
    talk.delta("r", 1_000);
    talk.words("r", "Goodbye!");
    talk.done_with("r", "completed", &json!([call("c1", "end_call")]));
    talk.answers("c1", Ok("Say goodbye."));
    talk.plays(500);
    talk.callee_speaks("a");
    assert_eq!(
        talk.look(),
        [
            "play: 1000",
            "ask: c1 end_call",
            "output: c1 Say goodbye.",
            "turns: ours"
        ]
    );
    talk.plays(500);
    assert_eq!(talk.look(), ["agent: Goodbye!", "end: agent-said-goodbye"]);
}

#[test]
fn an_agent_that_hangs_up_without_a_word_says_goodbye_first() {
    let mut talk = Talk::greeted();
    talk.response("r");
    talk.done_with("r", "completed", &json!([call("c1", "end_call")]));
    talk.answers("c1", Ok("Say goodbye."));
    assert_eq!(
        talk.look(),
        [
            "ask: c1 end_call",
            "output: c1 Say goodbye.",
            "turns: ours",
            "create: goodbye"
        ]
    );
    talk.speaks("s", 400, "Thank you for your time. Goodbye.");
    talk.plays(400);
    assert_eq!(talk.ended(), Some(Ending::AgentLeft));
}

#[test]
fn an_agent_that_may_not_hang_up_does_not() {
    let mut talk = Talk::greeted();
    talk.response("r");
    talk.done_with("r", "completed", &json!([call("c1", "end_call")]));
    talk.answers("c1", Err("There is no such tool."));
    assert_eq!(
        talk.look(),
        [
            "ask: c1 end_call",
            "output: c1 There is no such tool.",
            "create: answer"
        ]
    );
}

#[test]
fn silence_ends_the_talk_with_a_goodbye() {
    let mut talk = Talk::greeted();
    talk.wait(25_000);
    assert_eq!(talk.look(), [""; 0]);
    talk.wait(1_000);
    assert_eq!(talk.look(), ["turns: ours", "create: goodbye"]);
    talk.response("bye");
    talk.wait(8_000);
    assert_eq!(talk.ended(), Some(Ending::Silence), "also when no goodbye comes");
}

#[test]
fn somebody_who_speaks_or_waits_for_a_tool_is_not_silent() {
    let mut talk = Talk::greeted();
    talk.callee_speaks("a");
    talk.wait(40_000);
    talk.callee_pauses("a");
    talk.response("r");
    talk.done_with("r", "completed", &json!([call("c1", "check_availability")]));
    talk.wait(40_000);
    assert_eq!(talk.ended(), None);
}

#[test]
fn the_longest_time_is_kept_whatever_the_model_does() {
    let mut talk = Talk::greeted();
    let mut left = 0;
    for n in 0..400 {
        talk.speaks(&n.to_string(), 1_000, "and so on");
        talk.plays(1_000);
        talk.give(Input::Tick);
        if talk.session.is_over() {
            left = n;
            break;
        }
    }
    assert_eq!(talk.ended(), Some(Ending::TooLong));
    assert!((290..=300).contains(&left), "{left}");
    let words = talk.look();
    assert!(words.contains(&"create: goodbye".to_owned()));
}

#[test]
fn a_server_that_stops_answering_is_asked_again_and_then_given_up() {
    let mut talk = Talk::greeted();
    talk.callee_speaks("a");
    talk.callee_pauses("a");
    talk.wait(11_000);
    assert_eq!(talk.look(), ["create: answer"]);
    talk.wait(40_000);
    assert!(matches!(talk.ended(), Some(Ending::ModelLost { .. })));
}

#[test]
fn a_server_that_begins_and_says_nothing_is_given_up() {
    let mut talk = Talk::greeted();
    talk.response("r");
    talk.wait(10_000);
    assert_eq!(
        talk.ended(),
        Some(Ending::ModelLost {
            why: "stopped answering".to_owned()
        })
    );
}

#[test]
fn refused_settings_end_the_talk_before_it_began() {
    let mut talk = Talk::begun(terms());
    let event = json!({"type": "error", "error": {"code": "model_not_found", "event_id": "session"}});
    talk.tell(&event);
    let why = "settings refused, model_not_found".to_owned();
    assert_eq!(talk.ended(), Some(Ending::ModelLost { why }));
    let report = talk.session.report(talk.now);
    assert_eq!(report.finding, outdial_domain::voice_agent::Finding::NotConnected);
}

#[test]
fn a_response_that_fails_is_asked_for_again_and_not_for_ever() {
    let mut talk = Talk::greeted();
    talk.callee_speaks("a");
    talk.callee_pauses("a");
    for n in 0..3 {
        talk.response(&n.to_string());
        talk.done(&n.to_string(), "failed");
        talk.wait(1_000);
        assert_eq!(talk.look(), ["create: answer"], "{n}");
    }
    talk.response("x");
    talk.done("x", "failed");
    assert!(talk.session.is_over());
}

#[test]
fn the_report_has_who_said_what_when_what_it_cost_and_how_long_answers_took() {
    let mut talk = Talk::greeted();
    talk.plays(1_000);
    talk.callee_speaks("a");
    talk.plays(1_000);
    talk.callee_pauses("a");
    talk.wait(100);
    talk.response("r");
    talk.wait(200);
    talk.tell(&json!({"type": "response.output_item.added", "response_id": "r"}));
    talk.wait(50);
    talk.delta("r", 1_000);
    talk.words("r", "How about Monday?");
    talk.done("r", "completed");
    talk.plays(1_000);
    talk.written_down("a", "Yes, go on.");
    talk.callee_speaks("b");
    talk.plays(600);
    talk.give(Input::CalleeLeft);
    let report = talk.session.report(talk.now);
    let lines: Vec<_> = report.transcript.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "agent: Hello, this is Sam.",
            "callee: Yes, go on.",
            "agent: How about Monday?",
            "callee: (not understood)",
        ]
    );
    assert_eq!(report.reason, "callee-hung-up");
    let turn = report.turns.last().unwrap();
    assert_eq!(
        (
            turn.endpointing_ms,
            turn.model_ms,
            turn.first_audio_ms,
            turn.transport_ms
        ),
        (500, 300, 50, 20)
    );
    // Two responses and one line: 2 x (400 + 320 + 240 + 3,200) + 12.5 + 25.
    assert_eq!(report.cost.unwrap().micros, 8_358);
}

#[test]
fn without_the_servers_word_for_what_it_used_the_cost_is_unknown() {
    let mut talk = Talk::greeted();
    talk.response("r");
    talk.tell(&json!({"type": "response.done", "response": {"id": "r", "status": "completed"}}));
    talk.give(Input::CalledOff);
    let report = talk.session.report(talk.now);
    assert_eq!(report.cost, None);
    assert!(report.cost_shares.iter().all(|share| share.part != "model"));
}

#[test]
fn a_lost_connection_ends_the_talk_once() {
    let mut talk = Talk::greeted();
    talk.speaks("r", 1_000, "one two");
    talk.look();
    for _ in 0..2 {
        talk.give(Input::ConnectionLost {
            why: "closed".to_owned(),
        });
    }
    assert_eq!(talk.look(), ["stop", "end: model-lost: closed"]);
    let finding = talk.session.report(talk.now).finding;
    assert_eq!(finding, outdial_domain::voice_agent::Finding::BrokenOff);
}
