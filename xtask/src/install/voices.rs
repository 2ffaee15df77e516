//! Voices for measuring who answers: recorded ones that Debian ships for telephone systems, and programs that speak.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::apt::{Installing, install};
use crate::command::exists;
use crate::repo::Repo;

/// Whose voices are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voices {
    /// Those that detection may be worked on with.
    Development,
    /// The held-out ones as well.
    All,
}

/// The folder of recorded voices: `OUTDIAL_AMD_SOUNDS` if set, else where Debian puts it. The programs that speak are
/// there too when this succeeds.
pub fn voices(repo: &Repo, installing: Installing, wanted: Voices) -> Result<PathBuf> {
    let named = std::env::var_os("OUTDIAL_AMD_SOUNDS").map(PathBuf::from);
    if let Some(named) = &named
        && !named.join(FIRST_SPEAKER).is_dir()
    {
        bail!(
            "OUTDIAL_AMD_SOUNDS names {}, where no {FIRST_SPEAKER} is",
            named.display()
        );
    }
    let mut missing = missing(named.is_none(), SOUNDS, PROGRAMS);
    if wanted == Voices::All {
        missing.extend(self::missing(named.is_none(), OTHER_SOUNDS, OTHER_PROGRAMS));
    }
    if !missing.is_empty() {
        install(repo, installing, &missing)?;
    }
    Ok(named.unwrap_or_else(|| PathBuf::from(DEBIAN_FOLDER)))
}

fn missing(sounds_too: bool, sounds: &[Package], programs: &[Package]) -> Vec<&'static str> {
    let folder = PathBuf::from(DEBIAN_FOLDER);
    let sounds = sounds
        .iter()
        .filter(|(_, speaker)| sounds_too && !folder.join(speaker).is_dir());
    let programs = programs.iter().filter(|(_, program)| {
        // A voice of a program is a folder of it.
        !exists(program) && !PathBuf::from(program).is_dir()
    });
    sounds.chain(programs).map(|(package, _)| *package).collect()
}

/// A package, and the speaker, program or folder that it brings.
type Package = (&'static str, &'static str);

const DEBIAN_FOLDER: &str = "/usr/share/asterisk/sounds";
const FIRST_SPEAKER: &str = "en_US_f_Allison";

const SOUNDS: &[Package] = &[
    ("asterisk-core-sounds-en-wav", FIRST_SPEAKER),
    ("asterisk-core-sounds-es-wav", "es_MX_f_Allison"),
    ("asterisk-core-sounds-fr-wav", "fr_CA_f_June"),
    ("asterisk-core-sounds-it-wav", "it_IT_m_Carlo"),
    ("asterisk-core-sounds-ru-wav", "ru_RU_f_IvrvoiceRU"),
];

const PROGRAMS: &[Package] = &[("espeak-ng", "espeak-ng"), ("flite", "flite")];

const OTHER_SOUNDS: &[Package] = &[
    ("asterisk-prompt-es-co", "es"),
    ("asterisk-prompt-fr-armelle", "fr"),
    ("asterisk-prompt-it-menardi-wav", "it_IT_f_Menardi"),
];

const OTHER_PROGRAMS: &[Package] = &[
    ("sox", "sox"),
    ("festival", "text2wave"),
    (
        "festvox-kdlpc16k",
        "/usr/share/festival/voices/english/ked_diphone",
    ),
    (
        "festvox-italp16k",
        "/usr/share/festival/voices/italian/lp_diphone",
    ),
    (
        "festvox-czech-dita",
        "/usr/share/festival/voices/czech/czech_dita",
    ),
];
