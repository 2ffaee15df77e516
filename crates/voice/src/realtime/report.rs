//! What is left of a talk.

use outdial_domain::Timestamp;
use outdial_domain::voice_agent::{ConversationReport, Utterance};

use super::ending::Ending;
use super::prices::cost;
use super::session::Session;

impl Session {
    /// What is left of the talk, in the form that every host of agents reports.
    #[must_use]
    pub fn report(&self, ended_at: Timestamp) -> ConversationReport {
        let mut transcript: Vec<Utterance> = self.transcript.clone();
        transcript.extend(self.callee.wordless());
        // What has no time stays behind what was noted before it.
        let mut last = 0;
        let mut order: Vec<(i64, Utterance)> = transcript
            .into_iter()
            .map(|said| {
                last = said.from_ms.unwrap_or(last);
                (last, said)
            })
            .collect();
        order.sort_by_key(|(at, _)| *at);
        let transcript: Vec<Utterance> = order.into_iter().map(|(_, said)| said).collect();
        let is_heard = !transcript.is_empty();
        let ending = self.ending.clone().unwrap_or(Ending::CalledOff);
        let (cost, cost_shares) = cost(&self.terms.model, &self.terms.transcriber, &self.usage);
        ConversationReport {
            finding: ending.finding(is_heard),
            reason: ending.reason(),
            started_at: Some(self.began_at),
            ended_at: Some(ended_at),
            transcript,
            recording_url: None,
            stereo_recording_url: None,
            summary: None,
            extracted: None,
            // A response that was under way is billed, and nobody has said by how much.
            cost: cost.filter(|_| self.active.is_none()),
            cost_shares,
            turns: self.turns.clone(),
        }
    }
}
