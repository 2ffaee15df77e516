//! `outdial amd`: who answers on a recording, and why the analyser thinks so.

mod listen;
mod print;

use std::path::Path;

use anyhow::Context as _;
use outdial_media::Clip;
use outdial_media::codec::convert;
use outdial_media::detect::{Params, RATE};

/// Listens to a file as to a phone that was just answered, and prints how the verdict came about.
///
/// # Errors
/// When the file cannot be read or is no recording.
pub fn explain(file: &Path, json: bool) -> anyhow::Result<()> {
    let bytes = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let clip = Clip::from_wav(&file.display().to_string(), &bytes)
        .with_context(|| format!("{} cannot be listened to", file.display()))?;
    let narrow = convert(clip.samples(), outdial_media::MIX_RATE, RATE);
    let trace = listen::to(&narrow, Params::default());
    if json {
        print::json(clip.name(), &trace)
    } else {
        print::text(clip.name(), &trace);
        Ok(())
    }
}
