//! The guarded operations of automation, appointments, mail and services.

use axum::http::Method;
use outdial_server::http::auth::Operation::{self, *};
use serde_json::{Value, json};

/// Method, path, body, and the row of the table that guards the operation.
pub fn guarded() -> Vec<(Method, &'static str, Value, Operation)> {
    const AUTOMATION: &str = "/api/v1/automation";
    let words = || json!({"subject": "x", "text": "x"});
    let eval = || json!({"name": "x", "callee": [], "expect": {"says": ["x"]}});
    let program = || json!({"url": "x", "events": []});
    let get = |path, operation| (Method::GET, path, json!({}), operation);
    let post = |path, body, operation| (Method::POST, path, body, operation);
    let put = |path, body, operation| (Method::PUT, path, body, operation);
    let delete = |path, body, operation| (Method::DELETE, path, body, operation);
    vec![
        get(AUTOMATION, CampaignsRead),
        put(AUTOMATION, json!({}), CampaignsWrite),
        post("/api/v1/automation/run", json!({}), CampaignsWrite),
        get("/api/v1/automation/runs", CampaignsRead),
        get("/api/v1/automation/runs/{aur}", CampaignsRead),
        get("/api/v1/automation/leads/{lead}/why", CampaignsRead),
        get("/api/v1/automation/stats", StatsRead),
        get("/api/v1/voice-agents/example", VoiceAgentsRead),
        post(
            "/api/v1/voice-agents/{agt}/rehearse",
            json!({"lines": []}),
            VoiceAgentsWrite,
        ),
        get("/api/v1/voice-agents/{agt}/evals", VoiceAgentsRead),
        post("/api/v1/voice-agents/{agt}/evals", eval(), VoiceAgentsWrite),
        put(
            "/api/v1/voice-agents/{agt}/evals/{eval}",
            eval(),
            VoiceAgentsWrite,
        ),
        delete(
            "/api/v1/voice-agents/{agt}/evals/{eval}",
            json!({}),
            VoiceAgentsWrite,
        ),
        post(
            "/api/v1/voice-agents/{agt}/talks",
            json!({"sdp": "x"}),
            VoiceAgentsWrite,
        ),
        get("/api/v1/voice-agents/{agt}/talks/{rehearsal}", VoiceAgentsWrite),
        delete(
            "/api/v1/voice-agents/{agt}/talks/{rehearsal}",
            json!({}),
            VoiceAgentsWrite,
        ),
        post(
            "/api/v1/voice-agents/{agt}/evals/run",
            json!({}),
            VoiceAgentsWrite,
        ),
        get("/api/v1/bookings", BookingsRead),
        post("/api/v1/bookings", json!({}), BookingsWrite),
        get("/api/v1/bookings/{bkg}", BookingsRead),
        post(
            "/api/v1/bookings/{bkg}/reschedule",
            json!({"token": "x"}),
            BookingsWrite,
        ),
        post("/api/v1/bookings/{bkg}/cancel", json!({}), BookingsWrite),
        get("/api/v1/calendar", BookingsRead),
        put(
            "/api/v1/calendar",
            json!({"settings": {}, "revision": 0}),
            SettingsWrite,
        ),
        get("/api/v1/calendar/slots", BookingsRead),
        get("/api/v1/mails", MailRead),
        post("/api/v1/mails/{mail}/retry", json!({}), MailWrite),
        post("/api/v1/mails/{mail}/cancel", json!({}), MailWrite),
        get("/api/v1/mail/templates", MailRead),
        get("/api/v1/mail/templates/reminder", MailRead),
        put("/api/v1/mail/templates/reminder", words(), MailWrite),
        post("/api/v1/mail/templates/reminder/restore", json!({}), MailWrite),
        post("/api/v1/mail/templates/reminder/preview", words(), MailRead),
        get("/api/v1/mail/previews/{preview}", MailRead),
        post(
            "/api/v1/mail/templates/reminder/send-test",
            json!({"to": "x"}),
            MailWrite,
        ),
        get("/api/v1/mail/suppressions", MailRead),
        post("/api/v1/mail/suppressions", json!({"address": "x"}), MailWrite),
        delete("/api/v1/mail/suppressions/x@example.com", json!({}), MailWrite),
        get("/api/v1/hooks", IntegrationsRead),
        post("/api/v1/hooks", program(), IntegrationsWrite),
        put("/api/v1/hooks/{hook}", program(), IntegrationsWrite),
        delete("/api/v1/hooks/{hook}", json!({}), IntegrationsWrite),
        get("/api/v1/hooks/{hook}/deliveries", IntegrationsRead),
        post("/api/v1/hooks/{hook}/test", json!({}), IntegrationsWrite),
        post(
            "/api/v1/hooks/deliveries/{dlv}/replay",
            json!({}),
            IntegrationsWrite,
        ),
        get("/api/v1/integrations", IntegrationsRead),
        put(
            "/api/v1/integrations/smtp",
            json!({"values": {}}),
            IntegrationsWrite,
        ),
        delete("/api/v1/integrations/smtp", json!({}), IntegrationsWrite),
        post("/api/v1/integrations/smtp/test", json!({}), IntegrationsWrite),
        get("/api/leads", LeadsRead),
        post("/api/leads", json!({}), LeadsWrite),
        post("/api/leads/import", json!([]), ListsWrite),
        (Method::PATCH, "/api/leads/{lead}", json!({}), LeadsWrite),
        put("/api/leads/{lead}", json!({}), LeadsWrite),
        delete("/api/leads/{lead}", json!({}), LeadsBatch),
        delete("/api/leads", json!({"ids": []}), LeadsBatch),
    ]
}
