//! Both halves of a leg over a network that holds up, reorders, doubles and loses.

use std::time::Duration;

use proptest::prelude::*;

use super::{Incoming, Outgoing, Packet};
use crate::codec::Codec;
use crate::jitter::Stats;
use crate::pcm::{FRAME_SAMPLES, Frame, MIX_RATE};
use crate::tone::{Tone, amplitude};

const CODECS: [Codec; 3] = [Codec::Opus, Codec::Pcmu, Codec::Pcma];

/// What the network does to the packet with this number: how long it is held up, or nothing if it is lost.
type Fate = fn(u64) -> Option<u64>;

struct Heard {
    frames: Vec<Frame>,
    stats: Stats,
}

impl Heard {
    fn samples(&self, frames: std::ops::Range<usize>) -> Vec<i16> {
        self.frames[frames]
            .iter()
            .flat_map(|frame| *frame.samples())
            .collect()
    }

    /// The share of frames in which the tone is heard, if not as loud as it was said.
    fn share_with_tone(&self, hz: f32, frames: std::ops::Range<usize>) -> f64 {
        let all = f64::from(u32::try_from(frames.len()).unwrap());
        let with = self.frames[frames]
            .iter()
            .filter(|frame| amplitude(frame.samples(), MIX_RATE, hz) > 0.08)
            .count();
        f64::from(u32::try_from(with).unwrap()) / all
    }
}

/// Says a tone for some seconds, with a clock that ticks every `period_us`, and listens with a true one.
fn listen(codec: Codec, packets: u64, period_us: u64, fate: Fate) -> Heard {
    let mut outgoing = Outgoing::new(codec);
    let mut incoming = Incoming::new(codec);
    let mut tone = Tone::new(500.0, 0.3);
    let mut under_way: Vec<(u64, u64, u32, Vec<u8>)> = Vec::new();
    for n in 0..packets {
        let packet = outgoing.packet(&tone.frame());
        if let Some(held_ms) = fate(n) {
            let arrives = n * period_us + held_ms * 1_000;
            under_way.push((arrives, packet.seq, packet.timestamp, packet.payload.to_vec()));
        }
    }
    under_way.sort_by_key(|(arrives, ..)| *arrives);
    let mut arriving = under_way.into_iter().peekable();
    let mut frames = Vec::new();
    for tick in 0..packets * period_us / 20_000 {
        // Ticks fall between arrivals, as they do when nobody agrees on when a second begins.
        let now = tick * 20_000 + 7_000;
        while let Some((arrives, seq, timestamp, payload)) = arriving.next_if(|(at, ..)| *at <= now) {
            let packet = Packet {
                seq,
                timestamp,
                payload: &payload,
            };
            incoming.push(packet, Duration::from_micros(arrives));
        }
        frames.push(incoming.frame());
    }
    Heard {
        frames,
        stats: incoming.stats(),
    }
}

fn noise(n: u64) -> u64 {
    (n.wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407))
        >> 33
}

#[test]
fn a_tone_arrives_by_every_codec() {
    for codec in CODECS {
        let heard = listen(codec, 200, 20_000, |_| Some(30));
        let level = amplitude(&heard.samples(20..190), MIX_RATE, 500.0);
        assert!((level - 0.3).abs() < 0.07, "{codec:?}: {level}");
        assert!(
            heard.stats.delay_ms <= 20.0 && heard.stats.lost == 0,
            "{:?}",
            heard.stats
        );
    }
}

#[test]
fn an_uneven_network_costs_delay_and_not_sound() {
    for codec in CODECS {
        let heard = listen(codec, 1_000, 20_000, |n| Some(30 + noise(n) % 50));
        let share = heard.share_with_tone(500.0, 300..990);
        assert!(share > 0.97, "{codec:?}: {share}, {:?}", heard.stats);
        assert!(heard.stats.delay_ms < 140.0, "{:?}", heard.stats);
        assert!(heard.stats.jitter_ms > 5.0);
    }
}

#[test]
fn one_packet_in_twenty_lost_is_covered() {
    for codec in CODECS {
        let heard = listen(codec, 1_000, 20_000, |n| {
            (!noise(n).is_multiple_of(20)).then_some(30)
        });
        let share = heard.share_with_tone(500.0, 50..990);
        assert!(share > 0.9, "{codec:?}: {share}");
        assert!((0.02..0.08).contains(&heard.stats.loss()), "{:?}", heard.stats);
    }
}

#[test]
fn packets_that_overtake_each_other_are_put_in_order() {
    let heard = listen(Codec::Pcmu, 1_000, 20_000, |n| {
        Some(if n % 2 == 0 { 55 } else { 30 })
    });
    assert!(heard.share_with_tone(500.0, 300..990) > 0.98, "{:?}", heard.stats);
    assert!(heard.stats.late < 50, "{:?}", heard.stats);
}

#[test]
fn a_stall_is_made_up_for() {
    // Everything of one second arrives at its end.
    let heard = listen(Codec::Opus, 1_000, 20_000, |n| {
        let held = if (300..350).contains(&n) {
            (350 - n) * 20
        } else {
            0
        };
        Some(30 + held)
    });
    assert!(heard.share_with_tone(500.0, 450..990) > 0.98);
    assert!(heard.stats.delay_ms <= 160.0, "{:?}", heard.stats);
}

#[test]
fn clocks_that_differ_neither_pile_up_nor_run_dry() {
    // Half a percent is ten times what any sound card is off by: 150 ms in 30 s.
    for period_us in [19_900, 20_100] {
        let heard = listen(Codec::Pcmu, 1_500, period_us, |_| Some(30));
        assert!(heard.stats.delay_ms <= 80.0, "{period_us}: {:?}", heard.stats);
        let share = heard.share_with_tone(500.0, 100..1_480);
        assert!(share > 0.97, "{period_us}: {share}");
    }
}

#[test]
fn a_sender_who_stops_is_followed_by_silence_and_may_begin_again() {
    let heard = listen(Codec::Pcmu, 400, 20_000, |n| {
        (!(100..300).contains(&n)).then_some(30)
    });
    assert!(heard.frames[150].level() < 0.01);
    assert!(heard.share_with_tone(500.0, 320..395) > 0.95);
}

#[test]
fn nobody_has_spoken_yet_is_silence() {
    assert!(Incoming::new(Codec::Opus).frame().is_silent());
}

#[test]
fn packets_of_other_lengths_are_heard_whole() {
    for frames_per_packet in [2_usize, 3] {
        let mut outgoing = Outgoing::new(Codec::Pcmu);
        let mut incoming = Incoming::new(Codec::Pcmu);
        let mut tone = Tone::new(500.0, 0.3);
        let mut heard = Vec::new();
        for n in 0..100_u32 {
            let mut payload = Vec::new();
            for _ in 0..frames_per_packet {
                payload.extend_from_slice(outgoing.packet(&tone.frame()).payload);
            }
            let length = u32::try_from(payload.len()).unwrap();
            let packet = Packet {
                seq: u64::from(n),
                timestamp: n * length,
                payload: &payload,
            };
            incoming.push(packet, Duration::from_millis(u64::from(n * length / 8)));
            for _ in 0..frames_per_packet {
                heard.extend_from_slice(incoming.frame().samples());
            }
        }
        assert!((amplitude(&heard[10 * FRAME_SAMPLES..], MIX_RATE, 500.0) - 0.3).abs() < 0.03);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_arrives_a_leg_goes_on(
        packets in prop::collection::vec(
            (any::<u64>(), 0_u64..100, any::<u32>(), prop::collection::vec(any::<u8>(), 0..300)),
            0..60,
        ),
        codec in prop::sample::select(&CODECS),
        near in any::<bool>(),
    ) {
        let mut incoming = Incoming::new(codec);
        for (n, (far_seq, near_seq, timestamp, payload)) in packets.iter().enumerate() {
            let seq = if near { *near_seq } else { *far_seq };
            let at = Duration::from_millis(u64::try_from(n).unwrap() * 11);
            incoming.push(Packet { seq, timestamp: *timestamp, payload }, at);
            let _frame = incoming.frame();
            prop_assert!(incoming.stats().delay_ms <= 6_200.0);
        }
    }
}
