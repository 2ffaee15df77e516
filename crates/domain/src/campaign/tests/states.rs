use std::fmt::Write as _;

use super::super::*;

const WRITTEN: &str = include_str!("../transitions.md");

#[test]
fn the_documented_transitions_are_those_of_the_machine() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/campaign/transitions.md");
    let mut walked = String::from("```text\n");
    for state in CampaignState::ALL {
        writeln!(walked, "{}", state.as_str()).unwrap();
        for event in Event::ALL {
            let answer = match step(state, event) {
                Ok(answer) if answer.state == state && answer.actions.is_empty() => continue,
                Ok(answer) => format!("{} {:?}", answer.state.as_str(), answer.actions),
                Err(_) => "refused".to_owned(),
            };
            writeln!(walked, "  {:<11} -> {answer}", event.as_str()).unwrap();
        }
    }
    walked.push_str("```\n");
    if std::env::var_os("UPDATE_TRANSITIONS").is_some() {
        std::fs::write(path, &walked).unwrap();
        return;
    }
    assert_eq!(
        WRITTEN, walked,
        "run this test with UPDATE_TRANSITIONS=1 and read the difference"
    );
}

#[test]
fn what_is_so_already_asks_for_nothing() {
    for (state, event) in [
        (CampaignState::Running, Event::Start),
        (CampaignState::Paused, Event::Pause),
        (CampaignState::Draining, Event::Drain),
        (CampaignState::Stopped, Event::Stop),
    ] {
        let answer = step(state, event).unwrap();
        assert_eq!((answer.state, answer.actions), (state, Vec::new()));
    }
}

#[test]
fn a_stop_cancels_what_is_not_answered_from_wherever_it_comes() {
    for state in [
        CampaignState::Running,
        CampaignState::Paused,
        CampaignState::Draining,
    ] {
        let answer = step(state, Event::Stop).unwrap();
        assert_eq!(answer.state, CampaignState::Stopped);
        assert!(answer.actions.contains(&Action::CancelUnanswered));
    }
}

#[test]
fn every_campaign_that_ended_can_be_started_again() {
    for state in CampaignState::ALL {
        assert_eq!(step(state, Event::Start).unwrap().state, CampaignState::Running);
    }
}

#[test]
fn a_refusal_says_what_was_wanted_of_what() {
    let refused = step(CampaignState::Draft, Event::Pause).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "a campaign that is draft cannot be told to pause"
    );
}
