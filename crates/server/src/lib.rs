//! The program `outdial`: configuration, command line, wiring, HTTP and the embedded page.

pub mod carriers;
pub mod config;
pub mod first_run;
pub mod http;
pub mod listener;
pub mod random;
pub mod secrets;
pub mod workspace_settings;
