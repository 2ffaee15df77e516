//! Moves what is committed from SQLite's write-ahead log into the database file: beside the writer, not in its way.
//!
//! A checkpoint copies thousands of pages and waits for the disk twice. The writer would make everybody wait who
//! comes meanwhile, so a thread with a connection of its own copies what is there. Commits go on, and the log can
//! begin anew only when it is copied to its end: the writer copies the short rest itself, after a commit.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use rusqlite::hooks::Wal;
use rusqlite::{Connection, OpenFlags};

use super::sqlite::explain;
use crate::StoreError;

/// The thread that copies; it ends when this is dropped.
pub(crate) struct Checkpoints {
    wake: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpoints {
    /// Takes over the checkpoints of a writing connection.
    pub(crate) fn beside(writer: &mut Connection, path: &Path) -> Result<Self, StoreError> {
        Self::of_log(writer, path, LOG_PAGES)
    }

    fn of_log(writer: &mut Connection, path: &Path, log_pages: i32) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(explain)?;
        let (wake, woken) = sync_channel(1);
        let copied = Arc::new(AtomicBool::new(false));
        let mut commits = Commits {
            log_pages,
            wake: wake.clone(),
            is_asked: false,
            copied: copied.clone(),
        };
        let hook = move |log: &mut Wal, pages| {
            commits.followed(log, pages);
            Ok(())
        };
        writer.wal_hook(Some(hook)).map_err(explain)?;
        let thread = thread::Builder::new()
            .name("store-checkpoint".to_owned())
            .spawn(move || copy_when_woken(&connection, &woken, &copied))
            .map_err(|why| StoreError::Unavailable {
                why: format!("no thread for checkpoints: {why}"),
            })?;
        Ok(Self {
            wake: Some(wake),
            thread: Some(thread),
        })
    }

    /// Lets the thread end: the writer no longer commits.
    pub(crate) fn end(&mut self, writer: &mut Connection) {
        // Without the hook's end of it the channel closes; a connection that cannot forget a hook is closed soon.
        let _ = writer.wal_hook(None::<fn(&mut Wal, i32) -> rusqlite::Result<()>>);
        self.wake = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread for checkpoints ended by a panic");
        }
    }
}

/// The writer's side, told of every commit.
struct Commits {
    /// So long may the log become before it is copied.
    log_pages: i32,
    wake: SyncSender<()>,
    is_asked: bool,
    copied: Arc<AtomicBool>,
}

impl Commits {
    fn followed(&mut self, log: &mut Wal, pages: i32) {
        if self.is_asked && self.copied.swap(false, Ordering::Acquire) {
            self.is_asked = false;
            // A failed one changes nothing: the next commit sees the same log.
            let _ = log.checkpoint();
        } else if pages >= LOG_PAGES_MAX {
            let _ = log.checkpoint();
        } else if pages >= self.log_pages && !self.is_asked {
            self.is_asked = self.wake.try_send(()).is_ok();
        }
    }
}

fn copy_when_woken(connection: &Connection, woken: &Receiver<()>, copied: &AtomicBool) {
    while woken.recv().is_ok() {
        if let Err(why) = copy(connection) {
            tracing::warn!(error = %explain(why), "the write-ahead log was not copied; the writer does it");
        }
        copied.store(true, Ordering::Release);
    }
}

/// Copies what is there, and what was committed meanwhile, until little is left for the writer.
fn copy(connection: &Connection) -> rusqlite::Result<()> {
    let mut before = 0;
    for _ in 0..ROUNDS_MAX {
        let pages: i64 = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| {
            row.get("checkpointed")
        })?;
        if pages - before < SHORT_REST {
            break;
        }
        before = pages;
    }
    Ok(())
}

/// 32 MiB of changes: pages that change often are copied once for many changes, and a restart reads it in a moment.
const LOG_PAGES: i32 = 8_000;
/// When the thread cannot keep up, the writer waits after all.
const LOG_PAGES_MAX: i32 = 64_000;
/// Pages that take the writer about a millisecond.
const SHORT_REST: i64 = 200;
/// Beyond this the log grows as fast as it is copied.
const ROUNDS_MAX: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_committed_gets_into_the_file_beside_the_writer() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut writer = Connection::open(&path).unwrap();
        writer.pragma_update(None, "journal_mode", "WAL").unwrap();
        let mut checkpoints = Checkpoints::of_log(&mut writer, &path, 10).unwrap();
        writer.execute_batch("CREATE TABLE a (text TEXT)").unwrap();
        let before = std::fs::metadata(&path).unwrap().len();
        for _ in 0..100 {
            writer
                .execute("INSERT INTO a VALUES (hex(zeroblob(2000)))", [])
                .unwrap();
        }
        checkpoints.end(&mut writer);
        assert!(std::fs::metadata(&path).unwrap().len() > before);
        let kept: i64 = writer
            .query_row("SELECT COUNT(*) FROM a", [], |row| row.get(0))
            .unwrap();
        assert_eq!(kept, 100);
    }
}
