//! What a jitter buffer has seen.

/// Counts since the first packet, and how things stand.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Stats {
    /// Packets that arrived and were new.
    pub received: u64,
    /// Packets whose turn came and went without them.
    pub lost: u64,
    /// Packets that arrived after their turn.
    pub late: u64,
    /// Packets that arrived again.
    pub duplicated: u64,
    /// Packets that were too long, or too many at once.
    pub refused: u64,
    /// Audio that was made up for want of packets, in milliseconds.
    pub concealed_ms: u64,
    /// How unevenly packets arrive, in milliseconds (the estimator of RFC 3550).
    pub jitter_ms: f32,
    /// Audio in store now, in milliseconds.
    pub delay_ms: f32,
    /// Audio that should be in store, in milliseconds.
    pub target_ms: f32,
}

impl Stats {
    /// The share of packets that were missing when their turn came, 0 to 1.
    #[must_use]
    pub fn loss(&self) -> f32 {
        let expected = self.received.saturating_sub(self.late) + self.lost;
        if expected == 0 {
            return 0.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "a share needs few digits")]
        let share = self.lost as f32 / expected as f32;
        share
    }
}
