//! A smaller corpus, held to bounds that a worse analyser would break.

use outdial_media::detect::{Params, Verdict};

use super::recipes::VOICES;
use super::scene::{Half, Scene, Truth};
use super::score::{Judged, classic, count, ours};
use super::{corpus, sounds};

/// The recorded speakers and a third of the synthesised ones, each utterance on one line.
fn scenes() -> Option<Vec<Scene>> {
    if std::env::var_os(sounds::SOUNDS_VARIABLE).is_none() {
        println!("skipped: {} names no folder of voices", sounds::SOUNDS_VARIABLE);
        return None;
    }
    let speakers = sounds::find().unwrap();
    let voices: Vec<_> = VOICES.iter().step_by(3).copied().collect();
    Some(corpus::assemble(&speakers, &voices, 1).unwrap())
}

/// How many of a half came to these verdicts, in thousandths of those that really are this.
fn permille(judged: &[Judged<'_>], half: Half, truth: Truth, verdicts: &[Verdict]) -> usize {
    let all = count(judged, half, truth, &Verdict::ALL);
    assert!(all >= 5, "{truth:?} is in {half:?} only {all} times");
    count(judged, half, truth, verdicts) * 1_000 / all
}

const MACHINE: &[Verdict] = &[Verdict::Machine, Verdict::MachineReady];

#[test]
fn people_and_machines_are_told_apart_within_bounds_in_both_halves() {
    let Some(scenes) = scenes() else { return };
    let judged = ours(&scenes, &Params::default());
    let baseline = classic(&scenes);
    for half in [Half::Development, Half::HeldOut] {
        let of = |truth, verdicts| permille(&judged, half, truth, verdicts);
        let people = of(Truth::Person, &[Verdict::Human]);
        let lost = of(Truth::Person, MACHINE);
        let lost_by_classic = permille(&baseline, half, Truth::Person, MACHINE);
        let mailboxes = of(Truth::Voicemail, MACHINE);
        let announcements = of(Truth::Announcement, MACHINE);
        println!(
            "{half:?}: people {people} permille, lost {lost} (classic {lost_by_classic}), mailboxes {mailboxes}, \
             announcements {announcements}"
        );
        assert!(people >= 930 && lost <= 50, "{half:?}");
        assert!(lost * 4 < lost_by_classic, "{half:?}");
        assert!(mailboxes >= 680 && announcements >= 750, "{half:?}");
        assert_eq!(of(Truth::Nobody, &[Verdict::Unknown]), 1_000, "{half:?}");
    }
}

#[test]
fn beeps_are_heard_and_nothing_else_is_taken_for_one() {
    let Some(scenes) = scenes() else { return };
    let judged = ours(&scenes, &Params::default());
    let listened: Vec<_> = judged
        .iter()
        .filter(|one| one.listened_for_beep().is_some())
        .collect();
    let heard = listened.iter().filter(|one| one.heard_beep()).count();
    println!("{heard} of {} beeps", listened.len());
    assert!(listened.len() >= 60);
    assert!(heard * 100 >= listened.len() * 88);
    assert!(judged.iter().map(Judged::false_beeps).sum::<usize>() <= 1);
}
