//! People, machines and silence.

use super::signals::Sound::{Noise, Silence, Voice, VoiceAt};
use super::*;

const PERSON: (Verdict, Reason) = (Verdict::Human, Reason::ShortGreeting);
const OVER: (Verdict, Reason) = (Verdict::MachineReady, Reason::GreetingOver);

#[test]
fn a_short_greeting_and_a_pause_are_a_person() {
    for (name, sounds) in [
        ("hello", vec![Silence(600), Voice(500), Silence(2_000)]),
        ("at once", vec![Voice(500), Silence(2_000)]),
        ("late", vec![Silence(3_000), Voice(500), Silence(2_000)]),
        ("faint", vec![Silence(600), VoiceAt(0.06, 500), Silence(2_000)]),
        ("yes", vec![Silence(600), Voice(240), Silence(2_000)]),
        (
            "two words",
            vec![Silence(600), Voice(280), Silence(150), Voice(280), Silence(2_000)],
        ),
    ] {
        check(name, &sounds, &[PERSON]);
    }
}

#[test]
fn a_person_is_told_within_a_second_of_the_first_sound() {
    let outcome = check("hello", &[Silence(600), Voice(500), Silence(2_000)], &[PERSON]);
    assert!(outcome.decided_ms() <= 1_600, "{:?}", outcome.verdicts);
}

#[test]
fn the_longer_a_short_greeting_was_the_shorter_is_its_pause() {
    let decided_ms = |ms| {
        let call = [Silence(600), Voice(ms), Silence(2_000)];
        check("greeting", &call, &[PERSON]).decided_ms() - 600
    };
    let (brief, middling, long) = (decided_ms(300), decided_ms(500), decided_ms(700));
    assert!(brief <= 300 + 440 + SLACK_MS, "{brief}");
    assert!(long <= 700 + 220 + SLACK_MS, "{long}");
    assert!(long - middling < 100, "{middling} and {long}");
}

#[test]
fn a_longer_greeting_gets_a_longer_pause() {
    let greeting = [
        Silence(600),
        Voice(1_000),
        Silence(480),
        Voice(500),
        Silence(2_000),
    ];
    // The pause comes after a greeting that was short until then, so it must be shorter than a person's.
    let brief = [Silence(600), Voice(900), Silence(300), Voice(700), Silence(2_000)];
    check(
        "one pause",
        &brief,
        &[(Verdict::Human, Reason::GreetingThenSilence)],
    );
    assert_eq!(listen(&greeting).said().len(), 1);
}

#[test]
fn much_speech_is_a_machine_and_its_end_makes_it_ready() {
    let params = Params::default();
    for (name, sounds) in [
        (
            "without a pause",
            vec![Silence(500), Voice(5_000), Silence(2_500)],
        ),
        (
            "with breaths",
            vec![
                Silence(500),
                Voice(900),
                Silence(250),
                Voice(900),
                Silence(250),
                Voice(2_000),
                Silence(2_500),
            ],
        ),
    ] {
        let outcome = listen(&sounds);
        let verdicts: Vec<Verdict> = outcome.verdicts.iter().map(|(_, verdict, _)| *verdict).collect();
        assert_eq!(
            verdicts,
            [Verdict::Machine, Verdict::MachineReady],
            "{name}: {:?}",
            outcome.noticed
        );
        assert_eq!(outcome.said()[1], OVER, "{name}");
        let limit = 500 + params.long_greeting_ms + SLACK_MS;
        assert!(outcome.decided_ms() <= limit, "{name}: {:?}", outcome.verdicts);
    }
}

#[test]
fn many_words_are_a_machine() {
    let mut sounds = vec![Silence(300)];
    for _ in 0..12 {
        sounds.extend([Voice(240), Silence(180)]);
    }
    sounds.push(Silence(2_500));
    check("digits", &sounds, &[(Verdict::Machine, Reason::MaxWords), OVER]);
}

#[test]
fn silence_is_nobody_until_the_deadline_and_a_person_after_it() {
    let outcome = check(
        "silence",
        &[Silence(6_000)],
        &[(Verdict::Unknown, Reason::InitialSilence)],
    );
    assert_eq!(outcome.decided_ms(), Params::default().deadline_ms);
}

#[test]
fn noise_is_learned_and_is_no_speech() {
    for level in [-60.0, -50.0, -40.0, -30.0] {
        let late = [Silence(400), Noise(level, 6_000)];
        for sounds in [vec![Noise(level, 6_000)], late.to_vec()] {
            check("noise", &sounds, &[(Verdict::Unknown, Reason::InitialSilence)]);
        }
    }
}

#[test]
fn a_person_in_a_noisy_place_is_a_person() {
    for level in [-60.0, -50.0, -42.0] {
        let call = [Noise(level, 1_000), Voice(600), Noise(level, 2_000)];
        check("noisy place", &call, &[PERSON]);
    }
}

#[test]
fn a_click_is_no_word() {
    let call = [Silence(500), Voice(60), Silence(6_000)];
    check("click", &call, &[(Verdict::Unknown, Reason::InitialSilence)]);
}

#[test]
fn a_machine_that_never_pauses_is_given_up() {
    let outcome = listen(&[Voice(40_000)]);
    let [
        (_, Verdict::Machine, _),
        (given_up, Verdict::Machine, Reason::NoBeep),
    ] = outcome.verdicts[..]
    else {
        panic!("{:?}", outcome.verdicts)
    };
    assert_eq!(given_up - outcome.decided_ms(), Params::default().beep_limit_ms);
}

#[test]
fn a_shorter_deadline_is_kept() {
    let params = Params {
        deadline_ms: 1_000,
        ..Params::default()
    };
    let outcome = listen_by(params, &[Silence(800), Voice(5_000)]);
    assert_eq!(outcome.verdicts, [(1_000, Verdict::Unknown, Reason::Deadline)]);
}
