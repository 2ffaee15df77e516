//! Role x operation, over HTTP: whatever the table allows is answered, whatever it does not is refused.

use axum::http::Method;
use outdial_server::http::api_document;
use outdial_server::http::auth::{Operation, Role};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::roles_follow_up::guarded as follow_up;

/// Each guarded operation of the API: method, path, body, and the row of the table that guards it.
fn guarded() -> Vec<(Method, &'static str, Value, Operation)> {
    let none = || json!({});
    vec![
        (Method::GET, "/api/v1/users", none(), Operation::UsersRead),
        (
            Method::POST,
            "/api/v1/users",
            json!({"email": "x", "name": "x", "role": "agent", "password": "x"}),
            Operation::UsersWrite,
        ),
        (
            Method::PATCH,
            "/api/v1/users/{usr}",
            none(),
            Operation::UsersWrite,
        ),
        (
            Method::DELETE,
            "/api/v1/users/{usr}",
            none(),
            Operation::UsersWrite,
        ),
        (
            Method::POST,
            "/api/v1/users/{usr}/password",
            json!({"password": "x"}),
            Operation::UsersWrite,
        ),
        (Method::GET, "/api/v1/api-keys", none(), Operation::ApiKeysRead),
        (
            Method::POST,
            "/api/v1/api-keys",
            json!({"name": ""}),
            Operation::ApiKeysWrite,
        ),
        (
            Method::DELETE,
            "/api/v1/api-keys/{key}",
            none(),
            Operation::ApiKeysWrite,
        ),
        (Method::GET, "/api/v1/audit", none(), Operation::AuditRead),
        (Method::GET, "/api/v1/settings", none(), Operation::SettingsRead),
        (Method::PUT, "/api/v1/settings", none(), Operation::SettingsWrite),
        (Method::GET, "/api/v1/carriers", none(), Operation::CarriersRead),
        (
            Method::POST,
            "/api/v1/carriers",
            json!({"kind": "x", "name": "x"}),
            Operation::CarriersWrite,
        ),
        (
            Method::PUT,
            "/api/v1/carriers/{car}",
            json!({"kind": "x", "name": "x"}),
            Operation::CarriersWrite,
        ),
        (
            Method::DELETE,
            "/api/v1/carriers/{car}",
            none(),
            Operation::CarriersWrite,
        ),
        (
            Method::POST,
            "/api/v1/carriers/{car}/make-default",
            none(),
            Operation::CarriersWrite,
        ),
        (
            Method::POST,
            "/api/v1/carriers/{car}/test",
            none(),
            Operation::CarriersTest,
        ),
        (
            Method::POST,
            "/api/v1/carriers/{car}/webhook-check",
            none(),
            Operation::CarriersTest,
        ),
        (Method::GET, "/api/v1/dnc", none(), Operation::DncRead),
        (
            Method::POST,
            "/api/v1/dnc",
            json!({"numbers": []}),
            Operation::DncAdd,
        ),
        (Method::DELETE, "/api/v1/dnc/{dnc}", none(), Operation::DncRemove),
        (Method::GET, "/api/v1/calls", none(), Operation::CallsRead),
        (Method::GET, "/api/v1/calls/{call}", none(), Operation::CallsRead),
        (Method::GET, "/api/v1/calls.csv", none(), Operation::CallsExport),
        (
            Method::POST,
            "/api/v1/calls",
            json!({"to": "x"}),
            Operation::CallsWrite,
        ),
        (Method::DELETE, "/api/v1/calls", none(), Operation::CallsClear),
        (
            Method::POST,
            "/api/v1/calls/{call}/hang-up",
            none(),
            Operation::CallsWrite,
        ),
        (
            Method::POST,
            "/api/v1/calls/{call}/cancel",
            none(),
            Operation::CallsWrite,
        ),
        (
            Method::POST,
            "/api/v1/calls/{call}/redial",
            none(),
            Operation::CallsWrite,
        ),
        (
            Method::PUT,
            "/api/v1/calls/{call}/disposition",
            none(),
            Operation::CallsDispose,
        ),
        (Method::GET, "/api/v1/lists", none(), Operation::LeadsRead),
        (
            Method::POST,
            "/api/v1/lists",
            json!({"text": "x"}),
            Operation::ListsWrite,
        ),
        (
            Method::POST,
            "/api/v1/lists/preview",
            json!({"text": "x"}),
            Operation::LeadsRead,
        ),
        (Method::GET, "/api/v1/lists/{list}", none(), Operation::LeadsRead),
        (
            Method::DELETE,
            "/api/v1/lists/{list}",
            none(),
            Operation::ListsWrite,
        ),
        (
            Method::GET,
            "/api/v1/lists/{list}/errors",
            none(),
            Operation::LeadsRead,
        ),
        (
            Method::GET,
            "/api/v1/lists/{list}/errors.csv",
            none(),
            Operation::LeadsRead,
        ),
        (Method::GET, "/api/v1/leads", none(), Operation::LeadsRead),
        (Method::GET, "/api/v1/leads/{lead}", none(), Operation::LeadsRead),
        (
            Method::PATCH,
            "/api/v1/leads/{lead}",
            none(),
            Operation::LeadsWrite,
        ),
        (
            Method::POST,
            "/api/v1/leads/{lead}/consents",
            json!({"scope": "email", "granted": true, "source": "A letter"}),
            Operation::LeadsWrite,
        ),
        (Method::GET, "/api/v1/leads/facets", none(), Operation::LeadsRead),
        (Method::POST, "/api/v1/leads", none(), Operation::LeadsWrite),
        (
            Method::GET,
            "/api/v1/leads/export.csv",
            none(),
            Operation::LeadsExport,
        ),
        (
            Method::POST,
            "/api/v1/leads/batches",
            json!({"select": {"ids": []}, "action": {"add_tag": "x"}}),
            Operation::LeadsBatch,
        ),
        (
            Method::POST,
            "/api/v1/leads/batches/{bat}/undo",
            none(),
            Operation::LeadsBatch,
        ),
        (
            Method::GET,
            "/api/v1/leads/{lead}/timeline",
            none(),
            Operation::LeadsRead,
        ),
        (
            Method::GET,
            "/api/v1/leads/{lead}/diallable",
            none(),
            Operation::LeadsRead,
        ),
        (Method::GET, "/api/v1/imports", none(), Operation::ImportsRead),
        (Method::POST, "/api/v1/imports", none(), Operation::ImportsWrite),
        (
            Method::GET,
            "/api/v1/imports/{imp}",
            none(),
            Operation::ImportsRead,
        ),
        (
            Method::PATCH,
            "/api/v1/imports/{imp}",
            none(),
            Operation::ImportsWrite,
        ),
        (
            Method::POST,
            "/api/v1/imports/{imp}/start",
            none(),
            Operation::ImportsWrite,
        ),
        (
            Method::POST,
            "/api/v1/imports/{imp}/cancel",
            none(),
            Operation::ImportsWrite,
        ),
        (
            Method::POST,
            "/api/v1/imports/{imp}/undo",
            none(),
            Operation::ImportsWrite,
        ),
        (
            Method::GET,
            "/api/v1/imports/{imp}/errors.csv",
            none(),
            Operation::ImportsRead,
        ),
        (
            Method::GET,
            "/api/v1/views?page=leads",
            none(),
            Operation::ViewsRead,
        ),
        (
            Method::POST,
            "/api/v1/views",
            json!({"page": "leads", "name": "x", "query": "", "columns": []}),
            Operation::ViewsWrite,
        ),
        (
            Method::PATCH,
            "/api/v1/views/{view}",
            none(),
            Operation::ViewsWrite,
        ),
        (
            Method::DELETE,
            "/api/v1/views/{view}",
            none(),
            Operation::ViewsWrite,
        ),
        (Method::GET, "/api/v1/dispositions", none(), Operation::LeadsRead),
        (
            Method::PUT,
            "/api/v1/dispositions",
            json!({"items": []}),
            Operation::SettingsWrite,
        ),
        (
            Method::POST,
            "/api/v1/rooms",
            json!({"to": "x"}),
            Operation::RoomsUse,
        ),
        (Method::GET, "/api/v1/rooms/current", none(), Operation::RoomsUse),
        (
            Method::GET,
            "/api/v1/rooms/ice-servers",
            none(),
            Operation::RoomsUse,
        ),
        (Method::GET, "/api/v1/rooms/{room}", none(), Operation::CallsRead),
        (
            Method::POST,
            "/api/v1/rooms/{room}/join",
            json!({"sdp_offer": "x"}),
            Operation::RoomsUse,
        ),
        (
            Method::POST,
            "/api/v1/rooms/{room}/mute",
            none(),
            Operation::RoomsUse,
        ),
        (
            Method::POST,
            "/api/v1/rooms/{room}/unmute",
            none(),
            Operation::RoomsUse,
        ),
        (
            Method::POST,
            "/api/v1/rooms/{room}/hold",
            none(),
            Operation::RoomsUse,
        ),
        (
            Method::POST,
            "/api/v1/rooms/{room}/unhold",
            none(),
            Operation::RoomsUse,
        ),
        (
            Method::POST,
            "/api/v1/rooms/{room}/stop-clip",
            none(),
            Operation::RoomsUse,
        ),
        (
            Method::POST,
            "/api/v1/rooms/{room}/end",
            none(),
            Operation::RoomsUse,
        ),
        (
            Method::POST,
            "/api/v1/rooms/{room}/digits",
            json!({"digits": "1"}),
            Operation::RoomsUse,
        ),
        (
            Method::POST,
            "/api/v1/rooms/{room}/play",
            json!({"clip_id": "x"}),
            Operation::RoomsUse,
        ),
        (
            Method::POST,
            "/api/v1/rooms/{room}/recording",
            json!({"paused": true}),
            Operation::RoomsUse,
        ),
        (Method::GET, "/api/v1/clips", none(), Operation::ClipsRead),
        (Method::POST, "/api/v1/clips", none(), Operation::ClipsWrite),
        (
            Method::GET,
            "/api/v1/clips/{clip}/sound",
            none(),
            Operation::ClipsRead,
        ),
        (
            Method::DELETE,
            "/api/v1/clips/{clip}",
            none(),
            Operation::ClipsWrite,
        ),
        (
            Method::GET,
            "/api/v1/recordings/{rec}",
            none(),
            Operation::RecordingsRead,
        ),
        (
            Method::DELETE,
            "/api/v1/recordings/{rec}",
            none(),
            Operation::RecordingsDelete,
        ),
        (Method::GET, "/api/v1/runs", none(), Operation::RunsRead),
        (Method::GET, "/api/v1/runs/{run}", none(), Operation::RunsRead),
        (
            Method::POST,
            "/api/v1/runs",
            json!({"numbers": []}),
            Operation::RunsWrite,
        ),
        (
            Method::POST,
            "/api/v1/runs/{run}/pause",
            none(),
            Operation::RunsWrite,
        ),
        (
            Method::POST,
            "/api/v1/runs/{run}/resume",
            none(),
            Operation::RunsWrite,
        ),
        (
            Method::POST,
            "/api/v1/runs/{run}/cancel",
            none(),
            Operation::RunsWrite,
        ),
        (
            Method::GET,
            "/api/v1/runs/{run}/lines",
            none(),
            Operation::RunsRead,
        ),
        (
            Method::POST,
            "/api/v1/numbers/check",
            json!({"text": "x"}),
            Operation::CallsRead,
        ),
        (
            Method::POST,
            "/api/v1/prompt",
            json!({"text": "status"}),
            Operation::PromptUse,
        ),
        (
            Method::POST,
            "/api/v1/prompt/execute",
            json!({"text": "x"}),
            Operation::PromptUse,
        ),
        (Method::POST, "/ai_prompt", none(), Operation::PromptUse),
        (Method::POST, "/upload_numbers", none(), Operation::RunsWrite),
        (Method::DELETE, "/clear_logs", none(), Operation::CallsClear),
        (Method::GET, "/api/v1/campaigns", none(), Operation::CampaignsRead),
        (
            Method::POST,
            "/api/v1/campaigns",
            json!({"name": "x"}),
            Operation::CampaignsWrite,
        ),
        (
            Method::GET,
            "/api/v1/campaigns/{cmp}",
            none(),
            Operation::CampaignsRead,
        ),
        (
            Method::PATCH,
            "/api/v1/campaigns/{cmp}",
            json!({}),
            Operation::CampaignsWrite,
        ),
        (
            Method::GET,
            "/api/v1/campaigns/{cmp}/leads",
            none(),
            Operation::CampaignsRead,
        ),
        (
            Method::GET,
            "/api/v1/campaigns/{cmp}/versions",
            none(),
            Operation::CampaignsRead,
        ),
        (Method::GET, "/api/v1/callbacks", none(), Operation::LeadsRead),
        (
            Method::PATCH,
            "/api/v1/callbacks/{lead}",
            none(),
            Operation::LeadsWrite,
        ),
        (
            Method::GET,
            "/api/v1/campaigns/{cmp}/live",
            none(),
            Operation::CampaignsRead,
        ),
        (
            Method::POST,
            "/api/v1/campaigns/{cmp}/start",
            none(),
            Operation::CampaignsWrite,
        ),
        (
            Method::POST,
            "/api/v1/campaigns/{cmp}/pause",
            none(),
            Operation::CampaignsWrite,
        ),
        (
            Method::POST,
            "/api/v1/campaigns/{cmp}/drain",
            none(),
            Operation::CampaignsWrite,
        ),
        (
            Method::POST,
            "/api/v1/campaigns/{cmp}/stop",
            none(),
            Operation::CampaignsWrite,
        ),
        (
            Method::POST,
            "/api/v1/campaigns/{cmp}/clone",
            none(),
            Operation::CampaignsWrite,
        ),
        (Method::GET, "/api/v1/seats", none(), Operation::SeatsRead),
        (
            Method::POST,
            "/api/v1/seats",
            json!({"campaign_id": "x"}),
            Operation::SeatsUse,
        ),
        (Method::GET, "/api/v1/seats/current", none(), Operation::SeatsUse),
        (Method::GET, "/api/v1/seats/{seat}", none(), Operation::SeatsUse),
        (
            Method::DELETE,
            "/api/v1/seats/{seat}",
            none(),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/join",
            none(),
            Operation::SeatsUse,
        ),
        (
            Method::PUT,
            "/api/v1/seats/{seat}/state",
            json!({"state": "paused"}),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/wrap-up",
            json!({"next": "ready"}),
            Operation::SeatsUse,
        ),
        (
            Method::PUT,
            "/api/v1/seats/{seat}/verdict",
            json!({"verdict": "human"}),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/end-call",
            none(),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/offer/dial",
            none(),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/offer/skip",
            none(),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/dial",
            json!({"lead_id": "x"}),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/transfer",
            json!({"kind": "blind", "to": {"seat_id": "x"}}),
            Operation::SeatsUse,
        ),
        (
            Method::GET,
            "/api/v1/seats/{seat}/colleagues",
            none(),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/transfer/complete",
            none(),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/transfer/join",
            none(),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/transfer/swap",
            none(),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/transfer/cancel",
            none(),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/consult/decline",
            none(),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/ring-phone",
            none(),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/mute",
            none(),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/unmute",
            none(),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/hold",
            none(),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/unhold",
            none(),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/stop-clip",
            none(),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/digits",
            json!({"digits": "1"}),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/play",
            json!({"clip_id": "x"}),
            Operation::SeatsUse,
        ),
        (
            Method::POST,
            "/api/v1/seats/{seat}/recording",
            json!({"paused": true}),
            Operation::SeatsUse,
        ),
        (
            Method::GET,
            "/api/v1/reports/campaigns/{cmp}",
            none(),
            Operation::ReportsRead,
        ),
        (
            Method::GET,
            "/api/v1/reports/campaigns/{cmp}/export.csv",
            none(),
            Operation::ReportsRead,
        ),
        (
            Method::GET,
            "/api/v1/reports/campaigns/{cmp}/precision",
            none(),
            Operation::ReportsRead,
        ),
        (Method::GET, "/api/v1/reports/shifts", none(), Operation::SeatsUse),
        (
            Method::GET,
            "/api/v1/reports/shifts/export.csv",
            none(),
            Operation::SeatsUse,
        ),
        (Method::GET, "/api/v1/stats", none(), Operation::StatsRead),
        (
            Method::GET,
            "/api/v1/voice-agents",
            none(),
            Operation::VoiceAgentsRead,
        ),
        (
            Method::POST,
            "/api/v1/voice-agents",
            none(),
            Operation::VoiceAgentsWrite,
        ),
        (
            Method::GET,
            "/api/v1/voice-agents/tools",
            none(),
            Operation::VoiceAgentsRead,
        ),
        (
            Method::GET,
            "/api/v1/voice-agents/{agt}",
            none(),
            Operation::VoiceAgentsRead,
        ),
        (
            Method::PUT,
            "/api/v1/voice-agents/{agt}",
            none(),
            Operation::VoiceAgentsWrite,
        ),
        (
            Method::DELETE,
            "/api/v1/voice-agents/{agt}",
            none(),
            Operation::VoiceAgentsWrite,
        ),
        (
            Method::GET,
            "/api/v1/voice-agents/{agt}/versions",
            none(),
            Operation::VoiceAgentsRead,
        ),
        (
            Method::POST,
            "/api/v1/voice-agents/{agt}/publish",
            none(),
            Operation::VoiceAgentsWrite,
        ),
        (
            Method::GET,
            "/api/v1/voice-agents/{agt}/diff",
            none(),
            Operation::VoiceAgentsRead,
        ),
        (
            Method::GET,
            "/api/v1/calls/{call}/conversation",
            none(),
            Operation::ConversationsRead,
        ),
    ]
    .into_iter()
    .chain(follow_up())
    .collect()
}

/// An address with an id that nothing has.
fn fill(path: &str) -> String {
    let (Some(start), Some(end)) = (path.find('{'), path.find('}')) else {
        return path.to_owned();
    };
    let filled = format!(
        "{}{}_{}{}",
        &path[..start],
        &path[start + 1..end],
        "0".repeat(26),
        &path[end + 1..]
    );
    fill(&filled)
}

#[tokio::test]
async fn each_role_may_do_what_the_table_says_and_nothing_else() {
    let app = TestApp::new().await;
    for role in Role::ALL {
        let client = app.signed_in(role).await;
        for (method, path, body, operation) in guarded() {
            let answer = client.send_json(method.clone(), &fill(path), &body).await;
            let refused = answer.status == 403;
            assert_eq!(
                !refused,
                operation.allowed_for(role),
                "{role:?} {method} {path}: {}",
                answer.text
            );
            assert!(
                !answer.status.is_server_error(),
                "{role:?} {method} {path}: {}",
                answer.text
            );
            if refused {
                assert_eq!(answer.problem(), "auth.forbidden");
            }
        }
    }
}

#[tokio::test]
async fn nobody_gets_in_unsigned() {
    let app = TestApp::new().await;
    for (method, path, body, _) in guarded() {
        let answer = app.stranger().send_json(method.clone(), &fill(path), &body).await;
        // There are more operations than a stranger may try at once.
        app.clock.advance_s(1);
        assert_eq!(answer.status, 401, "{method} {path}");
        assert_eq!(answer.problem(), "auth.required");
    }
}

#[tokio::test]
async fn a_key_may_do_what_its_scopes_say_and_nothing_else() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let made = admin
        .post(
            "/api/v1/api-keys",
            &json!({"name": "reader", "scopes": ["calls:read", "dnc:write"]}),
        )
        .await;
    let key = made.expect_status(201).json()["key"].as_str().unwrap().to_owned();
    let program = app.stranger().with_key(&key);
    for (method, path, body, operation) in guarded() {
        let answer = program.send_json(method.clone(), &fill(path), &body).await;
        let allowed = ["calls:read", "dnc:write"].contains(&operation.scope());
        assert_eq!(answer.status != 403, allowed, "{method} {path}: {}", answer.text);
    }
}

#[test]
fn no_operation_of_the_document_is_missing_from_the_table() {
    let document = serde_json::to_value(api_document()).unwrap();
    let listed: Vec<(String, String)> = guarded()
        .into_iter()
        .map(|(method, path, ..)| (method.to_string().to_lowercase(), shape(path)))
        .collect();
    let mut missing = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let key = (method.clone(), shape(path));
            if !listed.contains(&key) && !EXEMPT.contains(&path.as_str()) {
                missing.push(format!("{method} {path}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

fn shape(path: &str) -> String {
    let path = path.split('?').next().unwrap();
    let parts = path.split('/').map(|part| {
        let varies = part.starts_with('{') || ["smtp", "reminder", "x@example.com"].contains(&part);
        if varies { "{}" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Operations with tests of their own: open ones, those on the own session, and those that upgrade or only compute.
const EXEMPT: &[&str] = &[
    // Guarded by a secret of its own; see `ai_dialler.rs`.
    "/api/cron",
    "/api/v1/setup",
    "/api/v1/session",
    "/api/v1/session/password",
    "/api/v1/live",
    // Their errors have another shape; see `dialling/rooms.rs`.
    "/aicallgo/api/v1/cold-call/initiate",
    "/aicallgo/api/v1/cold-call/webrtc-join",
    "/aicallgo/api/v1/cold-call/control/mute",
    "/aicallgo/api/v1/cold-call/end",
    "/aicallgo/api/v1/cold-call/status/{name}",
    "/aicallgo/api/v1/cold-call/audio-files",
    "/aicallgo/api/v1/cold-call/add-audio-player/{name}",
    "/aicallgo/api/v1/cold-call/control/audio-playback",
    "/aicallgo/api/v1/cold-call/reload-audio",
    "/aicallgo/api/v1/cold-call/direct/webrtc-credentials",
    "/aicallgo/api/v1/cold-call/direct/register-call",
    "/aicallgo/api/v1/cold-call/direct/hangup",
    "/aicallgo/api/v1/cold-call/direct/start-recording",
    // The same; see `dialling/team_dialler.rs`.
    "/api/token",
    "/api/campaign",
    "/api/campaign/{campaign_id}",
    "/api/campaign/{campaign_id}/dial-next",
    "/api/campaign/{campaign_id}/disposition",
    "/api/campaign/{campaign_id}/end",
    "/ws/{campaign_id}",
    "/healthz",
    "/readyz",
    "/metrics",
];
