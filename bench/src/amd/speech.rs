//! Synthesised voices, by the programs `flite`, `espeak-ng` and `festival`.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::recipes::{Program, Voice};
use super::sounds::load;

/// Speaks a sentence; the files in between lie in this folder.
pub fn speak(voice: &Voice, text: &str, folder: &Path) -> Result<Vec<i16>> {
    let file = folder.join("speech.wav");
    let mut command = match voice.program {
        Program::Flite { voice, stretch } => {
            let mut flite = Command::new("flite");
            flite.args(["-voice", voice, "--setf"]);
            flite.arg(format!("duration_stretch={stretch}"));
            flite.args(["-t", text, "-o"]).arg(&file);
            flite
        }
        Program::Espeak { voice, speed } => {
            let mut espeak = Command::new("espeak-ng");
            espeak.args(["-v", voice, "-s", speed, "-w"]).arg(&file).arg(text);
            espeak
        }
        Program::Festival { voice } => {
            let written = folder.join("text.txt");
            std::fs::write(&written, text)?;
            let mut festival = Command::new("text2wave");
            festival.args(["-eval", &format!("(voice_{voice})"), "-o"]);
            festival.arg(&file).arg(written);
            festival
        }
    };
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .with_context(|| {
            format!(
                "{} is missing; install flite and espeak-ng, and festival for the held-out part",
                program(voice)
            )
        })?;
    if !status.success() {
        bail!("{} could not say \"{text}\"", program(voice));
    }
    load(&file)
}

fn program(voice: &Voice) -> &'static str {
    match voice.program {
        Program::Flite { .. } => "flite",
        Program::Espeak { .. } => "espeak-ng",
        Program::Festival { .. } => "text2wave",
    }
}
