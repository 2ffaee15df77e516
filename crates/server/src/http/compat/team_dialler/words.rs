//! The words by which the team dialler's clients know how contacts stand, and what agents say of them.

use outdial_domain::call::{AmdVerdict, Outcome, State};
use outdial_domain::leads::Dispositions;
use outdial_store::CallRow;

/// How the contact of a call stands.
pub(super) fn contact_status(call: &CallRow) -> &'static str {
    match call.call.state {
        State::Planned | State::Unknown => "dialing",
        State::Dialing if call.call.facts.carrier_call_id.is_some() => "initiated",
        State::Dialing => "dialing",
        State::Ringing => "ringing",
        State::Connected if call.call.facts.bridged_at.is_some() => "in-progress",
        State::Waiting | State::Connected => "queued",
        State::Voicemail | State::Ended(Outcome::Machine | Outcome::VoicemailLeft) => "voicemail",
        State::Ended(_) => call_status(call),
    }
}

/// How the call stands, in the carrier's words.
pub(super) fn call_status(call: &CallRow) -> &'static str {
    match call.call.state {
        State::Planned => "queued",
        State::Dialing | State::Unknown => "initiated",
        State::Ringing => "ringing",
        State::Waiting | State::Connected | State::Voicemail => "in-progress",
        State::Ended(outcome) => match outcome {
            Outcome::Completed | Outcome::Abandoned | Outcome::Machine | Outcome::VoicemailLeft => {
                "completed"
            }
            Outcome::NoAnswer => "no-answer",
            Outcome::Busy => "busy",
            Outcome::Failed | Outcome::Unknown => "failed",
            Outcome::Canceled | Outcome::Blocked => "canceled",
        },
    }
}

/// What the detector says of a call, in the carrier's words.
pub(super) fn detection(call: &CallRow) -> &'static str {
    match call.call.facts.verdict {
        Some(AmdVerdict::Human | AmdVerdict::Screening) => "human",
        Some(AmdVerdict::Machine) => "machine_start",
        Some(AmdVerdict::MachineReady) => "machine_end_beep",
        Some(AmdVerdict::Fax) => "fax",
        Some(AmdVerdict::Unknown) | None => "unknown",
    }
}

/// The workspace's own code for what an agent says; nothing for a word that nobody knows, or has a code for.
pub(super) fn code_of(word: &str, known: &Dispositions) -> Option<String> {
    let (_, codes) = WORDS.iter().find(|(own, _)| *own == word)?;
    let found = codes.iter().find(|code| known.find(code).is_some())?;
    Some((*found).to_owned())
}

/// The word for a code.
pub(super) fn word_of(code: &str) -> &str {
    let found = WORDS.iter().find(|(_, codes)| codes.contains(&code));
    found.map_or(code, |(word, _)| *word)
}

/// Each word with the codes that mean it, the same one first.
const WORDS: [(&str, &[&str]); 6] = [
    ("interested", &["interested", "connected"]),
    ("not_interested", &["not_interested"]),
    ("callback", &["callback", "callback_requested", "follow_up"]),
    ("wrong_number", &["wrong_number"]),
    ("no_answer", &["no_answer"]),
    ("voicemail", &["voicemail"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_a_code_in_a_fresh_workspace_and_comes_back_as_it_was_said() {
        let known = Dispositions::default();
        for (word, _) in WORDS {
            let code = code_of(word, &known).unwrap();
            assert_eq!(word_of(&code), word);
        }
        assert_eq!(code_of("whatever", &known), None);
        assert_eq!(code_of("interested", &Dispositions(Vec::new())), None);
        assert_eq!(word_of("busy"), "busy");
    }
}
