//! The program `outdial`.

use std::process::ExitCode;

use clap::Parser as _;
use outdial_server::cli::{Arguments, run};

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("outdial: {error:#}");
            ExitCode::FAILURE
        }
    }
}
