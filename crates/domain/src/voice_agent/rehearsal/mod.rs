//! Rehearsals: talks in writing with an agent as it stands, in which nothing is done, and what is expected of them.

mod eval;
mod judge;
mod line;

pub use eval::{Eval, Expectation};
pub use judge::judge;
pub use line::{RehearsalLine, RehearsedTool, came_of, is_handed_over, is_over, rehearsed_deeds};
