//! Voice agents: programs that talk with callees in a person's place.
//!
//! What an agent is to do and say is one document of [`settings`]; what it knows of a callee are [`variables`], which are
//! data and never instructions; what it may do are [`tools`]; and what came of a talk is [decided](decide()) by what
//! happened, not by what a model says of it.

mod conversation;
mod decide;
mod rehearsal;
mod settings;
mod template;
mod tools;
mod validate;
mod variables;

pub use conversation::{
    ConversationNews, ConversationReport, CostShare, Finding, Speaker, ToolReply, ToolRequest, TurnLatency,
    Utterance,
};
pub use decide::{Decision, Deeds, Evidence, Ground, decide, opted_out};
pub use rehearsal::{
    Eval, Expectation, RehearsalLine, RehearsedTool, came_of, is_handed_over, is_over, judge, rehearsed_deeds,
};
pub use settings::{Disclosure, VoiceAgentSettings};
pub use template::{TemplateFault, names_in, render};
pub use tools::{
    BookingOrder, EmailOrder, ReadingTools, SlotChoice, Tool, ToolOrder, read_time, read_tool, written_time,
};
pub use variables::{Callee, VariableNote, known_variables, variables};
