//! The talks by microphone of this process, and what was said in them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use outdial_domain::ids::{RehearsalId, VoiceAgentId, WorkspaceId};
use outdial_domain::voice_agent::{RehearsedTool, TurnLatency, Utterance};
use tokio_util::sync::CancellationToken;

use crate::engine::Engine;

/// Whose talk it is: nobody else reads or ends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhoseTalk {
    /// Where.
    pub workspace: WorkspaceId,
    /// With which agent.
    pub agent: VoiceAgentId,
    /// Who talks.
    pub user: String,
}

/// How a talk stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AloudView {
    /// What was said, in its order.
    pub utterances: Vec<Utterance>,
    /// What the agent asked for, in its order.
    pub tools: Vec<RehearsedTool>,
    /// How long was waited for the agent, turn by turn.
    pub turns: Vec<TurnLatency>,
    /// Why it is over; absent while it goes on.
    pub ended: Option<String>,
}

/// One talk.
#[derive(Debug)]
pub(super) struct Aloud {
    pub whose: WhoseTalk,
    /// Somebody ends it.
    pub called_off: CancellationToken,
    view: Mutex<AloudView>,
}

impl Aloud {
    pub fn view(&self) -> MutexGuard<'_, AloudView> {
        self.view.lock().expect("no code panics while it holds this lock")
    }

    fn is_over(&self) -> bool {
        self.view().ended.is_some()
    }
}

/// The talks under way, and those that were over last.
#[derive(Debug, Default)]
pub(crate) struct AloudBook(Mutex<BTreeMap<RehearsalId, Arc<Aloud>>>);

impl AloudBook {
    /// Begins a talk, in the place of another one of the same user; `None` when too many go on.
    pub(super) fn begin(
        &self,
        id: &RehearsalId,
        whose: WhoseTalk,
        called_off: CancellationToken,
    ) -> Option<Arc<Aloud>> {
        let mut talks = self.talks();
        let (mut live, mut over) = (0, Vec::new());
        for (id, talk) in talks.iter() {
            let is_own = talk.whose.workspace == whose.workspace && talk.whose.user == whose.user;
            if talk.is_over() {
                over.push(id.clone());
            } else if is_own {
                talk.called_off.cancel();
            } else {
                live += 1;
            }
        }
        if live >= LIVE_MAX {
            return None;
        }
        let too_many = over.len().saturating_sub(OVER_KEPT);
        for id in &over[..too_many] {
            talks.remove(id);
        }
        let talk = Arc::new(Aloud {
            whose,
            called_off,
            view: Mutex::default(),
        });
        talks.insert(id.clone(), Arc::clone(&talk));
        Some(talk)
    }

    pub(super) fn forget(&self, id: &RehearsalId) {
        self.talks().remove(id);
    }

    fn find(&self, id: &RehearsalId, whose: &WhoseTalk) -> Option<Arc<Aloud>> {
        let talk = self.talks().get(id).cloned();
        talk.filter(|talk| talk.whose == *whose)
    }

    fn talks(&self) -> MutexGuard<'_, BTreeMap<RehearsalId, Arc<Aloud>>> {
        self.0.lock().expect("no code panics while it holds this lock")
    }
}

impl Engine {
    /// How a talk stands; `None` when there is none, or it is somebody else's.
    #[must_use]
    pub fn talk_aloud(&self, id: &RehearsalId, whose: &WhoseTalk) -> Option<AloudView> {
        let talk = self.inner.aloud.find(id, whose)?;
        let view = talk.view().clone();
        Some(view)
    }

    /// Ends a talk; `false` when there is none, or it is somebody else's. Ending it twice changes nothing.
    #[must_use]
    pub fn end_aloud(&self, id: &RehearsalId, whose: &WhoseTalk) -> bool {
        let talk = self.inner.aloud.find(id, whose);
        talk.inspect(|talk| talk.called_off.cancel()).is_some()
    }
}

/// Each costs what a call costs at the maker of the model.
const LIVE_MAX: usize = 4;
/// For whoever reads what was said after the end.
const OVER_KEPT: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    fn whose(user: &str) -> WhoseTalk {
        WhoseTalk {
            workspace: WorkspaceId::from_bits(1),
            agent: VoiceAgentId::from_bits(1),
            user: user.to_owned(),
        }
    }

    fn begin(book: &AloudBook, number: u128, user: &str) -> Option<Arc<Aloud>> {
        let id = RehearsalId::from_bits(number);
        book.begin(&id, whose(user), CancellationToken::new())
    }

    #[test]
    fn a_user_has_one_talk_and_a_process_has_few() {
        let book = AloudBook::default();
        let first = begin(&book, 1, "a").unwrap();
        let second = begin(&book, 2, "a").unwrap();
        assert!(first.called_off.is_cancelled() && !second.called_off.is_cancelled());
        first.view().ended = Some("called-off".to_owned());
        for (number, user) in [(3, "b"), (4, "c"), (5, "d")] {
            assert!(begin(&book, number, user).is_some());
        }
        assert!(begin(&book, 6, "e").is_none());
        second.view().ended = Some("silence".to_owned());
        assert!(begin(&book, 7, "e").is_some());
    }

    #[test]
    fn a_talk_is_its_users_own_and_is_forgotten_after_a_while() {
        let book = AloudBook::default();
        for number in 0..40 {
            let talk = begin(&book, number, "a").unwrap();
            talk.view().ended = Some("silence".to_owned());
        }
        let find = |number, user| book.find(&RehearsalId::from_bits(number), &whose(user));
        assert!(find(39, "a").is_some() && find(39, "b").is_none());
        assert!(find(0, "a").is_none());
    }
}
