//! Errors as RFC 9457 problem documents with a stable code.

mod code;
mod document;
mod from_errors;

pub use code::{CODES, ProblemCode};
pub use document::{LineError, Problem, ProblemBody};
