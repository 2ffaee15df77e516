//! A call as it is heard: what rings, who answers, what is said and when.

use outdial_media::pcm::level;

use super::dice::Dice;
use super::line::Line;
use super::tones::{network, ring_back, samples, silence, tone};

/// Who or what really answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    Person,
    Voicemail,
    Announcement,
    Screening,
    Fax,
    Busy,
    Nobody,
}

impl Truth {
    pub const ALL: [Self; 7] = [
        Self::Person,
        Self::Voicemail,
        Self::Announcement,
        Self::Screening,
        Self::Fax,
        Self::Busy,
        Self::Nobody,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Voicemail => "voicemail",
            Self::Announcement => "announcement",
            Self::Screening => "call screening",
            Self::Fax => "fax",
            Self::Busy => "busy",
            Self::Nobody => "silence",
        }
    }
}

/// Which part of the corpus something belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Looked at while numbers were chosen.
    Development,
    /// Other speakers, voices, languages and texts, which nobody looked at meanwhile.
    HeldOut,
}

impl Part {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Development => "development part",
            Self::HeldOut => "held-out part",
        }
    }
}

/// Something that is said, by somebody.
#[derive(Debug, Clone)]
pub struct Utterance {
    /// Speaker and text.
    pub name: String,
    pub truth: Truth,
    /// The voice with no silence around it; empty where nobody speaks.
    pub voice: Vec<i16>,
    /// A machine's own beep, where it has one.
    pub beep: Option<Vec<i16>>,
}

/// A call to be listened to.
#[derive(Debug, Clone)]
pub struct Scene {
    pub name: String,
    pub truth: Truth,
    pub line: Line,
    pub samples: Vec<i16>,
    /// When the first word begins and the last one ends.
    pub speech_ms: Option<(u32, u32)>,
    /// When the beep, or the last of several, begins and ends.
    pub beep_ms: Option<(u32, u32)>,
}

impl Utterance {
    /// One call with it.
    pub fn render(&self, rendering: u32) -> Scene {
        let mut dice = Dice::of(&format!("{}#{rendering}", self.name));
        let line = Line::draw(&mut dice);
        let mut sent = Vec::new();
        if dice.happens(RINGS_FIRST) && self.truth != Truth::Busy {
            let rings = dice.one_of(&[1, 1, 2]);
            sent.extend(ring_back(&mut dice, rings));
        }
        let answered_at = sent.len();
        let voice: Vec<f32> = self
            .voice
            .iter()
            .map(|sample| f32::from(*sample) / 32_768.0)
            .collect();
        let (mut speech_ms, mut beep_ms) = (None, None);
        match self.truth {
            Truth::Person => {
                sent.extend(pause(&mut dice, 0.2, 1.5));
                speech_ms = Some(said(&mut sent, &voice));
                sent.extend(silence(6_000));
            }
            Truth::Voicemail => {
                sent.extend(pause(&mut dice, 0.2, 1.8));
                speech_ms = Some(said(&mut sent, &voice));
                sent.extend(pause(&mut dice, 0.1, 1.6));
                beep_ms = Some(self.beep(&mut sent, &voice, &mut dice));
                sent.extend(silence(6_000));
            }
            Truth::Announcement => {
                if dice.happens(0.3) {
                    sent.extend(pause(&mut dice, 0.1, 0.8));
                    sent.extend(network());
                }
                sent.extend(pause(&mut dice, 0.2, 1.2));
                speech_ms = Some(said(&mut sent, &voice));
                sent.extend(silence(3_000));
                said(&mut sent, &voice);
            }
            Truth::Screening => {
                sent.extend(pause(&mut dice, 0.2, 1.2));
                speech_ms = Some(said(&mut sent, &voice));
                sent.extend(silence(6_000));
            }
            Truth::Fax => {
                sent.extend(pause(&mut dice, 0.2, 1.5));
                sent.extend(fax(&mut dice));
            }
            Truth::Busy => sent.extend(busy(&mut dice)),
            Truth::Nobody => sent.extend(silence(8_000)),
        }
        let speech_level = if voice.is_empty() {
            SOME_LEVEL
        } else {
            level(&self.voice)
        };
        let samples = line.carry(&sent, answered_at, speech_level, &mut dice);
        Scene {
            name: format!("{}#{rendering}", self.name),
            truth: self.truth,
            line,
            samples,
            speech_ms,
            beep_ms,
        }
    }

    /// The machine's own beep, or a tone as machines have; sometimes two.
    fn beep(&self, sent: &mut Vec<f32>, voice: &[f32], dice: &mut Dice) -> (u32, u32) {
        let peak = voice.iter().fold(0.05_f32, |peak, sample| peak.max(sample.abs()));
        let peak = peak * dice.between(0.3, 0.9);
        let own = self.beep.as_ref().filter(|_| dice.happens(0.4));
        let one = match own {
            Some(own) => own.iter().map(|sample| f32::from(*sample) / 32_768.0).collect(),
            None => {
                let hz = dice.one_of(&[
                    440.0, 620.0, 800.0, 852.0, 950.0, 1_000.0, 1_000.0, 1_200.0, 1_400.0, 2_000.0,
                ]);
                let ms = dice.one_of(&[150, 200, 250, 300, 400, 500, 500, 750, 1_000]);
                tone(&[hz], ms, peak)
            }
        };
        if dice.happens(0.15) {
            sent.extend(&one);
            sent.extend(silence(150));
        }
        let began = millis(sent.len());
        sent.extend(&one);
        (began, millis(sent.len()))
    }
}

fn said(sent: &mut Vec<f32>, voice: &[f32]) -> (u32, u32) {
    let began = millis(sent.len());
    sent.extend(voice);
    (began, millis(sent.len()))
}

fn pause(dice: &mut Dice, shortest_s: f32, longest_s: f32) -> Vec<f32> {
    let steps = dice.between(shortest_s, longest_s) * 50.0;
    let count = (0..500_u32).rfind(|step| *step as f32 <= steps).unwrap_or(0);
    silence(count * 20)
}

fn fax(dice: &mut Dice) -> Vec<f32> {
    if dice.happens(0.7) {
        let mut out = tone(&[2_100.0], dice.one_of(&[2_600, 3_300, 4_000]), 0.2);
        out.extend(silence(2_000));
        return out;
    }
    (0..4)
        .flat_map(|_| [tone(&[1_100.0], 500, 0.2), silence(3_000)].concat())
        .collect()
}

fn busy(dice: &mut Dice) -> Vec<f32> {
    let (pitches, ms) = dice.one_of(BUSY);
    (0..12)
        .flat_map(|_| [tone(pitches, ms, 0.2), silence(ms)].concat())
        .collect()
}

fn millis(count: usize) -> u32 {
    u32::try_from(count / samples(1)).unwrap_or(u32::MAX)
}

const RINGS_FIRST: f32 = 0.15;
/// Of a voice that would have been there.
const SOME_LEVEL: f32 = 0.1;
/// Busy and no line, in North America and Europe.
const BUSY: &[(&[f32], u32)] = &[
    (&[480.0, 620.0], 500),
    (&[480.0, 620.0], 250),
    (&[425.0], 500),
    (&[425.0], 250),
];
