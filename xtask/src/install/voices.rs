//! Voices for measuring who answers: recorded ones that Debian ships for telephone systems, and programs that speak.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::apt::{Installing, install};
use crate::command::exists;
use crate::repo::Repo;

/// The folder of recorded voices: `OUTDIAL_AMD_SOUNDS` if set, else where Debian puts it. The programs that speak are
/// there too when this succeeds.
pub fn voices(repo: &Repo, installing: Installing) -> Result<PathBuf> {
    let named = std::env::var_os("OUTDIAL_AMD_SOUNDS").map(PathBuf::from);
    if let Some(named) = &named
        && !named.join(FIRST_SPEAKER).is_dir()
    {
        bail!(
            "OUTDIAL_AMD_SOUNDS names {}, where no {FIRST_SPEAKER} is",
            named.display()
        );
    }
    let missing = missing(named.is_none());
    if !missing.is_empty() {
        install(repo, installing, &missing)?;
    }
    Ok(named.unwrap_or_else(|| PathBuf::from(DEBIAN_FOLDER)))
}

fn missing(sounds_too: bool) -> Vec<&'static str> {
    let folder = PathBuf::from(DEBIAN_FOLDER);
    let sounds = SOUNDS
        .iter()
        .filter(|(_, speaker)| sounds_too && !folder.join(speaker).is_dir());
    let programs = PROGRAMS.iter().filter(|program| !exists(program));
    sounds
        .map(|(package, _)| *package)
        .chain(programs.copied())
        .collect()
}

const DEBIAN_FOLDER: &str = "/usr/share/asterisk/sounds";
const FIRST_SPEAKER: &str = "en_US_f_Allison";

/// Packages, and the speakers that they bring.
const SOUNDS: &[(&str, &str)] = &[
    ("asterisk-core-sounds-en-wav", FIRST_SPEAKER),
    ("asterisk-core-sounds-es-wav", "es_MX_f_Allison"),
    ("asterisk-core-sounds-fr-wav", "fr_CA_f_June"),
    ("asterisk-core-sounds-it-wav", "it_IT_m_Carlo"),
    ("asterisk-core-sounds-ru-wav", "ru_RU_f_IvrvoiceRU"),
];

/// Named as their packages are.
const PROGRAMS: &[&str] = &["espeak-ng", "flite"];
