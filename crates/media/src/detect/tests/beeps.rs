//! Which tones are beeps.

use super::signals::Sound::{self, NoisyTone, Silence, Tones, Voice};
use super::*;

fn after_greeting(rest: &[Sound]) -> Outcome {
    let mut sounds = vec![Silence(400), Voice(3_000), Silence(500)];
    sounds.extend(rest);
    sounds.push(Silence(1_500));
    listen(&sounds)
}

#[test]
fn a_single_pitch_after_a_greeting_is_a_beep_whatever_its_pitch_and_length() {
    for hz in [
        &[380.0],
        &[500.0],
        &[620.0],
        &[853.0],
        &[1_000.0],
        &[1_400.0],
        &[2_050.0],
        &[2_400.0],
    ] {
        for ms in [140, 200, 450, 1_000, 1_400] {
            let outcome = after_greeting(&[Tones(hz, ms)]);
            let [(heard_hz, ended_ms)] = outcome.beeps()[..] else {
                panic!("{hz:?} for {ms} ms: {:?}", outcome.noticed)
            };
            assert!((heard_hz - hz[0]).abs() < 4.0, "{hz:?}: {heard_hz}");
            assert!(
                ended_ms.abs_diff(3_900 + ms) <= 40,
                "{hz:?} for {ms} ms ended at {ended_ms}"
            );
            assert_eq!(
                outcome.said().last(),
                Some(&(Verdict::MachineReady, Reason::Beep))
            );
        }
    }
}

#[test]
fn a_beep_under_noise_is_heard() {
    for below in [30.0, 20.0, 14.0] {
        let outcome = after_greeting(&[NoisyTone(1_000.0, below, 400)]);
        assert_eq!(outcome.beeps().len(), 1, "{below} dB: {:?}", outcome.noticed);
    }
}

#[test]
fn of_two_beeps_the_last_one_counts() {
    let outcome = after_greeting(&[Tones(&[1_000.0], 200), Silence(160), Tones(&[1_000.0], 200)]);
    let [(_, ended_ms)] = outcome.beeps()[..] else {
        panic!("{:?}", outcome.noticed)
    };
    assert!(ended_ms.abs_diff(3_900 + 560) <= 40, "{ended_ms}");
    let ready_ms = outcome.verdicts.last().map_or(0, |(at, ..)| *at);
    assert!(
        ready_ms <= 3_900 + 560 + Params::default().after_beep_ms + SLACK_MS,
        "{ready_ms}"
    );
}

#[test]
fn what_is_too_short_too_long_or_more_than_one_pitch_is_no_beep() {
    for (name, tone) in [
        ("short", Tones(&[1_000.0], 60)),
        ("long", Tones(&[1_000.0], 1_900)),
        ("key", Tones(&[770.0, 1_336.0], 300)),
        ("key", Tones(&[941.0, 1_477.0], 300)),
        ("ring", Tones(&[440.0, 480.0], 1_200)),
        ("ring", Tones(&[425.0], 1_000)),
        ("ring", Tones(&[400.0, 450.0], 400)),
        ("busy", Tones(&[480.0, 620.0], 500)),
        ("fax", Tones(&[1_100.0], 500)),
    ] {
        let outcome = after_greeting(&[tone]);
        assert_eq!(outcome.beeps(), [], "{name}: {:?}", outcome.noticed);
    }
}

#[test]
fn a_tone_that_slides_is_no_beep() {
    let slide: Vec<Sound> = [
        &[700.0_f32],
        &[740.0],
        &[780.0],
        &[820.0],
        &[860.0],
        &[900.0],
        &[940.0],
        &[980.0],
    ]
    .map(|hz| Tones(hz, 40))
    .to_vec();
    assert_eq!(after_greeting(&slide).beeps(), []);
}

#[test]
fn a_tone_in_the_middle_of_speech_is_no_beep() {
    let outcome = after_greeting(&[Tones(&[1_000.0], 300), Silence(100), Voice(1_000)]);
    assert_eq!(outcome.beeps(), [], "{:?}", outcome.noticed);
}

#[test]
fn a_short_greeting_with_a_beep_at_once_is_a_machine() {
    let sounds = [
        Silence(400),
        Voice(900),
        Silence(200),
        Tones(&[1_000.0], 400),
        Silence(1_500),
    ];
    check(
        "leave a message",
        &sounds,
        &[(Verdict::MachineReady, Reason::Beep)],
    );
}

#[test]
fn a_person_whose_headset_beeps_is_a_person() {
    let sounds = [
        Silence(300),
        Tones(&[1_000.0], 300),
        Silence(500),
        Voice(500),
        Silence(2_000),
    ];
    check("headset", &sounds, &[(Verdict::Human, Reason::ShortGreeting)]);
}

#[test]
fn a_beep_without_any_greeting_is_a_machine_once_nobody_speaks_after_it() {
    let sounds = [Silence(600), Tones(&[1_000.0], 500), Silence(2_000)];
    check("beep alone", &sounds, &[(Verdict::MachineReady, Reason::Beep)]);
}
