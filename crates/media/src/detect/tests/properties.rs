//! What holds whatever is heard.

use proptest::prelude::*;

use super::signals::Sound;
use super::*;
use crate::detect::{Assessment, Classic, ClassicParams};

/// Any sound of a telephone, in any order.
fn sound() -> impl Strategy<Value = Sound> {
    let ms = 1_u32..1_500;
    prop_oneof![
        ms.clone().prop_map(Sound::Silence),
        ms.clone().prop_map(Sound::Voice),
        (0.01_f32..4.0, ms.clone()).prop_map(|(loudness, ms)| Sound::VoiceAt(loudness, ms)),
        (-70.0_f32..0.0, ms.clone()).prop_map(|(level, ms)| Sound::Noise(level, ms)),
        (350.0_f32..3_500.0, -6.0_f32..40.0, ms.clone())
            .prop_map(|(hz, below, ms)| Sound::NoisyTone(hz, below, ms)),
        (
            prop::sample::select(vec![
                &[440.0_f32, 480.0] as &'static [f32],
                &[425.0],
                &[480.0, 620.0],
                &[1_100.0],
                &[2_100.0],
                &[950.0],
                &[770.0, 1_336.0],
                &[1_000.0],
            ]),
            ms
        )
            .prop_map(|(pitches, ms)| Sound::Tones(pitches, ms)),
    ]
}

fn may_follow(before: &Assessment, now: &Assessment) -> bool {
    if before.is_final {
        return before == now;
    }
    match before.verdict {
        Verdict::Unknown => true,
        Verdict::Machine => now.verdict.is_machine() && now.confidence >= before.confidence,
        Verdict::Human | Verdict::Fax | Verdict::MachineReady => false,
    }
}

#[track_caller]
fn holds(params: Params, samples: &[i16], rings: bool) {
    let mut analyser = Analyser::new(params);
    let mut before = analyser.assessment();
    for frame in samples.as_chunks::<FRAME>().0 {
        let now = analyser.hear(frame).assessment;
        let at_ms = analyser.heard_ms();
        assert!(may_follow(&before, &now), "{before:?} then {now:?}");
        assert!((0.0..=1.0).contains(&now.confidence), "{now:?}");
        assert!(now.is_final || at_ms < params.limit_ms, "{at_ms}: {now:?}");
        let decided = now.is_final || now.verdict != Verdict::Unknown;
        assert!(rings || decided || at_ms < params.deadline_ms, "{at_ms}: {now:?}");
        before = now;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_samples_are_judged_once_and_in_time(
        samples in prop::collection::vec(any::<i16>(), 0..20_000),
        deadline_ms in 0_u32..2_000,
    ) {
        let params = Params { deadline_ms, limit_ms: deadline_ms + 400, ..Params::default() };
        holds(params, &samples, false);
    }

    #[test]
    fn any_sounds_are_judged_once_and_in_time(sounds in prop::collection::vec(sound(), 1..24)) {
        let params = Params { limit_ms: 8_000, beep_limit_ms: 4_000, ..Params::default() };
        let rings = sounds.iter().any(|sound| matches!(sound, Sound::Tones(..) | Sound::NoisyTone(..)));
        holds(params, &signals::samples(&sounds), rings);
    }

    #[test]
    fn any_numbers_are_harmless(
        numbers in prop::collection::vec(0_u32..4_000, 12),
        levels in prop::collection::vec(-100.0_f32..100.0, 5),
        sounds in prop::collection::vec(sound(), 1..8),
    ) {
        let params = Params {
            deadline_ms: numbers[0],
            ring_pause_ms: numbers[0],
            limit_ms: numbers[1],
            beep_limit_ms: numbers[2],
            over_noise_db: levels[0],
            below_peak_db: levels[1],
            faintest_db: levels[2],
            min_word_ms: numbers[3],
            between_words_ms: numbers[4],
            long_greeting_ms: numbers[5],
            max_words: numbers[6] / 400,
            max_words_speech_ms: numbers[6],
            unbroken_ms: numbers[7],
            short_greeting_ms: numbers[8],
            short_turn_ms: numbers[8],
            short_silence_ms: (numbers[9], numbers[10]),
            long_silence_ms: numbers[10],
            greeting_over_ms: numbers[11],
            beep_ms: (numbers[2], numbers[5]),
            tone_share: levels[3],
            tone_drift: levels[4],
            after_beep_ms: numbers[4],
        };
        holds(params, &signals::samples(&sounds), true);
    }

    #[test]
    fn the_classic_detector_is_done_in_time(samples in prop::collection::vec(any::<i16>(), 40_000..44_000)) {
        let mut classic = Classic::new(ClassicParams::default());
        let last = samples.as_chunks::<FRAME>().0.iter().map(|frame| classic.hear(frame)).last();
        prop_assert!(last.is_some_and(|last| last.is_final));
    }
}
