//! The control endpoints under `/sandbox`: the ledger, the people, the faults, the sound.
//!
//! | Request | What it does |
//! |---|---|
//! | `GET /sandbox/health` | name of the population, seed, time, figures |
//! | `GET /sandbox/ledger`, with `?attempts=true` | what really happened; an attempt's `sound` says how long the callee heard and said something |
//! | `GET /sandbox/ledger/{number}` | the same of one number; its attempts carry the call's `sid` |
//! | `GET /sandbox/legs/{sid}/heard.wav` | what the callee heard, mu-law, from the first frame that a stream or room carried |
//! | `GET /sandbox/legs/{sid}/said.wav` | what the callee said in the same time; both can be fetched while the call lasts |
//! | `GET /sandbox/people`, `/sandbox/people/{number}` | the population; who takes the next call |
//! | `GET /sandbox/vapi/calls` | calls with voice agents, newest first: what the callee wanted, what was said and told |
//! | `GET /sandbox/bookings` | appointments, in the order in which they were made |
//! | `GET /sandbox/mails` | mails that were taken, newest first, through Resend or SMTP |
//! | `GET` and `PUT /sandbox/faults` | what goes wrong on purpose |
//! | `POST /sandbox/reset` | cuts off every call and forgets everything |

mod arrivals;
mod ledger;
mod people;
mod routes;
mod sound;
mod switches;

pub(crate) use routes::router;
