//! Browsers that call their application with Twilio's kit, in real time over loopback.

use std::sync::Arc;
use std::time::Duration;

use outdial_sandbox::{Application as VoiceApplication, EndedBy, Population};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::application::{Application, Received};
use crate::browser::{Browser, Talking};
use crate::kit::{APPLICATION, KEY, Kit, NOW_S, SECRET, claims, signed, token};
use crate::loopback::Served;
use crate::sound::share;
use crate::stage::{FROM, TOKEN};

const CUSTOMER: &str = "+14155550110";
/// The customer whistles this, and the browser that.
const CUSTOMERS: u32 = 1_000;
const BROWSERS: u32 = 440;
/// The music on hold.
const NOTES: [u32; 3] = [523, 659, 784];
const ROOM: &str = "<Response><Dial><Conference participantLabel=\"agent\" statusCallback=\"http://app.test/room\" \
    statusCallbackEvent=\"start end join leave mute hold\">desk</Conference></Dial></Response>";
const WITH_CUSTOMER: &str = "<Response><Dial><Conference>desk</Conference></Dial></Response>";

struct Desk {
    app: Arc<Application>,
    served: Served,
}

impl Desk {
    /// An application that answers browsers' calls with this document.
    async fn answering(twiml: &'static str) -> Self {
        let app = Application::answering(move |request, _| {
            let is_voice = request.url.contains("/voice");
            let (status, text) = if is_voice { (200, twiml) } else { (204, "") };
            Ok((status, text.to_owned()))
        });
        let served = Served::with(app.clone(), |config| {
            let base = include_str!("../../populations/deterministic.toml");
            let people = format!("{base}\n[[person]]\nnumber = \"{CUSTOMER}\"\nkind = \"human\"\naudio = \"tone:{CUSTOMERS}\"\n");
            config.population = Population::from_toml(&people).unwrap();
            config.api_key = Some((KEY.to_owned(), SECRET.to_owned()));
            config.applications = vec![VoiceApplication::new(APPLICATION)];
        })
        .await;
        assert!(
            served
                .sandbox
                .set_voice_url(APPLICATION, "http://app.test/voice?desk=1")
        );
        Self { app, served }
    }

    async fn events(&self, last: &str) -> Vec<(String, String)> {
        let seen = || -> Vec<(String, String)> {
            let about = |request: &Received| {
                let event = request.param("StatusCallbackEvent").to_owned();
                (event, request.param("ParticipantLabel").to_owned())
            };
            self.app.at("/room").iter().map(about).collect()
        };
        until(last, || async { seen().iter().any(|(event, _)| event == last) }).await;
        seen()
    }

    async fn status(&self, call: &str) -> String {
        let (_, body) = self.served.rest("GET", &format!("/Calls/{call}.json"), &[]).await;
        body["status"].as_str().unwrap_or_default().to_owned()
    }

    async fn ended_by(&self, identity: &str) -> EndedBy {
        let ending = || {
            let attempts = self.served.sandbox.ledger().attempts_at(identity);
            attempts.last().and_then(|attempt| attempt.ending)
        };
        until("the call ends", || async { ending().is_some() }).await;
        ending().unwrap().by
    }

    /// Waits until a call heard this tone for the last half second.
    async fn hears(&self, call: &str, hz: u32) {
        let what = format!("{call} hears {hz} Hz");
        until(&what, || async { is_tone(&self.served.heard(call).await, hz) }).await;
    }

    async fn hears_nothing(&self, call: &str) {
        until("nothing is heard", || async {
            is_silent(&self.served.heard(call).await)
        })
        .await;
    }
}

/// A browser in a call.
struct Agent {
    kit: Kit,
    talking: Talking,
    call: String,
    reconnect: String,
}

impl Agent {
    async fn calling(desk: &Desk) -> Self {
        let mut kit = Kit::listening(&desk.served).await;
        let browser = Browser::offering().await;
        kit.invite(&browser.offer, "lead=17&From=%2B1999&To=desk").await;
        let call = kit.expect("ringing").await["callsid"]
            .as_str()
            .unwrap()
            .to_owned();
        let answer = kit.expect("answer").await;
        assert_eq!(answer["callsid"], call.as_str());
        Self {
            talking: browser.talk(answer["sdp"].as_str().unwrap(), BROWSERS),
            kit,
            call,
            reconnect: answer["reconnect"].as_str().unwrap().to_owned(),
        }
    }

    async fn hears(&self, hz: u32) {
        let what = format!("the browser hears {hz} Hz");
        until(&what, || async { is_tone(&self.talking.heard(), hz) }).await;
    }
}

/// An agent and a customer in one room, and the customer's call.
async fn meeting() -> (Desk, Agent, String) {
    let desk = Desk::answering(ROOM).await;
    let agent = Agent::calling(&desk).await;
    let form = [("To", CUSTOMER), ("From", FROM), ("Twiml", WITH_CUSTOMER)];
    let (status, body) = desk.served.rest("POST", "/Calls.json", &form).await;
    assert_eq!(status, 201, "{body}");
    let customer = body["sid"].as_str().unwrap().to_owned();
    (desk, agent, customer)
}

#[tokio::test]
async fn a_browser_and_a_customer_hear_each_other_until_the_browser_hangs_up() {
    let (desk, mut agent, customer) = meeting().await;
    desk.hears(&customer, BROWSERS).await;
    agent.hears(CUSTOMERS).await;
    agent.kit.say("hangup", &json!({"callsid": "TJS1"})).await;
    assert_eq!(agent.kit.expect("hangup").await["callsid"], agent.call.as_str());
    assert_eq!(desk.ended_by("client:ada").await, EndedBy::Callee);
    assert_eq!(desk.status(&agent.call).await, "completed");
    let events = desk.events("participant-leave").await;
    let left = ("participant-leave".to_owned(), "agent".to_owned());
    assert!(events.contains(&left), "{events:?}");
}

#[tokio::test]
async fn mute_and_hold_of_a_browser_decide_what_is_heard() {
    let (desk, agent, customer) = meeting().await;
    desk.hears(&customer, BROWSERS).await;
    let (_, rooms) = desk
        .served
        .rest("GET", "/Conferences.json?Status=in-progress", &[])
        .await;
    let room = rooms["conferences"][0]["sid"].as_str().unwrap();
    let path = format!("/Conferences/{room}/Participants/agent.json");
    let change = async |form: &[(&str, &str)]| {
        assert_eq!(desk.served.rest("POST", &path, form).await.0, 200);
    };
    change(&[("Muted", "true")]).await;
    desk.hears_nothing(&customer).await;
    agent.hears(CUSTOMERS).await;
    change(&[("Muted", "false")]).await;
    desk.hears(&customer, BROWSERS).await;
    change(&[("Hold", "true")]).await;
    desk.hears_nothing(&customer).await;
    until("the browser hears music", || async {
        let heard = agent.talking.heard();
        let last = last_half_second(&heard);
        NOTES.iter().map(|hz| share(last, *hz)).sum::<f64>() > 0.6
    })
    .await;
    change(&[("Hold", "false")]).await;
    agent.hears(CUSTOMERS).await;
    let events = desk.events("participant-unhold").await;
    for event in [
        "participant-join",
        "participant-mute",
        "participant-unmute",
        "participant-hold",
    ] {
        let labelled = (event.to_owned(), "agent".to_owned());
        assert!(events.contains(&labelled), "{event} in {events:?}");
    }
}

#[tokio::test]
async fn the_application_is_asked_with_the_pages_parameters_which_cannot_replace_the_standard_ones() {
    let desk = Desk::answering(ROOM).await;
    let agent = Agent::calling(&desk).await;
    let asked = desk.app.at("/voice").remove(0);
    let table = [
        ("CallSid", agent.call.as_str()),
        ("From", "client:ada"),
        ("To", "desk"),
        ("Direction", "inbound"),
        ("CallStatus", "ringing"),
        ("ApplicationSid", APPLICATION),
        ("lead", "17"),
    ];
    for (name, value) in table {
        assert_eq!(asked.param(name), value, "{name}");
    }
    let pairs: Vec<(String, String)> = asked.params.clone().into_iter().collect();
    let expected = outdial_sandbox::signature(TOKEN, &asked.url, &pairs);
    assert_eq!(asked.signature, expected);
}

#[tokio::test]
async fn a_call_ended_by_the_api_hangs_the_browser_up() {
    let desk = Desk::answering(ROOM).await;
    let mut agent = Agent::calling(&desk).await;
    let path = format!("/Calls/{}.json", agent.call);
    desk.served.rest("POST", &path, &[("Status", "completed")]).await;
    assert_eq!(agent.kit.expect("hangup").await["callsid"], agent.call.as_str());
    assert_eq!(desk.ended_by("client:ada").await, EndedBy::Api);
}

#[tokio::test]
async fn a_call_whose_instructions_end_hangs_the_browser_up() {
    let desk = Desk::answering("<Response><Say>Good-bye</Say></Response>").await;
    let mut agent = Agent::calling(&desk).await;
    assert_eq!(agent.kit.expect("hangup").await["callsid"], agent.call.as_str());
    assert_eq!(desk.ended_by("client:ada").await, EndedBy::Script);
}

#[tokio::test]
async fn a_rejected_call_is_never_answered() {
    let desk = Desk::answering("<Response><Reject/></Response>").await;
    let mut kit = Kit::listening(&desk.served).await;
    kit.invite(&Browser::offering().await.offer, "").await;
    let call = kit.expect("ringing").await;
    assert_eq!(kit.expect("hangup").await["callsid"], call["callsid"]);
    assert_eq!(desk.status(call["callsid"].as_str().unwrap()).await, "busy");
}

#[tokio::test]
async fn tokens_are_refused_with_the_kits_codes() {
    let desk = Desk::answering(ROOM).await;
    let with = |name: &str, value: Value| {
        let mut changed = claims();
        changed[name] = value;
        token(&changed)
    };
    let table = [
        (signed(&claims(), "guess"), 31_202),
        (with("exp", json!(NOW_S - 1)), 31_205),
        (with("exp", json!(NOW_S + 100_000)), 31_207),
        (with("iss", json!("SK1")), 31_204),
        ("nonsense".to_owned(), 31_204),
    ];
    let mut kit = Kit::connect(&desk.served).await;
    for (token, code) in table {
        kit.listen(&token, 0).await;
        assert_eq!(kit.expect("error").await["error"]["code"], code, "{token}");
    }
    kit.say("register", &json!({"media": {"audio": true}})).await;
    assert_eq!(kit.expect("error").await["error"]["code"], 31_204);
    kit.listen(&token(&claims()), 0).await;
    let connected = kit.expect("connected").await;
    assert_eq!(connected["token"]["identity"], "ada");
    kit.say("register", &json!({"media": {"audio": true}})).await;
    kit.expect("ready").await;
    kit.say("register", &json!({"media": {"audio": false}})).await;
    kit.expect("offline").await;
}

#[tokio::test]
async fn calls_that_cannot_be_are_refused_and_the_socket_goes_on() {
    let desk = Desk::answering(ROOM).await;
    let mut kit = Kit::listening(&desk.served).await;
    let refused = async |kit: &mut Kit| kit.expect("hangup").await["error"]["code"].clone();
    for sdp in [
        "",
        "v=0",
        "v=0\r\na=fingerprint:x\r\na=ice-ufrag:y\r\n",
        &"a".repeat(70_000),
    ] {
        kit.invite(sdp, "").await;
        assert_eq!(refused(&mut kit).await, 31_100, "{}", sdp.len());
    }
    let video_only = Browser::offering().await.offer.replace("m=audio", "m=video");
    kit.invite(&video_only, "").await;
    assert_eq!(refused(&mut kit).await, 31_100);
    kit.say_raw("{\"type\":\"invite\"}").await;
    assert_eq!(kit.expect("error").await["error"]["code"], 31_100);
    let offer = Browser::offering().await.offer;
    kit.say("reinvite", &json!({"callsid": "CA1", "sdp": offer}))
        .await;
    assert_eq!(refused(&mut kit).await, 31_209);
    let mut elsewhere = claims();
    elsewhere["grants"]["voice"]["outgoing"]["application_sid"] = json!("AP1");
    kit.listen(&token(&elsewhere), 0).await;
    kit.expect("connected").await;
    kit.invite(&offer, "").await;
    assert_eq!(refused(&mut kit).await, 31_001);
    kit.listen(&token(&claims()), 0).await;
    kit.expect("connected").await;
    kit.invite(&offer, "").await;
    kit.expect("ringing").await;
}

#[tokio::test]
async fn a_call_survives_the_loss_of_its_socket() {
    let (desk, mut agent, customer) = meeting().await;
    desk.hears(&customer, BROWSERS).await;
    agent.kit = Kit::listening(&desk.served).await;
    let same = Browser::offering().await;
    let payload =
        |token: &str| json!({"callsid": agent.call, "sdp": same.offer, "twilio": {}, "reconnect": token});
    agent.kit.say("invite", &payload("guess")).await;
    assert_eq!(agent.kit.expect("hangup").await["error"]["code"], 31_209);
    // Another connection of the same page, as after a reload.
    agent.kit.say("invite", &payload(&agent.reconnect)).await;
    let answer = agent.kit.expect("answer").await;
    assert_eq!(answer["callsid"], agent.call.as_str());
    agent.talking = same.talk(answer["sdp"].as_str().unwrap(), 620);
    desk.hears(&customer, 620).await;
    agent.hears(CUSTOMERS).await;
    assert_eq!(
        desk.app.at("/voice").len(),
        1,
        "the application is not asked again"
    );
}

#[tokio::test]
async fn a_call_ends_when_its_page_stays_away_although_sound_still_comes() {
    let desk = Desk::answering(ROOM).await;
    let mut agent = Agent::calling(&desk).await;
    agent.kit.listen(&token(&claims()), 1).await;
    agent.kit.expect("connected").await;
    let lost = Instant::now();
    drop(agent.kit);
    assert_eq!(desk.ended_by("client:ada").await, EndedBy::Callee);
    assert!(
        lost.elapsed() >= Duration::from_secs(1),
        "the page had its second"
    );
    drop(agent.talking);
}

#[tokio::test]
async fn a_call_ends_when_socket_and_sound_are_gone() {
    let desk = Desk::answering(ROOM).await;
    let agent = Agent::calling(&desk).await;
    drop((agent.kit, agent.talking));
    assert_eq!(desk.ended_by("client:ada").await, EndedBy::Callee);
}

#[tokio::test]
async fn keys_pressed_in_a_browser_reach_the_instructions_and_the_others_in_the_room() {
    let desk = Desk::answering(
        "<Response><Gather numDigits=\"2\" action=\"/keys\"><Pause length=\"60\"/></Gather></Response>",
    )
    .await;
    let mut agent = Agent::calling(&desk).await;
    agent
        .kit
        .say("dtmf", &json!({"callsid": agent.call, "dtmf": "4"}))
        .await;
    agent
        .kit
        .say("dtmf", &json!({"callsid": agent.call, "dtmf": "2"}))
        .await;
    until("the keys are told", || async { !desk.app.at("/keys").is_empty() }).await;
    assert_eq!(desk.app.at("/keys")[0].param("Digits"), "42");

    let (desk, mut agent, customer) = meeting().await;
    agent.talking.whistle(0);
    desk.hears_nothing(&customer).await;
    agent
        .kit
        .say("dtmf", &json!({"callsid": agent.call, "dtmf": "5555"}))
        .await;
    until("the tones of the key are heard", || async {
        let heard = desk.served.heard(&customer).await;
        let last = last_half_second(&heard);
        share(last, 770) > 0.08 && share(last, 1_336) > 0.08
    })
    .await;
}

#[tokio::test]
async fn applications_are_made_changed_and_found_through_the_api() {
    let desk = Desk::answering(ROOM).await;
    let form = [
        ("FriendlyName", "Desk"),
        ("VoiceUrl", "http://app.test/other"),
        ("VoiceMethod", "GET"),
    ];
    let (status, made) = desk.served.rest("POST", "/Applications.json", &form).await;
    assert_eq!((status, &made["voice_method"]), (201, &json!("GET")), "{made}");
    let path = format!("/Applications/{}.json", made["sid"].as_str().unwrap());
    let (_, changed) = desk.served.rest("POST", &path, &[("VoiceUrl", "")]).await;
    assert_eq!(
        (&changed["voice_url"], &changed["friendly_name"]),
        (&Value::Null, &json!("Desk"))
    );
    assert_eq!(
        desk.served
            .rest("POST", &path, &[("VoiceUrl", "ftp://x")])
            .await
            .0,
        400
    );
    let (_, all) = desk.served.rest("GET", "/Applications.json", &[]).await;
    assert_eq!(all["applications"].as_array().unwrap().len(), 2);
    assert_eq!(desk.served.rest("DELETE", &path, &[]).await.0, 204);
    assert_eq!(desk.served.rest("GET", &path, &[]).await.0, 404);
    let form = [("To", CUSTOMER), ("From", FROM), ("ApplicationSid", APPLICATION)];
    assert_eq!(desk.served.rest("POST", "/Calls.json", &form).await.0, 201);
    until("the application is asked", || async {
        !desk.app.at("/voice").is_empty()
    })
    .await;
}

fn last_half_second(heard: &[u8]) -> &[u8] {
    &heard[heard.len().saturating_sub(4_000)..]
}

fn is_tone(heard: &[u8], hz: u32) -> bool {
    heard.len() >= 4_000 && share(last_half_second(heard), hz) > 0.8
}

fn is_silent(heard: &[u8]) -> bool {
    heard.len() >= 4_000
        && last_half_second(heard)
            .iter()
            .all(|byte| matches!(byte, 0xff | 0x7f))
}

async fn until<F: Future<Output = bool>>(what: &str, is_so: impl Fn() -> F) {
    let end = Instant::now() + Duration::from_secs(30);
    while !is_so().await {
        assert!(Instant::now() < end, "waited in vain until {what}");
        sleep(Duration::from_millis(20)).await;
    }
}
