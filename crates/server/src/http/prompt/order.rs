//! Numbers of a command become calls.

use outdial_domain::Timestamp;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::prompt::NumberMention;
use outdial_domain::rules::WindowOverride;
use outdial_engine::{LineNumber, NewRun, PlanLine, PlanRequest, Planned};

use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::problem::Problem;

/// Whom to call with what.
pub struct NumbersToCall {
    /// The numbers as they were written.
    pub numbers: Vec<NumberMention>,
    /// What to say.
    pub message: Option<String>,
    /// Not before this time.
    pub at: Option<Timestamp>,
    /// A confirmed override of the calling window.
    pub window_override: Option<WindowOverride>,
}

impl NumbersToCall {
    /// Writes the calls down: one call stands alone, several are a run.
    pub async fn plan(self, app: &AppState, actor: &Actor, bits: Option<u128>) -> Result<Planned, Problem> {
        let count = self.numbers.len();
        let run = (count > 1).then(|| NewRun {
            name: format!("{count} numbers"),
            source: "prompt".to_owned(),
        });
        let mut seen: Vec<(PhoneNumber, u32)> = Vec::new();
        let lines = self
            .numbers
            .into_iter()
            .zip(1_u32..)
            .map(|(mention, line)| PlanLine {
                line,
                raw: mention.text,
                name: None,
                message: None,
                number: match mention.phone {
                    Ok(phone) => match seen.iter().find(|(known, _)| *known == phone) {
                        Some((_, of_line)) => LineNumber::Duplicate { of_line: *of_line },
                        None => {
                            seen.push((phone.clone(), line));
                            LineNumber::Valid(phone)
                        }
                    },
                    Err(problem) => LineNumber::Invalid {
                        code: problem.code,
                        reason: problem.message,
                    },
                },
                lead: None,
            });
        let request = PlanRequest {
            lines: lines.collect(),
            run,
            message: self.message,
            voice: None,
            language: None,
            at: self.at,
            window_override: self.window_override,
            by: actor.stored(),
            request_bits: bits,
        };
        Ok(app.engine.plan(&actor.workspace, request).await?)
    }
}
