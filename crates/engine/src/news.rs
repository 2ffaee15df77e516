//! Reports that are nothing to the call machine but something to others: rooms at the carrier, and recordings.

use outdial_carrier::{CarrierEvent, News, RecordingReport, RoomReport};
use outdial_domain::call::Treatment;
use outdial_domain::ids::{CallId, RoomId, SeatId, WorkspaceId};
use outdial_store::{StoreError, Tx};

use crate::engine::Inner;
use crate::errand::Errand;
use crate::floor::{tell_room, tell_seat};
use crate::receive::{Surroundings, errand_row};

/// The errand that a new recording of a call asks for. What was said by a machine alone stays at the carrier.
pub(crate) fn fetch_later(
    tx: &mut Tx<'_>,
    around: &Surroundings<'_>,
    call: &CallId,
    report: &RecordingReport,
) -> Result<bool, StoreError> {
    let Some(row) = tx.calls().get(call)? else {
        return Ok(false);
    };
    if row.policy.treatment == Treatment::Message {
        return Ok(false);
    }
    let errand = Errand::FetchRecording {
        recording: report.recording.clone(),
        started_at: report.started_at,
    };
    tx.outbox().enqueue(&errand_row(&row, &errand, around)?)?;
    Ok(true)
}

/// What reports say about rooms, to be told once they are stored.
pub(crate) fn of_rooms(reports: &[CarrierEvent]) -> Vec<RoomReport> {
    let rooms = reports.iter().filter_map(|report| match &report.news {
        Some(News::Room(report)) => Some(report.clone()),
        Some(News::Browser(_) | News::Recording(_) | News::Keys { .. } | News::Conversation(_)) | None => {
            None
        }
    });
    rooms.collect()
}

impl Inner {
    /// Tells the tasks of open rooms what the carrier reports of them. Twice is no harm: they know what they know.
    pub(crate) async fn tell_rooms(&self, workspace: &WorkspaceId, reports: Vec<RoomReport>) {
        let Some(floor) = self.floor() else { return };
        for report in reports {
            if let Ok(id) = report.name.parse::<RoomId>() {
                tell_room(&floor, workspace, &id, report).await;
            } else if let Ok(id) = report.name.parse::<SeatId>() {
                tell_seat(&floor, workspace, &id, report).await;
            }
        }
    }
}
