//! Recorded voices: the sounds that Debian ships for telephone systems (CC-BY-SA, never part of this project).

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use outdial_media::Clip;
use outdial_media::codec::convert;
use outdial_media::detect::RATE;

use super::scene::Part;

/// Names the folder of the sounds.
pub const SOUNDS_VARIABLE: &str = "OUTDIAL_AMD_SOUNDS";

/// A folder of one speaker's sounds.
#[derive(Debug, Clone)]
pub struct Speaker {
    /// As Debian calls it.
    pub name: String,
    folder: PathBuf,
}

/// The speakers of a part whose sounds are installed.
pub fn find(part: Part) -> Result<Vec<Speaker>> {
    let folder =
        std::env::var_os(SOUNDS_VARIABLE).map_or_else(|| PathBuf::from(DEBIAN_FOLDER), PathBuf::from);
    let (names, packages) = match part {
        Part::Development => (
            SPEAKERS,
            "asterisk-core-sounds-en-wav (and -es-, -fr-, -it-, -ru-wav)",
        ),
        Part::HeldOut => (
            OTHER_SPEAKERS,
            "asterisk-prompt-es-co, asterisk-prompt-fr-armelle and asterisk-prompt-it-menardi-wav",
        ),
    };
    let speakers: Vec<Speaker> = names
        .iter()
        .map(|name| Speaker {
            name: (*name).to_owned(),
            folder: folder.join(name),
        })
        .filter(|speaker| speaker.file("vm-intro").is_some())
        .collect();
    if speakers.is_empty() {
        bail!(
            "there are no sounds of the {} in {}; install {packages}, or name their folder in {SOUNDS_VARIABLE}",
            part.as_str(),
            folder.display()
        );
    }
    Ok(speakers)
}

impl Speaker {
    /// One of the sounds without the silence around it; none when this speaker has no such sound.
    pub fn say(&self, sound: &str) -> Result<Option<Vec<i16>>> {
        let Some(file) = self.file(sound) else {
            return Ok(None);
        };
        if file.extension().is_some_and(|extension| extension == "gsm") {
            return from_gsm(&file).map(Some);
        }
        load(&file).map(Some)
    }

    fn file(&self, sound: &str) -> Option<PathBuf> {
        ["wav", "gsm"]
            .map(|extension| self.folder.join(format!("{sound}.{extension}")))
            .into_iter()
            .find(|file| file.is_file())
    }
}

/// A file in the code of mobile phones, read by the program `sox`.
fn from_gsm(file: &Path) -> Result<Vec<i16>> {
    let folder = tempfile::tempdir()?;
    let plain = folder.path().join("plain.wav");
    let status = Command::new("sox")
        .arg(file)
        .args(["-r", "8000", "-e", "signed-integer", "-b", "16"])
        .arg(&plain)
        .stdin(Stdio::null())
        .status()
        .context("sox is missing; install it with libsox-fmt-base")?;
    if !status.success() {
        bail!("sox cannot read {}", file.display());
    }
    load(&plain)
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
/// Of Colombia, France and Italy.
const OTHER_SPEAKERS: &[&str] = &["es", "fr", "it_IT_f_Menardi"];
const TEN_MS: usize = 80;
