//! One server at a time: the data folder is held for as long as the process lives.
//!
//! Two servers on the same rows would both dial. The operating system holds the lock, so a killed process leaves
//! nothing behind that somebody would have to remove.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::Path;

use anyhow::Context as _;
use outdial_store::create_data_dir;

/// The hold on a data folder; it ends when this is dropped or the process dies.
#[derive(Debug)]
pub struct DataLock {
    _file: File,
}

impl DataLock {
    /// Holds the folder, or says which process does.
    ///
    /// # Errors
    /// When another server holds it, or the folder cannot be written to.
    pub fn take(data_dir: &Path) -> anyhow::Result<Self> {
        create_data_dir(data_dir).context("OUTDIAL_DATA_DIR cannot be used")?;
        let path = data_dir.join(FILE);
        let mut file =
            open(&path).with_context(|| format!("OUTDIAL_DATA_DIR: {} cannot be opened", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                anyhow::bail!(
                    "OUTDIAL_DATA_DIR: another server ({}) works with {}. Stop it first, or give this one a \
                     folder and a database of its own.",
                    holder(&mut file),
                    data_dir.display()
                );
            }
            // Some network file systems know no locks; their owners must see to it themselves.
            Err(TryLockError::Error(why)) if why.kind() == io::ErrorKind::Unsupported => {
                tracing::warn!(
                    "the file system of OUTDIAL_DATA_DIR has no locks; never start a second server on it"
                );
            }
            Err(TryLockError::Error(why)) => {
                return Err(why)
                    .with_context(|| format!("OUTDIAL_DATA_DIR: {} cannot be locked", path.display()));
            }
        }
        note_process(&mut file)
            .with_context(|| format!("OUTDIAL_DATA_DIR: {} cannot be written", path.display()))?;
        Ok(Self { _file: file })
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// For whoever is refused.
fn note_process(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}

/// The process that holds the lock, as far as it said; some systems let nobody read a locked file.
fn holder(file: &mut File) -> String {
    let mut text = String::new();
    let read = file.take(PID_LIMIT).read_to_string(&mut text);
    match (read, text.trim()) {
        (Err(_), _) | (Ok(_), "") => "its process is not known".to_owned(),
        (Ok(_), pid) => format!("process {pid}"),
    }
}

const FILE: &str = "server.lock";
const PID_LIMIT: u64 = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_server_is_refused_and_told_who_is_there() {
        let data = tempfile::tempdir().unwrap();
        let first = DataLock::take(data.path()).unwrap();
        let refusal = DataLock::take(data.path()).unwrap_err().to_string();
        let process = format!("process {}", std::process::id());
        assert!(refusal.contains(&process), "{refusal}");
        assert!(refusal.contains(&data.path().display().to_string()), "{refusal}");
        drop(first);
        DataLock::take(data.path()).unwrap();
    }

    #[test]
    fn what_a_killed_server_left_behind_keeps_nobody_out() {
        let data = tempfile::tempdir().unwrap();
        std::fs::write(data.path().join(FILE), "4294967295 and more than a number").unwrap();
        DataLock::take(data.path()).unwrap();
        let noted = std::fs::read_to_string(data.path().join(FILE)).unwrap();
        assert_eq!(noted, format!("{}\n", std::process::id()));
    }
}
