//! Errors as RFC 9457 problem documents with a stable code.

mod code;
mod document;

pub use code::{CODES, ProblemCode};
pub use document::{LineError, Problem, ProblemBody};
