//! `outdial amd`, as somebody types it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use outdial_media::codec::g711::mulaw_encode;
use outdial_media::tone::Tone;
use serde_json::{Value, json};

fn amd(arguments: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_outdial"))
        .arg("amd")
        .args(arguments)
        .output()
        .unwrap()
}

fn heard(file: &Path) -> Value {
    let output = amd(&[file, Path::new("--json")]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A voice of sorts: a rich buzz that comes and goes as syllables do.
fn voice(seconds: f32, rate: u32) -> Vec<i16> {
    let mut pitches: Vec<Tone> = (1..=12_u8)
        .map(|harmonic| Tone::new(130.0 * f32::from(harmonic), 0.05))
        .collect();
    let count = (seconds * rate as f32).round();
    (0_u32..)
        .take_while(|n| (*n as f32) < count)
        .map(|n| {
            let syllable = 0.55 - 0.45 * (std::f32::consts::TAU * 4.0 * n as f32 / rate as f32).cos();
            let sum: f32 = pitches.iter_mut().map(|pitch| pitch.next_at(rate)).sum();
            outdial_media::pcm::to_sample(32_768.0 * syllable * sum)
        })
        .collect()
}

fn silence(seconds: f32, rate: u32) -> Vec<i16> {
    let count = (seconds * rate as f32).round();
    (0_u32..).take_while(|n| (*n as f32) < count).map(|_| 0).collect()
}

fn beep(rate: u32) -> Vec<i16> {
    let mut samples = silence(0.4, rate);
    Tone::new(1_000.0, 0.3).fill(&mut samples, rate);
    samples
}

/// A WAV file of one channel: PCM of 16 bits, or mu-law.
fn wav(folder: &Path, name: &str, rate: u32, mulaw: bool, samples: &[i16]) -> PathBuf {
    let data: Vec<u8> = if mulaw {
        samples.iter().map(|sample| mulaw_encode(*sample)).collect()
    } else {
        samples.iter().flat_map(|sample| sample.to_le_bytes()).collect()
    };
    let (format, bytes): (u16, u16) = if mulaw { (7, 1) } else { (1, 2) };
    let mut file = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0".to_vec();
    file.extend(format.to_le_bytes());
    file.extend(1_u16.to_le_bytes());
    file.extend(rate.to_le_bytes());
    file.extend((rate * u32::from(bytes)).to_le_bytes());
    file.extend(bytes.to_le_bytes());
    file.extend((bytes * 8).to_le_bytes());
    file.extend(b"data");
    file.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
    file.extend(data);
    let path = folder.join(name);
    std::fs::write(&path, file).unwrap();
    path
}

fn machine(rate: u32) -> Vec<i16> {
    [
        silence(0.5, rate),
        voice(4.0, rate),
        silence(0.6, rate),
        beep(rate),
        silence(1.0, rate),
    ]
    .concat()
}

#[test]
fn a_machine_is_told_by_its_greeting_and_its_beep_at_every_rate_and_encoding() {
    let folder = tempfile::tempdir().unwrap();
    for (rate, mulaw) in [(8_000, false), (16_000, false), (48_000, false), (8_000, true)] {
        let heard = heard(&wav(folder.path(), "machine.wav", rate, mulaw, &machine(rate)));
        assert_eq!(heard["verdict"], "machine_ready", "{rate} {mulaw}: {heard:#}");
        assert_eq!(heard["reason"], "beep", "{rate}");
        assert_eq!(heard["is_final"], true);
        let trace = heard["trace"].as_array().unwrap();
        let verdicts: Vec<&Value> = trace
            .iter()
            .filter(|step| step["event"] == "verdict")
            .map(|step| &step["verdict"])
            .collect();
        assert_eq!(verdicts, [&json!("machine"), &json!("machine_ready")], "{rate}");
        let beep = trace.iter().find(|step| step["event"] == "beep").unwrap();
        assert!(
            (beep["hz"].as_f64().unwrap() - 1_000.0).abs() < 5.0,
            "{rate}: {beep}"
        );
        assert_eq!(heard["decided_at_ms"], trace_time(trace, "machine"));
    }
}

fn trace_time(trace: &[Value], verdict: &str) -> Value {
    trace
        .iter()
        .find(|step| step["verdict"] == verdict)
        .map(|step| step["at_ms"].clone())
        .unwrap()
}

#[test]
fn people_read_one_line_for_each_step_and_the_verdict_last() {
    let folder = tempfile::tempdir().unwrap();
    let call = [silence(0.6, 8_000), voice(0.5, 8_000), silence(2.0, 8_000)].concat();
    let output = amd(&[&wav(folder.path(), "hello.wav", 8_000, false, &call)]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].ends_with("hello.wav: 3.10 s"), "{text}");
    assert!(
        lines.iter().any(|line| line.contains(" s  speech since ")),
        "{text}"
    );
    let last = lines.last().unwrap();
    assert!(
        last.starts_with("human (short_greeting), confidence 0."),
        "{text}"
    );
    assert!(last.contains("; decided after 1."), "{text}");
}

#[test]
fn what_cannot_be_listened_to_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let song = folder.path().join("song.mp3");
    std::fs::write(&song, b"ID3 and so on").unwrap();
    for (file, why) in [
        (song.as_path(), "not a WAV file"),
        (Path::new("/nowhere.wav"), "cannot be read"),
    ] {
        let output = amd(&[file]);
        assert!(!output.status.success());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(why), "{said}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_recording_that_ends_too_soon_is_undecided_and_that_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let call = wav(folder.path(), "short.wav", 8_000, false, &silence(1.0, 8_000));
    assert_eq!(heard(&call)["decided_at_ms"], Value::Null);
    let output = amd(&[&call]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("undecided: the recording ends after 1.00 s"));
}
