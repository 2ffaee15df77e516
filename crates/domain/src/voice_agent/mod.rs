//! Voice agents: programs that talk with callees in a person's place.

mod conversation;

pub use conversation::{
    ConversationNews, ConversationReport, CostShare, Finding, Speaker, ToolReply, ToolRequest, Utterance,
};
