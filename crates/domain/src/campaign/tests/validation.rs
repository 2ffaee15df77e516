use super::super::*;

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
