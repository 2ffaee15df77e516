//! A copy of a SQLite database that is in use.

use std::fs;
use std::path::Path;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use crate::StoreError;
use crate::config::Target;
use crate::data_dir::create_private_file;
use crate::db::explain_sqlite;

/// Copies the database to `path`, which must not exist. The file gets its name when the copy is whole.
pub(crate) fn copy(target: &Target, path: &Path) -> Result<(), StoreError> {
    let source = match target {
        Target::SqliteFile(source) => source,
        Target::SqliteMemory => return Err(unsupported("a database in memory has no backup")),
        Target::Postgres(_) => {
            return Err(unsupported(
                "this workspace is stored in PostgreSQL; back it up with pg_dump",
            ));
        }
    };
    if path.exists() {
        return Err(unsupported(&format!(
            "{} exists already; choose another name",
            path.display()
        )));
    }
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let partial = Path::new(&partial);
    let copied = copy_pages(source, partial).and_then(|()| finish(partial, path));
    if copied.is_err() {
        // What remains of a failed copy is of no use; if it cannot be removed, the next copy overwrites it.
        let _ = fs::remove_file(partial);
    }
    copied
}

fn copy_pages(source: &Path, partial: &Path) -> Result<(), StoreError> {
    if partial.exists() {
        fs::remove_file(partial).map_err(|why| StoreError::file(partial, &why))?;
    }
    create_private_file(partial)?;
    let source =
        Connection::open_with_flags(source, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(explain_sqlite)?;
    let mut copy = Connection::open(partial).map_err(explain_sqlite)?;
    {
        let backup = Backup::new(&source, &mut copy).map_err(explain_sqlite)?;
        // One step: the copy is of one instant, and the writer goes on beside it. In smaller steps each write
        // would make the copy begin again.
        backup.step(ALL_PAGES).map_err(explain_sqlite)?;
    }
    // The copy must be whole in its one file.
    copy.pragma_update(None, "journal_mode", "DELETE")
        .map_err(explain_sqlite)?;
    copy.close().map_err(|(_, why)| explain_sqlite(why))
}

fn finish(partial: &Path, path: &Path) -> Result<(), StoreError> {
    let file = fs::File::open(partial).map_err(|why| StoreError::file(partial, &why))?;
    file.sync_all().map_err(|why| StoreError::file(partial, &why))?;
    fs::rename(partial, path).map_err(|why| StoreError::file(path, &why))
}

fn unsupported(why: &str) -> StoreError {
    StoreError::Unsupported { why: why.to_owned() }
}

const ALL_PAGES: i32 = -1;
