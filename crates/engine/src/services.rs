//! The services that each workspace follows up with, beside the store.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use outdial_domain::Timestamp;
use outdial_domain::ids::{HookId, WorkspaceId};
use outdial_integrations::calendar::{Calendar, SlotKey};
use outdial_integrations::hooks::{HookSecret, HookSender};
use outdial_integrations::language_model::chat::ChatModel;
use outdial_integrations::mail::{LinkKey, Mailer, SenderAddress};

use crate::alarm::Alarm;
use outdial_voice::realtime::live::Endpoint;

/// What a workspace follows up with.
#[derive(Clone, Default)]
pub struct Services {
    /// Where appointments are made; the built-in calendar when absent.
    pub calendar: Option<Arc<dyn Calendar>>,
    /// How mail is sent; it waits while there is none.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Who writes; mail waits while nobody is named.
    pub from: Option<SenderAddress>,
    /// Programs that are told of what happens.
    pub hooks: Arc<[LiveHook]>,
    /// The speech model with which our own voice agent talks where the carrier hosts none.
    pub speech_model: Option<Arc<Endpoint>>,
    /// The language model with which voice agents are rehearsed in writing.
    pub text_model: Option<Arc<ChatModel>>,
}

/// A program that is told of what happens.
#[derive(Clone)]
pub struct LiveHook {
    /// Its id.
    pub id: HookId,
    /// Where it listens.
    pub url: String,
    /// Which events it is told of.
    pub events: Vec<String>,
    /// What signs the messages.
    pub secret: HookSecret,
}

/// What follow-up needs beside the services of a workspace.
pub struct FollowUpConfig {
    /// Signs the times that are offered.
    pub slot_key: SlotKey,
    /// Signs the links by which people stop further mails.
    pub link_key: LinkKey,
    /// Where those links lead: the public address, without a slash at its end.
    pub base_url: String,
    /// Sends messages to programs.
    pub hooks: HookSender,
}

/// A speech model that cannot be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeechAway {
    /// Since when.
    pub since: Timestamp,
    /// Why, in a word.
    pub why: String,
}

/// What is known of how a workspace's speech model can be reached.
#[derive(Default)]
struct Speech {
    away: Option<SpeechAway>,
    heard_at: Option<Timestamp>,
    /// When it came back last, and how long whoever asked would have waited before asking once more.
    back: Option<(Timestamp, Duration)>,
}

/// The services of every workspace.
#[derive(Default)]
pub struct ServiceDesk {
    /// When the next message to a program is due.
    pub(crate) deliveries_due: Alarm,
    services: RwLock<BTreeMap<WorkspaceId, Services>>,
    speech: RwLock<BTreeMap<WorkspaceId, Speech>>,
    config: OnceLock<FollowUpConfig>,
}

impl ServiceDesk {
    /// Changes what a workspace follows up with.
    pub fn change(&self, workspace: &WorkspaceId, change: impl FnOnce(&mut Services)) {
        let mut all = self.services.write().unwrap_or_else(PoisonError::into_inner);
        let services = all.entry(workspace.clone()).or_default();
        let before = services.speech_model.clone();
        change(services);
        let is_same = match (&before, &services.speech_model) {
            (Some(before), Some(after)) => before.is_same(after),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if !is_same {
            self.speech_of(workspace, |speech| *speech = Speech::default());
        }
    }

    /// The speech model of a workspace, if it cannot be reached at present.
    #[must_use]
    pub fn speech_away(&self, workspace: &WorkspaceId) -> Option<SpeechAway> {
        let all = self.speech.read().unwrap_or_else(PoisonError::into_inner);
        all.get(workspace)?.away.clone()
    }

    /// Notes that it cannot be reached; for the first to notice, how long to wait before asking. One that is lost again
    /// shortly after it came back is asked less often.
    pub(crate) fn speech_is_away(
        &self,
        workspace: &WorkspaceId,
        why: &str,
        now: Timestamp,
    ) -> Option<Duration> {
        self.speech_of(workspace, |speech| {
            if speech.away.is_some() {
                return None;
            }
            speech.away = Some(SpeechAway {
                since: now,
                why: why.to_owned(),
            });
            speech.heard_at = None;
            let again = speech.back.filter(|(at, _)| now.ms_since(*at) < SHORTLY_MS);
            Some(again.map_or(FIRST_PAUSE, |(_, pause)| pause))
        })
    }

    /// Notes that it can be reached again; whoever asked after it would have waited so long before the next time.
    pub(crate) fn speech_is_back(&self, workspace: &WorkspaceId, pause: Duration, now: Timestamp) {
        self.speech_of(workspace, |speech| {
            speech.away = None;
            speech.back = Some((now, pause));
        });
    }

    pub(crate) fn heard_speech(&self, workspace: &WorkspaceId, now: Timestamp) {
        self.speech_of(workspace, |speech| speech.heard_at = Some(now));
    }

    pub(crate) fn heard_speech_since(&self, workspace: &WorkspaceId, since: Timestamp) -> bool {
        let all = self.speech.read().unwrap_or_else(PoisonError::into_inner);
        let heard_at = all.get(workspace).and_then(|speech| speech.heard_at);
        heard_at.is_some_and(|at| at >= since)
    }

    fn speech_of<T>(&self, workspace: &WorkspaceId, change: impl FnOnce(&mut Speech) -> T) -> T {
        let mut all = self.speech.write().unwrap_or_else(PoisonError::into_inner);
        change(all.entry(workspace.clone()).or_default())
    }

    /// What a workspace follows up with.
    #[must_use]
    pub fn of(&self, workspace: &WorkspaceId) -> Services {
        let all = self.services.read().unwrap_or_else(PoisonError::into_inner);
        all.get(workspace).cloned().unwrap_or_default()
    }

    /// The programs of a workspace that are told of an event.
    pub(crate) fn listeners(&self, workspace: &WorkspaceId, event: &str) -> Vec<HookId> {
        let all = self.services.read().unwrap_or_else(PoisonError::into_inner);
        let hooks = all.get(workspace).map(|services| &services.hooks);
        hooks
            .into_iter()
            .flat_map(|hooks| hooks.iter())
            .filter(|hook| hook.events.iter().any(|wanted| wanted == event))
            .map(|hook| hook.id.clone())
            .collect()
    }

    /// What follow-up needs beside; absent where nobody set it up.
    #[must_use]
    pub fn config(&self) -> Option<&FollowUpConfig> {
        self.config.get()
    }

    pub(crate) fn set_up(&self, config: FollowUpConfig) {
        // There is one for the life of an engine.
        let _ = self.config.set(config);
    }
}

/// How long to wait before asking after a model that was just lost.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
/// Whoever is lost again so soon was not really back.
const SHORTLY_MS: i64 = 10 * 60_000;
