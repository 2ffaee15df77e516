//! The agents that come with the program.

use outdial_domain::voice_agent::VoiceAgentSettings;

use crate::files::{AgentFiles, FilesFault, read_files};

/// Agrees on appointments.
pub const APPOINTMENTS: &str = "appointments";

/// The agent of this name that comes with the program.
///
/// # Errors
/// When there is no such agent.
pub fn shipped(name: &str) -> Result<VoiceAgentSettings, FilesFault> {
    if name != APPOINTMENTS {
        return Err(FilesFault::Invalid(format!(
            "No agent {name:?} comes with the program."
        )));
    }
    let files: AgentFiles = FILES
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect();
    read_files(&files)
}

const FILES: [(&str, &str); 5] = [
    (
        "agent.toml",
        include_str!("../../../agents/appointments/agent.toml"),
    ),
    (
        "system.md",
        include_str!("../../../agents/appointments/system.md"),
    ),
    (
        "first_message.md",
        include_str!("../../../agents/appointments/first_message.md"),
    ),
    (
        "end_call.md",
        include_str!("../../../agents/appointments/end_call.md"),
    ),
    (
        "voicemail.md",
        include_str!("../../../agents/appointments/voicemail.md"),
    ),
];

#[cfg(test)]
mod tests {
    use outdial_domain::voice_agent::Tool;

    use super::*;

    #[test]
    fn the_agent_that_comes_with_the_program_may_do_everything_and_says_what_it_is() {
        let agent = shipped(APPOINTMENTS).unwrap();
        assert_eq!(agent.tools, Tool::ALL);
        assert!(agent.disclosure.on);
        assert!(shipped("nobody").is_err());
    }
}
