//! The data directory and the files in it belong to this program's user alone.

use std::fs;
use std::io;
use std::path::Path;

use crate::StoreError;

/// Creates the data directory with its parents, readable by this program's user only.
///
/// # Errors
/// When it cannot be created, or something else has its name.
pub fn create_data_dir(path: &Path) -> Result<(), StoreError> {
    make_private_dir(path).map_err(|why| StoreError::file(path, &why))
}

#[cfg(unix)]
fn make_private_dir(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    fs::DirBuilder::new()
        .recursive(true)
        .mode(DIR_MODE)
        .create(path)?;
    // The directory may have been there before, with other rights.
    fs::set_permissions(path, fs::Permissions::from_mode(DIR_MODE))
}

#[cfg(not(unix))]
fn make_private_dir(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Creates the file if it is missing, readable by this program's user only; SQLite gives its side files the same rights.
pub(crate) fn create_private_file(path: &Path) -> Result<(), StoreError> {
    open_private(path).map_err(|why| StoreError::file(path, &why))
}

#[cfg(unix)]
fn open_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let file = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .mode(FILE_MODE)
        .open(path)?;
    file.set_permissions(fs::Permissions::from_mode(FILE_MODE))
}

#[cfg(not(unix))]
fn open_private(path: &Path) -> io::Result<()> {
    fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .map(|_| ())
}

#[cfg(unix)]
const DIR_MODE: u32 = 0o700;
#[cfg(unix)]
const FILE_MODE: u32 = 0o600;
