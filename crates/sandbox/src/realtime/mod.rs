//! The face of a speech model: a WebSocket at `/v1/realtime?model=…` in the words of OpenAI's Realtime API.
//!
//! The model here understands nothing. It notices when somebody speaks and when they pause, by how loud they are, and
//! follows a script for what the callee wants (see [`crate::Attitude`]): whom it talks with it reads in its instructions,
//! by their number. What they said, too, stands in the script. What it says itself is a tone of the length that the words
//! would take. It asks the tools that it was given, goes on by their answers, can be interrupted, and says what it used.

mod account;
mod book;
mod hearing;
mod programme;
mod response;
mod routes;
mod script;
mod session;
mod settings;
mod voice;
mod waits;

pub use account::RealtimeAccount;

pub(crate) use book::RealtimeBook;
pub(crate) use routes::{is_let_in, router};
pub(crate) use waits::WaitBook;
