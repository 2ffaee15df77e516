//! The control endpoints under `/sandbox`: the ledger, the people, the faults.

mod ledger;
mod people;
mod routes;
mod switches;

pub(crate) use routes::router;
