//! Recorded voices: the sounds that Debian ships for telephone systems (CC-BY-SA, never part of this project).

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use outdial_media::Clip;
use outdial_media::codec::convert;
use outdial_media::detect::RATE;

/// Names the folder of the sounds.
pub const SOUNDS_VARIABLE: &str = "OUTDIAL_AMD_SOUNDS";

/// A folder of one speaker's sounds.
#[derive(Debug, Clone)]
pub struct Speaker {
    /// As Debian calls it.
    pub name: String,
    folder: PathBuf,
}

/// The speakers whose sounds are installed.
pub fn find() -> Result<Vec<Speaker>> {
    let folder =
        std::env::var_os(SOUNDS_VARIABLE).map_or_else(|| PathBuf::from(DEBIAN_FOLDER), PathBuf::from);
    let speakers: Vec<Speaker> = SPEAKERS
        .iter()
        .map(|name| Speaker {
            name: (*name).to_owned(),
            folder: folder.join(name),
        })
        .filter(|speaker| speaker.folder.join("vm-intro.wav").is_file())
        .collect();
    if speakers.is_empty() {
        bail!(
            "there are no sounds in {}; install asterisk-core-sounds-en-wav (and -es-, -fr-, -it-, -ru-wav), \
             or name their folder in {SOUNDS_VARIABLE}",
            folder.display()
        );
    }
    Ok(speakers)
}

impl Speaker {
    /// One of the sounds without the silence around it; none when this speaker has no such sound.
    pub fn say(&self, sound: &str) -> Result<Option<Vec<i16>>> {
        let file = self.folder.join(format!("{sound}.wav"));
        if !file.is_file() {
            return Ok(None);
        }
        load(&file).map(Some)
    }
}

/// A file at 8 kHz without the silence around it.
pub fn load(file: &Path) -> Result<Vec<i16>> {
    let bytes = std::fs::read(file).with_context(|| format!("read {}", file.display()))?;
    let clip =
        Clip::from_wav("sound", &bytes).with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(trimmed(&convert(clip.samples(), outdial_media::MIX_RATE, RATE)))
}

/// From the first to the last 10 ms that are no fainter than 40 dB below the loudest.
fn trimmed(samples: &[i16]) -> Vec<i16> {
    let levels: Vec<f32> = samples.chunks(TEN_MS).map(outdial_media::pcm::level).collect();
    let floor = levels.iter().copied().fold(0.0, f32::max) * 0.01;
    let first = levels.iter().position(|level| *level > floor).unwrap_or(0);
    let last = levels.iter().rposition(|level| *level > floor).unwrap_or(0);
    samples[first * TEN_MS..((last + 1) * TEN_MS).min(samples.len())].to_vec()
}

const DEBIAN_FOLDER: &str = "/usr/share/asterisk/sounds";
const SPEAKERS: &[&str] = &[
    "en_US_f_Allison",
    "es_MX_f_Allison",
    "fr_CA_f_June",
    "it_IT_m_Carlo",
    "ru_RU_f_IvrvoiceRU",
];
const TEN_MS: usize = 80;
