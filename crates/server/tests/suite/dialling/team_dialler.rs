//! The team dialler's API over the true engine and the Twilio adapter. One test for each defect of the system that it
//! replaces, named after what must not return.

use std::time::Duration;

use futures_util::StreamExt as _;
use outdial_server::http::auth::Role;
use outdial_server::serve::close_floor;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use super::floor::{Floor, JOHN, MARIA};
use super::hosted::bridging;
use super::switchboard::{Switchboard, conference_in, label_in, sid, until_so};
use crate::app::ADDRESS;
use crate::client::{Answer, Client};

const THIRD: &str = "+12125550142";

/// A server with a Twilio account, and an agent who uses the team dialler.
struct Hall {
    floor: Floor,
    board: Switchboard,
    agent: Client,
}

/// An agent's campaign, as its page knows it.
struct Campaign {
    id: String,
    identity: String,
    leg: String,
    /// The room of the agent's seat, once the browser is in it.
    room: String,
}

impl Hall {
    async fn new() -> Self {
        let (floor, board) = bridging("https://api.twilio.com").await;
        let agent = floor.agent().await;
        Self { floor, board, agent }
    }

    async fn start(&self, client: &Client, contacts: &[&str], leg: &str) -> Campaign {
        Self::begun(client, &json!({ "contacts": contacts }), leg).await
    }

    async fn begun(client: &Client, body: &Value, leg: &str) -> Campaign {
        let started = client.post("/api/campaign", body).await.expect_status(200).json();
        Campaign {
            id: started["campaign"]["id"].as_str().unwrap().to_owned(),
            identity: started["identity"].as_str().unwrap().to_owned(),
            leg: leg.to_owned(),
            room: String::new(),
        }
    }

    /// The agent of the campaign, whose audio is in.
    async fn working(&self, contacts: &[&str]) -> Campaign {
        let mut campaign = self.start(&self.agent, contacts, AGENT_LEG).await;
        self.come(&mut campaign).await;
        campaign
    }

    /// The browser calls the TwiML app, as the team dialler's page does.
    async fn dials(&self, identity: &str, leg: &str, to: &str) -> Answer {
        let from = format!("client:{identity}");
        let form = [
            ("CallSid", leg),
            ("From", from.as_str()),
            ("To", to),
            ("CallStatus", "ringing"),
        ];
        self.board.send("/api/voice/dial", &form).await.expect_status(200)
    }

    /// The agent's audio comes in.
    async fn come(&self, campaign: &mut Campaign) {
        let to = "conference:SalesDialerConference";
        let way = self.dials(&campaign.identity, &campaign.leg, to).await;
        campaign.room = conference_in(&way.text);
        let label = label_in(&way.text);
        self.board
            .conference(&campaign.room, "1", "participant-join", &campaign.leg, &label)
            .await;
    }

    /// The leg is ordered into the agent's room and comes in.
    async fn brought(&self, campaign: &Campaign, leg: &str) {
        let twiml = self.board.brought(leg).await;
        assert_eq!(conference_in(&twiml), campaign.room);
        let label = label_in(&twiml);
        self.board
            .conference(&campaign.room, "2", "participant-join", leg, &label)
            .await;
    }

    /// A line has come so far, and its limit has begun to run.
    async fn line_is(&self, phase: &str) {
        let admin = self.floor.admin().await;
        let campaigns = admin.get("/api/v1/campaigns").await.json();
        let id = campaigns["items"][0]["id"].as_str().unwrap();
        for _ in 0..LOOKS {
            let live = admin.get(&format!("/api/v1/campaigns/{id}/live")).await.json();
            if live["lines"][phase] == 1 {
                return;
            }
            tokio::time::sleep(LOOK_INTERVAL).await;
        }
        panic!("no line is {phase}");
    }

    /// A contact is called, answers, is a person and talks to the agent.
    async fn talk(&self, campaign: &Campaign, number: usize) -> String {
        let leg = self.board.rung(number).await;
        self.board.answer(&leg).await;
        self.board.detects(&leg, "human").await;
        self.brought(campaign, &leg).await;
        self.shows(campaign, |shown| shown["status"] == "connected").await;
        leg
    }

    async fn over(&self, leg: &str, status: &str) {
        let more = [("CallDuration", "5")];
        let more = if status == "completed" { &more[..] } else { &[] };
        self.board.report(leg, status, "9", more).await.expect_status(204);
    }

    async fn shown(&self, campaign: &Campaign) -> Value {
        let path = format!("/api/campaign/{}", campaign.id);
        self.agent.get(&path).await.expect_status(200).json()
    }

    async fn shows(&self, campaign: &Campaign, fits: impl Fn(&Value) -> bool) -> Value {
        let mut last = Value::Null;
        for _ in 0..LOOKS {
            last = self.shown(campaign).await;
            if fits(&last) {
                return last;
            }
            tokio::time::sleep(LOOK_INTERVAL).await;
        }
        panic!("it never comes to that: {last:#}");
    }

    async fn post(&self, campaign: &Campaign, what: &str, body: &Value) -> Answer {
        let path = format!("/api/campaign/{}/{what}", campaign.id);
        self.agent.post(&path, body).await
    }

    async fn dial_next(&self, campaign: &Campaign) -> Value {
        let answer = self.post(campaign, "dial-next", &json!({})).await;
        answer.expect_status(200).json()
    }

    async fn dispose(&self, campaign: &Campaign, phone: &str, word: &str) -> Answer {
        let body = json!({ "phone": phone, "disposition": word, "notes": "noted" });
        self.post(campaign, "disposition", &body).await
    }

    async fn close(self) {
        close_floor(&self.floor.test.app).await;
    }
}

/// A page that watches its campaign.
struct Page {
    socket: WebSocketStream<TcpStream>,
    _stop: DropGuard,
}

impl Page {
    async fn open(hall: &Hall, client: &Client, id: &str) -> Result<Self, String> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        TaskTracker::new().spawn(outdial_server::listener::serve(
            listener,
            hall.floor.test.router.clone(),
            stop.clone(),
        ));
        let mut request = format!("ws://{ADDRESS}/ws/{id}").into_client_request().unwrap();
        if let Some(cookie) = &client.cookie {
            let headers = request.headers_mut();
            headers.insert("cookie", format!("outdial_session={cookie}").parse().unwrap());
            headers.insert("origin", format!("http://{ADDRESS}").parse().unwrap());
        }
        let stream = TcpStream::connect(address).await.unwrap();
        let opened = tokio_tungstenite::client_async(request, stream).await;
        let (socket, _) = opened.map_err(|why| why.to_string())?;
        Ok(Self {
            socket,
            _stop: stop.drop_guard(),
        })
    }

    /// Every message up to the first of this kind about this contact.
    async fn until(&mut self, kind: &str, phone: &str) -> Vec<Value> {
        let mut told = Vec::new();
        let wait = async {
            loop {
                match self.socket.next().await {
                    Some(Ok(Message::Text(text))) => {
                        let message: Value = serde_json::from_str(&text).unwrap();
                        let is_it =
                            message["type"] == kind && (phone.is_empty() || message["phone"] == phone);
                        told.push(message);
                        if is_it {
                            return;
                        }
                    }
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => panic!("the channel was closed"),
                }
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, wait).await.is_ok();
        assert!(in_time, "{kind} of {phone} never comes: {told:#?}");
        told
    }
}

fn kinds(told: &[Value]) -> Vec<&str> {
    told.iter()
        .map(|message| message["type"].as_str().unwrap())
        .collect()
}

const AGENT_LEG: &str = "CA000000000000000000000000000000aa";
const OTHER_LEG: &str = "CA000000000000000000000000000000bb";
const LOOK_INTERVAL: Duration = Duration::from_millis(10);
const LOOKS: u32 = 3_000;
const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn a_campaign_runs_to_its_end_as_its_clients_know_it() {
    let hall = Hall::new().await;
    let mut campaign = hall.start(&hall.agent, &[MARIA, JOHN], AGENT_LEG).await;
    let fresh = hall.shown(&campaign).await;
    assert_eq!(fresh["contacts"], json!([MARIA, JOHN]));
    assert_eq!(fresh["contact_status"][MARIA], "pending");
    assert_eq!(fresh["status"], "waiting");
    assert_eq!(fresh["agent_identity"], campaign.identity);
    assert!(campaign.identity.starts_with("agent_"));
    let mut page = Page::open(&hall, &hall.agent, &campaign.id).await.unwrap();
    let told = page.until("campaign_state", "").await;
    assert_eq!(told[0]["campaign"], fresh);
    assert_eq!(hall.board.orders(), 0, "nobody is rung before the agent is there");

    hall.come(&mut campaign).await;
    let first = hall.talk(&campaign, 1).await;
    let shown = hall.shown(&campaign).await;
    assert_eq!(shown["connected_phone"], MARIA);
    assert_eq!(shown["call_sids"][MARIA], first);
    assert_eq!(shown["contact_status"][MARIA], "in-progress");
    let told = page.until("customer_connected", MARIA).await;
    assert!(kinds(&told).contains(&"call_queued"), "{told:?}");
    let connected = told.last().unwrap();
    assert_eq!(connected["detection_result"], "human");
    assert_eq!(connected["campaign"]["connected_phone"], MARIA);

    hall.over(&first, "completed").await;
    let told = page.until("call_ended", MARIA).await;
    assert_eq!(told.last().unwrap()["contact_status"], "completed");
    let saved = hall.dispose(&campaign, MARIA, "interested").await;
    let saved = saved.expect_status(200).json();
    assert_eq!(
        saved,
        json!({ "status": "saved", "phone": MARIA, "disposition": "interested" })
    );
    assert_eq!(hall.board.orders(), 1, "the next is called when the agent asks");
    let next = hall.dial_next(&campaign).await;
    assert_eq!(next, json!({ "status": "dialing", "phone": JOHN }));
    let second = hall.board.rung(2).await;
    hall.over(&second, "busy").await;
    let told = page.until("auto_dial_next", "").await;
    assert_eq!(told.last().unwrap()["reason"], "busy");
    let next = hall.dial_next(&campaign).await;
    assert_eq!(next, json!({ "status": "no_more_contacts", "phone": null }));
    let shown = hall.shown(&campaign).await;
    assert_eq!(shown["call_order"], json!([MARIA, JOHN]));
    assert_eq!(shown["dispositions"][MARIA]["disposition"], "interested");
    assert_eq!(shown["dispositions"][MARIA]["notes"], "noted");

    let ended = hall.post(&campaign, "end", &json!({})).await.expect_status(200);
    assert_eq!(ended.json(), json!({ "status": "ended" }));
    let told = page.until("campaign_ended", "").await;
    assert_eq!(told.last().unwrap()["campaign_id"], campaign.id);
    assert_eq!(hall.shown(&campaign).await["status"], "ended");
    hall.close().await;
}

#[tokio::test]
async fn contacts_are_people_on_several_lines_and_the_first_human_wins() {
    let hall = Hall::new().await;
    let body = json!({
        "name": " Clinics in June ",
        "lines": 2,
        "contacts": [
            { "phone": MARIA, "name": " Maria Reyes ", "company": "Reyes Dental", "title": "Owner", "email": "maria@example.com" },
            { "phone": JOHN, "name": "John" },
            THIRD
        ]
    });
    let mut campaign = Hall::begun(&hall.agent, &body, AGENT_LEG).await;
    assert_eq!(
        hall.shown(&campaign).await["contacts"],
        json!([MARIA, JOHN, THIRD])
    );
    // Before anybody has answered, the abandon budget of people at home has room for one line alone.
    let admin = hall.floor.admin().await;
    let campaigns = admin.get("/api/v1/campaigns").await.json();
    let path = format!(
        "/api/v1/campaigns/{}",
        campaigns["items"][0]["id"].as_str().unwrap()
    );
    let choices = json!({ "audience": "business", "abandon_budget_permille": 1000 });
    let change = json!({ "settings": choices });
    let revision = format!("\"{}\"", campaigns["items"][0]["revision"]);
    let changing = admin.with_header("if-match", &revision);
    changing.patch(&path, &change).await.expect_status(200);
    hall.come(&mut campaign).await;
    let first = hall.board.rung(1).await;
    // The account takes one call a second.
    hall.floor.advance_s(1);
    let second = hall.board.rung(2).await;
    assert_eq!(hall.board.orders(), 2, "two lines, not three");
    hall.board.answer(&second).await;
    hall.board.detects(&second, "human").await;
    hall.brought(&campaign, &second).await;
    let shown = hall
        .shows(&campaign, |shown| shown["status"] == "connected")
        .await;
    assert_eq!(shown["connected_phone"], hall.board.ordered(&second, "To"));
    until_so("the other line is called off", || {
        hall.board.is_told(&first, "canceled")
    })
    .await;

    assert_eq!(campaigns["items"][0]["name"], "Clinics in June");
    let leads = admin.get("/api/v1/leads?search=Reyes").await.json();
    let lead = &leads["items"][0];
    assert_eq!(lead["contact_name"], "Maria Reyes", "{leads:#}");
    assert_eq!(lead["company_name"], "Reyes Dental");
    assert_eq!(lead["title"], "Owner");
    assert_eq!(lead["email"], "maria@example.com");
    hall.close().await;
}

#[tokio::test]
async fn the_first_is_called_at_once_when_that_is_asked_for() {
    let hall = Hall::new().await;
    let body = json!({ "contacts": [MARIA, JOHN], "dial": "now" });
    let mut campaign = Hall::begun(&hall.agent, &body, AGENT_LEG).await;
    let leg = hall.board.rung(1).await;
    assert_eq!(hall.board.orders(), 1, "one agent, one line");
    hall.come(&mut campaign).await;
    hall.board.answer(&leg).await;
    hall.board.detects(&leg, "human").await;
    hall.brought(&campaign, &leg).await;
    hall.shows(&campaign, |shown| shown["connected_phone"] == MARIA)
        .await;
    assert_eq!(hall.board.orders(), 1);
    hall.close().await;
}

#[tokio::test]
async fn what_a_campaign_may_not_be_is_told_by_field() {
    let hall = Hall::new().await;
    let long = "x".repeat(300);
    for (body, place) in [
        (
            json!({ "contacts": [MARIA], "lines": 11 }),
            json!(["body", "lines"]),
        ),
        (
            json!({ "contacts": [MARIA], "lines": 0 }),
            json!(["body", "lines"]),
        ),
        (
            json!({ "contacts": [MARIA], "name": " " }),
            json!(["body", "name"]),
        ),
        (
            json!({ "contacts": [MARIA, { "phone": JOHN, "company": long }] }),
            json!(["body", "contacts", 1, "company"]),
        ),
    ] {
        let refused = hall.agent.post("/api/campaign", &body).await;
        let refused = refused.expect_status(422).json();
        assert_eq!(refused["detail"][0]["loc"], place, "{refused}");
    }
    for body in [
        json!({ "contacts": [MARIA], "dial": "later" }),
        json!({ "contacts": [{ "name": "nobody's number" }] }),
    ] {
        let refused = hall.agent.post("/api/campaign", &body).await;
        assert!(refused.expect_status(422).json()["detail"].is_string());
    }
    hall.close().await;
}

#[tokio::test]
async fn defect_1_a_machine_is_never_put_through_whatever_the_carrier_calls_it() {
    let hall = Hall::new().await;
    let campaign = hall.working(&[MARIA, JOHN, THIRD]).await;
    for (number, word) in [(1, "machine_start"), (2, "fax"), (3, "machine_end_beep")] {
        let leg = hall.board.rung(number).await;
        hall.board.answer(&leg).await;
        hall.board.detects(&leg, word).await;
        until_so("it is hung up", || hall.board.is_told(&leg, "completed")).await;
        assert!(hall.board.twiml(&leg).is_none(), "{word} went nowhere else");
        hall.over(&leg, "completed").await;
    }
    let shown = hall
        .shows(&campaign, |shown| shown["contact_status"][THIRD] == "voicemail")
        .await;
    assert_eq!(shown["contact_status"][MARIA], "voicemail");
    assert_eq!(shown["connected_phone"], Value::Null);
    hall.close().await;
}

#[tokio::test]
async fn defect_2_the_wrap_up_comes_and_the_campaign_goes_on() {
    let hall = Hall::new().await;
    let campaign = hall.working(&[MARIA, JOHN]).await;
    let mut page = Page::open(&hall, &hall.agent, &campaign.id).await.unwrap();
    let leg = hall.talk(&campaign, 1).await;
    hall.over(&leg, "completed").await;
    page.until("call_ended", MARIA).await;
    let shown = hall.shows(&campaign, |shown| shown["status"] == "waiting").await;
    assert_eq!(shown["connected_phone"], Value::Null);
    hall.dial_next(&campaign).await;
    hall.talk(&campaign, 2).await;
    assert_eq!(hall.shown(&campaign).await["connected_phone"], JOHN);
    hall.close().await;
}

#[tokio::test]
async fn defect_3_a_verdict_before_the_answer_loses_nobody() {
    let hall = Hall::new().await;
    let campaign = hall.working(&[MARIA]).await;
    let leg = hall.board.rung(1).await;
    hall.board.detects(&leg, "human").await;
    hall.board.answer(&leg).await;
    hall.brought(&campaign, &leg).await;
    hall.shows(&campaign, |shown| shown["connected_phone"] == MARIA)
        .await;
    hall.close().await;
}

#[tokio::test]
async fn defect_3_an_answer_without_a_verdict_waits_no_longer_than_its_limit() {
    let hall = Hall::new().await;
    let campaign = hall.working(&[MARIA]).await;
    let leg = hall.board.rung(1).await;
    hall.board.answer(&leg).await;
    hall.shows(&campaign, |shown| shown["contact_status"][MARIA] == "queued")
        .await;
    assert!(hall.board.twiml(&leg).is_none(), "it waits for a verdict");
    hall.line_is("judging").await;
    hall.floor.advance_s(5);
    hall.brought(&campaign, &leg).await;
    hall.shows(&campaign, |shown| shown["connected_phone"] == MARIA)
        .await;
    hall.close().await;
}

#[tokio::test]
async fn defect_4_one_agent_has_one_customer_and_two_agents_have_two_rooms() {
    let hall = Hall::new().await;
    let campaign = hall.working(&[MARIA, JOHN]).await;
    hall.talk(&campaign, 1).await;
    let early = hall.dial_next(&campaign).await;
    assert_eq!(early["phone"], MARIA, "who is on the line stays there alone");
    assert_eq!(hall.board.orders(), 1);

    let other = hall.floor.admin().await;
    let mut second = hall.start(&other, &[THIRD], OTHER_LEG).await;
    hall.come(&mut second).await;
    assert_ne!(second.room, campaign.room);
    assert_ne!(second.identity, campaign.identity);
    let leg = hall.board.rung(2).await;
    hall.board.answer(&leg).await;
    hall.board.detects(&leg, "human").await;
    hall.brought(&second, &leg).await;
    hall.close().await;
}

#[tokio::test]
async fn defect_5_a_connect_is_one_request_and_an_end_waits_for_none() {
    let hall = Hall::new().await;
    let campaign = hall.working(&[MARIA, JOHN]).await;
    let leg = hall.talk(&campaign, 1).await;
    assert_eq!(hall.board.told(&leg).len(), 1);
    assert_eq!(hall.board.requests(), 1, "nobody else is told anything");
    hall.over(&leg, "completed").await;
    hall.shows(&campaign, |shown| shown["status"] == "waiting").await;
    hall.dial_next(&campaign).await;
    let second = hall.talk(&campaign, 2).await;
    assert_eq!(hall.board.told(&second).len(), 1);
    let again = hall.board.told(&leg);
    assert_eq!(again.len(), 1, "whoever has gone is not hung up again: {again:?}");
    hall.close().await;
}

#[tokio::test]
async fn defect_6_no_file_is_read_by_a_path_that_climbs() {
    let hall = Hall::new().await;
    let stranger = hall.floor.test.stranger();
    for path in [
        "/static/../app/config.py",
        "/static/..%2f..%2f..%2f..%2fetc%2fhostname",
        "/static/%2e%2e/.env",
    ] {
        let answer = stranger.get(path).await;
        let is_page = answer.text.to_ascii_lowercase().contains("<!doctype html");
        assert!(answer.status == 404 || is_page, "{path}: {}", answer.text);
        assert!(!answer.text.contains("TWILIO_AUTH_TOKEN"));
    }
    for id in ["..%2f..%2fetc", "%2e%2e", "0000000g"] {
        hall.agent
            .get(&format!("/api/campaign/{id}"))
            .await
            .expect_status(404);
    }
    hall.close().await;
}

#[tokio::test]
async fn defect_7_nothing_happens_without_a_signature_or_a_login() {
    let hall = Hall::new().await;
    let campaign = hall.working(&[MARIA]).await;
    let leg = hall.board.rung(1).await;
    let form = format!("CallSid=CAforged&CallStatus=completed&SequenceNumber=9&phone={MARIA}");
    for path in [
        "/api/voice/status",
        "/api/voice/amd-status",
        "/api/voice/dial",
        "/api/voice/customer-queue",
        "/api/voice/queue-action",
        "/api/voice/customer-join-conference",
        "/api/voice/queue-wait-music",
        "/api/voice/dequeue-next/1",
    ] {
        let forged = hall.board.send_signed(path, form.clone(), "c2lnbmF0dXJl").await;
        assert_eq!(forged.expect_status(403).problem(), "webhook.signature", "{path}");
    }
    // What the carrier answered may not be written down yet.
    hall.shows(&campaign, |shown| shown["call_sids"][MARIA] == leg.as_str())
        .await;

    let stranger = hall.floor.test.stranger();
    let contacts = json!({ "contacts": [JOHN] });
    for (path, body) in [("/api/campaign", &contacts), ("/api/token", &json!({}))] {
        let refused = stranger.post(path, body).await.expect_status(401);
        assert!(refused.json()["detail"].is_string(), "{}", refused.text);
    }
    let own = format!("/api/campaign/{}", campaign.id);
    stranger.get(&own).await.expect_status(401);
    let other = hall.floor.test.signed_in(Role::Manager).await;
    other.get(&own).await.expect_status(404);
    other
        .post(&format!("{own}/end"), &json!({}))
        .await
        .expect_status(404);
    assert!(Page::open(&hall, &stranger, &campaign.id).await.is_err());
    assert!(Page::open(&hall, &other, &campaign.id).await.is_err());
    let unknown = hall.dials("agent_00000000", OTHER_LEG, "conference:X").await;
    assert!(unknown.text.contains("<Hangup"), "{}", unknown.text);
    let number = hall.dials(&campaign.identity, OTHER_LEG, JOHN).await;
    assert!(
        !number.text.contains("<Dial") && number.text.contains("<Hangup"),
        "{}",
        number.text
    );
    hall.close().await;
}

#[tokio::test]
async fn defect_8_a_late_report_takes_nothing_back_and_whoever_waits_is_not_on_the_call() {
    let hall = Hall::new().await;
    let campaign = hall.working(&[MARIA, JOHN]).await;
    let leg = hall.board.rung(1).await;
    hall.board.answer(&leg).await;
    let shown = hall
        .shows(&campaign, |shown| shown["contact_status"][MARIA] == "queued")
        .await;
    assert_eq!(shown["connected_phone"], Value::Null);
    assert_ne!(shown["status"], "connected");
    hall.over(&leg, "completed").await;
    hall.shows(&campaign, |shown| shown["contact_status"][MARIA] == "completed")
        .await;
    hall.board
        .report(&leg, "ringing", "1", &[])
        .await
        .expect_status(204);
    assert_eq!(hall.shown(&campaign).await["contact_status"][MARIA], "completed");
    hall.close().await;
}

#[tokio::test]
async fn defect_9_contacts_are_checked_and_what_is_said_belongs_to_a_call() {
    let hall = Hall::new().await;
    let wrong = json!({ "contacts": [MARIA, "garbage", "", "(415) 555-2671"] });
    let refused = hall.agent.post("/api/campaign", &wrong).await;
    let refused = refused.expect_status(422).json();
    let places: Vec<&Value> = refused["detail"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| &error["loc"][2])
        .collect();
    assert_eq!(places, [1, 2, 3], "{refused}");
    let none = hall.agent.post("/api/campaign", &json!({})).await;
    assert!(none.expect_status(422).json()["detail"].is_string());

    let campaign = hall.working(&[MARIA, JOHN]).await;
    let leg = hall.talk(&campaign, 1).await;
    hall.over(&leg, "completed").await;
    hall.shows(&campaign, |shown| shown["status"] == "waiting").await;
    for (phone, word, status) in [
        ("+15005550006", "interested", 404),
        (JOHN, "interested", 404),
        (MARIA, "whatever", 422),
    ] {
        hall.dispose(&campaign, phone, word).await.expect_status(status);
    }
    hall.dispose(&campaign, MARIA, "callback")
        .await
        .expect_status(200);
    let shown = hall.shown(&campaign).await;
    assert_eq!(shown["dispositions"][MARIA]["disposition"], "callback");
    assert_eq!(shown["dispositions"].as_object().unwrap().len(), 1);
    hall.close().await;
}

#[tokio::test]
async fn defect_10_a_campaign_is_there_after_a_restart_and_no_other_one_is() {
    let hall = Hall::new().await;
    let campaign = hall.working(&[MARIA, JOHN]).await;
    let leg = hall.talk(&campaign, 1).await;
    hall.over(&leg, "completed").await;
    hall.shows(&campaign, |shown| shown["status"] == "waiting").await;
    hall.dispose(&campaign, MARIA, "interested")
        .await
        .expect_status(200);
    let before = hall.shown(&campaign).await;
    // What a restart leaves is what is stored: the seat is given up, and nothing else is kept in memory.
    let seats = hall.floor.test.app.engine.seats().unwrap();
    let workspace = &hall.floor.test.workspace;
    let seat = conference_seat(&campaign);
    seats
        .sign_out(workspace, &seat, outdial_engine::Behalf::Supervisor)
        .await
        .unwrap();
    let after = hall.shown(&campaign).await;
    assert_eq!(after, before);
    let token = hall.agent.post("/api/token", &json!({})).await;
    let token = token.expect_status(200).json();
    assert_eq!(token["identity"], campaign.identity);
    let mut again = Campaign {
        leg: OTHER_LEG.to_owned(),
        ..campaign
    };
    hall.come(&mut again).await;
    assert_ne!(again.room, seat.to_string(), "another shift, another room");

    for what in ["dial-next", "end"] {
        let unknown = hall
            .agent
            .post(&format!("/api/campaign/0123abcd/{what}"), &json!({}))
            .await;
        assert_eq!(unknown.expect_status(404).json()["detail"], "Campaign not found");
    }
    hall.close().await;
}

fn conference_seat(campaign: &Campaign) -> outdial_domain::ids::SeatId {
    campaign.room.parse().unwrap()
}

#[tokio::test]
async fn defect_11_a_leg_that_asks_is_told_what_its_call_is_for() {
    let hall = Hall::new().await;
    let campaign = hall.working(&[MARIA]).await;
    let leg = hall.board.rung(1).await;
    hall.board.answer(&leg).await;
    let asks = async |path: &str| {
        let form = [
            ("CallSid", leg.as_str()),
            ("CallStatus", "in-progress"),
            ("QueueResult", "redirected"),
        ];
        hall.board.send(path, &form).await.expect_status(200).text
    };
    for path in ["/api/voice/queue-action", "/api/voice/customer-queue"] {
        let waits = asks(path).await;
        assert!(waits.contains("<Pause") && waits.contains("<Redirect"), "{waits}");
        assert!(!waits.contains("<Enqueue"), "no queue is left behind: {waits}");
    }
    hall.board.detects(&leg, "human").await;
    hall.brought(&campaign, &leg).await;
    hall.shows(&campaign, |shown| shown["status"] == "connected")
        .await;
    for path in ["/api/voice/queue-action", "/api/voice/customer-join-conference"] {
        assert_eq!(conference_in(&asks(path).await), campaign.room);
    }
    let sample = hall.floor.test.stranger().get("/api/voice/test").await;
    assert!(sample.expect_status(200).text.contains("<Response>"));
    hall.close().await;
}

#[tokio::test]
async fn defect_12_the_next_is_called_without_any_page_and_once_however_many_ask() {
    let hall = Hall::new().await;
    let campaign = hall.working(&[MARIA, JOHN, THIRD]).await;
    let first = hall.board.rung(1).await;
    hall.over(&first, "no-answer").await;
    let second = hall.board.rung(2).await;
    let (one, two, three) = tokio::join!(
        hall.dial_next(&campaign),
        hall.dial_next(&campaign),
        hall.dial_next(&campaign)
    );
    for answer in [one, two, three] {
        assert_eq!(answer, json!({ "status": "dialing", "phone": JOHN }));
    }
    assert_eq!(
        hall.board.orders(),
        2,
        "nobody is called because somebody asked again"
    );
    // A page that comes back is told how it stands.
    let mut page = Page::open(&hall, &hall.agent, &campaign.id).await.unwrap();
    let told = page.until("campaign_state", "").await;
    assert_eq!(told[0]["campaign"]["contact_status"][MARIA], "no-answer");
    drop(page);
    hall.over(&second, "busy").await;
    hall.board.rung(3).await;
    hall.close().await;
}

#[tokio::test]
async fn defect_13_a_person_for_whom_nobody_is_free_is_told_so_counted_and_called_back() {
    let hall = Hall::new().await;
    let campaign = hall.working(&[MARIA, JOHN]).await;
    let mut page = Page::open(&hall, &hall.agent, &campaign.id).await.unwrap();
    let leg = hall.board.rung(1).await;
    // The agent's browser is lost while the phone rings.
    hall.board
        .conference(&campaign.room, "2", "participant-leave", &campaign.leg, "agent-1")
        .await;
    hall.board.answer(&leg).await;
    hall.board.detects(&leg, "human").await;
    hall.shows(&campaign, |shown| shown["contact_status"][MARIA] == "queued")
        .await;
    hall.line_is("wanting").await;
    hall.floor.advance_s(3);
    until_so("they are told", || {
        hall.board.twiml(&leg).is_some_and(|twiml| twiml.contains("<Say"))
    })
    .await;
    hall.over(&leg, "completed").await;
    let told = page.until("call_rejected", MARIA).await;
    assert_eq!(told.last().unwrap()["reason"], "no_agent_available");
    let admin = hall.floor.admin().await;
    let campaigns = admin.get("/api/v1/campaigns").await.json();
    let id = campaigns["items"][0]["id"].as_str().unwrap();
    let live = admin.get(&format!("/api/v1/campaigns/{id}/live")).await.json();
    assert_eq!(live["abandon"]["abandoned"], 1, "{live:#}");
    hall.close().await;
}

#[tokio::test]
async fn defect_14_two_agents_with_one_list_never_ring_the_same_contact_at_once() {
    let hall = Hall::new().await;
    let campaign = hall.working(&[MARIA, JOHN]).await;
    hall.board.rung(1).await;
    let other = hall.floor.admin().await;
    let mut second = hall.start(&other, &[MARIA, JOHN], OTHER_LEG).await;
    hall.come(&mut second).await;
    let next = other
        .post(&format!("/api/campaign/{}/dial-next", second.id), &json!({}))
        .await;
    let next = next.expect_status(200).json();
    let leg = hall.board.rung(2).await;
    assert_eq!(hall.board.ordered(&sid(1), "To"), MARIA);
    assert_eq!(hall.board.ordered(&leg, "To"), JOHN);
    assert_eq!(
        next,
        json!({ "status": "dialing", "phone": JOHN }),
        "what is answered is what is done"
    );
    assert_eq!(hall.shown(&campaign).await["contact_status"][JOHN], "pending");
    hall.close().await;
}

#[tokio::test]
async fn without_an_account_that_bridges_at_the_carrier_there_is_no_token() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let refused = agent.post("/api/token", &json!({})).await.expect_status(500);
    assert_eq!(refused.json()["detail"], "Twilio credentials not configured.");
}
