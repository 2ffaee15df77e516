//! `cargo xtask test`: everything that can be checked on one machine.

use anyhow::Result;

use crate::Ended;
use crate::args::Args;
use crate::binary::{self, cargo};
use crate::check;
use crate::command::run_logged;
use crate::complaints;
use crate::count::{Tally, cargo_test, node_test, vitest};
use crate::crash;
use crate::e2e;
use crate::install::{self, Installing, npm};
use crate::licences;
use crate::postgres::PrivatePostgres;
use crate::repo::Repo;
use crate::steps::{Judged, Selection, Steps};
use crate::tidy;

/// Runs all wanted steps; a failure stops nothing but what needs its result.
pub fn run(repo: &Repo, mut args: Args) -> Result<Ended> {
    let selection = Selection::new(args.values("--only")?, args.values("--skip")?, STEPS)?;
    let kills = args.value("--kills")?.unwrap_or(crash::DEFAULT_KILLS);
    let installing = if args.switch("--no-install") {
        Installing::Forbidden
    } else {
        Installing::Allowed
    };
    args.finish()?;

    let mut steps = Steps::new(selection);
    steps.run("format", || check::format(repo));
    steps.run("clippy", || check::clippy(repo));
    steps.run("tidy", || tidy::check(repo));
    steps.run("licences", || licences::check(repo));
    rust_tests(repo, installing, &mut steps);
    web(repo, &mut steps);
    journeys(repo, installing, &mut steps);
    crashes(repo, kills, &mut steps);
    Ok(steps.conclude())
}

/// The crates' tests, on both databases and judged by the carrier's own library where these can be had.
fn rust_tests(repo: &Repo, installing: Installing, steps: &mut Steps) {
    if !steps.wants("rust") {
        return;
    }
    let postgres = PrivatePostgres::start(repo, installing);
    let python = install::python_with_twilio(repo, installing);
    let services = install::python_with_services(repo, installing);
    let node = install::node_with_services(repo, installing);
    let voices = install::voices(repo, installing, install::Voices::Development);
    let specs = repo.specs();
    if let Err(error) = &postgres {
        steps.skipped("postgresql", &format!("{error:#}"));
    }
    if let Err(error) = &python {
        steps.skipped("peer library", &format!("{error:#}"));
    }
    if let Err(error) = &services {
        steps.skipped("peer services", &format!("{error:#}"));
    }
    if let Err(error) = &node {
        steps.skipped("peer packages", &format!("{error:#}"));
    }
    if let Err(error) = &voices {
        steps.skipped("voices", &format!("{error:#}"));
    }
    if specs.is_none() {
        steps.skipped(
            "api documents",
            "no copy beside the checkout; name one in OUTDIAL_SPECS_DIR",
        );
    }
    steps.run("rust", || {
        let mut command = cargo(repo);
        command
            .args(["test", "--workspace", "--no-fail-fast"])
            .env("OUTDIAL_SKIP_UI", "1");
        if let Ok(postgres) = &postgres {
            command.env("OUTDIAL_TEST_POSTGRES", postgres.url());
        }
        if let Ok(python) = &python {
            command.env("OUTDIAL_PEER_PYTHON", python);
        }
        if let Ok(services) = &services {
            command.env("OUTDIAL_PEER_SERVICES_PYTHON", services);
        }
        if let Ok(node) = &node {
            command.env("OUTDIAL_PEER_NODE", node);
        }
        if let Ok(voices) = &voices {
            command.env("OUTDIAL_AMD_SOUNDS", voices);
        }
        if let Some(specs) = &specs {
            command.env("OUTDIAL_SPECS_DIR", specs);
        }
        let finished = run_logged(&mut command, &repo.logs()?.join("rust.log"))?;
        Ok(Judged {
            tally: Tally::counted(finished.success, cargo_test(&finished.output)),
            complaints: complaints::cargo_test(&finished.output),
        })
    });
}

/// The pages: exact modules, lint, types, tests, and a build.
fn web(repo: &Repo, steps: &mut Steps) {
    let web = repo.path("web");
    steps.run("web", || {
        install::npm_ci(repo, &web)?;
        let log = repo.logs()?.join("web.log");
        let mut tally = Tally::default();
        for script in ["lint", "typecheck"] {
            let finished = run_logged(&mut npm(&web, &["run", script]), &log)?;
            tally += Tally::of(finished.success);
        }
        let tests = run_logged(&mut npm(&web, &["test"]), &log)?;
        tally += Tally::counted(tests.success, vitest(&tests.output));
        Ok(tally + pages(repo)?)
    });
}

/// Builds the pages into the folder from which a debug binary reads them.
fn pages(repo: &Repo) -> Result<Tally> {
    let log = repo.logs()?.join("pages.log");
    let built = run_logged(&mut npm(&repo.path("web"), &["run", "build"]), &log)?;
    Ok(Tally::of(built.success))
}

/// The browser journeys, against the binary and its pages.
fn journeys(repo: &Repo, installing: Installing, steps: &mut Steps) {
    if !steps.wants("e2e") {
        return;
    }
    let chromium = match install::chromium(repo, installing) {
        Ok(chromium) => chromium,
        Err(error) => return steps.skipped("e2e", &format!("{error:#}")),
    };
    let has_pages = steps.wants("web");
    steps.run("e2e", || {
        let outdial = binary::beside_tests(repo)?;
        let mut tally = Tally::default();
        if !has_pages {
            install::npm_ci(repo, &repo.path("web"))?;
            tally += pages(repo)?;
        }
        let finished = e2e::journeys(repo, &outdial, &chromium, &[])?;
        Ok(Judged {
            tally: tally + Tally::counted(finished.success, node_test(&finished.output)),
            complaints: complaints::node_test(&finished.output),
        })
    });
}

/// The server is killed while it calls people, with a well-behaved carrier and with a faulty one, while agents of a
/// campaign talk, and while automation calls.
fn crashes(repo: &Repo, kills: u32, steps: &mut Steps) {
    if !steps.wants("crash") {
        return;
    }
    let outdial = match binary::beside_tests(repo) {
        Ok(outdial) => outdial,
        Err(error) => return steps.run("crash", || Err::<Tally, _>(error)),
    };
    for carrier in [crash::Carrier::WellBehaved, crash::Carrier::Faulty] {
        steps.run("crash", || {
            crash::judge(repo, &outdial, &crash::Plan::new(kills, carrier))
        });
    }
    steps.run("crash", || crash::judge_campaign(repo, &outdial));
    steps.run("crash", || crash::judge_automation(repo, &outdial));
}

const STEPS: &[&str] = &[
    "format", "clippy", "tidy", "licences", "rust", "web", "e2e", "crash",
];
