//! Sound on the line: 20 ms frames, the clips that people speak with, and the person who listens and answers.

mod arrivals;
mod clips;
mod ears;
mod frame;
mod handset;
mod line;
mod mixing;
mod mouth;
mod reading;
mod speaker;
mod tape;
mod tone;
mod ulaw;

pub(crate) use clips::{Clip, Voice, is_clip, voice};
pub(crate) use frame::{FRAME, Frame, SAMPLES, SILENCE, add, is_loud};
pub(crate) use handset::Handset;
pub(crate) use line::{Fork, Line, Overheard};
pub(crate) use mixing::{HeardBy, Hears, Place, mix};
pub(crate) use mouth::Mouth;
pub(crate) use reading::read_wav;
pub(crate) use speaker::{Part, Said, Talk};
pub(crate) use tape::{Tape, TapeBook};
pub(crate) use tone::{Tone, hold_music};
pub(crate) use ulaw::{decode, encode};
