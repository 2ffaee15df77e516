//! Where an import's file lies, and the file with its errors.

use std::path::{Path, PathBuf};

use outdial_domain::ids::ImportId;

/// The files of one import.
#[derive(Debug, Clone)]
pub struct ImportFiles {
    folder: PathBuf,
}

impl ImportFiles {
    /// The files of this import.
    #[must_use]
    pub fn of(data_dir: &Path, id: &ImportId) -> Self {
        Self {
            folder: data_dir.join(IMPORTS).join(id.as_str()),
        }
    }

    /// What was uploaded.
    #[must_use]
    pub fn upload(&self) -> PathBuf {
        self.folder.join("upload")
    }

    /// The rows that came to nothing, as CSV.
    #[must_use]
    pub fn errors(&self) -> PathBuf {
        self.folder.join("errors.csv")
    }

    /// Makes room for them.
    ///
    /// # Errors
    /// What the file system said.
    pub async fn make(&self) -> std::io::Result<()> {
        tokio::fs::create_dir_all(&self.folder).await
    }

    /// Removes what was uploaded; the errors stay. A file that cannot be removed does no harm.
    pub async fn forget_upload(&self) {
        warn_unless_gone(tokio::fs::remove_file(self.upload()).await);
    }

    /// Removes all of them.
    pub async fn forget(&self) {
        warn_unless_gone(tokio::fs::remove_dir_all(&self.folder).await);
    }
}

fn warn_unless_gone(removed: std::io::Result<()>) {
    match removed {
        Ok(()) => {}
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {}
        Err(why) => tracing::warn!(error = %why, "a file of an import could not be removed"),
    }
}

const IMPORTS: &str = "imports";
