//! `cargo xtask <command>`: the one door to building, checking, measuring and breaking this project.

mod args;
mod bench;
mod binary;
mod check;
mod clock;
mod command;
mod complaints;
mod count;
mod crash;
mod dev;
mod dice;
mod e2e;
mod generate;
mod http;
mod install;
mod licences;
mod postgres;
mod repo;
mod scratch;
mod service;
mod sim;
mod steps;
mod test;
mod tidy;
mod with_postgres;

use std::process::ExitCode;

use anyhow::{Result, bail};

use args::Args;
use repo::Repo;

/// One command of `cargo xtask`.
struct Entry {
    name: &'static str,
    usage: &'static str,
    about: &'static str,
    run: fn(&Repo, Args) -> Result<Ended>,
}

/// How a command that ran to its end came out; trouble on the way is an error instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Well,
    Badly,
}

/// Every command, in the order shown to people.
const COMMANDS: &[Entry] = &[
    Entry {
        name: "check",
        usage: "",
        about: "the fast loop: format, clippy, unit tests, tidy",
        run: check::run,
    },
    Entry {
        name: "test",
        usage: "[--only STEP]... [--skip STEP]... [--kills N] [--no-install]",
        about: "everything, on both databases, with a browser and a crash test; installs what is missing",
        run: test::run,
    },
    Entry {
        name: "dev",
        usage: "",
        about: "the server and the page's development server together",
        run: dev::run,
    },
    Entry {
        name: "gen",
        usage: "[--zones]",
        about: "what is generated: openapi.json, the page's schema.ts and, with --zones, the time zone table",
        run: generate::run,
    },
    Entry {
        name: "e2e",
        usage: "[FILE]...",
        about: "browser journeys against the built binary",
        run: e2e::run,
    },
    Entry {
        name: "crash",
        usage: "[--kills N] [--faults | --campaign | --automation] [--seed N] [--release]",
        about: "kill the server at random moments and let the sandbox's ledger judge",
        run: crash::run,
    },
    Entry {
        name: "sim",
        usage: "[--seeds N] [--calls N] [--day [--leads N]]",
        about: "the engine on virtual time with every fault",
        run: sim::run,
    },
    Entry {
        name: "with-postgres",
        usage: "COMMAND...",
        about: "run a command with OUTDIAL_TEST_POSTGRES set to a private PostgreSQL",
        run: with_postgres::run,
    },
    Entry {
        name: "bench",
        usage: "NAME...",
        about: "measure: start, memory, paste, call-log, callbacks, verdict, seats, media-mix, media-hub, mouth-to-ear, amd, amd-development or all",
        run: bench::run,
    },
    Entry {
        name: "tidy",
        usage: "",
        about: "crate edges, file lengths, names, links, documents and paths",
        run: tidy::run,
    },
    Entry {
        name: "licences",
        usage: "",
        about: "licences of everything we link, against deny.toml",
        run: licences::run,
    },
];

fn main() -> ExitCode {
    match dispatch() {
        Ok(Ended::Well) => ExitCode::SUCCESS,
        Ok(Ended::Badly) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Result<Ended> {
    let mut words = std::env::args().skip(1);
    let Some(name) = words.next() else {
        print_help();
        return Ok(Ended::Badly);
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        print_help();
        return Ok(Ended::Well);
    }
    let Some(entry) = COMMANDS.iter().find(|entry| entry.name == name) else {
        bail!("there is no command \"{name}\"; `cargo xtask help` lists them");
    };
    let args = Args::new(words);
    if args.asks_for_help() {
        println!("cargo xtask {} {}\n\n{}", entry.name, entry.usage, entry.about);
        return Ok(Ended::Well);
    }
    (entry.run)(&Repo::find()?, args)
}

fn print_help() {
    println!("cargo xtask <command>\n");
    for entry in COMMANDS {
        println!("  {:13} {}", entry.name, entry.about);
        if !entry.usage.is_empty() {
            println!("  {:13} {}", "", entry.usage);
        }
    }
}
