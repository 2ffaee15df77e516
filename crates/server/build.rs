//! Builds the UI with npm when its sources changed, so that one `cargo run` serves everything.
//!
//! `OUTDIAL_SKIP_UI=1` builds without; the binary then serves a page that says so. The folder `web/dist` always
//! exists after this script, because the program embeds it.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    println!("cargo:rerun-if-env-changed=OUTDIAL_SKIP_UI");
    let web = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../web");
    let skipped = std::env::var_os("OUTDIAL_SKIP_UI").is_some_and(|value| value != "0" && !value.is_empty());
    let outcome = if skipped || !web.join("package.json").exists() {
        Ok(())
    } else {
        watch_sources(&web);
        build(&web)
    };
    let outcome =
        outcome.and_then(|()| std::fs::create_dir_all(web.join("dist")).map_err(|why| why.to_string()));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("cargo::error={}", why.replace('\n', " "));
            ExitCode::FAILURE
        }
    }
}

/// Names what the page is made of; `node_modules` and `dist` are results, and watching them would rebuild for ever.
fn watch_sources(web: &Path) {
    for name in SOURCES {
        let path = web.join(name);
        if path.exists() {
            println!("cargo:rerun-if-changed={}", path.display());
        }
    }
}

fn build(web: &Path) -> Result<(), String> {
    check_node()?;
    if needs_install(web) {
        npm(web, &["ci", "--no-audit", "--no-fund"])?;
    }
    npm(web, &["run", "build"])
}

fn check_node() -> Result<(), String> {
    let found = Command::new("node").arg("--version").output();
    let version = found
        .ok()
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let major = version
        .as_deref()
        .and_then(|text| text.strip_prefix('v')?.split('.').next()?.parse::<u32>().ok());
    match (major, version) {
        (Some(major), _) if major >= NODE_MAJOR => Ok(()),
        (_, Some(version)) if !version.is_empty() => Err(format!(
            "the UI needs Node >= {NODE_MAJOR}, this is {version}. Install a newer one from https://nodejs.org, or set OUTDIAL_SKIP_UI=1 to build without the UI."
        )),
        _ => Err(format!(
            "the UI needs Node >= {NODE_MAJOR}, and there is no `node` on the PATH. Install it from https://nodejs.org, or set OUTDIAL_SKIP_UI=1 to build without the UI."
        )),
    }
}

/// npm writes its own lock file last; when that is newer than ours, what is installed is what is asked for.
fn needs_install(web: &Path) -> bool {
    let modified = |path: PathBuf| std::fs::metadata(path).and_then(|data| data.modified()).ok();
    match (
        modified(web.join("package-lock.json")),
        modified(web.join("node_modules/.package-lock.json")),
    ) {
        (Some(wanted), Some(installed)) => wanted > installed,
        _ => true,
    }
}

fn npm(web: &Path, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new(NPM)
        .args(arguments)
        .current_dir(web)
        .output()
        .map_err(|why| {
            format!(
                "npm cannot be started ({why}); it comes with Node >= {NODE_MAJOR}. Or set OUTDIAL_SKIP_UI=1."
            )
        })?;
    if output.status.success() {
        return Ok(());
    }
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let tail = lines[lines.len().saturating_sub(LINES_SHOWN)..].join("\n");
    Err(format!(
        "`npm {}` failed in web/ (OUTDIAL_SKIP_UI=1 builds without the UI):\n{tail}",
        arguments.join(" ")
    ))
}

const NODE_MAJOR: u32 = 20;
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };
const LINES_SHOWN: usize = 25;
const SOURCES: &[&str] = &[
    "package.json",
    "package-lock.json",
    "index.html",
    "vite.config.ts",
    "tsconfig.json",
    "tsconfig.app.json",
    "tsconfig.node.json",
    "src",
    "public",
];
