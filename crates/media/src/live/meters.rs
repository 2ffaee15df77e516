//! What the hub counts.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Counters since the hub's start, and how things stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HubMetrics {
    /// Open rooms.
    pub rooms: u64,
    /// Browsers that the port knows.
    pub browsers: u64,
    /// Ticks of all beats.
    pub ticks: u64,
    /// Ticks that began more than a frame late.
    pub late_ticks: u64,
    /// Ticks left out to catch up.
    pub skipped_ticks: u64,
    /// Time that all beats spent working.
    pub busy: Duration,
    /// The longest tick.
    pub longest_tick: Duration,
    /// Datagrams that came in.
    pub datagrams_in: u64,
    /// Datagrams sent.
    pub datagrams_out: u64,
    /// Datagrams that belonged to nobody.
    pub datagrams_unknown: u64,
    /// Datagrams that were not what they seemed, or too many at once.
    pub datagrams_refused: u64,
    /// Datagrams that the system would not send.
    pub send_failures: u64,
    /// Audio frames dropped because a carrier's stream took them too slowly.
    pub stream_frames_dropped: u64,
    /// Packets of browsers that did not come, as far as was told; told each few seconds.
    pub packets_lost: u64,
    /// Packets of browsers that came when their turn was over.
    pub packets_late: u64,
    /// Audio of browsers that was made up in place of what was missing, in milliseconds.
    pub concealed_ms: u64,
    /// Audio that was missing when a phone's turn came, in milliseconds.
    pub stream_short_ms: u64,
    /// Frames that did not reach a recording because the disk was too slow.
    pub recording_frames_dropped: u64,
    /// Rooms that were closed because their code failed.
    pub rooms_failed: u64,
}

#[derive(Debug, Default)]
pub(super) struct Meters {
    pub ticks: AtomicU64,
    pub late_ticks: AtomicU64,
    pub skipped_ticks: AtomicU64,
    pub busy_us: AtomicU64,
    pub longest_tick_us: AtomicU64,
    pub datagrams_in: AtomicU64,
    pub datagrams_out: AtomicU64,
    pub datagrams_unknown: AtomicU64,
    pub datagrams_refused: AtomicU64,
    pub send_failures: AtomicU64,
    pub stream_frames_dropped: AtomicU64,
    pub packets_lost: AtomicU64,
    pub packets_late: AtomicU64,
    pub concealed_ms: AtomicU64,
    pub stream_short_ms: AtomicU64,
    pub recording_frames_dropped: AtomicU64,
    pub rooms_failed: AtomicU64,
}

impl Meters {
    pub(super) fn count(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn add(counter: &AtomicU64, count: u64) {
        counter.fetch_add(count, Ordering::Relaxed);
    }

    pub(super) fn ticked(&self, took: Duration) {
        let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        Self::count(&self.ticks);
        self.busy_us.fetch_add(us, Ordering::Relaxed);
        self.longest_tick_us.fetch_max(us, Ordering::Relaxed);
    }

    pub(super) fn read(&self, rooms: usize, browsers: usize) -> HubMetrics {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        HubMetrics {
            rooms: rooms as u64,
            browsers: browsers as u64,
            ticks: of(&self.ticks),
            late_ticks: of(&self.late_ticks),
            skipped_ticks: of(&self.skipped_ticks),
            busy: Duration::from_micros(of(&self.busy_us)),
            longest_tick: Duration::from_micros(of(&self.longest_tick_us)),
            datagrams_in: of(&self.datagrams_in),
            datagrams_out: of(&self.datagrams_out),
            datagrams_unknown: of(&self.datagrams_unknown),
            datagrams_refused: of(&self.datagrams_refused),
            send_failures: of(&self.send_failures),
            stream_frames_dropped: of(&self.stream_frames_dropped),
            packets_lost: of(&self.packets_lost),
            packets_late: of(&self.packets_late),
            concealed_ms: of(&self.concealed_ms),
            stream_short_ms: of(&self.stream_short_ms),
            recording_frames_dropped: of(&self.recording_frames_dropped),
            rooms_failed: of(&self.rooms_failed),
        }
    }
}
