//! What the audio engine has counted, among the figures of the process.

use metrics::{counter, gauge};
use outdial_media::live::HubMetrics;

/// Shows the engine's counters as they are now.
pub fn show(hub: &HubMetrics) {
    for (name, value) in [
        ("outdial_media_ticks_total", hub.ticks),
        ("outdial_media_late_ticks_total", hub.late_ticks),
        ("outdial_media_skipped_ticks_total", hub.skipped_ticks),
        ("outdial_media_datagrams_in_total", hub.datagrams_in),
        ("outdial_media_datagrams_out_total", hub.datagrams_out),
        ("outdial_media_datagrams_unknown_total", hub.datagrams_unknown),
        ("outdial_media_datagrams_refused_total", hub.datagrams_refused),
        ("outdial_media_send_failures_total", hub.send_failures),
        ("outdial_media_packets_lost_total", hub.packets_lost),
        ("outdial_media_packets_late_total", hub.packets_late),
        ("outdial_media_concealed_ms_total", hub.concealed_ms),
        ("outdial_media_stream_short_ms_total", hub.stream_short_ms),
        (
            "outdial_media_stream_frames_dropped_total",
            hub.stream_frames_dropped,
        ),
        (
            "outdial_media_recording_frames_dropped_total",
            hub.recording_frames_dropped,
        ),
        ("outdial_media_rooms_failed_total", hub.rooms_failed),
    ] {
        counter!(name).absolute(value);
    }
    gauge!("outdial_media_busy_seconds").set(hub.busy.as_secs_f64());
    gauge!("outdial_media_longest_tick_seconds").set(hub.longest_tick.as_secs_f64());
    #[expect(clippy::cast_precision_loss, reason = "nobody has a quadrillion rooms")]
    let (rooms, browsers) = (hub.rooms as f64, hub.browsers as f64);
    gauge!("outdial_media_rooms").set(rooms);
    gauge!("outdial_media_browsers").set(browsers);
}
