//! Tones of the network and of fax machines.

use super::signals::Sound::{self, Silence, Tones, Voice};
use super::*;

const PERSON: (Verdict, Reason) = (Verdict::Human, Reason::ShortGreeting);

fn times(count: usize, sounds: &[Sound]) -> Vec<Sound> {
    sounds.repeat(count)
}

#[test]
fn while_it_rings_nobody_has_answered() {
    let rings: [(&str, &[Sound]); 4] = [
        ("North America", &[Tones(&[440.0, 480.0], 2_000), Silence(4_000)]),
        ("Europe", &[Tones(&[425.0], 1_000), Silence(4_000)]),
        (
            "United Kingdom",
            &[
                Tones(&[400.0, 450.0], 400),
                Silence(200),
                Tones(&[400.0, 450.0], 400),
                Silence(2_000),
            ],
        ),
        ("China", &[Tones(&[450.0], 1_000), Silence(4_000)]),
    ];
    for (country, ring) in rings {
        let mut call = times(4, ring);
        call.extend([Voice(500), Silence(2_000)]);
        let outcome = check(country, &call, &[PERSON]);
        assert!(
            outcome.tones().iter().all(|kind| *kind == ToneKind::RingBack),
            "{country}: {:?}",
            outcome.noticed
        );
        assert_eq!(outcome.beeps(), []);
    }
}

#[test]
fn the_deadline_begins_anew_when_it_has_rung() {
    let call = [
        Tones(&[440.0, 480.0], 2_000),
        Silence(4_000),
        Tones(&[440.0, 480.0], 2_000),
        Silence(9_500),
    ];
    let outcome = check("rings out", &call, &[(Verdict::Unknown, Reason::InitialSilence)]);
    let params = Params::default();
    let expected = 8_000 + params.ring_pause_ms + params.deadline_ms;
    assert!(
        outcome.decided_ms().abs_diff(expected) <= SLACK_MS,
        "{:?}",
        outcome.verdicts
    );
}

#[test]
fn whoever_speaks_before_it_rings_only_puts_the_call_through() {
    // Shorter than a person's pause, so that nothing is decided before it rings.
    let call = [
        Silence(300),
        Voice(900),
        Silence(200),
        Tones(&[440.0, 480.0], 2_000),
        Silence(900),
        Voice(500),
        Silence(2_000),
    ];
    check("switchboard", &call, &[PERSON]);
}

#[test]
fn busy_tones_are_no_person() {
    for (name, on, off) in [
        ("busy", Tones(&[480.0, 620.0], 500), Silence(500)),
        ("no line", Tones(&[480.0, 620.0], 250), Silence(250)),
        ("Europe", Tones(&[425.0], 500), Silence(500)),
        ("Europe, no line", Tones(&[425.0], 250), Silence(250)),
    ] {
        check(
            name,
            &times(8, &[on, off]),
            &[(Verdict::Machine, Reason::BusyTone)],
        );
    }
}

#[test]
fn the_networks_three_tones_are_no_person() {
    for tones in [
        [&[950.0], &[1_400.0], &[1_800.0]],
        [&[913.8], &[1_370.6], &[1_776.7]],
        [&[985.2], &[1_428.5], &[1_776.7]],
    ] {
        let mut call = vec![Silence(200)];
        call.extend(tones.map(|hz| Tones(hz, 330)));
        call.extend([Silence(300), Voice(1_000)]);
        let outcome = check(
            "not in service",
            &call,
            &[(Verdict::Machine, Reason::NetworkTones)],
        );
        assert_eq!(outcome.beeps(), []);
    }
}

#[test]
fn a_fax_machine_that_answers_is_one() {
    let outcome = check(
        "answers",
        &[Silence(800), Tones(&[2_100.0], 3_000), Silence(500)],
        &[(Verdict::Fax, Reason::FaxTone)],
    );
    assert!(
        outcome.decided_ms() <= 800 + 1_000 + SLACK_MS,
        "{:?}",
        outcome.verdicts
    );
}

#[test]
fn a_fax_machine_that_calls_is_one_at_its_second_tone() {
    let call = times(3, &[Tones(&[1_100.0], 500), Silence(3_000)]);
    check("calls", &call, &[(Verdict::Fax, Reason::FaxTone)]);
}
