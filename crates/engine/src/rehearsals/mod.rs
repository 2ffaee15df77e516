//! Rehearsals of voice agents: talks in writing with an agent as it stands. Nobody is called, and nothing is stored, booked
//! or mailed: what the agent asks for is read and checked as in a call, and answered as if it were done.

mod aloud;
mod callee;
mod eval;
mod perform;
mod refusal;
mod turn;

pub(crate) use aloud::AloudBook;
pub use aloud::{AloudView, BegunTalk, TalkRefusal, WhoseTalk};
pub use eval::EvalRun;
pub use refusal::RehearsalRefusal;
pub use turn::Rehearsed;
