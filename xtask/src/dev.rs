//! `cargo xtask dev`: the server, and the page's development server that reloads as files change.

use std::time::Duration;

use anyhow::Result;

use crate::Ended;
use crate::args::Args;
use crate::binary::cargo;
use crate::clock::wait_for;
use crate::install::{npm, npm_ci};
use crate::repo::Repo;
use crate::service::Service;

/// Runs both until one ends or the terminal interrupts them.
pub fn run(repo: &Repo, args: Args) -> Result<Ended> {
    args.finish()?;
    let web = repo.path("web");
    npm_ci(repo, &web)?;
    let mut server = Service::start_visible(
        cargo(repo)
            .args(["run", "--package", "outdial"])
            .env("OUTDIAL_SKIP_UI", "1"),
    )?;
    let mut pages = Service::start_visible(&mut npm(&web, &["run", "dev"]))?;
    while wait_for(LOOK_AGAIN_AFTER, || {
        (server.has_ended() || pages.has_ended()).then_some(())
    })
    .is_none()
    {}
    Ok(Ended::Well)
}

const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(60);
