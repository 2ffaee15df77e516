//! TwiML, fetched and performed.

use std::sync::Arc;

use outdial_sandbox::{Attempt, EndedBy, WebhookFailure, signature};

use crate::application::{Application, Received};
use crate::stage::{SAY, Stage, TOKEN, config, people};

/// Form parameters.
type Form<'a> = &'a [(&'a str, &'a str)];

/// An application that serves documents by path and takes everything else.
fn serving(pages: &'static [(&'static str, &'static str)]) -> Arc<Application> {
    Application::answering(move |request, _| {
        let page = pages.iter().find(|(path, _)| request.url.contains(path));
        Ok(page.map_or((204, String::new()), |(_, body)| (200, (*body).to_owned())))
    })
}

fn attempt(stage: &Stage, number: &str) -> Attempt {
    stage.sandbox.ledger().attempts_at(number).pop().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_document_is_fetched_with_the_standard_parameters() {
    let app = serving(&[("/voice", "<Response><Say>From afar</Say></Response>")]);
    let stage = Stage::new(config(), app.clone());
    let sid = stage
        .call(
            "+14155550100",
            &[("Url", "http://app.test/voice?call=1"), ("Method", "POST")],
        )
        .await;
    stage.pass(5_000).await;
    let request = app.at("/voice").pop().unwrap();
    assert_eq!(request.param("CallSid"), sid);
    assert_eq!(request.param("CallStatus"), "in-progress");
    assert_eq!(request.param("Direction"), "outbound-api");
    assert_eq!(request.param("ApiVersion"), "2010-04-01");
    let pairs: Vec<(String, String)> = request.params.clone().into_iter().collect();
    assert_eq!(
        request.signature,
        signature(TOKEN, "http://app.test/voice?call=1", &pairs)
    );
    assert_eq!(attempt(&stage, "+14155550100").said, ["From afar"]);
}

#[tokio::test(start_paused = true)]
async fn redirects_start_from_the_present_page() {
    let app = serving(&[
        (
            "/a/first",
            "<Response><Say>One</Say><Redirect method=\"GET\">second?x=1</Redirect><Say>Never</Say></Response>",
        ),
        (
            "/a/second",
            "<Response><Say>Two</Say><Hangup/><Say>Never</Say></Response>",
        ),
    ]);
    let stage = Stage::new(config(), app.clone());
    stage
        .call("+14155550100", &[("Url", "http://app.test/a/first")])
        .await;
    stage.pass(5_000).await;
    assert_eq!(attempt(&stage, "+14155550100").said, ["One", "Two"]);
    let second = app.at("/a/second").pop().unwrap();
    assert_eq!((second.method.as_str(), second.param("x")), ("GET", "1"));
}

#[tokio::test(start_paused = true)]
async fn a_failing_document_leads_to_the_fallback_or_the_end() {
    let app = Application::answering(|request: &Received, _| match request.url.as_str() {
        url if url.contains("/broken") => Ok((500, String::new())),
        url if url.contains("/down") => Err(WebhookFailure::Connect("refused".into())),
        url if url.contains("/fallback") => Ok((200, "<Response><Say>Sorry</Say></Response>".into())),
        _ => Ok((204, String::new())),
    });
    let fallback = ("FallbackUrl", "http://app.test/fallback");
    let broken = ("Url", "http://app.test/broken");
    let down = ("Url", "http://app.test/down");
    let table: [(Form<'_>, EndedBy, &[&str], &[u32]); 3] = [
        (&[broken, fallback], EndedBy::Script, &["Sorry"], &[11_200]),
        (&[broken], EndedBy::ApplicationError, &[], &[11_200]),
        (&[down, fallback], EndedBy::Script, &["Sorry"], &[11_205]),
    ];
    for (form, by, said, codes) in table {
        let stage = Stage::new(config(), app.clone());
        stage.call("+14155550100", form).await;
        stage.pass(40_000).await;
        let attempt = attempt(&stage, "+14155550100");
        assert_eq!(attempt.ending.unwrap().by, by, "{form:?}");
        assert_eq!(attempt.said, said);
        assert_eq!(
            attempt
                .problems
                .iter()
                .map(|problem| problem.code)
                .collect::<Vec<_>>(),
            codes
        );
    }
    assert_eq!(app.at("/fallback")[0].param("ErrorCode"), "11200");
    assert_eq!(app.at("/fallback")[0].param("ErrorUrl"), "http://app.test/broken");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_performed_is_written_down() {
    let table = [
        ("not xml", EndedBy::ApplicationError, 12_100),
        ("<Reply/>", EndedBy::ApplicationError, 12_200),
        ("<Response><Shout>x</Shout></Response>", EndedBy::Script, 12_200),
        (
            "<Response><Connect><ConversationRelay url=\"wss://a.test/\"/></Connect></Response>",
            EndedBy::Script,
            0,
        ),
        (
            "<Response><Redirect>/relative</Redirect></Response>",
            EndedBy::ApplicationError,
            11_100,
        ),
    ];
    for (twiml, by, code) in table {
        let stage = Stage::new(config(), Application::quiet());
        stage.call("+14155550100", &[("Twiml", twiml)]).await;
        stage.pass(5_000).await;
        let attempt = attempt(&stage, "+14155550100");
        assert_eq!(attempt.ending.unwrap().by, by, "{twiml}");
        assert_eq!(attempt.problems[0].code, code, "{twiml}: {:?}", attempt.problems);
    }
}

#[tokio::test(start_paused = true)]
async fn documents_that_only_redirect_come_to_an_end() {
    let app = serving(&[(
        "/loop",
        "<Response><Redirect>http://app.test/loop</Redirect></Response>",
    )]);
    let stage = Stage::new(config(), app);
    stage
        .call("+14155550100", &[("Url", "http://app.test/loop")])
        .await;
    stage.pass(5_000).await;
    assert_eq!(
        attempt(&stage, "+14155550100").ending.unwrap().by,
        EndedBy::ApplicationError
    );
}

#[tokio::test(start_paused = true)]
async fn keys_and_words_are_gathered() {
    let population = "[[person]]\nnumber = \"+14155550201\"\nkind = \"human\"\ndigits = \"42#7\"\n\
        [[person]]\nnumber = \"+14155550202\"\nkind = \"human\"\nsays = \"yes please\"\n";
    let app = serving(&[("/menu", "<Response><Hangup/></Response>")]);
    let keys = "<Response><Gather action=\"http://app.test/menu\" timeout=\"8\"><Say>Press a key</Say></Gather><Say>Nothing heard</Say></Response>";
    let one = "<Response><Gather action=\"http://app.test/menu\" numDigits=\"1\" timeout=\"8\"/></Response>";
    let words = "<Response><Gather action=\"http://app.test/menu\" input=\"dtmf speech\"/></Response>";
    let table: [(&str, &str, Form<'_>); 4] = [
        ("+14155550201", keys, &[("Digits", "42"), ("FinishedOnKey", "#")]),
        ("+14155550201", one, &[("Digits", "4")]),
        (
            "+14155550202",
            words,
            &[("SpeechResult", "yes please"), ("Confidence", "0.9")],
        ),
        ("+14155550203", keys, &[]),
    ];
    for (number, twiml, expected) in table {
        let mut config = config();
        config.population = people(population);
        let stage = Stage::new(config, app.clone());
        let sid = stage.call(number, &[("Twiml", twiml)]).await;
        stage.pass(60_000).await;
        let told = app
            .at("/menu")
            .into_iter()
            .rfind(|request| request.param("CallSid") == sid);
        for (name, value) in expected {
            assert_eq!(told.as_ref().unwrap().param(name), *value, "{number} {name}");
        }
        assert_eq!(told.is_some(), !expected.is_empty());
        if expected.is_empty() {
            assert_eq!(attempt(&stage, number).said, ["Press a key", "Nothing heard"]);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_dialled_number_is_bridged_and_its_fate_reported() {
    let population = "[[person]]\nnumber = \"+14155550201\"\nkind = \"human\"\nstays_ms = 7000\n";
    let table = [
        ("+14155550201", "completed", "7"),
        ("+14155550108", "busy", "0"),
        ("+14155550107", "no-answer", "0"),
    ];
    for (number, status, seconds) in table {
        let mut config = config();
        config.population = people(population);
        let app = serving(&[("/after", "<Response><Say>Bye</Say></Response>")]);
        let stage = Stage::new(config, app.clone());
        let twiml = format!(
            "<Response><Dial action=\"http://app.test/after\"><Number>{number}</Number></Dial></Response>"
        );
        let parent = stage.call("+14155550100", &[("Twiml", &twiml)]).await;
        stage.pass(60_000).await;
        let told = app.at("/after").pop().unwrap();
        assert_eq!(
            (told.param("DialCallStatus"), told.param("DialCallDuration")),
            (status, seconds)
        );
        let child = stage
            .get(&format!("/Calls/{}.json", told.param("DialCallSid")))
            .await;
        assert_eq!(child.body["parent_call_sid"], parent);
        assert_eq!(child.body["direction"], "outbound-dial");
        assert_eq!(attempt(&stage, "+14155550100").said, ["Bye"]);
    }
}

#[tokio::test(start_paused = true)]
async fn hanging_up_one_side_of_a_bridge_ends_the_other() {
    let stage = Stage::new(config(), Application::quiet());
    let twiml = "<Response><Dial>+14155550101</Dial></Response>";
    let sid = stage.call("+14155550100", &[("Twiml", twiml)]).await;
    stage.pass(5_000).await;
    assert_eq!(stage.sandbox.ledger().summary().live, 2);
    stage
        .post(&format!("/Calls/{sid}.json"), &[("Status", "completed")])
        .await;
    stage.pass(100).await;
    assert_eq!(stage.sandbox.ledger().summary().live, 0);
    assert_eq!(
        attempt(&stage, "+14155550101").ending.unwrap().by,
        EndedBy::Partner
    );
}

#[tokio::test(start_paused = true)]
async fn a_caller_waits_in_a_queue_until_redirected() {
    let app = serving(&[(
        "/wait",
        "<Response><Say>You are next</Say><Play>http://app.test/music.mp3</Play></Response>",
    )]);
    let stage = Stage::new(config(), app.clone());
    let twiml = "<Response><Enqueue waitUrl=\"http://app.test/wait\">hold</Enqueue></Response>";
    let sid = stage.call("+14155550100", &[("Twiml", twiml)]).await;
    stage.pass(3_000).await;
    assert!(app.at("/wait").len() >= 2, "the waiting document repeats");
    let waiting = app.at("/wait").pop().unwrap();
    assert_eq!(
        (waiting.param("QueuePosition"), waiting.param("CurrentQueueSize")),
        ("1", "1")
    );
    stage.post(&format!("/Calls/{sid}.json"), &[SAY]).await;
    stage.pass(3_000).await;
    assert_eq!(
        attempt(&stage, "+14155550100").said.last().unwrap(),
        "Hello there"
    );
}
