//! How well and how fast the analyser tells people from machines: real and synthesised voices, put together as calls
//! and sent down bad lines.
//!
//! Each utterance belongs to one of two halves by a hash of its speaker and text, so all renderings of it are in the
//! same half. Numbers were chosen on the development half only. Studio voices say how the analyser behaves, not how
//! accurate it is among real callees.

mod corpus;
mod dice;
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

/// Puts the corpus together, listens to it, and says what came of it.
pub fn measure() -> Result<()> {
    let speakers = sounds::find()?;
    let scenes = corpus::assemble(&speakers, recipes::VOICES, RENDERINGS)?;
    report::print(&scenes, &Params::default())
}

/// Times that each utterance is sent down another line.
const RENDERINGS: u32 = 3;

#[cfg(test)]
mod tests;
