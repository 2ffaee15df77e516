//! What a SIP answer says of a leg that could not be put through.

use crate::causes::{
    CALL_BLOCKED, CALL_DECLINED, CALL_FAILED, Cause, NETWORK_FAILURE, NUMBER_INVALID, NUMBER_UNAVAILABLE,
    NUMBER_UNREACHABLE,
};

/// The cause behind a final SIP status.
pub(crate) fn cause(status: u32) -> &'static Cause {
    match status {
        404 | 410 | 502 | 604 => &NUMBER_UNREACHABLE,
        484 => &NUMBER_INVALID,
        408 | 480 | 486 | 600 => &NUMBER_UNAVAILABLE,
        603 | 607 => &CALL_DECLINED,
        401 | 403 | 407 | 608 => &CALL_BLOCKED,
        500..=599 => &NETWORK_FAILURE,
        _ => &CALL_FAILED,
    }
}
