//! Runs an eval: the callee says its lines in turn, and the agent answers each.

use outdial_domain::ids::WorkspaceId;
use outdial_domain::voice_agent::{Eval, RehearsalLine, VoiceAgentSettings, judge};

use super::refusal::RehearsalRefusal;
use super::turn::Cast;
use crate::engine::Engine;

/// What came of an eval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvalRun {
    /// What was said.
    pub lines: Vec<RehearsalLine>,
    /// In what it was not as expected, in sentences; nothing when it passed.
    pub failures: Vec<String>,
    /// Which model spoke for the agent; absent when none was asked.
    pub model: Option<String>,
}

impl Engine {
    /// Runs an eval with somebody made up. A model that does not answer is a failure of the eval, in words.
    ///
    /// # Errors
    /// When there is no model, or the store fails.
    pub async fn run_eval(
        &self,
        workspace: &WorkspaceId,
        agent: &VoiceAgentSettings,
        eval: &Eval,
    ) -> Result<EvalRun, RehearsalRefusal> {
        let cast = Cast::find(self, workspace, agent, None).await?;
        let mut run = EvalRun {
            lines: cast.go_on(&[]).await?.lines,
            failures: Vec::new(),
            model: None,
        };
        for said in &eval.callee {
            run.lines.push(RehearsalLine::of_callee(said));
            match cast.go_on(&run.lines).await {
                Ok(answer) => {
                    run.lines.extend(answer.lines);
                    run.model = answer.model;
                    if answer.ended.is_some() {
                        break;
                    }
                }
                Err(RehearsalRefusal::Model(why)) => {
                    run.failures.push(format!("The talk broke off: {why}."));
                    return Ok(run);
                }
                Err(why) => return Err(why),
            }
        }
        run.failures = judge(&eval.expect, &run.lines);
        Ok(run)
    }
}
