use super::super::*;
use crate::automation::Every;

fn codes(settings: &CampaignSettings) -> Vec<(&'static str, &'static str)> {
    let found = settings.missing_to_start();
    found.into_iter().map(|error| (error.field, error.code)).collect()
}

fn complete() -> CampaignSettings {
    CampaignSettings {
        safe_harbour: SafeHarbour {
            company: "Acme".to_owned(),
            phone: "+14155550100".to_owned(),
            opt_out_key: Some('9'),
            words: None,
        },
        ..CampaignSettings::default()
    }
}

#[test]
fn the_defaults_can_be_stored_and_lack_only_who_calls() {
    let defaults = CampaignSettings::default();
    assert!(defaults.validate().is_empty());
    assert_eq!(codes(&defaults), [("safe_harbour", "required")]);
    assert!(codes(&complete()).is_empty());
}

#[test]
fn each_limit_is_held() {
    type Change = fn(&mut CampaignSettings);
    let cases: [(Change, &str); 9] = [
        (|s| s.lines_per_seat = 11, "lines_per_seat"),
        (|s| s.lines_per_seat = 0, "lines_per_seat"),
        (|s| s.ring_timeout_s = 14, "ring_timeout_s"),
        (|s| s.wait_limit_ms = 60_001, "wait_limit_ms"),
        (|s| s.amd.verdict_limit_ms = 100, "amd.verdict_limit_ms"),
        (|s| s.abandon_budget_permille = 31, "abandon_budget_permille"),
        (
            |s| s.safe_harbour.opt_out_key = Some('x'),
            "safe_harbour.opt_out_key",
        ),
        (|s| s.caps.per_day = Some(0), "caps.per_day"),
        (|s| s.amd.policy = OnAnsweringMachine::VoicemailDrop, "voicemail"),
    ];
    for (change, field) in cases {
        let mut settings = complete();
        change(&mut settings);
        let found = codes(&settings);
        assert!(
            found.iter().any(|(named, _)| *named == field),
            "{field}: {found:?}"
        );
    }
}

#[test]
fn businesses_may_choose_a_budget_of_their_own() {
    let mut settings = complete();
    settings.audience = Audience::Business;
    settings.abandon_budget_permille = 100;
    assert!(codes(&settings).is_empty());
}

#[test]
fn a_message_campaign_needs_its_message_and_no_agents_words() {
    let settings = CampaignSettings {
        mode: Mode::Agentless,
        ..CampaignSettings::default()
    };
    assert_eq!(codes(&settings), [("message", "required")]);
}

#[test]
fn a_document_of_an_older_version_is_read_with_defaults() {
    let read: CampaignSettings = serde_json::from_str(r#"{"mode":"parallel","lines_per_seat":5}"#).unwrap();
    assert_eq!((read.mode, read.lines_per_seat), (Mode::Parallel, 5));
    assert_eq!(read.wait_limit_ms, 2_000);
    let again: CampaignSettings = serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
    assert_eq!(again, read);
}

#[test]
fn a_voice_agent_talks_in_agentless_mode_and_needs_no_message() {
    let agent = crate::ids::VoiceAgentId::from_bits(7);
    let settings = CampaignSettings {
        mode: Mode::Agentless,
        voice_agent_id: Some(agent),
        pulse: Some(Pulse::default()),
        ..CampaignSettings::default()
    };
    assert_eq!(settings.missing_to_start(), Vec::new());
    assert_eq!(settings.treatment(), crate::call::Treatment::VoiceAgent);
    assert!(!settings.policy().detect_machines);

    let seated = CampaignSettings {
        mode: Mode::Progressive,
        ..settings
    };
    let found: Vec<_> = seated.validate().into_iter().map(|error| error.field).collect();
    assert_eq!(found, ["voice_agent_id", "pulse"]);
}

#[test]
fn a_pulse_that_cannot_be_kept_says_why() {
    let with = |pulse| CampaignSettings {
        mode: Mode::Agentless,
        message: "Hello.".to_owned(),
        pulse: Some(pulse),
        ..CampaignSettings::default()
    };
    for (pulse, field) in [
        (
            Pulse {
                every: Every::Minutes(0),
                ..Pulse::default()
            },
            "pulse.every",
        ),
        (
            Pulse {
                every: Every::Cron("every day".to_owned()),
                ..Pulse::default()
            },
            "pulse.every",
        ),
        (
            Pulse {
                batch: 0,
                ..Pulse::default()
            },
            "pulse.batch",
        ),
        (
            Pulse {
                budget_micros_per_day: Some(-1),
                ..Pulse::default()
            },
            "pulse.budget_micros_per_day",
        ),
        (
            Pulse {
                budget_currency: "usd".to_owned(),
                ..Pulse::default()
            },
            "pulse.budget_currency",
        ),
    ] {
        let found: Vec<_> = with(pulse)
            .validate()
            .into_iter()
            .map(|error| error.field)
            .collect();
        assert_eq!(found, [field]);
    }
}
