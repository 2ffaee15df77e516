//! Reports over HTTP: figures of known calls, in the zone asked for, as JSON and as files; and who may see them.

use outdial_domain::Timestamp;
use outdial_domain::call::{AmdVerdict, Cost, Outcome, Policy, State, Treatment};
use outdial_domain::ids::{CallId, CampaignId, ListId, SeatId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::seat::{Ctx, Event, Limits, Policy as SeatPolicy, Seat, step};
use outdial_server::http::auth::Role;
use outdial_store::{Actor, CallRow, SeatRow, StoreError, TalkRow, Tx, VerdictSource};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;

struct Desk {
    app: TestApp,
    manager: Client,
    campaign: String,
}

impl Desk {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let manager = app.signed_in(Role::Manager).await;
        let made = manager
            .post("/api/v1/campaigns", &json!({"name": "=Autumn"}))
            .await
            .expect_status(201)
            .json();
        let campaign = made["id"].as_str().unwrap().to_owned();
        Self {
            app,
            manager,
            campaign,
        }
    }

    fn id(&self) -> CampaignId {
        self.campaign.parse().unwrap()
    }

    async fn write(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static) {
        let rows = self.app.app.workspace(&self.app.workspace);
        rows.write(work).await.unwrap();
    }

    /// A call that was dialled at this time and ended so; answered where there was a talk or nobody was free.
    async fn call(&self, number: u128, at: &str, outcome: Outcome, agent: Option<&str>) {
        let at: Timestamp = at.parse::<jiff::Timestamp>().unwrap().into();
        let mut row = call_of(number, self.id(), at);
        row.call.facts.claims = 1;
        row.call.facts.claimed_at = Some(at);
        row.call.state = State::Ended(outcome);
        if outcome.was_answered() {
            row.call.facts.answered_at = Some(at.plus_seconds(5));
        }
        if agent.is_some() {
            row.call.facts.bridged_at = Some(at.plus_seconds(6));
            row.call.facts.cost = Some(Cost {
                micros: 14_000,
                currency: "USD".to_owned(),
            });
        }
        let talk = agent.map(|user| TalkRow {
            call_id: row.id.clone(),
            began_at: at.plus_seconds(6),
            seat_id: SeatId::from_bits(1),
            user_id: user.to_owned(),
            campaign_id: self.id(),
            answer_to_audio_ms: 40,
            ended_at: Some(at.plus_seconds(36)),
            said: None,
        });
        self.write(move |tx| {
            tx.calls().insert(&row)?;
            match talk {
                Some(talk) => tx.seats().begin_talk(&talk),
                None => Ok(()),
            }
        })
        .await;
    }

    async fn report(&self, query: &str) -> Value {
        let path = format!("/api/v1/reports/campaigns/{}?{query}", self.campaign);
        self.manager.get(&path).await.expect_status(200).json()
    }
}

fn call_of(number: u128, campaign: CampaignId, at: Timestamp) -> CallRow {
    CallRow {
        list_id: Some(ListId::from_bits(9)),
        campaign_id: Some(campaign),
        policy: Policy {
            treatment: Treatment::Agent,
            ..Policy::default()
        },
        caller_id: Some("+14155550100".to_owned()),
        ..CallRow::planned(
            CallId::from_bits(number),
            PhoneNumber::from_e164(&format!("+1212200{number:04}")).unwrap(),
            Actor::system(),
            at,
        )
    }
}

fn keys(report: &Value) -> Vec<(&str, &str, i64)> {
    report["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["key"].as_str().unwrap(),
                row["label"].as_str().unwrap(),
                row["dialed"].as_i64().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn a_report_tells_calls_apart_in_the_zone_that_is_asked_for() {
    let desk = Desk::new().await;
    let empty = desk.report("").await;
    assert_eq!((&empty["by"], &empty["zone"]), (&json!("day"), &json!("UTC")));
    assert_eq!(empty["rows"], json!([]));
    for rate in ["abandon_permille", "average_talk_ms", "answer_rate_permille"] {
        assert_eq!(empty["total"][rate], Value::Null, "{rate}: nothing was dialled");
    }

    let agent = desk
        .app
        .add_user("ada@example.com", Role::Agent)
        .await
        .id
        .to_string();
    desk.call(1, "2026-11-02T04:30:00Z", Outcome::Completed, Some(&agent))
        .await;
    desk.call(2, "2026-11-02T14:10:00Z", Outcome::NoAnswer, None)
        .await;
    desk.call(3, "2026-11-03T14:59:59Z", Outcome::Abandoned, None)
        .await;
    let always = "from=2026-11-01T00:00:00Z&to=2026-11-05T00:00:00Z";

    let utc = desk.report(&format!("{always}&by=hour")).await;
    assert_eq!(keys(&utc), [("04", "04:00", 1), ("14", "14:00", 2)]);
    let there = desk
        .report(&format!("{always}&by=hour&zone=America/New_York"))
        .await;
    assert_eq!(keys(&there), [("09", "09:00", 2), ("23", "23:00", 1)]);
    let days = desk.report(&format!("{always}&zone=America/New_York")).await;
    assert_eq!(
        keys(&days),
        [
            ("2026-11-01", "2026-11-01", 1),
            ("2026-11-02", "2026-11-02", 1),
            ("2026-11-03", "2026-11-03", 1)
        ]
    );
    let total = &days["total"];
    assert_eq!((&total["key"], &total["dialed"]), (&json!("total"), &json!(3)));
    assert_eq!(total["answer_rate_permille"], 666);
    assert_eq!(total["abandon_permille"], 500);
    assert_eq!(
        total["cost"],
        json!({"known": [{"amount": "0.0140", "currency": "USD"}], "unknown": 2})
    );
    assert_eq!(
        total["outcomes"],
        json!({"completed": 1, "no_answer": 1, "abandoned": 1})
    );

    let agents = desk.report(&format!("{always}&by=agent")).await;
    assert_eq!(keys(&agents), [(agent.as_str(), "ada", 1), ("", "No agent", 2)]);
    let numbers = desk.report(&format!("{always}&by=caller_id")).await;
    assert_eq!(keys(&numbers), [("+14155550100", "+1 415-555-0100", 3)]);
    let lists = desk.report(&format!("{always}&by=list")).await;
    let gone = ListId::from_bits(9).to_string();
    assert_eq!(keys(&lists), [(gone.as_str(), gone.as_str(), 3)]);

    let path = format!(
        "/api/v1/reports/campaigns/{}/export.csv?{always}&by=caller_id",
        desk.campaign
    );
    let file = desk.manager.get(&path).await.expect_status(200);
    let lines: Vec<_> = file.text.lines().collect();
    assert!(
        lines[0].starts_with("\u{feff}caller_id,label,dialed,answered,"),
        "{}",
        lines[0]
    );
    assert!(
        lines[1].starts_with("\"'+14155550100\",\"'+1 415-555-0100\",3,2,666,"),
        "no cell is a formula: {}",
        lines[1]
    );
    assert!(lines[2].starts_with("total,Total,3,"), "{}", lines[2]);
    assert!(lines[2].ends_with(",0.0140,2"), "{}", lines[2]);
}

#[tokio::test]
async fn questions_that_make_no_sense_are_refused_by_name() {
    let desk = Desk::new().await;
    for (query, field) in [
        ("by=colour", "by"),
        ("zone=Mars", "zone"),
        ("from=yesterday", "from"),
        ("from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z", "to"),
    ] {
        let path = format!("/api/v1/reports/campaigns/{}?{query}", desk.campaign);
        let refused = desk.manager.get(&path).await.expect_status(422);
        assert_eq!(refused.json()["errors"][0]["field"], field, "{query}");
    }
    let absent = "/api/v1/reports/campaigns/cmp_00000000000000000000000000";
    let refused = desk.manager.get(absent).await.expect_status(404);
    assert_eq!(refused.problem(), "campaign.not_found");
}

#[tokio::test]
async fn a_detector_is_right_or_wrong_by_what_agents_said_and_else_unchecked() {
    let desk = Desk::new().await;
    let campaign = desk.id();
    let now = desk.app.app.now();
    for (number, said) in [(1, Some("human")), (2, Some("machine")), (3, None)] {
        desk.call(number, "2026-11-02T17:00:00Z", Outcome::Completed, Some("usr_x"))
            .await;
        let campaign = campaign.clone();
        desk.write(move |tx| {
            let call = CallId::from_bits(number);
            tx.reports()
                .detected(&call, &campaign, VerdictSource::Own, AmdVerdict::Human, now)?;
            if number == 1 {
                tx.reports()
                    .detected(&call, &campaign, VerdictSource::Carrier, AmdVerdict::Machine, now)?;
            }
            match said {
                Some(word) => tx.seats().said(&call, word),
                None => Ok(()),
            }
        })
        .await;
    }
    let path = format!("/api/v1/reports/campaigns/{}/precision", desk.campaign);
    let found = desk.manager.get(&path).await.expect_status(200).json();
    assert_eq!(
        found["own"],
        json!({"human": {"right": 1, "wrong": 1, "unchecked": 1},
            "machine": {"right": 0, "wrong": 0, "unchecked": 0}, "unknown": 0})
    );
    assert_eq!(
        found["carrier"]["machine"],
        json!({"right": 0, "wrong": 1, "unchecked": 0})
    );
}

#[tokio::test]
async fn agents_see_their_own_shifts_and_managers_everybody_s() {
    let desk = Desk::new().await;
    let agent = desk.app.signed_in(Role::Agent).await;
    let own = agent.get("/api/v1/session").await.json()["user"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let begun = desk.app.app.now();
    for (number, user) in [(1, own.as_str()), (2, "usr_other")] {
        let row = SeatRow {
            id: SeatId::from_bits(number),
            campaign_id: desk.id(),
            user_id: user.to_owned(),
            name: "@Ada".to_owned(),
            seat: Seat::signed_in(begun),
            created_by: Actor::system(),
            created_at: begun,
            updated_at: begun,
            ended_at: None,
            revision: 0,
        };
        desk.write(move |tx| {
            assert!(tx.seats().insert(&row)?);
            let (mut row, later) = (row, begun.plus_seconds(2));
            let ctx = Ctx {
                now: later,
                limits: &Limits::default(),
                policy: &SeatPolicy::default(),
            };
            row.seat = step(row.seat.clone(), Event::BrowserHere, &ctx).seat;
            row.updated_at = later;
            tx.seats().update(&mut row)
        })
        .await;
    }
    desk.app.clock.advance_s(12);
    let rows = |answer: Value| answer["rows"].as_array().unwrap().clone();
    let all = desk
        .manager
        .get("/api/v1/reports/shifts")
        .await
        .expect_status(200);
    assert_eq!(rows(all.json()).len(), 2);
    let mine = rows(
        agent
            .get("/api/v1/reports/shifts")
            .await
            .expect_status(200)
            .json(),
    );
    assert_eq!(mine.len(), 1);
    let shift = &mine[0];
    assert_eq!(shift["user_id"], own);
    assert_eq!(shift["campaign_name"], "=Autumn");
    assert_eq!(
        (&shift["paused_ms"], &shift["other_ms"]),
        (&json!(10_000), &json!(2_000))
    );
    assert_eq!(shift["pauses"], json!({"not_yet_ready": 10_000}));
    assert_eq!(shift["signed_out_at"], Value::Null);
    let other = agent.get("/api/v1/reports/shifts?user_id=usr_other").await;
    assert_eq!(other.expect_status(403).problem(), "auth.forbidden");
    let file = agent
        .get("/api/v1/reports/shifts/export.csv")
        .await
        .expect_status(200);
    assert_eq!(file.text.lines().count(), 2);
    assert!(file.text.contains("\"'@Ada\""), "{}", file.text);
    assert!(file.text.contains("\"'=Autumn\""), "{}", file.text);
}
