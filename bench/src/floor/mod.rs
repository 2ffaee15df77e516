//! The agents of a campaign without a page: each signs in over the API, joins with a browser's audio, talks to whoever is
//! put through, and says what came of it.

mod agent;
mod microphones;
mod work;

pub use agent::Agent;
pub use microphones::Microphones;
pub use work::work;
