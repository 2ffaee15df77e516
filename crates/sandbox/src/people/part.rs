//! How somebody sounds: the voice, the greeting and the lines of one meeting.

use super::cast::Listener;
use super::kind::PersonKind;
use super::person::Person;
use super::population::Population;
use super::sound::AudioSource;
use crate::audio::{Clip, Part, Talk, Voice, voice};
use crate::draw::Draw;

impl Population {
    /// What somebody has to say; a number sounds the same each time.
    pub(super) fn part(
        &self,
        seed: u64,
        number: &str,
        kind: PersonKind,
        own: Option<&Person>,
        listener: &Listener,
    ) -> Part {
        let mut draw = Draw::keyed(seed, &["voice", number]);
        let drawn = draw.one_of(&self.audio.voices).map(|name| name.0.as_str());
        let business = draw.chance(self.audio.business.value());
        let chosen = match own.and_then(|person| person.audio.as_ref()) {
            Some(AudioSource::Silence) => return Part::Silent,
            Some(AudioSource::Tone { hz }) => return Part::Tone { hz: *hz },
            Some(AudioSource::Voice(name)) => Some(name.as_str()),
            None => None,
        };
        let Some(speaks) = chosen.or(drawn).and_then(voice) else {
            return Part::Silent;
        };
        let lines = own.and_then(|person| person.lines.as_ref());
        match kind {
            PersonKind::Human => Part::Talks(self.talk(speaks, business, own, listener)),
            PersonKind::Voicemail => {
                let office = voice("office").filter(|_| business && chosen.is_none());
                let speaks = office.unwrap_or(speaks);
                let phrases = match lines {
                    Some(lines) => lines.iter().filter_map(|line| speaks.clip(&line.0)).collect(),
                    None => MAILBOX.iter().filter_map(|name| speaks.clip(name)).collect(),
                };
                Part::Mailbox {
                    phrases,
                    silence_ms: listener.greeting.silence_ms,
                    greeting_ms: listener.greeting.speech_ms,
                    beep: listener.greeting.beep,
                }
            }
            PersonKind::Screening => Part::Asks {
                question: voice("assistant").and_then(|assistant| assistant.clip("ask-name")),
                silence_ms: listener.greeting.silence_ms,
                put_through: listener.put_through_ms.map(|at| {
                    let mut talk = self.talk(speaks, business, own, listener);
                    talk.greeting = speaks.clip("hello");
                    (at, talk)
                }),
            },
            PersonKind::Fax => Part::Fax,
            PersonKind::NoAnswer | PersonKind::Busy | PersonKind::Failed => Part::Silent,
        }
    }

    fn talk(&self, voice: &'static Voice, business: bool, own: Option<&Person>, listener: &Listener) -> Talk {
        let lines = own
            .and_then(|person| person.lines.as_ref())
            .unwrap_or(&self.audio.lines);
        let greetings: &[&str] = if business {
            &["business"]
        } else {
            &["hello", "named"]
        };
        let length = listener.greeting.speech_ms;
        // The carrier's own detection goes by the drawn length; the words that come closest are said.
        let greeting = greetings
            .iter()
            .filter_map(|name| voice.clip(name))
            .min_by_key(|clip: &&Clip| clip.ms().abs_diff(length));
        // Keys drawn by chance answer menus; only a person described with keys presses them in a conversation.
        let pressed = own.and_then(|person| person.digits.as_ref());
        Talk {
            voice,
            silence_ms: listener.greeting.silence_ms,
            greeting,
            lines: lines.iter().filter_map(|line| voice.clip(&line.0)).collect(),
            keys: pressed
                .and(listener.keys.as_ref())
                .map(|keys| (keys.digits.clone(), keys.after_ms)),
            dead_air_ms: listener.dead_air_ms,
            stays_ms: listener.stays_ms,
        }
    }
}

/// What a mailbox says, as far as its greeting lasts; a voice leaves out what it does not know.
const MAILBOX: [&str; 5] = [
    "mailbox-reached",
    "mailbox-away",
    "mailbox-hours",
    "mailbox-leave",
    "mailbox-later",
];
