//! How well and how fast the analyser tells people from machines: real and synthesised voices, put together as calls
//! and sent down bad lines.
//!
//! The corpus has two parts that share no speaker, no voice and no synthesised sentence. Numbers were chosen on the development part
//! alone; the held-out part is put together only when all of it is asked for. Studio voices say how the analyser
//! behaves, not how accurate it is among real callees.

mod corpus;
mod dice;
mod held_out;
mod line;
mod recipes;
mod report;
mod scene;
mod score;
mod sounds;
mod speech;
mod tones;

use anyhow::Result;
use outdial_media::detect::Params;

use scene::Part;

/// Puts the whole corpus together, listens to it, and says what came of it.
pub fn measure() -> Result<()> {
    measure_development()?;
    measure_part(Part::HeldOut)
}

/// The same for the part that may be looked at while something is changed.
pub fn measure_development() -> Result<()> {
    measure_part(Part::Development)
}

fn measure_part(part: Part) -> Result<()> {
    let scenes = corpus::assemble(part, corpus::voices(part), RENDERINGS)?;
    report::print(part, &scenes, &Params::default())
}

/// Times that each utterance is sent down another line.
const RENDERINGS: u32 = 3;

#[cfg(test)]
mod tests;
