//! Every kind of person takes (or does not take) a call.

use outdial_sandbox::{CallStatus, EndedBy, PersonKind};

use crate::application::Application;
use crate::stage::{SAY, Stage, config, people};

struct Expected {
    number: &'static str,
    person: PersonKind,
    statuses: &'static [&'static str],
    status: CallStatus,
    by: EndedBy,
    sip: &'static str,
}

#[tokio::test(start_paused = true)]
async fn every_kind_of_person_leads_to_its_statuses() {
    use CallStatus::{Busy, Completed, Failed, NoAnswer};
    let all = &["initiated", "ringing", "in-progress", "completed"][..];
    let table = [
        Expected {
            number: "+14155550100",
            person: PersonKind::Human,
            statuses: all,
            status: Completed,
            by: EndedBy::Script,
            sip: "200",
        },
        Expected {
            number: "+14155550106",
            person: PersonKind::Voicemail,
            statuses: all,
            status: Completed,
            by: EndedBy::Script,
            sip: "200",
        },
        Expected {
            number: "+14155550107",
            person: PersonKind::NoAnswer,
            statuses: &["initiated", "ringing", "no-answer"],
            status: NoAnswer,
            by: EndedBy::Network,
            sip: "487",
        },
        Expected {
            number: "+14155550108",
            person: PersonKind::Busy,
            statuses: &["initiated", "busy"],
            status: Busy,
            by: EndedBy::Network,
            sip: "486",
        },
        Expected {
            number: "+14155550109",
            person: PersonKind::Failed,
            statuses: &["initiated", "failed"],
            status: Failed,
            by: EndedBy::Network,
            sip: "404",
        },
        Expected {
            number: "+14155550201",
            person: PersonKind::Screening,
            statuses: all,
            status: Completed,
            by: EndedBy::Script,
            sip: "200",
        },
        Expected {
            number: "+14155550202",
            person: PersonKind::Fax,
            statuses: all,
            status: Completed,
            by: EndedBy::Script,
            sip: "200",
        },
        Expected {
            number: "+14155550203",
            person: PersonKind::NoAnswer,
            statuses: &["initiated", "ringing", "no-answer"],
            status: NoAnswer,
            by: EndedBy::RingTimeout,
            sip: "487",
        },
    ];
    for expected in table {
        let app = Application::quiet();
        let mut config = config();
        config.population = people(
            "[[person]]\nnumber = \"+14155550201\"\nkind = \"screening\"\n\
             [[person]]\nnumber = \"+14155550202\"\nkind = \"fax\"\n\
             [[person]]\nnumber = \"+14155550203\"\nkind = \"no_answer\"\nring_ms = 90000\n",
        );
        let stage = Stage::new(config, app.clone());
        let sid = stage.call(expected.number, &[SAY, ("Timeout", "20")]).await;
        stage.pass(60_000).await;

        assert_eq!(app.statuses(), expected.statuses, "{}", expected.number);
        let last = app.at("/status").pop().unwrap();
        assert_eq!(last.param("SipResponseCode"), expected.sip, "{}", expected.number);
        assert_eq!(stage.status(&sid).await, expected.status.as_str());
        let attempt = stage.sandbox.ledger().attempts_at(expected.number).pop().unwrap();
        assert_eq!(attempt.person, expected.person);
        let ending = attempt.ending.unwrap();
        assert_eq!(
            (ending.status, ending.by),
            (expected.status, expected.by),
            "{}",
            expected.number
        );
    }
}

#[tokio::test(start_paused = true)]
async fn ring_and_talk_times_follow_the_population() {
    let app = Application::quiet();
    let stage = Stage::new(config(), app.clone());
    stage.call("+14155550100", &[SAY]).await;
    stage.pass(10_000).await;
    let at: Vec<u128> = app.at("/status").iter().map(|request| request.at_ms).collect();
    // 50 ms to the first ring, 200 ms of ringing, 11 characters at 5 ms.
    assert_eq!(at, [0, 50, 250, 305]);
    let attempt = stage.sandbox.ledger().attempts_at("+14155550100").pop().unwrap();
    assert_eq!(attempt.said, ["Hello there"]);
}

#[tokio::test(start_paused = true)]
async fn a_person_who_picks_up_too_late_is_no_answer() {
    let mut config = config();
    config.population = people("[[person]]\nnumber = \"+14155550201\"\nkind = \"human\"\nring_ms = 30000\n");
    let app = Application::quiet();
    let stage = Stage::new(config, app.clone());
    stage.call("+14155550201", &[SAY, ("Timeout", "10")]).await;
    stage.pass(60_000).await;
    let last = app.at("/status").pop().unwrap();
    assert_eq!((last.param("CallStatus"), last.at_ms), ("no-answer", 10_050));
}

#[tokio::test(start_paused = true)]
async fn people_leave_bored_machines_hang_up_and_limits_cut() {
    let population = "[[person]]\nnumber = \"+14155550201\"\nkind = \"human\"\nstays_ms = 4000\n\
        [[person]]\nnumber = \"+14155550202\"\nkind = \"human\"\ndead_air_ms = 2000\nsilence_ms = 0\ngreeting_ms = 0\n\
        [[person]]\nnumber = \"+14155550203\"\nkind = \"voicemail\"\n";
    let twiml = ("Twiml", "<Response><Pause length=\"600\"/></Response>");
    let table = [
        ("+14155550201", None, EndedBy::Callee, 4_000),
        ("+14155550202", None, EndedBy::Callee, 2_000),
        ("+14155550203", None, EndedBy::Callee, 64_000),
        (
            "+14155550203",
            Some(("TimeLimit", "5")),
            EndedBy::TimeLimit,
            5_000,
        ),
    ];
    for (number, more, by, talk_ms) in table {
        let mut config = config();
        config.population = people(population);
        let stage = Stage::new(config, Application::quiet());
        let mut form = vec![twiml];
        form.extend(more);
        stage.call(number, &form).await;
        stage.pass(700_000).await;
        let attempt = stage.sandbox.ledger().attempts_at(number).pop().unwrap();
        assert_eq!(attempt.ending.unwrap().by, by, "{number}");
        let talked = attempt.ended_at.unwrap().ms_since(attempt.answered_at.unwrap());
        assert_eq!(talked, talk_ms, "{number}");
    }
}

#[tokio::test(start_paused = true)]
async fn three_hundred_calls_at_fifty_a_second_take_seconds() {
    let mut config = config();
    config.cps = 50.0;
    let stage = Stage::new(config, Application::quiet());
    let began = tokio::time::Instant::now();
    for i in 0..300 {
        stage.call(&format!("+1415555{i:04}"), &[SAY]).await;
    }
    while stage.sandbox.ledger().summary().ended < 300 {
        stage.pass(100).await;
    }
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
    let summary = stage.sandbox.ledger().summary();
    assert_eq!((summary.dialled, summary.violations, summary.live), (300, 0, 0));
    assert_eq!(summary.rung, 240, "busy and unreachable phones do not ring");
}
