//! The numbers, each with where it comes from.

/// What the analyser goes by. Where a number is published, its source is named; the others were chosen on the
/// development part of the corpus (`docs/DETECTION.md`), never on the held-out one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Params {
    /// Without a verdict until then the caller is treated as a person. Counted from the first audio, or from when it
    /// would have rung again. `app_amd` has the same `total_analysis_time`.
    pub deadline_ms: u32,
    /// The longest pause between two rings, in which nobody can tell whether somebody has answered (ITU-T E.180: 4 s).
    pub ring_pause_ms: u32,
    /// After this nothing is listened to any more, whatever was heard: ring-back restarts the deadline, and somebody
    /// may let it ring. Longer than any carrier lets a phone ring.
    pub limit_ms: u32,
    /// How long a machine's tone is waited for after the verdict. The usual time-out of carriers' detectors (Twilio).
    pub beep_limit_ms: u32,

    /// How far a frame must rise above the noise to count as speech. Chosen: noise itself varies by 6 dB.
    pub over_noise_db: f32,
    /// How far below the loudest speech a frame may lie and still be speech. Chosen: reverberation and breath lie lower.
    pub below_peak_db: f32,
    /// What is fainter is never speech, in dB of full scale. Chosen: the telephone's own noise lies at -65 to -60.
    pub faintest_db: f32,

    /// What is shorter is a click, not a word (`app_amd`: `min_word_length`).
    pub min_word_ms: u32,
    /// A pause that ends a word. `app_amd` takes 50 ms, within which plosives fall: chosen longer.
    pub between_words_ms: u32,

    /// From the first word to the last: so long is a machine. `app_amd` takes 1500 ms of speech and is known to hang up
    /// on people, Twilio 2400; chosen longer, since businesses answer with up to three seconds.
    pub long_greeting_ms: u32,
    /// More words than these make a machine, when they hold as much speech as the next number says. Chosen; `app_amd`
    /// takes 2.
    pub max_words: u32,
    /// The speech that so many words must hold. Chosen.
    pub max_words_speech_ms: u32,
    /// Speech without a pause that makes a machine. Chosen: people breathe or wait.
    pub unbroken_ms: u32,

    /// A greeting up to this length is short. Chosen: "Hello?" and "Peter speaking".
    pub short_greeting_ms: u32,
    /// A short greeting and the pause after it take so long together: the longer the greeting, the shorter the pause by
    /// which somebody waits for us. After "Hi" machines take a breath and go on; after "Peter speaking" hardly. Chosen,
    /// so that half of the people are told within a second.
    pub short_turn_ms: u32,
    /// The least and the most of that pause. Chosen; others take 500 (`LiveKit`) to 1200 (Twilio) after anything.
    pub short_silence_ms: (u32, u32),
    /// The same after a longer greeting, in which people and machines pause between sentences. Chosen; `app_amd` takes
    /// 800.
    pub long_silence_ms: u32,

    /// The silence after which a machine without a tone records. Chosen; `LiveKit` takes 1500, and tones come as late
    /// as 1.5 s after the last word.
    pub greeting_over_ms: u32,

    /// The shortest and the longest tone that is a beep. Published design rule for voicemail tones.
    pub beep_ms: (u32, u32),
    /// The share of a frame's energy that a tone must hold. Same rule.
    pub tone_share: f32,
    /// How far a tone's pitch may move, as a share of it. Same rule.
    pub tone_drift: f32,
    /// The quiet after a beep: nobody goes on talking. Same rule; also tells the first of two beeps from the last.
    pub after_beep_ms: u32,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            deadline_ms: 5_000,
            ring_pause_ms: 4_000,
            limit_ms: 120_000,
            beep_limit_ms: 30_000,
            over_noise_db: 9.0,
            below_peak_db: 30.0,
            faintest_db: -56.0,
            min_word_ms: 100,
            between_words_ms: 120,
            long_greeting_ms: 3_000,
            max_words: 6,
            max_words_speech_ms: 1_500,
            unbroken_ms: 2_600,
            short_greeting_ms: 750,
            short_turn_ms: 860,
            short_silence_ms: (180, 440),
            long_silence_ms: 700,
            greeting_over_ms: 2_000,
            beep_ms: (120, 1_500),
            tone_share: 0.9,
            tone_drift: 0.01,
            after_beep_ms: 300,
        }
    }
}
