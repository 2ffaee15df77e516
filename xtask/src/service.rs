//! A program that runs beside this one and ends with it.

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

/// A running program; killed when dropped.
#[derive(Debug)]
pub struct Service {
    child: Child,
}

impl Service {
    /// Starts a program that writes both its streams to the end of a log.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self> {
        let file = File::options()
            .create(true)
            .append(true)
            .open(log)
            .with_context(|| format!("open {}", log.display()))?;
        let child = command
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .with_context(|| format!("start {}", command.get_program().display()))?;
        Ok(Self { child })
    }

    /// Starts a program that shares this terminal.
    pub fn start_visible(command: &mut Command) -> Result<Self> {
        let child = command
            .spawn()
            .with_context(|| format!("start {}", command.get_program().display()))?;
        Ok(Self { child })
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Ends it at once, without any chance to tidy up (SIGKILL).
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill().context("kill a program that we started")?;
        self.child.wait().context("wait for a killed program")?;
        Ok(())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if !self.has_ended() {
            // Nothing is left to be done about a program that cannot be killed.
            let _ = self.kill();
        }
    }
}
