//! What a bridged call costs the whole server: Opus from a browser over DTLS-SRTP on one side, mu-law from a carrier's
//! WebSocket on the other, mixed both ways and recorded in stereo.
//!
//! Server and generator are two processes; the figures are the server's alone, with everything that it does besides
//! audio, and the generator's share is shown beside them. A figure counts only if audio really flowed: every leg
//! received what it should have, the tones by which voices are known arrived at the other end and nowhere else, and
//! both voices are in the recordings.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use outdial_media::MIX_RATE;

use crate::clock::Stopwatch;
use crate::figures::{ms, report};
use crate::process;
use crate::talk::crowd::Tally;
use crate::talk::ear::Ear;
use crate::talk::stage::Stage;
use crate::talk::voice::{BROWSERS_HZ, Manner, PHONES_HZ, VOICES};

/// Measures calls in which people take turns, and for the smallest number also calls in which both never pause.
pub async fn measure() -> Result<()> {
    let wanted = numbers_of_calls()?;
    for &calls in &wanted {
        round(calls, Manner::Turns).await?;
    }
    match wanted.first() {
        Some(&fewest) => round(fewest, Manner::Monologue).await,
        None => Ok(()),
    }
}

/// How many calls at once, in rounds: `OUTDIAL_BENCH_CALLS="50,100"` for a closer look than the usual.
fn numbers_of_calls() -> Result<Vec<usize>> {
    let Ok(wanted) = std::env::var("OUTDIAL_BENCH_CALLS") else {
        return Ok(CALLS.to_vec());
    };
    let numbers = wanted.split(',').map(|number| number.trim().parse());
    let numbers: Vec<usize> = numbers.collect::<Result<_, _>>().context("OUTDIAL_BENCH_CALLS")?;
    ensure!(
        numbers.iter().all(|calls| *calls > 1),
        "OUTDIAL_BENCH_CALLS: two calls at least"
    );
    Ok(numbers)
}

async fn round(calls: usize, manner: Manner) -> Result<()> {
    let mut stage = Stage::set(manner).await?;
    // The first call brings what is made once: threads, tables, the database's pages.
    stage.begin_calls(1).await?;
    tokio::time::sleep(SETTLE).await;
    let memory_before = stage.server.memory()?.all;
    stage.begin_calls(calls - 1).await?;
    tokio::time::sleep(SETTLE).await;

    let meters_before = stage.meters().await?;
    let (server_before, own_before) = (stage.server.processor_time()?, process::processor_time("self")?);
    let watch = Stopwatch::start();
    let tally = stage.count(LENGTH).await?;
    let took = watch.elapsed();
    let server = stage.server.processor_time()? - server_before;
    let own = process::processor_time("self")? - own_before;
    let memory = stage.server.memory()?.all.saturating_sub(memory_before) / (calls as u64 - 1);
    let meters = stage.meters().await?;

    let what = match manner {
        Manner::Turns => format!("{calls} calls, taking turns"),
        Manner::Monologue => format!("{calls} calls, both talk all the time"),
    };
    let share = |spent: Duration| spent.as_secs_f64() / took.as_secs_f64() * 100.0;
    let per_call = share(server) / u32::try_from(calls).map_or(f64::MAX, f64::from);
    report(
        &what,
        &format!("{per_call:.3} % of a core and {} KB a call", memory / 1_024),
        "0.4 % and 700 KB",
    );
    println!(
        "  processor: server {:.0} % of a core, generator {:.0} %",
        share(server),
        share(own)
    );
    let since = |name: &str| {
        let name = format!("outdial_media_{name}_total");
        meters.get(&name).unwrap_or(&0.0) - meters_before.get(&name).unwrap_or(&0.0)
    };
    println!(
        "  server: {} of {} beats late, {} left out; streams: {} ms short of audio; browsers: {} packets lost, {} late, \
         {} ms covered up; frames dropped: {} to streams, {} to disk",
        since("late_ticks"),
        since("ticks"),
        since("skipped_ticks"),
        since("stream_short_ms"),
        since("packets_lost"),
        since("packets_late"),
        since("concealed_ms"),
        since("stream_frames_dropped"),
        since("recording_frames_dropped"),
    );
    print_tally(&tally);
    let (_folder, recordings) = stage.clear().await?;
    let sound = recordings.iter().enumerate().step_by(LISTEN_TO_ONE_IN);
    let sound = sound
        .map(|(call, file)| is_recorded(file, call, manner))
        .collect::<Result<Vec<_>>>()?;
    println!(
        "  recordings: both voices in {} of {}",
        sound.iter().filter(|sound| **sound).count(),
        sound.len()
    );
    let whole = is_whole(&tally) && sound.iter().all(|sound| *sound);
    println!(
        "  audio {}",
        if whole {
            "flowed whole: the figure counts"
        } else {
            "did NOT flow whole: the figure does not count"
        }
    );
    Ok(())
}

fn print_tally(tally: &Tally) {
    println!(
        "  received: browsers {} packets, {} missing, at least {} each; phones {}, at least {} each, of {}; \
         voices heard at {} of {} ears, strangers at {}; generator late by {} at worst",
        tally.browsers,
        tally.missing,
        tally.fewest_at_a_browser,
        tally.phones,
        tally.fewest_at_a_phone,
        due(tally),
        tally.content,
        tally.ears,
        tally.disturbed,
        ms(tally.latest),
    );
}

/// How many frames each leg should have received.
fn due(tally: &Tally) -> u64 {
    u64::try_from(tally.length.as_millis()).unwrap_or(u64::MAX) / 20
}

/// Whether all that should be heard was. Packets that carry no sound need not be sent, so browsers are judged by ear
/// and by gaps.
fn is_whole(tally: &Tally) -> bool {
    tally.fewest_at_a_phone * 100 >= due(tally) * 98
        && tally.missing * 1_000 <= tally.browsers
        && tally.content == tally.ears
        && tally.disturbed == 0
}

/// Whether a recording holds the agent on the left and the callee on the right, and neither on both.
fn is_recorded(file: &Path, call: usize, manner: Manner) -> Result<bool> {
    let bytes = std::fs::read(file).with_context(|| format!("a recording: {}", file.display()))?;
    ensure!(bytes.len() > HEADER, "a recording holds audio");
    let mut ears = [
        Ear::new(MIX_RATE, BROWSERS_HZ[call % VOICES]),
        Ear::new(MIX_RATE, PHONES_HZ[call / VOICES % VOICES]),
    ];
    for second in bytes[HEADER..].chunks_exact(MIX_RATE as usize * 4) {
        for (side, ear) in ears.iter_mut().enumerate() {
            let samples = second
                .chunks_exact(4)
                .map(|both| i16::from_le_bytes([both[side * 2], both[side * 2 + 1]]));
            ear.hear(&samples.collect::<Vec<_>>());
        }
    }
    Ok(ears.iter().all(|ear| {
        let heard = ear.judge(manner.share() * 0.9);
        heard.voice && !heard.stranger
    }))
}

const CALLS: [usize; 3] = [100, 250, 500];
const LENGTH: Duration = Duration::from_secs(30);
const SETTLE: Duration = Duration::from_secs(3);
const LISTEN_TO_ONE_IN: usize = 20;
/// Of a WAV file with plain samples.
const HEADER: usize = 44;
