//! The Twilio face: REST resources under `/2010-04-01`.

mod account;
mod applications;
mod auth;
mod calls;
mod conferences;
mod error;
mod form;
mod gate;
mod numbers;
mod paging;
mod recordings;
mod routes;

pub(crate) use error::not_found;
pub(crate) use gate::{Faces, RequestCounts, meet_fate};
pub(crate) use routes::router;
