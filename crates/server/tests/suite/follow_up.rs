//! What follows calls: appointments, mails, and messages to other programs.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::routing::post;
use outdial_integrations::hooks::HookSecret;
use outdial_server::http::auth::Role;
use outdial_server::integrations::open_workspace;
use serde_json::{Value, json};
use tokio_util::task::TaskTracker;

use crate::app::TestApp;
use crate::client::Client;

const CALCOM_SECRET: &str = "what the calendar signs with";

/// A server that may tell programs on this machine, and a manager.
async fn stage() -> (TestApp, Client, Client) {
    let app = TestApp::empty(&[
        ("OUTDIAL_HOOKS_REACH", "anywhere"),
        ("MAIL_FROM", "Acme <office@example.com>"),
        ("CALCOM_WEBHOOK_SECRET", CALCOM_SECRET),
    ])
    .await;
    for role in [Role::Manager, Role::Admin] {
        app.add_user(&format!("{}@example.com", role.as_str()), role)
            .await;
    }
    open_workspace(&app.app, &app.workspace).await.unwrap();
    let (manager, admin) = (
        app.signed_in(Role::Manager).await,
        app.signed_in(Role::Admin).await,
    );
    (app, manager, admin)
}

async fn slots(client: &Client) -> Vec<Value> {
    let found = client
        .get("/api/v1/calendar/slots?zone=America/New_York&limit=5")
        .await
        .expect_status(200)
        .json();
    found["items"].as_array().unwrap().clone()
}

async fn lead(client: &Client) -> Value {
    let person = json!({"contact_name": "Ada Lovelace", "phone": "+14155552671", "email": "Ada@Example.com", "timezone": "America/New_York", "consents": ["ai_voice"], "consent_source": "The form on the website"});
    client.post("/api/leads", &person).await.expect_status(201).json()[0].clone()
}

async fn mails(client: &Client) -> Vec<Value> {
    let found = client.get("/api/v1/mails").await.expect_status(200).json();
    found["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn only_an_offered_time_is_booked_and_each_to_one_person() {
    let (_app, client, _) = stage().await;
    let lead = lead(&client).await;
    let early = json!({"start": "2026-11-03T14:00:00Z", "lead_id": lead["id"]});
    let refused = client.post("/api/v1/bookings", &early).await.expect_status(422);
    assert_eq!(refused.problem(), "booking.not_offered");
    let forged = json!({"token": "a.b.c.d", "lead_id": lead["id"]});
    client.post("/api/v1/bookings", &forged).await.expect_status(422);

    let offered = slots(&client).await;
    let wish = json!({"token": offered[0]["token"], "lead_id": lead["id"], "zone": "America/New_York"});
    let made = client
        .post("/api/v1/bookings", &wish)
        .await
        .expect_status(201)
        .json();
    assert_eq!(
        (&made["start"], &made["state"]),
        (&offered[0]["start"], &json!("confirmed"))
    );
    assert_eq!(made["name"], "Ada Lovelace");
    let other = json!({"token": offered[0]["token"], "name": "Somebody Else"});
    let taken = client.post("/api/v1/bookings", &other).await.expect_status(409);
    assert_eq!(taken.problem(), "booking.conflict");
    assert!(
        slots(&client)
            .await
            .iter()
            .all(|slot| slot["start"] != made["start"]),
        "a taken time is offered no more"
    );
}

#[tokio::test]
async fn a_time_names_the_same_moment_in_whichever_notation() {
    let (_app, client, _) = stage().await;
    let offered = slots(&client).await;
    let moment: jiff::Timestamp = offered[0]["start"].as_str().unwrap().parse().unwrap();
    let local = moment.in_tz("America/New_York").unwrap();
    for start in [
        offered[0]["start"].as_str().unwrap().to_owned(),
        local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        local.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        local.strftime("%Y-%m-%d %H:%M").to_string(),
    ] {
        let wish = json!({"start": start, "name": "Ada", "zone": "America/New_York"});
        let made = client
            .post("/api/v1/bookings", &wish)
            .await
            .expect_status(201)
            .json();
        assert_eq!(made["start"], offered[0]["start"], "{start}");
        let cancel = format!("/api/v1/bookings/{}/cancel", made["id"].as_str().unwrap());
        client
            .post(&cancel, &json!({"reason": "only tried"}))
            .await
            .expect_status(200);
    }
}

#[tokio::test]
async fn an_appointment_is_moved_and_called_off_and_its_mails_follow() {
    let (_app, client, _) = stage().await;
    let lead = lead(&client).await;
    let offered = slots(&client).await;
    let wish = json!({"token": offered[0]["token"], "lead_id": lead["id"]});
    let made = client
        .post("/api/v1/bookings", &wish)
        .await
        .expect_status(201)
        .json();
    let path = |what: &str| format!("/api/v1/bookings/{}{what}", made["id"].as_str().unwrap());
    let first = mails(&client).await;
    let confirmation = first
        .iter()
        .find(|mail| mail["kind"] == "appointment_confirmation")
        .unwrap();
    assert_eq!(confirmation["to"], "Ada@Example.com");

    let moved = client
        .post(&path("/reschedule"), &json!({"token": offered[2]["token"]}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(
        (&moved["start"], &moved["state"]),
        (&offered[2]["start"], &json!("rescheduled"))
    );
    let after = mails(&client).await;
    let confirmations = after
        .iter()
        .filter(|mail| mail["kind"] == "appointment_confirmation");
    assert_eq!(confirmations.count(), 2, "the new time is confirmed as well");

    client.post(&path("/cancel"), &json!({})).await.expect_status(200);
    client.post(&path("/cancel"), &json!({})).await.expect_status(200);
    let again = client
        .post(&path("/reschedule"), &json!({"token": offered[3]["token"]}))
        .await
        .expect_status(409);
    assert_eq!(again.problem(), "booking.conflict");
    let story = client
        .get(&format!(
            "/api/v1/leads/{}/timeline",
            lead["id"].as_str().unwrap()
        ))
        .await
        .expect_status(200)
        .json();
    let kinds: Vec<_> = story["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["kind"].as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"booking") && kinds.contains(&"mail"), "{kinds:?}");
}

#[tokio::test]
async fn words_of_a_mail_are_checked_shown_and_restored() {
    let (_app, client, _) = stage().await;
    let path = "/api/v1/mail/templates/not_interested";
    let before = client.get(path).await.expect_status(200).json();
    assert_eq!(before["is_default"], true);
    let wrong = json!({"subject": "Hello {{shoe_size}}", "text": "x"});
    let refused = client.put(path, &wrong).await.expect_status(422);
    assert_eq!(refused.problem(), "mail.invalid");
    let right = json!({"subject": "Thank you, {{first_name}}", "text": "We heard you, {{contact_name}}. {{unsubscribe_url}}"});
    let shown = client
        .post(&format!("{path}/preview"), &right)
        .await
        .expect_status(200)
        .json();
    assert_eq!(shown["subject"], "Thank you, Ada");
    client.put(path, &right).await.expect_status(200);
    let changed = client.get(path).await.expect_status(200).json();
    assert_eq!(
        (&changed["subject"], &changed["is_default"]),
        (&right["subject"], &json!(false))
    );
    client
        .post(&format!("{path}/restore"), &json!({}))
        .await
        .expect_status(200);
    assert_eq!(client.get(path).await.json()["subject"], before["subject"]);
}

#[tokio::test]
async fn a_mail_is_looked_at_as_a_page_that_can_do_nothing() {
    let (app, client, _) = stage().await;
    let path = "/api/v1/mail/templates/not_interested/preview";
    let mut lead = json!({"contact_name": "<script>alert(1)</script> Ada", "phone": "+14155552671"});
    let added = client.post("/api/leads", &lead).await.expect_status(201).json();
    lead = added[0]["id"].clone();
    let words = json!({"subject": "x", "text": "x", "lead_id": lead,
        "html": "<style>p { color: teal }</style><p style=\"margin: 0\">Hello {{contact_name}}</p>"});
    let shown = client.post(path, &words).await.expect_status(200).json();
    let page = shown["page"].as_str().unwrap();
    let answer = client.get(page).await.expect_status(200);
    assert_eq!(answer.headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(
        answer.headers["content-security-policy"],
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; \
         sandbox"
    );
    assert_eq!(answer.headers["x-frame-options"], "SAMEORIGIN");
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert!(answer.text.starts_with("<!doctype html><meta charset=\"utf-8\">"));
    assert!(
        answer.text.contains("<p style=\"margin: 0\">Hello "),
        "{}",
        answer.text
    );
    assert!(
        answer.text.contains("&lt;script&gt;alert(1)&lt;/script&gt; Ada") && !answer.text.contains("<script"),
        "what leads are called is never HTML: {}",
        answer.text
    );
    app.stranger().get(page).await.expect_status(401);
    let home = client.get("/").await;
    let policy = home.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("frame-src 'self'"), "{policy}");

    let plain = json!({"subject": "x", "text": "x"});
    let shown = client.post(path, &plain).await.expect_status(200).json();
    assert_eq!(shown["page"], Value::Null, "there is no HTML to look at");
    let looked = client.get("/api/v1/mail/previews/none").await.expect_status(404);
    assert_eq!(looked.problem(), "mail.not_found");
    for _ in 0..32 {
        client.post(path, &words).await.expect_status(200);
    }
    client.get(page).await.expect_status(404);
}

#[tokio::test]
async fn whoever_wants_no_mail_gets_none() {
    let (_app, client, _) = stage().await;
    client
        .post(
            "/api/v1/mail/suppressions",
            &json!({"address": "ADA@example.com"}),
        )
        .await
        .expect_status(204);
    let lead = lead(&client).await;
    let offered = slots(&client).await;
    let wish = json!({"token": offered[0]["token"], "lead_id": lead["id"]});
    client.post("/api/v1/bookings", &wish).await.expect_status(201);
    let written = mails(&client).await;
    assert!(!written.is_empty());
    assert!(
        written.iter().all(|mail| mail["state"] == "suppressed"),
        "{written:?}"
    );
    client
        .delete("/api/v1/mail/suppressions/ada@example.com")
        .await
        .expect_status(204);
    let left = client.get("/api/v1/mail/suppressions").await.json();
    assert_eq!(left["items"], json!([]));
}

#[tokio::test]
async fn a_link_against_mails_stops_them_only_when_it_is_confirmed() {
    let (app, client, _) = stage().await;
    let nobody = app.stranger().get("/unsubscribe/made-up").await;
    assert!(nobody.status.is_client_error());
    let address = "ada@example.com".parse().unwrap();
    let config = app.app.engine.services().config().unwrap();
    let token = config.link_key.sign(&app.workspace, &address);
    let path = format!("/unsubscribe/{token}");
    let page = app.stranger().get(&path).await.expect_status(200);
    assert!(
        page.text.contains("<form"),
        "mail programs open links: {}",
        page.text
    );
    let none = client.get("/api/v1/mail/suppressions").await.json();
    assert_eq!(none["items"], json!([]));
    let done = app.stranger().send(Method::POST, &path, Body::empty()).await;
    assert!(done.status.is_success(), "{}", done.text);
    let stopped = client.get("/api/v1/mail/suppressions").await.json();
    assert_eq!(
        (&stopped["items"][0]["address"], &stopped["items"][0]["reason"]),
        (&json!("ada@example.com"), &json!("unsubscribed"))
    );
}

#[tokio::test]
async fn accounts_of_services_are_checked_kept_secret_and_removed() {
    let (_app, manager, admin) = stage().await;
    let path = "/api/v1/integrations/smtp";
    let wrong = json!({"values": {"url": "ftp://mail.example.com", "from": "office@example.com"}});
    let refused = admin.put(path, &wrong).await.expect_status(422);
    assert_eq!(refused.problem(), "integration.invalid");
    let right =
        json!({"values": {"url": "smtp://user:hunter2@127.0.0.1:1", "from": "Acme <office@example.com>"}});
    let kept = admin.put(path, &right).await.expect_status(200);
    assert!(!kept.text.contains("hunter2"), "{}", kept.text);
    let listed = manager.get("/api/v1/integrations").await.expect_status(200);
    assert!(!listed.text.contains("hunter2"), "{}", listed.text);
    let tried = admin
        .post(&format!("{path}/test"), &json!({}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(tried["ok"], false, "nobody listens there: {tried}");
    assert!(!tried["sentence"].as_str().unwrap().contains("hunter2"));
    admin.delete(path).await.expect_status(204);
    admin
        .post(&format!("{path}/test"), &json!({}))
        .await
        .expect_status(404);
    admin
        .put("/api/v1/integrations/fax", &right)
        .await
        .expect_status(404);
}

#[tokio::test]
async fn reports_of_services_are_believed_only_with_their_signature() {
    let (app, ..) = stage().await;
    let body = json!({"triggerEvent": "BOOKING_CANCELLED", "payload": {"uid": "u"}}).to_string();
    for (header, value) in [
        ("x-other", ""),
        ("x-cal-signature-256", "00"),
        ("x-cal-signature-256", "no hex"),
    ] {
        let answer = app
            .stranger()
            .with_header("content-type", "application/json")
            .with_header(header, value)
            .send(Method::POST, "/webhooks/calcom", Body::from(body.clone()))
            .await;
        assert_eq!(answer.status, 403, "{header} {value}: {}", answer.text);
    }
    let answer = app
        .stranger()
        .send(Method::POST, "/webhooks/resend", Body::from("{}"))
        .await;
    assert_eq!(answer.status, 403, "{}", answer.text);
}

/// What a program was told: headers and body.
type Told = Arc<Mutex<Vec<(HeaderMap, Bytes)>>>;

/// A program on loopback that takes everything.
async fn program() -> (String, Told) {
    async fn take(State(told): State<Told>, headers: HeaderMap, body: Bytes) -> StatusCode {
        told.lock().unwrap().push((headers, body));
        StatusCode::NO_CONTENT
    }
    let told = Told::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let router = Router::new().route("/hook", post(take)).with_state(told.clone());
    TaskTracker::new().spawn(async move { axum::serve(listener, router).await });
    (url, told)
}

#[tokio::test]
async fn a_program_is_told_of_leads_and_appointments_with_a_signature() {
    let (app, manager, admin) = stage().await;
    let engine = app.app.engine.clone();
    TaskTracker::new().spawn(async move { engine.run().await });
    let (url, told) = program().await;
    let wanted = json!({"url": url, "events": ["lead.updated", "booking.created"]});
    let added = admin
        .post("/api/v1/hooks", &wanted)
        .await
        .expect_status(201)
        .json();
    let secret: HookSecret = added["secret"].as_str().unwrap().parse().unwrap();
    let listed = admin.get("/api/v1/hooks").await.expect_status(200);
    assert!(
        !listed.text.contains(added["secret"].as_str().unwrap()),
        "shown once"
    );
    let refused = json!({"url": url, "events": ["call.began"]});
    let refused = admin.post("/api/v1/hooks", &refused).await.expect_status(422);
    assert_eq!(refused.problem(), "hook.invalid");

    let lead = lead(&manager).await;
    let path = format!("/api/v1/leads/{}", lead["id"].as_str().unwrap());
    manager
        .patch(&path, &json!({"title": "Countess"}))
        .await
        .expect_status(200);
    let offered = slots(&manager).await;
    let wish = json!({"token": offered[0]["token"], "lead_id": lead["id"]});
    manager.post("/api/v1/bookings", &wish).await.expect_status(201);

    let messages = until(|| Some(told.lock().unwrap().clone()).filter(|told| told.len() >= 2)).await;
    let mut events = Vec::new();
    for (headers, body) in &messages {
        let id = secret.verify(headers, body, app.app.now()).unwrap();
        assert!(id.starts_with("dlv_"), "{id}");
        let message: Value = serde_json::from_slice(body).unwrap();
        assert_eq!(message["data"]["lead_id"], lead["id"]);
        events.push(message["type"].as_str().unwrap().to_owned());
    }
    events.sort();
    assert_eq!(events, ["booking.created", "lead.updated"]);

    let path = format!("/api/v1/hooks/{}/deliveries", added["id"].as_str().unwrap());
    let deliveries = admin.get(&path).await.expect_status(200).json();
    let replay = format!(
        "/api/v1/hooks/deliveries/{}/replay",
        deliveries["items"][0]["id"].as_str().unwrap()
    );
    admin.post(&replay, &json!({})).await.expect_status(200);
    until(|| (told.lock().unwrap().len() >= 3).then_some(())).await;
}

/// Waits for what another task does.
async fn until<T>(mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..1_000 {
        if let Some(found) = look() {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it never came");
}
