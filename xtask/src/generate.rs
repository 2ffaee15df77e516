//! `cargo xtask gen`: files that come from the code and are committed beside it.

use std::process::Command;

use anyhow::{Result, bail};

use crate::Ended;
use crate::args::Args;
use crate::binary::cargo;
use crate::command::{capture, run_logged};
use crate::install::{npm, npm_ci};
use crate::repo::Repo;

/// Writes the OpenAPI document and the page's schema; the zone table comes from a released package and needs the
/// network, so it is made on request only.
pub fn run(repo: &Repo, mut args: Args) -> Result<Ended> {
    let zones = args.switch("--zones");
    args.finish()?;
    let log = repo.logs()?.join("generate.log");

    let mut openapi = cargo(repo);
    openapi
        .args(["run", "--quiet", "--package", "outdial", "--", "openapi"])
        .env("OUTDIAL_SKIP_UI", "1");
    std::fs::write(repo.path(OPENAPI), capture(&mut openapi)?)?;
    println!("wrote {OPENAPI}");

    let web = repo.path("web");
    npm_ci(repo, &web)?;
    let document = repo.path(OPENAPI);
    let mut schema = npm(&web, &["exec", "--", "openapi-typescript"]);
    schema
        .arg(&document)
        .args(["--empty-objects-unknown", "--output", SCHEMA]);
    if !run_logged(&mut schema, &log)?.success {
        bail!("the page's schema could not be generated");
    }
    if zones {
        let mut generator = Command::new("python3");
        generator.arg(repo.path(ZONES)).current_dir(repo.root());
        if !run_logged(&mut generator, &log)?.success {
            bail!("the time zone table could not be generated");
        }
    }
    Ok(Ended::Well)
}

const OPENAPI: &str = "crates/server/openapi.json";
/// Relative to `web/`.
const SCHEMA: &str = "src/api/schema.ts";
const ZONES: &str = "crates/domain/src/zones/generate.py";
