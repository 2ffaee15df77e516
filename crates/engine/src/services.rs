//! The services that each workspace follows up with, beside the store.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

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

/// The services of every workspace.
#[derive(Default)]
pub struct ServiceDesk {
    /// When the next message to a program is due.
    pub(crate) deliveries_due: Alarm,
    services: RwLock<BTreeMap<WorkspaceId, Services>>,
    config: OnceLock<FollowUpConfig>,
}

impl ServiceDesk {
    /// Changes what a workspace follows up with.
    pub fn change(&self, workspace: &WorkspaceId, change: impl FnOnce(&mut Services)) {
        let mut all = self.services.write().unwrap_or_else(PoisonError::into_inner);
        change(all.entry(workspace.clone()).or_default());
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
