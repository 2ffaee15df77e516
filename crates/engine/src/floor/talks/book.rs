//! The talks under way, by their calls: what becomes of the call is told to whoever holds its talk.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use outdial_domain::call::State;
use outdial_domain::ids::CallId;
use outdial_media::live::RoomHandle;
use outdial_store::CallRow;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// The talks under way.
#[derive(Default)]
pub(in crate::floor) struct TalkBook(Mutex<BTreeMap<CallId, Arc<TalkState>>>);

/// What is known of one talk's call.
#[derive(Debug)]
pub(super) struct TalkState {
    /// Where the two talk.
    pub room: RoomHandle,
    /// The agent says nothing at the moment.
    pub quiet: watch::Sender<bool>,
    /// The callee is not there any more, or is a machine that the call's own machine attends to.
    pub gone: CancellationToken,
    /// One of us calls it off.
    pub called_off: CancellationToken,
    hanging_up: AtomicBool,
    with_machine: AtomicBool,
    handing_over: AtomicBool,
}

impl TalkState {
    fn new(room: RoomHandle, called_off: CancellationToken) -> Self {
        Self {
            room,
            quiet: watch::Sender::new(true),
            gone: CancellationToken::new(),
            called_off,
            hanging_up: AtomicBool::new(false),
            with_machine: AtomicBool::new(false),
            handing_over: AtomicBool::new(false),
        }
    }

    /// We hang up ourselves: that the call is asked to end is no news.
    pub fn hangs_up(&self) {
        self.hanging_up.store(true, Ordering::Release);
    }

    /// The callee is being put through to a person, or is not after all: that they leave the room is meant.
    pub fn hands_over(&self, is_meant: bool) {
        self.handing_over.store(is_meant, Ordering::Release);
    }

    pub fn is_handed_over(&self) -> bool {
        self.handing_over.load(Ordering::Acquire)
    }

    pub fn is_with_machine(&self) -> bool {
        self.with_machine.load(Ordering::Acquire)
    }

    fn tell(&self, row: &CallRow) {
        if row.call.facts.is_with_machine() {
            self.with_machine.store(true, Ordering::Release);
        }
        match row.call.state {
            State::Ended(_) | State::Voicemail => self.gone.cancel(),
            State::Planned
            | State::Dialing
            | State::Unknown
            | State::Ringing
            | State::Waiting
            | State::Connected => {}
        }
        let is_news = !self.hanging_up.load(Ordering::Acquire);
        if is_news && row.call.facts.hang_up_requested_at.is_some() {
            self.called_off.cancel();
        }
    }
}

impl TalkBook {
    /// Begins the talk of a call; `None` when there was one already: a call has one talk.
    pub(super) fn begin(
        &self,
        call: &CallId,
        room: RoomHandle,
        called_off: CancellationToken,
    ) -> Option<Arc<TalkState>> {
        let mut talks = self.talks();
        if talks.contains_key(call) {
            return None;
        }
        let talk = Arc::new(TalkState::new(room, called_off));
        talks.insert(call.clone(), Arc::clone(&talk));
        Some(talk)
    }

    /// The talk of a call, while it goes on.
    pub(super) fn of(&self, call: &CallId) -> Option<Arc<TalkState>> {
        self.talks().get(call).cloned()
    }

    /// Whether the talk of a call has begun.
    pub fn has_begun(&self, call: &CallId) -> bool {
        self.talks().contains_key(call)
    }

    /// Takes in the newest version of a call.
    pub fn call_moved(&self, row: &CallRow) {
        let talk = self.talks().get(&row.id).cloned();
        if let Some(talk) = talk {
            talk.tell(row);
        }
    }

    /// The talk is over and kept.
    pub(super) fn end(&self, call: &CallId) {
        self.talks().remove(call);
    }

    fn talks(&self) -> MutexGuard<'_, BTreeMap<CallId, Arc<TalkState>>> {
        self.0.lock().expect("no code panics while it holds this lock")
    }
}

#[cfg(test)]
mod tests {
    use outdial_domain::Timestamp;
    use outdial_domain::phone::PhoneNumber;
    use outdial_media::RoomId;
    use outdial_media::live::{HubConfig, MediaHub, RoomSettings};
    use outdial_store::Actor;

    use super::*;

    fn row() -> CallRow {
        let phone = PhoneNumber::from_e164("+12122000001").unwrap();
        CallRow::planned(CallId::from_bits(1), phone, Actor::system(), Timestamp(0))
    }

    fn room(folder: &tempfile::TempDir) -> RoomHandle {
        let hub = MediaHub::start(HubConfig::loopback(folder.path().to_owned())).unwrap();
        hub.open(RoomId::new("talk"), RoomSettings::default()).unwrap()
    }

    #[tokio::test]
    async fn a_call_has_one_talk() {
        let folder = tempfile::tempdir().unwrap();
        let room = room(&folder);
        let book = TalkBook::default();
        let call = CallId::from_bits(1);
        assert!(
            book.begin(&call, room.clone(), CancellationToken::new())
                .is_some()
        );
        assert!(book.begin(&call, room, CancellationToken::new()).is_none());
        assert!(book.has_begun(&call));
        book.end(&call);
        assert!(!book.has_begun(&call));
    }

    #[tokio::test]
    async fn whoever_hangs_up_ourselves_does_not_call_the_talk_off() {
        let folder = tempfile::tempdir().unwrap();
        let room = room(&folder);
        let book = TalkBook::default();
        let mut row = row();
        row.call.facts.hang_up_requested_at = Some(Timestamp(1));
        let talk = book
            .begin(&row.id, room.clone(), CancellationToken::new())
            .unwrap();
        talk.hangs_up();
        book.call_moved(&row);
        assert!(!talk.called_off.is_cancelled());
        book.end(&row.id);
        let talk = book.begin(&row.id, room, CancellationToken::new()).unwrap();
        book.call_moved(&row);
        assert!(talk.called_off.is_cancelled() && !talk.gone.is_cancelled());
    }
}
