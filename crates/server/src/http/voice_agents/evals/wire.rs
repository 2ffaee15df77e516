//! Evals on the wire.

use outdial_domain::settings::FieldError;
use outdial_domain::voice_agent::{Eval, Expectation, Tool};
use outdial_store::{EvalResult, EvalRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::problem::{Problem, ProblemCode};
use crate::http::voice_agents::rehearsal_line::LineWire;

/// An eval as it is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VoiceAgentEvalInput)]
pub struct EvalInput {
    /// What people call it.
    name: String,
    /// What the callee says, in turn, for as long as the agent does not hang up; at most 12 times.
    callee: Vec<String>,
    /// What must come of it.
    expect: EvalExpectation,
}

/// What must come of an eval; what is not named is not looked at.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EvalExpectation {
    /// `scheduled`, `not_interested`, `callback`, `do_not_call` or `talked`; anything when null.
    #[schema(required)]
    result: Option<String>,
    /// Tools that the agent must ask for.
    #[schema(required)]
    tools: Vec<String>,
    /// Tools that it must not ask for.
    #[schema(required)]
    never_tools: Vec<String>,
    /// What it must say somewhere; case does not matter.
    #[schema(required)]
    says: Vec<String>,
    /// What it must not say anywhere.
    #[schema(required)]
    never_says: Vec<String>,
}

/// An eval of a voice agent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VoiceAgentEval)]
pub struct EvalView {
    /// `eval_...`
    id: String,
    /// What people call it.
    name: String,
    /// What the callee says, in turn.
    callee: Vec<String>,
    /// What must come of it.
    expect: EvalExpectation,
    /// What came of it the last time; null when it was not run since it was written.
    #[schema(required)]
    last: Option<EvalResultView>,
}

/// What came of an eval.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VoiceAgentEvalResult)]
pub struct EvalResultView {
    /// The version of the agent that talked.
    version: u32,
    /// Whether everything was as expected.
    passed: bool,
    /// What was not, in sentences.
    failures: Vec<String>,
    /// What was said.
    lines: Vec<LineWire>,
    /// Who spoke for the agent.
    #[schema(required)]
    model: Option<String>,
    /// When.
    ran_at: String,
}

/// Every eval of an agent.
#[derive(Debug, Serialize, ToSchema)]
pub struct VoiceAgentEvalList {
    /// The oldest first.
    pub items: Vec<EvalView>,
    /// Always null: there are never many.
    #[schema(required)]
    pub next: Option<String>,
}

impl EvalInput {
    /// The eval, if it makes sense.
    ///
    /// # Errors
    /// Names every field that does not.
    pub fn read(self) -> Result<Eval, Problem> {
        let mut wrong = Vec::new();
        let expect = self.expect;
        let result = expect.result.and_then(|word| match word.parse() {
            Ok(result) => Some(result),
            Err(_) => {
                let known: Vec<&str> = Expectation::RESULTS.iter().map(|known| known.as_str()).collect();
                let message = format!("There is no result {word:?}. Use one of: {}.", known.join(", "));
                wrong.push(unknown("result_unknown", message));
                None
            }
        });
        let mut tools = |names: Vec<String>| -> Vec<Tool> {
            let read = names.iter().filter_map(|name| {
                let tool = Tool::ALL.into_iter().find(|tool| tool.as_str() == name);
                if tool.is_none() {
                    let known: Vec<&str> = Tool::ALL.iter().map(|tool| tool.as_str()).collect();
                    let message = format!("There is no tool {name:?}. Use {}.", known.join(", "));
                    wrong.push(unknown("tool_unknown", message));
                }
                tool
            });
            let mut read: Vec<Tool> = read.collect();
            read.sort();
            read.dedup();
            read
        };
        let (asked, never_asked) = (tools(expect.tools), tools(expect.never_tools));
        let eval = Eval {
            name: self.name.trim().to_owned(),
            callee: self.callee.iter().map(|said| said.trim().to_owned()).collect(),
            expect: Expectation {
                result,
                tools: asked,
                never_tools: never_asked,
                says: expect.says,
                never_says: expect.never_says,
            },
        };
        // What could not be read would be missed once more.
        if wrong.is_empty() {
            wrong = eval.validate();
        }
        if wrong.is_empty() {
            Ok(eval)
        } else {
            Err(Problem::of_fields(ProblemCode::VoiceAgentEvalInvalid, &wrong))
        }
    }
}

fn unknown(code: &'static str, message: String) -> FieldError {
    FieldError {
        field: "expect",
        code,
        message,
    }
}

impl VoiceAgentEvalList {
    /// Evals as the API shows them.
    #[must_use]
    pub fn of(rows: &[EvalRow]) -> Self {
        Self {
            items: rows.iter().map(EvalView::of).collect(),
            next: None,
        }
    }
}

impl EvalView {
    /// An eval as the API shows it.
    #[must_use]
    pub fn of(row: &EvalRow) -> Self {
        let (eval, expect) = (&row.eval, &row.eval.expect);
        let names = |tools: &[Tool]| tools.iter().map(|tool| tool.as_str().to_owned()).collect();
        Self {
            id: row.id.to_string(),
            name: eval.name.clone(),
            callee: eval.callee.clone(),
            expect: EvalExpectation {
                result: expect.result.map(|result| result.as_str().to_owned()),
                tools: names(&expect.tools),
                never_tools: names(&expect.never_tools),
                says: expect.says.clone(),
                never_says: expect.never_says.clone(),
            },
            last: row.last.as_ref().map(EvalResultView::of),
        }
    }
}

impl EvalResultView {
    fn of(last: &EvalResult) -> Self {
        Self {
            version: last.version,
            passed: last.failures.is_empty(),
            failures: last.failures.clone(),
            lines: last.lines.iter().map(LineWire::from).collect(),
            model: last.model.clone(),
            ran_at: last.ran_at.to_string(),
        }
    }
}
