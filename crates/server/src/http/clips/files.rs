//! Where the sound of clips is kept. Names of files are ids of ours, never words of a request.

use std::path::{Path, PathBuf};

use outdial_domain::ids::ClipId;

/// The file of a clip.
pub(super) fn path_of(data_dir: &Path, id: &ClipId) -> PathBuf {
    data_dir.join(FOLDER).join(format!("{id}.wav"))
}

const FOLDER: &str = "clips";
