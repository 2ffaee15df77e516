//! `outdial-bench <name>`: figures of a running release server, measured from outside. `cargo xtask bench <name>`
//! builds what is measured and starts this.

mod amd;
mod call_log;
mod callbacks;
mod carrier;
mod clock;
mod figures;
mod floor;
mod http;
mod import;
mod leads_table;
mod machine;
mod media_hub;
mod media_mix;
mod memory;
mod mouth_to_ear;
mod network;
mod numbers;
mod paste;
mod process;
mod seats;
mod server;
mod signing;
mod start;
mod talk;
mod talks;
mod verdict;

use std::process::ExitCode;

use anyhow::{Result, bail};

/// Everything that can be measured, in the order of `all`.
const NAMES: &[&str] = &[
    "start",
    "memory",
    "paste",
    "call-log",
    "callbacks",
    "verdict",
    "seats",
    "import",
    "leads-table",
    "media-mix",
    "media-hub",
    "mouth-to-ear",
    "talks",
    "amd",
];
/// What `all` leaves out: detection on that part of its corpus which may be looked at while it is worked on.
const DEVELOPMENT: &str = "amd-development";

fn main() -> ExitCode {
    match measure(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("outdial-bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn measure(wanted: &[String]) -> Result<()> {
    let names: Vec<&str> = match wanted {
        [] => bail!(
            "name what is measured: {}, {DEVELOPMENT} or all",
            NAMES.join(", ")
        ),
        [all] if all == "all" => NAMES.to_vec(),
        some => some.iter().map(String::as_str).collect(),
    };
    // The load generator shares the machine with what it measures, so it keeps to one thread.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    if let Some((first, words)) = wanted.split_first()
        && first == "agents"
    {
        return runtime.block_on(floor::work(words));
    }
    println!("{}", machine::describe());
    for name in names {
        println!("\n== {name}");
        match name {
            "start" => runtime.block_on(start::measure())?,
            "memory" => runtime.block_on(memory::measure())?,
            "paste" => runtime.block_on(paste::measure())?,
            "call-log" => runtime.block_on(call_log::measure())?,
            "callbacks" => runtime.block_on(callbacks::measure())?,
            "verdict" => runtime.block_on(verdict::measure())?,
            "seats" => runtime.block_on(seats::measure())?,
            "import" => runtime.block_on(import::measure())?,
            "leads-table" => runtime.block_on(leads_table::measure())?,
            "media-mix" => media_mix::measure()?,
            "media-hub" => runtime.block_on(media_hub::measure())?,
            "mouth-to-ear" => runtime.block_on(mouth_to_ear::measure())?,
            "talks" => runtime.block_on(talks::measure())?,
            "amd" => amd::measure()?,
            DEVELOPMENT => amd::measure_development()?,
            odd => bail!("nothing is called \"{odd}\"; there are {}", NAMES.join(", ")),
        }
    }
    Ok(())
}
