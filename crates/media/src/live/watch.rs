//! How well legs do, figured from what both ends have counted.

use std::time::Duration;

use super::events::LegQuality;
use super::link::Link;
use super::meters::Meters;
use crate::codec::Codec;
use crate::ids::ParticipantId;
use crate::jitter::Stats;
use crate::leg::{ArrivalQueue, ArrivalStats};
use crate::pcm::FRAME_MS;
use crate::quality::{self, Conditions};

/// Counts of the last look, so that figures speak of the time since.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Watch {
    received: u64,
    lost: u64,
    counted: Stats,
    short: u64,
}

impl Watch {
    /// The figures of a browser's connection.
    pub(super) fn browser(&mut self, who: ParticipantId, link: &Link, meters: &Meters) -> LegQuality {
        let stats = link.incoming().stats();
        self.count(&stats, meters);
        let report = link.report();
        let round_trip_ms = report.round_trip.map(|time| time.as_secs_f32() * 1000.0);
        let loss = self.recent_loss(&stats);
        let estimate = quality::estimate(&Conditions {
            loss,
            round_trip: report.round_trip.unwrap_or_default(),
            buffered: Duration::from_secs_f32(stats.delay_ms.max(0.0) / 1000.0),
        });
        LegQuality {
            who,
            codec: link.codec(),
            loss,
            jitter_ms: stats.jitter_ms,
            delay_ms: stats.delay_ms,
            concealed_ms: stats.concealed_ms,
            round_trip_ms,
            sent_loss: report.sent_loss,
            rating: estimate.r,
            mos: estimate.mos,
        }
    }

    /// The figures of a carrier's stream. It loses nothing; it can only be late.
    #[expect(
        clippy::cast_precision_loss,
        reason = "shares and milliseconds need few digits"
    )]
    pub(super) fn stream(
        &mut self,
        who: ParticipantId,
        arrivals: &ArrivalQueue,
        meters: &Meters,
    ) -> LegQuality {
        let stats = arrivals.stats();
        self.count_stream(&stats, meters);
        let received = stats.received_ms.saturating_sub(self.received);
        let dropped = stats.dropped_ms.saturating_sub(self.lost);
        (self.received, self.lost) = (stats.received_ms, stats.dropped_ms);
        let loss = if received == 0 {
            0.0
        } else {
            (dropped as f32 / received as f32).min(1.0)
        };
        let delay_ms = stats.delay_ms as f32;
        let buffered = Duration::from_millis(stats.delay_ms);
        let estimate = quality::estimate(&Conditions {
            loss,
            round_trip: Duration::ZERO,
            buffered,
        });
        LegQuality {
            who,
            codec: Codec::Pcmu,
            loss,
            jitter_ms: 0.0,
            delay_ms,
            concealed_ms: 0,
            round_trip_ms: None,
            sent_loss: None,
            rating: estimate.r,
            mos: estimate.mos,
        }
    }

    fn count(&mut self, stats: &Stats, meters: &Meters) {
        let before = std::mem::replace(&mut self.counted, *stats);
        // A new connection counts from nothing again.
        let since = |now: u64, before: u64| now.checked_sub(before).unwrap_or(now);
        Meters::add(&meters.packets_lost, since(stats.lost, before.lost));
        Meters::add(&meters.packets_late, since(stats.late, before.late));
        Meters::add(
            &meters.concealed_ms,
            since(stats.concealed_ms, before.concealed_ms),
        );
    }

    fn count_stream(&mut self, stats: &ArrivalStats, meters: &Meters) {
        let before = std::mem::replace(&mut self.short, stats.underruns);
        let short = stats.underruns.checked_sub(before).unwrap_or(stats.underruns);
        Meters::add(&meters.stream_short_ms, short * FRAME_MS);
    }

    #[expect(clippy::cast_precision_loss, reason = "a share needs few digits")]
    fn recent_loss(&mut self, stats: &Stats) -> f32 {
        // A new connection counts from nothing again.
        if stats.received < self.received || stats.lost < self.lost {
            *self = Self::default();
        }
        let received = stats.received - self.received;
        let lost = stats.lost - self.lost;
        (self.received, self.lost) = (stats.received, stats.lost);
        let expected = received + lost;
        if expected == 0 {
            0.0
        } else {
            lost as f32 / expected as f32
        }
    }
}
