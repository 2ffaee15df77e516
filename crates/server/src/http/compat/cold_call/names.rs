//! What conferences and their participants are called.

use outdial_domain::ids::RoomId;

/// The conference's long name.
pub(super) fn conference_id(room: &RoomId) -> String {
    let body = room.as_str().strip_prefix(RoomId::PREFIX).unwrap_or_default();
    format!("{PREFIX}{body}")
}

/// The room of a conference, by either of its names.
pub(super) fn room_of(name: &str) -> Option<RoomId> {
    match name.strip_prefix(PREFIX) {
        Some(body) => format!("{}{body}", RoomId::PREFIX).parse().ok(),
        None => name.parse().ok(),
    }
}

const PREFIX: &str = "COLD_CALL_";
/// The browser's seat.
pub(super) const AGENT: &str = "agent";
/// The phone's seat.
pub(super) const CALLEE: &str = "callee";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conference_is_found_by_either_name() {
        let room = RoomId::from_bits(77);
        assert_eq!(room_of(room.as_str()), Some(room.clone()));
        assert_eq!(room_of(&conference_id(&room)), Some(room));
        assert_eq!(room_of("COLD_CALL_"), None);
        assert_eq!(room_of("CF123"), None);
    }
}
