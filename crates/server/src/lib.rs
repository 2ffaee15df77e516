//! The program `outdial`: configuration, command line, wiring, HTTP and the embedded page.

pub mod config;
pub mod http;
pub mod listener;
pub mod random;
pub mod secrets;
