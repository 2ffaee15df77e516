//! The program `outdial`: configuration, command line, wiring, HTTP and the embedded page.

pub mod carriers;
pub mod cli;
pub mod config;
pub mod first_run;
pub mod http;
pub mod importing;
pub mod integrations;
pub mod listener;
pub mod random;
pub mod secrets;
pub mod serve;
pub mod workspace_settings;
