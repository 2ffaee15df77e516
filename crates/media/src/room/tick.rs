//! Twenty milliseconds of a room.

use super::event::{ClipEnd, RoomEvent};
use super::limiter::{self, Sum};
use super::mix::{Mix, Recorded};
use super::participant::{Kind, Participant};
use super::seats::Room;
use crate::codec::Band;
use crate::ids::ParticipantId;
use crate::pcm::{FRAME_SAMPLES, Frame};

impl Room {
    /// Takes what was offered and gives everybody what they hear. To be called every 20 ms.
    pub fn tick(&mut self) -> Mix<'_> {
        self.take_voices();
        let clip = self.clip_frame();
        let music = self.music_frame();
        // Everybody's share is this total less what is not meant for them, so that a room of n costs n and not n².
        let mut total = SILENT;
        let mut coached = false;
        for speaker in self.participants.iter().filter(|one| one.has_voice()) {
            if speaker.talks() {
                limiter::add(&mut total, &speaker.voice);
            } else {
                coached = true;
            }
        }
        for place in 0..self.participants.len() {
            if self.participants[place].hears() {
                let mut heard = self.heard(place, &total, clip.as_ref(), music.as_ref());
                if coached && !self.participants[place].held {
                    self.add_coaches(&self.participants[place].id, &mut heard);
                }
                self.participants[place].heard_band = self.band_for(place);
                self.speak_digits(place, &mut heard);
                self.participants[place].heard = self.finish(&heard);
            }
        }
        self.recorded = self.record(clip.as_ref());
        Mix {
            participants: &self.participants,
            recorded: &self.recorded,
        }
    }

    fn take_voices(&mut self) {
        for participant in &mut self.participants {
            let offered = participant.offered.take();
            let digit = offered
                .as_ref()
                .zip(participant.keys.as_mut())
                .and_then(|(frame, keys)| keys.hear(frame));
            if let Some(digit) = digit {
                self.events.push(RoomEvent::Digit {
                    from: participant.id.clone(),
                    digit,
                });
            }
            participant.voice = offered.filter(|_| participant.has_voice()).unwrap_or_default();
            participant.loudest = participant.loudest.max(participant.voice.level());
        }
    }

    fn clip_frame(&mut self) -> Option<Frame> {
        let frame = self.playback.as_mut()?.frame();
        if frame.is_none() {
            self.end_clip(ClipEnd::Played);
        }
        frame
    }

    fn music_frame(&mut self) -> Option<Frame> {
        let wanted = self.options.hold_music && self.participants.iter().any(|one| one.held);
        wanted.then(|| self.music.frame())
    }

    /// What one hears of those who talk, of the clip, or of the music.
    fn heard(&self, place: usize, total: &Sum, clip: Option<&Frame>, music: Option<&Frame>) -> Sum {
        let hearer = &self.participants[place];
        if hearer.held {
            let mut heard = SILENT;
            if let Some(music) = music {
                limiter::add(&mut heard, music);
            }
            return heard;
        }
        let mut heard = *total;
        if hearer.talks() && hearer.has_voice() {
            limiter::subtract(&mut heard, &hearer.voice);
        }
        if let Some(clip) = clip.filter(|_| self.clip_is_for(&hearer.id)) {
            limiter::add(&mut heard, clip);
        }
        heard
    }

    /// How high goes what one may hear now. Who is silent for a moment counts: a band that comes and goes is heard.
    fn band_for(&self, place: usize) -> Band {
        let hearer = &self.participants[place];
        let others = self.participants.iter().enumerate();
        let mut audible = others
            .filter(|(other, _)| *other != place)
            .map(|(_, speaker)| speaker)
            .filter(|speaker| speaker.has_voice() && (speaker.talks() || speaker.coaches(&hearer.id)));
        let wide = hearer.held
            || self.clip_is_for(&hearer.id)
            || audible.any(|speaker| speaker.kind.band() == Band::Wide);
        if wide { Band::Wide } else { Band::Telephone }
    }

    fn clip_is_for(&self, id: &ParticipantId) -> bool {
        self.playback
            .as_ref()
            .is_some_and(|playback| playback.audience.includes(id))
    }

    fn add_coaches(&self, id: &ParticipantId, heard: &mut Sum) {
        for coach in &self.participants {
            if coach.has_voice() && coach.coaches(id) {
                limiter::add(heard, &coach.voice);
            }
        }
    }

    fn speak_digits(&mut self, place: usize, heard: &mut Sum) {
        let participant = &mut self.participants[place];
        if let Some(tones) = participant.digits.frame() {
            limiter::add(heard, &tones);
            if participant.digits.is_done() {
                self.events.push(RoomEvent::DigitsSent {
                    to: participant.id.clone(),
                });
            }
        }
    }

    fn finish(&mut self, heard: &Sum) -> Frame {
        if self.options.comfort_noise && heard.iter().all(|value| *value == 0) {
            return self.noise.frame(COMFORT);
        }
        limiter::limit(heard)
    }

    fn record(&self, clip: Option<&Frame>) -> Recorded {
        let (mut left, mut right) = (SILENT, SILENT);
        for speaker in self.participants.iter().filter(|one| one.talks()) {
            limiter::add(side(speaker, &mut left, &mut right), &speaker.voice);
        }
        if let Some(clip) = clip {
            limiter::add(&mut left, clip);
        }
        Recorded {
            left: limiter::limit(&left),
            right: limiter::limit(&right),
        }
    }
}

fn side<'a>(speaker: &Participant, left: &'a mut Sum, right: &'a mut Sum) -> &'a mut Sum {
    if speaker.kind == Kind::Phone { right } else { left }
}

const SILENT: Sum = [0; FRAME_SAMPLES];

/// -66 dB: tells the ear that the line is alive.
const COMFORT: f32 = 0.000_5;
