//! Where the sound of clips is kept. Names of files are ids of ours, never words of a request.

use std::path::{Path, PathBuf};

use outdial_domain::ids::ClipId;

/// The file of a clip.
pub(super) fn path_of(data_dir: &Path, id: &ClipId) -> PathBuf {
    folder(data_dir).join(format!("{id}.wav"))
}

/// The folder of clips.
#[must_use]
pub fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join(FOLDER)
}

const FOLDER: &str = "clips";
