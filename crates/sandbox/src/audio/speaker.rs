//! Somebody with ears and a mouth at the far end of a line, twenty milliseconds at a time.

use std::sync::Arc;

use super::clips::{Clip, Voice};
use super::ears::Ears;
use super::frame::{Frame, frames};
use super::handset::Handset;
use super::mouth::Mouth;
use super::tone::Tone;

/// What somebody has to say, decided before the call.
#[derive(Debug, Clone, Default)]
pub(crate) enum Part {
    #[default]
    Silent,
    /// A measuring tone instead of speech.
    Tone {
        hz: u32,
    },
    Talks(Talk),
    Mailbox {
        phrases: Vec<&'static Clip>,
        silence_ms: u64,
        /// From the first word to the beep.
        greeting_ms: u64,
        beep: bool,
    },
    /// An assistant asks who is calling.
    Asks {
        question: Option<&'static Clip>,
        silence_ms: u64,
        /// When after the answer somebody comes to the phone, and who.
        put_through: Option<(u64, Talk)>,
    },
    Fax,
    /// Nobody simulated: a real microphone and ear.
    Real(Arc<Handset>),
}

/// How somebody talks.
#[derive(Debug, Clone)]
pub(crate) struct Talk {
    pub voice: &'static Voice,
    pub silence_ms: u64,
    pub greeting: Option<&'static Clip>,
    /// Said one after the other, each when the other side has made a pause.
    pub lines: Vec<&'static Clip>,
    /// Pressed instead of the first line, and how soon after the other side's pause.
    pub keys: Option<(String, u64)>,
    /// How much silence is borne before asking whether anybody is there, and again before leaving.
    pub dead_air_ms: Option<u64>,
    /// When after the answer the person is gone.
    pub stays_ms: u64,
}

/// One frame of what somebody does.
#[derive(Debug)]
pub(crate) struct Said {
    pub frame: Frame,
    /// A key whose tone begins here.
    pub key: Option<char>,
    /// Hangs up after this frame.
    pub leaves: bool,
}

/// Somebody with ears and a mouth.
#[derive(Debug)]
pub(crate) struct Speaker {
    part: Part,
    mouth: Mouth,
    ears: Ears,
    /// Frames since the answer.
    age: u64,
    /// Lines said so far.
    line: usize,
    asked_whether_there: bool,
    farewell: bool,
}

impl Speaker {
    /// Somebody who picked up so many frames ago, which nobody listened to.
    pub(crate) fn new(part: Part, age: u64) -> Self {
        let mut speaker = Self {
            part,
            mouth: Mouth::default(),
            ears: Ears::default(),
            age,
            line: 0,
            asked_whether_there: false,
            farewell: false,
        };
        speaker.greet();
        speaker.mouth.skip(age);
        speaker
    }

    /// Hears one frame and says one.
    pub(crate) fn tick(&mut self, heard: &Frame) -> Said {
        if let Part::Real(handset) = &self.part {
            return handset.exchange(heard);
        }
        if let Part::Tone { hz } = self.part {
            let frame = Tone::pure(hz).frame(self.age);
            self.age += 1;
            return Said {
                frame,
                key: None,
                leaves: false,
            };
        }
        self.ears.hear(heard);
        let leaves = self.decide();
        let spoke = !self.mouth.is_shut();
        let (frame, key) = self.mouth.frame();
        if spoke {
            self.ears.own_words();
        }
        self.age += 1;
        Said { frame, key, leaves }
    }

    fn greet(&mut self) {
        match &self.part {
            Part::Silent | Part::Tone { .. } | Part::Real(_) => {}
            Part::Talks(talk) => greet(&mut self.mouth, talk),
            Part::Mailbox {
                phrases,
                silence_ms,
                greeting_ms,
                beep,
            } => {
                self.mouth.pause(*silence_ms);
                let mut left = *greeting_ms;
                for phrase in phrases.iter().filter(|phrase| phrase.ms() > 0) {
                    if phrase.ms() > left {
                        break;
                    }
                    self.mouth.say(phrase);
                    left = left.saturating_sub(frames(phrase.ms()) * 20);
                    let gap = left.min(PHRASE_GAP_MS);
                    self.mouth.pause(gap);
                    left -= gap;
                }
                self.mouth.pause(left);
                if *beep {
                    self.mouth.sound(Tone::BEEP, BEEP_MS);
                }
            }
            Part::Asks {
                question, silence_ms, ..
            } => {
                self.mouth.pause(*silence_ms);
                if let Some(question) = question {
                    self.mouth.say(question);
                }
            }
            Part::Fax => {
                for _ in 0..FAX_ROUNDS {
                    self.mouth.sound(Tone::FAX, 3_000);
                    self.mouth.pause(1_500);
                }
            }
        }
    }

    /// Decides what to say next; true to hang up.
    fn decide(&mut self) -> bool {
        match &self.part {
            Part::Silent | Part::Tone { .. } | Part::Fax | Part::Real(_) => false,
            Part::Mailbox { .. } => {
                let patience = if self.ears.heard_something() {
                    MESSAGE_OVER_MS
                } else {
                    NO_MESSAGE_MS
                };
                self.mouth.is_shut() && self.ears.quiet_for(patience)
            }
            Part::Asks { put_through, .. } => {
                let Some((at_ms, talk)) = put_through else {
                    return false;
                };
                if self.age >= frames(*at_ms) {
                    let talk = talk.clone();
                    self.mouth.shut();
                    self.ears.take_turn();
                    greet(&mut self.mouth, &talk);
                    self.part = Part::Talks(talk);
                }
                false
            }
            Part::Talks(talk) => {
                let talk = talk.clone();
                self.converse(&talk)
            }
        }
    }

    fn converse(&mut self, talk: &Talk) -> bool {
        if self.farewell {
            return self.mouth.is_shut() && self.asked_whether_there;
        }
        let goodbye = talk.voice.clip("goodbye");
        let words_ms = goodbye.map_or(0, Clip::ms);
        if talk.stays_ms > SHORT_STAY_MS && self.age >= frames(talk.stays_ms.saturating_sub(words_ms + 200)) {
            // The call ends at its own time; nobody needs to hang up.
            self.asked_whether_there = false;
            self.take_leave(goodbye);
            return false;
        }
        if !self.mouth.is_shut() {
            return false;
        }
        if self.ears.is_my_turn() {
            self.ears.take_turn();
            self.asked_whether_there = false;
            self.answer(talk);
        } else if let Some(dead_air) = talk.dead_air_ms
            && self.ears.quiet_for(dead_air)
        {
            self.ears.take_turn();
            if self.asked_whether_there {
                self.take_leave(goodbye);
            } else {
                self.asked_whether_there = true;
                self.say(talk.voice.clip("still-there"));
            }
        }
        false
    }

    fn answer(&mut self, talk: &Talk) {
        let nth = self.line;
        self.line += 1;
        match &talk.keys {
            Some((keys, after_ms)) if nth == 0 => {
                self.mouth.pause(*after_ms);
                self.mouth.press(keys);
            }
            Some(_) | None if talk.lines.is_empty() => {}
            Some(_) | None => self.mouth.say(talk.lines[nth % talk.lines.len()]),
        }
    }

    fn take_leave(&mut self, goodbye: Option<&'static Clip>) {
        self.farewell = true;
        self.mouth.shut();
        self.say(goodbye);
    }

    fn say(&mut self, clip: Option<&'static Clip>) {
        if let Some(clip) = clip {
            self.mouth.say(clip);
        }
    }
}

fn greet(mouth: &mut Mouth, talk: &Talk) {
    mouth.pause(talk.silence_ms);
    if let Some(greeting) = talk.greeting {
        mouth.say(greeting);
    }
}

const BEEP_MS: u64 = 400;
/// As between sentences.
const PHRASE_GAP_MS: u64 = 260;
/// Silence after which a mailbox takes the message to be over.
const MESSAGE_OVER_MS: u64 = 5_000;
/// Silence after which a mailbox gives up waiting for one.
const NO_MESSAGE_MS: u64 = 10_000;
/// Whoever leaves so early does not say good-bye.
const SHORT_STAY_MS: u64 = 8_000;
const FAX_ROUNDS: u32 = 10;

#[cfg(test)]
mod tests {
    use super::super::clips::voice;
    use super::super::frame::{SILENCE, is_loud};
    use super::*;

    fn talk() -> Talk {
        let anna = voice("anna").unwrap();
        Talk {
            voice: anna,
            silence_ms: 100,
            greeting: anna.clip("hello"),
            lines: vec![anna.clip("who-is-this").unwrap(), anna.clip("yes").unwrap()],
            keys: None,
            dead_air_ms: Some(3_000),
            stays_ms: 60_000,
        }
    }

    /// Runs so long against a sound; the loud stretches as (from, to) in milliseconds.
    fn run(speaker: &mut Speaker, ms: u64, heard: impl Fn(u64) -> bool) -> (Vec<(u64, u64)>, Option<u64>) {
        let mut stretches: Vec<(u64, u64)> = Vec::new();
        for nth in 0..frames(ms) {
            let at = nth * 20;
            let frame = if heard(at) {
                Tone::MURMUR.frame(nth)
            } else {
                SILENCE
            };
            let said = speaker.tick(&frame);
            if is_loud(&said.frame) {
                match stretches.last_mut() {
                    // Gaps within a word are no gaps.
                    Some((_, to)) if at <= *to + 400 => *to = at + 20,
                    Some(_) | None => stretches.push((at, at + 20)),
                }
            }
            if said.leaves {
                return (stretches, Some(at));
            }
        }
        (stretches, None)
    }

    #[test]
    fn somebody_greets_then_answers_each_time_the_other_side_pauses() {
        let mut speaker = Speaker::new(Part::Talks(talk()), 0);
        let (said, left) = run(&mut speaker, 9_000, |at| {
            (1_500..2_500).contains(&at) || (5_500..6_500).contains(&at)
        });
        assert_eq!((said.len(), left), (3, None), "{said:?}");
        assert!(
            (100..200).contains(&said[0].0),
            "the greeting begins at once: {said:?}"
        );
        assert!(
            (3_180..3_300).contains(&said[1].0),
            "700 ms after the other side: {said:?}"
        );
        assert!((7_180..7_300).contains(&said[2].0), "{said:?}");
    }

    #[test]
    fn nobody_answers_while_the_other_side_goes_on_talking() {
        let mut speaker = Speaker::new(Part::Talks(talk()), 0);
        // Gaps of half a second, as within a sentence.
        let (said, _) = run(&mut speaker, 20_000, |at| at % 1_500 < 1_000);
        assert_eq!(said.len(), 1, "{said:?}");
    }

    #[test]
    fn silence_is_asked_about_and_then_left() {
        let mut speaker = Speaker::new(Part::Talks(talk()), 0);
        let (said, left) = run(&mut speaker, 30_000, |_| false);
        assert!(said.len() >= 3, "greeting, question, good-bye: {said:?}");
        let left = left.unwrap();
        assert!((9_000..14_000).contains(&left), "left after {left} ms");
    }

    #[test]
    fn a_mailbox_beeps_when_its_greeting_is_over_and_waits_for_the_message() {
        let anna = voice("anna").unwrap();
        let phrases = ["mailbox-reached", "mailbox-away", "mailbox-leave"];
        let mut speaker = Speaker::new(
            Part::Mailbox {
                phrases: phrases.iter().filter_map(|name| anna.clip(name)).collect(),
                silence_ms: 200,
                greeting_ms: 4_000,
                beep: true,
            },
            0,
        );
        let (said, left) = run(&mut speaker, 30_000, |at| (5_000..8_000).contains(&at));
        assert_eq!(said.last(), Some(&(4_200, 4_600)), "{said:?}");
        assert_eq!(left, Some(12_980), "five seconds after the message");
    }

    #[test]
    fn good_bye_is_said_just_before_the_time_is_up() {
        let stays_ms = 20_000;
        let mut speaker = Speaker::new(
            Part::Talks(Talk {
                stays_ms,
                dead_air_ms: None,
                ..talk()
            }),
            0,
        );
        let (said, left) = run(&mut speaker, stays_ms, |_| false);
        let words = voice("anna").unwrap().clip("goodbye").unwrap().ms();
        let begins = said.last().unwrap().0;
        assert!(
            (stays_ms - words - 300..stays_ms - words).contains(&begins),
            "{said:?}"
        );
        assert_eq!(left, None, "the call ends by itself");
    }

    #[test]
    fn an_assistant_asks_and_may_put_the_call_through() {
        let question = voice("assistant").unwrap().clip("ask-name");
        let asks = |put_through| Part::Asks {
            question,
            silence_ms: 200,
            put_through,
        };
        let (said, _) = run(&mut Speaker::new(asks(None), 0), 15_000, |_| false);
        assert!(said.iter().all(|(_, to)| *to <= 6_900), "{said:?}");
        let (said, _) = run(&mut Speaker::new(asks(Some((10_000, talk()))), 0), 12_000, |_| {
            false
        });
        let hello = said.last().unwrap();
        assert!((10_100..10_200).contains(&hello.0), "{said:?}");
    }

    #[test]
    fn whoever_is_listened_to_late_is_in_the_middle_of_things() {
        let early = run(&mut Speaker::new(Part::Talks(talk()), 0), 1_000, |_| false).0;
        let late = run(&mut Speaker::new(Part::Talks(talk()), 20), 1_000, |_| false).0;
        assert_eq!(late[0].1 + 400, early[0].1);
    }

    #[test]
    fn a_key_is_announced_where_its_tone_begins() {
        let keys = Some(("1#".to_owned(), 500));
        let mut speaker = Speaker::new(Part::Talks(Talk { keys, ..talk() }), 0);
        let mut pressed = Vec::new();
        for nth in 0..frames(6_000) {
            let heard = if (100..150).contains(&nth) {
                Tone::MURMUR.frame(nth)
            } else {
                SILENCE
            };
            pressed.extend(speaker.tick(&heard).key);
        }
        assert_eq!(pressed, ['1', '#']);
    }
}
