//! Whether somebody in a room of ours is gone.

use outdial_media::ParticipantId;
use outdial_media::live::Event;

/// Whether what a room tells, or that it tells nothing more, means that somebody is not there any more.
pub(crate) fn is_farewell(event: Option<&Event>, of: &ParticipantId) -> bool {
    match event {
        None | Some(Event::Closed(_)) => true,
        Some(Event::Lost { who } | Event::Left { who }) => who == of,
        Some(
            Event::Joined { .. }
            | Event::Returned { .. }
            | Event::Digit { .. }
            | Event::DigitsSent { .. }
            | Event::ClipFinished { .. }
            | Event::MarkReached { .. }
            | Event::Levels(_)
            | Event::Quality(_)
            | Event::Detected { .. }
            | Event::Recorded(_)
            | Event::RecordingFailed { .. }
            | Event::Missed(_),
        ) => false,
    }
}
