//! Between the telephone's audio, which rooms give and take from programs, and the form that a speech model wants.

use async_trait::async_trait;
use outdial_domain::voice_agent::{TurnLatency, Utterance};
use outdial_media::codec::Resampler;
use outdial_media::codec::g711::{mulaw_decode, mulaw_encode};
use outdial_voice::realtime::live::{Gone, Line};
use outdial_voice::realtime::{AudioFormat, Ending};

/// A line with audio of the telephone, as a model hears it.
pub(crate) struct SpokenForm<'a> {
    line: &'a mut dyn Line,
    /// There when the model wants another form.
    rates: Option<Rates>,
}

struct Rates {
    to_model: Resampler,
    to_line: Resampler,
}

impl<'a> SpokenForm<'a> {
    /// The line in this form.
    pub fn of(line: &'a mut dyn Line, format: AudioFormat) -> Self {
        let rates = match format {
            AudioFormat::Mulaw => None,
            AudioFormat::Pcm24k => Resampler::new(LINE_HZ, MODEL_HZ)
                .zip(Resampler::new(MODEL_HZ, LINE_HZ))
                .map(|(to_model, to_line)| Rates { to_model, to_line }),
        };
        Self { line, rates }
    }
}

impl Rates {
    fn for_model(&mut self, mulaw: &[u8]) -> Vec<u8> {
        let samples: Vec<i16> = mulaw.iter().map(|byte| mulaw_decode(*byte)).collect();
        let mut linear = Vec::with_capacity(samples.len() * 3);
        self.to_model.run(&samples, &mut linear);
        linear.into_iter().flat_map(i16::to_le_bytes).collect()
    }

    fn for_line(&mut self, linear: &[u8]) -> Vec<u8> {
        let pairs = linear.chunks_exact(2);
        let samples: Vec<i16> = pairs.map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
        let mut narrow = Vec::with_capacity(samples.len() / 3);
        self.to_line.run(&samples, &mut narrow);
        narrow.into_iter().map(mulaw_encode).collect()
    }
}

#[async_trait]
impl Line for SpokenForm<'_> {
    async fn hear(&mut self) -> Result<Vec<u8>, Gone> {
        let frame = self.line.hear().await?;
        // Nothing is awaited from here on, so that a frame that has come is never lost.
        Ok(match &mut self.rates {
            None => frame,
            Some(rates) => rates.for_model(&frame),
        })
    }

    fn say(&mut self, frame: &[u8]) {
        match &mut self.rates {
            None => self.line.say(frame),
            Some(rates) => self.line.say(&rates.for_line(frame)),
        }
    }

    fn said(&mut self, utterance: &Utterance) {
        self.line.said(utterance);
    }

    fn waited(&mut self, turn: &TurnLatency) {
        self.line.waited(turn);
    }

    fn hang_up(&mut self, why: &Ending) {
        self.line.hang_up(why);
    }
}

/// The telephone's rate.
const LINE_HZ: u32 = 8_000;
/// The one linear rate that speech models take.
const MODEL_HZ: u32 = 24_000;

#[cfg(test)]
mod tests {
    use outdial_media::tone::{self, Tone};

    use super::*;

    /// Says a tone for ever, and keeps what it hears.
    struct Far {
        tone: Tone,
        heard: Vec<i16>,
    }

    #[async_trait]
    impl Line for Far {
        async fn hear(&mut self) -> Result<Vec<u8>, Gone> {
            let mut samples = [0; 160];
            self.tone.fill(&mut samples, LINE_HZ);
            Ok(samples.map(mulaw_encode).to_vec())
        }

        fn say(&mut self, frame: &[u8]) {
            assert_eq!(frame.len(), 160);
            self.heard.extend(frame.iter().map(|byte| mulaw_decode(*byte)));
        }

        fn said(&mut self, _: &Utterance) {}

        fn hang_up(&mut self, _: &Ending) {}
    }

    fn far() -> Far {
        Far {
            tone: Tone::new(400.0, 0.4),
            heard: Vec::new(),
        }
    }

    #[tokio::test]
    async fn a_model_with_linear_audio_hears_and_is_heard_at_its_pitch_and_level() {
        let mut far = far();
        let mut line = SpokenForm::of(&mut far, AudioFormat::Pcm24k);
        let mut heard = Vec::new();
        let mut voice = Tone::new(620.0, 0.4);
        for _ in 0..25 {
            let frame = line.hear().await.unwrap();
            assert_eq!(frame.len(), AudioFormat::Pcm24k.frame_bytes());
            heard.extend(frame.chunks(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])));
            let mut samples = [0; 480];
            voice.fill(&mut samples, MODEL_HZ);
            let said: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
            line.say(&said);
        }
        assert!((tone::amplitude(&heard[1_200..], MODEL_HZ, 400.0) - 0.4).abs() < 0.02);
        assert!((tone::amplitude(&far.heard[400..], LINE_HZ, 620.0) - 0.4).abs() < 0.02);
    }

    #[tokio::test]
    async fn a_model_with_the_telephones_audio_gets_it_byte_for_byte() {
        let (mut one, mut other) = (far(), far());
        let plain = other.hear().await.unwrap();
        let mut line = SpokenForm::of(&mut one, AudioFormat::Mulaw);
        assert_eq!(line.hear().await.unwrap(), plain);
        line.say(&plain);
        let expected: Vec<i16> = plain.iter().map(|byte| mulaw_decode(*byte)).collect();
        assert_eq!(one.heard, expected);
    }
}
