//! What becomes of talks when nothing goes wrong.

use outdial_domain::voice_agent::{Finding, Speaker};
use outdial_sandbox::Attitude;
use outdial_voice::realtime::{AudioFormat, Ending};
use serde_json::json;

use super::phone::Habits;
use super::stage::Stage;

/// Answers each time that the agent pauses.
fn answering() -> Habits {
    Habits {
        answers: Some(40),
        ..Habits::default()
    }
}

#[tokio::test(start_paused = true)]
async fn an_appointment_is_offered_agreed_on_and_booked() {
    let stage = Stage::new(Attitude::Accepts);
    let talked = stage.talk(answering()).await;
    assert_eq!(
        talked.tools(),
        ["check_availability", "book_appointment", "end_call"]
    );
    assert!(talked.asked[1].arguments.contains(r#""slot":"a""#));
    assert_eq!(talked.held.ending, Ending::AgentLeft);
    assert_eq!(
        talked.lines(),
        [
            "Agent: Hello, this is Sam, an automated assistant. Am I speaking with Ada?",
            "Callee: Yes, go on. What is it about?",
            "Agent: How about Monday at 12:00 PM?",
            "Callee: Yes, that works for me.",
            "Agent: You are booked for Monday at 12:00 PM. Goodbye!",
        ]
    );
    let report = &talked.held.report;
    assert_eq!(report.finding, Finding::Talked);
    let cost = report.cost.as_ref().unwrap();
    assert!(cost.micros > 0 && cost.currency == "USD");
    assert_eq!(
        (
            talked.held.late_frames,
            talked.held.unreadable,
            talked.held.dropped_ms
        ),
        (0, 0, 0)
    );
}

#[tokio::test(start_paused = true)]
async fn each_wait_is_told_by_its_parts() {
    let stage = Stage::new(Attitude::Accepts);
    let talked = stage.talk(answering()).await;
    let turns = &talked.held.report.turns;
    assert_eq!(turns.len(), 3, "the greeting and two answers: {turns:?}");
    for turn in &turns[1..] {
        assert!((480..=600).contains(&turn.endpointing_ms), "{turn:?}");
        assert!((150..=220).contains(&turn.tools_ms), "{turn:?}");
        // Twice the time that this model thinks: for the tool, and for the words.
        assert!((380..=440).contains(&turn.model_ms), "{turn:?}");
        assert!(turn.transport_ms <= 20, "our own share: {turn:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn times_in_the_transcript_are_those_of_the_audio() {
    let stage = Stage::new(Attitude::Accepts);
    let talked = stage.talk(answering()).await;
    let first = |of: &[bool]| i64::try_from(of.iter().position(|loud| *loud).unwrap()).unwrap() * 20;
    let from = |speaker| {
        let line = talked
            .held
            .report
            .transcript
            .iter()
            .find(|said| said.speaker == speaker);
        line.unwrap().from_ms.unwrap()
    };
    assert!((from(Speaker::Agent) - first(&talked.tape.agent)).abs() <= 20);
    // The server counts what precedes the first word to it.
    let early = first(&talked.tape.callee) - from(Speaker::Callee);
    assert!((260..=340).contains(&early), "{early}");
}

#[tokio::test(start_paused = true)]
async fn whoever_speaks_silences_the_agent_within_a_fifth_of_a_second() {
    for format in [AudioFormat::Mulaw, AudioFormat::Pcm24k] {
        interrupted(format).await;
    }
}

async fn interrupted(format: AudioFormat) {
    let stage = Stage::new(Attitude::Undecided);
    // In the second utterance: the first says that a machine calls.
    let habits = Habits {
        interrupts: Some((30, 2)),
        ..answering()
    };
    let talked = stage
        .talk_with(habits, super::stage::KEY, |terms| terms.format = format)
        .await;
    let (agent, callee) = (&talked.tape.agent, &talked.tape.callee);
    let mut cuts = 0;
    for nth in 1..callee.len() {
        if callee[nth] && !callee[nth - 1] && agent[nth - 1] {
            cuts += 1;
            let still = agent[nth..].iter().take_while(|loud| **loud).count();
            assert!(still <= 10, "the agent went on for {still} frames");
        }
    }
    assert!(cuts >= 1, "nobody interrupted anybody");
    let sessions = stage.sessions().await;
    let received = sessions[0]["received"].as_array().unwrap();
    let truncated: Vec<_> = received
        .iter()
        .filter(|event| event["type"] == "conversation.item.truncate")
        .collect();
    assert_eq!(truncated.len(), cuts);
    // The model is told to the frame how much of it was heard.
    let heard_ms = truncated[0]["audio_end_ms"].as_i64().unwrap();
    assert!((30 * 20..=40 * 20).contains(&heard_ms), "{heard_ms}");
    assert!(
        talked
            .lines()
            .iter()
            .any(|line| line.starts_with("Agent: Of course") && line.ends_with('…'))
    );
}

#[tokio::test(start_paused = true)]
async fn an_early_hello_does_not_keep_the_callee_from_hearing_that_a_machine_calls() {
    let stage = Stage::new(Attitude::Accepts);
    let habits = Habits {
        speaks: vec![(0, 30), (60, 90)],
        ..answering()
    };
    let talked = stage.talk(habits).await;
    let opening = talked
        .lines()
        .into_iter()
        .find(|line| line.starts_with("Agent"))
        .unwrap();
    assert!(opening.ends_with("Am I speaking with Ada?"), "{opening}");
    assert_eq!(talked.held.ending, Ending::AgentLeft);
}

#[tokio::test(start_paused = true)]
async fn what_callees_want_is_asked_of_the_tools() {
    let table = [
        (Attitude::Refuses, vec!["mark_not_interested", "end_call"]),
        (Attitude::OptsOut, vec!["do_not_call", "end_call"]),
        (Attitude::CallsBack, vec!["schedule_callback", "end_call"]),
        (Attitude::Undecided, vec!["end_call"]),
        (
            Attitude::OtherTime,
            vec![
                "check_availability",
                "check_availability",
                "book_appointment",
                "end_call",
            ],
        ),
    ];
    for (attitude, tools) in table {
        let stage = Stage::new(attitude);
        let talked = stage.talk(answering()).await;
        assert_eq!(talked.tools(), tools, "{attitude:?}");
        assert_eq!(talked.held.ending, Ending::AgentLeft, "{attitude:?}");
        let last = talked.tape.agent.iter().rposition(|loud| *loud).unwrap();
        let (_, hung_up) = talked.tape.hung_up.unwrap();
        assert!(
            hung_up >= last && hung_up - last <= 5,
            "hung up {} frames after the last word",
            hung_up - last
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_talk_in_linear_audio_comes_to_the_same_end() {
    let stage = Stage::new(Attitude::Accepts);
    let talked = stage
        .talk_with(answering(), super::stage::KEY, |terms| {
            terms.format = AudioFormat::Pcm24k;
        })
        .await;
    assert_eq!(
        talked.tools(),
        ["check_availability", "book_appointment", "end_call"]
    );
    assert_eq!(talked.held.ending, Ending::AgentLeft);
    let sessions = stage.sessions().await;
    for side in ["input", "output"] {
        assert_eq!(
            sessions[0]["settings"]["audio"][side]["format"],
            json!({"type": "audio/pcm", "rate": 24_000})
        );
    }
    assert_eq!((talked.held.late_frames, talked.held.dropped_ms), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn silence_ends_the_talk_with_a_goodbye() {
    let stage = Stage::new(Attitude::Silent);
    let talked = stage.talk(Habits::default()).await;
    assert_eq!(talked.held.ending, Ending::Silence);
    assert_eq!(
        talked.lines().last().unwrap(),
        "Agent: Thank you for your time. Goodbye."
    );
    let last = talked
        .tape
        .agent
        .iter()
        .take(3_000 / 20 + 200)
        .rposition(|loud| *loud)
        .unwrap();
    let quiet = talked.tape.agent[last + 1..]
        .iter()
        .take_while(|loud| !**loud)
        .count()
        * 20;
    assert!((26_000..27_000).contains(&quiet), "{quiet}");
}

#[tokio::test(start_paused = true)]
async fn the_longest_time_is_kept() {
    let stage = Stage::new(Attitude::Undecided);
    let habits = Habits {
        speaks: vec![(100, 100_000)],
        ..Habits::default()
    };
    let talked = stage
        .talk_with(habits, super::stage::KEY, |terms| terms.max_duration_ms = 20_000)
        .await;
    let (why, frame) = talked.tape.hung_up.clone().unwrap();
    assert_eq!(why, Ending::TooLong);
    assert!((680..=1_000).contains(&frame), "hung up in frame {frame}");
    assert_eq!(
        talked.lines().last().unwrap(),
        "Agent: Thank you for your time. Goodbye."
    );
}

#[tokio::test(start_paused = true)]
async fn a_callee_who_hangs_up_ends_the_session_at_the_server() {
    let stage = Stage::new(Attitude::Accepts);
    let habits = Habits {
        leaves: Some(60),
        ..Habits::default()
    };
    let talked = stage.talk(habits).await;
    assert_eq!(talked.held.ending, Ending::CalleeLeft);
    assert!(
        talked.lines()[0].ends_with('…'),
        "only what was heard: {:?}",
        talked.lines()
    );
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert_eq!(stage.sessions().await[0]["open"], false);
}

#[tokio::test(start_paused = true)]
async fn one_of_us_can_call_it_off() {
    let stage = Stage::new(Attitude::Accepts);
    let stop = stage.stop.clone();
    let (talked, ()) = tokio::join!(stage.talk(answering()), async move {
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        stop.cancel();
    });
    assert_eq!(talked.held.ending, Ending::CalledOff);
    assert_eq!(talked.held.report.finding, Finding::Canceled);
}
