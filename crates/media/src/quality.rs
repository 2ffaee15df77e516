//! How good a leg sounds, estimated from loss and delay: the E-model of ITU-T G.107 in its usual simplification.
//!
//! R starts at 93.2 and loses what delay and loss cost. Delay by the fit of Cole and Rosenbluth ("Voice over IP
//! performance monitoring", 2001); loss by G.107's effective equipment impairment with the factors of G.113 appendix I
//! for G.711 with concealment. There are no such factors for Opus; it gets the same, which is modest of us.

use std::time::Duration;

/// What a leg goes through.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Conditions {
    /// The share of packets that were missing when their turn came, 0 to 1.
    pub loss: f32,
    /// The time to the other end and back.
    pub round_trip: Duration,
    /// The time that audio waits before it is heard.
    pub buffered: Duration,
}

/// An estimate of how people would judge the sound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// The transmission rating, 0 to 93.2; above 80 people are satisfied.
    pub r: f32,
    /// The mean opinion score, 1 to 4.4.
    pub mos: f32,
}

/// The quality under these conditions.
#[must_use]
pub fn estimate(conditions: &Conditions) -> Quality {
    let one_way = conditions.round_trip / 2 + conditions.buffered + FRAME;
    let r = (BEST - delay_impairment(one_way) - loss_impairment(conditions.loss)).clamp(0.0, BEST);
    Quality { r, mos: score(r) }
}

fn delay_impairment(one_way: Duration) -> f32 {
    let ms = one_way.as_secs_f32() * 1_000.0;
    0.024 * ms + 0.11 * (ms - 177.3).max(0.0)
}

fn loss_impairment(loss: f32) -> f32 {
    let percent = loss.clamp(0.0, 1.0) * 100.0;
    95.0 * percent / (percent + ROBUSTNESS)
}

/// G.107 annex B.
fn score(r: f32) -> f32 {
    if r <= 0.0 {
        return 1.0;
    }
    (1.0 + 0.035 * r + r * (r - 60.0) * (100.0 - r) * 7e-6).max(1.0)
}

/// What a call without any flaw gets with the default values of G.107.
const BEST: f32 = 93.2;

/// G.113 appendix I: packet-loss robustness of G.711 with concealment, for losses at random.
const ROBUSTNESS: f32 = 25.1;

/// Audio waits until a packet is full.
const FRAME: Duration = Duration::from_millis(20);

#[cfg(test)]
mod tests {
    use super::*;

    fn mos(loss: f32, round_trip_ms: u64, buffered_ms: u64) -> f32 {
        let conditions = Conditions {
            loss,
            round_trip: Duration::from_millis(round_trip_ms),
            buffered: Duration::from_millis(buffered_ms),
        };
        estimate(&conditions).mos
    }

    #[test]
    fn a_call_across_the_street_is_as_good_as_telephones_get() {
        assert!((4.35..4.45).contains(&mos(0.0, 0, 20)), "{}", mos(0.0, 0, 20));
    }

    #[test]
    fn known_points_of_the_model_are_met() {
        // 5 % of loss cost 95 * 5 / 30.1 = 15.8 points: R 77, MOS 3.9.
        assert!((mos(0.05, 0, 0) - 3.9).abs() < 0.05, "{}", mos(0.05, 0, 0));
        // 400 ms one way cost 9.6 + 24.5 points: R 59, MOS 3.05.
        assert!((mos(0.0, 760, 0) - 3.05).abs() < 0.05, "{}", mos(0.0, 760, 0));
    }

    #[test]
    fn worse_conditions_never_sound_better() {
        let mut last = 5.0;
        for percent in 0..=100_u8 {
            let now = mos(f32::from(percent) / 100.0, 100, 40);
            assert!((1.0..=last).contains(&now));
            last = now;
        }
        assert!(mos(0.01, 100, 40) > mos(0.01, 600, 40));
        assert!(mos(f32::INFINITY, 60_000, 1_000) >= 1.0);
    }
}
