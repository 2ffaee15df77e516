//! Which tone it is, by pitch and length.

use super::observation::ToneKind;
use super::spectrum::{Peak, share_of};

/// What a single pitch is, after it has sounded for so long.
pub(super) fn single(hz: f32, ms: u32) -> ToneKind {
    let near = |pitch: f32, share: f32| (hz - pitch).abs() <= pitch * share;
    // Europe and much of the world ring and refuse with 425 Hz, China with 450.
    if near(425.0, 0.015) || ((395.0..=485.0).contains(&hz) && ms >= RING_MS) {
        return if ms >= RING_MS {
            ToneKind::RingBack
        } else {
            ToneKind::Busy
        };
    }
    // ITU-T T.30: 1100 Hz within 38, for half a second.
    if near(1_100.0, 0.035) && (400..=620).contains(&ms) {
        return ToneKind::FaxCalling;
    }
    // ITU-T T.30 and V.25: 2100 Hz within 15, for 2.6 to 4 s; no beep is so long.
    if near(2_100.0, 0.0075) && ms >= FAX_ANSWER_MS {
        return ToneKind::FaxAnswering;
    }
    ToneKind::Single
}

/// Which of the network's pairs the last 100 ms are, and its lower tone.
pub(super) fn pair(heard: &[f32], first: &Peak, second: &Peak) -> Option<(ToneKind, f32)> {
    if let Some((low, high)) = key(first.hz, second.hz) {
        let latest = &heard[heard.len().saturating_sub(KEY_SAMPLES)..];
        return are_both(latest, low, high).then_some((ToneKind::Key, low));
    }
    // Two tones 40 Hz apart are one peak in between.
    if !(330.0..640.0).contains(&first.hz) {
        return None;
    }
    PAIRS
        .iter()
        .find(|(_, low, high)| are_both(heard, *low, *high))
        .map(|(kind, low, _)| (*kind, *low))
}

/// Whether two tones share nearly all of the energy, neither of them drowned.
fn are_both(heard: &[f32], low: f32, high: f32) -> bool {
    let (low_share, high_share) = (share_of(heard, low), share_of(heard, high));
    low_share + high_share >= BOTH_SHARE && low_share.min(high_share) >= EACH_SHARE
}

/// The row and the column of a keypad that two pitches are, if they are.
fn key(one: f32, other: f32) -> Option<(f32, f32)> {
    let near = |tones: &[f32], hz: f32| {
        tones
            .iter()
            .copied()
            .find(|tone| (hz - tone).abs() <= 0.018 * tone)
    };
    let row = near(&[697.0, 770.0, 852.0, 941.0], one.min(other))?;
    let column = near(&[1_209.0, 1_336.0, 1_477.0, 1_633.0], one.max(other))?;
    Some((row, column))
}

/// Which of the three special information tones a pitch is (ITU-T Q.35 and its North American variants), 0 to 2.
pub(super) fn network_step(hz: f32) -> Option<usize> {
    let near = |pitch: f32| (hz - pitch).abs() <= 0.02 * pitch;
    NETWORK_HZ
        .iter()
        .position(|pitches| pitches.iter().any(|pitch| near(*pitch)))
}

/// ITU-T E.180 and its supplement: North America, the United Kingdom; busy and no line; dial tone.
const PAIRS: &[(ToneKind, f32, f32)] = &[
    (ToneKind::RingBack, 440.0, 480.0),
    (ToneKind::RingBack, 400.0, 450.0),
    (ToneKind::Busy, 480.0, 620.0),
    (ToneKind::Dial, 350.0, 440.0),
];

const NETWORK_HZ: [&[f32]; 3] = [
    &[950.0, 913.8, 985.2],
    &[1_400.0, 1_370.6, 1_428.5],
    &[1_800.0, 1_776.7],
];

/// Rings last from 0.8 s (1 s in most countries), refusals at most half a second.
const RING_MS: u32 = 700;
const FAX_ANSWER_MS: u32 = 1_000;
/// What noise 10 dB below leaves to both tones, and how far apart in loudness they may be.
const BOTH_SHARE: f32 = 0.75;
const EACH_SHARE: f32 = 0.15;
/// 60 ms: keys are held for 50 at least, and often not much longer.
const KEY_SAMPLES: usize = 480;
