//! The figures, for people.

use std::time::Duration;

use anyhow::{Context, Result};
use outdial_media::detect::{Params, Reason, Verdict};

use super::scene::{Part, Scene, Truth};
use super::score::{Judged, classic, count, ours};
use crate::figures::{Durations, report};

/// Listens to the calls of a part and prints what came of it.
pub fn print(part: Part, scenes: &[Scene], params: &Params) -> Result<()> {
    let seconds: usize = scenes.iter().map(|scene| scene.samples.len()).sum::<usize>() / 8_000;
    println!(
        "\n-- {}: {} calls, {seconds} s of audio",
        part.as_str(),
        scenes.len()
    );
    let before = processor_time()?;
    let ours = ours(scenes, params);
    let spent = processor_time()?.saturating_sub(before);
    let classic = classic(scenes);
    print_matrix("ours", &ours);
    print_matrix("classic (app_amd's numbers)", &classic);
    print_times("ours", &ours);
    print_times("classic", &classic);
    print_beeps(&ours);
    print_reasons(&ours);
    print_cost(&ours, spent);
    if part == Part::Development {
        print_worst(&ours);
    }
    Ok(())
}

fn print_matrix(name: &str, judged: &[Judged<'_>]) {
    println!(
        "{name:28} {:>8} {:>8} {:>8} {:>8}",
        "human", "machine", "fax", "unknown"
    );
    for truth in Truth::ALL {
        let counts = COLUMNS.map(|verdicts| count(judged, truth, verdicts));
        println!(
            "  {:26} {:>8} {:>8} {:>8} {:>8}",
            truth.as_str(),
            counts[0],
            counts[1],
            counts[2],
            counts[3]
        );
    }
}

fn print_times(name: &str, judged: &[Judged<'_>]) {
    let line =
        |what: &str, which: fn(&Judged<'_>) -> bool, time: fn(&Judged<'_>) -> Option<u32>, aim: &str| {
            let times = durations(judged.iter().filter(|one| which(one)).filter_map(time));
            report(&format!("{name}: {what}"), &percentiles(&times), aim);
        };
    line(
        "people, from speech onset",
        is_person,
        |one| one.after_onset_ms(),
        "p50 1 s",
    );
    line(
        "people who greet in up to 0.8 s, from onset",
        is_brief,
        |one| one.after_onset_ms(),
        "p50 1 s",
    );
    line("people, from speech end", is_person, |one| one.after_end_ms(), "");
    line(
        "machines, from speech onset",
        is_machine,
        |one| one.after_onset_ms(),
        "",
    );
    line(
        "all who speak, from speech onset",
        |_| true,
        |one| one.after_onset_ms(),
        "p50 1 s",
    );
}

fn is_person(one: &Judged<'_>) -> bool {
    one.scene.truth == Truth::Person && one.verdict == Verdict::Human
}

fn is_brief(one: &Judged<'_>) -> bool {
    is_person(one)
        && one
            .scene
            .speech_ms
            .is_some_and(|(began, ended)| ended - began <= 800)
}

fn is_machine(one: &Judged<'_>) -> bool {
    one.scene.truth != Truth::Person && one.verdict.is_machine()
}

fn print_beeps(judged: &[Judged<'_>]) {
    let judged = || judged.iter();
    let listened: Vec<_> = judged()
        .filter_map(|one| one.listened_for_beep().map(|beep| (one, beep)))
        .collect();
    let heard = listened.iter().filter(|(one, _)| one.heard_beep()).count();
    let false_beeps: usize = judged().map(Judged::false_beeps).sum();
    let hours = judged().map(|one| f64::from(one.heard_ms)).sum::<f64>() / 3_600_000.0;
    report(
        "beeps heard, of those listened for",
        &format!("{heard} of {}", listened.len()),
        "",
    );
    report(
        "false beeps",
        &format!("{false_beeps} in {hours:.2} h of audio"),
        "",
    );
    let ready = listened.iter().filter_map(|(one, (_, ended))| {
        one.ready
            .filter(|(_, reason)| *reason == Reason::Beep)
            .map(|(at, _)| at.saturating_sub(*ended))
    });
    report("ready, after the beep's end", &percentiles(&durations(ready)), "");
    let early = judged()
        .filter(|one| one.scene.truth == Truth::Voicemail)
        .filter(|one| {
            one.ready
                .is_some_and(|(_, reason)| reason == Reason::GreetingOver)
        });
    report(
        "ready by silence, without the beep",
        &early.count().to_string(),
        "",
    );
}

fn print_reasons(judged: &[Judged<'_>]) {
    println!(
        "{:28} {:>8} {:>8}",
        "reason of the last verdict", "right", "wrong"
    );
    for reason in REASONS {
        let with = |right: bool| {
            judged
                .iter()
                .filter(|one| one.reason == *reason && is_right(one) == right)
                .count()
        };
        let (right, wrong) = (with(true), with(false));
        if right + wrong > 0 {
            println!("  {:26} {right:>8} {wrong:>8}", reason.as_str());
        }
    }
}

fn print_cost(judged: &[Judged<'_>], spent: Duration) {
    let heard: f64 = judged.iter().map(|one| f64::from(one.heard_ms) / 1_000.0).sum();
    let micros = spent.as_secs_f64() * 1e6 / heard;
    println!();
    report(
        "analyser, a second of audio",
        &format!("{micros:.0} us, {:.3} % of a core", micros / 1e4),
        "",
    );
}

/// Where to look next.
fn print_worst(judged: &[Judged<'_>]) {
    println!("\nwrong:");
    for one in judged.iter().filter(|one| !is_right(one)) {
        println!(
            "  {:14} as {:13} by {:21} at {:5} ms, speech {:?}, beep {:?}, {:.0} dB, noise {:?}: {}",
            one.scene.truth.as_str(),
            one.verdict.as_str(),
            one.reason.as_str(),
            one.decided_ms,
            one.scene.speech_ms,
            one.scene.beep_ms,
            one.scene.line.peak_db,
            one.scene.line.snr_db,
            one.scene.name
        );
    }
}

/// Whether a verdict serves whoever answered. Unknown is right only where nobody speaks: elsewhere it is harmless to
/// people, and costs a talk to a machine.
pub fn is_right(one: &Judged<'_>) -> bool {
    match one.scene.truth {
        Truth::Person => one.verdict == Verdict::Human,
        Truth::Voicemail | Truth::Announcement | Truth::Screening | Truth::Busy => one.verdict.is_machine(),
        Truth::Fax => one.verdict == Verdict::Fax,
        Truth::Nobody => one.verdict == Verdict::Unknown,
    }
}

fn durations(times_ms: impl Iterator<Item = u32>) -> Durations {
    Durations::new(times_ms.map(|ms| Duration::from_millis(ms.into())).collect())
}

fn percentiles(durations: &Durations) -> String {
    let at = |percent| durations.percentile(percent).as_millis();
    format!("p50 {} ms, p90 {} ms, p99 {} ms", at(50), at(90), at(99))
}

/// Processor time of this thread, which does all the work.
fn processor_time() -> Result<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanos = text
        .split(' ')
        .next()
        .context("the system tells a thread's time")?;
    Ok(Duration::from_nanos(nanos.parse()?))
}

const COLUMNS: [&[Verdict]; 4] = [
    &[Verdict::Human],
    &[Verdict::Machine, Verdict::MachineReady],
    &[Verdict::Fax],
    &[Verdict::Unknown],
];

const REASONS: &[Reason] = &[
    Reason::ShortGreeting,
    Reason::GreetingThenSilence,
    Reason::LongGreeting,
    Reason::UnbrokenSpeech,
    Reason::MaxWords,
    Reason::Beep,
    Reason::GreetingOver,
    Reason::NoBeep,
    Reason::NetworkTones,
    Reason::BusyTone,
    Reason::FaxTone,
    Reason::InitialSilence,
    Reason::Deadline,
    Reason::Listening,
];
