//! The face of a language model: `POST /v1/chat/completions` and `GET /v1/models` in the words of OpenAI's API, for the
//! account that the speech model serves too.
//!
//! The model here understands nothing. In a talk it follows a script: key words of what the other side says decide which of
//! its tools it asks for, and the tools' answers decide what it says (see [`script`]). Where a structured answer is wanted
//! instead, it gives the emptiest one that the schema allows.

mod answer;
mod heard;
mod request;
mod routes;
mod script;
mod structured;

pub(crate) use routes::router;
