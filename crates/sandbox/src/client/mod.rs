//! The browsers' face: what Twilio's Voice kit for JavaScript connects to, at `/signal`.
//!
//! The kit opens a WebSocket, proves with an access token who it is, and invites: it sends a WebRTC offer and the
//! parameters of its call. That becomes an inbound call from `client:<identity>` to the token's application, whose
//! instructions are fetched and performed like those of any other call; its sound passes as G.711 mu-law between the
//! browser and the call's line.
//!
//! | Kit says | What happens |
//! |---|---|
//! | `listen` | the token is verified: `connected`, or `error` 31202 (forged), 31204 (no usable token), 31205 (expired), 31207 (lives too long) |
//! | `register` | `ready`, or `offline` when it registers for nothing; nobody calls browsers here |
//! | `invite` | `ringing` with the call's identifier, then `answer` once the instructions are there, then `hangup` when the call is over |
//! | `invite` with a reconnect token, `reinvite` | `answer` for the same call: the socket was lost, or the path of the sound |
//! | `hangup` | the call ends |
//! | `dtmf` | the keys are heard on the line and given to instructions that ask for them |
//! | a line feed | answers the heartbeat that keeps the socket |
//!
//! A socket that goes without a word leaves its calls alone for as long as the kit said it tries to come back
//! (`reconnectTimeout`), or for 15 seconds, the kit's own choice; a call whose sound has stopped as well ends at once.

mod attend;
mod book;
mod invite;
mod link;
mod offer;
mod peer;
mod routes;
mod session;
mod softphone;
mod token;
mod wire;

pub(crate) use book::SoftphoneBook;
pub(crate) use routes::router;
