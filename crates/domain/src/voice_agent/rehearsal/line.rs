//! What is said in a rehearsal, and what came of it.

use serde::{Deserialize, Serialize};

use crate::call::Outcome;
use crate::leads::LeadResult;
use crate::time::Timestamp;
use crate::voice_agent::{Deeds, Speaker, Tool, Utterance, decide};

/// Something that is said in a rehearsal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RehearsalLine {
    /// By whom.
    pub speaker: Speaker,
    /// What.
    pub text: String,
    /// What the agent asked for before it said this.
    pub tools: Vec<RehearsedTool>,
}

/// Something that the agent asked for in a rehearsal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RehearsedTool {
    /// Which tool, as the model named it.
    pub name: String,
    /// Its arguments, as the model wrote them.
    pub arguments: String,
    /// What it was answered.
    pub result: Result<String, String>,
}

impl RehearsalLine {
    /// What the callee says.
    #[must_use]
    pub fn of_callee(text: impl Into<String>) -> Self {
        Self {
            speaker: Speaker::Callee,
            text: text.into(),
            tools: Vec::new(),
        }
    }

    /// What the agent says, and what it asked for before.
    #[must_use]
    pub fn of_agent(text: impl Into<String>, tools: Vec<RehearsedTool>) -> Self {
        Self {
            speaker: Speaker::Agent,
            text: text.into(),
            tools,
        }
    }
}

impl RehearsedTool {
    /// The tool that it is, if there is one and it was performed.
    #[must_use]
    pub fn performed(&self) -> Option<Tool> {
        self.result.is_ok().then(|| self.name.parse().ok()).flatten()
    }
}

/// Whether the agent hung up.
#[must_use]
pub fn is_over(lines: &[RehearsalLine]) -> bool {
    performed(lines).any(|tool| tool == Tool::EndCall)
}

/// Whether a person would have taken over.
#[must_use]
pub fn is_handed_over(lines: &[RehearsalLine]) -> bool {
    performed(lines).any(|tool| tool == Tool::TransferToHuman)
}

/// What would have been done.
#[must_use]
pub fn rehearsed_deeds(lines: &[RehearsalLine]) -> Deeds {
    let mut deeds = Deeds::default();
    for tool in performed(lines) {
        match tool {
            Tool::BookAppointment | Tool::RescheduleAppointment => deeds.booked = true,
            Tool::CancelAppointment => deeds.booked = false,
            Tool::MarkNotInterested => deeds.not_interested = true,
            Tool::DoNotCall => deeds.do_not_call = true,
            // That a time was agreed on is what counts here, not which.
            Tool::ScheduleCallback => deeds.callback_at = Some(Timestamp(0)),
            Tool::SendEmail => deeds.mailed += 1,
            Tool::TransferToHuman => deeds.transferred = true,
            Tool::CheckAvailability | Tool::EndCall => {}
        }
    }
    deeds
}

/// What came of it, decided as after a call.
#[must_use]
pub fn came_of(lines: &[RehearsalLine]) -> LeadResult {
    let said: Vec<Utterance> = lines
        .iter()
        .map(|line| Utterance {
            speaker: line.speaker,
            text: line.text.clone(),
            from_ms: None,
            length_ms: None,
        })
        .collect();
    let deeds = rehearsed_deeds(lines);
    decide(&deeds, Some(Outcome::Completed), None, &said, Timestamp(0)).result
}

fn performed(lines: &[RehearsalLine]) -> impl Iterator<Item = Tool> {
    lines
        .iter()
        .flat_map(|line| &line.tools)
        .filter_map(RehearsedTool::performed)
}
